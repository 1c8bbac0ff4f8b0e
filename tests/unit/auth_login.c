#include "config.h"

#include "core/auth/auth.h"
#include "core/base/clock.h"
#include "tests/unit/data_site.h"

static const struct auth_config	config = {
	.secret = "a secret of at least thirty-two bytes", .expires_seconds = 600 };
static const char		good[] = "correct horse battery";
static struct auth_outcome	o;

static void
setup(void)
{
	struct user	u = { .username = "kim", .display_name = "김철수", .role = ROLE_OPERATOR };

	site_setup();
	cr_assert_eq(password_hash(good, a, &u.password_hash, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(users_add(d, &u, &by_nobody, &e), RC_OK, "%s", e.msg);
}

TestSuite(login, .init = setup, .fini = site_teardown);

static const char *
logged_in(struct session *s)
{
	const char	*token;

	cr_assert_eq(auth_login(&config, d, "kim", good, "127.0.0.1", a,
	    s, &token, &o, &e), RC_OK, "%s", e.msg);
	return token;
}

Test(login, a_token_stands_for_the_user)
{
	struct session	 s, back;
	const char	*token = logged_in(&s);

	cr_assert_eq(auth_check(&config, d, token, "127.0.0.1", a, &back, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(back.username, "kim");
	cr_assert_str_eq(back.display_name, "김철수");
	cr_assert_str_eq(back.source, "local");
	cr_assert_eq(back.role, ROLE_OPERATOR);
	cr_assert_leq(back.expires, clock_now() + 600);
}

Test(login, every_failure_has_the_same_words)
{
	struct session	 s;
	const char	*token, *first = NULL;
	char		*huge = arena_alloc(a, 5000);
	static const char *const	names[] = { "kim", "nobody", "", "kim'--", "disabled" };
	struct user	 u = { .username = "disabled", .role = ROLE_PLANNER, .disabled = true };

	cr_assert_eq(password_hash(good, a, &u.password_hash, &e), RC_OK);
	cr_assert_eq(users_add(d, &u, &by_nobody, &e), RC_OK, "%s", e.msg);
	memset(huge, 'x', 4999);
	huge[4999] = '\0';
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char	*password = i == 4 ? good : "wrong password";

		cr_expect_eq(auth_login(&config, d, names[i], password, "127.0.0.1", a,
	    &s, &token, &o, &e), RC_DENIED,
		    "%s", names[i]);
		cr_expect_null(token);
		if (first == NULL)
			first = arena_strdup(a, e.msg);
		cr_expect_str_eq(e.msg, first);
	}
	cr_expect_eq(auth_login(&config, d, "kim", huge, "127.0.0.1", a,
	    &s, &token, &o, &e), RC_DENIED);
	cr_expect_str_eq(e.msg, first);
	cr_expect_eq(auth_login(&config, d, huge, good, "127.0.0.1", a,
	    &s, &token, &o, &e), RC_DENIED);
	cr_expect_str_eq(e.msg, first);
}

static uint64_t
time_of_refusal(const char *username)
{
	struct session	 s;
	const char	*token;
	uint64_t	 best = UINT64_MAX;

	for (int i = 0; i < 3; i++) {
		uint64_t	began = clock_mono_us(), took;

		cr_assert_eq(auth_login(&config, d, username, "wrong password", "127.0.0.1", a,
	    &s, &token, &o, &e),
		    RC_DENIED);
		took = clock_mono_us() - began;
		best = took < best ? took : best;
	}
	return best;
}

Test(login, an_unknown_user_costs_as_much_time_as_a_known_one)
{
	uint64_t	known = time_of_refusal("kim"), unknown = time_of_refusal("nobody");

	cr_assert(unknown * 2 > known && known * 2 > unknown, "known %llu us, unknown %llu us",
	    (unsigned long long)known, (unsigned long long)unknown);
}

Test(login, an_ended_session_ends_its_token)
{
	struct session	 s, back;
	const char	*token = logged_in(&s);

	cr_assert_eq(sessions_end(d, s.jti, &e), RC_OK);
	cr_assert_eq(auth_check(&config, d, token, "127.0.0.1", a, &back, &e), RC_DENIED);
}

Test(login, a_disabled_user_is_out_at_once)
{
	struct session	 s, back;
	const char	*token = logged_in(&s);

	cr_assert_eq(users_set_disabled(d, "kim", true, &by_nobody, &e), RC_OK);
	cr_assert_eq(auth_check(&config, d, token, "127.0.0.1", a, &back, &e), RC_DENIED);
}

Test(login, a_signed_token_of_no_session_is_worth_nothing)
{
	struct session	 s, back;
	const char	*token = logged_in(&s);

	must("DELETE FROM sessions");
	cr_assert_eq(auth_check(&config, d, token, "127.0.0.1", a, &back, &e), RC_DENIED);
	cr_assert_str_eq(e.msg, "the token is not valid or no longer valid");
}

Test(login, of_two_refreshes_of_a_token_one_wins_and_none_after_a_logout)
{
	struct session	 s, next;
	const char	*fresh;

	logged_in(&s);
	cr_assert_eq(auth_refresh(&config, d, &s, a, &next, &fresh, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(auth_refresh(&config, d, &s, a, &next, &fresh, &e), RC_DENIED);
	logged_in(&s);
	cr_assert_eq(sessions_end(d, s.jti, &e), RC_OK);
	cr_assert_eq(auth_refresh(&config, d, &s, a, &next, &fresh, &e), RC_DENIED);
	cr_assert_null(fresh);
}

Test(login, a_refreshed_token_replaces_the_old_one)
{
	struct session	 s, next, back;
	const char	*token = logged_in(&s), *fresh;

	cr_assert_eq(auth_refresh(&config, d, &s, a, &next, &fresh, &e), RC_OK, "%s", e.msg);
	cr_assert_str_neq(s.jti, next.jti);
	cr_assert_eq(auth_check(&config, d, fresh, "127.0.0.1", a, &back, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(back.username, "kim");
	cr_assert_eq(auth_check(&config, d, token, "127.0.0.1", a, &back, &e), RC_DENIED);
}
