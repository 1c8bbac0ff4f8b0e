/*
 * The columns of the trees: the schema's numbers, the day, values that texts name, and tokens
 * (fit_inputs_sparse.c).
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/train/fit/fit_inputs.h"

#define HALF_LIFE	(8 * 365.25)	/* days after which a routing counts half */
#define VALUE_LEAST	12	/* cases that name a value */
#define VALUES_MOST	300
#define TOKEN_LEAST	4	/* cases with it, and without it */
#define TOKENS_MOST	60000	/* with the rest below TREE_COLS */

enum rc
inputs_nomem(struct err *e)
{
	return err_set(e, RC_NOMEM, "no memory for the inputs of trees");
}

/* As add_implied() of core/model/inputs.c: the surest for each column without a known value. */
static size_t
fill(const struct columns *q, size_t place, uint32_t *out)
{
	const struct corpus	*c = q->f->c;
	float			 best[SCHEMA_COLUMNS] = { 0 };
	uint32_t		 value[SCHEMA_COLUMNS];
	size_t			 n = 0;

	for (size_t k = c->start[place]; k < c->start[place + 1]; k++)
		if (q->known[c->tok[k]])
			best[c->token[c->tok[k]].column] = INFINITY;
	for (size_t k = c->start[place]; k < c->start[place + 1]; k++)
		for (size_t i = q->implied_start[c->tok[k]]; i < q->implied_start[c->tok[k] + 1];
		    i++) {
			const struct implied	*p = &q->implied[i];

			if (p->confidence > best[p->column]) {
				best[p->column] = p->confidence;
				value[p->column] = p->value;
			}
		}
	for (size_t i = 0; i < c->schema->ncols; i++)
		if (best[i] > 0 && !isinf(best[i]))
			out[n++] = value[i];
	return n;
}

/* Which values history knows. */
static enum rc
know(struct columns *q, struct err *e)
{
	const struct corpus	*c = q->f->c;
	uint32_t		*n = calloc(c->ntokens + 1, sizeof(*n));

	if (n == NULL || (q->known = calloc(c->ntokens + 1, 1)) == NULL) {
		free(n);
		return inputs_nomem(e);
	}
	for (size_t i = 0; i < q->in->ncases; i++)
		for (size_t k = c->start[q->f->item[i]]; k < c->start[q->f->item[i] + 1]; k++)
			n[c->tok[k]]++;
	for (size_t t = 0; t < c->ntokens; t++)
		q->known[t] = c->token[t].kind == TOKEN_CATEGORY && n[t] >= TOKEN_LEAST;
	free(n);
	return RC_OK;
}

static enum rc
fill_all(struct columns *q, struct err *e)
{
	const struct corpus	*c = q->f->c;
	struct buf		 extra;
	uint32_t		 room[SCHEMA_COLUMNS];
	enum rc			 rc;

	if ((rc = know(q, e)) != RC_OK || (!(q->f->in->without & FIT_IMPLIED) &&
	    (rc = fit_imply(c, q->known, q->f->in->threads, &q->implied, &q->nimplied, e)) != RC_OK))
		return rc;
	q->implied_start = calloc(c->ntokens + 2, sizeof(*q->implied_start));
	q->extra_start = malloc((c->nall + 1) * sizeof(*q->extra_start));
	q->total = calloc(c->ntokens + 1, sizeof(*q->total));
	if (q->implied_start == NULL || q->extra_start == NULL || q->total == NULL)
		return inputs_nomem(e);
	for (size_t i = 0; i < q->nimplied; i++)
		q->implied_start[q->implied[i].token + 1]++;
	for (size_t t = 0; t < c->ntokens; t++)
		q->implied_start[t + 1] += q->implied_start[t];
	buf_init(&extra);
	for (size_t i = 0; i < c->nall; i++) {
		size_t	n = fill(q, i, room);

		q->extra_start[i] = (uint32_t)(extra.len / sizeof(*room));
		buf_add(&extra, room, n * sizeof(*room));
		for (size_t k = 0; k < n; k++)
			q->total[room[k]]++;
		for (size_t k = c->start[i]; k < c->start[i + 1]; k++)
			q->total[c->tok[k]]++;
	}
	q->extra_start[c->nall] = (uint32_t)(extra.len / sizeof(*room));
	q->extra = (uint32_t *)(void *)extra.p;
	return buf_ok(&extra) ? RC_OK : inputs_nomem(e);
}

void
inputs_each_token(const struct columns *q, size_t i, void (*fn)(void *ctx, size_t i, uint32_t token,
    float amount), void *ctx)
{
	const struct corpus	*c = q->f->c;
	size_t			 p = q->f->item[i];

	for (size_t k = c->start[p]; k < c->start[p + 1]; k++)
		fn(ctx, i, c->tok[k], c->amount[k]);
	for (uint32_t k = q->extra_start[p]; k < q->extra_start[p + 1]; k++)
		fn(ctx, i, q->extra[k], 1);
}

