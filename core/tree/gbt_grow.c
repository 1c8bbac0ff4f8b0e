#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/tree/gbt_priv.h"

#define AHEAD	32	/* rows that are asked for before they are needed */

/* A histogram for each leaf and one more, while a leaf has been cut in two. */
static enum rc
hists_init(struct grow *t, struct err *e)
{
	size_t	 dense = t->r->stride * BINS, sparse = t->r->nsparse;
	size_t	 each = ((dense + sparse) * sizeof(packed) + sparse * sizeof(uint32_t) + 64) & ~(size_t)63;
	char	*p;

	t->nhists = t->o->leaves + 1;
	t->hists = calloc(t->nhists, sizeof(*t->hists));
	t->unused = calloc(t->nhists, sizeof(*t->unused));
	if (t->hists == NULL || t->unused == NULL ||
	    (t->hist_memory = calloc(t->nhists, each)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu histograms", t->nhists);
	p = t->hist_memory;
	for (size_t i = 0; i < t->nhists; i++, p += each) {
		t->hists[i].dense = (packed *)(void *)p;
		t->hists[i].sparse = t->hists[i].dense + dense;
		t->hists[i].rows = (uint32_t *)(void *)(t->hists[i].sparse + sparse);
	}
	return RC_OK;
}

enum rc
gbt_grow_init(struct grow *t, const struct gbt_rows *r, const struct gbt_opts *o,
    struct err *e)
{
	*t = (struct grow){ .r = r, .o = o };
	if ((t->gh = malloc(r->n * sizeof(*t->gh))) == NULL ||
	    (t->idx = malloc(r->n * sizeof(*t->idx))) == NULL ||
	    (t->tmp = malloc(r->n * sizeof(*t->tmp))) == NULL ||
	    (t->active = calloc(r->ncols + 1, sizeof(*t->active))) == NULL ||
	    (t->counted = calloc(r->ncols + 1, sizeof(*t->counted))) == NULL ||
	    (t->col_best = calloc(r->ncols + 1, sizeof(*t->col_best))) == NULL ||
	    (t->leaves = calloc(o->leaves, sizeof(*t->leaves))) == NULL ||
	    (t->nodes = calloc(o->leaves, sizeof(*t->nodes))) == NULL ||
	    (t->node_gain = calloc(o->leaves, sizeof(*t->node_gain))) == NULL)
		return err_set(e, RC_NOMEM, "no memory to grow a tree on %zu rows", r->n);
	return hists_init(t, e);
}

void
gbt_grow_fini(struct grow *t)
{
	free(t->gh);
	free(t->idx);
	free(t->tmp);
	free(t->active);
	free(t->counted);
	free(t->col_best);
	free(t->leaves);
	free(t->nodes);
	free(t->node_gain);
	free(t->hists);
	free(t->unused);
	free(t->hist_memory);
	*t = (struct grow){ 0 };
}

static int
hist_take(struct grow *t)
{
	return t->unused[--t->nunused];
}

static void
hist_give(struct grow *t, struct leaf *l)
{
	if (l->hist >= 0)
		t->unused[t->nunused++] = l->hist;
	l->hist = -1;
}

/* Whether a leaf could be cut once more. */
static bool
may_split(const struct grow *t, const struct leaf *l)
{
	size_t	least = t->o->min_rows > 1 ? t->o->min_rows : 1;

	return t->nleaves < t->o->leaves && (t->o->depth == 0 || l->depth < t->o->depth) &&
	    l->end - l->begin >= 2 * least &&
	    packed_h(l->sum) >= 2 * t->o->min_hessian * t->hscale;
}

static void
judge_leaf(struct grow *t, struct leaf *l)
{
	if (may_split(t, l))
		l->best = gbt_split(t, l);
	else
		l->best.gain = -1;
	if (l->best.gain < 0)
		hist_give(t, l);
}

static bool
goes_right(const struct gbt_rows *r, uint32_t row, const struct tree_node *x)
{
	return (uint8_t)(gbt_rows_bin(r, row, x->col) - x->less) > x->bin;
}

/* Rows that go left to the front of idx, the others to tmp, without a branch. */
static size_t
partition_dense(const struct gbt_rows *r, struct tree_node x, uint32_t *idx, size_t n,
    uint32_t *tmp)
{
	const uint8_t	*bins = r->bins + x.col;
	size_t		 nleft = 0, stride = r->stride;

	for (size_t i = 0; i < n; i++) {
		uint32_t	row = idx[i], soon = idx[i + AHEAD < n ? i + AHEAD : i];
		bool		right;

		__builtin_prefetch(bins + soon * stride);
		right = (uint8_t)(bins[row * stride] - x.less) > x.bin;

		idx[nleft] = row;
		tmp[i - nleft] = row;
		nleft += !right;
	}
	return nleft;
}

static size_t
partition_sparse(const struct gbt_rows *r, struct tree_node x, uint32_t *idx, size_t n,
    uint32_t *tmp)
{
	size_t	nleft = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t	row = idx[i];

		tmp[i - nleft] = row;
		if (!goes_right(r, row, &x))
			idx[nleft++] = row;
	}
	return nleft;
}

/* The leaf's rows, those that go left first; both sides keep their order. */
static size_t
partition(struct grow *t, const struct leaf *l, const struct tree_node *x)
{
	size_t		 n = l->end - l->begin, nleft;
	uint32_t	*idx = t->idx + l->begin;

	nleft = (x->col < t->r->ndense ? partition_dense : partition_sparse)(t->r, *x, idx, n,
	    t->tmp);
	memcpy(idx + nleft, t->tmp, (n - nleft) * sizeof(*idx));
	return nleft;
}

/* The histograms of two halves: the smaller is built, the larger is what it leaves. */
static void
halves(struct grow *t, struct leaf *left, struct leaf *right)
{
	struct leaf	*small = left, *large = right;

	if (left->end - left->begin > right->end - right->begin) {
		small = right;
		large = left;
	}
	large->hist = left->hist;	/* the parent's */
	small->hist = -1;
	if (!may_split(t, left) && !may_split(t, right)) {
		hist_give(t, large);
		return;
	}
	small->hist = hist_take(t);
	gbt_hist_build(t, t->idx + small->begin, small->end - small->begin,
	    &t->hists[small->hist]);
	gbt_hist_subtract(t, &t->hists[large->hist], &t->hists[small->hist]);
}

static void
split_leaf(struct grow *t, size_t at)
{
	struct leaf		*left = &t->leaves[at], *right = &t->leaves[t->nleaves];
	struct split		 s = left->best;
	struct tree_node	*x = &t->nodes[t->nnodes];
	size_t			 nleft;

	*x = (struct tree_node){ .col = (uint16_t)s.col, .bin = s.bin, .less = s.less,
	    .child = { (int16_t)~at, (int16_t)~t->nleaves } };
	if (left->parent >= 0)
		t->nodes[left->parent].child[left->side] = (int16_t)t->nnodes;
	t->node_gain[t->nnodes] = s.gain;
	nleft = partition(t, left, x);
	*right = *left;
	left->end = right->begin = left->begin + nleft;
	right->sum = left->sum - s.left;
	left->sum = s.left;
	left->parent = right->parent = (int)t->nnodes;
	left->side = 0;
	right->side = 1;
	left->depth = right->depth = left->depth + 1;
	t->nnodes++;
	t->nleaves++;
	halves(t, left, right);
	judge_leaf(t, left);
	judge_leaf(t, right);
}

void
gbt_grow(struct grow *t)
{
	struct leaf	*root = &t->leaves[0];

	t->nunused = 0;
	for (size_t i = t->nhists; i > 0; i--)
		t->unused[t->nunused++] = (int)i - 1;
	t->nleaves = 1;
	t->nnodes = 0;
	*root = (struct leaf){ .end = t->nidx, .hist = hist_take(t), .parent = -1 };
	for (size_t i = 0; i < t->nidx; i++)
		root->sum += t->gh[t->idx[i]];
	if (may_split(t, root))
		gbt_hist_build(t, t->idx, t->nidx, &t->hists[root->hist]);
	judge_leaf(t, root);
	while (t->nleaves < t->o->leaves) {
		size_t	best = 0;

		for (size_t i = 1; i < t->nleaves; i++)
			if (t->leaves[i].best.gain > t->leaves[best].best.gain)
				best = i;
		if (t->leaves[best].best.gain < 0)
			break;
		split_leaf(t, best);
	}
}

size_t
gbt_grow_leaf(const struct grow *t, uint32_t row)
{
	int	at = 0;

	if (t->nnodes == 0)
		return 0;
	do
		at = t->nodes[at].child[goes_right(t->r, row, &t->nodes[at])];
	while (at >= 0);
	return (size_t)~at;
}
