#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/base/clock.h"

uint64_t
clock_mono_us(void)
{
	struct timespec	t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

int64_t
clock_now(void)
{
	return time(NULL);
}

int32_t
clock_today(void)
{
	return (int32_t)(time(NULL) / 86400);
}

void
clock_rfc3339(char out[CLOCK_RFC3339_SIZE])
{
	struct timespec	t;
	struct tm	tm;
	size_t		n;

	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &tm);
	n = strftime(out, CLOCK_RFC3339_SIZE, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(out + n, CLOCK_RFC3339_SIZE - n, ".%03dZ", (int)(t.tv_nsec / 1000000));
}

void
clock_rfc3339_at(int64_t seconds, char out[CLOCK_RFC3339_SIZE])
{
	time_t		t = (time_t)seconds;
	struct tm	tm;

	gmtime_r(&t, &tm);
	strftime(out, CLOCK_RFC3339_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

/* Days from civil and back: Howard Hinnant, "chrono-compatible low-level date algorithms". */
int32_t
date_of(int year, int month, int day)
{
	int		y = year - (month <= 2);
	int		era = (y >= 0 ? y : y - 399) / 400;
	unsigned	yoe = (unsigned)(y - era * 400);
	unsigned	doy = (153U * (unsigned)(month + (month > 2 ? -3 : 9)) + 2) / 5 +
			    (unsigned)day - 1;
	unsigned	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + (int32_t)doe - 719468;
}

static void
civil_of(int32_t days, int *year, int *month, int *day)
{
	int32_t		z = days + 719468;
	int32_t		era = (z >= 0 ? z : z - 146096) / 146097;
	unsigned	doe = (unsigned)(z - era * 146097);
	unsigned	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned	mp = (5 * doy + 2) / 153;

	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)yoe + era * 400 + (*month <= 2);
}

/* Just n digits from s[at] on, or -1. */
static int
digits(struct str s, size_t at, size_t n)
{
	int	v = 0;

	if (at + n > s.len)
		return -1;
	for (size_t i = at; i < at + n; i++) {
		if (s.s[i] < '0' || s.s[i] > '9')
			return -1;
		v = v * 10 + (s.s[i] - '0');
	}
	return v;
}

bool
date_parse(struct str s, int32_t *days)
{
	int	year, month, day, y, m, d;
	size_t	end;

	s = str_trim(s);
	if (s.s == NULL || s.len < 8)
		return false;
	if (s.len >= 10 && s.s[2] == '.' && s.s[5] == '.') {
		day = digits(s, 0, 2);
		month = digits(s, 3, 2);
		year = digits(s, 6, 4);
		end = 10;
	} else if ((year = digits(s, 0, 4)) < 1)
		return false;
	else if (s.len >= 10 && (s.s[4] == '-' || s.s[4] == '/' || s.s[4] == '.') && s.s[7] == s.s[4]) {
		month = digits(s, 5, 2);
		day = digits(s, 8, 2);
		end = 10;
	} else {
		month = digits(s, 4, 2);
		day = digits(s, 6, 2);
		end = 8;
	}
	if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	if (s.len > end && s.s[end] != ' ' && (s.s[end] | 32) != 't')
		return false;
	*days = date_of(year, month, day);
	civil_of(*days, &y, &m, &d);
	return m == month && d == day;	/* not the 31st of February */
}

void
date_format(int32_t days, char out[11])
{
	int	y, m, d;

	civil_of(days, &y, &m, &d);
	if (y < 1 || y > 9999)
		y = y < 1 ? 1 : 9999;
	/* Each below its number of digits, so that the compiler can see that it fits. */
	snprintf(out, 11, "%04u-%02u-%02u", (unsigned)y % 10000U, (unsigned)m % 100U,
	    (unsigned)d % 100U);
}

bool
clock_instant(const char *s, char out[CLOCK_RFC3339_SIZE])
{
	char		sign = 'Z', sep, day[11];
	int		h, m, sec, oh = 0, om = 0, n = 0, k = 0, ms = 0, scale = 100;
	int32_t		days;
	int64_t		t;

	if (strlen(s) < 20 || s[4] != '-' || s[7] != '-' ||
	    !date_parse((struct str){ s, 10 }, &days) ||
	    sscanf(s + 10, "%c%2d:%2d:%2d%n", &sep, &h, &m, &sec, &n) != 4 || n != 9 ||
	    (sep != 'T' && sep != 't' && sep != ' ') || h < 0 || h > 23 || m < 0 || m > 59 ||
	    sec < 0 || sec > 60)
		return false;
	s += 19;
	if (*s == '.') {
		if (*++s < '0' || *s > '9')
			return false;
		for (; *s >= '0' && *s <= '9'; s++, scale /= 10)
			ms += (*s - '0') * scale;
	}
	if (*s != 'Z' && *s != 'z' && (sscanf(s, "%c%2d:%2d%n", &sign, &oh, &om, &k) != 3 ||
	    k != 6 || (sign != '+' && sign != '-') || oh < 0 || oh > 23 || om < 0 || om > 59))
		return false;
	if (s[k == 0 ? 1 : k] != '\0')
		return false;
	t = (int64_t)days * 86400 + h * 3600 + m * 60 + sec -
	    (sign == '-' ? -1 : 1) * (oh * 3600 + om * 60);
	days = t / 86400 - (t % 86400 < 0);
	t -= (int64_t)days * 86400;
	date_format(days, day);
	snprintf(out, CLOCK_RFC3339_SIZE, "%sT%02d:%02d:%02d.%03dZ", day, (int)(t / 3600),
	    (int)(t / 60 % 60), (int)(t % 60), ms);
	return true;
}
