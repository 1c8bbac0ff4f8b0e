/* Between concept.c and its tables. */
#ifndef CORE_FEAT_CONCEPT_PRIV_H
#define CORE_FEAT_CONCEPT_PRIV_H

#include <stddef.h>

#define CONCEPT_KEY	48	/* bytes of the longest spelling, without blanks and signs */

/*
 * A concept and its spellings, normalised, with a comma between.  Blanks and signs within
 * don't count: "hard chrome" is also hard-chrome and hardchrome.  But
 *	b/ox	a slash: the text must have some sign there, b.ox or b-ox; box is another word
 *	=탭	the whole word only: not in 탭핑유
 *	^용사	at the beginning of a word only: not in 사용사양
 *	!bare	means that there is none
 */
struct concept {
	const char	*name;
	const char	*kind;		/* the name of the wider concept, or NULL */
	const char	*spellings;
};

/* Names that are none: phrases that look like a concept, and words that negate one. */
#define CONCEPT_NOTHING	"-"
#define CONCEPT_BEFORE	"-before"	/* no, without */
#define CONCEPT_BEHIND	"-behind"	/* not required, 없음 */

extern const struct concept	concept_surface[], concept_finish[], concept_work[],
				concept_check[];
extern const size_t		concept_nsurface, concept_nfinish, concept_nwork, concept_ncheck;

#endif
