#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/str.h"
#include "core/data/record_json.h"
#include "fcgi/columns.h"

#define FILE_MOST	((size_t)4 * 1024 * 1024)

static struct json_object *
member(struct json_object *o, const char *name)
{
	struct json_object	*v = NULL;

	return json_object_object_get_ex(o, name, &v) ? v : NULL;
}

static const char *
text(struct json_object *o, const char *name)
{
	return json_object_get_string(member(o, name));
}

/* ---- gathering ------------------------------------------------------------------------ */

/* The active version's columns.json; a version without one is like none. */
static enum rc
model_read(struct app *a, struct columns *c, struct err *e)
{
	const struct model	*m = live_model(a->live);
	char			 path[PATH_MAX];

	if (m == NULL)
		return RC_OK;
	snprintf(c->model_version, sizeof(c->model_version), "%s", model_version(m));
	snprintf(path, sizeof(path), "%s/%s/columns.json", a->setup->set.model_directory,
	    c->model_version);
	return json_read(&c->model, path, FILE_MOST, e) == RC_NOMEM ? RC_NOMEM : RC_OK;
}

/* The view's names; an ERP that is away is no error while the active version knows them. */
static enum rc
view_read(struct app *a, const char *const **names, size_t *n, struct err *e)
{
	struct erp	*p;
	enum rc		 rc = RC_IO;

	*n = 0;
	for (int attempt = 0; attempt < 2 && rc == RC_IO; attempt++) {
		if ((rc = app_erp(a, &p, e)) != RC_OK)
			return rc;
		rc = app_erp_result(a, erp_columns(p, a->setup->mapping->item_view, a->arena, names,
		    n, e), e);
	}
	return rc;
}

const struct column *
columns_named(const struct columns *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_eqi(str_of(c->list[i].name), str_of(name)))
			return &c->list[i];
	return NULL;
}

static struct column *
add(struct columns *c, const char *name)
{
	struct column	*x = (struct column *)columns_named(c, name);

	if (x == NULL) {
		x = &c->list[c->n++];
		*x = (struct column){ .name = name };
	}
	return x;
}

enum rc
columns_read(struct app *a, struct columns *c, struct err *e)
{
	struct json_object	*known, *one;
	const char *const	*names = NULL;
	struct db		*d;
	size_t			 nnames, nknown;
	enum rc			 rc, view;

	memset(c, 0, sizeof(*c));
	if ((rc = app_db(a, &d, e)) != RC_OK ||
	    (rc = columns_get(d, a->arena, &c->choice, &c->nchoices, &c->version, e)) != RC_OK ||
	    (rc = model_read(a, c, e)) != RC_OK)
		return rc;
	view = view_read(a, &names, &nnames, e);
	if (view == RC_NOMEM || (view != RC_OK && c->model == NULL))
		return view;
	c->view_known = view == RC_OK;
	known = member(c->model, "columns");
	nknown = json_object_is_type(known, json_type_array) ? json_object_array_length(known) : 0;
	if ((c->list = arena_alloc(a->arena, (nnames + nknown + c->nchoices + 1) *
	    sizeof(*c->list))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the columns");
	for (size_t i = 0; i < nnames; i++)
		add(c, names[i])->in_view = true;
	for (size_t i = 0; i < nknown; i++) {
		one = json_object_array_get_idx(known, i);
		if (text(one, "name") != NULL)
			add(c, text(one, "name"))->in_model = one;
	}
	for (size_t i = 0; i < c->nchoices; i++)
		add(c, c->choice[i].column);
	return RC_OK;
}

void
columns_fini(struct columns *c)
{
	json_object_put(c->model);
	memset(c, 0, sizeof(*c));
}

/* ---- what they come to ---------------------------------------------------------------- */

enum rc
columns_mapping(const struct mapping *profile, const struct column_choice *choice, size_t n,
    struct mapping **out, struct err *e)
{
	enum rc	rc = mapping_copy(out, profile, e);

	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = mapping_choose(*out, choice[i].column, choice[i].enabled, choice[i].role, e);
	return rc;
}

static bool
is_key(const struct mapping *m, const char *name)
{
	return str_eqi(str_of(name), str_of(mapping_item_key(m)));
}

const char *
columns_role(const struct mapping *m, const struct column *c)
{
	const struct mapping_column	*mc = mapping_item_column(m, c->name);

	if (is_key(m, c->name))
		return column_role_name(COLUMN_KEY);
	return mc != NULL ? column_role_name(mc->role) : text(c->in_model, "role");
}

static void
put_member(struct json_object *to, const char *name, struct json_object *from,
    const char *member_name)
{
	json_put(to, name, json_object_get(member(from, member_name)));
}

static struct json_object *
column_json(const struct columns *c, const struct mapping *m, const struct column *x)
{
	const struct column_choice	*choice = columns_find(c->choice, c->nchoices, x->name);
	const struct mapping_column	*mc = mapping_item_column(m, x->name);
	struct json_object		*o = json_object_new_object();
	const char			*role = columns_role(m, x), *was = text(x->in_model, "used_as");

	json_put_str(o, "name", x->name);
	json_put_bool(o, "enabled", role == NULL || strcmp(role, "ignore") != 0);
	json_put_str(o, "role", role);
	json_put_str(o, "source", mc != NULL && mc->by_operator ? "operator" :
	    mc != NULL || is_key(m, x->name) ? "profile" : "automatic");
	put_member(o, "importance", x->in_model, "importance");
	json_put_str(o, "model_role", was);
	json_put_bool(o, "pending", role == NULL || was == NULL || strcmp(role, was) != 0);
	json_put(o, "override", choice == NULL ? NULL : column_choice_json(choice));
	json_put(o, "in_view", c->view_known ? json_object_new_boolean(x->in_view) : NULL);
	put_member(o, "automatic_role", x->in_model, "role");
	put_member(o, "missing_share", x->in_model, "missing_share");
	put_member(o, "distinct", x->in_model, "distinct");
	put_member(o, "examples", x->in_model, "examples");
	return o;
}

enum rc
columns_json(const struct columns *c, const struct mapping *profile, struct json_object **out,
    struct err *e)
{
	struct json_object	*o, *all;
	struct mapping		*m = NULL;
	char			 version[24];
	enum rc			 rc;

	*out = NULL;
	if ((rc = columns_mapping(profile, c->choice, c->nchoices, &m, e)) == RC_OK) {
		o = json_object_new_object();
		all = json_object_new_object();
		for (size_t i = 0; i < c->n; i++)
			json_put(all, c->list[i].name, column_json(c, m, &c->list[i]));
		snprintf(version, sizeof(version), "%lld", (long long)c->version);
		json_put_str(o, "version", version);
		json_put_str(o, "view", profile->item_view);
		json_put_str(o, "model_version", c->model_version[0] == '\0' ? NULL :
		    c->model_version);
		json_put(o, "columns", all);
		*out = o;
	} else if (rc == RC_INVAL)	/* not the client's: what is stored */
		rc = e->rc = RC_CORRUPT;
	mapping_free(m);
	return rc;
}
