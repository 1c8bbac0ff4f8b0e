#include "config.h"

#include <string.h>

#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/model/answer_priv.h"

/* The code as the source spells it, else as asked, trimmed; in the arena. */
static enum rc
own_code(const struct model *m, const struct record *r, const char *asked, struct arena *a,
    const char **out, struct err *e)
{
	struct str	s = str_trim(record_get(r, m->schema->col[m->schema->key].name));

	if (s.len == 0 || s.len > CODE_MOST)
		s = str_trim(str_of(asked));
	*out = NULL;
	if (s.len > 0 && (*out = arena_strndup(a, s.s, s.len)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the answer");
	return RC_OK;
}

/* The item as the request means it: from the ERP or the request, with its overrides. */
static enum rc
find_item(const struct model *m, const struct predict_request *q, const char *code,
    const struct item_source *items, struct arena *a, struct record *out, const char **own,
    struct err *e)
{
	enum rc	rc;

	*out = (struct record){ 0, NULL, NULL };
	if (code == NULL)
		rc = request_override(m, "item", q->item, a, out, e);
	else
		rc = items->item(items->ctx, code, a, out, e);
	if (rc != RC_OK || (rc = own_code(m, out, code, a, own, e)) != RC_OK)
		return rc;
	return q->overrides == NULL ? RC_OK :
	    request_override(m, "overrides", q->overrides, a, out, e);
}

static enum rc
one(const struct model *m, const struct predict_request *q, const char *code,
    const struct item_source *items, struct arena *a, struct json_object **out, struct err *e)
{
	struct predict_in	 in = q->in;
	struct predict_out	 p;
	struct record		 item, *rows = NULL;
	uint64_t		 start = clock_mono_us(), lookup;
	const char		*own;
	size_t			 n = 0;
	enum rc			 rc;

	*out = NULL;
	if ((rc = find_item(m, q, code, items, a, &item, &own, e)) != RC_OK)
		return rc;
	if (code != NULL && (rc = items->routings(items->ctx, code, a, &rows, &n, e)) != RC_OK)
		return rc;
	lookup = clock_mono_us() - start;
	in.item = &item;
	if ((rc = model_predict(m, &in, a, &p, e)) != RC_OK)
		return rc;
	p.us.lookup = lookup;
	*out = answer_json(m, own, &in, &p);
	if (n > 0)
		json_put(*out, "existing_routings", existing_json(m->mapping, rows, n));
	return RC_OK;
}

/* Each in an arena of its own; what fails says so in its place. */
static enum rc
many(const struct model *m, const struct predict_request *q, const struct item_source *items,
    struct json_object **out, struct err *e)
{
	struct json_object	*list, *x;
	struct arena		*a = arena_new(0);
	struct err		 one_err;

	if (a == NULL)
		return err_set(e, RC_NOMEM, "no memory for the answers");
	list = json_object_new_array();
	for (size_t i = 0; i < q->ncodes; i++) {
		arena_reset(a);
		memset(&one_err, 0, sizeof(one_err));
		if (one(m, q, q->codes[i], items, a, &x, &one_err) != RC_OK) {
			x = json_object_new_object();
			json_put_str(x, "item_code", q->codes[i]);
			json_put(x, "error", problem_of(&one_err, NULL));
		}
		json_object_array_add(list, x);
	}
	arena_free(a);
	*out = json_object_new_object();
	json_put(*out, "results", list);
	return RC_OK;
}

enum rc
predict_answer(const struct model *m, const struct predict_request *q,
    const struct item_source *items, struct arena *a, struct json_object **out, struct err *e)
{
	*out = NULL;
	if (q->codes != NULL)
		return many(m, q, items, out, e);
	return one(m, q, q->code, items, a, out, e);
}

static enum rc
parse_filters(struct predict_in *in, struct json_object *o, struct arena *a, struct err *e)
{
	size_t		 n = (size_t)json_object_object_length(o), at = 0;
	const char	**names = arena_zalloc(a, n + 1, sizeof(*names));
	const char	**values = arena_zalloc(a, n + 1, sizeof(*values));

	if (names == NULL || values == NULL)
		return err_set(e, RC_NOMEM, "no memory for the filters");
	json_object_object_foreach(o, key, v) {
		if (!json_object_is_type(v, json_type_string))
			return err_field(e, "filters", "the value of %.60s is not a text", key);
		names[at] = key;
		values[at++] = json_object_get_string(v);
	}
	in->filter_columns = names;
	in->filter_values = values;
	return RC_OK;
}

enum rc
similar_answer(const struct model *m, struct json_object *body,
    const struct item_source *items, struct arena *a, struct json_object **out, struct err *e)
{
	static const char *const	names[] = { "item_code", "item", "top_k", "filters", NULL };
	struct predict_request		 q = { .in = { .as_of = DATE_NONE, .explain = true } };
	struct json_object		*filters = NULL;
	struct predict_out		 p;
	struct record			 item;
	const char			*own;
	int64_t				 top = PREDICT_TOP_K;
	enum rc				 rc;

	*out = NULL;
	if (!json_object_is_type(body, json_type_object))
		return err_set(e, RC_INVAL, "the request is not a JSON object");
	if ((rc = json_only(body, names, e)) != RC_OK ||
	    (rc = request_subject(&q, body, false, a, e)) != RC_OK ||
	    (rc = json_int(body, "top_k", false, 1, PREDICT_TOP_K_MAX, &top, e)) != RC_OK ||
	    (rc = json_sub(body, "filters", false, json_type_object, &filters, e)) != RC_OK ||
	    (filters != NULL && (rc = parse_filters(&q.in, filters, a, e)) != RC_OK) ||
	    (rc = find_item(m, &q, q.code, items, a, &item, &own, e)) != RC_OK)
		return rc;
	q.in.item = &item;
	q.in.top_k = (size_t)top;
	if ((rc = model_predict(m, &q.in, a, &p, e)) != RC_OK)
		return rc;
	*out = json_object_new_object();
	json_put_str(*out, "item_code", own);
	json_put(*out, "similar_items", answer_similar_json(&p));
	json_put(*out, "model", answer_model_json(m));
	return RC_OK;
}
