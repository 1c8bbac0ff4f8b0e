/*
 * A fitted ensemble of binary trees over binned records, what fitting makes and scoring reads.
 *
 * A record is a byte for each column: the bin of a number (0: missing), or 0 and 1 for a
 * word that is absent or present.  At a node it goes to child[0] when
 *	(uint8_t)(record[col] - less) <= bin
 * and else to child[1]; so with less 0 a missing value goes left, with 1 it goes right.
 * A child that is not negative is the number of a node of the same tree, always higher than
 * its parent's; a negative one is the leaf ~child.  A tree of n leaves has n - 1 nodes.
 */
#ifndef CORE_TREE_TREE_H
#define CORE_TREE_TREE_H

#include <stddef.h>
#include <stdint.h>

#define TREE_COLS	65536	/* columns, at most */
#define TREE_LEAVES	1024	/* leaves in a tree, at most */
#define TREE_OUTS	256	/* classes of one ensemble, at most */

enum tree_loss {
	TREE_LOGISTIC,	/* targets 0 and 1; a score is a log-odds */
	TREE_SOFTMAX,	/* targets are classes 0 to classes - 1; a score a class */
	TREE_SQUARED,	/* the mean */
	TREE_QUANTILE,	/* the given quantile; 0.5 minimises the absolute error */
	TREE_NLOSSES
};

struct tree_node {
	uint16_t	col;
	uint8_t		bin, less;
	int16_t		child[2];
};

struct tree {
	uint32_t	node, leaf;	/* its first node and leaf */
	uint16_t	leaves;		/* 2 to TREE_LEAVES */
	uint16_t	out;		/* the class whose score it adds to */
};

/* Scores are base[out] + the sum of the leaves reached by the trees of that out. */
struct ensemble {
	enum tree_loss	 loss;
	size_t		 outs;		/* scores: the classes of TREE_SOFTMAX, else 1 */
	float		*base;		/* outs */
	size_t		 ntrees, nnodes, nleaves;
	struct tree	*trees;
	struct tree_node *nodes;
	float		*leaves;
};

void	ensemble_free(struct ensemble *m);	/* NULL is fine */

#endif
