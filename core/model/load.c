#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "core/model/model_priv.h"

/* Each returns from the caller on the first fault, which is already in *e. */
#define TRY(x)	do { if ((rc = (x)) != RC_OK) return rc; } while (0)

static enum rc
floats(const struct rml *r, const char *name, size_t n, bool nan_ok, const float **out,
    struct err *e)
{
	const void	*p;
	enum rc		 rc;

	TRY(rml_get_n(r, name, sizeof(float), n, &p, e));
	*out = p;
	for (size_t i = 0; i < n; i++)
		if (isinf((*out)[i]) || (isnan((*out)[i]) && !nan_ok))
			return err_set(e, RC_CORRUPT, "%s: section %s holds no number", r->name,
			    name);
	return RC_OK;
}

static enum rc
load_encoder(struct model *m, struct err *e)
{
	const struct rml	*r = &m->rml[FILE_ENCODER];
	struct json_object	*o = NULL;
	const void		*p;
	size_t			 n;
	enum rc			 rc;

	TRY(rml_get(r, "schema", 1, &p, &n, e));
	TRY(schema_open(&m->schema, p, n, e));
	TRY(rml_get(r, "mapping", 1, &p, &n, e));
	if ((rc = json_parse(&o, p, n, e)) == RC_OK)
		rc = mapping_parse(&m->mapping, o, e);
	json_object_put(o);
	if (rc == RC_INVAL)
		return err_set(e, RC_CORRUPT, "%s: the mapping profile is damaged", r->name);
	TRY(rc);
	TRY(rml_get(&m->rml[FILE_SCALER], "weights", 1, &p, &n, e));
	TRY(weights_open(&m->weights, p, n, e));
	TRY(floats(&m->rml[FILE_SCALER], "decides", m->schema->ncols + m->schema->nnumbers, false,
	    &m->decides, e));
	return floats(&m->rml[FILE_SCALER], "column.weight", m->schema->ncols, false,
	    &m->column_weight, e);
}

static enum rc
load_similarity(struct model *m, struct err *e)
{
	const struct rml	*r = &m->rml[FILE_SIMILARITY];
	const void		*p;
	size_t			 n;
	enum rc			 rc;

	TRY(rml_get_n(r, "dim", sizeof(uint32_t), 1, &p, e));
	m->dim = *(const uint32_t *)p;
	if (m->dim == 0 || m->dim > ENCODE_DIM_MAX || m->dim % ENCODE_STRIPES != 0)
		return err_set(e, RC_CORRUPT, "%s: vectors of %zu dimensions", r->name, m->dim);
	TRY(rml_get(r, "vectors", 1, &p, &n, e));
	m->vectors = p;
	m->nrows = n / m->dim;
	if (n == 0 || n % m->dim != 0 || m->nrows > UINT32_MAX / 2)
		return err_set(e, RC_CORRUPT, "%s: the vectors are cut off", r->name);
	TRY(rml_get_texts(&m->rml[FILE_ROUTINGS], "items", &m->codes, e));
	m->nitems = m->codes.n;
	TRY(rml_get_spans(r, "row.item", m->nrows, m->nitems, &m->row_item, e));
	return rml_get_ids(r, "item.row", m->nitems, m->nrows, false, &m->item_row, e);
}

static enum rc
load_items(struct model *m, struct err *e)
{
	const struct rml	*r = &m->rml[FILE_ROUTINGS];
	const void		*p;
	enum rc			 rc;

	TRY(rml_get_n(r, "item.family", sizeof(uint64_t), m->nitems, &p, e));
	m->family = p;
	TRY(rml_get_n(r, "item.twin", sizeof(uint64_t), m->nitems, &p, e));
	m->twin = p;
	TRY(rml_get_ids(r, "item.by_key", m->nitems, m->nitems, false, &m->by_key, e));
	TRY(rml_get_ids(r, "item.by_family", m->nitems, m->nitems, false, &m->by_family, e));
	TRY(rml_get_texts(r, "columns", &m->columns, e));
	TRY(rml_get_texts(r, "values", &m->values, e));
	if (m->columns.n != m->schema->ncols)
		return err_set(e, RC_CORRUPT, "%s: %zu columns, not %zu", r->name, m->columns.n,
		    m->schema->ncols);
	TRY(rml_get_ids(r, "cells", m->nitems * m->columns.n, m->values.n, true, &m->cells, e));
	TRY(rml_get_n(r, "known", (m->schema->nnumbers + 7) / 8, m->nitems, &p, e));
	m->known = p;
	TRY(rml_get_n(r, "day", sizeof(int32_t), 2, &p, e));
	m->first_day = ((const int32_t *)p)[0];
	m->last_day = ((const int32_t *)p)[1];
	return RC_OK;
}

