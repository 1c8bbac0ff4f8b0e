/* What differs between databases: names, errors, transactions, limits. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/data/db_priv.h"

enum db_dialect
dialect_of(const char *dbms_name)
{
	if (strcasestr(dbms_name, "sqlite") != NULL)
		return DB_SQLITE;
	if (strcasestr(dbms_name, "postgres") != NULL)
		return DB_POSTGRESQL;
	if (strcasestr(dbms_name, "sql server") != NULL)
		return DB_MSSQL;
	if (strcasestr(dbms_name, "mdbtools") != NULL || strcasestr(dbms_name, "access") != NULL)
		return DB_ACCESS;
	return DB_OTHER;
}

static enum rc
sqlite_error(int native, const char *m)
{
	switch (native & 0xff) {
	case 19:		/* constraint */
		return strstr(m, "NOT NULL") != NULL || strstr(m, "CHECK") != NULL ?
		    RC_INVAL : RC_BUSY;
	case 7:
		return RC_NOMEM;
	case 3: case 8:		/* permission, read-only */
		return RC_DENIED;
	case 11: case 26:	/* corrupt, not a database */
		return RC_CORRUPT;
	case 1:
		return strstr(m, "no such table") != NULL ||
		    strstr(m, "no such column") != NULL ? RC_NOTFOUND : RC_IO;
	}
	return RC_IO;
}

static enum rc
mssql_error(int native, const char *m)
{
	switch (native) {
	case 547:				/* a foreign key or a CHECK */
		return strcasestr(m, "check constraint") != NULL ? RC_INVAL : RC_BUSY;
	case 2601: case 2627:			/* unique index, key */
		return RC_BUSY;
	case 515: case 8152: case 2628:		/* NULL refused, text too long */
		return RC_INVAL;
	case 207: case 208:			/* no such column, table */
		return RC_NOTFOUND;
	case 229: case 230: case 3906:		/* permission, read-only database */
		return RC_DENIED;
	}
	/* Babelfish has numbers of its own for what PostgreSQL behind it says. */
	if (strstr(m, "does not exist") != NULL &&
	    (strstr(m, "column") != NULL || strstr(m, "relation") != NULL))
		return RC_NOTFOUND;
	return RC_IO;
}

enum rc
dialect_error(enum db_dialect k, const char *state, int native, const char *message)
{
	if (k == DB_SQLITE)
		return sqlite_error(native, message);
	if (k == DB_MSSQL && mssql_error(native, message) != RC_IO)
		return mssql_error(native, message);
	if (k == DB_ACCESS)	/* one sentence for everything; our queries are simple */
		return strstr(message, "parse SQL") != NULL ? RC_NOTFOUND : RC_IO;
	if (strcmp(state, "23505") == 0 || strcmp(state, "23503") == 0 ||
	    strcmp(state, "23000") == 0)
		return RC_BUSY;
	if (strncmp(state, "23", 2) == 0 || strncmp(state, "22", 2) == 0)
		return RC_INVAL;
	if (strcmp(state, "42P01") == 0 || strcmp(state, "42703") == 0 ||
	    strcmp(state, "42S02") == 0 || strcmp(state, "42S22") == 0)
		return RC_NOTFOUND;
	if (strcmp(state, "42501") == 0 || strcmp(state, "25006") == 0)
		return RC_DENIED;
	return RC_IO;
}

bool
dialect_lost(enum db_dialect k, const char *state, int native)
{
	if (k == DB_SQLITE || k == DB_ACCESS)
		return false;
	return strncmp(state, "08", 2) == 0 || strncmp(state, "57P0", 4) == 0 ||
	    (k == DB_MSSQL && strcmp(state, "HYT00") == 0) ||
	    (strcmp(state, "HY000") == 0 && native == 0);
}

/* Words that have no place in a query: they write, or run what may write. */
static bool
is_forbidden(const char *s, size_t n)
{
	static const char *const words[] = { "alter", "attach", "call", "commit", "copy",
	    "create", "delete", "detach", "do", "drop", "exec", "execute", "grant", "insert",
	    "into", "merge", "openquery", "openrowset", "pragma", "revoke", "rollback",
	    "truncate", "update", "vacuum" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == n && strncasecmp(s, words[i], n) == 0)
			return true;
	return false;
}

/* The end of the quoted text, comment or word that begins at s. */
static const char *
token_end(const char *s)
{
	char	q = *s == '[' ? ']' : *s;

	if (*s == '\'' || *s == '"' || *s == '`' || *s == '[') {
		for (s++; *s != '\0'; s++)
			if (*s == q && *++s != q)
				break;
		return s;
	}
	if (s[0] == '-' && s[1] == '-')
		return s + strcspn(s, "\n");
	if (s[0] == '/' && s[1] == '*') {
		const char	*end = strstr(s + 2, "*/");

		return end != NULL ? end + 2 : s + strlen(s);
	}
	if (!isalpha((unsigned char)*s) && *s != '_')
		return s + 1;
	while (isalnum((unsigned char)*s) || *s == '_' || *s == '$')
		s++;
	return s;
}

