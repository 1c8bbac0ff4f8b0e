#include "config.h"

#include "core/auth/auth.h"
#include "core/base/clock.h"
#include "core/data/api_tokens.h"
#include "tests/unit/data_site.h"

TestSuite(api_tokens, .init = site_setup, .fini = site_teardown);

static const struct auth_config	config = {
	.secret = "a secret of at least thirty-two bytes", .expires_seconds = 600 };

static const char *
made(const char *name, const char *addresses, int64_t expires, int64_t *id)
{
	struct api_token	t = { .name = name, .role = ROLE_OPERATOR, .addresses = addresses,
				    .expires = expires, .created_by = "admin" };
	const char		*token;
	char			 hash[SHA256_HEX];

	cr_assert_eq(auth_api_token(a, &token, hash, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(api_tokens_add(d, &t, hash, id, &e), RC_OK, "%s", e.msg);
	return token;
}

static enum rc
check(const char *token, const char *address)
{
	struct session	s;

	return auth_check(&config, d, token, address, a, &s, &e);
}

Test(api_tokens, one_is_good_until_it_is_revoked)
{
	struct api_token	*list;
	struct session		 s;
	int64_t			 id, count;
	const char		*token = made("mes", "", clock_now() + 60, &id);
	size_t			 n;

	cr_assert_eq(auth_check(&config, d, token, "10.0.0.1", a, &s, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(s.role, ROLE_OPERATOR);
	cr_expect_str_eq(s.username, "token:mes");
	cr_expect_str_eq(s.source, "token");
	cr_assert_eq(db_get_int(d, "SELECT COUNT(*) FROM api_tokens WHERE hash = ? OR name = ?",
	    (struct db_value[]){ db_text(token), db_text(token) }, 2, &count, &e), RC_OK);
	cr_expect_eq(count, 0, "the token itself is stored");
	cr_assert_eq(api_tokens_list(d, a, &list, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 1);
	cr_expect_geq(list[0].used, clock_now() - 5);
	cr_assert_eq(api_tokens_revoke(d, id, "lee", &e), RC_OK, "%s", e.msg);
	cr_expect_eq(api_tokens_revoke(d, id, "lee", &e), RC_NOTFOUND);
	cr_expect_eq(check(token, "10.0.0.1"), RC_DENIED);
}

Test(api_tokens, one_that_is_over_changed_or_from_elsewhere_is_refused)
{
	int64_t		 id;
	const char	*over = made("over", "", clock_now() - 1, &id);
	const char	*inside = made("inside", "10.1.0.0/16,::1", clock_now() + 60, &id);
	char		*changed = arena_strdup(a, inside);

	changed[strlen(changed) - 1] ^= 1;
	cr_expect_eq(check(over, "10.1.0.1"), RC_DENIED);
	cr_expect_eq(check(changed, "10.1.0.1"), RC_DENIED);
	cr_expect_eq(check("rmlt_", "10.1.0.1"), RC_DENIED);
	cr_expect_eq(check(inside, "10.1.255.254"), RC_OK, "%s", e.msg);
	cr_expect_eq(check(inside, "::ffff:10.1.2.3"), RC_OK, "%s", e.msg);
	cr_expect_eq(check(inside, "::1"), RC_OK, "%s", e.msg);
	cr_expect_eq(check(inside, "10.2.0.1"), RC_DENIED);
	cr_expect_eq(check(inside, ""), RC_DENIED);
	cr_expect_str_eq(e.msg, "the token is not valid or no longer valid");
}

Test(api_tokens, networks_are_what_they_say)
{
	static const struct { const char *networks, *address; bool in; }	t[] = {
		{ "", "10.0.0.1", true }, { "10.0.0.0/8", "10.255.0.1", true },
		{ "10.0.0.0/8", "11.0.0.1", false }, { "10.0.0.128/25", "10.0.0.127", false },
		{ "10.0.0.128/25", "10.0.0.200", true }, { "0.0.0.0/0", "1.2.3.4", true },
		{ "0.0.0.0/0", "::1", false }, { "fd00::/8", "fdab::1", true },
		{ "fe80::/10", "fec0::1", false }, { " 10.0.0.1 , 10.0.0.2", "10.0.0.2", true } };
	static const char *const	bad[] = { "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "x",
		"10.0.0.1,,10.0.0.2", "::/129", "10.0.0.0/", "10.0.0.1;10.0.0.2" };

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		cr_expect_eq(api_tokens_allow(t[i].networks, t[i].address), t[i].in, "%s in %s",
		    t[i].address, t[i].networks);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect_eq(api_tokens_check_networks(bad[i], &e), RC_INVAL, "%s", bad[i]);
}

Test(api_tokens, a_name_is_given_once)
{
	struct api_token	t = { .name = "mes", .role = ROLE_PLANNER, .addresses = "",
				    .expires = 1, .created_by = "x" };
	static const char *const bad[] = { "", " mes", "a\nb" };
	int64_t			id;
	char			hash[SHA256_HEX];
	const char		*token;

	made("mes", "", clock_now() + 60, &id);
	cr_assert_eq(auth_api_token(a, &token, hash, &e), RC_OK);
	cr_expect_eq(api_tokens_add(d, &t, hash, &id, &e), RC_BUSY);
	for (size_t i = 0; i < 3; i++) {
		t.name = bad[i];
		cr_expect_eq(api_tokens_add(d, &t, hash, &id, &e), RC_INVAL, "%s", bad[i]);
	}
}
