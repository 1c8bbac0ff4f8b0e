/*
 * What operators decided about the item view's columns: which to leave out, which role one
 * has.  It holds for every training from then on, until it is taken back; each decision is
 * kept with who, when, old and new.  Names compare without regard to ASCII case.
 */
#ifndef CORE_DATA_COLUMNS_H
#define CORE_DATA_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/data/db.h"

struct column_choice {		/* strings live in the arena */
	const char	*column;	/* as it was spelled when it was decided */
	int		 enabled;	/* 1, 0; -1: left to the profile */
	const char	*role;		/* "": left to the profile */
	const char	*actor, *at;
};

/*
 * The decisions that hold, oldest first; one that was taken back is not among them.
 * *version: 0 before the first decision, another after each.
 */
enum rc	columns_get(struct db *d, struct arena *a, struct column_choice **out, size_t *n,
	    int64_t *version, struct err *e);
/*
 * Decide about n columns, all or none; actor and at of c are not looked at, and what is so
 * already is no decision.  *version: what the caller saw, then the new one.  RC_BUSY: it is
 * no longer that; *version is the current one.
 */
enum rc	columns_decide(struct db *d, struct arena *a, const struct column_choice *c, size_t n,
	    const char *actor, int64_t *version, struct err *e);
/* The decision about that column, or NULL. */
const struct column_choice *columns_find(const struct column_choice *c, size_t n,
	    const char *column);

#endif
