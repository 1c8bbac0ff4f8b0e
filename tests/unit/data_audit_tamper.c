/* Somebody who owns the database takes the triggers away and changes what is written. */
#include "config.h"

#include "core/data/audit.h"
#include "core/data/audit_priv.h"
#include "tests/unit/data_site.h"

#define ROWS	12

static struct audit_check	check;
static struct audit_note	noted;		/* the head before anything was done to it */

static void
disarm(void)
{
	static const char *const	of[] = { "", " ON audit", " ON audit_head" };
	static const char *const	names[] = { "audit_no_update", "audit_no_delete",
		"audit_no_replace", "audit_no_change", "audit_no_truncate", "audit_head_no_delete",
		"audit_head_no_truncate", "audit_head_forward" };
	char				sql[100];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		for (size_t k = 0; k < 3; k++) {
			snprintf(sql, sizeof(sql), "DROP TRIGGER %s%s", names[i], of[k]);
			db_exec(d, sql, NULL, 0, NULL, NULL);
		}
}

static void
setup(void)
{
	struct audit_entry	x = { "kim", "local", "10.0.0.7", "predict", "A", "0123456789abcdef",
	    "r-1", "{\"a\":1}", "{\"a\":2}", "why" };

	site_setup();
	for (int i = 0; i < ROWS; i++) {
		x.subject = i % 2 == 0 ? "A" : "B";
		cr_assert_eq(audit_add(d, &x, 1, &e), RC_OK, "%s", e.msg);
	}
	cr_assert_eq(audit_verify(d, NULL, &check, &e), RC_OK, "%s", e.msg);
	noted = check.last;
	cr_assert_eq(audit_verify(d, &noted, &check, &e), RC_OK, "%s", e.msg);
	disarm();
}

TestSuite(audit_tamper, .init = setup, .fini = site_teardown);

static void
found(enum audit_fault fault, int64_t id)
{
	cr_expect_eq(audit_verify(d, NULL, &check, &e), RC_CORRUPT);
	cr_expect_eq(check.fault, fault, "%s, not %s: %s", audit_fault_name(check.fault),
	    audit_fault_name(fault), e.msg);
	cr_expect_eq(check.bad_id, id, "%s", e.msg);
	cr_expect_neq(audit_verify(d, &noted, &check, &e), RC_OK, "by the noted head as well");
}

/* Two rows change places, by their numbers. */
static void
swap(int one, int other)
{
	char	sql[80];
	int	steps[3][2] = { { one, 999 }, { other, one }, { 999, other } };

	for (int i = 0; i < 3; i++) {
		snprintf(sql, sizeof(sql), "UPDATE audit SET id = %d WHERE id = %d", steps[i][1],
		    steps[i][0]);
		must(sql);
	}
}

/* Makes room at `from`: what stood there and behind is one further. */
static void
shift(int from, int by)
{
	char	sql[120];

	snprintf(sql, sizeof(sql), "UPDATE audit SET id = id + 1000 WHERE id >= %d", from);
	must(sql);
	snprintf(sql, sizeof(sql), "UPDATE audit SET id = id - 1000 + %d WHERE id >= 1000", by);
	must(sql);
	snprintf(sql, sizeof(sql), "UPDATE audit_head SET last_id = last_id + %d", by);
	must(sql);
}

/* The whole chain anew from a row on, and the head: whoever owns the database can. */
static void
write_anew(void)
{
	struct str	 text[AUDIT_TEXTS];
	struct audit_note last = { 0, "" };
	struct audit_row *row;
	char		 sql[240];
	size_t		 n;

	memset(last.hash, '0', SHA256_HEX - 1);
	cr_assert_eq(audit_list(d, &(struct audit_query){ 0 }, 1000, a, &row, &n, &e), RC_OK);
	for (size_t i = n; i-- > 0; last.id = row[i].id) {
		const struct audit_entry	*x = &row[i].entry;
		const char			*s[AUDIT_TEXTS] = { row[i].at, x->actor, x->source,
		    x->address, x->action, x->subject, x->model, x->request_id, x->before, x->after,
		    x->detail };

		for (int k = 0; k < AUDIT_TEXTS; k++)
			text[k] = str_of(s[k]);
		audit_link(last.hash, row[i].id, text, last.hash);
		snprintf(sql, sizeof(sql), "UPDATE audit SET hash = '%s' WHERE id = %lld", last.hash,
		    (long long)row[i].id);
		must(sql);
	}
	snprintf(sql, sizeof(sql), "UPDATE audit_head SET last_id = %lld, hash = '%s'",
	    (long long)last.id, last.hash);
	must(sql);
}

