#include "config.h"

#include <stdlib.h>

#include "core/base/find.h"
#include "core/train/measure/baseline_priv.h"

uint32_t
baseline_find(const struct baseline_table *t, uint64_t key)
{
	size_t	at = find_u64(t->key, t->n, sizeof(*t->key), key);

	return at < t->n && t->key[at] == key ? t->item[at] : BASELINE_NONE;
}

void
baseline_table_fini(struct baseline_table *t)
{
	free(t->key);
	free(t->item);
}

struct member {
	uint64_t	family;
	int32_t		day;
	uint32_t	item;
};

/* By family, the newest first, then the lower place. */
static int
member_order(const void *va, const void *vb)
{
	const struct member	*a = va, *b = vb;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->day != b->day)
		return a->day > b->day ? -1 : 1;
	return a->item < b->item ? -1 : a->item > b->item;
}

static enum rc
family_init(struct baseline *b, struct err *e)
{
	struct baseline_table	*t = &b->family;
	struct member		*m;
	size_t			 n = 0;

	m = calloc(b->n + 1, sizeof(*m));
	t->key = calloc(b->n + 1, sizeof(*t->key));
	t->item = calloc(b->n + 1, sizeof(*t->item));
	if (m == NULL || t->key == NULL || t->item == NULL) {
		free(m);
		return err_set(e, RC_NOMEM, "baseline: no memory");
	}
	for (size_t i = 0; i < b->n; i++)
		if (b->corpus->family[b->train[i].place] != 0)
			m[n++] = (struct member){ b->corpus->family[b->train[i].place],
			    b->train[i].day, (uint32_t)i };
	if (n > 1)
		qsort(m, n, sizeof(*m), member_order);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || m[i].family != m[i - 1].family) {
			t->key[t->n] = m[i].family;
			t->item[t->n++] = m[i].item;
		}
	free(m);
	return RC_OK;
}

enum rc
baseline_new(struct baseline **out, const struct corpus *c, const struct baseline_item *train,
    size_t n, struct err *e)
{
	struct baseline	*b;
	enum rc		 rc;

	*out = NULL;
	if ((b = calloc(1, sizeof(*b))) == NULL)
		return err_set(e, RC_NOMEM, "baseline: no memory");
	b->corpus = c;
	b->train = train;
	b->n = n;
	if ((rc = family_init(b, e)) == RC_OK && (rc = baseline_mode_init(b, e)) == RC_OK) {
		*out = b;
		return RC_OK;
	}
	baseline_free(b);
	return rc;
}

void
baseline_free(struct baseline *b)
{
	if (b == NULL)
		return;
	for (int i = 0; i < 3; i++)
		baseline_table_fini(&b->level[i]);
	baseline_table_fini(&b->family);
	free(b);
}

uint32_t
baseline_family(const struct baseline *b, size_t place)
{
	uint64_t	f = b->corpus->family[place];
	uint32_t	i = f != 0 ? baseline_find(&b->family, f) : BASELINE_NONE;

	return i != BASELINE_NONE ? b->train[i].routing : baseline_mode(b, place);
}

const char *
baseline_column(const struct baseline *b, int which)
{
	int	i = b->column[which];

	return i < 0 ? NULL : b->corpus->schema->col[i].name;
}
