/*
 * Training runs.  A unique index lets one be queued or running; whoever reads runs or adds
 * one first ends what is dead: a running one whose process is gone, or that was not heard of
 * for the time of its lease where its process cannot be seen; a queued one that nobody began.
 */
#include "config.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/data/db_priv.h"
#include "core/data/lease.h"
#include "core/data/registry_priv.h"

/* The run that is queued or running, as far as its life goes. */
struct active {
	int64_t		run_id, heartbeat_at, lease_seconds;
	bool		running, cancel_asked;
	char		label[272];
	struct lease	lease;
};

/* run_id 0: there is none. */
static enum rc
read_active(struct db *d, struct active *out, struct err *e)
{
	struct rows	*r = NULL;
	bool		 more;
	enum rc		 rc;

	*out = (struct active){ 0 };
	if ((rc = db_query(d, "SELECT run_id, status, label, host, boot, pid, pid_started, "
	    "heartbeat_at, lease_seconds, cancel_asked FROM runs WHERE active = 1", NULL, 0, &r,
	    e)) == RC_OK && (rc = rows_next(r, &more, e)) == RC_OK && more) {
		out->run_id = cell_int(r->cells[0]);
		out->running = str_eq(r->cells[1], str_of("running"));
		str_copy(out->label, sizeof(out->label), r->cells[2]);
		str_copy(out->lease.host, sizeof(out->lease.host), r->cells[3]);
		str_copy(out->lease.boot, sizeof(out->lease.boot), r->cells[4]);
		out->lease.pid = cell_int(r->cells[5]);
		out->lease.pid_started = cell_int(r->cells[6]);
		out->heartbeat_at = cell_int(r->cells[7]);
		out->lease_seconds = cell_int(r->cells[8]);
		out->cancel_asked = cell_int(r->cells[9]) != 0;
	}
	rows_close(r);
	return rc;
}

/* Why the run is dead; NULL: it is not. */
static const char *
death(const struct active *x)
{
	bool	late = clock_now() > x->heartbeat_at + x->lease_seconds;

	if (!x->running)
		return late ? "it was queued, but no process began it in time" : NULL;
	switch (lease_alive(&x->lease)) {
	case 1:
		return NULL;
	case 0:
		return "its process ended without a word (killed, out of memory, or the machine "
		    "was restarted)";
	}
	return late ? "its host was not heard of for longer than its lease" : NULL;
}

/* End the run, unless it ended or was heard of meanwhile. */
static enum rc
end_active(struct db *d, const struct active *x, const char *status, const char *why,
    struct err *e)
{
	char	now[CLOCK_RFC3339_SIZE];

	clock_rfc3339(now);
	return db_exec(d, "UPDATE runs SET status = ?, active = 0, error = ?, finished_at = ?, "
	    "eta_seconds = -1 WHERE run_id = ? AND active = 1 AND heartbeat_at = ? AND pid = ?",
	    (struct db_value[]){ db_text(status), db_text(why), db_text(now), db_int(x->run_id),
	    db_int(x->heartbeat_at), db_int(x->lease.pid) }, 6, NULL, e);
}

/* End what is dead.  *x is what is left active; x->run_id 0 if nothing is. */
static enum rc
reap(struct db *d, struct active *x, struct err *e)
{
	const char	*reason;
	enum rc		 rc = read_active(d, x, e);

	if (rc != RC_OK || x->run_id == 0 || (reason = death(x)) == NULL)
		return rc;
	rc = end_active(d, x, x->cancel_asked ? "cancelled" : "failed", reason, e);
	x->run_id = 0;
	return rc;
}

static enum rc
insert_run(struct db *d, const struct run_request *q, int64_t lease_seconds, struct err *e)
{
	char		now[CLOCK_RFC3339_SIZE];
	struct lease	us;

	clock_rfc3339(now);
	lease_self(&us);
	return db_exec(d, "INSERT INTO runs (status, active, label, activate, note, requested_by, "
	    "request, dry_run, created_at, host, boot, pid, pid_started, heartbeat_at, "
	    "lease_seconds) VALUES ('queued', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    (struct db_value[]){ text_or_empty(q->label), text_or_empty(q->activate),
	    text_or_empty(q->note), text_or_empty(q->actor), text_or_empty(q->request),
	    db_int(q->dry_run), db_text(now), db_text(us.host), db_text(us.boot), db_int(us.pid),
	    db_int(us.pid_started), db_int(clock_now()), db_int(lease_seconds) }, 13, NULL, e);
}

