#include "config.h"

#include "core/data/mappings.h"
#include "tests/unit/data_site.h"

TestSuite(mappings, .init = site_setup, .fini = site_teardown);

Test(mappings, the_last_one_holds_and_all_are_kept)
{
	struct stored_mapping	m;
	int64_t			version = 0, n;
	char			big[40000];

	cr_assert_eq(mappings_get(d, a, &m, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(m.version, 0);
	cr_expect_str_eq(m.body, "");
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	cr_assert_eq(mappings_put(d, "{\"name\":\"품목\"}", "kim", &version, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(version, 1);
	cr_assert_eq(mappings_put(d, big, "lee", &version, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(mappings_get(d, a, &m, &e), RC_OK, "%s", e.msg);
	cr_expect_str_eq(m.body, big);
	cr_expect_str_eq(m.actor, "lee");
	cr_expect_eq(m.version, version);
	cr_assert_eq(mappings_put(d, "", "kim", &version, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(mappings_get(d, a, &m, &e), RC_OK, "%s", e.msg);
	cr_expect_str_eq(m.body, "");
	cr_expect_eq(db_get_int(d, "SELECT COUNT(*) FROM mappings", NULL, 0, &n, &e), RC_OK);
	cr_expect_eq(n, 3);
}

Test(mappings, who_saw_an_older_one_changes_nothing)
{
	int64_t	version = 0, stale = 0, now;

	cr_assert_eq(mappings_put(d, "{}", "kim", &version, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(mappings_put(d, "{\"a\":1}", "lee", &stale, &e), RC_BUSY);
	cr_expect_eq(stale, version);
	cr_assert_eq(mappings_version(d, &now, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(now, version);
}
