/*
 * Training: three row sources and a mapping profile become the files of a model version.
 * The same data, settings and seed give the same bytes for any number of threads.
 */
#ifndef CORE_TRAIN_TRAIN_H
#define CORE_TRAIN_TRAIN_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/rows.h"
#include "core/feat/mapping.h"

struct train_in {
	struct rows		*items, *routings;	/* read to their ends, not closed */
	struct rows		*work;			/* NULL: the site has none */
	const struct mapping	*mapping;
	const char		*source[3];		/* query texts of the three, for the manifest; NULL: none */
	uint64_t		 seed;
	unsigned		 threads;		/* 0: one a processor */
	bool			 evaluate;		/* measure on the time-ordered split (QUALITY.md) before refitting on all */
	bool			 full_ablation;		/* on all items, not on a sample: a dozen fits */
	const char		*truth;			/* file with the sample factory's truth for the ceiling, or NULL */
	struct json_object	*answers;		/* see struct evaluate_in */
	/* Called at each step, may be NULL; RC_CANCELLED ends the training. */
	enum rc			(*progress)(void *ctx, const char *stage, double done, struct err *e);
	void			*ctx;
};

/*
 * Fit, and write all files of the version into dir, which exists and is empty: the .rml
 * files, feature_weights.json, columns.json (card.h), metrics.json, outcomes.json (outcomes.h;
 * where there was something to measure), model_card.md and manifest.json last.  `request`
 * (borrowed) becomes training_request.json.  dir NULL: a dry run that writes nothing.
 * version: 16 hex digits of the content hash, and a NUL.  *metrics (NULL is fine): what
 * metrics.json holds, owned by the caller.
 */
enum rc	train_run(const struct train_in *in, const char *dir, struct json_object *request,
	    char version[17], struct json_object **metrics, struct err *e);

/* Only the measuring, with the held-out protocol; the table of QUALITY.md as JSON. */
enum rc	train_evaluate(const struct train_in *in, struct json_object **metrics, struct err *e);
#endif