static enum rc
load_codes(struct model *m, struct err *e)
{
	const struct rml	*r = &m->rml[FILE_ROUTINGS];
	struct model_kinds	*k = &m->kinds;
	const void		*p;
	enum rc			 rc;

	TRY(rml_get_texts(r, "jobs", &m->jobs, e));
	TRY(rml_get_texts(r, "job_names", &m->job_names, e));
	TRY(rml_get_texts(r, "resources", &m->resources, e));
	TRY(rml_get_texts(r, "resource_names", &m->resource_names, e));
	TRY(rml_get(r, "kind.inside", 1, &p, &k->n, e));
	k->inside = p;
	TRY(rml_get_ids(r, "kind.job", k->n, m->jobs.n, false, &k->job, e));
	TRY(rml_get_ids(r, "kind.job_name", k->n, m->job_names.n, true, &k->job_name, e));
	TRY(rml_get_ids(r, "kind.res", k->n, m->resources.n, true, &k->res, e));
	return rml_get_ids(r, "kind.res_name", k->n, m->resource_names.n, true, &k->res_name, e);
}

static enum rc
load_routings(struct model *m, struct err *e)
{
	const struct rml	*r = &m->rml[FILE_ROUTINGS];
	const void		*p;
	size_t			 n;
	enum rc			 rc;

	TRY(rml_get(r, "routing.inserted", sizeof(int32_t), &p, &m->nroutings, e));
	m->inserted = p;
	TRY(rml_get_n(r, "routing.from", sizeof(int32_t), m->nroutings, &p, e));
	m->valid_from = p;
	TRY(rml_get_n(r, "routing.to", sizeof(int32_t), m->nroutings, &p, e));
	m->valid_to = p;
	TRY(rml_get_spans(r, "item.routing", m->nitems, m->nroutings, &m->item_routing, e));
	TRY(rml_get(r, "op.kind", sizeof(uint32_t), &p, &m->nops, e));
	TRY(rml_get_ids(r, "op.kind", m->nops, m->kinds.n, false, &m->op_kind, e));
	TRY(rml_get_n(r, "op.proc_seq", sizeof(int32_t), m->nops, &p, e));
	m->proc_seq = p;
	TRY(floats(r, "op.setup", m->nops, true, &m->residual[SETUP], e));
	TRY(floats(r, "op.run", m->nops, true, &m->residual[RUN], e));
	TRY(rml_get_spans(r, "routing.op", m->nroutings, m->nops, &m->routing_op, e));
	TRY(rml_get(r, "seq", sizeof(uint32_t), &p, &n, e));
	if (n == 0)
		return err_set(e, RC_CORRUPT, "%s: there are no sequences", r->name);
	m->nseqs = n - 1;
	TRY(rml_get(r, "seq.job", sizeof(uint32_t), &p, &m->nseq_jobs, e));
	TRY(rml_get_ids(r, "seq.job", m->nseq_jobs, m->jobs.n, false, &m->seq_jobs, e));
	TRY(rml_get_spans(r, "seq", m->nseqs, m->nseq_jobs, &m->seq_job, e));
	TRY(rml_get_ids(r, "routing.seq", m->nroutings, m->nseqs, false, &m->routing_seq, e));
	for (size_t i = 0; i < m->nroutings; i++) {
		uint32_t	s = m->routing_seq[i], at = m->routing_op[i];
		uint32_t	len = m->seq_job[s + 1] - m->seq_job[s];

		if (m->routing_op[i + 1] - at != len)
			return err_set(e, RC_CORRUPT, "%s: a routing is not its sequence", r->name);
		for (uint32_t j = 0; j < len; j++)
			if (m->kinds.job[m->op_kind[at + j]] != m->seq_jobs[m->seq_job[s] + j])
				return err_set(e, RC_CORRUPT, "%s: a routing is not its sequence",
				    r->name);
	}
	return RC_OK;
}

/* How often each sequence ran, and the way from jobs to their sequence. */
static enum rc
load_seqs(struct model *m, struct err *e)
{
	const struct rml	*r = &m->rml[FILE_ROUTINGS];
	const void		*p;
	enum rc			 rc;

	TRY(rml_get_n(r, "seq.items", sizeof(uint32_t), m->nseqs, &p, e));
	m->seq_items = p;
	TRY(rml_get_n(r, "seq.newest", sizeof(int32_t), m->nseqs, &p, e));
	m->seq_newest = p;
	TRY(rml_get_n(r, "seq.hash", sizeof(uint64_t), m->nseqs, &p, e));
	m->seq_hash = p;
	return rml_get_ids(r, "seq.by_hash", m->nseqs, m->nseqs, false, &m->seq_by_hash, e);
}

static enum rc
load_machines(struct model *m, struct err *e)
{
	const struct rml	*r = &m->rml[FILE_ROUTINGS];
	struct model_machines	*x = &m->machines;
	const void		*p;
	enum rc			 rc;

	TRY(rml_get(r, "machine.count", sizeof(uint32_t), &p, &x->n, e));
	x->count = p;
	TRY(rml_get_spans(r, "job.machine", m->jobs.n, x->n, &x->of_job, e));
	TRY(rml_get_ids(r, "machine.res", x->n, m->resources.n, false, &x->res, e));
	TRY(rml_get_ids(r, "machine.kind", x->n, m->kinds.n, false, &x->kind, e));
	TRY(rml_get_n(r, "machine.first", sizeof(int32_t), x->n, &p, e));
	x->first = p;
	TRY(rml_get_n(r, "machine.last", sizeof(int32_t), x->n, &p, e));
	x->last = p;
	return RC_OK;
}

