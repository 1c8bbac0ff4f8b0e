/* What each loss promises: quantiles in order, probabilities, weights, offsets, stopping. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "core/base/par.h"
#include "core/base/rng.h"
#include "tests/unit/tree_rows.h"

enum { ROWS = 2000, COLS = 5 };

struct table {
	uint8_t		bins[COLS][ROWS];
	float		y[ROWS];
	struct gbt_col	cols[COLS];
	struct gbt_data	d;
};

/* y = the first bin / 10 + noise that grows with the second. */
static struct table *
table(void)
{
	static struct table	t;
	struct rng		g;

	rng_init(&g, 9, 0);
	for (size_t i = 0; i < ROWS; i++) {
		for (int c = 0; c < COLS; c++)
			t.bins[c][i] = (uint8_t)rng_below(&g, 60);
		t.y[i] = (float)(t.bins[0][i] / 10.0 + rng_normal(&g) * t.bins[1][i] / 60.0);
	}
	for (int c = 0; c < COLS; c++)
		t.cols[c].bins = t.bins[c];
	t.d = (struct gbt_data){ .nrows = ROWS, .ncols = COLS, .cols = t.cols, .target = t.y };
	return &t;
}

static void
score_rows(const struct table *t, const struct ensemble *m, float *out)
{
	struct buf	b;
	struct score	s = opened(m, COLS, &b);

	for (size_t i = 0; i < ROWS; i++) {
		uint8_t	record[COLS];

		for (int c = 0; c < COLS; c++)
			record[c] = t->bins[c][i];
		score_one(&s, 0, record, out + i * m->outs);
	}
	buf_fini(&b);
}

Test(loss, quantiles_hold_their_share_and_their_order)
{
	static const double	q[] = { 0.1, 0.5, 0.9 };
	static float		out[3][ROWS];
	struct table		*t = table();
	struct gbt_opts		 o;
	size_t			 crossed = 0;

	gbt_defaults(&o, TREE_QUANTILE);
	o.leaves = 8;
	for (int k = 0; k < 3; k++) {
		struct ensemble	*m;
		size_t		 below = 0;

		o.quantile = q[k];
		m = fitted(&t->d, &o, NULL);
		score_rows(t, m, out[k]);
		for (size_t i = 0; i < ROWS; i++)
			below += t->y[i] <= out[k][i];
		cr_assert_float_eq((double)below / ROWS, q[k], 0.03);
		ensemble_free(m);
	}
	for (size_t i = 0; i < ROWS; i++)
		crossed += out[0][i] > out[1][i] || out[1][i] > out[2][i];
	cr_assert_lt(crossed, ROWS / 20);	/* where there is hardly any noise */
}

Test(loss, a_leaf_of_the_absolute_error_is_the_median_of_its_rows)
{
	const uint8_t		bins[] = { 1, 1, 1, 2, 2, 2 };
	const float		y[] = { 1, 2, 90, 5, 6, 70 };
	const struct gbt_col	col = { .bins = bins };
	struct gbt_data		d = { .nrows = 6, .ncols = 1, .cols = &col, .target = y };
	struct gbt_opts		o = one_tree(TREE_QUANTILE);
	struct ensemble		*m;

	o.leaves = 2;
	m = fitted(&d, &o, NULL);
	cr_assert_float_eq(m->base[0], 5.5, 1e-6);
	cr_assert_float_eq(m->base[0] + m->leaves[0], 2, 1e-6);
	cr_assert_float_eq(m->base[0] + m->leaves[1], 6, 1e-6);
	ensemble_free(m);
}

Test(loss, probabilities_of_classes_sum_to_one_and_find_the_class)
{
	static float	 out[ROWS * 3], y[ROWS];
	struct table	*t = table();
	struct gbt_opts	 o;
	struct ensemble	*m;
	size_t		 right = 0;

	for (size_t i = 0; i < ROWS; i++)
		y[i] = (float)(t->bins[2][i] / 20);
	t->d.target = y;
	gbt_defaults(&o, TREE_SOFTMAX);
	o.classes = 3;
	m = fitted(&t->d, &o, NULL);
	score_rows(t, m, out);
	for (size_t i = 0; i < ROWS; i++) {
		float	*p = out + i * 3;

		score_link(TREE_SOFTMAX, p, 3);
		cr_assert_float_eq(p[0] + p[1] + p[2], 1, 1e-5);
		right += p[(size_t)y[i]] > 0.9f;
	}
	cr_assert_gt(right, ROWS * 99 / 100);
	ensemble_free(m);
}

