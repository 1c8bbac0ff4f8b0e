/*
 * Items and their routings by code, trimmed and without regard to case, quickly on a database
 * that we can add no index to.
 *
 * First the code as it is and in the two usual spellings (all upper, all lower case) is asked
 * for, which an index on the key column serves.  Where that finds nothing, the keys that are
 * spelled in no usual way matter: there are few of them, so they are read once (one scan of
 * the key column), kept, and read anew after SPELLINGS_SECONDS.  An unknown code, or an item
 * without a routing, which is what people ask about, costs no scan then.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/data/erp_priv.h"

/*
 * How old the list of spellings may be: what is not found in the item view may have come just
 * now, but many an item has no routing, and to look through that view takes half a second.
 */
#define ITEMS_SECONDS		300
#define ROUTINGS_SECONDS	3600
#define SPELLINGS_MAX		100000
#define VARIANTS		16	/* spellings of one code that we follow */

/* The rows found for a code. */
struct found {
	struct record	*list;
	size_t		 n, cap;
};

struct lookup {
	struct erp		*erp;
	const char		*view, *key;
	struct spellings	*spellings;
	uint64_t		 seconds;	/* that they may be old */
	struct arena		*arena;
	char			*folded;	/* the code asked for */
	struct found		 found;
};

static enum rc
keep(struct lookup *l, const struct rows *r, const char *const *names, struct err *e)
{
	struct found	*f = &l->found;
	struct record	*p;

	if (f->n == f->cap) {
		f->cap = f->cap == 0 ? 16 : f->cap * 2;
		if ((p = realloc(f->list, f->cap * sizeof(*p))) == NULL)
			return err_set(e, RC_NOMEM, "ERP: no memory");
		f->list = p;
	}
	return erp_record(r, names, l->arena, &f->list[f->n++], e);
}

static bool
same_code(const char *folded, struct str key)
{
	struct str	t = str_trim(key);

	return key.s != NULL && str_eqi(t, str_of(folded));
}

/* Keep the rows of a query whose key is the code, also where the database cannot say so. */
static enum rc
run(struct lookup *l, const struct buf *sql, const struct db_value *v, size_t n, struct err *e)
{
	const char *const	*names = NULL;
	struct rows		*r = NULL;
	bool			 more = true;
	int			 key = -1;
	enum rc			 rc;

	if (!buf_ok(sql))
		return err_set(e, RC_NOMEM, "ERP: no memory");
	rc = erp_error(l->erp, l->view, db_query(l->erp->db, buf_str(sql), v, n, &r, e), e);
	if (rc == RC_OK && (key = rows_column(r, l->key)) < 0)
		rc = err_set(e, RC_INVAL, "ERP_MAPPING: the view %s has no column %s", l->view,
		    l->key);
	while (rc == RC_OK && (rc = rows_next(r, &more, e)) == RC_OK && more)
		if (same_code(l->folded, r->cells[key])) {
			if (names == NULL)
				names = erp_names(r, l->arena);
			rc = keep(l, r, names, e);
		}
	rows_close(r);
	return rc;
}

static void
select_from(const struct lookup *l, const char *what, struct buf *sql)
{
	buf_addf(sql, "SELECT %s FROM ", what);
	erp_quote_view(l->erp, l->view, sql);
}

/* The rows whose key is one of n texts. */
static enum rc
run_in(struct lookup *l, const struct db_value *v, size_t n, struct err *e)
{
	struct buf	sql;
	enum rc		rc;

	buf_init(&sql);
	select_from(l, "*", &sql);
	buf_adds(&sql, " WHERE ");
	erp_quote_column(l->erp, l->view, l->key, &sql);
	for (size_t i = 0; i < n; i++)
		buf_adds(&sql, i == 0 ? " IN (?" : ", ?");
	buf_addc(&sql, ')');
	rc = run(l, &sql, v, n, e);
	buf_fini(&sql);
	return rc;
}

/* All rows pass by us: a database that knows no conditions, or too many odd spellings. */
static enum rc
run_scan(struct lookup *l, struct err *e)
{
	struct db_value	v = db_text(l->folded);
	bool		access = db_dialect(l->erp->db) == DB_ACCESS;
	struct buf	sql;
	enum rc		rc;

	buf_init(&sql);
	select_from(l, "*", &sql);
	if (!access) {
		buf_adds(&sql, " WHERE LOWER(LTRIM(RTRIM(");
		erp_quote_column(l->erp, l->view, l->key, &sql);
		buf_adds(&sql, "))) = ?");
	}
	rc = run(l, &sql, &v, access ? 0 : 1, e);
	buf_fini(&sql);
	return rc;
}

