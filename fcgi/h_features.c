/*
 * /api/training/features: which columns of the item view a training learns from, and as what.
 * A decision holds from the next training on, for everybody, until it is taken back.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/str.h"
#include "fcgi/audited.h"
#include "fcgi/columns.h"
#include "fcgi/problem.h"
#include "fcgi/routes.h"

#define LISTED	"GET /api/training/features lists them"

static enum rc
answer(struct req *r, struct res *res, const struct columns *c, struct err *e)
{
	struct json_object	*o;
	enum rc			 rc;

	if ((rc = columns_json(c, r->app->setup->mapping, &o, e)) != RC_OK)
		return rc;
	res_header(res, "ETag", "\"%lld\"", (long long)c->version);
	return res_json(res, 200, o, e);
}

/* GET /api/training/features */
enum rc
h_features_get(struct req *r, struct res *res, struct err *e)
{
	static const char *const	none[] = { NULL };
	struct columns			 c = { 0 };
	enum rc				 rc;

	if ((rc = http_query_only(r, none, e)) == RC_OK &&
	    (rc = columns_read(r->app, &c, e)) == RC_OK)
		rc = answer(r, res, &c, e);
	columns_fini(&c);
	return rc;
}

/* RC_INVAL about "columns.NAME" or "columns.NAME.<member>". */
static enum rc
wrong(struct err *e, const char *name, const char *sub, const char *why)
{
	char	cut[61], field[80];

	str_copy(cut, sizeof(cut), str_of(name));
	snprintf(field, sizeof(field), "columns.%s%s%s", cut, *sub == '\0' ? "" : ".", sub);
	return err_field(e, field, "%s: %s", field, why);
}

/* The roles that a person can give: one says which row it is, two say that it is no feature. */
static bool
role_can_be_given(const char *name)
{
	enum column_role	role;

	return column_role_of(name, &role) && role != COLUMN_KEY && role != COLUMN_UNIT &&
	    role != COLUMN_IGNORE;
}

/* One column's part of the request over what was decided before. */
static enum rc
choice_parse(const char *name, struct json_object *o, struct column_choice *c, struct err *e)
{
	static const char *const	names[] = { "enabled", "role", NULL };
	struct json_object		*v;

	if (o == NULL) {
		c->enabled = -1;
		c->role = "";
		return RC_OK;
	}
	if (!json_object_is_type(o, json_type_object) || json_object_object_length(o) == 0 ||
	    json_only(o, names, NULL) != RC_OK)
		return wrong(e, name, "", "give {\"enabled\": true or false} or {\"role\": \"...\"} "
		    "or both, or null to take the decision back");
	if (json_object_object_get_ex(o, "enabled", &v)) {
		if (v != NULL && !json_object_is_type(v, json_type_boolean))
			return wrong(e, name, "enabled", "must be true, false or null");
		c->enabled = v == NULL ? -1 : json_object_get_boolean(v);
	}
	if (json_object_object_get_ex(o, "role", &v)) {
		if (v != NULL && (!json_object_is_type(v, json_type_string) ||
		    !role_can_be_given(json_object_get_string(v))))
			return wrong(e, name, "role", "must be category, number, flag, text, date or "
			    "drawing, or null for the profile's; to leave the column out, set "
			    "enabled to false; keys and units are the mapping profile's");
		c->role = v == NULL ? "" : json_object_get_string(v);
	}
	return RC_OK;
}

/* The decisions that the request asks for, each column once. */
static enum rc
choices_parse(struct req *r, const struct columns *c, struct json_object *cols,
    struct column_choice *out, size_t *n, struct err *e)
{
	const struct mapping	*m = r->app->setup->mapping;

	json_object_object_foreach(cols, name, o) {
		const struct column		*x = columns_named(c, name);
		const struct column_choice	*was = columns_find(c->choice, c->nchoices, name);
		struct column_choice		*to = &out[*n];

		if (x == NULL || (!x->in_view && c->view_known && o != NULL))
			return wrong(e, name, "", "the item view has no such column; " LISTED);
		if (columns_find(out, *n, x->name) != NULL)
			return wrong(e, name, "", "is there twice");
		if (str_eqi(str_of(x->name), str_of(mapping_item_key(m))))
			return wrong(e, name, "", "is the key: it says which item a row is, and can "
			    "neither be switched off nor have another role; the mapping profile "
			    "names it");
		*to = was != NULL ? *was : (struct column_choice){ .enabled = -1, .role = "" };
		to->column = x->name;
		if (choice_parse(name, o, to, e) != RC_OK)
			return RC_INVAL;
		(*n)++;
	}
	return RC_OK;
}

