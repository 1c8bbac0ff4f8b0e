#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/str.h"
#include "core/data/activate.h"
#include "core/data/registry.h"
#include "core/tool/person.h"
#include "core/tool/progress.h"
#include "core/tool/trainer.h"
#include "core/train/measure/compare.h"
#include "core/train/measure/evaluate.h"
#include "core/train/train.h"

#define PROGRESS_EVERY_US	500000	/* each telling is a commit */
#define SEED			1	/* of every training, so that versions compare */

struct job {
	struct site		*site;
	struct run		 run;
	struct audit_entry	 by;		/* whose run it is, for the audit */
	struct arena		*arena;		/* holds run's strings */
	struct progress		 bar;
	uint64_t		 told;		/* when the registry was told of progress last */
	bool			 cancelled;	/* somebody asked; else a signal did */
	char			 dir[PATH_MAX];	/* the run's temporary folder, "" for a dry run */
	char			 version[17];
	struct json_object	*metrics;
	struct json_object	*result;	/* what the registry keeps of the end */
};

static volatile sig_atomic_t	ended_by;

static void
on_signal(int sig)
{
	ended_by = sig;
}

static enum rc
on_progress(void *ctx, const char *stage, double done, struct err *e)
{
	struct job	*j = ctx;
	bool		 cancelled = false;
	enum rc		 rc;

	progress_show(&j->bar, stage, done);
	if (ended_by != 0)
		return err_set(e, RC_CANCELLED, "ended by signal %d (%s)", (int)ended_by,
		    strsignal(ended_by));
	if (clock_mono_us() - j->told < PROGRESS_EVERY_US && done < 1)
		return RC_OK;
	j->told = clock_mono_us();
	rc = registry_run_progress(j->site->registry, j->run.run_id, stage, done,
	    progress_eta(&j->bar, done), j->site->settings.trainer_lease_seconds, &cancelled, e);
	if (rc == RC_OK && cancelled) {
		j->cancelled = true;
		rc = err_set(e, RC_CANCELLED, "cancelled on request");
	}
	return rc;
}

/* What a version's folder says of its quality; a file that is not there or not whole is NULL. */
static enum rc
side_read(const struct job *j, const char *folder, struct compare_side *out, struct err *e)
{
	static const char *const	names[2] = { "metrics.json", "outcomes.json" };
	struct json_object		**to[2] = { &out->metrics, &out->outcomes };
	char				path[PATH_MAX];
	enum rc				rc = RC_OK;

	for (int i = 0; i < 2 && rc != RC_NOMEM; i++) {
		snprintf(path, sizeof(path), "%s/%s/%s", j->site->settings.model_directory, folder,
		    names[i]);
		rc = json_read(to[i], path, (size_t)16 << 20, e);
	}
	return rc == RC_NOMEM ? rc : RC_OK;
}

/* Is the new version no worse than the live one?  why, and "comparison" in the run's result, say. */
static enum rc
is_better(struct job *j, bool *go, char *why, size_t size, struct err *e)
{
	struct compare_side	new = { 0 }, live = { 0 };
	struct compare		c = { 0 };
	char			path[PATH_MAX];
	enum rc			rc;

	snprintf(path, sizeof(path), "%s/default", j->site->settings.model_directory);
	if ((*go = access(path, F_OK) != 0)) {
		snprintf(why, size, "activated: no version was live");
		return RC_OK;
	}
	if ((rc = side_read(j, j->version, &new, e)) == RC_OK &&
	    (rc = side_read(j, "default", &live, e)) == RC_OK &&
	    (rc = compare_versions(&new, &live, SEED, &c, e)) == RC_OK) {
		*go = c.activate;
		snprintf(why, size, "%s", c.why);
		json_put(j->result, "comparison", c.json);
	}
	json_object_put(new.metrics);
	json_object_put(new.outcomes);
	json_object_put(live.metrics);
	json_object_put(live.outcomes);
	return rc;
}

static enum rc
activate(struct job *j, struct err *e)
{
	char	why[400] = "activated as asked", live[17] = "";
	bool	go = strcmp(j->run.activate, "always") == 0;
	enum rc	rc = RC_OK;

	if (strcmp(j->run.activate, "if_better") == 0)
		rc = is_better(j, &go, why, sizeof(why), e);
	else if (!go)
		snprintf(why, sizeof(why), "not activated, as asked");
	if (rc == RC_OK && go)
		rc = activate_version(j->site->registry, j->site->settings.model_directory,
		    j->version, &j->by, why, live, e);
	json_put_bool(j->result, "activated", go && rc == RC_OK);
	json_put_str(j->result, "why", why);
	fprintf(stderr, "%s\n", why);
	return rc;
}

