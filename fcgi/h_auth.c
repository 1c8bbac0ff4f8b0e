/* /api/auth: logging in and out, who am I, a new token, a new password. */
#include "config.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "fcgi/app.h"
#include "fcgi/audited.h"
#include "fcgi/guard.h"
#include "fcgi/problem.h"
#include "fcgi/routes.h"

#define COOKIE_ATTRIBUTES	"Path=/; HttpOnly; Secure; SameSite=Strict"

/* All that a role includes, least first. */
static struct json_object *
roles_json(enum role most)
{
	struct json_object	*list = json_object_new_array();

	for (int i = ROLE_PLANNER; i <= (int)most; i++)
		json_object_array_add(list, json_object_new_string(role_name((enum role)i)));
	return list;
}

static struct json_object *
user_json(const struct session *s)
{
	struct json_object	*o = json_object_new_object();

	json_put_str(o, "username", s->username);
	json_put_str(o, "display_name", s->display_name);
	json_put(o, "roles", roles_json(s->role));
	json_put_str(o, "source", s->source);
	json_put_bool(o, "must_change_password", s->must_change);
	return o;
}

static void
put_csrf(struct json_object *o, const struct req *r, const struct session *s)
{
	char	csrf[SHA256_HEX];

	csrf_token(r->app->auth.secret, s->jti, csrf);
	json_put_str(o, "csrf_token", csrf);
}

static enum rc
token_answer(struct req *r, struct res *res, const struct session *s, const char *token,
    struct err *e)
{
	struct json_object	*o = json_object_new_object();
	long long		 left = (long long)(s->expires - clock_now());

	json_put_str(o, "access_token", token);
	json_put_str(o, "token_type", "bearer");
	json_put_int(o, "expires_in", left);
	put_csrf(o, r, s);
	json_put(o, "user", user_json(s));
	res_header(res, "Set-Cookie", HTTP_COOKIE "=%s; Max-Age=%lld; " COOKIE_ATTRIBUTES, token,
	    left);
	return res_json(res, 200, o, e);
}

/* auth_login() on a registry that may have gone away since the last request: once more. */
static enum rc
login(struct req *r, const char *username, const char *password, struct session *s,
    const char **token, struct auth_outcome *o, struct err *e)
{
	struct db	*d;
	enum rc		 rc = RC_IO;

	for (int attempt = 0; attempt < 2 && rc == RC_IO; attempt++) {
		if ((rc = app_db(r->app, &d, e)) != RC_OK)
			return rc;
		rc = auth_login(&r->app->auth, d, username, password, http_address(r), r->arena, s,
		    token, o, e);
		if (rc == RC_IO && o->why == DIRECTORY_AWAY)
			break;		/* the password was tried, or cannot be: not again */
		if (rc == RC_IO)
			app_db_lost(r->app);
	}
	return rc;
}

static void
count(struct req *r, const struct auth_outcome *o, enum rc rc)
{
	enum board_source	 source = strcmp(o->source, "kerberos") == 0 ? BOARD_KERBEROS :
				    strcmp(o->source, "ldap") == 0 ? BOARD_LDAP : BOARD_LOCAL;
	struct board_logins	*n = &r->app->board->logins[source];

	if (rc == RC_BUSY)
		atomic_fetch_add(&n->refused, 1);
	else if (rc == RC_OK || rc == RC_DENIED || o->why == DIRECTORY_AWAY)
		atomic_fetch_add(&n->by[rc == RC_OK ? DIRECTORY_OK : o->why], 1);
}

static enum rc
locked_out(struct req *r, struct res *res, int64_t wait)
{
	log_warn("login", "refused from %s for %lld s: too many attempts failed", http_address(r),
	    (long long)wait);
	res_header(res, "Retry-After", "%lld", (long long)wait);
	problem(r, res, 429, "too_many_attempts", "too many attempts failed: wait, or ask an "
	    "administrator");
	return RC_OK;
}

/* A login that is not recorded is none; a refusal stands all the same. */
static enum rc
record(struct req *r, const char *action, const char *typed, const struct session *s,
    const struct auth_outcome *o, struct err *e)
{
	struct audit_entry	x = audited(r, action, typed);
	struct db		*d;
	enum rc			rc;

	x.actor = s->username;
	x.source = strcmp(o->source, "local") == 0 ? "local" : "ldap";	/* whose account */
	x.detail = o->reason;
	if ((rc = app_db(r->app, &d, e)) == RC_OK && (rc = audit_add(d, &x, 1, e)) != RC_OK &&
	    s->jti != NULL)
		sessions_end(d, s->jti, NULL);
	return rc;
}

