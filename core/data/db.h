/*
 * Databases over ODBC, the same for SQLite, PostgreSQL, SQL Server and Access.  This folder
 * is the only place with <sql.h>.  One connection a thread, opened after fork, never shared.
 *
 * Parameters are always bound.  SQL text is written for SQLite and PostgreSQL alike where
 * possible; where dialects differ, db_dialect() tells them apart in one place.
 */
#ifndef CORE_DATA_DB_H
#define CORE_DATA_DB_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/rows.h"
#include "core/base/str.h"

struct buf;
struct db;

enum db_dialect { DB_SQLITE, DB_POSTGRESQL, DB_MSSQL, DB_ACCESS, DB_OTHER };

/*
 * What connections did, counted as it happens: in shared memory too, by several processes at
 * once.
 */
struct db_stats {
	_Atomic uint64_t	connects, connect_failures;
	_Atomic uint64_t	lost;		/* connections that the server dropped */
	_Atomic uint64_t	timeouts;	/* calls that were ended for their time */
	_Atomic uint64_t	statements, statement_failures;
	_Atomic uint64_t	statement_us;	/* spent until the first row could be read */
};

struct db_options {
	bool		read_only;	/* only SELECT may be prepared; must_exist */
	bool		must_exist;	/* a file database is not created */
	bool		bulk_load;	/* begun anew after a crash: SQLite waits for no disk */
	unsigned	connect_seconds, query_seconds;	/* 0: 10 and 60 */
	struct db_stats	*stats;		/* borrowed; NULL: nobody counts */
};

/*
 * url: see core/data/url.h.  RC_INVAL: it is wrong (says which part, never the password) or
 * no driver is installed for it; RC_IO: the server or file is away; RC_CORRUPT: the file is
 * no database.  A file database that is not there is made, but for must_exist.
 *
 * A connection that a server dropped is opened anew before the next statement outside a
 * transaction; the statement that noticed it fails with RC_IO.
 */
enum rc		db_open(struct db **out, const char *url, const struct db_options *opt,
		    struct err *e);
void		db_close(struct db *d);	/* NULL is fine; rolls back what is open */
enum db_dialect	db_dialect(const struct db *d);
/* A call failed with RC_IO since it was opened: it may be of no use any more. */
bool		db_broken(const struct db *d);
/* The URL without its password, for people; valid until db_close(). */
const char	*db_name(const struct db *d);

/* A parameter.  DB_NULL takes no value. */
struct db_value {
	enum { DB_NULL, DB_TEXT, DB_INT, DB_REAL } kind;
	struct str	text;	/* UTF-8 */
	int64_t		i;
	double		real;
};
struct db_value	db_text(const char *s);	/* NULL gives DB_NULL */
struct db_value	db_int(int64_t i);
struct db_value	db_real(double v);

/*
 * Run a statement with n parameters for its `?`.  *changed (NULL is fine): rows inserted,
 * updated or deleted.  RC_BUSY: a key or unique index refuses it; RC_IO: the server failed,
 * or another one held a lock for over query_seconds; RC_DENIED: not a SELECT on a read-only connection;
 * RC_NOTFOUND: no such table or column; RC_INVAL: a NOT NULL or CHECK refuses it.
 */
enum rc	db_exec(struct db *d, const char *sql, const struct db_value *v, size_t n,
	    int64_t *changed, struct err *e);
/* A query as a row source, streamed; values that are no UTF-8 get U+FFFD and one warning in
 * the log.  The caller ends it with rows_close() before the next statement. */
enum rc	db_query(struct db *d, const char *sql, const struct db_value *v, size_t n,
	    struct rows **out, struct err *e);
/*
 * All columns and rows of a table or view, in no particular order; the name as db_quote_name()
 * takes it.  *sql (NULL is fine) gets the query's text.  At its end RC_CORRUPT where a file
 * holds more rows than could be read, RC_IO where it was written meanwhile (Access only: the
 * others tell themselves).
 */
enum rc	db_read(struct db *d, const char *table, struct rows **out, struct buf *sql,
	    struct err *e);
/* The first row's first column as a number / as text in buf.  RC_NOTFOUND: no row; RC_INVAL:
 * no whole number / longer than buf. */
enum rc	db_get_int(struct db *d, const char *sql, const struct db_value *v, size_t n,
	    int64_t *out, struct err *e);
enum rc	db_get_text(struct db *d, const char *sql, const struct db_value *v, size_t n,
	    char *buf, size_t size, struct err *e);

/* Write transactions: begin takes the write lock at once (SQLite: BEGIN IMMEDIATE). */
enum rc	db_begin(struct db *d, struct err *e);
enum rc	db_commit(struct db *d, struct err *e);
void	db_rollback(struct db *d);	/* nothing open is fine */

/*
 * Bulk insert of text rows, fast (multi-row or array binding), inside the caller's transaction.
 * db_bulk_add() takes ncols values; db_bulk_end() sends the rest and ends *b in any case.
 */
struct db_bulk;
enum rc	db_bulk_begin(struct db_bulk **out, struct db *d, const char *table,
	    const char *const *columns, size_t ncols, struct err *e);
enum rc	db_bulk_add(struct db_bulk *b, const struct str *values, struct err *e);
enum rc	db_bulk_end(struct db_bulk *b, struct err *e);

/*
 * Append name quoted for the dialect ("a b" or [a b]); a dotted name part by part.  A part may
 * stand in quotes of any kind already: [my.view], "my.view", `my.view`.
 */
void	db_quote_name(const struct db *d, const char *name, struct buf *out);
/* A column's name: whatever stands in it is a part of it. */
void	db_quote_column(const struct db *d, const char *name, struct buf *out);

#endif
