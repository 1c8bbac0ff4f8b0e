#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/tree/gbt_priv.h"

/* Everything a fit holds. */
struct fit {
	const struct gbt_opts	*o;
	struct gbt_rows		 r;
	struct grow		 t;
	struct loss		 l;
	float			*base, *values;
	struct buf		 trees, nodes, gains, leaves;	/* grown so far */
	uint32_t		*by_data, *order;	/* columns as in the data, and drawn */
};

void
gbt_defaults(struct gbt_opts *o, enum tree_loss loss)
{
	*o = (struct gbt_opts){ .loss = loss, .classes = 2, .quantile = 0.5, .trees = 100,
	    .leaves = 31, .rate = 0.1, .l2 = 1, .min_gain = 1e-6, .min_hessian = 1e-3,
	    .min_rows = 20, .row_share = 1, .col_share = 1, .patience = 10 };
}

static enum rc
opts_check(const struct gbt_data *d, const struct gbt_opts *o, struct err *e)
{
	if (d->ncols > TREE_COLS || d->nrows >= INT32_MAX / 2)
		return err_set(e, RC_INVAL, "%zu rows of %zu columns are too many", d->nrows,
		    d->ncols);
	if (o->loss >= TREE_NLOSSES || (o->loss == TREE_SOFTMAX &&
	    (o->classes < 2 || o->classes > TREE_OUTS)))
		return err_set(e, RC_INVAL, "%u classes", o->classes);
	if (o->leaves < 2 || o->leaves > TREE_LEAVES)
		return err_set(e, RC_INVAL, "%u leaves, not 2 to %d", o->leaves, TREE_LEAVES);
	if (o->loss == TREE_QUANTILE && !(o->quantile > 0 && o->quantile < 1))
		return err_set(e, RC_INVAL, "quantile %g", o->quantile);
	if (!(o->rate > 0 && o->rate <= 1) || !(o->row_share > 0 && o->row_share <= 1) ||
	    !(o->col_share > 0 && o->col_share <= 1))
		return err_set(e, RC_INVAL, "rate and shares must be above 0 and at most 1");
	if (!(o->l2 >= 0) || !(o->min_gain >= 0) || !(o->min_hessian >= 0))
		return err_set(e, RC_INVAL, "l2 and minima must not be negative");
	return RC_OK;
}

/* The rows of this round, ascending, at least one. */
static void
draw_rows(struct fit *f, struct rng *g)
{
	f->t.nidx = 0;
	for (uint32_t i = 0; i < f->r.n; i++)
		if (f->o->row_share >= 1 || rng_unit(g) < f->o->row_share)
			f->t.tmp[f->t.nidx++] = i;
	if (f->t.nidx == 0)
		f->t.tmp[f->t.nidx++] = rng_below(g, (uint32_t)f->r.n);
}

/* Local columns in the order of the data, so that a draw does not tell dense from sparse. */
static void
order_cols(struct fit *f)
{
	const struct gbt_rows	*r = &f->r;
	uint32_t		 dense = 0, sparse = (uint32_t)r->ndense;

	for (size_t i = 0; i < r->ncols; i++)
		f->by_data[i] = sparse >= r->ncols ||
		    (dense < r->ndense && r->col[dense] < r->col[sparse]) ? dense++ : sparse++;
}

static void
draw_cols(struct fit *f, struct rng *g)
{
	size_t	n = f->r.ncols, k = (size_t)ceil(f->o->col_share * (double)n);

	memset(f->t.active, k == n, n * sizeof(*f->t.active));
	if (k == n)
		return;
	memcpy(f->order, f->by_data, n * sizeof(*f->order));
	for (size_t i = 0; i < k; i++) {
		size_t		at = i + rng_below(g, (uint32_t)(n - i));
		uint32_t	c = f->order[at];

		f->order[at] = f->order[i];
		f->order[i] = c;
		f->t.active[c] = true;
	}
}

/* A power of two, so that plain numbers stay plain: sums of all rows stay below `most`. */
static double
scale_for(double sum, double most)
{
	int	exponent;

	if (!(sum > 0) || !isfinite(sum))
		return 1;
	frexp(most / sum, &exponent);
	return ldexp(1, exponent - 1 < 60 ? exponent - 1 : 60);
}

