#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/tool/sample/chance.h"
#include "core/tool/sample/factory.h"

#define ROUTED		0.55
#define REPEATED	0.128	/* items that copy an earlier one but for code and drawing */
#define FAMILY_MORE	5.5	/* mean number of members beside the first */
#define KINSHIP		0.97	/* how often a member has the family's trait */
#define UNKNOWN		0.008	/* rows without any hint of material; the same of size */

#define RANKS		64	/* members of a family, at most */

/* Ids of choices that no trait and no taste has. */
enum {
	PICK_GRADE = 60, PICK_PART = 62, PICK_MORE = 70, PICK_REPEATED, PICK_ROOT, PICK_ROUTED,
	PICK_DAY, PICK_UNKNOWN, PICK_SHOWN = 200
};

static uint64_t
own_stream(uint32_t index)
{
	return 2 * (uint64_t)index + 1;
}

static uint64_t
family_stream(uint32_t family)
{
	return 2 * (uint64_t)family;
}

int32_t
factory_first_day(void)
{
	return date_of(2015, 1, 5);
}

int32_t
factory_last_day(void)
{
	return date_of(2025, 9, 30);
}

int
factory_ymd(int32_t day)
{
	char	text[11];

	date_format(day, text);
	return atoi(text) * 10000 + atoi(text + 5) * 100 + atoi(text + 8);
}

/* A day some time after `from`; it may be after the factory's last. */
static int32_t
later(const struct factory *f, uint64_t stream, int32_t from, double mean)
{
	return from + (int32_t)fmin(-log(1 - chance_unit(f->seed, stream, PICK_DAY)) * mean, 1e5);
}

static int32_t
family_day(const struct factory *f, uint32_t family)
{
	double	u = chance_unit(f->seed, family_stream(family), PICK_DAY);

	return factory_first_day() + (int32_t)(u * (factory_last_day() - factory_first_day()));
}

/* Item i is that family's next member, or a copy of an item shortly before it. */
static void
place_member(struct factory *f, uint32_t i, uint32_t family, uint32_t rank, int32_t day)
{
	struct member	*m = &f->member[i], *root;
	uint64_t	 own = own_stream(i);

	*m = (struct member){ family, rank, i, day };
	if (i <= 8 || chance_unit(f->seed, own, PICK_REPEATED) >= REPEATED)
		return;
	root = &f->member[f->member[i - 1 -
	    (uint32_t)(8 * chance_unit(f->seed, own, PICK_ROOT))].root];
	day = later(f, own, root->day, 300);
	if (root->root == 0 || day > factory_last_day())
		return;
	m->root = root->root;
	m->day = day;
}

/* The family's members from item i on; returns the next free item. */
static uint32_t
place_family(struct factory *f, uint32_t i, uint32_t family)
{
	uint64_t	stream = family_stream(family);
	double		u = chance_unit(f->seed, stream, PICK_MORE);
	uint32_t	more = (uint32_t)fmin(-log(1 - u) * FAMILY_MORE + 0.35, RANKS - 1);
	int32_t		day = family_day(f, family);

	place_member(f, i++, family, 0, family == 0 ? factory_last_day() - 200 : day);
	for (uint32_t rank = 1; rank <= more && i < f->n; rank++) {
		int32_t	then = later(f, 0x200000000u + (uint64_t)family * RANKS + rank, day, 700);

		if (then <= factory_last_day())
			place_member(f, i++, family, rank, then);
	}
	return i;
}

enum rc
factory_new(struct factory **out, uint64_t seed, uint32_t n, struct err *e)
{
	struct factory	*f;

	*out = NULL;
	if (n < 20 || n > FACTORY_MOST)
		return err_field(e, "items", "must be 20 to %d", FACTORY_MOST);
	f = calloc(1, sizeof(*f));
	if (f != NULL)
		f->member = calloc(n, sizeof(*f->member));
	if (f == NULL || f->member == NULL) {
		factory_free(f);
		return err_set(e, RC_NOMEM, "no memory for %u items", (unsigned)n);
	}
	f->seed = seed;
	f->n = n;
	for (uint32_t i = 0, family = 0; i < n; family++)
		i = place_family(f, i, family);
	cause_init();
	*out = f;
	return RC_OK;
}

void
factory_free(struct factory *f)
{
	if (f == NULL)
		return;
	free(f->member);
	free(f);
}

