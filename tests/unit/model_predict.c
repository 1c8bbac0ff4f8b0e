#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/model/model_priv.h"
#include "core/model/predict.h"
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

TestSuite(predict, .init = open_all, .fini = close_all);

static struct predict_out
ask(const struct model *m, const struct dataset *d, size_t item, struct predict_in in)
{
	struct predict_out	out;
	struct record		rec;
	struct err		e = { 0 };

	cr_assert_eq(dataset_record(d, item, a, &rec, &e), RC_OK);
	in.item = &rec;
	cr_assert_eq(model_predict(m, &in, a, &out, &e), RC_OK, "%s", e.msg);
	return out;
}

static const struct predict_in	plain = { .as_of = DATE_NONE };

Test(predict, items_without_a_routing_get_the_one_that_the_plant_would_write)
{
	char	want[64];
	size_t	right = 0, n = 0;

	for (size_t i = 4; i < TINY_ITEMS; i += 5, n++) {
		struct predict_out	out = ask(q.m, q.d, i, plain);

		cr_assert_gt(out.ncandidates, 0, "item %zu: %s", i, out.reason);
		right += strcmp(out.candidates[0].signature,
		    tiny_signature(i, want, sizeof(want))) == 0;
	}
	cr_assert_geq(right, n * 9 / 10, "%zu of %zu", right, n);
}

Test(predict, no_two_candidates_share_a_signature_and_probabilities_sum_to_at_most_1)
{
	struct predict_in	in = { .as_of = DATE_NONE, .max_candidates = 10 };

	for (size_t i = 0; i < TINY_ITEMS; i += 7) {
		struct predict_out	out = ask(q.m, q.d, i, in);
		double			sum = 0;

		for (size_t k = 0; k < out.ncandidates; k++) {
			sum += out.candidates[k].probability;
			if (k > 0)
				cr_assert_leq(out.candidates[k].probability,
				    out.candidates[k - 1].probability);
			for (size_t j = 0; j < k; j++)
				cr_assert_str_neq(out.candidates[k].signature,
				    out.candidates[j].signature);
		}
		cr_assert_leq(sum, 1 + 1e-9);
	}
}

Test(predict, a_probability_does_not_depend_on_how_many_candidates_are_asked_for)
{
	for (size_t i = 0; i < TINY_ITEMS; i += 31) {
		struct predict_out	ten = ask(q.m, q.d, i, (struct predict_in){
					    .as_of = DATE_NONE, .max_candidates = 10 });

		for (size_t n = 1; n < 10; n++) {
			struct predict_out	out = ask(q.m, q.d, i, (struct predict_in){
						    .as_of = DATE_NONE, .max_candidates = n });

			cr_assert_leq(out.ncandidates, n);
			cr_assert_eq(out.candidates[0].probability,
			    ten.candidates[0].probability);
			cr_assert_eq(out.decision, ten.decision);
		}
	}
}

Test(predict, the_items_own_routing_is_never_evidence)
{
	char	code[16];

	for (size_t i = 0; i < 60; i++) {
		struct predict_out	out = ask(q.m, q.d, i, plain);

		tiny_code(i, code);
		for (size_t k = 0; k < out.nsimilar; k++)
			cr_assert_not(str_eq(out.similar[k].item_code, str_of(code)));
		for (size_t k = 0; k < out.ncandidates; k++)
			for (size_t s = 0; s < out.candidates[k].nsources; s++)
				cr_assert_not(str_eq(out.candidates[k].sources[s].item_code,
				    str_of(code)));
	}
}

static void
ordered(const struct quantiles *x)
{
	cr_assert(!isnan(x->p50) && x->p10 <= x->p50 && x->p50 <= x->p90, "%g %g %g", x->p10,
	    x->p50, x->p90);
}

