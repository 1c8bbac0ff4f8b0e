/*
 * Where single items come from at prediction time: the ERP (core/data/erp.h) in production,
 * an array in tests.  Kept here so that who predicts and who reads databases need not know
 * each other.
 */
#ifndef CORE_BASE_ITEM_H
#define CORE_BASE_ITEM_H

#include <stddef.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/str.h"

/* One row: n values with their columns' names; a NULL value is SQL's NULL. */
struct record {
	size_t			 n;
	const char *const	*names;
	const struct str	*cells;
};

struct item_source {
	void	*ctx;
	/*
	 * The item of that code (compared trimmed and case-folded).  RC_NOTFOUND: there is
	 * none; RC_IO: the source is away.  The record lives in the arena.
	 */
	enum rc	(*item)(void *ctx, const char *code, struct arena *a, struct record *out,
		    struct err *e);
	/* Its routing rows, ordered by routing and sequence; *n is 0 where it has none. */
	enum rc	(*routings)(void *ctx, const char *code, struct arena *a,
		    struct record **out, size_t *n, struct err *e);
};

/* The value of that column without regard to case; NULL str if it is not there or NULL. */
struct str	record_get(const struct record *r, const char *name);

#endif
