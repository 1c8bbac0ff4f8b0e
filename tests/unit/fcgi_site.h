/* For tests of fcgi: a registry with a user of each role, and a worker's app before it. */
#ifndef TESTS_UNIT_FCGI_SITE_H
#define TESTS_UNIT_FCGI_SITE_H

#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "fcgi/app.h"
#include "fcgi/guard.h"
#include "fcgi/http.h"
#include "fcgi/routes.h"
#include "tests/unit/data_site.h"

static char		 erp_file[64];
static struct setup	*conf;
static struct app	 app;
static struct scoreboard *board;
static struct res	 res;
static struct json_object *got;		/* the answer's body; NULL if it is no JSON */
static const char	*tokens[ROLE_ADMIN + 1], *jti[ROLE_ADMIN + 1];

static inline void
user_login(enum role role, bool must_change)
{
	struct session	s = { .username = role_name(role), .source = "local" };
	struct user	u = { .username = role_name(role), .role = role, .password_hash = "*",
			    .must_change = must_change };
	struct session	next;

	cr_assert_eq(users_add(d, &u, &by_nobody, &e), RC_OK, "%s", e.msg);
	s.jti = role_name(role);
	s.expires = clock_now() + 60;
	cr_assert_eq(sessions_add(d, &s, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(auth_refresh(&app.auth, d, &s, a, &next, &tokens[role], &e), RC_OK, "%s",
	    e.msg);
	jti[role] = next.jti;
}

static inline void
server_setup(void)
{
	char	models[80];

	site_setup();
	snprintf(models, sizeof(models), "%s/models", dir);
	cr_assert_eq(file_mkdirs(models, &e), RC_OK, "%s", e.msg);
	unsetenv("ROUTING_ML_ENV");
	setenv("JWT_SECRET_KEY", "a secret of at least thirty-two bytes", 1);
	setenv("REGISTRY_URL", url, 1);
	setenv("MODEL_DIRECTORY", models, 1);
	setenv("CORS_ALLOWED_ORIGINS", "https://a.example, https://b.example", 1);
	setenv("QUEUE_TIMEOUT_SECONDS", "10", 1);
	setenv("RATE_LIMIT_USER_PER_MINUTE", "1000000", 1);
	setenv("RATE_LIMIT_USER_BURST", "100000", 1);
	cr_assert_eq(setup_load(&conf, &e), RC_OK, "%s", e.msg);
	log_init(LOG_ERROR + 1, LOG_TEXT, STDERR_FILENO);
	cr_assert_eq(scoreboard_new(&board, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(app_init_child(&app, conf, NULL, board, 0, &e), RC_OK, "%s", e.msg);
	res_init(&res);
	for (int role = ROLE_PLANNER; role <= ROLE_ADMIN; role++)
		user_login((enum role)role, false);
}

static inline void
server_teardown(void)
{
	json_object_put(got);
	res_fini(&res);
	app_fini(&app);
	scoreboard_free(board);
	setup_free(conf);
	site_teardown();
}

/* The same before an ERP of one's own, made by these statements (NULL-ended). */
static inline void
server_setup_erp(const char *const *statements)
{
	char		erp[100];
	struct db	*own;

	snprintf(erp_file, sizeof(erp_file), "/tmp/routing-ml-erp.%d.db", (int)getpid());
	snprintf(erp, sizeof(erp), "sqlite:///%s", erp_file);
	unlink(erp_file);
	cr_assert_eq(db_open(&own, erp, NULL, &e), RC_OK, "%s", e.msg);
	for (; *statements != NULL; statements++)
		cr_assert_eq(db_exec(own, *statements, NULL, 0, NULL, &e), RC_OK, "%s", e.msg);
	db_close(own);
	setenv("DATABASE_URL", erp, 1);
	server_setup();
}

static inline void
server_teardown_erp(void)
{
	server_teardown();
	unlink(erp_file);
}

static inline size_t
body_from_text(void *ctx, char *p, size_t n)
{
	const char	**rest = ctx;
	size_t		 len = strlen(*rest);

	n = n < len ? n : len;
	memcpy(p, *rest, n);
	*rest += n;
	return n;
}

/*
 * Ask; the status.  token NULL: none.  body NULL: none.  header, second: more CGI parameters,
 * NULL for none.
 */
static inline int
ask_with_two(const char *header, const char *second, const char *method, const char *uri,
    const char *token, const char *body)
{
	const char	*rest = body == NULL ? "" : body, *question = strchr(uri, '?');
	const char	*params[] = {
		arena_printf(a, "REQUEST_METHOD=%s", method),
		arena_printf(a, "REQUEST_URI=%s", uri),
		arena_printf(a, "QUERY_STRING=%s", question == NULL ? "" : question + 1),
		arena_printf(a, "CONTENT_LENGTH=%zu", strlen(rest)),
		body == NULL ? "X=" : "CONTENT_TYPE=application/json; charset=utf-8",
		token == NULL ? "Y=" : arena_printf(a, "HTTP_AUTHORIZATION=Bearer %s", token),
		header == NULL ? "Z=" : header, second, NULL };
	const struct body_source from = { &rest, body_from_text };
	struct req	r = { .app = &app, .arena = app.arena };

	res_clear(&res);
	dispatch(&r, params, &from, &res, &e);
	arena_reset(app.arena);
	json_object_put(got);
	got = NULL;
	json_parse(&got, buf_str(&res.body), res.body.len, NULL);
	return res.status;
}

static inline int
ask_with(const char *header, const char *method, const char *uri, const char *token,
    const char *body)
{
	return ask_with_two(header, NULL, method, uri, token, body);
}

static inline int
ask(const char *method, const char *uri, const char *token, const char *body)
{
	return ask_with(NULL, method, uri, token, body);
}

/* The route's path with something in its holes. */
static inline const char *
filled(const struct route *route)
{
	char	*out = arena_zalloc(a, 1, 2 * strlen(route->path) + 1), *to = out;

	for (const char *p = route->path; *p != '\0'; p++)
		if (*p == '{') {
			*to++ = '1';
			p += strcspn(p, "}");
		} else
			*to++ = *p;
	return out;
}

/* A text of the answer, "" if it is not there. */
static inline const char *
text_of(const char *name)
{
	const char	*s = "";

	return got != NULL && json_str(got, name, true, &s, NULL) == RC_OK ? s : "";
}

#endif
