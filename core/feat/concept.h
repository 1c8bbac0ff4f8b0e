/*
 * What a phrase means, in whatever language: heat treatments, coatings, finishes, welds,
 * tests, markings and features of a part, by the names and abbreviations that the trade has
 * for them in Korean, English, Japanese and German.  경질크롬도금처리, H/CR and hard chromium
 * plated are one concept; no coating, 무도금 and w/o plating are the contrary of theirs.
 *
 * General knowledge of the trade, not of any plant, as in synonym.h.
 */
#ifndef CORE_FEAT_CONCEPT_H
#define CORE_FEAT_CONCEPT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/str.h"
#include "core/feat/spec.h"

#define CONCEPT_HITS	48
#define CONCEPT_BYTES	2048	/* of a text that are looked at */

struct concept_hit {
	const char	*name;		/* static: "hard chrome" */
	bool		 negated;	/* the text says that there is none */
};

/* Makes the index of spellings (2 ms), so that the first text need not; safe on any thread. */
void	concept_init(void);

/*
 * The concepts of a normalised text, in its order, and behind each what it is a kind of
 * (hard chrome: chrome plating, plating).  What s found in the text (NULL: nothing) is no
 * word: the pt of pt1/4 is no penetrant test.  Returns how many; more than fit are left out.
 */
size_t	concept_find(struct str text, const struct spec *s,
	    struct concept_hit hit[CONCEPT_HITS]);

#endif
