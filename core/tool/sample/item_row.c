#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/tool/sample/item_row.h"
#include "core/tool/sample/tables.h"
#include "core/tool/sample/words.h"

#define TEXT_SIZE	700

#define COPIED		0.86	/* words written as the family's earlier items have them */

/* Words beside the traits'. */
enum { WORD_PART = TRAITS, WORD_GRADE, WORD_SIZE, WORD_SEAL };

/* The three texts that words go to. */
enum { SLOT_SPEC, SLOT_MORE, SLOT_NAME, SLOTS };

struct text {
	char	s[SLOTS][TEXT_SIZE];
};

static bool
often(struct rng *r, double p)
{
	return rng_unit(r) < p;
}

/* An empty cell: mostly NULL, or what somebody typed for it. */
static void
missing(struct rng *r, struct row *row, unsigned column)
{
	static const char *const	blank[] = { "-", "--", "nan", "N/A", "", " " };

	if (often(r, 0.12))
		row_set(row, column, blank[rng_below(r, 6)]);
}

/* The value, or nothing with that rate. */
static void
maybe(struct rng *r, struct row *row, unsigned column, const char *value, double gone)
{
	if (often(r, gone))
		missing(r, row, column);
	else if (often(r, 0.02))
		row_setf(row, column, "%s ", value);
	else
		row_set(row, column, value);
}

static void
join(struct rng *r, struct text *t, unsigned slot, const char *word)
{
	static const char *const	between[] = { " ", " ", ", ", " / ", "  ", "," };
	size_t				n = strlen(t->s[slot]);

	snprintf(t->s[slot] + n, TEXT_SIZE - n, "%s%s", n > 0 ? between[rng_below(r, 6)] : "",
	    word);
}

static const char *
synonym(struct rng *r, const char *const *names)
{
	double		weight[PART_NAMES];
	unsigned	n = 0;

	for (; n < PART_NAMES && names[n] != NULL; n++)
		weight[n] = 1.0 / (1.5 + n);
	return names[rng_pick(r, weight, n)];
}

/* People copy the family's texts: mostly the same wording, at the same place. */
static struct rng
hand(struct rng *r, const struct factory *f, const struct item *it, unsigned what)
{
	struct rng	copied;

	if (!often(r, COPIED)) {
		rng_init(&copied, f->seed ^ 0xc0b1, rng_u32(r));
		return copied;
	}
	rng_init(&copied, f->seed ^ 0xc0b1, (it->family << 8 | what) + ((uint64_t)1 << 40));
	return copied;
}

static void
names(struct rng *r, const struct factory *f, const struct item *it, struct row *row,
    struct text *t)
{
	const struct part_type	*p = &part_types[it->cause.part];
	struct rng		 h = hand(r, f, it, WORD_PART);

	join(r, t, SLOT_NAME, synonym(&h, p->names));
	maybe(r, row, ITEM_PARTNM, p->name_part, 0.22);
	maybe(r, row, ITEM_PART_TYPE, p->code, 0.06);
	maybe(r, row, ITEM_GROUP1, p->group1, 0.03);
	maybe(r, row, ITEM_GROUP2, p->group2, 0.08);
	if (often(r, 0.01))
		row_setf(row, ITEM_GROUP3, "%s-%u", p->group2, 1 + rng_below(r, 3));
}

static void
material(struct rng *r, const struct factory *f, const struct item *it, struct row *row,
    struct text *t)
{
	const struct grade	*g = &part_grades[it->cause.grade];
	struct rng		 h = hand(r, f, it, WORD_GRADE);
	const char		*name = synonym(&h, g->names);
	bool			 column = often(r, 0.92);

	if (!it->seen.grade) {
		missing(r, row, ITEM_MATERIAL);
		missing(r, row, ITEM_MATERIAL_DESC);
		missing(r, row, ITEM_RAW_KIND);
		return;
	}
	if (column)
		maybe(r, row, ITEM_MATERIAL, name, 0);
	else
		missing(r, row, ITEM_MATERIAL);
	if (!column || often(r, 0.2))
		join(r, t, often(r, 0.8) ? SLOT_SPEC : SLOT_NAME, name);
	maybe(r, row, ITEM_MATERIAL_DESC, part_family_desc[g->family][rng_below(r, 2)], 0.45);
	maybe(r, row, ITEM_RAW_KIND, part_family_kind[g->family], 0.3);
	if (often(r, 0.03))
		row_set(row, ITEM_RAW_KINDNM, part_family_desc[g->family][1]);
}

static void
number(struct row *row, unsigned column, double mm, bool inch)
{
	row_setf(row, column, inch ? "%.4g" : "%.5g", inch ? mm / 25.4 : mm);
}

static void
seal_size(struct rng *r, struct row *row, unsigned column, double mm, bool inch, double gone)
{
	if (mm <= 0 || often(r, gone)) {
		missing(r, row, column);
		missing(r, row, column + 1);
		return;
	}
	number(row, column, mm, inch);
	row_set(row, column + 1, inch ? "INCH" : often(r, 0.9) ? "mm" : "MM");
}

