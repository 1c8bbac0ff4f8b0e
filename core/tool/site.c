#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/log.h"
#include "core/data/mappings.h"
#include "core/data/migrate.h"
#include "core/data/record_json.h"
#include "core/tool/site.h"

static void
start_log(const struct settings *s)
{
	static const char *const	levels[] = { "debug", "info", "warn", "error" };
	enum log_level			level = LOG_INFO;

	for (int i = 0; i < 4; i++)
		if (strcmp(s->log_level, levels[i]) == 0)
			level = (enum log_level)i;
	log_init(level, strcmp(s->log_format, "json") == 0 ? LOG_JSON : LOG_TEXT, STDERR_FILENO);
}

enum rc
site_open(struct site *s, unsigned needs, struct err *e)
{
	enum rc	rc;

	memset(s, 0, sizeof(*s));
	if ((rc = settings_load(&s->settings, e)) != RC_OK)
		return rc;
	if ((rc = settings_check(&s->settings, needs, e)) != RC_OK) {
		site_close(s);
		return rc;
	}
	start_log(&s->settings);
	return RC_OK;
}

void
site_close(struct site *s)
{
	erp_close(s->erp);
	db_close(s->registry);
	mapping_free(s->mapping);
	settings_fini(&s->settings);
	memset(s, 0, sizeof(*s));
}

/*
 * The profile that an administrator put takes the place of the file's.  A site without a
 * registry has none; who cannot ask a registry that is away, and needs it, is told by site_registry().
 */
static enum rc
stored_mapping(struct site *s, struct err *e)
{
	struct stored_mapping	 stored;
	struct mapping		*m = NULL;
	struct arena		*a;
	struct err		 away;
	enum rc			 rc;

	if ((rc = site_registry(s, &away)) != RC_OK) {
		if (s->settings.registry_url[0] != '\0' ||
		    access(s->settings.model_registry_path, F_OK) == 0)
			log_warn("mapping", "ERP_MAPPING's profile is used, for it is not known whether "
			    "another was put: %s", away.msg);
		return RC_OK;
	}
	if ((a = arena_new(0)) == NULL)
		return err_set(e, RC_NOMEM, "no memory");
	if ((rc = mappings_get(s->registry, a, &stored, e)) == RC_OK && stored.body[0] != '\0' &&
	    (rc = mapping_of_text(&m, stored.body, e)) == RC_OK) {
		mapping_free(s->mapping);
		s->mapping = m;
	}
	arena_free(a);
	return rc;
}

enum rc
site_mapping(struct site *s, struct err *e)
{
	const struct settings	*set = &s->settings;
	enum rc			 rc;

	if (s->mapping != NULL)
		return RC_OK;
	if ((rc = mapping_load(&s->mapping, set->erp_mapping, e)) != RC_OK)
		return err_prefix(e, "ERP_MAPPING");
	if ((rc = stored_mapping(s, e)) != RC_OK)
		return rc;
	return mapping_set_views(s->mapping, set->erp_item_view, set->erp_routing_view,
	    set->erp_work_result_view, e);
}

enum rc
site_columns(struct site *s, struct json_object **told, struct err *e)
{
	struct arena		*a = arena_new(0);
	struct json_object	*o = json_object_new_object(), *cols = json_object_new_object();
	struct column_choice	*c;
	int64_t			 version;
	size_t			 n = 0;
	enum rc			 rc;

	if (a == NULL)
		rc = err_set(e, RC_NOMEM, "no memory");
	else if ((rc = site_mapping(s, e)) == RC_OK && (rc = site_registry(s, e)) == RC_OK)
		rc = columns_get(s->registry, a, &c, &n, &version, e);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		rc = mapping_choose(s->mapping, c[i].column, c[i].enabled, c[i].role, e);
		json_put(cols, c[i].column, column_choice_json(&c[i]));
	}
	if (rc == RC_OK && told != NULL) {
		json_put_int(o, "version", version);
		json_put(o, "columns", json_object_get(cols));
		*told = json_object_get(o);
	}
	json_object_put(o);
	json_object_put(cols);
	arena_free(a);
	return rc;
}

static struct erp_views
views_of(const struct mapping *m)
{
	return (struct erp_views){
		m->item_view, mapping_item_key(m), m->routing_view, m->routing[ROUTING_ITEM],
		m->routing[ROUTING_ROUTING], m->routing[ROUTING_SEQUENCE], m->work_view
	};
}