Test(loss, a_weight_of_three_is_a_row_three_times)
{
	static struct table	 twice;
	static uint8_t		 bins[COLS][3 * ROWS];
	static float		 y[3 * ROWS], w[ROWS], out[2][ROWS];
	struct table		*t = table();
	struct gbt_opts		 o;
	struct ensemble		*m;
	size_t			 n = 0;

	for (size_t i = 0; i < ROWS; i++) {
		w[i] = i % 2 == 0 ? 3 : 1;
		for (int k = 0; k < (int)w[i]; k++, n++) {
			for (int c = 0; c < COLS; c++)
				bins[c][n] = t->bins[c][i];
			y[n] = t->y[i];
		}
	}
	twice.d = t->d;
	twice.d.nrows = n;
	twice.d.target = y;
	twice.d.cols = twice.cols;
	for (int c = 0; c < COLS; c++)
		twice.cols[c].bins = bins[c];
	gbt_defaults(&o, TREE_SQUARED);
	o.min_rows = 1;	/* rows are counted, not weighed */
	o.min_hessian = 20;
	o.trees = 30;
	m = fitted(&twice.d, &o, NULL);
	score_rows(t, m, out[0]);
	ensemble_free(m);
	t->d.weight = w;
	m = fitted(&t->d, &o, NULL);
	score_rows(t, m, out[1]);
	ensemble_free(m);
	for (size_t i = 0; i < ROWS; i++)
		cr_assert_float_eq(out[0][i], out[1][i], 1e-3);
}

Test(loss, a_row_of_no_weight_and_a_row_not_used_are_the_same)
{
	static float	 w[ROWS], out[2][ROWS];
	static uint32_t	 rows[ROWS];
	struct table	*t = table();
	struct gbt_opts	 o;
	struct ensemble	*m;

	gbt_defaults(&o, TREE_SQUARED);
	for (uint32_t i = 0; i < ROWS; i++)
		if ((w[i] = i % 3 > 0) > 0)
			rows[t->d.nused++] = i;
	t->d.weight = w;
	m = fitted(&t->d, &o, NULL);
	score_rows(t, m, out[0]);
	ensemble_free(m);
	t->d.weight = NULL;
	t->d.rows = rows;
	m = fitted(&t->d, &o, NULL);
	score_rows(t, m, out[1]);
	ensemble_free(m);
	cr_assert_arr_eq(out[0], out[1], sizeof(out[0]));
}

Test(loss, boosting_goes_on_from_an_offset)
{
	static float	 first[ROWS], second[ROWS];
	struct table	*t = table();
	struct gbt_opts	 o;
	struct ensemble	*m;
	double		 error[2] = { 0 };

	gbt_defaults(&o, TREE_SQUARED);
	o.trees = 20;
	m = fitted(&t->d, &o, NULL);
	score_rows(t, m, first);
	ensemble_free(m);
	t->d.offset = first;
	m = fitted(&t->d, &o, NULL);
	score_rows(t, m, second);
	cr_assert_float_eq(m->base[0], 0, 0.05);	/* the mean is right already */
	for (size_t i = 0; i < ROWS; i++) {
		error[0] += pow(t->y[i] - first[i], 2);
		error[1] += pow(t->y[i] - first[i] - second[i], 2);
	}
	cr_assert_lt(error[1], 0.8 * error[0]);
	ensemble_free(m);
}

