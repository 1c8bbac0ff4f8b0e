/*
 * A sequence becomes a candidate: for each operation the machine, by what similar items used
 * for it and what the plant uses for the job at large, without machines that are retired.
 * Code, name and machine stay as they ran together.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/model/predict_priv.h"

#define PLANT		0.5	/* the plant at large counts as so many full supporters, */
#define TREES		40.0	/* what trees say of the machine as so many */
#define CHOICES		32	/* machines looked at for one operation */
#define ALTERNATIVES	3
#define ALTERNATIVE_LEAST 0.05	/* probability */
#define SOURCES		5

/* A machine that could run the operation. */
struct choice {
	uint32_t	kind;
	double		weight;
};

static bool
kind_outside(const struct query *q, uint32_t kind)
{
	return q->in->exclude_outsourcing && q->m->kinds.inside[kind] == 0;
}

static bool
kind_retired(const struct query *q, uint32_t kind)
{
	const struct model	*m = q->m;
	uint32_t		 job = m->kinds.job[kind], res = m->kinds.res[kind];

	for (uint32_t i = m->machines.of_job[job]; res != RML_NONE &&
	    i < m->machines.of_job[job + 1]; i++)
		if (m->machines.res[i] == res)
			return model_retired(m, job, i, q->day);
	return false;
}

/* Adds weight to the choice of that machine; the kind that came first speaks for it. */
static void
choose(const struct query *q, struct choice *c, size_t *n, uint32_t kind, double weight)
{
	const struct model_kinds	*k = &q->m->kinds;
	size_t				 i;

	for (i = 0; i < *n; i++)
		if (k->res[c[i].kind] == k->res[kind] && k->inside[c[i].kind] == k->inside[kind])
			break;
	if (i == *n) {
		if (*n == CHOICES)
			return;
		c[(*n)++] = (struct choice){ kind, 0 };
	}
	c[i].weight += weight;
}

static int
choice_cmp(const void *a, const void *b)
{
	const struct choice	*x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return x->kind < y->kind ? -1 : x->kind > y->kind;
}

/* The kind of the nth operation with that job in a routing, or RML_NONE. */
static uint32_t
kind_of(const struct model *m, uint32_t routing, uint32_t job, uint32_t nth)
{
	for (uint32_t k = m->routing_op[routing]; k < m->routing_op[routing + 1]; k++)
		if (m->kinds.job[m->op_kind[k]] == job && nth-- == 0)
			return m->op_kind[k];
	return RML_NONE;
}

static double
chance(uint32_t machine, const uint32_t *res, const float *prob, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (res[i] == machine)
			return prob[i];
	return 0;
}

/* The machines of the op at that place of the sequence, likeliest first; weights sum to 1. */
static size_t
choices(const struct query *q, const struct proposal *p, size_t place, struct choice *c)
{
	const struct model		*m = q->m;
	const struct model_machines	*x = &m->machines;
	uint32_t			 job = p->job[place], nth = 0;
	double				 most = 0, all = 0, sum = 0;
	float				 prob[TREE_OUTS];
	const uint32_t			*res;
	size_t				 n = 0, known = chain_machines(&q->chain, job, &res, prob);

	for (size_t i = 0; i < place; i++)
		nth += p->job[i] == job;
	for (size_t i = 0; i < q->nev; i++)
		if (q->ev[i].weight > most)
			most = q->ev[i].weight;
	for (size_t i = 0; i < q->nev && most > 0; i++) {
		uint32_t	kind = kind_of(m, q->ev[i].routing, job, nth);

		if (kind != RML_NONE && !kind_outside(q, kind) && !kind_retired(q, kind))
			choose(q, c, &n, kind, q->ev[i].weight / most);
	}
	for (uint32_t i = x->of_job[job]; i < x->of_job[job + 1]; i++)
		all += x->count[i];
	for (uint32_t i = x->of_job[job]; i < x->of_job[job + 1] && all > 0; i++)
		if (!kind_outside(q, x->kind[i]) && !model_retired(m, job, i, q->day))
			choose(q, c, &n, x->kind[i], PLANT * x->count[i] / all + TREES *
			    chance(x->res[i], res, prob, known));
	if (n > 1)
		qsort(c, n, sizeof(*c), choice_cmp);
	for (size_t i = 0; i < n; i++)
		sum += c[i].weight;
	for (size_t i = 0; i < n && sum > 0; i++)
		c[i].weight /= sum;
	return n;
}

