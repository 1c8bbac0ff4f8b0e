/*
 * Statements: parameters bound, errors of the driver told.
 *
 * Values of parameters are copied into one block that lives as long as the statement: a
 * driver may read them until the last row was fetched.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/data/db_priv.h"

struct db_value
db_text(const char *s)
{
	return (struct db_value){ .kind = s != NULL ? DB_TEXT : DB_NULL, .text = str_of(s) };
}

struct db_value
db_int(int64_t i)
{
	return (struct db_value){ .kind = DB_INT, .i = i };
}

struct db_value
db_real(double v)
{
	return (struct db_value){ .kind = DB_REAL, .real = v };
}

/* Behind the last "[vendor][driver]" stands what happened. */
static const char *
message_text(const char *m)
{
	const char	*end;

	while (*m == '[' && (end = strchr(m, ']')) != NULL)
		m = end + 1;
	return m + strspn(m, " ");
}

enum rc
odbc_error(struct db *d, SQLSMALLINT type, SQLHANDLE h, struct err *e)
{
	char		 state[6] = "", text[512] = "";
	const char	*m;
	SQLINTEGER	 native = 0;
	SQLSMALLINT	 len;
	SQLULEN		 dead = SQL_CD_FALSE;
	enum rc		 rc;

	if (!SQL_SUCCEEDED(SQLGetDiagRec(type, h, 1, (SQLCHAR *)state, &native,
	    (SQLCHAR *)text, sizeof(text), &len))) {
		d->broken = true;
		return err_set(e, RC_IO, "%s: the driver failed without a reason", db_name(d));
	}
	rc = dialect_error(d->dialect, state, native, text);
	if (rc == RC_NOTFOUND && d->migrated)
		rc = RC_CORRUPT;
	d->broken |= rc == RC_IO || rc == RC_CORRUPT;
	d->held = d->dialect == DB_SQLITE && ((native & 0xff) == 5 || (native & 0xff) == 6);
	if (dialect_lost(d->dialect, state, native)) {
		if (strcmp(state, "HY000") == 0)
			SQLGetConnectAttr(d->dbc, SQL_ATTR_CONNECTION_DEAD, &dead, 0, NULL);
		if (strcmp(state, "HY000") != 0 || dead == SQL_CD_TRUE)
			db_lost(d);
	}
	/* A driver may cut its message inside a character. */
	for (len = strlen(text); len > 0 && !utf8_valid(text, len); )
		text[--len] = '\0';
	for (char *p = text; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20)
			*p = ' ';
	m = message_text(text);
	if (d->held)
		return err_set(e, rc, "%s: another writer held the database for over %u s",
		    db_name(d), d->opt.query_seconds);
	if (state[0] == '\0' || d->dialect == DB_SQLITE)
		return err_set(e, rc, "%s: %s", db_name(d), m);
	return err_set(e, rc, "%s: %s [%s]", db_name(d), m, state);
}

void
stmt_end(struct stmt *s)
{
	if (s->h != SQL_NULL_HSTMT)
		SQLFreeHandle(SQL_HANDLE_STMT, s->h);
	free(s->args);
	*s = (struct stmt){ 0 };
}

/* A statement's handle on a connection that stands. */
static enum rc
stmt_begin(struct stmt *s, struct db *d, const char *sql, struct err *e)
{
	enum rc	rc;

	*s = (struct stmt){ 0 };
	if (d->opt.read_only && (rc = dialect_select_only(sql, e)) != RC_OK)
		return rc;
	if ((d->lost || !d->connected) && !d->in_transaction && (rc = db_connect(d, e)) != RC_OK)
		return rc;
	if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, d->dbc, &s->h)))
		return odbc_error(d, SQL_HANDLE_DBC, d->dbc, e);
	if (d->dialect != DB_SQLITE && d->dialect != DB_ACCESS)	/* those two ignore it */
		SQLSetStmtAttr(s->h, SQL_ATTR_QUERY_TIMEOUT,
		    (SQLPOINTER)(SQLULEN)d->opt.query_seconds, 0);
	return RC_OK;
}

