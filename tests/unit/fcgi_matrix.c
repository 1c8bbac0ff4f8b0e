/* Who may: every kind of caller before every route. */
#include "config.h"

#include "core/base/clock.h"
#include "core/data/api_tokens.h"
#include "tests/unit/fcgi_site.h"

TestSuite(matrix, .init = server_setup, .fini = server_teardown);

/*
 * What becomes of a caller before a route of some least role.  PASSWORD and FORGED have their
 * exceptions: what is open to who must change his password, what changes nothing.
 */
enum verdict { IN, STRANGER, ROLE, PASSWORD, FORGED };

enum { COOKIE = 1, CSRF = 2, MUST_CHANGE = 4, OTHER_SECRET = 8, OTHERS_CSRF = 16, LDAP = 32,
	MACHINE = 64, ELSEWHERE = 128 };

static const struct caller {
	const char	*name;
	enum role	 role;		/* at his login; ROLE_NONE: he has a token that is none */
	unsigned	 how;
	const char	*after;		/* SQL after his login, his name to follow; or his token */
	enum verdict	 before[ROLE_ADMIN + 1];	/* a route of role none, planner, operator, admin */
} callers[] = {
	{ "nobody", ROLE_NONE, 0, NULL, { IN, STRANGER, STRANGER, STRANGER } },
	{ "an empty token", ROLE_NONE, 0, "", { IN, STRANGER, STRANGER, STRANGER } },
	{ "a short token", ROLE_NONE, 0, "x", { IN, STRANGER, STRANGER, STRANGER } },
	{ "a token of no algorithm", ROLE_NONE, 0, "eyJhbGciOiJub25lIn0.e30.",
	    { IN, STRANGER, STRANGER, STRANGER } },
	{ "a strange cookie", ROLE_NONE, COOKIE, "x.y.z", { IN, STRANGER, STRANGER, STRANGER } },
	{ "a planner", ROLE_PLANNER, 0, NULL, { IN, IN, ROLE, ROLE } },
	{ "an operator", ROLE_OPERATOR, 0, NULL, { IN, IN, IN, ROLE } },
	{ "an admin", ROLE_ADMIN, 0, NULL, { IN, IN, IN, IN } },
	{ "a planner's browser", ROLE_PLANNER, COOKIE | CSRF, NULL, { IN, IN, ROLE, ROLE } },
	{ "an admin's browser", ROLE_ADMIN, COOKIE | CSRF, NULL, { IN, IN, IN, IN } },
	{ "another site's page in an admin's browser", ROLE_ADMIN, COOKIE, NULL,
	    { IN, FORGED, FORGED, FORGED } },
	{ "that page with a token of its own", ROLE_ADMIN, COOKIE | OTHERS_CSRF, NULL,
	    { IN, FORGED, FORGED, FORGED } },
	{ "another site's page in a planner's browser", ROLE_PLANNER, COOKIE, NULL,
	    { IN, FORGED, ROLE, ROLE } },
	{ "an admin who must change his password", ROLE_ADMIN, MUST_CHANGE, NULL,
	    { IN, PASSWORD, PASSWORD, PASSWORD } },
	{ "a planner who must change his password", ROLE_PLANNER, MUST_CHANGE, NULL,
	    { IN, PASSWORD, PASSWORD, PASSWORD } },
	{ "an admin whose session expired", ROLE_ADMIN, 0,
	    "UPDATE sessions SET expires = 1 WHERE username =",
	    { IN, STRANGER, STRANGER, STRANGER } },
	{ "an admin who logged out", ROLE_ADMIN, COOKIE | CSRF,
	    "DELETE FROM sessions WHERE username =", { IN, STRANGER, STRANGER, STRANGER } },
	{ "an admin who was shut out", ROLE_ADMIN, 0,
	    "UPDATE users SET disabled = 1 WHERE username =",
	    { IN, STRANGER, STRANGER, STRANGER } },
	{ "an admin who is no more", ROLE_ADMIN, 0, "DELETE FROM users WHERE username =",
	    { IN, STRANGER, STRANGER, STRANGER } },
	{ "an admin who became a planner", ROLE_ADMIN, 0,
	    "UPDATE users SET role = 'planner' WHERE username =", { IN, IN, ROLE, ROLE } },
	{ "a planner who became an operator", ROLE_PLANNER, 0,
	    "UPDATE users SET role = 'operator' WHERE username =", { IN, IN, IN, ROLE } },
	{ "an admin who lost his role", ROLE_ADMIN, 0,
	    "UPDATE users SET role = 'none' WHERE username =", { IN, ROLE, ROLE, ROLE } },
	{ "an admin with a token of another server", ROLE_ADMIN, OTHER_SECRET, NULL,
	    { IN, STRANGER, STRANGER, STRANGER } },
	{ "a planner of the domain", ROLE_PLANNER, LDAP, NULL, { IN, IN, ROLE, ROLE } },
	{ "an admin of the domain in his browser", ROLE_ADMIN, LDAP | COOKIE | CSRF, NULL,
	    { IN, IN, IN, IN } },
	{ "another site's page in his browser", ROLE_ADMIN, LDAP | COOKIE, NULL,
	    { IN, FORGED, FORGED, FORGED } },
	{ "a planner's machine", ROLE_PLANNER, MACHINE, NULL, { IN, IN, ROLE, ROLE } },
	{ "an admin's machine", ROLE_ADMIN, MACHINE, NULL, { IN, IN, IN, IN } },
	{ "a machine whose token was revoked", ROLE_ADMIN, MACHINE,
	    "UPDATE api_tokens SET revoked_at = 'now' WHERE name =",
	    { IN, STRANGER, STRANGER, STRANGER } },
	{ "a machine whose token expired", ROLE_ADMIN, MACHINE,
	    "UPDATE api_tokens SET expires = 1 WHERE name =",
	    { IN, STRANGER, STRANGER, STRANGER } },
	{ "a machine's token from elsewhere", ROLE_ADMIN, MACHINE | ELSEWHERE, NULL,
	    { IN, STRANGER, STRANGER, STRANGER } },
};
static const size_t	ncallers = sizeof(callers) / sizeof(callers[0]);

