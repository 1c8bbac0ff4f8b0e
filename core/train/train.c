#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/model/manifest.h"
#include "core/train/card.h"
#include "core/train/measure/evaluate.h"
#include "core/train/fit/fit.h"
#include "core/train/train.h"
#include "core/vec/dot.h"

/* One run: from `base` on, the present part moves the whole by `span`. */
struct run {
	const struct train_in	*in;
	double			 base, span, told;
	struct dataset		*d;
	struct corpus		*c;
	struct buf		 calibrated;
	struct model_files	 files;
	struct model		*m;
	struct json_object	*weights, *metrics, *outcomes, *data, *columns, *limits;
};

static enum rc
tell(void *ctx, const char *stage, double done, struct err *e)
{
	struct run	*r = ctx;
	double		 all = r->base + r->span * (done < 0 ? 0 : done > 1 ? 1 : done);

	if (r->in->progress == NULL)
		return RC_OK;
	if (all > r->told)	/* parts of a part begin anew; the whole never goes back */
		r->told = all;
	return r->in->progress(r->in->ctx, stage, r->told, e);
}

static enum rc
part(struct run *r, const char *stage, double base, double end, struct err *e)
{
	r->base = base;
	r->span = end - base;
	return tell(r, stage, 0, e);
}

/* How many rows there are is not known before they are read; it goes on, ever slower. */
static enum rc
reading(void *ctx, uint64_t rows, struct err *e)
{
	return tell(ctx, "read", (double)rows / ((double)rows + 1e6), e);
}

/* Measures, or only calibrates, on the time-ordered split. */
static enum rc
measure(struct run *r, struct json_object **evaluation, struct err *e)
{
	struct evaluate_in	in = { .mapping = r->in->mapping, .seed = r->in->seed,
				    .threads = r->in->threads,
				    .calibrate_only = !r->in->evaluate,
				    .full_ablation = r->in->full_ablation,
				    .truth = r->in->truth, .answers = r->in->answers,
				    .progress = tell, .ctx = r };

	return evaluate_dataset(&in, r->d, r->c, evaluation, &r->outcomes, &r->calibrated, e);
}

static enum rc
fit_all(struct run *r, struct err *e)
{
	struct fit_in	f = { .data = r->d, .mapping = r->in->mapping, .corpus = r->c,
			    .until = DATE_NONE,
			    .calibrated = r->calibrated.len > 0 ? &r->calibrated : NULL,
			    .threads = r->in->threads, .seed = r->in->seed, .progress = tell,
			    .ctx = r };
	enum rc		rc;

	if ((rc = fit_model(&f, &r->files, &r->weights, e)) != RC_OK)
		return rc;
	return model_open_files(&r->m, &r->files, e);
}

/* Writes one file and notes it; dir NULL only notes it. */
static enum rc
put(struct manifest *man, const char *dir, const char *name, const char *p, size_t n,
    struct err *e)
{
	char	hex[SHA256_HEX], *path;
	enum rc	rc;

	sha256_of(p, n, hex);
	if ((rc = manifest_add(man, name, hex, n, e)) != RC_OK || dir == NULL)
		return rc;
	if (asprintf(&path, "%s/%s", dir, name) == -1)
		return err_set(e, RC_NOMEM, "no memory for a path");
	rc = file_write(path, p, n, e);
	free(path);
	return rc;
}

static enum rc
put_json(struct manifest *man, const char *dir, const char *name, struct json_object *o,
    int form, struct err *e)
{
	const char	*s = json_object_to_json_string_ext(o, form |
			    JSON_C_TO_STRING_NOSLASHESCAPE);

	if (s == NULL)
		return err_set(e, RC_NOMEM, "no memory for %s", name);
	return put(man, dir, name, s, strlen(s), e);
}

/* All files, the manifest last: a folder without one is no version. */
static enum rc
write_files(struct run *r, const char *dir, struct json_object *request,
    struct json_object *evaluation, char version[17], struct err *e)
{
	const int	 pretty = JSON_C_TO_STRING_PRETTY, plain = JSON_C_TO_STRING_PLAIN;
	struct manifest	 man = { .nfiles = 0 };
	const char	*label = "";
	struct buf	 card;
	enum rc		 rc = RC_OK;

