/*
 * How good predictions are, against what the planner wrote: exactness, operations, times, honesty.
 * Pure functions over numbers; who predicts, and from what, is not known here.  A figure
 * that cannot be measured is NAN, never 0.
 */
#ifndef CORE_TRAIN_MEASURE_METRICS_H
#define CORE_TRAIN_MEASURE_METRICS_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define METRICS_NONE	UINT32_MAX	/* no resource */
#define METRICS_BINS	10
#define METRICS_REPLICATES 1000		/* of the bootstrap */

/* Minutes.  NAN: not predicted; a point forecast has p50 alone. */
struct metrics_time {
	double	p10, p50, p90;
};

struct metrics_op {
	uint32_t		job, res;
	struct metrics_time	setup, run;
};

struct metrics_candidate {
	const struct metrics_op	*ops;
	size_t			 nops;
	double			 probability;	/* NAN: none is claimed */
};

/* An operation as it was: minutes, NAN where not known. */
struct metrics_actual {
	uint32_t	job, res;
	double		setup, run;
};

enum metrics_decision { METRICS_AUTO, METRICS_REVIEW, METRICS_NO_ANSWER };

struct metrics_case {
	const struct metrics_candidate	*candidates;	/* best first; not looked at with METRICS_NO_ANSWER */
	size_t				 ncandidates;
	enum metrics_decision		 decision;
	const struct metrics_actual	*ops;		/* the planner's routing, in order */
	size_t				 nops;
	int				 oracle;	/* its sequence stood among the neighbours: 1, 0; -1: not asked */
	uint64_t			 family;	/* items of one are drawn together; 0: of its own */
	unsigned			 strata;	/* bits of the caller's */
};

/* Scores of all cases of one predictor; metrics_fini() ends it. */
struct metrics {
	struct metrics_score {
		uint64_t	family;
		unsigned	strata;
		unsigned	rank;		/* of the candidate that equals the planner's; 0: none */
		double		f1, edit, probability;
		uint32_t	matched, with_res, same_res;
		enum metrics_decision decision;
		int		oracle;
	}			*score;
	size_t			 n, cap;
	struct metrics_pair {			/* a predicted and an actual time > 0 */
		uint32_t	 item;		/* index of its score */
		bool		 run;		/* else setup */
		double		 actual;
		struct metrics_time time;
	}			*pair;
	size_t			 npairs, pair_cap;
};

struct metrics_bin {
	size_t	n;
	double	probability, exact;	/* means */
};

struct metrics_interval {
	double	low, high;		/* 95 %, NAN: too little data */
};

struct metrics_result {
	size_t	items, families, matched;	/* matched: operations of candidate 1 found in the planner's */
	size_t	setups, runs;			/* times compared */
	double	exact1, exact2, exact4, op_f1, edit_distance, resource_accuracy;
	double	setup_medape, run_medape, coverage_80, width_80;
	double	setup_coverage_80, run_coverage_80;
	double	ece, brier, auto_precision, auto_share, answered, oracle_neighbour;
	struct metrics_interval	exact1_interval, run_medape_interval;
	struct metrics_bin	bin[METRICS_BINS];
	size_t			nbins;
};

void	metrics_init(struct metrics *m);
void	metrics_fini(struct metrics *m);
enum rc	metrics_add(struct metrics *m, const struct metrics_case *c, struct err *e);
/*
 * Over the cases that have one of the strata's bits (0: all).  The bootstrap draws families
 * with replacement, METRICS_REPLICATES times from the seed.
 */
enum rc	metrics_result(const struct metrics *m, unsigned strata, uint64_t seed,
	    struct metrics_result *out, struct err *e);

/*
 * The 95 % interval of a's exact@1 minus b's, which have the same cases in the same order;
 * families are drawn with replacement.
 */
enum rc	metrics_difference(const struct metrics *a, const struct metrics *b, uint64_t seed,
	    struct metrics_interval *out, struct err *e);

/* Levenshtein distance over the longer length: 0 the same, 1 nothing in common.  NAN: no memory. */
double	metrics_edit_distance(const uint32_t *a, size_t na, const uint32_t *b, size_t nb);
/*
 * Operations of the same job, paired in order of occurrence: pair[i] is the index in b of
 * a's operation i, or METRICS_NONE.  Returns the number of pairs.
 */
size_t	metrics_match(const uint32_t *a, size_t na, const uint32_t *b, size_t nb,
	    uint32_t *pair);
/* F1 of `matched` pairs of na and nb operations. */
double	metrics_f1(size_t matched, size_t na, size_t nb);
/* |p50 - actual| / actual.  A time that was not predicted is wrong by all of it, 1: silence
 * must not look like skill. */
double	metrics_ape(const struct metrics_pair *p);
/* Sorts v; the mean of the two in the middle of an even number.  NAN for none. */
double	metrics_median(double *v, size_t n);
/*
 * Expected calibration error over min(n, METRICS_BINS) bins of equal mass, filled into bin.
 * Pairs are sorted by p, equal ones stay in order.
 */
struct metrics_claim {
	double	p;
	bool	hit;
};
double	metrics_ece(struct metrics_claim *c, size_t n, struct metrics_bin bin[METRICS_BINS]);
double	metrics_brier(const struct metrics_claim *c, size_t n);

/* A result under the names of metrics_names; NAN becomes null. */
struct json_object *metrics_result_json(const struct metrics_result *r);
extern const char *const	metrics_names[];	/* in the table's order, NULL-ended */

#endif
