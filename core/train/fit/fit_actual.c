/* What an operation really took, the median of its work results or what its routing says, and in which lots. */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "core/train/fit/fit_priv.h"

#define RESULTS_MOST	32	/* of one operation */

static int
double_cmp(const void *a, const void *b)
{
	double	x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *x, size_t n)
{
	if (n == 0)
		return NAN;
	qsort(x, n, sizeof(*x), double_cmp);
	return n % 2 == 1 ? x[n / 2] : sqrt(x[n / 2 - 1] * x[n / 2]);
}

/* Work results of a job; where they name sequence numbers that the item has, of that one. */
static bool
matches(const struct ds_work *w, const struct ds_op *op, bool by_seq)
{
	if (w->job != DS_NONE)
		return w->job == op->job && (!by_seq || w->proc_seq == op->proc_seq);
	return w->proc_seq == op->proc_seq;
}

/* Was it reported by the day up to which things are known? */
static bool
known(const struct ds_work *w, int32_t until)
{
	return until == DATE_NONE || w->reported == DATE_NONE || w->reported <= until;
}

void
fit_actual(const struct dataset *d, uint32_t item, const struct ds_op *op, int32_t until,
    double actual[2], bool from_work[2])
{
	double	x[2][RESULTS_MOST];
	size_t	n[2] = { 0, 0 };

	for (int by_seq = 1; by_seq >= 0 && d->item_work != NULL && n[0] + n[1] == 0; by_seq--)
		for (uint32_t i = d->item_work[item]; i < d->item_work[item + 1]; i++) {
			const struct ds_work	*w = &d->work[i];
			float			 v[2] = { w->setup, w->run };

			if (!matches(w, op, by_seq == 1) || !known(w, until))
				continue;
			for (int k = 0; k < 2; k++)
				if (v[k] > 0 && n[k] < RESULTS_MOST)
					x[k][n[k]++] = v[k];
		}
	for (int k = 0; k < 2; k++) {
		double	m = median(x[k], n[k]);

		from_work[k] = n[k] > 0;
		actual[k] = from_work[k] ? m : k == SETUP ? op->setup : op->run;
	}
}

float
fit_lot(const struct dataset *d, uint32_t item, const struct ds_op *op, int32_t until)
{
	double	x[RESULTS_MOST];
	size_t	n = 0;

	for (int by_seq = 1; by_seq >= 0 && d->item_work != NULL && n == 0; by_seq--)
		for (uint32_t i = d->item_work[item]; i < d->item_work[item + 1]; i++) {
			const struct ds_work	*w = &d->work[i];

			if (matches(w, op, by_seq == 1) && known(w, until) && w->quantity > 0 &&
			    n < RESULTS_MOST)
				x[n++] = w->quantity;
		}
	return (float)median(x, n);
}
