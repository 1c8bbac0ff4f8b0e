/*
 * A training run from its row in the registry to its version: lease, temporary folder, fit,
 * rename, registration, activation.  The same for the command line and for a run that the
 * server queued.
 */
#ifndef CORE_TOOL_TRAINER_H
#define CORE_TOOL_TRAINER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/tool/site.h"

struct trainer_in {
	int64_t		 run_id;	/* a queued run; 0: make one from the rest */
	const char	*label;		/* NULL: none */
	const char	*activate;	/* if_better, always or never */
	const char	*note;		/* NULL: none */
	const char	*truth;		/* the sample factory's truth, for the ceiling; NULL: none */
	bool		 dry_run;
};

/*
 * RC_BUSY: another run is at work.  Whatever the end, the registry tells it, and a run that
 * did not complete leaves nothing in MODEL_DIRECTORY.  Results go to stdout.
 */
enum rc	trainer_run(struct site *s, const struct trainer_in *in, struct err *e);

/* Removes the temporary folders of runs that ended or died. */
enum rc	trainer_sweep(struct site *s, struct err *e);

#endif
