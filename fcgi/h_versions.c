/* /api/trainer/versions, rollback, history: which models there are, which one is live. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/str.h"
#include "core/data/activate.h"
#include "core/data/record_json.h"
#include "fcgi/app.h"
#include "fcgi/audited.h"
#include "fcgi/routes.h"

#define VERSIONS_LIMIT	20
#define VERSIONS_MOST	200
#define FILE_MOST	((size_t)8 * 1024 * 1024)	/* manifest, metrics, card */

/* The path of a version's file.  Only names of our own making come here: 16 hex digits. */
static enum rc
version_path(const struct app *a, const char *version, const char *file, char path[PATH_MAX],
    struct err *e)
{
	if (strlen(version) != 16 || strspn(version, "0123456789abcdef") != 16)
		return err_set(e, RC_CORRUPT, "the registry holds a version named %.40s", version);
	if (snprintf(path, PATH_MAX, "%s/%s/%s", a->setup->set.model_directory, version, file) >=
	    PATH_MAX)
		return err_set(e, RC_IO, "MODEL_DIRECTORY's path is too long");
	return RC_OK;
}

/* GET /api/trainer/versions?limit=&cursor= */
enum rc
h_versions_list(struct req *r, struct res *res, struct err *e)
{
	static const char *const	names[] = { "limit", "cursor", NULL };
	const char			*before = http_query(r, "cursor");
	struct json_object		*o, *list;
	struct version			*v;
	struct db			*d;
	size_t				 n;
	long				 limit = VERSIONS_LIMIT;
	enum rc				 rc;

	if ((rc = http_query_only(r, names, e)) != RC_OK ||
	    (rc = http_query_int(r, "limit", 1, VERSIONS_MOST, &limit, e)) != RC_OK ||
	    (rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = registry_versions(d, before == NULL ? "" : before, (size_t)limit + 1, r->arena,
	    &v, &n, e)) != RC_OK)
		return rc;
	o = json_object_new_object();
	list = json_object_new_array();
	for (size_t i = 0; i < n && i < (size_t)limit; i++)
		json_object_array_add(list, version_json(&v[i]));
	json_put(o, "items", list);
	json_put_str(o, "next_cursor", n > (size_t)limit ? v[limit - 1].version : NULL);
	return res_json(res, 200, o, e);
}

/* The version that the path names, by its digits or its label. */
static enum rc
version_of_path(struct req *r, struct db **d, struct version *out, struct err *e)
{
	enum rc	rc;

	if ((rc = app_db(r->app, d, e)) != RC_OK)
		return rc;
	return registry_version_get(*d, r->args[0], r->arena, out, e);
}

/* A JSON file of the version; what is missing or damaged is null, /health/ready tells more. */
static enum rc
put_file(struct json_object *o, const char *name, const struct app *a, const char *version,
    const char *file, struct err *e)
{
	struct json_object	*v = NULL;
	char			 path[PATH_MAX];
	enum rc			 rc;

	if ((rc = version_path(a, version, file, path, e)) != RC_OK)
		return rc;
	if (json_read(&v, path, FILE_MOST, e) == RC_NOMEM)
		return RC_NOMEM;
	json_put(o, name, v);
	return RC_OK;
}

static enum rc
put_card(struct json_object *o, const struct app *a, const char *version, struct err *e)
{
	struct buf	text;
	char		path[PATH_MAX];
	enum rc		rc;

	buf_init(&text);
	if ((rc = version_path(a, version, "model_card.md", path, e)) == RC_OK)
		json_put_str(o, "model_card", file_read(path, FILE_MOST, &text, e) == RC_OK ?
		    buf_str(&text) : NULL);
	buf_fini(&text);
	return rc;
}

/* GET /api/trainer/versions/{version}: manifest, metrics, model card. */
enum rc
h_versions_get(struct req *r, struct res *res, struct err *e)
{
	struct json_object	*o;
	struct version		 v;
	struct db		*d;
	enum rc			 rc;

	if ((rc = version_of_path(r, &d, &v, e)) != RC_OK)
		return rc;
	o = version_json(&v);
	if ((rc = put_file(o, "manifest", r->app, v.version, "manifest.json", e)) != RC_OK ||
	    (rc = put_file(o, "metrics", r->app, v.version, "metrics.json", e)) != RC_OK ||
	    (rc = put_card(o, r->app, v.version, e)) != RC_OK) {
		json_object_put(o);
		return rc;
	}
	return res_json(res, 200, o, e);
}

/* DELETE /api/trainer/versions/{version}: out of the registry, then its files. */
enum rc
h_versions_delete(struct req *r, struct res *res, struct err *e)
{
	const struct audit_entry	 by = audited(r, "", "");
	struct version			 v;
	struct db			*d;
	char				 path[PATH_MAX];
	enum rc				 rc;

	if ((rc = version_of_path(r, &d, &v, e)) != RC_OK ||
	    (rc = version_path(r->app, v.version, "", path, e)) != RC_OK ||
	    (rc = registry_version_remove(d, v.version, &by, e)) != RC_OK)
		return rc;
	path[strlen(path) - 1] = '\0';		/* the slash */
	if ((rc = file_remove_tree(path, e)) != RC_OK)
		return rc;
	log_info("registry", "%s removed version %s", r->session.username, v.version);
	return res_empty(res, 204);
}

