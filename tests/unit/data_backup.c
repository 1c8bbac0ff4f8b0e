#include "config.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/data/backup.h"
#include "core/data/columns.h"
#include "tests/unit/data_site.h"

TestSuite(backup, .init = site_setup, .fini = site_teardown);

static const char *
in_dir(const char *name)
{
	return arena_printf(a, "%s/%s", dir, name);
}

static int64_t
decisions(const char *path)
{
	struct db	*copy;
	int64_t		 n = -1;

	cr_assert_eq(db_open(&copy, arena_printf(a, "sqlite:///%s", path), &(struct db_options){
	    .must_exist = true }, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(db_get_int(copy, "SELECT COUNT(*) FROM column_choices", NULL, 0, &n, &e), RC_OK,
	    "%s", e.msg);
	db_close(copy);
	return n;
}

/* While another process writes: each copy is of one moment, and sound. */
Test(backup, a_registry_in_use_is_copied_whole, .timeout = 60)
{
	const char	*first = in_dir("50% copy?.db"), *second = in_dir("second.db");
	struct stat	 st;
	pid_t		 writer;
	int64_t		 n;

	if (db_dialect(d) != DB_SQLITE)
		cr_skip("a server makes its own backups");
	if ((writer = fork()) == 0) {
		struct db	*own;
		int64_t		 version = 0;

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (db_open(&own, url, NULL, &e) != RC_OK)
			_exit(1);
		for (int i = 0;; i++) {
			struct column_choice	c = { "A", i % 2, "", NULL, NULL };

			if (columns_decide(own, a, &c, 1, "w", &version, &e) != RC_OK)
				_exit(2);
			arena_reset(a);
		}
	}
	usleep(200000);
	cr_assert_eq(backup_make(d, first, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(backup_make(d, second, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(kill(writer, 0), 0);
	kill(writer, SIGKILL);
	cr_assert_eq(waitpid(writer, &(int){ 0 }, 0), writer);
	cr_assert_eq(stat(second, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
	cr_expect_gt(n = decisions(second), 0);
	cr_assert_eq(db_get_int(d, "SELECT COUNT(*) FROM column_choices", NULL, 0, &(int64_t){ 0 }, &e),
	    RC_OK);
	cr_expect_eq(backup_make(d, second, &e), RC_INVAL, "it takes the place of nothing");
	cr_expect_eq(decisions(second), n);
}

Test(backup, a_damaged_registry_is_no_backup)
{
	const char	*path = in_dir("copy.db");
	struct db	*bad;
	struct buf	 b;

	if (db_dialect(d) != DB_SQLITE)
		cr_skip("a server makes its own backups");
	must("INSERT INTO mappings (body, actor, put_at) VALUES (hex(zeroblob(200000)), '', '')");
	buf_init(&b);
	cr_assert_eq(backup_make(d, path, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(file_read(path, 1 << 24, &b, &e), RC_OK);
	memset(b.p + b.len / 2, 0x5a, b.len / 4);	/* of the notes */
	cr_assert_eq(file_write(in_dir("bad.db"), b.p, b.len, &e), RC_OK);
	buf_fini(&b);
	cr_assert_eq(db_open(&bad, arena_printf(a, "sqlite:///%s", in_dir("bad.db")), NULL, &e), RC_OK,
	    "%s", e.msg);
	cr_expect_neq(backup_make(bad, in_dir("none.db"), &e), RC_OK);
	cr_expect_neq(access(in_dir("none.db"), F_OK), 0, "half a copy was left");
	cr_expect_eq(backup_make(d, in_dir("nowhere/x.db"), &e), RC_IO);
	db_close(bad);
}
