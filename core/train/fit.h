/*
 * Fitting: a part of the data, by time and by item, becomes the files of a model.
 *
 * A subset is a date and a mask: only routings inserted up to `until` of items that are not
 * hidden, and work results of those items reported up to `until`, are looked at.  Columns,
 * their profile and their values come from all items.
 */
#ifndef CORE_TRAIN_FIT_H
#define CORE_TRAIN_FIT_H

#include <json-c/json.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/model/files.h"
#include "core/train/corpus.h"
#include "core/train/dataset.h"

struct fit_in {
	const struct dataset	*data;
	const struct mapping	*mapping;
	const struct corpus	*corpus;
	const uint8_t		*hidden;	/* a byte an item, 1: as if it had no routings; NULL: none */
	int32_t			 until;		/* DATE_NONE: everything */
	/*
	 * The probability is calibrated on items first routed in (until, calibrate_until], or,
	 * with DATE_NONE, taken from `calibrated`, another fit's file; neither: it is a
	 * cautious default.
	 */
	int32_t			 calibrate_until;
	const struct buf	*calibrated;	/* its FILE_CALIBRATION */
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

/* The percentile (0 to 1) of the days of first insertion over routed items; DATE_NONE: no dates. */
int32_t	fit_split_day(const struct dataset *d, double percentile);

#endif
