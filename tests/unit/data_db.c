#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/data/db.h"

static char		dir[64], url[128];
static struct err	e;

static void
setup(void)
{
	strcpy(dir, "/tmp/routing-ml-data.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	snprintf(url, sizeof(url), "sqlite:///%s/t.db", dir);
}

static void
teardown(void)
{
	file_remove_tree(dir, NULL);
}

TestSuite(db, .init = setup, .fini = teardown);

static struct db *
opened(const struct db_options *o)
{
	struct db	*d;

	cr_assert_eq(db_open(&d, url, o, &e), RC_OK, "%s", e.msg);
	return d;
}

static void
must(struct db *d, const char *sql)
{
	cr_assert_eq(db_exec(d, sql, NULL, 0, NULL, &e), RC_OK, "%s: %s", sql, e.msg);
}

static int64_t
count(struct db *d, const char *sql)
{
	int64_t	n = -1;

	cr_assert_eq(db_get_int(d, sql, NULL, 0, &n, &e), RC_OK, "%s: %s", sql, e.msg);
	return n;
}

Test(db, null_is_not_the_empty_text)
{
	struct db	*d = opened(NULL);
	struct db_value	 v[] = { db_text(""), db_text(NULL), db_text("한글 Φ45×32") };
	struct rows	*r;
	bool		 more;

	must(d, "CREATE TABLE t (a TEXT, b TEXT, c TEXT)");
	cr_assert_eq(db_exec(d, "INSERT INTO t VALUES (?, ?, ?)", v, 3, NULL, &e), RC_OK,
	    "%s", e.msg);
	cr_assert_eq(db_query(d, "SELECT * FROM t", NULL, 0, &r, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(rows_next(r, &more, &e), RC_OK);
	cr_assert(more);
	cr_assert_eq(r->ncols, 3);
	cr_assert_str_eq(r->names[2], "c");
	cr_assert_not_null(r->cells[0].s);
	cr_assert_eq(r->cells[0].len, 0);
	cr_assert_null(r->cells[1].s);
	cr_assert(str_eq(r->cells[2], str_of("한글 Φ45×32")));
	cr_assert_eq(rows_next(r, &more, &e), RC_OK);
	cr_assert_not(more);
	rows_close(r);
	db_close(d);
}

Test(db, values_of_any_length_come_whole)
{
	static const size_t	lens[] = { 1, 254, 255, 256, 1022, 1023, 1024, 1025, 70000 };
	struct db	*d = opened(NULL);
	char		*s = malloc(70001);
	struct rows	*r;
	bool		 more;

	must(d, "CREATE TABLE t (n INTEGER, s TEXT, z TEXT)");
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		memset(s, 'a' + (int)i, lens[i]);
		s[lens[i]] = '\0';
		s[lens[i] - 1] = '!';
		cr_assert_eq(db_exec(d, "INSERT INTO t VALUES (?, ?, ?)",
		    (struct db_value[]){ db_int(lens[i]), db_text(s), db_text("z") }, 3, NULL,
		    &e), RC_OK, "%s", e.msg);
	}
	cr_assert_eq(db_query(d, "SELECT n, s, z FROM t ORDER BY n", NULL, 0, &r, &e), RC_OK);
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		cr_assert_eq(rows_next(r, &more, &e), RC_OK);
		cr_assert(more);
		cr_assert_eq(r->cells[1].len, lens[i], "%zu, not %zu", r->cells[1].len, lens[i]);
		cr_assert_eq(r->cells[1].s[lens[i] - 1], '!');
		cr_assert(lens[i] == 1 || r->cells[1].s[lens[i] / 2 - 1] == 'a' + (int)i);
		cr_assert(str_eq(r->cells[2], str_of("z")));
	}
	rows_close(r);
	free(s);
	db_close(d);
}

Test(db, bytes_that_are_no_text_are_replaced)
{
	struct db	*d = opened(NULL);
	char		 s[64];

	must(d, "CREATE TABLE t (a TEXT)");
	must(d, "INSERT INTO t VALUES (CAST(x'41ff42' AS TEXT))");
	cr_assert_eq(db_get_text(d, "SELECT a FROM t", NULL, 0, s, sizeof(s), &e), RC_OK);
	cr_assert_str_eq(s, "A\xef\xbf\xbd" "B");
	cr_assert_eq(db_get_text(d, "SELECT 'four'", NULL, 0, s, 4, &e), RC_INVAL);
	cr_assert_eq(db_get_text(d, "SELECT a FROM t WHERE a = 'x'", NULL, 0, s, sizeof(s),
	    &e), RC_NOTFOUND);
	db_close(d);
}

/* An age-old Korean system's text: 가공 and 연마 as CP949, 똠 that only CP949 has. */
Test(db, text_in_the_code_page_cp949_is_read_as_such)
{
	struct db	*d = opened(NULL);
	struct rows	*r;
	bool		 more;

	must(d, "CREATE TABLE t (a TEXT, b TEXT)");
	must(d, "INSERT INTO t VALUES (CAST(x'B0A1B0F8204F4420BFACB8B6' AS TEXT), CAST(x'8C63' AS TEXT))");
	must(d, "INSERT INTO t VALUES ('가공', 'x')");
	cr_assert_eq(db_query(d, "SELECT a, b FROM t ORDER BY rowid", NULL, 0, &r, &e), RC_OK);
	cr_assert_eq(rows_next(r, &more, &e), RC_OK);
	cr_expect(str_eq(r->cells[0], str_of("가공 OD 연마")), "%.*s", (int)r->cells[0].len,
	    r->cells[0].s);
	cr_expect(str_eq(r->cells[1], str_of("똠")), "%.*s", (int)r->cells[1].len, r->cells[1].s);
	cr_expect_eq(r->lost, ROWS_RECODED);
	cr_assert_eq(rows_next(r, &more, &e), RC_OK);
	cr_expect(str_eq(r->cells[0], str_of("가공")));
	cr_expect_eq(r->lost, 0);
	rows_close(r);
	db_close(d);
}

Test(db, a_unique_index_that_refuses_is_a_conflict)
{
	struct db	*d = opened(NULL);
	int64_t		 n;

	must(d, "CREATE TABLE t (a TEXT PRIMARY KEY, b INTEGER NOT NULL)");
	cr_assert_eq(db_exec(d, "INSERT INTO t VALUES ('x', 1)", NULL, 0, &n, &e), RC_OK);
	cr_assert_eq(n, 1);
	cr_assert_eq(db_exec(d, "INSERT INTO t VALUES ('x', 2)", NULL, 0, NULL, &e), RC_BUSY);
	cr_assert_not_null(strstr(e.msg, "UNIQUE"), "%s", e.msg);
	cr_assert_eq(db_exec(d, "INSERT INTO t VALUES ('y', NULL)", NULL, 0, NULL, &e), RC_INVAL);
	cr_assert_eq(db_exec(d, "INSERT INTO nope VALUES (1)", NULL, 0, NULL, &e), RC_NOTFOUND);
	cr_assert_eq(db_exec(d, "UPDATE t SET b = 3 WHERE a = 'z'", NULL, 0, &n, &e), RC_OK);
	cr_assert_eq(n, 0);
	db_close(d);
}

Test(db, closing_takes_back_what_is_open)
{
	struct db	*d = opened(NULL);

	must(d, "CREATE TABLE t (a TEXT)");
	cr_assert_eq(db_begin(d, &e), RC_OK);
	must(d, "INSERT INTO t VALUES ('x')");
	cr_assert_eq(db_begin(d, &e), RC_BUSY);
	db_close(d);
	d = opened(NULL);
	cr_assert_eq(count(d, "SELECT COUNT(*) FROM t"), 0);
	cr_assert_eq(db_begin(d, &e), RC_OK);
	must(d, "INSERT INTO t VALUES ('x')");
	cr_assert_eq(db_commit(d, &e), RC_OK);
	cr_assert_eq(count(d, "SELECT COUNT(*) FROM t"), 1);
	db_close(d);
}

Test(db, a_read_only_connection_prepares_nothing_but_a_query)
{
	static const char *const	bad[] = {
		"DELETE FROM t", "INSERT INTO t VALUES (1)", "PRAGMA query_only = 0",
		"SELECT 1; DELETE FROM t", "WITH x AS (SELECT 1) DELETE FROM t",
		"WITH x AS (DELETE FROM t RETURNING a) SELECT * FROM x", "", " -- SELECT\n",
		"/* SELECT */ DROP TABLE t", "SELECT a INTO u FROM t", "EXEC sp_who",
		"SELECT 'it''s' FROM t; --\nDELETE FROM t", "ATTACH 'x' AS y",
		"SELECT 1 ] DELETE FROM t ]", "SELECT 'x' 'y'' DELETE' DELETE FROM t",
	};
	static const char *const	good[] = {
		"SELECT a FROM t", " -- why\n select a from t;", "/* a b */ SELECT 'DELETE' FROM t",
		"WITH x AS (SELECT a FROM t) SELECT * FROM x", "SELECT [a] AS \"update\" FROM t; ",
		"SELECT a AS updated, 'x''; DROP TABLE t' FROM t", "SELECT replace(a, 'x', 'y') FROM t",
	};
	struct db	*d = opened(NULL);
	struct rows	*r;

	must(d, "CREATE TABLE t (a TEXT)");
	db_close(d);
	d = opened(&(struct db_options){ .read_only = true });
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_assert_eq(db_exec(d, bad[i], NULL, 0, NULL, &e), RC_DENIED, "%s", bad[i]);
		cr_assert_eq(db_query(d, bad[i], NULL, 0, &r, &e), RC_DENIED, "%s", bad[i]);
	}
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		cr_assert_eq(db_query(d, good[i], NULL, 0, &r, &e), RC_OK, "%s: %s", good[i],
		    e.msg);
		rows_close(r);
	}
	cr_assert_eq(db_begin(d, &e), RC_DENIED);
	db_close(d);
}

