/* The registry's records as JSON, for the API and the command line alike.  "" becomes null. */
#ifndef CORE_DATA_RECORD_JSON_H
#define CORE_DATA_RECORD_JSON_H

#include "core/base/json.h"
#include "core/data/audit.h"
#include "core/data/columns.h"
#include "core/data/registry.h"
#include "core/data/users.h"

/* The caller owns the object. */
struct json_object	*activation_json(const struct activation *a);
struct json_object	*audit_json(const struct audit_row *r);
struct json_object	*column_choice_json(const struct column_choice *c);
struct json_object	*run_json(const struct run *r);
/* The password's hash stays out. */
struct json_object	*user_json(const struct user *u);
struct json_object	*version_json(const struct version *v);

#endif