/* Something must be left to learn from under these decisions. */
static enum rc
something_left(const struct columns *c, const struct mapping *profile,
    const struct column_choice *all, size_t n, struct err *e)
{
	struct mapping		*m = NULL;
	enum column_role	 role;
	const char		*name;
	size_t			 left = 0;
	enum rc			 rc = columns_mapping(profile, all, n, &m, e);

	for (size_t i = 0; i < c->n && rc == RC_OK; i++) {
		name = columns_role(m, &c->list[i]);
		left += name == NULL || (column_role_of(name, &role) && role_can_be_given(name) &&
		    role != COLUMN_DATE);
	}
	mapping_free(m);
	if (rc != RC_OK || left > 0)
		return rc;
	return err_field(e, "columns", "columns: none would be left to learn from; leave at least "
	    "one in use");
}

/* The request's decisions, checked; behind them in *out those that it leaves as they are. */
static enum rc
choices_make(struct req *r, const struct columns *c, struct json_object *cols,
    struct column_choice **out, size_t *n, struct err *e)
{
	size_t	all;
	enum rc	rc;

	*n = 0;
	if ((*out = arena_zalloc(r->arena, (size_t)json_object_object_length(cols) +
	    c->nchoices + 1, sizeof(**out))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the columns");
	if ((rc = choices_parse(r, c, cols, *out, n, e)) != RC_OK)
		return rc;
	all = *n;
	for (size_t i = 0; i < c->nchoices; i++)
		if (columns_find(*out, *n, c->choice[i].column) == NULL)
			(*out)[all++] = c->choice[i];
	return something_left(c, r->app->setup->mapping, *out, all, e);
}

/* {"version":3,"columns":{"DRAW_USE":{"enabled":false,"role":null}}}, of the columns of `which`. */
static enum rc
side(struct req *r, int64_t version, const struct column_choice *which, size_t nwhich,
    const struct column_choice *from, size_t nfrom, const char **out, struct err *e)
{
	struct json_object	*o = json_object_new_object(), *cols = json_object_new_object(), *one;
	const struct column_choice *c;

	json_put_int(o, "version", version);
	for (size_t i = 0; i < nwhich; i++) {
		if ((c = columns_find(from, nfrom, which[i].column)) == NULL) {
			json_put(cols, which[i].column, NULL);	/* left to the profile */
			continue;
		}
		one = json_object_new_object();
		json_put(one, "enabled", c->enabled == -1 ? NULL :
		    json_object_new_boolean(c->enabled));
		json_put_str(one, "role", c->role[0] == '\0' ? NULL : c->role);
		json_put(cols, which[i].column, one);
	}
	json_put(o, "columns", cols);
	return audited_json(r, o, out, e);
}

/* *version: as in columns_decide(); what is so already is no decision, and leaves no row. */
static enum rc
decide(struct req *r, const struct columns *was, const struct column_choice *new, size_t n,
    int64_t *version, struct err *e)
{
	struct audit_entry	 x = audited(r, "features.patch", "features");
	struct db		*d;
	enum rc			 rc;

	if ((rc = app_db(r->app, &d, e)) != RC_OK || (rc = audit_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = columns_decide(d, r->arena, new, n, r->session.username, version, e)) == RC_OK &&
	    (rc = side(r, was->version, new, n, was->choice, was->nchoices, &x.before, e)) == RC_OK)
		rc = side(r, *version, new, n, new, n, &x.after, e);
	return audit_end(d, rc, &x, *version != was->version, e);
}

/*
 * PATCH /api/training/features, If-Match: "<version>"
 * {"columns": {"DRAW_USE": {"enabled": false}, "GROUP1": {"role": "text"}, "PartNm": null}}
 */
enum rc
h_features_patch(struct req *r, struct res *res, struct err *e)
{
	static const char *const	names[] = { "columns", NULL };
	struct columns			 c = { 0 };
	struct column_choice		*new;
	struct json_object		*cols;
	int64_t				 version;
	size_t				 n;
	enum rc				 rc;

	if ((rc = json_only(r->json, names, e)) != RC_OK ||
	    (rc = json_sub(r->json, "columns", true, json_type_object, &cols, e)) != RC_OK ||
	    (rc = http_if_match(r, &version, e)) != RC_OK ||
	    (rc = columns_read(r->app, &c, e)) != RC_OK)
		goto out;
	if (version != c.version) {
		rc = problem_stale(r, res, c.version, e);
		goto out;
	}
	if ((rc = choices_make(r, &c, cols, &new, &n, e)) != RC_OK)
		goto out;
	rc = decide(r, &c, new, n, &version, e);
	if (rc == RC_BUSY) {
		rc = problem_stale(r, res, version, e);
		goto out;
	}
	if (rc == RC_OK && version != c.version)
		log_info("features", "%s decided about columns, their version is %lld",
		    r->session.username, (long long)version);
	columns_fini(&c);
	if (rc == RC_OK && (rc = columns_read(r->app, &c, e)) == RC_OK)
		rc = answer(r, res, &c, e);
out:
	columns_fini(&c);
	return rc;
}
