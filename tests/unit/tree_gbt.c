#include "config.h"

#include <math.h>
#include <string.h>

#include "core/base/rng.h"
#include "tests/unit/tree_rows.h"

/*
 * Four rows, targets 1 1 4 6, mean 3: residuals -2 -2 1 3.  Between the second and third
 * row the gain is 4^2/2 + 4^2/2 - 0 = 16; elsewhere it is 2^2/1 + 2^2/3 = 5.33 at the first
 * and 3^2/1 + 3^2/3 = 12 at the last.  The leaves are 1 - 3 and 5 - 3.
 */
Test(gbt, a_tree_of_two_leaves_is_what_a_hand_works_out)
{
	const uint8_t		bins[] = { 1, 2, 3, 4 };
	const float		y[] = { 1, 1, 4, 6 };
	const struct gbt_col	col = { .bins = bins };
	struct gbt_data		d = { .nrows = 4, .ncols = 1, .cols = &col, .target = y };
	struct gbt_opts		o = one_tree(TREE_SQUARED);
	struct ensemble		*m;
	double			gain;

	o.leaves = 2;
	m = fitted(&d, &o, &gain);
	cr_assert_eq(m->ntrees, 1);
	cr_assert_eq(m->nodes[0].bin, 2);
	cr_assert_float_eq(m->base[0], 3, 1e-6);
	cr_assert_float_eq(m->leaves[0], -2, 1e-6);
	cr_assert_float_eq(m->leaves[1], 2, 1e-6);
	cr_assert_float_eq(gain, 16, 1e-5);
	ensemble_free(m);
}

Test(gbt, exclusive_or_needs_two_levels)
{
	/* 3 of 0 0, 2 of each other: else no first split would gain. */
	const uint8_t		a[] = { 1, 1, 1, 1, 1, 2, 2, 2, 2 };
	const uint8_t		b[] = { 1, 1, 1, 2, 2, 1, 1, 2, 2 };
	const float		y[] = { 0, 0, 0, 1, 1, 1, 1, 0, 0 };
	const struct gbt_col	cols[] = { { .bins = a }, { .bins = b } };
	struct gbt_data		d = { .nrows = 9, .ncols = 2, .cols = cols, .target = y };
	struct gbt_opts		o = one_tree(TREE_SQUARED);

	o.depth = 1;
	for (int deep = 0; deep < 2; deep++, o.depth = 2) {
		struct ensemble	*m = fitted(&d, &o, NULL);
		struct buf	 blob;
		struct score	 s = opened(m, 2, &blob);
		double		 worst = 0;

		for (size_t i = 0; i < 9; i++) {
			uint8_t	record[] = { a[i], b[i] };
			float	out;

			score_one(&s, 0, record, &out);
			worst = fmax(worst, fabs(out - y[i]));
		}
		if (deep)
			cr_assert_lt(worst, 1e-3);
		else
			cr_assert_gt(worst, 0.3);
		buf_fini(&blob);
		ensemble_free(m);
	}
}

Test(gbt, the_missing_go_the_better_way)
{
	const uint8_t		bins[] = { 0, 0, 1, 1, 2, 2, 3, 3 };
	const struct gbt_col	col = { .bins = bins };
	struct gbt_opts		o = one_tree(TREE_SQUARED);

	o.leaves = 2;
	for (int high = 0; high < 2; high++) {
		float		 y[] = { (float)high, (float)high, 0, 0, 1, 1, 1, 1 };
		struct gbt_data	 d = { .nrows = 8, .ncols = 1, .cols = &col, .target = y };
		struct ensemble	*m = fitted(&d, &o, NULL);

		cr_assert_eq(m->nodes[0].less, high);
		cr_assert_eq(m->nodes[0].bin, 1 - high);	/* bin 1 goes left */
		cr_assert_float_eq(m->base[0] + m->leaves[0], 0, 1e-6);
		cr_assert_float_eq(m->base[0] + m->leaves[1], 1, 1e-6);
		ensemble_free(m);
	}
}

