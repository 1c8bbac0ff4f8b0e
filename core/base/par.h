/*
 * Parallel loops over threads.  The work is cut into the same pieces whatever the number of
 * threads, and a piece writes only its own results, so the outcome does not depend on it.
 */
#ifndef CORE_BASE_PAR_H
#define CORE_BASE_PAR_H

#include <stddef.h>

#include "core/base/err.h"

/*
 * Call fn(ctx, begin, end) for [0, n) in pieces of `piece` (at least 1) on up to `threads`
 * threads (0: one a processor).  Returns the error of the lowest failing piece; pieces not
 * yet begun by then may be left out.
 */
enum rc	par_for(unsigned threads, size_t n, size_t piece,
	    enum rc (*fn)(void *ctx, size_t begin, size_t end, struct err *e), void *ctx,
	    struct err *e);
unsigned par_processors(void);

#endif
