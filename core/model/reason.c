/* In words a planner uses: why an answer wants a look, and what would help. */
#include "config.h"

#include <string.h>

#include "core/model/predict_priv.h"

/* The format in the language that was asked for; both take the same arguments. */
#define SAY(q, en, ko, ...)	arena_printf((q)->a, (q)->in->korean ? ko : en, __VA_ARGS__)

static const char *
helps(const struct query *q)
{
	const char	*s;

	if (q->helps == NULL)
		return "";
	s = SAY(q, "; knowing %s would help", "; %s 값을 알면 도움이 됩니다", q->helps);
	return s == NULL ? "" : s;
}

static const char *
nearest(const struct query *q, const struct predict_out *out)
{
	const struct predict_similar	*s = out->similar;
	const char			*text;

	if (out->nsimilar == 0)
		return "";
	text = SAY(q, "; the nearest item is %.*s with similarity %.2f",
	    "; 가장 가까운 품목은 %.*s (유사도 %.2f)", (int)s->item_code.len, s->item_code.s,
	    s->similarity);
	return text == NULL ? "" : text;
}

static const char *
nothing(const struct query *q, const struct predict_out *out)
{
	if (q->m->nitems == 0 || out->nsimilar == 0)
		return SAY(q, "no routed item can serve as evidence for this one%s",
		    "근거로 삼을 라우팅이 있는 품목이 없습니다%s", "");
	return SAY(q, "no routed item is like this one: below a similarity of %.2f history was of "
	    "no use%s%s", "비슷한 라우팅이 없습니다: 유사도 %.2f 미만에서는 이력이 도움이 되지 "
	    "않았습니다%s%s", q->m->cal.similarity_least, nearest(q, out), helps(q));
}

static const char *
doubt(const struct query *q, const struct predict_out *out)
{
	const struct predict_candidate	*c = out->candidates;
	double				 p = c[0].probability;

	if (p >= q->m->cal.auto_least && q->untold > q->m->cal.untold_usual)
		return SAY(q, "the item leaves open more of what decides operations than items that "
		    "the promise was measured on%s", "공정을 결정하는 정보가 검증된 품목들보다 적게 "
		    "입력되었습니다%s", helps(q));
	if (p >= q->m->cal.auto_least)
		return SAY(q, "the item is less like any routed one than those that the promise was "
		    "measured on%s%s", "검증된 품목들보다 라우팅이 있는 품목과 덜 비슷합니다%s%s",
		    nearest(q, out), helps(q));
	if (out->ncandidates > 1 && c[1].probability > 0.5 * p)
		return SAY(q, "two sequences are close (%.0f %% and %.0f %%): %s and %s%s",
		    "두 후보가 비슷합니다 (%.0f %%와 %.0f %%): %s, %s%s", 100 * p,
		    100 * c[1].probability, c[0].signature, c[1].signature, helps(q));
	if (c[0].composed && q->m->cal.items > 0)
		return SAY(q, "no routing of history has just these operations: the sequence is "
		    "composed of what history supports, and right in about %.0f of 100 such cases%s%s",
		    "이 공정 순서 그대로인 라우팅은 이력에 없습니다: 이력이 뒷받침하는 공정으로 구성한 "
		    "후보이며, 이런 경우 100건 중 약 %.0f건이 맞습니다%s%s", 100 * p,
		    nearest(q, out), helps(q));
	if (!c[0].composed && c[0].support_items < 3)
		return SAY(q, "only %zu routing%s of history ran the first sequence%s%s",
		    "첫 후보의 순서로 만든 라우팅이 이력에 %zu건뿐입니다%s%s%s", c[0].support_items,
		    q->in->korean || c[0].support_items == 1 ? "" : "s", nearest(q, out), helps(q));
	if (q->m->cal.items <= 0)
		return SAY(q, "history is too short to check the probability on later items%s%s",
		    "이력이 짧아 확률을 이후 품목으로 검증하지 못했습니다%s%s", nearest(q, out),
		    helps(q));
	return SAY(q, "the similar items were routed in different ways: the first sequence is "
	    "right in about %.0f of 100 such cases%s", "비슷한 품목들의 라우팅이 서로 다릅니다: 첫 후보는 "
	    "이런 경우 100건 중 약 %.0f건이 맞습니다%s", 100 * p, helps(q));
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
	else if (np > 0 && !query_unlike(q))
		out->reason = q->in->exclude_outsourcing ? SAY(q, "every candidate has an "
		    "operation outside, which was excluded%s", "모든 후보에 제외된 외주 공정이 "
		    "들어 있습니다%s", "") : SAY(q, "no machine that ran the operations is in use "
		    "any more%s", "이 공정들을 돌린 설비 중 지금도 쓰는 것이 없습니다%s", "");
	else
		out->reason = nothing(q, out);
	return out->reason == NULL ? err_set(e, RC_NOMEM, "no memory for a reason") : RC_OK;
}