/* POST /api/auth/login	{"username": "kim", "password": "..."} */
enum rc
h_auth_login(struct req *r, struct res *res, struct err *e)
{
	static const char *const	names[] = { "username", "password", NULL };
	const char			*username = NULL, *password = NULL, *token;
	struct auth_outcome		 o;
	struct session			 s;
	struct err			 unseen;
	enum rc				 rc;

	if ((rc = json_only(r->json, names, e)) != RC_OK ||
	    (rc = json_str(r->json, "username", true, &username, e)) != RC_OK ||
	    (rc = json_str(r->json, "password", true, &password, e)) != RC_OK)
		return rc;
	rc = login(r, username, password, &s, &token, &o, e);
	count(r, &o, rc);
	switch (rc) {
	case RC_OK:
		if ((rc = record(r, "login.good", username, &s, &o, e)) != RC_OK)
			return rc;
		log_info("login", "%s, %s of %s, from %s", s.username, role_name(s.role), s.source,
		    http_address(r));
		return token_answer(r, res, &s, token, e);
	case RC_DENIED:
		log_info("login", "refused from %s: %s", http_address(r), o.reason);
		record(r, "login.refused", username, &s, &o, &unseen);
		problem(r, res, 401, o.why == DIRECTORY_EXPIRED || o.why == DIRECTORY_MUST_CHANGE ?
		    "password_expired" : "unauthorized", e->msg);
		return RC_OK;
	case RC_BUSY:
		record(r, "login.locked_out", username, &s, &o, &unseen);
		return locked_out(r, res, o.wait);
	default:
		return rc;
	}
}

/*
 * Somebody else's page must not make a visitor's browser log in here.  What it could do is small:
 * it sees no answer, and the cookie is SameSite=Strict, so that its next requests do not bear it;
 * but there would be a session.  Browsers that do not say where from are older than 2023.
 */
static bool
from_elsewhere(const struct req *r)
{
	const char	*site = http_param(r->params, "HTTP_SEC_FETCH_SITE");

	return site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
}

/* The session of whom a ticket names, on a registry that may have gone away: once more. */
static enum rc
ticket_session(struct req *r, struct session *s, const char **token, struct err *e)
{
	struct db	*d;
	enum rc		 rc = RC_IO;

	for (int attempt = 0; attempt < 2 && rc == RC_IO; attempt++) {
		if ((rc = app_db(r->app, &d, e)) != RC_OK)
			return rc;
		if ((rc = auth_session(&r->app->auth, d, s, r->arena, token, e)) == RC_IO)
			app_db_lost(r->app);
	}
	return rc;
}

/*
 * GET /api/auth/negotiate	Authorization: Negotiate <ticket>
 * The answer is a login's.  A refused ticket is not asked for again: the page shows its form.
 * What is no ticket at all is counted and logged, but not kept in the audit: it is of nobody,
 * and anybody can send any number of it.
 */
enum rc
h_auth_negotiate(struct req *r, struct res *res, struct err *e)
{
	const char		*given = negotiate_token(http_param(r->params, "HTTP_AUTHORIZATION"));
	const char		*token, *reply;
	struct auth_outcome	 o;
	struct session		 s;
	struct err		 unseen;
	enum rc			 rc;

	if (r->app->negotiate == NULL)
		return err_set(e, RC_NOTFOUND, "this site has no single sign-on");
	if (from_elsewhere(r))
		return err_set(e, RC_DENIED, "another site's page does not log you in here");
	if (given == NULL) {
		res_header(res, "WWW-Authenticate", "Negotiate");
		problem(r, res, 401, "negotiate", "a browser of the domain sends its ticket");
		return RC_OK;
	}
	if ((rc = auth_ticket(&r->app->auth, given, r->arena, &s, &reply, &o, e)) == RC_OK)
		rc = ticket_session(r, &s, &token, e);
	count(r, &o, rc);
	if (rc == RC_DENIED) {
		log_info("login", "refused from %s: %s%s%s", http_address(r), o.user,
		    *o.user != '\0' ? " " : "", o.reason);
		if (*o.user != '\0')
			record(r, "login.refused", o.user, &s, &o, &unseen);
		problem(r, res, 401, "unauthorized", e->msg);
		return RC_OK;
	}
	if (rc != RC_OK || (rc = record(r, "login.good", s.username, &s, &o, e)) != RC_OK)
		return rc;
	log_info("login", "%s, %s of %s, from %s by Kerberos", s.username, role_name(s.role),
	    s.source, http_address(r));
	if (*reply != '\0')
		res_header(res, "WWW-Authenticate", "Negotiate %s", reply);
	return token_answer(r, res, &s, token, e);
}

