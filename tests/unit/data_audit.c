/* The audit as it is meant to be used: added to, listed, verified, by several at once. */
#include "config.h"

#include <sys/wait.h>

#include <unistd.h>

#include "core/base/clock.h"
#include "core/data/audit.h"
#include "core/data/mappings.h"
#include "core/data/users.h"
#include "tests/unit/data_site.h"

TestSuite(audit, .init = site_setup, .fini = site_teardown);

static struct audit_check	check;

static void
add(const char *actor, const char *action, const char *subject)
{
	const struct audit_entry	x = { .actor = actor, .source = "local", .address = "10.0.0.7",
	    .action = action, .subject = subject };

	cr_assert_eq(audit_add(d, &x, 1, &e), RC_OK, "%s", e.msg);
}

static void
whole(int64_t rows)
{
	cr_assert_eq(audit_verify(d, NULL, &check, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(check.last.id, rows, "%lld", (long long)check.last.id);
}

static const struct audit_row *
newest(void)
{
	struct audit_row	*row;
	size_t			 n;

	cr_assert_eq(audit_list(d, &(struct audit_query){ 0 }, 1, a, &row, &n, &e), RC_OK, "%s",
	    e.msg);
	cr_assert_eq(n, 1);
	return row;
}

Test(audit, nobody_has_done_anything_yet)
{
	struct audit_row	*row;
	size_t			 n;

	whole(0);
	cr_assert_eq(audit_list(d, &(struct audit_query){ 0 }, 10, a, &row, &n, &e), RC_OK, "%s",
	    e.msg);
	cr_expect_eq(n, 0);
}

Test(audit, what_goes_in_comes_out)
{
	static const char		odd[] = " '\"\\;--\t\r\n\x01\x1b[31m\x7f 품목 🔩 e\u0301\xc2\x85 ";
	const struct audit_entry	x = { .actor = "김철수", .source = "ldap", .address = "fe80::1",
	    .action = "user.roles", .subject = odd, .model = "0123456789abcdef", .request_id = "r-1",
	    .before = "{\"role\":\"planner\"}", .after = "{\"역할\":\"admin\"}", .detail = odd };
	const struct audit_row		*row;

	cr_assert_eq(audit_add(d, &x, 1, &e), RC_OK, "%s", e.msg);
	row = newest();
	cr_expect_eq(row->id, 1);
	cr_expect_eq(strlen(row->at), strlen("2026-11-24T03:01:00.123Z"));
	cr_expect_str_eq(row->entry.actor, x.actor);
	cr_expect_str_eq(row->entry.source, x.source);
	cr_expect_str_eq(row->entry.address, x.address);
	cr_expect_str_eq(row->entry.action, x.action);
	cr_expect_str_eq(row->entry.subject, odd);
	cr_expect_str_eq(row->entry.model, x.model);
	cr_expect_str_eq(row->entry.request_id, x.request_id);
	cr_expect_str_eq(row->entry.before, x.before);
	cr_expect_str_eq(row->entry.after, x.after);
	cr_expect_str_eq(row->entry.detail, odd);
	whole(1);
	cr_expect_str_eq(row->hash, check.last.hash);
}

/* Nothing but this test knows the form apart from audit.c: it is told in audit.h for others. */
Test(audit, the_hash_is_sha256_over_netstrings)
{
	const struct audit_row	*row;
	char			 text[600], want[SHA256_HEX];
	int			 n;

	add("kim", "predict", "품목");
	row = newest();
	n = snprintf(text, sizeof(text), "64:%064d,1:1,%zu:%s,3:kim,5:local,8:10.0.0.7,7:predict,"
	    "6:품목,0:,0:,0:,0:,0:,", 0, strlen(row->at), row->at);
	sha256_of(text, (size_t)n, want);
	cr_expect_str_eq(row->hash, want);
}

Test(audit, what_is_too_long_or_no_text_is_cut_and_marked)
{
	static char		 book[200000];
	const struct audit_row	*row;

	memset(book, 'x', sizeof(book) - 1);
	memcpy(book + AUDIT_TEXT - 4, "품", 3);	/* the cut would go through it */
	cr_assert_eq(audit_add(d, &(struct audit_entry){ .actor = "\xff\xc3", .action = "predict",
	    .subject = book, .before = book, .after = "{}", .detail = book }, 1, &e), RC_OK, "%s", e.msg);
	row = newest();
	cr_expect_str_eq(row->entry.actor, "\xef\xbf\xbd\xef\xbf\xbd");
	cr_expect_leq(strlen(row->entry.subject), AUDIT_TEXT);
	cr_expect_str_eq(row->entry.subject + strlen(row->entry.subject) - 4, "x\xe2\x80\xa6");
	cr_expect_eq(strlen(row->entry.detail), AUDIT_DETAIL);
	cr_expect_eq(strncmp(row->entry.before, "{\"bytes\":199999,\"sha256\":\"", 26), 0, "%s",
	    row->entry.before);
	book[AUDIT_JSON] = '\0';	/* the longest that is kept whole */
	cr_assert_eq(audit_add(d, &(struct audit_entry){ .action = "x", .after = book }, 1, &e), RC_OK);
	cr_expect_str_eq(newest()->entry.after, book);
	whole(2);
}

Test(audit, the_database_itself_refuses_to_change_or_remove_a_row)
{
	static const char *const	tries[] = { "UPDATE audit SET actor = 'lee'",
		"DELETE FROM audit", "DELETE FROM audit_head", "UPDATE audit SET id = 7 WHERE id = 2" };
	static const char *const	more[] = { "UPDATE audit_head SET last_id = 1",
		"INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = 1", "TRUNCATE TABLE audit" };

	add("kim", "predict", "A");
	add("kim", "predict", "B");
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		cr_expect_neq(db_exec(d, tries[i], NULL, 0, NULL, &e), RC_OK, "%s", tries[i]);
	for (size_t i = 0; db_dialect(d) != DB_MSSQL && i < sizeof(more) / sizeof(more[0]); i++)
		cr_expect_neq(db_exec(d, more[i], NULL, 0, NULL, &e), RC_OK, "%s", more[i]);
	whole(2);
}

Test(audit, a_list_is_filtered_and_paged_from_the_newest)
{
	struct audit_query	 q = { 0 };
	struct audit_row	*row;
	char			 since[CLOCK_RFC3339_SIZE];
	size_t			 n, seen = 0;

	for (int i = 0; i < 40; i++)
		add(i % 4 == 0 ? "lee" : "kim", i % 2 == 0 ? "predict" : "version.activate",
		    i % 8 == 0 ? "A" : "B");
	for (n = 1; n > 0; seen += n) {
		cr_assert_eq(audit_list(d, &q, 7, a, &row, &n, &e), RC_OK, "%s", e.msg);
		for (size_t i = 0; i < n; i++)
			cr_expect_eq(row[i].id, (int64_t)(40 - seen - i));
		q.before = n > 0 ? row[n - 1].id : 0;
	}
	cr_expect_eq(seen, 40);
	q = (struct audit_query){ .actor = "lee", .subject = "A" };
	cr_assert_eq(audit_list(d, &q, 100, a, &row, &n, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(n, 5);
	q = (struct audit_query){ .action = "version.activate", .actor = "lee" };
	cr_assert_eq(audit_list(d, &q, 100, a, &row, &n, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(n, 0);
	usleep(2000);
	clock_rfc3339(since);
	add("park", "predict", "C");
	q = (struct audit_query){ .since = since };
	cr_assert_eq(audit_list(d, &q, 100, a, &row, &n, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(n, 1);
	q = (struct audit_query){ .until = since };
	cr_assert_eq(audit_list(d, &q, 100, a, &row, &n, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(n, 40);
	q = (struct audit_query){ .until = "tomorrow" };
	cr_expect_eq(audit_list(d, &q, 100, a, &row, &n, &e), RC_INVAL);
	cr_expect_str_eq(e.field, "until");
}

Test(audit, a_change_that_fails_leaves_no_row_and_one_without_its_row_does_not_happen)
{
	const struct audit_entry	x = { .actor = "kim", .action = "mapping.put" };
	struct audit_row		*row;
	int64_t				 version = 5;
	size_t				 n;

	cr_assert_eq(audit_begin(d, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(audit_end(d, mappings_put(d, "{}", "kim", &version, &e), &x, 1, &e), RC_BUSY);
	whole(0);
	version = 0;
	cr_assert_eq(audit_begin(d, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(audit_end(d, mappings_put(d, "{}", "kim", &version, &e), &x, 1, &e), RC_OK);
	whole(1);
	must("DROP TABLE audit_head");
	cr_assert_eq(audit_begin(d, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(audit_end(d, mappings_put(d, "[]", "kim", &version, &e), &x, 1, &e), RC_IO);
	cr_expect_not_null(strstr(e.msg, "nothing was done"), "%s", e.msg);
	cr_expect_eq(count("SELECT COUNT(*) FROM mappings"), 1);
	cr_assert_eq(audit_list(d, &(struct audit_query){ 0 }, 9, a, &row, &n, &e), RC_OK);
	cr_expect_eq(n, 1);
}

Test(audit, a_user_who_is_there_already_is_refused_within_a_change_too)
{
	const struct user	u = { .username = "lee", .role = ROLE_PLANNER, .password_hash = "*" };

	for (int i = 0; i < 2; i++) {
		cr_assert_eq(audit_begin(d, &e), RC_OK, "%s", e.msg);
		cr_expect_eq(audit_end(d, users_add(d, &u, &by_nobody, &e), NULL, 0, &e),
		    i == 0 ? RC_OK : RC_BUSY);
	}
	cr_expect_str_eq(e.msg, "the user lee is there already");
	whole(1);
}

Test(audit, two_hundred_rows_of_a_request_are_one_transaction)
{
	struct audit_entry	x[203] = { 0 };

	for (size_t i = 0; i < 203; i++)
		x[i] = (struct audit_entry){ .actor = "kim", .action = "predict", .subject = "A" };
	cr_assert_eq(audit_add(d, x, 203, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(audit_add(d, x, 0, &e), RC_OK, "%s", e.msg);
	whole(203);
	cr_expect_eq(count("SELECT COUNT(DISTINCT at) FROM audit"), 1);
}

#define PROCESSES	5
#define ROUNDS		12

/* One process of several: adds, and dies in the middle of a transaction. */
static void
work(int p)
{
	const struct audit_entry	x[3] = { { .actor = "a", .action = "predict" },
	    { .actor = "b", .action = "predict" }, { .actor = "c", .action = "predict" } };
	struct db			*own;

	if (db_open(&own, url, NULL, &e) != RC_OK)
		_exit(1);
	for (int i = 0; i < ROUNDS; i++)
		if (audit_add(own, x, 1 + (size_t)((p + i) % 3), &e) != RC_OK) {
			fprintf(stderr, "%s\n", e.msg);
			_exit(1);
		}
	if (audit_begin(own, &e) != RC_OK || db_exec(own, "UPDATE audit_head SET last_id = "
	    "last_id + 1, hash = 'half'", NULL, 0, NULL, &e) != RC_OK)
		_exit(1);
	_exit(0);
}

Test(audit, several_processes_add_to_one_chain_and_a_crash_leaves_it_whole, .timeout = 120)
{
	pid_t	pid[PROCESSES];
	int64_t	rows = 0;
	int	status;

	for (int p = 0; p < PROCESSES; p++) {
		if ((pid[p] = fork()) == 0)
			work(p);
		for (int i = 0; i < ROUNDS; i++)
			rows += 1 + (p + i) % 3;
	}
	/* Verifying meanwhile finds nothing wrong either. */
	for (int i = 0; i < 10; i++)
		cr_expect_eq(audit_verify(d, NULL, &check, &e), RC_OK, "%s", e.msg);
	for (int p = 0; p < PROCESSES; p++) {
		waitpid(pid[p], &status, 0);
		cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	whole(rows);
	add("kim", "predict", "A");
	whole(rows + 1);
}
