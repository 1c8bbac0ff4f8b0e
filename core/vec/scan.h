/*
 * The k rows nearest to a query, exactly: every row is looked at, by blocks that stay in
 * the first-level cache.  One thread; some 180,000 rows of 256 take a few milliseconds.
 */
#ifndef CORE_VEC_SCAN_H
#define CORE_VEC_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/vec/topk.h"

struct scan_rows {
	const int8_t	*v;	/* n rows of dim, one behind the other */
	const float	*scale;	/* n: what a row's product is multiplied with; NULL: 1 */
	size_t		 n, dim;
};

/*
 * Fills t (made by topk_init()) with the rows of the highest scale * (q . row), best first.
 * keep (NULL: all) is asked only about rows that would get in; its answer for an id must
 * not change during the call.
 */
void	scan_topk(const struct scan_rows *r, const int8_t *q,
	    bool (*keep)(void *ctx, uint32_t id), void *ctx, struct topk *t);

#endif
