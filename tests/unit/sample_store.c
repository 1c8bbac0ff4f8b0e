#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/file.h"
#include "core/data/db.h"
#include "core/tool/sample/sample.h"
#include "core/tool/sample/store.h"

static const char *const	names[TABLES] = { "ITEMS", "ROUTINGS", "WORK RESULTS" };
static char			dir[64];
static struct db		*d;
static struct err		e;

static void
setup(void)
{
	char	url[128];

	strcpy(dir, "/tmp/routing-ml-sample.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	snprintf(url, sizeof(url), "sqlite:///%s/plant.db", dir);
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_OK, "%s", e.msg);
}

static void
teardown(void)
{
	db_close(d);
	file_remove_tree(dir, NULL);
}

static enum rc
put(void *ctx, enum table t, const struct str *cells, struct err *why)
{
	return store_row(ctx, t, cells, why);
}

static enum rc
fill(bool force, uint32_t items, struct sample_figures *g)
{
	struct sample_sink	 sink = { NULL, put, NULL, NULL };
	struct store		*s;
	enum rc			 rc;

	if ((rc = store_open(&s, d, names, force, &e)) != RC_OK)
		return rc;
	sink.ctx = s;
	cr_assert_eq(sample_make(1, items, 1, &sink, g, &e), RC_OK, "%s", e.msg);
	return store_commit(s, &e);
}

static int64_t
count(const char *sql)
{
	int64_t	n;

	cr_assert_eq(db_get_int(d, sql, NULL, 0, &n, &e), RC_OK, "%s", e.msg);
	return n;
}

TestSuite(sample_store, .init = setup, .fini = teardown);

Test(sample_store, all_rows_and_columns_arrive)
{
	struct sample_figures	g;

	cr_assert_eq(fill(false, 300, &g), RC_OK, "%s", e.msg);
	cr_assert_eq(count("SELECT COUNT(*) AS n FROM ITEMS"), 300);
	cr_assert_eq((uint64_t)count("SELECT COUNT(*) AS n FROM ROUTINGS"),
	    g.rows[TABLE_ROUTINGS]);
	cr_assert_eq((uint64_t)count("SELECT COUNT(*) AS n FROM \"WORK RESULTS\""),
	    g.rows[TABLE_WORK]);
	cr_assert_eq(count("SELECT COUNT(*) AS n FROM pragma_table_info('ITEMS')"), 41);
	cr_assert_eq(count("SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'index'"), 3);
	cr_assert_eq(count("SELECT COUNT(*) AS n FROM ITEMS WHERE typeof(OUTDIAMETER)"
	    " NOT IN ('real', 'null')"), 0);
	cr_assert_gt(count("SELECT COUNT(*) AS n FROM ITEMS WHERE ITEM_SPEC LIKE '%Φ%'"), 10);
}

Test(sample_store, tables_that_are_there_are_replaced_by_force_only)
{
	struct sample_figures	g;

	cr_assert_eq(fill(false, 100, &g), RC_OK, "%s", e.msg);
	cr_assert_eq(fill(false, 50, &g), RC_BUSY);
	cr_assert_not_null(strstr(e.msg, "--force"), "%s", e.msg);
	cr_assert_eq(count("SELECT COUNT(*) AS n FROM ITEMS"), 100);
	cr_assert_eq(fill(true, 50, &g), RC_OK, "%s", e.msg);
	cr_assert_eq(count("SELECT COUNT(*) AS n FROM ITEMS"), 50);
}

Test(sample_store, what_is_not_finished_leaves_nothing)
{
	struct store	*s;

	cr_assert_eq(store_open(&s, d, names, false, &e), RC_OK, "%s", e.msg);
	store_close(s);
	cr_assert_eq(count("SELECT COUNT(*) AS n FROM sqlite_master"), 0);
}
