/*
 * What is held out: items are parted by the day on which their first routing was inserted,
 * so that a model is asked about parts that came later than all it has learned from.
 * Revisions of an item (alike but for key and drawing, and of one drawing family) stay
 * together, on the side of the earliest.
 */
#ifndef CORE_TRAIN_MEASURE_SPLIT_H
#define CORE_TRAIN_MEASURE_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/clock.h"
#include "core/base/err.h"
#include "core/train/history/corpus.h"

enum split_part {
	SPLIT_UNDATED,		/* no date in a plant that has dates: learned from, never asked */
	SPLIT_TRAIN, SPLIT_CALIBRATE, SPLIT_TEST, SPLIT_NPARTS
};

/* Strata, as bits.  Each test item has one of the first two, and the third beside it or not. */
enum {
	SPLIT_SEEN_FAMILY = 1,	/* a twin or one of its drawing family is in training */
	SPLIT_NEW_FAMILY = 2,
	SPLIT_NEW_VALUE = 4	/* one of its categorical values is not */
};

struct split {
	size_t		 n;		/* routed items: places of the corpus */
	uint8_t		*part;		/* n, enum split_part */
	size_t		 count[SPLIT_NPARTS];
	/* First insertions up to t0 train, up to t1 calibrate.  DATE_NONE if random. */
	int32_t		 t0, t1;
	/* There are no dates, or they do not part the items: eight, one and one tenth of the
	 * revision groups, by the seed. */
	bool		 random;
	/* Places of a sample of the test items, ascending: which are drawn depends on key and
	 * seed, so that splits of a growing plant have most of theirs in common. */
	uint32_t	*test;
	uint8_t		*strata;	/* ntest */
	size_t		 ntest;
};

/*
 * day: the first insertion of each of the corpus's items, DATE_NONE where not known.  p0, p1:
 * the percentiles of day that t0 and t1 are (0.8 and 0.9).  most: test items that are
 * sampled (0: all).  The caller ends *out with split_free().
 */
enum rc	split_make(struct split **out, const struct corpus *c, const int32_t *day, double p0,
	    double p1, size_t most, uint64_t seed, struct err *e);
void	split_free(struct split *s);	/* NULL is fine */

/*
 * Is the item at place i learned from?  Not so one that came later than t0 and is on the
 * training side only because a revision of it was earlier: it is left out of everything.
 */
bool	split_trains(const struct split *s, const int32_t *day, size_t i);

/* The least day that at least the share p of the dated ones are not behind; DATE_NONE: no dates. */
enum rc	split_percentile(const int32_t *day, size_t n, double p, int32_t *out,
	    struct err *e);
const char *split_stratum_name(unsigned bit);	/* 0: "all" */

#endif
