/*
 * Which operations an item has: a classifier chain (Read et al. 2011) of boosted trees.  The
 * steps stand in the order in which sequences mostly have them; each is asked whether it
 * belongs, given the item, the day and the steps before it.  The product of the answers is
 * the probability of the whole set, so that what goes together is decided together.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/base/rng.h"
#include "core/train/fit/fit_trees.h"

#define POSITIVE_LEAST	3	/* cases that have the step */
#define SCREENS		3	/* times that columns are chosen */
#define SCREEN_VALUES	12	/* columns of values and of tokens, each time */
#define SCREEN_TOKENS	150
#define SCREEN_TREES	30
#define TREES		240
#define RATE		0.06
#define QUICK_TREES	60
#define QUICK_RATE	0.2
#define CASES_MOST	120000	/* that one step is learned from */

struct steps {
	const struct fit	*f;
	struct fit_inputs	*in;
	struct fit_steps	*s;
	uint8_t			*has;		/* steps x cases */
	uint32_t		*ones;		/* cases of the steps' columns */
	size_t			 ngain;		/* columns and numbers of the schema, the day */
	double			*gain;		/* steps x ngain */
};

static enum rc
nomem(struct err *e)
{
	return err_set(e, RC_NOMEM, "no memory to learn operations");
}

/* A job and its place among the steps, for the order of the chain. */
struct place {
	struct step	step;
	double		sum, n;
};

static int
place_cmp(const void *a, const void *b)
{
	const struct place	*x = a, *y = b;
	double			 u = x->sum / x->n, v = y->sum / y->n;

	if (u != v)
		return u < v ? -1 : 1;
	if (x->step.job != y->step.job)
		return x->step.job < y->step.job ? -1 : 1;
	return x->step.nth < y->step.nth ? -1 : x->step.nth > y->step.nth;
}

static int
rarer_last(const void *a, const void *b)
{
	const struct place	*x = a, *y = b;

	return x->n > y->n ? -1 : x->n < y->n ? 1 : place_cmp(a, b);
}

static const struct ds_seq *
seq_of(const struct fit *f, size_t i)
{
	return &f->d->seqs[f->d->routings[f->routing[i]].seq];
}

/* The number of each job's occurrence so far in this sequence: count is zeroed room. */
static uint32_t
occurrence(const struct fit *f, const struct ds_seq *q, uint32_t k, uint32_t *count)
{
	if (k == 0)
		memset(count, 0, f->njobs * sizeof(*count));
	return count[f->d->seq_jobs[q->first + k]]++;
}

/* Numbers the steps in the chain's order. */
static enum rc
find_steps(struct steps *t, uint32_t *count, struct err *e)
{
	const struct fit	*f = t->f;
	struct fit_steps	*s = t->s;
	struct place		*p = calloc(f->njobs * STEP_NTH + 1, sizeof(*p));
	size_t			 n = 0;

	s->of = malloc((f->njobs * STEP_NTH + 1) * sizeof(*s->of));
	s->step = malloc(STEPS_MOST * sizeof(*s->step));
	if (p == NULL || s->of == NULL || s->step == NULL) {
		free(p);
		return nomem(e);
	}
	for (size_t i = 0; i < f->nitems; i++) {
		const struct ds_seq	*q = seq_of(f, i);

		for (uint32_t k = 0; k < q->n; k++) {
			uint32_t	job = f->d->seq_jobs[q->first + k];
			uint32_t	nth = occurrence(f, q, k, count);

			if (nth >= STEP_NTH)
				continue;
			p[job * STEP_NTH + nth].sum += (k + 0.5) / q->n;
			p[job * STEP_NTH + nth].n++;
		}
	}
	for (uint32_t i = 0; i < f->njobs * STEP_NTH; i++) {
		p[i].step = (struct step){ i / STEP_NTH, i % STEP_NTH };
		if (p[i].n >= POSITIVE_LEAST)
			p[n++] = p[i];
	}
	if (n > STEPS_MOST) {
		qsort(p, n, sizeof(*p), rarer_last);
		n = STEPS_MOST;
	}
	if (n > 1)
		qsort(p, n, sizeof(*p), place_cmp);
	memset(s->of, 0xff, f->njobs * STEP_NTH * sizeof(*s->of));
	for (size_t i = 0; i < n; i++) {
		s->step[i] = p[i].step;
		s->of[p[i].step.job * STEP_NTH + p[i].step.nth] = (uint32_t)i;
	}
	s->n = n;
	free(p);
	return RC_OK;
}