Test(predict, each_operation_names_the_similar_items_that_have_it)
{
	for (size_t i = 4; i < TINY_ITEMS; i += 35) {
		struct predict_out	out = ask(q.m, q.d, i, plain);

		for (size_t k = 0; k < out.candidates[0].nops; k++) {
			const struct predict_op	*op = &out.candidates[0].ops[k];
			size_t			 named = 0;

			while (named < PREDICT_SUPPORTERS && op->supporter[named].s != NULL)
				named++;
			cr_assert_leq(op->supporters, op->asked);
			cr_assert_eq(named, op->supporters < PREDICT_SUPPORTERS ? op->supporters :
			    PREDICT_SUPPORTERS);
			cr_assert_eq(op->support > 0, op->supporters > 0);
		}
		cr_assert_gt(out.candidates[0].ops[0].supporters, 0);
	}
}

Test(predict, quantiles_are_ordered_and_hours_and_minutes_agree)
{
	double	worst = 0;

	for (size_t i = 4; i < TINY_ITEMS; i += 5) {
		struct predict_out		 out = ask(q.m, q.d, i, plain);
		const struct predict_candidate	*c = &out.candidates[0];

		for (size_t k = 0; k < c->nops; k++) {
			ordered(&c->ops[k].setup);
			ordered(&c->ops[k].run);
			cr_assert_eq(c->ops[k].source, TIME_WORK_RESULTS);
			if (str_eq(c->ops[k].job, str_of("T20")))
				worst = fmax(worst, fabs(log(c->ops[k].run.p50 /
				    (tiny_diameter(i) / 10))));
		}
		ordered(&c->setup);
		ordered(&c->run);
		ordered(&c->lead);
	}
	cr_assert_lt(worst, 0.5, "off by a factor of %g", exp(worst));
}

Test(predict, run_time_grows_with_the_quantity_and_setup_does_not)
{
	struct predict_in	many = { .as_of = DATE_NONE, .quantity = 50 };
	struct predict_out	x = ask(q.m, q.d, 4, plain), y = ask(q.m, q.d, 4, many);

	cr_assert_float_eq(y.candidates[0].run.p50, 50 * x.candidates[0].run.p50, 1e-6);
	cr_assert_float_eq(y.candidates[0].setup.p50, x.candidates[0].setup.p50, 1e-9);
}

Test(predict, a_retired_machine_is_not_proposed_today_but_was_in_its_time)
{
	struct predict_in	then = { .as_of = date_of(2015, 6, 1) };
	bool			seen = false;

	for (size_t i = 4; i < TINY_ITEMS; i += 5) {
		struct predict_out	out = ask(q.m, q.d, i, plain);

		for (size_t c = 0; c < out.ncandidates; c++)
			for (size_t k = 0; k < out.candidates[c].nops; k++) {
				const struct predict_op	*op = &out.candidates[c].ops[k];

				cr_assert_not(str_eq(op->res, str_of("OLD-LATHE")));
				for (size_t j = 0; j < op->nalternatives; j++)
					cr_assert_not(str_eq(op->alternatives[j].code,
					    str_of("OLD-LATHE")));
			}
		out = ask(q.m, q.d, i, then);
		for (size_t k = 0; out.ncandidates > 0 && k < out.candidates[0].nops; k++)
			seen = seen || str_eq(out.candidates[0].ops[k].res, str_of("OLD-LATHE"));
	}
	cr_assert(seen);
}

Test(predict, evidence_after_the_asked_day_does_not_speak)
{
	struct predict_in	before = { .as_of = date_of(2011, 1, 1) };
	struct predict_in	early = { .as_of = date_of(2013, 1, 1) };
	struct predict_out	out = ask(q.m, q.d, 4, before);

	cr_assert_eq(out.decision, DECISION_NO_ANSWER);
	cr_assert_not_null(out.reason);
	cr_assert_eq(out.nsimilar, 0);
	out = ask(q.m, q.d, 4, early);
	for (size_t k = 0; k < out.ncandidates; k++)
		cr_assert_leq(out.candidates[k].newest, early.as_of);
}

