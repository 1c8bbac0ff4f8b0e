#include "config.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/tree/score.h"

#define SCORE_MAGIC	0x31534247U	/* "GBS1" */

struct score_file {
	uint32_t	magic, ncols, n, nouts, ntrees, nnodes, nleaves, zero;
};

void
score_begin(struct score_writer *w, size_t ncols)
{
	*w = (struct score_writer){ .ncols = ncols };
}

static size_t
items(const struct buf *b, size_t size)
{
	return b->len / size;
}

/* The leaves as multiples of a scale that makes the largest 32767. */
static float
add_leaves(struct buf *b, const float *v, size_t n)
{
	float	most = 0, scale;

	for (size_t i = 0; i < n; i++)
		most = fmaxf(most, fabsf(v[i]));
	scale = most > 0 ? most / INT16_MAX : 1;
	for (size_t i = 0; i < n; i++) {
		int16_t	q = (int16_t)fmaxf(-INT16_MAX, fminf(INT16_MAX, rintf(v[i] / scale)));

		buf_add(b, &q, sizeof(q));
	}
	return scale;
}

void
score_add(struct score_writer *w, const struct ensemble *m)
{
	size_t			nodes = items(&w->nodes, sizeof(struct tree_node));
	size_t			leaves = items(&w->leaves, sizeof(int16_t));
	struct score_head	h = {
		.tree = (uint32_t)items(&w->trees, sizeof(struct tree)),
		.ntrees = (uint32_t)m->ntrees,
		.out = (uint32_t)items(&w->base, sizeof(float)),
		.nouts = (uint32_t)m->outs,
		.loss = m->loss,
	};

	for (size_t i = 0; i < m->ntrees; i++) {
		struct tree	t = m->trees[i];

		t.node += (uint32_t)nodes;
		t.leaf += (uint32_t)leaves;
		buf_add(&w->trees, &t, sizeof(t));
	}
	buf_add(&w->base, m->base, m->outs * sizeof(*m->base));
	buf_add(&w->nodes, m->nodes, m->nnodes * sizeof(*m->nodes));
	h.scale = add_leaves(&w->leaves, m->leaves, m->nleaves);
	buf_add(&w->heads, &h, sizeof(h));
}

/* The part from the next multiple of 8 on. */
static void
append(struct buf *out, size_t start, struct buf *part, bool *ok)
{
	static const char	zero[8];

	buf_add(out, zero, -(out->len - start) & 7);
	buf_add(out, part->p, part->len);
	*ok = *ok && buf_ok(part);
	buf_fini(part);
}

enum rc
score_end(struct score_writer *w, struct buf *out, struct err *e)
{
	struct score_file	f = {
		.magic = SCORE_MAGIC,
		.ncols = (uint32_t)w->ncols,
		.n = (uint32_t)items(&w->heads, sizeof(struct score_head)),
		.nouts = (uint32_t)items(&w->base, sizeof(float)),
		.ntrees = (uint32_t)items(&w->trees, sizeof(struct tree)),
		.nnodes = (uint32_t)items(&w->nodes, sizeof(struct tree_node)),
		.nleaves = (uint32_t)items(&w->leaves, sizeof(int16_t)),
	};
	size_t			start = out->len;
	bool			ok = true;

	buf_add(out, &f, sizeof(f));
	append(out, start, &w->heads, &ok);
	append(out, start, &w->base, &ok);
	append(out, start, &w->trees, &ok);
	append(out, start, &w->nodes, &ok);
	append(out, start, &w->leaves, &ok);
	if (!ok || !buf_ok(out))
		return err_set(e, RC_NOMEM, "no memory for the trees");
	return RC_OK;
}

/* The next part of a blob; NULL when it would end behind it. */
static const void *
take(const uint8_t *p, size_t size, size_t *at, size_t n, size_t each)
{
	size_t	from = (*at + 7) & ~(size_t)7;

	if (from > size || n > (size - from) / each)
		return NULL;
	*at = from + n * each;
	return p + from;
}

/*
 * Heads follow one another without a gap, and so do the trees in each.  A tree's children
 * are behind their parents and inside it, so every walk ends at a leaf of the tree.
 */
static bool
tree_ok(const struct score *s, const struct tree *t, size_t nouts, const struct score_file *f,
    size_t *node, size_t *leaf)
{
	size_t	n = t->leaves;

	if (t->node != *node || t->leaf != *leaf || t->out >= nouts || n < 2 ||
	    n > TREE_LEAVES || n - 1 > f->nnodes - *node || n > f->nleaves - *leaf)
		return false;
	for (size_t i = 0; i < n - 1; i++) {
		const struct tree_node	*x = &s->nodes[*node + i];

		if (x->col >= s->ncols || x->less > 1)
			return false;
		for (int k = 0; k < 2; k++)
			if (x->child[k] >= 0 ? (size_t)x->child[k] <= i ||
			    (size_t)x->child[k] >= n - 1 : (size_t)~x->child[k] >= n)
				return false;
	}
	*node += n - 1;
	*leaf += n;
	return true;
}

