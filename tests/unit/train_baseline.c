#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/rng.h"
#include "core/train/measure/baseline.h"

/* A corpus by hand: two category columns, a text, and one number behind the geometry. */
enum { PART_TYPE, COLOUR, ITEM_MATERIAL, NAME, NCOLS };
#define ITEMS		16
#define TOKENS		64
#define NUMBERS		(GEO_NSLOTS + 1)

static struct schema_column	col[NCOLS] = {
	{ .name = "PART_TYPE", .role = COLUMN_CATEGORY },
	{ .name = "COLOUR", .role = COLUMN_CATEGORY },
	{ .name = "ITEM_MATERIAL", .role = COLUMN_CATEGORY },
	{ .name = "NAME", .role = COLUMN_TEXT },
};
static struct schema		schema = { .ncols = NCOLS, .col = col, .nnumbers = NUMBERS };
static struct corpus_token	token[TOKENS];
static uint64_t			family[ITEMS], twin[ITEMS];
static size_t			start[ITEMS + 1];
static uint32_t			tok[ITEMS * TOKENS];
static float			number[ITEMS * NUMBERS];
static struct corpus		c;
static struct baseline_item	train[ITEMS];
static size_t			ntrain;

static uint32_t
token_of(int column, int kind, char v)
{
	uint64_t	h = (uint64_t)column << 16 | (uint64_t)kind << 8 | (uint8_t)v;
	size_t		i;

	for (i = 0; i < c.ntokens; i++)
		if (token[i].hash == h)
			return (uint32_t)i;
	token[c.ntokens] = (struct corpus_token){ h, (uint16_t)column, (uint8_t)kind };
	return (uint32_t)c.ntokens++;
}

static void
begin(void)
{
	memset(&c, 0, sizeof(c));
	c.schema = &schema;
	c.family = family;
	c.twin = twin;
	c.token = token;
	c.start = start;
	c.tok = tok;
	c.numbers = number;
	memset(family, 0, sizeof(family));
	ntrain = 0;
	start[0] = 0;
	for (size_t i = 0; i < ITEMS * NUMBERS; i++)
		number[i] = NAN;
}

/* codes: a letter for each of the three code columns, '-' missing; seq 0: a query. */
static size_t
item(const char *codes, const char *letters, float size, uint64_t fam, uint32_t seq, int32_t day)
{
	size_t	i = c.n++, n = start[i];

	for (int k = 0; k < 3; k++)
		if (codes[k] != '-')
			tok[n++] = token_of(k, TOKEN_CATEGORY, codes[k]);
	for (const char *p = letters; *p != '\0'; p++)
		tok[n++] = token_of(NAME, TOKEN_NGRAM, *p);
	start[i + 1] = n;
	number[i * NUMBERS + GEO_NSLOTS] = size;
	family[i] = fam;
	if (seq != 0)
		train[ntrain++] = (struct baseline_item){ (uint32_t)i, 1000 + (uint32_t)i, seq, day };
	return i;
}

static struct baseline *
baseline(void)
{
	struct baseline	*b;
	struct err	 e = { 0 };

	cr_assert_eq(baseline_new(&b, &c, train, ntrain, &e), RC_OK, "%s", e.msg);
	return b;
}

static void
plant(void)
{
	begin();
	item("rxs", "", NAN, 0, 1, 1);		/* rings of steel: 1, 1, 2 */
	item("rys", "", NAN, 0, 1, 5);
	item("rxs", "", NAN, 0, 2, 9);
	item("ryb", "", NAN, 0, 3, 2);		/* rings of bronze: 3, 3 */
	item("rxb", "", NAN, 0, 3, 3);
	item("gxs", "", NAN, 0, 4, 1);		/* glands of steel: 4, 4 */
	item("gys", "", NAN, 0, 4, 2);
	item("ry-", "", NAN, 0, 3, 4);		/* and one ring of unknown stuff */
}

Test(baseline, mode_backs_off_from_type_and_material_to_type_to_all)
{
	struct baseline	*b;
	size_t		 steel, titan, shaft;

	plant();
	steel = item("rzs", "", NAN, 0, 0, 0);
	titan = item("rzt", "", NAN, 0, 0, 0);
	shaft = item("qzs", "", NAN, 0, 0, 0);
	b = baseline();
	cr_expect_str_eq(baseline_column(b, 0), "PART_TYPE");
	cr_expect_str_eq(baseline_column(b, 1), "ITEM_MATERIAL");
	/* Sequence 1, in its newest routing; 3 is the rings'; and the most frequent of all. */
	cr_expect_eq(baseline_mode(b, steel), 1001);
	cr_expect_eq(baseline_mode(b, titan), 1007);
	cr_expect_eq(baseline_mode(b, shaft), 1007);
	baseline_free(b);
}

Test(baseline, columns_without_telling_names_are_chosen_by_what_they_tell)
{
	struct baseline	*b;

	plant();
	col[PART_TYPE].name = "F1";
	col[ITEM_MATERIAL].name = "F3";
	b = baseline();
	cr_expect_str_neq(baseline_column(b, 0), "COLOUR");
	cr_expect_str_neq(baseline_column(b, 1), "COLOUR");
	baseline_free(b);
	col[PART_TYPE].name = "PART_TYPE";
	col[ITEM_MATERIAL].name = "ITEM_MATERIAL";
}