static bool
has_job(const struct model *m, uint32_t routing, uint32_t job)
{
	uint32_t	s = m->routing_seq[routing];

	for (uint32_t k = m->seq_job[s]; k < m->seq_job[s + 1]; k++)
		if (m->seq_jobs[k] == job)
			return true;
	return false;
}

/* The evidence whose routing has the job: its share by weight, how many, and who is nearest. */
static void
support(const struct query *q, uint32_t job, struct predict_op *op)
{
	double	sum = 0;

	op->asked = q->nev;
	for (size_t i = 0; i < q->nev; i++) {
		if (!has_job(q->m, q->ev[i].routing, job))
			continue;
		sum += q->ev[i].weight;
		if (op->supporters < PREDICT_SUPPORTERS)
			op->supporter[op->supporters] = rml_text(&q->m->codes, q->ev[i].item);
		op->supporters++;
	}
	op->support = q->total > 0 ? fmin(1, sum / q->total) : 0;
}

static enum rc
alternatives(const struct query *q, const struct choice *c, size_t n, struct predict_op *op,
    struct err *e)
{
	const struct model	*m = q->m;

	if ((op->alternatives = arena_alloc(q->a, ALTERNATIVES *
	    sizeof(*op->alternatives))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for alternatives");
	for (size_t i = 1; i < n && op->nalternatives < ALTERNATIVES; i++) {
		uint32_t	res = m->kinds.res[c[i].kind];

		if (c[i].weight < ALTERNATIVE_LEAST)
			break;
		if (res == RML_NONE || res == m->kinds.res[c[0].kind])
			continue;
		op->alternatives[op->nalternatives++] = (struct predict_resource){
		    rml_text(&m->resources, res),
		    rml_text(&m->resource_names, m->kinds.res_name[c[i].kind]), c[i].weight };
	}
	return RC_OK;
}

static enum rc
operation(const struct query *q, const struct proposal *p, size_t place, struct predict_op *op,
    bool *good, struct err *e)
{
	const struct model	*m = q->m;
	struct choice		 c[CHOICES];
	uint32_t		 job = p->job[place], kind, res;
	size_t			 n = choices(q, p, place, c);
	uint8_t			 source[2];

	*good = n > 0;
	if (n == 0)
		return RC_OK;
	kind = c[0].kind;
	res = m->kinds.res[kind];
	op->job = rml_text(&m->jobs, job);
	op->job_name = rml_text(&m->job_names, m->kinds.job_name[kind]);
	op->res = rml_text(&m->resources, res);
	op->res_name = rml_text(&m->resource_names, m->kinds.res_name[kind]);
	op->res_probability = c[0].weight;
	op->inside = m->kinds.inside[kind];
	support(q, job, op);
	op->setup = estimate(q, SETUP, job, res);
	op->run = estimate(q, RUN, job, res);
	op->samples = m->times.samples[RUN][job];
	for (int w = 0; w < 2; w++)
		source[w] = m->times.source[w][job];
	op->source = source[RUN] != TIME_NONE ? source[RUN] : source[SETUP];
	if (op->source == TIME_NONE)
		op->source = isnan(op->run.p50) && isnan(op->setup.p50) ? TIME_NONE :
		    TIME_ESTIMATE;
	return alternatives(q, c, n, op, e);
}

/* Sums of medians; deviations of operations add up as independent ones do. */
static struct quantiles
total(const struct predict_op *op, size_t n, int which, double times)
{
	struct quantiles	s = { 0, 0, 0 };
	double			lo = 0, hi = 0;
	size_t			known = 0;

	for (size_t i = 0; i < n; i++) {
		const struct quantiles	*x = which == SETUP ? &op[i].setup : &op[i].run;

		if (isnan(x->p50))
			continue;
		known++;
		s.p50 += x->p50;
		lo += (x->p50 - x->p10) * (x->p50 - x->p10);
		hi += (x->p90 - x->p50) * (x->p90 - x->p50);
	}
	if (known == 0)
		return NOTHING;
	return (struct quantiles){ fmax(0, s.p50 - sqrt(lo)) * times, s.p50 * times,
	    (s.p50 + sqrt(hi)) * times };
}

static void
totals(const struct query *q, const struct proposal *p, struct predict_candidate *c)
{
	const struct model	*m = q->m;
	double			 pieces = q->in->quantity > 0 ? q->in->quantity : 1, wait = 0;
	const struct quantiles	*s = &c->setup, *r = &c->run;

	c->setup = total(c->ops, c->nops, SETUP, 1);
	c->run = total(c->ops, c->nops, RUN, pieces);
	for (size_t i = 0; i < c->nops; i++)
		wait += estimate_wait(m, p->job[i]);
	c->lead = NOTHING;
	if (isnan(s->p50) && isnan(r->p50))
		return;
	c->lead.p50 = wait + (isnan(s->p50) ? 0 : s->p50) + (isnan(r->p50) ? 0 : r->p50);
	c->lead.p10 = wait + (isnan(s->p10) ? 0 : s->p10) + (isnan(r->p10) ? 0 : r->p10);
	c->lead.p90 = wait + (isnan(s->p90) ? 0 : s->p90) + (isnan(r->p90) ? 0 : r->p90);
}

/*
 * Who ran it, nearest first, and of what never ran the nearest that there are.  The loudest
 * of who ran it gives the sequence numbers; else they are tens.
 */
static enum rc
sources(const struct query *q, const struct proposal *p, struct predict_candidate *c,
    struct err *e)
{
	const struct model	*m = q->m;
	uint32_t		 loudest = RML_NONE;
	double			 most = -1;

	if ((c->sources = arena_alloc(q->a, SOURCES * sizeof(*c->sources))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a candidate");
	for (size_t i = 0; i < q->nev; i++) {
		const struct evidence	*v = &q->ev[i];
		bool			 ran = m->routing_seq[v->routing] == p->seq;

		if (ran && v->weight > most) {
			most = v->weight;
			loudest = v->routing;
		}
		if ((ran || p->items == 0) && c->nsources < SOURCES)
			c->sources[c->nsources++] = (struct predict_source){
			    rml_text(&m->codes, v->item), fmax(0, v->similarity) };
	}
	for (size_t i = 0; i < c->nops; i++)
		c->ops[i].proc_seq = loudest == RML_NONE ? 10 * ((int)i + 1) :
		    m->proc_seq[m->routing_op[loudest] + i];
	return RC_OK;
}

static const char *
signature(const struct query *q, const struct proposal *p)
{
	const struct rml_texts	*jobs = &q->m->jobs;
	size_t			 n = 1;
	char			*s, *at;

	for (size_t k = 0; k < p->njobs; k++)
		n += rml_text(jobs, p->job[k]).len + 1;
	if ((s = at = arena_alloc(q->a, n)) == NULL)
		return NULL;
	for (size_t k = 0; k < p->njobs; k++) {
		struct str	job = rml_text(jobs, p->job[k]);

		if (k > 0)
			*at++ = '>';
		memcpy(at, job.s, job.len);
		at += job.len;
	}
	*at = '\0';
	return s;
}

enum rc
propose(struct query *q, const struct proposal *p, struct predict_candidate *out, bool *good,
    struct err *e)
{
	enum rc	rc;

	memset(out, 0, sizeof(*out));
	*good = true;
	out->nops = p->njobs;
	out->composed = p->seq == RML_NONE;
	memcpy(out->signals, p->signals, sizeof(out->signals));
	out->support_items = out->composed ? p->link : p->ran;
	out->newest = p->newest;
	if ((out->ops = arena_zalloc(q->a, out->nops, sizeof(*out->ops))) == NULL ||
	    (out->signature = signature(q, p)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a candidate");
	for (size_t i = 0; i < out->nops && *good; i++)
		if ((rc = operation(q, p, i, &out->ops[i], good, e)) != RC_OK)
			return rc;
	if (!*good)
		return RC_OK;
	totals(q, p, out);
	return sources(q, p, out, e);
}