Test(predict, outsourcing_is_excluded_when_asked)
{
	struct predict_in	in = { .as_of = DATE_NONE, .exclude_outsourcing = true };

	for (size_t i = 4; i < TINY_ITEMS; i += 5) {
		struct predict_out	out = ask(q.m, q.d, i, in);

		for (size_t c = 0; c < out.ncandidates; c++)
			for (size_t k = 0; k < out.candidates[c].nops; k++)
				cr_assert_neq(out.candidates[c].ops[k].inside, 0);
	}
}

Test(predict, an_unknown_category_is_answered_or_the_reason_is_told)
{
	static const char *const	names[] = { "ITEM_CD", "PART_TYPE", "ITEM_MATERIAL" };
	struct str			cells[] = { str_of("X"), str_of("GIZMO"),
					    str_of("UNOBTAINIUM") };
	struct record			rec = { 3, names, cells };
	struct predict_in		in = { .item = &rec, .as_of = DATE_NONE };
	struct predict_out		out;
	struct err			e = { 0 };

	cr_assert_eq(model_predict(q.m, &in, a, &out, &e), RC_OK, "%s", e.msg);
	cr_assert_neq(out.decision, DECISION_AUTO);
	cr_assert_not_null(out.reason);
	rec.n = 0;	/* nothing is known at all */
	cr_assert_eq(model_predict(q.m, &in, a, &out, &e), RC_OK, "%s", e.msg);
	cr_assert_neq(out.decision, DECISION_AUTO);
}

Test(predict, shares_of_an_explanation_sum_to_1)
{
	struct predict_in	in = { .as_of = DATE_NONE, .explain = true, .top_k = 5 };
	struct predict_out	out = ask(q.m, q.d, 4, in);

	cr_assert_eq(out.nsimilar, 5);
	for (size_t i = 0; i < out.nsimilar; i++) {
		double	sum = 0;

		for (size_t k = 0; k < out.similar[i].ncontributions; k++)
			sum += out.similar[i].contributions[k].share;
		cr_assert_float_eq(sum, 1, 1e-6);
	}
}

Test(predict, similar_items_can_be_filtered_by_a_stored_value)
{
	static const char *const	columns[] = { "ITEM_MATERIAL", NULL };
	static const char *const	values[] = { "NBR", NULL };
	struct predict_in		in = { .as_of = DATE_NONE, .filter_columns = columns,
					    .filter_values = values };
	struct predict_out		out = ask(q.m, q.d, 4, in);

	cr_assert_eq(out.nsimilar, PREDICT_TOP_K);
	for (size_t i = 0; i < out.nsimilar; i++) {
		size_t	item = strtoul(out.similar[i].item_code.s + 1, NULL, 10);

		cr_assert_eq(item / 3 % 3, 2, "item %zu is not of NBR", item);
	}
}

Test(five_columns, a_view_without_machines_times_and_dates_still_answers)
{
	struct tiny_model	five;
	struct predict_out	out;
	char			want[64];
	size_t			right = 0, n = 0;

	tiny_model_open(&five, true);
	cr_assert_not_null(a = arena_new(0));
	for (size_t i = 4; i < TINY_ITEMS; i += 5, n++) {
		out = ask(five.m, five.d, i, plain);
		cr_assert_gt(out.ncandidates, 0);
		right += strcmp(out.candidates[0].signature,
		    tiny_signature(i, want, sizeof(want))) == 0;
		for (size_t k = 0; k < out.candidates[0].nops; k++) {
			const struct predict_op	*op = &out.candidates[0].ops[k];

			cr_assert(isnan(op->run.p50) && isnan(op->setup.p50));
			cr_assert_null(op->res.s);
			cr_assert_eq(op->inside, -1);
			cr_assert_eq(op->source, TIME_NONE);
		}
	}
	cr_assert_geq(right, n * 8 / 10, "%zu of %zu", right, n);
	arena_free(a);
	tiny_model_close(&five);
}
