/*
 * The registry's schema: sql/registry/<dialect>/NNN_*.sql, built into the program, applied in
 * order, forward only, each once, in a transaction, with its checksum recorded.  One migrator
 * at a time.
 */
#ifndef CORE_DATA_MIGRATE_H
#define CORE_DATA_MIGRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/data/db.h"

/* Brings the database up to this program's schema; *applied: how many migrations ran now.
 * RC_CORRUPT: an applied one differs from ours; RC_BUSY: it is newer than this program. */
enum rc	migrate_up(struct db *d, int *applied, struct err *e);
/*
 * RC_OK if the schema is just ours; RC_BUSY (too old, too new) says what to do.  After it, or
 * after migrate_up(), a table or column that is missing all the same is RC_CORRUPT, not
 * RC_NOTFOUND: nobody asked for a table.
 */
enum rc	migrate_check(struct db *d, struct err *e);

struct migration_state {
	int64_t	 number;
	const char *name, *applied_at;	/* "": pending */
	bool	 known;			/* else it is of a newer program */
};
/* Every migration that was applied, then those that are pending; they live in the arena. */
enum rc	migrate_status(struct db *d, struct arena *a, struct migration_state **out, size_t *n,
	    struct err *e);

#endif
