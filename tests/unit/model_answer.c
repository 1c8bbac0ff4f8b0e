#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/base/json.h"
#include "core/model/answer.h"
#include "tests/unit/tiny.h"

static struct tiny_model	q;
static struct arena		*a;

static void
open_all(void)
{
	tiny_model_open(&q, false);
	cr_assert_not_null(a = arena_new(0));
}

static void
close_all(void)
{
	arena_free(a);
	tiny_model_close(&q);
}

TestSuite(answer, .init = open_all, .fini = close_all);

static enum rc
ask(const char *body, struct json_object **out, struct err *e)
{
	struct item_source	 s = tiny_source(&q);
	struct predict_request	*r;
	struct json_object	*o = NULL;
	enum rc			 rc;

	*out = NULL;
	memset(e, 0, sizeof(*e));
	cr_assert_eq(json_parse(&o, body, strlen(body), e), RC_OK, "%s: %s", body, e->msg);
	if ((rc = predict_request_parse(&r, o, a, e)) == RC_OK)
		rc = predict_answer(q.m, r, &s, a, out, e);
	json_object_put(o);
	return rc;
}

static struct json_object *
at(struct json_object *o, const char *name)
{
	struct json_object	*v = NULL;

	cr_assert(json_object_object_get_ex(o, name, &v), "no %s", name);
	return v;
}

static struct json_object *
nth(struct json_object *list, size_t i)
{
	cr_assert_gt(json_object_array_length(list), i);
	return json_object_array_get_idx(list, i);
}

static const char *
text(struct json_object *o, const char *name)
{
	return json_object_get_string(at(o, name));
}

Test(answer, one_item_has_the_fields_of_the_contract)
{
	struct json_object	*o, *c, *op;
	struct err		 e;

	cr_assert_eq(ask("{\"item_code\":\"T0004\",\"context\":{\"quantity\":50}}", &o, &e), RC_OK,
	    "%s", e.msg);
	cr_assert_str_eq(text(o, "item_code"), "T0004");
	cr_assert_eq(json_object_array_length(at(o, "existing_routings")), 0);
	c = nth(at(o, "candidates"), 0);
	cr_assert_str_eq(text(c, "candidate_id"), "T0004-C01");
	cr_assert_str_eq(text(c, "kind"), "observed");
	cr_assert_eq(json_object_get_int(at(c, "rank")), 1);
	cr_assert_gt(json_object_get_int(at(at(c, "support"), "items")), 0);
	op = nth(at(c, "operations"), 1);
	cr_assert_str_eq(text(op, "job_cd"), "T20");
	cr_assert_str_eq(text(op, "job_nm"), "선삭");
	cr_assert_str_eq(text(op, "time_source"), "work_results");
	cr_assert(json_object_get_boolean(at(op, "inside")));
	at(at(op, "run_minutes_per_unit"), "p50");
	cr_assert_eq(json_object_get_int(at(at(c, "totals"), "quantity")), 50);
	at(at(at(c, "totals"), "lead_time_minutes"), "p90");
	at(nth(at(nth(at(o, "similar_items"), 0), "contributions"), 0), "match");
	cr_assert_eq(strlen(text(at(o, "model"), "sha256")), 64);
	at(at(o, "timings_us"), "total");
	json_object_put(o);
}

Test(answer, an_item_with_a_routing_shows_it_and_still_gets_candidates)
{
	struct json_object	*o, *r, *op;
	struct err		 e;

	cr_assert_eq(ask("{\"item_code\":\"T0001\"}", &o, &e), RC_OK, "%s", e.msg);
	r = nth(at(o, "existing_routings"), 0);
	cr_assert_str_eq(text(r, "rout_no"), "R1");
	op = nth(at(r, "operations"), 0);
	cr_assert_str_eq(text(op, "job_cd"), "C10");
	cr_assert_float_eq(json_object_get_double(at(op, "setup_minutes")), 30, 1e-3);
	cr_assert_gt(json_object_array_length(at(o, "candidates")), 0);
	json_object_put(o);
}

Test(answer, a_part_that_is_not_in_the_erp_is_described_by_attributes)
{
	struct json_object	*o;
	struct err		 e;

	cr_assert_eq(ask("{\"item\":{\"ITEM_NM\":\"샤프트\",\"PART_TYPE\":\"SHAFT\",\"ITEM_MATERIAL\":\"SCM440\","
	    "\"ITEM_SPEC\":\"Φ60×15 경질크롬도금\",\"OUTDIAMETER\":60}}", &o, &e), RC_OK, "%s",
	    e.msg);
	cr_assert_null(at(o, "item_code"));
	cr_assert_str_eq(text(nth(at(o, "candidates"), 0), "signature"), "C10>T20>M30>P50>Q90");
	json_object_put(o);
}

