/*
 * Results as row sources.
 *
 * Values are fetched with SQLGetData, piece by piece where they are long: SQLite calls every
 * column VARCHAR(255) and PostgreSQL's text 8190 characters wide, so bound columns would cut.
 * It costs nothing: with SQLite bound columns and row arrays were equally fast (about 120,000
 * rows of 41 columns a second), and PostgreSQL fetches in blocks of 2000 below us.
 *
 * Text that is no UTF-8 is read as CP949, in which Korean systems of an age stored theirs, if
 * all of it can be; a value that the driver cut is kept as far as it came.  Both are told.
 */
#include "config.h"

#include <sys/stat.h>

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/log.h"
#include "core/data/db_priv.h"

#define PIECE	1024	/* bytes of room for a value before its length is known */
#define LOSSES	3	/* kinds of enum rows_loss */
/* MDBTools cuts a value at that many bytes, or a little before within a character. */
#define ACCESS_MOST	16383

struct query {
	struct rows	 rows;
	struct db	*db;
	struct stmt	 stmt;
	struct buf	 names;		/* the columns' names, each with its NUL */
	const char	**name;
	SQLSMALLINT	*type;		/* of each column, as the driver describes it */
	struct str	*cell;
	size_t		*at;		/* of each cell in row; SIZE_MAX: NULL */
	char		*row;		/* the current row's values */
	size_t		 len, cap;
	struct buf	 text;		/* a value from UTF-16, or repaired */
	iconv_t		 cp949;		/* (iconv_t)-1: not needed so far, or not to be had */
	uint64_t	 nrows;
	int64_t		 rows_there;	/* by the file's own count; -1: not known */
	struct stat	 file;		/* as it was before, if that is known */
	struct {	/* for the log: how many values, and where the first was */
		uint64_t	n, row;
		size_t		column;
	}		 lost[LOSSES];
};

/* In the order of the bits of enum rows_loss. */
static const char *const	loss_text[LOSSES] = {
	"values are longer than the driver delivers: cut",
	"values are not UTF-8: read as CP949",
	"values are not UTF-8: read with U+FFFD in their place",
};

static void
note_loss(struct query *q, size_t column, int bit)
{
	q->rows.lost |= 1U << bit;
	if (q->lost[bit].n++ == 0) {
		q->lost[bit].column = column;
		q->lost[bit].row = q->nrows + 1;
	}
}

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

