/*
 * Times a job: log minutes = coef . (1, standardised numbers) by ridge regression with
 * Huber's weights (1964) against holds and slips of the pen, then shrunken effects of the
 * machine and of category tokens on what is left, in two rounds.  What is left in the end
 * gives the quantiles, and each operation's own residual, which similar items pass on.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/train/dataset_priv.h"
#include "core/train/fit_priv.h"

#define SAMPLES_LEAST	8	/* of a job, for a model of its own */
#define REGRESSED_MOST	4000	/* samples in a regression; evenly spread */
#define RIDGE		4.0
#define HUBER		1.5	/* robust standard deviations */
#define EFFECT_SHRINK	6.0
#define EFFECT_LEAST	0.01	/* log; smaller ones are not stored */
#define OUTSIDE		4.0	/* standard deviations at which a number is held */
#define ZERO_SHARE	0.9	/* of reported times, for "it takes no time" */

struct sample {
	uint32_t	op, res, place;	/* op of the data set, place in the corpus */
	float		y[2];		/* log minutes; NaN */
	float		raw[2];		/* minutes: 0 tells apart from missing */
	bool		work[2];
};

struct effects {
	uint64_t	*key;
	float		*value;
	size_t		 n, cap, cap_value;
};

struct timing {
	struct fit	*f;
	struct fit_times *t;
	struct sample	*sample;
	size_t		 n;
	uint32_t	*job_start;	/* njobs + 1: samples by job */
	struct effects	*effects;	/* one a job */
};

static int
float_cmp(const void *a, const void *b)
{
	float	x = *(const float *)a, y = *(const float *)b;

	return x < y ? -1 : x > y;
}

static double
quantile(float *sorted, size_t n, double q)
{
	double	at = q * (double)(n - 1);
	size_t	i = (size_t)at;

	return i + 1 >= n ? sorted[n - 1] :
	    sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]);
}

/* The numbers of a place, standardised; x has 1 + nx. */
static void
standard(const struct timing *q, uint32_t place, double *x)
{
	const struct fit_times	*t = q->t;
	const float		*v = q->f->c->numbers + (size_t)place * t->nx;

	x[0] = 1;
	for (size_t i = 0; i < t->nx; i++) {
		double	z = isnan(v[i]) || t->sd[i] <= 0 ? 0 : (v[i] - t->mean[i]) / t->sd[i];

		x[i + 1] = z > OUTSIDE ? OUTSIDE : z < -OUTSIDE ? -OUTSIDE : z;
	}
}

/* Mean and deviation of each number over the evidence's items. */
static void
scale(struct timing *q)
{
	struct fit_times	*t = q->t;
	const struct fit	*f = q->f;

	for (size_t i = 0; i < t->nx; i++) {
		double	sum = 0, sq = 0, n = 0;

		for (size_t k = 0; k < f->nitems; k++) {
			double	v = f->c->numbers[(size_t)f->item[k] * t->nx + i];

			if (isfinite(v)) {
				sum += v;
				sq += v * v;
				n++;
			}
		}
		t->mean[i] = n > 0 ? (float)(sum / n) : 0;
		t->sd[i] = n > 1 ? (float)sqrt(fmax(0, sq / n - sum / n * (sum / n))) : 0;
		if (!isfinite(t->sd[i]) || t->sd[i] < 1e-6f)
			t->sd[i] = 0;
	}
}

