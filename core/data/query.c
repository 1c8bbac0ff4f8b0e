/* Results as row sources. */
#include "config.h"

#include <sys/stat.h>

#include <stdlib.h>
#include <string.h>

#include "core/base/log.h"
#include "core/data/cells.h"

#define LOSSES	3	/* kinds of enum rows_loss */

struct query {
	struct rows	 rows;
	struct db	*db;
	struct stmt	 stmt;
	struct buf	 names;		/* the columns' names, each with its NUL */
	const char	**name;
	SQLSMALLINT	*type;		/* of each column, as the driver describes it */
	struct str	*cell;
	size_t		*at;		/* of each cell in cells.row; SIZE_MAX: NULL */
	struct cells	 cells;
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
note_losses(struct query *q, size_t column, unsigned lost)
{
	q->rows.lost |= lost;
	for (int bit = 0; bit < LOSSES; bit++)
		if ((lost & 1U << bit) != 0 && q->lost[bit].n++ == 0) {
			q->lost[bit].column = column;
			q->lost[bit].row = q->nrows + 1;
		}
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
	q->rows.lost = 0;
	q->cells.len = 0;
	for (size_t i = 0; i < q->rows.ncols; i++) {
		q->cells.lost = 0;
		if ((rc = cells_get(&q->cells, i, q->type[i], &q->at[i], e)) != RC_OK)
			return rc;
		if (q->cells.lost != 0)
			note_losses(q, i, q->cells.lost);
	}
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
	for (size_t i = r->ncols, next = q->cells.len; i-- > 0; ) {	/* the row stands still */
		q->cell[i] = (struct str){ 0 };
		if (q->at[i] != SIZE_MAX) {
			q->cell[i] = (struct str){ q->cells.row + q->at[i], next - q->at[i] };
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
	stmt_end(&q->stmt);
	cells_fini(&q->cells);
	buf_fini(&q->names);
	free(q->name);
	free(q->type);
	free(q->cell);
	free(q->at);
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
	q->rows_there = -1;
	buf_init(&q->names);
	cells_init(&q->cells, d);
	if ((rc = stmt_run(&q->stmt, d, sql, v, n, e)) != RC_OK)
		goto out;
	q->cells.h = q->stmt.h;
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
	q->type = calloc(ncols, sizeof(*q->type));
	if (q->name == NULL || q->cell == NULL || q->at == NULL || q->type == NULL) {
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

/*
 * The first cell of the first row to *out, or RC_NOTFOUND.  Rows behind it are read, too: to
 * leave some would make FreeTDS cancel the statement, in a transaction that goes on.
 */
static enum rc
first_cell(struct db *d, const char *sql, const struct db_value *v, size_t n, struct buf *out,
    bool *null, struct err *e)
{
	struct rows	*r;
	bool		 more;
	enum rc		 rc;

	if ((rc = db_query(d, sql, v, n, &r, e)) != RC_OK)
		return rc;
	if ((rc = rows_next(r, &more, e)) == RC_OK && !more)
		rc = err_set(e, RC_NOTFOUND, "%s: no such row", db_name(d));
	if (rc == RC_OK) {
		*null = r->cells[0].s == NULL;
		buf_add(out, r->cells[0].s, r->cells[0].len);
		if (!buf_ok(out))
			rc = err_set(e, RC_NOMEM, "%s: no memory for a row", db_name(d));
	}
	while (rc == RC_OK && more)
		rc = rows_next(r, &more, e);
	rows_close(r);
	return rc;
}

enum rc
db_get_int(struct db *d, const char *sql, const struct db_value *v, size_t n, int64_t *out,
    struct err *e)
{
	struct buf	b;
	bool		null = true;
	enum rc		rc;

	buf_init(&b);
	if ((rc = first_cell(d, sql, v, n, &b, &null, e)) == RC_OK &&
	    (null || !str_int64((struct str){ buf_str(&b), b.len }, out)))
		rc = err_set(e, RC_INVAL, "%s: the value is not a whole number", db_name(d));
	buf_fini(&b);
	return rc;
}

enum rc
db_get_text(struct db *d, const char *sql, const struct db_value *v, size_t n, char *buf,
    size_t size, struct err *e)
{
	struct buf	b;
	bool		null;
	enum rc		rc;

	buf_init(&b);
	if ((rc = first_cell(d, sql, v, n, &b, &null, e)) == RC_OK &&
	    !str_copy(buf, size, (struct str){ buf_str(&b), b.len }))
		rc = err_set(e, RC_INVAL, "%s: the value is longer than %zu bytes",
		    db_name(d), size - 1);
	buf_fini(&b);
	return rc;
}
