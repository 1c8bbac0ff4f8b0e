#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "core/base/rng.h"
#include "core/vec/dot.h"
#include "core/vec/scan.h"

enum { N = 1000, DIM = 48, K = 25 };

static int8_t	rows[N * DIM], query[DIM];
static float	scale[N];

static void
fill(void)
{
	struct rng	r;

	rng_init(&r, 11, 0);
	for (size_t i = 0; i < sizeof(rows); i++)
		rows[i] = (int8_t)(rng_below(&r, 255) - 127);
	for (size_t i = 0; i < DIM; i++)
		query[i] = (int8_t)(rng_below(&r, 255) - 127);
	for (size_t i = 0; i < N; i++)
		scale[i] = (float)(0.5 + rng_unit(&r));
}

static bool
not_a_third(void *ctx, uint32_t id)
{
	return id % *(uint32_t *)ctx != 0;
}

Test(scan, finds_what_brute_force_finds)
{
	struct scan_rows	s = { rows, scale, N, DIM };
	struct hit		got[K], want[K];
	struct topk		t, w;
	uint32_t		three = 3;

	fill();
	dot_init();
	for (int filtered = 0; filtered < 2; filtered++) {
		topk_init(&t, got, K);
		scan_topk(&s, query, filtered ? not_a_third : NULL, &three, &t);
		topk_init(&w, want, K);
		for (uint32_t i = 0; i < N; i++)
			if (!filtered || i % 3 != 0)
				topk_add(&w, i, scale[i] * (float)dot_kernels[0].run(query,
				    rows + i * DIM, DIM));
		topk_sort(&w);
		cr_assert_eq(t.n, K);
		for (size_t i = 0; i < K; i++)
			cr_assert(got[i].id == want[i].id && got[i].score == want[i].score);
	}
}

Test(scan, no_rows_give_no_hits)
{
	struct scan_rows	s = { rows, NULL, 0, DIM };
	struct hit		got[K];
	struct topk		t;

	topk_init(&t, got, K);
	scan_topk(&s, query, NULL, NULL, &t);
	cr_assert_eq(t.n, 0);
}
