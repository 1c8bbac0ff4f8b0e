/* What the files of the registry share. */
#ifndef CORE_DATA_REGISTRY_PRIV_H
#define CORE_DATA_REGISTRY_PRIV_H

#include "core/base/arena.h"
#include "core/base/rows.h"
#include "core/data/audit.h"
#include "core/data/registry.h"

#define VERSION_SIZE	17	/* 16 hex digits and a NUL */

/* A cell as a string in the arena, "" for NULL; NULL: no memory. */
const char	*cell_text(struct arena *a, struct str s);
int64_t		 cell_int(struct str s);	/* 0 for what is no number */
double		 cell_real(struct str s);
/* s, or "" for NULL: the columns are NOT NULL. */
struct db_value	 text_or_empty(const char *s);
/*
 * Writers come one after the other, as SQLite has it: what one reads nobody changes meanwhile.
 * Within another one it is a part of that one's transaction: a change with its audit row.
 */
enum rc		 registry_begin(struct db *d, struct err *e);
/* Ends it by rc: commit or roll back, which within another one is left to that one. */
enum rc		 finish(struct db *d, enum rc rc, struct err *e);

/*
 * Read up to limit rows of size bytes into the arena; take() fills one from a row.  limit 0
 * gives none.
 */
enum rc		 read_list(struct db *d, const char *sql, const struct db_value *v, size_t n,
		    size_t limit, size_t size,
		    enum rc (*take)(const struct rows *r, struct arena *a, void *out,
		    struct err *e), struct arena *a, void **out, size_t *count, struct err *e);

/* The live version, "" for none. */
enum rc		 activation_live(struct db *d, char version[VERSION_SIZE], struct err *e);
/*
 * kind: activate or rollback; with its audit row, by whom.  *id: of the new row, 0 if version was
 * live already.
 */
enum rc		 activation_write(struct db *d, const char *kind, const char *version,
		    const struct audit_entry *by, const char *reason, int64_t *id, struct err *e);
/* The row of that version never became true: its link could not be made. */
enum rc		 activation_take_back(struct db *d, int64_t id, const char *version,
		    const struct audit_entry *by, struct err *e);
/* Where a rollback leads to; see activate.h.  RC_NOTFOUND. */
enum rc		 activation_before(struct db *d, char version[VERSION_SIZE], struct err *e);

#endif