static const char *
machine_enter(const struct caller *c, const char *name)
{
	struct api_token	t = { .name = name, .role = c->role, .created_by = "admin",
				    .expires = clock_now() + 60,
				    .addresses = (c->how & ELSEWHERE) != 0 ? "10.0.0.0/8" : "" };
	const char		*token;
	char			 hash[SHA256_HEX];
	int64_t			 id;

	cr_assert_eq(auth_api_token(a, &token, hash, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(api_tokens_add(d, &t, hash, &id, &e), RC_OK, "%s", e.msg);
	return token;
}

/* Logs the caller in; his token and, for a browser, his CSRF token. */
static const char *
enter(const struct caller *c, size_t i, const char **csrf)
{
	struct auth_config	 conf_of = app.auth;
	const char		*name = arena_printf(a, "caller%zu", i), *token;
	struct session		 s = { .username = name, .role = c->role,
					 .source = (c->how & LDAP) != 0 ? "ldap" : "local" };
	struct user		 u = { .username = name, .role = c->role, .password_hash = "*",
					 .must_change = (c->how & MUST_CHANGE) != 0 };
	char			 hex[SHA256_HEX], sql[200];

	*csrf = NULL;
	if (c->role == ROLE_NONE)
		return c->after;
	if ((c->how & OTHER_SECRET) != 0)
		conf_of.secret = "another secret of at least thirty-two bytes";
	if ((c->how & MACHINE) != 0) {
		token = machine_enter(c, name);
	} else {
		cr_assert((c->how & LDAP) != 0 || users_add(d, &u, &by_nobody, &e) == RC_OK, "%s", e.msg);
		cr_assert_eq(auth_session(&conf_of, d, &s, a, &token, &e), RC_OK, "%s", e.msg);
	}
	if ((c->how & (CSRF | OTHERS_CSRF)) != 0) {
		csrf_token(app.auth.secret, (c->how & CSRF) != 0 ? s.jti : jti[ROLE_PLANNER], hex);
		*csrf = arena_strdup(a, hex);
	}
	if (c->after != NULL) {
		snprintf(sql, sizeof(sql), "%s '%s'", c->after, name);
		must(sql);
	}
	return token;
}

static enum verdict
wanted(const struct caller *c, const struct route *route)
{
	enum verdict	v = c->before[route->role];

	if (v == PASSWORD && (route->flags & ROUTE_ANY_PASSWORD) != 0)
		return IN;
	return v == FORGED && http_is_safe(route->method) ? IN : v;
}

/*
 * Asks for what changes something with a body that is none, so that nothing is changed: what
 * lies behind the guard of persons is 400, or 413 where no body is taken.
 */
static enum verdict
asked(const struct caller *c, const char *token, const char *csrf, const struct route *route)
{
	bool	cookie = (c->how & COOKIE) != 0;

	ask_with_two(cookie ? arena_printf(a, "HTTP_COOKIE=a=b; routing_ml_session=%s", token) : NULL,
	    csrf == NULL ? NULL : arena_printf(a, "HTTP_X_CSRF_TOKEN=%s", csrf), route->method,
	    filled(route), cookie ? NULL : token, http_is_safe(route->method) ? NULL : "{");
	if (res.status == 401) {
		cr_expect_not_null(strstr(buf_str(&res.headers), "WWW-Authenticate: Bearer"));
		cr_expect_str_eq(text_of("code"), "unauthorized");
		return STRANGER;
	}
	if (res.status == 403)
		return strcmp(text_of("code"), "csrf") == 0 ? FORGED :
		    strcmp(text_of("code"), "password_change_required") == 0 ? PASSWORD : ROLE;
	if (!http_is_safe(route->method))
		cr_expect_eq(res.status, route->max_body == 0 ? 413 : 400, "%s %s: %d",
		    route->method, route->path, res.status);
	return IN;
}

Test(matrix, every_caller_before_every_route)
{
	const char	*token, *csrf;

	for (size_t i = 0; i < ncallers; i++) {
		token = enter(&callers[i], i, &csrf);
		for (size_t k = 0; k < nroutes; k++)
			cr_expect_eq(asked(&callers[i], token, csrf, &routes[k]),
			    wanted(&callers[i], &routes[k]), "%s, %s %s: %d %s", callers[i].name,
			    routes[k].method, routes[k].path, res.status, text_of("code"));
	}
}

Test(matrix, a_token_that_was_tampered_with_is_none)
{
	const char	*t = tokens[ROLE_ADMIN];
	size_t		 n = strlen(t);

	for (size_t i = 0; i < n; i += 7) {
		char	*other = arena_strdup(a, t);

		other[i] = other[i] == 'x' ? 'y' : 'x';
		/* A last character may have bits that stand for nothing. */
		if (i + 1 < n && t[i + 1] != '.' && t[i] != '.')
			cr_expect_eq(ask("GET", "/api/users", other, NULL), 401, "byte %zu", i);
	}
}

Test(matrix, nothing_is_open_but_what_must_be)
{
	static const char *const	open_doors[] = { "GET /health", "GET /health/ready",
		"GET /metrics", "GET /api/openapi.json", "POST /api/auth/login",
		"GET /api/auth/negotiate" };
	size_t				n = 0;

	for (size_t i = 0; i < nroutes; i++)
		if (routes[i].role == ROLE_NONE) {
			cr_assert_lt(n, sizeof(open_doors) / sizeof(open_doors[0]));
			cr_assert_str_eq(arena_printf(a, "%s %s", routes[i].method, routes[i].path),
			    open_doors[n++]);
		}
	cr_assert_eq(n, sizeof(open_doors) / sizeof(open_doors[0]));
}
