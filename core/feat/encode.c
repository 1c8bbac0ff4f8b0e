/*
 * The table of weights: a head, then keys and values of an open-addressed hash table (linear
 * probing, at most half full, hash 0 empty), then the defaults.  Tokens' hashes are already
 * mixed, so their low bits are the place.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/feat/encode.h"

#define WEIGHTS_MAGIC	0x3173746867696577ULL	/* "weights1" */
#define WEIGHTS_MOST	(1U << 28)

struct head {
	uint64_t	magic;
	uint64_t	n, slots, columns, kinds;
	uint64_t	size;	/* of the whole, head included */
};

struct weights {
	const uint64_t	*keys;
	const float	*values, *defaults;
	size_t		 mask, columns;
};

static int
weight_cmp(const void *a, const void *b)
{
	uint64_t	x = ((const struct weight *)a)->hash, y = ((const struct weight *)b)->hash;

	return x < y ? -1 : x > y;
}

static bool
weight_valid(float w)
{
	return w >= 0 && w <= 1e6F;	/* and so it is no NaN */
}

static enum rc
weights_check(const struct weight *sorted, size_t n, const float *defaults, size_t ndefaults,
    struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (sorted[i].hash == 0 || !weight_valid(sorted[i].value))
			return err_set(e, RC_INVAL, "token weight %zu is not a weight", i);
		if (i > 0 && sorted[i].hash == sorted[i - 1].hash)
			return err_set(e, RC_INVAL, "a token has two weights");
	}
	for (size_t i = 0; i < ndefaults; i++)
		if (!weight_valid(defaults[i]))
			return err_set(e, RC_INVAL, "default weight %zu is not a weight", i);
	return RC_OK;
}

enum rc
weights_write(struct buf *blob, const struct weight *w, size_t n, const float *defaults,
    size_t columns, struct err *e)
{
	struct head	 h = { WEIGHTS_MAGIC, n, 16, columns, TOKEN_NKINDS, 0 };
	size_t		 ndefaults = TOKEN_NKINDS * columns;
	struct weight	*sorted = NULL;
	uint64_t	*keys = NULL;
	float		*values = NULL;
	enum rc		 rc;

	if (n > WEIGHTS_MOST || columns == 0 || columns > SCHEMA_COLUMNS)
		return err_set(e, RC_INVAL, "%zu weights of %zu columns: too many", n, columns);
	while (h.slots < 2 * n)
		h.slots *= 2;
	sorted = malloc((n + 1) * sizeof(*sorted));
	keys = calloc(h.slots, sizeof(*keys));
	values = calloc(h.slots, sizeof(*values));
	if (sorted == NULL || keys == NULL || values == NULL) {
		rc = err_set(e, RC_NOMEM, "no memory for %zu token weights", n);
		goto out;
	}
	if (n > 0)
		memcpy(sorted, w, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), weight_cmp);
	if ((rc = weights_check(sorted, n, defaults, ndefaults, e)) != RC_OK)
		goto out;
	for (size_t i = 0; i < n; i++) {
		size_t	k = sorted[i].hash & (h.slots - 1);

		while (keys[k] != 0)
			k = (k + 1) & (h.slots - 1);
		keys[k] = sorted[i].hash;
		values[k] = sorted[i].value;
	}
	h.size = sizeof(h) + h.slots * (sizeof(*keys) + sizeof(*values)) +
	    ndefaults * sizeof(*defaults);
	while (blob->len % 8 != 0)
		buf_addc(blob, '\0');
	buf_add(blob, &h, sizeof(h));
	buf_add(blob, keys, h.slots * sizeof(*keys));
	buf_add(blob, values, h.slots * sizeof(*values));
	buf_add(blob, defaults, ndefaults * sizeof(*defaults));
	if (!buf_ok(blob))
		rc = err_set(e, RC_NOMEM, "no memory for %zu token weights", n);
out:
	free(values);
	free(keys);
	free(sorted);
	return rc;
}

