/*
 * Measuring by the held-out protocol: split by time, fit on the first part, calibrate on the
 * second, ask about the third, with baselines and, where a truth is given, the ceiling in the
 * same tables.
 */
#ifndef CORE_TRAIN_MEASURE_EVALUATE_H
#define CORE_TRAIN_MEASURE_EVALUATE_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/feat/mapping.h"
#include "core/train/history/corpus.h"
#include "core/train/history/dataset.h"

struct evaluate_in {
	const struct mapping	*mapping;
	uint64_t		 seed;
	unsigned		 threads;	/* 0: one a processor */
	bool			 calibrate_only;	/* fit and calibrate, measure nothing */
	bool			 full_ablation;	/* on all items, not on a sample: a dozen fits */
	const char		*truth;		/* file with the sample factory's truth for the ceiling, or NULL */
	/*
	 * An array (borrowed) to which the measuring adds each test item: {"item_code","strata":
	 * […],"planner":signature,"decision","candidates":[{"probability","signature"},…]}; NULL.
	 */
	struct json_object	*answers;
	/* Called at each step, may be NULL; RC_CANCELLED ends it. */
	enum rc			(*progress)(void *ctx, const char *stage, double done, struct err *e);
	void			*ctx;
};

#define EVALUATE_ITEMS	4000	/* test items that are asked, sampled by the seed */

/*
 * The whole protocol on a data set in memory.  *metrics (NULL with calibrate_only) is what metrics.json holds under "evaluation", owned by the caller:
 *	{"protocol":{…},"strata":{"all":{"model":{…},"mode":{…},"family":{…},"nearest":{…},
 *	 "ceiling":{…}|null,…},…},"calibration":[{"items","probability","exact"},…],
 *	 "ablation":{"test_items","rows":[{"with"|"without":part,"exact@1",…,"adds",
 *	 "interval":[low,high]},…]}|null}
 * with null for what cannot be measured, the ablation of a small plant among it.  A plant with too little history to hold any item
 * back is no error: "strata" is null and protocol.reason says why.
 *
 * calibrated (NULL is fine, else initialised): FILE_CALIBRATION of the fit that was measured,
 * for the refit on everything; left empty where nothing was measured.
 * outcomes (NULL is fine): what outcomes.json holds, owned by the caller; NULL where nothing
 * was measured.
 */
enum rc	evaluate_dataset(const struct evaluate_in *in, const struct dataset *d,
	    const struct corpus *c, struct json_object **metrics, struct json_object **outcomes,
	    struct buf *calibrated, struct err *e);
/* QUALITY.md's table for people: one column a stratum, baselines and ceiling beside. */
void	evaluate_table(struct json_object *metrics, struct buf *out);

#endif
