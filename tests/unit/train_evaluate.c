#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/base/rng.h"
#include "core/train/measure/evaluate_priv.h"
#include "core/train/train.h"
#include "tests/unit/train_rows.h"

static const char	profile[] =
    "{\"name\":\"t\",\"items\":{\"view\":\"I\",\"columns\":{\"CODE\":{\"role\":\"key\"},"
    "\"PART_TYPE\":{\"role\":\"category\"},\"MATERIAL\":{\"role\":\"category\"},"
    "\"NAME\":{\"role\":\"text\"},\"OD\":{\"role\":\"number\"},\"DRAW\":{\"role\":\"drawing\"}}},"
    "\"routings\":{\"view\":\"R\",\"item\":\"CODE\",\"routing\":\"ROUT\",\"sequence\":\"SEQ\","
    "\"job\":\"JOB\",\"resource\":\"RES\",\"setup_time\":\"SETUP\",\"run_time\":\"RUN\","
    "\"inserted\":\"INS\"},"
    "\"work_results\":{\"view\":\"W\",\"item\":\"CODE\",\"routing\":\"ROUT\","
    "\"sequence\":\"SEQ\",\"job\":\"JOB\",\"reported\":\"DAY\",\"run_minutes\":\"RUN\","
    "\"setup_minutes\":\"SETUP\",\"quantity\":\"QTY\"}}";

static struct mapping *
mapping(void)
{
	struct json_object	*o;
	struct mapping		*m;
	struct err		 e = { 0 };

	cr_assert_eq(json_parse(&o, profile, strlen(profile), &e), RC_OK, "%s", e.msg);
	cr_assert_eq(mapping_parse(&m, o, &e), RC_OK, "%s: %s", e.field, e.msg);
	json_object_put(o);
	return m;
}

#define ITEM_HEAD	"CODE|PART_TYPE|MATERIAL|NAME|OD|DRAW\n"
#define ROUTING_HEAD	"CODE|ROUT|SEQ|JOB|RES|SETUP|RUN|INS\n"
#define WORK_HEAD	"CODE|ROUT|SEQ|JOB|DAY|RUN|SETUP|QTY\n"

static struct dataset *
dataset(const char *items, const char *routings, const char *work)
{
	struct rows	*i = table_rows(items), *r = table_rows(routings), *w = table_rows(work);
	struct mapping	*m = mapping();
	struct dataset	*d;
	struct err	 e = { 0 };

	cr_assert_eq(dataset_read(&d, i, r, w, m, NULL, NULL, &e), RC_OK, "%s", e.msg);
	mapping_free(m);
	rows_close(i);
	rows_close(r);
	rows_close(w);
	return d;
}

Test(evaluate, actual_times_are_the_median_of_work_results_else_the_routings)
{
	struct dataset		*d = dataset(ITEM_HEAD "A|ring|steel|a ring|10|D-1\n",
	    ROUTING_HEAD "A|1|10|TURN|M1|9|1|2020-01-01\nA|1|20|WASH||8|2|2020-01-01\n"
	    "A|1|30|TURN|M1|7|3|2020-01-01\nA|1|40|PACK||6|0|2020-01-01\n"
	    "A|2|10|TURN|M1|9|1|2019-01-01\n",
	    WORK_HEAD "A|1|10|TURN|2021-01-01|40|30|10\n"	/* 4 a piece */
	    "A|1|10|TURN|2021-01-02|60|10|10\n"			/* 6 */
	    "A|1|10|TURN|2022-01-03|500|20|10\n"		/* a hold time */
	    "A|1|30|TURN|2021-01-01|70|0|10\n"			/* the other turning: 7 */
	    "A|2|10|TURN|2021-01-01|900|1|1\n"			/* of another routing */
	    "A|1|99|WASH|2021-01-01|5|1|1\n");			/* renumbered since, but the only wash */
	struct arena		*a = arena_new(0);
	struct metrics_actual	*ops;
	uint64_t		 work = 0, routed = 0;
	uint32_t		 r = dataset_newest_routing(d, 0, DATE_NONE);
	size_t			 n;
	struct err		 e;

	cr_assert_eq(evaluate_actual(d, r, DATE_NONE, a, &ops, &n, &work, &routed, &e), RC_OK);
	cr_assert_eq(n, 4);
	cr_expect_eq(ops[0].run, 6);
	cr_expect_eq(ops[0].setup, 20);
	cr_expect_eq(ops[1].run, 5);
	cr_expect_eq(ops[2].run, 7);
	cr_expect_eq(ops[2].setup, 7, "no setup was reported: the routing's");
	cr_expect_eq(ops[3].run, 0);
	cr_expect_eq(work, 3);
	cr_expect_eq(routed, 0);
	/* What was reported later is not known yet. */
	cr_assert_eq(evaluate_actual(d, r, date_of(2021, 12, 31), a, &ops, &n, NULL, NULL, &e),
	    RC_OK);
	cr_expect_eq(ops[0].run, 5);
	arena_free(a);
	dataset_free(d);
}

