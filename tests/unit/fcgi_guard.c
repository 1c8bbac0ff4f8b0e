/* What stands before the doors, without FastCGI and nginx around it.  Who may: fcgi_matrix.c. */
#include "config.h"

#include "core/base/clock.h"
#include "tests/unit/fcgi_site.h"

TestSuite(guard, .init = server_setup, .fini = server_teardown);

Test(guard, a_wrong_method_is_405_and_allow_names_the_right_ones)
{
	for (size_t i = 0; i < nroutes; i++) {
		cr_expect_eq(ask("TRACE", filled(&routes[i]), NULL, NULL), 405);
		cr_expect_not_null(strstr(buf_str(&res.headers), "Allow: "));
		cr_expect_not_null(strstr(buf_str(&res.headers), routes[i].method));
	}
	ask("PUT", "/api/trainer/versions/x", NULL, NULL);
	cr_assert_not_null(strstr(buf_str(&res.headers), "Allow: GET, HEAD, DELETE\r\n"));
}

Test(guard, one_byte_over_the_limit_is_413)
{
	for (size_t i = 0; i < nroutes; i++) {
		char	*body = arena_alloc(a, routes[i].max_body + 2);

		memset(body, ' ', routes[i].max_body + 1);
		body[routes[i].max_body + 1] = '\0';
		cr_expect_eq(ask(routes[i].method, filled(&routes[i]), tokens[ROLE_ADMIN], body), 413,
		    "%s %s: %d", routes[i].method, routes[i].path, res.status);
	}
}

Test(guard, a_length_that_is_a_lie_is_found_out)
{
	char	*body = arena_alloc(a, 6000);

	memset(body, ' ', 5999);
	body[5999] = '\0';
	/* The first of the name counts: none is said, though there is much. */
	cr_assert_eq(ask_with("HTTP_X=", "POST", "/api/auth/login", NULL, body), 413);
	cr_assert_eq(ask("POST", "/api/auth/login", NULL, "{\"username\":"), 400);
	cr_assert_str_eq(text_of("code"), "invalid_json");
}

Test(guard, what_is_not_there_is_404_in_our_form)
{
	cr_assert_eq(ask("GET", "/api/nothing", NULL, NULL), 404);
	cr_assert_str_eq(res.type, "application/problem+json");
	cr_assert_str_eq(text_of("title"), "Not Found");
	cr_assert_eq(strlen(text_of("request_id")), 32);
	cr_assert_not_null(strstr(buf_str(&res.headers), "X-Request-Id: "));
	cr_assert_eq(ask("GET", "/health/", NULL, NULL), 404);
	cr_assert_eq(ask("GET", "/api/items/", tokens[ROLE_PLANNER], NULL), 404);
}

Test(guard, bodies_are_json_or_refused)
{
	const char	*t = tokens[ROLE_ADMIN];

	cr_assert_eq(ask("POST", "/api/auth/login", NULL, NULL), 400);
	cr_assert_eq(ask("POST", "/api/auth/login", NULL, "{"), 400);
	cr_assert_eq(ask("POST", "/api/auth/login", NULL, "[]"), 422);
	cr_assert_eq(ask("POST", "/api/users", t, "{\"username\":\"x\",\"roles\":[\"planner\"],"
	    "\"colour\":1}"), 422);
	cr_assert_str_eq(text_of("field"), "colour");
}

Test(guard, a_body_of_another_type_is_415)
{
	const char		*rest = "username=x";
	const char *const	 params[] = { "REQUEST_METHOD=POST", "REQUEST_URI=/api/auth/login",
				    "CONTENT_TYPE=application/x-www-form-urlencoded",
				    "CONTENT_LENGTH=10", NULL };
	const struct body_source from = { &rest, body_from_text };
	struct req		 r = { .app = &app, .arena = app.arena };

	res_clear(&res);
	cr_assert_eq(dispatch(&r, params, &from, &res, &e), RC_OK);
	cr_assert_eq(res.status, 415);
}

