/*
 * Strings are UTF-8 with a length where they come from outside.  What is done here is bytes
 * and code points; what a planner's text means is core/feat/text.h's business.
 */
#ifndef CORE_BASE_STR_H
#define CORE_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A borrowed piece of text, not ended by a NUL.  s == NULL means "not there" (SQL's NULL). */
struct str {
	const char	*s;
	size_t		 len;
};

struct str	str_of(const char *s);		/* NULL gives a NULL str */
struct str	str_trim(struct str s);		/* without ASCII blanks and control characters at both ends */
bool		str_eq(struct str a, struct str b);
bool		str_eqi(struct str a, struct str b);	/* ASCII letters without regard to case */
/* Copies into dst (size bytes, always ended); false if it had to be cut (never inside a character). */
bool		str_copy(char *dst, size_t size, struct str s);
/* Whole of s as a number, blanks around it allowed; false if it is not one or not finite. */
bool		str_double(struct str s, double *out);
/*
 * The same for what people type in any country: 1,5 and 1.800,25 and 1'250.5 as well.  A lone
 * comma before just three digits parts thousands, but for 0,125.
 */
bool		str_decimal(struct str s, double *out);
bool		str_int64(struct str s, int64_t *out);

/*
 * The code point at s[*i], with *i moved behind it; i < len.  Bytes that are not UTF-8
 * (overlong, surrogate, cut) give U+FFFD and move on by one.
 */
uint32_t	utf8_next(const char *s, size_t len, size_t *i);
bool		utf8_valid(const char *s, size_t len);
/* Writes c (a Unicode scalar value) to out; returns 1 to 4. */
size_t		utf8_put(char out[4], uint32_t c);

#endif