Test(gbt, a_leaf_is_the_mean_of_the_rows_that_reach_it)
{
	enum { N = 3000, C = 4 };
	static uint8_t		bins[C][N], record[N][C];
	static float		y[N];
	struct gbt_col		cols[C] = { 0 };
	struct gbt_data		d = { .nrows = N, .ncols = C, .cols = cols, .target = y };
	struct gbt_opts		o = one_tree(TREE_SQUARED);
	struct ensemble		*m;
	struct buf		 blob;
	struct score		 s;
	struct rng		 g;
	double			 sum[64] = { 0 }, value[64];
	size_t			 n[64] = { 0 }, leaves = 0;

	rng_init(&g, 8, 0);
	for (size_t i = 0; i < N; i++) {
		for (int c = 0; c < C; c++)	/* the last column misses none */
			bins[c][i] = record[i][c] = (uint8_t)(rng_below(&g, 4) == 0 && c < C - 1 ?
			    0 : 1 + rng_below(&g, 255));
		y[i] = (float)(rng_normal(&g) + bins[0][i] * bins[C - 1][i] / 2e4);
	}
	for (int c = 0; c < C; c++)
		cols[c].bins = bins[c];
	m = fitted(&d, &o, NULL);
	s = opened(m, C, &blob);
	for (size_t i = 0; i < N; i++) {
		float	out;
		size_t	at = 0;

		score_one(&s, 0, record[i], &out);
		while (at < leaves && value[at] != out)
			at++;
		leaves += at == leaves;
		value[at] = out;
		sum[at] += y[i];
		n[at]++;
	}
	cr_assert_eq(leaves, 31);
	for (size_t i = 0; i < leaves; i++)
		cr_assert_float_eq(value[i], sum[i] / (double)n[i], 1e-3);
	buf_fini(&blob);
	ensemble_free(m);
}

enum { ROWS = 600, WORDS = 12 };

struct words {
	uint8_t		dense[WORDS][ROWS];
	uint32_t	ones[WORDS][ROWS];
	struct gbt_col	as_dense[WORDS], as_sparse[WORDS];
	float		y[ROWS], w[ROWS];
};

static void
make_words(struct words *x)
{
	struct rng	g;

	memset(x, 0, sizeof(*x));
	rng_init(&g, 5, 0);
	for (uint32_t i = 0; i < ROWS; i++) {
		double	sum = rng_normal(&g);

		for (int c = 0; c < WORDS; c++)
			if (rng_below(&g, (uint32_t)c + 2) == 0) {
				x->dense[c][i] = 1;
				x->ones[c][x->as_sparse[c].nones++] = i;
				sum += c % 3 - 1;
			}
		x->y[i] = sum > 0;
		x->w[i] = 1;
	}
	for (int c = 0; c < WORDS; c++) {
		x->as_dense[c].bins = x->dense[c];
		x->as_sparse[c].ones = x->ones[c];
	}
}

Test(gbt, a_sparse_column_gives_the_bytes_of_the_dense_one)
{
	static struct words	x;
	struct gbt_opts		o;

	make_words(&x);
	gbt_defaults(&o, TREE_LOGISTIC);
	o.trees = 20;
	for (unsigned half = 0; half < 2; half++) {
		struct gbt_data	 d = { .nrows = ROWS, .ncols = WORDS, .cols = x.as_dense,
			.target = x.y };
		struct ensemble	*m[2];
		struct buf	 b[2];

		for (int i = 0; i < 2; i++) {
			m[i] = fitted(&d, &o, NULL);
			opened(m[i], WORDS, &b[i]);
			d.cols = x.as_sparse;
		}
		cr_assert_geq(m[0]->ntrees, 20);
		cr_assert_eq(b[0].len, b[1].len);
		cr_assert_arr_eq(b[0].p, b[1].p, b[0].len);
		for (int i = 0; i < 2; i++) {
			buf_fini(&b[i]);
			ensemble_free(m[i]);
		}
		o.row_share = o.col_share = 0.5;
		for (int c = 0; c < WORDS; c += 2)	/* the second time half of each */
			x.as_sparse[c] = x.as_dense[c];
	}
}

Test(gbt, a_leaf_never_has_fewer_rows_than_asked)
{
	static struct words	x;
	struct gbt_opts		o;
	uint8_t			record[WORDS];

	make_words(&x);
	gbt_defaults(&o, TREE_LOGISTIC);
	o.trees = 30;
	o.min_hessian = 0;
	for (o.min_rows = 5; o.min_rows < 80; o.min_rows *= 2) {
		struct gbt_data	 d = { .nrows = ROWS, .ncols = WORDS, .cols = x.as_dense,
			.target = x.y };
		struct ensemble	*m = fitted(&d, &o, NULL);

		for (size_t t = 0; t < m->ntrees; t++) {
			unsigned	n[TREE_LEAVES] = { 0 };

			for (size_t i = 0; i < ROWS; i++) {
				int	at = 0;

				for (int c = 0; c < WORDS; c++)
					record[c] = x.dense[c][i];
				while (at >= 0) {
					struct tree_node	*k = &m->nodes[m->trees[t].node +
					    (size_t)at];

					at = k->child[(uint8_t)(record[k->col] - k->less) > k->bin];
				}
				n[~at]++;
			}
			for (size_t l = 0; l < m->trees[t].leaves; l++)
				cr_assert_geq(n[l], o.min_rows);
		}
		ensemble_free(m);
	}
}
