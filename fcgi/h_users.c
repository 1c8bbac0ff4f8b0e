/* /api/users: local users, for admins. */
#include "config.h"

#include <string.h>

#include "core/base/json.h"
#include "core/base/log.h"
#include "core/data/record_json.h"
#include "fcgi/app.h"
#include "fcgi/audited.h"
#include "fcgi/routes.h"

/* "roles": ["planner", "operator"]; the highest counts, as each includes those below. */
static enum rc
roles_parse(struct json_object *body, bool need, enum role *out, bool *given, struct err *e)
{
	struct json_object	*list, *one;
	enum role		 role;

	if (json_sub(body, "roles", need, json_type_array, &list, e) != RC_OK)
		return RC_INVAL;
	*given = list != NULL;
	*out = ROLE_NONE;
	for (size_t i = 0; list != NULL && i < json_object_array_length(list); i++) {
		one = json_object_array_get_idx(list, i);
		if (!json_object_is_type(one, json_type_string) ||
		    role_parse(json_object_get_string(one), &role, e) != RC_OK ||
		    role == ROLE_NONE)
			return err_field(e, "roles", "roles holds planner, operator and admin");
		if (role > *out)
			*out = role;
	}
	if (*given && *out == ROLE_NONE)
		return err_field(e, "roles", "roles is empty: to shut somebody out, set disabled");
	return RC_OK;
}

/* Answer with the user as stored, and the password that he was given, if he was. */
static enum rc
user_answer(struct req *r, struct res *res, int status, struct db *d, const char *username,
    const char *password, struct err *e)
{
	struct json_object	*o;
	struct user		 u;
	enum rc			 rc;

	if ((rc = users_get(d, username, r->arena, &u, e)) != RC_OK)
		return rc;
	o = user_json(&u);
	if (password != NULL)
		json_put_str(o, "initial_password", password);
	return res_json(res, status, o, e);
}

/* GET /api/users */
enum rc
h_users_list(struct req *r, struct res *res, struct err *e)
{
	static const char *const	none[] = { NULL };
	struct json_object		*o, *list;
	struct user			*u;
	struct db			*d;
	size_t				 n;
	enum rc				 rc;

	if ((rc = http_query_only(r, none, e)) != RC_OK ||
	    (rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = users_list(d, r->arena, &u, &n, e)) != RC_OK)
		return rc;
	o = json_object_new_object();
	list = json_object_new_array();
	for (size_t i = 0; i < n; i++)
		json_object_array_add(list, user_json(&u[i]));
	json_put(o, "items", list);
	json_put(o, "next_cursor", NULL);
	return res_json(res, 200, o, e);
}

/*
 * POST /api/users	{"username": "kim", "roles": ["planner"], "display_name"?, "password"?}
 * Without a password one is made, told once, and must be changed at the first login; a given
 * one must be changed as well: the admin knows it.
 */
enum rc
h_users_create(struct req *r, struct res *res, struct err *e)
{
	static const char *const	names[] = { "username", "display_name", "roles",
						"password", NULL };
	const char			*password = NULL, *made = NULL;
	struct user			 u = { .must_change = true };
	const struct audit_entry	 by = audited(r, "", "");
	struct db			*d;
	bool				 given;
	enum rc				 rc;

	if ((rc = json_only(r->json, names, e)) != RC_OK ||
	    (rc = json_str(r->json, "username", true, &u.username, e)) != RC_OK ||
	    (rc = json_str(r->json, "display_name", false, &u.display_name, e)) != RC_OK ||
	    (rc = json_str(r->json, "password", false, &password, e)) != RC_OK ||
	    (rc = roles_parse(r->json, true, &u.role, &given, e)) != RC_OK)
		return rc;
	if (u.display_name == NULL)
		u.display_name = u.username;
	if (password != NULL)
		rc = password_check_rules("password", password, u.username, e);
	else if ((rc = password_generate(r->arena, &made, e)) == RC_OK)
		password = made;
	if (rc != RC_OK || (rc = auth_check_shadow(r->app->directory, u.username, e)) != RC_OK ||
	    (rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = password_hash(password, r->arena, &u.password_hash, e)) != RC_OK ||
	    (rc = users_add(d, &u, &by, e)) != RC_OK)
		return rc;
	log_info("users", "%s made the user %s, %s", r->session.username, u.username,
	    role_name(u.role));
	return user_answer(r, res, 201, d, u.username, made, e);
}

struct patch {
	enum role	role;
	bool		has_role, disabled, has_disabled, reset;
};

static enum rc
patch_parse(struct json_object *body, struct patch *p, struct err *e)
{
	static const char *const	names[] = { "roles", "disabled", "reset_password", NULL };
	struct json_object		*given;
	enum rc				 rc;

	memset(p, 0, sizeof(*p));
	if ((rc = json_only(body, names, e)) != RC_OK ||
	    (rc = roles_parse(body, false, &p->role, &p->has_role, e)) != RC_OK ||
	    (rc = json_sub(body, "disabled", false, json_type_boolean, &given, e)) != RC_OK ||
	    (rc = json_flag(body, "disabled", false, &p->disabled, e)) != RC_OK ||
	    (rc = json_flag(body, "reset_password", false, &p->reset, e)) != RC_OK)
		return rc;
	p->has_disabled = given != NULL;
	return RC_OK;
}

/* All of it or nothing; a row of the audit for each thing that changes. */
static enum rc
patch_apply(struct req *r, struct db *d, const struct patch *p, const char *name,
    const char *hash, struct err *e)
{
	const struct audit_entry	by = audited(r, "", "");
	enum rc				rc;

	if ((rc = audit_begin(d, e)) != RC_OK)
		return rc;
	if (p->has_role)
		rc = users_set_role(d, name, p->role, &by, e);
	if (rc == RC_OK && p->has_disabled)
		rc = users_set_disabled(d, name, p->disabled, &by, e);
	if (rc == RC_OK && p->reset)
		rc = users_set_password(d, name, hash, true, &by, e);
	return audit_end(d, rc, NULL, 0, e);
}

/* PATCH /api/users/{name}	{"roles"?: [...], "disabled"?: true, "reset_password"?: true} */
enum rc
h_users_patch(struct req *r, struct res *res, struct err *e)
{
	const char	*name, *password = NULL, *hash = NULL;
	struct patch	 p;
	struct user	 u;
	struct db	*d;
	enum rc		 rc;

	if ((rc = patch_parse(r->json, &p, e)) != RC_OK ||
	    (rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = users_get(d, r->args[0], r->arena, &u, e)) != RC_OK)
		return rc;
	name = u.username;
	if (strcmp(name, r->session.username) == 0 && (p.disabled ||
	    (p.has_role && p.role < ROLE_ADMIN)))
		return err_set(e, RC_BUSY, "nobody takes his own admin's rights away: let another "
		    "admin do it");
	if (p.reset && ((rc = password_generate(r->arena, &password, e)) != RC_OK ||
	    (rc = password_hash(password, r->arena, &hash, e)) != RC_OK))
		return rc;
	if ((rc = patch_apply(r, d, &p, name, hash, e)) != RC_OK)
		return rc;
	log_info("users", "%s changed the user %s:%s%s%s", r->session.username, name,
	    p.has_role ? " role" : "", p.has_disabled ? " disabled" : "",
	    p.reset ? " password" : "");
	return user_answer(r, res, 200, d, name, password, e);
}
