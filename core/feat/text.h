/*
 * What a planner typed, in one spelling: full-width and compatibility forms become ASCII,
 * all diameter signs one, all multiplication signs between numbers one, case is folded,
 * blanks are collapsed.  Bytes that are not UTF-8 become U+FFFD; nothing is read past len.
 */
#ifndef CORE_FEAT_TEXT_H
#define CORE_FEAT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/str.h"

#define TEXT_DIAMETER	"\xc3\xb8"	/* U+00F8, for Ø φ Φ ⌀ ∅ in front of a number */
#define TEXT_PLUSMINUS	"\xc2\xb1"
#define TEXT_DEGREE	"\xc2\xb0"
#define TEXT_TRIANGLE	"\xe2\x96\xbd"	/* U+25BD, the finishing mark */

/*
 * Append the normal form of s.  It is lower case, begins and ends without a blank, has no
 * two blanks in a row and no control characters; normalising it again changes nothing.
 */
void		text_normalise(struct str s, struct buf *out);
/* The same into out, which has room for TEXT_ROOM(s.len) bytes; returns the length.  No NUL. */
size_t		text_normalise_to(struct str s, char *out);
#define TEXT_ROOM(len)	(3 * (len) + 1)
/* NULL, blank, or one of the ways to say "nothing": - -- . nan n/a null none #n/a 없음 ... */
bool		text_missing(struct str s);
/*
 * s (normalised) with each number as one '#', into out, which has room for s.len bytes:
 * what a text says apart from its sizes.  Returns the length.
 */
size_t		text_mask_digits(struct str s, char *out);

#endif
