#include "config.h"

#include <criterion/criterion.h>
#include <math.h>

#include "core/train/measure/metrics_priv.h"

#define NEAR(a, b)	cr_expect_lt(fabs((a) - (b)), 1e-9, "%.10g, not %.10g", (double)(a), (double)(b))

enum { TURN = 1, MILL, GRIND, WASH, CNC = 10, LATHE };

static struct metrics_op
op(uint32_t job, uint32_t res, double p10, double p50, double p90)
{
	return (struct metrics_op){ job, res, { NAN, NAN, NAN }, { p10, p50, p90 } };
}

static struct metrics_actual
was(uint32_t job, uint32_t res, double run)
{
	return (struct metrics_actual){ job, res, NAN, run };
}

static void
add(struct metrics *m, const struct metrics_case *c)
{
	struct err	e;

	cr_assert_eq(metrics_add(m, c, &e), RC_OK, "%s", e.msg);
}

static struct metrics_result
result(const struct metrics *m, unsigned strata)
{
	struct metrics_result	r;
	struct err		e;

	cr_assert_eq(metrics_result(m, strata, 1, &r, &e), RC_OK, "%s", e.msg);
	return r;
}

Test(metrics, edit_distance_is_levenshtein_over_the_longer_length)
{
	const uint32_t	a[] = { 1, 2, 3, 4 }, b[] = { 1, 3, 4 }, c[] = { 5, 6, 7, 8, 9 };

	NEAR(metrics_edit_distance(a, 4, a, 4), 0);
	NEAR(metrics_edit_distance(a, 4, b, 3), 1 / 4.0);	/* 2 left out */
	NEAR(metrics_edit_distance(b, 3, a, 4), 1 / 4.0);
	NEAR(metrics_edit_distance(a, 4, c, 5), 1);
	NEAR(metrics_edit_distance(a, 4, NULL, 0), 1);
	NEAR(metrics_edit_distance(NULL, 0, NULL, 0), 0);
	/* kitten, sitting: 3 of 7. */
	NEAR(metrics_edit_distance((uint32_t[]){ 'k', 'i', 't', 't', 'e', 'n' }, 6,
	    (uint32_t[]){ 's', 'i', 't', 't', 'i', 'n', 'g' }, 7), 3 / 7.0);
}

Test(metrics, operations_match_as_a_multiset)
{
	const uint32_t	a[] = { 1, 2, 1, 3, 1 }, b[] = { 1, 1, 2 };
	uint32_t	pair[5];

	cr_expect_eq(metrics_match(a, 5, b, 3, pair), 3);
	cr_expect_eq(pair[0], 0);
	cr_expect_eq(pair[1], 2);
	cr_expect_eq(pair[2], 1);
	cr_expect_eq(pair[3], METRICS_NONE);
	cr_expect_eq(pair[4], METRICS_NONE);
	/* precision 3/5, recall 3/3. */
	NEAR(metrics_f1(3, 5, 3), 0.75);
	NEAR(metrics_f1(0, 0, 3), 0);
}

Test(metrics, the_median_of_an_even_number_is_between)
{
	double	v[] = { 9, 1, 4, 2 };

	NEAR(metrics_median(v, 4), 3);
	NEAR(metrics_median((double[]){ 5, 1, 3 }, 3), 3);
	cr_expect(isnan(metrics_median(v, 0)));
}

Test(metrics, a_perfectly_calibrated_forecast_has_no_ece)
{
	struct metrics_claim	c[100];
	struct metrics_bin	bin[METRICS_BINS];

	/* Ten claims each of 0.0, 0.1, ... with as many hits. */
	for (int i = 0; i < 100; i++)
		c[i] = (struct metrics_claim){ i / 10 / 10.0, i % 10 < i / 10 };
	NEAR(metrics_ece(c, 100, bin), 0);
	cr_expect_eq(bin[3].n, 10);
	NEAR(bin[3].probability, 0.3);
	NEAR(bin[3].exact, 0.3);
}

