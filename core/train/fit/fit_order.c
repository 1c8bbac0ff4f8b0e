/*
 * Which of two steps comes first: how often either was, and where history has both orders,
 * boosted trees that see the item and the other steps.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/train/fit/fit_trees.h"

#define MINORITY	3	/* cases of the rarer order, for trees */
#define MINORITY_SHARE	0.02
#define PAIRS_MOST	400
#define COLUMNS		40	/* tokens that a pair's trees may look at */
#define TREES		60
#define PRIOR		0.4	/* cases that the chain's order counts for, PRIOR_OTHER the other */
#define PRIOR_OTHER	0.1

struct order {
	const struct fit	*f;
	const struct fit_inputs	*in;
	const struct fit_steps	*s;
	struct fit_order	*o;
};

static enum rc
nomem(struct err *e)
{
	return err_set(e, RC_NOMEM, "no memory to learn the order of operations");
}

/* 1: a stands before b in the case, 0: behind it, -1: it has not both. */
static int
before(const struct fit_steps *s, size_t i, uint32_t a, uint32_t b)
{
	int	seen_a = 0, seen_b = 0;

	for (uint32_t k = s->case_start[i]; k < s->case_start[i + 1]; k++) {
		if (s->case_step[k] == a) {
			if (seen_b)
				return 0;
			seen_a = 1;
		} else if (s->case_step[k] == b) {
			if (seen_a)
				return 1;
			seen_b = 1;
		}
	}
	return -1;
}

struct candidate {
	uint32_t	a, b, minority;
};

static int
by_minority(const void *x, const void *y)
{
	const struct candidate	*a = x, *b = y;

	if (a->minority != b->minority)
		return a->minority > b->minority ? -1 : 1;
	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	return a->b < b->b ? -1 : a->b > b->b;
}

static int
by_pair(const void *x, const void *y)
{
	const struct candidate	*a = x, *b = y;

	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	return a->b < b->b ? -1 : a->b > b->b;
}

/* Counts, their log-odds, and the pairs that want trees. */
static enum rc
count(struct order *q, struct err *e)
{
	const struct fit_steps	*s = q->s;
	struct fit_order	*o = q->o;
	size_t			 n = s->n, found = 0;
	uint32_t		*cases = o->cases = calloc(n * n + 1, sizeof(*cases));
	double			*weight = calloc(n * n + 1, sizeof(*weight));
	struct candidate	*c = malloc((n * n / 2 + 1) * sizeof(*c));
	enum rc			 rc = RC_OK;

	o->before = malloc((n * n + 1) * sizeof(*o->before));
	o->newest = malloc((n * n + 1) * sizeof(*o->newest));
	o->pair = malloc(2 * PAIRS_MOST * sizeof(*o->pair));
	if (cases == NULL || weight == NULL || c == NULL || o->before == NULL ||
	    o->newest == NULL || o->pair == NULL) {
		rc = nomem(e);
		goto out;
	}
	for (size_t i = 0; i < n * n; i++)
		o->newest[i] = DATE_NONE;
	for (size_t i = 0; i < q->f->nitems; i++) {
		int32_t	day = q->f->d->routings[q->f->routing[i]].inserted;

		for (uint32_t x = s->case_start[i]; x < s->case_start[i + 1]; x++)
			for (uint32_t y = x; y < s->case_start[i + 1]; y++) {
				size_t	at = s->case_step[x] * n + s->case_step[y];

				cases[at]++;
				weight[at] += q->in->weight[i];
				o->newest[at] = day > o->newest[at] ? day : o->newest[at];
			}
	}
	for (uint32_t a = 0; a < n; a++)
		for (uint32_t b = 0; b < n; b++) {
			uint32_t	ab = cases[a * n + b], ba = cases[b * n + a];
			uint32_t	least = ab < ba ? ab : ba;

			o->before[a * n + b] = a == b ? 0 : (float)log(
			    (weight[a * n + b] + (a < b ? PRIOR : PRIOR_OTHER)) /
			    (weight[b * n + a] + (a < b ? PRIOR_OTHER : PRIOR)));
			if (a < b && least >= MINORITY && least >= MINORITY_SHARE * (ab + ba))
				c[found++] = (struct candidate){ a, b, least };
		}
	if (found > PAIRS_MOST) {
		qsort(c, found, sizeof(*c), by_minority);
		found = PAIRS_MOST;
	}
	if (found > 1)
		qsort(c, found, sizeof(*c), by_pair);
	for (size_t i = 0; i < found; i++) {
		o->pair[2 * i] = c[i].a;
		o->pair[2 * i + 1] = c[i].b;
	}
	o->npairs = found;
out:
	free(weight);
	free(c);
	return rc;
}

