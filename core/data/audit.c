#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/data/audit_priv.h"
#include "core/data/db_priv.h"
#include "core/data/registry_priv.h"

#define INSERT_ROWS	16	/* an INSERT: 208 parameters */
#define ELLIPSIS	"\xe2\x80\xa6"

static void
netstring(struct sha256 *s, struct str t)
{
	char	len[24];

	sha256_add(s, len, (size_t)snprintf(len, sizeof(len), "%zu:", t.len));
	sha256_add(s, t.s != NULL ? t.s : "", t.len);
	sha256_add(s, ",", 1);
}

void
audit_link(const char *before, int64_t id, const struct str text[AUDIT_TEXTS],
    char out[SHA256_HEX])
{
	uint8_t		sum[SHA256_SIZE];
	struct sha256	s;
	char		number[24];

	snprintf(number, sizeof(number), "%lld", (long long)id);
	sha256_init(&s);
	netstring(&s, str_of(before));
	netstring(&s, str_of(number));
	for (int i = 0; i < AUDIT_TEXTS; i++)
		netstring(&s, text[i]);
	sha256_end(&s, sum);
	sha256_hex(sum, out);
}

enum rc
audit_head(struct db *d, struct audit_note *out, struct err *e)
{
	struct rows	*r = NULL;
	bool		 more = false;
	enum rc		 rc;

	*out = (struct audit_note){ 0, "" };
	if ((rc = db_query(d, "SELECT last_id, hash FROM audit_head", NULL, 0, &r, e)) == RC_OK &&
	    (rc = rows_next(r, &more, e)) == RC_OK) {
		if (!more)
			rc = err_set(e, RC_NOTFOUND, "%s: audit_head is empty", db_name(d));
		else {
			out->id = cell_int(r->cells[0]);
			str_copy(out->hash, sizeof(out->hash), r->cells[1]);
		}
	}
	rows_close(r);
	return rc;
}

/* ---- what is stored -------------------------------------------------------------------- */

/* s as UTF-8, whatever it was: what is read back must be what was hashed. */
static const char *
as_utf8(struct arena *a, const char *s)
{
	size_t	 n = strlen(s), used = 0;
	char	*out;

	if (utf8_valid(s, n))
		return s;
	if ((out = arena_alloc(a, 3 * n + 1)) == NULL)
		return NULL;
	for (size_t i = 0; i < n; )
		used += utf8_put(out + used, utf8_next(s, n, &i));
	out[used] = '\0';
	return out;
}

static const char *
text(struct arena *a, const char *s, size_t most)
{
	char	*cut;

	if (s == NULL || (s = as_utf8(a, s)) == NULL || strlen(s) <= most)
		return s != NULL ? s : "";
	if ((cut = arena_alloc(a, most + 1)) == NULL)
		return NULL;
	str_copy(cut, most + 1 - strlen(ELLIPSIS), str_of(s));
	return strcat(cut, ELLIPSIS);
}

static const char *
json(struct arena *a, const char *s)
{
	char	sum[SHA256_HEX];
	size_t	n = s == NULL ? 0 : strlen(s);

	if (n <= AUDIT_JSON)
		return text(a, s, 3 * AUDIT_JSON);
	sha256_of(s, n, sum);
	return arena_printf(a, "{\"bytes\":%zu,\"sha256\":\"%s\"}", n, sum);
}

/* An entry's texts as they are stored, in the columns' order. */
static enum rc
texts(struct arena *a, const char *at, const struct audit_entry *x, struct str out[AUDIT_TEXTS],
    struct err *e)
{
	const char	*s[AUDIT_TEXTS] = { at, text(a, x->actor, AUDIT_TEXT),
	    text(a, x->source, AUDIT_TEXT), text(a, x->address, AUDIT_TEXT),
	    text(a, x->action, AUDIT_TEXT), text(a, x->subject, AUDIT_TEXT),
	    text(a, x->model, AUDIT_TEXT), text(a, x->request_id, AUDIT_TEXT),
	    json(a, x->before), json(a, x->after), text(a, x->detail, AUDIT_DETAIL) };

	for (int i = 0; i < AUDIT_TEXTS; i++) {
		if (s[i] == NULL)
			return err_set(e, RC_NOMEM, "audit: no memory");
		out[i] = str_of(s[i]);
	}
	return RC_OK;
}

/* Rows behind *head, which becomes the last of them. */
static enum rc
insert(struct db *d, struct arena *a, const char *at, const struct audit_entry *x, size_t n,
    struct audit_note *head, struct err *e)
{
	struct db_value	 v[INSERT_ROWS * (AUDIT_TEXTS + 2)], *p = v;
	struct str	 t[AUDIT_TEXTS];
	char		*hash;
	struct buf	 sql;
	enum rc		 rc = RC_OK;

