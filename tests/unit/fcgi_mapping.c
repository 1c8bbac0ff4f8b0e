/* /api/mapping: the profile is looked at, edited and taken back; views are profiled. */
#include "config.h"

#include "core/data/mappings.h"
#include "tests/unit/fcgi_site.h"

static const char	path[] = "/api/mapping";

/* A plant of five columns, beside the empty views of the shipped profile. */
static const char *const	erp_tables[] = {
	"CREATE TABLE BI_ITEM_INFO_VIEW (ITEM_CD TEXT, ITEM_NM TEXT)",
	"CREATE TABLE BI_ROUTING_VIEW (ITEM_CD TEXT, ROUT_NO TEXT, PROC_SEQ INTEGER, JOB_CD TEXT)",
	"CREATE TABLE BI_WORK_ORDER_RESULTS (ITEM_CD TEXT)",
	"CREATE TABLE V_PART (PART_NO TEXT, TITLE TEXT, WEIGHT_KG REAL)",
	"CREATE TABLE V_OPERATION (PART_NO TEXT, OP_NO INTEGER, OPERATION TEXT, MINUTES REAL, "
	    "CREATED TEXT)",
	"INSERT INTO V_PART WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	    "WHERE i < 200) SELECT 'N-' || i, 'bracket no ' || i || ' for the frame', i / 7.0 FROM n",
	"INSERT INTO V_OPERATION WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM "
	    "n WHERE i < 599) SELECT 'N-' || (i / 3 + 1), 10 + i % 3 * 10, CASE i % 3 WHEN 0 THEN "
	    "'SAW' WHEN 1 THEN 'TURN' ELSE 'PACK' END, i % 17 + 0.5, '2020-01-0' || (i % 9 + 1) "
	    "FROM n",
	NULL
};

static void
setup(void)
{
	server_setup_erp(erp_tables);
}

TestSuite(mapping_api, .init = setup, .fini = server_teardown_erp);

#define SMALL(job)	"{\"name\":\"small\",\"items\":{\"view\":\"V_PART\",\"columns\":"	\
	"{\"part_no\":{\"role\":\"key\"}}},\"routings\":{\"view\":\"V_OPERATION\","		\
	"\"item\":\"PART_NO\",\"sequence\":\"OP_NO\",\"job\":\"" job "\","			\
	"\"run_time\":\"MINUTES\",\"inserted\":\"CREATED\"}}"

static int
put(const char *version, const char *body)
{
	char	header[64];

	snprintf(header, sizeof(header), "HTTP_IF_MATCH=%s", version);
	return ask_with(header, "PUT", path, tokens[ROLE_ADMIN], body);
}

static const char *
json_of(const char *name)
{
	struct json_object	*o = NULL;

	cr_assert(json_object_object_get_ex(got, name, &o), "%s: %s", name, buf_str(&res.body));
	return json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN);
}

Test(mapping_api, what_is_put_is_in_use_at_once_and_taken_back_by_an_empty_object)
{
	cr_assert_eq(ask("GET", path, tokens[ROLE_ADMIN], NULL), 200, "%s", buf_str(&res.body));
	cr_expect_str_eq(text_of("source"), "default");
	cr_expect_str_eq(json_of("version"), "0");
	cr_assert_eq(put("\"0\"", SMALL("OPERATION")), 200, "%s", buf_str(&res.body));
	cr_expect_str_eq(text_of("source"), "api");
	cr_expect_str_eq(text_of("name"), "small");
	cr_expect_str_eq(text_of("put_by"), "admin");
	cr_expect_not_null(strstr(buf_str(&res.headers), "ETag: \"1\""));
	cr_assert_eq(ask("GET", "/api/items/N-7", tokens[ROLE_PLANNER], NULL), 200, "%s",
	    buf_str(&res.body));
	cr_assert_eq(put("\"1\"", "{}"), 200);
	cr_expect_str_eq(text_of("source"), "default");
	cr_expect_eq(ask("GET", "/api/items/N-7", tokens[ROLE_PLANNER], NULL), 404);
}

Test(mapping_api, another_worker_takes_it_within_a_second)
{
	int64_t	version = 0;

	cr_assert_eq(mappings_put(d, SMALL("OPERATION"), "somebody", &version, &e), RC_OK, "%s", e.msg);
	app.mapping_us = 0;	/* as if that second had gone by */
	cr_expect_eq(ask("GET", "/api/items/N-9", tokens[ROLE_PLANNER], NULL), 200, "%s",
	    buf_str(&res.body));
}