/* What each case has, as targets and as columns. */
static enum rc
mark_steps(struct steps *t, uint32_t *count, struct err *e)
{
	const struct fit	*f = t->f;
	struct fit_steps	*s = t->s;
	size_t			 n = f->ncases, all = 0, at = 0;

	for (size_t i = 0; i < n; i++)
		all += seq_of(f, i)->n;
	t->has = calloc(s->n * n + 1, 1);
	t->ones = malloc((all + 1) * sizeof(*t->ones));
	s->case_start = malloc((n + 1) * sizeof(*s->case_start));
	s->case_step = malloc((all + 1) * sizeof(*s->case_step));
	if (t->has == NULL || t->ones == NULL || s->case_start == NULL || s->case_step == NULL)
		return nomem(e);
	for (size_t i = 0; i < n; i++) {
		const struct ds_seq	*q = seq_of(f, i);

		s->case_start[i] = (uint32_t)at;
		for (uint32_t k = 0; k < q->n; k++) {
			uint32_t	nth = occurrence(f, q, k, count), step;

			step = nth >= STEP_NTH ? DS_NONE :
			    s->of[f->d->seq_jobs[q->first + k] * STEP_NTH + nth];
			if (step == DS_NONE)
				continue;
			t->has[step * n + i] = 1;
			s->case_step[at++] = step;
		}
	}
	s->case_start[n] = (uint32_t)at;
	at = 0;
	for (size_t j = 0; j < s->n; j++) {
		size_t	from = at;

		for (size_t i = 0; i < n; i++)
			if (t->has[j * n + i])
				t->ones[at++] = (uint32_t)i;
		t->in->col[t->in->ncols + j] = (struct gbt_col){ NULL, t->ones + from, at - from };
	}
	return RC_OK;
}

/* Room for the fit of one step. */
struct one {
	float		*target, *weight, *score;
	double		*residual, *variance;
	uint8_t		*taken;
	uint32_t	*rows, *use;
	struct gbt_col	*cols;		/* the inputs', the steps', the codes' habits */
	uint8_t		*habit, *table;	/* of cases, of codes */
	double		*gain;
	size_t		 nrows, nuse;
};

static void
one_fini(struct one *o)
{
	free(o->target);
	free(o->weight);
	free(o->score);
	free(o->residual);
	free(o->variance);
	free(o->taken);
	free(o->rows);
	free(o->use);
	free(o->gain);
	free(o->cols);
	free(o->habit);
	free(o->table);
}

static enum rc
one_init(struct one *o, const struct fit_inputs *in, size_t nsteps, struct err *e)
{
	size_t	n = in->ncases + 1, cols = in->ncols + nsteps + in->nnominal + 1;

	o->target = malloc(n * sizeof(float));
	o->weight = malloc(n * sizeof(float));
	o->score = malloc(n * sizeof(float));
	o->residual = malloc(n * sizeof(double));
	o->variance = malloc(n * sizeof(double));
	o->taken = calloc(cols, 1);
	o->rows = malloc(n * sizeof(uint32_t));
	o->use = malloc((in->nnumbers + 1 + nsteps + in->nnominal +
	    SCREENS * (SCREEN_VALUES + SCREEN_TOKENS)) * sizeof(uint32_t));
	o->gain = malloc(cols * sizeof(double));
	o->cols = malloc(cols * sizeof(*o->cols));
	o->habit = malloc(in->nnominal * in->ncases + 1);
	o->table = malloc(in->ncodes + 1);
	return o->cols == NULL || o->habit == NULL || o->table == NULL ||
	    o->target == NULL || o->weight == NULL || o->score == NULL ||
	    o->residual == NULL || o->variance == NULL || o->taken == NULL || o->rows == NULL ||
	    o->use == NULL || o->gain == NULL ? nomem(e) : RC_OK;
}

