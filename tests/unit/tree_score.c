#include "config.h"

#include <math.h>
#include <string.h>

#include "core/base/rng.h"
#include "tests/unit/tree_rows.h"

enum { ROWS = 500, COLS = 7, SETS = 5 };

static uint8_t		bins[COLS][ROWS];
static float		y[ROWS];
static struct ensemble	*models[SETS];

/* A few ensembles of other losses and sizes in one blob. */
static struct score
blob(struct buf *b)
{
	struct gbt_col		cols[COLS] = { 0 };
	struct gbt_data		d = { .nrows = ROWS, .ncols = COLS, .cols = cols, .target = y };
	struct score_writer	w;
	struct score		s;
	struct gbt_opts		o;
	struct rng		g;

	rng_init(&g, 1, 0);
	for (int c = 0; c < COLS; c++) {
		for (int i = 0; i < ROWS; i++)
			bins[c][i] = (uint8_t)rng_below(&g, 256);
		cols[c].bins = bins[c];
	}
	for (int i = 0; i < ROWS; i++)
		y[i] = (bins[0][i] > 100) + (float)(bins[1][i] > 200 && bins[2][i] != 0);
	score_begin(&w, COLS);
	for (int k = 0; k < SETS; k++) {
		gbt_defaults(&o, k % 2 ? TREE_SOFTMAX : TREE_SQUARED);
		o.classes = 3;
		o.trees = (unsigned)k * 7;
		models[k] = fitted(&d, &o, NULL);
		score_add(&w, models[k]);
	}
	buf_init(b);
	cr_assert_eq(score_end(&w, b, NULL), RC_OK);
	cr_assert_eq(score_open(&s, b->p, b->len, NULL), RC_OK);
	return s;
}

static void
done(struct buf *b)
{
	for (int k = 0; k < SETS; k++)
		ensemble_free(models[k]);
	buf_fini(b);
}

/* The plain walk over the floats that were fitted. */
static void
walk(const struct ensemble *m, const uint8_t *record, double *out)
{
	for (size_t k = 0; k < m->outs; k++)
		out[k] = m->base[k];
	for (size_t t = 0; t < m->ntrees; t++) {
		int	at = 0;

		while (at >= 0) {
			struct tree_node	*x = &m->nodes[m->trees[t].node + (size_t)at];

			at = x->child[(uint8_t)(record[x->col] - x->less) > x->bin];
		}
		out[m->trees[t].out] += m->leaves[m->trees[t].leaf + (size_t)~at];
	}
}

Test(score, one_and_all_are_what_a_plain_walk_adds_up)
{
	struct buf	b;
	struct score	s = blob(&b);
	float		one[TREE_OUTS], all[SETS * 3];
	double		want[TREE_OUTS];

	cr_assert_eq(s.n, SETS);
	cr_assert_eq(s.nouts, 9);
	for (int i = 0; i < ROWS; i++) {
		uint8_t	record[COLS];

		for (int c = 0; c < COLS; c++)
			record[c] = bins[c][i];
		score_all(&s, record, all);
		for (size_t k = 0; k < SETS; k++) {
			score_one(&s, k, record, one);
			walk(models[k], record, want);
			for (size_t j = 0; j < s.heads[k].nouts; j++) {
				cr_assert_eq(one[j], all[s.heads[k].out + j]);
				cr_assert_float_eq(one[j], want[j], 1e-3);
			}
		}
	}
	done(&b);
}

Test(score, a_blob_cut_short_is_refused)
{
	struct buf	b;
	struct score	s = blob(&b);

	for (size_t n = 0; n < b.len; n += 1 + n / 50)
		cr_assert_eq(score_open(&s, b.p, n, NULL), RC_CORRUPT);
	cr_assert_eq(s.n, 0);
	done(&b);
}

Test(score, a_node_that_leads_back_or_out_is_refused)
{
	struct buf		 b;
	struct score		 s = blob(&b);
	struct tree_node	*x = (struct tree_node *)(uintptr_t)s.nodes, was = x[0];
	struct tree		*t = (struct tree *)(uintptr_t)s.trees;
	struct score_head	*h = (struct score_head *)(uintptr_t)s.heads;

	x[0].child[0] = 0;	/* round and round */
	cr_assert_eq(score_open(&s, b.p, b.len, NULL), RC_CORRUPT);
	x[0].child[0] = (int16_t)(t[0].leaves - 1);	/* the next tree */
	cr_assert_eq(score_open(&s, b.p, b.len, NULL), RC_CORRUPT);
	x[0].child[0] = (int16_t)~t[0].leaves;	/* its leaf */
	cr_assert_eq(score_open(&s, b.p, b.len, NULL), RC_CORRUPT);
	x[0] = was;
	x[0].col = COLS;
	cr_assert_eq(score_open(&s, b.p, b.len, NULL), RC_CORRUPT);
	x[0] = was;
	t[0].out = 3;
	cr_assert_eq(score_open(&s, b.p, b.len, NULL), RC_CORRUPT);
	t[0].out = 0;
	h[1].scale = NAN;
	cr_assert_eq(score_open(&s, b.p, b.len, NULL), RC_CORRUPT);
	h[1].scale = 1;
	h[0].nouts = 2;
	cr_assert_eq(score_open(&s, b.p, b.len, NULL), RC_CORRUPT);
	h[0].nouts = 1;
	cr_assert_eq(score_open(&s, b.p, b.len, NULL), RC_OK);
	done(&b);
}