/* Outer and inner diameter and length, in the text, the columns or both. */
static void
sizes(struct rng *r, const struct factory *f, const struct item *it, struct row *row,
    struct text *t)
{
	const struct size	*s = &it->cause.size;
	struct rng		 h = hand(r, f, it, WORD_SIZE);
	bool			 text = often(&h, 0.84), inch = s->inch && often(&h, 0.8);
	char			 word[WORDS_SIZE];
	double			 bore = s->id > 0 ? s->id : s->od * 0.7, gone;

	if (!it->seen.size) {
		for (unsigned c = ITEM_IN_SIZE; c <= ITEM_OUT_UOM; c++)
			missing(r, row, c);
		return;
	}
	if (text) {
		words_size(&h, s, word);
		join(r, t, SLOT_SPEC, word);
	}
	gone = text ? 1 : 0;	/* without the text the columns are all there is */
	if (!often(r, 0.17 * gone))
		number(row, ITEM_OD, s->od, inch);
	else if (often(r, 0.15))
		row_set(row, ITEM_OD, "0");	/* typed because the form wants a number */
	if (s->id > 0 && !often(r, 0.22 * gone))
		number(row, ITEM_ID, s->id, inch);
	if (!often(r, 0.35 * gone))
		number(row, ITEM_THICK, s->len, inch);
	if (!often(r, 0.1 * gone))
		row_set(row, ITEM_OD_UNIT, inch ? often(r, 0.6) ? "INCH" : "IN" :
		    often(r, 0.85) ? "mm" : "MM");
	seal_size(r, row, ITEM_IN_SIZE, round(bore * 2) / 2, inch, 0.115);
	seal_size(r, row, ITEM_MID_SIZE, round(bore * 2) / 2 + 5, inch, 0.135);
	seal_size(r, row, ITEM_OUT_SIZE, round(s->od), inch, 0.13);
}

static void
market(struct rng *r, const struct item *it, struct row *row)
{
	static const char *const	code[] = { "G10", "C20", "N30", "S40", "M50" };
	static const char *const	name[] = { "일반산업", "석유화학", "원자력/발전", "반도체",
					    "선박" };
	unsigned			v = it->cause.trait[TRAIT_MARKET];

	if (!it->seen.trait[TRAIT_MARKET])
		return;
	row_set(row, ITEM_GRP1, code[v]);
	maybe(r, row, ITEM_GRP1NM, name[v], 0.2);
}

static void
flags(struct rng *r, const struct item *it, struct row *row)
{
	const uint8_t	*v = it->cause.trait;
	const bool	*seen = it->seen.trait;

	if (seen[TRAIT_STORED])
		row_set(row, ITEM_ACCT, v[TRAIT_STORED] ? "20" : "10");
	if (seen[TRAIT_SPARE])
		row_set(row, ITEM_TYPE, v[TRAIT_SPARE] ? "S" : "M");
	if (seen[TRAIT_STANDARD])
		row_set(row, ITEM_STANDARD, v[TRAIT_STANDARD] ? often(r, 0.96) ? "Y" : "y" :
		    often(r, 0.96) ? "N" : "n");
	if (seen[TRAIT_TURN]) {
		row_set(row, ITEM_CW, v[TRAIT_TURN] == TURN_RIGHT ? "Y" : "N");
		if (v[TRAIT_TURN] == TURN_LEFT || often(r, 0.2))
			row_set(row, ITEM_CCW, v[TRAIT_TURN] == TURN_LEFT ? "Y" : "N");
	}
	row_set(row, ITEM_UNIT, it->cause.part == PART_ASSY ? "SET" : often(r, 0.97) ? "EA" : "PCS");
	maybe(r, row, ITEM_SUFFIX, often(r, 0.7) ? "00" : often(r, 0.5) ? "A" : "B", 0.3);
}

static void
seal_codes(struct rng *r, const struct factory *f, const struct item *it, struct row *row)
{
	static const char *const	code[] = { "B1", "U2", "D1", "DB", "M7", "T9" };
	static const char *const	group[] = { "CARTRIDGE", "카트리지", "CTG-S", "CTG-D" };
	struct rng			h = hand(r, f, it, WORD_SEAL);

	if (it->seen.trait[TRAIT_CARTRIDGE])
		row_set(row, ITEM_SEALGROUP, it->cause.trait[TRAIT_CARTRIDGE] ?
		    group[rng_below(&h, 4)] : "COMPONENT");
	if (it->seen.trait[TRAIT_SEAL])
		row_set(row, ITEM_IN_SEAL, code[it->cause.trait[TRAIT_SEAL]]);
	maybe(&h, row, ITEM_MID_SEAL, code[rng_below(&h, 6)], 0.3);
	maybe(&h, row, ITEM_OUT_SEAL, code[rng_below(&h, 6)], 0.2);
}

