/* What is counted about a column, and who decides from it. */
#ifndef CORE_FEAT_PROFILE_PRIV_H
#define CORE_FEAT_PROFILE_PRIV_H

#include "core/base/arena.h"
#include "core/feat/profile.h"

#define TALLY_DISTINCT	4096	/* values told apart; a power of two is twice that */
#define TALLY_SLOTS	(2 * TALLY_DISTINCT)
#define PROFILE_SURE	0.95	/* this share of the values decides; the rest is dirt */
#define TALLY_BYTES	80	/* of a value that are kept as an example */

struct tally_value {
	uint64_t	 hash;	/* 0: empty slot */
	uint32_t	 count, first;	/* first: the row it was first seen in */
	const char	*text;	/* as the view has it, trimmed, cut */
};

struct tally {
	struct profile_column	 out;
	struct tally_value	*values;	/* TALLY_SLOTS, by hash */
	size_t	 nvalues;
	size_t	 whole;		/* numbers without point or fraction */
	size_t	 zero_led;	/* such numbers that begin with a 0 and go on */
	size_t	 own_unit;	/* numbers with a unit in the cell */
	size_t	 dates, flags, units, blanks, words, bytes;
	size_t	 codes;		/* one word with a digit in it */
	size_t	 width[24];	/* whole numbers by digits */
};

struct profile {
	struct arena		*arena;
	struct tally		*col;
	struct profile_column	*columns;	/* after profile_end() */
	size_t			 ncols, rows;
};

/* Does one of the words (NULL-ended) stand in name at a border of words? */
bool	profile_named(const char *name, const char *const *words);
/* Fill role, confidence, unit_column and unit_kind of every column. */
void	profile_decide(struct profile *p);

#endif
