#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/train/measure/split.h"

#define RANDOM_TRAIN	0.8	/* shares of the groups, without dates */
#define RANDOM_CALIBRATE 0.9
#define HELD_LEAST	0.02	/* share of the items in each of the later parts, for days to be of use */

static int
day_order(const void *va, const void *vb)
{
	int32_t	a = *(const int32_t *)va, b = *(const int32_t *)vb;

	return a < b ? -1 : a > b;
}

enum rc
split_percentile(const int32_t *day, size_t n, double p, int32_t *out, struct err *e)
{
	int32_t	*v;
	size_t	 m = 0, k;

	*out = DATE_NONE;
	if ((v = malloc((n + 1) * sizeof(*v))) == NULL)
		return err_set(e, RC_NOMEM, "split: no memory");
	for (size_t i = 0; i < n; i++)
		if (day[i] != DATE_NONE)
			v[m++] = day[i];
	if (m > 0) {
		qsort(v, m, sizeof(*v), day_order);
		k = (size_t)ceil(p * (double)m);
		*out = v[k < 1 ? 0 : k > m ? m - 1 : k - 1];
	}
	free(v);
	return RC_OK;
}

/* A set of numbers other than 0, for families, twins and groups. */
struct set {
	uint64_t	*slot;
	int32_t		*least;		/* the least day that came with it */
	size_t		 nslots;
};

static enum rc
set_init(struct set *s, size_t n, struct err *e)
{
	for (s->nslots = 64; s->nslots < 2 * n; s->nslots *= 2)
		;
	s->slot = calloc(s->nslots, sizeof(*s->slot));
	s->least = calloc(s->nslots, sizeof(*s->least));
	if (s->slot == NULL || s->least == NULL)
		return err_set(e, RC_NOMEM, "split: no memory");
	return RC_OK;
}

static void
set_fini(struct set *s)
{
	free(s->slot);
	free(s->least);
}

static size_t
set_find(const struct set *s, uint64_t x)
{
	uint64_t	h = hash64(&x, sizeof(x), 0);

	while (s->slot[h & (s->nslots - 1)] != 0 && s->slot[h & (s->nslots - 1)] != x)
		h++;
	return h & (s->nslots - 1);
}

static bool
set_has(const struct set *s, uint64_t x)
{
	return x != 0 && s->slot[set_find(s, x)] != 0;
}

static void
set_add(struct set *s, uint64_t x, int32_t day)
{
	size_t	i;

	if (x == 0)
		return;
	i = set_find(s, x);
	if (s->slot[i] == 0 || day < s->least[i])
		s->least[i] = day;
	s->slot[i] = x;
}

/* What an item's revisions have in common; its own key where it can have none. */
static uint64_t
group_of(const struct corpus *c, size_t i)
{
	uint64_t	v[2] = { c->family[i], c->twin[i] }, h;

	if (c->family[i] == 0 || c->twin[i] == 0)
		v[0] = 0, v[1] = c->key[i];
	h = hash64(v, sizeof(v), 1);
	return h ? h : 1;
}

static enum rc
part_by_time(struct split *s, const struct corpus *c, const int32_t *day, struct err *e)
{
	struct set	groups = { 0 };
	int32_t		d;
	enum rc		rc;

	if ((rc = set_init(&groups, s->n, e)) == RC_OK) {
		for (size_t i = 0; i < s->n; i++)
			if (day[i] != DATE_NONE)
				set_add(&groups, group_of(c, i), day[i]);
		for (size_t i = 0; i < s->n; i++) {
			if (day[i] == DATE_NONE)
				continue;
			d = groups.least[set_find(&groups, group_of(c, i))];
			s->part[i] = d <= s->t0 ? SPLIT_TRAIN : d <= s->t1 ?
			    SPLIT_CALIBRATE : SPLIT_TEST;
		}
	}
	set_fini(&groups);
	return rc;
}

/* Do the days part the items, or are they mostly one (that of a migration, say)? */
static bool
parted(struct split *s)
{
	for (size_t i = 0; i < s->n; i++)
		s->count[s->part[i]]++;
	return (double)s->count[SPLIT_CALIBRATE] >= HELD_LEAST * (double)s->n &&
	    (double)s->count[SPLIT_TEST] >= HELD_LEAST * (double)s->n;
}

static void
part_by_chance(struct split *s, const struct corpus *c, uint64_t seed)
{
	struct rng	r;
	double		at;

	s->random = true;
	s->t0 = s->t1 = DATE_NONE;
	for (size_t i = 0; i < s->n; i++) {
		rng_init(&r, seed, group_of(c, i));
		at = rng_unit(&r);
		s->part[i] = at < RANDOM_TRAIN ? SPLIT_TRAIN : at < RANDOM_CALIBRATE ?
		    SPLIT_CALIBRATE : SPLIT_TEST;
	}
}

struct drawn {
	uint64_t	lot;
	uint32_t	place;
};

static int
lot_order(const void *va, const void *vb)
{
	const struct drawn	*a = va, *b = vb;

	if (a->lot != b->lot)
		return a->lot < b->lot ? -1 : 1;
	return a->place < b->place ? -1 : a->place > b->place;
}

static int
place_order(const void *va, const void *vb)
{
	uint32_t	a = *(const uint32_t *)va, b = *(const uint32_t *)vb;

	return a < b ? -1 : a > b;
}

