/*
 * May a new version take the place of the live one?  Both were measured by the same protocol,
 * each on its own time-ordered split.  Test items are drawn by key (split.h), so the two asked
 * mostly the same items; on those that both held out they are compared item by item, and the
 * bootstrap draws families (QUALITY.md).  The newer version knows newer data, so it goes live
 * unless it is worse by more than chance explains: exact@1 must not be worse at all, and
 * what else a planner relies on (compare_measures) not by more than its allowance.
 *
 * With fewer than COMPARE_ITEMS items in common, exact@1 of the two own splits is compared
 * against both intervals.  A version that could not be measured never takes the place of
 * another.
 */
#ifndef CORE_TRAIN_MEASURE_COMPARE_H
#define CORE_TRAIN_MEASURE_COMPARE_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"

#define COMPARE_ITEMS	200

/* What a version's metrics.json and outcomes.json hold; NULL: not there. */
struct compare_side {
	struct json_object	*metrics, *outcomes;
};

struct compare {
	bool			 activate;
	char			 why[400];	/* for people: what was compared, on what */
	/*
	 * {"on":"common_items"|"own_splits"|null,"items","families","new_t0","live_t0",
	 *  "measures":{"exact@1":{"new","live","worse_by","interval":[…],"worse"},…}};
	 * worse_by > 0: the new one is worse.  The caller's.
	 */
	struct json_object	*json;
};

/* Outcomes that are malformed count as not there. */
enum rc	compare_versions(const struct compare_side *new, const struct compare_side *live,
	    uint64_t seed, struct compare *out, struct err *e);
/* exact@1 over all strata, of what metrics.json holds; NaN where it was not measured. */
double	compare_exact1(struct json_object *metrics);

#endif
