/*
 * outcomes.json: what became of each held-out item when a version was measured, so that a
 * later version can be compared with it on the very same items:
 *	{"split":"time"|"random","t0":"2024-03-01"|null,"t1":…,"seed":1,
 *	 "fields":["item","family","exact","op_f1","auto","auto_exact","run_error","runs",
 *	 "inside","intervals"],"items":[[…],…]}
 * item and family are hashes as 16 hex digits (the family's "" where the item has none);
 * exact, auto and auto_exact (both of them) are 0 or 1; run_error is the sum of the run
 * times' relative errors, each at most OUTCOME_WORST, over `runs` of them; `inside` counts
 * the actual times within p10 to p90, of `intervals`.
 */
#ifndef CORE_TRAIN_MEASURE_OUTCOMES_H
#define CORE_TRAIN_MEASURE_OUTCOMES_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define OUTCOME_WORST	2.0

enum outcome_field {
	OUTCOME_EXACT, OUTCOME_F1, OUTCOME_AUTO, OUTCOME_AUTO_EXACT, OUTCOME_RUN_ERROR,
	OUTCOME_RUNS, OUTCOME_INSIDE, OUTCOME_INTERVALS, OUTCOME_NFIELDS
};

struct outcome {
	uint64_t	item, family;	/* family 0: it has none */
	double		v[OUTCOME_NFIELDS];
};

struct outcomes {
	bool		 random;	/* held out by chance, not by time */
	char		 t0[11];	/* "" where there are no dates */
	struct outcome	*item;		/* by item; each once */
	size_t		 n;
};

/* RC_CORRUPT: it is not what outcomes.json holds.  The caller ends *out with outcomes_fini(). */
enum rc	outcomes_parse(struct outcomes *out, struct json_object *o, struct err *e);
void	outcomes_fini(struct outcomes *o);

#endif
