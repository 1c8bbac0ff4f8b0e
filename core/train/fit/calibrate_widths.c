/*
 * Split conformal intervals (Lei et al. 2018) by classes of operations (Mondrian, Vovk et al.
 * 2003): how far the times of later items lay outside of what was told for them gives the
 * factor that would have held 80 % of them.  A job with few such times leans on all jobs.
 *
 * Of items that were routed lately fewer have been made than of those before, and what a
 * planner wrote is not what the floor reports.  So both kinds of times count as much as they
 * do among the items that were learned from.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/train/fit/calibrate.h"

#define COVERAGE	0.805	/* a little more than is promised: what was learned ages */
#define TIMES_LEAST	60	/* of all jobs together, for a factor */
#define WEIGHT_MOST	5.0	/* of one time */
#define LEAN		60.0	/* a job's own times weigh as much as all jobs' with so many */

static void
note(struct outcome *o, int which, uint32_t job, double actual, bool work,
    const struct quantiles *q)
{
	double	half;

	if (!(actual > 0) || !(q->p50 > 0) || o->nmiss[which] == MISSES_MOST)
		return;
	half = actual > q->p50 ? log(q->p90 / q->p50) : log(q->p50 / q->p10);
	if (half > 0)
		o->miss[which][o->nmiss[which]++] = (struct miss){ job,
		    (float)(fabs(log(actual / q->p50)) / half), 1, work };
}

void
widths_note(const struct fit_in *in, struct outcome *o, const struct ds_routing *truth,
    const struct predict_candidate *c)
{
	const struct dataset	*d = in->data;
	uint32_t		 next = 0, k;
	double			 actual[2];
	bool			 work[2];

	for (size_t i = 0; i < c->nops; i++) {
		for (k = next; k < truth->nops && !str_eq(c->ops[i].job, pool_str(&d->jobs,
		    d->ops[truth->first + k].job)); k++)
			continue;
		if (k == truth->nops)
			continue;
		next = k + 1;
		fit_actual(d, o->item, &d->ops[truth->first + k], in->calibrate_until, actual,
		    work);
		note(o, SETUP, d->ops[truth->first + k].job, actual[SETUP], work[SETUP],
		    &c->ops[i].setup);
		note(o, RUN, d->ops[truth->first + k].job, actual[RUN], work[RUN],
		    &c->ops[i].run);
	}
}

static int
miss_cmp(const void *a, const void *b)
{
	const struct miss	*x = a, *y = b;

	if (x->job != y->job)
		return x->job < y->job ? -1 : 1;
	return x->by < y->by ? -1 : x->by > y->by;
}

static int
by_cmp(const void *a, const void *b)
{
	const struct miss	*x = a, *y = b;

	return x->by < y->by ? -1 : x->by > y->by;
}

/* The factor that holds the promised share of n > 0 misses, ascending. */
static double
factor(const struct miss *m, size_t n)
{
	double	all = 0, sum = 0;
	size_t	i = 0;

	for (size_t k = 0; k < n; k++)
		all += m[k].weight;
	all *= (double)(n + 1) / (double)n;	/* the one that is asked about is one more */
	while (i + 1 < n && (sum += m[i].weight) < COVERAGE * all)
		i++;
	return fmin(10, fmax(0.2, WIDTH_DEFAULT * m[i].by));
}

static void
by_job(const struct miss *m, size_t n, int which, double all, float *width)
{
	for (size_t i = 0, end; i < n; i = end) {
		double	own, of_own;

		for (end = i; end < n && m[end].job == m[i].job; end++)
			continue;
		own = (double)(end - i);
		of_own = own / (own + LEAN);
		width[m[i].job * 2 + (unsigned)which] = (float)exp(of_own *
		    log(factor(m + i, end - i)) + (1 - of_own) * log(all));
	}
}

/* The share of work results among the times of items that were learned from. */
static void
work_share(const struct fit_in *in, double share[2])
{
	const struct dataset	*d = in->data;
	double			 actual[2], n[2] = { 0, 0 };
	bool			 work[2];

	share[SETUP] = share[RUN] = 0;
	for (size_t i = 0; i < d->nitems && d->has_work; i++) {
		uint32_t	r = dataset_newest_routing(d, i, in->until);

		if (r == DS_NONE || (in->hidden != NULL && in->hidden[i]))
			continue;
		for (uint32_t k = d->routings[r].first; k < d->routings[r].first +
		    d->routings[r].nops; k++) {
			fit_actual(d, (uint32_t)i, &d->ops[k], in->until, actual, work);
			for (int w = 0; w < 2; w++) {
				n[w] += actual[w] > 0;
				share[w] += actual[w] > 0 && work[w];
			}
		}
	}
	for (int w = 0; w < 2; w++)
		share[w] = n[w] > 0 ? share[w] / n[w] : 0;
}

/* Weights with which work results have that share of the misses. */
static void
weigh(struct miss *m, size_t n, double share)
{
	double	work = 0, of;

	for (size_t i = 0; i < n; i++)
		work += m[i].work;
	work /= (double)n;
	if (!(work > 0 && work < 1 && share > 0 && share < 1))
		return;
	for (size_t i = 0; i < n; i++) {
		of = m[i].work ? share / work : (1 - share) / (1 - work);
		m[i].weight = (float)fmin(WEIGHT_MOST, of);
	}
}

enum rc
widths_fit(const struct fit_in *in, const struct outcome *o, size_t n, double all[2],
    float *width, struct err *e)
{
	size_t		 njobs = in->data->jobs.n;
	struct miss	*m = malloc((n * MISSES_MOST + 1) * sizeof(*m));
	double		 share[2];

	if (m == NULL)
		return err_set(e, RC_NOMEM, "no memory to calibrate");
	work_share(in, share);
	for (int which = 0; which < 2; which++) {
		size_t	nm = 0;

		for (size_t i = 0; i < n; i++) {
			memcpy(m + nm, o[i].miss[which], o[i].nmiss[which] * sizeof(*m));
			nm += o[i].nmiss[which];
		}
		if (nm >= TIMES_LEAST) {
			weigh(m, nm, share[which]);
			qsort(m, nm, sizeof(*m), by_cmp);
			all[which] = factor(m, nm);
		}
		for (size_t j = 0; j < njobs; j++)
			width[j * 2 + (unsigned)which] = (float)all[which];
		if (nm >= TIMES_LEAST) {
			qsort(m, nm, sizeof(*m), miss_cmp);
			by_job(m, nm, which, all[which], width);
		}
	}
	free(m);
	return RC_OK;
}