Test(guard, malformed_addresses_are_400)
{
	cr_assert_eq(ask("GET", "/api/items?query=%zz", tokens[ROLE_PLANNER], NULL), 400);
	cr_assert_eq(ask("GET", "/%00", NULL, NULL), 400);
	cr_assert_eq(ask("GET", "", NULL, NULL), 400);
	cr_assert_eq(ask("", "/health", NULL, NULL), 405);
}

Test(guard, with_the_cookie_a_change_needs_the_csrf_token)
{
	const char	*t = tokens[ROLE_ADMIN];
	char		 csrf[SHA256_HEX];
	const char	*rest = "";
	const struct body_source from = { &rest, body_from_text };
	const char	*params[] = { "REQUEST_METHOD=POST", "REQUEST_URI=/api/auth/refresh",
			    arena_printf(a, "HTTP_COOKIE=routing_ml_session=%s", t), NULL, NULL };
	struct req	 r = { .app = &app, .arena = app.arena };

	dispatch(&r, params, &from, &res, &e);
	cr_assert_eq(res.status, 403);
	csrf_token(app.auth.secret, jti[ROLE_PLANNER], csrf);
	params[3] = arena_printf(a, "HTTP_X_CSRF_TOKEN=%s", csrf);
	r = (struct req){ .app = &app, .arena = app.arena };
	res_clear(&res);
	dispatch(&r, params, &from, &res, &e);
	cr_assert_eq(res.status, 403, "another session's token was taken");
	csrf_token(app.auth.secret, jti[ROLE_ADMIN], csrf);
	params[3] = arena_printf(a, "HTTP_X_CSRF_TOKEN=%s", csrf);
	r = (struct req){ .app = &app, .arena = app.arena };
	res_clear(&res);
	dispatch(&r, params, &from, &res, &e);
	cr_assert_eq(res.status, 200, "%s", buf_str(&res.body));
	cr_assert_not_null(strstr(buf_str(&res.headers), "Set-Cookie: routing_ml_session="));
	cr_assert_not_null(strstr(buf_str(&res.headers), "; HttpOnly; Secure; SameSite=Strict\r\n"));
}

Test(guard, csrf_tokens_differ_by_session_and_by_secret)
{
	char	one[SHA256_HEX], two[SHA256_HEX], three[SHA256_HEX];

	csrf_token("secret", "a", one);
	csrf_token("secret", "b", two);
	csrf_token("secreu", "a", three);
	cr_assert_str_neq(one, two);
	cr_assert_str_neq(one, three);
	cr_assert(csrf_matches("secret", "a", one));
	cr_assert_not(csrf_matches("secret", "a", two));
	cr_assert_not(csrf_matches("secret", "a", ""));
	one[5] ^= 1;
	cr_assert_not(csrf_matches("secret", "a", one));
}

Test(guard, only_known_origins_may_call)
{
	cr_assert(cors_allows("https://a.example, https://b.example", "https://b.example"));
	cr_assert_not(cors_allows("https://a.example", "https://a.example.evil"));
	cr_assert_not(cors_allows("https://a.example", "https://a.exampl"));
	cr_assert_not(cors_allows("", ""));
	cr_assert_not(cors_allows(" , ", ""));

	cr_assert_eq(ask_with("HTTP_ORIGIN=https://b.example", "OPTIONS", "/api/routing/predict",
	    NULL, NULL), 204);
	cr_assert_not_null(strstr(buf_str(&res.headers),
	    "Access-Control-Allow-Origin: https://b.example\r\n"));
	cr_assert_not_null(strstr(buf_str(&res.headers), "Vary: Origin\r\n"));
	cr_assert_eq(ask_with("HTTP_ORIGIN=https://c.example", "OPTIONS", "/api/routing/predict",
	    NULL, NULL), 405);
	cr_assert_null(strstr(buf_str(&res.headers), "Access-Control"));
	cr_assert_not_null(strstr(buf_str(&res.headers), "Vary: Origin\r\n"));
}

