#include "config.h"

#include <unistd.h>

#include "core/data/erp.h"
#include "tests/unit/data_site.h"

static struct erp	*erp;
static const struct erp_views	views = { .item_view = "ITEMS", .item_key = "ITEM_CD",
	.routing_view = "ROUTINGS", .routing_item = "ITEM_CD", .routing_routing = "ROUT_NO",
	.routing_sequence = "PROC_SEQ" };

static void
setup(void)
{
	site_setup();
	snprintf(url, sizeof(url), "sqlite:///%s/erp.db", dir);
	db_close(d);
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_OK, "%s", e.msg);
	must("CREATE TABLE base (ITEM_CD TEXT, ITEM_NM TEXT, ITEM_SPEC TEXT)");
	must("CREATE INDEX base_key ON base (ITEM_CD)");
	must("CREATE VIEW ITEMS AS SELECT * FROM base");
	must("CREATE TABLE ROUTINGS (ITEM_CD TEXT, ROUT_NO TEXT, PROC_SEQ TEXT, JOB_CD TEXT)");
	must("INSERT INTO base VALUES ('ITEM_A001', 'Seal ring', 'Φ45×32'), ('ITEM_A002', '씰링 100%', NULL),"
	    " ('item_b001', 'gland_x', 'D120'), ('  Odd_Key ', 'padded', ''), ('Mixed', 'first', ''), "
	    "('mixed', 'second', ''), ('부품-1', '한글', ''), (NULL, 'no key', '')");
	must("INSERT INTO ROUTINGS VALUES ('ITEM_A001', 'R2', '10', 'C'), ('ITEM_A001', 'R1', '100', 'B'), "
	    "('ITEM_A001', 'R1', '20', 'A'), ('odd_KEY', 'R1', '1', 'X')");
	cr_assert_eq(erp_open(&erp, url, &views, NULL, &e), RC_OK, "%s", e.msg);
}

static void
teardown(void)
{
	erp_close(erp);
	site_teardown();
}

TestSuite(erp, .init = setup, .fini = teardown);

static const char *
name_of(const char *code)
{
	const struct item_source	*s = erp_items(erp);
	struct record			 r;
	struct str			 name;

	cr_assert_eq(s->item(s->ctx, code, a, &r, &e), RC_OK, "%s: %s", code, e.msg);
	name = record_get(&r, "item_nm");
	return arena_strndup(a, name.s, name.len);
}

Test(erp, an_item_is_found_in_any_spelling)
{
	cr_assert_str_eq(name_of("ITEM_A001"), "Seal ring");
	cr_assert_str_eq(name_of(" item_a001\t"), "Seal ring");
	cr_assert_str_eq(name_of("ITEM_B001"), "gland_x");
	cr_assert_str_eq(name_of("ODD_key"), "padded");
	cr_assert_str_eq(name_of("부품-1"), "한글");
}

Test(erp, the_very_code_wins_over_its_other_spellings)
{
	cr_assert_str_eq(name_of("mixed"), "second");
	cr_assert_str_eq(name_of("Mixed"), "first");
	cr_assert_str_eq(name_of("MIXED"), "second");
}

Test(erp, an_unknown_item_is_not_found)
{
	const struct item_source	*s = erp_items(erp);
	struct record			 r;

	cr_assert_eq(s->item(s->ctx, "ITEM_A00", a, &r, &e), RC_NOTFOUND);
	cr_assert_eq(s->item(s->ctx, "", a, &r, &e), RC_NOTFOUND);
	cr_assert_eq(s->item(s->ctx, "' OR 1=1 --", a, &r, &e), RC_NOTFOUND);
}

Test(erp, null_stays_null_in_a_record)
{
	const struct item_source	*s = erp_items(erp);
	struct record			 r;

	cr_assert_eq(s->item(s->ctx, "ITEM_A002", a, &r, &e), RC_OK);
	cr_assert_null(record_get(&r, "ITEM_SPEC").s);
	cr_assert_str_eq(r.names[2], "ITEM_SPEC");
}

