/*
 * The nearest item by plain cosine.  An item is three blocks side by side: a 1 for each code
 * and flag, its numbers as z-scores, and its character n-grams scaled to a length of the
 * square root of the number of text columns, so that a text counts as much as a code.
 *
 * Codes and n-grams that two items share are counted over an inverted index of the queries'
 * tokens; the rest is one pass over the training items.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/train/measure/baseline_priv.h"

#define QUERIES_A_PIECE	16
#define Z_MOST		3.0f	/* one absurd number must not decide alone */

struct nearest {
	const struct baseline	*b;
	const uint32_t		*place;		/* of the queries */
	uint32_t		*routing;
	size_t			*first;		/* ntokens + 1: postings of a token */
	uint32_t		*posting;	/* training items, ascending */
	size_t			 nz;		/* numbers that are columns, not geometry read from text */
	float			*mean, *scale;	/* nz; scale 0: constant */
	float			*z;		/* n x nz, missing 0 */
	float			*norm;		/* n */
	float			*text;		/* n: 1 / sqrt(number of n-grams), 0: none */
	float			 text_weight;
};

static bool
is_code(const struct corpus_token *t)
{
	return t->kind == TOKEN_CATEGORY || t->kind == TOKEN_FLAG;
}

static const float *
numbers(const struct corpus *c, size_t place)
{
	return c->numbers + place * c->schema->nnumbers + GEO_NSLOTS;
}

static float
z_score(const struct nearest *x, size_t k, float v)
{
	float	z = isfinite(v) ? (v - x->mean[k]) * x->scale[k] : 0;

	return z > Z_MOST ? Z_MOST : z < -Z_MOST ? -Z_MOST : z;
}

/* Length of an item's vector, and what its n-grams count. */
static void
measure(const struct nearest *x, size_t place, float *norm, float *text)
{
	const struct corpus	*c = x->b->corpus;
	size_t			 codes = 0, grams = 0;
	double			 sum = 0;

	for (size_t k = c->start[place]; k < c->start[place + 1]; k++) {
		codes += is_code(&c->token[c->tok[k]]);
		grams += c->token[c->tok[k]].kind == TOKEN_NGRAM;
	}
	for (size_t k = 0; k < x->nz; k++) {
		double	z = z_score(x, k, numbers(c, place)[k]);

		sum += z * z;
	}
	*text = grams > 0 ? 1 / sqrtf((float)grams) : 0;
	*norm = (float)sqrt((double)codes + sum + (grams > 0 ? x->text_weight : 0));
}

static void
scale_init(struct nearest *x)
{
	const struct baseline	*b = x->b;

	for (size_t k = 0; k < x->nz; k++) {
		double	sum = 0, square = 0, v;
		size_t	n = 0;

		for (size_t i = 0; i < b->n; i++) {
			v = numbers(b->corpus, b->train[i].place)[k];
			if (!isfinite(v))
				continue;
			n++;
			sum += v;
			square += v * v;
		}
		sum /= n > 0 ? (double)n : 1;
		square = n > 1 ? square / (double)n - sum * sum : 0;
		x->mean[k] = (float)sum;
		x->scale[k] = square > 1e-12 ? (float)(1 / sqrt(square)) : 0;
	}
}

static void
text_init(struct nearest *x)
{
	const struct corpus	*c = x->b->corpus;

	for (size_t i = 0; i < c->schema->ncols; i++)
		x->text_weight += c->schema->col[i].role == COLUMN_TEXT;
	if (x->text_weight < 1)
		x->text_weight = 1;
}

/* Postings of the tokens that the queries have. */
static enum rc
index_init(struct nearest *x, size_t nqueries, struct err *e)
{
	const struct baseline	*b = x->b;
	const struct corpus	*c = b->corpus;
	uint8_t			*asked;
	size_t			 sum = 0, n;

	if ((x->first = calloc(c->ntokens + 2, sizeof(*x->first))) == NULL ||
	    (asked = calloc(c->ntokens + 1, 1)) == NULL)
		return err_set(e, RC_NOMEM, "baseline: no memory");
	for (size_t q = 0; q < nqueries; q++)
		for (size_t k = c->start[x->place[q]]; k < c->start[x->place[q] + 1]; k++)
			asked[c->tok[k]] = is_code(&c->token[c->tok[k]]) ||
			    c->token[c->tok[k]].kind == TOKEN_NGRAM;
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = c->start[b->train[i].place]; k < c->start[b->train[i].place + 1]; k++)
			x->first[c->tok[k] + 1] += asked[c->tok[k]];
	for (size_t t = 0; t <= c->ntokens; t++) {
		n = x->first[t];
		x->first[t] = sum += n;
	}
	if ((x->posting = calloc(sum + 1, sizeof(*x->posting))) == NULL) {
		free(asked);
		return err_set(e, RC_NOMEM, "baseline: no memory");
	}
	/* Fill from behind each token's end, last item first; first[t + 1] moves to its begin. */
	for (size_t i = b->n; i-- > 0;)
		for (size_t k = c->start[b->train[i].place]; k < c->start[b->train[i].place + 1]; k++)
			if (asked[c->tok[k]])
				x->posting[--x->first[c->tok[k] + 1]] = (uint32_t)i;
	memmove(x->first, x->first + 1, (c->ntokens) * sizeof(*x->first));
	x->first[c->ntokens] = sum;
	free(asked);
	return RC_OK;
}

