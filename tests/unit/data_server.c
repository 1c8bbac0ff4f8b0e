/*
 * The same promises on a database server, where one is given: POSTGRESQL_TEST_URL,
 * MSSQL_TEST_URL.  Each test makes and drops a table of its own.
 */
#include "config.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/arena.h"
#include "core/data/erp.h"

static struct err	e;
static char		table[32];

struct server {
	char	variable[32], number[16], text[16];	/* types of the dialect */
};

static struct server	servers[] = {
	{ "POSTGRESQL_TEST_URL", "NUMERIC", "TEXT" },
	{ "MSSQL_TEST_URL", "DECIMAL(18,4)", "NVARCHAR(MAX)" },
};

/* Run a statement with the table's name for %s. */
static enum rc
exec(struct db *d, const char *fmt, int64_t *n)
{
	const char	*at = strstr(fmt, "%s");
	char		 sql[256];

	snprintf(sql, sizeof(sql), "%.*s%s%s", (int)(at - fmt), fmt, table, at + 2);
	return db_exec(d, sql, NULL, 0, n, &e);
}

static void
closed(struct db *d)
{
	cr_assert_eq(exec(d, "DROP TABLE %s", NULL), RC_OK, "%s", e.msg);
	db_close(d);
}

static struct db *
opened(const struct server *s, const char **url)
{
	struct db	*d;
	char		 sql[160];

	if ((*url = getenv(s->variable)) == NULL)
		cr_skip("%s is not set", s->variable);
	cr_assert_eq(db_open(&d, *url, NULL, &e), RC_OK, "%s", e.msg);
	snprintf(table, sizeof(table), "rml_test_%ld", (long)getpid());
	snprintf(sql, sizeof(sql), "CREATE TABLE %s (k VARCHAR(40) PRIMARY KEY, t %s, n %s, "
	    "i INTEGER)", table, s->text, s->number);
	cr_assert_eq(db_exec(d, sql, NULL, 0, NULL, &e), RC_OK, "%s", e.msg);
	return d;
}

