/*
 * Results as row sources.
 *
 * Values are fetched with SQLGetData, piece by piece where they are long: SQLite calls every
 * column VARCHAR(255) and PostgreSQL's text 8190 characters wide, so bound columns would cut.
 * It costs nothing: with SQLite bound columns and row arrays were equally fast (about 120,000
 * rows of 41 columns a second), and PostgreSQL fetches in blocks of 2000 below us.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/log.h"
#include "core/data/db_priv.h"

#define PIECE	1024	/* bytes of room for a value before its length is known */

struct query {
	struct rows	 rows;
	struct db	*db;
	struct stmt	 stmt;
	struct buf	 names;		/* the columns' names, each with its NUL */
	const char	**name;
	struct str	*cell;
	size_t		*at;		/* of each cell in row; SIZE_MAX: NULL */
	char		*row;		/* the current row's values */
	size_t		 len, cap;
	struct buf	 text;		/* a value from UTF-16, or repaired */
	uint64_t	 nrows, nbad;	/* rows read, values that were not UTF-8 */
	size_t		 bad_column;
	uint64_t	 bad_row;
};

/* Room for n more bytes behind the row so far. */
static enum rc
row_room(struct query *q, size_t n, struct err *e)
{
	size_t	 cap = q->cap < 4096 ? 4096 : q->cap;
	char	*p;

	if (q->len + n <= q->cap)
		return RC_OK;
	while (cap < q->len + n)
		cap *= 2;
	if ((p = realloc(q->row, cap)) == NULL)
		return err_set(e, RC_NOMEM, "%s: no memory for a row", db_name(q->db));
	q->row = p;
	q->cap = cap;
	return RC_OK;
}

static enum rc
row_put(struct query *q, const char *p, size_t n, struct err *e)
{
	enum rc	rc;

	if ((rc = row_room(q, n, e)) != RC_OK)
		return rc;
	memcpy(q->row + q->len, p, n);
	q->len += n;
	return RC_OK;
}

/* Plain ASCII without NUL, eight bytes at a time: nearly all values are. */
static bool
is_plain(const char *s, size_t n)
{
	uint64_t	w, high = 0x8080808080808080, ones = 0x0101010101010101;
	size_t		i;

	for (i = 0; i + 8 <= n; i += 8) {
		memcpy(&w, s + i, 8);
		if ((w & high) != 0 || ((w - ones) & ~w & high) != 0)
			return false;
	}
	for (; i < n; i++)
		if ((unsigned char)s[i] >= 0x80 || s[i] == '\0')
			return false;
	return true;
}

/* The value from `at` on is text, or is made so with U+FFFD for what is not. */
static enum rc
check_text(struct query *q, size_t column, size_t at, struct err *e)
{
	const char	*s = q->row + at;
	size_t		 n = q->len - at;

	if (n == 0 || is_plain(s, n) ||
	    (memchr(s, '\0', n) == NULL && utf8_valid(s, n)))
		return RC_OK;
	if (q->nbad++ == 0) {
		q->bad_column = column;
		q->bad_row = q->nrows + 1;
	}
	buf_clear(&q->text);
	for (size_t i = 0; i < n; ) {
		uint32_t	c = utf8_next(s, n, &i);
		char		p[4];

		buf_add(&q->text, p, utf8_put(p, c == 0 ? 0xfffd : c));
	}
	if (!buf_ok(&q->text))
		return err_set(e, RC_NOMEM, "%s: no memory for a row", db_name(q->db));
	q->len = at;
	return row_put(q, buf_str(&q->text), q->text.len, e);
}

/*
 * The bytes of a column of the current row, to the end of q->row; *null for NULL.  The driver
 * ends each piece with a terminator of its own.
 */
