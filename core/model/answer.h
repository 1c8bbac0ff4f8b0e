/*
 * From a prediction request (POST /api/routing/predict, or a line of `predict --batch`) to
 * its answer, the same for the server and the command line.  See API.md for both.
 */
#ifndef CORE_MODEL_ANSWER_H
#define CORE_MODEL_ANSWER_H

#include <json-c/json.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/item.h"
#include "core/model/model.h"

#define PREDICT_CODES_MAX	200

struct predict_request;

/*
 * Checks every field (unknown ones are named).  The request lives in the arena and borrows
 * from body, which must outlive it.
 */
enum rc	predict_request_parse(struct predict_request **out, struct json_object *body,
	    struct arena *a, struct err *e);
/* A request for one code with everything else at its default. */
enum rc	predict_request_code(struct predict_request **out, const char *code,
	    struct arena *a, struct err *e);
/* Reasons in Korean where accept (an Accept-Language header, or NULL) prefers it; else English. */
void	predict_request_language(struct predict_request *q, const char *accept);
/* The version asked for, NULL for the active one: the caller opens it. */
const char *predict_request_version(const struct predict_request *q);

/*
 * One answer, or {"results":[...]} for item_codes, where an item that fails has an "error"
 * in its place.  The caller owns *out.  RC_NOTFOUND: the single item is unknown; RC_IO: the
 * ERP is away; RC_INVAL.
 */
enum rc	predict_answer(const struct model *m, const struct predict_request *q,
	    const struct item_source *items, struct arena *a, struct json_object **out,
	    struct err *e);

/*
 * POST /api/similarity/search: {"item_code"|"item","top_k","filters"} to
 * {"item_code","similar_items":[...],"model"}.  The caller owns *out.
 */
enum rc	similar_answer(const struct model *m, struct json_object *body,
	    const struct item_source *items, struct arena *a, struct json_object **out,
	    struct err *e);

#endif