/*
 * A plant whose parts are made by a simple rule: turned, then milled if the name says slot,
 * ground if it is steel, plated if its type is "gland".  Each drawing has two parts.
 */
struct plant {
	struct buf	items, routings, work, truth;
};

enum { RULE, CHAOS };

static void
plant_make(struct plant *p, size_t n, int kind, bool dated)
{
	static const char *const	materials[] = { "steel", "bronze", "carbon" };
	struct rng			r;

	rng_init(&r, 9, 0);
	buf_init(&p->items);
	buf_init(&p->routings);
	buf_init(&p->work);
	buf_init(&p->truth);
	buf_adds(&p->items, ITEM_HEAD);
	buf_adds(&p->routings, ROUTING_HEAD);
	buf_adds(&p->work, WORK_HEAD);
	for (size_t i = 0; i < n; i++) {
		const char	*jobs[8], *mat = materials[rng_below(&r, 3)];
		bool		 gland = rng_below(&r, 2), slot = rng_below(&r, 2);
		unsigned	 size = 10 + rng_below(&r, 90), njobs = 0;
		char		 chaos[4][16], day[11];

		jobs[njobs++] = "TURN";
		if (slot)
			jobs[njobs++] = "MILL";
		if (strcmp(mat, "steel") == 0)
			jobs[njobs++] = "GRIND";
		if (gland)
			jobs[njobs++] = "PLATE";
		for (unsigned k = 0; kind == CHAOS && k < 4; k++) {
			snprintf(chaos[k], sizeof(chaos[k]), "J%u", rng_below(&r, 100));
			jobs[k] = chaos[k];
			njobs = 4;
		}
		date_format(date_of(2020, 1, 1) + (int32_t)i, day);
		buf_addf(&p->items, "I%05zu|%s|%s|%s ring %u|%u|D-%zu\n", i,
		    gland ? "gland" : "seal", mat, slot ? "slotted" : "plain", size, size, i / 2);
		buf_addf(&p->truth, "{\"item_code\":\"I%05zu\",\"sequences\":[{\"signature\":\"", i);
		for (unsigned k = 0; k < njobs; k++) {
			buf_addf(&p->routings, "I%05zu|1|%u|%s|M%u|5|%.2f|%s\n", i, 10 * (k + 1),
			    jobs[k], k, 0.1 * size * exp(0.1 * rng_normal(&r)), dated ? day : "");
			buf_addf(&p->truth, "%s%s", k > 0 ? ">" : "", jobs[k]);
		}
		buf_adds(&p->truth, "\",\"probability\":0.9}],\"operations\":[]}\n");
	}
}

static void
plant_fini(struct plant *p)
{
	buf_fini(&p->items);
	buf_fini(&p->routings);
	buf_fini(&p->work);
	buf_fini(&p->truth);
}

/* in: what differs from the usual. */
static struct json_object *
evaluation_as(const struct plant *p, struct train_in in)
{
	struct rows		*i = table_rows(buf_str(&p->items));
	struct rows		*r = table_rows(buf_str(&p->routings));
	struct rows		*w = table_rows(buf_str(&p->work));
	struct mapping		*m = mapping();
	struct json_object	*o;
	struct err		 e = { 0 };

	in.items = i;
	in.routings = r;
	in.work = w;
	in.mapping = m;
	in.seed = 3;
	cr_assert_eq(train_evaluate(&in, &o, &e), RC_OK, "%s: %s", e.field, e.msg);
	mapping_free(m);
	rows_close(i);
	rows_close(r);
	rows_close(w);
	return o;
}

static struct json_object *
evaluation(const struct plant *p, unsigned threads, const char *truth)
{
	return evaluation_as(p, (struct train_in){ .threads = threads, .truth = truth });
}

/* The member at a path such as "strata.all.model.exact@1". */
static struct json_object *
at(struct json_object *o, const char *path)
{
	char	*p = strdup(path), *save = NULL;

	for (char *k = strtok_r(p, ".", &save); k != NULL; k = strtok_r(NULL, ".", &save))
		cr_assert(json_object_object_get_ex(o, k, &o), "%s is not there", path);
	free(p);
	return o;
}

