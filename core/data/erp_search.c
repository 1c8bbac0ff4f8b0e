/* Searching items by words, in pages by key. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/data/db_priv.h"
#include "core/data/erp_priv.h"

#define WORDS_MAX	8

struct search {
	struct erp		*erp;
	struct str		 word[WORDS_MAX];
	size_t			 nwords;
	const char *const	*columns;
	size_t			 ncolumns;
	const char		*after;
	size_t			 limit;
	struct arena		*arena;
};

static void
split(struct search *s, const char *query)
{
	const char	*blanks = " \t\r\n";

	while (s->nwords < WORDS_MAX && *(query += strspn(query, blanks)) != '\0') {
		s->word[s->nwords++] = (struct str){ query, strcspn(query, blanks) };
		query += s->word[s->nwords - 1].len;
	}
}

/* %word% with what LIKE takes for more than a character escaped by !. */
static const char *
pattern(struct arena *a, struct str w)
{
	char	*p = arena_alloc(a, 2 * w.len + 3), *q = p;

	if (p == NULL)
		return NULL;
	*q++ = '%';
	for (size_t i = 0; i < w.len; i++) {
		if (strchr("%_![", w.s[i]) != NULL)
			*q++ = '!';
		*q++ = w.s[i] >= 'A' && w.s[i] <= 'Z' ? w.s[i] + ('a' - 'A') : w.s[i];
	}
	*q++ = '%';
	*q = '\0';
	return p;
}

static void
like(const struct search *s, const char *column, struct buf *sql)
{
	/* SQLite's LIKE knows no case, SQL Server's collations seldom do. */
	bool	fold = db_dialect(s->erp->db) != DB_SQLITE && db_dialect(s->erp->db) != DB_MSSQL;

	if (fold)
		buf_adds(sql, "LOWER(");
	erp_quote_column(s->erp, s->erp->views.item_view, column, sql);
	buf_adds(sql, fold ? ") LIKE ? ESCAPE '!'" : " LIKE ? ESCAPE '!'");
}

/* The statement and its parameters, which the caller frees. */
static enum rc
compose(const struct search *s, struct buf *sql, struct db_value **v, size_t *n, struct err *e)
{
	const struct erp_views	*w = &s->erp->views;

	*n = 0;
	if ((*v = calloc(s->nwords * (s->ncolumns + 1) + 1, sizeof(**v))) == NULL)
		return err_set(e, RC_NOMEM, "search: no memory");
	buf_adds(sql, "SELECT * FROM ");
	erp_quote_view(s->erp, w->item_view, sql);
	buf_adds(sql, " WHERE ");
	erp_quote_column(s->erp, w->item_view, w->item_key, sql);
	buf_adds(sql, " > ?");
	(*v)[(*n)++] = db_text(s->after);
	for (size_t i = 0; i < s->nwords; i++) {
		const char	*p = pattern(s->arena, s->word[i]);

		if (p == NULL)
			return err_set(e, RC_NOMEM, "search: no memory");
		buf_adds(sql, " AND (");
		like(s, w->item_key, sql);
		(*v)[(*n)++] = db_text(p);
		for (size_t k = 0; k < s->ncolumns; k++) {
			buf_adds(sql, " OR ");
			like(s, s->columns[k], sql);
			(*v)[(*n)++] = db_text(p);
		}
		buf_addc(sql, ')');
	}
	buf_adds(sql, " ORDER BY ");
	erp_quote_column(s->erp, w->item_view, w->item_key, sql);
	dialect_limit(db_dialect(s->erp->db), s->limit, sql);
	return buf_ok(sql) ? RC_OK : err_set(e, RC_NOMEM, "search: no memory");
}

static bool
contains(struct str s, struct str w)
{
	for (size_t i = 0; s.s != NULL && i + w.len <= s.len; i++)
		if (str_eqi((struct str){ s.s + i, w.len }, w))
			return true;
	return false;
}

static int
key_cmp(struct str x, struct str y)
{
	size_t	n = x.len < y.len ? x.len : y.len;
	int	c = n != 0 ? memcmp(x.s, y.s, n) : 0;

	return c != 0 ? c : (x.len > y.len) - (x.len < y.len);
}

/* Whether a row of a database that cannot search belongs to the answer. */
static bool
matches(const struct search *s, const struct rows *r, int key)
{
	struct str	k = r->cells[key];

	if (k.s == NULL || key_cmp(k, str_of(s->after)) <= 0)
		return false;
	for (size_t i = 0; i < s->nwords; i++) {
		bool	hit = contains(k, s->word[i]);

		for (size_t c = 0; c < s->ncolumns && !hit; c++) {
			int	x = rows_column(r, s->columns[c]);

			hit = x >= 0 && contains(r->cells[x], s->word[i]);
		}
		if (!hit)
			return false;
	}
	return true;
}

/* Put the row into list, which holds at most limit rows in the order of the key. */
static enum rc
insert(const struct search *s, const struct rows *r, int key, const char *const *names,
    struct record *list, size_t *n, struct err *e)
{
	size_t	at = *n;

	while (at > 0 && key_cmp(r->cells[key], list[at - 1].cells[key]) < 0)
		at--;
	if (at == s->limit)
		return RC_OK;
	if (*n == s->limit)
		--*n;
	memmove(&list[at + 1], &list[at], (*n - at) * sizeof(*list));
	++*n;
	return erp_record(r, names, s->arena, &list[at], e);
}

enum rc
erp_search(struct erp *p, const char *query, const char *const *columns, size_t ncolumns,
    const char *after, size_t limit, struct arena *a, struct record **out, size_t *n,
    struct err *e)
{
	struct search		 s = { .erp = p, .columns = columns, .ncolumns = ncolumns,
	    .after = after != NULL ? after : "", .limit = limit, .arena = a };
	bool			 access = db_dialect(p->db) == DB_ACCESS, more = true;
	const char *const	*names;
	struct db_value		*v = NULL;
	struct rows		*r = NULL;
	struct buf		 sql;
	size_t			 nv = 0;
	int			 key;
	enum rc			 rc;

	*n = 0;
	buf_init(&sql);
	split(&s, query);
	if ((*out = arena_alloc(a, (limit + 1) * sizeof(**out))) == NULL) {
		rc = err_set(e, RC_NOMEM, "search: no memory");
		goto out;
	}
	if (access) {
		buf_adds(&sql, "SELECT * FROM ");
		erp_quote_view(p, p->views.item_view, &sql);
	} else if ((rc = compose(&s, &sql, &v, &nv, e)) != RC_OK) {
		goto out;
	}
	if ((rc = erp_error(p, p->views.item_view, db_query(p->db, buf_str(&sql), v, nv, &r, e),
	    e)) != RC_OK)
		goto out;
	names = erp_names(r, a);
	if ((key = rows_column(r, p->views.item_key)) < 0) {
		rc = err_set(e, RC_INVAL, "ERP_MAPPING: the view %s has no column %s",
		    p->views.item_view, p->views.item_key);
		goto out;
	}
	while (rc == RC_OK && (access || *n < limit) &&
	    (rc = rows_next(r, &more, e)) == RC_OK && more)
		if (!access)
			rc = erp_record(r, names, a, &(*out)[(*n)++], e);
		else if (matches(&s, r, key))
			rc = insert(&s, r, key, names, *out, n, e);
out:
	rows_close(r);
	buf_fini(&sql);
	free(v);
	return rc;
}
