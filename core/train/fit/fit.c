#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/train/fit/fit_trees.h"

static enum rc
step(const struct fit_in *in, const char *stage, double done, struct err *e)
{
	return in->progress == NULL ? RC_OK : in->progress(in->ctx, stage, done, e);
}

/* What decides operations: shares of columns, of numbers that texts and columns agree on, of the day. */
static struct json_object *
gains_json(const struct fit *f)
{
	const struct schema	*s = f->c->schema;
	struct json_object	*o = json_object_new_object();
	size_t			 n = s->ncols + s->nnumbers;
	double			 all = 0;

	for (size_t i = 0; i <= n; i++)
		all += f->gain[i];
	for (size_t i = 0; i <= n && all > 0; i++) {
		double	share = f->gain[i] / all;

		if (i < s->ncols && s->col[i].slot >= 0)	/* and as a number of its own */
			share += f->gain[s->ncols + (size_t)s->col[i].slot] / all;
		if (i < s->ncols)
			json_put_real(o, s->col[i].name, share);
		else if (i == n)
			json_put_real(o, "day", share);
		else if (i - s->ncols < GEO_NSLOTS)
			json_put_real(o, features_number_name(s, i - s->ncols), share);
	}
	return o;
}

static struct json_object *
weights_json(const struct fit *f)
{
	struct json_object	*o = json_object_new_object(), *c = json_object_new_object();

	for (size_t i = 0; i < f->c->schema->ncols; i++)
		json_put_real(c, f->c->schema->col[i].name, f->column_weight[i]);
	json_put_int(o, "items", (int64_t)f->nitems);
	json_put_int(o, "rows", (int64_t)f->nrows);
	json_put(o, "columns", c);
	json_put(o, "operations", gains_json(f));
	return o;
}

/* The calibration: another fit's, or fitted on later items, or the default. */
static enum rc
calibrate(const struct fit_in *in, struct model_files *out, struct err *e)
{
	struct model_calibration	 c;
	struct buf			*b = &out->file[FILE_CALIBRATION];
	struct model			*m = NULL;
	size_t				 njobs = in->data->jobs.n;
	float				*width;
	enum rc				 rc;

	if (in->calibrated != NULL) {
		buf_add(b, in->calibrated->p, in->calibrated->len);
		return buf_ok(b) ? RC_OK : err_set(e, RC_NOMEM, "no memory for a model file");
	}
	if ((width = malloc((2 * njobs + 1) * sizeof(*width))) == NULL)
		return err_set(e, RC_NOMEM, "no memory to calibrate");
	calibration_default(&c);
	for (size_t i = 0; i < 2 * njobs; i++)
		width[i] = (float)c.width[i % 2];
	if ((rc = calibration_write(&c, width, njobs, b, e)) != RC_OK || in->calibrate == NULL)
		goto out;
	if ((rc = step(in, "calibrate", 0.7, e)) == RC_OK &&
	    (rc = model_open_files(&m, out, e)) == RC_OK)
		rc = calibration_fit(in, m, &c, width, e);
	model_close(m);
	if (rc != RC_OK)
		goto out;
	buf_clear(b);
	rc = calibration_write(&c, width, njobs, b, e);
out:
	free(width);
	return rc;
}

/* Which operations, in which order, on which machines. */
static enum rc
operations(struct fit *f, struct fit_inputs *in, struct buf *out, struct err *e)
{
	struct fit_steps	*s = NULL;
	struct fit_order	*o = NULL;
	struct fit_machines	*m = NULL;
	enum rc			 rc;

	if ((rc = fit_steps(f, in, &s, e)) == RC_OK && (rc = fit_order(f, in, s, &o, e)) == RC_OK &&
	    (rc = fit_machines(f, in, &m, e)) == RC_OK &&
	    (rc = fit_write_operations(in, s, o, m, out, e)) == RC_OK) {
		f->gain = s->gain;
		s->gain = NULL;
	}
	fit_machines_free(m);
	fit_order_free(o);
	fit_steps_free(s);
	return rc;
}

enum rc
fit_model(const struct fit_in *in, struct model_files *out, struct json_object **weights,
    struct err *e)
{
	struct fit		 f = { .in = in, .d = in->data, .c = in->corpus };
	struct fit_inputs	*inputs = NULL;
	struct buf		 blob;
	enum rc			 rc;

	buf_init(&blob);
	if (weights != NULL)
		*weights = NULL;
	f.njobs = f.d->jobs.n;
	if ((rc = step(in, "weights", 0, e)) != RC_OK || (rc = fit_rows(&f, e)) != RC_OK ||
	    (rc = fit_weights(&f, e)) != RC_OK || (rc = step(in, "vectors", 0.2, e)) != RC_OK ||
	    (rc = fit_vectors(&f, &blob, e)) != RC_OK ||
	    (rc = step(in, "operations", 0.25, e)) != RC_OK ||
	    (rc = fit_inputs(&f, &inputs, e)) != RC_OK ||
	    (rc = operations(&f, inputs, &out->file[FILE_OPERATIONS], e)) != RC_OK ||
	    (rc = step(in, "times", 0.5, e)) != RC_OK || (rc = fit_times(&f, inputs, e)) != RC_OK ||
	    (rc = step(in, "files", 0.55, e)) != RC_OK ||
	    (rc = fit_write_encoder(&f, &out->file[FILE_ENCODER], e)) != RC_OK ||
	    (rc = fit_write_scaler(&f, &blob, &out->file[FILE_SCALER], e)) != RC_OK ||
	    (rc = fit_write_similarity(&f, &out->file[FILE_SIMILARITY], e)) != RC_OK ||
	    (rc = fit_write_routings(&f, &out->file[FILE_ROUTINGS], e)) != RC_OK ||
	    (rc = fit_write_times(&f, &out->file[FILE_TIMES], e)) != RC_OK ||
	    (rc = calibrate(in, out, e)) != RC_OK || (rc = step(in, "done", 1, e)) != RC_OK)
		goto out;
	if (weights != NULL)
		*weights = weights_json(&f);
out:
	buf_fini(&blob);
	fit_inputs_free(inputs);
	fit_times_free(f.times);
	free(f.item);
	free(f.routing);
	free(f.row_item);
	free(f.item_row);
	free(f.weight);
	free(f.defaults);
	free(f.column_weight);
	free(f.gain);
	free(f.vectors);
	return rc;
}
