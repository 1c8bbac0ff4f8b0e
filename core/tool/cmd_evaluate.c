/* evaluate: held-out quality with baselines, as a table or JSON. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/tool/cmd.h"
#include "core/tool/progress.h"
#include "core/tool/site.h"
#include "core/train/measure/evaluate.h"
#include "core/train/train.h"

static const char	usage[] =
"usage: routing-ml evaluate [--model V] [--truth FILE] [--answers FILE] [--ablation] [--json]\n"
"Trains on routings up to a date, predicts later ones, and compares with three baselines.\n"
"  --model V     instead, what was measured so when version V was trained\n"
"  --truth FILE  the sample factory's truth, for the ceiling; beside a SQLite file\n"
"                FILE.truth.ndjson is found by itself\n"
"  --answers F   write what it answered to each test item to F, a JSON object a line\n"
"  --ablation    measure what each part of the model adds on all items, not on a sample:\n"
"                a dozen fits\n"
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
measure(struct site *s, const char *truth, struct json_object *answers, bool ablation,
    struct json_object **out, struct err *e)
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
			.answers = answers, .full_ablation = ablation, .progress = on_progress, .ctx = &bar
		};
		rc = train_evaluate(&in, out, e);
	}
	progress_end(&bar);
	site_views_close(&v);
	return rc;
}

/* A line an item, so that other programs can read them one by one. */
static enum rc
write_answers(struct json_object *answers, const char *path, struct err *e)
{
	struct buf	b;
	enum rc		rc;

	buf_init(&b);
	for (size_t i = 0; i < json_object_array_length(answers); i++) {
		buf_adds(&b, json_object_to_json_string_ext(json_object_array_get_idx(answers, i),
		    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
		buf_addc(&b, '\n');
	}
	rc = buf_ok(&b) ? file_write(path, buf_str(&b), b.len, e) :
	    err_set(e, RC_NOMEM, "no memory for %s", path);
	buf_fini(&b);
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
		{ "model", 1, NULL, 'm' }, { "truth", 1, NULL, 't' }, { "answers", 1, NULL, 'a' }, { "ablation", 0, NULL, 'b' },
		{ "json", 0, NULL, 'j' },
		{ "help", 0, NULL, 'h' }, { 0 }
	};
	const char			*version = NULL, *truth = NULL, *path = NULL;
	struct json_object		*metrics = NULL, *answers = NULL;
	struct site			 s;
	struct buf			 b;
	struct err			 e = { 0 };
	bool				 json = false, ablation = false;
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
		path = c == 'a' ? optarg : path;
		json |= c == 'j';
		ablation |= c == 'b';
	}
	if (optind != argc || (version != NULL && (path != NULL || ablation)))	/* they are not stored */
		return cmd_usage(usage);
	if (site_open(&s, version == NULL ? NEED_ERP : NEED_MODELS, &e) != RC_OK)
		return cmd_failed(&e);
	answers = path == NULL ? NULL : json_object_new_array();
	/* A path that cannot be written is told before minutes of measuring. */
	rc = path == NULL ? RC_OK : file_write(path, "", 0, &e);
	if (rc == RC_OK)
		rc = version == NULL ? measure(&s, truth, answers, ablation, &metrics, &e) :
		    stored(&s, version, &metrics, &e);
	if (rc == RC_OK && answers != NULL)
		rc = write_answers(answers, path, &e);
	buf_init(&b);
	if (rc == RC_OK && json)
		cmd_print_json(json_object_get(metrics));
	else if (rc == RC_OK) {
		evaluate_table(metrics, &b);
		fputs(buf_str(&b), stdout);
	}
	buf_fini(&b);
	json_object_put(metrics);
	json_object_put(answers);
	site_close(&s);
	return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
}
