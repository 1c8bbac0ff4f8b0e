/* The nearest routed items, and what each column has to do with it. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/model/predict_priv.h"
#include "core/vec/scan.h"

#define SHARE_LEAST	0.005	/* smaller shares are not worth a line */

static bool
passes(const struct query *q, uint32_t item)
{
	bool	valid;

	if (!query_foreign(q, item) ||
	    model_routing(q->m, item, q->in->as_of, &valid) == RML_NONE)
		return false;
	for (size_t i = 0; i < q->nfilter; i++) {
		struct str	v = str_trim(model_value(q->m, item, q->filter[i]));

		if (!str_eqi(v, str_trim(str_of(q->in->filter_values[i]))))
			return false;
	}
	return true;
}

static bool
keep_row(void *ctx, uint32_t row)
{
	const struct query	*q = ctx;

	for (uint32_t i = q->m->row_item[row]; i < q->m->row_item[row + 1]; i++)
		if (passes(q, i))
			return true;
	return false;
}

static int
contribution_cmp(const void *a, const void *b)
{
	const struct predict_contribution	*x = a, *y = b;

	if (x->share != y->share)
		return x->share > y->share ? -1 : 1;
	return x->column.s < y->column.s ? -1 : x->column.s > y->column.s;
}

/* Small shares go to the largest, so that the sum stays 1. */
static enum rc
explain(const struct query *q, uint32_t item, struct predict_similar *out, struct err *e)
{
	const struct model		*m = q->m;
	size_t				 n = m->schema->ncols;
	double				*share = arena_zalloc(q->a, n, sizeof(*share)), rest = 0;
	struct str			*cells = arena_alloc(q->a, n * sizeof(*cells));
	int				*map = arena_alloc(q->a, n * sizeof(*map));
	struct predict_contribution	*c = arena_alloc(q->a, n * sizeof(*c));
	struct features			 f;
	enum rc				 rc;

	if (share == NULL || cells == NULL || map == NULL || c == NULL)
		return err_set(e, RC_NOMEM, "no memory for an explanation");
	for (size_t i = 0; i < n; i++) {
		cells[i] = model_value(m, item, i);
		map[i] = (int)i;
	}
	if ((rc = features_make(m->schema, map, cells, q->a, &f, e)) != RC_OK)
		return rc;
	encode_compare(m->weights, m->schema, &q->f, &f, share);
	out->contributions = c;
	for (size_t i = 0; i < n; i++) {
		if (share[i] < SHARE_LEAST) {
			rest += share[i];
			continue;
		}
		c[out->ncontributions++] = (struct predict_contribution){
		    str_of(m->schema->col[i].name), share[i],
		    record_get(q->in->item, m->schema->col[i].name), cells[i] };
	}
	if (out->ncontributions > 1)
		qsort(c, out->ncontributions, sizeof(*c), contribution_cmp);
	if (out->ncontributions > 0)
		c[0].share += rest;
	return RC_OK;
}

static enum rc
describe(const struct query *q, uint32_t item, float score, struct predict_similar *s,
    struct err *e)
{
	const struct model	*m = q->m;

	s->item_code = rml_text(&m->codes, item);
	s->similarity = fmin(1, fmax(0, score / encode_scale(m->dim)));
	s->has_routing = true;
	s->family = q->f.family != 0 && m->family[item] == q->f.family;
	return q->in->explain ? explain(q, item, s, e) : RC_OK;
}

enum rc
query_similar(struct query *q, struct predict_out *out, struct err *e)
{
	const struct model	*m = q->m;
	struct scan_rows	 rows = { m->vectors, NULL, m->nrows, m->dim };
	size_t			 k = q->in->top_k == 0 ? PREDICT_TOP_K : q->in->top_k;
	struct topk		 t = { .h = q->rows, .n = q->nrows };
	enum rc			 rc;

	if (k > PREDICT_TOP_K_MAX)
		k = PREDICT_TOP_K_MAX;
	if ((out->similar = arena_zalloc(q->a, k, sizeof(*out->similar))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for similar items");
	if (q->nfilter > 0) {	/* else they are among the evidence's rows */
		struct hit	*room = arena_alloc(q->a, k * sizeof(*room));

		if (room == NULL)
			return err_set(e, RC_NOMEM, "no memory for similar items");
		topk_init(&t, room, k);
		scan_topk(&rows, q->v, keep_row, q, &t);
	}
	for (size_t r = 0; r < t.n; r++)
		for (uint32_t i = m->row_item[t.h[r].id]; i < m->row_item[t.h[r].id + 1] &&
		    out->nsimilar < k; i++) {
			if (!passes(q, i))
				continue;
			if ((rc = describe(q, i, t.h[r].score, &out->similar[out->nsimilar],
			    e)) != RC_OK)
				return rc;
			out->nsimilar++;
		}
	return RC_OK;
}