static void
changed(const char *column, int64_t id)
{
	char	sql[120];

	snprintf(sql, sizeof(sql), "UPDATE audit SET %s = 'x' WHERE id = %lld", column, (long long)id);
	must(sql);
	found(AUDIT_CHANGED, id);
}

Test(audit_tamper, at_that_is_changed) { changed("at", 5); }
Test(audit_tamper, actor_that_is_changed) { changed("actor", 5); }
Test(audit_tamper, source_that_is_changed) { changed("source", 5); }
Test(audit_tamper, address_that_is_changed) { changed("address", 5); }
Test(audit_tamper, action_that_is_changed) { changed("action", 5); }
Test(audit_tamper, subject_that_is_changed) { changed("subject", 5); }
Test(audit_tamper, model_that_is_changed) { changed("model", 5); }
Test(audit_tamper, request_id_that_is_changed) { changed("request_id", 5); }
Test(audit_tamper, before_that_is_changed) { changed("before_json", 5); }
Test(audit_tamper, after_that_is_changed) { changed("after_json", 5); }
Test(audit_tamper, detail_that_is_changed) { changed("detail", 1); }
Test(audit_tamper, hash_that_is_changed) { changed("hash", ROWS); }

Test(audit_tamper, an_id_that_is_changed)
{
	must("UPDATE audit SET id = 100 WHERE id = 12");
	found(AUDIT_MISSING, 12);
}

Test(audit_tamper, a_row_before_the_first)
{
	must("INSERT INTO audit SELECT -3, at, actor, source, address, action, subject, model, "
	    "request_id, before_json, after_json, detail, hash FROM audit WHERE id = 4");
	found(AUDIT_MOVED, -3);
}

Test(audit_tamper, text_that_goes_from_one_field_to_the_next)
{
	must("UPDATE audit SET actor = 'ki', source = 'mlocal' WHERE id = 4");
	found(AUDIT_CHANGED, 4);
}

Test(audit_tamper, a_removed_row)
{
	must("DELETE FROM audit WHERE id = 5");
	found(AUDIT_MISSING, 5);
}

Test(audit_tamper, the_first_row_removed)
{
	must("DELETE FROM audit WHERE id = 1");
	found(AUDIT_MISSING, 1);
}

Test(audit_tamper, a_removed_row_and_the_gap_closed)
{
	must("DELETE FROM audit WHERE id = 5");
	shift(6, -1);
	found(AUDIT_CHANGED, 5);
}

Test(audit_tamper, the_last_row_removed)
{
	must("DELETE FROM audit WHERE id = 12");
	found(AUDIT_MISSING, 12);
}

Test(audit_tamper, all_rows_removed)
{
	must("DELETE FROM audit");
	found(AUDIT_MISSING, 1);
}

/* With the head set back nothing is left to see it by, but a head that was noted. */
Test(audit_tamper, the_last_row_removed_and_the_head_set_back)
{
	must("DELETE FROM audit WHERE id = 12");
	must("UPDATE audit_head SET last_id = 11, hash = (SELECT hash FROM audit WHERE id = 11)");
	cr_expect_eq(audit_verify(d, NULL, &check, &e), RC_OK);
	cr_expect_eq(audit_verify(d, &noted, &check, &e), RC_CORRUPT);
	cr_expect_eq(check.fault, AUDIT_MISSING);
	cr_expect_eq(check.bad_id, 12);
}

Test(audit_tamper, the_head_alone)
{
	must("UPDATE audit_head SET hash = 'x'");
	found(AUDIT_HEAD, ROWS);
	must("UPDATE audit_head SET last_id = 7");
	found(AUDIT_HEAD, ROWS);
	must("DELETE FROM audit_head");
	found(AUDIT_HEAD, ROWS);
}

Test(audit_tamper, neighbours_swapped)
{
	swap(5, 6);
	found(AUDIT_MOVED, 5);
}