static int
spelling_cmp(const void *x, const void *y)
{
	const struct spelling	*s = x, *t = y;
	int			 c = strcmp(s->folded, t->folded);

	return c != 0 ? c : strcmp(s->stored, t->stored);
}

static enum rc
spellings_add(struct spellings *s, size_t *cap, struct str key, struct err *e)
{
	struct spelling	*p;

	if (s->n == *cap) {
		*cap = *cap == 0 ? 64 : *cap * 2;
		if ((p = realloc(s->list, *cap * sizeof(*p))) == NULL)
			return err_set(e, RC_NOMEM, "ERP: no memory");
		s->list = p;
	}
	p = &s->list[s->n];
	if ((p->folded = erp_fold(s->arena, key)) == NULL ||
	    (p->stored = arena_strndup(s->arena, key.s, key.len)) == NULL)
		return err_set(e, RC_NOMEM, "ERP: no memory");
	s->n++;
	return RC_OK;
}

void
erp_spellings_clear(struct spellings *s)
{
	arena_free(s->arena);
	free(s->list);
	*s = (struct spellings){ 0 };
}

/* SELECT DISTINCT key FROM view WHERE key is neither upper nor lower case, or is padded. */
static void
odd_keys(const struct lookup *l, struct buf *sql)
{
	enum db_dialect	k = db_dialect(l->erp->db);
	bool		trim = k == DB_SQLITE || k == DB_POSTGRESQL;	/* twice as fast */
	const char	*head = trim ? "TRIM(" : "LTRIM(RTRIM(", *tail = trim ? ")" : "))";
	struct buf	key;

	buf_init(&key);
	erp_quote_column(l->erp, l->view, l->key, &key);
	buf_addf(sql, "SELECT DISTINCT %s FROM ", buf_str(&key));
	erp_quote_view(l->erp, l->view, sql);
	buf_addf(sql, " WHERE %s <> UPPER(%s%s%s) AND %s <> LOWER(%s%s%s)", buf_str(&key), head,
	    buf_str(&key), tail, buf_str(&key), head, buf_str(&key), tail);
	sql->failed |= !buf_ok(&key);
	buf_fini(&key);
}

static enum rc
spellings_read(struct lookup *l, struct err *e)
{
	struct spellings	*s = l->spellings;
	struct rows		*r = NULL;
	struct buf		 sql;
	size_t			 cap = 0;
	bool			 more = true;
	enum rc			 rc;

	if (s->arena != NULL &&
	    clock_mono_us() - s->read_us < l->seconds * UINT64_C(1000000))
		return RC_OK;
	erp_spellings_clear(s);
	buf_init(&sql);
	odd_keys(l, &sql);
	if ((s->arena = arena_new(0)) == NULL || !buf_ok(&sql))
		rc = err_set(e, RC_NOMEM, "ERP: no memory");
	else
		rc = erp_error(l->erp, l->view, db_query(l->erp->db, buf_str(&sql), NULL, 0, &r,
		    e), e);
	while (rc == RC_OK && (rc = rows_next(r, &more, e)) == RC_OK && more && !s->too_many) {
		s->too_many = s->n == SPELLINGS_MAX;
		if (!s->too_many && r->cells[0].s != NULL)
			rc = spellings_add(s, &cap, r->cells[0], e);
	}
	rows_close(r);
	buf_fini(&sql);
	if (rc != RC_OK) {
		erp_spellings_clear(s);
		return rc;
	}
	if (s->n != 0)
		qsort(s->list, s->n, sizeof(*s->list), spelling_cmp);
	s->read_us = clock_mono_us();
	return RC_OK;
}