enum rc
stmt_prepare(struct stmt *s, struct db *d, const char *sql, struct err *e)
{
	SQLRETURN	r;
	enum rc		rc;

	if ((rc = stmt_begin(s, d, sql, e)) != RC_OK)
		return rc;
	db_time(d, s->h);
	r = SQLPrepare(s->h, (SQLCHAR *)sql, SQL_NTS);
	if ((rc = db_timely(d, e)) == RC_OK && !SQL_SUCCEEDED(r))
		rc = odbc_error(d, SQL_HANDLE_STMT, s->h, e);
	if (rc != RC_OK)
		stmt_end(s);
	return rc;
}

/* SQL Server's longest NVARCHAR and VARCHAR; FreeTDS cuts what is over without a word. */
#define NVARCHAR_MOST	4000
#define VARCHAR_MOST	8000

SQLSMALLINT
stmt_text_type(const struct db *d, const char *s, size_t len)
{
	bool	ascii = true;

	if (!d->nvarchar)
		return d->wide ? SQL_WVARCHAR : SQL_VARCHAR;
	for (size_t i = 0; i < len && ascii; i++)
		ascii = (unsigned char)s[i] < 0x80;
	if (d->wide || !ascii)	/* of no more characters than bytes */
		return len > NVARCHAR_MOST ? SQL_WLONGVARCHAR : SQL_WVARCHAR;
	/* VARCHAR keeps an index on a VARCHAR column useful. */
	return len > VARCHAR_MOST ? SQL_LONGVARCHAR : SQL_VARCHAR;
}

/* Where a value stands in the block. */
struct place {
	size_t	at, len;
};

static bool
is_null(const struct db_value *v)
{
	return v->kind == DB_NULL || (v->kind == DB_TEXT && v->text.s == NULL);
}

/* Each value's bytes, as the driver wants them, one after the other. */
static void
args_fill(const struct db *d, const struct db_value *v, size_t n, struct buf *b,
    struct place *at)
{
	static const char	zero[8];

	for (size_t i = 0; i < n; i++) {
		buf_add(b, zero, -b->len & 7);	/* aligned */
		at[i].at = b->len;
		if (v[i].kind == DB_INT)
			buf_add(b, &v[i].i, sizeof(v[i].i));
		else if (v[i].kind == DB_REAL)
			buf_add(b, &v[i].real, sizeof(v[i].real));
		else if (!is_null(&v[i]) && d->wide)
			wide_from_utf8(v[i].text.s, v[i].text.len, b);
		else if (!is_null(&v[i]))
			buf_add(b, v[i].text.s, v[i].text.len);
		at[i].len = b->len - at[i].at;
		buf_add(b, zero, 4);	/* an empty text has an address too */
	}
}

static SQLRETURN
bind_one(struct stmt *s, const struct db *d, size_t i, const struct db_value *v, char *p,
    SQLLEN *ind)
{
	SQLULEN	size = *ind == 0 ? 1 : d->wide ? *ind / 2 : *ind;
	SQLLEN	room = *ind == 0 ? 1 : *ind;

	if (v->kind == DB_INT)
		return SQLBindParameter(s->h, i + 1, SQL_PARAM_INPUT, SQL_C_SBIGINT,
		    SQL_BIGINT, 0, 0, p, 0, ind);
	if (v->kind == DB_REAL)
		return SQLBindParameter(s->h, i + 1, SQL_PARAM_INPUT, SQL_C_DOUBLE,
		    SQL_DOUBLE, 0, 0, p, 0, ind);
	if (is_null(v))
		*ind = SQL_NULL_DATA;
	return SQLBindParameter(s->h, i + 1, SQL_PARAM_INPUT,
	    d->wide ? SQL_C_WCHAR : SQL_C_CHAR,
	    stmt_text_type(d, v->text.s, is_null(v) ? 0 : v->text.len), size, 0, p, room, ind);
}

