/*
 * The values of a row, as text.
 *
 * They are fetched with SQLGetData, piece by piece where they are long: SQLite calls every
 * column VARCHAR(255) and PostgreSQL's text 8190 characters wide, so bound columns would cut.
 * It costs nothing: with SQLite bound columns and row arrays were equally fast (about 120,000
 * rows of 41 columns a second), and PostgreSQL fetches in blocks of 2000 below us.
 *
 * Text that is no UTF-8 is read as CP949, in which Korean systems of an age stored theirs, if
 * all of it can be; a value that the driver cut is kept as far as it came.  Both are told.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/data/cells.h"

#define PIECE	1024	/* bytes of room for a value before its length is known */
/* MDBTools cuts a value at that many bytes, or a little before within a character. */
#define ACCESS_MOST	16383

void
cells_init(struct cells *c, struct db *d)
{
	*c = (struct cells){ .db = d, .cp949 = (iconv_t)-1 };
	buf_init(&c->text);
}

void
cells_fini(struct cells *c)
{
	if (c->cp949 != (iconv_t)-1)
		iconv_close(c->cp949);
	buf_fini(&c->text);
	free(c->row);
}

/* Room for n more bytes behind the row so far. */
static enum rc
row_room(struct cells *c, size_t n, struct err *e)
{
	size_t	 cap = c->cap < 4096 ? 4096 : c->cap;
	char	*p;

	if (c->len + n <= c->cap)
		return RC_OK;
	while (cap < c->len + n)
		cap *= 2;
	if ((p = realloc(c->row, cap)) == NULL)
		return err_set(e, RC_NOMEM, "%s: no memory for a row", db_name(c->db));
	c->row = p;
	c->cap = cap;
	return RC_OK;
}

static enum rc
row_put(struct cells *c, const char *p, size_t n, struct err *e)
{
	enum rc	rc;

	if ((rc = row_room(c, n, e)) != RC_OK)
		return rc;
	memcpy(c->row + c->len, p, n);
	c->len += n;
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

/* The n bytes at s as CP949 to c->text; false: they are not. */
static bool
from_cp949(struct cells *c, const char *s, size_t n)
{
	char	*in = (char *)(uintptr_t)s, out[256], *p;

	if (c->cp949 == (iconv_t)-1 && (c->cp949 = iconv_open("UTF-8", "CP949")) == (iconv_t)-1)
		return false;
	iconv(c->cp949, NULL, NULL, NULL, NULL);
	buf_clear(&c->text);
	while (n > 0) {
		size_t	room = sizeof(out), was = n;

		p = out;
		if (iconv(c->cp949, &in, &n, &p, &room) == (size_t)-1 && n == was)
			return false;
		buf_add(&c->text, out, (size_t)(p - out));
	}
	return true;
}

/* The value from `at` on is text, or is made so with U+FFFD for what is not. */
static enum rc
check_text(struct cells *c, size_t at, struct err *e)
{
	const char	*s = c->row + at;
	size_t		 n = c->len - at;

	if (n == 0 || is_plain(s, n) ||
	    (memchr(s, '\0', n) == NULL && utf8_valid(s, n)))
		return RC_OK;
	if (memchr(s, '\0', n) == NULL && from_cp949(c, s, n)) {
		c->lost |= ROWS_RECODED;
	} else {
		c->lost |= ROWS_GARBLED;
		buf_clear(&c->text);
		for (size_t i = 0; i < n; ) {
			uint32_t	u = utf8_next(s, n, &i);
			char		p[4];

			buf_add(&c->text, p, utf8_put(p, u == 0 ? 0xfffd : u));
		}
	}
	if (!buf_ok(&c->text))
		return err_set(e, RC_NOMEM, "%s: no memory for a row", db_name(c->db));
	c->len = at;
	return row_put(c, buf_str(&c->text), c->text.len, e);
}

/*
 * The bytes of a column of the current row, to the end of c->row; *null for NULL.  The driver
 * ends each piece with a terminator of its own.
 */
static enum rc
get_bytes(struct cells *c, size_t column, bool *null, struct err *e)
{
	SQLSMALLINT	type = c->db->wide ? SQL_C_WCHAR : SQL_C_CHAR;
	size_t		end = c->db->wide ? 2 : 1, room = PIECE;
	SQLRETURN	r;
	enum rc		rc;

	*null = false;
	for (;;) {
		SQLLEN	ind = 0;

		if ((rc = row_room(c, room, e)) != RC_OK)
			return rc;
		if (c->db->dialect == DB_ACCESS)	/* it leaves parts unwritten */
			memset(c->row + c->len, 0, room);
		r = SQLGetData(c->h, column + 1, type, c->row + c->len, room, &ind);
		if (r == SQL_NO_DATA)
			return RC_OK;
		if (!SQL_SUCCEEDED(r))
			return odbc_error(c->db, SQL_HANDLE_STMT, c->h, e);
		if (ind == SQL_NULL_DATA) {
			*null = true;
			return RC_OK;
		}
		if (ind != SQL_NO_TOTAL && ind >= 0 && (size_t)ind + end <= room) {
			c->len += ind;
			return RC_OK;
		}
		c->len += room - end;	/* full; the rest comes next */
		room = ind != SQL_NO_TOTAL && ind > 0 ?
		    (size_t)ind - (room - end) + end : room * 2;
	}
}

enum rc
cells_get(struct cells *c, size_t column, SQLSMALLINT type, size_t *start, struct err *e)
{
	size_t	at = c->len;
	bool	null;
	enum rc	rc;

	*start = SIZE_MAX;
	if ((rc = get_bytes(c, column, &null, e)) != RC_OK || null)
		return rc;
	*start = at;
	if (c->db->wide) {
		buf_clear(&c->text);
		wide_to_utf8(c->row + at, c->len - at, &c->text);
		if (!buf_ok(&c->text))
			return err_set(e, RC_NOMEM, "%s: no memory for a row",
			    db_name(c->db));
		c->len = at;
		if ((rc = row_put(c, buf_str(&c->text), c->text.len, e)) != RC_OK)
			return rc;
	}
	if (c->db->dialect == DB_ACCESS && c->len - at > ACCESS_MOST - 4) {
		c->lost |= ROWS_CUT;
		while (c->len > at && !utf8_valid(c->row + at, c->len - at) &&
		    c->len - at > ACCESS_MOST - 8)
			c->len--;	/* half a character */
	}
	if ((rc = row_room(c, 1, e)) != RC_OK || (rc = check_text(c, at, e)) != RC_OK)
		return rc;
	c->len = at + value_plain(type, c->row + at, c->len - at);
	return RC_OK;
}