/* The finished folder gets its name.  The same content trained before is the same version. */
static enum rc
publish(struct job *j, struct err *e)
{
	const char	*models = j->site->settings.model_directory;
	char		 path[PATH_MAX], manifest[PATH_MAX + 16];
	struct model	*m;
	enum rc		 rc;

	snprintf(path, sizeof(path), "%s/%s", models, j->version);
	snprintf(manifest, sizeof(manifest), "%s/manifest.json", path);
	if (access(manifest, F_OK) == 0) {
		if ((rc = model_open(&m, path, e)) != RC_OK)
			return err_prefix(e, "this version is there already, but");
		model_close(m);
		log_info("train", "version %s is there already with the same content", j->version);
		return file_remove_tree(j->dir, e);
	}
	if (rename(j->dir, path) == -1)
		return err_set(e, RC_IO, "%s: %s", path, strerror(errno));
	return file_sync_dir(models, e);
}

static enum rc
register_version(struct job *j, struct err *e)
{
	struct version	 v = { 0 };
	struct model	*m;
	char		 path[PATH_MAX], now[CLOCK_RFC3339_SIZE];
	enum rc		 rc;

	snprintf(path, sizeof(path), "%s/%s", j->site->settings.model_directory, j->version);
	if ((rc = model_open(&m, path, e)) != RC_OK)
		return rc;
	clock_rfc3339(now);
	v.version = j->version;
	v.sha256 = model_sha256(m);
	v.label = j->run.label;
	v.note = j->run.note;
	v.created_at = now;
	v.metrics = j->metrics == NULL ? "" : json_object_to_json_string(j->metrics);
	v.run_id = j->run.run_id;
	rc = registry_version_add(j->site->registry, &v, e);
	model_close(m);
	return rc;
}

/* The run that a folder's name tells (".run-17"), 0: it is not one of ours. */
static int64_t
run_of(const char *name)
{
	int64_t	id;

	return strncmp(name, ".run-", 5) == 0 && str_int64(str_of(name + 5), &id) && id > 0 ?
	    id : 0;
}

enum rc
trainer_sweep(struct site *s, struct err *e)
{
	const char	*models = s->settings.model_directory;
	char		 path[PATH_MAX];
	struct dirent	*ent;
	struct arena	*a;
	struct run	 r;
	DIR		*d;
	int64_t		 id;
	enum rc		 rc = RC_OK;

	if ((d = opendir(models)) == NULL)
		return err_set(e, RC_IO, "MODEL_DIRECTORY %s: %s", models, strerror(errno));
	if ((a = arena_new(0)) == NULL)
		rc = err_set(e, RC_NOMEM, "no memory");
	while (rc == RC_OK && (ent = readdir(d)) != NULL) {
		if ((id = run_of(ent->d_name)) == 0)
			continue;
		rc = registry_run_get(s->registry, id, a, &r, e);
		if (rc == RC_OK && (strcmp(r.status, "running") == 0 ||
		    strcmp(r.status, "queued") == 0))
			continue;
		if (rc != RC_OK && rc != RC_NOTFOUND)
			break;
		snprintf(path, sizeof(path), "%s/%s", models, ent->d_name);
		log_info("train", "removing what run %lld left behind", (long long)id);
		rc = file_remove_tree(path, e);
		arena_reset(a);
	}
	arena_free(a);
	closedir(d);
	return rc;
}

/* What was asked, for training_request.json: deterministic parts of the run's row. */
static struct json_object *
request_json(const struct job *j)
{
	struct json_object	*o = json_object_new_object();

	if (o == NULL)
		return NULL;
	json_put_int(o, "run_id", j->run.run_id);
	json_put_str(o, "version_label", j->run.label[0] == '\0' ? NULL : j->run.label);
	json_put_str(o, "activate", j->run.activate);
	json_put_str(o, "note", j->run.note[0] == '\0' ? NULL : j->run.note);
	json_put_str(o, "requested_by", j->run.requested_by);
	json_put_str(o, "requested_at", j->run.created_at);
	return o;
}

static enum rc
fit(struct job *j, const char *truth, struct err *e)
{
	struct site_views	 v;
	struct train_in		 in = { 0 };
	struct json_object	*request = request_json(j), *columns = NULL;
	enum rc			 rc;

	if (request == NULL)
		return err_set(e, RC_NOMEM, "no memory");
	memset(&v, 0, sizeof(v));
	rc = site_columns(j->site, &columns, e);
	json_put(request, "features", columns);
	if (rc == RC_OK && (rc = site_views_open(j->site, &v, e)) == RC_OK) {
		in = (struct train_in){
			.items = v.items, .routings = v.routings, .work = v.work,
			.mapping = j->site->mapping,
			.source = { v.sql[0], v.sql[1], v.sql[2] }, .seed = SEED,
			.threads = (unsigned)j->site->settings.trainer_threads,
			.evaluate = true, .truth = truth, .progress = on_progress, .ctx = j
		};
		rc = train_run(&in, j->dir[0] == '\0' ? NULL : j->dir, request, j->version,
		    &j->metrics, e);
	}
	site_views_close(&v);
	json_object_put(request);
	return rc;
}

