/* What the files of a fit share: its rows and columns, a histogram, the tree that grows. */
#ifndef CORE_TREE_GBT_PRIV_H
#define CORE_TREE_GBT_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/tree/gbt.h"

#define GROUP	8	/* dense columns whose bins are read as one word */
#define BINS	256

/*
 * Gradient and hessian as integers in one word, added as one: the gradient, signed, in the
 * upper half, the hessian in the lower, whose sums stay below 2^32.
 */
typedef uint64_t packed;

static inline packed
pack(int32_t g, uint32_t h)
{
	return (uint64_t)(uint32_t)g << 32 | h;
}

static inline int32_t
packed_g(packed p)
{
	return (int32_t)(uint32_t)(p >> 32);
}

static inline uint32_t
packed_h(packed p)
{
	return (uint32_t)p;
}

/*
 * The used rows and columns, copied: row numbers are "local" from here on, first the n rows
 * to fit on and then the nvalid rows, each ascending.  Dense columns are 0 to ndense - 1,
 * sparse ones follow, each ascending too; what cannot be split on is left out.
 */
struct gbt_rows {
	size_t		 n, nall;
	uint32_t	*row;		/* nall: its number in the data */
	float		*target, *weight;	/* nall */
	size_t		 ndense, nsparse, ncols;
	size_t		 stride;	/* bytes a row in bins, a multiple of GROUP */
	uint32_t	*col;		/* ncols: its number in the data */
	uint16_t	*nbins;		/* ndense: 1 + the highest bin */
	uint8_t		*bins;		/* nall x stride */
	uint32_t	*start;		/* nall + 1: row i has words start[i] to start[i + 1] */
	uint32_t	*words;		/* numbers of sparse columns less ndense, ascending */
};

enum rc	gbt_rows_init(struct gbt_rows *r, const struct gbt_data *d, const struct gbt_opts *o,
	    struct err *e);
void	gbt_rows_fini(struct gbt_rows *r);

/* Whether row has the sparse column ndense + word. */
bool	gbt_rows_has(const struct gbt_rows *r, uint32_t row, uint32_t word);

static inline uint8_t
gbt_rows_bin(const struct gbt_rows *r, uint32_t row, uint32_t col)
{
	return col < r->ndense ? r->bins[row * r->stride + col] :
	    gbt_rows_has(r, row, col - (uint32_t)r->ndense);
}

/* A histogram: BINS sums for each dense column (padded to groups), one for each sparse. */
struct hist {
	packed		*dense, *sparse;
	uint32_t	*rows;		/* of each sparse column */
};

struct split {
	double		gain;		/* negative: none */
	packed		left;		/* what goes to child 0 */
	uint32_t	col;		/* local */
	uint8_t		bin, less;
};

struct leaf {
	size_t		begin, end;	/* its rows, in grow.idx */
	packed		sum;
	int		hist;		/* -1: none */
	int		parent, side;	/* the node whose child it is; -1: the root */
	unsigned	depth;
	struct split	best;
};

/* One tree while it grows, and room that is used again for the next. */
struct grow {
	const struct gbt_rows *r;
	const struct gbt_opts *o;
	packed		*gh;		/* n */
	double		 gscale, hscale;	/* integers to an amount: divide by these */
	uint32_t	 most_h;	/* the largest hessian of a row */
	uint32_t	*idx, *tmp;	/* n: rows, those of a leaf together */
	size_t		 nidx;		/* rows drawn */
	bool		*active;	/* ncols: columns drawn */
	struct hist	*hists;
	void		*hist_memory;
	int		*unused;	/* stack of histograms */
	size_t		 nhists, nunused;
	bool		*counted;	/* ncols, for gbt_split(), as is the next */
	struct split	*col_best;
	struct leaf	*leaves;
	struct tree_node *nodes;	/* columns local */
	double		*node_gain;
	size_t		 nleaves, nnodes;
};

enum rc	gbt_grow_init(struct grow *t, const struct gbt_rows *r, const struct gbt_opts *o,
	    struct err *e);
void	gbt_grow_fini(struct grow *t);
/* Grow a tree on idx[0, nidx) by gh: fills leaves and nodes. */
void	gbt_grow(struct grow *t);
/* The leaf that a local row reaches. */
size_t	gbt_grow_leaf(const struct grow *t, uint32_t row);

void	gbt_hist_build(const struct grow *t, const uint32_t *rows, size_t n, struct hist *h);
void	gbt_hist_subtract(const struct grow *t, struct hist *from, const struct hist *what);
/* The best split of a leaf with a histogram; gain < 0 when none is allowed. */
struct split	gbt_split(struct grow *t, const struct leaf *l);

/* Gradients and hessians of rows 0 to n - 1 for out k, scores nall x outs. */
struct loss {
	const struct gbt_rows *r;
	const struct gbt_opts *o;
	size_t	 outs;
	float	*score;		/* nall x outs */
	float	*prob;		/* n x outs: TREE_SOFTMAX, as of the round's begin */
	float	*g, *h;		/* n */
	void	*scratch;	/* n pairs, for the quantiles of leaves */
};

enum rc	gbt_loss_init(struct loss *l, const struct gbt_rows *r, const struct gbt_data *d,
	    const struct gbt_opts *o, float *base, struct err *e);
void	gbt_loss_fini(struct loss *l);
void	gbt_loss_round(struct loss *l);
void	gbt_loss_gradient(struct loss *l, size_t k);
/* Values of the leaves of a grown tree, rate included. */
void	gbt_loss_values(struct loss *l, const struct grow *t, float *values);
/* Mean over the validation rows. */
double	gbt_loss_valid(const struct loss *l);

#endif