/* Places of test items, at most `most` (0: all): those of the lowest lots. */
static enum rc
sample(struct split *s, const struct corpus *c, size_t most, uint64_t seed, struct err *e)
{
	struct drawn	*d = calloc(s->count[SPLIT_TEST] + 1, sizeof(*d));
	size_t		 n = 0;

	s->ntest = most > 0 && most < s->count[SPLIT_TEST] ? most : s->count[SPLIT_TEST];
	s->test = calloc(s->ntest + 1, sizeof(*s->test));
	s->strata = calloc(s->ntest + 1, sizeof(*s->strata));
	if (d == NULL || s->test == NULL || s->strata == NULL) {
		free(d);
		return err_set(e, RC_NOMEM, "split: no memory");
	}
	for (size_t i = 0; i < s->n; i++)
		if (s->part[i] == SPLIT_TEST)
			d[n++] = (struct drawn){ hash64(&c->key[i], sizeof(c->key[i]),
			    seed + 1), (uint32_t)i };
	qsort(d, n, sizeof(*d), lot_order);
	for (size_t i = 0; i < s->ntest; i++)
		s->test[i] = d[i].place;
	qsort(s->test, s->ntest, sizeof(*s->test), place_order);
	free(d);
	return RC_OK;
}

bool
split_trains(const struct split *s, const int32_t *day, size_t i)
{
	return s->part[i] == SPLIT_UNDATED ||
	    (s->part[i] == SPLIT_TRAIN && (s->random || day[i] <= s->t0));
}

/* Columns most of whose values no two items share: serial numbers, say.  A new one is no news. */
static enum rc
naming_columns(const struct corpus *c, uint8_t *names, struct err *e)
{
	size_t	 ncols = c->schema->ncols, *values = calloc(2 * ncols + 1, sizeof(*values));
	size_t	*filled = values + ncols;

	if (values == NULL)
		return err_set(e, RC_NOMEM, "split: no memory");
	for (size_t t = 0; t < c->ntokens; t++)
		if (c->token[t].kind == TOKEN_CATEGORY)
			values[c->token[t].column]++;
	for (size_t i = 0; i < c->nall; i++)
		for (size_t k = c->start[i]; k < c->start[i + 1]; k++)
			if (c->token[c->tok[k]].kind == TOKEN_CATEGORY)
				filled[c->token[c->tok[k]].column]++;
	for (size_t i = 0; i < ncols; i++)
		names[i] = 2 * values[i] > filled[i];
	free(values);
	return RC_OK;
}

static enum rc
stratify(struct split *s, const struct corpus *c, const int32_t *day, struct err *e)
{
	struct set	families = { 0 }, twins = { 0 };
	uint8_t		*known = NULL;		/* a byte a token: a training item has it */
	uint8_t		*names = NULL;		/* a byte a column: its values name single items */
	enum rc		 rc;

	if ((rc = set_init(&families, s->n, e)) != RC_OK ||
	    (rc = set_init(&twins, s->n, e)) != RC_OK)
		goto out;
	if ((known = calloc(c->ntokens + 1, 1)) == NULL ||
	    (names = calloc(c->schema->ncols + 1, 1)) == NULL) {
		rc = err_set(e, RC_NOMEM, "split: no memory");
		goto out;
	}
	if ((rc = naming_columns(c, names, e)) != RC_OK)
		goto out;
	for (size_t i = 0; i < s->n; i++) {
		if (!split_trains(s, day, i))
			continue;
		set_add(&families, c->family[i], 0);
		set_add(&twins, c->twin[i], 0);
		for (size_t k = c->start[i]; k < c->start[i + 1]; k++)
			known[c->tok[k]] = 1;
	}
	for (size_t t = 0; t < s->ntest; t++) {
		size_t	i = s->test[t];

		s->strata[t] = set_has(&families, c->family[i]) ||
		    set_has(&twins, c->twin[i]) ? SPLIT_SEEN_FAMILY : SPLIT_NEW_FAMILY;
		for (size_t k = c->start[i]; k < c->start[i + 1]; k++)
			if (c->token[c->tok[k]].kind == TOKEN_CATEGORY && !known[c->tok[k]] &&
			    !names[c->token[c->tok[k]].column])
				s->strata[t] |= SPLIT_NEW_VALUE;
	}
out:
	set_fini(&families);
	set_fini(&twins);
	free(known);
	free(names);
	return rc;
}

enum rc
split_make(struct split **out, const struct corpus *c, const int32_t *day, double p0,
    double p1, size_t most, uint64_t seed, struct err *e)
{
	struct split	*s;
	enum rc		 rc = RC_OK;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL ||
	    (s->part = calloc(c->n + 1, sizeof(*s->part))) == NULL) {
		rc = err_set(e, RC_NOMEM, "split: no memory");
		goto out;
	}
	s->n = c->n;
	if ((rc = split_percentile(day, c->n, p0, &s->t0, e)) != RC_OK ||
	    (rc = split_percentile(day, c->n, p1, &s->t1, e)) != RC_OK)
		goto out;
	if (s->t0 != DATE_NONE && (rc = part_by_time(s, c, day, e)) != RC_OK)
		goto out;
	if (s->t0 == DATE_NONE || !parted(s))
		part_by_chance(s, c, seed);
	memset(s->count, 0, sizeof(s->count));
	for (size_t i = 0; i < s->n; i++)
		s->count[s->part[i]]++;
	if ((rc = sample(s, c, most, seed, e)) != RC_OK ||
	    (rc = stratify(s, c, day, e)) != RC_OK)
		goto out;
	*out = s;
	s = NULL;
out:
	split_free(s);
	return rc;
}

void
split_free(struct split *s)
{
	if (s == NULL)
		return;
	free(s->part);
	free(s->test);
	free(s->strata);
	free(s);
}

const char *
split_stratum_name(unsigned bit)
{
	switch (bit) {
	case SPLIT_SEEN_FAMILY:
		return "seen_family";
	case SPLIT_NEW_FAMILY:
		return "new_family";
	case SPLIT_NEW_VALUE:
		return "new_category_value";
	default:
		return "all";
	}
}
