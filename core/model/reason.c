/* In words a planner uses: why an answer wants a look, and what would help. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "core/feat/text.h"
#include "core/model/predict_priv.h"

/* The heaviest column that the item says nothing in, or NULL. */
static const char *
would_help(const struct query *q)
{
	const struct schema	*s = q->m->schema;
	const char		*best = NULL;
	float			 most = 0.02f;

	for (size_t i = 0; i < s->ncols; i++) {
		struct str	v = record_get(q->in->item, s->col[i].name);

		if (q->m->column_weight[i] > most && text_missing(v) && (int)i != s->key) {
			most = q->m->column_weight[i];
			best = s->col[i].name;
		}
	}
	return best;
}

static const char *
helps(const struct query *q)
{
	const char	*c = would_help(q), *s;

	if (c == NULL)
		return "";
	return (s = arena_printf(q->a, "; knowing %s would help", c)) == NULL ? "" : s;
}

static const char *
nothing(const struct query *q, const struct predict_out *out)
{
	const struct predict_similar	*s = out->similar;

	if (q->m->nitems == 0 || out->nsimilar == 0)
		return "no routed item can serve as evidence for this one";
	return arena_printf(q->a, "no routed item is like this one: the nearest is %.*s with "
	    "similarity %.2f, below the %.2f from which history was of use%s",
	    (int)s->item_code.len, s->item_code.s, s->similarity, q->m->cal.similarity_least,
	    helps(q));
}

static const char *
nearest(const struct query *q, const struct predict_out *out)
{
	const struct predict_similar	*s = out->similar;
	const char			*text;

	if (out->nsimilar == 0)
		return "";
	text = arena_printf(q->a, "; the nearest item is %.*s with similarity %.2f",
	    (int)s->item_code.len, s->item_code.s, s->similarity);
	return text == NULL ? "" : text;
}

static const char *
doubt(const struct query *q, const struct predict_out *out)
{
	const struct predict_candidate	*c = out->candidates;
	double				 p = c[0].probability;

	if (out->ncandidates > 1 && c[1].probability > 0.5 * p)
		return arena_printf(q->a, "two sequences are close (%.0f %% and %.0f %%): %s and "
		    "%s%s", 100 * p, 100 * c[1].probability, c[0].signature, c[1].signature,
		    helps(q));
	if (c[0].composed)
		return arena_printf(q->a, "no routing of history has just these operations: the "
		    "sequence is composed of what history supports, and right in about %.0f of 100 "
		    "such cases%s%s", 100 * p, nearest(q, out), helps(q));
	if (c[0].support_items < 3)
		return arena_printf(q->a, "only %zu routing%s of history ran the first sequence%s%s",
		    c[0].support_items, c[0].support_items == 1 ? "" : "s", nearest(q, out),
		    helps(q));
	return arena_printf(q->a, "the similar items were routed in different ways: the first "
	    "sequence is right in about %.0f of 100 such cases%s", 100 * p, helps(q));
}

enum rc
query_reason(struct query *q, size_t np, struct predict_out *out,
    struct err *e)
{
	out->reason = NULL;
	if (out->decision == DECISION_AUTO)
		return RC_OK;
	if (out->decision == DECISION_REVIEW)
		out->reason = doubt(q, out);
	else if (np > 0 && q->nev > 0 &&
	    q->ev[0].similarity >= q->m->cal.similarity_least)
		out->reason = q->in->exclude_outsourcing ? "every routing of the similar items "
		    "has an operation outside, which was excluded" : "no machine that ran the "
		    "similar items' operations is in use any more";
	else
		out->reason = nothing(q, out);
	return out->reason == NULL ? err_set(e, RC_NOMEM, "no memory for a reason") : RC_OK;
}