/* The newest routings' operations with their times, by job. */
static enum rc
collect(struct timing *q, struct err *e)
{
	const struct fit	*f = q->f;
	const struct dataset	*d = f->d;
	uint32_t		*at;

	for (size_t i = 0; i < f->nitems; i++)
		q->n += d->routings[f->routing[i]].nops;
	q->sample = malloc((q->n + 1) * sizeof(*q->sample));
	q->job_start = calloc(f->njobs + 2, sizeof(*q->job_start));
	if (q->sample == NULL || q->job_start == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu times", q->n);
	for (size_t i = 0; i < f->nitems; i++) {
		const struct ds_routing	*r = &d->routings[f->routing[i]];

		for (uint32_t k = 0; k < r->nops; k++)
			q->job_start[d->ops[r->first + k].job + 2]++;
	}
	at = q->job_start + 1;
	for (size_t j = 0; j < f->njobs; j++)
		at[j + 1] += at[j];
	for (size_t i = 0; i < f->nitems; i++) {
		const struct ds_routing	*r = &d->routings[f->routing[i]];

		for (uint32_t k = r->first; k < r->first + r->nops; k++) {
			const struct ds_op	*op = &d->ops[k];
			struct sample		*s = &q->sample[at[op->job]++];
			double			 v[2];

			fit_actual(d, r->item, op, f->in->until, v, s->work);
			s->op = k;
			s->res = op->res;
			s->place = f->item[i];
			for (int w = 0; w < 2; w++) {
				s->raw[w] = (float)v[w];
				s->y[w] = v[w] > 0 ? (float)log(v[w]) : NAN;
			}
		}
	}
	return RC_OK;
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

/* One job, one time. */
struct job {
	struct timing	*q;
	int		 which;
	uint32_t	 job;
	const struct sample **s;	/* n with a time */
	size_t		 n;
	double		*x, *a, *b;	/* room: 1 + nx, its square, 1 + nx */
	float		*left, *sorted;	/* n */
	double		*sum;		/* ntokens; zero between uses */
	uint32_t	*count;
};

static double
predict(const struct job *j, const struct sample *s)
{
	double	y = 0;

	standard(j->q, s->place, j->x);
	for (size_t i = 0; i <= j->q->t->nx; i++)
		y += j->b[i] * j->x[i];
	return y;
}

static double
robust_deviation(struct job *j)
{
	for (size_t i = 0; i < j->n; i++)
		j->sorted[i] = fabsf(j->left[i]);
	qsort(j->sorted, j->n, sizeof(float), float_cmp);
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

			standard(j->q, j->s[i]->place, j->x);
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

static enum rc
add_effect(struct effects *x, uint64_t key, double value, struct err *e)
{
	void	*p = x->key;
	enum rc	 rc;

	for (size_t i = 0; i < x->n; i++)	/* the second round adds to the first */
		if (x->key[i] == key) {
			x->value[i] += (float)value;
			return RC_OK;
		}
	rc = ds_grow(&p, &x->cap, x->n, sizeof(*x->key), e);
	x->key = p;
	if (rc != RC_OK)
		return rc;
	p = x->value;
	rc = ds_grow(&p, &x->cap_value, x->n, sizeof(*x->value), e);
	x->value = p;
	if (rc != RC_OK)
		return rc;
	x->key[x->n] = key;
	x->value[x->n++] = (float)value;
	return RC_OK;
}

/* The token of a category column that the item has, or DS_NONE. */
static uint32_t
category(const struct corpus *c, uint32_t place, size_t column)
{
	for (size_t k = c->start[place]; k < c->start[place + 1]; k++) {
		const struct corpus_token	*t = &c->token[c->tok[k]];

		if (t->kind == TOKEN_CATEGORY && t->column == column)
			return c->tok[k];
	}
	return DS_NONE;
}

/*
 * Effects of one grouping on what is left: column SIZE_MAX is the machine.  Means are of
 * residuals held at two deviations.
 */
static enum rc
group(struct job *j, size_t column, struct err *e)
{
	const struct corpus	*c = j->q->f->c;
	struct effects		*x = &j->q->effects[j->job];
	double			 limit = 2 * robust_deviation(j), shift;
	uint32_t		 id;
	enum rc			 rc = RC_OK;

	for (size_t i = 0; i < j->n; i++) {
		id = column == SIZE_MAX ? j->s[i]->res : category(c, j->s[i]->place, column);
		if (id == DS_NONE)
			continue;
		j->sum[id] += fmax(-limit, fmin(limit, j->left[i]));
		j->count[id]++;
	}
	for (size_t i = 0; i < j->n; i++) {
		id = column == SIZE_MAX ? j->s[i]->res : category(c, j->s[i]->place, column);
		if (id != DS_NONE && j->count[id] > 0)
			j->left[i] -= (float)(j->sum[id] / (j->count[id] + EFFECT_SHRINK));
	}
	for (size_t i = 0; i < j->n; i++) {
		id = column == SIZE_MAX ? j->s[i]->res : category(c, j->s[i]->place, column);
		if (id == DS_NONE || j->count[id] == 0)
			continue;
		shift = j->sum[id] / (j->count[id] + EFFECT_SHRINK);
		j->sum[id] = 0;
		j->count[id] = 0;
		if (rc == RC_OK && fabs(shift) >= EFFECT_LEAST)
			rc = add_effect(x, model_effect_key(j->which, j->job, column == SIZE_MAX ?
			    model_machine_what(id) : c->token[id].hash), shift, e);
	}
	return rc;
}

static enum rc
fit_job(struct job *j, struct err *e)
{
	const struct fit	*f = j->q->f;
	struct fit_times	*t = j->q->t;
	size_t			 n = t->nx + 1;
	float			*spread = t->spread[j->which] + j->job * 2;
	enum rc			 rc;

	regress(j);
	for (size_t i = 0; i < n; i++)
		t->coef[j->which][j->job * n + i] = (float)j->b[i];
	for (int round = 0; round < 2; round++) {
		if ((rc = group(j, SIZE_MAX, e)) != RC_OK)
			return rc;
		for (size_t c = 0; c < f->c->schema->ncols; c++)
			if (f->c->schema->col[c].role == COLUMN_CATEGORY &&
			    (rc = group(j, c, e)) != RC_OK)
				return rc;
	}
	for (size_t i = 0; i < j->n; i++)
		t->residual[j->which][j->s[i]->op] = j->left[i];
	memcpy(j->sorted, j->left, j->n * sizeof(float));
	qsort(j->sorted, j->n, sizeof(float), float_cmp);
	spread[0] = (float)fmin(-0.02, quantile(j->sorted, j->n, 0.1));
	spread[1] = (float)fmax(0.02, quantile(j->sorted, j->n, 0.9));
	return RC_OK;
}

/* The samples of a job that have this time; is it nearly always 0, and who measured it? */
static void
choose(struct job *j)
{
	const struct timing	*q = j->q;
	struct fit_times	*t = q->t;
	size_t			 zeros = 0, work = 0;

	j->n = 0;
	for (uint32_t i = q->job_start[j->job]; i < q->job_start[j->job + 1]; i++) {
		const struct sample	*s = &q->sample[i];

		if (!isnan(s->y[j->which])) {
			work += s->work[j->which];
			j->s[j->n++] = s;
		} else if (s->raw[j->which] == 0)	/* NaN is not 0 */
			zeros++;
	}
	t->samples[j->which][j->job] = (uint32_t)j->n;
	t->zero[j->which][j->job] = zeros >= SAMPLES_LEAST &&
	    (double)zeros >= ZERO_SHARE * (double)(zeros + j->n);
	t->source[j->which][j->job] = j->n < SAMPLES_LEAST ? TIME_NONE :
	    work * 2 > j->n ? TIME_WORK_RESULTS : TIME_ROUTING;
}

static enum rc
job_piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	struct timing	*q = ctx;
	size_t		 n = q->t->nx + 1, most = 1, ids = q->f->c->ntokens;
	struct job	 j = { .q = q };
	enum rc		 rc = RC_OK;

	if (q->f->d->resources.n > ids)
		ids = q->f->d->resources.n;
	for (size_t k = begin; k < end; k++)
		if (q->job_start[k + 1] - q->job_start[k] > most)
			most = q->job_start[k + 1] - q->job_start[k];
	j.s = malloc(most * sizeof(*j.s));
	j.x = malloc(n * sizeof(*j.x));
	j.a = malloc(n * n * sizeof(*j.a));
	j.b = malloc(n * sizeof(*j.b));
	j.left = malloc(most * sizeof(*j.left));
	j.sorted = malloc(most * sizeof(*j.sorted));
	j.sum = calloc(ids + 1, sizeof(*j.sum));
	j.count = calloc(ids + 1, sizeof(*j.count));
	if (j.s == NULL || j.x == NULL || j.a == NULL || j.b == NULL || j.left == NULL ||
	    j.sorted == NULL || j.sum == NULL || j.count == NULL)
		rc = err_set(e, RC_NOMEM, "no memory to fit times");
	for (size_t k = begin; k < end && rc == RC_OK; k++)
		for (j.which = 0; j.which < 2 && rc == RC_OK; j.which++) {
			j.job = (uint32_t)k;
			choose(&j);
			if (q->t->source[j.which][k] != TIME_NONE)
				rc = fit_job(&j, e);
		}
	free(j.s);
	free(j.x);
	free(j.a);
	free(j.b);
	free(j.left);
	free(j.sorted);
	free(j.sum);
	free(j.count);
	return rc;
}

/* All jobs together, for those with too little of their own. */
static enum rc
all_jobs(struct timing *q, struct err *e)
{
	struct fit_times	*t = q->t;
	size_t			 nj = q->f->njobs, n;
	float			*y = malloc((q->n + 1) * sizeof(*y)), m;

	if (y == NULL)
		return err_set(e, RC_NOMEM, "no memory to fit times");
	for (int w = 0; w < 2; w++) {
		n = 0;
		for (size_t i = 0; i < q->n; i++)
			if (!isnan(q->sample[i].y[w]))
				y[n++] = q->sample[i].y[w];
		t->samples[w][nj] = (uint32_t)n;
		if (n < SAMPLES_LEAST)
			continue;
		qsort(y, n, sizeof(*y), float_cmp);
		m = (float)quantile(y, n, 0.5);
		t->source[w][nj] = TIME_ESTIMATE;
		t->coef[w][nj * (t->nx + 1)] = m;
		t->spread[w][nj * 2] = (float)quantile(y, n, 0.1) - m;
		t->spread[w][nj * 2 + 1] = (float)quantile(y, n, 0.9) - m;
	}
	free(y);
	return RC_OK;
}

/* Medians of what lies between operations. */
static enum rc
waits(struct timing *q, struct err *e)
{
	float	*y = malloc((q->n + 1) * sizeof(*y));

	if (y == NULL)
		return err_set(e, RC_NOMEM, "no memory to fit times");
	for (size_t j = 0; j <= q->f->njobs; j++)
		for (int k = 0; k < 3; k++) {
			size_t	n = 0;

			for (uint32_t i = j < q->f->njobs ? q->job_start[j] : 0;
			    j < q->f->njobs && i < q->job_start[j + 1]; i++) {
				const struct ds_op	*op = &q->f->d->ops[q->sample[i].op];
				float			 v = k == 0 ? op->queue : k == 1 ?
							    op->wait : op->move;

				if (!isnan(v))
					y[n++] = v;
			}
			if (n > 0)
				qsort(y, n, sizeof(*y), float_cmp);
			q->t->wait[j * 3 + k] = n > 0 ? (float)quantile(y, n, 0.5) : NAN;
		}
	free(y);
	return RC_OK;
}

struct keyed {
	uint64_t	key;
	float		value;
};

static int
keyed_cmp(const void *a, const void *b)
{
	const struct keyed	*x = a, *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

/* All jobs' effects in one sorted table. */
static enum rc
join_effects(struct timing *q, struct err *e)
{
	struct fit_times	*t = q->t;
	struct keyed		*k;
	size_t			 n = 0;

	for (size_t j = 0; j < q->f->njobs; j++)
		n += q->effects[j].n;
	k = malloc((n + 1) * sizeof(*k));
	t->effect_key = malloc((n + 1) * sizeof(*t->effect_key));
	t->effect = malloc((n + 1) * sizeof(*t->effect));
	if (k == NULL || t->effect_key == NULL || t->effect == NULL) {
		free(k);
		return err_set(e, RC_NOMEM, "no memory to fit times");
	}
	n = 0;
	for (size_t j = 0; j < q->f->njobs; j++)
		for (size_t i = 0; i < q->effects[j].n; i++)
			k[n++] = (struct keyed){ q->effects[j].key[i], q->effects[j].value[i] };
	if (n > 1)
		qsort(k, n, sizeof(*k), keyed_cmp);
	for (size_t i = 0; i < n; i++) {
		t->effect_key[i] = k[i].key;
		t->effect[i] = k[i].value;
	}
	t->neffects = n;
	free(k);
	return RC_OK;
}

static enum rc
rooms(struct fit *f, struct err *e)
{
	struct fit_times	*t = f->times;
	size_t			 n = f->njobs + 1;

	t->nx = f->c->schema->nnumbers;
	t->mean = calloc(t->nx + 1, sizeof(float));
	t->sd = calloc(t->nx + 1, sizeof(float));
	t->wait = calloc(n * 3, sizeof(float));
	if (t->mean == NULL || t->sd == NULL || t->wait == NULL)
		return err_set(e, RC_NOMEM, "no memory to fit times");
	for (int w = 0; w < 2; w++) {
		t->coef[w] = calloc(n * (t->nx + 1), sizeof(float));
		t->spread[w] = calloc(n * 2, sizeof(float));
		t->samples[w] = calloc(n, sizeof(uint32_t));
		t->source[w] = calloc(n, 1);
		t->zero[w] = calloc(n, 1);
		t->residual[w] = malloc((f->d->nops + 1) * sizeof(float));
		if (t->coef[w] == NULL || t->spread[w] == NULL || t->samples[w] == NULL ||
		    t->source[w] == NULL || t->zero[w] == NULL || t->residual[w] == NULL)
			return err_set(e, RC_NOMEM, "no memory to fit times");
		for (size_t i = 0; i < f->d->nops; i++)
			t->residual[w][i] = NAN;
	}
	return RC_OK;
}

enum rc
fit_times(struct fit *f, struct err *e)
{
	struct timing	q = { .f = f };
	enum rc		rc;

	if ((f->times = q.t = calloc(1, sizeof(*q.t))) == NULL ||
	    (q.effects = calloc(f->njobs + 1, sizeof(*q.effects))) == NULL)
		return err_set(e, RC_NOMEM, "no memory to fit times");
	if ((rc = rooms(f, e)) != RC_OK || (rc = collect(&q, e)) != RC_OK)
		goto out;
	scale(&q);
	if ((rc = par_for(f->in->threads, f->njobs, 1, job_piece, &q, e)) != RC_OK ||
	    (rc = all_jobs(&q, e)) != RC_OK || (rc = waits(&q, e)) != RC_OK)
		goto out;
	rc = join_effects(&q, e);
out:
	for (size_t j = 0; j < f->njobs; j++) {
		free(q.effects[j].key);
		free(q.effects[j].value);
	}
	free(q.effects);
	free(q.sample);
	free(q.job_start);
	return rc;
}

void
fit_times_free(struct fit_times *t)
{
	if (t == NULL)
		return;
	free(t->mean);
	free(t->sd);
	free(t->wait);
	free(t->effect_key);
	free(t->effect);
	for (int w = 0; w < 2; w++) {
		free(t->coef[w]);
		free(t->spread[w]);
		free(t->samples[w]);
		free(t->source[w]);
		free(t->zero[w]);
		free(t->residual[w]);
	}
	free(t);
}
