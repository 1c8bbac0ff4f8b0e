/* What somebody would score who knows the generator's grammar but sees of an item its row. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/train/measure/evaluate_priv.h"
#include "core/train/measure/truth.h"

struct asking {
	struct evaluate	*v;
	uint32_t	*test;		/* of a data set item: index of its test + 1, 0: it is none */
	struct arena	*arena;
};

/* The data set's item of a code as the truth spells it, or POOL_NONE. */
static uint32_t
find_item(const struct dataset *d, const char *code)
{
	char		key[256];
	struct str	s = str_trim(str_of(code));

	if (s.len >= sizeof(key))
		return POOL_NONE;
	for (size_t i = 0; i < s.len; i++)
		key[i] = s.s[i] >= 'a' && s.s[i] <= 'z' ? (char)(s.s[i] - 'a' + 'A') : s.s[i];
	return pool_find(&d->keys, (struct str){ key, s.len });
}

static bool
wanted(void *ctx, const char *code)
{
	const struct asking	*q = ctx;
	uint32_t		 i = find_item(q->v->data, code);

	return i != POOL_NONE && q->test[i] != 0;
}

/* A signature's jobs as a candidate without machines and times. */
static enum rc
candidate(const struct asking *q, const struct truth_sequence *s,
    struct metrics_candidate *out, struct err *e)
{
	struct metrics_op	*ops;
	const char		*p = s->signature, *end;
	size_t			 n = 1;

	for (const char *c = p; *c != '\0'; c++)
		n += *c == '>';
	if ((ops = arena_zalloc(q->arena, n, sizeof(*ops))) == NULL)
		return err_set(e, RC_NOMEM, "evaluation: no memory");
	for (size_t i = 0; i < n; i++, p = end + 1) {
		end = p + strcspn(p, ">");
		ops[i] = (struct metrics_op){ pool_find(&q->v->data->jobs,
		    str_trim((struct str){ p, (size_t)(end - p) })), METRICS_NONE,
		    { NAN, NAN, NAN }, { NAN, NAN, NAN } };
	}
	*out = (struct metrics_candidate){ ops, n, s->probability };
	return RC_OK;
}

/* Machines and median times of the likeliest sequence, if they are of this sequence. */
static enum rc
best_ops(const struct asking *q, const struct truth_item *t, struct metrics_candidate *best,
    struct err *e)
{
	const struct dataset	*d = q->v->data;
	struct metrics_op	*ops;

	if (t->nops != best->nops)
		return RC_OK;
	if ((ops = arena_zalloc(q->arena, t->nops + 1, sizeof(*ops))) == NULL)
		return err_set(e, RC_NOMEM, "evaluation: no memory");
	for (size_t i = 0; i < t->nops; i++) {
		const struct truth_operation	*o = &t->ops[i];
		uint32_t			 job = pool_find(&d->jobs,
						    str_trim(str_of(o->job)));

		if (job != best->ops[i].job)
			return RC_OK;
		ops[i] = (struct metrics_op){ job, o->res == NULL ? METRICS_NONE :
		    pool_find(&d->resources, str_trim(str_of(o->res))),
		    { NAN, o->setup, NAN }, { NAN, o->run, NAN } };
	}
	best->ops = ops;
	return RC_OK;
}

static enum rc
score(void *ctx, const struct truth_item *t, struct err *e)
{
	struct asking			*q = ctx;
	struct evaluate			*v = q->v;
	uint32_t			*at = &q->test[find_item(v->data, t->item_code)];
	const struct evaluate_test	*test = &v->test[*at - 1];
	struct metrics_candidate	*cand;
	enum rc				 rc;

	*at = 0;	/* a second line of the item is not looked at */
	arena_reset(q->arena);
	if ((cand = arena_zalloc(q->arena, t->nsequences + 1, sizeof(*cand))) == NULL)
		return err_set(e, RC_NOMEM, "evaluation: no memory");
	for (size_t i = 0; i < t->nsequences; i++)
		if ((rc = candidate(q, &t->sequences[i], &cand[i], e)) != RC_OK)
			return rc;
	if (t->nsequences > 0 && (rc = best_ops(q, t, &cand[0], e)) != RC_OK)
		return rc;
	for (int s = 0; s < EVALUATE_NSTRATA; s++)
		if (evaluate_strata[s] == 0 || (test->strata & evaluate_strata[s]) != 0) {
			v->expected[s] += cand[0].probability;
			v->expected_of[s]++;
		}
	v->truths++;
	return metrics_add(&v->metrics[EVALUATE_CEILING], &(struct metrics_case){ cand,
	    t->nsequences, METRICS_REVIEW, test->ops, test->nops, -1, test->family,
	    test->strata }, e);
}

enum rc
evaluate_ask_truth(struct evaluate *v, struct err *e)
{
	struct asking	q = { .v = v };
	enum rc		rc;

	if (v->in->truth == NULL)
		return RC_OK;
	q.test = calloc(v->data->nitems + 1, sizeof(*q.test));
	q.arena = arena_new(0);
	if (q.test == NULL || q.arena == NULL)
		rc = err_set(e, RC_NOMEM, "evaluation: no memory");
	else {
		for (size_t i = 0; i < v->split->ntest; i++)
			q.test[v->test[i].item] = (uint32_t)i + 1;
		rc = truth_read(v->in->truth, wanted, score, &q, e);
	}
	free(q.test);
	arena_free(q.arena);
	return rc;
}