Test(db, a_file_that_must_exist_is_not_made)
{
	struct db	*d;
	struct db_options	exist = { .must_exist = true }, read = { .read_only = true };

	cr_assert_eq(db_open(&d, url, &exist, &e), RC_IO);
	cr_assert_eq(db_open(&d, url, &read, &e), RC_IO);
	cr_assert_not_null(strstr(e.msg, "t.db: No such file"), "%s", e.msg);
	cr_assert_eq(access(url + strlen("sqlite:///"), F_OK), -1);
	strcpy(strrchr(url, '/'), "/no/t.db");
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_IO);
	cr_assert_not_null(strstr(e.msg, "/no: No such file"), "%s", e.msg);
}

Test(db, a_file_that_is_no_database_is_said_to_be_none)
{
	struct db	*d;

	cr_assert_eq(file_write(url + strlen("sqlite:///"), "this is no database, but a text "
	    "that is long enough to be looked at as a database's first page, says SQLite", 107,
	    &e), RC_OK);
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_CORRUPT, "%s", e.msg);
}

Test(db, numbers_are_bound_as_numbers)
{
	struct db	*d = opened(NULL);
	char		 s[64];

	cr_assert_eq(db_get_text(d, "SELECT typeof(?) || typeof(?) || typeof(?) || typeof(?)",
	    (struct db_value[]){ db_int(INT64_MIN), db_real(0.1), db_text("1"), db_text(NULL) }, 4,
	    s, sizeof(s), &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(s, "integerrealtextnull");
	cr_assert_eq(db_get_text(d, "SELECT ?", (struct db_value[]){ db_int(INT64_MIN) }, 1, s,
	    sizeof(s), &e), RC_OK);
	cr_assert_str_eq(s, "-9223372036854775808");
	db_close(d);
}

Test(db, bulk_rows_arrive_as_they_were)
{
	static const char *const	cols[] = { "a", "b c", "d" };
	struct db	*d = opened(&(struct db_options){ .bulk_load = true });
	struct db_bulk	*b;
	char		*big = malloc(5000);
	char		 s[32];

	memset(big, 'x', 4999);
	big[4999] = '\0';
	must(d, "CREATE TABLE t (a INTEGER, \"b c\" TEXT, d REAL)");
	cr_assert_eq(db_begin(d, &e), RC_OK);
	cr_assert_eq(db_bulk_begin(&b, d, "t", cols, 3, &e), RC_OK, "%s", e.msg);
	for (int i = 0; i < 1000; i++) {
		snprintf(s, sizeof(s), "%d", i);
		struct str	v[] = { str_of(s),
		    str_of(i % 7 == 0 ? NULL : i % 7 == 1 ? "" : i % 7 == 2 ? big : "가"),
		    str_of("1.5") };
		cr_assert_eq(db_bulk_add(b, v, &e), RC_OK, "%s", e.msg);
	}
	cr_assert_eq(db_bulk_end(b, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(db_commit(d, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(count(d, "SELECT COUNT(*) FROM t WHERE typeof(a) = 'integer' AND d = 1.5"), 1000);
	cr_assert_eq(count(d, "SELECT SUM(a) FROM t"), 499500);
	cr_assert_eq(count(d, "SELECT COUNT(*) FROM t WHERE \"b c\" IS NULL AND a % 7 = 0"), 143);
	cr_assert_eq(count(d, "SELECT COUNT(*) FROM t WHERE \"b c\" = '' AND a % 7 = 1"), 143);
	cr_assert_eq(count(d, "SELECT COUNT(*) FROM t WHERE length(\"b c\") = 4999"), 143);
	cr_assert_eq(count(d, "SELECT COUNT(*) FROM t WHERE \"b c\" = '가'"), 571);
	free(big);
	db_close(d);
}

Test(db, a_bulk_row_that_is_refused_is_an_error)
{
	static const char *const	cols[] = { "a" };
	struct db	*d = opened(NULL);
	struct db_bulk	*b;
	struct str	 v = str_of("1");

	must(d, "CREATE TABLE t (a INTEGER PRIMARY KEY)");
	cr_assert_eq(db_bulk_begin(&b, d, "t", cols, 1, &e), RC_OK);
	cr_assert_eq(db_bulk_add(b, &v, &e), RC_OK);
	cr_assert_eq(db_bulk_add(b, &v, &e), RC_OK);
	cr_assert_eq(db_bulk_end(b, &e), RC_BUSY);
	db_close(d);
}

Test(db, names_are_quoted_for_the_dialect)
{
	struct db	*d = opened(NULL);
	struct buf	 b;

	buf_init(&b);
	db_quote_name(d, "dbo.a b", &b);
	cr_assert_str_eq(buf_str(&b), "[dbo].[a b]");
	buf_clear(&b);
	db_quote_name(d, "a]\"b", &b);
	cr_assert_str_eq(buf_str(&b), "\"a]\"\"b\"");
	buf_clear(&b);
	db_quote_name(d, "[dbo].\"my.view\".`c`", &b);
	cr_assert_str_eq(buf_str(&b), "\"dbo\".\"my.view\".\"c\"");	/* a ] stands in it */
	buf_clear(&b);
	db_quote_name(d, "dbo.\"my \"\"view\"\"\"", &b);
	cr_assert_str_eq(buf_str(&b), "[dbo].[my \"view\"]");
	buf_clear(&b);
	db_quote_name(d, "\"half", &b);
	cr_assert_str_eq(buf_str(&b), "[\"half]");
	buf_fini(&b);
	db_close(d);
}

Test(db, a_writer_waits_for_the_other_up_to_its_limit, .timeout = 30)
{
	struct db	*d = opened(NULL), *w = opened(&(struct db_options){ .query_seconds = 1 });
	uint64_t	 began, took;

	must(d, "CREATE TABLE t (a TEXT)");
	cr_assert_eq(db_begin(d, &e), RC_OK);
	began = clock_mono_us();
	cr_assert_eq(db_begin(w, &e), RC_IO);
	took = clock_mono_us() - began;
	cr_assert(took > 800000 && took < 1600000, "%llu us", (unsigned long long)took);
	cr_assert_not_null(strstr(e.msg, "another writer held the database for over 1 s"), "%s",
	    e.msg);
	cr_assert_eq(db_exec(w, "INSERT INTO t VALUES ('x')", NULL, 0, NULL, &e), RC_IO);
	cr_assert_eq(db_commit(d, &e), RC_OK);
	must(w, "INSERT INTO t VALUES ('x')");
	db_close(w);
	db_close(d);
}

/* Where the drivers are not installed the error is another one, and as silent. */
Test(db, a_server_that_is_away_is_said_to_be_without_the_password, .timeout = 30)
{
	static const char *const	away[] = { "postgresql://u:hunter2@127.0.0.1:1/d",
	    "mssql://u:hunter2@127.0.0.1:1/d", "odbc:DSN=none;UID=u;PWD=hunter2" };
	struct db	*d;

	for (size_t i = 0; i < sizeof(away) / sizeof(away[0]); i++) {
		enum rc	rc = db_open(&d, away[i],
		    &(struct db_options){ .connect_seconds = 2 }, &e);

		cr_assert(rc == RC_IO || (rc == RC_INVAL && strstr(e.msg, "no ODBC driver")),
		    "%s: %s", away[i], e.msg);
		cr_assert_null(strstr(e.msg, "hunter2"), "%s", e.msg);
		cr_assert_null(d);
	}
}