Test(loss, fitting_stops_when_validation_gets_no_better)
{
	static uint32_t	 rows[ROWS], valid[ROWS];
	static float	 y[ROWS];
	struct table	*t = table();
	struct gbt_opts	 o;
	struct ensemble	*m, *whole;
	struct rng	 g;

	rng_init(&g, 2, 0);
	for (uint32_t i = 0; i < ROWS; i++) {
		*(i % 2 ? &valid[t->d.nvalid++] : &rows[t->d.nused++]) = i;
		y[i] = rng_unit(&g) < (t->bins[0][i] > 30 ? 0.7 : 0.3);
	}
	t->d.target = y;
	t->d.rows = rows;
	gbt_defaults(&o, TREE_LOGISTIC);
	whole = fitted(&t->d, &o, NULL);
	t->d.valid = valid;
	m = fitted(&t->d, &o, NULL);
	cr_assert_eq(whole->ntrees, 100);
	cr_assert(m->ntrees > 0 && m->ntrees < 50, "%zu trees", m->ntrees);
	cr_assert_arr_eq(m->nodes, whole->nodes, m->nnodes * sizeof(*m->nodes));
	ensemble_free(m);
	ensemble_free(whole);
}

struct job {
	struct table	*t;
	struct buf	 out[6];
};

static enum rc
fit_some(void *ctx, size_t begin, size_t end, struct err *e)
{
	struct job	*j = ctx;

	for (size_t i = begin; i < end; i++) {
		struct gbt_opts	 o;
		struct ensemble	*m;
		enum rc		 rc;

		gbt_defaults(&o, i % 2 ? TREE_QUANTILE : TREE_SQUARED);
		o.seed = i;
		o.row_share = o.col_share = 0.7;
		o.trees = 10;
		if ((rc = gbt_fit(&j->t->d, &o, &m, NULL, NULL, e)) != RC_OK)
			return rc;
		opened(m, COLS, &j->out[i]);
		ensemble_free(m);
	}
	return RC_OK;
}

Test(loss, models_fitted_on_two_threads_are_those_of_one)
{
	struct job	one = { .t = table() }, two = one;

	cr_assert_eq(par_for(1, 6, 1, fit_some, &one, NULL), RC_OK);
	cr_assert_eq(par_for(2, 6, 1, fit_some, &two, NULL), RC_OK);
	for (int i = 0; i < 6; i++) {
		cr_assert_eq(one.out[i].len, two.out[i].len);
		cr_assert_arr_eq(one.out[i].p, two.out[i].p, one.out[i].len);
		cr_assert(i < 2 || one.out[i].len != one.out[i - 2].len ||
		    memcmp(one.out[i].p, one.out[i - 2].p, one.out[i].len) != 0,
		    "another seed draws others");
		buf_fini(&one.out[i]);
		buf_fini(&two.out[i]);
	}
}

Test(loss, what_cannot_be_fitted_is_refused)
{
	struct table	*t = table();
	struct gbt_opts	 o;
	struct ensemble	*m;
	uint32_t	 twice[] = { 1, 1 };

	gbt_defaults(&o, TREE_LOGISTIC);	/* targets are not 0 and 1 */
	cr_assert_eq(gbt_fit(&t->d, &o, &m, NULL, NULL, NULL), RC_INVAL);
	gbt_defaults(&o, TREE_SQUARED);
	t->d.rows = twice;
	t->d.nused = 2;
	cr_assert_eq(gbt_fit(&t->d, &o, &m, NULL, NULL, NULL), RC_INVAL);
	t->d.rows = NULL;
	o.leaves = 1;
	cr_assert_eq(gbt_fit(&t->d, &o, &m, NULL, NULL, NULL), RC_INVAL);
	o.leaves = 2;
	t->y[7] = NAN;
	cr_assert_eq(gbt_fit(&t->d, &o, &m, NULL, NULL, NULL), RC_INVAL);
	cr_assert_null(m);
}

Test(loss, a_target_without_a_cause_gives_no_tree)
{
	static float	 y[ROWS];
	struct table	*t = table();
	struct gbt_opts	 o;
	struct ensemble	*m;

	t->d.target = y;	/* all 0 */
	gbt_defaults(&o, TREE_LOGISTIC);
	m = fitted(&t->d, &o, NULL);
	cr_assert_eq(m->ntrees, 0);
	cr_assert_lt(m->base[0], -10);
	ensemble_free(m);
}
