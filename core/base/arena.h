/*
 * An arena: many small allocations that all end at once.  A request has one, reset when it
 * ends; a training run has several.  Blocks are kept over arena_reset() for the next use.
 */
#ifndef CORE_BASE_ARENA_H
#define CORE_BASE_ARENA_H

#include <stddef.h>

struct arena;

/* most: bytes that it may hold at once (0: no limit).  NULL: no memory. */
struct arena	*arena_new(size_t most);
void		 arena_free(struct arena *a);	/* NULL is fine */
/* Forget every allocation; keeps one block for the next round. */
void		 arena_reset(struct arena *a);
/* Overwrites what is in it: before a reset, where that was secret. */
void		 arena_wipe(struct arena *a);
size_t		 arena_used(const struct arena *a);	/* bytes, for metrics and tests */

/* All return NULL when there is no memory or the limit is reached.  Aligned for any type. */
void		*arena_alloc(struct arena *a, size_t n);	/* not cleared */
void		*arena_zalloc(struct arena *a, size_t count, size_t size);	/* cleared */
char		*arena_strdup(struct arena *a, const char *s);
char		*arena_strndup(struct arena *a, const char *s, size_t n);
char		*arena_printf(struct arena *a, const char *fmt, ...)
		    __attribute__((format(printf, 2, 3)));

#endif
