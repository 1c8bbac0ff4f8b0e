/* fit_times.c, fit_regress.c and fit_time_trees.c: times under way. */
#ifndef CORE_TRAIN_FIT_FIT_TIMES_H
#define CORE_TRAIN_FIT_FIT_TIMES_H

#include "core/train/fit/fit_trees.h"

/* One operation of evidence and what it took. */
struct sample {
	uint32_t	op, res, place;	/* op of the data set, place in the corpus */
	uint32_t	at;		/* the case */
	float		lot;		/* pieces; NaN */
	float		y[2];		/* log minutes; NaN */
	float		raw[2];		/* minutes: 0 tells apart from missing */
	bool		work[2];
};

/* How much longer something takes than else, log.  What is found twice adds up. */
struct effect {
	uint64_t	key;		/* model_effect_key() */
	double		value;
};

struct timing {
	struct fit	*f;
	const struct fit_inputs *in;
	struct fit_times *t;
	float		*edges;		/* of lots */
	size_t		 nedges;
	struct sample	*sample;
	size_t		 n;
	uint32_t	*job_start;	/* njobs + 1: samples by job */
	struct buf	*effects;	/* one a job, of struct effect as they were found */
	uint32_t	*category;	/* places x ncategories: the item's token, or DS_NONE */
	size_t		 ncategories;	/* columns with role category */
};

/* One job, one time. */
struct job {
	struct timing	*q;
	int		 which;
	uint32_t	 job;
	const struct sample **s;	/* n with a time */
	size_t		 n;
	double		*x, *a, *b;	/* room: 1 + nx, its square, 1 + nx */
	float		*left, *sorted;	/* n */
	double		limit;		/* at which residuals are held in a mean */
	double		*sum;		/* ntokens; zero between uses */
	uint32_t	*count;
};

/* The model of j's job and time, from its samples: coefficients, effects; left. */
void	times_fit_job(struct job *j);
/*
 * Trees over what is left of j's samples; `left` becomes what is left of that.  Nothing
 * where samples are few.
 */
enum rc	times_fit_trees(struct job *j, struct err *e);
int	times_cmp(const void *a, const void *b);	/* of two floats, for qsort() */
double	times_quantile(const float *sorted, size_t n, double q);	/* n > 0 */
/* The numbers of a place of the corpus, standardised, behind a 1: x has 1 + nx. */
void	times_standard(const struct timing *q, uint32_t place, double *x);

#endif