/* To the nearest integer, ties to even; |v| < 2^31. */
static int64_t
nearest(double v)
{
	return (int64_t)rint(v);
}

/* Gradients and hessians as integers, rows without a share of the sum included. */
static void
quantise(struct fit *f)
{
	const float	*g = f->l.g, *h = f->l.h;
	struct grow	*t = &f->t;
	double		 gsum = 0, hsum = 0, n = (double)f->r.n;

	for (size_t i = 0; i < f->r.n; i++) {
		gsum += fabsf(g[i]);
		hsum += h[i];
	}
	t->gscale = scale_for(gsum, 0x1p31 - 1 - n);
	t->hscale = scale_for(hsum, 0x1p32 - 1 - n);
	t->most_h = 0;
	for (size_t i = 0; i < f->r.n; i++) {
		uint32_t	hq = (uint32_t)nearest(h[i] * t->hscale);

		t->gh[i] = pack((int32_t)nearest(g[i] * t->gscale), hq);
		t->most_h = hq > t->most_h ? hq : t->most_h;
	}
}

/* Add the tree's values to the scores of the rows it was grown on and of all others. */
static void
add_scores(struct fit *f, size_t out)
{
	const struct grow	*t = &f->t;
	float			*score = f->l.score + out;
	size_t			 outs = f->l.outs;

	for (size_t i = 0; i < t->nleaves; i++)
		for (size_t k = t->leaves[i].begin; k < t->leaves[i].end; k++)
			score[t->idx[k] * outs] += f->values[i];
	for (uint32_t i = (uint32_t)f->r.n; i < f->r.nall; i++)
		score[i * outs] += f->values[gbt_grow_leaf(t, i)];
}

/* Those to fit on that this round did not draw: `drawn` are, ascending. */
static void
add_undrawn(struct fit *f, size_t out, const uint32_t *drawn)
{
	size_t	at = 0;

	for (uint32_t i = 0; i < f->r.n; i++) {
		if (at < f->t.nidx && drawn[at] == i)
			at++;
		else
			f->l.score[i * f->l.outs + out] += f->values[gbt_grow_leaf(&f->t, i)];
	}
}

static void
keep_tree(struct fit *f, size_t out)
{
	struct grow	*t = &f->t;
	struct tree	 head = {
		.node = (uint32_t)(f->nodes.len / sizeof(struct tree_node)),
		.leaf = (uint32_t)(f->leaves.len / sizeof(float)),
		.leaves = (uint16_t)t->nleaves,
		.out = (uint16_t)out,
	};

	for (size_t i = 0; i < t->nnodes; i++)
		t->nodes[i].col = (uint16_t)f->r.col[t->nodes[i].col];
	buf_add(&f->trees, &head, sizeof(head));
	buf_add(&f->nodes, t->nodes, t->nnodes * sizeof(*t->nodes));
	buf_add(&f->gains, t->node_gain, t->nnodes * sizeof(*t->node_gain));
	buf_add(&f->leaves, f->values, t->nleaves * sizeof(*f->values));
}

/* One tree an out.  Returns how many had a split. */
static size_t
fit_round(struct fit *f, size_t round, uint32_t *drawn)
{
	struct rng	g;
	size_t		split = 0;

	rng_init(&g, f->o->seed, round);
	draw_rows(f, &g);
	memcpy(drawn, f->t.tmp, f->t.nidx * sizeof(*drawn));
	gbt_loss_round(&f->l);
	for (size_t k = 0; k < f->l.outs; k++) {
		gbt_loss_gradient(&f->l, k);
		quantise(f);
		draw_cols(f, &g);
		memcpy(f->t.idx, drawn, f->t.nidx * sizeof(*drawn));
		gbt_grow(&f->t);
		if (f->t.nleaves < 2)
			continue;
		split++;
		gbt_loss_values(&f->l, &f->t, f->values);
		add_scores(f, k);
		if (f->t.nidx < f->r.n)
			add_undrawn(f, k, drawn);
		keep_tree(f, k);
	}
	return split;
}

