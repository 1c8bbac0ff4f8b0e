/* /api/trainer/run, status, runs: training runs, each a process of its own. */
#include "config.h"

#include <stdio.h>
#include <limits.h>
#include <string.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/str.h"
#include "core/data/record_json.h"
#include "fcgi/app.h"
#include "fcgi/audited.h"
#include "fcgi/routes.h"
#include "fcgi/spawn.h"

#define RUNS_LIMIT	20
#define RUNS_MOST	200
#define LOG_MOST	((size_t)4 * 1024 * 1024)

static enum rc
request_parse(struct req *r, struct run_request *q, struct err *e)
{
	static const char *const	names[] = { "version_label", "dry_run", "activate", "note",
						NULL };
	const char			*label = NULL;
	enum rc				 rc;

	*q = (struct run_request){ .label = "", .activate = "if_better", .note = "",
	    .actor = r->session.username, .request = "{}" };
	if (r->json == NULL)
		return RC_OK;
	if ((rc = json_only(r->json, names, e)) != RC_OK ||
	    (rc = json_str(r->json, "version_label", false, &label, e)) != RC_OK ||
	    (rc = json_flag(r->json, "dry_run", false, &q->dry_run, e)) != RC_OK ||
	    (rc = json_str(r->json, "activate", false, &q->activate, e)) != RC_OK ||
	    (rc = json_str(r->json, "note", false, &q->note, e)) != RC_OK)
		return rc;
	if (label != NULL) {
		if ((rc = registry_label_check(label, e)) != RC_OK)
			return rc;
		q->label = label;
	}
	if (strcmp(q->activate, "if_better") != 0 && strcmp(q->activate, "always") != 0 &&
	    strcmp(q->activate, "never") != 0)
		return err_field(e, "activate", "activate must be if_better, always or never");
	if (strlen(q->note) > 1000)
		return err_field(e, "note", "note is too long: at most 1000 bytes");
	q->request = json_object_to_json_string_ext(r->json, JSON_C_TO_STRING_PLAIN |
	    JSON_C_TO_STRING_NOSLASHESCAPE);
	return q->request != NULL ? RC_OK : err_set(e, RC_NOMEM, "no memory for a run");
}

static enum rc
log_path(const struct app *a, int64_t run_id, char path[PATH_MAX], struct err *e)
{
	enum rc	rc;

	snprintf(path, PATH_MAX, "%s/runs", a->setup->set.model_directory);
	if ((rc = file_mkdirs(path, e)) != RC_OK)
		return rc;
	if (snprintf(path, PATH_MAX, "%s/runs/%lld.log", a->setup->set.model_directory,
	    (long long)run_id) >= PATH_MAX)
		return err_set(e, RC_IO, "MODEL_DIRECTORY's path is too long");
	return RC_OK;
}

/* The trainer works on the run in its own process; a run that does not start has failed. */
static enum rc
run_start(struct app *a, struct db *d, int64_t run_id, struct err *e)
{
	char		 path[PATH_MAX], id[24];
	const char	*argv[] = { buf_str(&a->setup->trainer), "train", "--run", id, NULL };
	struct spawn	 s = { argv, path, -1, (int)a->setup->set.trainer_nice };
	enum rc		 rc;

	snprintf(id, sizeof(id), "%lld", (long long)run_id);
	if ((rc = log_path(a, run_id, path, e)) == RC_OK)
		rc = spawn_detached(&s, e);
	if (rc != RC_OK)
		registry_run_end(d, run_id, "failed", "", "the trainer could not be started", "",
		    NULL);
	return rc;
}

/* "run 17", as the audit names it. */
static const char *
subject_of(int64_t run_id, char out[32])
{
	snprintf(out, 32, "run %lld", (long long)run_id);
	return out;
}

/* The run's row and the audit's. */
static enum rc
run_add(struct req *r, struct db *d, const struct run_request *q, struct run *out, struct err *e)
{
	struct audit_entry	x = audited(r, "training.request", "");
	char			subject[32];
	int64_t			id = 0;
	enum rc			rc;

	if ((rc = audit_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = registry_run_add(d, q, r->app->setup->set.trainer_lease_seconds, &id, e)) == RC_OK)
		rc = registry_run_get(d, id, r->arena, out, e);
	x.subject = subject_of(id, subject);
	x.after = q->request;
	return audit_end(d, rc, &x, 1, e);
}

/*
 * POST /api/trainer/run
 * {"version_label"?,"dry_run"?,"activate"?: "if_better"|"always"|"never","note"?}
 */
enum rc
h_trainer_run(struct req *r, struct res *res, struct err *e)
{
	struct run_request	 q;
	struct run		 n;
	struct db		*d;
	enum rc			 rc;

	if ((rc = request_parse(r, &q, e)) != RC_OK ||
	    (rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = run_add(r, d, &q, &n, e)) != RC_OK ||
	    (rc = run_start(r->app, d, n.run_id, e)) != RC_OK)
		return rc;
	log_info("train", "%s asked for run %lld%s", r->session.username, (long long)n.run_id,
	    q.dry_run ? ", dry" : "");
	res_header(res, "Location", "/api/trainer/runs/%lld", (long long)n.run_id);
	return res_json(res, 202, run_json(&n), e);
}

