/* GET /api/audit, and what requests leave in it. */
#include "config.h"

#include "core/data/audit.h"
#include "core/data/registry.h"
#include "fcgi/audited.h"
#include "tests/unit/fcgi_site.h"

#define ITEM	"%ED%92%88%EB%AA%A9%20A"	/* 품목 A */

TestSuite(audit_api, .init = server_setup, .fini = server_teardown);

static void
add(const char *actor, const char *action)
{
	cr_assert_eq(audit_add(d, &(struct audit_entry){ .actor = actor, .source = "local",
	    .action = action, .subject = "품목 A", .after = "{\"decision\":\"auto\"}" }, 1, &e), RC_OK,
	    "%s", e.msg);
}

static size_t
items(void)
{
	struct json_object	*o = NULL;

	cr_assert(json_object_object_get_ex(got, "items", &o), "%s", buf_str(&res.body));
	return json_object_array_length(o);
}

Test(audit_api, pages_and_filters)
{
	const char	*cursor;

	for (int i = 0; i < 5; i++)
		add(i % 2 == 0 ? "kim" : "lee", i == 4 ? "version.activate" : "predict");
	cr_assert_eq(ask("GET", "/api/audit?limit=3&subject=" ITEM, tokens[ROLE_ADMIN], NULL), 200,
	    "%s", buf_str(&res.body));
	cr_expect_eq(items(), 3);
	cr_expect_not_null(strstr(buf_str(&res.body), "품목 A"));
	cursor = arena_printf(a, "/api/audit?limit=3&subject=%s&cursor=%s", ITEM,
	    text_of("next_cursor"));
	cr_assert_eq(ask("GET", cursor, tokens[ROLE_ADMIN], NULL), 200);
	cr_expect_eq(items(), 2);
	cr_expect_str_eq(text_of("next_cursor"), "");
	cr_assert_eq(ask("GET", "/api/audit?actor=lee", tokens[ROLE_ADMIN], NULL), 200);
	cr_expect_eq(items(), 2);
	cr_assert_eq(ask("GET", "/api/audit?action=version.activate&actor=kim", tokens[ROLE_ADMIN],
	    NULL), 200);
	cr_expect_eq(items(), 1);
	cr_assert_eq(ask("GET", "/api/audit?subject=" ITEM, tokens[ROLE_ADMIN], NULL), 200);
	cr_expect_eq(items(), 5);
	cr_assert_eq(ask("GET", "/api/audit?until=2020-01-01T00:00:00Z", tokens[ROLE_ADMIN], NULL), 200);
	cr_expect_eq(items(), 0);
	cr_assert_eq(ask("GET", "/api/audit?since=2020-01-01T09:00:00%2B09:00", tokens[ROLE_ADMIN],
	    NULL), 200);
	cr_expect_eq(items(), 5 + 3, "the users of the set-up were recorded, too");
}

Test(audit_api, what_is_wrong_is_named)
{
	static const char *const	wrong[] = { "since=yesterday", "until=2026-02-30T00:00:00Z",
		"limit=0", "limit=501", "cursor=x", "colour=red" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const char	*name = arena_strndup(a, wrong[i], strcspn(wrong[i], "="));

		cr_expect_eq(ask("GET", arena_printf(a, "/api/audit?%s", wrong[i]), tokens[ROLE_ADMIN],
		    NULL), 422, "%s", wrong[i]);
		cr_expect_str_eq(text_of("field"), name);
	}
	cr_expect_eq(ask("GET", "/api/audit", tokens[ROLE_OPERATOR], NULL), 403);
}

Test(audit_api, a_request_leaves_who_and_from_where)
{
	const struct run_request q = { .activate = "never", .actor = "kim" };
	struct audit_row	*row;
	int64_t			 id;
	size_t			 n;

	cr_assert_eq(registry_run_add(d, &q, 60, &id, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(ask_with("REMOTE_ADDR=192.0.2.7", "DELETE", "/api/trainer/runs/1",
	    tokens[ROLE_OPERATOR], NULL), 202, "%s", buf_str(&res.body));
	cr_assert_eq(audit_list(d, &(struct audit_query){ .action = "training.cancel" }, 9, a, &row,
	    &n, &e), RC_OK);
	cr_assert_eq(n, 1);
	cr_expect_str_eq(row->entry.actor, "operator");
	cr_expect_str_eq(row->entry.source, "local");
	cr_expect_str_eq(row->entry.address, "192.0.2.7");
	cr_expect_str_eq(row->entry.subject, "run 1");
	cr_expect_gt(strlen(row->entry.request_id), 8);
	must("DROP TABLE audit_head");
	cr_assert_eq(registry_run_add(d, &q, 60, &id, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(ask("DELETE", "/api/trainer/runs/2", tokens[ROLE_OPERATOR], NULL), 503);
	cr_expect_eq(count("SELECT COUNT(*) FROM runs WHERE status = 'queued'"), 1, "undone");
}

/* An answer as the model gives it, of several items. */
static enum rc
predicted(const char *request, const char *answer, struct err *why)
{
	struct req		 r = { .app = &app, .arena = app.arena, .id = "r-1",
	    .params = (const char *const []){ NULL }, .session = { .username = "kim", .source = "ldap" } };
	struct json_object	*out = NULL;
	enum rc			 rc;

	cr_assert_eq(json_parse(&r.json, request, strlen(request), &e), RC_OK);
	cr_assert_eq(json_parse(&out, answer, strlen(answer), &e), RC_OK);
	rc = audited_prediction(&r, out, why);
	json_object_put(r.json);
	json_object_put(out);
	return rc;
}

Test(audit_api, a_prediction_leaves_a_row_an_item_and_is_not_answered_without)
{
	struct audit_row	*row;
	size_t			 n;

	cr_assert_eq(predicted("{\"item_codes\":[\"A\",\"B\"],\"overrides\":{\"W\":\"secret\"}}",
	    "{\"results\":[{\"item_code\":\"A\",\"decision\":\"auto\",\"model\":{\"version\":\"0123\"}},"
	    "{\"item_code\":\"B\",\"error\":{\"code\":\"not_found\"}}]}", &e), RC_OK, "%s", e.msg);
	cr_assert_eq(predicted("{\"item\":{\"W\":\"secret\"}}", "{\"item_code\":null,"
	    "\"decision\":\"no_answer\",\"model\":{\"version\":\"0123\"}}", &e), RC_OK, "%s", e.msg);
	cr_assert_eq(audit_list(d, &(struct audit_query){ .action = "predict" }, 9, a, &row, &n, &e),
	    RC_OK);
	cr_assert_eq(n, 3);
	cr_expect_str_eq(row[2].entry.subject, "A");
	cr_expect_str_eq(row[2].entry.model, "0123");
	cr_expect_str_eq(row[2].entry.after, "{\"decision\":\"auto\"}");
	cr_expect_str_eq(row[2].entry.detail, "attributes replaced");
	cr_expect_str_eq(row[1].entry.after, "{\"error\":\"not_found\"}");
	cr_expect_str_eq(row[0].entry.subject, "");
	cr_expect_str_eq(row[0].entry.detail, "attributes given");
	cr_expect_eq(count("SELECT COUNT(*) FROM audit WHERE after_json LIKE '%secret%' OR "
	    "detail LIKE '%secret%'"), 0);
	must("DROP TABLE audit_head");
	cr_expect_eq(predicted("{\"item_code\":\"A\"}", "{\"item_code\":\"A\",\"decision\":\"auto\","
	    "\"model\":{\"version\":\"0123\"}}", &e), RC_IO);
}