/* The cases that have both, with what came first; residuals from the mean. */
static size_t
both(const struct order *q, uint32_t a, uint32_t b, float *target, uint32_t *rows,
    double *residual, double *variance)
{
	const struct fit_inputs	*in = q->in;
	const struct gbt_col	*col = &in->col[in->ncols + a];
	size_t			 n = 0;
	double			 sum = 0, all = 0;

	for (size_t k = 0; k < col->nones; k++) {
		int	first = before(q->s, col->ones[k], a, b);

		if (first == -1)
			continue;
		rows[n++] = col->ones[k];
		target[col->ones[k]] = (float)first;
		sum += in->weight[col->ones[k]] * first;
		all += in->weight[col->ones[k]];
	}
	for (size_t k = 0; k < n; k++) {
		double	p = sum / all, w = in->weight[rows[k]];

		residual[rows[k]] = w * (target[rows[k]] - p);
		variance[rows[k]] = w * p * (1 - p);
	}
	return n;
}

static enum rc
fit_pair(const struct order *q, size_t at, struct err *e)
{
	const struct fit_inputs	*in = q->in;
	uint32_t		 a = q->o->pair[2 * at], b = q->o->pair[2 * at + 1];
	float			*target = malloc((in->ncases + 1) * sizeof(*target));
	uint32_t		*rows = malloc((in->ncases + 1) * sizeof(*rows));
	uint32_t		*use = malloc((in->nnumbers + 1 + q->s->n + COLUMNS) *
				    sizeof(*use));
	double			*residual = calloc(in->ncases + 1, sizeof(*residual));
	double			*variance = calloc(in->ncases + 1, sizeof(*variance));
	uint8_t			*taken = calloc(in->ncols + 1, 1);
	struct screen		 s = { in, residual, variance, taken };
	struct gbt_data		 d = { .nrows = in->ncases, .ncols = in->ncols + q->s->n,
				    .cols = in->col, .target = target, .weight = in->weight,
				    .rows = rows, .use = use };
	struct gbt_opts		 o;
	enum rc			 rc;

	if (target == NULL || rows == NULL || use == NULL || residual == NULL ||
	    variance == NULL || taken == NULL) {
		rc = nomem(e);
		goto out;
	}
	d.nused = both(q, a, b, target, rows, residual, variance);
	for (uint32_t c = 0; c <= in->nnumbers; c++)
		use[d.nuse++] = c;
	for (uint32_t k = 0; k < q->s->n; k++)
		if (k != a && k != b)
			use[d.nuse++] = (uint32_t)in->ncols + k;
	if ((rc = fit_screen(&s, in->nnumbers + 1, in->ncols, COLUMNS, use, &d.nuse, e)) != RC_OK)
		goto out;
	gbt_defaults(&o, TREE_LOGISTIC);
	o.trees = TREES;
	o.leaves = 6;
	o.min_rows = 2;
	o.min_hessian = 0.05;
	o.l2 = 0.5;
	o.seed = q->f->in->seed;
	rc = gbt_fit(&d, &o, &q->o->tree[at], NULL, NULL, e);
out:
	free(target);
	free(rows);
	free(use);
	free(residual);
	free(variance);
	free(taken);
	return rc;
}

static enum rc
fit_piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	const struct order	*q = ctx;
	enum rc			 rc = RC_OK;

	for (size_t i = begin; i < end && rc == RC_OK; i++)
		rc = fit_pair(q, i, e);
	return rc;
}

enum rc
fit_order(const struct fit *f, const struct fit_inputs *in, const struct fit_steps *s,
    struct fit_order **out, struct err *e)
{
	struct order	q = { f, in, s, calloc(1, sizeof(*q.o)) };
	enum rc		rc;

	*out = NULL;
	if (q.o == NULL)
		return nomem(e);
	if ((rc = count(&q, e)) != RC_OK)
		goto out;
	if ((q.o->tree = calloc(q.o->npairs + 1, sizeof(*q.o->tree))) == NULL) {
		rc = nomem(e);
		goto out;
	}
	if ((rc = par_for(f->in->threads, q.o->npairs, 1, fit_piece, &q, e)) != RC_OK)
		goto out;
	*out = q.o;
	q.o = NULL;
out:
	fit_order_free(q.o);
	return rc;
}

void
fit_order_free(struct fit_order *o)
{
	if (o == NULL)
		return;
	for (size_t i = 0; o->tree != NULL && i < o->npairs; i++)
		ensemble_free(o->tree[i]);
	free(o->tree);
	free(o->before);
	free(o->cases);
	free(o->newest);
	free(o->pair);
	free(o);
}