enum rc
weights_open(struct weights **out, const void *blob, size_t n, struct err *e)
{
	const unsigned char	*p = blob;
	struct weights		*w;
	struct head		 h;
	size_t			 used = 0;

	*out = NULL;
	if (n < sizeof(h) || (uintptr_t)blob % 8 != 0)
		return err_set(e, RC_CORRUPT, "the token weights are cut");
	memcpy(&h, p, sizeof(h));
	if (h.magic != WEIGHTS_MAGIC || h.kinds != TOKEN_NKINDS || h.columns == 0 ||
	    h.columns > SCHEMA_COLUMNS || h.n > WEIGHTS_MOST || h.slots < 16 ||
	    h.slots > 4 * (uint64_t)WEIGHTS_MOST || (h.slots & (h.slots - 1)) != 0 ||
	    h.n > h.slots / 2 || h.size > n ||
	    h.size != sizeof(h) + h.slots * (sizeof(uint64_t) + sizeof(float)) +
	    h.columns * h.kinds * sizeof(float))
		return err_set(e, RC_CORRUPT, "the head of the token weights is not valid");
	if ((w = calloc(1, sizeof(*w))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the token weights");
	w->keys = (const uint64_t *)(const void *)(p + sizeof(h));
	w->values = (const float *)(const void *)(w->keys + h.slots);
	w->defaults = w->values + h.slots;
	w->mask = h.slots - 1;
	w->columns = h.columns;
	for (size_t i = 0; i < h.slots; i++) {
		used += w->keys[i] != 0;
		if (!weight_valid(w->values[i]))
			used = h.slots;	/* and so it is not h.n */
	}
	for (size_t i = 0; i < h.columns * h.kinds; i++)
		if (!weight_valid(w->defaults[i]))
			used = h.slots;
	if (used != h.n) {
		free(w);
		return err_set(e, RC_CORRUPT, "the token weights are damaged");
	}
	*out = w;
	return RC_OK;
}

void
weights_close(struct weights *w)
{
	free(w);
}

float
weights_get(const struct weights *w, const struct token *t, bool *known)
{
	size_t	i = t->hash & w->mask;

	while (w->keys[i] != 0 && w->keys[i] != t->hash)
		i = (i + 1) & w->mask;
	if (known != NULL)
		*known = w->keys[i] != 0;
	if (w->keys[i] != 0)
		return w->values[i];
	return t->column < w->columns ? w->defaults[t->kind * w->columns + t->column] : 0;
}

/* SplitMix64 (Steele, Lea, Flood 2014): the next of a token's own random numbers. */
static uint64_t
next_random(uint64_t *state)
{
	uint64_t	z = *state += 0x9e3779b97f4a7c15U;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return z ^ (z >> 31);
}

/* 32 for each dimension in the root mean square: 127 is four times that. */
double
encode_scale(size_t dim)
{
	return (double)dim * 1024;
}

void
encode(const struct weights *w, const struct features *f, int8_t *out, size_t dim)
{
	float		v[ENCODE_DIM_MAX];
	size_t		width = dim / ENCODE_STRIPES;
	double		square = 0, scale;

	memset(out, 0, dim);
	if (dim == 0 || dim > ENCODE_DIM_MAX || dim % ENCODE_STRIPES != 0)
		return;
	for (size_t i = 0; i < dim; i++)
		v[i] = 0;
	for (size_t i = 0; i < f->ntokens; i++) {
		const struct token	*t = &f->tokens[i];
		float			 x = weights_get(w, t, NULL) * t->amount;
		uint64_t		 state = t->hash, r = 0;

		if (x == 0)
			continue;
		for (size_t k = 0; k < ENCODE_STRIPES; k++) {
			if (k % 4 == 0)
				r = next_random(&state);
			/* 15 bits for the place, 1 for the sign */
			v[k * width + ((r & 0x7fff) * width >> 15)] += r & 0x8000 ? x : -x;
			r >>= 16;
		}
	}
	for (size_t i = 0; i < dim; i++)
		square += (double)v[i] * v[i];
	if (square <= 0)
		return;
	scale = sqrt(encode_scale(dim) / square);
	for (size_t i = 0; i < dim; i++) {
		double	x = rint(v[i] * scale);

		out[i] = (int8_t)(x > 127 ? 127 : x < -127 ? -127 : x);
	}
}

double
encode_compare(const struct weights *w, const struct schema *s, const struct features *a,
    const struct features *b, double *share)
{
	double	aa = 0, bb = 0, ab = 0, x;
	size_t	k = 0;

	for (size_t i = 0; share != NULL && i < s->ncols; i++)
		share[i] = 0;
	for (size_t i = 0; i < b->ntokens; i++) {
		x = (double)weights_get(w, &b->tokens[i], NULL) * b->tokens[i].amount;
		bb += x * x;
	}
	for (size_t i = 0; i < a->ntokens; i++) {
		const struct token	*t = &a->tokens[i];

		x = (double)weights_get(w, t, NULL) * t->amount;
		aa += x * x;
		while (k < b->ntokens && b->tokens[k].hash < t->hash)
			k++;
		if (k == b->ntokens || b->tokens[k].hash != t->hash)
			continue;
		x *= (double)weights_get(w, &b->tokens[k], NULL) * b->tokens[k].amount;
		ab += x;
		if (share != NULL && t->column < s->ncols)
			share[t->column] += x;
	}
	for (size_t i = 0; share != NULL && ab > 0 && i < s->ncols; i++)
		share[i] /= ab;
	return aa > 0 && bb > 0 ? ab / sqrt(aa * bb) : 0;
}
