#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/tiny.h"

static const char *const	item_names[] = { "ITEM_CD", "PART_TYPE" };
static const char *const	item_cells[] = { " a1 ", "RING", "A2", NULL, "a1", "TWICE",
				    NULL, "NO KEY" };
static const char *const	routing_names[] = { "ITEM_CD", "ROUT_NO", "PROC_SEQ", "JOB_CD",
				    "TIME_UNIT", "SETUP_TIME", "RUN_TIME", "RUN_TIME_QTY",
				    "INSRT_DT", "VALID_TO_DT" };
static const char *const	routing_cells[] = {
	/* out of order on purpose */
	"A1", "R2", "20", "J2", "H", "0.5", "1", "10", "2024-01-02", "2999-12-31",
	"a1", "R2", "10", "J1", "M", "30", "6", "1", "2024-01-02", "2999-12-31",
	"A1", "R1", "10", "J1", "분(Min.)", "15", "0", NULL, "2020-01-02", "2022-01-01",
	"A1", "R2", "20", "J2", "H", "0.5", "1", "10", "2024-01-02", NULL,
	"A1", "R3", "x", "J2", "M", "1", "1", "1", "2024-01-02", NULL,
	"A1", "R3", "10", " - ", "M", "1", "1", "1", "2024-01-02", NULL,
	"A2", "R1", "10", "J1", "fortnight", "1", "1", "1", "not a day", NULL,
	"A9", "R1", "10", "J1", "M", "1", "1", "1", "2024-01-02", NULL,
	"A2", "R1", "20", "J3", "S", "-4", "120", "2", "2021-05-05", NULL,
};
static const char *const	work_names[] = { "ITEM_CD", "PROC_SEQ", "JOB_CD",
				    "MACH_WORKED_HOURS", "SETUP_HOURS", "ORDER_QTY" };
static const char *const	work_cells[] = {
	"A1", "10", "J1", "2", "0.25", "40",
	"A1", "20", "J2", "1", NULL, "0",
	"A8", "20", "J2", "1", NULL, "5",
};

static struct dataset		*d;
static struct mapping		*m;