/* All cases; of very many a sample of each kind, weighted to stand for the others. */
static void
take_cases(struct one *o, const struct fit *f, const struct fit_inputs *in,
    const uint8_t *has)
{
	size_t	n[2] = { 0, 0 };
	double	keep[2] = { 1, 1 };

	for (size_t i = 0; i < in->ncases; i++)
		n[has[i]]++;
	if (in->ncases > CASES_MOST)
		for (int k = 0; k < 2; k++) {
			size_t	other = n[!k] < CASES_MOST / 2 ? n[!k] : CASES_MOST / 2;

			keep[k] = fmin(1, (double)(CASES_MOST - other) / (double)n[k]);
		}
	for (size_t i = 0; i < in->ncases; i++) {
		uint64_t	h = f->c->key[f->item[i]];

		o->target[i] = has[i];
		if ((double)(h >> 11) * 0x1p-53 >= keep[has[i]])
			continue;
		o->weight[i] = (float)(in->weight[i] / keep[has[i]]);
		o->rows[o->nrows++] = (uint32_t)i;
	}
}

static void
residuals(struct one *o, size_t ncases)
{
	memset(o->residual, 0, ncases * sizeof(double));
	memset(o->variance, 0, ncases * sizeof(double));
	for (size_t k = 0; k < o->nrows; k++) {
		uint32_t	i = o->rows[k];
		double		p = 1 / (1 + exp(-(double)o->score[i]));

		o->residual[i] = o->weight[i] * (o->target[i] - p);
		o->variance[i] = o->weight[i] * p * (1 - p);
	}
}

/* The log-odds of the share, before there are any trees. */
static void
base_score(struct one *o)
{
	double	yes = 0, all = 0;

	for (size_t k = 0; k < o->nrows; k++) {
		yes += o->weight[o->rows[k]] * o->target[o->rows[k]];
		all += o->weight[o->rows[k]];
	}
	for (size_t k = 0; k < o->nrows; k++)
		o->score[o->rows[k]] = (float)log((yes + 1e-9) / (all - yes + 1e-9));
}

static void
note_gain(const struct steps *t, const double *gain, double *out)
{
	const struct fit_inputs	*in = t->in;

	memcpy(out + t->f->c->schema->ncols, gain, (in->nnumbers + 1) * sizeof(*gain));
	for (size_t c = in->nnumbers + 1; c < in->ncols; c++)
		out[t->f->c->token[in->col_token[c - in->nnumbers - 1]].column] += gain[c];
	for (size_t k = 0; k < in->nnominal; k++)
		out[in->nominal_column[k]] += gain[in->ncols + t->s->n + k];
}

/* The codes as step j knows them, for its ensemble and for the table. */
static enum rc
embed(const struct steps *t, size_t j, struct one *o, struct err *e)
{
	const struct fit_inputs	*in = t->in;
	size_t			 first = in->ncols + t->s->n;
	enum rc			 rc;

	if ((rc = fit_habits(t->f, in, t->has + j * in->ncases, o->habit, o->table, e)) != RC_OK)
		return rc;
	for (size_t c = 0; c < in->ncodes; c++)
		t->s->habit[c * t->s->n + j] = o->table[c];
	for (size_t k = 0; k < in->nnominal; k++) {
		o->cols[first + k] = (struct gbt_col){ o->habit + k * in->ncases, NULL, 0 };
		o->use[o->nuse++] = (uint32_t)(first + k);
	}
	return RC_OK;
}

