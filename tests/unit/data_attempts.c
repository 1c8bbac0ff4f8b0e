/* How many wrong passwords are too many, and for whom. */
#include "config.h"

#include <sys/wait.h>

#include "core/base/clock.h"
#include "core/data/attempts.h"
#include "tests/unit/data_site.h"

TestSuite(attempts, .init = site_setup, .fini = site_teardown);

enum { MOST = 4, SECONDS = 600 };

static int64_t	id, left;

static enum rc
tries(const char *account, const char *address)
{
	return attempts_begin(d, account, address, MOST, SECONDS, &id, &left, &e);
}

Test(attempts, a_name_has_one_key_however_it_is_typed)
{
	static const char *const	same[][2] = {
		{ "bob", "bob" }, { " BOB ", "bob" }, { "ADTEST\\Bob", "bob" },
		{ "bob@ad.test", "bob" }, { "bób", "bob" }, { "bo\xcc\x81" "b", "bob" },
		{ "\xef\xbd\x82ob", "bob" }, { "JOSÉ", "jose" }, { "김철수", "김철수" },
		{ "ADTEST\\김철수", "김철수" }, { "", "" }, { "ÆØ", "\xc3\xa6o" },
		{ "Ж", "ж" } };
	char				out[ATTEMPTS_ACCOUNT_SIZE], longer[600];

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		attempts_account(same[i][0], out);
		cr_expect_str_eq(out, same[i][1], "%s: %s", same[i][0], out);
	}
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	attempts_account(longer, out);
	cr_expect_eq(strlen(out), 64, "it is a key of its own");
}

Test(attempts, strangers_leave_the_last_one_to_where_he_is_known)
{
	cr_assert_eq(tries("kim", "10.0.0.5"), RC_OK, "%s", e.msg);
	cr_assert_eq(attempts_good(d, "kim", "10.0.0.5", &e), RC_OK, "%s", e.msg);
	for (int i = 0; i < MOST - 1; i++)
		cr_expect_eq(tries("kim", "10.9.9.9"), RC_OK, "%d: %s", i, e.msg);
	cr_expect_eq(tries("kim", "10.9.9.9"), RC_BUSY);
	cr_expect_eq(tries("kim", "10.9.9.8"), RC_BUSY, "from anywhere else");
	cr_expect(left > 0 && left <= SECONDS, "%lld", (long long)left);
	cr_expect_eq(tries("lee", "10.9.9.9"), RC_OK, "others are not concerned");
	cr_expect_eq(tries("kim", "10.0.0.5"), RC_OK, "he himself still has one");
	cr_expect_eq(tries("kim", "10.0.0.5"), RC_BUSY, "and no more than the domain allows");
	cr_assert_eq(attempts_undo(d, id == 0 ? 1 : id, &e), RC_OK);
}

Test(attempts, a_good_one_begins_anew_and_one_that_was_not_looked_at_does_not_count)
{
	for (int i = 0; i < 20; i++) {
		cr_assert_eq(tries("kim", "10.0.0.5"), RC_OK, "%d", i);
		cr_assert_eq(attempts_undo(d, id, &e), RC_OK);
	}
	for (int i = 0; i < MOST - 1; i++)
		cr_assert_eq(tries("kim", "10.0.0.5"), RC_OK);
	cr_assert_eq(attempts_good(d, "kim", "10.0.0.5", &e), RC_OK);
	for (int i = 0; i < MOST; i++)
		cr_expect_eq(tries("kim", "10.0.0.5"), RC_OK, "%d", i);
	cr_expect_eq(tries("kim", "10.0.0.5"), RC_BUSY);
	must("UPDATE login_attempts SET at = at - 601");
	cr_expect_eq(tries("kim", "10.0.0.5"), RC_OK, "after a while");
}

Test(attempts, an_address_that_tries_many_names_does_not_shut_the_plant_behind_it_out)
{
	cr_assert_eq(tries("kim", "10.0.0.1"), RC_OK);
	cr_assert_eq(attempts_good(d, "kim", "10.0.0.1", &e), RC_OK);
	for (int i = 0; i < ATTEMPTS_ADDRESS; i++)
		cr_assert_eq(tries(arena_printf(a, "name%d", i), "10.0.0.1"), RC_OK, "%d", i);
	cr_expect_eq(tries("one more", "10.0.0.1"), RC_BUSY);
	cr_expect_eq(tries("one more", "10.0.0.2"), RC_OK);
	cr_expect_eq(tries("kim", "10.0.0.1"), RC_OK, "who logged in from there may go on");
}

/* Each process counts what it was allowed. */
Test(attempts, many_at_once_are_no_way_round, .timeout = 60)
{
	int	fd[2];
	char	c;
	int	allowed = 0;

	cr_assert_eq(pipe(fd), 0);
	for (int i = 0; i < 6; i++) {
		if (fork() != 0)
			continue;
		struct db	*own;

		if (db_open(&own, url, NULL, &e) != RC_OK)
			_exit(1);
		for (int k = 0; k < 4; k++)
			if (attempts_begin(own, "kim", "10.0.0.7", MOST, SECONDS, &id, &left,
			    &e) == RC_OK && write(fd[1], "x", 1) != 1)
				_exit(1);
		db_close(own);
		_exit(0);
	}
	close(fd[1]);
	for (int i = 0; i < 6; i++) {
		int	status;

		cr_assert_neq(wait(&status), -1);
		cr_expect_eq(status, 0);
	}
	while (read(fd[0], &c, 1) == 1)
		allowed++;
	close(fd[0]);
	cr_expect_eq(allowed, MOST - 1);
}
