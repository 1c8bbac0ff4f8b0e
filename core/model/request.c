#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/json.h"
#include "core/model/answer_priv.h"

static enum rc
one_code(const char *field, const char *s, const char **out, struct err *e)
{
	struct str	t = str_trim(str_of(s));

	if (t.len == 0)
		return err_field(e, field, "an item code is empty");
	if (t.len > CODE_MOST)
		return err_field(e, field, "an item code has at most %d bytes", CODE_MOST);
	*out = s;
	return RC_OK;
}

static enum rc
code_list(struct predict_request *q, struct json_object *list, struct arena *a, struct err *e)
{
	struct json_object	*x;
	const char		*s;
	enum rc			 rc;

	q->ncodes = json_object_array_length(list);
	if (q->ncodes == 0 || q->ncodes > PREDICT_CODES_MAX)
		return err_field(e, "item_codes", "give 1 to %d item codes, not %zu",
		    PREDICT_CODES_MAX, q->ncodes);
	if ((q->codes = arena_zalloc(a, q->ncodes, sizeof(*q->codes))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the request");
	for (size_t i = 0; i < q->ncodes; i++) {
		x = json_object_array_get_idx(list, i);
		if (!json_object_is_type(x, json_type_string))
			return err_field(e, "item_codes", "element %zu is not a string", i);
		s = json_object_get_string(x);
		if (strlen(s) != (size_t)json_object_get_string_len(x))
			return err_field(e, "item_codes", "element %zu holds a NUL", i);
		if ((rc = one_code("item_codes", s, &q->codes[i], e)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* Attributes are texts, numbers, truth values or null. */
static enum rc
check_attributes(const char *field, struct json_object *o, struct err *e)
{
	char	name[96];

	if (json_object_object_length(o) > SCHEMA_COLUMNS)
		return err_field(e, field, "more than %d attributes", SCHEMA_COLUMNS);
	json_object_object_foreach(o, key, v) {
		snprintf(name, sizeof(name), "%s.%.60s", field, key);
		switch (json_object_get_type(v)) {
		case json_type_null:
		case json_type_boolean:
		case json_type_double:
		case json_type_int:
		case json_type_string:
			break;
		default:
			return err_field(e, name, "an attribute is a text, a number, true, false "
			    "or null");
		}
	}
	return RC_OK;
}

enum rc
request_subject(struct predict_request *q, struct json_object *body, bool codes,
    struct arena *a, struct err *e)
{
	struct json_object	*list = NULL;
	enum rc			 rc;

	if ((rc = json_str(body, "item_code", false, &q->code, e)) != RC_OK ||
	    (rc = json_sub(body, "item", false, json_type_object, &q->item, e)) != RC_OK ||
	    (codes && (rc = json_sub(body, "item_codes", false, json_type_array, &list,
	    e)) != RC_OK))
		return rc;
	if ((q->code != NULL) + (q->item != NULL) + (list != NULL) != 1)
		return err_field(e, "item_code", codes ? "give exactly one of item_code, item_codes "
		    "and item" : "give exactly one of item_code and item");
	if (q->code != NULL)
		return one_code("item_code", q->code, &q->code, e);
	if (list != NULL)
		return code_list(q, list, a, e);
	if (json_object_object_length(q->item) == 0)
		return err_field(e, "item", "an item needs at least one attribute");
	return check_attributes("item", q->item, e);
}

static enum rc
parse_context(struct predict_request *q, struct json_object *c, struct err *e)
{
	static const char *const	names[] = { "quantity", "exclude_outsourcing", "as_of",
					    NULL };
	const char			*day = NULL;
	enum rc				 rc;

	if ((rc = json_only(c, names, e)) != RC_OK ||
	    (rc = json_real(c, "quantity", false, 1e-6, 1e9, &q->in.quantity, e)) != RC_OK ||
	    (rc = json_flag(c, "exclude_outsourcing", false, &q->in.exclude_outsourcing,
	    e)) != RC_OK || (rc = json_str(c, "as_of", false, &day, e)) != RC_OK)
		return rc;
	if (day != NULL && (strlen(day) != 10 || !date_parse(str_of(day), &q->in.as_of)))
		return err_field(e, "as_of", "\"%.40s\" is not a date like 2025-10-01", day);
	return RC_OK;
}

static enum rc
defaults(struct predict_request **out, struct arena *a, struct err *e)
{
	struct predict_request	*q = arena_zalloc(a, 1, sizeof(*q));

	if ((*out = q) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the request");
	q->in = (struct predict_in){ .quantity = 1, .as_of = DATE_NONE,
	    .max_candidates = PREDICT_CANDIDATES, .top_k = PREDICT_TOP_K, .explain = true };
	return RC_OK;
}

enum rc
predict_request_parse(struct predict_request **out, struct json_object *body, struct arena *a,
    struct err *e)
{
	static const char *const	names[] = { "item_code", "item_codes", "item", "context",
					    "overrides", "max_candidates", "top_k",
					    "model_version", NULL };
	struct json_object		*context = NULL;
	struct predict_request		*q;
	int64_t				 most = PREDICT_CANDIDATES, top = PREDICT_TOP_K;
	enum rc				 rc;

	if ((rc = defaults(out, a, e)) != RC_OK)
		return rc;
	q = *out;
	if (!json_object_is_type(body, json_type_object))
		return err_set(e, RC_INVAL, "the request is not a JSON object");
	if ((rc = json_only(body, names, e)) != RC_OK ||
	    (rc = request_subject(q, body, true, a, e)) != RC_OK ||
	    (rc = json_sub(body, "context", false, json_type_object, &context, e)) != RC_OK ||
	    (rc = json_sub(body, "overrides", false, json_type_object, &q->overrides,
	    e)) != RC_OK ||
	    (rc = json_int(body, "max_candidates", false, 1, PREDICT_CANDIDATES_MAX, &most,
	    e)) != RC_OK ||
	    (rc = json_int(body, "top_k", false, 1, PREDICT_TOP_K_MAX, &top, e)) != RC_OK ||
	    (rc = json_str(body, "model_version", false, &q->version, e)) != RC_OK)
		return rc;
	q->in.max_candidates = (size_t)most;
	q->in.top_k = (size_t)top;
	if (q->overrides != NULL &&
	    (rc = check_attributes("overrides", q->overrides, e)) != RC_OK)
		return rc;
	return context == NULL ? RC_OK : parse_context(q, context, e);
}

enum rc
predict_request_code(struct predict_request **out, const char *code, struct arena *a,
    struct err *e)
{
	enum rc	rc;

	if ((rc = defaults(out, a, e)) != RC_OK)
		return rc;
	return one_code("item_code", code, &(*out)->code, e);
}

void
predict_request_language(struct predict_request *q, const char *accept)
{
	q->in.korean = accept != NULL && strncasecmp(accept, "ko", 2) == 0;
}

const char *
predict_request_version(const struct predict_request *q)
{
	return q->version;
}

/* A value as the ERP would give it. */
static struct str
text_of(struct json_object *v)
{
	if (v == NULL)
		return (struct str){ NULL, 0 };
	if (json_object_is_type(v, json_type_boolean))
		return str_of(json_object_get_boolean(v) ? "Y" : "N");
	if (json_object_is_type(v, json_type_string))
		return (struct str){ json_object_get_string(v),
		    (size_t)json_object_get_string_len(v) };
	return str_of(json_object_to_json_string(v));
}

enum rc
request_override(const struct model *m, const char *field, struct json_object *o,
    struct arena *a, struct record *r, struct err *e)
{
	size_t		 n = r->n + (size_t)json_object_object_length(o), at;
	const char	**names = arena_alloc(a, (n + 1) * sizeof(*names));
	struct str	*cells = arena_alloc(a, (n + 1) * sizeof(*cells));
	char		 name[96];

	if (names == NULL || cells == NULL)
		return err_set(e, RC_NOMEM, "no memory for the request");
	if (r->n > 0) {
		memcpy(names, r->names, r->n * sizeof(*names));
		memcpy(cells, r->cells, r->n * sizeof(*cells));
	}
	n = r->n;
	json_object_object_foreach(o, key, v) {
		if (schema_column(m->schema, key) == -1) {
			snprintf(name, sizeof(name), "%s.%.60s", field, key);
			return err_field(e, name, "the items that this model was trained on have no "
			    "such column");
		}
		for (at = 0; at < n && !str_eqi(str_of(names[at]), str_of(key)); at++)
			continue;
		names[at] = key;
		cells[at] = text_of(v);
		n += at == n;
	}
	*r = (struct record){ n, names, cells };
	return RC_OK;
}
