/*
 * What anybody could do without learning, to be beaten by who claims to learn:
 *	mode	the most frequent sequence of the same part type and material, backing off
 *		to the type, then to all;
 *	family	the newest routing of the same drawing family, else mode;
 *	nearest	the newest routing of the nearest item by one-hot codes, scaled numbers and
 *		character n-grams, cosine, nothing weighted by what it is good for.
 * Each answers with a training item, whose routing is taken as it stands.
 */
#ifndef CORE_TRAIN_MEASURE_BASELINE_H
#define CORE_TRAIN_MEASURE_BASELINE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/train/history/corpus.h"

#define BASELINE_NONE	UINT32_MAX

/* A training item with the routing that a planner would copy. */
struct baseline_item {
	uint32_t	place;		/* in the corpus */
	uint32_t	routing;	/* the caller's number of it */
	uint32_t	seq;		/* number of its sequence: equal for equal ones */
	int32_t		day;		/* of its insertion, DATE_NONE: not known */
};

struct baseline;

/* c and train (n of them, by place) are borrowed.  The caller ends *out with baseline_free(). */
enum rc	baseline_new(struct baseline **out, const struct corpus *c,
	    const struct baseline_item *train, size_t n, struct err *e);
void	baseline_free(struct baseline *b);	/* NULL is fine */

/* The routing for the corpus's item at place, or BASELINE_NONE if there is none at all. */
uint32_t baseline_mode(const struct baseline *b, size_t place);
uint32_t baseline_family(const struct baseline *b, size_t place);
/* For many at once: routing[i] for place[i]; ties go to the lower place. */
enum rc	baseline_nearest(const struct baseline *b, const uint32_t *place, size_t n,
	    unsigned threads, uint32_t *routing, struct err *e);

/*
 * The columns that mode takes for part type (0) and material (1), or NULL if it found none.
 * Of the category columns whose names say so, or else of all, it takes those with which it
 * is right most often on the training items, each left out in turn.
 */
const char *baseline_column(const struct baseline *b, int which);

#endif
