/* What the files of this folder share: handles, statements, errors of the driver. */
#ifndef CORE_DATA_DB_PRIV_H
#define CORE_DATA_DB_PRIV_H

#include <sql.h>
#include <sqlext.h>
#include <stdbool.h>

#include "core/base/buf.h"
#include "core/data/db.h"
#include "core/data/watch.h"

struct db {
	SQLHENV		 env;
	SQLHDBC		 dbc;
	bool		 connected;
	bool		 lost;		/* the server is gone: connect anew */
	bool		 broken;	/* see db_broken() */
	bool		 in_transaction;
	unsigned	 depth;		/* of registry_begin() within registry_begin() */
	bool		 held;		/* the last error was that somebody holds a lock */
	bool		 migrated;	/* the tables are ours: all that we ask for are there */
	bool		 wide;		/* the driver speaks UTF-16 where others take UTF-8 */
	bool		 nvarchar;	/* text that is not ASCII is bound as NVARCHAR */
	enum db_dialect	 dialect;
	struct db_options opt;
	struct db_stats	 unseen;	/* where opt.stats counts when nobody wants to know */
	char		*url;		/* holds the password; only to connect anew */
	struct watch	 watch;
	char		*file;		/* of a file database; else NULL */
	struct buf	 name;
};

/* A statement with its parameters, which the driver may read until it ends. */
struct stmt {
	SQLHSTMT	 h;
	char		*args;
};

struct stat;
/* The file of a file database as it stands; false: it is not there, or there is none. */
bool	db_stat(const struct db *d, struct stat *st);
/* The server is gone. */
void	db_lost(struct db *d);
/* (Re)connect by d->url. */
enum rc	db_connect(struct db *d, struct err *e);
void	db_disconnect(struct db *d);
/*
 * Around a call that may take long.  h: the statement at hand, SQL_NULL_HSTMT for others.
 * db_timely() is RC_OK unless the time was up; then r, what the call returned, counts no more.
 */
void	db_time(struct db *d, SQLHSTMT h);
enum rc	db_timely(struct db *d, struct err *e);
/* The driver's first complaint about handle h as an error: "<database>: <message>". */
enum rc	odbc_error(struct db *d, SQLSMALLINT type, SQLHANDLE h, struct err *e);
/* Prepare, bind, run.  RC_OK: the caller ends *s with stmt_end(); else there is nothing to end. */
enum rc	stmt_run(struct stmt *s, struct db *d, const char *sql, const struct db_value *v,
	    size_t n, struct err *e);
/* Only prepare; the parameters are the caller's business. */
enum rc	stmt_prepare(struct stmt *s, struct db *d, const char *sql, struct err *e);
/* Run what is prepared, within the time. */
enum rc	stmt_execute(struct stmt *s, struct db *d, struct err *e);
void	stmt_end(struct stmt *s);
/* The SQL type to bind a text as. */
SQLSMALLINT stmt_text_type(const struct db *d, const char *s, size_t len);

/* dialect.c: all that differs. */
enum db_dialect	dialect_of(const char *dbms_name);
/* What an error means: SQLSTATE, the driver's number and text to what the caller may do. */
enum rc	dialect_error(enum db_dialect k, const char *state, int native, const char *message);
/* True for a state after which the connection is of no use. */
bool	dialect_lost(enum db_dialect k, const char *state, int native);
/* RC_DENIED unless sql is one SELECT (or WITH ... SELECT) and nothing else. */
enum rc	dialect_select_only(const char *sql, struct err *e);
/* "BEGIN IMMEDIATE" and so on; NULL: the driver's own transactions (SQLEndTran). */
const char *dialect_begin(enum db_dialect k);
/* Append what ends a query so that at most n rows come; the query has an ORDER BY. */
void	dialect_limit(enum db_dialect k, size_t n, struct buf *out);
/* Rows of ncols values that one INSERT may carry. */
size_t	dialect_bulk_rows(enum db_dialect k, size_t ncols);

/* Hold a lock of that name, a word of ours, to the end of the open transaction, where that needs a statement. */
enum rc	dialect_lock(struct db *d, const char *name, struct err *e);
/* CREATE TABLE schema_migrations unless it is there. */
const char *dialect_create_migrations(enum db_dialect k);

/*
 * value.c: the n bytes at s, as a driver gave them for a column of that SQL type, in the one
 * spelling that we use; returns how many they are.  There is room for one more.
 */
size_t	value_plain(SQLSMALLINT type, char *s, size_t n);

/* UTF-8 to UTF-16 and back; append to out.  Bytes that are not UTF-8 become U+FFFD. */
void	wide_from_utf8(const char *s, size_t n, struct buf *out);
void	wide_to_utf8(const char *s, size_t bytes, struct buf *out);

#endif