/* "reason" of an optional body. */
static enum rc
reason_parse(struct req *r, const char **reason, struct err *e)
{
	static const char *const	names[] = { "reason", NULL };
	enum rc				rc;

	*reason = "";
	if (r->json == NULL)
		return RC_OK;
	if ((rc = json_only(r->json, names, e)) != RC_OK ||
	    (rc = json_str(r->json, "reason", false, reason, e)) != RC_OK)
		return rc;
	return strlen(*reason) <= 1000 ? RC_OK :
	    err_field(e, "reason", "reason is too long: at most 1000 bytes");
}

/* Every worker sees the switched link within a second; answer with what is live now. */
static enum rc
activated(struct req *r, struct res *res, struct db *d, const char *version, const char *what,
    struct err *e)
{
	struct version	v;
	enum rc		rc;

	if ((rc = registry_version_get(d, version, r->arena, &v, e)) != RC_OK)
		return rc;
	log_info("registry", "%s %s version %s", r->session.username, what, version);
	return res_json(res, 200, version_json(&v), e);
}

/* Its files as they are now: what the workers would refuse is not made live. */
static enum rc
version_is_whole(const struct app *a, const char *version, struct err *e)
{
	struct model	*m;
	char		 path[PATH_MAX];
	enum rc		 rc;

	if ((rc = version_path(a, version, "", path, e)) != RC_OK ||
	    (rc = model_open(&m, path, e)) != RC_OK)
		return rc;
	model_close(m);
	return RC_OK;
}

/* POST /api/trainer/versions/{version}/activate	{"reason"?: "..."} */
enum rc
h_versions_activate(struct req *r, struct res *res, struct err *e)
{
	struct audit_entry	 by = audited(r, "", "");
	const char		*reason;
	struct version		 v;
	struct db		*d;
	char			 version[17];
	enum rc			 rc;

	if ((rc = reason_parse(r, &reason, e)) != RC_OK ||
	    (rc = version_of_path(r, &d, &v, e)) != RC_OK ||
	    (rc = version_is_whole(r->app, v.version, e)) != RC_OK ||
	    (rc = activate_version(d, r->app->setup->set.model_directory, v.version,
	    &by, reason, version, e)) != RC_OK)
		return rc;
	return activated(r, res, d, version, "activated", e);
}

/* POST /api/trainer/rollback	{"reason"?: "..."} */
enum rc
h_versions_rollback(struct req *r, struct res *res, struct err *e)
{
	struct audit_entry	 by = audited(r, "", "");
	const char		*reason;
	struct db		*d;
	char			 version[17];
	enum rc			 rc;

	if ((rc = reason_parse(r, &reason, e)) != RC_OK ||
	    (rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = activate_rollback(d, r->app->setup->set.model_directory, &by, reason, version,
	    e)) != RC_OK)
		return rc;
	return activated(r, res, d, version, "rolled back to", e);
}

/* 2026-11-24T03:01:00Z or with a fraction, as we write it ourselves: texts compare in time. */
static bool
is_instant(const char *s)
{
	static const char	form[] = "0000-00-00T00:00:00";
	int32_t			day;
	size_t			i;

	for (i = 0; form[i] != '\0'; i++)
		if (form[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
			return false;
	if (s[i] == '.' && s[i + 1] != 'Z')
		i += 1 + strspn(s + i + 1, "0123456789");
	return strcmp(s + i, "Z") == 0 && date_parse(str_of(s), &day);
}

/* GET /api/trainer/history?limit=&at=: newest first; at: only what was live at that instant. */
enum rc
h_versions_history(struct req *r, struct res *res, struct err *e)
{
	static const char *const	names[] = { "limit", "at", NULL };
	const char			*at = http_query(r, "at");
	struct json_object		*o, *list;
	struct activation		*a;
	struct db			*d;
	size_t				 n;
	long				 limit = VERSIONS_LIMIT;
	enum rc				 rc;

	if ((rc = http_query_only(r, names, e)) != RC_OK ||
	    (rc = http_query_int(r, "limit", 1, VERSIONS_MOST, &limit, e)) != RC_OK)
		return rc;
	if (at != NULL && !is_instant(at))
		return err_field(e, "at", "at must be an instant in UTC, as 2026-11-24T03:01:00Z");
	if ((rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = registry_activations(d, at == NULL ? "" : at, (size_t)limit, r->arena, &a, &n,
	    e)) != RC_OK)
		return rc;
	o = json_object_new_object();
	list = json_object_new_array();
	for (size_t i = 0; i < n; i++)
		json_object_array_add(list, activation_json(&a[i]));
	json_put(o, "items", list);
	json_put(o, "next_cursor", NULL);
	return res_json(res, 200, o, e);
}