static void
open_data(void)
{
	struct tiny_rows	items, routings, work;
	struct err		e = { 0 };

	cr_assert_eq(mapping_load(&m, NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(dataset_read(&d, tiny_rows(&items, item_names, 2, item_cells, 4),
	    tiny_rows(&routings, routing_names, 10, routing_cells, 9),
	    tiny_rows(&work, work_names, 6, work_cells, 3), m, NULL, NULL, &e), RC_OK, "%s",
	    e.msg);
}

static void
close_data(void)
{
	dataset_free(d);
	mapping_free(m);
}

TestSuite(dataset, .init = open_data, .fini = close_data);

static const struct ds_op *
op(const char *item, size_t routing, size_t k)
{
	uint32_t	i = pool_find(&d->keys, str_of(item));

	return &d->ops[d->routings[d->item_routing[i] + routing].first + k];
}

Test(dataset, keys_are_trimmed_and_folded_and_one_row_of_a_key_counts)
{
	cr_assert_eq(d->nitems, 2);
	cr_assert_eq(pool_find(&d->keys, str_of("A1")), 0);
	cr_assert_eq(d->columns[1].cell[1], DS_NONE);
	cr_assert_eq(d->faults[DS_ITEM_TWICE], 1);
	cr_assert_eq(d->faults[DS_ITEM_NO_KEY], 1);
}

/* The same rows the other way round. */
static const char *const *
reversed(const char *const *cells, size_t ncols, size_t nrows, const char **out)
{
	for (size_t r = 0; r < nrows; r++)
		for (size_t c = 0; c < ncols; c++)
			out[r * ncols + c] = cells[(nrows - 1 - r) * ncols + c];
	return out;
}

static void
same_texts(const struct pool *x, const struct pool *y)
{
	cr_assert_eq(x->n, y->n);
	for (uint32_t i = 0; i < x->n; i++)
		cr_assert(str_eq(pool_str(x, i), pool_str(y, i)));
}

Test(dataset, rows_in_another_order_are_the_same_data)
{
	struct tiny_rows	 items, routings, work;
	struct dataset		*o;
	struct err		 e = { 0 };
	const char		*ci[8], *cr[90], *cw[18];

	cr_assert_eq(dataset_read(&o, tiny_rows(&items, item_names, 2,
	    reversed(item_cells, 2, 4, ci), 4), tiny_rows(&routings, routing_names, 10,
	    reversed(routing_cells, 10, 9, cr), 9), tiny_rows(&work, work_names, 6,
	    reversed(work_cells, 6, 3, cw), 3), m, NULL, NULL, &e), RC_OK, "%s", e.msg);
	for (int v = 0; v < 3; v++)
		cr_assert_str_eq(d->sha256[v], o->sha256[v]);
	cr_assert_eq(d->nitems, o->nitems);
	same_texts(&d->keys, &o->keys);
	for (size_t c = 0; c < d->ncolumns; c++) {
		same_texts(&d->columns[c].values, &o->columns[c].values);
		cr_assert_arr_eq(d->columns[c].cell, o->columns[c].cell,
		    d->nitems * sizeof(uint32_t));
	}
	same_texts(&d->jobs, &o->jobs);
	cr_assert_eq(d->nops, o->nops);
	for (size_t i = 0; i < d->nops; i++)	/* NaN may stand there */
		cr_assert(d->ops[i].job == o->ops[i].job &&
		    d->ops[i].proc_seq == o->ops[i].proc_seq &&
		    memcmp(&d->ops[i].run, &o->ops[i].run, sizeof(float)) == 0);
	cr_assert_eq(d->nroutings, o->nroutings);
	cr_assert_arr_eq(d->routings, o->routings, d->nroutings * sizeof(*d->routings));
	cr_assert_eq(d->nwork, o->nwork);
	dataset_free(o);
}

Test(dataset, routings_stand_by_day_and_operations_by_sequence)
{
	cr_assert_eq(d->item_routing[1] - d->item_routing[0], 2);
	cr_assert(str_eq(pool_str(&d->jobs, op("A1", 1, 0)->job), str_of("J1")));
	cr_assert(str_eq(pool_str(&d->jobs, op("A1", 1, 1)->job), str_of("J2")));
	cr_assert_eq(d->routings[1].nops, 2);
	cr_assert_eq(d->routings[0].inserted, date_of(2020, 1, 2));
}

Test(dataset, hours_minutes_and_seconds_become_minutes_a_piece)
{
	cr_assert_float_eq(op("A1", 1, 1)->setup, 30, 1e-5);	/* 0.5 h */
	cr_assert_float_eq(op("A1", 1, 1)->run, 6, 1e-5);	/* 1 h for 10 pieces */
	cr_assert_float_eq(op("A1", 1, 0)->run, 6, 1e-5);
	cr_assert_eq(op("A1", 0, 0)->run, 0);			/* zero is told from missing */
	cr_assert_float_eq(op("A2", 0, 1)->run, 1, 1e-5);	/* 120 s for 2 pieces */
}

Test(dataset, bad_rows_are_counted_by_reason_and_never_guessed_at)
{
	cr_assert_eq(d->faults[DS_ROUTING_TWICE], 1);
	cr_assert_eq(d->faults[DS_ROUTING_BAD_SEQUENCE], 1);
	cr_assert_eq(d->faults[DS_ROUTING_NO_JOB], 1);
	cr_assert_eq(d->faults[DS_ROUTING_NO_ITEM], 1);
	cr_assert_eq(d->faults[DS_ROUTING_BAD_UNIT], 1);
	cr_assert_eq(d->faults[DS_ROUTING_BAD_DATE], 1);
	cr_assert_eq(d->faults[DS_ROUTING_BAD_TIME], 1);
	cr_assert(isnan(op("A2", 0, 0)->run));
	cr_assert(isnan(op("A2", 0, 1)->setup));
	cr_assert_eq(d->faults[DS_WORK_NO_ITEM], 1);
	cr_assert_eq(d->faults[DS_WORK_BAD_QUANTITY], 1);
}

Test(dataset, work_results_are_hours_for_the_whole_quantity)
{
	cr_assert_eq(d->nwork, 2);
	cr_assert_float_eq(d->work[0].run, 3, 1e-5);	/* 2 h for 40 pieces */
	cr_assert_float_eq(d->work[0].setup, 15, 1e-5);
	cr_assert(isnan(d->work[1].run));
}

Test(dataset, the_newest_valid_routing_of_the_day_is_named)
{
	cr_assert_eq(dataset_newest_routing(d, 0, DATE_NONE), 1);
	cr_assert_eq(dataset_newest_routing(d, 0, date_of(2021, 1, 1)), 0);
	cr_assert_eq(dataset_newest_routing(d, 0, date_of(2019, 1, 1)), DS_NONE);
	cr_assert_eq(dataset_first_inserted(d, 0), date_of(2020, 1, 2));
}

Test(dataset_views, a_missing_column_is_named_with_its_role)
{
	static const char *const	names[] = { "ITEM_CD", "PROC_SEQ" };
	static const char *const	cells[] = { "A1", "10" };
	struct tiny_rows		items, routings;
	struct err			e = { 0 };

	cr_assert_eq(mapping_load(&m, NULL, &e), RC_OK);
	cr_assert_eq(dataset_read(&d, tiny_rows(&items, item_names, 2, item_cells, 2),
	    tiny_rows(&routings, names, 2, cells, 1), NULL, m, NULL, NULL, &e), RC_INVAL);
	cr_assert_not_null(strstr(e.msg, "routings.job"), "%s", e.msg);
	mapping_free(m);
}

/* Numbers with decimals or letters behind them, times, and European numbers and dates. */
Test(dataset_views, places_and_numbers_are_read_as_plants_write_them)
{
	static const char *const	rows[] = {
		"A1", "R1", "1.2", "J2", "M", "12,5", "1.800,0", "1", "31.01.2024", NULL,
		"A1", "R1", "1.10", "J3", "M", "1", "1", "1", "31.01.2024", NULL,
		"A1", "R1", "1.1", "J1", "M", "1", "1", "1", "31.01.2024", NULL,
		"A2", "R1", "0010B", "J2", "M", "1", "1", "1", "2024-01-02", NULL,
		"A2", "R1", "0010A", "J1", "M", "1", "1", "1", "2024-01-02", NULL,
		"A2", "R1", "0020", "J3", "M", "1", "1", "1", "2024-01-02", NULL,
		"A2", "R2", "2024-03-01 10:00:00", "J2", "M", "1", "1", "1", "2024-03-01", NULL,
		"A2", "R2", "2024-03-01 09:59:59.5", "J1", "M", "1", "1", "1", "2024-03-01", NULL,
		"A2", "R2", "2024-03-02T00:00:00Z", "J3", "M", "1", "1", "1", "2024-03-01", NULL,
	};
	struct tiny_rows		 items, routings;
	struct err			 e = { 0 };

	cr_assert_eq(mapping_load(&m, NULL, &e), RC_OK);
	cr_assert_eq(dataset_read(&d, tiny_rows(&items, item_names, 2, item_cells, 4),
	    tiny_rows(&routings, routing_names, 10, rows, 9), NULL, m, NULL, NULL, &e), RC_OK,
	    "%s", e.msg);
	cr_assert_eq(d->nroutings, 3);
	for (size_t i = 0; i < 3; i++)
		for (uint32_t k = 0; k < 3; k++) {
			const struct ds_op	*x = &d->ops[d->routings[i].first + k];
			char			 want[3] = { 'J', (char)('1' + k), '\0' };

			/* 1.10 is 1.1: of two at one place the row that came first stands first. */
			if (i > 0)
				cr_expect(str_eq(pool_str(&d->jobs, x->job), str_of(want)),
				    "routing %zu, operation %u", i, k);
			cr_expect_eq(x->proc_seq, 10 * ((int)k + 1));
		}
	cr_expect_float_eq(op("A1", 0, 2)->setup, 12.5, 1e-6);
	cr_expect_float_eq(op("A1", 0, 2)->run, 1800, 1e-3);
	cr_expect_eq(d->routings[0].inserted, date_of(2024, 1, 31));
	dataset_free(d);
	mapping_free(m);
	d = NULL;
	m = NULL;
}

Test(dataset_views, nothing_to_learn_from_says_why)
{
	static const char *const	rows[] = { "A9", "R1", "10", "J1", "M", "1", "1", "1", NULL, NULL,
					    "A1", "R1", "x", "J1", "M", "1", "1", "1", NULL, NULL,
					    "A8", "R1", "10", "J1", "M", "1", "1", "1", NULL, NULL };
	struct tiny_rows		 items, routings;
	struct err			 e = { 0 };

	cr_assert_eq(mapping_load(&m, NULL, &e), RC_OK);
	cr_assert_eq(dataset_read(&d, tiny_rows(&items, item_names, 2, item_cells, 4),
	    tiny_rows(&routings, routing_names, 10, rows, 3), NULL, m, NULL, NULL, &e), RC_INVAL);
	cr_assert_not_null(strstr(e.msg, "routing_of_unknown_item 2"), "%s", e.msg);
	cr_assert_not_null(strstr(e.msg, "routing_bad_sequence 1"), "%s", e.msg);
	mapping_free(m);
	m = NULL;
}

/* 120 rows of which `bad` have no sequence. */
static enum rc
read_with_bad(size_t bad, struct err *e)
{
	static char		 item[120][8];
	static const char	*item_cell[120 * 2], *cell[120 * 10];
	struct tiny_rows	 items, routings;

	for (size_t i = 0; i < 120; i++) {
		const char *const	row[10] = { item[i], "R1", i < bad ? "x" : "10", "J1", "M", "1",
						    "1", "1", NULL, NULL };

		snprintf(item[i], sizeof(item[i]), "A%zu", i);
		item_cell[2 * i] = item[i];
		item_cell[2 * i + 1] = "mm";
		memcpy(cell + 10 * i, row, sizeof(row));
	}
	return dataset_read(&d, tiny_rows(&items, item_names, 2, item_cell, 120),
	    tiny_rows(&routings, routing_names, 10, cell, 120), NULL, m, NULL, NULL, e);
}

Test(dataset_views, where_most_rows_are_bad_nothing_is_learned)
{
	struct err	e = { 0 };

	cr_assert_eq(mapping_load(&m, NULL, &e), RC_OK);
	cr_assert_eq(read_with_bad(60, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(d->nroutings, 60);
	dataset_free(d);
	d = NULL;
	cr_assert_eq(read_with_bad(61, &e), RC_INVAL);
	cr_expect_not_null(strstr(e.msg, "more than half of the rows of BI_ROUTING_VIEW"), "%s", e.msg);
	cr_expect_not_null(strstr(e.msg, "routing_bad_sequence 61"), "%s", e.msg);
	mapping_free(m);
	m = NULL;
}