/* The rows under the code's unusual spellings. */
static enum rc
run_spellings(struct lookup *l, struct err *e)
{
	struct spellings	*s = l->spellings;
	struct db_value		 v[VARIANTS];
	size_t			 n = 0, low = 0, high;
	enum rc			 rc;

	if ((rc = spellings_read(l, e)) != RC_OK)
		return rc;
	if (s->too_many)
		return run_scan(l, e);
	for (high = s->n; low < high; ) {
		size_t	mid = low + (high - low) / 2;

		if (strcmp(s->list[mid].folded, l->folded) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < s->n && n < VARIANTS && strcmp(s->list[low].folded, l->folded) == 0; low++)
		v[n++] = db_text(s->list[low].stored);
	return n == 0 ? RC_OK : run_in(l, v, n, e);
}

/* The rows of a code into l->found, whose list the caller frees. */
static enum rc
find(struct lookup *l, const char *code, struct err *e)
{
	struct str	 trimmed = str_trim(str_of(code));
	struct db_value	 v[3];
	char		*upper;
	enum rc		 rc;

	if ((l->folded = erp_fold(l->arena, trimmed)) == NULL ||
	    (upper = arena_strdup(l->arena, l->folded)) == NULL)
		return err_set(e, RC_NOMEM, "ERP: no memory");
	if (trimmed.len == 0)
		return RC_OK;
	if (db_dialect(l->erp->db) == DB_ACCESS)
		return run_scan(l, e);
	for (char *p = upper; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p -= 'a' - 'A';
	v[0] = (struct db_value){ .kind = DB_TEXT, .text = trimmed };
	v[1] = db_text(upper);
	v[2] = db_text(l->folded);
	if ((rc = run_in(l, v, 3, e)) != RC_OK || l->found.n != 0)
		return rc;
	return run_spellings(l, e);
}

/* How near a stored key is to the code asked for: less is better. */
static int
distance(struct str key, struct str code)
{
	return str_eq(key, code) ? 0 : str_eq(str_trim(key), str_trim(code)) ? 1 : 2;
}

static int
key_cmp(struct str x, struct str y, struct str code)
{
	int	c = distance(x, code) - distance(y, code);
	size_t	n = x.len < y.len ? x.len : y.len;

	if (c == 0 && n != 0)
		c = memcmp(x.s, y.s, n);
	return c != 0 ? c : (x.len > y.len) - (x.len < y.len);
}

enum rc
erp_item(void *ctx, const char *code, struct arena *a, struct record *out, struct err *e)
{
	struct erp	*p = ctx;
	struct lookup	 l = { .erp = p, .view = p->views.item_view, .key = p->views.item_key,
	    .spellings = &p->items, .seconds = ITEMS_SECONDS, .arena = a };
	struct str	 asked = str_of(code);
	size_t		 best = 0;
	enum rc		 rc = find(&l, code, e);

	if (rc == RC_OK && l.found.n == 0)
		rc = err_set(e, RC_NOTFOUND, "the ERP has no item with the code %.64s", code);
	for (size_t i = 1; i < l.found.n && rc == RC_OK; i++)
		if (key_cmp(record_get(&l.found.list[i], l.key),
		    record_get(&l.found.list[best], l.key), asked) < 0)
			best = i;
	if (rc == RC_OK)
		*out = l.found.list[best];
	free(l.found.list);
	return rc;
}

/* What routing rows are ordered by. */
struct order {
	struct record	record;
	struct str	routing, sequence;
	double		number;
	size_t		i;
};

static int
str_cmp(struct str x, struct str y)
{
	size_t	n = x.len < y.len ? x.len : y.len;
	int	c = n != 0 ? memcmp(x.s, y.s, n) : 0;

	return c != 0 ? c : (x.len > y.len) - (x.len < y.len);
}

static int
order_cmp(const void *x, const void *y)
{
	const struct order	*s = x, *t = y;
	int			 c = str_cmp(s->routing, t->routing);

	if (c == 0)
		c = (s->number > t->number) - (s->number < t->number);
	if (c == 0)
		c = str_cmp(s->sequence, t->sequence);
	return c != 0 ? c : (s->i > t->i) - (s->i < t->i);
}

enum rc
erp_routings(void *ctx, const char *code, struct arena *a, struct record **out, size_t *n,
    struct err *e)
{
	struct erp		*p = ctx;
	const struct erp_views	*v = &p->views;
	struct lookup		 l = { .erp = p, .view = v->routing_view, .key = v->routing_item,
	    .spellings = &p->routings, .seconds = ROUTINGS_SECONDS, .arena = a };
	struct order		*o = NULL;
	enum rc			 rc;

	*out = NULL;
	*n = 0;
	if ((rc = find(&l, code, e)) != RC_OK || l.found.n == 0)
		goto out;
	o = calloc(l.found.n, sizeof(*o));
	*out = arena_alloc(a, l.found.n * sizeof(**out));
	if (o == NULL || *out == NULL) {
		rc = err_set(e, RC_NOMEM, "ERP: no memory");
		goto out;
	}
	for (size_t i = 0; i < l.found.n; i++) {
		const struct record	*r = &l.found.list[i];

		o[i] = (struct order){ .record = *r, .i = i,
		    .sequence = record_get(r, v->routing_sequence) };
		if (v->routing_routing != NULL)
			o[i].routing = record_get(r, v->routing_routing);
		if (!str_double(o[i].sequence, &o[i].number))
			o[i].number = 0;
	}
	qsort(o, l.found.n, sizeof(*o), order_cmp);
	for (size_t i = 0; i < l.found.n; i++)
		(*out)[i] = o[i].record;
	*n = l.found.n;
out:
	free(o);
	free(l.found.list);
	return rc;
}