static enum rc
get_bytes(struct query *q, size_t column, bool *null, struct err *e)
{
	SQLSMALLINT	type = q->db->wide ? SQL_C_WCHAR : SQL_C_CHAR;
	size_t		end = q->db->wide ? 2 : 1, room = PIECE;
	SQLRETURN	r;
	enum rc		rc;

	*null = false;
	for (;;) {
		SQLLEN	ind = 0;

		if ((rc = row_room(q, room, e)) != RC_OK)
			return rc;
		if (q->db->dialect == DB_ACCESS)	/* it leaves parts unwritten */
			memset(q->row + q->len, 0, room);
		r = SQLGetData(q->stmt.h, column + 1, type, q->row + q->len, room, &ind);
		if (r == SQL_NO_DATA)
			return RC_OK;
		if (!SQL_SUCCEEDED(r))
			return odbc_error(q->db, SQL_HANDLE_STMT, q->stmt.h, e);
		if (ind == SQL_NULL_DATA) {
			*null = true;
			return RC_OK;
		}
		if (ind != SQL_NO_TOTAL && ind >= 0 && (size_t)ind + end <= room) {
			q->len += ind;
			return RC_OK;
		}
		q->len += room - end;	/* full; the rest comes next */
		room = ind != SQL_NO_TOTAL && ind > 0 ?
		    (size_t)ind - (room - end) + end : room * 2;
	}
}

static enum rc
get_cell(struct query *q, size_t column, struct err *e)
{
	size_t	at = q->len;
	bool	null;
	enum rc	rc;

	if ((rc = get_bytes(q, column, &null, e)) != RC_OK)
		return rc;
	q->at[column] = null ? SIZE_MAX : at;
	if (null)
		return RC_OK;
	if (q->db->wide) {
		buf_clear(&q->text);
		wide_to_utf8(q->row + at, q->len - at, &q->text);
		if (!buf_ok(&q->text))
			return err_set(e, RC_NOMEM, "%s: no memory for a row",
			    db_name(q->db));
		q->len = at;
		if ((rc = row_put(q, buf_str(&q->text), q->text.len, e)) != RC_OK)
			return rc;
	}
	return check_text(q, column, at, e);
}

static enum rc
query_next(struct rows *r, bool *more, struct err *e)
{
	struct query	*q = (struct query *)r;
	SQLRETURN	 ret = SQLFetch(q->stmt.h);
	enum rc		 rc;

	*more = false;
	if (ret == SQL_NO_DATA)
		return RC_OK;
	if (!SQL_SUCCEEDED(ret))
		return odbc_error(q->db, SQL_HANDLE_STMT, q->stmt.h, e);
	q->len = 0;
	for (size_t i = 0; i < r->ncols; i++)
		if ((rc = get_cell(q, i, e)) != RC_OK)
			return rc;
	for (size_t i = r->ncols, next = q->len; i-- > 0; ) {	/* q->row stands still now */
		q->cell[i] = (struct str){ 0 };
		if (q->at[i] != SIZE_MAX) {
			q->cell[i] = (struct str){ q->row + q->at[i], next - q->at[i] };
			next = q->at[i];
		}
	}
	q->nrows++;
	*more = true;
	return RC_OK;
}

static void
query_close(struct rows *r)
{
	struct query	*q = (struct query *)r;

	if (q->nbad != 0)
		log_warn("db", "%s: %llu values are not UTF-8, the first in column %s of row "
		    "%llu: read with U+FFFD in their place", db_name(q->db),
		    (unsigned long long)q->nbad, q->name[q->bad_column],
		    (unsigned long long)q->bad_row);
	stmt_end(&q->stmt);
	buf_fini(&q->names);
	buf_fini(&q->text);
	free(q->name);
	free(q->cell);
	free(q->at);
	free(q->row);
	free(q);
}

