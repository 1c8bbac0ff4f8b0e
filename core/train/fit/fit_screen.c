/*
 * Which of thousands of columns a tree may look at: those for which the score test of a
 * logistic regression (Rao 1948) says that they would explain what the present model does
 * not, (sum of residuals)^2 / (sum of variances + 1) over the cases that have the token; for
 * a value, over those on the better side of its best threshold.
 */
#include "config.h"

#include <stdlib.h>

#include "core/train/fit/fit_trees.h"

#define LEAST	4.0	/* of the statistic, which is chi-square where nothing is to be found */

struct found {
	double		score;
	uint32_t	col;
};

static int
found_cmp(const void *a, const void *b)
{
	const struct found	*x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->col < y->col ? -1 : x->col > y->col;
}

static double
test(double residual, double variance)
{
	return residual * residual / (variance + 1);
}

static double
sparse(const struct screen *s, const struct gbt_col *c)
{
	double	r = 0, v = 0;

	for (size_t k = 0; k < c->nones; k++) {
		r += s->residual[c->ones[k]];
		v += s->variance[c->ones[k]];
	}
	return test(r, v);
}

static double
dense(const struct screen *s, const struct gbt_col *c)
{
	double	r[256] = { 0 }, v[256] = { 0 }, all_r = 0, all_v = 0, sum_r = 0, sum_v = 0;
	double	best = 0, x;

	for (size_t i = 0; i < s->in->ncases; i++) {
		r[c->bins[i]] += s->residual[i];
		v[c->bins[i]] += s->variance[i];
	}
	for (int b = 1; b < 256; b++) {
		all_r += r[b];
		all_v += v[b];
	}
	for (int b = 1; b < 256; b++) {
		sum_r += r[b];
		sum_v += v[b];
		if ((x = test(sum_r, sum_v)) > best)
			best = x;
		if ((x = test(all_r - sum_r, all_v - sum_v)) > best)
			best = x;
	}
	return best;
}

enum rc
fit_screen(const struct screen *s, size_t begin, size_t end, size_t room, uint32_t *use,
    size_t *nuse, struct err *e)
{
	struct found		*f = malloc((end - begin + 1) * sizeof(*f));
	size_t			 n = 0;

	if (f == NULL)
		return err_set(e, RC_NOMEM, "no memory to choose columns");
	for (size_t c = begin; c < end; c++) {
		const struct gbt_col	*col = &s->in->col[c];

		if (s->taken[c])
			continue;
		f[n].score = col->bins != NULL ? dense(s, col) : sparse(s, col);
		f[n].col = (uint32_t)c;
		n += f[n].score >= LEAST;
	}
	if (n > 1)
		qsort(f, n, sizeof(*f), found_cmp);
	for (size_t i = 0; i < n && i < room; i++) {
		s->taken[f[i].col] = 1;
		use[(*nuse)++] = f[i].col;
	}
	free(f);
	return RC_OK;
}
