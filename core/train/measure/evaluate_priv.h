/* What the files of the evaluation share. */
#ifndef CORE_TRAIN_MEASURE_EVALUATE_PRIV_H
#define CORE_TRAIN_MEASURE_EVALUATE_PRIV_H

#include "core/base/arena.h"
#include "core/model/files.h"
#include "core/model/predict.h"
#include "core/train/measure/evaluate.h"
#include "core/train/fit/fit.h"
#include "core/train/measure/metrics.h"
#include "core/train/measure/split.h"

enum evaluate_who {
	EVALUATE_MODEL, EVALUATE_MODE, EVALUATE_FAMILY, EVALUATE_NEAREST, EVALUATE_CEILING,
	EVALUATE_NWHO
};
extern const char *const	evaluate_who_names[EVALUATE_NWHO];
/* The strata in the order they are shown: bits of split.h, 0 for all. */
#define EVALUATE_NSTRATA	4
extern const unsigned		evaluate_strata[EVALUATE_NSTRATA];

/* A test item and what its planner wrote. */
struct evaluate_test {
	uint32_t		 item;		/* in the data set */
	uint32_t		 seq;		/* of its newest routing */
	uint64_t		 family;
	unsigned		 strata;
	struct metrics_actual	*ops;
	size_t			 nops;
};

struct evaluate {
	const struct evaluate_in *in;
	const struct dataset	*data;
	const struct corpus	*corpus;
	const struct split	*split;
	struct arena		*arena;		/* of tests and their operations */
	struct evaluate_test	*test;		/* split->ntest */
	uint64_t		 from_work, from_routing;	/* run times by source */
	struct metrics		 metrics[EVALUATE_NWHO];
	/* The ceiling: of how many test items the truth is known, and its own expectation. */
	size_t			 truths;
	double			 expected[EVALUATE_NSTRATA];	/* sums of the best probability */
	size_t			 expected_of[EVALUATE_NSTRATA];
	const char		*mode_column[2];
	unsigned		 without;	/* enum fit_part: what the model was fitted without */
	bool			 quick;		/* see struct fit_in */
};

/*
 * A routing's operations with their actual times: the median of the work results (reported up
 * to `until`, DATE_NONE: all) of that operation where there are any, else what the routing
 * says.  Array and all in the arena.  work, routing (NULL is fine): run times by source, added to.
 */
enum rc	evaluate_actual(const struct dataset *d, uint32_t routing, int32_t until,
	    struct arena *a, struct metrics_actual **ops, size_t *n, uint64_t *work,
	    uint64_t *routed, struct err *e);

/* evaluate_ask.c: the model's answers and the baselines', into metrics[]. */
enum rc	evaluate_ask_model(struct evaluate *v, const struct model *m, struct err *e);
enum rc	evaluate_ask_baselines(struct evaluate *v, const int32_t *day, struct err *e);
/* evaluate_answers.c: adds test item i's to in->answers. */
enum rc	evaluate_answer(const struct evaluate *v, size_t i, const struct metrics_candidate *cand,
	    size_t ncand, enum metrics_decision decision, struct err *e);
/*
 * Fits on what was known at T0 of the items taken for learning, and calibrates on those taken
 * for that; taken: a byte an item of data, enum split_part.
 */
enum rc	evaluate_fit(const struct evaluate *v, const uint8_t *taken, struct model_files *files,
	    struct err *e);
/* ablation.c: what each part of a model adds; see evaluate.h.  The caller owns *out, NULL for a small plant. */
enum rc	evaluate_ablation(const struct evaluate *v, struct json_object **out, struct err *e);
/* ceiling.c: the truth's, from in->truth. */
enum rc	evaluate_ask_truth(struct evaluate *v, struct err *e);
/* evaluate_json.c */
enum rc	evaluate_json(struct evaluate *v, struct json_object **out, struct err *e);
/* outcomes.c: what the model made of each test item, see outcomes.h.  NULL: no memory. */
struct json_object *outcomes_json(const struct evaluate *v);

#endif