Test(guard, who_waited_too_long_is_told_so)
{
	const char	*t = arena_printf(a, "REQUEST_RECEIVED=%lld.000", (long long)clock_now() - 60);

	cr_assert_eq(ask_with(t, "GET", "/health", NULL, NULL), 503);
	cr_assert_not_null(strstr(buf_str(&res.headers), "Retry-After: "));
	t = arena_printf(a, "REQUEST_RECEIVED=%lld.000", (long long)clock_now());
	cr_assert_eq(ask_with(t, "GET", "/health", NULL, NULL), 200);
}

Test(guard, without_the_registry_nobody_is_said_to_be_wrong)
{
	char	path[100], away[100];

	snprintf(path, sizeof(path), "%s/registry.db", dir);
	snprintf(away, sizeof(away), "%s/away.db", dir);
	cr_assert_eq(ask("GET", "/api/auth/me", tokens[ROLE_PLANNER], NULL), 200);
	cr_assert_eq(rename(path, away), 0);
	cr_assert_eq(ask("GET", "/api/auth/me", tokens[ROLE_PLANNER], NULL), 503);
	cr_assert_str_eq(text_of("code"), "unavailable");
	cr_assert_null(strstr(buf_str(&res.body), dir), "it tells the path: %s", buf_str(&res.body));
	cr_assert_eq(rename(away, path), 0);
	atomic_store(&board->link[BOARD_REGISTRY].retry_us, 0);
	cr_assert_eq(ask("GET", "/api/auth/me", tokens[ROLE_PLANNER], NULL), 200);
}

Test(guard, a_table_that_is_gone_is_503_and_not_404)
{
	must("DROP TABLE activations");
	cr_assert_eq(ask("GET", "/api/trainer/history", tokens[ROLE_OPERATOR], NULL), 503);
	cr_assert_not_null(strstr(e.msg, "activations"), "%s", e.msg);
	must("DROP TABLE sessions");
	cr_assert_eq(ask("GET", "/api/auth/me", tokens[ROLE_OPERATOR], NULL), 503);
}

Test(guard, without_a_model_predictions_are_503_and_health_is_200)
{
	cr_assert_eq(ask("POST", "/api/similarity/search", tokens[ROLE_PLANNER],
	    "{\"item_code\":\"A\"}"), 503);
	cr_assert_str_eq(text_of("detail"), "no model version is active yet");
	cr_assert_eq(ask("GET", "/health", NULL, NULL), 200);
	cr_assert_str_eq(text_of("status"), "ok");
	cr_assert_eq(ask("GET", "/health/ready", NULL, NULL), 503);
	cr_assert_str_eq(text_of("status"), "not_ready");
	cr_assert_null(strstr(buf_str(&res.body), dir));
}

Test(guard, a_user_is_made_changed_and_shut_out)
{
	const char	*t = tokens[ROLE_ADMIN];

	cr_assert_eq(ask("POST", "/api/users", t, "{\"username\":\"Kim\",\"roles\":[\"planner\"]}"),
	    201, "%s", buf_str(&res.body));
	cr_assert_eq(strlen(text_of("initial_password")), 20);
	cr_assert_str_eq(text_of("username"), "kim");
	cr_assert_eq(ask("POST", "/api/users", t, "{\"username\":\"kim\",\"roles\":[\"planner\"]}"),
	    409);
	cr_assert_eq(ask("PATCH", "/api/users/kim", t, "{\"roles\":[\"planner\",\"operator\"]}"), 200);
	cr_assert_eq(ask("PATCH", "/api/users/kim", t, "{\"roles\":[]}"), 422);
	cr_assert_eq(ask("PATCH", "/api/users/kim", t, "{\"roles\":[\"king\"]}"), 422);
	cr_assert_str_eq(text_of("field"), "roles");
	cr_assert_eq(ask("PATCH", "/api/users/kim", t, "{\"disabled\":true}"), 200);
	cr_assert_eq(ask("PATCH", "/api/users/nobody", t, "{\"disabled\":true}"), 404);
	cr_assert_eq(ask("PATCH", "/api/users/admin", t, "{\"disabled\":true}"), 409);
	cr_assert_eq(ask("GET", "/api/users", t, NULL), 200);
	cr_assert_eq(count("SELECT COUNT(*) FROM users WHERE disabled = 1"), 1);
}