static void
count_token(void *ctx, size_t i, uint32_t token, float amount)
{
	struct columns	*q = ctx;

	(void)i;
	(void)amount;
	q->count[token]++;
}

/* Trees find the bins of numbers for themselves; a family is new to most who ask. */
static bool
candidate(const struct columns *q, int kind)
{
	switch (kind) {
	case TOKEN_DRAWING:
	case TOKEN_VALUE:
	case TOKEN_BIN:
	case TOKEN_GEOMETRY:
		return false;
	case TOKEN_CONCEPT:
		return !(q->f->in->without & FIT_CONCEPTS);
	case TOKEN_CATEGORY:
	case TOKEN_PREFIX:
	case TOKEN_FLAG:
		return true;
	default:
		return !(q->f->in->without & FIT_WORDS);
	}
}

static int
u32_down(const void *a, const void *b)
{
	uint32_t	x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x > y ? -1 : x < y;
}

/* The least count with which at most `most` tokens of those wanted are left. */
static enum rc
least_count(const struct columns *q, bool values, uint32_t least, size_t most, uint32_t *out,
    struct err *e)
{
	const struct corpus	*c = q->f->c;
	uint32_t		*n = malloc((c->ntokens + 1) * sizeof(*n));
	size_t			 found = 0;

	if (n == NULL)
		return inputs_nomem(e);
	for (size_t t = 0; t < c->ntokens; t++)
		if (q->count[t] >= least && (values ? c->token[t].kind == TOKEN_VALUE :
		    candidate(q, c->token[t].kind)))
			n[found++] = q->count[t];
	*out = least;
	if (found > most) {
		qsort(n, found, sizeof(*n), u32_down);
		*out = n[most - 1] + 1;
	}
	free(n);
	return RC_OK;
}

/* Which tokens may be columns; the values' get theirs. */
static enum rc
choose(struct columns *q, struct err *e)
{
	const struct corpus	*c = q->f->c;
	struct fit_inputs	*in = q->in;
	uint32_t		 least, value_least;
	enum rc			 rc;

	q->count = calloc(c->ntokens + 1, sizeof(*q->count));
	q->col = malloc((c->ntokens + 1) * sizeof(*q->col));
	q->pick = malloc((c->ntokens + 1) * sizeof(*q->pick));
	if (q->count == NULL || q->col == NULL || q->pick == NULL)
		return inputs_nomem(e);
	for (size_t i = 0; i < in->ncases; i++)
		inputs_each_token(q, i, count_token, q);
	if ((rc = least_count(q, true, VALUE_LEAST, VALUES_MOST, &value_least, e)) != RC_OK ||
	    (rc = least_count(q, false, TOKEN_LEAST, TOKENS_MOST, &least, e)) != RC_OK)
		return rc;
	for (uint32_t t = 0; t < c->ntokens; t++) {
		q->col[t] = DS_NONE;
		if (c->token[t].kind == TOKEN_VALUE && q->count[t] >= value_least &&
		    !(q->f->in->without & FIT_VALUES))
			q->col[t] = (uint32_t)(in->nnumbers + 1 + q->nvalues++);
		else if (candidate(q, c->token[t].kind) && q->count[t] >= least &&
		    q->count[t] + TOKEN_LEAST <= in->ncases)
			q->pick[q->npick++] = t;
	}
	in->ndense = in->nnumbers + 1 + q->nvalues;
	return RC_OK;
}

struct values {
	const struct columns	*q;
	float			*number;	/* nvalues x ncases */
};

static void
take_value(void *ctx, size_t i, uint32_t token, float amount)
{
	const struct values	*v = ctx;
	const struct fit_inputs	*in = v->q->in;
	uint32_t		 col = v->q->col[token];

	if (col < in->ndense)
		v->number[(col - in->nnumbers - 1) * in->ncases + i] = amount;
}

/* Is the number, or the day behind the numbers, left out? */
static bool
left_out(const struct fit *f, size_t k)
{
	return f->in->without & (k == f->c->schema->nnumbers ? FIT_DAY : k < GEO_NSLOTS ?
	    FIT_GEOMETRY : 0);
}

