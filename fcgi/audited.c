#include "config.h"

#include <string.h>

#include "core/base/json.h"
#include "fcgi/app.h"
#include "fcgi/audited.h"

struct audit_entry
audited(const struct req *r, const char *action, const char *subject)
{
	return (struct audit_entry){ .actor = r->session.username, .source = r->session.source,
	    .address = http_param(r->params, "REMOTE_ADDR"), .action = action,
	    .subject = subject, .request_id = r->id };
}

enum rc
audited_json(struct req *r, struct json_object *o, const char **out, struct err *e)
{
	const char	*s = json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN |
			    JSON_C_TO_STRING_NOSLASHESCAPE);

	*out = s == NULL ? NULL : arena_strdup(r->arena, s);
	json_object_put(o);
	return *out != NULL ? RC_OK : err_set(e, RC_NOMEM, "no memory for the audit");
}

static const char *
member(struct json_object *o, const char *name)
{
	struct json_object	*v;

	return json_object_object_get_ex(o, name, &v) ? json_object_get_string(v) : NULL;
}

/* What became of one item, and with whose attributes: one that the request made up is no item. */
static enum rc
one(struct req *r, struct json_object *answer, struct audit_entry *out, struct err *e)
{
	struct json_object	*model, *error, *after = json_object_new_object();

	*out = audited(r, "predict", member(answer, "item_code"));
	if (json_object_object_get_ex(answer, "model", &model))
		out->model = member(model, "version");
	if (json_object_object_get_ex(answer, "error", &error))
		json_put_str(after, "error", member(error, "code"));
	else
		json_put_str(after, "decision", member(answer, "decision"));
	if (json_object_object_get_ex(r->json, "item", NULL))
		out->detail = "attributes given";
	else if (json_object_object_get_ex(r->json, "overrides", NULL))
		out->detail = "attributes replaced";
	return audited_json(r, after, &out->after, e);
}

enum rc
audited_prediction(struct req *r, struct json_object *answer, struct err *e)
{
	struct json_object	*list = NULL;
	struct audit_entry	*x;
	struct db		*d;
	size_t			 n = 1;
	enum rc			 rc = RC_OK;

	if (json_object_object_get_ex(answer, "results", &list))
		n = json_object_array_length(list);
	if ((x = arena_alloc(r->arena, (n + 1) * sizeof(*x))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the audit");
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = one(r, list == NULL ? answer : json_object_array_get_idx(list, i), &x[i], e);
	if (rc != RC_OK || (rc = app_db(r->app, &d, e)) != RC_OK)
		return rc;
	return audit_add(d, x, n, e);
}
