/*
 * Texts numbered in the order they first came; the same text has one number.  pool_sort() gives
 * numbers that do not depend on what came first.
 */
#ifndef CORE_TRAIN_HISTORY_POOL_H
#define CORE_TRAIN_HISTORY_POOL_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/str.h"

#define POOL_NONE	UINT32_MAX

struct pool {
	char		*txt;
	size_t		 len, cap;	/* bytes; at most 4 GiB */
	uint32_t	*end;		/* n + 1 */
	size_t		 n, cap_end;
	uint32_t	*slot;		/* open addressing: number + 1, 0 free */
	size_t		 nslots;
};

void		pool_init(struct pool *p);
void		pool_fini(struct pool *p);
/* The number of s, which is added if it is new. */
enum rc		pool_add(struct pool *p, struct str s, uint32_t *id, struct err *e);
/*
 * Numbers the texts anew, by their bytes, without those that are not used (a byte each; NULL:
 * all are).  (*to)[old number] is the new one, the caller's to free.
 */
enum rc		pool_sort(struct pool *p, const uint8_t *used, uint32_t **to, struct err *e);
uint32_t	pool_find(const struct pool *p, struct str s);	/* or POOL_NONE */
struct str	pool_str(const struct pool *p, uint32_t id);	/* NULL str for POOL_NONE */

#endif
