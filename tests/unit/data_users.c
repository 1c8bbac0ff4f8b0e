#include "config.h"

#include "core/base/clock.h"
#include "core/data/users.h"
#include "tests/unit/data_site.h"

TestSuite(users, .init = site_setup, .fini = site_teardown);
TestSuite(sessions, .init = site_setup, .fini = site_teardown);

static const struct user	kim = { .username = " Kim ", .display_name = "김", .role = ROLE_PLANNER,
	.password_hash = "$y$hash" };

static void
login(const char *jti, const char *source, int64_t expires)
{
	struct session	s = { .jti = jti, .username = "KIM", .display_name = "김", .source = source,
	    .role = ROLE_ADMIN, .expires = expires };

	cr_assert_eq(sessions_add(d, &s, &e), RC_OK, "%s", e.msg);
}

Test(users, names_are_folded)
{
	struct user	u, same = kim;

	cr_assert_eq(users_add(d, &kim, &by_nobody, &e), RC_OK, "%s", e.msg);
	same.username = "kIM";
	cr_assert_eq(users_add(d, &same, &by_nobody, &e), RC_BUSY);
	cr_assert_not_null(strstr(e.msg, "kim is there already"), "%s", e.msg);
	cr_assert_eq(users_get(d, "KIM ", a, &u, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(u.username, "kim");
	cr_assert_str_eq(u.display_name, "김");
	cr_assert_eq(u.role, ROLE_PLANNER);
	cr_assert_eq(users_get(d, "lee", a, &u, &e), RC_NOTFOUND);
}

Test(users, names_that_would_confuse_a_login_are_refused)
{
	static const char *const	bad[] = { "", "  ", "a b", "dom\\kim", "kim@dom", "a\nb", "\xff",
	    "12345678901234567890123456789012345678901234567890123456789012345" };
	struct user	u = kim;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		u.username = bad[i];
		cr_assert_eq(users_add(d, &u, &by_nobody, &e), RC_INVAL, "%s", bad[i]);
		cr_assert_str_eq(e.field, "username");
	}
}

Test(users, lists_are_in_order)
{
	struct user	*u, lee = kim;
	size_t		 n;

	lee.username = "lee";
	lee.display_name = NULL;
	cr_assert_eq(users_add(d, &lee, &by_nobody, &e), RC_OK);
	cr_assert_eq(users_add(d, &kim, &by_nobody, &e), RC_OK);
	cr_assert_eq(users_list(d, a, &u, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 2);
	cr_assert_str_eq(u[0].username, "kim");
	cr_assert_str_eq(u[1].display_name, "lee");
}

Test(users, roles_have_names)
{
	enum role	r;

	for (enum role k = ROLE_PLANNER; k <= ROLE_ADMIN; k++) {
		cr_assert_eq(role_parse(role_name(k), &r, &e), RC_OK);
		cr_assert_eq(r, k);
	}
	cr_assert_eq(role_parse("root", &r, &e), RC_INVAL);
	cr_assert_eq(role_parse("none", &r, &e), RC_INVAL);
}

Test(sessions, a_local_role_is_the_users_present_one)
{
	struct session	s;

	cr_assert_eq(users_add(d, &kim, &by_nobody, &e), RC_OK);
	login("j1", "local", clock_now() + 100);
	cr_assert_eq(sessions_get(d, "j1", a, &s, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(s.username, "kim");
	cr_assert_eq(s.role, ROLE_PLANNER);
	must("UPDATE users SET role = 'operator', must_change = 1");
	cr_assert_eq(sessions_get(d, "j1", a, &s, &e), RC_OK);
	cr_assert_eq(s.role, ROLE_OPERATOR);
	cr_assert(s.must_change);
	login("j2", "ldap", clock_now() + 100);
	cr_assert_eq(sessions_get(d, "j2", a, &s, &e), RC_OK);
	cr_assert_eq(s.role, ROLE_ADMIN);
}

Test(sessions, every_change_of_a_user_ends_them)
{
	struct session	s;

	cr_assert_eq(users_add(d, &kim, &by_nobody, &e), RC_OK);
	for (int i = 0; i < 3; i++) {
		login("j1", "local", clock_now() + 100);
		cr_assert_eq(sessions_get(d, "j1", a, &s, &e), RC_OK);
		cr_assert_eq(i == 0 ? users_set_password(d, "Kim", "$y$new", true, &by_nobody, &e) :
		    i == 1 ? users_set_role(d, "Kim", ROLE_ADMIN, &by_nobody, &e) :
		    users_set_disabled(d, "Kim", true, &by_nobody, &e), RC_OK, "%s", e.msg);
		cr_assert_eq(sessions_get(d, "j1", a, &s, &e), RC_NOTFOUND);
	}
	cr_assert_eq(users_set_role(d, "lee", ROLE_ADMIN, &by_nobody, &e), RC_NOTFOUND);
}

Test(sessions, ended_expired_disabled_and_unknown_are_not_found)
{
	struct session	s;

	cr_assert_eq(users_add(d, &kim, &by_nobody, &e), RC_OK);
	cr_assert_eq(sessions_get(d, "j1", a, &s, &e), RC_NOTFOUND);
	login("j1", "local", clock_now() + 100);
	login("j2", "local", clock_now());
	cr_assert_eq(sessions_get(d, "j2", a, &s, &e), RC_NOTFOUND);
	must("UPDATE users SET disabled = 1");
	cr_assert_eq(sessions_get(d, "j1", a, &s, &e), RC_NOTFOUND);
	must("UPDATE users SET disabled = 0");
	cr_assert_eq(sessions_get(d, "j1", a, &s, &e), RC_OK);
	cr_assert_eq(sessions_end(d, "j1", &e), RC_OK);
	cr_assert_eq(sessions_end(d, "j1", &e), RC_NOTFOUND);
	cr_assert_eq(sessions_get(d, "j1", a, &s, &e), RC_NOTFOUND);
	login("j3", "local", clock_now() + 100);
	cr_assert_eq(count("SELECT COUNT(*) FROM sessions"), 1, "the expired one is deleted");
	must("DELETE FROM users");
	cr_assert_eq(sessions_get(d, "j3", a, &s, &e), RC_NOTFOUND);
}
