/*
 * Time.  Instants are RFC 3339 in UTC at the doors; dates are days since 1970-01-01 in the
 * proleptic Gregorian calendar, from year 1 to 9999 (ERP views hold 1899 and 2999).
 */
#ifndef CORE_BASE_CLOCK_H
#define CORE_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"

#define CLOCK_RFC3339_SIZE	32	/* 2026-11-24T03:01:00.123Z and a NUL */
#define DATE_NONE		INT32_MIN	/* "no date" where one is optional */

uint64_t	clock_mono_us(void);	/* microseconds, monotonic */
int64_t		clock_now(void);	/* seconds since 1970, UTC */
int32_t		clock_today(void);	/* days since 1970, UTC */
void		clock_rfc3339(char out[CLOCK_RFC3339_SIZE]);	/* now, with milliseconds */
void		clock_rfc3339_at(int64_t seconds, char out[CLOCK_RFC3339_SIZE]);	/* without */

/*
 * An RFC 3339 instant with any offset, as clock_rfc3339() spells it: such texts compare in time.
 * False: it is none.
 */
bool		clock_instant(const char *s, char out[CLOCK_RFC3339_SIZE]);

/*
 * YYYY-MM-DD, YYYY/MM/DD, YYYY.MM.DD or YYYYMMDD, followed by nothing or by a time of day
 * that is ignored.  False: not a date of the calendar.
 */
bool		date_parse(struct str s, int32_t *days);
int32_t		date_of(int year, int month, int day);
void		date_format(int32_t days, char out[11]);	/* YYYY-MM-DD */

#endif