Test(answer, the_reason_is_in_the_language_that_is_asked_for)
{
	static const char *const	accept[] = { "ko-KR,ko;q=0.9", "en", NULL };
	struct item_source		src = tiny_source(&q);

	for (int k = 0; k < 3; k++) {
		struct predict_request	*r;
		struct json_object	*o, *reason;
		struct err		 e = { 0 };
		const char		*text;

		cr_assert_eq(predict_request_code(&r, "T0004", a, &e), RC_OK);
		predict_request_language(r, accept[k]);
		cr_assert_eq(predict_answer(q.m, r, &src, a, &o, &e), RC_OK, "%s", e.msg);
		cr_assert(json_object_object_get_ex(o, "reason", &reason));
		cr_assert_not_null(text = json_object_get_string(reason));
		cr_assert_eq((unsigned char)text[0] >= 0x80, k == 0, "%s", text);
		json_object_put(o);
	}
}

Test(answer, overrides_ask_what_if)
{
	struct json_object	*o;
	struct err		 e;

	cr_assert_eq(ask("{\"item_code\":\"T0004\",\"overrides\":{\"ITEM_MATERIAL\":\"NBR\"}}", &o,
	    &e), RC_OK, "%s", e.msg);
	cr_assert_not_null(strstr(text(nth(at(o, "candidates"), 0), "signature"), "H40"));
	json_object_put(o);
}

Test(answer, codes_are_answered_in_order_and_a_failing_one_in_its_place)
{
	struct json_object	*o, *list;
	struct err		 e;

	cr_assert_eq(ask("{\"item_codes\":[\"T0009\",\"NOPE\",\"T0004\"]}", &o, &e), RC_OK, "%s",
	    e.msg);
	list = at(o, "results");
	cr_assert_eq(json_object_array_length(list), 3);
	cr_assert_str_eq(text(nth(list, 0), "item_code"), "T0009");
	cr_assert_str_eq(text(nth(list, 1), "item_code"), "NOPE");
	cr_assert_eq(json_object_get_int(at(at(nth(list, 1), "error"), "status")), 404);
	cr_assert_str_eq(text(nth(list, 2), "item_code"), "T0004");
	json_object_put(o);
	cr_assert_eq(ask("{\"item_code\":\"NOPE\"}", &o, &e), RC_NOTFOUND);
}

Test(answer, a_wrong_field_is_named)
{
	static const char *const	bad[][2] = {
		{ "{}", "item_code" },
		{ "{\"item_code\":\"A\",\"item\":{\"PART_TYPE\":\"x\"}}", "item_code" },
		{ "{\"item_code\":\"A\",\"color\":1}", "color" },
		{ "{\"item_code\":7}", "item_code" },
		{ "{\"item_code\":\"  \"}", "item_code" },
		{ "{\"item_codes\":[]}", "item_codes" },
		{ "{\"item_codes\":[1]}", "item_codes" },
		{ "{\"item\":{}}", "item" },
		{ "{\"item\":{\"PART_TYPE\":[1]}}", "item.PART_TYPE" },
		{ "{\"item\":{\"HAIR\":\"red\"}}", "item.HAIR" },
		{ "{\"item_code\":\"T0004\",\"overrides\":{\"HAIR\":1}}", "overrides.HAIR" },
		{ "{\"item_code\":\"A\",\"context\":{\"quantity\":0}}", "quantity" },
		{ "{\"item_code\":\"A\",\"context\":{\"quantity\":\"5\"}}", "quantity" },
		{ "{\"item_code\":\"A\",\"context\":{\"as_of\":\"2025-13-01\"}}", "as_of" },
		{ "{\"item_code\":\"A\",\"context\":{\"speed\":1}}", "speed" },
		{ "{\"item_code\":\"A\",\"max_candidates\":11}", "max_candidates" },
		{ "{\"item_code\":\"A\",\"max_candidates\":0}", "max_candidates" },
		{ "{\"item_code\":\"A\",\"top_k\":1.5}", "top_k" },
	};
	struct json_object		*o;
	struct err			 e;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_assert_eq(ask(bad[i][0], &o, &e), RC_INVAL, "%s", bad[i][0]);
		cr_assert_not_null(strstr(e.field, bad[i][1]), "%s: field \"%s\", %s", bad[i][0],
		    e.field, e.msg);
	}
}

Test(answer, similar_items_are_searched_with_filters)
{
	struct item_source	 s = tiny_source(&q);
	struct json_object	*body = NULL, *o;
	struct err		 e = { 0 };
	const char		*good = "{\"item_code\":\"T0004\",\"top_k\":3,"
				    "\"filters\":{\"PART_TYPE\":\"BUSH\"}}";
	const char		*bad = "{\"item_code\":\"T0004\",\"filters\":{\"NOPE\":\"x\"}}";

	cr_assert_eq(json_parse(&body, good, strlen(good), &e), RC_OK);
	cr_assert_eq(similar_answer(q.m, body, &s, a, &o, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(json_object_array_length(at(o, "similar_items")), 3);
	cr_assert_str_eq(text(o, "item_code"), "T0004");
	at(at(o, "model"), "version");
	json_object_put(o);
	json_object_put(body);
	cr_assert_eq(json_parse(&body, bad, strlen(bad), &e), RC_OK);
	cr_assert_eq(similar_answer(q.m, body, &s, a, &o, &e), RC_INVAL);
	cr_assert_not_null(strstr(e.field, "filters"), "%s", e.field);
	json_object_put(body);
}