static struct parents
parents_of(const struct cause *c)
{
	return (struct parents){ c->part, part_grades[c->grade].family, cause_class(&c->size),
	    c->trait[TRAIT_STANDARD] == 1, c->ymd };
}

static void
draw_cause(const struct factory *f, const struct member *m, uint32_t root, struct item *it)
{
	struct cause		*c = &it->cause;
	struct chance		 chance;
	struct parents		 by;
	double			 types[PARTS], weight[GRADES_MOST];
	unsigned		 n;

	part_type_weights(factory_ymd(family_day(f, m->family)), types);
	c->part = (enum part)chance_fall(chance_unit(f->seed, it->family, PICK_PART), types, PARTS);
	c->ymd = factory_ymd(f->member[root].day);
	if (m->family == 0)
		c->part = PART_SLEEVE;
	chance_draw(&chance, f->seed, it->own, it->family, KINSHIP, 100);
	n = part_grade_weights(c->part, c->ymd, weight);
	c->grade = chance_pick(&chance, PICK_GRADE, weight, n);
	c->size = cause_size(c->part, f->seed, it->own, it->family);
	by = parents_of(c);
	for (unsigned t = 0; t < TRAITS; t++) {
		double	w[TRAIT_VALUES];

		by.standard = c->trait[TRAIT_STANDARD] == 1;
		cause_weights((enum trait)t, &by, w);
		c->trait[t] = (uint8_t)chance_pick(&chance, t, w, TRAIT_VALUES);
	}
}

/* Only what has a choice is worth a word that it is "none". */
static bool
undecided(const struct cause *c, enum trait t)
{
	struct parents	by = parents_of(c);
	double		w[TRAIT_VALUES], rest = 0;

	cause_weights(t, &by, w);
	for (unsigned v = 1; v < TRAIT_VALUES; v++)
		rest += w[v];
	return rest > 0;
}

static void
draw_seen(const struct factory *f, struct item *it)
{
	double	u = chance_unit(f->seed, it->own, PICK_UNKNOWN);

	it->seen.grade = u >= UNKNOWN;
	it->seen.size = u < UNKNOWN || u >= 2 * UNKNOWN;
	for (unsigned t = 0; t < TRAITS; t++) {
		unsigned	v = it->cause.trait[t];

		it->seen.trait[t] = chance_unit(f->seed, it->own, PICK_SHOWN + t) <
		    cause_shown((enum trait)t, v);
		if (t >= TRAIT_FIRST_WORD && v == 0 && it->seen.trait[t] &&
		    !undecided(&it->cause, (enum trait)t))
			it->seen.trait[t] = false;
	}
	/* One parent hidden is enough for a row. */
	it->seen.trait[TRAIT_STANDARD] |= !it->seen.grade || !it->seen.size;
}

/* The part that the documents predict: plain, and well described. */
static void
make_ordinary(struct item *it)
{
	static const uint8_t	trait[TRAITS] = {
		[TRAIT_TOLERANCE] = TOLERANCE_FINE, [TRAIT_KEY] = KEY_SLOT,
		[TRAIT_COAT] = COAT_CHROME, [TRAIT_MARK] = MARK_LASER,
	};

	memcpy(it->cause.trait, trait, sizeof(trait));
	it->cause.grade = 4;	/* SUS316 */
	it->cause.size = (struct size){ .od = 75, .id = 60, .len = 82 };
	it->seen.grade = it->seen.size = true;
	for (unsigned t = 0; t < TRAITS; t++)
		it->seen.trait[t] = t < TRAIT_FIRST_WORD || trait[t] > 0;
	it->seen.trait[TRAIT_CARTRIDGE] = false;
	it->routed = false;
	strcpy(it->code, "ITEM_A001");
}

void
factory_item(const struct factory *f, uint32_t index, struct item *out)
{
	uint32_t		 root = f->member[index].root;
	const struct member	*m = &f->member[root];

	memset(out, 0, sizeof(*out));
	out->index = index;
	out->own = own_stream(root);
	out->family = family_stream(m->family);
	/* Codes in no order: 7654321 has no factor in common with 10^8. */
	snprintf(out->code, sizeof(out->code), "P%08u",
	    (unsigned)((uint64_t)index * 7654321 % 100000000));
	out->routed = chance_unit(f->seed, own_stream(index), PICK_ROUTED) < ROUTED;
	draw_cause(f, m, root, out);
	draw_seen(f, out);
	if (index == 0)
		make_ordinary(out);
}
