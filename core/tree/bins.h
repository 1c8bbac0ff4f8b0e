/*
 * Binning: a number becomes a byte.  Bin 0 is "missing" (NaN); the others, 1 to 255, are
 * ranges between ascending edges, a value equal to an edge belonging below it.  Few distinct
 * values get a bin each; many are cut into ranges of about as many values, and a value that
 * alone fills such a range gets it for itself.
 */
#ifndef CORE_TREE_BINS_H
#define CORE_TREE_BINS_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"

#define BINS_MOST	255	/* bins beside that of "missing" */
#define BINS_EDGES	(BINS_MOST - 1)

/* 1 + the number of edges below value; 0 for NaN.  edges: n <= BINS_EDGES, ascending. */
static inline uint8_t
bins_of(const float *edges, size_t n, float value)
{
	const float	*at = edges;

	if (isnan(value))
		return 0;
	while (n > 0) {
		size_t	half = (n + 1) / 2;

		at += at[half - 1] < value ? half : 0;
		n -= half;
	}
	return (uint8_t)(at - edges + 1);
}

/*
 * Edges for at most `most` bins (1 to BINS_MOST) of n values, in any order; what is not
 * finite is passed over.  edges has room for BINS_EDGES, *nedges may be 0.  The same values
 * give the same edges in whatever order.  RC_NOMEM.
 */
enum rc	bins_fit(const float *values, size_t n, size_t most, float *edges, size_t *nedges,
	    struct err *e);
/* The bins of n values into out. */
void	bins_column(const float *edges, size_t nedges, const float *values, size_t n,
	    uint8_t *out);

/*
 * The edges of many features, as they lie in a model file:
 *	u32 magic, u32 features, u32 end[features], float edges[end[features - 1]]
 * Feature i has the edges [end[i - 1], end[i]).
 */
struct bins {
	size_t		 n;	/* features */
	const uint32_t	*end;
	const float	*edges;
};

struct bins_writer {
	struct buf	end, edges;
};

void	bins_begin(struct bins_writer *w);
/* The next feature's edges; none are fine (one bin beside "missing"). */
void	bins_add(struct bins_writer *w, const float *edges, size_t n);
/* Appends the blob to out and frees what w holds, in any case.  RC_NOMEM. */
enum rc	bins_end(struct bins_writer *w, struct buf *out, struct err *e);

/* A view of a blob, aligned to 4 bytes, that outlives it.  Every offset and edge is checked: RC_CORRUPT. */
enum rc	bins_open(struct bins *b, const void *p, size_t size, struct err *e);

/* The edges of feature i < n. */
static inline const float *
bins_edges(const struct bins *b, size_t i, size_t *n)
{
	uint32_t	from = i == 0 ? 0 : b->end[i - 1];

	*n = b->end[i] - from;
	return b->edges + from;
}

/* The record's b->n values as bins. */
void	bins_record(const struct bins *b, const float *values, uint8_t *out);

#endif