/* Words of the traits, scattered over the texts, and words that mean nothing between them. */
static void
words(struct rng *r, const struct factory *f, const struct item *it, struct text *t)
{
	unsigned	order[TRAITS], n = 0;
	char		word[WORDS_SIZE];

	for (unsigned i = TRAIT_FIRST_WORD; i < TRAITS; i++)
		if (it->seen.trait[i])
			order[n++] = i;
	for (unsigned i = n; i > 1; i--) {
		unsigned	j = rng_below(r, i), x = order[i - 1];

		order[i - 1] = order[j];
		order[j] = x;
	}
	for (unsigned i = 0; i < n; i++) {
		struct rng	h = hand(r, f, it, order[i]);
		double		u = rng_unit(&h);

		words_trait(&h, (enum trait)order[i], it->cause.trait[order[i]], word);
		join(r, t, u < 0.52 ? SLOT_SPEC : u < 0.94 ? SLOT_MORE : SLOT_NAME, word);
		if (often(r, 0.12)) {
			words_noise(r, word);
			join(r, t, u < 0.6 ? SLOT_SPEC : SLOT_MORE, word);
		}
	}
	if (often(r, 0.3)) {
		words_noise(r, word);
		join(r, t, often(r, 0.7) ? SLOT_MORE : SLOT_SPEC, word);
	}
}

/* A drawing number of the family with the member's suffix, in one of the offices' styles. */
static void
drawing(const struct factory *f, const struct item *it, struct row *row)
{
	const struct member	*m = &f->member[it->index], *root = &f->member[m->root];
	struct rng		 r;
	unsigned		 base, rank;

	rng_init(&r, f->seed ^ 0xd4a3, 2 * (uint64_t)it->index + 1);
	/* A copy was drawn anew: its number is of no family. */
	base = m->root == it->index ? root->family : 0x40000000u + it->index;
	rank = m->root == it->index ? root->rank + 1 : 1;
	base = (unsigned)((uint64_t)base * 7919 % 899981) + 100000;
	if (often(&r, 0.94)) {
		if (base % 3 == 0)
			row_setf(row, ITEM_DRAW_NO, "SM-%u-%02u", base, rank);
		else if (base % 3 == 1)
			row_setf(row, ITEM_DRAW_NO, "%u-%c", base, (char)('A' + (rank - 1) % 26));
		else
			row_setf(row, ITEM_DRAW_NO, "D%u/%u", base, rank);
		row_setf(row, ITEM_DRAW_REV, "%u", rng_below(&r, 4));
		if (often(&r, 0.6))
			row_set(row, ITEM_DRAW_SHEET, often(&r, 0.85) ? "1/1" : "1/2");
	}
}

/* ITEM_A001, which the documents predict, is told in full whatever the seed. */
static void
tell_in_full(struct row *row)
{
	static const struct {
		enum item_column column;
		const char	*value;
	} cells[] = {
		{ ITEM_NM, "SHAFT SLEEVE" }, { ITEM_PARTNM, "슬리브" }, { ITEM_PART_TYPE, "SL" },
		{ ITEM_SPEC, "Φ75×60×82L SUS316 H7 경질크롬도금" },
		{ ITEM_ADDITIONAL, "3-SLOT, 레이저마킹" }, { ITEM_MATERIAL, "SUS316" },
		{ ITEM_MATERIAL_DESC, "STAINLESS STEEL" }, { ITEM_RAW_KIND, "ST" },
		{ ITEM_GROUP1, "M200" }, { ITEM_GROUP2, "M220" }, { ITEM_OD, "75" },
		{ ITEM_ID, "60" }, { ITEM_THICK, "82" }, { ITEM_OD_UNIT, "mm" },
	};

	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
		row_set(row, cells[i].column, cells[i].value);
}

void
item_row(const struct factory *f, const struct item *it, struct row *row)
{
	static const unsigned	column[SLOTS] = { ITEM_SPEC, ITEM_ADDITIONAL, ITEM_NM };
	struct text		t = { 0 };
	struct rng		r;

	row_clear(row, ITEM_COLUMNS);
	rng_init(&r, f->seed ^ 0x1e0, it->own);
	/* A few keys are typed with a blank behind. */
	row_setf(row, ITEM_CD, "%s%s", it->code, it->index % 499 == 498 ? " " : "");
	names(&r, f, it, row, &t);
	sizes(&r, f, it, row, &t);
	material(&r, f, it, row, &t);
	market(&r, it, row);
	flags(&r, it, row);
	seal_codes(&r, f, it, row);
	words(&r, f, it, &t);
	for (unsigned i = 0; i < SLOTS; i++) {
		if (t.s[i][0] == '\0') {
			missing(&r, row, column[i]);
			continue;
		}
		words_soil(&r, t.s[i], TEXT_SIZE);
		row_set(row, column[i], t.s[i]);
	}
	drawing(f, it, row);
	if (it->index == 0)
		tell_in_full(row);
}
