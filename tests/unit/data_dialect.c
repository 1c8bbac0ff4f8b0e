#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/base/str.h"
#include "core/data/db_priv.h"

Test(dialect, errors_mean_the_same_everywhere)
{
	static const struct {
		enum db_dialect	 k;
		const char	*state;
		int		 native;
		const char	*message;
		enum rc		 want;
	} t[] = {
	{ DB_SQLITE, "HY000", 5, "database is locked", RC_IO },
	{ DB_SQLITE, "HY000", 517, "database is locked", RC_IO },
	{ DB_SQLITE, "HY000", 19, "UNIQUE constraint failed: t.a (19)", RC_BUSY },
	{ DB_SQLITE, "HY000", 19, "FOREIGN KEY constraint failed (19)", RC_BUSY },
	{ DB_SQLITE, "HY000", 19, "NOT NULL constraint failed: t.a (19)", RC_INVAL },
	{ DB_SQLITE, "HY000", 1, "no such table: t (1)", RC_NOTFOUND },
	{ DB_SQLITE, "HY000", 1, "near \"selec\": syntax error (1)", RC_IO },
	{ DB_SQLITE, "HY000", 26, "file is not a database (26)", RC_CORRUPT },
	{ DB_SQLITE, "HY000", 8, "attempt to write a readonly database", RC_DENIED },
	{ DB_SQLITE, "HY000", 13, "database or disk is full", RC_IO },
	{ DB_POSTGRESQL, "23505", 7, "", RC_BUSY },
	{ DB_POSTGRESQL, "40001", 7, "", RC_IO },
	{ DB_POSTGRESQL, "23502", 7, "", RC_INVAL },
	{ DB_POSTGRESQL, "42P01", 7, "", RC_NOTFOUND },
	{ DB_POSTGRESQL, "25006", 7, "", RC_DENIED },
	{ DB_POSTGRESQL, "57014", 7, "", RC_IO },
	{ DB_MSSQL, "23000", 2627, "", RC_BUSY },
	{ DB_MSSQL, "23000", 515, "", RC_INVAL },
	{ DB_MSSQL, "42S02", 208, "", RC_NOTFOUND },
	{ DB_MSSQL, "23000", 547, "The INSERT statement conflicted with the FOREIGN KEY constraint",
	    RC_BUSY },
	{ DB_MSSQL, "23000", 547, "The INSERT statement conflicted with the CHECK constraint",
	    RC_INVAL },
	{ DB_MSSQL, "S1000", 33557097, "column \"e\" does not exist", RC_NOTFOUND },
	{ DB_MSSQL, "S1000", 33557097, "relation \"e\" does not exist", RC_NOTFOUND },
	{ DB_MSSQL, "40001", 1205, "", RC_IO },
	{ DB_MSSQL, "HYT00", 0, "", RC_IO },
	{ DB_ACCESS, "HY000", 1, "Couldn't parse SQL", RC_NOTFOUND },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		cr_assert_eq(dialect_error(t[i].k, t[i].state, t[i].native, t[i].message), t[i].want,
		    "row %zu", i);
}

Test(dialect, a_lost_server_is_told_from_a_refused_statement)
{
	cr_assert(dialect_lost(DB_POSTGRESQL, "57P01", 7));
	cr_assert(dialect_lost(DB_MSSQL, "08S01", 20006));
	cr_assert(dialect_lost(DB_MSSQL, "HYT00", 0));
	cr_assert_not(dialect_lost(DB_POSTGRESQL, "57014", 7));
	cr_assert_not(dialect_lost(DB_POSTGRESQL, "23505", 7));
	cr_assert_not(dialect_lost(DB_SQLITE, "HY000", 0));
}

/* FreeTDS declares VARCHAR(8000) and NVARCHAR(4000) and cuts what is longer without a word. */
Test(dialect, a_text_too_long_for_varchar_is_bound_as_long)
{
	struct db	freetds = { .dialect = DB_MSSQL, .nvarchar = true };
	struct db	microsoft = { .dialect = DB_MSSQL, .nvarchar = true, .wide = true };
	struct db	postgresql = { .dialect = DB_POSTGRESQL, .wide = true };
	static char	text[9000];

	memset(text, 'x', sizeof(text));
	cr_expect_eq(stmt_text_type(&freetds, text, 8000), SQL_VARCHAR);
	cr_expect_eq(stmt_text_type(&freetds, text, 8001), SQL_LONGVARCHAR);
	cr_expect_eq(stmt_text_type(&microsoft, text, 4000), SQL_WVARCHAR);
	cr_expect_eq(stmt_text_type(&microsoft, text, 4001), SQL_WLONGVARCHAR);
	cr_expect_eq(stmt_text_type(&postgresql, text, 9000), SQL_WVARCHAR);
	memcpy(text, "\xea\xb0\x80", 3);
	cr_expect_eq(stmt_text_type(&freetds, text, 4000), SQL_WVARCHAR);
	cr_expect_eq(stmt_text_type(&freetds, text, 4001), SQL_WLONGVARCHAR);
}

Test(dialect, text_goes_to_utf16_and_back)
{
	static const char	text[] = "a한글Φ😀";
	struct buf		w, b;

	buf_init(&w);
	buf_init(&b);
	wide_from_utf8(text, strlen(text), &w);
	cr_assert_eq(w.len, 2 * 6);
	wide_to_utf8(w.p, w.len, &b);
	cr_assert_str_eq(buf_str(&b), text);
	buf_clear(&b);	/* half a pair, and an odd byte at the end */
	wide_to_utf8((const char[]){ 0x3d, (char)0xd8, 'x', 0, 'y' }, 5, &b);
	cr_assert_str_eq(buf_str(&b), "\xef\xbf\xbdx");
	buf_fini(&w);
	buf_fini(&b);
}

Test(dialect, a_bulk_insert_stays_below_every_limit)
{
	for (size_t n = 1; n < 2000; n++) {
		cr_assert_leq(dialect_bulk_rows(DB_MSSQL, n), 1000);	/* rows of VALUES */
		cr_assert(dialect_bulk_rows(DB_MSSQL, n) == 1 ||
		    dialect_bulk_rows(DB_MSSQL, n) * n <= 2100);
		cr_assert_geq(dialect_bulk_rows(DB_SQLITE, n), 1);
	}
}
