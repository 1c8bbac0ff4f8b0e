#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/train/history/pool.h"

void
pool_init(struct pool *p)
{
	memset(p, 0, sizeof(*p));
}

void
pool_fini(struct pool *p)
{
	free(p->txt);
	free(p->end);
	free(p->slot);
	pool_init(p);
}

struct str
pool_str(const struct pool *p, uint32_t id)
{
	struct str	s = { NULL, 0 };

	if (id < p->n) {
		s.s = p->txt + p->end[id];
		s.len = p->end[id + 1] - p->end[id];
	}
	return s;
}

/* Where s stands, or the free slot where it would. */
static size_t
find(const struct pool *p, struct str s)
{
	size_t	i = hash64(s.s, s.len, 0) & (p->nslots - 1);

	while (p->slot[i] != 0 && !str_eq(pool_str(p, p->slot[i] - 1), s))
		i = (i + 1) & (p->nslots - 1);
	return i;
}

uint32_t
pool_find(const struct pool *p, struct str s)
{
	size_t	i;

	if (p->nslots == 0 || s.s == NULL || p->slot[i = find(p, s)] == 0)
		return POOL_NONE;
	return p->slot[i] - 1;
}

static enum rc
rehash(struct pool *p, struct err *e)
{
	size_t		 n = p->nslots == 0 ? 64 : p->nslots * 2;
	uint32_t	*slot = calloc(n, sizeof(*slot));

	if (slot == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu texts", p->n);
	free(p->slot);
	p->slot = slot;
	p->nslots = n;
	for (uint32_t id = 0; id < p->n; id++)
		slot[find(p, pool_str(p, id))] = id + 1;
	return RC_OK;
}

/* Room for one more text of len bytes. */
static enum rc
room(struct pool *p, size_t len, struct err *e)
{
	size_t	 cap;
	void	*q;

	if (p->n + 2 > p->cap_end) {
		cap = p->cap_end == 0 ? 64 : p->cap_end * 2;
		if ((q = realloc(p->end, cap * sizeof(*p->end))) == NULL)
			return err_set(e, RC_NOMEM, "no memory for %zu texts", p->n);
		p->end = q;
		p->cap_end = cap;
		p->end[p->n] = (uint32_t)p->len;
	}
	if (p->len + len >= UINT32_MAX || p->n >= UINT32_MAX / 4)
		return err_set(e, RC_INVAL, "more than 4 GiB of distinct texts in a column");
	if (p->len + len > p->cap) {
		for (cap = p->cap == 0 ? 1024 : p->cap; cap < p->len + len; )
			cap *= 2;
		if ((q = realloc(p->txt, cap)) == NULL)
			return err_set(e, RC_NOMEM, "no memory for %zu texts", p->n);
		p->txt = q;
		p->cap = cap;
	}
	return RC_OK;
}

enum rc
pool_add(struct pool *p, struct str s, uint32_t *id, struct err *e)
{
	size_t	i;
	enum rc	rc;

	if (p->n * 2 >= p->nslots && (rc = rehash(p, e)) != RC_OK)
		return rc;
	i = find(p, s);
	if (p->slot[i] == 0) {
		if ((rc = room(p, s.len, e)) != RC_OK)
			return rc;
		if (s.len > 0)
			memcpy(p->txt + p->len, s.s, s.len);
		p->len += s.len;
		p->end[++p->n] = (uint32_t)p->len;
		p->slot[i] = (uint32_t)p->n;
	}
	*id = p->slot[i] - 1;
	return RC_OK;
}

struct numbered {
	struct str	s;
	uint32_t	id;
};

static int
by_text(const void *a, const void *b)
{
	const struct numbered	*x = a, *y = b;
	size_t			 n = x->s.len < y->s.len ? x->s.len : y->s.len;
	int			 c = n != 0 ? memcmp(x->s.s, y->s.s, n) : 0;

	return c != 0 ? c : (x->s.len > y->s.len) - (x->s.len < y->s.len);
}

enum rc
pool_sort(struct pool *p, const uint8_t *used, uint32_t **to, struct err *e)
{
	struct numbered	*t = malloc((p->n + 1) * sizeof(*t));
	struct pool	 sorted;
	size_t		 n = 0;
	uint32_t	 id;
	enum rc		 rc = RC_OK;

	pool_init(&sorted);
	*to = malloc((p->n + 1) * sizeof(**to));
	if (t == NULL || *to == NULL)
		rc = err_set(e, RC_NOMEM, "no memory for %zu texts", p->n);
	for (uint32_t i = 0; i < p->n && rc == RC_OK; i++)
		if (used == NULL || used[i])
			t[n++] = (struct numbered){ pool_str(p, i), i };
	if (n > 1)
		qsort(t, n, sizeof(*t), by_text);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		if ((rc = pool_add(&sorted, t[i].s, &id, e)) == RC_OK)
			(*to)[t[i].id] = id;
	free(t);
	if (rc != RC_OK) {
		free(*to);
		*to = NULL;
		pool_fini(&sorted);
		return rc;
	}
	pool_fini(p);
	*p = sorted;
	return RC_OK;
}