static enum rc
busy(const struct active *x, struct err *e)
{
	return err_set(e, RC_BUSY, "run %lld%s%s is %s: wait for its end, or cancel it",
	    (long long)x->run_id, x->label[0] != '\0' ? " " : "", x->label,
	    x->running ? "running" : "queued");
}

enum rc
registry_run_add(struct db *d, const struct run_request *q, int64_t lease_seconds,
    int64_t *run_id, struct err *e)
{
	struct active	x;
	enum rc		rc;

	*run_id = 0;
	if (q->label != NULL && q->label[0] != '\0' &&
	    (rc = registry_label_check(q->label, e)) != RC_OK)
		return rc;
	if ((rc = registry_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = reap(d, &x, e)) == RC_OK && x.run_id != 0)
		rc = busy(&x, e);
	if (rc == RC_OK && (rc = insert_run(d, q, lease_seconds, e)) == RC_OK)
		rc = db_get_int(d, "SELECT MAX(run_id) FROM runs WHERE active = 1", NULL, 0,
		    run_id, e);
	return finish(d, rc, e);
}

/* A run that did not change: it is not there, or not as it would have to be. */
static enum rc
unchanged(struct db *d, int64_t run_id, enum rc rc, struct err *e)
{
	struct db_value	id = db_int(run_id);
	char		status[16];

	if (db_get_text(d, "SELECT status FROM runs WHERE run_id = ?", &id, 1, status,
	    sizeof(status), e) == RC_NOTFOUND)
		return err_set(e, RC_NOTFOUND, "run %lld: there is no such run",
		    (long long)run_id);
	return err_set(e, rc, "run %lld is %s", (long long)run_id, status);
}

enum rc
registry_run_start(struct db *d, int64_t run_id, struct err *e)
{
	char		now[CLOCK_RFC3339_SIZE];
	struct lease	us;
	int64_t		n;
	enum rc		rc;

	clock_rfc3339(now);
	lease_self(&us);
	rc = db_exec(d, "UPDATE runs SET status = 'running', started_at = ?, host = ?, boot = ?, "
	    "pid = ?, pid_started = ?, heartbeat_at = ? WHERE run_id = ? AND status = 'queued'",
	    (struct db_value[]){ db_text(now), db_text(us.host), db_text(us.boot), db_int(us.pid),
	    db_int(us.pid_started), db_int(clock_now()), db_int(run_id) }, 7, &n, e);
	return rc == RC_OK && n == 0 ? unchanged(d, run_id, RC_BUSY, e) : rc;
}

enum rc
registry_run_progress(struct db *d, int64_t run_id, const char *stage, double progress,
    double eta_seconds, int64_t lease_seconds, bool *cancelled, struct err *e)
{
	struct db_value	id = db_int(run_id);
	int64_t		n, asked;
	enum rc		rc;

	rc = db_exec(d, "UPDATE runs SET stage = ?, progress = ?, eta_seconds = ?, "
	    "heartbeat_at = ?, lease_seconds = ? WHERE run_id = ? AND status = 'running'",
	    (struct db_value[]){ text_or_empty(stage), db_real(progress),
	    db_real(eta_seconds >= 0 ? eta_seconds : -1), db_int(clock_now()),
	    db_int(lease_seconds), id }, 6, &n, e);
	if (rc != RC_OK)
		return rc;
	if (n == 0)
		return unchanged(d, run_id, RC_CANCELLED, e);
	if (cancelled == NULL)
		return RC_OK;
	rc = db_get_int(d, "SELECT cancel_asked FROM runs WHERE run_id = ?", &id, 1, &asked, e);
	*cancelled = rc == RC_OK && asked != 0;
	return rc;
}

