/* Small data for the tests of core/tree: columns of bins, targets, and a fit of them. */
#ifndef TESTS_UNIT_TREE_ROWS_H
#define TESTS_UNIT_TREE_ROWS_H

#include <criterion/criterion.h>

#include "core/base/buf.h"
#include "core/tree/gbt.h"
#include "core/tree/score.h"

/* No limits but those a test sets: one tree, the whole step, nothing drawn. */
static inline struct gbt_opts
one_tree(enum tree_loss loss)
{
	struct gbt_opts	o;

	gbt_defaults(&o, loss);
	o.trees = 1;
	o.rate = 1;
	o.l2 = 0;
	o.min_rows = 1;
	o.min_hessian = 0;
	return o;
}

static inline struct ensemble *
fitted(const struct gbt_data *d, const struct gbt_opts *o, double *gain)
{
	struct ensemble	*m;
	struct err	 e = { 0 };

	cr_assert_eq(gbt_fit(d, o, &m, gain, NULL, &e), RC_OK, "%s", e.msg);
	return m;
}

/* One ensemble as a blob; the caller frees b. */
static inline struct score
opened(const struct ensemble *m, size_t ncols, struct buf *b)
{
	struct score_writer	w;
	struct score		s;
	struct err		e = { 0 };

	buf_init(b);
	score_begin(&w, ncols);
	score_add(&w, m);
	cr_assert_eq(score_end(&w, b, &e), RC_OK);
	cr_assert_eq(score_open(&s, b->p, b->len, &e), RC_OK, "%s", e.msg);
	return s;
}

#endif
