#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/train/quality/quality_priv.h"
#include "tests/unit/train_rows.h"

static const char	profile[] =
    "{\"name\":\"t\",\"items\":{\"view\":\"I\",\"columns\":{\"CODE\":{\"role\":\"key\"},"
    "\"NAME\":{\"role\":\"text\"},\"OD\":{\"role\":\"number\",\"unit_column\":\"OD_U\"},"
    "\"OD_U\":{\"role\":\"unit\"},\"DRAW\":{\"role\":\"drawing\"}}},"
    "\"routings\":{\"view\":\"R\",\"item\":\"CODE\",\"routing\":\"ROUT\",\"sequence\":\"SEQ\","
    "\"job\":\"JOB\",\"setup_time\":\"SETUP\",\"run_time\":\"RUN\",\"run_quantity\":\"QTY\","
    "\"time_unit\":\"UNIT\",\"inserted\":\"INS\",\"valid_to\":\"UNTIL\"},"
    "\"work_results\":{\"view\":\"W\",\"item\":\"CODE\",\"sequence\":\"SEQ\",\"job\":\"JOB\",\"reported\":\"DAY\","
    "\"run_hours\":\"HOURS\",\"quantity\":\"QTY\"}}";

static const char	items[] =
    "CODE|NAME|OD|OD_U|DRAW\n"
    "A1|ring|10|mm|D-1\n"
    "a1 |ring|10|mm|D-1\n"		/* the same code again */
    "A2|RING|10|mm|D-2\n"		/* twin of A1 */
    "A3|ring|10|mm|D-3\n"		/* twin, routed otherwise */
    "A4|gland|2|inch|D-4\n"
    "A5|-|wide||D-5\n"
    "|shaft|3|mm|\n";

static const char	routings[] =
    "CODE|ROUT|SEQ|JOB|SETUP|RUN|QTY|UNIT|INS|UNTIL\n"
    "A1|1|20|MILL|5|1|1|M|2020-01-01|2999-12-31\n"
    "A1|1|10|TURN|5|1|1|M|2020-01-01|2999-12-31\n"
    "A2|1|1|TURN|0.5|1|60|H|2020-01-01|2999-12-31\n"	/* as A1 in other numbers */
    "A2|1|2|MILL|0|0|1|M|2020-01-01|2999-12-31\n"
    "A3|1|10|TURN|5|1|1|M|2020-01-01|2999-12-31\n"
    "A3|0|10|TURN|5|1|1|M|2019-01-01|2019-12-31\n"
    "A3|0|20|MILL|5|1|1|M|2019-01-01|2019-12-31\n"
    "A4|1|10|TURN|5|-1|1|M|2020-01-01|2999-12-31\n"
    "A4|1|10|MILL|5|1|1|fortnight|2020-01-01|2999-12-31\n"
    "A4|1|x||5|1|1|M|2020-01-01|2999-12-31\n"
    "ZZ|1|10|TURN|5|1|1|M|2020-01-01|2999-12-31\n";

static const char	work[] =
    "CODE|SEQ|JOB|DAY|HOURS|QTY\n"
    "A1|10|TURN|2021-02-03|1|10\n"
    "A1|10|TURN|2021-05-03|0|10\n"
    "A2|10|TURN|2020-12-31|1|0\n"
    "ZY|10|TURN|2021-01-01|1|1\n";

