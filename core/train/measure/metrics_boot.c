/*
 * Cluster bootstrap (Efron and Tibshirani 1993, ch. 13): families are drawn, not items,
 * since items of a family are no independent observations.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/train/measure/metrics_priv.h"

static int
value_order(const void *va, const void *vb)
{
	const struct boot_value	*a = va, *b = vb;

	if (a->v != b->v)
		return a->v < b->v ? -1 : 1;
	return a->cluster < b->cluster ? -1 : a->cluster > b->cluster;
}

static double
weighted_mean(const struct boot_value *v, size_t n, const uint32_t *weight)
{
	double	sum = 0, of = 0;

	for (size_t i = 0; i < n; i++) {
		sum += weight[v[i].cluster] * v[i].v;
		of += weight[v[i].cluster];
	}
	return of > 0 ? sum / of : NAN;
}

/* v is sorted.  The lower median. */
static double
weighted_median(const struct boot_value *v, size_t n, const uint32_t *weight)
{
	uint64_t	of = 0, sum = 0;

	for (size_t i = 0; i < n; i++)
		of += weight[v[i].cluster];
	for (size_t i = 0; i < n; i++)
		if (2 * (sum += weight[v[i].cluster]) >= of && of > 0)
			return v[i].v;
	return NAN;
}

struct metrics_interval
boot_interval(double *v, size_t n)
{
	struct metrics_interval	r = { NAN, NAN };
	size_t			cut = n / 40;	/* 2.5 % at each end */

	if (n < METRICS_REPLICATES / 2)
		return r;
	metrics_median(v, n);	/* sorts */
	r.low = v[cut];
	r.high = v[n - 1 - cut];
	return r;
}

enum rc
boot_intervals(const struct boot_value *means, size_t nmeans, struct boot_value *medians,
    size_t nmedians, size_t nclusters, uint64_t seed, struct metrics_interval *mean,
    struct metrics_interval *median, struct err *e)
{
	double		 a[METRICS_REPLICATES], b[METRICS_REPLICATES];
	size_t		 na = 0, nb = 0;
	uint32_t	*weight;
	struct rng	 rng;

	*mean = *median = (struct metrics_interval){ NAN, NAN };
	if (nclusters < 2)
		return RC_OK;
	if ((weight = malloc(nclusters * sizeof(*weight))) == NULL)
		return err_set(e, RC_NOMEM, "metrics: no memory");
	if (nmedians > 1)
		qsort(medians, nmedians, sizeof(*medians), value_order);
	for (uint64_t r = 0; r < METRICS_REPLICATES; r++) {
		rng_init(&rng, seed, r);
		memset(weight, 0, nclusters * sizeof(*weight));
		for (size_t i = 0; i < nclusters; i++)
			weight[rng_below(&rng, (uint32_t)nclusters)]++;
		if (!isnan(a[na] = weighted_mean(means, nmeans, weight)))
			na++;
		if (!isnan(b[nb] = weighted_median(medians, nmedians, weight)))
			nb++;
	}
	free(weight);
	*mean = boot_interval(a, na);
	*median = boot_interval(b, nb);
	return RC_OK;
}
