/*
 * From signals to probabilities: a conditional logit over the candidates of a prediction and
 * "none of these", fitted on items first routed after the evidence ends, by Newton's method
 * with a small ridge.  The same predictions give the threshold for `auto`, the similarity
 * below which nobody was helped, and how wide intervals must be (calibrate_widths.c).
 * Some routings nothing foretells, for their planners slipped; their share is fitted beside the
 * weights (a mixture, by expectation and maximisation, Dempster et al. 1977), else the surest
 * answers would drag all others down.
 *
 * People ask about items that are not filled in yet, while those of history are.  So some
 * items are asked a second time with columns blanked, for the logit to learn what that costs.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/base/rng.h"
#include "core/train/fit/calibrate.h"

#define ITEMS_MOST	8000
#define ITEMS_LEAST	25	/* fewer: the default stays */
#define COPIES_MOST	1000	/* of items, with columns blanked */
#define RIDGE		1.0
#define ROUNDS		60
#define SLIPS		0.02	/* of planners, taken for granted like in so many items */
#define SLIPS_OF	50
#define TOLD		0.9	/* share of the items that are as complete as is usual */
#define LIKE		0.975	/* and as like others */
#define PRECISION	0.95	/* what `auto` promises */
#define AGED		0.01	/* less of it is left when it is asked: what was learned ages */
#define AUTO_LEAST	30	/* items above the threshold */
#define AUTO_SURE	0.85	/* and each at least that likely */
#define USELESS		0.01	/* share of right answers that counts as none */
#define REFUSED_MOST	0.1	/* share of items that may be refused for being unlike */
#define REFUSED_LEAST	30	/* items, to refuse any */
#define NP		(PREDICT_SIGNALS + PREDICT_NONE)

struct run {
	const struct fit_in	*in;
	const struct model	*m;
	struct outcome		*o;
	size_t			 n;
};

/* The chain's word as it stands, and a little trust in those who ran it. */
static const double	default_weight[PREDICT_SIGNALS] = { 1.5, 1, 0.5, 0.5, 0.5, 0.2, -0.5 };
/* Doubt, and more of it for what is unlike, unknown or left open: never less, see bound(). */
static const double	default_none[PREDICT_NONE] = { -3, 0, -0.5, 0, 0.3, 0.3 };

void
calibration_default(struct model_calibration *c)
{
	memset(c, 0, sizeof(*c));
	for (int i = 0; i < PREDICT_SIGNALS; i++)
		c->weight[i] = default_weight[i];
	memcpy(c->none, default_none, sizeof(c->none));
	c->slips = SLIPS;
	c->auto_least = 1.01;
	c->similarity_least = 0.2;
	c->width[SETUP] = c->width[RUN] = WIDTH_DEFAULT;
}

enum rc
calibration_write(const struct model_calibration *c, const float *width, size_t njobs,
    struct buf *out, struct err *e)
{
	struct rml_writer	w;

	rml_begin(&w);
	rml_add(&w, "calibration", c, sizeof(*c), 1);
	rml_add(&w, "width", width, sizeof(*width), 2 * njobs);
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
		widths_note(r->in, o, truth, &out->candidates[0]);
}

/* The record without about blank of 256 of its columns. */
static enum rc
blank(struct record *rec, const struct outcome *o, uint64_t seed, struct arena *a, struct err *e)
{
	struct str	*cells = arena_alloc(a, (rec->n + 1) * sizeof(*cells));
	struct rng	 g;

	if (cells == NULL)
		return err_set(e, RC_NOMEM, "no memory to calibrate");
	rng_init(&g, seed, o->item);
	for (size_t i = 0; i < rec->n; i++)
		cells[i] = rng_below(&g, 256) < o->blank ? (struct str){ NULL, 0 } : rec->cells[i];
	rec->cells = cells;
	return RC_OK;
}

static enum rc
predict_piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	struct run		*r = ctx;
	struct arena		*a = arena_new(0);
	struct record		 rec;
	struct predict_in	 in = { .item = &rec, .as_of = DATE_NONE,
				    .max_candidates = PREDICT_CANDIDATES_MAX, .top_k = 1,
				    .no_similar = r->in->without & FIT_SIMILAR,
				    .no_composed = r->in->without & FIT_COMPOSED };
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
		    (o->blank > 0 && (rc = blank(&rec, o, r->in->seed, a, e)) != RC_OK) ||
		    (rc = model_predict(r->m, &in, a, &out, e)) != RC_OK)
			continue;
		judge(r, o, &r->in->data->routings[truth], &out);
	}
	arena_free(a);
	return rc;
}

