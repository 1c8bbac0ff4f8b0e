#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/model/chain.h"

#define HARDLY		0.002	/* a branch less likely than that is not followed */
#define SWAP_LEAST	(-4.5)	/* log-odds from which on a swapped neighbour is a variant */

/* Which steps each ensemble reads. */
static enum rc
note_reads(struct chain *c, struct err *e)
{
	size_t		 n = c->nsteps, at = 0;
	uint8_t		*seen = calloc(n + 1, 1);

	c->reads_start = malloc((n + 1) * sizeof(*c->reads_start));
	c->reads = malloc((n * n / 2 + n + 1) * sizeof(*c->reads));
	if (seen == NULL || c->reads_start == NULL || c->reads == NULL) {
		free(seen);
		return err_set(e, RC_NOMEM, "no memory for a model");
	}
	for (size_t i = 0; i < n; i++) {
		const struct score_head	*h = &c->trees.heads[i];

		memset(seen, 0, n);
		for (uint32_t t = h->tree; t < h->tree + h->ntrees; t++) {
			const struct tree	*tree = &c->trees.trees[t];

			for (uint32_t k = 0; k + 1 < tree->leaves; k++) {
				uint32_t	col = c->trees.nodes[tree->node + k].col;

				if (col >= c->inputs.ncols && col < c->inputs.ncols + n)
					seen[col - c->inputs.ncols] = 1;
			}
		}
		c->reads_start[i] = (uint32_t)at;
		for (size_t k = 0; k < i; k++)
			if (seen[k])
				c->reads[at++] = (uint32_t)k;
		for (size_t k = i; k < n; k++)
			if (seen[k]) {
				free(seen);
				return err_set(e, RC_CORRUPT, "operations.rml: step %zu reads a "
				    "later one", i);
			}
	}
	c->reads_start[n] = (uint32_t)at;
	free(seen);
	return RC_OK;
}

static enum rc
check(const struct chain *c, size_t njobs, const char *name, struct err *e)
{
	size_t	machines = c->nsteps + c->npairs;

	for (size_t i = 0; i < c->nsteps; i++)
		if (c->step[i].job >= njobs)
			return err_set(e, RC_CORRUPT, "%s: step %zu has no job", name, i);
	for (size_t i = 0; i < c->nsteps * c->nsteps; i++)
		if (!isfinite(c->before[i]))
			return err_set(e, RC_CORRUPT, "%s: an order that is no number", name);
	for (size_t i = 0; i < c->npairs; i++) {
		const struct chain_pair	*p = &c->pair[i];

		if (p->first >= c->nsteps || p->second >= c->nsteps || (i > 0 &&
		    (p->first < p[-1].first || (p->first == p[-1].first &&
		    p->second <= p[-1].second))))
			return err_set(e, RC_CORRUPT, "%s: pair %zu", name, i);
	}
	if (c->trees.n != machines + c->nmachine_jobs || c->trees.ncols != c->inputs.ncols + c->nsteps +
	    c->inputs.nnominal)
		return err_set(e, RC_CORRUPT, "%s: %zu ensembles of %zu columns for %zu steps and "
		    "%zu pairs", name, c->trees.n, c->trees.ncols, c->nsteps, c->npairs);
	for (size_t i = 0; i < c->trees.n; i++)
		if (c->trees.heads[i].loss != (i < machines ? TREE_LOGISTIC : TREE_SOFTMAX) ||
		    c->trees.heads[i].nouts != (i < machines ? 1 : c->machine_start[i - machines +
		    1] - c->machine_start[i - machines]))
			return err_set(e, RC_CORRUPT, "%s: ensemble %zu answers something else",
			    name, i);
	return RC_OK;
}