Test(guard, logging_in_out_and_a_new_password)
{
	const char	*first, *second;

	cr_assert_eq(ask("POST", "/api/users", tokens[ROLE_ADMIN], "{\"username\":\"kim\","
	    "\"roles\":[\"planner\"],\"password\":\"correct horse battery\"}"), 201);
	cr_assert_eq(ask("POST", "/api/auth/login", NULL,
	    "{\"username\":\"kim\",\"password\":\"wrong\"}"), 401);
	cr_assert_eq(ask("POST", "/api/auth/login", NULL,
	    "{\"username\":\"KIM \",\"password\":\"correct horse battery\"}"), 200);
	first = arena_strdup(a, text_of("access_token"));
	cr_assert_eq(ask("POST", "/api/auth/change-password", first,
	    "{\"current_password\":\"wrong\",\"new_password\":\"another horse battery\"}"), 422);
	cr_assert_str_eq(text_of("field"), "current_password");
	cr_assert_eq(ask("POST", "/api/auth/change-password", first, "{\"current_password\":"
	    "\"correct horse battery\",\"new_password\":\"short\"}"), 422);
	cr_assert_str_eq(text_of("field"), "new_password");
	cr_assert_eq(ask("POST", "/api/auth/change-password", first, "{\"current_password\":"
	    "\"correct horse battery\",\"new_password\":\"another horse battery\"}"), 200);
	second = arena_strdup(a, text_of("access_token"));
	cr_assert_eq(ask("GET", "/api/auth/me", first, NULL), 401);
	cr_assert_eq(ask("GET", "/api/items?limit=0", second, NULL), 422);
	cr_assert_eq(ask("POST", "/api/auth/logout", second, NULL), 204);
	cr_assert_eq(ask("GET", "/api/auth/me", second, NULL), 401);
}

Test(guard, a_training_label_is_checked_before_anything_happens)
{
	const char	*t = tokens[ROLE_OPERATOR];

	cr_assert_eq(ask("POST", "/api/trainer/run", t, "{\"version_label\":\"../../x\"}"), 422);
	cr_assert_str_eq(text_of("field"), "version_label");
	cr_assert_eq(ask("POST", "/api/trainer/run", t, "{\"version_label\":\"\"}"), 422);
	cr_assert_eq(ask("POST", "/api/trainer/run", t, "{\"activate\":\"yes\"}"), 422);
	cr_assert_eq(count("SELECT COUNT(*) FROM runs"), 0);
	cr_assert_eq(ask("GET", "/api/trainer/status", t, NULL), 200);
	cr_assert_str_eq(text_of("status"), "idle");
	cr_assert_eq(ask("GET", "/api/trainer/runs/1", t, NULL), 404);
	cr_assert_eq(ask("GET", "/api/trainer/runs/x", t, NULL), 404);
	cr_assert_eq(ask("GET", "/api/trainer/runs/1/log", t, NULL), 404);
	cr_assert_eq(ask("POST", "/api/trainer/versions/..%2f..%2fx/activate", t, NULL), 404);
	cr_assert_eq(ask("DELETE", "/api/trainer/versions/0123456789abcdef", t, NULL), 404);
	cr_assert_eq(ask("POST", "/api/trainer/rollback", t, NULL), 404);
	cr_assert_eq(ask("GET", "/api/trainer/history?at=yesterday", t, NULL), 422);
}

Test(guard, what_the_log_tells_of_a_request_outlives_its_parameters)
{
	char			 method[] = "REQUEST_METHOD=GET", uri[] = "REQUEST_URI=/health";
	const char *const	 params[] = { method, uri, NULL };
	const char		*rest = "";
	const struct body_source from = { &rest, body_from_text };
	struct req		 r = { .app = &app, .arena = app.arena };

	cr_assert_eq(dispatch(&r, params, &from, &res, &e), RC_OK);
	memset(method, 'x', sizeof(method));
	memset(uri, 'x', sizeof(uri));
	cr_assert_str_eq(r.method, "GET");
	cr_assert_str_eq(r.path, "/health");
}
