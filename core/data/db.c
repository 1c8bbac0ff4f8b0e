/* Connections and transactions. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/data/db_priv.h"

void
db_time(struct db *d, SQLHSTMT h)
{
	watch_arm(&d->watch, d->opt.query_seconds, d->dialect == DB_SQLITE ? h : NULL);
}

void
db_lost(struct db *d)
{
	if (!d->lost)
		atomic_fetch_add(&d->opt.stats->lost, 1);
	d->lost = true;
}

enum rc
db_timely(struct db *d, struct err *e)
{
	if (!watch_disarm(&d->watch))
		return RC_OK;
	atomic_fetch_add(&d->opt.stats->timeouts, 1);
	d->broken = true;
	if (d->dialect != DB_SQLITE)
		db_lost(d);
	return err_set(e, RC_IO, "%s: no answer within %u s", db_name(d), d->opt.query_seconds);
}

enum rc
db_open(struct db **out, const char *url, const struct db_options *opt, struct err *e)
{
	struct db	*d;
	enum rc		 rc;

	*out = NULL;
	if ((d = calloc(1, sizeof(*d))) == NULL ||
	    (d->url = strdup(url != NULL ? url : "")) == NULL) {
		free(d);
		return err_set(e, RC_NOMEM, "database: no memory");
	}
	buf_init(&d->name);
	if (opt != NULL)
		d->opt = *opt;
	if (d->opt.stats == NULL)
		d->opt.stats = &d->unseen;
	if (d->opt.connect_seconds == 0)
		d->opt.connect_seconds = 10;
	if (d->opt.query_seconds == 0)
		d->opt.query_seconds = 60;
	if ((rc = watch_init(&d->watch, e)) == RC_OK && (rc = db_connect(d, e)) == RC_OK)
		*out = d;
	else
		db_close(d);
	return rc;
}

void
db_close(struct db *d)
{
	if (d == NULL)
		return;
	db_rollback(d);
	db_disconnect(d);
	watch_fini(&d->watch);
	explicit_bzero(d->url, strlen(d->url));
	free(d->url);
	free(d->file);
	buf_fini(&d->name);
	free(d);
}

enum db_dialect
db_dialect(const struct db *d)
{
	return d->dialect;
}

bool
db_broken(const struct db *d)
{
	return d->broken;
}

const char *
db_name(const struct db *d)
{
	return buf_str(&d->name);
}

enum rc
db_begin(struct db *d, struct err *e)
{
	const char	*sql = dialect_begin(d->dialect);
	enum rc		 rc;

	if (d->in_transaction)
		return err_set(e, RC_BUSY, "%s: a transaction is open already", db_name(d));
	if (d->opt.read_only)
		return err_set(e, RC_DENIED, "%s: this connection is read-only", db_name(d));
	if (sql != NULL) {
		if ((rc = db_exec(d, sql, NULL, 0, NULL, e)) != RC_OK)
			return rc;
	} else {
		if (d->lost && (rc = db_connect(d, e)) != RC_OK)
			return rc;
		if (!SQL_SUCCEEDED(SQLSetConnectAttr(d->dbc, SQL_ATTR_AUTOCOMMIT,
		    (SQLPOINTER)(SQLULEN)SQL_AUTOCOMMIT_OFF, 0)))
			return odbc_error(d, SQL_HANDLE_DBC, d->dbc, e);
	}
	d->in_transaction = true;
	return RC_OK;
}

/* Ends the driver's own kind of transaction. */
static enum rc
end_transaction(struct db *d, SQLSMALLINT how, struct err *e)
{
	SQLRETURN	r;
	enum rc		rc;

	db_time(d, SQL_NULL_HSTMT);
	r = SQLEndTran(SQL_HANDLE_DBC, d->dbc, how);
	if ((rc = db_timely(d, e)) == RC_OK && !SQL_SUCCEEDED(r))
		rc = odbc_error(d, SQL_HANDLE_DBC, d->dbc, e);
	/*
	 * FreeTDS keeps to the transaction that the server ended by itself, and would not begin
	 * the next one: such a connection is given up.
	 */
	if ((rc != RC_OK && how == SQL_ROLLBACK) || ((rc == RC_OK || how == SQL_ROLLBACK) &&
	    !SQL_SUCCEEDED(SQLSetConnectAttr(d->dbc, SQL_ATTR_AUTOCOMMIT,
	    (SQLPOINTER)(SQLULEN)SQL_AUTOCOMMIT_ON, 0))))
		db_lost(d);
	return rc;
}

enum rc
db_commit(struct db *d, struct err *e)
{
	enum rc	rc;

	if (!d->in_transaction)
		return err_set(e, RC_BUSY, "%s: no transaction is open", db_name(d));
	if (d->lost)	/* what the transaction did went with the connection */
		rc = err_set(e, RC_IO, "%s: the connection was lost, nothing is stored", db_name(d));
	else
		rc = dialect_begin(d->dialect) != NULL ?
		    db_exec(d, "COMMIT", NULL, 0, NULL, e) : end_transaction(d, SQL_COMMIT, e);
	if (rc == RC_OK)
		d->in_transaction = false;
	else
		db_rollback(d);
	return rc;
}

void
db_rollback(struct db *d)
{
	if (!d->in_transaction)
		return;
	if (!d->connected)
		;
	else if (dialect_begin(d->dialect) != NULL)
		db_exec(d, "ROLLBACK", NULL, 0, NULL, NULL);
	else
		end_transaction(d, SQL_ROLLBACK, NULL);
	d->in_transaction = false;
}