/* A run of one's own, with the audit's row. */
static enum rc
run_add(struct job *j, const struct trainer_in *in, int64_t *id, struct err *e)
{
	struct db		*db = j->site->registry;
	struct audit_entry	 x = person_entry("training.request", "");
	char			 actor[96], subject[32], after[64];
	enum rc			 rc;

	snprintf(actor, sizeof(actor), "cli:%s", person_name());
	if ((rc = audit_begin(db, e)) != RC_OK)
		return rc;
	rc = registry_run_add(db, &(struct run_request){ in->label, in->activate, in->note, actor,
	    NULL, in->dry_run }, j->site->settings.trainer_lease_seconds, id, e);
	snprintf(subject, sizeof(subject), "run %lld", (long long)*id);
	snprintf(after, sizeof(after), "{\"activate\":\"%.12s\",\"dry_run\":%s}", in->activate,
	    in->dry_run ? "true" : "false");
	x.subject = subject;
	x.after = after;
	return audit_end(db, rc, &x, 1, e);
}

static enum rc
begin(struct job *j, const struct trainer_in *in, struct err *e)
{
	struct db	*db = j->site->registry;
	int64_t		 id = in->run_id;
	enum rc		 rc;

	if (id == 0 && (rc = run_add(j, in, &id, e)) != RC_OK)
		return rc;
	if ((rc = registry_run_start(db, id, e)) != RC_OK ||
	    (rc = registry_run_get(db, id, j->arena, &j->run, e)) != RC_OK)
		return rc;
	j->by = person_entry("", "");
	if (in->run_id != 0) {	/* asked for by somebody else, by API */
		j->by.actor = j->run.requested_by;
		j->by.source = "system";
	}
	if ((rc = trainer_sweep(j->site, e)) != RC_OK)
		return rc;
	if (j->run.dry_run)
		return RC_OK;
	snprintf(j->dir, sizeof(j->dir), "%s/.run-%lld", j->site->settings.model_directory,
	    (long long)id);
	if (mkdir(j->dir, 0755) == -1) {
		rc = err_set(e, RC_IO, "%s: %s", j->dir, strerror(errno));
		j->dir[0] = '\0';
	}
	return rc;
}

/* The run's end in the registry and in the audit. */
static enum rc
end_write(struct job *j, const char *status, const char *version, const char *error, struct err *e)
{
	struct db		*db = j->site->registry;
	struct audit_entry	 x = j->by;
	char			 subject[32], after[40];
	enum rc			 rc;

	snprintf(subject, sizeof(subject), "run %lld", (long long)j->run.run_id);
	snprintf(after, sizeof(after), "{\"status\":\"%s\"}", status);
	x.action = "training.end";
	x.subject = subject;
	x.model = version;
	x.after = after;
	x.detail = error;
	if ((rc = audit_begin(db, e)) != RC_OK)
		return rc;
	rc = registry_run_end(db, j->run.run_id, status, version, error,
	    json_object_to_json_string(j->result), e);
	return audit_end(db, rc, &x, 1, e);
}

/* The end as the registry and the person see it. */
static void
end(struct job *j, enum rc rc, const struct err *e)
{
	const char	*status = rc == RC_OK ? "completed" : j->cancelled ? "cancelled" : "failed";
	struct err	 second;

	if (j->run.run_id == 0)
		return;
	if (rc != RC_OK && j->dir[0] != '\0' && file_remove_tree(j->dir, &second) != RC_OK)
		log_error("train", "%s", second.msg);
	if (end_write(j, status, rc == RC_OK && !j->run.dry_run ? j->version : NULL,
	    rc == RC_OK ? NULL : e->msg, &second) != RC_OK)
		log_error("train", "run %lld is %s, but the registry could not be told: %s",
		    (long long)j->run.run_id, status, second.msg);
	log_info("train", "run %lld %s", (long long)j->run.run_id, status);
}

enum rc
trainer_run(struct site *s, const struct trainer_in *in, struct err *e)
{
	struct job	j = { .site = s };
	struct buf	table;
	enum rc		rc;

	buf_init(&table);
	progress_init(&j.bar);
	signal(SIGTERM, on_signal);
	signal(SIGINT, on_signal);
	if ((j.arena = arena_new(0)) == NULL || (j.result = json_object_new_object()) == NULL) {
		rc = err_set(e, RC_NOMEM, "no memory");
		goto out;
	}
	if ((rc = site_registry(s, e)) != RC_OK || (rc = begin(&j, in, e)) != RC_OK ||
	    (rc = fit(&j, in->truth, e)) != RC_OK)
		goto out;
	json_put_real(j.result, "exact_at_1", compare_exact1(j.metrics));
	if (j.dir[0] != '\0' && ((rc = publish(&j, e)) != RC_OK ||
	    (rc = register_version(&j, e)) != RC_OK || (rc = activate(&j, e)) != RC_OK))
		goto out;
	progress_end(&j.bar);
	evaluate_table(j.metrics, &table);
	printf("%srun %lld completed%s%s\n", buf_str(&table), (long long)j.run.run_id,
	    j.dir[0] == '\0' ? ", a dry run: nothing was kept" : ", version ",
	    j.dir[0] == '\0' ? "" : j.version);
out:
	progress_end(&j.bar);
	end(&j, rc, e);
	buf_fini(&table);
	json_object_put(j.metrics);
	json_object_put(j.result);
	arena_free(j.arena);
	return rc;
}
