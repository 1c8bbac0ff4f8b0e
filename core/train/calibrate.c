/*
 * From votes to probabilities: a logistic over the signals of a prediction, fitted on items
 * first routed after the evidence ends, by Newton's method with a small ridge.  The same
 * predictions give the threshold for `auto`, the similarity below which nobody was helped,
 * and the factor by which intervals must be stretched to hold 80 % (split conformal).
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
#define NP		(PREDICT_SIGNALS + 1)

struct outcome {
	uint32_t	item;
	bool		answered, first, other;
	double		x[NP];		/* 1, signals */
	double		similarity, p;
	/* how far the actual lies from p50, in half widths; up to so many operations */
	size_t		n[2];
	float		miss[2][24];
};

struct run {
	const struct fit_in	*in;
	const struct model	*m;
	struct outcome		*o;
	size_t			 n;
};

void
calibration_default(struct model_calibration *c)
{
	memset(c, 0, sizeof(*c));
	c->bias = -0.7;
	c->weight[0] = 0.6;
	c->others = 0.4;
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

	if (!(actual > 0) || !(q->p50 > 0) || o->n[which] == sizeof(o->miss[0]) / sizeof(float))
		return;
	half = actual > q->p50 ? log(q->p90 / q->p50) : log(q->p50 / q->p10);
	if (half > 0)
		o->miss[which][o->n[which]++] = (float)(fabs(log(actual / q->p50)) / half);
}

static void
judge(const struct run *r, struct outcome *o, const struct ds_routing *truth,
    const struct predict_out *out)
{
	const struct dataset	*d = r->in->data;
	double			 actual[2];
	bool			 work[2];

	o->answered = out->ncandidates > 0;
	o->x[0] = 1;
	memcpy(o->x + 1, out->signals.x, sizeof(out->signals.x));
	o->similarity = out->nsimilar > 0 ? out->similar[0].similarity : 0;
	for (size_t i = 0; i < out->ncandidates; i++) {
		if (!same(d, truth, &out->candidates[i]))
			continue;
		o->first = i == 0;
		o->other = i > 0;
		for (uint32_t k = 0; k < truth->nops; k++) {
			fit_actual(d, o->item, &d->ops[truth->first + k],
			    r->in->calibrate_until, actual, work);
			note_miss(o, SETUP, actual[SETUP], &out->candidates[i].ops[k].setup);
			note_miss(o, RUN, actual[RUN], &out->candidates[i].ops[k].run);
		}
		break;
	}
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

static double
chance(const double *w, const double *x)
{
	double	z = 0;

	for (int i = 0; i < NP; i++)
		z += w[i] * x[i];
	return 1 / (1 + exp(-z));
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

static void
logistic(const struct run *r, double w[NP])
{
	double	h[NP][NP], g[NP];

	memset(w, 0, NP * sizeof(*w));
	for (int round = 0; round < 25; round++) {
		memset(h, 0, sizeof(h));
		for (int i = 0; i < NP; i++) {
			h[i][i] = i == 0 ? 1e-3 : RIDGE;
			g[i] = -h[i][i] * w[i];
		}
		for (size_t k = 0; k < r->n; k++) {
			const struct outcome	*o = &r->o[k];
			double			 p = chance(w, o->x);

			if (!o->answered)
				continue;
			for (int i = 0; i < NP; i++) {
				g[i] += (o->first - p) * o->x[i];
				for (int j = 0; j < NP; j++)
					h[i][j] += fmax(1e-4, p * (1 - p)) * o->x[i] * o->x[j];
			}
		}
		solve(h, g);
		for (int i = 0; i < NP; i++)
			w[i] += g[i];
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
	for (size_t i = 0; i < r->n && r->o[i].answered; i++) {
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
		right += r->o[i].first || r->o[i].other;
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
		for (size_t k = 0; k < r->o[i].n[which]; k++)
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
	double		w[NP], wrong = 0, other = 0;
	size_t		answered = 0;
	enum rc		rc;

	if ((rc = choose(&r, e)) != RC_OK ||
	    (rc = par_for(in->threads, r.n, 32, predict_piece, &r, e)) != RC_OK)
		goto out;
	for (size_t i = 0; i < r.n; i++) {
		answered += r.o[i].answered;
		wrong += r.o[i].answered && !r.o[i].first;
		other += r.o[i].other;
	}
	if (answered < ITEMS_LEAST)
		goto out;
	logistic(&r, w);
	for (size_t i = 0; i < r.n; i++)
		r.o[i].p = r.o[i].answered ? chance(w, r.o[i].x) : -1;
	c->bias = w[0];
	memcpy(c->weight, w + 1, sizeof(c->weight));
	c->others = (other + 1) / (wrong + 2);
	c->items = (double)answered;
	for (int k = 0; k < 2 && rc == RC_OK; k++)
		rc = stretch(&r, k, c->width[k], &c->width[k], e);
	c->similarity_least = similarity_threshold(&r, c->similarity_least);
	c->auto_least = auto_threshold(&r);
out:
	free(r.o);
	return rc;
}
