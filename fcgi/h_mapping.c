/*
 * /api/mapping: which column of which ERP view plays which role.  What is put takes the place of
 * the profile that ERP_MAPPING names, for every training and look-up from then on.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/str.h"
#include "core/data/mappings.h"
#include "core/feat/profile.h"
#include "fcgi/app.h"
#include "fcgi/problem.h"
#include "fcgi/routes.h"

#define LOOK_CONNECT_S	5
#define NAME_PARTS	4	/* server, database, schema, view */

/* What GET tells beside the profile; PUT passes over it, so that one can edit what one got. */
static const char *const	beside[] = { "source", "version", "put_by", "put_at" };

static enum rc
answer(struct req *r, struct res *res, struct err *e)
{
	const struct setup	*c = r->app->setup;
	struct stored_mapping	 stored;
	struct json_object	*o;
	struct db		*d;
	enum rc			 rc;

	if ((rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = mappings_get(d, r->arena, &stored, e)) != RC_OK)
		return rc;
	if ((o = mapping_json(c->mapping)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the mapping");
	json_put_str(o, "source", stored.body[0] != '\0' ? "api" :
	    c->set.erp_mapping[0] != '\0' ? "file" : "default");
	json_put_int(o, "version", stored.version);
	if (stored.version > 0) {
		json_put_str(o, "put_by", stored.actor);
		json_put_str(o, "put_at", stored.at);
	}
	res_header(res, "ETag", "\"%lld\"", (long long)stored.version);
	return res_json(res, 200, o, e);
}

/* GET /api/mapping */
enum rc
h_mapping_get(struct req *r, struct res *res, struct err *e)
{
	static const char *const	none[] = { NULL };
	enum rc				rc;

	return (rc = http_query_only(r, none, e)) != RC_OK ? rc : answer(r, res, e);
}

/*
 * Could this be a view's name?  A driver takes a semicolon for a second statement, and a
 * database finds no sense in an empty part: neither is away.
 */
static bool
is_name(const char *view)
{
	unsigned	parts = 1;

	if (strpbrk(view, "[\"`") != NULL)	/* who quotes may have points within */
		return strpbrk(view, ";\n\r") == NULL;
	for (const char *p = view; *p != '\0'; p++) {
		if ((unsigned char)*p < ' ' || *p == ';' || (*p == '.' && (p == view || p[-1] == '.')))
			return false;
		parts += *p == '.';
	}
	return parts <= NAME_PARTS && *view != '\0' && view[strlen(view) - 1] != '.';
}

/*
 * A connection to look at one view with, whatever it is: the one of the profile in use would ask
 * for that profile's columns.  field: what to blame when there is no such view.
 */
static enum rc
look_open(struct req *r, const char *field, const char *view, struct erp **out, struct err *e)
{
	const struct settings	*set = &r->app->setup->set;
	const struct erp_views	 any = { .item_view = view };
	enum rc			 rc;

	*out = NULL;
	if (!is_name(view))
		return err_field(e, field, "%s: this is no name of a view", field);
	if (settings_check(set, NEED_ERP, e) != RC_OK)
		return e->rc = RC_IO;
	rc = erp_open(out, set->database_url, &any, &(struct db_options){ .connect_seconds =
	    LOOK_CONNECT_S, .query_seconds = (unsigned)set->request_timeout_seconds }, e);
	return rc != RC_INVAL && rc != RC_NOTFOUND ? rc :
	    err_field(e, field, "%s: the ERP has no view or table %.100s", field, view);
}

static enum rc
view_columns(struct req *r, const char *field, const char *view, const char *const **names,
    size_t *n, struct err *e)
{
	struct erp	*p;
	enum rc		 rc;

	if ((rc = look_open(r, field, view, &p, e)) == RC_OK)
		rc = erp_columns(p, view, r->arena, names, n, e);
	erp_close(p);
	return rc;
}

struct live_view {
	const char		*view, *member;
	const char *const	*names;
	size_t			 n;
};

/* RC_INVAL: the view lacks the column that this field names (NULL: it names none). */
static enum rc
has(const struct live_view *v, const char *field, const char *column, struct err *e)
{
	char	full[120];

	if (column == NULL)
		return RC_OK;
	for (size_t i = 0; i < v->n; i++)
		if (str_eqi(str_of(v->names[i]), str_of(column)))
			return RC_OK;
	snprintf(full, sizeof(full), "%s.%.60s", v->member, field);
	return err_field(e, full, "%s: the view %.60s has no column %.60s; POST "
	    "/api/mapping/profile lists those that it has", full, v->view, column);
}

/* Every column that the profile names must be there: what is put is meant. */
static enum rc
check_live(struct req *r, const struct mapping *m, struct err *e)
{
	struct live_view	 v[3] = { { m->item_view, "items", NULL, 0 },
				    { m->routing_view, "routings", NULL, 0 },
				    { m->work_view, "work_results", NULL, 0 } };
	char			 field[32];
	enum rc			 rc = RC_OK;

	for (int i = 0; i < 3 && rc == RC_OK; i++) {
		snprintf(field, sizeof(field), "%s.view", v[i].member);
		if (v[i].view != NULL)
			rc = view_columns(r, field, v[i].view, &v[i].names, &v[i].n, e);
	}
	for (size_t i = 0; i < m->ncolumns && rc == RC_OK; i++)
		if ((rc = has(&v[0], "columns", m->columns[i].name, e)) == RC_OK)
			rc = has(&v[0], "columns.unit_column", m->columns[i].unit_column, e);
	for (size_t i = 0; i < ROUTING_NFIELDS && rc == RC_OK; i++)
		rc = has(&v[1], mapping_routing_names[i], m->routing[i], e);
	for (size_t i = 0; v[2].view != NULL && i < WORK_NFIELDS && rc == RC_OK; i++)
		rc = has(&v[2], mapping_work_names[i], m->work[i], e);
	return rc;
}

/* The text to keep: "" for an empty object, which takes back what was put. */
static enum rc
body_text(struct req *r, const char **out, struct err *e)
{
	const struct settings	*set = &r->app->setup->set;
	struct mapping		*m;
	const char		*text;
	enum rc			 rc;

	if (!json_object_is_type(r->json, json_type_object))
		return err_set(e, RC_INVAL, "the body must be a mapping profile: a JSON object");
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++)
		json_object_object_del(r->json, beside[i]);
	if (json_object_object_length(r->json) == 0) {
		*out = "";
		return RC_OK;
	}
	if ((rc = mapping_parse(&m, r->json, e)) != RC_OK)
		return rc;
	if ((rc = mapping_set_views(m, set->erp_item_view, set->erp_routing_view,
	    set->erp_work_result_view, e)) == RC_OK)
		rc = check_live(r, m, e);
	mapping_free(m);
	if (rc != RC_OK)
		return rc;
	text = json_object_to_json_string_ext(r->json, JSON_C_TO_STRING_PLAIN |
	    JSON_C_TO_STRING_NOSLASHESCAPE);
	*out = text == NULL ? NULL : arena_strdup(r->arena, text);
	return *out == NULL ? err_set(e, RC_NOMEM, "no memory for the mapping") : RC_OK;
}

/* PUT /api/mapping, If-Match: "<version>": the whole profile; {} takes it back */
enum rc
h_mapping_put(struct req *r, struct res *res, struct err *e)
{
	const char	*body;
	struct db	*d;
	int64_t		 version;
	bool		 changed;
	enum rc		 rc;

	if ((rc = http_if_match(r, &version, e)) != RC_OK || (rc = body_text(r, &body, e)) != RC_OK ||
	    (rc = app_db(r->app, &d, e)) != RC_OK)
		return rc;
	rc = mappings_put(d, body, r->session.username, &version, e);
	if (rc == RC_BUSY)
		return problem_stale(r, res, version, e);
	if (rc != RC_OK || (rc = setup_mapping(r->app->setup, d, r->arena, &changed, e)) != RC_OK)
		return rc;
	app_erp_lost(r->app);
	log_info("mapping", "%s put version %lld", r->session.username, (long long)version);
	return answer(r, res, e);
}

/* ---- profiling ------------------------------------------------------------------------ */

enum kind { ITEMS, ROUTINGS, WORK_RESULTS, NKINDS };
static const char *const	kinds[NKINDS] = { "items", "routings", "work_results" };

/* Which view, and what it is a view of; without a name the item view, or the kind's. */
static enum rc
what(struct req *r, const char **view, enum kind *kind, struct err *e)
{
	static const char *const	names[] = { "view", "kind", NULL };
	const struct mapping		*m = r->app->setup->mapping;
	const char			*views[NKINDS] = { m->item_view, m->routing_view,
					    m->work_view };
	const char			*name = NULL;
	enum rc				 rc;

	*view = NULL;
	*kind = NKINDS;
	if (r->json != NULL && ((rc = json_only(r->json, names, e)) != RC_OK ||
	    (rc = json_str(r->json, "view", false, view, e)) != RC_OK ||
	    (rc = json_str(r->json, "kind", false, &name, e)) != RC_OK))
		return rc;
	for (int i = 0; i < NKINDS; i++)
		if (name != NULL ? strcmp(name, kinds[i]) == 0 : *kind == NKINDS && *view != NULL &&
		    views[i] != NULL && str_eqi(str_of(*view), str_of(views[i])))
			*kind = (enum kind)i;
	if (*kind == NKINDS && name != NULL)
		return err_field(e, "kind", "kind: must be items, routings or work_results");
	if (*kind == NKINDS)
		*kind = ITEMS;
	if (*view == NULL)
		*view = views[*kind];
	return *view == NULL ? err_field(e, "view", "view: the mapping names none of work results; "
	    "give the view's name") : RC_OK;
}

static enum rc
read_profile(struct req *r, const char *view, struct profile **out, struct err *e)
{
	struct rows	*rows = NULL;
	struct erp	*p;
	enum rc		 rc;

	*out = NULL;
	if ((rc = look_open(r, "view", view, &p, e)) == RC_OK &&
	    (rc = erp_read(p, view, &rows, NULL, e)) == RC_OK)
		rc = profile_rows(out, rows, e);
	rows_close(rows);
	erp_close(p);
	return rc;
}

/* Each column's field, with how sure that is; and the member of a mapping that they make. */
static struct json_object *
fields_json(const struct profile *p, const char *view, enum kind kind, struct json_object *columns,
    const char *item_key)
{
	struct profile_field	 f[(int)ROUTING_NFIELDS + (int)WORK_NFIELDS];	/* room for either */
	const char *const	*names = kind == ROUTINGS ? mapping_routing_names : mapping_work_names;
	size_t			 n = kind == ROUTINGS ? ROUTING_NFIELDS : WORK_NFIELDS;
	struct json_object	*o;

	if (kind == ITEMS)
		return profile_mapping_json(p, view);
	if (kind == ROUTINGS)
		profile_routing_fields(p, item_key, f);
	else
		profile_work_fields(p, item_key, f);
	for (size_t i = 0; i < n; i++)
		if (f[i].column != -1) {
			o = json_object_array_get_idx(columns, (size_t)f[i].column);
			json_put_str(o, "field", names[i]);
			json_put_real(o, "field_confidence", f[i].confidence);
		}
	return profile_fields_json(p, view, f, names, n);
}

/* POST /api/mapping/profile	{"view": "V_PART", "kind": "items"}; both may be left out */
enum rc
h_mapping_profile(struct req *r, struct res *res, struct err *e)
{
	struct profile		*p;
	struct json_object	*o, *columns = NULL, *proposed;
	const char		*view;
	enum kind		 kind;
	enum rc			 rc;

	if ((rc = what(r, &view, &kind, e)) != RC_OK || (rc = read_profile(r, view, &p, e)) != RC_OK)
		return rc;
	o = profile_json(p);
	json_object_object_get_ex(o, "columns", &columns);
	json_put_str(o, "view", view);
	json_put_str(o, "kind", kinds[kind]);
	proposed = json_object_new_object();
	json_put(proposed, kinds[kind], fields_json(p, view, kind, columns,
	    mapping_item_key(r->app->setup->mapping)));
	json_put(o, "mapping", proposed);
	profile_free(p);
	return res_json(res, 200, o, e);
}
