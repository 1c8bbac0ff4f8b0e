/*
 * Times a job: log minutes = coef . (1, standardised numbers) by ridge regression with
 * Huber's weights (1964) against holds and slips of the pen, then shrunken effects of the
 * machine and of category tokens on what is left, in two rounds.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/train/fit/fit_times.h"

#define REGRESSED_MOST	4000	/* samples in a regression; evenly spread */
#define RIDGE		4.0
#define HUBER		1.5	/* robust standard deviations */
#define EFFECT_SHRINK	6.0
#define EFFECT_LEAST	0.01	/* log; smaller ones are not stored */
#define OUTSIDE		4.0	/* standard deviations at which a number is held */

int
times_cmp(const void *a, const void *b)
{
	float	x = *(const float *)a, y = *(const float *)b;

	return x < y ? -1 : x > y;
}

double
times_quantile(const float *sorted, size_t n, double q)
{
	double	at = q * (double)(n - 1);
	size_t	i = (size_t)at;

	return i + 1 >= n ? sorted[n - 1] :
	    sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]);
}

void
times_standard(const struct timing *q, uint32_t place, double *x)
{
	const struct fit_times	*t = q->t;
	const float		*v = q->f->c->numbers + (size_t)place * t->nx;

	x[0] = 1;
	for (size_t i = 0; i < t->nx; i++) {
		double	z = isnan(v[i]) || t->sd[i] <= 0 ? 0 : (v[i] - t->mean[i]) / t->sd[i];

		x[i + 1] = z > OUTSIDE ? OUTSIDE : z < -OUTSIDE ? -OUTSIDE : z;
	}
}

/* Solves a (n x n, symmetric, positive) x = b by Cholesky, in place; x replaces b. */
static void
solve(double *a, double *b, size_t n)
{
	for (size_t j = 0; j < n; j++) {
		for (size_t k = 0; k < j; k++)
			for (size_t i = j; i < n; i++)
				a[i * n + j] -= a[i * n + k] * a[j * n + k];
		a[j * n + j] = sqrt(fmax(a[j * n + j], 1e-9));
		for (size_t i = j + 1; i < n; i++)
			a[i * n + j] /= a[j * n + j];
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++)
			b[i] -= a[i * n + k] * b[k];
		b[i] /= a[i * n + i];
	}
	for (size_t i = n; i-- > 0; ) {
		for (size_t k = i + 1; k < n; k++)
			b[i] -= a[k * n + i] * b[k];
		b[i] /= a[i * n + i];
	}
}

static double
predict(const struct job *j, const struct sample *s)
{
	double	y = 0;

	times_standard(j->q, s->place, j->x);
	for (size_t i = 0; i <= j->q->t->nx; i++)
		y += j->b[i] * j->x[i];
	return y;
}

static double
robust_deviation(struct job *j)
{
	for (size_t i = 0; i < j->n; i++)
		j->sorted[i] = fabsf(j->left[i]);
	qsort(j->sorted, j->n, sizeof(float), times_cmp);
	return fmax(0.02, 1.4826 * j->sorted[j->n / 2]);
}

static void
regress(struct job *j)
{
	size_t	n = j->q->t->nx + 1, step = (j->n + REGRESSED_MOST - 1) / REGRESSED_MOST;
	double	limit = HUGE_VAL, sum = 0;

	for (size_t i = 0; i < j->n; i++)
		sum += j->s[i]->y[j->which];
	memset(j->b, 0, n * sizeof(*j->b));
	j->b[0] = sum / (double)j->n;
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < j->n; i++)
			j->left[i] = (float)(j->s[i]->y[j->which] - predict(j, j->s[i]));
		limit = HUBER * robust_deviation(j);
		memset(j->a, 0, n * n * sizeof(*j->a));
		memset(j->b, 0, n * sizeof(*j->b));
		for (size_t i = 0; i < j->n; i += step) {
			double	w = fabsf(j->left[i]) <= limit ? 1 : limit / fabsf(j->left[i]);

			times_standard(j->q, j->s[i]->place, j->x);
			for (size_t r = 0; r < n; r++) {
				for (size_t c = 0; c <= r; c++)
					j->a[r * n + c] += w * j->x[r] * j->x[c];
				j->b[r] += w * j->x[r] * j->s[i]->y[j->which];
			}
		}
		for (size_t r = 0; r < n; r++)
			j->a[r * n + r] += r == 0 ? 1e-6 : RIDGE;
		solve(j->a, j->b, n);
	}
	for (size_t i = 0; i < j->n; i++)
		j->left[i] = (float)(j->s[i]->y[j->which] - predict(j, j->s[i]));
}

/* Which group the sample is of: its machine (column SIZE_MAX) or its category there. */
static uint32_t
group_of(const struct job *j, const struct sample *s, size_t column)
{
	return column == SIZE_MAX ? s->res : j->q->category[s->place * j->q->ncategories + column];
}

/*
 * Effects of one grouping on what is left.  Means are of residuals held at two deviations.
 */
static void
group(struct job *j, size_t column)
{
	const struct corpus	*c = j->q->f->c;
	double			 shift;
	uint32_t		 id;

	for (size_t i = 0; i < j->n; i++) {
		id = group_of(j, j->s[i], column);
		if (id == DS_NONE)
			continue;
		j->sum[id] += fmax(-j->limit, fmin(j->limit, j->left[i]));
		j->count[id]++;
	}
	for (size_t i = 0; i < j->n; i++) {
		id = group_of(j, j->s[i], column);
		if (id != DS_NONE && j->count[id] > 0)
			j->left[i] -= (float)(j->sum[id] / (j->count[id] + EFFECT_SHRINK));
	}
	for (size_t i = 0; i < j->n; i++) {
		id = group_of(j, j->s[i], column);
		if (id == DS_NONE || j->count[id] == 0)
			continue;
		shift = j->sum[id] / (j->count[id] + EFFECT_SHRINK);
		j->sum[id] = 0;
		j->count[id] = 0;
		if (fabs(shift) >= EFFECT_LEAST)
			buf_add(&j->q->effects[j->job], &(struct effect){
			    model_effect_key(j->which, j->job, column == SIZE_MAX ?
			    model_machine_what(id) : c->token[id].hash), shift },
			    sizeof(struct effect));
	}
}

void
times_fit_job(struct job *j)
{
	struct fit_times	*t = j->q->t;
	size_t			 n = t->nx + 1;

	regress(j);
	for (size_t i = 0; i < n; i++)
		t->coef[j->which][j->job * n + i] = (float)j->b[i];
	j->limit = 2 * robust_deviation(j);
	for (int round = 0; round < 2; round++) {
		group(j, SIZE_MAX);
		for (size_t c = 0; c < j->q->ncategories; c++)
			group(j, c);
	}
}
