/* What was fitted, as sections of model files. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/train/fit/fit_priv.h"
#include "core/tree/score.h"

enum rc
fit_write_encoder(const struct fit *f, struct buf *out, struct err *e)
{
	struct json_object	*o = mapping_json(f->in->mapping);
	const char		*s = o == NULL ? NULL : json_object_to_json_string_ext(o,
				    JSON_C_TO_STRING_PLAIN);
	struct rml_writer	 w;
	enum rc			 rc;

	if (s == NULL) {
		json_object_put(o);
		return err_set(e, RC_NOMEM, "no memory for the mapping profile");
	}
	rml_begin(&w);
	rml_add(&w, "schema", f->c->blob.p, 1, f->c->blob.len);
	rml_add(&w, "mapping", s, 1, strlen(s));
	rc = rml_end(&w, out, e);
	json_object_put(o);
	return rc;
}

enum rc
fit_write_scaler(const struct fit *f, const struct buf *weights, struct buf *out,
    struct err *e)
{
	size_t			 n = f->c->schema->ncols + f->c->schema->nnumbers;
	float			*share = calloc(n + 1, sizeof(*share));
	double			 all = 0;
	struct rml_writer	 w;
	enum rc			 rc;

	if (share == NULL)
		return err_set(e, RC_NOMEM, "no memory for a model file");
	for (size_t i = 0; i < n; i++)
		all += f->gain[i];
	for (size_t i = 0; i < n && all > 0; i++)
		share[i] = (float)(f->gain[i] / all);
	rml_begin(&w);
	rml_add(&w, "weights", weights->p, 1, weights->len);
	rml_add(&w, "column.weight", f->column_weight, sizeof(float), f->c->schema->ncols);
	rml_add(&w, "decides", share, sizeof(float), n);
	rc = rml_end(&w, out, e);
	free(share);
	return rc;
}

enum rc
fit_write_similarity(const struct fit *f, struct buf *out, struct err *e)
{
	struct rml_writer	w;
	uint32_t		dim = ENCODE_DIM;

	rml_begin(&w);
	rml_add(&w, "dim", &dim, sizeof(dim), 1);
	rml_add(&w, "vectors", f->vectors, 1, f->nrows * ENCODE_DIM);
	rml_add(&w, "row.item", f->row_item, sizeof(uint32_t), f->nrows + 1);
	rml_add(&w, "item.row", f->item_row, sizeof(uint32_t), f->nitems);
	return rml_end(&w, out, e);
}

/* The trees that there are, three by three, and where each job's begin. */
static enum rc
time_trees(const struct fit_times *t, uint32_t *first, struct buf *out, struct err *e)
{
	struct score_writer	w;
	uint32_t		n = 0;

	score_begin(&w, t->ncols);
	for (size_t i = 0; i < 2 * t->njobs; i++) {
		first[i] = RML_NONE;
		if (t->tree[i][0] == NULL)
			continue;
		first[i] = n;
		n += 3;
		for (int k = 0; k < 3; k++)
			score_add(&w, t->tree[i][k]);
	}
	return score_end(&w, out, e);
}

enum rc
fit_write_times(const struct fit *f, struct buf *out, struct err *e)
{
	static const char *const	name[2][5] = {
		{ "setup.coef", "setup.spread", "setup.samples", "setup.source", "setup.zero" },
		{ "run.coef", "run.spread", "run.samples", "run.source", "run.zero" },
	};
	const struct fit_times		*t = f->times;
	size_t				 n = f->njobs + 1;
	uint32_t			*first = malloc((2 * t->njobs + 1) * sizeof(*first));
	struct buf			 trees;
	struct rml_writer		 w;
	enum rc				 rc;

	buf_init(&trees);
	if (first == NULL) {
		rc = err_set(e, RC_NOMEM, "no memory to write times");
		goto out;
	}
	if ((rc = time_trees(t, first, &trees, e)) != RC_OK)
		goto out;
	rml_begin(&w);
	rml_add(&w, "mean", t->mean, sizeof(float), t->nx);
	rml_add(&w, "sd", t->sd, sizeof(float), t->nx);
	rml_add(&w, "wait", t->wait, sizeof(float), n * 3);
	for (int k = 0; k < 2; k++) {
		rml_add(&w, name[k][0], t->coef[k], sizeof(float), n * (t->nx + 1));
		rml_add(&w, name[k][1], t->spread[k], sizeof(float), n * 2);
		rml_add(&w, name[k][2], t->samples[k], sizeof(uint32_t), n);
		rml_add(&w, name[k][3], t->source[k], 1, n);
		rml_add(&w, name[k][4], t->zero[k], 1, n);
	}
	rml_add(&w, "effect.key", t->effect_key, sizeof(uint64_t), t->neffects);
	rml_add(&w, "effect", t->effect, sizeof(float), t->neffects);
	rml_add(&w, "tree", first, sizeof(*first), 2 * t->njobs);
	rml_add(&w, "trees", trees.p, 1, trees.len);
	rml_add(&w, "lot", t->lot.p, 1, t->lot.len);
	rc = rml_end(&w, out, e);
out:
	buf_fini(&trees);
	free(first);
	return rc;
}
