#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/base/clock.h"

Test(clock, dates_of_every_spelling_are_the_same_day)
{
	static const char *const	same[] = { "2025-08-02", "2025/08/02", "2025.08.02", "20250802",
		" 2025-08-02 ", "2025-08-02 23:59:59.999", "2025-08-02T00:00:00Z", "20250802 12:00",
		"02.08.2025", "02.08.2025 07:15", "2025-08-02t07:15" };
	int32_t				d;

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		cr_assert(date_parse(str_of(same[i]), &d), "%s", same[i]);
		cr_assert_eq(d, date_of(2025, 8, 2), "%s", same[i]);
	}
	cr_assert_eq(date_of(1970, 1, 1), 0);
	cr_assert_eq(date_of(2000, 3, 1), 11017);
}

Test(clock, what_is_no_date_of_the_calendar_is_refused)
{
	static const char *const	bad[] = { "", "2025-02-29", "2025-13-01", "2025-00-10",
		"2025-04-31", "0000-01-01", "2025-8-2", "2025-08/02", "20250802x", "nan",
		"2025-08-0", "202508021", "31.02.2025", "02.08-2025", "32.01.2025", "02.08.25",
		"02-08-2025" /* or is it the eighth of February? */ };
	int32_t				d;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_assert_not(date_parse(str_of(bad[i]), &d), "%s was taken", bad[i]);
	cr_assert(date_parse(str_of("2024-02-29"), &d));
}

Test(clock, every_day_from_1899_to_9999_survives_a_round_trip)
{
	char	text[11];
	int32_t	d, back;

	for (d = date_of(1899, 12, 30); d <= date_of(9999, 12, 31); d++) {
		date_format(d, text);
		cr_assert(date_parse(str_of(text), &back) && back == d, "%s", text);
	}
}

Test(clock, instants_are_rfc3339_in_utc)
{
	char	text[CLOCK_RFC3339_SIZE];

	clock_rfc3339_at(1000000000, text);
	cr_assert_str_eq(text, "2001-09-09T01:46:40Z");
	clock_rfc3339(text);
	cr_assert_eq(strlen(text), strlen("2026-11-24T03:01:00.123Z"));
	cr_assert_eq(text[10], 'T');
	cr_assert_eq(text[23], 'Z');
}