/* A plant whose only profile is the one that was put: ready before anybody has logged in. */
Test(mapping_api, a_worker_that_starts_is_ready_with_what_was_put)
{
	struct json_object	*o = NULL, *erp = NULL;
	struct db		*own;
	int64_t			 version = 0;
	const char		*said = "";

	cr_assert_eq(mappings_put(d, SMALL("OPERATION"), "somebody", &version, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(db_open(&own, conf->set.database_url, NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(db_exec(own, "DROP TABLE BI_ITEM_INFO_VIEW", NULL, 0, NULL, &e), RC_OK);
	db_close(own);
	ask("GET", "/health/ready", NULL, NULL);
	cr_assert(json_object_object_get_ex(got, "checks", &o) && json_object_object_get_ex(o, "erp",
	    &erp), "%s", buf_str(&res.body));
	said = json_object_to_json_string(erp);
	cr_expect_not_null(strstr(said, "true"), "%s", said);
}

Test(mapping_api, what_is_read_can_be_put_again)
{
	char	*body;

	cr_assert_eq(put("\"0\"", SMALL("OPERATION")), 200, "%s", buf_str(&res.body));
	cr_assert_not_null(body = strdup(buf_str(&res.body)));
	cr_expect_eq(put("\"1\"", body), 200, "%s", buf_str(&res.body));
	cr_expect_str_eq(json_of("version"), "2");
	free(body);
}

Test(mapping_api, what_does_not_fit_is_refused_by_name_and_nothing_changes)
{
	cr_expect_eq(put("\"0\"", SMALL("NOWHERE")), 422);
	cr_expect_not_null(strstr(buf_str(&res.body), "routings.job"), "%s", buf_str(&res.body));
	cr_expect_not_null(strstr(buf_str(&res.body), "NOWHERE"));
	cr_expect_eq(put("\"0\"", "{\"name\":\"x\",\"items\":{\"view\":\"V_GONE\",\"columns\":{}},"
	    "\"routings\":{\"view\":\"V_OPERATION\",\"item\":\"PART_NO\",\"sequence\":\"OP_NO\","
	    "\"job\":\"OPERATION\"}}"), 422);
	cr_expect_not_null(strstr(buf_str(&res.body), "items.view"), "%s", buf_str(&res.body));
	cr_expect_eq(put("\"0\"", "{\"name\":\"x\"}"), 422);
	cr_expect_eq(put("\"0\"", "[1]"), 422);
	cr_expect_eq(ask("PUT", path, tokens[ROLE_ADMIN], SMALL("OPERATION")), 422, "no If-Match");
	cr_expect_eq(put("\"5\"", SMALL("OPERATION")), 409);
	cr_expect_str_eq(text_of("version"), "0");
	cr_assert_eq(ask("GET", path, tokens[ROLE_ADMIN], NULL), 200);
	cr_expect_str_eq(text_of("source"), "default");
	cr_expect_eq(ask("GET", path, tokens[ROLE_OPERATOR], NULL), 403);
}

Test(mapping_api, a_view_is_profiled_with_fields_examples_and_units)
{
	static const char *const nonsense[] = { "", ".", "..", "../../etc/passwd", "a.", ".a", "a..b",
		"a.b.c.d.e", "a\\tb", "[a;b]", "[a", "V_GONE" };
	struct json_object	*o = NULL, *one;
	const char		*text;

	cr_assert_eq(ask("POST", "/api/mapping/profile", tokens[ROLE_ADMIN],
	    "{\"view\":\"V_OPERATION\",\"kind\":\"routings\"}"), 200, "%s", buf_str(&res.body));
	cr_expect_str_eq(json_of("rows"), "600");
	cr_assert(json_object_object_get_ex(got, "columns", &o));
	cr_assert_eq(json_object_array_length(o), 5);
	one = json_object_array_get_idx(o, 2);
	cr_expect_eq(json_str(one, "field", true, &text, &e), RC_OK);
	cr_expect_str_eq(text, "job");
	cr_expect_not_null(strstr(json_object_to_json_string(one), "TURN"));
	cr_expect_not_null(strstr(json_of("mapping"), "\"sequence\":\"OP_NO\""), "%s", json_of("mapping"));
	cr_assert_eq(ask("POST", "/api/mapping/profile", tokens[ROLE_ADMIN],
	    "{\"view\":\"V_PART\"}"), 200);
	cr_expect_str_eq(text_of("kind"), "items");
	cr_expect_not_null(strstr(json_of("mapping"), "\"PART_NO\":{\"role\":\"key\"}"));
	cr_expect_not_null(strstr(json_of("mapping"), "\"unit\":\"KG\""), "%s", json_of("mapping"));
	cr_expect_eq(ask("POST", "/api/mapping/profile", tokens[ROLE_ADMIN], NULL), 200);
	cr_expect_str_eq(text_of("view"), "BI_ITEM_INFO_VIEW");
	cr_expect_eq(ask("POST", "/api/mapping/profile", tokens[ROLE_ADMIN],
	    "{\"view\":\"V_PART; DROP TABLE V_PART\"}"), 422, "%s", buf_str(&res.body));
	cr_expect_eq(ask("POST", "/api/mapping/profile", tokens[ROLE_ADMIN], "{\"kind\":\"x\"}"), 422);
	for (size_t i = 0; i < sizeof(nonsense) / sizeof(nonsense[0]); i++)
		cr_expect_eq(ask("POST", "/api/mapping/profile", tokens[ROLE_ADMIN],
		    arena_printf(a, "{\"view\":\"%s\"}", nonsense[i])), 422, "%s: %d", nonsense[i],
		    res.status);
	cr_expect_eq(ask("POST", "/api/mapping/profile", tokens[ROLE_OPERATOR], NULL), 403);
}
