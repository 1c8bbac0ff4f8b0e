/* The same questions to the model and to the baselines. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/train/measure/baseline.h"
#include "core/train/measure/evaluate_priv.h"

#define PIECE		32	/* test items a thread takes at once */
#define NEIGHBOURS	50	/* oracle_neighbour@50 */

/* The answer to a test item in numbers; lives in its piece's arena. */
struct answer {
	struct metrics_candidate	*cand;
	size_t				 ncand;
	enum metrics_decision		 decision;
	int				 oracle;
};

struct asking {
	const struct evaluate	*v;
	const struct model	*m;
	struct answer		*answer;
	struct arena		**arena;	/* one a piece */
};

static struct metrics_time
time_of(const struct quantiles *q)
{
	return (struct metrics_time){ q->p10, q->p50, q->p90 };
}

/* The number that the data set gives a code; a code it never saw equals nothing. */
static uint32_t
code_number(const struct pool *p, struct str s)
{
	return s.s != NULL ? pool_find(p, s) : POOL_NONE;
}

static enum rc
keep_candidates(const struct dataset *d, const struct predict_out *out, struct answer *w,
    struct arena *a, struct err *e)
{
	w->cand = arena_zalloc(a, out->ncandidates + 1, sizeof(*w->cand));
	if (w->cand == NULL)
		return err_set(e, RC_NOMEM, "evaluation: no memory");
	for (w->ncand = 0; w->ncand < out->ncandidates; w->ncand++) {
		const struct predict_candidate	*p = &out->candidates[w->ncand];
		struct metrics_op		*ops = arena_zalloc(a, p->nops + 1, sizeof(*ops));

		if (ops == NULL)
			return err_set(e, RC_NOMEM, "evaluation: no memory");
		for (size_t i = 0; i < p->nops; i++)
			ops[i] = (struct metrics_op){ code_number(&d->jobs, p->ops[i].job),
			    code_number(&d->resources, p->ops[i].res),
			    time_of(&p->ops[i].setup), time_of(&p->ops[i].run) };
		w->cand[w->ncand] = (struct metrics_candidate){ ops, p->nops, p->probability };
	}
	return RC_OK;
}

/* Does the sequence stand among the routings of the neighbours, as of t0? */
static int
among(const struct evaluate *v, const struct predict_out *out, uint32_t seq)
{
	const struct dataset	*d = v->data;

	for (size_t k = 0; k < out->nsimilar; k++) {
		uint32_t	item = pool_find(&d->keys, out->similar[k].item_code);

		if (item == POOL_NONE)
			continue;
		for (uint32_t r = d->item_routing[item]; r < d->item_routing[item + 1]; r++)
			if (d->routings[r].seq == seq && (v->split->t0 == DATE_NONE ||
			    d->routings[r].inserted <= v->split->t0))
				return 1;
	}
	return 0;
}

static enum rc
ask_piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	const struct asking	*q = ctx;
	const struct evaluate	*v = q->v;
	struct arena		*keep = q->arena[begin / PIECE], *a = arena_new(0);
	struct predict_out	 out;
	struct record		 rec;
	enum rc			 rc = RC_OK;

	if (a == NULL)
		return err_set(e, RC_NOMEM, "evaluation: no memory");
	for (size_t i = begin; i < end && rc == RC_OK; i++) {
		struct predict_in	in = { .item = &rec, .as_of = DATE_NONE,
					    .top_k = NEIGHBOURS,
					    .no_similar = v->without & FIT_SIMILAR,
					    .no_composed = v->without & FIT_COMPOSED };
		struct answer		*w = &q->answer[i];

		arena_reset(a);
		if ((rc = dataset_record(v->data, v->test[i].item, a, &rec, e)) != RC_OK ||
		    (rc = model_predict(q->m, &in, a, &out, e)) != RC_OK)
			break;
		w->decision = out.decision == DECISION_AUTO ? METRICS_AUTO :
		    out.decision == DECISION_REVIEW ? METRICS_REVIEW : METRICS_NO_ANSWER;
		w->oracle = among(v, &out, v->test[i].seq);
		rc = keep_candidates(v->data, &out, w, keep, e);
	}
	arena_free(a);
	return rc;
}

static enum rc
score(struct evaluate *v, enum evaluate_who who, size_t i, const struct answer *w,
    struct err *e)
{
	const struct evaluate_test	*t = &v->test[i];

	return metrics_add(&v->metrics[who], &(struct metrics_case){ w->cand, w->ncand,
	    w->decision, t->ops, t->nops, w->oracle, t->family, t->strata }, e);
}