	buf_init(&sql);
	buf_adds(&sql, "INSERT INTO audit (" AUDIT_COLUMNS ") VALUES ");
	for (size_t i = 0; i < n; i++) {
		if ((rc = texts(a, at, &x[i], t, e)) != RC_OK)
			goto out;
		if ((hash = arena_alloc(a, SHA256_HEX)) == NULL) {
			rc = err_set(e, RC_NOMEM, "audit: no memory");
			goto out;
		}
		audit_link(head->hash, ++head->id, t, hash);
		memcpy(head->hash, hash, SHA256_HEX);
		*p++ = db_int(head->id);
		for (int k = 0; k < AUDIT_TEXTS; k++)
			*p++ = db_text(t[k].s);
		*p++ = db_text(hash);
		buf_adds(&sql, i == 0 ? "(?,?,?,?,?,?,?,?,?,?,?,?,?)" :
		    ", (?,?,?,?,?,?,?,?,?,?,?,?,?)");
	}
	rc = buf_ok(&sql) ? db_exec(d, buf_str(&sql), v, (size_t)(p - v), NULL, e) :
	    err_set(e, RC_NOMEM, "audit: no memory");
out:
	buf_fini(&sql);
	return rc;
}

static enum rc
append_in(struct db *d, struct arena *a, const struct audit_entry *x, size_t n, struct err *e)
{
	struct audit_note	head;
	char			now[CLOCK_RFC3339_SIZE];
	enum rc			rc = audit_head(d, &head, e);

	clock_rfc3339(now);
	for (size_t i = 0; i < n && rc == RC_OK; i += INSERT_ROWS) {
		rc = insert(d, a, now, x + i, n - i < INSERT_ROWS ? n - i : INSERT_ROWS, &head, e);
		arena_reset(a);
	}
	if (rc == RC_OK)
		rc = db_exec(d, "UPDATE audit_head SET last_id = ?, hash = ?",
		    (struct db_value[]){ db_int(head.id), db_text(head.hash) }, 2, NULL, e);
	return rc;
}

/* Whatever is wrong, the client is not to blame for it. */
static enum rc
append(struct db *d, const struct audit_entry *x, size_t n, struct err *e)
{
	struct arena	*a;
	struct err	 why;
	enum rc		 rc;

	if (n == 0)
		return RC_OK;
	if ((a = arena_new(0)) == NULL)
		return err_set(e, RC_NOMEM, "audit: no memory");
	rc = append_in(d, a, x, n, &why);
	arena_free(a);
	if (rc == RC_OK)
		return RC_OK;
	return err_set(e, rc == RC_NOMEM ? rc : RC_IO, "the audit could not be written, so nothing "
	    "was done: %s", why.msg);
}

enum rc
audit_begin(struct db *d, struct err *e)
{
	return registry_begin(d, e);
}

enum rc
audit_end(struct db *d, enum rc rc, const struct audit_entry *x, size_t n, struct err *e)
{
	if (rc == RC_OK)
		rc = append(d, x, n, e);
	return finish(d, rc, e);
}

enum rc
audit_add(struct db *d, const struct audit_entry *x, size_t n, struct err *e)
{
	enum rc	rc;

	if ((rc = audit_begin(d, e)) != RC_OK)
		return rc;
	return audit_end(d, RC_OK, x, n, e);
}

/* ---- what is read ---------------------------------------------------------------------- */

static enum rc
take_row(const struct rows *r, struct arena *a, void *p, struct err *e)
{
	struct audit_row	*x = p;
	struct audit_entry	*y = &x->entry;
	const char	**const	 to[] = { &x->at, &y->actor, &y->source, &y->address, &y->action,
	    &y->subject, &y->model, &y->request_id, &y->before, &y->after, &y->detail, &x->hash };

	x->id = cell_int(r->cells[0]);
	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++)
		if ((*to[i] = cell_text(a, r->cells[1 + i])) == NULL)
			return err_set(e, RC_NOMEM, "audit: no memory");
	return RC_OK;
}

static enum rc
instant(const char *field, const char *s, char out[CLOCK_RFC3339_SIZE], struct err *e)
{
	return s == NULL || clock_instant(s, out) ? RC_OK : err_field(e, field,
	    "%s: an instant is written like 2026-11-24T03:01:00Z", field);
}

enum rc
audit_list(struct db *d, const struct audit_query *q, size_t limit, struct arena *a,
    struct audit_row **out, size_t *n, struct err *e)
{
	char		 since[CLOCK_RFC3339_SIZE], until[CLOCK_RFC3339_SIZE];
	const struct {
		const char	*sql, *value;
	}		 filters[] = { { " AND actor = ?", q->actor }, { " AND action = ?",
	    q->action }, { " AND subject = ?", q->subject }, { " AND at >= ?",
	    q->since != NULL ? since : NULL }, { " AND at < ?", q->until != NULL ? until : NULL } };
	struct db_value	 v[6] = { db_int(q->before > 0 ? q->before : INT64_MAX) };
	size_t		 nv = 1;
	struct buf	 sql;
	void		*list = NULL;
	enum rc		 rc;

	*out = NULL;
	*n = 0;
	if ((rc = instant("since", q->since, since, e)) != RC_OK ||
	    (rc = instant("until", q->until, until, e)) != RC_OK)
		return rc;
	buf_init(&sql);
	buf_adds(&sql, "SELECT " AUDIT_COLUMNS " FROM audit WHERE id < ?");
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (filters[i].value != NULL) {
			buf_adds(&sql, filters[i].sql);
			v[nv++] = db_text(filters[i].value);
		}
	buf_adds(&sql, " ORDER BY id DESC");
	dialect_limit(db_dialect(d), limit, &sql);
	rc = buf_ok(&sql) ? read_list(d, buf_str(&sql), v, nv, limit, sizeof(**out), take_row, a,
	    &list, n, e) : err_set(e, RC_NOMEM, "audit: no memory");
	*out = list;
	buf_fini(&sql);
	return rc;
}
