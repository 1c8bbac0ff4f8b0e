/*
 * The k best of a stream: a heap bounded to k whose root is the worst kept.  A higher score
 * is better; among equal scores the lower id is, so the result does not depend on the order
 * in which they come.  Scores must not be NaN.
 */
#ifndef CORE_VEC_TOPK_H
#define CORE_VEC_TOPK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hit {
	uint32_t	id;
	float		score;
};

struct topk {
	size_t		 k, n;
	struct hit	*h;	/* the caller's, room for k */
};

void	topk_init(struct topk *t, struct hit *room, size_t k);
/* Would it be kept?  False for k = 0. */
bool	topk_wants(const struct topk *t, uint32_t id, float score);
/* Keeps it if it is among the k best so far. */
void	topk_add(struct topk *t, uint32_t id, float score);
/* Sorts what was kept, best first, in place; the heap is no heap any more. */
void	topk_sort(struct topk *t);
bool	hit_before(const struct hit *a, const struct hit *b);	/* a is better */

#endif