/* GET /api/auth/me */
enum rc
h_auth_me(struct req *r, struct res *res, struct err *e)
{
	struct json_object	*o = json_object_new_object();
	char			 until[CLOCK_RFC3339_SIZE];

	clock_rfc3339_at(r->session.expires, until);
	json_put(o, "user", user_json(&r->session));
	json_put_str(o, "expires_at", until);
	put_csrf(o, r, &r->session);
	return res_json(res, 200, o, e);
}

/* POST /api/auth/logout: the session ends at once, on every worker. */
enum rc
h_auth_logout(struct req *r, struct res *res, struct err *e)
{
	struct audit_entry	 x = audited(r, "login.logout", r->session.username);
	struct db		*d;
	enum rc			 rc;

	if ((rc = app_db(r->app, &d, e)) != RC_OK)
		return rc;
	if (strcmp(r->session.source, "token") == 0)
		return err_set(e, RC_DENIED, "an API token does not log out: an admin revokes it");
	if ((rc = audit_begin(d, e)) != RC_OK)
		return rc;
	/* Renewed in the meantime, perhaps: what it was renewed to would live on. */
	rc = audit_end(d, sessions_end(d, r->session.jti, e), &x, 1, e);
	if (rc == RC_NOTFOUND) {
		problem(r, res, 401, "unauthorized", "the token is no longer valid: it was "
		    "renewed or ended by another request");
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	res_header(res, "Set-Cookie", HTTP_COOKIE "=; Max-Age=0; " COOKIE_ATTRIBUTES);
	return res_empty(res, 204);
}

/* POST /api/auth/refresh: a new token, the old one ends. */
enum rc
h_auth_refresh(struct req *r, struct res *res, struct err *e)
{
	const char	*token;
	struct session	 s;
	struct db	*d;
	enum rc		 rc;

	if ((rc = app_db(r->app, &d, e)) != RC_OK)
		return rc;
	if ((rc = auth_refresh(&r->app->auth, d, &r->session, r->arena, &s, &token, e)) ==
	    RC_DENIED) {
		problem(r, res, 401, "unauthorized", e->msg);
		return RC_OK;
	}
	return rc != RC_OK ? rc : token_answer(r, res, &s, token, e);
}

/*
 * POST /api/auth/change-password	{"current_password": "...", "new_password": "..."}
 * All of the user's sessions end; the answer bears a new one.
 */
enum rc
h_auth_password(struct req *r, struct res *res, struct err *e)
{
	static const char *const	names[] = { "current_password", "new_password", NULL };
	const char			*current = NULL, *new = NULL, *hash, *token;
	struct session			 s = { .source = "local" };
	const struct audit_entry	 by = audited(r, "", "");
	int64_t				 wait;
	struct user			 u;
	struct db			*d;
	enum rc				 rc;

	if ((rc = json_only(r->json, names, e)) != RC_OK ||
	    (rc = json_str(r->json, "current_password", true, &current, e)) != RC_OK ||
	    (rc = json_str(r->json, "new_password", true, &new, e)) != RC_OK ||
	    (rc = password_check_rules("new_password", new, r->session.username, e)) != RC_OK)
		return rc;
	if (strcmp(r->session.source, "local") != 0)
		return err_set(e, RC_DENIED, "your password is the domain's: change it there");
	if ((rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = users_get(d, r->session.username, r->arena, &u, e)) != RC_OK)
		return rc;
	rc = auth_confirm(&r->app->auth, d, &u, current, http_address(r), &wait, e);
	if (rc == RC_BUSY)
		return locked_out(r, res, wait);
	if (rc != RC_OK)
		return rc != RC_DENIED ? rc :
		    err_field(e, "current_password", "current_password is wrong");
	if (strcmp(current, new) == 0)
		return err_field(e, "new_password", "new_password is the current one");
	if ((rc = password_hash(new, r->arena, &hash, e)) != RC_OK ||
	    (rc = users_set_password(d, u.username, hash, false, &by, e)) != RC_OK)
		return rc;
	s.username = u.username;
	s.display_name = u.display_name;
	s.role = u.role;
	if ((rc = auth_session(&r->app->auth, d, &s, r->arena, &token, e)) != RC_OK)
		return rc;
	log_info("login", "%s has a new password", u.username);
	return token_answer(r, res, &s, token, e);
}