enum rc
chain_open(struct chain *c, const struct rml *r, const struct schema *s, size_t njobs,
    size_t nres, struct err *e)
{
	const void	*p;
	size_t		 n;
	enum rc		 rc;

	memset(c, 0, sizeof(*c));
	if ((rc = inputs_open(&c->inputs, r, s, e)) != RC_OK ||
	    (rc = rml_get(r, "step", sizeof(*c->step), &p, &c->nsteps, e)) != RC_OK)
		return rc;
	c->step = p;
	if (c->nsteps > CHAIN_STEPS)
		return err_set(e, RC_CORRUPT, "%s: %zu steps", r->name, c->nsteps);
	if ((rc = rml_get_n(r, "habit", 1, c->inputs.ncodes * c->nsteps, &p, e)) != RC_OK)
		return rc;
	c->habit = p;
	if ((rc = rml_get_n(r, "before", sizeof(float), c->nsteps * c->nsteps, &p, e)) != RC_OK)
		return rc;
	c->before = p;
	if ((rc = rml_get_n(r, "cases", sizeof(uint32_t), c->nsteps * c->nsteps, &p, e)) != RC_OK)
		return rc;
	c->cases = p;
	if ((rc = rml_get_n(r, "newest", sizeof(int32_t), c->nsteps * c->nsteps, &p, e)) != RC_OK)
		return rc;
	c->newest = p;
	if ((rc = rml_get(r, "pair", sizeof(*c->pair), &p, &c->npairs, e)) != RC_OK)
		return rc;
	c->pair = p;
	if ((rc = rml_get(r, "machine.job", sizeof(uint32_t), &p, &c->nmachine_jobs, e)) != RC_OK ||
	    (rc = rml_get_ids(r, "machine.job", c->nmachine_jobs, njobs, false, &c->machine_job,
	    e)) != RC_OK || (rc = rml_get(r, "machine.res", sizeof(uint32_t), &p, &n, e)) != RC_OK ||
	    (rc = rml_get_ids(r, "machine.res", n, nres, false, &c->machine_res, e)) != RC_OK ||
	    (rc = rml_get_spans(r, "machine.start", c->nmachine_jobs, n, &c->machine_start,
	    e)) != RC_OK)
		return rc;
	if ((rc = rml_get(r, "trees", 1, &p, &n, e)) != RC_OK ||
	    (rc = score_open(&c->trees, p, n, e)) != RC_OK ||
	    (rc = check(c, njobs, r->name, e)) != RC_OK)
		return rc;
	return note_reads(c, e);
}

void
chain_close(struct chain *c)
{
	free(c->reads_start);
	free(c->reads);
	memset(c, 0, sizeof(*c));
}

enum rc
chain_begin(struct chain_query *q, const struct chain *c, const struct features *f, int32_t day,
    struct arena *a, struct err *e)
{
	*q = (struct chain_query){ .c = c, .record = arena_zalloc(a, c->trees.ncols + 1, 1),
	    .a = a };
	q->code = arena_alloc(a, (c->inputs.nnominal + 1) * sizeof(*q->code));
	if (q->record == NULL || q->code == NULL)
		return err_set(e, RC_NOMEM, "no memory for a prediction");
	inputs_record(&c->inputs, f, day, q->record, q->code);
	return RC_OK;
}

/* The probability of step i, given the inputs and the steps in `has`. */
static double
ask(struct chain_query *q, size_t i, const uint8_t *has)
{
	const struct chain	*c = q->c;
	uint8_t			*habit = q->record + c->inputs.ncols + c->nsteps;
	float			 z;

	memcpy(q->record + c->inputs.ncols, has, i);
	for (size_t k = 0; k < c->inputs.nnominal; k++)
		habit[k] = q->code[k] == RML_NONE ? 0 : c->habit[q->code[k] * c->nsteps + i];
	score_one(&c->trees, i, q->record, &z);
	return 1 / (1 + exp(-(double)z));
}

struct state {
	double		 logp;
	uint8_t		*has;		/* nsteps */
};

/* Do the two sets agree on what step i's ensemble reads?  Then one answer is both's. */
static bool
agree(const struct chain *c, size_t i, const uint8_t *a, const uint8_t *b)
{
	for (uint32_t k = c->reads_start[i]; k < c->reads_start[i + 1]; k++)
		if (a[c->reads[k]] != b[c->reads[k]])
			return false;
	return true;
}

static int
state_cmp(const void *a, const void *b)
{
	const struct state	*x = a, *y = b;

	return x->logp > y->logp ? -1 : x->logp < y->logp;
}

