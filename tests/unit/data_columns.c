#include "config.h"

#include "core/data/columns.h"
#include "tests/unit/data_site.h"

TestSuite(columns, .init = site_setup, .fini = site_teardown);

static int64_t			version;
static struct column_choice	*c;
static size_t			n;

static void
get(void)
{
	cr_assert_eq(columns_get(d, a, &c, &n, &version, &e), RC_OK, "%s", e.msg);
}

static void
decide(const char *column, int enabled, const char *role, const char *actor)
{
	const struct column_choice	one = { column, enabled, role, NULL, NULL };

	cr_assert_eq(columns_decide(d, a, &one, 1, actor, &version, &e), RC_OK, "%s", e.msg);
}

Test(columns, what_is_decided_last_holds)
{
	get();
	cr_assert(n == 0 && version == 0);
	decide("DRAW_NO", 0, "", "kim");
	decide("GROUP1", -1, "text", "lee");
	decide("draw_no", 0, "category", "lee");
	get();
	cr_assert_eq(n, 2);
	cr_assert_eq(version, 3);
	cr_expect_str_eq(c[0].column, "GROUP1");
	cr_expect(c[0].enabled == -1 && strcmp(c[0].role, "text") == 0);
	cr_expect(c[1].enabled == 0 && strcmp(c[1].role, "category") == 0);
	cr_expect_str_eq(c[1].actor, "lee");
	cr_expect(strchr(c[1].at, 'Z') != NULL);
	cr_expect_eq(columns_find(c, n, "Draw_No"), &c[1]);
	cr_expect_null(columns_find(c, n, "DRAW"));
}

Test(columns, who_decided_what_over_what_stays_on_record)
{
	get();
	decide("A", 0, "", "kim");
	decide("A", 1, "flag", "lee");
	decide("A", -1, "", "kim");
	get();
	cr_expect_eq(n, 0, "it was taken back");
	cr_expect_eq(version, 3);
	cr_expect_eq(count("SELECT COUNT(*) FROM column_choices WHERE actor = 'lee' AND "
	    "enabled = 1 AND role = 'flag' AND old_enabled = 0 AND old_role = ''"), 1);
	cr_expect_eq(count("SELECT COUNT(*) FROM column_choices WHERE id = 3 AND actor = 'kim' AND "
	    "enabled = -1 AND old_enabled = 1 AND old_role = 'flag' AND decided_at LIKE '%Z'"), 1);
}

Test(columns, what_is_so_already_is_no_decision)
{
	get();
	decide("A", 0, "", "kim");
	decide("a", 0, "", "lee");
	decide("B", -1, "", "lee");
	cr_expect_eq(version, 1);
	get();
	cr_expect(n == 1 && version == 1);
	cr_expect_str_eq(c[0].actor, "kim");
}

Test(columns, a_stale_version_changes_nothing_and_learns_the_current_one)
{
	const struct column_choice	two[] = { { "A", 1, "", NULL, NULL },
					    { "B", 0, "", NULL, NULL } };
	int64_t				stale = 0;

	get();
	decide("A", 0, "", "kim");
	cr_expect_eq(columns_decide(d, a, two, 2, "lee", &stale, &e), RC_BUSY);
	cr_expect_eq(stale, 1);
	cr_expect_not_null(strstr(e.msg, "is 1 now"), "%s", e.msg);
	get();
	cr_expect(n == 1 && c[0].enabled == 0);
}

Test(columns, several_are_decided_together_or_not_at_all)
{
	const struct column_choice	two[] = { { "A", 0, "", NULL, NULL },
					    { "B", 7, "", NULL, NULL } };

	get();
	cr_expect_neq(columns_decide(d, a, two, 2, "kim", &version, &e), RC_OK);
	get();
	cr_expect(n == 0 && version == 0);
}
