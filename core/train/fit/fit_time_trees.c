/*
 * What a job's log-linear model leaves unexplained, by boosted trees for its quantiles
 * (pinball loss, Koenker and Bassett 1978): the median corrects the time, p10 and p90 around
 * it give the interval.  They see the item, the day, the machine and the lot, so that what
 * depends on two of them together, and how far times scatter, is learned too.
 *
 * Who asks often does not know the lot yet.  So half of the operations hide theirs: a missing
 * lot then stands for any lot.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/model/parts.h"
#include "core/train/fit/fit_times.h"

#define SAMPLES_LEAST	150	/* of a job, for trees of its own */
#define SAMPLES_MOST	20000	/* that one tree is grown on */
#define MACHINES_MOST	12	/* of one job: its busiest */
#define MACHINE_LEAST	15	/* operations on it */
#define TOKENS		16	/* columns of values and tokens that they may look at */
#define HELD		3.0	/* deviations, when columns are chosen */
#define TREES		50
#define LOT_LEAST	4.0	/* deviations of the correlation with the lot, for it to count */

/* Room for one job and time. */
struct one {
	struct gbt_col	*col;		/* the inputs', the lot, machines */
	float		*target, *score;
	double		*residual, *variance;
	uint8_t		*taken, *lot;
	uint32_t	*rows, *use, *ones;	/* ones: cases of each machine, one behind the other */
	size_t		 n, nuse;
};

static void
one_fini(struct one *o)
{
	free(o->col);
	free(o->target);
	free(o->score);
	free(o->residual);
	free(o->variance);
	free(o->taken);
	free(o->lot);
	free(o->rows);
	free(o->use);
	free(o->ones);
}

static enum rc
one_init(struct one *o, const struct fit_inputs *in, size_t ncols, struct err *e)
{
	size_t	n = in->ncases + 1;

	memset(o, 0, sizeof(*o));
	o->col = calloc(ncols, sizeof(*o->col));
	o->target = malloc(n * sizeof(float));
	o->score = malloc(n * sizeof(float));
	o->residual = calloc(n, sizeof(double));
	o->variance = calloc(n, sizeof(double));
	o->taken = calloc(ncols, 1);
	o->lot = calloc(n, 1);
	o->rows = malloc(n * sizeof(uint32_t));
	o->use = malloc((in->nnumbers + 2 + MACHINES_MOST + TOKENS) * sizeof(uint32_t));
	o->ones = malloc(n * sizeof(uint32_t));
	if (o->col == NULL || o->target == NULL || o->score == NULL || o->residual == NULL ||
	    o->variance == NULL || o->taken == NULL || o->lot == NULL || o->rows == NULL ||
	    o->use == NULL || o->ones == NULL)
		return err_set(e, RC_NOMEM, "no memory to fit times");
	memcpy(o->col, in->col, in->ncols * sizeof(*o->col));
	return RC_OK;
}

/* One operation a case: its target, its residual for choosing columns, its lot. */
static void
take_samples(const struct job *j, struct one *o)
{
	const struct timing	*q = j->q;
	double			 held = HELD * j->limit / 2, sd2 = j->limit * j->limit / 4;

	for (size_t i = 0; i < j->n; i++) {
		const struct sample	*s = j->s[i];

		if (o->n > 0 && o->rows[o->n - 1] == s->at)
			continue;
		o->rows[o->n++] = s->at;
		o->target[s->at] = j->left[i];
		o->residual[s->at] = fmax(-held, fmin(held, j->left[i])) / sqrt(sd2);
		o->variance[s->at] = 1;
		if ((q->f->c->key[s->place] >> 7 & 1) == 0)
			o->lot[s->at] = bins_of(q->edges, q->nedges, s->lot);
	}
}

