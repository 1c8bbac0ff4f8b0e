#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/train/measure/evaluate_priv.h"

#define TRAIN_SHARE	0.8	/* T0 and T1 as percentiles of first insertion */
#define CALIBRATE_SHARE	0.9

const char *const	evaluate_who_names[EVALUATE_NWHO] = {
	"model", "mode", "family", "nearest", "ceiling"
};
const unsigned		evaluate_strata[EVALUATE_NSTRATA] = {
	0, SPLIT_SEEN_FAMILY, SPLIT_NEW_FAMILY, SPLIT_NEW_VALUE
};

static enum rc
progress(const struct evaluate *v, const char *stage, double done, struct err *e)
{
	return v->in->progress ? v->in->progress(v->in->ctx, stage, done, e) : RC_OK;
}

/* What the planners of the test items wrote: their newest valid routing, with what it took. */
static enum rc
tests_make(struct evaluate *v, struct err *e)
{
	const struct split	*s = v->split;
	enum rc			 rc;

	if ((v->test = arena_zalloc(v->arena, s->ntest + 1, sizeof(*v->test))) == NULL)
		return err_set(e, RC_NOMEM, "evaluation: no memory");
	for (size_t i = 0; i < s->ntest; i++) {
		struct evaluate_test	*t = &v->test[i];
		uint32_t		 r;

		t->item = v->corpus->item[s->test[i]];
		t->family = v->corpus->family[s->test[i]];
		t->strata = s->strata[i];
		r = dataset_newest_routing(v->data, t->item, DATE_NONE);
		t->seq = v->data->routings[r].seq;
		if ((rc = evaluate_actual(v->data, r, DATE_NONE, v->arena, &t->ops, &t->nops,
		    &v->from_work, &v->from_routing, e)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

enum rc
evaluate_fit(const struct evaluate *v, const uint8_t *taken, struct model_files *files,
    struct err *e)
{
	size_t		 n = v->data->nitems;
	uint8_t		*hidden = calloc(n + 1, 1), *calibrate = calloc(n + 1, 1);
	struct fit_in	 f = { .data = v->data, .mapping = v->in->mapping,
			    .corpus = v->corpus, .until = v->split->t0, .hidden = hidden,
			    .calibrate = calibrate, .calibrate_until = v->split->t1,
			    .threads = v->in->threads, .without = v->without,
			    .quick = v->quick, .seed = v->in->seed, .progress = v->in->progress,
			    .ctx = v->in->ctx };
	enum rc		 rc;

	if (hidden == NULL || calibrate == NULL)
		rc = err_set(e, RC_NOMEM, "evaluation: no memory");
	else {
		for (size_t i = 0; i < n; i++) {
			calibrate[i] = taken[i] == SPLIT_CALIBRATE;
			hidden[i] = taken[i] == SPLIT_TEST || calibrate[i];
		}
		rc = fit_model(&f, files, NULL, e);
	}
	free(hidden);
	free(calibrate);
	return rc;
}

/* All of them, in their parts. */
static enum rc
fit(const struct evaluate *v, struct model_files *files, struct err *e)
{
	uint8_t	*taken = calloc(v->data->nitems + 1, 1);
	enum rc	 rc;

	if (taken == NULL)
		return err_set(e, RC_NOMEM, "evaluation: no memory");
	for (size_t i = 0; i < v->corpus->n; i++)
		taken[v->corpus->item[i]] = v->split->part[i];
	rc = evaluate_fit(v, taken, files, e);
	free(taken);
	return rc;
}

static enum rc
measure(struct evaluate *v, const int32_t *day, struct buf *calibrated, struct err *e)
{
	struct model_files	files;
	struct model		*m = NULL;
	const struct buf	*c;
	enum rc			 rc;

	model_files_init(&files);
	if ((rc = fit(v, &files, e)) != RC_OK)
		goto out;
	c = &files.file[FILE_CALIBRATION];
	if (calibrated != NULL) {
		buf_add(calibrated, c->p, c->len);
		if (!buf_ok(calibrated)) {
			rc = err_set(e, RC_NOMEM, "evaluation: no memory");
			goto out;
		}
	}
	if (v->in->calibrate_only)
		goto out;
	if ((rc = tests_make(v, e)) != RC_OK || (rc = model_open_files(&m, &files, e)) != RC_OK ||
	    (rc = progress(v, "evaluate", 0, e)) != RC_OK ||
	    (rc = evaluate_ask_model(v, m, e)) != RC_OK ||
	    (rc = progress(v, "evaluate", 0.5, e)) != RC_OK ||
	    (rc = evaluate_ask_baselines(v, day, e)) != RC_OK ||
	    (rc = evaluate_ask_truth(v, e)) != RC_OK)
		goto out;
	rc = progress(v, "evaluate", 1, e);
out:
	model_close(m);
	model_files_fini(&files);
	return rc;
}

enum rc
evaluate_dataset(const struct evaluate_in *in, const struct dataset *d, const struct corpus *c,
    struct json_object **metrics, struct json_object **outcomes, struct buf *calibrated,
    struct err *e)
{
	struct evaluate	v = { .in = in, .data = d, .corpus = c };
	struct json_object *ablation;
	struct split	*s = NULL;
	int32_t		*day;
	enum rc		 rc;

	*metrics = NULL;
	for (int i = 0; i < EVALUATE_NWHO; i++)
		metrics_init(&v.metrics[i]);
	day = calloc(c->n + 1, sizeof(*day));
	v.arena = arena_new(0);
	if (day == NULL || v.arena == NULL) {
		rc = err_set(e, RC_NOMEM, "evaluation: no memory");
		goto out;
	}
	for (size_t i = 0; i < c->n; i++)
		day[i] = dataset_first_inserted(d, c->item[i]);
	if ((rc = split_make(&s, c, day, TRAIN_SHARE, CALIBRATE_SHARE, EVALUATE_ITEMS,
	    in->seed, e)) != RC_OK)
		goto out;
	v.split = s;
	if (s->ntest > 0 && s->count[SPLIT_TRAIN] > 0 &&
	    (rc = measure(&v, day, calibrated, e)) != RC_OK)
		goto out;
	if (in->calibrate_only)
		goto out;
	if (outcomes != NULL && v.metrics[EVALUATE_MODEL].n > 0 &&
	    (*outcomes = outcomes_json(&v)) == NULL)
		rc = err_set(e, RC_NOMEM, "evaluation: no memory");
	else
		rc = evaluate_json(&v, metrics, e);
	if (rc == RC_OK && v.metrics[EVALUATE_MODEL].n > 0 &&
	    (rc = evaluate_ablation(&v, &ablation, e)) == RC_OK)
		json_put(*metrics, "ablation", ablation);
out:
	for (int i = 0; i < EVALUATE_NWHO; i++)
		metrics_fini(&v.metrics[i]);
	split_free(s);
	arena_free(v.arena);
	free(day);
	return rc;
}