static enum rc
open_erp(struct site *s, const struct erp_views *v, struct erp **out, struct err *e)
{
	return erp_open(out, s->settings.database_url, v,
	    &(struct db_options){ .query_seconds = ERP_WHOLE_S }, e);
}

enum rc
site_erp(struct site *s, struct err *e)
{
	struct erp_views	v;
	enum rc			rc;

	if (s->erp != NULL)
		return RC_OK;
	if ((rc = site_mapping(s, e)) != RC_OK)
		return rc;
	v = views_of(s->mapping);
	return open_erp(s, &v, &s->erp, e);
}

enum rc
site_registry(struct site *s, struct err *e)
{
	struct buf	url;
	enum rc		rc;

	if (s->registry != NULL)
		return RC_OK;
	buf_init(&url);
	settings_registry_url(&s->settings, &url);
	if (!buf_ok(&url))
		rc = err_set(e, RC_NOMEM, "no memory");
	else if ((rc = db_open(&s->registry, buf_str(&url),
	    &(struct db_options){ .must_exist = true }, e)) != RC_OK)
		err_prefix(e, "the registry (`routing-ml db migrate` makes it)");
	else
		rc = migrate_check(s->registry, e);
	buf_fini(&url);
	return rc;
}

enum rc
site_model(struct site *s, const char *name, struct model **out, struct err *e)
{
	char		 path[PATH_MAX];
	const char	*folder = name[0] == '\0' ? "default" : name;
	struct arena	*a;
	struct version	 v;
	enum rc		 rc;

	*out = NULL;
	if (strchr(folder, '/') != NULL || folder[0] == '.')
		return err_field(e, "model_version", "%.64s is not a model version", folder);
	snprintf(path, sizeof(path), "%s/%s/manifest.json", s->settings.model_directory, folder);
	if (access(path, F_OK) != 0 && name[0] != '\0') {	/* then it is a label */
		if ((rc = site_registry(s, e)) != RC_OK)
			return rc;
		if ((a = arena_new(0)) == NULL)
			return err_set(e, RC_NOMEM, "no memory");
		rc = registry_version_get(s->registry, name, a, &v, e);
		if (rc == RC_OK)
			snprintf(path, sizeof(path), "%s/%s", s->settings.model_directory,
			    v.version);
		arena_free(a);
		if (rc != RC_OK)
			return rc;
	} else
		snprintf(path, sizeof(path), "%s/%s", s->settings.model_directory, folder);
	rc = model_open(out, path, e);
	if (rc == RC_NOTFOUND && name[0] == '\0')
		rc = err_set(e, RC_NOTFOUND, "no model is active: train one with `routing-ml "
		    "train --activate always`, or activate one");
	return rc;
}

/* fits: the columns that the mapping profile names must be there. */
static enum rc
views_open(struct site *s, struct site_views *v, bool fits, struct err *e)
{
	const char	*views[3];
	struct rows	**rows[3] = { &v->items, &v->routings, &v->work };
	enum rc		 rc;

	memset(v, 0, sizeof(*v));
	if ((rc = site_mapping(s, e)) != RC_OK)
		return rc;
	views[0] = s->mapping->item_view;
	views[1] = s->mapping->routing_view;
	views[2] = s->mapping->work_view;
	for (int i = 0; i < 3; i++) {
		struct erp_views	any = { 0 }, mapped = views_of(s->mapping);

		if (views[i] == NULL)
			continue;
		*(i == 0 ? &any.item_view : i == 1 ? &any.routing_view : &any.work_view) = views[i];
		if ((rc = open_erp(s, fits ? &mapped : &any, &v->erp[i], e)) == RC_OK)
			rc = erp_read(v->erp[i], views[i], rows[i], &v->sql[i], e);
		/* A site without work results says so in the settings, or lacks the view. */
		if (i == 2 && rc == RC_NOTFOUND) {
			log_warn("erp", "%s; training without work results", e->msg);
			rc = RC_OK;
		}
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

enum rc
site_views_open(struct site *s, struct site_views *v, struct err *e)
{
	return views_open(s, v, true, e);
}

enum rc
site_views_open_any(struct site *s, struct site_views *v, struct err *e)
{
	return views_open(s, v, false, e);
}

void
site_views_close(struct site_views *v)
{
	rows_close(v->items);
	rows_close(v->routings);
	rows_close(v->work);
	for (int i = 0; i < 3; i++)
		erp_close(v->erp[i]);
	memset(v, 0, sizeof(*v));
}
