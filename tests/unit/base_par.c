#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/base/rng.h"

static enum rc
square(void *ctx, size_t begin, size_t end, struct err *e)
{
	unsigned	*out = ctx;

	(void)e;
	for (size_t i = begin; i < end; i++)
		out[i] += (unsigned)(i * i);
	return RC_OK;
}

Test(par, every_piece_is_done_once_whatever_the_threads)
{
	static unsigned	out[1001];

	for (unsigned threads = 0; threads <= 5; threads++)
		for (size_t piece = 1; piece < 1200; piece = piece * 3 + 1) {
			memset(out, 0, sizeof(out));
			cr_assert_eq(par_for(threads, 1001, piece, square, out, NULL), RC_OK);
			for (size_t i = 0; i < 1001; i++)
				cr_assert_eq(out[i], i * i);
		}
	cr_assert_eq(par_for(2, 0, 10, square, out, NULL), RC_OK);
}

static enum rc
fail_from_300(void *ctx, size_t begin, size_t end, struct err *e)
{
	(void)ctx;
	(void)end;
	return begin < 300 ? RC_OK : err_set(e, RC_IO, "piece %zu", begin);
}

Test(par, the_lowest_failure_is_told)
{
	struct err	e;

	for (int round = 0; round < 50; round++) {
		cr_assert_eq(par_for(4, 1000, 10, fail_from_300, NULL, &e), RC_IO);
		cr_assert_str_eq(e.msg, "piece 300");
	}
}

Test(rng, the_same_seed_gives_the_same_numbers_and_streams_differ)
{
	struct rng	a, b, c;
	int		same = 0;

	rng_init(&a, 42, 0);
	rng_init(&b, 42, 0);
	rng_init(&c, 42, 1);
	for (int i = 0; i < 1000; i++) {
		uint32_t	x = rng_u32(&a);

		cr_assert_eq(x, rng_u32(&b));
		same += x == rng_u32(&c);
	}
	cr_assert_lt(same, 3);
}

Test(rng, the_distributions_have_their_moments)
{
	struct rng	r;
	double		sum = 0, squares = 0, w[3] = { 1, 0, 3 };
	int		count[6] = { 0 }, picked[3] = { 0 }, n = 60000;

	rng_init(&r, 1, 2);
	for (int i = 0; i < n; i++) {
		double	x = rng_normal(&r);

		sum += x;
		squares += x * x;
		count[rng_below(&r, 6)]++;
		picked[rng_pick(&r, w, 3)]++;
	}
	cr_assert_lt(fabs(sum / n), 0.02);
	cr_assert_lt(fabs(squares / n - 1), 0.03);
	for (int i = 0; i < 6; i++)
		cr_assert(abs(count[i] - n / 6) < 500, "%d came %d times", i, count[i]);
	cr_assert_eq(picked[1], 0);
	cr_assert(abs(picked[2] - n * 3 / 4) < 700);
}
