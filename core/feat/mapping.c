#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/str.h"
#include "core/feat/mapping.h"

#define MAPPING_BYTES	(1 << 20)	/* a profile's file */
#define MAPPING_COLUMNS	512
#define MAPPING_NAME	256		/* bytes of any name */

/* mapping_default.json, made into C at build time. */
extern const char	mapping_default_json[];
extern const size_t	mapping_default_json_len;

const char *const mapping_routing_names[ROUTING_NFIELDS] = {
	[ROUTING_ITEM] = "item", [ROUTING_ROUTING] = "routing", [ROUTING_SEQUENCE] = "sequence",
	[ROUTING_JOB] = "job", [ROUTING_JOB_NAME] = "job_name", [ROUTING_RESOURCE] = "resource",
	[ROUTING_RESOURCE_NAME] = "resource_name", [ROUTING_INSIDE] = "inside",
	[ROUTING_SETUP_TIME] = "setup_time", [ROUTING_RUN_TIME] = "run_time",
	[ROUTING_RUN_QUANTITY] = "run_quantity", [ROUTING_TIME_UNIT] = "time_unit",
	[ROUTING_QUEUE_TIME] = "queue_time", [ROUTING_WAIT_TIME] = "wait_time",
	[ROUTING_MOVE_TIME] = "move_time", [ROUTING_INSERTED] = "inserted",
	[ROUTING_VALID_FROM] = "valid_from", [ROUTING_VALID_TO] = "valid_to"
};

const char *const mapping_work_names[WORK_NFIELDS] = {
	[WORK_ITEM] = "item", [WORK_ROUTING] = "routing", [WORK_SEQUENCE] = "sequence",
	[WORK_JOB] = "job", [WORK_RESOURCE] = "resource", [WORK_REPORTED] = "reported",
	[WORK_RUN_HOURS] = "run_hours", [WORK_RUN_MINUTES] = "run_minutes",
	[WORK_SETUP_HOURS] = "setup_hours", [WORK_SETUP_MINUTES] = "setup_minutes",
	[WORK_QUANTITY] = "quantity"
};

static const char *const role_names[] = {
	[COLUMN_KEY] = "key", [COLUMN_CATEGORY] = "category", [COLUMN_NUMBER] = "number",
	[COLUMN_FLAG] = "flag", [COLUMN_TEXT] = "text", [COLUMN_DATE] = "date",
	[COLUMN_DRAWING] = "drawing", [COLUMN_UNIT] = "unit", [COLUMN_IGNORE] = "ignore"
};
#define NROLES	(sizeof(role_names) / sizeof(role_names[0]))

const char *
column_role_name(enum column_role r)
{
	return role_names[r];
}

bool
column_role_of(const char *name, enum column_role *out)
{
	for (size_t i = 0; i < NROLES; i++)
		if (strcmp(name, role_names[i]) == 0) {
			*out = (enum column_role)i;
			return true;
		}
	return false;
}

/* Name the offending member with its way through the profile: "routings." before "job". */
static enum rc
within(struct err *e, enum rc rc, const char *where)
{
	char	field[2 * sizeof(e->field)];

	if (e == NULL)
		return rc;
	snprintf(field, sizeof(field), "%s%s%s", where, e->field[0] == '\0' ? "" : ".",
	    e->field);
	str_copy(e->field, sizeof(e->field), str_of(field));
	err_prefix(e, "%s", where);
	return rc;
}