/* The items to ask, evenly thinned, and behind them copies of some with columns blanked. */
static enum rc
choose(struct run *r, struct err *e)
{
	size_t	all = 0, step, at = 0, own;

	for (size_t i = 0; i < r->in->data->nitems; i++)
		all += r->in->calibrate[i] != 0;
	step = all / ITEMS_MOST + 1;
	if ((r->o = calloc(all + COPIES_MOST + 1, sizeof(*r->o))) == NULL)
		return err_set(e, RC_NOMEM, "no memory to calibrate");
	for (size_t i = 0; i < r->in->data->nitems; i++)
		if (r->in->calibrate[i] != 0 && at++ % step == 0)
			r->o[r->n++] = (struct outcome){ .item = (uint32_t)i };
	own = r->n;
	step = own / COPIES_MOST + 1;
	for (size_t i = 0; i < own; i += step)
		r->o[r->n++] = (struct outcome){ .item = r->o[i].item,
		    .blank = 32 + 48 * (uint32_t)(i / step % 3) };
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

/*
 * Adds one outcome's part of gradient and hessian of the log-likelihood, as far as it was no
 * slip.  Returns how likely it was one.
 */
static double
add_outcome(const struct outcome *o, const double *w, double slips, double h[NP][NP],
    double g[NP])
{
	double	p[NCANDIDATES + 1], x[NP], mean[NP] = { 0 }, slip = 0, weight;

	chances(w, o, p);
	if (o->right == o->n)
		slip = slips / (slips + (1 - slips) * p[o->n]);
	weight = 1 - slip;
	for (size_t k = 0; k <= o->n; k++) {
		spread(o, k, x);
		for (int i = 0; i < NP; i++) {
			mean[i] += p[k] * x[i];
			g[i] += weight * ((k == o->right) - p[k]) * x[i];
			for (int j = 0; j < NP; j++)
				h[i][j] += weight * p[k] * x[i] * x[j];
		}
	}
	for (int i = 0; i < NP; i++)
		for (int j = 0; j < NP; j++)
			h[i][j] -= weight * mean[i] * mean[j];
	return slip;
}

/*
 * Where hardly any item of the slice was unlike, unknown or left open, chance decides a
 * weight's sign; but nothing gets surer by saying less.
 */
static void
bound(double w[NP])
{
	double	*none = w + PREDICT_SIGNALS;

	none[PREDICT_NONE_LIKE] = fmin(none[PREDICT_NONE_LIKE], 0);
	none[PREDICT_NONE_UNKNOWN] = fmax(none[PREDICT_NONE_UNKNOWN], 0);
	none[PREDICT_NONE_OPEN] = fmax(none[PREDICT_NONE_OPEN], 0);
}

/* Is it a weight of what an item leaves open beyond what is usual? */
static bool
of_open(int i)
{
	return i == PREDICT_OPEN || i == PREDICT_SIGNALS + PREDICT_NONE_OPEN;
}

/*
 * On the items, all weights but those of what is left open; then with the copies those alone,
 * so that complete items stay calibrated.  w begins with weights towards which the ridge holds.
 */
static void
logit(const struct run *r, bool copies, double w[NP], double *slips)
{
	double	h[NP][NP], g[NP], from[NP], sum, n;

	memcpy(from, w, sizeof(from));
	for (int round = 0; round < ROUNDS; round++) {
		sum = n = 0;
		memset(h, 0, sizeof(h));
		for (int i = 0; i < NP; i++)
			g[i] = RIDGE * (from[i] - w[i]);
		for (size_t k = 0; k < r->n; k++)
			if (r->o[k].n > 0 && (copies || r->o[k].blank == 0)) {
				sum += add_outcome(&r->o[k], w, *slips, h, g);
				n++;
			}
		for (int i = 0; i < NP; i++) {
			h[i][i] += RIDGE;
			for (int j = 0; j < NP && of_open(i) != copies; j++)
				h[i][j] = h[j][i] = i == j;
			g[i] = of_open(i) == copies ? g[i] : 0;
		}
		solve(h, g);
		for (int i = 0; i < NP; i++)
			w[i] += fmax(-2, fmin(2, g[i]));
		bound(w);
		if (!copies)
			*slips = (sum + SLIPS * SLIPS_OF) / (n + SLIPS_OF);
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

/*
 * The lowest probability from which on the promised precision was kept, by half a deviation
 * more than it had to be: it is chosen after the fact, which flatters it by about as much.
 */
static double
auto_threshold(struct run *r)
{
	double	least = 1.01, right = 0, n;

	qsort(r->o, r->n, sizeof(*r->o), by_chance);
	for (size_t i = 0; i < r->n && r->o[i].p >= AUTO_SURE; i++) {
		right += r->o[i].first;
		n = (double)i + 1;
		if (i + 1 >= AUTO_LEAST && right >= (PRECISION + AGED) * n +
		    0.5 * sqrt(PRECISION * (1 - PRECISION) * n))
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
		if (i + 1 >= REFUSED_LEAST && (double)right <= USELESS * (double)(i + 1))
			least = fmax(least, r->o[i].similarity);
	}
	return least;
}

static int
double_cmp(const void *a, const void *b)
{
	double	x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/*
 * What is usual among the items.  What they usually leave open costs nothing extra: its
 * signals, noted while that was taken for 0, are told anew.
 */
static enum rc
settle_usual(struct run *r, struct model_calibration *c, struct err *e)
{
	double	*open = malloc(2 * (r->n + 1) * sizeof(*open)), *like, more;
	size_t	 n = 0;

	if (open == NULL)
		return err_set(e, RC_NOMEM, "no memory to calibrate");
	like = open + r->n + 1;
	for (size_t i = 0; i < r->n; i++)
		if (r->o[i].blank == 0 && r->o[i].n > 0) {
			open[n] = r->o[i].none[PREDICT_NONE_OPEN] / 4;
			like[n++] = r->o[i].similarity;
		}
	if (n > 1) {
		qsort(open, n, sizeof(*open), double_cmp);
		qsort(like, n, sizeof(*like), double_cmp);
	}
	c->untold_usual = n > 0 ? open[(size_t)(TOLD * (double)(n - 1))] : 0;
	c->similarity_usual = n > 0 ? like[(size_t)((1 - LIKE) * (double)(n - 1))] : 0;
	free(open);
	for (size_t i = 0; i < r->n; i++) {
		struct outcome	*o = &r->o[i];

		more = fmax(0, o->none[PREDICT_NONE_OPEN] / 4 - c->untold_usual);
		o->none[PREDICT_NONE_OPEN] = 4 * more;
		for (size_t k = 0; k < o->n; k++)
			o->x[k][PREDICT_OPEN] = o->x[k][0] * more;
	}
	return RC_OK;
}

enum rc
calibration_fit(const struct fit_in *in, const struct model *m, struct model_calibration *c,
    float *width, struct err *e)
{
	struct run	r = { .in = in, .m = m };
	double		w[NP], p[NCANDIDATES + 1];
	size_t		answered = 0, own = 0;
	enum rc		rc;

	if ((rc = choose(&r, e)) != RC_OK ||
	    (rc = par_for(in->threads, r.n, 32, predict_piece, &r, e)) != RC_OK)
		goto out;
	for (size_t i = 0; i < r.n; i++)
		answered += r.o[i].n > 0 && r.o[i].blank == 0;
	if (answered < ITEMS_LEAST || (rc = settle_usual(&r, c, e)) != RC_OK)
		goto out;
	memcpy(w, c->weight, sizeof(c->weight));
	memcpy(w + PREDICT_SIGNALS, c->none, sizeof(c->none));
	logit(&r, false, w, &c->slips);
	logit(&r, true, w, &c->slips);
	for (size_t i = 0; i < r.n; i++) {
		struct outcome	*o = &r.o[i];
		size_t		 best = 0;

		o->p = -1;
		if (o->n == 0)
			continue;
		chances(w, o, p);
		for (size_t k = 1; k < o->n; k++)
			best = p[k] > p[best] ? k : best;
		o->p = (1 - c->slips) * p[best];
		o->first = o->right == best;
	}
	for (size_t i = 0; i < r.n; i++)	/* the copies have told what they had to */
		if (r.o[i].blank == 0)
			r.o[own++] = r.o[i];
	r.n = own;
	memcpy(c->weight, w, sizeof(c->weight));
	memcpy(c->none, w + PREDICT_SIGNALS, sizeof(c->none));
	c->items = (double)answered;
	rc = widths_fit(in, r.o, r.n, c->width, width, e);
	c->similarity_least = similarity_threshold(&r, c->similarity_least);
	c->auto_least = auto_threshold(&r);
out:
	free(r.o);
	return rc;
}