/* Numbers, day and values as bins. */
static enum rc
dense(struct columns *q, struct err *e)
{
	const struct fit	*f = q->f;
	struct fit_inputs	*in = q->in;
	size_t			 n = in->ncases, nn = in->nnumbers, nedges;
	struct values		 v = { q, malloc((q->nvalues * n + 1) * sizeof(float)) };
	float			*x = malloc((n + 1) * sizeof(*x)), edges[BINS_EDGES];
	struct bins_writer	 w;
	enum rc			 rc = RC_OK;

	bins_begin(&w);
	if (v.number == NULL || x == NULL ||
	    (in->bins = malloc(in->ndense * n + 1)) == NULL) {
		rc = inputs_nomem(e);
		goto out;
	}
	for (size_t i = 0; i < q->nvalues * n; i++)
		v.number[i] = NAN;
	for (size_t i = 0; i < n; i++)
		inputs_each_token(q, i, take_value, &v);
	for (size_t k = 0; k < in->ndense && rc == RC_OK; k++) {
		const float	*from = k > nn ? v.number + (k - nn - 1) * n : x;

		for (size_t i = 0; i < n && k <= nn; i++)
			x[i] = left_out(f, k) ? NAN : k < nn ? f->c->numbers[f->item[i] * nn + k] :
			    inputs_day(f->d->routings[f->routing[i]].inserted);
		if ((rc = bins_fit(from, n, BINS_MOST, edges, &nedges, e)) != RC_OK)
			break;
		bins_add(&w, edges, nedges);
		bins_column(edges, nedges, from, n, in->bins + k * n);
		in->col[k] = (struct gbt_col){ in->bins + k * n, NULL, 0 };
	}
out:
	free(v.number);
	free(x);
	if (bins_end(&w, &in->blob, e) != RC_OK && rc == RC_OK)
		rc = RC_NOMEM;
	return rc;
}

static int
token_cmp(const void *a, const void *b)
{
	const struct input_token	*x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static int
implied_cmp(const void *a, const void *b)
{
	const struct input_implied	*x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

/* The tables of struct inputs. */
static enum rc
tables(struct columns *q, struct err *e)
{
	const struct corpus	*c = q->f->c;
	struct fit_inputs	*in = q->in;

	for (uint32_t t = 0; t < c->ntokens; t++)
		if (q->col[t] != DS_NONE || q->known[t]) {
			buf_add(&in->token, &(struct input_token){ c->token[t].hash, q->col[t], q->code[t] },
			    sizeof(struct input_token));
			if (q->col[t] != DS_NONE && q->col[t] < in->ndense)
				in->col_token[q->col[t] - in->nnumbers - 1] = t;
		}
	for (size_t i = 0; i < q->nimplied; i++) {
		const struct implied	*p = &q->implied[i];

		buf_add(&in->implied, &(struct input_implied){ c->token[p->token].hash, p->column,
		    q->col[p->value], p->confidence, q->code[p->value] }, sizeof(struct input_implied));
	}
	if (!buf_ok(&in->token) || !buf_ok(&in->implied))
		return inputs_nomem(e);
	if (in->token.len > 0)
		qsort(in->token.p, in->token.len / sizeof(struct input_token),
		    sizeof(struct input_token), token_cmp);
	if (in->implied.len > 0)
		qsort(in->implied.p, in->implied.len / sizeof(struct input_implied),
		    sizeof(struct input_implied), implied_cmp);
	return RC_OK;
}

static enum rc
weights(struct columns *q, struct err *e)
{
	const struct fit	*f = q->f;
	struct fit_inputs	*in = q->in;
	int32_t			 day, last = DATE_NONE;

	if ((in->weight = malloc((in->ncases + 1) * sizeof(*in->weight))) == NULL)
		return inputs_nomem(e);
	for (size_t i = 0; i < in->ncases; i++) {
		day = f->d->routings[f->routing[i]].inserted;
		last = day > last ? day : last;
	}
	for (size_t i = 0; i < in->ncases; i++) {
		day = f->d->routings[f->routing[i]].inserted;
		in->weight[i] = day == DATE_NONE || last == DATE_NONE ? 1 :
		    (float)exp2(((double)day - last) / HALF_LIFE);
	}
	return RC_OK;
}

enum rc
fit_inputs(const struct fit *f, struct fit_inputs **out, struct err *e)
{
	struct columns	q = { .f = f };
	enum rc		rc;

	*out = NULL;
	if ((q.in = calloc(1, sizeof(*q.in))) == NULL)
		return inputs_nomem(e);
	buf_init(&q.in->blob);
	buf_init(&q.in->token);
	buf_init(&q.in->implied);
	q.in->ncases = f->ncases;
	q.in->nnumbers = f->c->schema->nnumbers;
	if ((rc = fill_all(&q, e)) == RC_OK && (rc = choose(&q, e)) == RC_OK &&
	    (rc = inputs_sparse(&q, e)) == RC_OK && (rc = dense(&q, e)) == RC_OK &&
	    (rc = inputs_codes(&q, e)) == RC_OK && (rc = tables(&q, e)) == RC_OK && (rc = weights(&q, e)) == RC_OK) {
		*out = q.in;
		q.in = NULL;
	}
	fit_inputs_free(q.in);
	free(q.known);
	free(q.implied);
	free(q.implied_start);
	free(q.extra_start);
	free(q.extra);
	free(q.total);
	free(q.count);
	free(q.col);
	free(q.pick);
	free(q.code);
	return rc;
}

void
fit_inputs_free(struct fit_inputs *in)
{
	if (in == NULL)
		return;
	free(in->bins);
	free(in->col);
	free(in->ones);
	free(in->weight);
	free(in->col_token);
	free(in->code);
	free(in->nominal_column);
	free(in->code_nominal);
	buf_fini(&in->blob);
	buf_fini(&in->token);
	buf_fini(&in->implied);
	free(in);
}