enum rc
registry_run_end(struct db *d, int64_t run_id, const char *status, const char *version,
    const char *error, const char *result, struct err *e)
{
	bool	done = strcmp(status, "completed") == 0;
	char	now[CLOCK_RFC3339_SIZE];
	int64_t	n;
	enum rc	rc;

	if (!done && strcmp(status, "failed") != 0 && strcmp(status, "cancelled") != 0)
		return err_set(e, RC_INVAL, "a run does not end as \"%s\"", status);
	clock_rfc3339(now);
	rc = db_exec(d, done ? "UPDATE runs SET status = ?, active = 0, version = ?, error = ?, "
	    "result = ?, finished_at = ?, eta_seconds = 0, progress = 1 "
	    "WHERE run_id = ? AND active = 1" :
	    "UPDATE runs SET status = ?, active = 0, version = ?, error = ?, result = ?, "
	    "finished_at = ?, eta_seconds = -1 WHERE run_id = ? AND active = 1",
	    (struct db_value[]){ db_text(status), text_or_empty(version), text_or_empty(error),
	    text_or_empty(result), db_text(now), db_int(run_id) }, 6, &n, e);
	return rc == RC_OK && n == 0 ? unchanged(d, run_id, RC_BUSY, e) : rc;
}

enum rc
registry_run_cancel(struct db *d, int64_t run_id, struct err *e)
{
	struct active	 x;
	const char	*reason = NULL;
	enum rc		 rc;

	if ((rc = registry_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = read_active(d, &x, e)) != RC_OK)
		return finish(d, rc, e);
	if (x.run_id != run_id)
		rc = unchanged(d, run_id, RC_BUSY, e);
	else if (!x.running || (reason = death(&x)) != NULL)
		rc = end_active(d, &x, "cancelled",
		    reason != NULL ? reason : "cancelled before it began", e);
	else
		rc = db_exec(d, "UPDATE runs SET cancel_asked = 1 WHERE run_id = ?",
		    (struct db_value[]){ db_int(run_id) }, 1, NULL, e);
	return finish(d, rc, e);
}

#define RUN_QUERY	"SELECT run_id, status, label, stage, error, version, requested_by, " \
	"activate, note, created_at, started_at, finished_at, request, result, progress, " \
	"eta_seconds, dry_run, cancel_asked FROM runs"

static enum rc
take_run(const struct rows *r, struct arena *a, void *p, struct err *e)
{
	struct run	*x = p;
	const char	**const text[] = { &x->status, &x->label, &x->stage, &x->error,
	    &x->version, &x->requested_by, &x->activate, &x->note, &x->created_at, &x->started_at,
	    &x->finished_at, &x->request, &x->result };

	x->run_id = cell_int(r->cells[0]);
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if ((*text[i] = cell_text(a, r->cells[1 + i])) == NULL)
			return err_set(e, RC_NOMEM, "runs: no memory");
	x->progress = cell_real(r->cells[14]);
	x->eta_seconds = cell_real(r->cells[15]);
	x->dry_run = cell_int(r->cells[16]) != 0;
	x->cancel_asked = cell_int(r->cells[17]) != 0;
	return RC_OK;
}

enum rc
registry_run_get(struct db *d, int64_t run_id, struct arena *a, struct run *out, struct err *e)
{
	struct db_value	 id = db_int(run_id);
	struct active	 x;
	void		*list;
	size_t		 n;
	enum rc		 rc;

	if ((rc = reap(d, &x, e)) != RC_OK || (rc = read_list(d, RUN_QUERY " WHERE run_id = ?",
	    &id, 1, 1, sizeof(*out), take_run, a, &list, &n, e)) != RC_OK)
		return rc;
	if (n == 0)
		return err_set(e, RC_NOTFOUND, "run %lld: there is no such run",
		    (long long)run_id);
	*out = *(struct run *)list;
	return RC_OK;
}

enum rc
registry_runs(struct db *d, int64_t before, size_t limit, struct arena *a, struct run **out,
    size_t *n, struct err *e)
{
	struct db_value	 v = db_int(before > 0 ? before : INT64_MAX);
	struct active	 x;
	struct buf	 sql;
	void		*list = NULL;
	enum rc		 rc;

	*out = NULL;
	*n = 0;
	if ((rc = reap(d, &x, e)) != RC_OK)
		return rc;
	buf_init(&sql);
	buf_adds(&sql, RUN_QUERY " WHERE run_id < ? ORDER BY run_id DESC");
	dialect_limit(db_dialect(d), limit, &sql);
	rc = buf_ok(&sql) ? read_list(d, buf_str(&sql), &v, 1, limit, sizeof(**out), take_run, a,
	    &list, n, e) : err_set(e, RC_NOMEM, "runs: no memory");
	*out = list;
	buf_fini(&sql);
	return rc;
}
