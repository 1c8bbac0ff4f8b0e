/*
 * How long it takes: a log-linear model a job over the item's numbers, with effects of the
 * machine and of category tokens, corrected by what the similar evidence took more or less
 * than the same model says.  Quantiles are those of what is left, by trees where the job has
 * enough history for them, stretched as calibrated.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include "core/base/find.h"
#include "core/model/predict_priv.h"

#define LOG_LEAST	(-9.0)	/* log minutes: 7 ms */
#define LOG_MOST	11.0	/* 41 days */
#define SPREAD_LEAST	0.02f	/* log; as without trees: a time that never varied may yet */
#define APART		3.0	/* log: p10 and p90 lie no more than a factor of 20 from p50 */
#define SHRINK		1.5	/* as much as so many similar items of full weight */

enum rc
estimate_begin(struct query *q, struct err *e)
{
	const struct model_times	*t = &q->m->times;
	const float			*edges;
	size_t				 n;

	if ((q->x = arena_alloc(q->a, (t->nx + 1) * sizeof(*q->x))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for times");
	q->x[0] = 1;
	for (size_t i = 0; i < t->nx; i++) {
		float	v = q->f.numbers[i];

		/* Missing is the mean; what lies far outside of history is held at its border. */
		v = isnan(v) || t->sd[i] <= 0 ? 0 : (v - t->mean[i]) / t->sd[i];
		q->x[i + 1] = v > 4 ? 4 : v < -4 ? -4 : v;
	}
	q->record = arena_zalloc(q->a, t->trees.ncols + 1, 1);
	if (q->record == NULL)
		return err_set(e, RC_NOMEM, "no memory for times");
	memcpy(q->record, q->chain.record, q->m->chain.inputs.ncols);
	edges = bins_edges(&t->lot, 0, &n);
	q->record[q->m->chain.inputs.ncols] = bins_of(edges, n, q->in->quantity > 0 ?
	    (float)q->in->quantity : NAN);
	return RC_OK;
}

/* What is left of the time, by the job's trees: log p10, p50 and p90, the outer from p50. */
static bool
left(const struct query *q, int which, uint32_t job, uint32_t res, float out[3])
{
	const struct model_times	*t = &q->m->times;
	uint32_t			 at = t->tree[job * 2 + (unsigned)which];
	size_t				 col = q->m->chain.inputs.ncols + 1 + res;
	bool				 on = res != RML_NONE && col < t->trees.ncols;

	if (at == RML_NONE)
		return false;
	if (on)
		q->record[col] = 1;
	for (uint32_t k = 0; k < 3; k++)
		score_one(&t->trees, at + k, q->record, &out[k]);
	if (on)
		q->record[col] = 0;
	return true;
}

static double
effect(const struct model_times *t, uint64_t key)
{
	size_t	at = find_u64(t->effect_key, t->neffects, sizeof(*t->effect_key), key);

	return at < t->neffects && t->effect_key[at] == key ? t->effect[at] : 0;
}

/* What the similar items' own operations say beyond the model, shrunk to 0. */
static double
correction(const struct query *q, int which, uint32_t job)
{
	const struct model	*m = q->m;
	double			 sum = 0, weight = 0, most = 0;

	for (size_t i = 0; i < q->nev; i++)
		if (q->ev[i].weight > most)
			most = q->ev[i].weight;
	for (size_t i = 0; i < q->nev && most > 0; i++) {
		uint32_t	r = q->ev[i].routing;
		double		w = q->ev[i].weight / most;

		for (uint32_t k = m->routing_op[r]; k < m->routing_op[r + 1]; k++) {
			float	d = m->residual[which][k];

			if (m->kinds.job[m->op_kind[k]] != job || isnan(d))
				continue;
			d = d > 2 ? 2 : d < -2 ? -2 : d;	/* a hold, a slip */
			sum += w * d;
			weight += w;
		}
	}
	return sum / (weight + SHRINK);
}

struct quantiles
estimate(const struct query *q, int which, uint32_t job, uint32_t res)
{
	const struct model_times	*t = &q->m->times;
	size_t				 at = job, n = t->nx + 1;
	const float			*coef, *spread;
	float				 around[3];
	double				 y = 0, w = q->m->width[job * 2 + (unsigned)which];

	if (t->zero[which][job])
		return (struct quantiles){ 0, 0, 0 };
	if (t->source[which][job] == TIME_NONE)
		at = q->m->jobs.n;
	if (t->source[which][at] == TIME_NONE)
		return NOTHING;
	coef = t->coef[which] + at * n;
	spread = t->spread[which] + at * 2;
	for (size_t i = 0; i < n; i++)
		y += (double)coef[i] * q->x[i];
	if (at == job) {
		if (res != RML_NONE)
			y += effect(t, model_effect_key(which, job, model_machine_what(res)));
		for (size_t i = 0; i < q->f.ntokens; i++)
			if (q->f.tokens[i].kind == TOKEN_CATEGORY)
				y += effect(t, model_effect_key(which, job, q->f.tokens[i].hash));
		y += correction(q, which, job);
		if (left(q, which, job, res, around)) {
			y += around[1];
			around[0] = fminf(around[0], -SPREAD_LEAST);
			around[1] = fmaxf(around[2], SPREAD_LEAST);
			spread = around;
		}
	}
	y = y < LOG_LEAST ? LOG_LEAST : y > LOG_MOST ? LOG_MOST : y;
	return (struct quantiles){ exp(y + fmax(-APART, fmin(0, spread[0] * w))), exp(y),
	    exp(y + fmin(APART, fmax(0, spread[1] * w))) };
}

double
estimate_wait(const struct model *m, uint32_t job)
{
	double	sum = 0;

	for (int i = 0; i < 3; i++)
		if (!isnan(m->times.wait[job * 3 + i]))
			sum += m->times.wait[job * 3 + i];
	return sum;
}
