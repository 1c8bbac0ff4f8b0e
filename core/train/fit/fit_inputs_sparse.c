/*
 * The tokens that become columns.  Of those that nearly always stand in the same cases only
 * one is kept, the one that most items of the whole view have: "duplex" rather than the one
 * duplex steel that was routed so far, so that what was learned holds for the next one as well.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/train/fit/fit_inputs.h"

#define SAME		0.9	/* of the cases of either */
#define SAME_CASES	256	/* looked at for that */

/* The cases of each picked token, ascending: ones[start[i]] to ones[start[i + 1]]. */
struct lists {
	struct columns	*q;
	uint32_t	*at;		/* of tokens: place in pick, or DS_NONE */
	size_t		*start;
	uint32_t	*ones;
};

static void
list_token(void *ctx, size_t i, uint32_t token, float amount)
{
	struct lists	*l = ctx;

	(void)amount;
	if (l->at[token] != DS_NONE)
		l->ones[l->start[l->at[token] + 1]++] = (uint32_t)i;
}

static enum rc
list_cases(struct lists *l, struct err *e)
{
	struct columns	*q = l->q;
	size_t		 all = 0;

	l->at = malloc((q->f->c->ntokens + 1) * sizeof(*l->at));
	l->start = calloc(q->npick + 2, sizeof(*l->start));
	for (size_t k = 0; k < q->npick; k++)
		all += q->count[q->pick[k]];
	l->ones = malloc((all + 1) * sizeof(*l->ones));
	if (l->at == NULL || l->start == NULL || l->ones == NULL)
		return inputs_nomem(e);
	memset(l->at, 0xff, q->f->c->ntokens * sizeof(*l->at));
	for (size_t k = 0; k < q->npick; k++) {
		l->at[q->pick[k]] = (uint32_t)k;
		l->start[k + 1] = k == 0 ? 0 : l->start[k] + q->count[q->pick[k - 1]];
	}
	for (size_t i = 0; i < q->in->ncases; i++)
		inputs_each_token(q, i, list_token, l);
	return RC_OK;
}

/* What orders tokens by whom to keep; qsort() has no argument for it. */
struct keep {
	uint32_t	total, kind, pick;
};

static int
keep_cmp(const void *a, const void *b)
{
	const struct keep	*x = a, *y = b;

	if (x->total != y->total)
		return x->total > y->total ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->pick < y->pick ? -1 : x->pick > y->pick;
}

struct together {
	const struct lists	*l;
	const uint8_t		*done;
	uint32_t		*count;		/* of picks */
	uint32_t		*seen;		/* picks that were counted */
	size_t			 nseen, n;	/* n: cases of the one that is compared */
};

static void
count_together(void *ctx, size_t i, uint32_t token, float amount)
{
	struct together	*g = ctx;
	uint32_t	 k = g->l->at[token];
	double		 n;

	(void)i;
	(void)amount;
	if (k == DS_NONE || g->done[k])
		return;
	n = (double)(g->l->start[k + 1] - g->l->start[k]);
	if (n >= SAME * (double)g->n && (double)g->n >= SAME * n && g->count[k]++ == 0)
		g->seen[g->nseen++] = k;
}

/* Marks the picks whose cases another, commoner one has as well. */
static enum rc
drop_same(const struct lists *l, uint8_t *drop, struct err *e)
{
	struct columns	*q = l->q;
	struct keep	*order = malloc((q->npick + 1) * sizeof(*order));
	uint8_t		*done = calloc(q->npick + 1, 1);
	struct together	 g = { .l = l, .done = done,
			    .count = calloc(q->npick + 1, sizeof(uint32_t)),
			    .seen = malloc((q->npick + 1) * sizeof(uint32_t)) };
	enum rc		 rc = RC_OK;

	if (order == NULL || done == NULL || g.count == NULL || g.seen == NULL) {
		rc = inputs_nomem(e);
		goto out;
	}
	for (size_t k = 0; k < q->npick; k++)
		order[k] = (struct keep){ q->total[q->pick[k]],
		    q->f->c->token[q->pick[k]].kind, (uint32_t)k };
	if (q->npick > 1)
		qsort(order, q->npick, sizeof(*order), keep_cmp);
	for (size_t o = 0; o < q->npick; o++) {
		uint32_t	k = order[o].pick;
		size_t		stride, looked = 0;

		done[k] = 1;
		if (drop[k])
			continue;
		g.n = l->start[k + 1] - l->start[k];
		g.nseen = 0;
		stride = (g.n + SAME_CASES - 1) / SAME_CASES;
		for (size_t i = l->start[k]; i < l->start[k + 1]; i += stride, looked++)
			inputs_each_token(q, l->ones[i], count_together, &g);
		for (size_t s = 0; s < g.nseen; s++) {
			uint32_t	other = g.seen[s];
			double		n = (double)(l->start[other + 1] - l->start[other]);
			double		both = (double)g.count[other] / (double)looked *
					    (double)g.n;

			drop[other] |= both >= SAME * n && both >= SAME * (double)g.n;
			g.count[other] = 0;
		}
	}
out:
	free(order);
	free(done);
	free(g.count);
	free(g.seen);
	return rc;
}

/* The picks that are left become columns, their lists of cases move together. */
enum rc
inputs_sparse(struct columns *q, struct err *e)
{
	struct fit_inputs	*in = q->in;
	struct lists		 l = { .q = q };
	uint8_t			*drop = calloc(q->npick + 1, 1);
	size_t			 at = 0, n = 0;
	enum rc			 rc = RC_OK;

	if (drop == NULL || (rc = list_cases(&l, e)) != RC_OK ||
	    (rc = drop_same(&l, drop, e)) != RC_OK) {
		rc = drop == NULL ? inputs_nomem(e) : rc;
		goto out;
	}
	in->ones = l.ones;
	l.ones = NULL;
	for (size_t k = 0; k < q->npick; k++)
		n += !drop[k];
	in->ncols = in->ndense + n;
	in->col = calloc(in->ncols + STEPS_MOST, sizeof(*in->col));
	in->col_token = malloc((in->ncols + 1) * sizeof(*in->col_token));
	if (in->col == NULL || in->col_token == NULL) {
		rc = inputs_nomem(e);
		goto out;
	}
	n = in->ndense;
	for (size_t k = 0; k < q->npick; k++) {
		size_t	cases = l.start[k + 1] - l.start[k];

		if (drop[k])
			continue;
		memmove(in->ones + at, in->ones + l.start[k], cases * sizeof(*in->ones));
		in->col[n] = (struct gbt_col){ NULL, in->ones + at, cases };
		in->col_token[n - in->nnumbers - 1] = q->pick[k];
		q->col[q->pick[k]] = (uint32_t)n++;
		at += cases;
	}
out:
	free(drop);
	free(l.at);
	free(l.start);
	free(l.ones);
	return rc;
}
