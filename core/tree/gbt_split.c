#include "config.h"

#include <math.h>

#include "core/tree/gbt_priv.h"

/* What a leaf's splits are judged by, in the integers' units. */
struct judge {
	packed		 sum;
	double		 l2;
	double		 least_h;	/* of a side */
	uint32_t	 least_n;	/* rows of a side, when they are counted */
	uint32_t	 n;		/* rows of the leaf */
	double		 alone;		/* the value of not splitting */
	double		 unit;		/* of a gain */
};

static double
value(packed p, double l2)
{
	double	g = packed_g(p), h = packed_h(p) + l2;

	return h > 0 ? g * g / h : 0;
}

/* The gain of a split in the integers' units; negative: not allowed. */
static inline double
judge(const struct judge *j, packed left)
{
	packed	right = j->sum - left;
	double	gl = packed_g(left), gr = packed_g(right);
	double	hl = packed_h(left), hr = packed_h(right);

	if (hl < j->least_h || hr < j->least_h)
		return -1;
	hl += j->l2;
	hr += j->l2;
	return (gl * gl * hr + gr * gr * hl) / (hl * hr);
}

/* Bins up to `bin` go left, with less the missing don't: see struct tree_node. */
static inline void
consider(const struct judge *j, packed left, size_t bin, uint8_t less, struct split *best)
{
	double	v = judge(j, left);

	if (v > best->gain) {
		best->gain = v;
		best->left = left;
		best->bin = (uint8_t)(bin - less);
		best->less = less;
	}
}

static inline bool
enough(const struct judge *j, const uint32_t *count, uint32_t left)
{
	return count == NULL || (left >= j->least_n && j->n - left >= j->least_n);
}

/*
 * A dense column: missing apart, then every threshold with the missing on either side.
 * count (NULL: not counted) has the rows of each bin.
 */
static struct split
scan_dense(const struct judge *j, const packed *h, size_t nbins, const uint32_t *count)
{
	struct split	best = { .gain = -1 };
	packed		left = 0;
	uint32_t	nleft = 0, nmiss = count == NULL ? 0 : count[0];

	if (h[0] != 0 && enough(j, count, nmiss))
		consider(j, h[0], 0, 0, &best);
	for (size_t b = 1; b + 1 < nbins; b++) {
		if (h[b] == 0)
			continue;
		left += h[b];
		nleft += count == NULL ? 0 : count[b];
		if (enough(j, count, nleft + nmiss))
			consider(j, left + h[0], b, 0, &best);
		if (h[0] != 0 && enough(j, count, nleft))
			consider(j, left, b, 1, &best);
	}
	/* None was missing: who will be goes with the majority. */
	if (h[0] == 0 && best.gain >= 0 && packed_h(best.left) < packed_h(j->sum - best.left)) {
		best.less = 1;
		best.bin--;
	}
	return best;
}

static struct split
scan_sparse(const struct judge *j, packed ones, uint32_t rows)
{
	struct split	best = { .gain = -1 };

	if (rows >= j->least_n && j->n - rows >= j->least_n)
		consider(j, j->sum - ones, 0, 0, &best);
	return best;
}

/*
 * Histograms don't count rows.  No row has more hessian than most_h, so a side with enough
 * of it has enough rows; else the rows of this one column are counted and it is judged again.
 */
static bool
surely_enough(const struct grow *t, const struct judge *j, const struct split *s)
{
	double	least = (double)j->least_n * t->most_h;

	return j->least_n <= 1 || s->col >= t->r->ndense ||
	    (packed_h(s->left) >= least && packed_h(j->sum - s->left) >= least);
}

static struct split
scan_counted(const struct grow *t, const struct judge *j, const struct leaf *l, uint32_t col)
{
	const uint8_t	*bins = t->r->bins + col;
	uint32_t	 count[BINS] = { 0 };

	for (size_t i = l->begin; i < l->end; i++)
		count[bins[t->idx[i] * t->r->stride]]++;
	return scan_dense(j, t->hists[l->hist].dense + (size_t)col * BINS, t->r->nbins[col],
	    count);
}

/* The column with the highest gain, of equal ones that which comes first in the data. */
static size_t
best_column(const struct grow *t)
{
	size_t	best = 0;

	for (size_t c = 1; c < t->r->ncols; c++)
		if (t->col_best[c].gain > t->col_best[best].gain ||
		    (t->col_best[c].gain == t->col_best[best].gain &&
		    t->r->col[c] < t->r->col[best]))
			best = c;
	return best;
}

struct split
gbt_split(struct grow *t, const struct leaf *l)
{
	const struct gbt_rows	*r = t->r;
	const struct hist	*h = &t->hists[l->hist];
	struct judge		 j = {
		.sum = l->sum,
		.l2 = t->o->l2 * t->hscale,
		.least_h = fmax(1, t->o->min_hessian * t->hscale),
		.least_n = t->o->min_rows > 1 ? t->o->min_rows : 1,
		.n = (uint32_t)(l->end - l->begin),
		.unit = t->hscale / (t->gscale * t->gscale),
	};
	struct split		 none = { .gain = -1 }, *best;

	if (r->ncols == 0)
		return none;
	j.alone = value(j.sum, j.l2);
	for (size_t c = 0; c < r->ncols; c++) {
		if (!t->active[c])
			t->col_best[c] = none;
		else if (c < r->ndense)
			t->col_best[c] = scan_dense(&j, h->dense + c * BINS, r->nbins[c], NULL);
		else
			t->col_best[c] = scan_sparse(&j, h->sparse[c - r->ndense],
			    h->rows[c - r->ndense]);
		t->col_best[c].col = (uint32_t)c;
		t->counted[c] = false;
	}
	for (;;) {
		size_t	c = best_column(t);

		best = &t->col_best[c];
		if (best->gain < 0 || t->counted[c] || surely_enough(t, &j, best))
			break;
		*best = scan_counted(t, &j, l, (uint32_t)c);
		best->col = (uint32_t)c;
		t->counted[c] = true;
	}
	best->gain = (best->gain - j.alone) * j.unit;
	return best->gain > t->o->min_gain ? *best : none;
}
