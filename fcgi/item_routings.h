/* What the ERP has about the making of one item: its routings, and times from the floor. */
#ifndef FCGI_ITEM_ROUTINGS_H
#define FCGI_ITEM_ROUTINGS_H

#include <json-c/json.h>

#include "core/base/item.h"
#include "core/feat/mapping.h"
#include "fcgi/app.h"

/* Routing rows, ordered by routing and sequence, as API.md's existing_routings. */
struct json_object *item_routings_json(const struct mapping *m, const struct record *rows,
	    size_t n);

/*
 * Medians of the work results, one an operation: [{"proc_seq","job_cd","setup_minutes",
 * "run_minutes_per_unit","samples"}].  code: as the item view has it.
 * *out is NULL where the site has no work results; otherwise the caller owns it.
 */
enum rc	item_times_json(struct app *a, struct str code, struct json_object **out,
	    struct err *e);

#endif