Test(baseline, family_takes_the_newest_routing_of_the_drawing_else_mode)
{
	struct baseline	*b;
	size_t		 kin, alone;

	begin();
	item("rxs", "", NAN, 7, 1, 10);
	item("rxs", "", NAN, 7, 2, 30);
	item("rxs", "", NAN, 7, 1, 20);
	kin = item("rxs", "", NAN, 7, 0, 0);
	alone = item("rxs", "", NAN, 8, 0, 0);
	b = baseline();
	cr_expect_eq(baseline_family(b, kin), 1001);
	cr_expect_eq(baseline_family(b, alone), 1002);
	baseline_free(b);
}

static uint32_t
nearest(size_t place)
{
	struct baseline	*b = baseline();
	uint32_t	 q = (uint32_t)place, r;
	struct err	 e;

	cr_assert_eq(baseline_nearest(b, &q, 1, 1, &r, &e), RC_OK, "%s", e.msg);
	baseline_free(b);
	return r;
}

Test(baseline, nearest_counts_codes_letters_and_sizes)
{
	begin();
	item("rxs", "abcd", 1, 0, 1, 1);
	item("rxs", "abcd", 5, 0, 2, 1);
	item("rxb", "efgh", 5, 0, 3, 1);
	item("gyb", "efgh", 9, 0, 4, 1);
	cr_expect_eq(nearest(item("rxs", "abcd", 5, 0, 0, 0)), 1001);
	cr_expect_eq(nearest(item("rxs", "abce", 1, 0, 0, 0)), 1000);
	cr_expect_eq(nearest(item("gxb", "efgx", 9, 0, 0, 0)), 1003);
	cr_expect_eq(nearest(item("---", "gh", NAN, 0, 0, 0)), 1002, "ties go to the lower place");
}

Test(baseline, nothing_to_learn_from_gives_no_answer)
{
	struct baseline	*b;

	begin();
	cr_expect_eq(nearest(item("rxs", "a", 1, 0, 0, 0)), BASELINE_NONE);
	b = baseline();
	cr_expect_eq(baseline_mode(b, 0), BASELINE_NONE);
	cr_expect_eq(baseline_family(b, 0), BASELINE_NONE);
	baseline_free(b);
}

/* The plain cosine of two whole vectors. */
static double
cosine(size_t a, size_t b, double mean, double scale)
{
	double	z[2], dot = 0, na = 0, nb = 0, grams[2] = { 0 }, both = 0;
	size_t	at[2] = { a, b };

	for (int i = 0; i < 2; i++) {
		double	v = number[at[i] * NUMBERS + GEO_NSLOTS];

		z[i] = isnan(v) ? 0 : fmax(-3, fmin(3, (v - mean) * scale));
		for (size_t k = start[at[i]]; k < start[at[i] + 1]; k++)
			grams[i] += token[tok[k]].kind == TOKEN_NGRAM;
	}
	for (size_t k = start[a]; k < start[a + 1]; k++) {
		na += token[tok[k]].kind == TOKEN_CATEGORY;
		for (size_t j = start[b]; j < start[b + 1]; j++)
			if (tok[j] == tok[k])
				*(token[tok[k]].kind == TOKEN_NGRAM ? &both : &dot) += 1;
	}
	for (size_t k = start[b]; k < start[b + 1]; k++)
		nb += token[tok[k]].kind == TOKEN_CATEGORY;
	na += z[0] * z[0] + (grams[0] > 0);
	nb += z[1] * z[1] + (grams[1] > 0);
	dot += z[0] * z[1];
	if (both > 0)
		dot += both / sqrt(grams[0] * grams[1]);
	return na > 0 && nb > 0 ? dot / sqrt(na * nb) : 0;
}

Test(baseline, the_inverted_index_agrees_with_brute_force)
{
	struct rng	r;

	rng_init(&r, 5, 0);
	for (int round = 0; round < 200; round++) {
		double	 sum = 0, square = 0, n = 0, best = -2;
		uint32_t got;
		size_t	 q;

		begin();
		for (int i = 0; i < ITEMS; i++) {
			char	codes[4] = "---", letters[9] = "";
			size_t	len = 0;

			for (int k = 0; k < 3; k++)
				if (rng_below(&r, 4) > 0)
					codes[k] = (char)('a' + rng_below(&r, 3));
			for (char l = 'a'; l < 'i'; l++)
				if (rng_below(&r, 2))
					letters[len++] = l;
			letters[len] = '\0';
			item(codes, letters, rng_below(&r, 5) ? (float)rng_normal(&r) : NAN, 0,
			    i < ITEMS - 1, i);
		}
		for (size_t i = 0; i < ntrain; i++) {
			double	v = number[i * NUMBERS + GEO_NSLOTS];

			if (isnan(v))
				continue;
			sum += v;
			square += v * v;
			n++;
		}
		if (n < 2)
			continue;
		q = c.n - 1;
		got = nearest(q);
		for (size_t i = 0; i < ntrain; i++)
			best = fmax(best, cosine(q, i, sum / n,
			    1 / sqrt(square / n - sum / n * sum / n)));
		cr_expect_lt(best - cosine(q, got - 1000, sum / n,
		    1 / sqrt(square / n - sum / n * sum / n)), 1e-5, "round %d", round);
	}
}

Test(baseline, threads_make_no_difference)
{
	struct baseline	*b;
	uint32_t	 q[ITEMS], one[ITEMS], two[ITEMS];
	struct err	 e;

	plant();
	for (uint32_t i = 0; i < c.n; i++)
		q[i] = i;
	b = baseline();
	cr_assert_eq(baseline_nearest(b, q, c.n, 1, one, &e), RC_OK);
	cr_assert_eq(baseline_nearest(b, q, c.n, 2, two, &e), RC_OK);
	cr_expect_arr_eq(one, two, c.n * sizeof(*one));
	cr_expect_eq(one[0], 1000);
	baseline_free(b);
}
