/*
 * One code point after the other is mapped to its plain form (pass 1), then the signs that
 * take several characters are joined (pass 2, which only shortens).  No form is more than
 * three times as long as what it stands for: a stray byte, which becomes U+FFFD.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/feat/text.h"

struct form {
	uint32_t	 c;
	const char	*to;
};

/* By code point.  "" leaves it out. */
static const struct form forms[] = {
	{ 0x00a0, " " }, { 0x00a8, " " }, { 0x00ad, "" }, { 0x00ae, "" },
	{ 0x00b2, "2" }, { 0x00b3, "3" }, { 0x00b4, "'" }, { 0x00b7, " " },
	{ 0x00b9, "1" }, { 0x00ba, TEXT_DEGREE }, { 0x00bc, "1/4" }, { 0x00bd, "1/2" },
	{ 0x00be, "3/4" }, { 0x00d7, "x" },
	{ 0x0278, TEXT_DIAMETER }, { 0x02b9, "'" }, { 0x02ba, "\"" }, { 0x02da, TEXT_DEGREE },
	{ 0x02dc, "~" }, { 0x03bc, "\xc2\xb5" },
	{ 0x03c6, TEXT_DIAMETER }, { 0x03c7, "x" }, { 0x03d5, TEXT_DIAMETER },
	{ 0x0444, TEXT_DIAMETER }, { 0x0445, "x" },
	{ 0x1680, " " }, { 0x2010, "-" }, { 0x2011, "-" }, { 0x2012, "-" }, { 0x2013, "-" },
	{ 0x2014, "-" }, { 0x2015, "-" }, { 0x2018, "'" }, { 0x2019, "'" }, { 0x201c, "\"" },
	{ 0x201d, "\"" }, { 0x201e, "\"" }, { 0x2022, " " }, { 0x2024, "." }, { 0x2026, "..." },
	{ 0x2027, " " }, { 0x202f, " " }, { 0x2032, "'" }, { 0x2033, "\"" }, { 0x2044, "/" },
	{ 0x205f, " " }, { 0x2070, "0" }, { 0x2074, "4" }, { 0x2075, "5" }, { 0x2076, "6" },
	{ 0x2077, "7" }, { 0x2078, "8" }, { 0x2079, "9" }, { 0x207a, "+" }, { 0x207b, "-" },
	{ 0x2080, "0" }, { 0x2081, "1" }, { 0x2082, "2" }, { 0x2083, "3" }, { 0x2084, "4" },
	{ 0x2085, "5" }, { 0x2086, "6" }, { 0x2087, "7" }, { 0x2088, "8" }, { 0x2089, "9" },
	{ 0x2103, TEXT_DEGREE "c" }, { 0x2109, TEXT_DEGREE "f" }, { 0x2113, "l" },
	{ 0x2116, "no" }, { 0x2122, "" }, { 0x2126, "\xcf\x89" }, { 0x212a, "k" },
	{ 0x212b, "\xc3\xa5" }, { 0x2153, "1/3" }, { 0x2154, "2/3" }, { 0x215b, "1/8" },
	{ 0x215c, "3/8" }, { 0x215d, "5/8" }, { 0x215e, "7/8" },
	{ 0x2160, "i" }, { 0x2161, "ii" }, { 0x2162, "iii" }, { 0x2163, "iv" },
	{ 0x2164, "v" }, { 0x2165, "vi" }, { 0x2166, "vii" }, { 0x2167, "viii" },
	{ 0x2168, "ix" }, { 0x2169, "x" }, { 0x216a, "xi" }, { 0x216b, "xii" },
	{ 0x2170, "i" }, { 0x2171, "ii" }, { 0x2172, "iii" }, { 0x2173, "iv" },
	{ 0x2174, "v" }, { 0x2175, "vi" }, { 0x2176, "vii" }, { 0x2177, "viii" },
	{ 0x2178, "ix" }, { 0x2179, "x" }, { 0x217a, "xi" }, { 0x217b, "xii" },
	{ 0x2205, TEXT_DIAMETER }, { 0x2207, TEXT_TRIANGLE }, { 0x2212, "-" },
	{ 0x2213, TEXT_PLUSMINUS }, { 0x2215, "/" }, { 0x2217, "*" }, { 0x2219, " " },
	{ 0x223c, "~" }, { 0x2266, "\xe2\x89\xa4" }, { 0x2267, "\xe2\x89\xa5" },
	{ 0x2300, TEXT_DIAMETER }, { 0x2573, "x" }, { 0x25bc, TEXT_TRIANGLE },
	{ 0x2715, "x" }, { 0x2716, "x" }, { 0x2a2f, "x" },
	{ 0x3000, " " }, { 0x3001, "," }, { 0x3002, "." }, { 0x3003, "\"" }, { 0x3008, "<" },
	{ 0x3009, ">" }, { 0x300a, "<" }, { 0x300b, ">" }, { 0x300c, "[" }, { 0x300d, "]" },
	{ 0x300e, "[" }, { 0x300f, "]" }, { 0x3010, "[" }, { 0x3011, "]" }, { 0x3014, "(" },
	{ 0x3015, ")" }, { 0x301c, "~" }, { 0x30fb, " " }, { 0x318d, " " },
	{ 0x321c, "(\xec\xa3\xbc)" }, { 0x327f, "" },
	{ 0x3380, "pa" }, { 0x338d, "\xc2\xb5g" }, { 0x338e, "mg" }, { 0x338f, "kg" },
	{ 0x3396, "ml" }, { 0x339a, "nm" }, { 0x339b, "\xc2\xb5m" }, { 0x339c, "mm" },
	{ 0x339d, "cm" }, { 0x339e, "km" }, { 0x339f, "mm2" }, { 0x33a0, "cm2" },
	{ 0x33a1, "m2" }, { 0x33a3, "mm3" }, { 0x33a4, "cm3" }, { 0x33a5, "m3" },
	{ 0x33a9, "pa" }, { 0x33aa, "kpa" }, { 0x33ab, "mpa" }, { 0x33be, "kw" },
	{ 0x33c4, "cc" }, { 0xfb01, "fi" }, { 0xfb02, "fl" }, { 0xfe63, "-" }, { 0xff65, " " },
	{ 0xffe6, "\xe2\x82\xa9" },
};