/* Rounds until nothing splits or validation gets no better; then back to its best. */
static void
boost(struct fit *f, uint32_t *drawn)
{
	bool	stops = f->r.nall > f->r.n;
	double	best = stops ? gbt_loss_valid(&f->l) : 0;
	size_t	kept = 0, since = 0;
	bool	all = f->o->row_share >= 1 && f->o->col_share >= 1;

	for (size_t round = 0; round < f->o->trees; round++) {
		if (fit_round(f, round, drawn) == 0 && all)
			break;
		if (stops) {
			double	v = gbt_loss_valid(&f->l);

			if (v < best) {
				best = v;
				kept = f->trees.len;
				since = 0;
			} else if (++since > f->o->patience)
				break;
		}
	}
	if (stops)
		f->trees.len = kept;
}

static enum rc
take_result(struct fit *f, const struct gbt_data *d, struct ensemble **out, double *gain,
    struct err *e)
{
	struct ensemble	*m = calloc(1, sizeof(*m));
	const double	*gains = (const double *)(const void *)f->gains.p;

	if (m == NULL || !buf_ok(&f->trees) || !buf_ok(&f->nodes) || !buf_ok(&f->gains) ||
	    !buf_ok(&f->leaves)) {
		free(m);
		return err_set(e, RC_NOMEM, "no memory for the trees");
	}
	m->loss = f->o->loss;
	m->outs = f->l.outs;
	m->base = f->base;
	m->ntrees = f->trees.len / sizeof(struct tree);
	m->trees = (struct tree *)(void *)f->trees.p;
	m->nodes = (struct tree_node *)(void *)f->nodes.p;
	m->leaves = (float *)(void *)f->leaves.p;
	if (m->ntrees > 0) {
		const struct tree	*last = &m->trees[m->ntrees - 1];

		m->nnodes = last->node + last->leaves - 1U;
		m->nleaves = (size_t)last->leaf + last->leaves;
	}
	f->base = NULL;
	f->trees.p = f->nodes.p = f->leaves.p = NULL;
	if (gain != NULL) {
		memset(gain, 0, d->ncols * sizeof(*gain));
		for (size_t i = 0; i < m->nnodes; i++)
			gain[m->nodes[i].col] += gains[i];
	}
	*out = m;
	return RC_OK;
}

static void
give_scores(const struct fit *f, float *score)
{
	for (size_t i = 0; i < f->r.n; i++)
		memcpy(score + f->r.row[i] * f->l.outs, f->l.score + i * f->l.outs,
		    f->l.outs * sizeof(*score));
}

enum rc
gbt_fit(const struct gbt_data *d, const struct gbt_opts *o, struct ensemble **out,
    double *gain, float *score, struct err *e)
{
	struct fit	 f = { .o = o };
	uint32_t	*drawn = NULL;
	enum rc		 rc;

	*out = NULL;
	if ((rc = opts_check(d, o, e)) != RC_OK ||
	    (rc = gbt_rows_init(&f.r, d, o, e)) != RC_OK)
		return rc;
	if ((f.base = calloc(TREE_OUTS, sizeof(*f.base))) == NULL ||
	    (f.values = calloc(o->leaves, sizeof(*f.values))) == NULL ||
	    (f.by_data = calloc(f.r.ncols + 1, 2 * sizeof(*f.by_data))) == NULL ||
	    (drawn = malloc(f.r.n * sizeof(*drawn))) == NULL)
		rc = err_set(e, RC_NOMEM, "no memory for a fit");
	else if ((rc = gbt_loss_init(&f.l, &f.r, d, o, f.base, e)) == RC_OK &&
	    (rc = gbt_grow_init(&f.t, &f.r, o, e)) == RC_OK) {
		f.order = f.by_data + f.r.ncols;
		order_cols(&f);
		boost(&f, drawn);
		if (score != NULL)
			give_scores(&f, score);
		rc = take_result(&f, d, out, gain, e);
	}
	gbt_grow_fini(&f.t);
	gbt_loss_fini(&f.l);
	gbt_rows_fini(&f.r);
	buf_fini(&f.trees);
	buf_fini(&f.nodes);
	buf_fini(&f.gains);
	buf_fini(&f.leaves);
	free(f.base);
	free(f.values);
	free(f.by_data);
	free(drawn);
	return rc;
}

void
ensemble_free(struct ensemble *m)
{
	if (m == NULL)
		return;
	free(m->base);
	free(m->trees);
	free(m->nodes);
	free(m->leaves);
	free(m);
}