Test(audit_tamper, the_first_two_swapped)
{
	swap(1, 2);
	found(AUDIT_MOVED, 1);
}

Test(audit_tamper, rows_far_apart_swapped)
{
	swap(2, 11);
	found(AUDIT_MOVED, 2);
}

Test(audit_tamper, what_two_rows_say_swapped_but_not_their_hashes)
{
	must("UPDATE audit SET subject = CASE subject WHEN 'A' THEN 'B' ELSE 'A' END WHERE id IN (5, 6)");
	found(AUDIT_CHANGED, 5);
}

Test(audit_tamper, a_row_put_in)
{
	shift(6, 1);
	must("INSERT INTO audit SELECT 6, at, 'nobody', source, address, action, subject, model, "
	    "request_id, before_json, after_json, detail, hash FROM audit WHERE id = 5");
	found(AUDIT_CHANGED, 6);
}

Test(audit_tamper, a_row_put_in_with_its_right_hash)
{
	struct str	text[AUDIT_TEXTS];
	char		five[SHA256_HEX], hash[SHA256_HEX], sql[400];

	for (int i = 0; i < AUDIT_TEXTS; i++)
		text[i] = str_of("x");
	cr_assert_eq(db_get_text(d, "SELECT hash FROM audit WHERE id = 5", NULL, 0, five,
	    sizeof(five), &e), RC_OK);
	audit_link(five, 6, text, hash);
	shift(6, 1);
	snprintf(sql, sizeof(sql), "INSERT INTO audit VALUES (6, 'x', 'x', 'x', 'x', 'x', 'x', 'x', "
	    "'x', 'x', 'x', 'x', '%s')", hash);
	must(sql);
	found(AUDIT_MOVED, 7);
}

Test(audit_tamper, a_row_put_behind_the_last)
{
	struct str	text[AUDIT_TEXTS];
	char		hash[SHA256_HEX], sql[400];

	for (int i = 0; i < AUDIT_TEXTS; i++)
		text[i] = str_of("x");
	audit_link(noted.hash, ROWS + 1, text, hash);
	snprintf(sql, sizeof(sql), "INSERT INTO audit VALUES (%d, 'x', 'x', 'x', 'x', 'x', 'x', 'x', "
	    "'x', 'x', 'x', 'x', '%s')", ROWS + 1, hash);
	must(sql);
	found(AUDIT_HEAD, ROWS + 1);
}

Test(audit_tamper, the_whole_chain_written_anew_is_found_by_a_noted_head)
{
	must("UPDATE audit SET actor = 'lee' WHERE id = 3");
	write_anew();
	cr_expect_eq(audit_verify(d, NULL, &check, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(audit_verify(d, &noted, &check, &e), RC_CORRUPT);
	cr_expect_eq(check.fault, AUDIT_REWRITTEN, "%s", e.msg);
	cr_expect_eq(check.bad_id, ROWS);
}

/* What goes on behind damage is chained to it, and does not hide it. */
Test(audit_tamper, rows_added_behind_damage_do_not_hide_it)
{
	must("DELETE FROM audit WHERE id = 12");
	cr_assert_eq(audit_add(d, &(struct audit_entry){ .action = "predict" }, 1, &e), RC_OK, "%s", e.msg);
	found(AUDIT_MISSING, 12);
	must("DELETE FROM audit_head");
	cr_expect_eq(audit_add(d, &(struct audit_entry){ .action = "predict" }, 1, &e), RC_IO);
}

Test(audit_tamper, a_note_is_read_as_it_is_printed)
{
	struct audit_note	n;
	char			text[100];

	snprintf(text, sizeof(text), "12:%s", noted.hash);
	cr_assert_eq(audit_note_parse(text, &n, &e), RC_OK, "%s", e.msg);
	cr_expect(n.id == 12 && strcmp(n.hash, noted.hash) == 0);
	cr_expect_eq(audit_note_parse("12", &n, &e), RC_INVAL);
	cr_expect_eq(audit_note_parse("12:abc", &n, &e), RC_INVAL);
	text[10] = 'g';
	cr_expect_eq(audit_note_parse(text, &n, &e), RC_INVAL);
	cr_expect_eq(audit_note_parse(text + 2, &n, &e), RC_INVAL);
}
