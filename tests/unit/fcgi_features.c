/* /api/training/features, before any version is active. */
#include "config.h"

#include "core/data/columns.h"
#include "tests/unit/fcgi_site.h"

static const char	path[] = "/api/training/features";

static const char *const	erp_tables[] = {
	"CREATE TABLE BI_ITEM_INFO_VIEW (ITEM_CD TEXT, ITEM_NM TEXT, OUTDIAMETER REAL, "
	    "OUTDIAMETER_UNIT TEXT, \"품목군\" TEXT)",
	"CREATE TABLE BI_ROUTING_VIEW (ITEM_CD TEXT, ROUT_NO TEXT, PROC_SEQ INTEGER, "
	    "JOB_CD TEXT)",
	"CREATE TABLE BI_WORK_ORDER_RESULTS (ITEM_CD TEXT)",
	NULL
};

static void
setup(void)
{
	server_setup_erp(erp_tables);
}

TestSuite(features, .init = setup, .fini = server_teardown_erp);

static int
patch(const char *version, const char *body)
{
	char	header[64];

	snprintf(header, sizeof(header), "HTTP_IF_MATCH=%s", version);
	return ask_with(header, "PATCH", path, tokens[ROLE_OPERATOR], body);
}

/* The member of a column, as JSON text. */
static const char *
of(const char *column, const char *name)
{
	struct json_object	*o = NULL;

	cr_assert(json_object_object_get_ex(got, "columns", &o), "%s", buf_str(&res.body));
	cr_assert(json_object_object_get_ex(o, column, &o), "%s: %s", column, buf_str(&res.body));
	cr_assert(json_object_object_get_ex(o, name, &o), "%s", name);
	return json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN);
}

Test(features, the_view_and_the_profile_tell_before_anything_was_learned)
{
	cr_assert_eq(ask("GET", path, tokens[ROLE_OPERATOR], NULL), 200);
	cr_expect_str_eq(text_of("version"), "0");
	cr_expect_not_null(strstr(buf_str(&res.headers), "ETag: \"0\""));
	cr_expect_str_eq(of("ITEM_CD", "role"), "\"key\"");
	cr_expect_str_eq(of("ITEM_NM", "source"), "\"profile\"");
	cr_expect_str_eq(of("품목군", "source"), "\"automatic\"");
	cr_expect_str_eq(of("품목군", "role"), "null");
	cr_expect_str_eq(of("품목군", "importance"), "null");
	cr_expect_eq(ask("GET", path, tokens[ROLE_PLANNER], NULL), 403);
	cr_expect_eq(ask("GET", "/api/training/features?x=1", tokens[ROLE_OPERATOR], NULL), 422);
}

Test(features, a_decision_holds_and_is_taken_back_by_null)
{
	cr_assert_eq(patch("\"0\"", "{\"columns\":{\"item_nm\":{\"enabled\":false},"
	    "\"품목군\":{\"role\":\"category\"}}}"), 200);
	cr_expect_str_eq(text_of("version"), "2");
	cr_expect_str_eq(of("ITEM_NM", "enabled"), "false");
	cr_expect_str_eq(of("ITEM_NM", "source"), "\"operator\"");
	cr_expect_not_null(strstr(of("ITEM_NM", "override"), "\"by\":\"operator\""));
	cr_expect_str_eq(of("품목군", "role"), "\"category\"");
	/* Part of a decision leaves its rest. */
	cr_assert_eq(patch("\"2\"", "{\"columns\":{\"품목군\":{\"enabled\":false}}}"), 200);
	cr_expect_str_eq(of("품목군", "enabled"), "false");
	cr_assert_eq(patch("W/\"3\"", "{\"columns\":{\"품목군\":{\"enabled\":null},"
	    "\"ITEM_NM\":null}}"), 200);
	cr_expect_str_eq(of("품목군", "role"), "\"category\"");
	cr_expect_str_eq(of("ITEM_NM", "override"), "null");
	cr_expect_str_eq(of("ITEM_NM", "enabled"), "true");
	cr_assert_eq(ask("GET", path, tokens[ROLE_ADMIN], NULL), 200);
	cr_expect_str_eq(text_of("version"), "5");
}