static int
form_cmp(const void *key, const void *entry)
{
	uint32_t	c = *(const uint32_t *)key, f = ((const struct form *)entry)->c;

	return c < f ? -1 : c > f;
}

/* The plain form of c in out; returns its length, 0 for what carries nothing. */
static size_t
plain(uint32_t c, char out[8])
{
	const struct form	*f;
	size_t			 n;

	if (c >= 0xff01 && c <= 0xff5e)
		c -= 0xfee0;
	if (c < 0x80) {
		out[0] = c < 0x20 || c == 0x7f ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : (char)c;
		return 1;
	}
	if (c >= 0xac00 && c <= 0xd7a3)		/* a Hangul syllable, as most are here */
		return utf8_put(out, c);
	if (c < 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029) {
		out[0] = ' ';
		return 1;
	}
	if ((c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff)
		return 0;		/* joiners, marks of direction, variation selectors */
	if (c >= 0x2460 && c <= 0x2473) {	/* circled 1 to 20 */
		n = 0;
		out[n++] = '(';
		if (c >= 0x2469)
			out[n++] = c == 0x2473 ? '2' : '1';
		out[n++] = (char)('0' + (c - 0x245f) % 10);
		out[n++] = ')';
		return n;
	}
	if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9 && c != 0x3a2) ||
	    (c >= 0x410 && c <= 0x42f))
		c += 32;		/* Latin-1, Greek, Cyrillic capitals */
	f = bsearch(&c, forms, sizeof(forms) / sizeof(forms[0]), sizeof(forms[0]), form_cmp);
	if (f != NULL) {
		n = strlen(f->to);
		memcpy(out, f->to, n);
		return n;
	}
	return utf8_put(out, c);
}

