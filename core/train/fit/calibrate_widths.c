/*
 * Split conformal intervals (Lei et al. 2018) by classes of operations (Mondrian, Vovk et al.
 * 2003): how far the times of later items lay outside of what was told for them gives the
 * factor that would have held 80 % of them.  A job with few such times leans on all jobs.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/train/fit/calibrate.h"

#define COVERAGE	0.815	/* what was learned ages: what is asked lies later than these times */
#define TIMES_LEAST	60	/* of all jobs together, for a factor */
#define LEAN		60.0	/* a job's own times weigh as much as all jobs' with so many */

static void
note(struct outcome *o, int which, uint32_t job, double actual, const struct quantiles *q)
{
	double	half;

	if (!(actual > 0) || !(q->p50 > 0) || o->nmiss[which] == MISSES_MOST)
		return;
	half = actual > q->p50 ? log(q->p90 / q->p50) : log(q->p50 / q->p10);
	if (half > 0)
		o->miss[which][o->nmiss[which]++] = (struct miss){ job,
		    (float)(fabs(log(actual / q->p50)) / half) };
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
		note(o, SETUP, d->ops[truth->first + k].job, actual[SETUP], &c->ops[i].setup);
		note(o, RUN, d->ops[truth->first + k].job, actual[RUN], &c->ops[i].run);
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
	size_t	at = (size_t)ceil(COVERAGE * (double)(n + 1));

	return fmin(10, fmax(0.2, WIDTH_DEFAULT * m[at < n ? at : n - 1].by));
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

enum rc
widths_fit(const struct outcome *o, size_t n, size_t njobs, double all[2], float *width,
    struct err *e)
{
	struct miss	*m = malloc((n * MISSES_MOST + 1) * sizeof(*m));

	if (m == NULL)
		return err_set(e, RC_NOMEM, "no memory to calibrate");
	for (int which = 0; which < 2; which++) {
		size_t	nm = 0;

		for (size_t i = 0; i < n; i++) {
			memcpy(m + nm, o[i].miss[which], o[i].nmiss[which] * sizeof(*m));
			nm += o[i].nmiss[which];
		}
		if (nm >= TIMES_LEAST) {
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