static enum rc
heads_check(const struct score *s, const struct score_file *f, struct err *e)
{
	size_t	tree = 0, out = 0, node = 0, leaf = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct score_head	*h = &s->heads[i];

		if (h->tree != tree || h->ntrees > f->ntrees - tree || h->out != out ||
		    h->nouts == 0 || h->nouts > TREE_OUTS || h->nouts > f->nouts - out ||
		    h->loss >= TREE_NLOSSES || (h->loss != TREE_SOFTMAX && h->nouts != 1) ||
		    !isfinite(h->scale))
			return err_set(e, RC_CORRUPT, "trees: ensemble %zu is not as written", i);
		for (size_t k = 0; k < h->ntrees; k++)
			if (!tree_ok(s, &s->trees[tree + k], h->nouts, f, &node, &leaf))
				return err_set(e, RC_CORRUPT,
				    "trees: tree %zu of ensemble %zu is not as written", k, i);
		tree += h->ntrees;
		out += h->nouts;
	}
	for (size_t i = 0; i < f->nouts; i++)
		if (!isfinite(s->base[i]))
			return err_set(e, RC_CORRUPT, "trees: a score starts from no number");
	if (tree != f->ntrees || out != f->nouts || node != f->nnodes || leaf != f->nleaves)
		return err_set(e, RC_CORRUPT, "trees: parts that belong to no ensemble");
	return RC_OK;
}

enum rc
score_open(struct score *s, const void *p, size_t size, struct err *e)
{
	struct score_file	f;
	size_t			at = sizeof(f);
	enum rc			rc;

	*s = (struct score){ 0 };
	if (size < sizeof(f))
		return err_set(e, RC_CORRUPT, "trees: too short");
	memcpy(&f, p, sizeof(f));
	if (f.magic != SCORE_MAGIC || f.zero != 0 || f.ncols > TREE_COLS)
		return err_set(e, RC_CORRUPT, "trees: wrong header");
	s->ncols = f.ncols;
	if ((s->heads = take(p, size, &at, f.n, sizeof(*s->heads))) == NULL ||
	    (s->base = take(p, size, &at, f.nouts, sizeof(*s->base))) == NULL ||
	    (s->trees = take(p, size, &at, f.ntrees, sizeof(*s->trees))) == NULL ||
	    (s->nodes = take(p, size, &at, f.nnodes, sizeof(*s->nodes))) == NULL ||
	    (s->leaves = take(p, size, &at, f.nleaves, sizeof(*s->leaves))) == NULL ||
	    at != size)
		rc = err_set(e, RC_CORRUPT, "trees: %zu bytes are not as many as promised", size);
	else
		rc = heads_check(s, &f, e);
	if (rc != RC_OK) {
		*s = (struct score){ 0 };
		return rc;
	}
	s->n = f.n;
	s->nouts = f.nouts;
	return RC_OK;
}

/* One step down from a node; a leaf (negative) stays where it is. */
static inline int
step(const struct tree_node *nodes, const uint8_t *record, int at)
{
	const struct tree_node	*x = &nodes[at & ~(at >> 31)];
	int			 next = x->child[(uint8_t)(record[x->col] - x->less) > x->bin];

	return at < 0 ? at : next;
}

static inline int
leaf_of(const struct score *s, const struct tree *t, const uint8_t *record)
{
	int	at = 0;

	do
		at = step(s->nodes + t->node, record, at);
	while (at >= 0);
	return s->leaves[t->leaf + (size_t)~at];
}

/* Four trees abreast: a walk is a chain of loads, and four chains wait together. */
static inline void
leaves_of(const struct score *s, const struct tree *t, const uint8_t *record, int64_t *sum)
{
	const struct tree_node	*n0 = s->nodes + t[0].node, *n1 = s->nodes + t[1].node;
	const struct tree_node	*n2 = s->nodes + t[2].node, *n3 = s->nodes + t[3].node;
	int			 a = 0, b = 0, c = 0, d = 0;

	do {
		a = step(n0, record, a);
		b = step(n1, record, b);
		c = step(n2, record, c);
		d = step(n3, record, d);
	} while ((a & b & c & d) >= 0);
	sum[t[0].out] += s->leaves[t[0].leaf + (size_t)~a];
	sum[t[1].out] += s->leaves[t[1].leaf + (size_t)~b];
	sum[t[2].out] += s->leaves[t[2].leaf + (size_t)~c];
	sum[t[3].out] += s->leaves[t[3].leaf + (size_t)~d];
}

void
score_one(const struct score *s, size_t i, const uint8_t *record, float *out)
{
	const struct score_head	*h = &s->heads[i];
	const struct tree	*t = s->trees + h->tree;
	int64_t			 sum[TREE_OUTS];
	size_t			 k;

	memset(sum, 0, h->nouts * sizeof(*sum));
	for (k = 0; k + 4 <= h->ntrees; k += 4)
		leaves_of(s, t + k, record, sum);
	for (; k < h->ntrees; k++)
		sum[t[k].out] += leaf_of(s, &t[k], record);
	for (k = 0; k < h->nouts; k++)
		out[k] = s->base[h->out + k] + h->scale * (float)sum[k];
}

void
score_all(const struct score *s, const uint8_t *record, float *out)
{
	for (size_t i = 0; i < s->n; i++)
		score_one(s, i, record, out + s->heads[i].out);
}

void
score_link(enum tree_loss loss, float *scores, size_t n)
{
	float	most = scores[0], sum = 0;

	if (loss == TREE_LOGISTIC) {
		for (size_t i = 0; i < n; i++)
			scores[i] = 1 / (1 + expf(-scores[i]));
	} else if (loss == TREE_SOFTMAX) {
		for (size_t i = 1; i < n; i++)
			most = fmaxf(most, scores[i]);
		for (size_t i = 0; i < n; i++)
			sum += scores[i] = expf(scores[i] - most);
		for (size_t i = 0; i < n; i++)
			scores[i] /= sum;
	}
}
