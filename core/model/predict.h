/*
 * One prediction: an item's attributes -> features -> which operations it has and in which
 * order, asked of trees; and what the most similar routed items have -> candidates -> machines,
 * times, probability, decision, evidence.
 *
 * Nothing is invented: a sequence either ran whole or is composed of operations that history
 * supports in that order, and every operation ran with its resource.  The item's own routings
 * and those of its revisions are never evidence.  The result depends on model and input
 * alone, not on the clock.
 */
#ifndef CORE_MODEL_PREDICT_H
#define CORE_MODEL_PREDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/err.h"
#include "core/base/item.h"
#include "core/base/str.h"
#include "core/model/model.h"

#define PREDICT_CANDIDATES	4	/* defaults and limits of the request */
#define PREDICT_CANDIDATES_MAX	10
#define PREDICT_TOP_K		10
#define PREDICT_TOP_K_MAX	100
#define PREDICT_SUPPORTERS	3	/* items that are named for an operation */

struct predict_in {
	const struct record	*item;		/* its attributes, key column included if it has one */
	double			 quantity;	/* pieces a lot; 0: 1 */
	bool			 exclude_outsourcing;
	int32_t			 as_of;		/* evidence up to that day; DATE_NONE: all there is */
	size_t			 max_candidates;	/* 0: PREDICT_CANDIDATES */
	size_t			 top_k;			/* similar items; 0: PREDICT_TOP_K */
	bool			 korean;	/* the reason's language; else English */
	/* For ablations: candidates are not taken from similar items; not composed. */
	bool			 no_similar, no_composed;
	bool			 explain;	/* fill contributions (costs some 20 us an item) */
	/* Only similar items with these stored values (both NULL-ended, or NULL); not for candidates. */
	const char *const	*filter_columns, *const *filter_values;
};

/* Minutes.  p10 <= p50 <= p90; all NaN: not known (left out of the answer). */
struct quantiles {
	double	p10, p50, p90;
};

struct predict_resource {
	struct str	code, name;	/* name may be NULL */
	double		probability;
};

enum time_source { TIME_NONE, TIME_WORK_RESULTS, TIME_ROUTING, TIME_ESTIMATE };

struct predict_op {
	int			 proc_seq;
	struct str		 job, job_name, res, res_name;	/* NULL where the site has none */
	int			 inside;	/* 1, 0, or -1 where not known */
	double			 support;	/* share of the similar evidence that has this job, 0 to 1 */
	size_t			 supporters, asked;	/* items of the evidence that have it; of so many */
	struct str		 supporter[PREDICT_SUPPORTERS];	/* the nearest of them; NULL behind the last */
	struct predict_resource	*alternatives;	/* other machines, likeliest first */
	size_t			 nalternatives;
	double			 res_probability;	/* of res */
	struct quantiles	 setup, run;	/* a lot; a piece */
	size_t			 samples;	/* measured operations behind the times */
	enum time_source	 source;
};

struct predict_source {
	struct str	item_code;
	double		similarity;
};

/* What a probability is calibrated on, see core/model/proposals.c; for training and evaluation. */
#define PREDICT_SIGNALS	7	/* of a candidate */
#define PREDICT_NONE	6	/* of the answer: that the candidates are all wrong */
enum {
	PREDICT_OPEN = 6,		/* of a candidate: the chain's word where more is left open than usual */
	PREDICT_NONE_LIKE = 2,		/* of the answer: the nearest item's similarity, */
	PREDICT_NONE_UNKNOWN = 4,	/* values that history does not know, */
	PREDICT_NONE_OPEN = 5		/* and what it leaves open beyond what is usual, times 4 */
};

struct predict_candidate {
	const char		*signature;	/* job codes joined by '>' */
	double			 probability;	/* calibrated; the sum over candidates is <= 1 */
	bool			 composed;	/* false: this very sequence ran */
	struct predict_source	*sources;	/* nearest first */
	size_t			 nsources;
	/* Routings that ran it; of a composed one, that have its rarest pair of neighbours. */
	size_t			 support_items;
	int32_t			 newest;	/* insertion day of the newest supporting routing, or DATE_NONE */
	struct predict_op	*ops;
	size_t			 nops;
	struct quantiles	 setup, run, lead;	/* totals for the quantity */
	double			 signals[PREDICT_SIGNALS];
};

struct predict_contribution {
	struct str	column;
	double		share;		/* over the columns the sum is 1 */
	struct str	query, match;	/* values; NULL: missing */
};

struct predict_similar {
	struct str			 item_code;
	double				 similarity;	/* [0, 1] */
	bool				 has_routing;
	bool				 family;	/* of the query's drawing family */
	struct predict_contribution	*contributions;	/* largest share first; NULL without explain */
	size_t				 ncontributions;
};

enum decision { DECISION_AUTO, DECISION_REVIEW, DECISION_NO_ANSWER };
extern const char *const	decision_names[];	/* "auto", "review", "no_answer" */

struct predict_out {
	enum decision			 decision;
	const char			*reason;	/* NULL with DECISION_AUTO */
	struct predict_candidate	*candidates;	/* likeliest first */
	size_t				 ncandidates;
	struct predict_similar		*similar;	/* nearest first */
	size_t				 nsimilar;
	double				 none[PREDICT_NONE];	/* signals of the answer */
	struct {
		uint64_t lookup, encode, search, routing, time, total;	/* lookup is the caller's */
	} us;
};

/*
 * All of *out lives in the arena or the model.  RC_NOMEM; RC_INVAL: a filter's column is
 * not stored.  An item nothing is known about is no error but DECISION_NO_ANSWER.
 */
enum rc	model_predict(const struct model *m, const struct predict_in *in, struct arena *a,
	    struct predict_out *out, struct err *e);

#endif