Test(metrics, ece_is_the_mean_distance_of_bins)
{
	struct metrics_claim	c[20];
	struct metrics_bin	bin[METRICS_BINS];

	/* All claims 0.9.  In order, the first ten are right, the others wrong:
	 * five bins are 0.1 off, five 0.9. */
	for (int i = 0; i < 20; i++)
		c[i] = (struct metrics_claim){ 0.9, i < 10 };
	NEAR(metrics_ece(c, 20, bin), 0.5);
	NEAR(metrics_brier(c, 20), (10 * 0.01 + 10 * 0.81) / 20);
	/* Fewer claims than bins: one each. */
	NEAR(metrics_ece((struct metrics_claim[]){ { 0.2, false }, { 1, true } }, 2, bin), 0.1);
	cr_expect(isnan(metrics_ece(c, 0, bin)));
	cr_expect(isnan(metrics_brier(c, 0)));
}

Test(metrics, a_hand_worked_case)
{
	struct metrics			m;
	struct metrics_result		r;
	const struct metrics_op		one[] = { op(TURN, CNC, 1, 2, 3), op(WASH, METRICS_NONE, NAN, 5, NAN) };
	const struct metrics_op		two[] = { op(TURN, CNC, 1, 2, 3), op(MILL, CNC, 1, 2, 4),
					    op(WASH, METRICS_NONE, NAN, 5, NAN) };
	const struct metrics_candidate	cand[] = { { one, 2, 0.6 }, { two, 3, 0.3 } };
	const struct metrics_actual	actual[] = { was(TURN, LATHE, 4), was(MILL, CNC, 1), was(WASH, METRICS_NONE, 5) };

	metrics_init(&m);
	add(&m, &(struct metrics_case){ cand, 2, METRICS_REVIEW, actual, 3, 1, 7, 1 });
	r = result(&m, 0);
	cr_expect_eq(r.items, 1);
	NEAR(r.exact1, 0);
	NEAR(r.exact2, 1);
	NEAR(r.exact4, 1);
	NEAR(r.op_f1, 2 * 2 / 5.0);
	NEAR(r.edit_distance, 1 / 3.0);
	NEAR(r.resource_accuracy, 0);		/* only TURN has one, and it is another */
	NEAR(r.run_medape, (0.5 + 0) / 2);	/* |2 - 4| / 4 and 0 */
	NEAR(r.coverage_80, 0);			/* 4 is not in 1 to 3; WASH has no interval */
	NEAR(r.width_80, 1);			/* (3 - 1) / 2 */
	NEAR(r.brier, 0.36);
	NEAR(r.ece, 0.6);
	NEAR(r.answered, 1);
	NEAR(r.auto_share, 0);
	NEAR(r.oracle_neighbour, 1);
	cr_expect(isnan(r.auto_precision));
	cr_expect(isnan(r.setup_medape));
	cr_expect(isnan(r.exact1_interval.low), "one family has no interval");
	metrics_fini(&m);
}

Test(metrics, no_answer_is_wrong_but_claims_nothing)
{
	struct metrics			m;
	struct metrics_result		r;
	const struct metrics_op		ops[] = { op(TURN, CNC, 1, 2, 3) };
	const struct metrics_candidate	right = { ops, 1, 0.9 }, wrong = { ops, 0, 0.9 };
	const struct metrics_actual	actual[] = { was(TURN, CNC, 2) };

	metrics_init(&m);
	add(&m, &(struct metrics_case){ &right, 1, METRICS_NO_ANSWER, actual, 1, -1, 0, 1 });
	add(&m, &(struct metrics_case){ &right, 1, METRICS_AUTO, actual, 1, -1, 0, 1 });
	add(&m, &(struct metrics_case){ &wrong, 1, METRICS_AUTO, actual, 1, -1, 0, 2 });
	add(&m, &(struct metrics_case){ NULL, 0, METRICS_REVIEW, actual, 1, -1, 0, 2 });
	r = result(&m, 0);
	NEAR(r.exact1, 1 / 4.0);
	NEAR(r.answered, 2 / 4.0);
	NEAR(r.auto_share, 2 / 4.0);
	NEAR(r.auto_precision, 1 / 2.0);
	NEAR(r.edit_distance, 3 / 4.0);
	NEAR(r.brier, (0.01 + 0.81) / 2);
	cr_expect(isnan(r.oracle_neighbour));
	cr_expect_eq(r.nbins, 2);
	metrics_fini(&m);
}

