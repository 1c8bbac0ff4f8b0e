#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/tree/gbt_priv.h"

struct pair {
	float	v, w;
};

static int
by_value(const void *a, const void *b)
{
	float	x = ((const struct pair *)a)->v, y = ((const struct pair *)b)->v;

	return (x > y) - (x < y);
}

/* The value below which the share q of the weight lies; n > 0. */
static double
quantile(struct pair *p, size_t n, double q)
{
	double	sum = 0, at = 0;

	qsort(p, n, sizeof(*p), by_value);
	for (size_t i = 0; i < n; i++)
		sum += p[i].w;
	for (size_t i = 0; i < n; i++) {
		at += p[i].w;
		if (at > q * sum)
			return p[i].v;
		if (at == q * sum && i + 1 < n)
			return ((double)p[i].v + p[i + 1].v) / 2;
	}
	return p[n - 1].v;
}

/* The weighted means of the targets, of TREE_SOFTMAX the share of each class. */
static void
means(const struct loss *l, double *mean)
{
	double	sum = 0;

	for (size_t i = 0; i < l->r->n; i++) {
		double	w = l->r->weight[i], y = l->r->target[i];

		sum += w;
		if (l->o->loss == TREE_SOFTMAX)
			mean[(size_t)y] += w;
		else
			mean[0] += w * (y - l->score[i]);
	}
	for (size_t k = 0; k < l->outs; k++)
		mean[k] /= sum;
}

static double
within(double p)
{
	return p < 1e-6 ? 1e-6 : p > 1 - 1e-6 ? 1 - 1e-6 : p;
}

/* The best constants; with offsets only where it is plain what they are. */
static void
set_base(struct loss *l, bool offset, float *base)
{
	double		 mean[TREE_OUTS] = { 0 };
	struct pair	*p = l->scratch;

	if (l->o->loss == TREE_QUANTILE) {
		for (size_t i = 0; i < l->r->n; i++)
			p[i] = (struct pair){ l->r->target[i] - l->score[i], l->r->weight[i] };
		mean[0] = quantile(p, l->r->n, l->o->quantile);
	} else
		means(l, mean);
	for (size_t k = 0; k < l->outs; k++) {
		double	m = within(mean[k]);

		if (l->o->loss == TREE_LOGISTIC)
			base[k] = offset ? 0 : (float)log(m / (1 - m));
		else if (l->o->loss == TREE_SOFTMAX)
			base[k] = offset ? 0 : (float)log(m);
		else
			base[k] = (float)mean[k];
	}
}

static enum rc
targets_check(const struct loss *l, struct err *e)
{
	double	most = l->o->loss == TREE_LOGISTIC ? 1 : (double)l->outs - 1;

	for (size_t i = 0; i < l->r->nall; i++) {
		float	y = l->r->target[i];

		if (!isfinite(y) || (l->o->loss <= TREE_SOFTMAX &&
		    (y < 0 || y > most || y != floorf(y))))
			return err_set(e, RC_INVAL, "row %u: the target %g cannot be",
			    l->r->row[i], (double)y);
	}
	return RC_OK;
}

