/* Existing routings and actual times: units, quantities, and what is missing. */
#include "config.h"

#include "fcgi/item_routings.h"
#include "tests/unit/fcgi_site.h"

static void
setup(void)
{
	char	erp[100];

	site_setup();
	db_close(d);
	snprintf(erp, sizeof(erp), "sqlite:///%s/erp.db", dir);
	cr_assert_eq(db_open(&d, erp, NULL, &e), RC_OK, "%s", e.msg);
	must("CREATE TABLE BI_ITEM_INFO_VIEW (ITEM_CD TEXT, ITEM_NM TEXT, ITEM_SPEC TEXT)");
	must("CREATE TABLE BI_ROUTING_VIEW (ITEM_CD TEXT, ROUT_NO TEXT, PROC_SEQ INTEGER, "
	    "JOB_CD TEXT, JOB_NM TEXT, RES_CD TEXT, RES_DIS TEXT, INSIDE_FLAG TEXT, TIME_UNIT TEXT, "
	    "SETUP_TIME REAL, RUN_TIME REAL, RUN_TIME_QTY REAL)");
	must("CREATE TABLE BI_WORK_ORDER_RESULTS (ITEM_CD TEXT, ROUT_NO TEXT, PROC_SEQ INTEGER, "
	    "JOB_CD TEXT, RES_CD TEXT, REPORT_DT TEXT, MACH_WORKED_HOURS REAL, SETUP_HOURS REAL, "
	    "ORDER_QTY REAL)");
	must("INSERT INTO BI_ITEM_INFO_VIEW VALUES ('A/1', '링', 'D45')");
	/* Hours for a hundred pieces; minutes a piece; a unit that nobody knows. */
	must("INSERT INTO BI_ROUTING_VIEW VALUES "
	    "('A/1', '01', 10, 'J1', '선삭', 'M1', '선반', 'Y', 'H', 0.5, 5, 100), "
	    "('A/1', '01', 20, 'J2', NULL, NULL, NULL, 'N', 'M', 12, 3, NULL), "
	    "('A/1', '02', 10, 'J3', NULL, '', NULL, NULL, 'fortnight', 1, 1, 1)");
	must("INSERT INTO BI_WORK_ORDER_RESULTS VALUES "
	    "('A/1', '01', 10, 'J1', 'M1', '2025-01-01', 2, 0.5, 40), "
	    "('A/1', '01', 10, 'J1', 'M1', '2025-01-02', 1, 0.25, 20), "
	    "('A/1', '01', 10, 'J1', 'M1', '2025-01-03', 9, NULL, 30), "
	    "('A/1', '01', 9, 'J0', 'M1', '2025-01-03', 9, 1, 0)");
	setenv("DATABASE_URL", erp, 1);
	setenv("REGISTRY_URL", url, 1);
	setenv("JWT_SECRET_KEY", "a secret of at least thirty-two bytes", 1);
	log_init(LOG_ERROR + 1, LOG_TEXT, STDERR_FILENO);
	unsetenv("ROUTING_ML_ENV");
	cr_assert_eq(setup_load(&conf, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(scoreboard_new(&board, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(app_init_child(&app, conf, NULL, board, 0, &e), RC_OK, "%s", e.msg);
}

static void
teardown(void)
{
	json_object_put(got);
	app_fini(&app);
	scoreboard_free(board);
	setup_free(conf);
	site_teardown();
}

TestSuite(items, .init = setup, .fini = teardown);

static double
number(struct json_object *o, const char *name)
{
	struct json_object	*v = NULL;

	return json_object_object_get_ex(o, name, &v) && v != NULL ? json_object_get_double(v) : -1;
}

static struct json_object *
at(struct json_object *o, const char *name, size_t i)
{
	struct json_object	*list = o;

	if (name != NULL)
		cr_assert(json_object_object_get_ex(o, name, &list), "%s", name);
	cr_assert_lt(i, json_object_array_length(list));
	return json_object_array_get_idx(list, i);
}

Test(items, routing_times_are_minutes_a_lot_and_a_piece)
{
	struct record		*rows;
	struct json_object	*op;
	size_t			 n;

	cr_assert_eq(app.items.routings(app.items.ctx, "a/1 ", a, &rows, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 3);
	got = item_routings_json(conf->mapping, rows, n);
	cr_assert_eq(json_object_array_length(got), 2);
	op = at(at(got, NULL, 0), "operations", 0);
	cr_assert_float_eq(number(op, "setup_minutes"), 30, 1e-9);
	cr_assert_float_eq(number(op, "run_minutes_per_unit"), 3, 1e-9);
	cr_assert_eq(number(op, "proc_seq"), 10);
	op = at(at(got, NULL, 0), "operations", 1);
	cr_assert_float_eq(number(op, "run_minutes_per_unit"), 3, 1e-9);
	cr_assert_float_eq(number(op, "setup_minutes"), 12, 1e-9);
	op = at(at(got, NULL, 1), "operations", 0);
	cr_assert_eq(number(op, "setup_minutes"), -1, "a time in fortnights was taken");
	cr_assert_eq(number(op, "run_minutes_per_unit"), -1);
}

Test(items, actual_times_are_medians_a_piece)
{
	struct json_object	*t;

	cr_assert_eq(item_times_json(&app, str_of(" A/1"), &got, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(json_object_array_length(got), 2);
	t = at(got, NULL, 0);		/* by sequence: 9 before 10 */
	cr_assert_eq(number(t, "proc_seq"), 9);
	cr_assert_eq(number(t, "run_minutes_per_unit"), -1, "hours of no quantity were taken");
	cr_assert_float_eq(number(t, "setup_minutes"), 60, 1e-9);
	t = at(got, NULL, 1);
	cr_assert_float_eq(number(t, "run_minutes_per_unit"), 3, 1e-9);
	cr_assert_float_eq(number(t, "setup_minutes"), 22.5, 1e-9);
	cr_assert_eq(number(t, "samples"), 3);
}

Test(items, a_view_that_is_gone_is_no_fault_of_who_asks)
{
	struct record	item, *rows;
	size_t		n;

	cr_assert_eq(app.items.item(app.items.ctx, "A/1", a, &item, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(app.items.item(app.items.ctx, "A/2", a, &item, &e), RC_NOTFOUND);
	must("DROP TABLE BI_WORK_ORDER_RESULTS");
	cr_assert_eq(item_times_json(&app, str_of("A/1"), &got, &e), RC_IO, "%s", e.msg);
	must("DROP TABLE BI_ROUTING_VIEW");
	cr_assert_eq(app.items.routings(app.items.ctx, "A/1", a, &rows, &n, &e), RC_IO, "%s", e.msg);
	cr_assert_not_null(strstr(e.msg, "_VIEW"), "%s", e.msg);
}

Test(items, a_replaced_erp_file_is_seen)
{
	struct record	r;
	char		from[100], to[100];

	cr_assert_eq(app.items.item(app.items.ctx, "A/1", a, &r, &e), RC_OK, "%s", e.msg);
	snprintf(from, sizeof(from), "%s/erp.db", dir);
	snprintf(to, sizeof(to), "%s/away.db", dir);
	cr_assert_eq(rename(from, to), 0);
	cr_assert_eq(app.items.item(app.items.ctx, "A/1", a, &r, &e), RC_IO);
	cr_assert_neq(access(from, F_OK), 0, "an empty one was made in its place");
	cr_assert_eq(rename(to, from), 0);
	atomic_store(&board->link[BOARD_ERP].retry_us, 0);
	cr_assert_eq(app.items.item(app.items.ctx, "A/1", a, &r, &e), RC_OK, "%s", e.msg);
}