static enum rc
load_time_trees(struct model *m, struct err *e)
{
	const struct rml	*r = &m->rml[FILE_TIMES];
	struct model_times	*t = &m->times;
	const void		*p;
	size_t			 n;
	enum rc			 rc;

	TRY(rml_get_n(r, "tree", sizeof(uint32_t), m->jobs.n * 2, &p, e));
	t->tree = p;
	TRY(rml_get(r, "trees", 1, &p, &n, e));
	TRY(score_open(&t->trees, p, n, e));
	TRY(rml_get(r, "lot", 1, &p, &n, e));
	TRY(bins_open(&t->lot, p, n, e));
	if (t->lot.n != 1 || t->trees.ncols != model_time_columns(m->chain.inputs.ncols,
	    m->resources.n))
		return err_set(e, RC_CORRUPT, "%s: trees of other columns", r->name);
	for (size_t i = 0; i < t->trees.n; i++)
		if (t->trees.heads[i].loss != TREE_QUANTILE)
			return err_set(e, RC_CORRUPT, "%s: trees that are no quantiles", r->name);
	for (size_t i = 0; i < m->jobs.n * 2; i++)
		if (t->tree[i] != RML_NONE && (t->trees.n < 3 || t->tree[i] > t->trees.n - 3))
			return err_set(e, RC_CORRUPT, "%s: trees that are not there", r->name);
	return RC_OK;
}

static enum rc
load_times(struct model *m, struct err *e)
{
	static const char *const	which[2] = { "setup", "run" };
	const struct rml		*r = &m->rml[FILE_TIMES];
	struct model_times		*t = &m->times;
	char				 name[RML_NAME];
	const void			*p;
	size_t				 n = m->jobs.n + 1;
	enum rc				 rc;

	t->nx = m->schema->nnumbers;
	TRY(floats(r, "mean", t->nx, false, &t->mean, e));
	TRY(floats(r, "sd", t->nx, false, &t->sd, e));
	TRY(floats(r, "wait", n * 3, true, &t->wait, e));
	for (int w = 0; w < 2; w++) {
		snprintf(name, sizeof(name), "%s.coef", which[w]);
		TRY(floats(r, name, n * (t->nx + 1), false, &t->coef[w], e));
		snprintf(name, sizeof(name), "%s.spread", which[w]);
		TRY(floats(r, name, n * 2, false, &t->spread[w], e));
		snprintf(name, sizeof(name), "%s.samples", which[w]);
		TRY(rml_get_n(r, name, sizeof(uint32_t), n, &p, e));
		t->samples[w] = p;
		snprintf(name, sizeof(name), "%s.source", which[w]);
		TRY(rml_get_n(r, name, 1, n, &p, e));
		t->source[w] = p;
		snprintf(name, sizeof(name), "%s.zero", which[w]);
		TRY(rml_get_n(r, name, 1, n, &p, e));
		t->zero[w] = p;
		for (size_t i = 0; i < n; i++)
			if (t->source[w][i] > TIME_ESTIMATE)
				return err_set(e, RC_CORRUPT, "%s: an unknown source", r->name);
	}
	TRY(rml_get(r, "effect.key", sizeof(uint64_t), &p, &t->neffects, e));
	t->effect_key = p;
	TRY(floats(r, "effect", t->neffects, false, &t->effect, e));
	return load_time_trees(m, e);
}

static enum rc
load_calibration(struct model *m, struct err *e)
{
	const struct rml	*r = &m->rml[FILE_CALIBRATION];
	const double		*x;
	const void		*p;
	enum rc			 rc;

	TRY(rml_get_n(r, "calibration", sizeof(m->cal), 1, &p, e));
	for (x = p; x < (const double *)p + sizeof(m->cal) / sizeof(*x); x++)
		if (!isfinite(*x))
			return err_set(e, RC_CORRUPT, "%s: it holds no number", r->name);
	memcpy(&m->cal, p, sizeof(m->cal));
	TRY(floats(r, "width", m->jobs.n * 2, false, &m->width, e));
	return RC_OK;
}

enum rc
model_load(struct model *m, struct err *e)
{
	enum rc	rc;

	TRY(load_encoder(m, e));
	TRY(load_similarity(m, e));
	TRY(load_items(m, e));
	TRY(load_codes(m, e));
	TRY(load_routings(m, e));
	TRY(load_seqs(m, e));
	TRY(load_machines(m, e));
	TRY(chain_open(&m->chain, &m->rml[FILE_OPERATIONS], m->schema, m->jobs.n,
	    m->resources.n, e));
	TRY(load_times(m, e));
	return load_calibration(m, e);
}
