/*
 * Who speaks for a query, and how loud: the nearest rows by exact scan and all relatives of
 * its drawing family.  An item votes with the routing its planner would name that day.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/model/predict_priv.h"
#include "core/vec/dot.h"
#include "core/vec/scan.h"

#define NEAREST_ROWS	128	/* at least PREDICT_TOP_K_MAX */

_Static_assert(NEAREST_ROWS >= PREDICT_TOP_K_MAX, "similar items come from these rows");

#define ROW_VOICES	16	/* of the items of one row */
#define FAMILY_VOICES	64
#define TEMPERATURE	0.08	/* of similarity: so much less counts 1/e */
#define HALF_LIFE	(4 * 365.25)	/* days after which a routing counts half */
#define EXPIRED		0.25	/* what an expired routing counts */
#define FAMILY_FACTOR	2.5

bool
query_foreign(const struct query *q, uint32_t item)
{
	const struct model	*m = q->m;

	if (item == q->own)
		return false;
	/* A revision: the same but for key and drawing, and of the same drawing family. */
	return q->f.family == 0 || m->family[item] != q->f.family || m->twin[item] != q->f.twin;
}

static bool
speaks(const struct query *q, uint32_t item)
{
	bool	valid;

	return query_foreign(q, item) &&
	    model_routing(q->m, item, q->in->as_of, &valid) != RML_NONE;
}

static bool
keep_row(void *ctx, uint32_t row)
{
	const struct query	*q = ctx;

	for (uint32_t i = q->m->row_item[row]; i < q->m->row_item[row + 1]; i++)
		if (speaks(q, i))
			return true;
	return false;
}

/* share: how much of its row's voice is this item's. */
static void
add_voice(struct query *q, uint32_t item, float similarity, double share)
{
	const struct model	*m = q->m;
	struct evidence		*v = &q->ev[q->nev];
	bool			 valid;

	v->item = item;
	v->routing = model_routing(m, item, q->in->as_of, &valid);
	v->similarity = similarity;
	v->family = q->f.family != 0 && m->family[item] == q->f.family;
	v->twin = q->f.twin != 0 && m->twin[item] == q->f.twin;
	v->weight = share * (valid ? 1 : EXPIRED) * (v->family ? FAMILY_FACTOR : 1);
	if (q->day != DATE_NONE && m->inserted[v->routing] != DATE_NONE &&
	    m->inserted[v->routing] < q->day)
		v->weight *= exp2(-((double)q->day - m->inserted[v->routing]) / HALF_LIFE);
	q->nev++;
}

static void
add_row(struct query *q, uint32_t row, float similarity)
{
	uint32_t	voice[ROW_VOICES];
	size_t		n = 0;

	for (uint32_t i = q->m->row_item[row]; i < q->m->row_item[row + 1] && n < ROW_VOICES; i++)
		if (speaks(q, i))
			voice[n++] = i;
	/* Duplicates agree by birth: n of them speak as 1 + ln n. */
	for (size_t i = 0; i < n; i++)
		add_voice(q, voice[i], similarity, (1 + log((double)n)) / (double)n);
}

static void
add_family(struct query *q)
{
	const struct model	*m = q->m;
	size_t			 begin, end, n = 0, had = q->nev;

	model_family(m, q->f.family, &begin, &end);
	for (size_t i = begin; i < end && n < FAMILY_VOICES; i++) {
		uint32_t	item = m->by_family[i];
		bool		there = false;

		for (size_t k = 0; k < had && !there; k++)
			there = q->ev[k].item == item;
		if (there || !speaks(q, item))
			continue;
		add_voice(q, item, (float)(dot_i8(q->v, m->vectors +
		    (size_t)m->item_row[item] * m->dim, m->dim) / encode_scale(m->dim)), 1);
		n++;
	}
}

static int
evidence_cmp(const void *a, const void *b)
{
	const struct evidence	*x = a, *y = b;

	if (x->similarity != y->similarity)
		return x->similarity > y->similarity ? -1 : 1;
	return x->item < y->item ? -1 : x->item > y->item;
}

enum rc
query_evidence(struct query *q, struct err *e)
{
	const struct model	*m = q->m;
	struct scan_rows	 rows = { m->vectors, NULL, m->nrows, m->dim };
	struct topk		 t;
	double			 best;

	q->ev = arena_alloc(q->a, (NEAREST_ROWS * ROW_VOICES + FAMILY_VOICES) *
	    sizeof(*q->ev));
	q->rows = arena_alloc(q->a, NEAREST_ROWS * sizeof(*q->rows));
	if (q->ev == NULL || q->rows == NULL)
		return err_set(e, RC_NOMEM, "no memory for the evidence");
	topk_init(&t, q->rows, NEAREST_ROWS);
	scan_topk(&rows, q->v, keep_row, q, &t);
	q->nrows = t.n;
	for (size_t i = 0; i < t.n; i++)
		add_row(q, t.h[i].id, (float)(t.h[i].score / encode_scale(m->dim)));
	add_family(q);
	if (q->nev > 1)
		qsort(q->ev, q->nev, sizeof(*q->ev), evidence_cmp);
	best = q->nev > 0 ? q->ev[0].similarity : 0;
	for (size_t i = 0; i < q->nev; i++) {
		q->ev[i].weight *= exp((q->ev[i].similarity - best) / TEMPERATURE);
		q->total += q->ev[i].weight;
		q->family += q->ev[i].family ? q->ev[i].weight : 0;
	}
	return RC_OK;
}

bool
query_unlike(const struct query *q)
{
	for (size_t i = 0; i < q->m->schema->ncols; i++)
		if (q->m->column_weight[i] > 0)
			return q->nev == 0 || q->ev[0].similarity < q->m->cal.similarity_least;
	return false;
}
