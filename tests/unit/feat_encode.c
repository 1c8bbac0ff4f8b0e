#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/feat/encode.h"

#define COLUMNS	5
#define NTOKENS	200

static float	defaults[TOKEN_NKINDS * COLUMNS];

static int
token_cmp(const void *a, const void *b)
{
	uint64_t	x = ((const struct token *)a)->hash, y = ((const struct token *)b)->hash;

	return x < y ? -1 : x > y;
}

/* n tokens of which those below `same` are those of a pair, the others the item's own. */
static void
fill(struct token *t, size_t n, size_t same, uint64_t pair, uint64_t item)
{
	struct rng	r;

	for (size_t i = 0; i < n; i++) {
		rng_init(&r, i, i < same ? pair : item);
		t[i] = (struct token){ .amount = 1, .column = (uint16_t)(i % COLUMNS),
			.kind = TOKEN_WORD };
		t[i].hash = (uint64_t)rng_u32(&r) << 32 | rng_u32(&r);
	}
	qsort(t, n, sizeof(*t), token_cmp);
}

static struct weights *
weights(struct buf *blob, const struct weight *w, size_t n)
{
	struct weights	*out;
	struct err	 e = { 0 };

	for (size_t i = 0; i < TOKEN_NKINDS * COLUMNS; i++)
		defaults[i] = 1;
	buf_init(blob);
	cr_assert_eq(weights_write(blob, w, n, defaults, COLUMNS, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(weights_open(&out, blob->p, blob->len, &e), RC_OK, "%s", e.msg);
	return out;
}

static double
dot(const int8_t *a, const int8_t *b, size_t n)
{
	int64_t	s = 0;

	for (size_t i = 0; i < n; i++)
		s += (int64_t)a[i] * b[i];
	return (double)s / encode_scale(n);
}

Test(encode, the_dot_product_is_the_cosine_of_the_tokens)
{
	static const size_t	sames[] = { 0, 50, 100, 180, 200 };
	struct token		a[NTOKENS], b[NTOKENS];
	struct features		fa = { .tokens = a, .ntokens = NTOKENS };
	struct features		fb = { .tokens = b, .ntokens = NTOKENS };
	struct schema		s = { .ncols = COLUMNS };
	int8_t			va[ENCODE_DIM], vb[ENCODE_DIM];
	struct weights		*w;
	struct buf		blob;

	w = weights(&blob, NULL, 0);
	for (size_t k = 0; k < sizeof(sames) / sizeof(sames[0]); k++) {
		double	sum = 0, square = 0, cosine = (double)sames[k] / NTOKENS;

		for (uint64_t i = 1; i <= 200; i++) {
			double	d;

			fill(a, NTOKENS, sames[k], i, 1000 + 2 * i);
			fill(b, NTOKENS, sames[k], i, 1001 + 2 * i);
			cr_assert_float_eq(encode_compare(w, &s, &fa, &fb, NULL), cosine, 1e-9);
			encode(w, &fa, va, ENCODE_DIM);
			encode(w, &fb, vb, ENCODE_DIM);
			/* equal weights make few different values, whose roundings add up */
			cr_assert_float_eq(dot(va, va, ENCODE_DIM), 1, 0.04);
			d = dot(va, vb, ENCODE_DIM) - cosine;
			sum += d;
			square += d * d;
		}
		cr_assert(fabs(sum / 200) < 0.015, "%zu: biased by %g", sames[k], sum / 200);
		cr_assert(sqrt(square / 200) < 1.3 / sqrt(ENCODE_DIM), "%zu: error %g", sames[k],
		    sqrt(square / 200));
	}
	weights_close(w);
	buf_fini(&blob);
}

Test(encode, one_token_alone_does_not_saturate)
{
	struct token	t = { .hash = 12345, .amount = 1, .kind = TOKEN_FLAG };
	struct features	f = { .tokens = &t, .ntokens = 1 }, none = { .ntokens = 0 };
	int8_t		v[ENCODE_DIM];
	struct weights	*w;
	struct buf	blob;

	w = weights(&blob, NULL, 0);
	encode(w, &f, v, ENCODE_DIM);
	cr_assert_float_eq(dot(v, v, ENCODE_DIM), 1, 0.02);
	encode(w, &none, v, ENCODE_DIM);
	cr_assert_float_eq(dot(v, v, ENCODE_DIM), 0, 0);
	weights_close(w);
	buf_fini(&blob);
}

Test(encode, shares_are_of_the_common_tokens_and_sum_to_one)
{
	struct token	a[] = { { .hash = 1, .amount = 1, .column = 0 }, { .hash = 2, .amount = 1, .column = 1 },
		{ .hash = 3, .amount = 0.5F, .column = 2 } };
	struct token	b[] = { { .hash = 2, .amount = 1, .column = 1 }, { .hash = 3, .amount = 1, .column = 2 },
		{ .hash = 4, .amount = 1, .column = 3 } };
	struct weight	known[] = { { 3, 2 }, { 2, 1 } };
	struct features	fa = { .tokens = a, .ntokens = 3 }, fb = { .tokens = b, .ntokens = 3 };
	struct schema	s = { .ncols = COLUMNS };
	double		share[COLUMNS], c;
	struct weights	*w;
	struct buf	blob;

	w = weights(&blob, known, 2);
	c = encode_compare(w, &s, &fa, &fb, share);
	/* 1*1 + (0.5*2)*(1*2) over the lengths sqrt(1+1+1) and sqrt(1+4+1) */
	cr_assert_float_eq(c, 3 / sqrt(18), 1e-9);
	cr_assert(share[0] == 0 && share[3] == 0 && share[4] == 0);
	cr_assert_float_eq(share[1], 1.0 / 3, 1e-9);
	cr_assert_float_eq(share[2], 2.0 / 3, 1e-9);
	fb.ntokens = 0;
	cr_assert_float_eq(encode_compare(w, &s, &fa, &fb, share), 0, 0);
	cr_assert(share[1] == 0);
	weights_close(w);
	buf_fini(&blob);
}

Test(encode, a_weight_is_the_tables_or_the_default_of_kind_and_column)
{
	struct weight	known[] = { { 7, 0.25F }, { 7 + 16, 3 }, { 7 + 32, 0 } };
	struct token	t = { .hash = 7 + 16, .column = 2, .kind = TOKEN_FLAG };
	struct weights	*w;
	struct buf	a, b;
	struct weight	turned[] = { known[2], known[0], known[1] };
	bool		is_known;

	w = weights(&a, known, 3);
	cr_assert(weights_get(w, &t, &is_known) == 3 && is_known);
	t.hash = 8;
	cr_assert(weights_get(w, &t, &is_known) == 1 && !is_known);
	t.hash = 7 + 32;
	cr_assert(weights_get(w, &t, &is_known) == 0 && is_known);
	weights_close(w);
	w = weights(&b, turned, 3);
	cr_assert(a.len == b.len && memcmp(a.p, b.p, a.len) == 0, "the order shows in the bytes");
	weights_close(w);
	buf_fini(&a);
	buf_fini(&b);
}

Test(encode, bad_weights_are_refused)
{
	struct weight	twice[] = { { 7, 1 }, { 7, 2 } }, nan[] = { { 7, NAN } }, zero[] = { { 0, 1 } };
	struct buf	blob;
	struct err	e = { 0 };

	buf_init(&blob);
	cr_assert_eq(weights_write(&blob, twice, 2, defaults, COLUMNS, &e), RC_INVAL);
	cr_assert_eq(weights_write(&blob, nan, 1, defaults, COLUMNS, &e), RC_INVAL);
	cr_assert_eq(weights_write(&blob, zero, 1, defaults, COLUMNS, &e), RC_INVAL);
	buf_fini(&blob);
}

Test(encode, damaged_weights_are_refused_or_harmless)
{
	struct weight	known[] = { { 7, 1 }, { 9, 2 } };
	struct token	t = { .hash = 1234567, .column = 2, .kind = TOKEN_FLAG };
	struct weights	*w, *x;
	struct buf	blob;
	struct err	e = { 0 };
	uint64_t	*copy;

	w = weights(&blob, known, 2);
	copy = malloc(blob.len);
	for (size_t n = 0; n < blob.len; n++) {
		memcpy(copy, blob.p, blob.len);
		cr_assert_eq(weights_open(&x, copy, n, &e), RC_CORRUPT);
		((unsigned char *)copy)[n] ^= 0xff;
		if (weights_open(&x, copy, blob.len, &e) == RC_OK) {
			cr_assert(weights_get(x, &t, NULL) >= 0);
			weights_close(x);
		}
	}
	free(copy);
	weights_close(w);
	buf_fini(&blob);
}