enum rc
dialect_select_only(const char *sql, struct err *e)
{
	const char	*s, *end;
	bool		 first = true, closed = false;

	for (s = sql; *s != '\0'; s = end) {
		end = token_end(s);
		if (isspace((unsigned char)*s) || (s[0] == '-' && s[1] == '-') ||
		    (s[0] == '/' && s[1] == '*'))
			continue;
		if (closed)
			return err_set(e, RC_DENIED, "this connection is read-only: one "
			    "statement at a time");
		if (*s == ';') {
			closed = true;
			continue;
		}
		if (first && !(end - s == 6 && strncasecmp(s, "select", 6) == 0) &&
		    !(end - s == 4 && strncasecmp(s, "with", 4) == 0))
			break;
		first = false;
		if (isalpha((unsigned char)*s) && is_forbidden(s, end - s))
			return err_set(e, RC_DENIED, "this connection is read-only: %.*s is "
			    "not allowed in a query", (int)(end - s), s);
	}
	if (*s != '\0' || first)
		return err_set(e, RC_DENIED, "this connection is read-only: only SELECT is "
		    "allowed");
	return RC_OK;
}

const char *
dialect_begin(enum db_dialect k)
{
	return k == DB_SQLITE ? "BEGIN IMMEDIATE" : NULL;
}

void
dialect_limit(enum db_dialect k, size_t n, struct buf *out)
{
	if (k == DB_MSSQL)
		buf_addf(out, " OFFSET 0 ROWS FETCH NEXT %zu ROWS ONLY", n);
	else
		buf_addf(out, " LIMIT %zu", n);
}

size_t
dialect_bulk_rows(enum db_dialect k, size_t ncols)
{
	/* About 256 parameters were the best of one row to 200 rows, of arrays too. */
	size_t	rows = 256 / ncols;

	return k == DB_ACCESS || k == DB_OTHER || rows == 0 ? 1 : rows;
}

enum rc
dialect_lock(struct db *d, const char *name, struct err *e)
{
	struct db_value	v = db_text(name);
	int64_t		got;
	char		sql[256];
	enum rc		rc;

	if (d->dialect == DB_POSTGRESQL)
		return db_exec(d, "SELECT pg_advisory_xact_lock(hashtext(?))", &v, 1, NULL, e);
	if (d->dialect != DB_MSSQL)
		return RC_OK;	/* SQLite's transaction is the lock */
	/* The server is to give up before we do, which would cost the connection. */
	snprintf(sql, sizeof(sql), "DECLARE @got INT; EXEC @got = sp_getapplock @Resource = "
	    "N'%s', @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = %u; "
	    "SELECT @got AS got", name, d->opt.query_seconds * 1000 * 3 / 4);
	rc = db_get_int(d, sql, NULL, 0, &got, e);
	if (rc == RC_OK && got < 0)
		rc = err_set(e, RC_IO, "%s: somebody else holds the lock %s", db_name(d), name);
	return rc;
}

#define MIGRATIONS_TABLE	"schema_migrations (number INTEGER PRIMARY KEY, " \
	"name VARCHAR(64) NOT NULL, checksum VARCHAR(64) NOT NULL, " \
	"applied_at VARCHAR(32) NOT NULL)"

const char *
dialect_create_migrations(enum db_dialect k)
{
	return k == DB_MSSQL ?
	    "IF OBJECT_ID('schema_migrations') IS NULL CREATE TABLE " MIGRATIONS_TABLE :
	    "CREATE TABLE IF NOT EXISTS " MIGRATIONS_TABLE;
}

/* One part of a name, as it is, with what ends a quotation doubled. */
static void
quote_part(struct buf *out, const char *s, size_t n, bool bracket)
{
	char	end = bracket ? ']' : '"';

	buf_addc(out, bracket ? '[' : '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == end)
			buf_addc(out, end);
		buf_addc(out, s[i]);
	}
	buf_addc(out, end);
}

/*
 * A quoted part's text to b, from its opening mark on; returns what stands behind it, or NULL
 * where no part ends there: then the mark is a character like any other.
 */
static const char *
unquote(const char *s, struct buf *b)
{
	char	end = *s == '[' ? ']' : *s;

	for (s++; *s != '\0'; s++) {
		if (*s == end && *++s != end)
			return *s == '\0' || *s == '.' ? s : NULL;
		buf_addc(b, *s);
	}
	return NULL;
}

/* SQLite takes "no such column" for a text in quotes, so brackets there as well. */
static bool
in_brackets(const struct db *d, const char *name)
{
	return d->dialect == DB_MSSQL || d->dialect == DB_ACCESS ||
	    (d->dialect == DB_SQLITE && strchr(name, ']') == NULL);
}

void
db_quote_column(const struct db *d, const char *name, struct buf *out)
{
	quote_part(out, name, strlen(name), in_brackets(d, name));
}

void
db_quote_name(const struct db *d, const char *name, struct buf *out)
{
	bool		bracket = in_brackets(d, name);
	struct buf	part;

	buf_init(&part);
	for (const char *end; *name != '\0'; name = end + (*end == '.')) {
		buf_clear(&part);
		if (strchr("[\"`", *name) == NULL || (end = unquote(name, &part)) == NULL) {
			end = name + strcspn(name, ".");
			buf_clear(&part);
			buf_add(&part, name, (size_t)(end - name));
		}
		quote_part(out, buf_str(&part), part.len, bracket);
		if (*end == '.')
			buf_addc(out, '.');
	}
	out->failed |= !buf_ok(&part);
	buf_fini(&part);
}
