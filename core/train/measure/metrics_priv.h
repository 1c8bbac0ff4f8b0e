/* The bootstrap, for metrics_result() and its tests. */
#ifndef CORE_TRAIN_MEASURE_METRICS_PRIV_H
#define CORE_TRAIN_MEASURE_METRICS_PRIV_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/train/measure/metrics.h"

/* A score or an error of a member of cluster `cluster` (numbered from 0). */
struct boot_value {
	double		v;
	uint32_t	cluster;
};

/* The 95 % interval of n replicates, which are sorted; NAN where too many are missing. */
struct metrics_interval boot_interval(double *v, size_t n);
/*
 * 95 % intervals of the mean of `means` and the median of `medians` (which is sorted) when
 * the nclusters clusters are drawn with replacement.  NAN with fewer than two clusters.
 */
enum rc	boot_intervals(const struct boot_value *means, size_t nmeans,
	    struct boot_value *medians, size_t nmedians, size_t nclusters, uint64_t seed,
	    struct metrics_interval *mean, struct metrics_interval *median, struct err *e);

#endif
