/* Who speaks for a prediction and how loud: each rule seen by taking it to its extreme. */
#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/model/model_priv.h"
#include "core/model/predict.h"
#include "tests/unit/tiny.h"

#define ITEM	4	/* has no routing */

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

TestSuite(evidence, .init = open_all, .fini = close_all);

static struct predict_out
ask(size_t item, int32_t as_of)
{
	struct predict_in	in = { .as_of = as_of };
	struct predict_out	out;
	struct record		rec;
	struct err		e = { 0 };

	cr_assert_eq(dataset_record(q.d, item, a, &rec, &e), RC_OK);
	in.item = &rec;
	cr_assert_eq(model_predict(q.m, &in, a, &out, &e), RC_OK, "%s", e.msg);
	return out;
}

static double
probability(const struct predict_out *out, const char *signature)
{
	for (size_t i = 0; i < out->ncandidates; i++)
		if (strcmp(out->candidates[i].signature, signature) == 0)
			return out->candidates[i].probability;
	return 0;
}

/* Whether a routing's job codes joined by '>' are the signature. */
static bool
runs(uint32_t routing, const char *signature)
{
	uint32_t	seq = q.m->routing_seq[routing];
	char		mine[256] = "";

	for (uint32_t k = q.m->seq_job[seq]; k < q.m->seq_job[seq + 1]; k++) {
		struct str	job = rml_text(&q.m->jobs, q.m->seq_jobs[k]);

		snprintf(mine + strlen(mine), sizeof(mine) - strlen(mine), "%s%.*s",
		    mine[0] == '\0' ? "" : ">", (int)job.len, job.s);
	}
	return strcmp(mine, signature) == 0;
}

Test(evidence, an_expired_routing_counts_less_than_a_valid_one)
{
	int32_t			*valid_to = calloc(q.m->nroutings, sizeof(*valid_to));
	struct predict_out	 before = { 0 }, after;
	size_t			 i = ITEM;

	cr_assert_not_null(valid_to);
	while (i < TINY_ITEMS && (before = ask(i, DATE_NONE)).ncandidates < 2)
		i += 5;
	cr_assert_lt(i, TINY_ITEMS, "every item has one candidate only");
	for (uint32_t r = 0; r < q.m->nroutings; r++)
		valid_to[r] = runs(r, before.candidates[0].signature) ? q.m->inserted[r] :
		    q.m->valid_to[r];
	q.m->valid_to = valid_to;
	after = ask(i, DATE_NONE);
	cr_assert_lt(probability(&after, before.candidates[0].signature),
	    before.candidates[0].probability);
	free(valid_to);
}

/* The run time of the turning, when every such operation took e^d times what times say. */
static double
turning(float d)
{
	struct predict_out	 out;
	float			*residual = calloc(q.m->nops, sizeof(*residual));
	double			 p50 = NAN;

	cr_assert_not_null(residual);
	for (size_t k = 0; k < q.m->nops; k++)
		residual[k] = d;
	q.m->residual[RUN] = residual;
	out = ask(ITEM, DATE_NONE);
	for (size_t k = 0; k < out.candidates[0].nops; k++)
		if (str_eq(out.candidates[0].ops[k].job, str_of("T20")))
			p50 = out.candidates[0].ops[k].run.p50;
	free(residual);
	return p50;
}

Test(evidence, similar_items_correct_a_time_in_part_and_a_hold_of_theirs_hardly_more)
{
	double	plain = turning(0), slower = turning(1);

	cr_assert_gt(slower, 1.2 * plain);
	cr_assert_lt(slower, 0.99 * exp(1) * plain);	/* shrunk: a few items are not proof */
	cr_assert_float_eq(turning(50), turning(2), 1e-9);
	cr_assert_float_eq(turning(-50), turning(-2), 1e-9);
}

Test(evidence, few_supporters_are_given_as_the_reason)
{
	size_t	seen = 0;

	for (int year = 2011; year < 2016; year++)
		for (size_t i = 4; i < TINY_ITEMS; i += 5) {
			struct predict_out	out = ask(i, date_of(year, 6, 1));
			bool			few = out.decision == DECISION_REVIEW &&
						    out.candidates[0].support_items < 3;

			if (few && strstr(out.reason, "two sequences are close") == NULL) {
				cr_assert_not_null(strstr(out.reason, "only"), "%s", out.reason);
				seen++;
			}
		}
	cr_assert_gt(seen, 0);
}
