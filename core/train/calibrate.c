/*
 * From signals to probabilities: a conditional logit over the candidates of a prediction and
 * "none of these", fitted on items first routed after the evidence ends, by Newton's method
 * with a small ridge.  The same predictions give the threshold for `auto`, the similarity
 * below which nobody was helped, and the factor by which intervals must be stretched to hold
 * 80 % (split conformal).
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/train/fit_priv.h"

#define ITEMS_MOST	3000
#define ITEMS_LEAST	60	/* fewer: the default stays */
#define RIDGE		1.0
#define PRECISION	0.95	/* what `auto` promises */
#define MARGIN		0.005
#define AUTO_LEAST	30	/* items above the threshold */
#define USELESS		0.01	/* share of right answers that counts as none */
#define REFUSED_MOST	0.1	/* share of items that may be refused for being unlike */
#define COVERAGE	0.8
#define NP		(PREDICT_SIGNALS + PREDICT_NONE)
#define NCANDIDATES	PREDICT_CANDIDATES_MAX

struct outcome {
	uint32_t	item;
	size_t		n;		/* candidates; 0: there was no answer */
	size_t		right;		/* the candidate that came true; n: none */
	double		x[NCANDIDATES][PREDICT_SIGNALS], none[PREDICT_NONE];
	double		similarity, p;	/* p: of the one that is likeliest */
	bool		first;		/* it came true */
	/* how far the actual lies from p50, in half widths; up to so many operations */
	size_t		nmiss[2];
	float		miss[2][24];
};

struct run {
	const struct fit_in	*in;
	const struct model	*m;
	struct outcome		*o;
	size_t			 n;
};

/* The chain's word as it stands, and a little trust in those who ran it. */
static const double	default_weight[PREDICT_SIGNALS] = { 1.5, 1, 0.5, 0.5, 0.5, 0.2 };

void
calibration_default(struct model_calibration *c)
{
	memset(c, 0, sizeof(*c));
	for (int i = 0; i < PREDICT_SIGNALS; i++)
		c->weight[i] = default_weight[i];
	c->none[0] = -3;
	c->auto_least = 1.01;
	c->similarity_least = 0.2;
	c->width[SETUP] = c->width[RUN] = 1.3;
}

enum rc
calibration_write(const struct model_calibration *c, struct buf *out, struct err *e)
{
	struct rml_writer	w;

	rml_begin(&w);
	rml_add(&w, "calibration", c, sizeof(*c), 1);
	return rml_end(&w, out, e);
}

static bool
same(const struct dataset *d, const struct ds_routing *r, const struct predict_candidate *c)
{
	if (c->nops != r->nops)
		return false;
	for (uint32_t i = 0; i < r->nops; i++)
		if (!str_eq(c->ops[i].job, pool_str(&d->jobs, d->ops[r->first + i].job)))
			return false;
	return true;
}

static void
note_miss(struct outcome *o, int which, double actual, const struct quantiles *q)
{
	double	half;

	if (!(actual > 0) || !(q->p50 > 0) || o->nmiss[which] == sizeof(o->miss[0]) / sizeof(float))
		return;
	half = actual > q->p50 ? log(q->p90 / q->p50) : log(q->p50 / q->p10);
	if (half > 0)
		o->miss[which][o->nmiss[which]++] = (float)(fabs(log(actual / q->p50)) / half);
}

/* The times of the first candidate, where its operations are among the planner's. */
static void
note_misses(const struct run *r, struct outcome *o, const struct ds_routing *truth,
    const struct predict_candidate *c)
{
	const struct dataset	*d = r->in->data;
	uint32_t		 next = 0, k;
	double			 actual[2];
	bool			 work[2];

	for (size_t i = 0; i < c->nops; i++) {
		for (k = next; k < truth->nops && !str_eq(c->ops[i].job, pool_str(&d->jobs,
		    d->ops[truth->first + k].job)); k++)
			continue;
		if (k == truth->nops)
			continue;
		next = k + 1;
		fit_actual(d, o->item, &d->ops[truth->first + k], r->in->calibrate_until, actual,
		    work);
		note_miss(o, SETUP, actual[SETUP], &c->ops[i].setup);
		note_miss(o, RUN, actual[RUN], &c->ops[i].run);
	}
}

static void
judge(const struct run *r, struct outcome *o, const struct ds_routing *truth,
    const struct predict_out *out)
{
	o->n = o->right = out->ncandidates;
	memcpy(o->none, out->none, sizeof(o->none));
	o->similarity = out->nsimilar > 0 ? out->similar[0].similarity : 0;
	for (size_t i = out->ncandidates; i-- > 0;) {
		memcpy(o->x[i], out->candidates[i].signals, sizeof(o->x[i]));
		if (same(r->in->data, truth, &out->candidates[i]))
			o->right = i;
	}
	if (out->ncandidates > 0)
		note_misses(r, o, truth, &out->candidates[0]);
}

