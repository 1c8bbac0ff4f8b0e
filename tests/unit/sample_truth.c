#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/tool/sample/sample.h"
#include "core/tool/sample/truth.h"

static struct factory		*factory;
static struct truth_work	*work;

static void
setup(void)
{
	struct err	e;

	cr_assert_eq(factory_new(&factory, 4, 6000, &e), RC_OK, "%s", e.msg);
	cr_assert_not_null(work = truth_work_new());
}

static void
teardown(void)
{
	factory_free(factory);
	truth_work_free(work);
}

/* The truth of an item and its newest routing; false: it has none. */
static bool
look(uint32_t index, struct item *it, struct routing *newest, struct truth *t)
{
	struct routing	r[ROUTINGS_MOST];

	factory_item(factory, index, it);
	if (!it->routed)
		return false;
	*newest = r[routing_make(factory, it, r) - 1];
	truth_find(work, it, factory_ymd(newest->day), t);
	return true;
}

static bool
same(const struct sequence *s, const struct routing *r)
{
	if (s->n != r->n)
		return false;
	for (unsigned i = 0; i < s->n; i++)
		if (s->job[i] != r->op[i].job)
			return false;
	return true;
}

TestSuite(sample_truth, .init = setup, .fini = teardown);

Test(sample_truth, probabilities_are_sorted_distinct_and_sum_to_one_at_most)
{
	struct item	it;
	struct routing	r;
	struct truth	t;

	for (uint32_t i = 0; i < 1500; i++) {
		double	sum = 0;

		if (!look(i, &it, &r, &t))
			continue;
		cr_assert_geq(t.n, 1, "%s", it.code);
		for (unsigned k = 0; k < t.n; k++) {
			cr_assert_geq(t.sequence[k].p, TRUTH_LEAST);
			cr_assert(k == 0 || t.sequence[k].p <= t.sequence[k - 1].p);
			for (unsigned j = 0; j < k; j++)
				cr_assert(t.sequence[j].n != t.sequence[k].n ||
				    memcmp(t.sequence[j].job, t.sequence[k].job,
				    t.sequence[k].n) != 0);
			sum += t.sequence[k].p;
		}
		cr_assert(sum <= 1 + 1e-9 && sum > 0.6, "%s: %g", it.code, sum);
	}
}

Test(sample_truth, its_probabilities_come_true)
{
	double		likely[4] = { 0 }, true_[4] = { 0 }, ceiling = 0, within = 0;
	unsigned	n[4] = { 0 }, all = 0;
	struct item	it;
	struct routing	r;
	struct truth	t;

	for (uint32_t i = 0; i < factory->n; i++) {
		unsigned	bin;

		if (!look(i, &it, &r, &t))
			continue;
		bin = t.sequence[0].p < 0.75 ? 0 : t.sequence[0].p < 0.86 ? 1 :
		    t.sequence[0].p < 0.92 ? 2 : 3;
		likely[bin] += t.sequence[0].p;
		true_[bin] += same(&t.sequence[0], &r);
		n[bin]++;
		all++;
		ceiling += t.sequence[0].p;
		for (unsigned k = 0; k < t.n; k++)
			within += same(&t.sequence[k], &r);
	}
	for (unsigned b = 0; b < 4; b++) {
		double	want = likely[b] / n[b], got = true_[b] / n[b];

		/* Relatives share habits: allow for fewer independent cases than items. */
		cr_assert_gt(n[b], 20);
		cr_assert_lt(fabs(want - got), 5 * sqrt(want * (1 - want) / n[b]),
		    "bin %u: %g expected, %g found among %u", b, want, got, n[b]);
	}
	cr_assert(ceiling / all > 0.85 && ceiling / all < 0.92, "ceiling %g", ceiling / all);
	cr_assert_gt(within / all, 0.93);
}

Test(sample_truth, a_line_has_the_sequences_and_the_likeliest_one_s_operations)
{
	struct item	it;
	struct routing	r;
	struct truth	t;
	struct buf	b;
	uint32_t	i = 0;

	while (!look(i, &it, &r, &t))
		i++;
	buf_init(&b);
	truth_write(&it, factory_ymd(r.day), &t, &b);
	cr_assert_eq(strncmp(b.p, "{\"item_code\":\"P", 15), 0, "%s", b.p);
	cr_assert_not_null(strstr(b.p, "\"sequences\":[{\"signature\":\""));
	cr_assert_not_null(strstr(b.p, "\"operations\":[{\"job_cd\":\""));
	cr_assert_str_eq(b.p + b.len - 4, "}]}\n");
	buf_fini(&b);
}