static enum rc
fit_one(const struct steps *t, size_t j, struct one *o, struct err *e)
{
	const struct fit_inputs	*in = t->in;
	struct gbt_opts		 opts;
	struct gbt_data		 d = { .nrows = in->ncases, .ncols = in->ncols + t->s->n + in->nnominal,
				    .cols = o->cols, .target = o->target, .weight = o->weight,
				    .rows = o->rows, .use = o->use };
	struct screen		 s = { in, o->residual, o->variance, o->taken };
	struct ensemble		*m;
	enum rc			 rc;

	take_cases(o, t->f, in, t->has + j * in->ncases);
	d.nused = o->nrows;
	for (uint32_t c = 0; c <= in->nnumbers; c++)
		o->use[o->nuse++] = c;
	for (uint32_t k = 0; k < j && !(t->f->in->without & FIT_CHAIN); k++)
		o->use[o->nuse++] = (uint32_t)in->ncols + k;
	memcpy(o->cols, in->col, (in->ncols + t->s->n) * sizeof(*o->cols));
	if (!(t->f->in->without & FIT_HABITS) && (rc = embed(t, j, o, e)) != RC_OK)
		return rc;
	gbt_defaults(&opts, TREE_LOGISTIC);
	opts.leaves = 8;
	opts.min_rows = 2;
	opts.min_hessian = 0.01;
	opts.l2 = 0.1;
	opts.row_share = 0.8;
	opts.col_share = 0.8;
	base_score(o);
	for (int k = 0; k < (t->f->in->quick ? 1 : SCREENS); k++) {
		if (k > 0) {
			opts.trees = SCREEN_TREES;
			opts.rate = 0.2;
			opts.seed = t->f->in->seed + (uint64_t)k;
			d.nuse = o->nuse;
			if ((rc = gbt_fit(&d, &opts, &m, NULL, o->score, e)) != RC_OK)
				return rc;
			ensemble_free(m);
		}
		residuals(o, in->ncases);
		if ((rc = fit_screen(&s, in->nnumbers + 1, in->ndense, SCREEN_VALUES, o->use,
		    &o->nuse, e)) != RC_OK ||
		    (rc = fit_screen(&s, in->ndense, in->ncols, SCREEN_TOKENS, o->use, &o->nuse,
		    e)) != RC_OK)
			return rc;
	}
	opts.trees = t->f->in->quick ? QUICK_TREES : TREES;
	opts.rate = t->f->in->quick ? QUICK_RATE : RATE;
	opts.seed = t->f->in->seed;
	d.nuse = o->nuse;
	if ((rc = gbt_fit(&d, &opts, &t->s->tree[j], o->gain, NULL, e)) != RC_OK)
		return rc;
	note_gain(t, o->gain, t->gain + j * t->ngain);
	return RC_OK;
}

static enum rc
fit_piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	const struct steps	*t = ctx;
	enum rc			 rc = RC_OK;

	for (size_t j = begin; j < end && rc == RC_OK; j++) {
		struct one	o = { .nrows = 0 };

		if ((rc = one_init(&o, t->in, t->s->n, e)) == RC_OK)
			rc = fit_one(t, j, &o, e);
		one_fini(&o);
	}
	return rc;
}

enum rc
fit_steps(const struct fit *f, struct fit_inputs *in, struct fit_steps **out, struct err *e)
{
	struct steps	 t = { .f = f, .in = in, .s = calloc(1, sizeof(*t.s)),
			    .ngain = f->c->schema->ncols + in->nnumbers + 1 };
	uint32_t	*count = malloc((f->njobs + 1) * sizeof(*count));
	enum rc		 rc;

	*out = NULL;
	if (t.s == NULL || count == NULL) {
		rc = nomem(e);
		goto out;
	}
	if ((rc = find_steps(&t, count, e)) != RC_OK || (rc = mark_steps(&t, count, e)) != RC_OK)
		goto out;
	t.s->tree = calloc(t.s->n + 1, sizeof(*t.s->tree));
	t.s->gain = calloc(t.ngain, sizeof(*t.s->gain));
	t.gain = calloc(t.s->n * t.ngain + 1, sizeof(*t.gain));
	t.s->habit = calloc(t.s->n * in->ncodes + 1, 1);
	if (t.s->habit == NULL || t.s->tree == NULL || t.s->gain == NULL || t.gain == NULL) {
		rc = nomem(e);
		goto out;
	}
	if ((rc = par_for(f->in->threads, t.s->n, 1, fit_piece, &t, e)) != RC_OK)
		goto out;
	for (size_t j = 0; j < t.s->n; j++)
		for (size_t c = 0; c < t.ngain; c++)
			t.s->gain[c] += t.gain[j * t.ngain + c];
	t.s->ones = t.ones;
	t.ones = NULL;
	*out = t.s;
	t.s = NULL;
out:
	free(count);
	free(t.has);
	free(t.ones);
	free(t.gain);
	fit_steps_free(t.s);
	return rc;
}

void
fit_steps_free(struct fit_steps *s)
{
	if (s == NULL)
		return;
	for (size_t j = 0; s->tree != NULL && j < s->n; j++)
		ensemble_free(s->tree[j]);
	free(s->tree);
	free(s->habit);
	free(s->step);
	free(s->of);
	free(s->case_start);
	free(s->case_step);
	free(s->ones);
	free(s->gain);
	free(s);
}
