/*
 * Times a job: which operations took how long, the jobs they are of, what lies between
 * operations, and everything in the tables of a model.  fit_regress.c fits what holds for all
 * items of a job, fit_time_trees.c what differs between them.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/train/fit/fit_times.h"

#define SAMPLES_LEAST	8	/* of a job, for a model of its own */
#define ZERO_SHARE	0.9	/* of reported times, for "it takes no time" */
#define LOT_BINS	64

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

/* Each item's token in each category column, looked up often. */
static enum rc
categories(struct timing *q, struct err *e)
{
	const struct corpus	*c = q->f->c;
	size_t			*place = malloc((c->schema->ncols + 1) * sizeof(*place)), n;

	for (size_t i = 0; place != NULL && i < c->schema->ncols; i++)
		place[i] = c->schema->col[i].role == COLUMN_CATEGORY ? q->ncategories++ :
		    SIZE_MAX;
	n = q->ncategories;
	q->category = malloc((c->n * n + 1) * sizeof(*q->category));
	if (place == NULL || q->category == NULL) {
		free(place);
		return err_set(e, RC_NOMEM, "no memory to fit times");
	}
	for (size_t i = 0; i < c->n * n; i++)
		q->category[i] = DS_NONE;
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
			const struct corpus_token	*t = &c->token[c->tok[k]];

			if (t->kind == TOKEN_CATEGORY && place[t->column] != SIZE_MAX)
				q->category[i * n + place[t->column]] = c->tok[k];
		}
	free(place);
	return RC_OK;
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
			s->at = (uint32_t)i;
			s->lot = fit_lot(d, r->item, op, f->in->until);
			for (int w = 0; w < 2; w++) {
				s->raw[w] = (float)v[w];
				s->y[w] = v[w] > 0 ? (float)log(v[w]) : NAN;
			}
		}
	}
	return RC_OK;
}

/* The bins of lots, over all samples. */
static enum rc
lots(struct timing *q, struct err *e)
{
	float			*x = malloc((q->n + 1) * sizeof(*x));
	struct bins_writer	 w;
	enum rc			 rc;

	if (x == NULL || (q->edges = malloc(BINS_EDGES * sizeof(*q->edges))) == NULL) {
		free(x);
		return err_set(e, RC_NOMEM, "no memory to fit times");
	}
	for (size_t i = 0; i < q->n; i++)
		x[i] = q->sample[i].lot;
	rc = bins_fit(x, q->n, LOT_BINS, q->edges, &q->nedges, e);
	free(x);
	if (rc != RC_OK)
		return rc;
	bins_begin(&w);
	bins_add(&w, q->edges, q->nedges);
	return bins_end(&w, &q->t->lot, e);
}

/* The samples of a job that have this time; is it nearly always 0, and who measured it? */
static void
samples_of(struct job *j)
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

/* What is left in the end: its quantiles, and each operation's for who is similar to it. */
static void
note_left(struct job *j)
{
	struct fit_times	*t = j->q->t;
	float			*spread = t->spread[j->which] + j->job * 2;

	for (size_t i = 0; i < j->n; i++)
		t->residual[j->which][j->s[i]->op] = j->left[i];
	memcpy(j->sorted, j->left, j->n * sizeof(float));
	qsort(j->sorted, j->n, sizeof(float), times_cmp);
	spread[0] = (float)fmin(-0.02, times_quantile(j->sorted, j->n, 0.1));
	spread[1] = (float)fmax(0.02, times_quantile(j->sorted, j->n, 0.9));
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
			samples_of(&j);
			if (q->t->source[j.which][k] == TIME_NONE)
				continue;
			times_fit_job(&j);
			if ((rc = times_fit_trees(&j, e)) == RC_OK)
				note_left(&j);
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
		qsort(y, n, sizeof(*y), times_cmp);
		m = (float)times_quantile(y, n, 0.5);
		t->source[w][nj] = TIME_ESTIMATE;
		t->coef[w][nj * (t->nx + 1)] = m;
		t->spread[w][nj * 2] = (float)times_quantile(y, n, 0.1) - m;
		t->spread[w][nj * 2 + 1] = (float)times_quantile(y, n, 0.9) - m;
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
				qsort(y, n, sizeof(*y), times_cmp);
			q->t->wait[j * 3 + k] = n > 0 ? (float)times_quantile(y, n, 0.5) : NAN;
		}
	free(y);
	return RC_OK;
}

