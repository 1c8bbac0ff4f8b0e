#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/base/str.h"

Test(str, numbers_are_whole_finite_and_decimal)
{
	double	v = 0;
	int64_t	i = 0;

	cr_assert(str_double(str_of(" -12.5e1 "), &v) && v == -125);
	for (const char *const *bad = (const char *const []){ "", " ", "nan", "inf", "0x10", "1e999", "12mm",
	    "1 2", "--1", NULL }; *bad != NULL; bad++)
		cr_assert_not(str_double(str_of(*bad), &v), "%s was taken for a number", *bad);
	cr_assert(str_int64(str_of("-9223372036854775808"), &i) && i == INT64_MIN);
	cr_assert_not(str_int64(str_of("9223372036854775808"), &i));
	cr_assert_not(str_int64(str_of("1.5"), &i));
}

Test(str, decimals_are_read_as_any_country_writes_them)
{
	static const struct {
		const char	*text;
		double		 v;
	} good[] = {
		{ "12,5", 12.5 }, { "-12,0", -12 }, { "1.800,25", 1800.25 }, { "1,800.25", 1800.25 },
		{ "1.234.567", 1234567 }, { "1,234,567", 1234567 }, { "1,200", 1200 },
		{ "0,125", 0.125 }, { "1'250.5", 1250.5 }, { " 3,14159 ", 3.14159 }, { "1.5", 1.5 },
		{ "+7,5", 7.5 },
	};
	double	v;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		cr_assert(str_decimal(str_of(good[i].text), &v), "%s", good[i].text);
		cr_assert_eq(v, good[i].v, "%s is not %g", good[i].text, v);
	}
	for (const char *const *bad = (const char *const []){ "", ",", "1,2,3", "12,34,5", "1.2.3",
	    "1,5mm", "1,,5", ",,", "1.2,3.4", "--1,5", "1234,567,890", NULL }; *bad != NULL; bad++)
		cr_assert_not(str_decimal(str_of(*bad), &v), "%s was taken for %g", *bad, v);
}

Test(str, copies_are_never_cut_inside_a_character)
{
	char	dst[5];

	cr_assert_not(str_copy(dst, sizeof(dst), str_of("a한글")));
	cr_assert_str_eq(dst, "a한");
	cr_assert(str_copy(dst, sizeof(dst), str_of("abcd")));
	cr_assert_str_eq(dst, "abcd");
}

Test(str, bytes_that_are_not_utf8_are_found_and_passed_one_by_one)
{
	static const char *const bad[] = { "\x80", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80",
		"\xf4\x90\x80\x80", "\xea\xb0", "\xff", "a\xf0\x9f\x92" };

	for (size_t k = 0; k < sizeof(bad) / sizeof(bad[0]); k++)
		cr_assert_not(utf8_valid(bad[k], strlen(bad[k])), "case %zu", k);
	cr_assert(utf8_valid("φ한글\xef\xbf\xbd💡", strlen("φ한글\xef\xbf\xbd💡")));
}

Test(str, every_scalar_value_survives_a_round_trip)
{
	char	out[4];
	size_t	n, i;

	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		n = utf8_put(out, c);
		i = 0;
		cr_assert(utf8_next(out, n, &i) == c && i == n, "U+%04X", (unsigned)c);
	}
}

Test(str, comparisons_tell_nothing_from_empty)
{
	cr_assert(str_eqi(str_of("Item_CD"), str_of("ITEM_cd")));
	cr_assert_not(str_eqi(str_of("a"), str_of("ab")));
	cr_assert_not(str_eq(str_of(NULL), str_of("")));
	cr_assert(str_eq(str_trim(str_of(" \t x y \r\n")), str_of("x y")));
}
