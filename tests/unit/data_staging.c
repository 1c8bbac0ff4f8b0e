/*
 * The staging table as sql/erp's scripts make it: in SQLite, and on a server where one is given
 * (POSTGRESQL_TEST_URL, MSSQL_TEST_URL).
 */
#include "config.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/data/db.h"
#include "core/data/staging.h"

struct place {
	char	dialect[16], variable[24];
};

static struct place	places[] = {
	{ "sqlite", "" }, { "postgresql", "POSTGRESQL_TEST_URL" }, { "mssql", "MSSQL_TEST_URL" },
};

static struct err	e;
static char		url[300], file[80], id[32];

static void
up(const struct place *p)
{
	char		 script[300];
	const char	*src = getenv("srcdir"), *given = p->variable[0] != '\0' ? getenv(p->variable) : NULL;
	struct buf	 sql;
	struct db	*d;

	if (p->variable[0] != '\0' && given == NULL)
		cr_skip("%s is not set", p->variable);
	snprintf(id, sizeof(id), "E-%ld", (long)getpid());
	snprintf(file, sizeof(file), "/tmp/routing-ml-staging.%ld.db", (long)getpid());
	if (given == NULL)
		snprintf(url, sizeof(url), "sqlite:///%s", file);
	else
		snprintf(url, sizeof(url), "%s", given);
	snprintf(script, sizeof(script), "%s/sql/erp/%s/staging.sql", src == NULL ? "." : src, p->dialect);
	buf_init(&sql);
	cr_assert_eq(file_read(script, 1 << 16, &sql, &e), RC_OK, "%s", e.msg);
	*strrchr(sql.p, ';') = '\0';
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(db_exec(d, strstr(sql.p, p->dialect[0] == 'm' ? "IF " : "CREATE "), NULL, 0, NULL,
	    &e), RC_OK, "%s", e.msg);
	db_close(d);
	buf_fini(&sql);
}

static int64_t
count(void)
{
	struct db	*d;
	int64_t		 n = -1;

	cr_assert_eq(db_open(&d, url, NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(db_get_int(d, "SELECT COUNT(*) FROM ROUTING_ML_STAGING WHERE EXPORT_ID = ?",
	    (struct db_value[]){ db_text(id) }, 1, &n, &e), RC_OK, "%s", e.msg);
	db_close(d);
	return n;
}

static void
down(void)
{
	struct db	*d;

	cr_assert_eq(db_open(&d, url, NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(db_exec(d, "DELETE FROM ROUTING_ML_STAGING WHERE EXPORT_ID = ?",
	    (struct db_value[]){ db_text(id) }, 1, NULL, &e), RC_OK, "%s", e.msg);
	db_close(d);
	unlink(file);
}

static const struct staging_operation	ops[] = {
	{ 10, "SAW", "절단", "SAW-01", 1, 12.5, 3.25 },
	{ 20, "TURN", NULL, NULL, -1, NAN, 0 },
	{ 30, "COAT", "코팅", "V-1107", 0, NAN, NAN },
};

static struct staging_export
export(void)
{
	return (struct staging_export){ id, "품목-1", "RT01", "planner", ops, 3 };
}

ParameterizedTestParameters(staging, an_export_is_there_once_whole_or_not_at_all)
{
	return cr_make_param_array(struct place, places, 3);
}

ParameterizedTest(struct place *p, staging, an_export_is_there_once_whole_or_not_at_all)
{
	struct staging_operation	twice[2] = { ops[0], ops[0] };
	struct staging_export		x, other;
	bool				already;

	up(p);
	x = other = export();
	cr_assert_eq(staging_check(url, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(staging_write(url, &x, true, &already, &e), RC_OK, "%s", e.msg);
	cr_expect_not(already);
	cr_expect_eq(count(), 0, "a dry run leaves nothing");
	other.ops = twice;
	other.nops = 2;
	cr_expect_eq(staging_write(url, &other, false, &already, &e), RC_BUSY, "%s", e.msg);
	cr_expect_eq(count(), 0, "half an export was left");
	cr_assert_eq(staging_write(url, &x, false, &already, &e), RC_OK, "%s", e.msg);
	cr_expect_not(already);
	cr_expect_eq(count(), 3);
	cr_assert_eq(staging_write(url, &x, false, &already, &e), RC_OK, "%s", e.msg);
	cr_expect(already);
	cr_expect_eq(count(), 3);
	other.ops = ops;
	cr_expect_eq(staging_write(url, &other, false, &already, &e), RC_BUSY, "another of that id");
	cr_expect_not_null(strstr(e.msg, id), "%s", e.msg);
	cr_expect_eq(count(), 3);
	down();
}

ParameterizedTestParameters(staging, many_who_write_the_same_write_it_once)
{
	return cr_make_param_array(struct place, places, 3);
}

ParameterizedTest(struct place *p, staging, many_who_write_the_same_write_it_once, .timeout = 60)
{
	int	good = 0, status;

	up(p);
	for (int i = 0; i < 4; i++)
		if (fork() == 0) {
			struct staging_export	x = export();
			bool			already, bad = false;

			for (int k = 0; k < 5 && !bad; k++)
				bad = staging_write(url, &x, false, &already, &e) != RC_OK;
			if (bad)
				fprintf(stderr, "%s\n", e.msg);
			_exit(bad);
		}
	while (wait(&status) > 0)
		good += WIFEXITED(status) && WEXITSTATUS(status) == 0;
	cr_expect_eq(good, 4);
	cr_expect_eq(count(), 3);
	down();
}

Test(staging, what_is_missing_is_said_with_the_remedy)
{
	struct staging_export	x = { "E", "I", "R", "a", ops, 0 };
	struct db		*d;
	bool			 already;

	snprintf(file, sizeof(file), "/tmp/routing-ml-staging.%ld.db", (long)getpid());
	snprintf(url, sizeof(url), "sqlite:///%s", file);
	cr_expect_eq(staging_check(url, &e), RC_IO, "there is no such file");
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(staging_check(url, &e), RC_NOTFOUND);
	cr_expect_not_null(strstr(e.msg, "staging.sql"), "%s", e.msg);
	cr_assert_eq(db_exec(d, "CREATE TABLE ROUTING_ML_STAGING (EXPORT_ID TEXT)", NULL, 0, NULL,
	    &e), RC_OK, "%s", e.msg);
	db_close(d);
	cr_expect_eq(staging_check(url, &e), RC_NOTFOUND, "%s", e.msg);
	cr_expect_not_null(strstr(e.msg, "ERP_STAGING_URL"), "%s", e.msg);
	cr_expect_eq(staging_write(url, &x, false, &already, &e), RC_INVAL);
	x.nops = 1;
	x.id = "0123456789012345678901234567890123456789012345678901234567890123456789";
	cr_expect_eq(staging_write(url, &x, false, &already, &e), RC_INVAL);
	unlink(file);
}