Test(features, a_stale_version_is_told_the_current_one)
{
	static const char *const	stale[] = { "\"0\"", "\"7\"", "0", "\"x\"", "*" };

	cr_assert_eq(patch("\"0\"", "{\"columns\":{\"ITEM_NM\":{\"enabled\":false}}}"), 200);
	for (size_t i = 0; i < sizeof(stale) / sizeof(stale[0]); i++) {
		cr_expect_eq(patch(stale[i], "{\"columns\":{\"ITEM_NM\":null}}"), 409, "%s",
		    stale[i]);
		cr_expect_str_eq(text_of("version"), "1");
		cr_expect_not_null(strstr(buf_str(&res.headers), "ETag: \"1\""));
	}
	cr_expect_eq(ask("PATCH", path, tokens[ROLE_OPERATOR], "{\"columns\":{}}"), 422);
	cr_expect_str_eq(text_of("field"), "If-Match");
}

Test(features, what_is_wrong_is_named_with_the_remedy)
{
	static const struct {
		const char *body, *field, *word;
	} bad[] = {
		{ "{}", "columns", "missing" },
		{ "{\"columns\":[]}", "columns", "" },
		{ "{\"columns\":{},\"x\":1}", "x", "" },
		{ "{\"columns\":{\"NO\":{\"enabled\":false}}}", "columns.NO", "lists them" },
		{ "{\"columns\":{\"ITEM_NM\":{}}}", "columns.ITEM_NM", "give" },
		{ "{\"columns\":{\"ITEM_NM\":false}}", "columns.ITEM_NM", "give" },
		{ "{\"columns\":{\"ITEM_NM\":{\"on\":1}}}", "columns.ITEM_NM", "give" },
		{ "{\"columns\":{\"ITEM_NM\":{\"enabled\":1}}}", "columns.ITEM_NM.enabled", "true" },
		{ "{\"columns\":{\"ITEM_NM\":{\"role\":\"colour\"}}}", "columns.ITEM_NM.role",
		    "category" },
		{ "{\"columns\":{\"ITEM_NM\":{\"role\":\"key\"}}}", "columns.ITEM_NM.role", "profile" },
		{ "{\"columns\":{\"ITEM_NM\":{\"role\":\"ignore\"}}}", "columns.ITEM_NM.role",
		    "enabled" },
		{ "{\"columns\":{\"item_cd\":{\"enabled\":false}}}", "columns.item_cd", "key" },
		{ "{\"columns\":{\"ITEM_CD\":{\"role\":\"text\"}}}", "columns.ITEM_CD", "key" },
		{ "{\"columns\":{\"ITEM_NM\":null,\"item_nm\":null}}", "columns.item_nm", "twice" },
		{ "{\"columns\":{\"ITEM_NM\":{\"enabled\":false},\"OUTDIAMETER\":"
		    "{\"enabled\":false},\"품목군\":{\"enabled\":false}}}", "columns", "at least one" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_expect_eq(patch("\"0\"", bad[i].body), 422, "%s", bad[i].body);
		cr_expect_str_eq(text_of("field"), bad[i].field, "%s", bad[i].body);
		cr_expect_not_null(strstr(text_of("detail"), bad[i].word), "%s: %s", bad[i].body,
		    text_of("detail"));
	}
	cr_assert_eq(ask("GET", path, tokens[ROLE_OPERATOR], NULL), 200);
	cr_expect_str_eq(text_of("version"), "0", "nothing was decided");
}

Test(features, a_decision_about_a_column_that_is_gone_can_only_be_taken_back)
{
	const struct column_choice	gone = { "OLD_COLUMN", 0, "", NULL, NULL };
	int64_t				version = 0;

	cr_assert_eq(columns_decide(d, a, &gone, 1, "kim", &version, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(ask("GET", path, tokens[ROLE_OPERATOR], NULL), 200);
	cr_expect_str_eq(of("OLD_COLUMN", "in_view"), "false");
	cr_expect_eq(patch("\"1\"", "{\"columns\":{\"OLD_COLUMN\":{\"role\":\"text\"}}}"), 422);
	cr_expect_eq(patch("\"1\"", "{\"columns\":{\"OLD_COLUMN\":null}}"), 200);
	cr_assert_eq(ask("GET", path, tokens[ROLE_OPERATOR], NULL), 200);
	cr_expect_null(strstr(buf_str(&res.body), "OLD_COLUMN"));
}

Test(features, without_erp_and_version_nobody_knows_the_columns)
{
	unlink(erp_file);
	cr_expect_eq(ask("GET", path, tokens[ROLE_OPERATOR], NULL), 503);
}
