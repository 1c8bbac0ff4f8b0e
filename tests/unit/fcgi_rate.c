/* What one user may ask: the buckets themselves, and before the doors. */
#include "config.h"

#include <sys/wait.h>

#include "fcgi/rate.h"
#include "tests/unit/fcgi_site.h"

#define SECOND	UINT64_C(1000000)

static const struct rate_policy	policy = { .per_minute = 60, .burst = 10 };	/* one a second */
static struct rate_table	table;
static struct rate		left;

static void
table_setup(void)
{
	memset(&table, 0, sizeof(table));
	rate_init(&table);
}

TestSuite(rate, .init = table_setup);

static bool
take(uint64_t key, uint64_t cost, uint64_t at)
{
	return rate_take(&table, &policy, key, cost, table.began_us + at, &left);
}

static uint64_t
user(unsigned n)
{
	char	name[16];

	snprintf(name, sizeof(name), "user%u", n);
	return rate_key(&table, "local", name);
}

Test(rate, a_burst_then_as_much_as_time_brings)
{
	for (unsigned i = 1; i <= 10; i++) {
		cr_assert(take(1, 1, 0));
		cr_assert_eq(left.left, 10 - i);
		cr_assert_eq(left.full_seconds, i);
	}
	cr_assert_not(take(1, 1, 0));
	cr_assert(left.known);
	cr_assert_eq(left.left, 0);
	cr_assert_eq(left.retry_seconds, 1);
	cr_assert_not(take(1, 1, SECOND - 100));
	cr_assert(take(1, 1, SECOND));
	cr_assert_not(take(1, 1, SECOND));
	cr_assert_not(take(1, 3, SECOND));
	cr_assert_eq(left.retry_seconds, 3);
	cr_assert(take(1, 3, 4 * SECOND));
	cr_assert_eq(atomic_load(&table.refused), 4);
}

Test(rate, in_the_long_run_it_is_the_rate_that_counts)
{
	unsigned	n = 0;

	for (uint64_t at = 0; at < 3600 * SECOND; at += SECOND / 8)
		n += take(1, 1, at);
	cr_assert_eq(n, 3600 + 9);
}

Test(rate, a_full_bucket_pays_for_any_one_request)
{
	cr_assert(take(1, 1000, 0));
	cr_assert_eq(left.left, 0);
	cr_assert_not(take(1, 1000, 9 * SECOND));
	cr_assert(take(1, 1000, 10 * SECOND));
}

Test(rate, names_of_two_sources_are_two_users)
{
	cr_assert_neq(rate_key(&table, "local", "kim"), rate_key(&table, "ldap", "kim"));
	cr_assert(take(rate_key(&table, "local", "kim"), 10, 0));
	cr_assert(take(rate_key(&table, "ldap", "kim"), 10, 0));
	cr_assert_not(take(rate_key(&table, "local", "kim"), 1, 0));
}

Test(rate, nobody_becomes_free_by_what_others_ask)
{
	unsigned	n = 0;

	cr_assert(take(user(0), 10, 0));
	for (unsigned i = 1; i <= 10 * RATE_SLOTS; i++)
		n += take(user(i), 10, 0);
	cr_expect_not(take(user(0), 1, 0));
	/* One bucket a slot, and a common one. */
	cr_expect_leq(n, RATE_SLOTS);
	cr_expect_geq(n, RATE_SLOTS - 64, "%u", n);
	cr_expect_not(take(user(20 * RATE_SLOTS), 1, 0));
	/* When their time is over all slots are to be had again. */
	for (unsigned i = 0, k = 0; i < RATE_SLOTS / 4; i++, k++)
		cr_expect(take(user(100 * RATE_SLOTS + k), 1, 11 * SECOND));
}

Test(rate, nor_does_anybody_get_back_what_he_used)
{
	cr_assert(take(user(0), 9, 0));
	for (unsigned i = 1; i <= 10 * RATE_SLOTS; i++)
		take(user(i), 1, 0);
	cr_expect_not(take(user(0), 2, 0));
	cr_expect(take(user(0), 1, 0));
	cr_expect_not(take(user(0), 1, 0));
}

Test(rate, the_fastest_rate_is_not_exceeded)
{
	const struct rate_policy fast = { .per_minute = 1000000, .burst = 1 };
	unsigned		n = 0;

	for (uint64_t at = 0; at < SECOND; at += 4)
		n += rate_take(&table, &fast, 1, 1, table.began_us + at, &left);
	cr_assert_leq(n, 16667);
	cr_assert_geq(n, 15000, "%u", n);
}

Test(rate, workers_share_it_to_the_last_request)
{
	const struct rate_policy wide = { .per_minute = 60, .burst = 3000000 };
	struct scoreboard	*b;
	int			 status;

	cr_assert_eq(scoreboard_new(&b, &e), RC_OK);
	for (int i = 0; i < 4; i++)
		if (fork() == 0) {
			atomic_fetch_add(&b->deaths, 1);
			while (atomic_load(&b->deaths) < 4)	/* all at once */
				;
			for (int k = 0; k < 1000000; k++)
				if (rate_take(&b->rate, &wide, 77, 1, b->rate.began_us + 1000, &left))
					atomic_fetch_add(&b->answers[2], 1);
			_exit(0);
		}
	while (wait(&status) > 0)
		cr_assert_eq(status, 0);
	cr_assert_eq(atomic_load(&b->answers[2]), 3000000);
	cr_assert_eq(atomic_load(&b->rate.refused), 1000000);
	scoreboard_free(b);
}