static int
effect_cmp(const void *a, const void *b)
{
	const struct effect	*x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->value < y->value ? -1 : x->value > y->value;
}

/* All jobs' effects in one table, ascending, each key once. */
static enum rc
join_effects(struct timing *q, struct err *e)
{
	struct fit_times	*t = q->t;
	struct effect		*x;
	struct buf		 all;
	size_t			 n = 0;

	buf_init(&all);
	for (size_t j = 0; j < q->f->njobs; j++) {
		buf_add(&all, q->effects[j].p, q->effects[j].len);
		all.failed |= !buf_ok(&q->effects[j]);
	}
	n = all.len / sizeof(*x);
	x = (struct effect *)(void *)all.p;
	t->effect_key = malloc((n + 1) * sizeof(*t->effect_key));
	t->effect = calloc(n + 1, sizeof(*t->effect));
	if (!buf_ok(&all) || t->effect_key == NULL || t->effect == NULL) {
		buf_fini(&all);
		return err_set(e, RC_NOMEM, "no memory to fit times");
	}
	if (n > 1)
		qsort(x, n, sizeof(*x), effect_cmp);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || x[i].key != x[i - 1].key)
			t->effect_key[t->neffects++] = x[i].key;
		t->effect[t->neffects - 1] += (float)x[i].value;
	}
	buf_fini(&all);
	return RC_OK;
}

static enum rc
rooms(struct fit *f, const struct fit_inputs *in, struct err *e)
{
	struct fit_times	*t = f->times;
	size_t			 n = f->njobs + 1;

	t->nx = f->c->schema->nnumbers;
	t->mean = calloc(t->nx + 1, sizeof(float));
	t->sd = calloc(t->nx + 1, sizeof(float));
	t->wait = calloc(n * 3, sizeof(float));
	t->tree = calloc(2 * n, sizeof(*t->tree));
	t->njobs = f->njobs;
	t->ncols = model_time_columns(in->ncols, f->d->resources.n);
	if (t->tree == NULL || t->mean == NULL || t->sd == NULL || t->wait == NULL)
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
fit_times(struct fit *f, const struct fit_inputs *in, struct err *e)
{
	struct timing	q = { .f = f, .in = in };
	enum rc		rc;

	if ((f->times = q.t = calloc(1, sizeof(*q.t))) == NULL ||
	    (q.effects = calloc(f->njobs + 1, sizeof(*q.effects))) == NULL)
		return err_set(e, RC_NOMEM, "no memory to fit times");
	if ((rc = rooms(f, in, e)) != RC_OK || (rc = collect(&q, e)) != RC_OK ||
	    (rc = categories(&q, e)) != RC_OK || (rc = lots(&q, e)) != RC_OK)
		goto out;
	scale(&q);
	if ((rc = par_for(f->in->threads, f->njobs, 1, job_piece, &q, e)) != RC_OK ||
	    (rc = all_jobs(&q, e)) != RC_OK || (rc = waits(&q, e)) != RC_OK)
		goto out;
	rc = join_effects(&q, e);
out:
	for (size_t j = 0; j < f->njobs; j++)
		buf_fini(&q.effects[j]);
	free(q.effects);
	free(q.category);
	free(q.edges);
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
	for (size_t i = 0; t->tree != NULL && i < 2 * t->njobs; i++)
		for (int k = 0; k < 3; k++)
			ensemble_free(t->tree[i][k]);
	free(t->tree);
	buf_fini(&t->lot);
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
