/* Access files as MDBTools reads them: what comes is right, what does not come is told. */
#include "config.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/data/db.h"

#define ITEMS	"dbo_BI_ITEM_INFO_VIEW"
#define ROUTINGS "dbo_BI_ROUTING_VIEW"
#define WORK	"dbo_BI_WORK_ORDER_RESULTS"

static struct err	e;
static char		dir[64], path[96], url[128];

struct format {
	char	name[8];
};
static struct format	formats[] = { { "accdb" }, { "mdb" } };

static void
setup(void)
{
	strcpy(dir, "/tmp/routing-ml-access.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
}

static void
teardown(void)
{
	file_remove_tree(dir, NULL);
}

TestSuite(access, .init = setup, .fini = teardown);

/* A copy of the first `share` of the file. */
static void
copied(const char *format, double share)
{
	const char	*src = getenv("srcdir");
	char		 from[256];
	struct buf	 b;

	snprintf(from, sizeof(from), "%s/tests/data/plant.%s", src != NULL ? src : ".", format);
	snprintf(path, sizeof(path), "%s/plant.%s", dir, format);
	snprintf(url, sizeof(url), "access:///%s", path);
	buf_init(&b);
	cr_assert_eq(file_read(from, 1 << 24, &b, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(file_write(path, b.p, (size_t)((double)b.len * share), &e), RC_OK, "%s", e.msg);
	buf_fini(&b);
}

static struct db *
opened(void)
{
	struct db	*d;

	cr_assert_eq(db_open(&d, url, &(struct db_options){ .read_only = true }, &e), RC_OK, "%s",
	    e.msg);
	return d;
}

/* Reads a table: rows, those without a value in a column, the sum of the column. */
static enum rc
read_all(struct db *d, const char *table, const char *column, int *n, int *null, double *sum,
    unsigned *lost)
{
	struct rows	*r;
	bool		 more;
	double		 v;
	int		 c;
	enum rc		 rc;

	*n = *null = 0;
	*sum = 0;
	*lost = 0;
	if ((rc = db_read(d, table, &r, NULL, &e)) != RC_OK)
		return rc;
	cr_assert_geq(c = rows_column(r, column), 0);
	while ((rc = rows_next(r, &more, &e)) == RC_OK && more) {
		++*n;
		*null += r->cells[c].s == NULL || r->cells[c].len == 0;
		*sum += str_double(r->cells[c], &v) ? v : 0;
		*lost |= r->lost;
	}
	rows_close(r);
	return rc;
}

ParameterizedTestParameters(access, a_plant_comes_in_whole)
{
	return cr_make_param_array(struct format, formats, 2);
}

ParameterizedTest(struct format *f, access, a_plant_comes_in_whole)
{
	struct db	*d;
	int		 n, null;
	unsigned	 lost;
	double		 sum;

	copied(f->name, 1);
	d = opened();
	cr_assert_eq(read_all(d, ITEMS, "ITEM_MATERIAL", &n, &null, &sum, &lost), RC_OK, "%s", e.msg);
	cr_expect_eq(n, 400);
	cr_expect_eq(null, 47);
	cr_expect_eq(lost, ROWS_CUT, "the long memo is told: %u", lost);
	cr_assert_eq(read_all(d, ROUTINGS, "RUN_TIME", &n, &null, &sum, &lost), RC_OK, "%s", e.msg);
	cr_expect_eq(n, 911);
	cr_expect_float_eq(sum, 5009.56, 1e-6, "%.6f", sum);
	cr_expect_eq(lost, 0);
	cr_assert_eq(read_all(d, WORK, "ORDER_QTY", &n, &null, &sum, &lost), RC_OK, "%s", e.msg);
	cr_expect_eq(n, 1349);
	cr_expect_float_eq(sum, 27320, 1e-6, "%.6f", sum);
	db_close(d);
}

Test(access, both_formats_give_the_same_rows)
{
	struct rows	*r[2];
	struct db	*d[2];
	bool		 more[2] = { true, true };

	for (int i = 0; i < 2; i++) {
		copied(formats[i].name, 1);
		d[i] = opened();
		cr_assert_eq(db_read(d[i], ROUTINGS, &r[i], NULL, &e), RC_OK, "%s", e.msg);
	}
	cr_assert_eq(r[0]->ncols, r[1]->ncols);
	while (more[0] && more[1]) {
		for (int i = 0; i < 2; i++)
			cr_assert_eq(rows_next(r[i], &more[i], &e), RC_OK, "%s", e.msg);
		cr_assert_eq(more[0], more[1]);
		for (size_t c = 0; more[0] && c < r[0]->ncols; c++)
			cr_assert(str_eq(r[0]->cells[c], r[1]->cells[c]), "%s: %.*s, %.*s",
			    r[0]->names[c], (int)r[0]->cells[c].len, r[0]->cells[c].s,
			    (int)r[1]->cells[c].len, r[1]->cells[c].s);
	}
	for (int i = 0; i < 2; i++) {
		rows_close(r[i]);
		db_close(d[i]);
	}
}

/* MDBTools ends early without a word. */
ParameterizedTestParameters(access, a_file_of_which_a_part_is_missing_is_told)
{
	return cr_make_param_array(struct format, formats, 2);
}

ParameterizedTest(struct format *f, access, a_file_of_which_a_part_is_missing_is_told)
{
	struct db	*d;
	int		 n, null;
	unsigned	 lost;
	double		 sum;

	copied(f->name, 0.99);
	d = opened();
	cr_assert_eq(read_all(d, WORK, "ORDER_QTY", &n, &null, &sum, &lost), RC_CORRUPT);
	cr_assert(strstr(e.msg, "1349 rows") != NULL && strstr(e.msg, path) != NULL, "%s", e.msg);
	db_close(d);
}

/* The routings of a whole file, the first row read. */
static struct db *
begun(struct rows **r)
{
	struct db	*d;
	bool		 more;

	copied("accdb", 1);
	d = opened();
	cr_assert_eq(db_read(d, ROUTINGS, r, NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(rows_next(*r, &more, &e), RC_OK);
	return d;
}

Test(access, a_file_that_is_written_while_it_is_read_is_told)
{
	struct rows	*r;
	struct db	*d;
	bool		 more = true;
	enum rc		 rc;

	d = begun(&r);
	cr_assert_eq(utime(path, &(struct utimbuf){ time(NULL) + 5, time(NULL) + 5 }), 0);
	while ((rc = rows_next(r, &more, &e)) == RC_OK && more)
		continue;
	cr_assert_eq(rc, RC_IO);
	cr_assert_not_null(strstr(e.msg, "written while it was read"), "%s", e.msg);
	rows_close(r);
	db_close(d);
}

Test(access, a_file_that_is_replaced_while_it_is_read_is_read_to_its_end)
{
	struct rows	*r;
	struct db	*d;
	char		 old[112];
	bool		 more = true;
	int		 n = 1;

	d = begun(&r);
	snprintf(old, sizeof(old), "%s.old", path);
	cr_assert_eq(rename(path, old), 0);
	copied("accdb", 0.5);
	while (rows_next(r, &more, &e) == RC_OK && more)
		n++;
	cr_assert_eq(n, 911, "%s", e.msg);
	rows_close(r);
	db_close(d);
}

Test(access, what_is_no_access_file_is_said_to_be_none)
{
	struct db	*d;

	copied("accdb", 0);
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_CORRUPT);
	cr_assert_eq(file_write(path, "SQLite format 3 and so on", 25, &e), RC_OK);
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_CORRUPT);
	cr_assert_not_null(strstr(e.msg, "no Access database"), "%s", e.msg);
	cr_assert_eq(unlink(path), 0);
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_IO);
	cr_assert_not_null(strstr(e.msg, "No such file"), "%s", e.msg);
}
