#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "core/train/measure/split.h"

/* Ten routed items of one category token each, by hand. */
#define N	10
static uint64_t			key[N], family[N], twin[N];
static uint32_t			tok[N], item[N];
static size_t			start[N + 1];
static struct corpus_token	token[N];
static struct schema		schema = { .ncols = 1 };
static int32_t			day[N];
static struct corpus		c;

static void
up(void)
{
	memset(&c, 0, sizeof(c));
	for (uint32_t i = 0; i < N; i++) {
		key[i] = 300 + i;
		family[i] = 100 + i;
		twin[i] = 200 + i;
		tok[i] = 0;
		item[i] = i;
		start[i] = i;
		day[i] = date_of(2020, 1, 1) + 10 * (int32_t)i;
	}
	start[N] = N;
	for (int i = 0; i < N; i++)
		token[i].kind = TOKEN_CATEGORY;
	c.n = c.nall = N;
	c.schema = &schema;
	c.item = item;
	c.key = key;
	c.family = family;
	c.twin = twin;
	c.token = token;
	c.ntokens = 4;
	c.start = start;
	c.tok = tok;
}

static struct split *
make(double p0, double p1, size_t most, uint64_t seed)
{
	struct split	*s;
	struct err	 e = { 0 };

	cr_assert_eq(split_make(&s, &c, day, p0, p1, most, seed, &e), RC_OK, "%s", e.msg);
	return s;
}

Test(split, percentiles_are_days_that_occur)
{
	const int32_t	v[] = { 5, 1, DATE_NONE, 3, 2, 4 };
	struct err	e;
	int32_t		d;

	cr_assert_eq(split_percentile(v, 6, 0.8, &d, &e), RC_OK);
	cr_expect_eq(d, 4);
	cr_assert_eq(split_percentile(v, 6, 0.81, &d, &e), RC_OK);
	cr_expect_eq(d, 5);
	cr_assert_eq(split_percentile(v, 6, 0, &d, &e), RC_OK);
	cr_expect_eq(d, 1);
	cr_assert_eq(split_percentile(v + 2, 1, 0.8, &d, &e), RC_OK);
	cr_expect_eq(d, DATE_NONE);
}

Test(split, later_items_are_tested, .init = up)
{
	struct split	*s = make(0.6, 0.8, 0, 1);

	cr_expect_eq(s->t0, day[5]);
	cr_expect_eq(s->t1, day[7]);
	cr_expect_eq(s->count[SPLIT_TRAIN], 6);
	cr_expect_eq(s->count[SPLIT_CALIBRATE], 2);
	cr_assert_eq(s->ntest, 2);
	cr_expect(s->test[0] == 8 && s->test[1] == 9);
	cr_expect_not(s->random);
	split_free(s);
}

Test(split, revisions_stay_with_the_earliest, .init = up)
{
	struct split	*s;

	family[9] = family[0];
	twin[9] = twin[0];	/* 9 is 0, drawn again */
	family[8] = family[1];	/* 8 is of 1's family, but another part */
	s = make(0.6, 0.8, 0, 1);
	cr_expect_eq(s->part[9], SPLIT_TRAIN);
	cr_expect_eq(s->part[8], SPLIT_TEST);
	cr_expect_eq(s->ntest, 1);
	split_free(s);
}

Test(split, items_without_a_day_are_in_no_part, .init = up)
{
	struct split	*s;

	day[0] = DATE_NONE;
	s = make(0.6, 0.8, 0, 1);
	cr_expect_eq(s->part[0], SPLIT_UNDATED);
	cr_expect_eq(s->count[SPLIT_UNDATED], 1);
	split_free(s);
}

