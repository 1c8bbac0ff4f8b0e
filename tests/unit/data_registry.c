#include "config.h"

#include <sys/wait.h>

#include <signal.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/data/registry.h"
#include "tests/unit/data_site.h"

TestSuite(runs, .init = site_setup, .fini = site_teardown);
TestSuite(versions, .init = site_setup, .fini = site_teardown);

static const struct run_request	ask = { .label = "first", .activate = "never",
	.actor = "kim", .request = "{}" };

static int64_t
added(void)
{
	int64_t	id;

	cr_assert_eq(registry_run_add(d, &ask, 60, &id, &e), RC_OK, "%s", e.msg);
	return id;
}

static struct run
got(int64_t id)
{
	struct run	r;

	cr_assert_eq(registry_run_get(d, id, a, &r, &e), RC_OK, "%s", e.msg);
	return r;
}

/* A child that starts the run and waits to be killed. */
static pid_t
child_running(int64_t id)
{
	int	fd[2];
	char	c;
	pid_t	pid;

	cr_assert_eq(pipe(fd), 0);
	if ((pid = fork()) == 0) {
		struct db	*own;

		if (db_open(&own, url, NULL, &e) != RC_OK ||
		    registry_run_start(own, id, &e) != RC_OK || write(fd[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	close(fd[1]);
	cr_assert_eq(read(fd[0], &c, 1), 1, "the child could not start the run");
	close(fd[0]);
	return pid;
}

Test(runs, one_run_goes_from_queued_to_completed)
{
	int64_t		 id = added();
	bool		 cancelled = true;
	struct run	 r = got(id);

	cr_assert_str_eq(r.status, "queued");
	cr_assert_str_eq(r.requested_by, "kim");
	cr_assert_str_eq(r.started_at, "");
	cr_assert_eq(registry_run_start(d, id, &e), RC_OK);
	cr_assert_eq(registry_run_start(d, id, &e), RC_BUSY);
	cr_assert_eq(registry_run_progress(d, id, "times", 0.5, 12, 60, &cancelled, &e), RC_OK);
	cr_assert_not(cancelled);
	r = got(id);
	cr_assert_str_eq(r.status, "running");
	cr_assert_str_eq(r.stage, "times");
	cr_assert_float_eq(r.progress, 0.5, 1e-9);
	cr_assert_float_eq(r.eta_seconds, 12, 1e-9);
	cr_assert_eq(registry_run_end(d, id, "completed", "0123456789abcdef", NULL, "{\"a\":1}", &e),
	    RC_OK);
	r = got(id);
	cr_assert_str_eq(r.status, "completed");
	cr_assert_str_eq(r.version, "0123456789abcdef");
	cr_assert_str_eq(r.result, "{\"a\":1}");
	cr_assert_str_neq(r.finished_at, "");
	cr_assert_eq(registry_run_end(d, id, "failed", NULL, "no", NULL, &e), RC_BUSY);
	cr_assert_eq(registry_run_get(d, id + 1, a, &r, &e), RC_NOTFOUND);
}

Test(runs, a_second_run_is_refused_and_the_first_is_named)
{
	int64_t	id = added(), other;

	cr_assert_eq(registry_run_add(d, &ask, 60, &other, &e), RC_BUSY);
	cr_assert_not_null(strstr(e.msg, "run 1 first is queued"), "%s", e.msg);
	cr_assert_eq(registry_run_start(d, id, &e), RC_OK);
	cr_assert_eq(registry_run_add(d, &ask, 60, &other, &e), RC_BUSY);
	cr_assert_eq(registry_run_end(d, id, "failed", NULL, "out of disk", NULL, &e), RC_OK);
	cr_assert_gt(added(), id);
}

Test(runs, the_database_itself_refuses_two_active_runs)
{
	added();
	cr_assert_eq(db_exec(d, "INSERT INTO runs (status, active, label, activate, note, "
	    "requested_by, request, dry_run, created_at, host, boot, pid, pid_started, "
	    "heartbeat_at, lease_seconds) SELECT status, active, label, activate, note, "
	    "requested_by, request, dry_run, created_at, host, boot, pid, pid_started, "
	    "heartbeat_at, lease_seconds FROM runs", NULL, 0, NULL, &e), RC_BUSY);
}

Test(runs, a_killed_process_leaves_a_failed_run)
{
	int64_t	id = added();
	pid_t	pid = child_running(id);

	cr_assert_str_eq(got(id).status, "running");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	cr_assert_str_eq(got(id).status, "failed");
	cr_assert_not_null(strstr(got(id).error, "process ended"));
	cr_assert_gt(added(), id);
}

Test(runs, a_zombie_is_dead)
{
	int64_t		id = added();
	pid_t		pid = child_running(id);
	siginfo_t	si;

	kill(pid, SIGKILL);
	cr_assert_eq(waitid(P_PID, pid, &si, WEXITED | WNOWAIT), 0);
	cr_assert_str_eq(got(id).status, "failed");
	waitpid(pid, NULL, 0);
}

Test(runs, a_pid_used_again_is_not_the_run)
{
	int64_t	id = added();

	cr_assert_eq(registry_run_start(d, id, &e), RC_OK);
	cr_assert_str_eq(got(id).status, "running");
	must("UPDATE runs SET pid_started = pid_started - 1");
	cr_assert_str_eq(got(id).status, "failed");
}

Test(runs, elsewhere_only_the_heartbeat_counts)
{
	int64_t	id = added();

	cr_assert_eq(registry_run_start(d, id, &e), RC_OK);
	must("UPDATE runs SET host = 'another', pid = 999999999");
	cr_assert_str_eq(got(id).status, "running");
	must("UPDATE runs SET heartbeat_at = heartbeat_at - 100");
	cr_assert_str_eq(got(id).status, "failed");
	cr_assert_not_null(strstr(got(id).error, "lease"));
	cr_assert_eq(registry_run_progress(d, id, "late", 0.9, 1, 60, NULL, &e), RC_CANCELLED);
}

Test(runs, a_run_that_nobody_begins_fails)
{
	int64_t	id = added();

	must("UPDATE runs SET heartbeat_at = heartbeat_at - 100");
	cr_assert_gt(added(), id);
	cr_assert_str_eq(got(id).status, "failed");
}

Test(runs, cancelling_ends_a_queued_run_and_asks_a_running_one)
{
	int64_t	id = added();
	bool	cancelled = false;
	pid_t	pid;

	cr_assert_eq(registry_run_cancel(d, id + 1, &e), RC_NOTFOUND);
	cr_assert_eq(registry_run_cancel(d, id, &e), RC_OK);
	cr_assert_str_eq(got(id).status, "cancelled");
	cr_assert_eq(registry_run_cancel(d, id, &e), RC_BUSY);
	cr_assert_eq(registry_run_start(d, id, &e), RC_BUSY);

	id = added();
	cr_assert_eq(registry_run_start(d, id, &e), RC_OK);
	cr_assert_eq(registry_run_cancel(d, id, &e), RC_OK);
	cr_assert_str_eq(got(id).status, "running");
	cr_assert(got(id).cancel_asked);
	cr_assert_eq(registry_run_progress(d, id, "x", 0, -1, 60, &cancelled, &e), RC_OK);
	cr_assert(cancelled);
	cr_assert_eq(registry_run_end(d, id, "cancelled", NULL, "asked to stop", NULL, &e), RC_OK);

	id = added();
	pid = child_running(id);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	cr_assert_eq(registry_run_cancel(d, id, &e), RC_OK);
	cr_assert_str_eq(got(id).status, "cancelled");
}

Test(runs, lists_go_from_the_newest_in_pages)
{
	struct run	*r;
	size_t		 n;

	for (int i = 0; i < 5; i++)
		cr_assert_eq(registry_run_cancel(d, added(), &e), RC_OK);
	cr_assert_eq(registry_runs(d, 0, 3, a, &r, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 3);
	cr_assert_eq(r[0].run_id, 5);
	cr_assert_eq(registry_runs(d, r[2].run_id, 3, a, &r, &n, &e), RC_OK);
	cr_assert_eq(n, 2);
	cr_assert_eq(r[1].run_id, 1);
}

/* Six processes add and end runs as fast as they can: one at a time wins, and nobody is told
 * of a locked database. */
Test(runs, many_processes_get_one_run_at_a_time, .timeout = 60)
{
	enum { PROCESSES = 6, ROUNDS = 25 };
	pid_t	pid[PROCESSES];

	for (int p = 0; p < PROCESSES; p++)
		if ((pid[p] = fork()) == 0) {
			struct db	*own;
			int64_t		 id;
			int		 done = 0;
			enum rc		 rc;

			if (db_open(&own, url, NULL, &e) != RC_OK)
				_exit(2);
			while (done < ROUNDS) {
				rc = registry_run_add(own, &ask, 60, &id, &e);
				if (rc == RC_BUSY && strncmp(e.msg, "run ", 4) == 0) {
					usleep(1000);
					continue;
				}
				if (rc != RC_OK || registry_run_start(own, id, &e) != RC_OK ||
				    registry_run_progress(own, id, "s", 0.1, 1, 60, NULL,
				    &e) != RC_OK || registry_run_end(own, id, "completed", "", "",
				    "", &e) != RC_OK) {
					fprintf(stderr, "%s\n", e.msg);
					_exit(1);
				}
				done++;
			}
			db_close(own);
			_exit(0);
		}
	for (int p = 0; p < PROCESSES; p++) {
		int	status;

		waitpid(pid[p], &status, 0);
		cr_assert_eq(status, 0, "a process failed");
	}
	cr_assert_eq(count("SELECT COUNT(*) FROM runs WHERE status = 'completed'"),
	    PROCESSES * ROUNDS);
}

Test(versions, labels_are_checked)
{
	static const char *const	good[] = { "a", "smoke-test-v1", "2026.11_x", "첫번째-모델",
	    "1234567890123456789012345678901234567890123456789012345678901234" };
	static const char *const	bad[] = { "", "../../x", "a/b", ".hidden", "-x", "a b", "a\\b",
	    "a\n", "\xff", "가 나", "a'b", "“x”",
	    "12345678901234567890123456789012345678901234567890123456789012345" };
	struct run_request	q = ask;
	int64_t			id;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		cr_assert_eq(registry_label_check(good[i], &e), RC_OK, "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_assert_eq(registry_label_check(bad[i], &e), RC_INVAL, "%s", bad[i]);
		cr_assert_str_eq(e.field, "version_label");
	}
	q.label = "../../x";
	cr_assert_eq(registry_run_add(d, &q, 60, &id, &e), RC_INVAL);
	cr_assert_eq(registry_label_check(NULL, &e), RC_INVAL);
}

#define V1	"1111111111111111"
#define V2	"2222222222222222"
#define V3	"3333333333333333"

static void
add(const char *version, const char *label)
{
	struct version	v = { .version = version, .sha256 = version, .label = label,
	    .metrics = "{}" };

	cr_assert_eq(registry_version_add(d, &v, &e), RC_OK, "%s", e.msg);
}

Test(versions, a_label_means_the_version_that_got_it_last)
{
	struct version	v, bad = { .version = V1, .sha256 = "other" };

	add(V1, "base");
	add(V2, "base");
	cr_assert_eq(registry_version_get(d, "base", a, &v, &e), RC_OK);
	cr_assert_str_eq(v.version, V2);
	add(V1, "best");	/* trained again: the same bytes */
	cr_assert_eq(registry_version_get(d, "best", a, &v, &e), RC_OK);
	cr_assert_str_eq(v.version, V1);
	cr_assert_str_eq(v.label, "best");
	cr_assert_eq(registry_version_get(d, V2, a, &v, &e), RC_OK);
	cr_assert_eq(registry_version_get(d, "nope", a, &v, &e), RC_NOTFOUND);
	cr_assert_eq(registry_version_add(d, &bad, &e), RC_BUSY);
	bad.version = "../x";
	cr_assert_eq(registry_version_add(d, &bad, &e), RC_INVAL);
}

Test(versions, the_active_one_cannot_be_removed)
{
	struct version	v;

	add(V1, "one");
	add(V2, "two");
	cr_assert_eq(registry_activation_add(d, V1, "kim", "better", &e), RC_OK);
	cr_assert_eq(registry_version_remove(d, V1, &by_nobody, &e), RC_BUSY);
	cr_assert_eq(registry_version_remove(d, V2, &by_nobody, &e), RC_OK);
	cr_assert_eq(registry_version_remove(d, V2, &by_nobody, &e), RC_NOTFOUND);
	cr_assert_eq(registry_version_get(d, "two", a, &v, &e), RC_NOTFOUND);
	cr_assert_eq(registry_version_get(d, "one", a, &v, &e), RC_OK);
	cr_assert(v.active);
}

Test(versions, lists_go_from_the_newest_in_pages)
{
	struct version	*v;
	size_t		 n;

	add(V1, NULL);
	add(V2, NULL);
	add(V3, NULL);
	cr_assert_eq(registry_versions(d, "", 2, a, &v, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 2);
	cr_assert_str_eq(v[0].version, V3);
	cr_assert_eq(registry_versions(d, V2, 2, a, &v, &n, &e), RC_OK);
	cr_assert_eq(n, 1);
	cr_assert_str_eq(v[0].version, V1);
	cr_assert_eq(registry_versions(d, "", 0, a, &v, &n, &e), RC_OK);
	cr_assert_eq(n, 0);
}

Test(versions, history_says_what_was_live_at_an_instant)
{
	struct activation	*x;
	size_t			 n;

	add(V1, NULL);
	add(V2, NULL);
	cr_assert_eq(registry_activation_add(d, V1, "kim", "first", &e), RC_OK);
	cr_assert_eq(registry_activation_add(d, V2, "lee", "second", &e), RC_OK);
	cr_assert_eq(registry_activation_add(d, V2, "lee", "again", &e), RC_OK);
	cr_assert_eq(registry_activation_add(d, V3, "lee", "unknown", &e), RC_NOTFOUND);
	must("UPDATE activations SET activated_at = '2026-01-01T12:00:00.500Z' WHERE id = 1");
	must("UPDATE activations SET activated_at = '2026-02-01T00:00:00.000Z' WHERE id = 2");
	cr_assert_eq(registry_activations(d, "", 10, a, &x, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 2);
	cr_assert_str_eq(x[0].version, V2);
	cr_assert_str_eq(x[0].previous, V1);
	cr_assert_str_eq(x[0].actor, "lee");
	cr_assert_eq(registry_activations(d, "2026-01-01T12:00:00Z", 10, a, &x, &n, &e), RC_OK);
	cr_assert_eq(n, 0);
	cr_assert_eq(registry_activations(d, "2026-01-01T12:00:01Z", 10, a, &x, &n, &e), RC_OK);
	cr_assert_eq(n, 1);
	cr_assert_str_eq(x[0].version, V1);
	cr_assert_eq(registry_activations(d, "2026-02-01T08:59:59+09:00", 10, a, &x, &n, &e), RC_OK);
	cr_assert_str_eq(x[0].version, V1);
	cr_assert_eq(registry_activations(d, "2026-02-01T09:00:00.0+09:00", 10, a, &x, &n, &e), RC_OK);
	cr_assert_str_eq(x[0].version, V2);
	cr_assert_eq(registry_activations(d, "yesterday", 10, a, &x, &n, &e), RC_INVAL);
	cr_assert_eq(registry_activations(d, "2026-02-30T00:00:00Z", 1, a, &x, &n, &e), RC_INVAL);
	cr_assert_str_eq(e.field, "at");
}