static void
fill(struct db *d, const char *big)
{
	static const char *const	cols[] = { "k", "t", "n", "i" };
	struct db_bulk	*b;
	char		 k[16], i[16];

	cr_assert_eq(db_begin(d, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(db_bulk_begin(&b, d, table, cols, 4, &e), RC_OK, "%s", e.msg);
	for (int r = 0; r < 1000; r++) {
		snprintf(k, sizeof(k), "K%04d", r);
		snprintf(i, sizeof(i), "%d", r);
		cr_assert_eq(db_bulk_add(b, (struct str[]){ str_of(k), str_of(r == 5 ? big :
		    r % 3 == 0 ? NULL : r % 3 == 1 ? "" : "한글 Φ45×32"), str_of("2.25"), str_of(i) },
		    &e), RC_OK, "%s", e.msg);
	}
	cr_assert_eq(db_bulk_end(b, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(db_commit(d, &e), RC_OK, "%s", e.msg);
}

ParameterizedTestParameters(server, what_goes_in_comes_out)
{
	return cr_make_param_array(struct server, servers, sizeof(servers) / sizeof(servers[0]));
}

ParameterizedTest(struct server *s, server, what_goes_in_comes_out)
{
	const char	*url;
	struct db	*d = opened(s, &url);
	char		*big = malloc(40001);
	char		 sql[128];
	struct rows	*r;
	int64_t		 n;
	bool		 more;
	int		 rows = 0;

	memset(big, 'x', 40000);
	big[40000] = '\0';
	fill(d, big);
	snprintf(sql, sizeof(sql), "SELECT k, t, n, i FROM %s ORDER BY k", table);
	cr_assert_eq(db_query(d, sql, NULL, 0, &r, &e), RC_OK, "%s", e.msg);
	for (; rows_next(r, &more, &e) == RC_OK && more; rows++) {
		struct str	want = str_of(rows == 5 ? big : rows % 3 == 0 ? NULL :
		    rows % 3 == 1 ? "" : "한글 Φ45×32");
		double		v;

		cr_assert(str_eq(r->cells[1], want), "row %d", rows);
		cr_assert(str_double(r->cells[2], &v) && v == 2.25);
		cr_assert(str_int64(r->cells[3], &n) && n == rows);
	}
	rows_close(r);
	cr_assert_eq(rows, 1000, "%s", e.msg);
	cr_assert_eq(exec(d, "INSERT INTO %s (k) VALUES ('K0001')", NULL), RC_BUSY);
	cr_assert_eq(db_exec(d, "SELECT k FROM rml_nope", NULL, 0, NULL, &e), RC_NOTFOUND);
	cr_assert_eq(db_begin(d, &e), RC_OK);
	cr_assert_eq(exec(d, "DELETE FROM %s", &n), RC_OK);
	cr_assert_eq(n, 1000);
	db_rollback(d);
	snprintf(sql, sizeof(sql), "SELECT COUNT(*) FROM %s", table);
	cr_assert_eq(db_get_int(d, sql, NULL, 0, &n, &e), RC_OK);
	cr_assert_eq(n, 1000);
	free(big);
	closed(d);
}

ParameterizedTestParameters(server, items_are_found_and_nothing_is_written)
{
	return cr_make_param_array(struct server, servers, sizeof(servers) / sizeof(servers[0]));
}

ParameterizedTest(struct server *s, server, items_are_found_and_nothing_is_written)
{
	struct erp_views	 v = { .item_view = table, .item_key = "k",
	    .routing_view = table, .routing_item = "k", .routing_sequence = "i" };
	const struct item_source	*src;
	const char		*url;
	struct db		*d = opened(s, &url);
	struct arena		*a = arena_new(0);
	struct record		 one, *list;
	char			 upper[32];
	struct erp		*p;
	size_t			 n;

	fill(d, "big");
	cr_assert_eq(exec(d, "UPDATE %s SET k = ' Odd-Key' WHERE k = 'K0008'", NULL), RC_OK, "%s",
	    e.msg);
	cr_assert_eq(erp_open(&p, url, &v, NULL, &e), RC_OK, "%s", e.msg);
	src = erp_items(p);
	cr_assert_eq(src->item(src->ctx, "k0002", a, &one, &e), RC_OK, "%s", e.msg);
	cr_assert(str_eq(record_get(&one, "t"), str_of("한글 Φ45×32")));
	cr_assert_eq(src->item(src->ctx, "ODD-KEY", a, &one, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(src->item(src->ctx, "none", a, &one, &e), RC_NOTFOUND);
	cr_assert_eq(src->routings(src->ctx, "K0002", a, &list, &n, &e), RC_OK);
	cr_assert_eq(n, 1);
	cr_assert_eq(erp_search(p, "k00 한글", (const char *const[]){ "t" }, 1, "K0005", 3, a, &list,
	    &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 3);
	cr_assert(str_eq(record_get(&list[0], "k"), str_of("K0011")));
	cr_assert_eq(exec(erp_db(p), "DELETE FROM %s", NULL), RC_DENIED);
	erp_close(p);
	/* Upper case is meant for lower where nothing else is there. */
	snprintf(upper, sizeof(upper), "RML_TEST_%ld", (long)getpid());
	v.item_view = v.routing_view = upper;
	v.item_key = v.routing_item = "K";
	cr_assert_eq(erp_open(&p, url, &v, NULL, &e), RC_OK, "%s", e.msg);
	src = erp_items(p);
	cr_assert_eq(src->item(src->ctx, "k0002", a, &one, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(erp_search(p, "k00 한글", (const char *const[]){ "T" }, 1, "K0005", 3, a, &list,
	    &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 3);
	erp_close(p);
	v.item_view = "rml_nope";
	cr_assert_eq(erp_open(&p, url, &v, NULL, &e), RC_INVAL);
	cr_assert_not_null(strstr(e.msg, "ERP_ITEM_VIEW"), "%s", e.msg);
	arena_free(a);
	closed(d);
}

ParameterizedTestParameters(server, every_type_has_one_spelling)
{
	return cr_make_param_array(struct server, servers, sizeof(servers) / sizeof(servers[0]));
}

ParameterizedTest(struct server *s, server, every_type_has_one_spelling)
{
	static const char *const	sql[] = {
		"SELECT CAST(12.3400 AS NUMERIC(18,4)), CAST(-0.5 AS NUMERIC(9,3)), "
		"CAST(246.4 AS DOUBLE PRECISION), CAST(0.1 AS REAL), CAST(9000000000000000000 AS BIGINT), "
		"CAST('1899-12-30' AS DATE), CAST('9999-12-31 23:59:59.997' AS TIMESTAMP), "
		"CAST('2999-12-31' AS TIMESTAMP), CAST(1 AS BOOLEAN), CAST('ab' AS CHAR(5)), "
		"CAST('6f9619ff-8b86-d011-b42d-00c04fc964ff' AS UUID), CAST('가🔩 ' AS VARCHAR(9)), "
		"CAST('' AS VARCHAR(9)), CAST(NULL AS VARCHAR(9))",
		"SELECT CAST(12.3400 AS DECIMAL(18,4)), CAST(-0.5 AS DECIMAL(9,3)), "
		"CAST(246.4 AS FLOAT), CAST(0.1 AS REAL), CAST(9000000000000000000 AS BIGINT), "
		"CAST('1899-12-30' AS DATE), CAST('9999-12-31 23:59:59.997' AS DATETIME2), "
		"CAST('2999-12-31' AS DATETIME2), CAST(1 AS BIT), CAST('ab' AS CHAR(5)), "
		"CAST('6f9619ff-8b86-d011-b42d-00c04fc964ff' AS UNIQUEIDENTIFIER), "
		"CAST(N'가🔩 ' AS NVARCHAR(9)), CAST('' AS NVARCHAR(9)), CAST(NULL AS NVARCHAR(9))",
	};
	static const char *const	want[] = { "12.34", "-0.5", "246.4", "0.1",
		"9000000000000000000", "1899-12-30", "9999-12-31 23:59:59.997", "2999-12-31", "1", "ab",
		"6F9619FF-8B86-D011-B42D-00C04FC964FF", "가🔩 ", "", NULL };
	const char	*url;
	struct db	*d = opened(s, &url);
	struct rows	*r;
	bool		 more;

	cr_assert_eq(db_query(d, sql[strcmp(s->variable, "MSSQL_TEST_URL") == 0], NULL, 0, &r, &e),
	    RC_OK, "%s", e.msg);
	cr_assert(rows_next(r, &more, &e) == RC_OK && more, "%s", e.msg);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		cr_expect(str_eq(r->cells[i], str_of(want[i])), "%zu: %.*s, not %s", i,
		    (int)r->cells[i].len, r->cells[i].s != NULL ? r->cells[i].s : "",
		    want[i] != NULL ? want[i] : "NULL");
	cr_expect_eq(r->lost, 0);
	rows_close(r);
	closed(d);
}