/* A copy of string member `name` in *out, NULL where it is absent and need is false. */
static enum rc
copy_str(struct json_object *o, const char *name, bool need, char **out, struct err *e)
{
	const char	*s = NULL;
	enum rc		 rc;

	if ((rc = json_str(o, name, need, &s, e)) != RC_OK || s == NULL)
		return rc;
	if (*s == '\0' || strlen(s) > MAPPING_NAME)
		return err_field(e, name, "%s must have 1 to %d bytes", name, MAPPING_NAME);
	if ((*out = strdup(s)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the mapping profile");
	return RC_OK;
}

static enum rc
column_parse(struct mapping_column *c, const char *name, struct json_object *o, struct err *e)
{
	static const char *const	known[] = { "role", "unit_column", "unit", NULL };
	const char			*role = NULL;
	enum rc				 rc;

	if (*name == '\0' || strlen(name) > MAPPING_NAME)
		return err_set(e, RC_INVAL, "a column's name must have 1 to %d bytes",
		    MAPPING_NAME);
	if ((rc = json_only(o, known, e)) != RC_OK ||
	    (rc = json_str(o, "role", true, &role, e)) != RC_OK)
		return rc;
	if (!column_role_of(role, &c->role))
		return err_field(e, "role", "role must be key, category, number, flag, text, date, "
		    "drawing, unit or ignore, not \"%.40s\"", role);
	if ((rc = copy_str(o, "unit_column", false, &c->unit_column, e)) != RC_OK ||
	    (rc = copy_str(o, "unit", false, &c->unit, e)) != RC_OK)
		return rc;
	if (c->role != COLUMN_NUMBER && (c->unit_column != NULL || c->unit != NULL))
		return err_field(e, c->unit != NULL ? "unit" : "unit_column",
		    "only a column with role number has a unit");
	if (c->unit_column != NULL && c->unit != NULL)
		return err_field(e, "unit", "give unit or unit_column, not both");
	if ((c->name = strdup(name)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the mapping profile");
	return RC_OK;
}

static enum rc
items_parse(struct mapping *m, struct json_object *o, struct err *e)
{
	static const char *const	 known[] = { "view", "columns", NULL };
	struct json_object		*cols = NULL;
	const char			*key = NULL;
	size_t				 n;
	enum rc				 rc;

	if ((rc = json_only(o, known, e)) != RC_OK ||
	    (rc = copy_str(o, "view", true, &m->item_view, e)) != RC_OK ||
	    (rc = json_sub(o, "columns", false, json_type_object, &cols, e)) != RC_OK ||
	    cols == NULL)
		return rc;
	n = (size_t)json_object_object_length(cols);
	if (n > MAPPING_COLUMNS)
		return err_field(e, "columns", "more than %d columns", MAPPING_COLUMNS);
	if ((m->columns = calloc(n + 1, sizeof(*m->columns))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the mapping profile");
	json_object_object_foreach(cols, name, sub) {
		struct mapping_column	*c = &m->columns[m->ncolumns];
		char			 cut[61], where[sizeof("columns.") + sizeof(cut)];

		str_copy(cut, sizeof(cut), str_of(name));
		snprintf(where, sizeof(where), "columns.%s", cut);
		if (mapping_item_column(m, name) != NULL)
			return err_field(e, where, "%s stands twice (case does not count)", cut);
		m->ncolumns++;	/* mapping_free() ends it, finished or not */
		if ((rc = column_parse(c, name, sub, e)) != RC_OK)
			return within(e, rc, where);
		if (c->role == COLUMN_KEY && key != NULL)
			return err_field(e, where, "only one column has role key, and %s has "
			    "it already", key);
		if (c->role == COLUMN_KEY)
			key = c->name;
	}
	return RC_OK;
}

static enum rc
values_parse(struct mapping *m, struct json_object *o, struct err *e)
{
	struct json_object	*a = NULL, *v;
	size_t			 n;
	enum rc			 rc;

	if ((rc = json_sub(o, "inside_values", false, json_type_array, &a, e)) != RC_OK)
		return rc;
	n = a == NULL ? 1 : json_object_array_length(a);
	if (n > 100)
		return err_field(e, "inside_values", "more than 100 values");
	if ((m->inside_values = calloc(n + 1, sizeof(*m->inside_values))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the mapping profile");
	for (size_t i = 0; i < n; i++) {
		v = a == NULL ? NULL : json_object_array_get_idx(a, i);
		if (a != NULL && !json_object_is_type(v, json_type_string))
			return err_field(e, "inside_values", "inside_values must be strings");
		m->inside_values[i] = strdup(a == NULL ? "Y" : json_object_get_string(v));
		if (m->inside_values[i] == NULL)
			return err_set(e, RC_NOMEM, "no memory for the mapping profile");
		m->ninside_values++;
	}
	return RC_OK;
}

/* The fields of routings or work results; the first `must` bits are needed. */
static enum rc
fields_parse(struct json_object *o, const char *const *names, size_t n, unsigned must,
    const char *extra, char **view, char **out, struct err *e)
{
	const char	*known[ROUTING_NFIELDS + WORK_NFIELDS + 3];
	enum rc		 rc;

	memcpy(known, names, n * sizeof(*names));
	known[n] = "view";
	known[n + 1] = extra;
	known[n + 2] = NULL;
	if ((rc = json_only(o, known, e)) != RC_OK ||
	    (rc = copy_str(o, "view", true, view, e)) != RC_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if ((rc = copy_str(o, names[i], (must >> i & 1) != 0, &out[i], e)) != RC_OK)
			return rc;
	return RC_OK;
}

static enum rc
work_parse(struct mapping *m, struct json_object *o, struct err *e)
{
	enum rc	rc;

	if ((rc = fields_parse(o, mapping_work_names, WORK_NFIELDS,
	    1U << WORK_ITEM | 1U << WORK_SEQUENCE | 1U << WORK_JOB, NULL, &m->work_view, m->work,
	    e)) != RC_OK)
		return rc;
	if (m->work[WORK_RUN_HOURS] != NULL && m->work[WORK_RUN_MINUTES] != NULL)
		return err_field(e, "run_minutes", "give run_hours or run_minutes, not both");
	if (m->work[WORK_SETUP_HOURS] != NULL && m->work[WORK_SETUP_MINUTES] != NULL)
		return err_field(e, "setup_minutes", "give setup_hours or setup_minutes, not both");
	return RC_OK;
}

enum rc
mapping_parse(struct mapping **out, struct json_object *o, struct err *e)
{
	static const char *const	 known[] = { "name", "items", "routings", "work_results",
		NULL };
	struct json_object		*items, *routings, *work;
	struct mapping			*m;
	enum rc				 rc;

	*out = NULL;
	if ((m = calloc(1, sizeof(*m))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the mapping profile");
	if ((rc = json_only(o, known, e)) != RC_OK ||
	    (rc = copy_str(o, "name", true, &m->name, e)) != RC_OK ||
	    (rc = json_sub(o, "items", true, json_type_object, &items, e)) != RC_OK ||
	    (rc = json_sub(o, "routings", true, json_type_object, &routings, e)) != RC_OK ||
	    (rc = json_sub(o, "work_results", false, json_type_object, &work, e)) != RC_OK)
		goto out;
	if ((rc = items_parse(m, items, e)) != RC_OK) {
		within(e, rc, "items");
		goto out;
	}
	if ((rc = fields_parse(routings, mapping_routing_names, ROUTING_NFIELDS,
	    1U << ROUTING_ITEM | 1U << ROUTING_SEQUENCE | 1U << ROUTING_JOB, "inside_values",
	    &m->routing_view, m->routing, e)) != RC_OK ||
	    (rc = values_parse(m, routings, e)) != RC_OK) {
		within(e, rc, "routings");
		goto out;
	}
	if (work != NULL && (rc = work_parse(m, work, e)) != RC_OK) {
		within(e, rc, "work_results");
		goto out;
	}
	*out = m;
	m = NULL;
out:
	mapping_free(m);
	return rc;
}

enum rc
mapping_load(struct mapping **out, const char *path, struct err *e)
{
	struct json_object	*o = NULL;
	const char		*name = path;
	enum rc			 rc;

	*out = NULL;
	if (path == NULL || *path == '\0') {
		name = "default mapping profile";
		rc = json_parse(&o, mapping_default_json, mapping_default_json_len, e);
	} else
		rc = json_read(&o, path, MAPPING_BYTES, e);
	if (rc == RC_OK && (rc = mapping_parse(out, o, e)) != RC_OK)
		err_prefix(e, "%s", name);
	json_object_put(o);
	return rc;
}

enum rc
mapping_of_text(struct mapping **out, const char *json, struct err *e)
{
	struct json_object	*o;
	enum rc			 rc;

	*out = NULL;
	if ((rc = json_parse(&o, json, strlen(json), e)) != RC_OK)
		return rc;
	rc = mapping_parse(out, o, e);
	json_object_put(o);
	return rc;
}

void
mapping_free(struct mapping *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->ncolumns; i++) {
		free(m->columns[i].name);
		free(m->columns[i].unit_column);
		free(m->columns[i].unit);
	}
	for (size_t i = 0; i < ROUTING_NFIELDS; i++)
		free(m->routing[i]);
	for (size_t i = 0; i < WORK_NFIELDS; i++)
		free(m->work[i]);
	for (size_t i = 0; i < m->ninside_values; i++)
		free(m->inside_values[i]);
	free(m->inside_values);
	free(m->columns);
	free(m->name);
	free(m->item_view);
	free(m->routing_view);
	free(m->work_view);
	free(m);
}

static enum rc
set_view(char **view, const char *name, struct err *e)
{
	char	*copy;

	if (name[0] == '\0')
		return RC_OK;
	if ((copy = strdup(name)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the mapping profile");
	free(*view);
	*view = copy;
	return RC_OK;
}

enum rc
mapping_set_views(struct mapping *m, const char *item, const char *routing, const char *work,
    struct err *e)
{
	enum rc	rc;

	if ((rc = set_view(&m->item_view, item, e)) != RC_OK ||
	    (rc = set_view(&m->routing_view, routing, e)) != RC_OK)
		return rc;
	if (work[0] != '\0' && strcmp(work, "none") != 0 && m->work[WORK_ITEM] == NULL)
		return err_field(e, "work_results", "the mapping profile %s says nothing of work "
		    "results: add work_results to it, or unset ERP_WORK_RESULT_VIEW", m->name);
	if (strcmp(work, "none") != 0)
		return set_view(&m->work_view, work, e);
	free(m->work_view);
	m->work_view = NULL;
	return RC_OK;
}

static struct json_object *
fields_json(const char *view, const char *const *names, char *const *values, size_t n)
{
	struct json_object	*o = json_object_new_object();

	json_put_str(o, "view", view);
	for (size_t i = 0; i < n; i++)
		if (values[i] != NULL)
			json_put_str(o, names[i], values[i]);
	return o;
}

struct json_object *
mapping_json(const struct mapping *m)
{
	struct json_object	*o = json_object_new_object(), *items = json_object_new_object();
	struct json_object	*cols = json_object_new_object(), *c, *routings, *values;

	for (size_t i = 0; i < m->ncolumns; i++) {
		c = json_object_new_object();
		json_put_str(c, "role", column_role_name(m->columns[i].role));
		if (m->columns[i].unit_column != NULL)
			json_put_str(c, "unit_column", m->columns[i].unit_column);
		if (m->columns[i].unit != NULL)
			json_put_str(c, "unit", m->columns[i].unit);
		json_put(cols, m->columns[i].name, c);
	}
	json_put_str(items, "view", m->item_view);
	json_put(items, "columns", cols);
	routings = fields_json(m->routing_view, mapping_routing_names, m->routing,
	    ROUTING_NFIELDS);
	values = json_object_new_array();
	for (size_t i = 0; i < m->ninside_values; i++)
		json_object_array_add(values, json_object_new_string(m->inside_values[i]));
	json_put(routings, "inside_values", values);
	json_put_str(o, "name", m->name);
	json_put(o, "items", items);
	json_put(o, "routings", routings);
	if (m->work_view != NULL)
		json_put(o, "work_results", fields_json(m->work_view, mapping_work_names, m->work,
		    WORK_NFIELDS));
	return o;
}

const struct mapping_column *
mapping_item_column(const struct mapping *m, const char *name)
{
	for (size_t i = 0; i < m->ncolumns; i++)
		if (m->columns[i].name != NULL &&
		    str_eqi(str_of(m->columns[i].name), str_of(name)))
			return &m->columns[i];
	return NULL;
}

const char *
mapping_item_key(const struct mapping *m)
{
	for (size_t i = 0; i < m->ncolumns; i++)
		if (m->columns[i].role == COLUMN_KEY)
			return m->columns[i].name;
	return m->routing[ROUTING_ITEM];
}