static double
real(struct json_object *o, const char *path)
{
	cr_assert_not_null(at(o, path), "%s is null", path);
	return json_object_get_double(at(o, path));
}

Test(evaluate, a_rule_is_learned_and_the_ceiling_is_printed_beside)
{
	char			 path[] = "/tmp/train-evaluate-XXXXXX";
	int			 fd = mkstemp(path);
	struct plant		 p;
	struct json_object	*o;

	plant_make(&p, 1000, RULE, true);
	cr_assert_eq(write(fd, p.truth.p, p.truth.len), (ssize_t)p.truth.len);
	close(fd);
	o = evaluation(&p, 2, path);
	unlink(path);
	cr_expect_str_eq(json_object_get_string(at(o, "protocol.split")), "time");
	cr_expect_str_eq(json_object_get_string(at(o, "protocol.t0")), "2022-03-10");
	cr_expect_eq(real(o, "protocol.train_items"), 800);
	cr_expect_eq(real(o, "protocol.calibration_items"), 100);
	cr_expect_eq(real(o, "protocol.sampled_test_items"), 100);
	cr_expect_eq(real(o, "protocol.items_with_truth"), 100);
	cr_expect_eq(real(o, "protocol.actual_run_times.work_results"), 0);
	cr_expect_gt(real(o, "protocol.actual_run_times.routings"), 200);
	cr_expect_gt(real(o, "strata.all.model.exact@1"), 0.9);
	cr_expect_lt(real(o, "strata.all.mode.exact@1"), 0.7);
	cr_expect_eq(real(o, "strata.all.ceiling.exact@1"), 1);
	cr_expect_float_eq(real(o, "strata.all.ceiling.expected_exact@1"), 0.9, 1e-6);
	cr_expect_eq(real(o, "strata.all.exact@1_of_ceiling"), real(o, "strata.all.model.exact@1"));
	/* Times spread by 10 %: the median error of a perfect forecast is 0.0674. */
	cr_expect_lt(real(o, "strata.all.model.run_medape"), 0.12);
	cr_expect_gt(real(o, "strata.all.nearest.run_medape"), 0.07);
	cr_expect_null(at(o, "strata.all.mode.ece"));
	/* No drawing is parted at T0, but some parts are twins of earlier ones. */
	cr_expect_eq(real(o, "strata.seen_family.model.items") +
	    real(o, "strata.new_family.model.items"), 100);
	cr_expect_null(at(o, "strata.new_category_value.model"));
	json_object_put(o);
	plant_fini(&p);
}

Test(evaluate, what_cannot_be_known_is_not_known)
{
	struct plant		 p;
	struct json_object	*o;

	/* Sequences at random: right answers could only come from the items' own routings. */
	plant_make(&p, 600, CHAOS, true);
	o = evaluation(&p, 1, NULL);
	cr_expect_eq(real(o, "strata.all.model.exact@1"), 0);
	cr_expect_eq(real(o, "strata.all.family.exact@1"), 0);
	cr_expect_eq(real(o, "strata.all.nearest.exact@1"), 0);
	cr_expect_eq(real(o, "strata.all.model.oracle_neighbour@50"), 0);
	cr_expect_null(at(o, "strata.all.ceiling"));
	cr_expect_null(at(o, "strata.all.exact@1_of_ceiling"));
	json_object_put(o);
	plant_fini(&p);
}

Test(evaluate, threads_make_no_difference)
{
	struct plant		 p;
	struct json_object	*a, *b;

	plant_make(&p, 600, RULE, true);
	a = evaluation(&p, 1, NULL);
	b = evaluation(&p, 2, NULL);
	cr_expect_str_eq(json_object_to_json_string(a), json_object_to_json_string(b));
	json_object_put(a);
	json_object_put(b);
	plant_fini(&p);
}

Test(evaluate, a_plant_without_dates_is_split_by_chance_and_says_so)
{
	struct plant		 p;
	struct json_object	*o;

	plant_make(&p, 600, RULE, false);
	o = evaluation(&p, 1, NULL);
	cr_expect_str_eq(json_object_get_string(at(o, "protocol.split")), "random");
	cr_expect_null(at(o, "protocol.t0"));
	cr_expect_not_null(at(o, "protocol.reason"));
	cr_expect_gt(real(o, "protocol.test_items"), 30);
	cr_expect_gt(real(o, "strata.all.model.op_f1"), 0.8);
	json_object_put(o);
	plant_fini(&p);
}

