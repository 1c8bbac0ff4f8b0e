/*
 * How people write it: each value of a trait has several wordings, Korean, English and
 * abbreviated, and rows hold words that mean nothing for the routing.
 */
#ifndef CORE_TOOL_SAMPLE_WORDS_H
#define CORE_TOOL_SAMPLE_WORDS_H

#include <stddef.h>

#include "core/base/rng.h"
#include "core/tool/sample/cause.h"

#define WORDS_SIZE	96

/* A wording of that value; "" where it has none. */
void	words_trait(struct rng *r, enum trait t, unsigned value, char out[WORDS_SIZE]);
/* A word that decides nothing. */
void	words_noise(struct rng *r, char out[WORDS_SIZE]);
/* "Φ45×32×8T" and its like; mm, or inches where the part is drawn so. */
void	words_size(struct rng *r, const struct size *s, char out[WORDS_SIZE]);
/* What fingers do to text: full-width digits, lower case, doubled blanks, swapped letters. */
void	words_soil(struct rng *r, char *text, size_t size);

#endif
