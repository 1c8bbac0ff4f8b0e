#include "config.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/tree/bins.h"

Test(bins, few_values_get_a_bin_each)
{
	const float	v[] = { 3, 1, NAN, 2, 2, INFINITY, 1, -0.0f, 0.0f };
	float		edges[BINS_EDGES];
	size_t		n;

	cr_assert_eq(bins_fit(v, 9, BINS_MOST, edges, &n, NULL), RC_OK);
	cr_assert_eq(n, 3);
	cr_assert_eq(bins_of(edges, n, NAN), 0);
	for (int i = 0; i <= 3; i++)
		cr_assert_eq(bins_of(edges, n, (float)i), i + 1);
	cr_assert_eq(bins_of(edges, n, -1e30f), 1);
	cr_assert_eq(bins_of(edges, n, INFINITY), 4);
}

Test(bins, neighbouring_floats_are_told_apart)
{
	float	a = 1, v[] = { a, nextafterf(a, 2), -FLT_MAX, FLT_MAX }, edges[BINS_EDGES];
	size_t	n;

	bins_fit(v, 4, BINS_MOST, edges, &n, NULL);
	cr_assert_eq(n, 3);
	cr_assert_eq(bins_of(edges, n, v[0]), 2);
	cr_assert_eq(bins_of(edges, n, v[1]), 3);
}

Test(bins, nothing_finite_gives_one_bin)
{
	const float	v[] = { NAN, INFINITY };
	float		edges[BINS_EDGES];
	size_t		n;

	bins_fit(v, 2, BINS_MOST, edges, &n, NULL);
	cr_assert_eq(n, 0);
	cr_assert_eq(bins_of(edges, n, 5), 1);
	bins_fit(v, 0, BINS_MOST, edges, &n, NULL);
	cr_assert_eq(n, 0);
}

enum { MANY = 20000 };
static float	many[MANY];

Test(bins, many_values_are_shared_out_evenly_and_a_frequent_one_stands_alone)
{
	static const size_t	most[] = { 1, 2, 16, BINS_MOST };
	struct rng		g;
	float			edges[BINS_EDGES];
	size_t			n;

	rng_init(&g, 3, 0);
	for (size_t i = 0; i < MANY; i++)
		many[i] = i % 2 == 0 ? 0.5f : (float)rng_unit(&g);
	for (size_t k = 0; k < 4; k++) {
		size_t	count[BINS_MOST + 1] = { 0 }, half;

		bins_fit(many, MANY, most[k], edges, &n, NULL);
		cr_assert_lt(n, most[k]);
		for (size_t i = 0; i < MANY; i++)
			count[bins_of(edges, n, many[i])]++;
		half = bins_of(edges, n, 0.5f);
		for (size_t b = 1; most[k] >= 16 && b <= n + 1; b++) {
			if (b == half)
				cr_assert_eq(count[b], MANY / 2);
			else
				cr_assert_leq(count[b], 2 * (MANY / 2) / (most[k] - 3) + 1);
		}
	}
	cr_assert_gt(n, 240);
}

Test(bins, order_of_the_values_does_not_matter)
{
	float		edges[2][BINS_EDGES];
	struct rng	g;
	size_t		n[2];

	rng_init(&g, 4, 0);
	for (size_t i = 0; i < MANY; i++)
		many[i] = (float)rng_normal(&g);
	bins_fit(many, MANY, 100, edges[0], &n[0], NULL);
	for (size_t i = 0; i < MANY / 2; i++) {
		float	v = many[i];

		many[i] = many[MANY - 1 - i];
		many[MANY - 1 - i] = v;
	}
	bins_fit(many, MANY, 100, edges[1], &n[1], NULL);
	cr_assert_eq(n[0], n[1]);
	cr_assert_arr_eq(edges[0], edges[1], n[0] * sizeof(float));
}

Test(bins, a_blob_gives_back_what_went_in_and_no_other_does)
{
	const float		a[] = { 1, 2, 3 }, c[] = { -1 }, x[] = { 2.5f, 7, NAN };
	struct bins_writer	w;
	struct bins		b;
	struct buf		blob = { 0 };
	uint8_t			out[3];

	bins_begin(&w);
	bins_add(&w, a, 3);
	bins_add(&w, NULL, 0);
	bins_add(&w, c, 1);
	cr_assert_eq(bins_end(&w, &blob, NULL), RC_OK);
	cr_assert_eq(bins_open(&b, blob.p, blob.len, NULL), RC_OK);
	cr_assert_eq(b.n, 3);
	bins_record(&b, x, out);
	cr_assert(out[0] == 3 && out[1] == 1 && out[2] == 0);
	for (size_t n = 0; n < blob.len; n++)
		cr_assert_eq(bins_open(&b, blob.p, n, NULL), RC_CORRUPT);
	for (size_t at = 0; at < 20; at++) {	/* header and ends */
		blob.p[at] ^= 0x40;
		cr_assert_eq(bins_open(&b, blob.p, blob.len, NULL), RC_CORRUPT, "byte %zu", at);
		blob.p[at] ^= 0x40;
	}
	memcpy(blob.p + 24, &a[0], sizeof(float));	/* the second edge like the first */
	cr_assert_eq(bins_open(&b, blob.p, blob.len, NULL), RC_CORRUPT);
	buf_fini(&blob);
}