Test(erp, routings_come_in_order_of_routing_and_number)
{
	const struct item_source	*s = erp_items(erp);
	struct record			*r;
	size_t				 n;

	cr_assert_eq(s->routings(s->ctx, "item_a001", a, &r, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 3);
	cr_assert(str_eq(record_get(&r[0], "JOB_CD"), str_of("A")));
	cr_assert(str_eq(record_get(&r[1], "JOB_CD"), str_of("B")));
	cr_assert(str_eq(record_get(&r[2], "JOB_CD"), str_of("C")));
	cr_assert_eq(s->routings(s->ctx, "Odd_Key", a, &r, &n, &e), RC_OK);
	cr_assert_eq(n, 1);
	cr_assert_eq(s->routings(s->ctx, "ITEM_A002", a, &r, &n, &e), RC_OK);
	cr_assert_eq(n, 0);
}

Test(erp, whole_views_stream_with_their_query_text)
{
	const char	*sql;
	struct rows	*r;
	bool		 more;
	int		 n = 0;

	cr_assert_eq(erp_read(erp, "ITEMS", &r, &sql, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(sql, "SELECT * FROM [ITEMS]");
	while (rows_next(r, &more, &e) == RC_OK && more)
		n++;
	rows_close(r);
	cr_assert_eq(n, 8);
	cr_assert_eq(erp_ping(erp, &e), RC_OK);
}

Test(erp, search_wants_every_word_somewhere)
{
	static const char *const	cols[] = { "ITEM_NM", "ITEM_SPEC" };
	struct record	*r;
	size_t		 n;

	cr_assert_eq(erp_search(erp, "seal 45", cols, 2, "", 10, a, &r, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 1);
	cr_assert(str_eq(record_get(&r[0], "ITEM_CD"), str_of("ITEM_A001")));
	cr_assert_eq(erp_search(erp, "seal D120", cols, 2, "", 10, a, &r, &n, &e), RC_OK);
	cr_assert_eq(n, 0);
	cr_assert_eq(erp_search(erp, "씰링", cols, 2, "", 10, a, &r, &n, &e), RC_OK);
	cr_assert_eq(n, 1);
}

Test(erp, search_takes_wildcards_literally)
{
	static const char *const	cols[] = { "ITEM_NM" };
	struct record	*r;
	size_t		 n;

	cr_assert_eq(erp_search(erp, "100%", cols, 1, "", 10, a, &r, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 1);
	cr_assert_eq(erp_search(erp, "%", cols, 1, "", 10, a, &r, &n, &e), RC_OK);
	cr_assert_eq(n, 1);
	cr_assert_eq(erp_search(erp, "d_x", cols, 1, "", 10, a, &r, &n, &e), RC_OK);
	cr_assert_eq(n, 1);
	cr_assert_eq(erp_search(erp, "d_r", cols, 1, "", 10, a, &r, &n, &e), RC_OK);
	cr_assert_eq(n, 0);
	cr_assert_eq(erp_search(erp, "'; DROP TABLE base; --", cols, 1, "", 10, a, &r, &n, &e), RC_OK);
	cr_assert_eq(n, 0);
}

Test(erp, search_pages_by_key)
{
	struct record	*r;
	char		 after[64] = "";
	size_t		 n, all = 0, pages = 0;

	do {
		cr_assert_eq(erp_search(erp, " ", NULL, 0, after, 3, a, &r, &n, &e), RC_OK, "%s",
		    e.msg);
		if (n != 0)
			str_copy(after, sizeof(after), record_get(&r[n - 1], "ITEM_CD"));
		all += n;
		pages++;
	} while (n == 3);
	cr_assert_eq(all, 7, "every item with a key, once");
	cr_assert_eq(pages, 3);
}

Test(erp, a_missing_view_names_its_setting)
{
	struct erp_views	v = views;
	struct erp		*p;

	v.item_view = "dbo.NOPE";
	cr_assert_eq(erp_open(&p, url, &v, NULL, &e), RC_INVAL);
	cr_assert_not_null(strstr(e.msg, "ERP_ITEM_VIEW"), "%s", e.msg);
	cr_assert_not_null(strstr(e.msg, "dbo.NOPE"), "%s", e.msg);
	v = views;
	v.routing_view = "NOPE";
	cr_assert_eq(erp_open(&p, url, &v, NULL, &e), RC_INVAL);
	cr_assert_not_null(strstr(e.msg, "ERP_ROUTING_VIEW"), "%s", e.msg);
	v = views;
	v.work_view = "NOPE";
	cr_assert_eq(erp_open(&p, url, &v, NULL, &e), RC_INVAL);
	cr_assert_not_null(strstr(e.msg, "sets it to none"), "%s", e.msg);
}

Test(erp, a_missing_column_is_named)
{
	static const char *const	cols[] = { "NOPE" };
	struct erp_views	v = views;
	struct erp		*p;
	struct record		*r;
	size_t			 n;

	v.routing_sequence = "SEQ_NO";
	cr_assert_eq(erp_open(&p, url, &v, NULL, &e), RC_INVAL);
	cr_assert_not_null(strstr(e.msg, "has no column SEQ_NO"), "%s", e.msg);
	cr_assert_eq(erp_search(erp, "x", cols, 1, "", 3, a, &r, &n, &e), RC_INVAL);
	cr_assert_not_null(strstr(e.msg, "NOPE"), "%s", e.msg);
}

Test(erp, an_erp_that_is_away_is_an_io_error)
{
	struct erp	*p;
	char		 away[160];

	snprintf(away, sizeof(away), "sqlite:///%s/gone.db", dir);
	cr_assert_eq(erp_open(&p, away, &views, NULL, &e), RC_IO);
	cr_assert_null(p);
}

Test(erp, nothing_can_be_written)
{
	cr_assert_eq(db_exec(erp_db(erp), "DELETE FROM base", NULL, 0, NULL, &e), RC_DENIED);
	cr_assert_eq(count("SELECT COUNT(*) FROM base"), 8);
}
