/*
 * What the audit keeps of a request: who asked, from where, by which request.  A handler adds what
 * was done, in the transaction of its change (core/data/audit.h).
 *
 * What cannot be recorded does not happen: a change is undone, and a prediction is not answered;
 * both are 503.  The registry is asked for the session anyway, so this costs no answer that
 * could have been given without it.
 */
#ifndef FCGI_AUDITED_H
#define FCGI_AUDITED_H

#include <json-c/json.h>

#include "core/base/err.h"
#include "core/data/audit.h"
#include "fcgi/http.h"

/* The strings are r's, action's and subject's. */
struct audit_entry audited(const struct req *r, const char *action, const char *subject);
/* The JSON text of o in r's arena, whose reference it takes over.  RC_NOMEM. */
enum rc	audited_json(struct req *r, struct json_object *o, const char **out, struct err *e);
/*
 * A row for each item of a prediction's answer: its code, the version, the decision (or why there
 * is none), and whether attributes came from the request.  One transaction.  RC_IO: they could not
 * be stored, so the answer must not be given.
 */
enum rc	audited_prediction(struct req *r, struct json_object *answer, struct err *e);

#endif
