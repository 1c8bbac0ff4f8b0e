#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "fcgi/http.h"

static struct err	 e;
static struct arena	*a;
static struct req	 r;

static void
setup(void)
{
	cr_assert_not_null(a = arena_new(0));
	r = (struct req){ .arena = a };
}

static void
teardown(void)
{
	arena_free(a);
}

TestSuite(http, .init = setup, .fini = teardown);

#define PARAMS(...)	((const char *const[]){ __VA_ARGS__, NULL })

Test(http, a_path_is_cut_before_it_is_decoded)
{
	r.params = PARAMS("REQUEST_METHOD=GET", "REQUEST_URI=/api/items/A%2FB%20%EB%A7%81?x=1",
	    "QUERY_STRING=x=1");
	cr_assert_eq(http_parse(&r, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(r.nsegments, 3);
	cr_assert_str_eq(r.segments[2], "A/B 링");
	cr_assert_str_eq(r.path, "/api/items/A/B 링");
	cr_assert_str_eq(http_query(&r, "x"), "1");
	cr_assert_str_eq(r.method, "GET");
}

/* libfcgi takes them back before the request is logged. */
Test(http, what_is_logged_outlives_the_parameters)
{
	char	method[] = "REQUEST_METHOD=DELETE", uri[] = "REQUEST_URI=/api/x";

	r.params = PARAMS(method, uri);
	cr_assert_eq(http_parse(&r, &e), RC_OK, "%s", e.msg);
	memset(method, '!', sizeof(method) - 1);
	memset(uri, '!', sizeof(uri) - 1);
	cr_assert_str_eq(r.method, "DELETE");
	cr_assert_str_eq(r.path, "/api/x");
}

Test(http, a_plus_is_a_blank_in_a_query_only)
{
	r.params = PARAMS("REQUEST_URI=/a+b", "QUERY_STRING=q=c+d%2B");
	cr_assert_eq(http_parse(&r, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(r.segments[0], "a+b");
	cr_assert_str_eq(http_query(&r, "q"), "c d+");
}

Test(http, a_query_may_hold_empty_things)
{
	cr_assert_eq(http_parse_query(&r, "&&a=&b&c=1&", &e), RC_OK, "%s", e.msg);
	cr_assert_eq(r.nquery, 3);
	cr_assert_str_eq(http_query(&r, "a"), "");
	cr_assert_str_eq(http_query(&r, "b"), "");
	cr_assert_str_eq(http_query(&r, "c"), "1");
	cr_assert_null(http_query(&r, "d"));
}

Test(http, malformed_addresses_are_refused)
{
	static const char *const	paths[] = { "", "x", "/%", "/%4", "/%zz", "/%00", "/%ff",
		"/%c3", "/%ed%a0%80", "/a/b/c/d/e/f/g/h/i/j/k/l/m/n" };
	static const char *const	queries[] = { "a=%", "%zz=1", "a=%00", "a=%ff", "a=1&a=2",
		"a=1&%61=2", "1&2&3&4&5&6&7&8&9&10&11&12&13&14&15&16&17" };

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		cr_expect_eq(http_parse_path(&r, paths[i], strlen(paths[i]), &e), RC_INVAL, "%s",
		    paths[i]);
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
		cr_expect_eq(http_parse_query(&r, queries[i], &e), RC_INVAL, "%s", queries[i]);
}

Test(http, an_escape_at_the_very_end_counts)
{
	const char	*out;

	cr_assert_eq(http_decode("%41", 3, false, a, &out, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(out, "A");
	/* The byte behind the n that are ours is not looked at. */
	cr_assert_eq(http_decode("%41", 2, false, a, &out, &e), RC_INVAL);
}

Test(http, a_cookie_is_found_among_others)
{
	cr_assert_str_eq(http_cookie("a=1; routing_ml_session=tok.en ; b=2", HTTP_COOKIE, a), "tok.en");
	cr_assert_str_eq(http_cookie("routing_ml_session=", HTTP_COOKIE, a), "");
	cr_assert_str_eq(http_cookie(";;routing_ml_session=x", HTTP_COOKIE, a), "x");
	cr_assert_null(http_cookie("", HTTP_COOKIE, a));
	cr_assert_null(http_cookie("xrouting_ml_session=1", HTTP_COOKIE, a));
	cr_assert_null(http_cookie("routing_ml_sessionx=1", HTTP_COOKIE, a));
	cr_assert_null(http_cookie("a=routing_ml_session=1", HTTP_COOKIE, a));
}

Test(http, a_bearer_token_wins_over_a_cookie)
{
	r.params = PARAMS("REQUEST_URI=/", "HTTP_AUTHORIZATION=bearer  one",
	    "HTTP_COOKIE=routing_ml_session=two");
	cr_assert_eq(http_parse(&r, &e), RC_OK);
	cr_assert_str_eq(r.token, "one");
	cr_assert_not(r.by_cookie);
}

Test(http, another_scheme_is_no_token_and_hides_the_cookie)
{
	r.params = PARAMS("REQUEST_URI=/", "HTTP_AUTHORIZATION=Basic one",
	    "HTTP_COOKIE=routing_ml_session=two");
	cr_assert_eq(http_parse(&r, &e), RC_OK);
	cr_assert_null(r.token);
	cr_assert_null(http_bearer("Bearer"));
	cr_assert_null(http_bearer("Bearerx y"));
}

Test(http, the_cookie_counts_when_it_is_alone)
{
	r.params = PARAMS("REQUEST_URI=/", "HTTP_AUTHORIZATION=", "HTTP_COOKIE=routing_ml_session=two");
	cr_assert_eq(http_parse(&r, &e), RC_OK);
	cr_assert_str_eq(r.token, "two");
	cr_assert(r.by_cookie);
}

Test(http, the_number_of_a_request_is_nginx_s_or_our_own)
{
	r.params = PARAMS("REQUEST_URI=/", "REQUEST_ID=0123456789abcdef0123456789abcdef");
	cr_assert_eq(http_parse(&r, &e), RC_OK);
	cr_assert_str_eq(r.id, "0123456789abcdef0123456789abcdef");
	r.params = PARAMS("REQUEST_URI=/", "REQUEST_ID=a\r\nSet-Cookie: x", "HTTP_X_REQUEST_ID=mine1234");
	cr_assert_eq(http_parse(&r, &e), RC_OK);
	cr_assert_eq(strlen(r.id), 32);
	cr_assert_eq(strspn(r.id, "0123456789abcdef"), 32);
}

Test(http, a_bad_address_has_a_number_too)
{
	r.params = PARAMS("REQUEST_URI=nonsense");
	cr_assert_eq(http_parse(&r, &e), RC_INVAL);
	cr_assert_eq(strlen(r.id), 32);
}

Test(http, numbers_in_a_query_have_bounds)
{
	long	n = 7;

	cr_assert_eq(http_parse_query(&r, "a=5&b=x&c=201&d=-1&e=&f=5.5", &e), RC_OK);
	cr_assert_eq(http_query_int(&r, "none", 1, 200, &n, &e), RC_OK);
	cr_assert_eq(n, 7);
	cr_assert_eq(http_query_int(&r, "a", 1, 200, &n, &e), RC_OK);
	cr_assert_eq(n, 5);
	for (const char *p = "bcdef"; *p != '\0'; p++) {
		char	name[2] = { *p, '\0' };

		cr_expect_eq(http_query_int(&r, name, 1, 200, &n, &e), RC_INVAL, "%s", name);
		cr_expect_str_eq(e.field, name);
	}
}

Test(http, an_unknown_parameter_is_named)
{
	static const char *const	names[] = { "limit", "cursor", NULL };

	cr_assert_eq(http_parse_query(&r, "limit=1&limt=2", &e), RC_OK);
	cr_assert_eq(http_query_only(&r, names, &e), RC_INVAL);
	cr_assert_str_eq(e.field, "limt");
}

Test(http, a_header_cannot_be_broken_into_two)
{
	struct res	s;

	res_init(&s);
	res_header(&s, "Location", "/x\r\nSet-Cookie: a=b");
	cr_assert_eq(s.headers.len, 0);
	res_header(&s, "Location", "/%d", 5);
	cr_assert_str_eq(buf_str(&s.headers), "Location: /5\r\n");
	res_fini(&s);
}