enum rc
evaluate_ask_model(struct evaluate *v, const struct model *m, struct err *e)
{
	size_t		n = v->split->ntest, pieces = (n + PIECE - 1) / PIECE;
	struct asking	q = { .v = v, .m = m };
	enum rc		rc = RC_OK;

	q.answer = calloc(n + 1, sizeof(*q.answer));
	q.arena = calloc(pieces + 1, sizeof(*q.arena));
	if (q.answer == NULL || q.arena == NULL)
		rc = err_set(e, RC_NOMEM, "evaluation: no memory");
	for (size_t p = 0; p < pieces && rc == RC_OK; p++)
		if ((q.arena[p] = arena_new(0)) == NULL)
			rc = err_set(e, RC_NOMEM, "evaluation: no memory");
	if (rc == RC_OK)
		rc = par_for(v->in->threads, n, PIECE, ask_piece, &q, e);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		if ((rc = score(v, EVALUATE_MODEL, i, &q.answer[i], e)) == RC_OK &&
		    v->in->answers != NULL)
			rc = evaluate_answer(v, i, q.answer[i].cand, q.answer[i].ncand,
			    q.answer[i].decision, e);
	for (size_t p = 0; q.arena != NULL && p < pieces; p++)
		arena_free(q.arena[p]);
	free(q.arena);
	free(q.answer);
	return rc;
}

/* A routing as the one candidate of a baseline: sequence, machines and times as they stand. */
static enum rc
score_routing(struct evaluate *v, enum evaluate_who who, size_t i, uint32_t routing,
    struct arena *a, struct err *e)
{
	struct metrics_candidate	 cand = { .probability = NAN };
	struct answer			 w = { .cand = &cand, .decision = METRICS_NO_ANSWER,
					    .oracle = -1 };
	struct metrics_actual		*act;
	struct metrics_op		*ops;
	enum rc				 rc;

	if (routing == BASELINE_NONE)
		return score(v, who, i, &w, e);
	arena_reset(a);
	if ((rc = evaluate_actual(v->data, routing, v->split->t0, a, &act, &cand.nops, NULL,
	    NULL, e)) != RC_OK)
		return rc;
	if ((ops = arena_zalloc(a, cand.nops + 1, sizeof(*ops))) == NULL)
		return err_set(e, RC_NOMEM, "evaluation: no memory");
	for (size_t k = 0; k < cand.nops; k++)
		ops[k] = (struct metrics_op){ act[k].job, act[k].res,
		    { NAN, act[k].setup, NAN }, { NAN, act[k].run, NAN } };
	cand.ops = ops;
	w.ncand = 1;
	w.decision = METRICS_REVIEW;
	return score(v, who, i, &w, e);
}

/* The training items with the routing that stood for each at t0. */
static size_t
training(const struct evaluate *v, const int32_t *day, struct baseline_item *train)
{
	size_t	n = 0;

	for (size_t i = 0; i < v->corpus->n; i++) {
		uint32_t	r;

		if (!split_trains(v->split, day, i) ||
		    (r = dataset_newest_routing(v->data, v->corpus->item[i],
		    v->split->t0)) == DS_NONE)
			continue;
		train[n++] = (struct baseline_item){ (uint32_t)i, r, v->data->routings[r].seq,
		    v->data->routings[r].inserted };
	}
	return n;
}

enum rc
evaluate_ask_baselines(struct evaluate *v, const int32_t *day, struct err *e)
{
	const struct split	*s = v->split;
	struct baseline_item	*train = calloc(v->corpus->n + 1, sizeof(*train));
	uint32_t		*nearest = calloc(s->ntest + 1, sizeof(*nearest));
	struct arena		*a = arena_new(0);
	struct baseline		*b = NULL;
	enum rc			 rc;

	if (train == NULL || nearest == NULL || a == NULL) {
		rc = err_set(e, RC_NOMEM, "evaluation: no memory");
		goto out;
	}
	if ((rc = baseline_new(&b, v->corpus, train, training(v, day, train), e)) != RC_OK ||
	    (rc = baseline_nearest(b, s->test, s->ntest, v->in->threads, nearest, e)) != RC_OK)
		goto out;
	v->mode_column[0] = baseline_column(b, 0);
	v->mode_column[1] = baseline_column(b, 1);
	for (size_t i = 0; i < s->ntest; i++)
		if ((rc = score_routing(v, EVALUATE_MODE, i, baseline_mode(b, s->test[i]), a,
		    e)) != RC_OK ||
		    (rc = score_routing(v, EVALUATE_FAMILY, i, baseline_family(b, s->test[i]), a,
		    e)) != RC_OK ||
		    (rc = score_routing(v, EVALUATE_NEAREST, i, nearest[i], a, e)) != RC_OK)
			break;
out:
	baseline_free(b);
	arena_free(a);
	free(nearest);
	free(train);
	return rc;
}
