/* The factory's tables in a database, made in one transaction: all of them, or nothing. */
#ifndef CORE_TOOL_SAMPLE_STORE_H
#define CORE_TOOL_SAMPLE_STORE_H

#include <stdbool.h>

#include "core/data/db.h"
#include "core/tool/sample/tables.h"

struct store;

/*
 * Begins a transaction and creates the tables; names (borrowed) may be dotted.  RC_BUSY: one
 * is there already and `force` is false.  The caller ends *out with store_commit() or
 * store_close(), and keeps d open meanwhile.
 */
enum rc	store_open(struct store **out, struct db *d, const char *const names[TABLES],
	    bool force, struct err *e);
enum rc	store_row(struct store *s, enum table t, const struct str *cells, struct err *e);
/* Sends the rest, indexes the keys, commits.  Ends *s in any case. */
enum rc	store_commit(struct store *s, struct err *e);
void	store_close(struct store *s);	/* without what was written; NULL is fine */

#endif