/* GET /api/trainer/status: the newest run, or that there was none yet. */
enum rc
h_trainer_status(struct req *r, struct res *res, struct err *e)
{
	static const char *const	none[] = { NULL };
	static const struct run		idle = { .status = "idle", .eta_seconds = -1 };
	struct json_object		*o;
	struct run			*newest;
	struct db			*d;
	size_t				 n;
	enum rc				 rc;

	if ((rc = http_query_only(r, none, e)) != RC_OK ||
	    (rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = registry_runs(d, 0, 1, r->arena, &newest, &n, e)) != RC_OK)
		return rc;
	o = run_json(n > 0 ? newest : &idle);
	if (n == 0)
		json_put(o, "run_id", NULL);
	return res_json(res, 200, o, e);
}

/* GET /api/trainer/runs?limit=&cursor= */
enum rc
h_runs_list(struct req *r, struct res *res, struct err *e)
{
	static const char *const	names[] = { "limit", "cursor", NULL };
	struct json_object		*o, *list;
	struct run			*run;
	struct db			*d;
	size_t				 n;
	long				 limit = RUNS_LIMIT, before = 0;
	enum rc				 rc;

	if ((rc = http_query_only(r, names, e)) != RC_OK ||
	    (rc = http_query_int(r, "limit", 1, RUNS_MOST, &limit, e)) != RC_OK ||
	    (rc = http_query_int(r, "cursor", 1, LONG_MAX, &before, e)) != RC_OK ||
	    (rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = registry_runs(d, before, (size_t)limit + 1, r->arena, &run, &n, e)) != RC_OK)
		return rc;
	o = json_object_new_object();
	list = json_object_new_array();
	for (size_t i = 0; i < n && i < (size_t)limit; i++)
		json_object_array_add(list, run_json(&run[i]));
	json_put(o, "items", list);
	if (n > (size_t)limit) {
		char	cursor[24];

		snprintf(cursor, sizeof(cursor), "%lld", (long long)run[limit - 1].run_id);
		json_put_str(o, "next_cursor", cursor);
	} else
		json_put(o, "next_cursor", NULL);
	return res_json(res, 200, o, e);
}

/* The run whose number stands in the path. */
static enum rc
run_of_path(struct req *r, struct db **d, struct run *out, struct err *e)
{
	int64_t	id;
	enum rc	rc;

	if (!str_int64(str_of(r->args[0]), &id) || id < 1)
		return err_set(e, RC_NOTFOUND, "there is no run %.40s", r->args[0]);
	if ((rc = app_db(r->app, d, e)) != RC_OK)
		return rc;
	return registry_run_get(*d, id, r->arena, out, e);
}

/* GET /api/trainer/runs/{id} */
enum rc
h_runs_get(struct req *r, struct res *res, struct err *e)
{
	struct run	 n;
	struct db	*d;
	enum rc		 rc;

	if ((rc = run_of_path(r, &d, &n, e)) != RC_OK)
		return rc;
	return res_json(res, 200, run_json(&n), e);
}

static enum rc
run_cancel(struct req *r, struct db *d, int64_t id, struct err *e)
{
	char			subject[32];
	struct audit_entry	x = audited(r, "training.cancel", subject_of(id, subject));
	enum rc			rc;

	if ((rc = audit_begin(d, e)) != RC_OK)
		return rc;
	return audit_end(d, registry_run_cancel(d, id, e), &x, 1, e);
}

/* DELETE /api/trainer/runs/{id}: asks it to end. */
enum rc
h_runs_cancel(struct req *r, struct res *res, struct err *e)
{
	struct run	 n;
	struct db	*d;
	enum rc		 rc;

	if ((rc = run_of_path(r, &d, &n, e)) != RC_OK ||
	    (rc = run_cancel(r, d, n.run_id, e)) != RC_OK ||
	    (rc = registry_run_get(d, n.run_id, r->arena, &n, e)) != RC_OK)
		return rc;
	log_info("train", "%s cancelled run %lld", r->session.username, (long long)n.run_id);
	return res_json(res, 202, run_json(&n), e);
}

/* GET /api/trainer/runs/{id}/log: what the trainer printed. */
enum rc
h_runs_log(struct req *r, struct res *res, struct err *e)
{
	static const char	type[] = "text/plain; charset=utf-8";
	char			path[PATH_MAX];
	struct run		n;
	struct db		*d;
	struct buf		text;
	enum rc			rc;

	buf_init(&text);
	if ((rc = run_of_path(r, &d, &n, e)) != RC_OK ||
	    (rc = log_path(r->app, n.run_id, path, e)) != RC_OK)
		goto out;
	if ((rc = file_read(path, LOG_MOST, &text, e)) == RC_OK)
		rc = res_bytes(res, 200, type, buf_str(&text), text.len, e);
	else if (rc == RC_NOTFOUND)	/* run from a shell, which has it on its screen */
		err_set(e, rc, "run %lld has no log here", (long long)n.run_id);
	else if (rc == RC_INVAL)
		rc = err_set(e, RC_IO, "the log of run %lld is too long", (long long)n.run_id);
out:
	buf_fini(&text);
	return rc;
}