/* The syllable that the Jamo c makes of prev (Unicode 3.12), or 0. */
static uint32_t
compose(uint32_t prev, uint32_t c)
{
	if (prev >= 0x1100 && prev <= 0x1112 && c >= 0x1161 && c <= 0x1175)
		return 0xac00 + ((prev - 0x1100) * 21 + (c - 0x1161)) * 28;
	if (prev >= 0xac00 && prev <= 0xd7a3 && (prev - 0xac00) % 28 == 0 &&
	    c >= 0x11a8 && c <= 0x11c2)
		return prev + (c - 0x11a7);
	return 0;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* An asterisk at i between two numbers is a multiplication sign; o is the text before it. */
static bool
is_times(const char *o, size_t no, const char *s, size_t i, size_t len)
{
	if (no > 0 && o[no - 1] == ' ')
		no--;
	if (no == 0 || !(is_digit(o[no - 1]) || o[no - 1] == '"' ||
	    (no > 1 && o[no - 1] == 'm' && o[no - 2] == 'm')))
		return false;
	if (++i < len && s[i] == ' ')
		i++;
	return i < len && (is_digit(s[i]) || (s[i] == '.' && i + 1 < len && is_digit(s[i + 1])) ||
	    (i + 1 < len && memcmp(s + i, TEXT_DIAMETER, 2) == 0));
}

/* Pass 2, in place: +/- and +- to the sign, two primes to an inch mark, * to x. */
static size_t
join_signs(char *s, size_t len)
{
	size_t	i = 0, o = 0;

	while (i < len) {
		size_t	skip = 0;

		if (s[i] == '+' && i + 1 < len && s[i + 1] == '-')
			skip = 2;
		else if (s[i] == '+' && i + 2 < len && s[i + 1] == '/' && s[i + 2] == '-')
			skip = 3;
		if (skip > 0) {
			memcpy(s + o, TEXT_PLUSMINUS, 2);
			o += 2;
			i += skip;
		} else if (s[i] == '\'' && i + 1 < len && s[i + 1] == '\'') {
			s[o++] = '"';
			i += 2;
		} else if (s[i] == '*' && is_times(s, o, s, i, len)) {
			s[o++] = 'x';
			i++;
		} else
			s[o++] = s[i++];
	}
	return o;
}

size_t
text_normalise_to(struct str s, char *out)
{
	uint32_t	prev = 0, c, made;
	size_t		o = 0, i = 0, n;
	char		f[8];

	while (i < s.len) {
		unsigned char	b = (unsigned char)s.s[i];

		if (b > 0x20 && b < 0x7f) {	/* the usual case, quickly */
			out[o++] = b >= 'A' && b <= 'Z' ? (char)(b + 32) : (char)b;
			i++;
			prev = b;
			continue;
		}
		c = utf8_next(s.s, s.len, &i);
		if ((made = compose(prev, c)) != 0) {
			o = o - 3 + utf8_put(out + o - 3, made);
			prev = made;
			continue;
		}
		if ((n = plain(c, f)) == 0)
			continue;
		if (f[0] == ' ') {
			if (o > 0 && out[o - 1] != ' ')
				out[o++] = ' ';
			prev = ' ';
			continue;
		}
		/* 1½ is 1-1/2, not 11/2 */
		if (n == 3 && f[1] == '/' && o > 0 && is_digit(out[o - 1]))
			out[o++] = '-';
		memcpy(out + o, f, n);
		o += n;
		prev = c;
	}
	while (o > 0 && out[o - 1] == ' ')
		o--;
	return join_signs(out, o);
}

void
text_normalise(struct str s, struct buf *out)
{
	char	small[TEXT_ROOM(256)], *p = small;
	size_t	n;

	if (s.s == NULL || s.len == 0)
		return;
	if (s.len > 256 && (s.len > SIZE_MAX / 4 || (p = malloc(TEXT_ROOM(s.len))) == NULL)) {
		out->failed = true;
		return;
	}
	n = text_normalise_to(s, p);
	buf_add(out, p, n);
	if (p != small)
		free(p);
}

bool
text_missing(struct str s)
{
	static const char *const nothing[] = {
		"#n/a", "#name?", "#null!", "#ref!", "#value!", "(null)", "<na>", "<null>", "n.a",
		"n.a.", "n/a", "na", "nan", "nat", "nil", "none", "null", "tbd", "undefined",
		"unknown", "\xeb\xaf\xb8\xec\xa0\x95",			/* 미정 */
		"\xec\x97\x86\xec\x9d\x8c",				/* 없음 */
		"\xed\x95\xb4\xeb\x8b\xb9\xec\x97\x86\xec\x9d\x8c",	/* 해당없음 */
		"\xed\x95\xb4\xeb\x8b\xb9 \xec\x97\x86\xec\x9d\x8c",
	};
	char	t[TEXT_ROOM(40)];
	size_t	n, i;

	if (s.s == NULL)
		return true;
	s = str_trim(s);
	if (s.len == 0)
		return true;
	/* No name of nothing is longer, or begins with a digit or another of the letters. */
	if (s.len > 40 || is_digit(s.s[0]) ||
	    (((s.s[0] | 32) >= 'a' && (s.s[0] | 32) <= 'z') && strchr("ntu", s.s[0] | 32) == NULL))
		return false;
	n = text_normalise_to(s, t);
	for (i = 0; i < n && strchr("-._/\\*?~= ", t[i]) != NULL; i++)
		;
	if (i == n)
		return true;
	for (i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
		if (strlen(nothing[i]) == n && memcmp(nothing[i], t, n) == 0)
			return true;
	return false;
}

size_t
text_mask_digits(struct str s, char *out)
{
	size_t	o = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (!is_digit(s.s[i])) {
			out[o++] = s.s[i];
			continue;
		}
		out[o++] = '#';
		while (i + 1 < s.len && (is_digit(s.s[i + 1]) ||
		    (s.s[i + 1] == '.' && i + 2 < s.len && is_digit(s.s[i + 2]))))
			i++;
	}
	return o;
}