/* The n bytes at s as CP949 to q->text; false: they are not. */
static bool
from_cp949(struct query *q, const char *s, size_t n)
{
	char	*in = (char *)(uintptr_t)s, out[256], *p;

	if (q->cp949 == (iconv_t)-1 && (q->cp949 = iconv_open("UTF-8", "CP949")) == (iconv_t)-1)
		return false;
	iconv(q->cp949, NULL, NULL, NULL, NULL);
	buf_clear(&q->text);
	while (n > 0) {
		size_t	room = sizeof(out), was = n;

		p = out;
		if (iconv(q->cp949, &in, &n, &p, &room) == (size_t)-1 && n == was)
			return false;
		buf_add(&q->text, out, (size_t)(p - out));
	}
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
	if (memchr(s, '\0', n) == NULL && from_cp949(q, s, n)) {
		note_loss(q, column, 1);
	} else {
		note_loss(q, column, 2);
		buf_clear(&q->text);
		for (size_t i = 0; i < n; ) {
			uint32_t	c = utf8_next(s, n, &i);
			char		p[4];

			buf_add(&q->text, p, utf8_put(p, c == 0 ? 0xfffd : c));
		}
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
	if (q->db->dialect == DB_ACCESS && q->len - at > ACCESS_MOST - 4) {
		note_loss(q, column, 0);
		while (q->len > at && !utf8_valid(q->row + at, q->len - at) &&
		    q->len - at > ACCESS_MOST - 8)
			q->len--;	/* half a character */
	}
	if ((rc = row_room(q, 1, e)) != RC_OK || (rc = check_text(q, column, at, e)) != RC_OK)
		return rc;
	q->len = at + value_plain(q->type[column], q->row + at, q->len - at);
	return RC_OK;
}

/* Behind the last row of db_read(): did all come, from a file that stood still? */
static enum rc
check_end(const struct query *q, struct err *e)
{
	struct stat	now;

	if (q->rows_there < 0)
		return RC_OK;
	/* A file that was replaced by another one is still the one that we read. */
	if (db_stat(q->db, &now) && now.st_ino == q->file.st_ino &&
	    (now.st_size != q->file.st_size || now.st_mtim.tv_sec != q->file.st_mtim.tv_sec ||
	    now.st_mtim.tv_nsec != q->file.st_mtim.tv_nsec))
		return err_set(e, RC_IO, "%s: the file was written while it was read; read it "
		    "again when that has ended", db_name(q->db));
	if ((uint64_t)q->rows_there != q->nrows)
		return err_set(e, RC_CORRUPT, "%s: the file is damaged or only a part of it: it "
		    "says that it holds %lld rows, %llu could be read; copy it anew, or repair "
		    "it with Access", db_name(q->db), (long long)q->rows_there,
		    (unsigned long long)q->nrows);
	return RC_OK;
}

/* The next row's values into q->row. */
static enum rc
fetch(struct query *q, bool *more, struct err *e)
{
	SQLRETURN	r = SQLFetch(q->stmt.h);
	enum rc		rc;

	if (r == SQL_NO_DATA)
		return RC_OK;
	if (!SQL_SUCCEEDED(r))
		return odbc_error(q->db, SQL_HANDLE_STMT, q->stmt.h, e);
	q->len = 0;
	q->rows.lost = 0;
	for (size_t i = 0; i < q->rows.ncols; i++)
		if ((rc = get_cell(q, i, e)) != RC_OK)
			return rc;
	*more = true;
	return RC_OK;
}

static enum rc
query_next(struct rows *r, bool *more, struct err *e)
{
	struct query	*q = (struct query *)r;
	bool		 there = false;
	enum rc		 rc, late;

	*more = false;
	db_time(q->db, q->stmt.h);
	rc = fetch(q, &there, e);
	if ((late = db_timely(q->db, e)) != RC_OK || rc != RC_OK)
		return late != RC_OK ? late : rc;
	if (!there)
		return check_end(q, e);
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

	for (int i = 0; i < LOSSES; i++)
		if (q->lost[i].n != 0)
			log_warn("db", "%s: %llu %s, the first in column %s of row %llu",
			    db_name(q->db), (unsigned long long)q->lost[i].n, loss_text[i],
			    q->name[q->lost[i].column], (unsigned long long)q->lost[i].row);
	if (q->cp949 != (iconv_t)-1)
		iconv_close(q->cp949);
	stmt_end(&q->stmt);
	buf_fini(&q->names);
	buf_fini(&q->text);
	free(q->name);
	free(q->type);
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
		q->type[i] = type;
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
	SQLRETURN	 r;
	enum rc		 rc;

	*out = NULL;
	if ((q = calloc(1, sizeof(*q))) == NULL)
		return err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
	q->db = d;
	q->cp949 = (iconv_t)-1;
	q->rows_there = -1;
	buf_init(&q->names);
	buf_init(&q->text);
	if ((rc = stmt_run(&q->stmt, d, sql, v, n, e)) != RC_OK)
		goto out;
	/* A batch may do something before its SELECT: SQL Server counts that as a result. */
	while (SQL_SUCCEEDED(r = SQLNumResultCols(q->stmt.h, &ncols)) && ncols == 0 &&
	    SQL_SUCCEEDED(SQLMoreResults(q->stmt.h)))
		continue;
	if (!SQL_SUCCEEDED(r)) {
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
	if ((q->type = calloc(ncols, sizeof(*q->type))) == NULL || q->name == NULL || q->cell == NULL || q->at == NULL) {
		rc = err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
		goto out;
	}
	if ((rc = column_names(q, ncols, e)) != RC_OK)
		goto out;
	q->rows = (struct rows){ .ncols = ncols, .names = q->name, .cells = q->cell,
	    .next = query_next, .close = query_close };
	*out = &q->rows;
	q = NULL;
out:
	if (q != NULL)
		query_close(&q->rows);
	return rc;
}

enum rc
db_read(struct db *d, const char *table, struct rows **out, struct buf *sql, struct err *e)
{
	struct buf	text;
	struct stat	file = { .st_size = 0 };
	int64_t		there = -1;
	enum rc		rc = RC_OK;

	*out = NULL;
	buf_init(&text);
	if (d->dialect == DB_ACCESS) {
		buf_adds(&text, "SELECT COUNT(*) FROM ");
		db_quote_name(d, table, &text);
		if (!db_stat(d, &file))
			rc = err_set(e, RC_IO, "%s: the file is gone", db_name(d));
		else if (buf_ok(&text))
			rc = db_get_int(d, buf_str(&text), NULL, 0, &there, e);
	}
	buf_clear(&text);
	buf_adds(&text, "SELECT * FROM ");
	db_quote_name(d, table, &text);
	if (rc == RC_OK && !buf_ok(&text))
		rc = err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
	if (rc == RC_OK && (rc = db_query(d, buf_str(&text), NULL, 0, out, e)) == RC_OK) {
		struct query	*q = (struct query *)*out;

		q->rows_there = there;
		q->file = file;
	}
	if (sql != NULL)
		buf_add(sql, buf_str(&text), text.len);
	buf_fini(&text);
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