Test(evaluate, each_part_of_a_model_is_left_out_when_that_is_asked_for)
{
	struct plant		 p;
	struct json_object	*o, *rows, *answers, *one;
	struct buf		 out;

	plant_make(&p, 400, RULE, true);
	answers = json_object_new_array();
	o = evaluation_as(&p, (struct train_in){ .threads = 2, .full_ablation = true,
	    .answers = answers });
	rows = at(o, "ablation.rows");
	cr_assert_geq(json_object_array_length(rows), 8);
	cr_expect_eq(real(json_object_array_get_idx(rows, 0), "exact@1"),
	    real(o, "strata.all.model.exact@1"), "with all parts it is the model that was measured");
	for (size_t i = 1; i < json_object_array_length(rows); i++) {
		one = json_object_array_get_idx(rows, i);
		cr_expect_not_null(at(one, "without"));
		cr_expect_float_eq(real(one, "adds"), real(json_object_array_get_idx(rows, 0),
		    "exact@1") - real(one, "exact@1"), 1e-9);
	}
	/* And what it answered, for whoever wants to look. */
	cr_assert_eq(json_object_array_length(answers), (size_t)real(o,
	    "protocol.sampled_test_items"));
	one = json_object_array_get_idx(answers, 0);
	cr_expect_not_null(at(one, "item_code"));
	cr_expect_not_null(at(one, "planner"));
	cr_expect_gt(json_object_array_length(at(one, "candidates")), 0);
	buf_init(&out);
	evaluate_table(o, &out);
	cr_expect_not_null(strstr(buf_str(&out), "phrases of the trade"));
	buf_fini(&out);
	json_object_put(answers);
	json_object_put(o);
	plant_fini(&p);
}

Test(evaluate, too_little_history_is_no_error_but_no_figures)
{
	struct plant		 p;
	struct json_object	*o;
	struct buf		 out;

	plant_make(&p, 1, RULE, true);
	o = evaluation(&p, 1, NULL);
	cr_expect_null(at(o, "strata"));
	cr_expect_not_null(at(o, "protocol.reason"));
	buf_init(&out);
	evaluate_table(o, &out);
	cr_expect_not_null(strstr(buf_str(&out), "too little history"));
	buf_fini(&out);
	json_object_put(o);
	plant_fini(&p);
}

Test(evaluate, the_table_has_every_metric_in_100_columns)
{
	struct plant		 p;
	struct json_object	*o, *outer = json_object_new_object();
	struct buf		 out, again;
	size_t			 width = 0;

	plant_make(&p, 600, RULE, true);
	o = evaluation(&p, 1, NULL);
	buf_init(&out);
	buf_init(&again);
	evaluate_table(o, &out);
	for (size_t i = 0; metrics_names[i] != NULL; i++)
		cr_expect_not_null(strstr(buf_str(&out), metrics_names[i]), "%s", metrics_names[i]);
	for (size_t i = 0; i < out.len; i++) {
		width = out.p[i] == '\n' ? 0 : width + (((unsigned char)out.p[i] & 0xc0) != 0x80);
		cr_assert_leq(width, 100, "%.*s", 200, out.p + (i > 150 ? i - 150 : 0));
	}
	cr_expect_not_null(strstr(buf_str(&out), "–"), "nothing is shown as not known");
	cr_expect_null(strstr(buf_str(&out), "nan"));
	/* metrics.json has it as a member. */
	json_put(outer, "evaluation", o);
	evaluate_table(outer, &again);
	cr_expect_str_eq(buf_str(&out), buf_str(&again));
	buf_fini(&out);
	buf_fini(&again);
	json_object_put(outer);
	plant_fini(&p);
}

Test(evaluate, a_table_of_a_stranger_is_no_crash)
{
	static const char *const	odd[] = {
		"{}", "[]", "{\"strata\":[]}", "{\"strata\":{}}",
		"{\"strata\":{\"all\":3},\"calibration\":{}}",
		("{\"protocol\":7,\"strata\":{\"all\":{\"model\":{\"exact@1\":\"x\","
		"\"intervals\":{\"exact@1\":[1]}}}},\"calibration\":[3]}")
	};
	struct json_object		*o;
	struct buf			 out;

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		cr_assert_eq(json_parse(&o, odd[i], strlen(odd[i]), NULL), RC_OK);
		buf_init(&out);
		evaluate_table(o, &out);
		cr_expect(buf_ok(&out));
		buf_fini(&out);
		json_object_put(o);
	}
}
