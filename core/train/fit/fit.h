/*
 * Fitting: a part of the data, by time and by item, becomes the files of a model.
 *
 * A subset is a date and a mask: only routings inserted up to `until` of items that are not
 * hidden, and work results of those items reported up to `until`, are looked at.  Columns,
 * their profile and their values come from all items.
 */
#ifndef CORE_TRAIN_FIT_FIT_H
#define CORE_TRAIN_FIT_FIT_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/model/files.h"
#include "core/train/history/corpus.h"
#include "core/train/history/dataset.h"

/* What can be left out of a fit, to see what it adds (ablation.c); bits of fit_in.without. */
enum fit_part {
	FIT_GEOMETRY = 1 << 0,	/* numbers that columns and texts agree on */
	FIT_VALUES = 1 << 1,	/* values that texts name */
	FIT_CONCEPTS = 1 << 2,	/* phrases of the trade */
	FIT_WORDS = 1 << 3,	/* words, pairs, n-grams, specs of texts */
	FIT_HABITS = 1 << 4,	/* codes embedded by the operations they go with */
	FIT_IMPLIED = 1 << 5,	/* gaps filled by what other columns say */
	FIT_DAY = 1 << 6,	/* the date of the routing */
	FIT_FORMER = 1 << 7,	/* routings that were replaced */
	FIT_CHAIN = 1 << 8,	/* the operations before, when one is asked for */
	FIT_WEIGHTS = 1 << 9,	/* the weights of tokens in the similarity are learned */
	FIT_SIMILAR = 1 << 10,	/* sequences of similar items as candidates */
	FIT_COMPOSED = 1 << 11,	/* composed sequences as candidates */
	FIT_TIME_TREES = 1 << 12	/* trees over what regressions of times leave */
};

struct fit_in {
	const struct dataset	*data;
	const struct mapping	*mapping;
	const struct corpus	*corpus;
	const uint8_t		*hidden;	/* a byte an item, 1: as if it had no routings; NULL: none */
	int32_t			 until;		/* DATE_NONE: everything */
	/*
	 * The probability is calibrated on these items (a byte an item), which the fit does not
	 * see for being hidden or later, and on their routings up to calibrate_until (DATE_NONE:
	 * all).  NULL: it is taken from `calibrated`, another fit's file; neither: it is a
	 * cautious default.
	 */
	const uint8_t		*calibrate;
	int32_t			 calibrate_until;
	const struct buf	*calibrated;	/* its FILE_CALIBRATION */
	unsigned		 without;	/* enum fit_part; 0 for a model that goes live */
	bool			 quick;		/* fewer and coarser trees, for an ablation */
	unsigned		 threads;
	uint64_t		 seed;
	/* May be NULL; done from 0 to 1. */
	enum rc			(*progress)(void *ctx, const char *stage, double done, struct err *e);
	void			*ctx;
};

/*
 * out was made by model_files_init(); the caller ends it.  RC_INVAL: nothing to learn from.
 * weights (NULL is fine): the learned weight of each column, for feature_weights.json;
 * owned by the caller.
 */
enum rc	fit_model(const struct fit_in *in, struct model_files *out,
	    struct json_object **weights, struct err *e);

#endif