/* The busiest machines' columns: the cases that ran on each. */
static enum rc
take_machines(const struct job *j, struct one *o, struct err *e)
{
	size_t		 nres = j->q->f->d->resources.n, base = j->q->in->ncols + 1, at = 0;
	struct busy	*b = calloc(nres + 1, sizeof(*b));

	if (b == NULL)
		return err_set(e, RC_NOMEM, "no memory to fit times");
	for (size_t r = 0; r < nres; r++)
		b[r].res = (uint32_t)r;
	for (size_t i = 0; i < j->n; i++)
		if (j->s[i]->res != DS_NONE)
			b[j->s[i]->res].n++;
	qsort(b, nres, sizeof(*b), fit_busy_cmp);
	for (size_t k = 0; k < nres && k < MACHINES_MOST && b[k].n >= MACHINE_LEAST; k++) {
		size_t	from = at;

		if (base + b[k].res >= j->q->t->ncols)
			continue;
		for (size_t i = 0; i < j->n; i++)	/* of a case only the first counts */
			if (j->s[i]->res == b[k].res &&
			    (i == 0 || j->s[i - 1]->at != j->s[i]->at))
				o->ones[at++] = j->s[i]->at;
		o->col[base + b[k].res] = (struct gbt_col){ NULL, o->ones + from, at - from };
		o->use[o->nuse++] = (uint32_t)base + b[k].res;
	}
	free(b);
	return RC_OK;
}

/* Does a piece take longer or shorter in large lots, beyond doubt? */
static bool
lot_matters(const struct one *o)
{
	double	n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0, vx, vy;

	for (size_t k = 0; k < o->n; k++) {
		double	lot = o->lot[o->rows[k]], left = o->residual[o->rows[k]];

		if (lot == 0)
			continue;
		n++;
		x += lot;
		y += left;
		xx += lot * lot;
		yy += left * left;
		xy += lot * left;
	}
	vx = n * xx - x * x;
	vy = n * yy - y * y;
	return vx > 0 && vy > 0 && fabs(n * xy - x * y) / sqrt(vx * vy) * sqrt(n) > LOT_LEAST;
}

static enum rc
fit_quantile(const struct job *j, struct one *o, double quantile, struct ensemble **out,
    float *score, struct err *e)
{
	struct gbt_data	d = { .nrows = j->q->in->ncases, .ncols = j->q->t->ncols, .cols = o->col,
			    .target = o->target, .weight = j->q->in->weight, .rows = o->rows,
			    .nused = o->n, .use = o->use, .nuse = o->nuse };
	struct gbt_opts	opts;

	gbt_defaults(&opts, TREE_QUANTILE);
	opts.quantile = quantile;
	opts.trees = TREES;
	opts.leaves = 6;
	opts.min_rows = 20;
	opts.row_share = fmin(0.7, (double)SAMPLES_MOST / (double)o->n);
	opts.col_share = 0.5;
	opts.seed = j->q->f->in->seed;
	return gbt_fit(&d, &opts, out, NULL, score, e);
}

/* What is left after the median's trees. */
static void
take_away(struct job *j, const struct one *o)
{
	for (size_t i = 0; i < j->n; i++)
		j->left[i] -= o->score[j->s[i]->at];
	for (size_t k = 0; k < o->n; k++)
		o->target[o->rows[k]] -= o->score[o->rows[k]];
}

enum rc
times_fit_trees(struct job *j, struct err *e)
{
	const struct fit_inputs	*in = j->q->in;
	struct ensemble		**tree = j->q->t->tree[j->job * 2 + (unsigned)j->which];
	struct one		 o;
	struct screen		 s;
	enum rc			 rc;

	if (j->n < SAMPLES_LEAST || (j->q->f->in->without & FIT_TIME_TREES))
		return RC_OK;
	if ((rc = one_init(&o, in, j->q->t->ncols, e)) != RC_OK)
		goto out;
	take_samples(j, &o);
	for (uint32_t c = 0; c <= in->nnumbers; c++)
		o.use[o.nuse++] = c;
	o.col[in->ncols] = (struct gbt_col){ o.lot, NULL, 0 };
	if (j->which == RUN && lot_matters(&o))
		o.use[o.nuse++] = (uint32_t)in->ncols;
	s = (struct screen){ in, o.residual, o.variance, o.taken };
	if ((rc = take_machines(j, &o, e)) != RC_OK ||
	    (rc = fit_screen(&s, in->nnumbers + 1, in->ncols, TOKENS, o.use, &o.nuse, e)) != RC_OK ||
	    (rc = fit_quantile(j, &o, 0.5, &tree[1], o.score, e)) != RC_OK)
		goto out;
	take_away(j, &o);
	if ((rc = fit_quantile(j, &o, 0.1, &tree[0], NULL, e)) == RC_OK)
		rc = fit_quantile(j, &o, 0.9, &tree[2], NULL, e);
out:
	one_fini(&o);
	return rc;
}
