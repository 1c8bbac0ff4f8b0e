#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/train/quality/quality.h"
#include "fcgi/quality_job.h"
#include "fcgi/spawn.h"

#define QUALITY_FRESH_S		900	/* older than this, it is measured anew */
#define QUALITY_JOB_S		1800	/* limit for one measurement */
#define QUALITY_WAIT_MS		15000	/* that a request waits for the very first one */
#define QUALITY_STEP_MS		50
#define QUALITY_MOST		((size_t)16 * 1024 * 1024)

/*
 * MODEL_DIRECTORY/cache/data_quality-<what was measured>.<suffix>: another ERP, view or
 * mapping is another file, so nobody is told the numbers of a different plant.
 */
static enum rc
cache_path(const struct setup *c, const char *suffix, char path[PATH_MAX], struct err *e)
{
	const char		*parts[] = { c->set.database_url, c->views.item_view,
				    c->views.routing_view, c->views.work_view };
	struct json_object	*mapping = mapping_json(c->mapping);
	const char		*text = json_object_to_json_string(mapping);
	struct sha256		 s;
	uint8_t			 sum[SHA256_SIZE];
	char			 hex[SHA256_HEX];
	enum rc			 rc;

	sha256_init(&s);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i] != NULL)
			sha256_add(&s, parts[i], strlen(parts[i]) + 1);
	if (text != NULL)
		sha256_add(&s, text, strlen(text));
	json_object_put(mapping);
	sha256_end(&s, sum);
	sha256_hex(sum, hex);
	snprintf(path, PATH_MAX, "%s/cache", c->set.model_directory);
	if ((rc = file_mkdirs(path, e)) != RC_OK)
		return rc;
	if (snprintf(path, PATH_MAX, "%s/cache/data_quality-%.16s.%s", c->set.model_directory, hex,
	    suffix) >= PATH_MAX)
		return err_set(e, RC_IO, "MODEL_DIRECTORY's path is too long");
	return RC_OK;
}

/* The mapping that an administrator put, if any. */
static enum rc
stored_mapping(struct setup *c, struct err *e)
{
	struct arena	*a = arena_new(0);
	struct db	*d = NULL;
	bool		 changed;
	enum rc		 rc = RC_NOMEM;

	if (a != NULL && (rc = db_open(&d, buf_str(&c->registry_url),
	    &(struct db_options){ .must_exist = true }, e)) == RC_OK)
		rc = setup_mapping(c, d, a, &changed, e);
	db_close(d);
	arena_free(a);
	return rc;
}

/* Three views, each on a connection of its own, as they are open together. */
static enum rc
measure(const struct setup *c, struct json_object **out, struct err *e)
{
	const char	*views[3] = { c->views.item_view, c->views.routing_view,
			    c->views.work_view };
	struct erp	*erp[3] = { NULL };
	struct rows	*rows[3] = { NULL };
	enum rc		 rc = RC_OK;

	*out = NULL;
	for (size_t i = 0; i < 3 && rc == RC_OK; i++)
		if (views[i] != NULL && (rc = erp_open(&erp[i], c->set.database_url, &c->views,
		    &(struct db_options){ .query_seconds = ERP_WHOLE_S }, e)) == RC_OK)
			rc = erp_read(erp[i], views[i], &rows[i], NULL, e);
	if (rc == RC_OK)
		rc = quality_measure(rows[0], rows[1], rows[2], c->mapping, out, e);
	for (size_t i = 0; i < 3; i++) {
		rows_close(rows[i]);
		erp_close(erp[i]);
	}
	return rc;
}

int
quality_job_main(struct setup *c)
{
	struct json_object	*o = NULL;
	char			 path[PATH_MAX], now[CLOCK_RFC3339_SIZE];
	const char		*text;
	struct err		 e;
	enum rc			 rc;

	alarm(QUALITY_JOB_S);
	clock_rfc3339_at(clock_now(), now);
	if ((rc = settings_check(&c->set, NEED_ERP, &e)) == RC_OK &&
	    (rc = stored_mapping(c, &e)) == RC_OK &&
	    (rc = cache_path(c, "json", path, &e)) == RC_OK &&
	    (rc = measure(c, &o, &e)) == RC_OK) {
		json_put_str(o, "measured_at", now);
		text = json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN |
		    JSON_C_TO_STRING_NOSLASHESCAPE);
		rc = text == NULL ? err_set(&e, RC_NOMEM, "no memory") :
		    file_write(path, text, strlen(text), &e);
	}
	if (rc != RC_OK)
		log_error("quality", "%s", e.msg);
	json_object_put(o);
	setup_free(c);
	return rc == RC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

/*
 * Whoever gets the lock begins the measurement and hands the lock on to it as its stdin: it
 * is held just as long as that process lives.  *running: one is under way now.
 */
static enum rc
begin(const struct setup *c, bool may_begin, bool *running, struct err *e)
{
	const char	*argv[] = { buf_str(&c->self), "--measure-quality", NULL };
	char		 lock[PATH_MAX], output[PATH_MAX];
	struct spawn	 s = { argv, output, -1, 10 };
	enum rc		 rc;

	*running = true;
	if ((rc = cache_path(c, "lock", lock, e)) != RC_OK ||
	    (rc = cache_path(c, "log", output, e)) != RC_OK)
		return rc;
	if ((s.input = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0640)) == -1)
		return err_set(e, RC_IO, "%s: %s", lock, strerror(errno));
	if (flock(s.input, LOCK_EX | LOCK_NB) == 0) {
		*running = may_begin;
		if (may_begin)
			rc = spawn_detached(&s, e);
	}
	close(s.input);
	return rc;
}

/* RC_NOTFOUND: there is none yet. */
static enum rc
read_result(const struct setup *c, struct json_object **out, int64_t *age, struct err *e)
{
	char		path[PATH_MAX];
	struct stat	st;
	enum rc		rc;

	*out = NULL;
	if ((rc = cache_path(c, "json", path, e)) != RC_OK)
		return rc;
	if (stat(path, &st) == -1)
		return err_set(e, RC_NOTFOUND, "not measured yet");
	*age = clock_now() - (int64_t)st.st_mtim.tv_sec;
	if (*age < 0)
		*age = 0;
	return json_read(out, path, QUALITY_MOST, e);
}

enum rc
quality_result(const struct setup *c, struct json_object **out, struct err *e)
{
	const struct timespec	step = { 0, QUALITY_STEP_MS * 1000000L };
	int64_t			age = 0;
	bool			running = false;
	enum rc			rc, begun;

	rc = read_result(c, out, &age, e);
	if (rc == RC_OK && age < QUALITY_FRESH_S)
		goto out;
	begun = begin(c, true, &running, rc == RC_OK ? NULL : e);
	if (rc == RC_OK)
		goto out;	/* the old one, with its age, while the new one is made */
	if (begun != RC_OK)
		return begun;
	for (int ms = 0; rc != RC_OK && running && ms < QUALITY_WAIT_MS; ms += QUALITY_STEP_MS) {
		nanosleep(&step, NULL);
		if ((rc = begin(c, false, &running, e)) == RC_OK)
			rc = read_result(c, out, &age, e);
	}
	if (rc != RC_OK && !running)
		return err_set(e, RC_IO, "data quality could not be measured; see cache/"
		    "data_quality-*.log in MODEL_DIRECTORY");
	if (rc != RC_OK)
		return err_set(e, RC_BUSY, "data quality is being measured; ask again soon");
out:
	json_put_int(*out, "age_seconds", age);
	return RC_OK;
}
