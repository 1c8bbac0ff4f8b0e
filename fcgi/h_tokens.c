/* /api/tokens: long-lived tokens of machine clients, for admins. */
#include "config.h"

#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/str.h"
#include "core/data/api_tokens.h"
#include "fcgi/app.h"
#include "fcgi/audited.h"
#include "fcgi/routes.h"

#define DAYS_MOST	1825
#define DAYS_DEFAULT	365

static struct json_object *
token_json(const struct api_token *t)
{
	struct json_object	*o = json_object_new_object(), *list = json_object_new_array();
	char			 at[CLOCK_RFC3339_SIZE];

	json_put_int(o, "id", t->id);
	json_put_str(o, "name", t->name);
	json_put_str(o, "role", role_name(t->role));
	for (const char *p = t->addresses; *p != '\0'; ) {
		size_t	n = strcspn(p, ",");

		json_object_array_add(list, json_object_new_string_len(p, (int)n));
		p += n + (p[n] == ',');
	}
	json_put(o, "addresses", list);
	clock_rfc3339_at(t->expires, at);
	json_put_str(o, "expires_at", at);
	json_put_str(o, "created_by", t->created_by);
	json_put_str(o, "created_at", t->created_at);
	clock_rfc3339_at(t->used, at);
	json_put_str(o, "used_at", t->used != 0 ? at : NULL);
	json_put_str(o, "revoked_by", *t->revoked_by != '\0' ? t->revoked_by : NULL);
	json_put_str(o, "revoked_at", *t->revoked_at != '\0' ? t->revoked_at : NULL);
	return o;
}

/* GET /api/tokens */
enum rc
h_tokens_list(struct req *r, struct res *res, struct err *e)
{
	static const char *const	none[] = { NULL };
	struct json_object		*o, *list;
	struct api_token		*t;
	struct db			*d;
	size_t				 n;
	enum rc				 rc;

	if ((rc = http_query_only(r, none, e)) != RC_OK ||
	    (rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = api_tokens_list(d, r->arena, &t, &n, e)) != RC_OK)
		return rc;
	o = json_object_new_object();
	list = json_object_new_array();
	for (size_t i = 0; i < n; i++)
		json_object_array_add(list, token_json(&t[i]));
	json_put(o, "items", list);
	json_put(o, "next_cursor", NULL);
	return res_json(res, 200, o, e);
}

/* "addresses": ["10.1.0.0/16"] as one text, separated by commas. */
static enum rc
addresses_parse(struct json_object *body, struct arena *a, const char **out, struct err *e)
{
	struct json_object	*list, *one;
	struct buf		 b;
	enum rc			 rc;

	*out = "";
	if ((rc = json_sub(body, "addresses", false, json_type_array, &list, e)) != RC_OK ||
	    list == NULL)
		return rc;
	buf_init(&b);
	for (size_t i = 0; i < json_object_array_length(list) && rc == RC_OK; i++) {
		one = json_object_array_get_idx(list, i);
		if (!json_object_is_type(one, json_type_string) ||
		    strchr(json_object_get_string(one), ',') != NULL)
			rc = err_field(e, "addresses", "addresses holds networks such as "
			    "\"10.1.0.0/16\"");
		else
			buf_addf(&b, "%s%s", i == 0 ? "" : ",", json_object_get_string(one));
	}
	if (rc == RC_OK && (!buf_ok(&b) || (*out = arena_strdup(a, buf_str(&b))) == NULL))
		rc = err_set(e, RC_NOMEM, "no memory for the addresses");
	buf_fini(&b);
	return rc;
}

/*
 * POST /api/tokens	{"name": "mes", "role": "planner", "addresses"?: ["10.1.0.0/16"],
 *			 "expires_days"?: 365}
 * The token itself is told once.
 */
enum rc
h_tokens_create(struct req *r, struct res *res, struct err *e)
{
	static const char *const	names[] = { "name", "role", "addresses", "expires_days",
						NULL };
	const char			*role = NULL, *token;
	struct api_token		 t = { .created_by = r->session.username,
						.created_at = "", .revoked_by = "",
						.revoked_at = "" };
	struct audit_entry		 x;
	struct json_object		*o;
	int64_t				 days = DAYS_DEFAULT;
	char				 hash[SHA256_HEX], now[CLOCK_RFC3339_SIZE];
	struct db			*d;
	enum rc				 rc;

	if ((rc = json_only(r->json, names, e)) != RC_OK ||
	    (rc = json_str(r->json, "name", true, &t.name, e)) != RC_OK ||
	    (rc = json_str(r->json, "role", true, &role, e)) != RC_OK ||
	    (rc = role_parse(role, &t.role, e)) != RC_OK ||
	    (rc = json_int(r->json, "expires_days", false, 1, DAYS_MOST, &days, e)) != RC_OK ||
	    (rc = addresses_parse(r->json, r->arena, &t.addresses, e)) != RC_OK ||
	    (rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = auth_api_token(r->arena, &token, hash, e)) != RC_OK)
		return rc;
	t.expires = clock_now() + days * 86400;
	x = audited(r, "token.add", t.name);
	if ((rc = audited_json(r, token_json(&t), &x.after, e)) != RC_OK ||
	    (rc = audit_begin(d, e)) != RC_OK ||
	    (rc = audit_end(d, api_tokens_add(d, &t, hash, &t.id, e), &x, 1, e)) != RC_OK)
		return rc;
	log_info("tokens", "%s made the token %s, %s", r->session.username, t.name,
	    role_name(t.role));
	clock_rfc3339(now);
	t.created_at = now;
	o = token_json(&t);
	json_put_str(o, "token", token);
	return res_json(res, 201, o, e);
}

/* DELETE /api/tokens/{id}: it is good for nothing from now on, on every worker. */
enum rc
h_tokens_revoke(struct req *r, struct res *res, struct err *e)
{
	struct audit_entry	 x;
	struct db		*d;
	int64_t			 id;
	enum rc			 rc;

	if (!str_int64(str_of(r->args[0]), &id) || id < 1)
		return err_set(e, RC_NOTFOUND, "there is no token %.40s", r->args[0]);
	x = audited(r, "token.revoke", r->args[0]);
	if ((rc = app_db(r->app, &d, e)) != RC_OK || (rc = audit_begin(d, e)) != RC_OK ||
	    (rc = audit_end(d, api_tokens_revoke(d, id, r->session.username, e), &x, 1, e)) != RC_OK)
		return rc;
	log_info("tokens", "%s revoked the token %lld", r->session.username, (long long)id);
	return res_empty(res, 204);
}
