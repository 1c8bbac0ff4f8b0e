/* The most frequent sequence of a group of items, and which columns make the groups. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/train/measure/baseline_priv.h"

#define CHOOSE_MOST	20000	/* training items that the choice of columns looks at */

struct entry {
	uint64_t	key;
	uint32_t	seq;
	int32_t		day;
	uint32_t	item;
};

/* By key and sequence, the newest first, then the lower place. */
static int
entry_order(const void *va, const void *vb)
{
	const struct entry	*a = va, *b = vb;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->seq != b->seq)
		return a->seq < b->seq ? -1 : 1;
	if (a->day != b->day)
		return a->day > b->day ? -1 : 1;
	return a->item < b->item ? -1 : a->item > b->item;
}

/* The value of a category column as the number of its token; BASELINE_NONE: missing. */
static uint32_t
value(const struct corpus *c, size_t place, int column)
{
	for (size_t k = c->start[place]; column >= 0 && k < c->start[place + 1]; k++)
		if (c->token[c->tok[k]].kind == TOKEN_CATEGORY &&
		    c->token[c->tok[k]].column == column)
			return c->tok[k];
	return BASELINE_NONE;
}

static uint64_t
key(const struct corpus *c, size_t place, int column, int other)
{
	return (uint64_t)value(c, place, column) << 32 | value(c, place, other);
}

/*
 * The groups of sorted entries.  For each, the sequence with most items, the newest one's
 * first where two have as many, goes to t (NULL is fine).  Returns how many items would have
 * got theirs right if each had been left out.
 */
static size_t
groups(const struct entry *v, size_t n, struct baseline_table *t)
{
	size_t	right = 0, i, j, k, most, second;

	for (i = 0; i < n; i = k) {
		const struct entry	*best = NULL;

		most = second = 0;
		for (k = i; k < n && v[k].key == v[i].key; k = j) {
			for (j = k; j < n && v[j].key == v[k].key && v[j].seq == v[k].seq; j++)
				;
			if (j - k > most || (j - k == most && v[k].day > best->day)) {
				second = most;
				most = j - k;
				best = &v[k];
			} else if (j - k > second)
				second = j - k;
		}
		if (most > 1 && most > second)
			right += most;
		if (t != NULL) {
			t->key[t->n] = v[i].key;
			t->item[t->n++] = best->item;
		}
	}
	return right;
}

/* Entries of every `step`th training item, sorted. */
static size_t
entries(const struct baseline *b, int column, int other, size_t step, struct entry *v)
{
	size_t	n = 0;

	for (size_t i = 0; i < b->n; i += step, n++)
		v[n] = (struct entry){ key(b->corpus, b->train[i].place, column, other),
		    b->train[i].seq, b->train[i].day, (uint32_t)i };
	if (n > 1)
		qsort(v, n, sizeof(*v), entry_order);
	return n;
}

/* Part type and material as columns are called in the trade, here and elsewhere. */
static const char *const	hints[2][8] = {
	{ "type", "kind", "class", "유형", "타입", "종류", "구분", NULL },
	{ "mat", "alloy", "werkstoff", "재질", "재료", "소재", NULL },
};

static bool
hinted(const char *name, int which)
{
	for (int i = 0; hints[which][i] != NULL; i++)
		if (strcasestr(name, hints[which][i]) != NULL)
			return true;
	return false;
}

/* The best column for that place, given the one before it. */
static int
choose(const struct baseline *b, int which, const uint8_t *is_category, struct entry *v)
{
	const struct schema	*s = b->corpus->schema;
	size_t			 step = 1 + b->n / CHOOSE_MOST, best = 0, right;
	bool			 any = false;
	int			 column = -1;

	for (size_t i = 0; i < s->ncols; i++)
		any |= is_category[i] && (int)i != b->column[0] && hinted(s->col[i].name, which);
	for (size_t i = 0; i < s->ncols; i++) {
		if (!is_category[i] || (int)i == b->column[0] ||
		    (any && !hinted(s->col[i].name, which)))
			continue;
		right = which == 0 ? groups(v, entries(b, (int)i, -1, step, v), NULL) :
		    groups(v, entries(b, b->column[0], (int)i, step, v), NULL);
		if (column < 0 || right > best) {
			best = right;
			column = (int)i;
		}
	}
	return column;
}

static enum rc
level_init(struct baseline *b, int level, struct entry *v, struct err *e)
{
	struct baseline_table	*t = &b->level[level];

	t->key = calloc(b->n + 1, sizeof(*t->key));
	t->item = calloc(b->n + 1, sizeof(*t->item));
	if (t->key == NULL || t->item == NULL)
		return err_set(e, RC_NOMEM, "baseline: no memory");
	groups(v, entries(b, level < 2 ? b->column[0] : -1, level < 1 ? b->column[1] : -1, 1, v), t);
	return RC_OK;
}

enum rc
baseline_mode_init(struct baseline *b, struct err *e)
{
	const struct corpus	*c = b->corpus;
	struct entry		*v;
	uint8_t			*is_category;
	enum rc			 rc = RC_OK;

	b->column[0] = b->column[1] = -1;
	v = calloc(b->n + 1, sizeof(*v));
	is_category = calloc(c->schema->ncols + 1, 1);
	if (v == NULL || is_category == NULL) {
		rc = err_set(e, RC_NOMEM, "baseline: no memory");
		goto out;
	}
	for (size_t i = 0; i < c->ntokens; i++)
		if (c->token[i].kind == TOKEN_CATEGORY && c->token[i].column < c->schema->ncols)
			is_category[c->token[i].column] = 1;
	if ((b->column[0] = choose(b, 0, is_category, v)) >= 0)
		b->column[1] = choose(b, 1, is_category, v);
	for (int i = 0; i < 3 && rc == RC_OK; i++)
		rc = level_init(b, i, v, e);
out:
	free(v);
	free(is_category);
	return rc;
}

uint32_t
baseline_mode(const struct baseline *b, size_t place)
{
	uint32_t	i = BASELINE_NONE;

	for (int level = 0; level < 3 && i == BASELINE_NONE; level++)
		i = baseline_find(&b->level[level], key(b->corpus, place,
		    level < 2 ? b->column[0] : -1, level < 1 ? b->column[1] : -1));
	return i != BASELINE_NONE ? b->train[i].routing : BASELINE_NONE;
}
