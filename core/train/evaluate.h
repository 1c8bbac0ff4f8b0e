/*
 * Measuring by the held-out protocol: split by time, fit on the first part, calibrate on the
 * second, ask about the third, with baselines and, where a truth is given, the ceiling in the
 * same tables.
 */
#ifndef CORE_TRAIN_EVALUATE_H
#define CORE_TRAIN_EVALUATE_H

#include <json-c/json.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/train/corpus.h"
#include "core/train/dataset.h"
#include "core/train/train.h"

#define EVALUATE_ITEMS	2000	/* test items that are asked, sampled by the seed */

/*
 * The whole protocol on a data set in memory; in's mapping, seed, threads, truth, answers and
 * progress count; without in->evaluate only the fit and its calibration, and *metrics is NULL.
 * Else *metrics is what metrics.json holds under "evaluation", owned by the caller:
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
enum rc	evaluate_dataset(const struct train_in *in, const struct dataset *d,
	    const struct corpus *c, struct json_object **metrics, struct json_object **outcomes,
	    struct buf *calibrated, struct err *e);

#endif
