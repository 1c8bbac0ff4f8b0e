#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/tool/sample/factory.h"
#include "core/tool/sample/sample.h"
#include "core/tool/sample/shop.h"

#define ITEMS	2000

/* What a sink can tell of all rows without keeping them. */
struct tally {
	uint64_t	hash, rows[TABLES];
	unsigned	missing[ITEM_COLUMNS], a001, a001_routed, lower, blank;
	unsigned	retired, hours, expired, second, zero, outside, inch, wide;
	unsigned	runs, sane;
	char		last[CODE_SIZE + 8];
	int		seq;
};

static bool
is(struct str s, const char *want)
{
	return str_eq(s, str_of(want));
}

static bool
empty(struct str s)
{
	s = str_trim(s);
	return s.s == NULL || s.len == 0 || is(s, "-") || is(s, "--") || is(s, "nan") ||
	    is(s, "N/A");
}

static bool
has(struct str s, const char *what)
{
	return s.s != NULL && memmem(s.s, s.len, what, strlen(what)) != NULL;
}

static void
tally_item(struct tally *t, const struct str *c)
{
	for (unsigned i = 0; i < ITEM_COLUMNS; i++)
		t->missing[i] += empty(c[i]);
	if (is(c[ITEM_CD], "ITEM_A001")) {
		t->a001++;
		cr_assert(has(c[ITEM_PART_TYPE], "SL") && is(c[ITEM_OD], "75"));
		cr_assert(!empty(c[ITEM_SPEC]) && !empty(c[ITEM_MATERIAL]));
	}
	t->blank += c[ITEM_CD].s[c[ITEM_CD].len - 1] == ' ';
	t->inch += has(c[ITEM_OD_UNIT], "IN");
	t->wide += has(c[ITEM_SPEC], "\xef\xbc");
}

static void
tally_routing(struct tally *t, const struct str *c)
{
	char	key[CODE_SIZE + 8];
	int64_t	seq;
	double	run;
	bool	first;

	t->a001_routed += is(c[ROUT_ITEM_CD], "ITEM_A001");
	t->lower += c[ROUT_ITEM_CD].s[0] == 'p';
	snprintf(key, sizeof(key), "%.*s/%.*s", (int)c[ROUT_ITEM_CD].len, c[ROUT_ITEM_CD].s,
	    (int)c[ROUT_NO].len, c[ROUT_NO].s);
	first = strcmp(key, t->last) != 0;
	strcpy(t->last, key);
	cr_assert(str_int64(c[ROUT_PROC_SEQ], &seq) && seq > (first ? 0 : t->seq), "%s", key);
	t->seq = (int)seq;
	t->hours += first && (has(c[ROUT_TIME_UNIT], "H"));
	t->expired += first && !is(c[ROUT_TO], "2999-12-31");
	t->second += first && is(c[ROUT_NO], "RT02");
	t->outside += is(c[ROUT_INSIDE], "N");
	cr_assert(str_double(c[ROUT_RUN], &run) && run >= 0);
	t->zero += run <= 0 && is(c[ROUT_INSIDE], "Y");
	cr_assert_eq(is(c[ROUT_INSIDE], "N"), c[ROUT_BP_CD].s != NULL);
	for (unsigned i = 0; i < shop_nmachines; i++)
		if (shop_machines[i].to != 0 && is(c[ROUT_RES_CD], shop_machines[i].code)) {
			char	to[16];

			snprintf(to, sizeof(to), "%04d-%02d-%02d", shop_machines[i].to / 10000,
			    shop_machines[i].to / 100 % 100, shop_machines[i].to % 100);
			t->retired += strncmp(c[ROUT_INSERTED].s, to, 10) >= 0;
		}
}

static void
tally_work(struct tally *t, const struct str *c)
{
	double	hours, quantity;

	cr_assert(str_double(c[WORK_HOURS], &hours) && str_double(c[WORK_QTY], &quantity));
	cr_assert(hours >= 0 && quantity >= 1);
	t->runs++;
	t->sane += hours > 0 && hours / quantity < 3;
}

static enum rc
count_row(void *ctx, enum table table, const struct str *cells, struct err *e)
{
	struct tally	*t = ctx;

	(void)e;
	t->rows[table]++;
	for (size_t i = 0; i < tables[table].ncolumns; i++)
		t->hash = hash64(cells[i].s == NULL ? "\1" : cells[i].s, cells[i].s == NULL ? 1 :
		    cells[i].len, t->hash);
	if (table == TABLE_ITEMS)
		tally_item(t, cells);
	else if (table == TABLE_ROUTINGS)
		tally_routing(t, cells);
	else
		tally_work(t, cells);
	return RC_OK;
}

static enum rc
count_truth(void *ctx, const char *lines, size_t n, struct err *e)
{
	struct tally	*t = ctx;

	(void)e;
	cr_assert_eq(lines[n - 1], '\n');
	t->hash = hash64(lines, n, t->hash);
	return RC_OK;
}

static void
make(struct tally *t, struct sample_figures *g, uint64_t seed, uint32_t items, unsigned threads)
{
	struct sample_sink	sink = { t, count_row, count_truth, NULL };
	struct err		e;

	memset(t, 0, sizeof(*t));
	cr_assert_eq(sample_make(seed, items, threads, &sink, g, &e), RC_OK, "%s", e.msg);
}