/* The block is: indicators, then the values. */
static enum rc
bind_all(struct stmt *s, struct db *d, const struct db_value *v, size_t n, struct err *e)
{
	struct place	*at;
	struct buf	 b;
	SQLLEN		*ind;
	enum rc		 rc = RC_OK;

	buf_init(&b);
	if ((at = calloc(n, sizeof(*at))) == NULL)
		return err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
	for (size_t i = 0; i < n; i++)
		buf_add(&b, &(SQLLEN){ 0 }, sizeof(SQLLEN));
	args_fill(d, v, n, &b, at);
	if (!buf_ok(&b)) {
		rc = err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
		goto out;
	}
	s->args = b.p;	/* the statement's now */
	buf_init(&b);
	ind = (SQLLEN *)(void *)s->args;
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		ind[i] = at[i].len;
		if (!SQL_SUCCEEDED(bind_one(s, d, i, &v[i], s->args + at[i].at, &ind[i])))
			rc = odbc_error(d, SQL_HANDLE_STMT, s->h, e);
	}
out:
	buf_fini(&b);
	free(at);
	return rc;
}

/* sql: NULL for what is prepared. */
static enum rc
execute(struct stmt *s, struct db *d, const char *sql, struct err *e)
{
	SQLRETURN	r;
	enum rc		rc;

	db_time(d, s->h);
	r = sql != NULL ? SQLExecDirect(s->h, (SQLCHAR *)sql, SQL_NTS) : SQLExecute(s->h);
	if ((rc = db_timely(d, e)) == RC_OK && !SQL_SUCCEEDED(r) && r != SQL_NO_DATA)
		return odbc_error(d, SQL_HANDLE_STMT, s->h, e);	/* no row changed: no error */
	return rc;
}

enum rc
stmt_execute(struct stmt *s, struct db *d, struct err *e)
{
	return execute(s, d, NULL, e);
}

/* What has no parameters is not prepared: a server is asked once, and by a plain batch. */
static enum rc
run(struct stmt *s, struct db *d, const char *sql, const struct db_value *v, size_t n,
    struct err *e)
{
	enum rc	rc;

	if ((rc = n == 0 ? stmt_begin(s, d, sql, e) : stmt_prepare(s, d, sql, e)) != RC_OK)
		return rc;
	if ((n != 0 && (rc = bind_all(s, d, v, n, e)) != RC_OK) ||
	    (rc = execute(s, d, n == 0 ? sql : NULL, e)) != RC_OK)
		stmt_end(s);
	return rc;
}

enum rc
stmt_run(struct stmt *s, struct db *d, const char *sql, const struct db_value *v, size_t n,
    struct err *e)
{
	struct db_stats	*count = d->opt.stats;
	uint64_t	 began = clock_mono_us();
	enum rc		 rc = run(s, d, sql, v, n, e);

	atomic_fetch_add(&count->statements, 1);
	atomic_fetch_add(&count->statement_us, clock_mono_us() - began);
	if (rc != RC_OK)
		atomic_fetch_add(&count->statement_failures, 1);
	return rc;
}

enum rc
db_exec(struct db *d, const char *sql, const struct db_value *v, size_t n, int64_t *changed,
    struct err *e)
{
	struct stmt	s;
	SQLLEN		rows = 0;
	enum rc		rc;

	if ((rc = stmt_run(&s, d, sql, v, n, e)) != RC_OK)
		return rc;
	if (changed != NULL) {
		if (!SQL_SUCCEEDED(SQLRowCount(s.h, &rows)))
			rc = odbc_error(d, SQL_HANDLE_STMT, s.h, e);
		*changed = rows > 0 ? rows : 0;
	}
	stmt_end(&s);
	return rc;
}