/* One step further: s has room for twice the beam.  Returns how many are left. */
static size_t
extend(struct chain_query *q, size_t i, struct state *s, size_t n)
{
	double	first = ask(q, i, s[0].has), p;
	size_t	m = n;

	for (size_t b = 0; b < n; b++) {
		double	logp = s[b].logp;

		p = b == 0 || agree(q->c, i, s[0].has, s[b].has) ? first : ask(q, i, s[b].has);
		s[b].has[i] = p > 0.5;
		s[b].logp = logp + log(p > 0.5 ? p : 1 - p);
		if (p < HARDLY || p > 1 - HARDLY)
			continue;
		memcpy(s[m].has, s[b].has, i);
		s[m].has[i] = !(p > 0.5);
		s[m++].logp = logp + log(p > 0.5 ? 1 - p : p);
	}
	if (m > n) {
		qsort(s, m, sizeof(*s), state_cmp);
		m = m < CHAIN_BEAM ? m : CHAIN_BEAM;
	}
	return m;
}

/* The sets, best first. */
static enum rc
search_sets(struct chain_query *q, struct state *s, size_t *n, struct err *e)
{
	size_t	nsteps = q->c->nsteps;

	for (size_t b = 0; b < 2 * CHAIN_BEAM; b++)
		if ((s[b].has = arena_zalloc(q->a, nsteps + 1, 1)) == NULL)
			return err_set(e, RC_NOMEM, "no memory for a prediction");
	s[0].logp = 0;
	*n = 1;
	for (size_t i = 0; i < nsteps; i++)
		*n = extend(q, i, s, *n);
	/* What the best set was told is told again to those that are judged later. */
	q->best = s[0].has;
	if ((q->told = arena_alloc(q->a, (nsteps + 1) * sizeof(*q->told))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a prediction");
	for (size_t i = 0; i < nsteps; i++)
		q->told[i] = ask(q, i, q->best);
	return RC_OK;
}

/* How many routings have the rarest pair of neighbours in this order, and the newest of them. */
static void
weakest(const struct chain *c, const uint32_t *step, size_t n, struct chain_sequence *s)
{
	size_t	at = step[0] * c->nsteps + step[0];

	s->support = c->cases[at];
	s->newest = c->newest[at];
	for (size_t i = 1; i < n; i++) {
		at = step[i - 1] * c->nsteps + step[i];
		if (c->cases[at] < s->support) {
			s->support = c->cases[at];
			s->newest = c->newest[at];
		}
	}
}

/* Adds the steps as a sequence of jobs, unless it is there or history does not know the order. */
static enum rc
add(struct chain_query *q, const uint32_t *step, size_t n, double set, double order,
    struct chain_sequence *out, size_t *nout, struct err *e)
{
	struct chain_sequence	*s = &out[*nout];

	s->n = n;
	s->set = set;
	s->order = order;
	weakest(q->c, step, n, s);
	if (s->support == 0)
		return RC_OK;
	if ((s->job = arena_alloc(q->a, (n + 1) * sizeof(*s->job))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a prediction");
	for (size_t i = 0; i < n; i++)
		s->job[i] = q->c->step[step[i]].job;
	for (size_t k = 0; k < *nout; k++)
		if (out[k].n == n && memcmp(out[k].job, s->job, n * sizeof(*s->job)) == 0)
			return RC_OK;
	++*nout;
	return RC_OK;
}

/* The set in its best order, and with each pair of neighbours swapped that could well be. */
static enum rc
add_set(struct chain_query *q, const struct state *s, struct chain_sequence *out, size_t *nout,
    size_t most, struct err *e)
{
	uint32_t	step[CHAIN_LENGTH], t;
	size_t		n = 0;
	double		order, odds;
	enum rc		rc;

	for (uint32_t i = 0; i < q->c->nsteps; i++)
		if (s->has[i] && n < CHAIN_LENGTH)
			step[n++] = i;
	if (n == 0)
		return RC_OK;
	memcpy(q->record + q->c->inputs.ncols, s->has, q->c->nsteps);
	chain_order(q, step, n, &order);
	if ((rc = add(q, step, n, s->logp, order, out, nout, e)) != RC_OK)
		return rc;
	for (size_t i = 1; i < n && *nout < most; i++) {
		if ((odds = chain_before(q, step[i], step[i - 1])) < SWAP_LEAST)
			continue;
		t = step[i];
		step[i] = step[i - 1];
		step[i - 1] = t;
		rc = add(q, step, n, s->logp, order + odds, out, nout, e);
		step[i - 1] = step[i];
		step[i] = t;
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

static int
sequence_cmp(const void *a, const void *b)
{
	const struct chain_sequence	*x = a, *y = b;
	double				 u = x->set + x->order, v = y->set + y->order;
	size_t				 n = x->n < y->n ? x->n : y->n;

	if (u != v)
		return u > v ? -1 : 1;
	for (size_t i = 0; i < n; i++)
		if (x->job[i] != y->job[i])
			return x->job[i] < y->job[i] ? -1 : 1;
	return x->n < y->n ? -1 : x->n > y->n;
}

enum rc
chain_search(struct chain_query *q, size_t most, struct chain_sequence **out, size_t *n,
    struct err *e)
{
	struct state	s[2 * CHAIN_BEAM];
	size_t		nsets = 0, room = most + CHAIN_BEAM + 1;
	enum rc		rc;

	*n = 0;
	if ((*out = arena_alloc(q->a, room * sizeof(**out))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a prediction");
	if ((rc = search_sets(q, s, &nsets, e)) != RC_OK)
		return rc;
	for (size_t b = 0; b < nsets; b++)
		if ((rc = add_set(q, &s[b], *out, n, most, e)) != RC_OK)
			return rc;
	if (*n > 1)
		qsort(*out, *n, sizeof(**out), sequence_cmp);
	return RC_OK;
}

/* The step of the nth time that the job stands in a sequence, or nsteps. */
static size_t
step_of(const struct chain *c, uint32_t job, uint32_t nth)
{
	size_t	i = 0;

	while (i < c->nsteps && (c->step[i].job != job || c->step[i].nth != nth))
		i++;
	return i;
}

enum rc
chain_judge(struct chain_query *q, struct chain_sequence *s, struct err *e)
{
	const struct chain	*c = q->c;
	uint8_t			*has = arena_zalloc(q->a, c->nsteps + 1, 1);
	uint32_t		 step[CHAIN_LENGTH];
	size_t			 n = 0;

	if (has == NULL)
		return err_set(e, RC_NOMEM, "no memory for a prediction");
	s->set = s->order = 0;
	for (size_t i = 0; i < s->n; i++) {
		uint32_t	nth = 0;
		size_t		at;

		for (size_t k = 0; k < i; k++)
			nth += s->job[k] == s->job[i];
		at = step_of(c, s->job[i], nth);
		if (at == c->nsteps || n == CHAIN_LENGTH) {
			s->set += CHAIN_UNKNOWN;
			continue;
		}
		has[at] = 1;
		step[n++] = (uint32_t)at;
	}
	for (size_t i = 0; i < c->nsteps; i++) {
		double	p = q->best != NULL && agree(c, i, q->best, has) ? q->told[i] :
			    ask(q, i, has);

		s->set += log(fmax(1e-9, has[i] ? p : 1 - p));
	}
	memcpy(q->record + c->inputs.ncols, has, c->nsteps);
	for (size_t i = 1; i < n; i++)
		s->order -= log1p(exp(-chain_before(q, step[i - 1], step[i])));
	return RC_OK;
}

size_t
chain_machines(const struct chain_query *q, uint32_t job, const uint32_t **res, float *p)
{
	const struct chain	*c = q->c;
	size_t			 lo = 0, hi = c->nmachine_jobs, n;

	while (lo < hi) {
		size_t	mid = lo + (hi - lo) / 2;

		if (c->machine_job[mid] < job)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == c->nmachine_jobs || c->machine_job[lo] != job)
		return 0;
	n = c->machine_start[lo + 1] - c->machine_start[lo];
	*res = c->machine_res + c->machine_start[lo];
	score_one(&c->trees, c->nsteps + c->npairs + lo, q->record, p);
	score_link(TREE_SOFTMAX, p, n);
	return n;
}
