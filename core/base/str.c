#include "config.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/str.h"

struct str
str_of(const char *s)
{
	return (struct str){ s, s == NULL ? 0 : strlen(s) };
}

struct str
str_trim(struct str s)
{
	while (s.len > 0 && (unsigned char)s.s[0] <= ' ') {
		s.s++;
		s.len--;
	}
	while (s.len > 0 && (unsigned char)s.s[s.len - 1] <= ' ')
		s.len--;
	return s;
}

bool
str_eq(struct str a, struct str b)
{
	if (a.s == NULL || b.s == NULL)
		return a.s == b.s;
	return a.len == b.len && memcmp(a.s, b.s, a.len) == 0;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool
str_eqi(struct str a, struct str b)
{
	if (a.s == NULL || b.s == NULL)
		return a.s == b.s;
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.s[i]) != lower(b.s[i]))
			return false;
	return true;
}

bool
str_copy(char *dst, size_t size, struct str s)
{
	size_t	n = s.len;

	if (s.s == NULL)
		n = 0;
	if (n >= size) {
		n = size - 1;
		while (n > 0 && ((unsigned char)s.s[n] & 0xc0) == 0x80)
			n--;	/* the cut would stand inside a character */
	}
	if (n > 0)
		memcpy(dst, s.s, n);
	dst[n] = '\0';
	return n == s.len || s.s == NULL;
}

/* strtod and strtoll want an ended string and take what we don't: hex, inf, nan. */
static bool
number_text(struct str s, char *text, size_t size)
{
	s = str_trim(s);
	if (s.s == NULL || s.len == 0 || s.len >= size)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (strchr("0123456789+-.eE", s.s[i]) == NULL || s.s[i] == '\0')
			return false;
	memcpy(text, s.s, s.len);
	text[s.len] = '\0';
	return true;
}

bool
str_double(struct str s, double *out)
{
	char	 text[64], *end;
	double	 v;

	if (!number_text(s, text, sizeof(text)))
		return false;
	v = strtod(text, &end);
	if (end == text || *end != '\0' || !isfinite(v))
		return false;
	*out = v;
	return true;
}

/* Do the digits from a to b stand in groups of three behind the first, parted by c? */
static bool
grouped(const char *s, size_t a, size_t b, char c)
{
	size_t	run = 0, groups = 0;

	for (size_t i = a; i < b; i++) {
		if (s[i] != c) {
			run++;
			continue;
		}
		if (run == 0 || run > 3 || (groups > 0 && run != 3))
			return false;
		groups++;
		run = 0;
	}
	return groups == 0 || run == 3;
}

bool
str_decimal(struct str s, double *out)
{
	char	text[64];
	size_t	n = 0, first, last, commas = 0, dots = 0;
	char	mark;

	if (str_double(s, out))
		return true;
	s = str_trim(s);
	if (s.s == NULL || s.len == 0 || s.len >= sizeof(text))
		return false;
	first = s.s[0] == '-' || s.s[0] == '+';
	last = s.len;
	for (size_t i = first; i < s.len; i++) {
		if (strchr("0123456789.,'", s.s[i]) == NULL || s.s[i] == '\0')
			return false;
		commas += s.s[i] == ',';
		dots += s.s[i] == '.';
		if (s.s[i] == ',' || s.s[i] == '.')
			last = i;	/* the last of them */
	}
	/* It is the decimal mark if it stands once and does not look like one of thousands. */
	mark = last < s.len ? s.s[last] : '\0';
	if (mark != '\0' && ((mark == ',' ? commas : dots) > 1 || (mark == ',' && dots == 0 &&
	    s.len - last == 4 && s.s[first] != '0')))
		last = s.len;
	/* And what parts thousands is one of the others. */
	if (last < s.len)
		mark = mark == ',' && dots > 0 ? '.' : mark == '.' && commas > 0 ? ',' : '\'';
	else
		mark = dots > 0 ? '.' : commas > 0 ? ',' : '\'';
	if (!grouped(s.s, first, last, mark))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (i == last)
			text[n++] = '.';
		else if (s.s[i] != mark)
			text[n++] = s.s[i];
	return str_double((struct str){ text, n }, out);
}

bool
str_int64(struct str s, int64_t *out)
{
	char		 text[32], *end;
	long long	 v;

	if (!number_text(s, text, sizeof(text)))
		return false;
	errno = 0;
	v = strtoll(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0)
		return false;
	*out = v;
	return true;
}

uint32_t
utf8_next(const char *s, size_t len, size_t *i)
{
	static const uint32_t	least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char	*p = (const unsigned char *)s + *i;
	size_t			 left = len - *i, n;
	uint32_t		 c = p[0];

	(*i)++;
	if (c < 0x80)
		return c;
	n = c >= 0xf0 && c < 0xf8 ? 4 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xc0 && c < 0xe0 ? 2 : 0;
	if (n == 0 || left < n)
		return 0xfffd;
	c &= 0xffU >> (n + 1);
	for (size_t k = 1; k < n; k++) {
		if ((p[k] & 0xc0) != 0x80)
			return 0xfffd;
		c = c << 6 | (p[k] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0xfffd;
	*i += n - 1;
	return c;
}

bool
utf8_valid(const char *s, size_t len)
{
	for (size_t i = 0, was; i < len;) {
		was = i;
		/* U+FFFD itself is three bytes long; what is not UTF-8 moves on by one. */
		if (utf8_next(s, len, &i) == 0xfffd && i - was == 1)
			return false;
	}
	return true;
}

size_t
utf8_put(char out[4], uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}
