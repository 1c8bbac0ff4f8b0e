/* evaluate: held-out quality with baselines, as a table or JSON. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/tool/cmd.h"
#include "core/tool/progress.h"
#include "core/tool/site.h"
#include "core/train/train.h"

static const char	usage[] =
"usage: routing-ml evaluate [--model V] [--truth FILE] [--json]\n"
"Trains on routings up to a date, predicts later ones, and compares with three baselines.\n"
"  --model V     instead, what was measured so when version V was trained\n"
"  --truth FILE  the sample factory's truth, for the ceiling; beside a SQLite file\n"
"                FILE.truth.ndjson is found by itself\n"
"  --json        JSON in place of the table\n";

static enum rc
on_progress(void *ctx, const char *stage, double done, struct err *e)
{
	(void)e;
	progress_show(ctx, stage, done);
	return RC_OK;
}

/* sqlite:////path/x.db has its truth in /path/x.db.truth.ndjson, if it is a sample factory. */
static const char *
find_truth(const char *url, char *path, size_t size)
{
	if (strncmp(url, "sqlite:///", 10) != 0)
		return NULL;
	snprintf(path, size, "%s.truth.ndjson", url + 10);
	return access(path, R_OK) == 0 ? path : NULL;
}

static enum rc
measure(struct site *s, const char *truth, struct json_object **out, struct err *e)
{
	struct site_views	v;
	struct progress		bar;
	struct train_in		in;
	char			path[PATH_MAX];
	enum rc			rc;

	progress_init(&bar);
	/* Measured like the next training; a site that has not even a registry still can. */
	if (site_columns(s, NULL, e) != RC_OK)
		log_warn("evaluate", "columns are used as the mapping profile says, whatever "
		    "operators decided: %s", e->msg);
	if ((rc = site_views_open(s, &v, e)) == RC_OK) {
		in = (struct train_in){
			.items = v.items, .routings = v.routings, .work = v.work,
			.mapping = s->mapping, .seed = 1,
			.threads = (unsigned)s->settings.trainer_threads, .evaluate = true,
			.truth = truth != NULL ? truth :
			    find_truth(s->settings.database_url, path, sizeof(path)),
			.progress = on_progress, .ctx = &bar
		};
		rc = train_evaluate(&in, out, e);
	}
	progress_end(&bar);
	site_views_close(&v);
	return rc;
}

static enum rc
stored(struct site *s, const char *version, struct json_object **out, struct err *e)
{
	struct model	*m;
	char		 path[PATH_MAX];
	enum rc		 rc;

	if ((rc = site_model(s, version, &m, e)) != RC_OK)
		return rc;
	snprintf(path, sizeof(path), "%s/%s/metrics.json", s->settings.model_directory,
	    model_version(m));
	model_close(m);
	return json_read(out, path, (size_t)16 << 20, e);
}

int
cmd_evaluate(int argc, char **argv)
{
	static const struct option	 options[] = {
		{ "model", 1, NULL, 'm' }, { "truth", 1, NULL, 't' }, { "json", 0, NULL, 'j' },
		{ "help", 0, NULL, 'h' }, { 0 }
	};
	const char			*version = NULL, *truth = NULL;
	struct json_object		*metrics = NULL;
	struct site			 s;
	struct buf			 b;
	struct err			 e = { 0 };
	bool				 json = false;
	int				 c;
	enum rc				 rc;

	while ((c = cmd_option(argc, argv, options)) != -1) {
		if (c == 'h') {
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		}
		if (c == '?')
			return cmd_usage(usage);
		version = c == 'm' ? optarg : version;
		truth = c == 't' ? optarg : truth;
		json |= c == 'j';
	}
	if (optind != argc)
		return cmd_usage(usage);
	if (site_open(&s, version == NULL ? NEED_ERP : NEED_MODELS, &e) != RC_OK)
		return cmd_failed(&e);
	rc = version == NULL ? measure(&s, truth, &metrics, &e) :
	    stored(&s, version, &metrics, &e);
	buf_init(&b);
	if (rc == RC_OK && json)
		cmd_print_json(json_object_get(metrics));
	else if (rc == RC_OK) {
		train_metrics_table(metrics, &b);
		fputs(buf_str(&b), stdout);
	}
	buf_fini(&b);
	json_object_put(metrics);
	site_close(&s);
	return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
}