static enum rc
column_names(struct query *q, size_t n, struct err *e)
{
	char		 wide[512];
	SQLSMALLINT	 len, type, digits, nullable;
	SQLULEN		 size;
	SQLRETURN	 r;

	for (size_t i = 0; i < n; i++) {
		char	name[512] = "";

		if (q->db->wide) {
			r = SQLDescribeColW(q->stmt.h, i + 1, (SQLWCHAR *)(void *)wide,
			    sizeof(wide) / 2, &len, &type, &size, &digits, &nullable);
			if (SQL_SUCCEEDED(r) && len >= 0 && len < (int)sizeof(wide) / 2)
				wide_to_utf8(wide, 2 * (size_t)len, &q->names);
		} else {
			r = SQLDescribeCol(q->stmt.h, i + 1, (SQLCHAR *)name, sizeof(name),
			    &len, &type, &size, &digits, &nullable);
			buf_adds(&q->names, utf8_valid(name, strlen(name)) ? name : "?");
		}
		if (!SQL_SUCCEEDED(r))
			return odbc_error(q->db, SQL_HANDLE_STMT, q->stmt.h, e);
		buf_addc(&q->names, '\0');
	}
	if (!buf_ok(&q->names))
		return err_set(e, RC_NOMEM, "%s: no memory", db_name(q->db));
	for (size_t i = 0, at = 0; i < n; i++) {
		q->name[i] = q->names.p + at;
		at += strlen(q->name[i]) + 1;
	}
	return RC_OK;
}

enum rc
db_query(struct db *d, const char *sql, const struct db_value *v, size_t n, struct rows **out,
    struct err *e)
{
	struct query	*q;
	SQLSMALLINT	 ncols = 0;
	enum rc		 rc;

	*out = NULL;
	if ((q = calloc(1, sizeof(*q))) == NULL)
		return err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
	q->db = d;
	buf_init(&q->names);
	buf_init(&q->text);
	if ((rc = stmt_run(&q->stmt, d, sql, v, n, e)) != RC_OK)
		goto out;
	if (!SQL_SUCCEEDED(SQLNumResultCols(q->stmt.h, &ncols))) {
		rc = odbc_error(d, SQL_HANDLE_STMT, q->stmt.h, e);
		goto out;
	}
	if (ncols <= 0) {
		rc = err_set(e, RC_INVAL, "%s: the statement has no result", db_name(d));
		goto out;
	}
	q->name = calloc(ncols, sizeof(*q->name));
	q->cell = calloc(ncols, sizeof(*q->cell));
	q->at = calloc(ncols, sizeof(*q->at));
	if (q->name == NULL || q->cell == NULL || q->at == NULL) {
		rc = err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
		goto out;
	}
	if ((rc = column_names(q, ncols, e)) != RC_OK)
		goto out;
	q->rows = (struct rows){ ncols, q->name, q->cell, query_next, query_close };
	*out = &q->rows;
	q = NULL;
out:
	if (q != NULL)
		query_close(&q->rows);
	return rc;
}

/* The first cell of the first row, or RC_NOTFOUND. */
static enum rc
first_cell(struct db *d, const char *sql, const struct db_value *v, size_t n,
    struct rows **out, struct str *cell, struct err *e)
{
	bool	more;
	enum rc	rc;

	if ((rc = db_query(d, sql, v, n, out, e)) != RC_OK ||
	    (rc = rows_next(*out, &more, e)) != RC_OK)
		return rc;
	if (!more)
		return err_set(e, RC_NOTFOUND, "%s: no such row", db_name(d));
	*cell = (*out)->cells[0];
	return RC_OK;
}

enum rc
db_get_int(struct db *d, const char *sql, const struct db_value *v, size_t n, int64_t *out,
    struct err *e)
{
	struct rows	*r = NULL;
	struct str	 s;
	enum rc		 rc;

	if ((rc = first_cell(d, sql, v, n, &r, &s, e)) == RC_OK &&
	    (s.s == NULL || !str_int64(s, out)))
		rc = err_set(e, RC_INVAL, "%s: the value is not a whole number", db_name(d));
	rows_close(r);
	return rc;
}

enum rc
db_get_text(struct db *d, const char *sql, const struct db_value *v, size_t n, char *buf,
    size_t size, struct err *e)
{
	struct rows	*r = NULL;
	struct str	 s;
	enum rc		 rc;

	if ((rc = first_cell(d, sql, v, n, &r, &s, e)) == RC_OK &&
	    !str_copy(buf, size, s.s != NULL ? s : str_of("")))
		rc = err_set(e, RC_INVAL, "%s: the value is longer than %zu bytes",
		    db_name(d), size - 1);
	rows_close(r);
	return rc;
}
