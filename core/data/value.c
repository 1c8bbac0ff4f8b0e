/*
 * One spelling for the same value, whatever the driver: a model is the same whichever database
 * holds the plant.  The column's type says what a value is, never its text: a drawing's
 * revision 1.10 stays what it is.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/data/db_priv.h"

/* [-]digits[.digits], with a sign, leading or trailing zeros as drivers please. */
static size_t
plain_decimal(char *s, size_t n)
{
	size_t	from = n > 0 && (s[0] == '-' || s[0] == '+'), at = from, point, zero;
	bool	minus = n > 0 && s[0] == '-';

	for (point = from; point < n && s[point] >= '0' && s[point] <= '9'; point++)
		continue;
	for (zero = point + (point < n && s[point] == '.'); zero < n && s[zero] >= '0' &&
	    s[zero] <= '9'; zero++)
		continue;
	if (zero != n || n == from || (point == from && n == point + 1))
		return n;	/* an exponent, infinity: as it is */
	while (n > point && (s[n - 1] == '0' || s[n - 1] == '.'))
		if (s[--n] == '.')
			break;
	while (at + 1 < point && s[at] == '0')
		at++;
	if (at == point) {	/* .5: there is room for the 0 */
		memmove(s + minus + 1, s + at, n - at);
		s[minus] = '0';
		return minus + 1 + (n - at);
	}
	if (n - at == 1 && s[at] == '0')
		minus = false;
	memmove(s + minus, s + at, n - at);
	return minus + (n - at);
}

/* A binary number in the fewest digits that give it again: drivers print from 6 to 17 of them. */
static size_t
plain_float(char *s, size_t n, bool single)
{
	char	text[32];
	double	v;
	int	digits = single ? 6 : 15, most = single ? 9 : 17;

	if ((n <= (size_t)digits && memchr(s, 'e', n) == NULL && memchr(s, 'E', n) == NULL) ||
	    n >= sizeof(text) || !str_double((struct str){ s, n }, &v))
		return plain_decimal(s, n);
	for (; digits <= most; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, v);
		if (single ? strtof(text, NULL) == (float)v : strtod(text, NULL) == v)
			break;
	}
	if (strlen(text) > n)
		return n;
	memcpy(s, text, strlen(text));
	return strlen(text);
}

/* YYYY-MM-DD[ hh:mm[:ss[.fraction]]] without what is zero behind the day, and behind the second. */
static size_t
plain_stamp(char *s, size_t n)
{
	size_t	k;

	if (n < 19 || s[4] != '-' || s[7] != '-' || s[13] != ':')
		return n;
	if (n > 20 && s[19] == '.') {
		for (k = 20; k < n && s[k] >= '0' && s[k] <= '9'; k++)
			continue;
		if (k < n)
			return n;	/* a zone follows */
		while (n > 20 && s[n - 1] == '0')
			n--;
		n -= n == 20;
	}
	return n == 19 && memcmp(s + 11, "00:00:00", 8) == 0 ? 10 : n;
}

size_t
value_plain(SQLSMALLINT type, char *s, size_t n)
{
	switch (type) {
	case SQL_DECIMAL: case SQL_NUMERIC:
		return plain_decimal(s, n);
	case SQL_REAL: case SQL_FLOAT: case SQL_DOUBLE:
		return plain_float(s, n, type == SQL_REAL);
	case SQL_TYPE_TIMESTAMP: case SQL_TIMESTAMP:
		return plain_stamp(s, n);
	case SQL_CHAR: case SQL_WCHAR:	/* filled with blanks to its width */
		while (n > 0 && s[n - 1] == ' ')
			n--;
		return n;
	case SQL_BIT:
		if (n > 0)
			s[0] = strchr("0fFnN", s[0]) != NULL ? '0' : '1';
		return n > 0;
	case SQL_GUID:
		for (size_t i = 0; i < n; i++)
			s[i] = s[i] >= 'a' && s[i] <= 'f' ? s[i] - 'a' + 'A' : s[i];
	}
	return n;
}