static void
doors_setup(void)
{
	server_setup();
	conf->set.rate_limit_user_per_minute = 2;	/* slow, so that a test sees no time pass */
	conf->set.rate_limit_user_burst = 30;
}

TestSuite(rate_doors, .init = doors_setup, .fini = server_teardown);

static const char *
header_of(const char *name)
{
	const char	*at = strstr(buf_str(&res.headers), arena_printf(a, "%s: ", name));

	return at == NULL ? "" : arena_printf(a, "%.*s", (int)strcspn(at, "\r"), at) +
	    strlen(name) + 2;
}

static const char *
batch(int n)
{
	struct buf	b;
	const char	*out;

	buf_init(&b);
	for (int i = 0; i < n; i++)
		buf_addf(&b, "%s\"A%d\"", i == 0 ? "{\"item_codes\":[" : ",", i);
	buf_adds(&b, "]}");
	out = arena_strdup(a, buf_str(&b));
	buf_fini(&b);
	return out;
}

Test(rate_doors, a_user_is_told_what_is_left_and_refused_when_it_is_nothing)
{
	const char	*t = tokens[ROLE_PLANNER];

	for (int i = 29; i >= 0; i--) {
		cr_assert_eq(ask("GET", "/api/auth/me", t, NULL), 200);
		cr_assert_str_eq(header_of("RateLimit-Policy"), "\"user\";q=30;w=900");
		cr_assert_str_eq(header_of("RateLimit"), arena_printf(a, "\"user\";r=%d;t=%d", i,
		    (30 - i) * 30));
	}
	cr_assert_eq(ask("GET", "/api/auth/me", t, NULL), 429);
	cr_assert_str_eq(res.type, "application/problem+json");
	cr_assert_str_eq(text_of("code"), "too_many_requests");
	cr_assert_str_eq(text_of("title"), "Too Many Requests");
	cr_assert_str_eq(header_of("Retry-After"), "30");
	cr_assert_str_eq(header_of("RateLimit"), "\"user\";r=0;t=900");
	cr_assert_eq(ask("GET", "/api/auth/me", tokens[ROLE_OPERATOR], NULL), 200);
	cr_assert_eq(ask("GET", "/health", t, NULL), 200, "what is open knows no user");
	cr_assert_str_eq(header_of("RateLimit"), "");
	cr_assert_eq(ask("GET", "/metrics", NULL, NULL), 200);
	cr_assert_not_null(strstr(buf_str(&res.body), "routing_ml_rate_limited_total 1\n"));
}

Test(rate_doors, a_new_session_is_no_new_bucket)
{
	struct session	old = { .username = "planner", .source = "local", .jti = jti[ROLE_PLANNER] };
	struct session	next;
	const char	*token;

	for (int i = 0; i < 30; i++)
		cr_assert_eq(ask("GET", "/api/auth/me", tokens[ROLE_PLANNER], NULL), 200);
	cr_assert_eq(auth_refresh(&app.auth, d, &old, a, &next, &token, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(ask("GET", "/api/auth/me", token, NULL), 429);
}

Test(rate_doors, a_batch_counts_by_its_items)
{
	const char	*t = tokens[ROLE_PLANNER];

	/* There is no model: that is found out behind the guard. */
	cr_assert_eq(ask("POST", "/api/routing/predict", t, batch(9)), 503);
	cr_assert_str_eq(header_of("RateLimit"), "\"user\";r=29;t=30");
	cr_assert_eq(ask("POST", "/api/routing/predict", t, batch(200)), 503);
	cr_assert_str_eq(header_of("RateLimit"), "\"user\";r=8;t=660");
	cr_assert_eq(ask("POST", "/api/routing/predict", t, batch(200)), 429);
	cr_assert_str_eq(header_of("Retry-After"), "390");
	cr_assert_eq(ask("POST", "/api/routing/predict", t, "[]"), 422);
	cr_assert_eq(ask("POST", "/api/routing/predict", t, "{\"item_codes\":7}"), 422);
}

Test(rate_doors, what_is_refused_for_another_reason_counts_as_well)
{
	for (int i = 0; i < 15; i++) {
		cr_assert_eq(ask("GET", "/api/users", tokens[ROLE_PLANNER], NULL), 403);
		cr_assert_eq(ask("POST", "/api/routing/predict", tokens[ROLE_PLANNER], "{"), 400);
	}
	cr_assert_eq(ask("GET", "/api/users", tokens[ROLE_PLANNER], NULL), 429);
}

Test(rate_doors, a_stranger_costs_nobody_anything)
{
	for (int i = 0; i < 40; i++)
		cr_assert_eq(ask("GET", "/api/auth/me", "x.y.z", NULL), 401);
	cr_assert_str_eq(header_of("RateLimit"), "");
	cr_assert_eq(ask("GET", "/api/auth/me", tokens[ROLE_PLANNER], NULL), 200);
	cr_assert_str_eq(header_of("RateLimit"), "\"user\";r=29;t=30");
}

Test(rate_doors, zero_a_minute_is_no_limit)
{
	conf->set.rate_limit_user_per_minute = 0;
	for (int i = 0; i < 100; i++)
		cr_assert_eq(ask("GET", "/api/auth/me", tokens[ROLE_PLANNER], NULL), 200);
	cr_assert_str_eq(header_of("RateLimit"), "");
}