enum rc
gbt_loss_init(struct loss *l, const struct gbt_rows *r, const struct gbt_data *d,
    const struct gbt_opts *o, float *base, struct err *e)
{
	enum rc	rc;

	*l = (struct loss){ .r = r, .o = o };
	l->outs = o->loss == TREE_SOFTMAX ? o->classes : 1;
	if ((rc = targets_check(l, e)) != RC_OK)
		return rc;
	if ((l->score = calloc(r->nall, l->outs * sizeof(*l->score))) == NULL ||
	    (l->prob = calloc(r->n, l->outs * sizeof(*l->prob))) == NULL ||
	    (l->g = malloc(r->n * sizeof(*l->g))) == NULL ||
	    (l->h = malloc(r->n * sizeof(*l->h))) == NULL ||
	    (l->scratch = malloc(r->n * sizeof(struct pair))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the scores of %zu rows", r->nall);
	for (size_t i = 0; d->offset != NULL && i < r->nall; i++)
		memcpy(l->score + i * l->outs, d->offset + r->row[i] * l->outs,
		    l->outs * sizeof(*l->score));
	for (size_t i = 0; i < r->nall * l->outs; i++)
		if (!isfinite(l->score[i]))
			return err_set(e, RC_INVAL, "an offset is no number");
	set_base(l, d->offset != NULL, base);
	for (size_t i = 0; i < r->nall; i++)
		for (size_t k = 0; k < l->outs; k++)
			l->score[i * l->outs + k] += base[k];
	return RC_OK;
}

void
gbt_loss_fini(struct loss *l)
{
	free(l->score);
	free(l->prob);
	free(l->g);
	free(l->h);
	free(l->scratch);
	*l = (struct loss){ 0 };
}

/* Probabilities of the classes from n scores; returns the logarithm of the divisor. */
static double
softmax(const float *score, size_t n, float *prob)
{
	float	most = score[0], sum = 0;

	for (size_t k = 1; k < n; k++)
		most = fmaxf(most, score[k]);
	for (size_t k = 0; k < n; k++)
		sum += prob[k] = expf(score[k] - most);
	for (size_t k = 0; k < n; k++)
		prob[k] /= sum;
	return most + log(sum);
}

void
gbt_loss_round(struct loss *l)
{
	if (l->o->loss == TREE_SOFTMAX)
		for (size_t i = 0; i < l->r->n; i++)
			softmax(l->score + i * l->outs, l->outs, l->prob + i * l->outs);
}

void
gbt_loss_gradient(struct loss *l, size_t k)
{
	const float	*y = l->r->target, *w = l->r->weight;
	float		 more = (float)l->outs / (float)(l->outs - (l->outs > 1));
	float		 q = (float)l->o->quantile;

	switch (l->o->loss) {
	case TREE_LOGISTIC:
		for (size_t i = 0; i < l->r->n; i++) {
			float	p = 1 / (1 + expf(-l->score[i]));

			l->g[i] = w[i] * (p - y[i]);
			l->h[i] = w[i] * p * (1 - p);
		}
		break;
	case TREE_SOFTMAX:
		for (size_t i = 0; i < l->r->n; i++) {
			float	p = l->prob[i * l->outs + k];

			l->g[i] = w[i] * (p - (y[i] == (float)k));
			l->h[i] = w[i] * p * (1 - p) * more;
		}
		break;
	case TREE_SQUARED:
		for (size_t i = 0; i < l->r->n; i++) {
			l->g[i] = w[i] * (l->score[i] - y[i]);
			l->h[i] = w[i];
		}
		break;
	default:
		for (size_t i = 0; i < l->r->n; i++) {
			l->g[i] = y[i] > l->score[i] ? -w[i] * q : w[i] * (1 - q);
			l->h[i] = w[i];
		}
	}
}

static double
newton(const struct grow *t, const struct leaf *f)
{
	double	h = packed_h(f->sum) / t->hscale + t->o->l2;

	return h > 0 ? -(packed_g(f->sum) / t->gscale) / h : 0;
}

void
gbt_loss_values(struct loss *l, const struct grow *t, float *values)
{
	struct pair	*p = l->scratch;

	for (size_t i = 0; i < t->nleaves; i++) {
		const struct leaf	*f = &t->leaves[i];
		double			 v;

		if (l->o->loss == TREE_QUANTILE) {
			for (size_t k = f->begin; k < f->end; k++) {
				uint32_t	row = t->idx[k];

				p[k - f->begin] = (struct pair){
				    l->r->target[row] - l->score[row], l->r->weight[row] };
			}
			v = quantile(p, f->end - f->begin, l->o->quantile);
		} else
			v = newton(t, f);
		values[i] = (float)(l->o->rate * v);
	}
}

/* The loss of one row. */
static double
row_loss(const struct loss *l, size_t i)
{
	const float	*s = l->score + i * l->outs;
	double		 y = l->r->target[i], d = y - s[0];
	float		 prob[TREE_OUTS];

	switch (l->o->loss) {
	case TREE_LOGISTIC:
		d = y > 0 ? -s[0] : s[0];
		return d > 0 ? d + log1p(exp(-d)) : log1p(exp(d));
	case TREE_SOFTMAX:
		return softmax(s, l->outs, prob) - s[(size_t)y];
	case TREE_SQUARED:
		return d * d;
	default:
		return d > 0 ? l->o->quantile * d : (l->o->quantile - 1) * d;
	}
}

double
gbt_loss_valid(const struct loss *l)
{
	double	sum = 0, weight = 0;

	for (size_t i = l->r->n; i < l->r->nall; i++) {
		sum += l->r->weight[i] * row_loss(l, i);
		weight += l->r->weight[i];
	}
	return weight > 0 ? sum / weight : 0;
}