Test(metrics, strata_are_told_apart)
{
	struct metrics			m;
	const struct metrics_op		ops[] = { op(TURN, CNC, 1, 2, 3) };
	const struct metrics_candidate	cand = { ops, 1, 0.9 };
	const struct metrics_actual	yes[] = { was(TURN, CNC, 2) }, no[] = { was(MILL, CNC, 2) };

	metrics_init(&m);
	add(&m, &(struct metrics_case){ &cand, 1, METRICS_AUTO, yes, 1, -1, 0, 1 });
	add(&m, &(struct metrics_case){ &cand, 1, METRICS_AUTO, no, 1, -1, 0, 2 | 4 });
	NEAR(result(&m, 0).exact1, 0.5);
	NEAR(result(&m, 1).exact1, 1);
	NEAR(result(&m, 2).exact1, 0);
	cr_expect_eq(result(&m, 1).runs, 1);
	cr_expect_eq(result(&m, 4).runs, 0);
	cr_expect_eq(result(&m, 8).items, 0);
	cr_expect(isnan(result(&m, 8).exact1));
	metrics_fini(&m);
}

Test(metrics, a_time_left_out_is_wholly_wrong_and_zero_actuals_are_not_asked)
{
	struct metrics			m;
	struct metrics_result		r;
	const struct metrics_op		ops[] = { op(TURN, CNC, NAN, NAN, NAN), op(MILL, CNC, 1, 3, 3) };
	const struct metrics_candidate	cand = { ops, 2, NAN };
	const struct metrics_actual	actual[] = { was(TURN, CNC, 5), was(MILL, CNC, 0) };

	metrics_init(&m);
	add(&m, &(struct metrics_case){ &cand, 1, METRICS_REVIEW, actual, 2, -1, 0, 1 });
	r = result(&m, 0);
	cr_expect_eq(r.runs, 1);
	NEAR(r.run_medape, 1);
	cr_expect(isnan(r.coverage_80));
	cr_expect(isnan(r.ece));
	metrics_fini(&m);
}

Test(metrics, intervals_are_wider_when_families_hold_together)
{
	struct boot_value	alone[200], together[200];
	struct metrics_interval	a, b, t, u;
	struct err		e;

	for (uint32_t i = 0; i < 200; i++) {
		alone[i] = (struct boot_value){ i % 20 < 10, i };
		together[i] = (struct boot_value){ i % 20 < 10, i / 10 };	/* ten a family, all alike */
	}
	cr_assert_eq(boot_intervals(alone, 200, NULL, 0, 200, 7, &a, &u, &e), RC_OK);
	cr_assert_eq(boot_intervals(together, 200, NULL, 0, 20, 7, &b, &u, &e), RC_OK);
	/* Standard errors are 0.035 and 0.112: about 1.96 of them each way. */
	cr_expect(fabs(a.low - 0.43) < 0.02 && fabs(a.high - 0.57) < 0.02, "%g %g", a.low, a.high);
	cr_expect(fabs(b.low - 0.28) < 0.06 && fabs(b.high - 0.72) < 0.06, "%g %g", b.low, b.high);
	cr_expect(isnan(u.low));
	cr_assert_eq(boot_intervals(alone, 200, NULL, 0, 200, 7, &t, &u, &e), RC_OK);
	cr_expect(t.low == a.low && t.high == a.high, "the same seed, another interval");
}

Test(metrics, what_cannot_be_measured_is_null_in_json)
{
	struct metrics			m;
	struct metrics_result		r;
	struct json_object		*o, *v;

	metrics_init(&m);
	r = result(&m, 0);
	o = metrics_result_json(&r);
	for (size_t i = 0; metrics_names[i] != NULL; i++)
		cr_expect(json_object_object_get_ex(o, metrics_names[i], &v) && v == NULL,
		    "%s of nothing", metrics_names[i]);
	json_object_put(o);
	metrics_fini(&m);
}
