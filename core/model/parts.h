/*
 * What those who fit a model and those who predict with it must agree on, beside the
 * sections of its files.
 */
#ifndef CORE_MODEL_PARTS_H
#define CORE_MODEL_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "core/model/model.h"
#include "core/model/predict.h"

enum { SETUP, RUN };	/* the two times, wherever an array has [2] */

/*
 * Fitted on later data (core/train/fit/calibrate.c).  A candidate's utility is weight . its
 * signals, that of "none of these" is none . the answer's; probabilities are their softmax
 * (conditional logit, McFadden 1974), less the share of routings that planners slipped in.
 */
struct model_calibration {
	double	weight[PREDICT_SIGNALS], none[PREDICT_NONE];
	double	slips;		/* share of routings that nothing foretells: 0 to 1 */
	double	auto_least;	/* probability from which an answer is `auto`; > 1: never */
	double	similarity_least;	/* below it there is no answer */
	double	width[2];	/* what intervals of setup and run are stretched by, over all jobs */
	/* Most items leave open no more of what decides, and are no less like their nearest. */
	double	untold_usual, similarity_usual;
	double	items;		/* it was fitted on so many; 0: the cautious default */
};

/* The key of an effect on a time: of job with machine or with a category token. */
uint64_t	model_effect_key(int which, uint32_t job, uint64_t what);
uint64_t	model_machine_what(uint32_t res);

/*
 * Columns of what the trees of times look at: the inputs (inputs.h), the bin of the lot, and a
 * column a machine that is 1 for the one that runs it; machines beyond TREE_COLS have none.
 */
size_t		model_time_columns(size_t inputs, size_t resources);

/* How large it is, and how it decides; for reports. */
struct model_facts {
	size_t				 items, rows, dimensions, sequences, jobs, resources;
	struct model_calibration	 calibration;
};
void		model_facts(const struct model *m, struct model_facts *out);

#endif