	buf_init(&card);
	card_write(&(struct card){ r->m, r->d, r->in, r->data, r->columns, r->limits, evaluation,
	    request }, &card);
	for (int i = 0; i < FILE_NFILES && rc == RC_OK; i++)
		rc = put(&man, dir, model_file_names[i], r->files.file[i].p,
		    r->files.file[i].len, e);
	if (rc != RC_OK ||
	    (rc = put_json(&man, dir, "columns.json", r->columns, pretty, e)) != RC_OK ||
	    (rc = put_json(&man, dir, "feature_weights.json", r->weights, pretty, e)) !=
	    RC_OK || (rc = put_json(&man, dir, "metrics.json", r->metrics, pretty, e)) != RC_OK ||
	    (r->outcomes != NULL && (rc = put_json(&man, dir, "outcomes.json", r->outcomes, plain,
	    e)) != RC_OK) ||
	    (rc = put_json(&man, dir, "training_request.json", request, pretty, e)) != RC_OK)
		goto out;
	if (!buf_ok(&card)) {
		rc = err_set(e, RC_NOMEM, "no memory for the model card");
		goto out;
	}
	if ((rc = put(&man, dir, "model_card.md", buf_str(&card), card.len, e)) != RC_OK)
		goto out;
	manifest_seal(&man);
	memcpy(version, man.version, sizeof(man.version));
	if (dir == NULL)
		goto out;
	if (json_object_is_type(request, json_type_object) &&
	    (rc = json_str(request, "version_label", false, &label, e)) != RC_OK)
		goto out;
	rc = manifest_write(&man, dir, label == NULL ? "" : label, r->data, e);
out:
	buf_fini(&card);
	return rc;
}

enum rc
train_run(const struct train_in *in, const char *dir, struct json_object *request,
    char version[17], struct json_object **metrics, struct err *e)
{
	struct run		 r = { .in = in };
	struct json_object	*evaluation = NULL;
	enum rc			 rc;

	if (metrics != NULL)
		*metrics = NULL;
	dot_init();
	buf_init(&r.calibrated);
	model_files_init(&r.files);
	if ((rc = part(&r, "read", 0, 0.3, e)) != RC_OK ||
	    (rc = dataset_read(&r.d, in->items, in->routings, in->work, in->mapping, reading, &r,
	    e)) != RC_OK ||
	    (rc = part(&r, "features", 0.3, 0.4, e)) != RC_OK ||
	    (rc = corpus_make(&r.c, r.d, in->mapping, in->threads, e)) != RC_OK ||
	    (rc = part(&r, in->evaluate ? "evaluate" : "calibrate", 0.4, 0.7, e)) != RC_OK ||
	    (rc = measure(&r, &evaluation, e)) != RC_OK ||
	    (rc = part(&r, "fit", 0.7, 0.95, e)) != RC_OK || (rc = fit_all(&r, e)) != RC_OK ||
	    (rc = part(&r, "write", 0.95, 1, e)) != RC_OK)
		goto out;
	r.data = card_data(in, r.d);
	r.metrics = json_object_new_object();
	json_put(r.metrics, "evaluation", json_object_get(evaluation));
	json_put(r.metrics, "data", json_object_get(r.data));
	json_put(r.metrics, "fit", card_fit(r.m));
	r.columns = card_columns(in, r.d, r.c->schema, r.weights);
	json_put(r.metrics, "columns", card_columns_used(r.columns));
	r.limits = card_limits(r.d, evaluation);
	json_put(r.metrics, "limits", json_object_get(r.limits));
	if ((rc = write_files(&r, dir, request, evaluation, version, e)) != RC_OK ||
	    (rc = tell(&r, "done", 1, e)) != RC_OK)
		goto out;
	if (metrics != NULL)
		*metrics = json_object_get(r.metrics);
out:
	json_object_put(evaluation);
	json_object_put(r.metrics);
	json_object_put(r.outcomes);
	json_object_put(r.weights);
	json_object_put(r.data);
	json_object_put(r.columns);
	json_object_put(r.limits);
	model_close(r.m);
	model_files_fini(&r.files);
	buf_fini(&r.calibrated);
	corpus_free(r.c);
	dataset_free(r.d);
	return rc;
}

/* Read, then measured: dataset_read() tells the rows so far, how many there are nobody knows. */
enum rc
train_evaluate(const struct train_in *in, struct json_object **metrics, struct err *e)
{
	struct train_in		 measured = *in;
	struct run		 r = { .in = &measured };
	enum rc			 rc;

	*metrics = NULL;
	measured.evaluate = true;
	buf_init(&r.calibrated);
	if ((rc = part(&r, "read", 0, 0.2, e)) == RC_OK &&
	    (rc = dataset_read(&r.d, in->items, in->routings, in->work, in->mapping, reading, &r,
	    e)) == RC_OK && (rc = part(&r, "features", 0.2, 0.3, e)) == RC_OK &&
	    (rc = corpus_make(&r.c, r.d, in->mapping, in->threads, e)) == RC_OK &&
	    (rc = part(&r, "evaluate", 0.3, 1, e)) == RC_OK)
		rc = measure(&r, metrics, e);
	json_object_put(r.outcomes);
	buf_fini(&r.calibrated);
	corpus_free(r.c);
	dataset_free(r.d);
	return rc;
}
