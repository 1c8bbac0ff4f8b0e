/*
 * Gradient-boosted trees (Friedman 2001), fitted on binned columns with histograms and grown
 * leaf by leaf, the best first (Ke et al. 2017, LightGBM); a missing value goes the better
 * way (Chen and Guestrin 2016).  Gradients are rounded to integers before they are summed,
 * with a scale for each tree: sums are exact, differences of histograms too, and the same
 * input gives the same bytes in whatever order anything is added.
 *
 * One fit runs on one thread; fit many at once with par_for().
 */
#ifndef CORE_TREE_GBT_H
#define CORE_TREE_GBT_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/tree/tree.h"

/* Either dense or sparse.  A sparse column is what a dense one of 0 and 1 would be. */
struct gbt_col {
	const uint8_t	*bins;	/* dense: the bin of every row, 0 for missing */
	const uint32_t	*ones;	/* sparse (bins is NULL): the rows where it is 1, ascending */
	size_t		 nones;
};

/* All indices of rows are into the data, whatever subset is used.  Everything is borrowed. */
struct gbt_data {
	size_t			 nrows, ncols;	/* ncols at most TREE_COLS */
	const struct gbt_col	*cols;
	const float		*target;	/* nrows, see enum tree_loss; read for used rows */
	const float		*weight;	/* nrows, >= 0; NULL: 1 */
	const float		*offset;	/* nrows x outs scores to start from; NULL: 0 */
	const uint32_t		*rows;		/* those to fit on, none twice; NULL: all nrows */
	size_t			 nused;		/* how many in rows */
	const uint32_t		*use;		/* columns to fit on, none twice; NULL: all ncols */
	size_t			 nuse;
	const uint32_t		*valid;		/* rows to stop early by; NULL: no early stop */
	size_t			 nvalid;
};

struct gbt_opts {
	enum tree_loss	loss;
	unsigned	classes;	/* TREE_SOFTMAX only: 2 to TREE_OUTS */
	double		quantile;	/* TREE_QUANTILE only: between 0 and 1 */
	unsigned	trees;		/* rounds, at most; TREE_SOFTMAX: each a tree a class */
	unsigned	leaves;		/* in a tree, at most: 2 to TREE_LEAVES */
	unsigned	depth;		/* of a tree, at most; 0: no limit but leaves */
	double		rate;		/* what of each tree is added: 0 < rate <= 1 */
	double		l2;		/* added to the hessian of a leaf */
	double		min_gain;	/* a split gains more than this */
	double		min_hessian;	/* in each leaf, at least */
	unsigned	min_rows;	/* in each leaf, at least */
	double		row_share;	/* of the rows, drawn anew for each round: 0 < share <= 1 */
	double		col_share;	/* of the columns, likewise for each tree */
	uint64_t	seed;		/* of these draws */
	unsigned	patience;	/* rounds without a better validation loss before the end */
};

/* 100 trees of 31 leaves, rate 0.1, l2 1, 20 rows a leaf, everything drawn, patience 10. */
void	gbt_defaults(struct gbt_opts *o, enum tree_loss loss);

/*
 * Fit.  gain (NULL: not wanted): ncols doubles, set to what the splits on each column gained
 * in all.  score (NULL: not wanted): nrows x outs floats, set for the rows fitted on to what
 * all rounds say there, offsets included; not for fits that stop early.  The base is the best
 * constant, beside the offsets if there are any; only for TREE_LOGISTIC and TREE_SOFTMAX with
 * offsets it is 0.  Whoever scores adds the offset.  Rows of weight 0 are as if not given.
 * RC_OK: the caller owns *out.
 * RC_INVAL: options, targets or indices are wrong.  RC_NOMEM.
 */
enum rc	gbt_fit(const struct gbt_data *d, const struct gbt_opts *o, struct ensemble **out,
	    double *gain, float *score, struct err *e);

#endif
