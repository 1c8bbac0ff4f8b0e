/* What calibrate.c and calibrate_widths.c share. */
#ifndef CORE_TRAIN_FIT_CALIBRATE_H
#define CORE_TRAIN_FIT_CALIBRATE_H

#include "core/train/fit/fit_priv.h"

#define NCANDIDATES	PREDICT_CANDIDATES_MAX
#define MISSES_MOST	24	/* operations of one item that are looked at */
#define WIDTH_DEFAULT	1.3f

/* How far an actual time lay from p50, in half widths of its side of the interval. */
struct miss {
	uint32_t	job;
	float		by, weight;
	bool		work;		/* the actual time is a work result's */
};

/* What became of one item's prediction. */
struct outcome {
	uint32_t	item;
	uint32_t	blank;		/* of 256 columns so many are blanked first: a copy */
	size_t		n;		/* candidates; 0: there was no answer */
	size_t		right;		/* the candidate that came true; n: none */
	double		x[NCANDIDATES][PREDICT_SIGNALS], none[PREDICT_NONE];
	double		similarity, p;	/* p: of the one that is likeliest */
	bool		first;		/* it came true */
	size_t		nmiss[2];
	struct miss	miss[2][MISSES_MOST];
};

/* Notes the times of the candidate, where its operations are among the planner's. */
void	widths_note(const struct fit_in *in, struct outcome *o, const struct ds_routing *truth,
	    const struct predict_candidate *c);
/*
 * The factors by which intervals must be stretched to hold 80 %, after they were stretched by
 * WIDTH_DEFAULT: of all jobs (all), and of each (width: 2 x njobs, as struct model has it).
 */
enum rc	widths_fit(const struct fit_in *in, const struct outcome *o, size_t n, double all[2],
	    float *width, struct err *e);

#endif