static enum rc
predict_piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	struct run		*r = ctx;
	struct arena		*a = arena_new(0);
	struct record		 rec;
	struct predict_in	 in = { .item = &rec, .as_of = DATE_NONE,
				    .max_candidates = PREDICT_CANDIDATES_MAX, .top_k = 1 };
	struct predict_out	 out;
	enum rc			 rc = RC_OK;

	if (a == NULL)
		return err_set(e, RC_NOMEM, "no memory to calibrate");
	for (size_t i = begin; i < end && rc == RC_OK; i++) {
		struct outcome	*o = &r->o[i];
		uint32_t	 truth = dataset_newest_routing(r->in->data, o->item,
				    r->in->calibrate_until);

		arena_reset(a);
		if (truth == DS_NONE ||
		    (rc = dataset_record(r->in->data, o->item, a, &rec, e)) != RC_OK ||
		    (rc = model_predict(r->m, &in, a, &out, e)) != RC_OK)
			continue;
		judge(r, o, &r->in->data->routings[truth], &out);
	}
	arena_free(a);
	return rc;
}

/* The items first routed in the slice, evenly thinned. */
static enum rc
choose(struct run *r, struct err *e)
{
	const struct dataset	*d = r->in->data;
	uint32_t		*all = malloc((d->nitems + 1) * sizeof(*all));
	size_t			 n = 0, step;

	if (all == NULL)
		return err_set(e, RC_NOMEM, "no memory to calibrate");
	for (size_t i = 0; i < d->nitems; i++) {
		int32_t	day = dataset_first_inserted(d, i);

		if (day != DATE_NONE && day > r->in->until && day <= r->in->calibrate_until &&
		    (r->in->hidden == NULL || !r->in->hidden[i]))
			all[n++] = (uint32_t)i;
	}
	step = (n + ITEMS_MOST - 1) / ITEMS_MOST;
	if ((r->o = calloc(n + 1, sizeof(*r->o))) == NULL) {
		free(all);
		return err_set(e, RC_NOMEM, "no memory to calibrate");
	}
	for (size_t i = 0; i < n; i += step)
		r->o[r->n++].item = all[i];
	free(all);
	return RC_OK;
}

/* The probabilities of the candidates and, at p[n], of none. */
static void
chances(const double *w, const struct outcome *o, double *p)
{
	double	top, sum = 0;

	for (size_t k = 0; k <= o->n; k++) {
		const double	*x = k < o->n ? o->x[k] : o->none;
		const double	*v = k < o->n ? w : w + PREDICT_SIGNALS;

		p[k] = 0;
		for (int i = 0; i < (k < o->n ? PREDICT_SIGNALS : PREDICT_NONE); i++)
			p[k] += v[i] * x[i];
		top = k == 0 || p[k] > top ? p[k] : top;
	}
	for (size_t k = 0; k <= o->n; k++)
		sum += p[k] = exp(p[k] - top);
	for (size_t k = 0; k <= o->n; k++)
		p[k] /= sum;
}

/* Solves a x = b for small n by elimination; a is positive definite by its ridge. */
static void
solve(double a[NP][NP], double b[NP])
{
	for (int j = 0; j < NP; j++)
		for (int i = j + 1; i < NP; i++) {
			double	f = a[i][j] / a[j][j];

			for (int k = j; k < NP; k++)
				a[i][k] -= f * a[j][k];
			b[i] -= f * b[j];
		}
	for (int i = NP - 1; i >= 0; i--) {
		for (int k = i + 1; k < NP; k++)
			b[i] -= a[i][k] * b[k];
		b[i] /= a[i][i];
	}
}

/* An alternative's signals in their places among all weights. */
static void
spread(const struct outcome *o, size_t k, double x[NP])
{
	memset(x, 0, NP * sizeof(*x));
	if (k < o->n)
		memcpy(x, o->x[k], sizeof(o->x[k]));
	else
		memcpy(x + PREDICT_SIGNALS, o->none, sizeof(o->none));
}

/* Adds one outcome's part of gradient and hessian of the log-likelihood. */
static void
add_outcome(const struct outcome *o, const double *w, double h[NP][NP], double g[NP])
{
	double	p[NCANDIDATES + 1], x[NP], mean[NP] = { 0 };

	chances(w, o, p);
	for (size_t k = 0; k <= o->n; k++) {
		spread(o, k, x);
		for (int i = 0; i < NP; i++) {
			mean[i] += p[k] * x[i];
			g[i] += ((k == o->right) - p[k]) * x[i];
			for (int j = 0; j < NP; j++)
				h[i][j] += p[k] * x[i] * x[j];
		}
	}
	for (int i = 0; i < NP; i++)
		for (int j = 0; j < NP; j++)
			h[i][j] -= mean[i] * mean[j];
}

