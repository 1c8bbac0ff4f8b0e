/*
 * Who could be the answer: the likeliest sequences of the chain, which composes them, and
 * those that the similar items ran, each judged by both.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/feat/text.h"
#include "core/model/predict_priv.h"

#define COMPOSED	16	/* sequences of the chain */
#define VOTED		12	/* of the evidence, the loudest */
#define VOTE_LEAST	0.02	/* share of the votes that counts like none */

static struct proposal *
find(struct proposal *p, size_t n, const uint32_t *job, size_t njobs)
{
	for (size_t k = 0; k < n; k++)
		if (p[k].njobs == njobs && memcmp(p[k].job, job, njobs * sizeof(*job)) == 0)
			return &p[k];
	return NULL;
}

static int
weight_cmp(const void *a, const void *b)
{
	const struct proposal	*x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* Distinct sequences of the evidence; p has room for one an item.  The loudest are left. */
static size_t
vote(const struct query *q, struct proposal *p)
{
	const struct model	*m = q->m;
	size_t			 n = 0, k;

	for (size_t i = 0; i < q->nev; i++) {
		const struct evidence	*v = &q->ev[i];
		uint32_t		 seq = m->routing_seq[v->routing];

		for (k = 0; k < n && p[k].seq != seq; k++)
			continue;
		if (k == n)
			p[n++] = (struct proposal){ .job = m->seq_jobs + m->seq_job[seq],
			    .njobs = m->seq_job[seq + 1] - m->seq_job[seq], .seq = seq,
			    .link_newest = DATE_NONE };
		p[k].weight += v->weight;
		p[k].family += v->family ? v->weight : 0;
		p[k].twins += v->twin ? v->weight : 0;
		p[k].items++;
	}
	if (n > 1)
		qsort(p, n, sizeof(*p), weight_cmp);
	return n;
}

/* How many routings of the plant ran the sequence, without the item's own, and the newest. */
static void
count_ran(const struct query *q, struct proposal *p)
{
	const struct model	*m = q->m;
	uint32_t		 own = q->own == RML_NONE ? 0 : m->item_routing[q->own];
	uint32_t		 own_end = q->own == RML_NONE ? 0 : m->item_routing[q->own + 1];

	p->ran = 0;
	p->newest = p->link_newest;
	if (p->seq == RML_NONE)
		return;
	p->newest = DATE_NONE;
	if (q->in->as_of == DATE_NONE) {
		p->ran = m->seq_items[p->seq];
		p->newest = m->seq_newest[p->seq];
		for (uint32_t r = own; r < own_end; r++)
			p->ran -= m->routing_seq[r] == p->seq;
	} else
		for (uint32_t r = 0; r < m->nroutings; r++)
			if (m->routing_seq[r] == p->seq && m->inserted[r] <= q->in->as_of &&
			    (r < own || r >= own_end)) {
				p->ran++;
				p->newest = m->inserted[r] > p->newest ? m->inserted[r] : p->newest;
			}
	if (p->ran == 0) {
		p->seq = RML_NONE;
		p->newest = p->link_newest;
	}
}

/* The weakest links of composed proposals as history had them on the asked day. */
static enum rc
links_then(const struct query *q, struct proposal *p, size_t np, struct err *e)
{
	const struct model	*m = q->m;
	/* Of each job in the routing at hand: where it stands first and last, from 1. */
	uint32_t		*first = arena_zalloc(q->a, m->jobs.n + 1, sizeof(*first));
	uint32_t		*last = arena_zalloc(q->a, m->jobs.n + 1, sizeof(*last));
	uint32_t		*count = arena_zalloc(q->a, (np + 1) * CHAIN_LENGTH, sizeof(*count));
	int32_t			*newest = arena_zalloc(q->a, (np + 1) * CHAIN_LENGTH, sizeof(*newest));

	if (first == NULL || last == NULL || count == NULL || newest == NULL)
		return err_set(e, RC_NOMEM, "no memory for the candidates");
	for (uint32_t r = 0; r < m->nroutings; r++) {
		uint32_t	from = m->routing_op[r], end = m->routing_op[r + 1];

		if (m->inserted[r] > q->in->as_of)
			continue;
		for (uint32_t k = from; k < end; k++) {
			uint32_t	job = m->kinds.job[m->op_kind[k]];

			last[job] = k - from + 1;
			first[job] = first[job] == 0 ? last[job] : first[job];
		}
		for (size_t i = 0; i < np; i++)
			for (size_t k = 0; p[i].seq == RML_NONE && k < p[i].njobs &&
			    k < CHAIN_LENGTH; k++) {
				uint32_t	x = first[p[i].job[k == 0 ? 0 : k - 1]];
				uint32_t	y = last[p[i].job[k]], *n = &count[i * CHAIN_LENGTH + k];

				if (x == 0 || (k > 0 && y <= x))
					continue;
				if ((*n)++ == 0 || m->inserted[r] > newest[i * CHAIN_LENGTH + k])
					newest[i * CHAIN_LENGTH + k] = m->inserted[r];
			}
		for (uint32_t k = from; k < end; k++)
			first[m->kinds.job[m->op_kind[k]]] = last[m->kinds.job[m->op_kind[k]]] = 0;
	}
	for (size_t i = 0; i < np; i++)
		for (size_t k = 0; p[i].seq == RML_NONE && k < p[i].njobs && k < CHAIN_LENGTH; k++)
			if (k == 0 || count[i * CHAIN_LENGTH + k] < p[i].link) {
				p[i].link = count[i * CHAIN_LENGTH + k];
				p[i].newest = newest[i * CHAIN_LENGTH + k];
			}
	return RC_OK;
}

/* Each about 0 to 4, so that a small ridge holds all of them alike. */
static void
signals(const struct query *q, struct proposal *p, double twins, double more)
{
	const struct model_calibration	*c = &q->m->cal;
	double				 share = q->total > 0 ? p->weight / q->total : 0;

	p->signals[0] = fmax(p->set, -16) / 2;
	p->signals[1] = fmax(p->order, -6);
	p->signals[2] = log((share + VOTE_LEAST) / VOTE_LEAST) / 2;
	p->signals[3] = q->family > 0 ? 2 * p->family / q->family : 0;
	p->signals[4] = twins > 0 ? 2 * p->twins / twins : 0;
	p->signals[5] = log1p((double)p->ran) / 4;
	p->signals[PREDICT_OPEN] = p->signals[0] * more;
	p->utility = 0;
	for (int i = 0; i < PREDICT_SIGNALS; i++)
		p->utility += c->weight[i] * p->signals[i];
}

/* What speaks against all candidates together. */
static void
doubts(const struct query *q, const struct proposal *best, double more, double none[PREDICT_NONE])
{
	size_t	unknown = 0;

	for (size_t i = 0; i < q->f.ntokens; i++)
		unknown += q->f.tokens[i].kind == TOKEN_CATEGORY &&
		    !inputs_known(&q->m->chain.inputs, q->f.tokens[i].hash);
	none[0] = 1;
	none[1] = q->family > 0;
	none[PREDICT_NONE_LIKE] = q->nev > 0 ? 4 * (q->ev[0].similarity - 0.75) : -3;
	none[3] = best == NULL ? 0 : (double)best->njobs / 10;
	none[PREDICT_NONE_UNKNOWN] = log1p((double)unknown);
	none[PREDICT_NONE_OPEN] = 4 * more;
}

static int
utility_cmp(const void *a, const void *b)
{
	const struct proposal	*x = a, *y = b;
	size_t			 n = x->njobs < y->njobs ? x->njobs : y->njobs;

	if (x->utility != y->utility)
		return x->utility > y->utility ? -1 : 1;
	for (size_t i = 0; i < n; i++)
		if (x->job[i] != y->job[i])
			return x->job[i] < y->job[i] ? -1 : 1;
	return x->njobs < y->njobs ? -1 : x->njobs > y->njobs;
}

/* Adds the chain's sequences to the loudest of the evidence, and its word on those. */
static enum rc
compose(struct query *q, struct proposal *p, size_t *np, struct err *e)
{
	struct chain_sequence	*s, voted;
	struct proposal		*at;
	size_t			 n, had = *np;
	enum rc			 rc;

	if ((rc = chain_begin(&q->chain, &q->m->chain, &q->f, q->day, q->a, e)) != RC_OK ||
	    (rc = chain_search(&q->chain, COMPOSED, &s, &n, e)) != RC_OK)
		return rc;
	if (q->in->no_composed)
		n = 0;
	for (size_t i = 0; i < had; i++) {
		p[i].set = 1;	/* not judged yet */
		for (size_t k = 0; k < n && p[i].set > 0; k++)
			if (find(&p[i], 1, s[k].job, s[k].n) != NULL) {
				p[i].set = s[k].set;
				p[i].order = s[k].order;
			}
		if (p[i].set <= 0)
			continue;
		voted = (struct chain_sequence){ .job = (uint32_t *)(uintptr_t)p[i].job,
		    .n = p[i].njobs };
		if ((rc = chain_judge(&q->chain, &voted, e)) != RC_OK)
			return rc;
		p[i].set = voted.set;
		p[i].order = voted.order;
	}
	for (size_t k = 0; k < n && k < COMPOSED; k++) {
		if ((at = find(p, had, s[k].job, s[k].n)) != NULL)
			continue;
		p[*np] = (struct proposal){ .job = s[k].job, .njobs = s[k].n, .set = s[k].set,
		    .order = s[k].order, .seq = model_seq(q->m, s[k].job, s[k].n),
		    .link = s[k].support, .link_newest = s[k].newest };
		++*np;
	}
	return RC_OK;
}

enum rc
query_proposals(struct query *q, struct proposal **out, size_t *n, double none[PREDICT_NONE],
    struct err *e)
{
	struct proposal	*p = arena_alloc(q->a, (q->nev + COMPOSED + 1) * sizeof(*p));
	double		 twins = 0, more;
	size_t		 np;
	enum rc		 rc;

	*n = 0;
	if ((*out = p) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the candidates");
	query_untold(q);
	more = fmax(0, q->untold - q->m->cal.untold_usual);
	np = vote(q, p);
	for (size_t i = 0; i < np; i++)
		twins += p[i].twins;
	if (np > VOTED)
		np = VOTED;
	if (q->in->no_similar)
		np = 0;
	if ((rc = compose(q, p, &np, e)) != RC_OK)
		return rc;
	for (size_t i = 0; i < np; i++)
		count_ran(q, &p[i]);
	if (q->in->as_of != DATE_NONE && (rc = links_then(q, p, np, e)) != RC_OK)
		return rc;
	for (size_t i = 0; i < np;)
		if (p[i].ran == 0 && p[i].link == 0)
			p[i] = p[--np];		/* history knows no such order */
		else
			signals(q, &p[i++], twins, more);
	if (np > 1)
		qsort(p, np, sizeof(*p), utility_cmp);
	doubts(q, np > 0 ? p : NULL, more, none);
	*n = np;
	return RC_OK;
}