Test(sample_factory, the_same_seed_gives_the_same_bytes_for_any_number_of_threads)
{
	struct tally		a, b, c;
	struct sample_figures	g;

	make(&a, &g, 11, ITEMS, 1);
	make(&b, &g, 11, ITEMS, 3);
	make(&c, &g, 12, ITEMS, 1);
	cr_assert_eq(a.hash, b.hash);
	cr_assert_neq(a.hash, c.hash);
}

Test(sample_factory, fifty_five_in_a_hundred_are_routed_and_eleven_are_copies)
{
	struct tally		t;
	struct sample_figures	g;

	make(&t, &g, 1, 4 * ITEMS, 0);
	cr_assert_eq(g.rows[TABLE_ITEMS], 4 * ITEMS);
	cr_assert_eq(t.rows[TABLE_ROUTINGS], g.rows[TABLE_ROUTINGS]);
	cr_assert_float_eq(g.routed / (4.0 * ITEMS), 0.55, 0.02);
	cr_assert_float_eq(g.repeated / (4.0 * ITEMS), 0.115, 0.015);
	cr_assert_gt(g.sequences, g.routed / 5, "routings hardly differ");
}

Test(sample_factory, columns_are_missing_as_often_as_in_the_plant)
{
	static const struct {
		enum item_column column;
		double		 least, most;
	} want[] = {
		{ ITEM_NM_ENG, 1, 1 }, { ITEM_DRAW_USE, 1, 1 }, { ITEM_RAW_KINDNM, .95, .985 },
		{ ITEM_GROUP3, .98, .997 }, { ITEM_CCW, .72, .80 }, { ITEM_SEALGROUP, .80, .88 },
		{ ITEM_IN_SIZE, .10, .17 }, { ITEM_MID_SIZE, .10, .17 }, { ITEM_OUT_SIZE, .10, .17 },
		{ ITEM_OD, .07, .2 }, { ITEM_NM, 0, 0 }, { ITEM_CD, 0, 0 }, { ITEM_SPEC, .01, .08 },
		{ ITEM_MATERIAL, .05, .13 },
	};
	struct tally		t;
	struct sample_figures	g;

	make(&t, &g, 5, 4 * ITEMS, 0);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		double	share = t.missing[want[i].column] / (4.0 * ITEMS);

		cr_assert(share >= want[i].least && share <= want[i].most, "%s: %g",
		    tables[TABLE_ITEMS].columns[want[i].column].name, share);
	}
	cr_assert(t.inch > 4 * ITEMS * 0.04 && t.inch < 4 * ITEMS * 0.15, "%u", t.inch);
	cr_assert_gt(t.wide, 0, "no full-width digits");
	cr_assert_gt(t.blank, 0, "no padded key");
}

Test(sample_factory, routings_are_as_a_plant_leaves_them)
{
	struct tally		t;
	struct sample_figures	g;

	make(&t, &g, 3, 4 * ITEMS, 0);
	cr_assert_eq(t.retired, 0, "%u operations on machines that were gone", t.retired);
	cr_assert_float_eq(t.hours / (double)g.routed, 0.16, 0.05);
	cr_assert(t.second > g.routed / 20 && t.second < g.routed / 3, "%u", t.second);
	cr_assert(t.expired > t.second / 2, "%u", t.expired);
	cr_assert(t.outside > g.rows[TABLE_ROUTINGS] / 50, "%u", t.outside);
	cr_assert(t.zero > 0 && t.zero < g.rows[TABLE_ROUTINGS] / 20, "%u", t.zero);
	cr_assert_gt(t.lower, 0, "no code in lower case");
}

Test(sample_factory, item_a001_is_well_described_and_has_no_routing)
{
	struct tally		t;
	struct sample_figures	g;

	for (uint64_t seed = 1; seed < 4; seed++) {
		make(&t, &g, seed, 40, 1);
		cr_assert_eq(t.a001, 1);
		cr_assert_eq(t.a001_routed, 0);
	}
}

Test(sample_factory, work_results_are_hours_with_some_that_cannot_be)
{
	struct tally		t;
	struct sample_figures	g;

	make(&t, &g, 8, 2 * ITEMS, 0);
	cr_assert_gt(t.runs, g.routed);
	cr_assert_gt(t.sane, 0.9 * t.runs, "%u of %u", t.sane, t.runs);
	cr_assert_lt(t.sane, t.runs);
}

Test(sample_factory, a_number_of_items_out_of_range_is_refused)
{
	struct sample_sink	sink = { NULL, count_row, NULL, NULL };
	struct sample_figures	g;
	struct err		e;

	cr_assert_eq(sample_make(1, 5, 1, &sink, &g, &e), RC_INVAL);
	cr_assert_str_eq(e.field, "items");
}

static enum rc
refuse_row(void *ctx, enum table table, const struct str *cells, struct err *e)
{
	(void)ctx;
	(void)table;
	(void)cells;
	return err_set(e, RC_IO, "the disk is full");
}

Test(sample_factory, a_sink_that_fails_ends_it)
{
	struct sample_sink	sink = { NULL, refuse_row, NULL, NULL };
	struct sample_figures	g;
	struct err		e;

	cr_assert_eq(sample_make(1, ITEMS, 2, &sink, &g, &e), RC_IO);
	cr_assert_str_eq(e.msg, "the disk is full");
}
