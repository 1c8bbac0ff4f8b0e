/*
 * Features and learned token weights become a vector of int8, by sparse signed random
 * projection: each token adds its weighted amount, with signs, to one place in each of
 * ENCODE_STRIPES equal stripes of the vector.  The vector is scaled to the same length for
 * every item, so that the integer dot product of two is a cosine:
 *	similarity = dot / encode_scale(dim), about [-1, 1], error about 1 / sqrt(dim).
 *
 * Stripes by column would gain nothing: the error is the same 1/dim whichever way a
 * column's share of the length falls, and a column with many values would suffer.
 * The exact cosine, with each column's share of it, is encode_compare()'s.
 */
#ifndef CORE_FEAT_ENCODE_H
#define CORE_FEAT_ENCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/feat/features.h"

#define ENCODE_STRIPES	16
#define ENCODE_DIM	256	/* default; any multiple of ENCODE_STRIPES up to ENCODE_DIM_MAX */
#define ENCODE_DIM_MAX	4096

/* A learned weight, >= 0 and finite. */
struct weight {
	uint64_t	hash;	/* of the token */
	float		value;
};

/* Token weights in a flat blob, position-independent, in encoder.rml. */
struct weights;

/*
 * Append (at a multiple of 8) the table of n weights, whose hashes differ; and defaults for
 * tokens that the table lacks: defaults[kind * columns + column], columns being
 * schema->ncols.  RC_INVAL: a bad weight or a hash twice.  The bytes depend on the set only, not on its order.
 */
enum rc	weights_write(struct buf *blob, const struct weight *w, size_t n,
	    const float *defaults, size_t columns, struct err *e);
/* Open n bytes, checked, aligned to 8, that outlive *out.  RC_CORRUPT.  Ends with weights_close(). */
enum rc	weights_open(struct weights **out, const void *blob, size_t n, struct err *e);
void	weights_close(struct weights *w);	/* NULL is fine */
/* The token's weight, or its kind's and column's default; *known (NULL is fine) tells which. */
float	weights_get(const struct weights *w, const struct token *t, bool *known);

/* Into out[dim].  All zero where no token has weight.  dim: a multiple of ENCODE_STRIPES. */
void	encode(const struct weights *w, const struct features *f, int8_t *out, size_t dim);
/* What the dot product of a vector with itself is, but for rounding: dim * 1024. */
double	encode_scale(size_t dim);

/*
 * The exact cosine of the weighted tokens of two items, and how much of it is owed to each
 * column: share[schema->ncols], >= 0, sum 1 (all 0 if nothing is shared).  What stands in
 * different columns of the two counts for a's.  NULL share is fine.
 */
double	encode_compare(const struct weights *w, const struct schema *s,
	    const struct features *a, const struct features *b, double *share);

#endif
