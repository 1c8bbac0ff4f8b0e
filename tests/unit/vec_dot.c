#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "core/base/rng.h"
#include "core/vec/dot.h"

#define LONGEST	300

static int8_t	x[LONGEST * 6 + 8], y[LONGEST * 6 + 8];

static void
fill(uint64_t seed, int extreme)
{
	static const int8_t	ends[] = { -128, 127, -127, -128 };
	struct rng		r;

	rng_init(&r, seed, 0);
	for (size_t i = 0; i < sizeof(x); i++) {
		x[i] = extreme ? ends[rng_below(&r, 4)] : (int8_t)(rng_below(&r, 256) - 128);
		y[i] = extreme ? ends[rng_below(&r, 4)] : (int8_t)(rng_below(&r, 256) - 128);
	}
}

static int32_t
plain(const int8_t *a, const int8_t *b, size_t n)
{
	int64_t	s = 0;

	for (size_t i = 0; i < n; i++)
		s += (int64_t)a[i] * b[i];
	return (int32_t)s;
}

Test(dot, every_kernel_agrees_exactly_at_odd_lengths_and_addresses)
{
	for (int extreme = 0; extreme < 2; extreme++) {
		fill(7, extreme);
		for (size_t k = 0; k < dot_nkernels; k++)
			for (size_t n = 0; dot_kernels[k].usable() && n < LONGEST; n++) {
				int32_t	want = plain(x + 1, y + 3, n);

				cr_assert_eq(dot_kernels[k].run(x + 1, y + 3, n), want,
				    "%s, n=%zu", dot_kernels[k].name, n);
			}
	}
}

Test(dot, every_kernel_does_many_rows_as_one_by_one)
{
	int32_t	out[5];

	fill(8, 0);
	for (size_t k = 0; k < dot_nkernels; k++)
		for (size_t n = 1; dot_kernels[k].usable() && n < LONGEST; n += 37) {
			dot_kernels[k].many(x + 1, y + 1, 5, n, out);
			for (size_t i = 0; i < 5; i++)
				cr_assert_eq(out[i], plain(x + 1, y + 1 + i * n, n),
				    "%s, n=%zu, row %zu", dot_kernels[k].name, n, i);
		}
}

Test(dot, the_longest_vector_of_the_largest_values_does_not_overflow)
{
	int8_t	*a = malloc(DOT_MAX);

	cr_assert_not_null(a);
	for (size_t i = 0; i < DOT_MAX; i++)
		a[i] = -128;
	for (size_t k = 0; k < dot_nkernels; k++)
		if (dot_kernels[k].usable())
			cr_assert_eq(dot_kernels[k].run(a, a, DOT_MAX), (int32_t)DOT_MAX * 16384,
			    "%s", dot_kernels[k].name);
	free(a);
}

Test(dot, init_takes_a_usable_kernel)
{
	bool	found = false;

	dot_init();
	for (size_t k = 0; k < dot_nkernels; k++)
		if (dot_kernels[k].name == dot_name())
			found = dot_kernels[k].usable();
	cr_assert(found);
	cr_assert(dot_kernels[0].usable());
	fill(9, 0);
	cr_assert_eq(dot_i8(x, y, 77), plain(x, y, 77));
}