static enum rc
nearest_init(struct nearest *x, size_t nqueries, struct err *e)
{
	const struct baseline	*b = x->b;
	size_t			 nnumbers = b->corpus->schema->nnumbers;

	x->nz = nnumbers > GEO_NSLOTS ? nnumbers - GEO_NSLOTS : 0;
	if ((x->mean = calloc(x->nz + 1, sizeof(*x->mean))) == NULL ||
	    (x->scale = calloc(x->nz + 1, sizeof(*x->scale))) == NULL ||
	    (x->z = calloc(b->n * x->nz + 1, sizeof(*x->z))) == NULL ||
	    (x->norm = calloc(b->n + 1, sizeof(*x->norm))) == NULL ||
	    (x->text = calloc(b->n + 1, sizeof(*x->text))) == NULL)
		return err_set(e, RC_NOMEM, "baseline: no memory");
	scale_init(x);
	text_init(x);
	for (size_t i = 0; i < b->n; i++) {
		for (size_t k = 0; k < x->nz; k++)
			x->z[i * x->nz + k] = z_score(x, k,
			    numbers(b->corpus, b->train[i].place)[k]);
		measure(x, b->train[i].place, &x->norm[i], &x->text[i]);
	}
	return index_init(x, nqueries, e);
}

static void
nearest_fini(struct nearest *x)
{
	free(x->first);
	free(x->posting);
	free(x->mean);
	free(x->scale);
	free(x->z);
	free(x->norm);
	free(x->text);
}

/* The nearest training item of one query.  codes and grams: n counters each, left at 0. */
static uint32_t
query(const struct nearest *x, size_t place, uint16_t *codes, uint16_t *grams, float *zq)
{
	const struct corpus	*c = x->b->corpus;
	uint32_t		 best = BASELINE_NONE;
	float			 norm, text, s, most = 0;

	for (size_t k = c->start[place]; k < c->start[place + 1]; k++) {
		uint32_t	 t = c->tok[k];
		uint16_t	*count = is_code(&c->token[t]) ? codes : grams;

		for (size_t p = x->first[t]; p < x->first[t + 1]; p++)
			count[x->posting[p]]++;
	}
	measure(x, place, &norm, &text);
	text *= x->text_weight;
	for (size_t k = 0; k < x->nz; k++)
		zq[k] = z_score(x, k, numbers(c, place)[k]);
	for (size_t i = 0; i < x->b->n; i++) {
		const float	*z = x->z + i * x->nz;

		s = (float)codes[i] + (float)grams[i] * text * x->text[i];
		for (size_t k = 0; k < x->nz; k++)
			s += zq[k] * z[k];
		if (x->norm[i] > 0 && norm > 0)
			s /= x->norm[i] * norm;
		if (best == BASELINE_NONE || s > most) {
			best = (uint32_t)i;
			most = s;
		}
	}
	memset(codes, 0, x->b->n * sizeof(*codes));
	memset(grams, 0, x->b->n * sizeof(*grams));
	return best == BASELINE_NONE ? best : x->b->train[best].routing;
}

static enum rc
piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	const struct nearest	*x = ctx;
	uint16_t		*codes = calloc(x->b->n + 1, sizeof(*codes));
	uint16_t		*grams = calloc(x->b->n + 1, sizeof(*grams));
	float			*zq = calloc(x->nz + 1, sizeof(*zq));
	enum rc			 rc = RC_OK;

	if (codes == NULL || grams == NULL || zq == NULL)
		rc = err_set(e, RC_NOMEM, "baseline: no memory");
	for (size_t q = begin; q < end && rc == RC_OK; q++)
		x->routing[q] = query(x, x->place[q], codes, grams, zq);
	free(codes);
	free(grams);
	free(zq);
	return rc;
}

enum rc
baseline_nearest(const struct baseline *b, const uint32_t *place, size_t n, unsigned threads,
    uint32_t *routing, struct err *e)
{
	struct nearest	x = { .b = b, .place = place, .routing = routing };
	enum rc		rc;

	if ((rc = nearest_init(&x, n, e)) == RC_OK)
		rc = par_for(threads, n, QUERIES_A_PIECE, piece, &x, e);
	nearest_fini(&x);
	return rc;
}