/* w begins with the default weights, towards which the ridge holds. */
static void
logit(const struct run *r, double w[NP])
{
	double	h[NP][NP], g[NP], from[NP];

	memcpy(from, w, sizeof(from));
	for (int round = 0; round < 30; round++) {
		memset(h, 0, sizeof(h));
		for (int i = 0; i < NP; i++) {
			h[i][i] = RIDGE;
			g[i] = RIDGE * (from[i] - w[i]);
		}
		for (size_t k = 0; k < r->n; k++)
			if (r->o[k].n > 0)
				add_outcome(&r->o[k], w, h, g);
		solve(h, g);
		for (int i = 0; i < NP; i++)
			w[i] += fmax(-2, fmin(2, g[i]));
	}
}

static int
by_chance(const void *a, const void *b)
{
	const struct outcome	*x = a, *y = b;

	if (x->p != y->p)
		return x->p > y->p ? -1 : 1;
	return x->item < y->item ? -1 : x->item > y->item;
}

static int
by_similarity(const void *a, const void *b)
{
	const struct outcome	*x = a, *y = b;

	if (x->similarity != y->similarity)
		return x->similarity < y->similarity ? -1 : 1;
	return x->item < y->item ? -1 : x->item > y->item;
}

/* The lowest probability from which on the promised precision was kept. */
static double
auto_threshold(struct run *r)
{
	double	least = 1.01;
	size_t	right = 0;

	qsort(r->o, r->n, sizeof(*r->o), by_chance);
	for (size_t i = 0; i < r->n && r->o[i].n > 0; i++) {
		right += r->o[i].first;
		if (i + 1 >= AUTO_LEAST &&
		    (double)right >= (PRECISION + MARGIN) * (double)(i + 1))
			least = r->o[i].p;
	}
	return least;
}

/* The similarity below which hardly any answer was right. */
static double
similarity_threshold(struct run *r, double otherwise)
{
	double	least = otherwise;
	size_t	right = 0;

	qsort(r->o, r->n, sizeof(*r->o), by_similarity);
	for (size_t i = 0; (double)i < REFUSED_MOST * (double)r->n; i++) {
		right += r->o[i].right < r->o[i].n;
		if (i + 1 >= ITEMS_LEAST / 2 && (double)right <= USELESS * (double)(i + 1))
			least = fmax(least, r->o[i].similarity);
	}
	return least;
}

static int
float_cmp(const void *a, const void *b)
{
	float	x = *(const float *)a, y = *(const float *)b;

	return x < y ? -1 : x > y;
}

/* The factor that makes 80 % of the actual times fall inside; present: the factor they had. */
static enum rc
stretch(const struct run *r, int which, double present, double *out, struct err *e)
{
	size_t	n = 0, at;
	float	*miss = malloc((r->n * (sizeof(r->o->miss[0]) / sizeof(float)) + 1) *
		    sizeof(*miss));

	if (miss == NULL)
		return err_set(e, RC_NOMEM, "no memory to calibrate");
	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->o[i].nmiss[which]; k++)
			miss[n++] = r->o[i].miss[which][k];
	*out = present;
	if (n >= ITEMS_LEAST) {
		qsort(miss, n, sizeof(*miss), float_cmp);
		at = (size_t)ceil(COVERAGE * (double)(n + 1));
		*out = fmin(10, fmax(0.2, present * miss[at < n ? at : n - 1]));
	}
	free(miss);
	return RC_OK;
}

enum rc
calibration_fit(const struct fit_in *in, const struct model *m, struct model_calibration *c,
    struct err *e)
{
	struct run	r = { .in = in, .m = m };
	double		w[NP], p[NCANDIDATES + 1];
	size_t		answered = 0;
	enum rc		rc;

	if ((rc = choose(&r, e)) != RC_OK ||
	    (rc = par_for(in->threads, r.n, 32, predict_piece, &r, e)) != RC_OK)
		goto out;
	for (size_t i = 0; i < r.n; i++)
		answered += r.o[i].n > 0;
	if (answered < ITEMS_LEAST)
		goto out;
	memcpy(w, c->weight, sizeof(c->weight));
	memcpy(w + PREDICT_SIGNALS, c->none, sizeof(c->none));
	logit(&r, w);
	for (size_t i = 0; i < r.n; i++) {
		struct outcome	*o = &r.o[i];
		size_t		 best = 0;

		o->p = -1;
		if (o->n == 0)
			continue;
		chances(w, o, p);
		for (size_t k = 1; k < o->n; k++)
			best = p[k] > p[best] ? k : best;
		o->p = p[best];
		o->first = o->right == best;
	}
	memcpy(c->weight, w, sizeof(c->weight));
	memcpy(c->none, w + PREDICT_SIGNALS, sizeof(c->none));
	c->items = (double)answered;
	for (int k = 0; k < 2 && rc == RC_OK; k++)
		rc = stretch(&r, k, c->width[k], &c->width[k], e);
	c->similarity_least = similarity_threshold(&r, c->similarity_least);
	c->auto_least = auto_threshold(&r);
out:
	free(r.o);
	return rc;
}