static struct json_object *
measure(const char *i, const char *r, const char *w)
{
	struct rows		*ri = table_rows(i), *rr = table_rows(r), *rw = w ? table_rows(w) : NULL;
	struct json_object	*o, *out;
	struct mapping		*m;
	struct err		 e = { 0 };

	cr_assert_eq(json_parse(&o, profile, strlen(profile), &e), RC_OK, "%s", e.msg);
	cr_assert_eq(mapping_parse(&m, o, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(quality_measure_on(date_of(2025, 1, 1), ri, rr, rw, m, &out, &e), RC_OK,
	    "%s", e.msg);
	mapping_free(m);
	json_object_put(o);
	rows_close(ri);
	rows_close(rr);
	rows_close(rw);
	return out;
}

static int64_t
at(struct json_object *o, const char *view, const char *name)
{
	struct json_object	*v = json_object_object_get(o, view);

	cr_assert(json_object_object_get_ex(v, name, &v), "%s.%s is not there", view, name);
	return json_object_get_int64(v);
}

static struct json_object *
issue(struct json_object *o, const char *code)
{
	struct json_object	*a = json_object_object_get(o, "issues"), *i;

	for (size_t n = 0; n < json_object_array_length(a); n++) {
		i = json_object_array_get_idx(a, n);
		if (strcmp(json_object_get_string(json_object_object_get(i, "code")), code) == 0)
			return i;
	}
	return NULL;
}

static int64_t
count(struct json_object *o, const char *code)
{
	struct json_object	*i = issue(o, code);

	return i ? json_object_get_int64(json_object_object_get(i, "count")) : 0;
}

Test(quality, rows_keys_and_twins_are_counted)
{
	struct json_object	*o = measure(items, routings, work);

	cr_expect_eq(at(o, "items", "rows"), 7);
	cr_expect_eq(at(o, "items", "items"), 5);
	cr_expect_eq(count(o, "duplicate_key"), 1);
	cr_expect_eq(count(o, "missing_key"), 1);
	cr_expect_eq(at(o, "items", "twins"), 3);
	cr_expect_eq(at(o, "items", "twin_groups"), 1);
	cr_expect_eq(at(o, "items", "routed"), 4);
	cr_expect_eq(count(o, "unrouted_items"), 1);
	cr_expect_eq(at(o, "routings", "rows"), 11);
	cr_expect_eq(at(o, "work_results", "rows"), 4);
	json_object_put(o);
}

Test(quality, values_missing_in_disguise_are_not_complete)
{
	struct json_object	*o = measure(items, routings, work), *c;

	c = json_object_object_get(json_object_object_get(o, "items"), "columns");
	c = json_object_array_get_idx(c, 1);
	cr_expect_str_eq(json_object_get_string(json_object_object_get(c, "column")), "NAME");
	cr_expect_eq(json_object_get_int64(json_object_object_get(c, "filled")), 6);
	cr_expect_eq(json_object_get_int64(json_object_object_get(c, "disguised_missing")), 1);
	cr_expect_eq(count(o, "disguised_missing"), 1);
	json_object_put(o);
}

Test(quality, numbers_and_units_are_checked)
{
	struct json_object	*o = measure(items, routings, work);

	cr_expect_eq(count(o, "not_a_number"), 1);	/* wide */
	cr_expect_eq(count(o, "number_without_unit"), 1);
	cr_expect_eq(count(o, "mixed_units"), 1);
	cr_expect_eq(count(o, "mixed_time_units"), 1);
	cr_expect_eq(count(o, "unknown_time_unit"), 1);
	cr_expect_eq(count(o, "bad_times"), 1);
	cr_expect_eq(count(o, "zero_times"), 1);
	json_object_put(o);
}

/* Names that are no plain words are quoted, and no value can end its quotes. */
Test(quality, each_issue_has_the_sql_that_shows_its_rows)
{
	struct mapping	 m = { .item_view = "my \"items\"", .routing_view = "dbo.R" };
	struct quality	*q = calloc(1, sizeof(*q));
	struct json_object *o = measure(items, routings, work);
	struct buf	 b;

	cr_expect_str_eq(json_object_get_string(json_object_object_get(issue(o, "missing_job"),
	    "sql")), "SELECT * FROM R WHERE JOB IS NULL OR JOB = ''");
	cr_expect_str_eq(json_object_get_string(json_object_object_get(issue(o,
	    "expired_routings"), "sql")), "SELECT * FROM R WHERE UNTIL < '2025-01-01'");
	json_object_put(o);
	m.routing[ROUTING_ITEM] = (char *)(uintptr_t)"품번";
	q->map = &m;
	q->issue[Q_ITEM_TWINS].sample.n = 1;
	snprintf(q->issue[Q_ITEM_TWINS].sample.key[0], sizeof(q->issue[0].sample.key[0]),
	    "x'; DROP TABLE y--");
	buf_init(&b);
	quality_sql(q, Q_ITEM_TWINS, &b);
	cr_expect_str_eq(buf_str(&b), "SELECT * FROM \"my \"\"items\"\"\" WHERE \"품번\" IN "
	    "('x''; DROP TABLE y--')");
	buf_clear(&b);
	quality_sql(q, Q_ROUTING_NO_JOB, &b);
	cr_expect_str_eq(buf_str(&b), "", "a site without that column has no such rows");
	buf_fini(&b);
	free(q);
}

Test(quality, spellings_of_one_unit_are_no_mix)
{
	static const char	 i[] = "CODE|NAME|OD|OD_U|DRAW\nA|ring|1|mm|x\nB|rod|2|MM|y\n";
	static const char	 r[] = "CODE|ROUT|SEQ|JOB|SETUP|RUN|QTY|UNIT|INS|UNTIL\n"
	    "A|1|1|TURN|1|1|1|min|2020-01-01|\nB|1|1|TURN|1|1|1|분(Min.)|2020-01-01|\n";
	struct json_object	*o = measure(i, r, NULL);

	cr_expect_eq(count(o, "mixed_units"), 0);
	cr_expect_eq(count(o, "mixed_time_units"), 0);
	json_object_put(o);
}

Test(quality, faulty_routings_are_found)
{
	struct json_object	*o = measure(items, routings, work);

	cr_expect_eq(count(o, "orphan_routings"), 1);
	cr_expect_eq(count(o, "missing_job"), 1);
	cr_expect_eq(count(o, "bad_sequence"), 1);
	cr_expect_eq(count(o, "duplicate_sequence"), 1);
	cr_expect_eq(count(o, "expired_routings"), 1);
	cr_expect_eq(at(o, "routings", "routings"), 6);
	json_object_put(o);
}

Test(quality, twins_contradict_by_their_current_sequence_not_by_their_numbering)
{
	struct json_object	*o = measure(items, routings, work), *i;

	/* A3's old routing was as A1's, but the one in force is not. */
	i = issue(o, "contradictory_twins");
	cr_assert_not_null(i);
	cr_expect_eq(count(o, "contradictory_twins"), 3);
	cr_expect_str_eq(json_object_to_json_string_ext(json_object_object_get(i, "sample_keys"),
	    JSON_C_TO_STRING_PLAIN), "[\"A1\",\"A2\",\"A3\"]");
	json_object_put(o);
}

Test(quality, faulty_work_results_are_found)
{
	struct json_object	*o = measure(items, routings, work), *v;

	cr_expect_eq(count(o, "orphan_work_results"), 1);
	cr_expect_eq(count(o, "zero_work_times"), 1);
	cr_expect_eq(count(o, "bad_quantity"), 1);
	v = json_object_object_get(o, "work_results");
	cr_expect_str_eq(json_object_get_string(json_object_object_get(v, "reported_from")),
	    "2020-12-31");
	cr_expect_str_eq(json_object_get_string(json_object_object_get(v, "reported_to")),
	    "2021-05-03");
	json_object_put(o);
}

Test(quality, a_plant_without_work_results_is_told_so)
{
	struct json_object	*o = measure(items, routings, NULL), *v;

	cr_expect(json_object_object_get_ex(o, "work_results", &v) && v == NULL);
	cr_expect_eq(count(o, "no_work_results"), 1);
	json_object_put(o);
}

Test(quality, the_worst_comes_first_and_clean_data_scores_full)
{
	static const char	 i[] = "CODE|NAME|OD|OD_U|DRAW\nA|ring|1|mm|x\nB|rod|2|mm|y\n";
	static const char	 r[] = "CODE|ROUT|SEQ|JOB|SETUP|RUN|QTY|UNIT|INS|UNTIL\n"
	    "A|1|1|TURN|1|1|1|M|2020-01-01|\nB|1|1|TURN|1|1|1|M|2020-01-01|\n";
	static const char	 w[] = "CODE|SEQ|JOB|DAY|HOURS|QTY\nA|10|TURN|2021-02-03|1|10\n";
	struct json_object	*good = measure(i, r, w), *bad = measure(items, routings, work);
	struct json_object	*first;

	cr_expect_eq(json_object_get_double(json_object_object_get(good, "score")), 100);
	cr_expect_eq(json_object_array_length(json_object_object_get(good, "issues")), 0);
	cr_expect_lt(json_object_get_double(json_object_object_get(bad, "score")), 60);
	first = json_object_array_get_idx(json_object_object_get(bad, "issues"), 0);
	cr_expect_str_eq(json_object_get_string(json_object_object_get(first, "severity")),
	    "error");
	json_object_put(good);
	json_object_put(bad);
}

Test(quality, a_mapped_column_that_the_view_lacks_is_named)
{
	struct rows		*ri = table_rows(items), *rr = table_rows("CODE|ROUT|SEQ\n");
	struct json_object	*o, *out;
	struct mapping		*m;
	struct err		 e = { 0 };

	cr_assert_eq(json_parse(&o, profile, strlen(profile), &e), RC_OK);
	cr_assert_eq(mapping_parse(&m, o, &e), RC_OK);
	cr_expect_eq(quality_measure_on(0, ri, rr, NULL, m, &out, &e), RC_INVAL);
	cr_expect_str_eq(e.field, "routings.job");
	cr_expect_null(out);
	mapping_free(m);
	json_object_put(o);
	rows_close(ri);
	rows_close(rr);
}

Test(quality, a_time_far_from_its_jobs_others_is_an_outlier)
{
	struct qkeys	 k = { 0 };
	struct qtimes	*t = calloc(1, sizeof(*t));
	struct qsample	 s = { 0 };
	uint64_t	 watched;
	size_t		 item;
	char		 code[16];
	struct err	 e;

	for (int i = 0; i < 100; i++) {
		snprintf(code, sizeof(code), "I%03d", i);
		cr_assert_eq(qkeys_get(&k, str_of(code), &item, &e), RC_OK);
		/* 10 minutes give or take a fifth; I007 took two days. */
		cr_assert_eq(qtimes_add(t, 1, i == 7 ? 2880 : 10 * exp(0.2 * sin(i)),
		    (uint32_t)item, &e), RC_OK);
		/* Another job whose times spread over decades has none. */
		cr_assert_eq(qtimes_add(t, 2, exp(6 * sin(i)), (uint32_t)item, &e), RC_OK);
	}
	for (int i = 0; i < 19; i++)	/* too few to say */
		cr_assert_eq(qtimes_add(t, 3, i == 0 ? 1e6 : 1, 0, &e), RC_OK);
	cr_expect_eq(qtimes_outliers(t, &k, &watched, &s), 1);
	cr_expect_eq(watched, 200);
	cr_expect_eq(s.n, 1);
	cr_expect_str_eq(s.key[0], "I007");
	qtimes_fini(t);
	free(t);
	qkeys_fini(&k);
}

Test(quality, samples_are_the_smallest_keys_in_whatever_order_they_come)
{
	struct qsample	s = { 0 };
	const char	*in[] = { "g", "b", "f", "a", "d", "b", "c", "e", "a" };

	for (size_t i = 0; i < sizeof(in) / sizeof(in[0]); i++)
		qsample_add(&s, in[i]);
	cr_assert_eq(s.n, QSAMPLES);
	for (unsigned i = 0; i < QSAMPLES; i++)
		cr_expect_eq(s.key[i][0], (char)('a' + i), "%s", s.key[i]);
}

Test(quality, codes_are_the_same_trimmed_and_folded)
{
	struct qkeys	k = { 0 };
	struct err	e;
	size_t		a, b, n;
	char		code[16];

	for (int i = 0; i < 5000; i++) {
		n = (size_t)snprintf(code, sizeof(code), "Item_%d", i);
		cr_assert_eq(qkeys_get(&k, (struct str){ code, n }, &a, &e), RC_OK);
		cr_assert_eq(a, (size_t)i);
	}
	cr_assert_eq(qkeys_get(&k, str_of(" ITEM_4321\t"), &b, &e), RC_OK);
	cr_expect_eq(b, 4321);
	cr_expect_str_eq(qkeys_name(&k, b), "Item_4321");
	qkeys_fini(&k);
}
