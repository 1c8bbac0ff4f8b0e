/*
 * Scoring: many ensembles in one position-independent blob, used where it lies in a mapped
 * model file.  A leaf is a 16-bit integer with one scale for an ensemble: sums are exact, so
 * the order in which trees are visited changes nothing.
 *
 *   0 u32 magic, columns, ensembles, outs, trees, nodes, leaves, 0
 *  32 struct score_head[ensembles], float base[outs], struct tree[trees],
 *     struct tree_node[nodes], int16 leaf[leaves]; each starts at a multiple of 8
 */
#ifndef CORE_TREE_SCORE_H
#define CORE_TREE_SCORE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/tree/tree.h"

struct score_head {
	uint32_t	tree, ntrees;	/* its trees */
	uint32_t	out, nouts;	/* its places among all scores */
	uint32_t	loss;		/* enum tree_loss */
	float		scale;		/* of its leaves */
};

struct score_writer {
	struct buf	heads, base, trees, nodes, leaves;
	size_t		ncols;
};

/* Records have ncols bytes.  Ensembles are numbered in the order added. */
void	score_begin(struct score_writer *w, size_t ncols);
void	score_add(struct score_writer *w, const struct ensemble *m);
/* Appends the blob to out and frees what w holds, in any case.  RC_NOMEM. */
enum rc	score_end(struct score_writer *w, struct buf *out, struct err *e);

/* A view of a blob. */
struct score {
	size_t			 ncols;	/* bytes that a record must have */
	size_t			 n;	/* ensembles */
	size_t			 nouts;	/* scores of all ensembles */
	const struct score_head	*heads;
	const float		*base;
	const struct tree	*trees;
	const struct tree_node	*nodes;
	const int16_t		*leaves;
};

/*
 * p is aligned to 8 bytes and outlives s.  Every number is held against its limit, so that
 * no blob can make scoring read outside it or go round: RC_CORRUPT.
 */
enum rc	score_open(struct score *s, const void *p, size_t size, struct err *e);

/* The scores of ensemble i < n into out (heads[i].nouts floats). */
void	score_one(const struct score *s, size_t i, const uint8_t *record, float *out);
/* Of all ensembles into out (nouts floats); those of i at heads[i].out. */
void	score_all(const struct score *s, const uint8_t *record, float *out);
/* Scores into what they stand for, in place: probabilities of the two classification losses. */
void	score_link(enum tree_loss loss, float *scores, size_t n);

#endif
