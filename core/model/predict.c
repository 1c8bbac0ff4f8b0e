#include "config.h"

#include <math.h>
#include <string.h>

#include "core/model/predict_priv.h"

const char *const	decision_names[] = { "auto", "review", "no_answer" };

/* Softmax over the candidates and "none of these", and then planners slip. */
static void
probabilities(const struct query *q, const struct proposal *p, const size_t *which,
    struct predict_out *out)
{
	double	none = 0, top, sum;

	for (int i = 0; i < PREDICT_NONE; i++)
		none += q->m->cal.none[i] * out->none[i];
	top = none;
	for (size_t i = 0; i < out->ncandidates; i++)
		top = fmax(top, p[which[i]].utility);
	sum = exp(none - top);
	for (size_t i = 0; i < out->ncandidates; i++)
		sum += exp(p[which[i]].utility - top);
	for (size_t i = 0; i < out->ncandidates; i++)
		out->candidates[i].probability = (1 - q->m->cal.slips) *
		    exp(p[which[i]].utility - top) / sum;
}

/* A candidate's probability is the same however many are asked for. */
static enum rc
candidates(struct query *q, const struct proposal *p, size_t np, struct predict_out *out,
    struct err *e)
{
	size_t	most = q->in->max_candidates == 0 ? PREDICT_CANDIDATES : q->in->max_candidates;
	size_t	which[PREDICT_CANDIDATES_MAX];
	bool	good;
	enum rc	rc;

	out->candidates = arena_zalloc(q->a, PREDICT_CANDIDATES_MAX, sizeof(*out->candidates));
	if (out->candidates == NULL)
		return err_set(e, RC_NOMEM, "no memory for the candidates");
	for (size_t i = 0; i < np && out->ncandidates < PREDICT_CANDIDATES_MAX; i++) {
		if ((rc = propose(q, &p[i], &out->candidates[out->ncandidates], &good,
		    e)) != RC_OK)
			return rc;
		if (good)
			which[out->ncandidates++] = i;
	}
	probabilities(q, p, which, out);
	if (out->ncandidates > most)
		out->ncandidates = most;
	return RC_OK;
}

/* Is the item such that what `auto` promises was measured on its like? */
static bool
usual(const struct query *q)
{
	return q->untold <= q->m->cal.untold_usual && q->nev > 0 &&
	    q->ev[0].similarity >= q->m->cal.similarity_usual;
}

static void
decide(const struct query *q, struct predict_out *out)
{
	const struct model_calibration	*c = &q->m->cal;

	if (out->ncandidates == 0 || query_unlike(q)) {
		out->decision = DECISION_NO_ANSWER;
		out->ncandidates = 0;
	} else if (out->candidates[0].probability >= c->auto_least && usual(q))
		out->decision = DECISION_AUTO;
	else
		out->decision = DECISION_REVIEW;
}

static enum rc
filters(struct query *q, struct err *e)
{
	const char *const	*c = q->in->filter_columns;
	int			 k;

	if (c == NULL)
		return RC_OK;
	while (c[q->nfilter] != NULL)
		q->nfilter++;
	if ((q->filter = arena_alloc(q->a, (q->nfilter + 1) * sizeof(*q->filter))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the filters");
	for (size_t i = 0; i < q->nfilter; i++) {
		if ((k = schema_column(q->m->schema, c[i])) == -1)
			return err_field(e, "filters", "%.80s is no column of the items that this "
			    "model was trained on", c[i]);
		q->filter[i] = (size_t)k;
	}
	return RC_OK;
}

/* The item as the model sees it. */
static enum rc
encode_query(struct query *q, struct err *e)
{
	const struct model	*m = q->m;
	struct features		 f;
	struct token		*t;
	enum rc			 rc;

	if ((rc = features_of_record(m->schema, q->in->item, q->a, &q->f, e)) != RC_OK)
		return rc;
	q->v = arena_zalloc(q->a, m->dim, 1);
	t = arena_alloc(q->a, (q->f.ntokens + 1) * sizeof(*t));
	if (q->v == NULL || t == NULL)
		return err_set(e, RC_NOMEM, "no memory for an item");
	/* Families speak by themselves; in the vector they would split duplicates. */
	f = q->f;
	f.tokens = t;
	f.ntokens = 0;
	for (size_t i = 0; i < q->f.ntokens; i++)
		if (q->f.tokens[i].kind != TOKEN_DRAWING)
			t[f.ntokens++] = q->f.tokens[i];
	encode(m->weights, &f, q->v, m->dim);
	q->own = model_item(m, q->f.key);
	return RC_OK;
}

enum rc
model_predict(const struct model *m, const struct predict_in *in, struct arena *a,
    struct predict_out *out, struct err *e)
{
	struct query	 q = { .m = m, .in = in, .a = a, .own = RML_NONE };
	struct proposal	*p;
	uint64_t	 start = clock_mono_us(), at = start, now;
	size_t		 np;
	enum rc		 rc;

#define LAP(field)	(now = clock_mono_us(), out->us.field = now - at, at = now)
	memset(out, 0, sizeof(*out));
	q.day = in->as_of == DATE_NONE ? m->last_day : in->as_of;
	if ((rc = filters(&q, e)) != RC_OK || (rc = encode_query(&q, e)) != RC_OK)
		return rc;
	LAP(encode);
	if ((rc = query_evidence(&q, e)) != RC_OK || (rc = query_similar(&q, out, e)) != RC_OK)
		return rc;
	LAP(search);
	if ((rc = query_proposals(&q, &p, &np, out->none, e)) != RC_OK)
		return rc;
	LAP(routing);
	if ((rc = estimate_begin(&q, e)) != RC_OK ||
	    (rc = candidates(&q, p, np, out, e)) != RC_OK)
		return rc;
	LAP(time);
	decide(&q, out);
	if ((rc = query_reason(&q, np, out, e)) != RC_OK)
		return rc;
	out->us.total = clock_mono_us() - start;
	return RC_OK;
#undef LAP
}
