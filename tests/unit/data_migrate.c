#include "config.h"

#include <sys/wait.h>

#include <unistd.h>

#include "core/base/buf.h"
#include "core/data/migrations.h"
#include "tests/unit/data_site.h"

TestSuite(migrate, .init = site_setup, .fini = site_teardown);

Test(migrate, a_second_time_does_nothing)
{
	int	n = 1;

	cr_assert_eq(migrate_up(d, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 0);
	cr_assert_eq(migrate_check(d, &e), RC_OK, "%s", e.msg);
}

Test(migrate, an_empty_database_is_too_old)
{
	struct migration_state	*s;
	struct db		*other;
	size_t			 n;

	snprintf(url, sizeof(url), "sqlite:///%s/other.db", dir);
	cr_assert_eq(db_open(&other, url, NULL, &e), RC_OK);
	cr_assert_eq(migrate_check(other, &e), RC_BUSY);
	cr_assert_not_null(strstr(e.msg, "run routing-ml db migrate"), "%s", e.msg);
	cr_assert_eq(migrate_status(other, a, &s, &n, &e), RC_OK);
	cr_assert_geq(n, 2);
	cr_assert_str_eq(s[0].name, "registry");
	cr_assert_str_empty(s[0].applied_at);
	db_close(other);
}

Test(migrate, a_newer_schema_is_left_alone)
{
	struct migration_state	*s;
	size_t			 states;
	int			 n;

	must("INSERT INTO schema_migrations VALUES (1000, 'future', 'x', 'then')");
	cr_assert_eq(migrate_check(d, &e), RC_BUSY);
	cr_assert_eq(migrate_up(d, &n, &e), RC_BUSY);
	cr_assert_not_null(strstr(e.msg, "install the newer"), "%s", e.msg);
	cr_assert_eq(migrate_status(d, a, &s, &states, &e), RC_OK);
	cr_assert_eq(s[states - 1].number, 1000);
	cr_assert_str_eq(s[states - 1].applied_at, "then");
	cr_assert(!s[states - 1].known && s[0].known);
}

Test(migrate, a_migration_that_was_another_is_noticed)
{
	int	n;

	must("UPDATE schema_migrations SET checksum = 'x' WHERE number = 1");
	cr_assert_eq(migrate_check(d, &e), RC_CORRUPT);
	cr_assert_eq(migrate_up(d, &n, &e), RC_CORRUPT);
}

Test(migrate, a_table_missing_from_a_migrated_database_is_damage)
{
	cr_assert_eq(migrate_check(d, &e), RC_OK, "%s", e.msg);
	must("DROP TABLE sessions");
	cr_assert_eq(db_exec(d, "DELETE FROM sessions", NULL, 0, NULL, &e), RC_CORRUPT);
	cr_assert_not_null(strstr(e.msg, "sessions"), "%s", e.msg);
}

Test(migrate, many_at_once_migrate_once, .timeout = 60)
{
	pid_t	pid[6];
	int	failed = 0;

	if (getenv("REGISTRY_TEST_URL") == NULL)
		snprintf(url, sizeof(url), "sqlite:///%s/fresh.db", dir);
	else
		server_tables_drop(d);
	for (int p = 0; p < 6; p++)
		if ((pid[p] = fork()) == 0) {
			struct db	*own;
			int		 n;

			if (db_open(&own, url, NULL, &e) != RC_OK ||
			    migrate_up(own, &n, &e) != RC_OK) {
				fprintf(stderr, "%s\n", e.msg);
				_exit(100);
			}
			db_close(own);
			_exit(n);
		}
	for (int p = 0; p < 6; p++) {
		int	status;

		waitpid(pid[p], &status, 0);
		cr_assert(WIFEXITED(status));
		failed += WEXITSTATUS(status) == 100;
	}
	cr_assert_eq(failed, 0);
	db_close(d);
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_OK);
	cr_assert_eq(migrate_check(d, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(count("SELECT COUNT(DISTINCT number) FROM schema_migrations"),
	    count("SELECT COUNT(*) FROM schema_migrations"));
}

/* The tables of a dialect with their columns' names: "runs(run_id,status,...)versions(...)". */
static void
describe(enum db_dialect k, struct buf *out)
{
	for (size_t i = 0; i < migrations_count; i++) {
		bool	inside = false;

		if (migrations[i].dialect != k)
			continue;
		for (const char *s = migrations[i].sql; *s != '\0'; s += *s == '\n') {
			size_t	n = strcspn(s, "\n");

			if (strncmp(s, "CREATE TABLE ", 13) == 0) {
				buf_add(out, s + 13, strcspn(s + 13, " "));
				buf_addc(out, '(');
				inside = true;
			} else if (inside && s[0] == ')') {
				buf_addc(out, ')');
				inside = false;
			} else if (inside && s[0] == '\t') {
				buf_add(out, s + 1, strcspn(s + 1, " "));
				buf_adds(out, strstr(s, "NOT NULL") != NULL &&
				    strstr(s, "NOT NULL") < s + n ? "!," : ",");
			} else if (strncmp(s, "CREATE INDEX ", 13) == 0 ||
			    strncmp(s, "CREATE UNIQUE ", 14) == 0) {	/* to the letter */
				buf_add(out, s, n);
			}
			s += n;
		}
	}
}

Test(migrate, the_dialects_describe_the_same_tables)
{
	static const enum db_dialect	others[] = { DB_POSTGRESQL, DB_MSSQL };
	struct buf			ours, theirs;

	buf_init(&ours);
	buf_init(&theirs);
	describe(DB_SQLITE, &ours);
	cr_assert_not_null(strstr(buf_str(&ours), "runs(run_id,status!,"), "%s", buf_str(&ours));
	for (size_t i = 0; i < 2; i++) {
		buf_clear(&theirs);
		describe(others[i], &theirs);
		cr_expect_str_eq(buf_str(&ours), buf_str(&theirs));
	}
	buf_fini(&ours);
	buf_fini(&theirs);
}