Test(split, strata_follow_family_twins_and_values_of_training, .init = up)
{
	struct split	*s;

	family[6] = family[0];		/* a relative by drawing */
	twin[7] = twin[1];		/* a duplicate */
	family[8] = family[5];		/* its relative is only calibrated on */
	tok[8] = 1;			/* a value that only calibration has */
	tok[5] = 1;
	family[9] = twin[9] = 0;	/* nothing known of its kin */
	tok[9] = 2;
	token[2].kind = TOKEN_NGRAM;	/* new letters are no new category */
	s = make(0.5, 0.6, 0, 1);
	cr_assert_eq(s->ntest, 4);
	cr_expect_eq(s->strata[0], SPLIT_SEEN_FAMILY);
	cr_expect_eq(s->strata[1], SPLIT_SEEN_FAMILY);
	cr_expect_eq(s->strata[2], SPLIT_NEW_FAMILY | SPLIT_NEW_VALUE);
	cr_expect_eq(s->strata[3], SPLIT_NEW_FAMILY);
	split_free(s);
}

Test(split, the_sample_is_the_seeds_and_no_larger_than_asked, .init = up)
{
	struct split	*a = make(0.1, 0.2, 3, 1), *b = make(0.1, 0.2, 3, 1), *d;
	bool		 differ = false;

	cr_assert_eq(a->ntest, 3);
	cr_expect_eq(a->count[SPLIT_TEST], 8);
	cr_expect_arr_eq(a->test, b->test, 3 * sizeof(*a->test));
	cr_expect(a->test[0] < a->test[1] && a->test[1] < a->test[2]);
	for (uint64_t seed = 2; seed < 6; seed++) {
		d = make(0.1, 0.2, 3, seed);
		differ |= memcmp(a->test, d->test, 3 * sizeof(*a->test)) != 0;
		split_free(d);
	}
	cr_expect(differ);
	split_free(a);
	split_free(b);
}

Test(split, a_plant_that_has_grown_is_asked_about_mostly_the_same_items, .init = up)
{
	struct split	*a = make(0.1, 0.2, 4, 1), *b;
	size_t		 kept = 0;

	/* An item came in front, and the first of the test items is one no more. */
	memmove(key + 1, key, (N - 1) * sizeof(*key));
	key[0] = 299;
	b = make(0.1, 0.2, 4, 1);
	for (size_t i = 0; i < a->ntest; i++)
		for (size_t k = 0; k < b->ntest; k++)
			kept += b->test[k] == a->test[i] + 1;
	cr_expect_geq(kept, 3, "%zu of 4", kept);
	split_free(a);
	split_free(b);
}

Test(split, without_dates_chance_parts_and_revisions_still_hold_together, .init = up)
{
	size_t	tested = 0, calibrated = 0;

	family[9] = family[0];
	twin[9] = twin[0];
	for (int i = 0; i < N; i++)
		day[i] = DATE_NONE;
	for (uint64_t seed = 0; seed < 100; seed++) {
		struct split	*s = make(0.8, 0.9, 0, seed);

		cr_expect(s->random && s->t0 == DATE_NONE);
		cr_expect_eq(s->part[0], s->part[9]);
		cr_expect_eq(s->count[SPLIT_UNDATED], 0);
		tested += s->ntest;
		calibrated += s->count[SPLIT_CALIBRATE];
		split_free(s);
	}
	cr_expect(tested > 50 && tested < 150, "%zu of 1000", tested);
	cr_expect(calibrated > 50 && calibrated < 150, "%zu of 1000", calibrated);
}

/* All routings have the day of a migration: the days part nothing, so chance does. */
Test(split, one_day_for_all_parts_by_chance, .init = up)
{
	struct split	*s;

	for (int i = 0; i < N; i++)
		day[i] = 18000;
	s = make(0.8, 0.9, 0, 7);
	cr_expect(s->random && s->t0 == DATE_NONE && s->t1 == DATE_NONE);
	cr_expect_lt(s->count[SPLIT_TRAIN], N);
	split_free(s);
}

/* Serial numbers are new on every item: that makes no item one of a new value. */
Test(split, a_column_that_names_items_makes_no_new_values, .init = up)
{
	struct split	*s;

	for (int i = 0; i < N; i++)
		tok[i] = (uint32_t)i;
	c.ntokens = N;
	s = make(0.5, 0.7, 0, 1);
	for (size_t i = 0; i < s->ntest; i++)
		cr_expect_eq(s->strata[i] & SPLIT_NEW_VALUE, 0);
	split_free(s);
}
