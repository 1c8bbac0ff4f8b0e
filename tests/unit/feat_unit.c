#include "config.h"

#include <criterion/criterion.h>
#include <math.h>

#include "core/feat/synonym.h"
#include "core/feat/unit.h"

Test(unit, times_are_minutes_whatever_they_are_called)
{
	static const struct {
		const char *name;
		double	    minutes;
	} t[] = {
		{ "M", 1 }, { "분(Min.)", 1 }, { " min ", 1 }, { "MIN.", 1 }, { "분", 1 }, { "H", 60 },
		{ "hr", 60 }, { "시간(Hour)", 60 }, { "Hours", 60 }, { "S", 1.0 / 60 },
		{ "초", 1.0 / 60 }, { "Sec.", 1.0 / 60 }, { "Ｍ", 1 }, { "공정(hr)", 60 },
	};
	double	f;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		cr_assert(unit_factor(UNIT_TIME, str_of(t[i].name), &f), "%s", t[i].name);
		cr_assert_float_eq(f, t[i].minutes, 1e-12, "%s", t[i].name);
	}
	cr_assert_not(unit_factor(UNIT_TIME, str_of("mm"), &f));
	cr_assert_not(unit_factor(UNIT_TIME, str_of(""), &f));
	cr_assert_not(unit_factor(UNIT_TIME, str_of(NULL), &f));
	cr_assert_not(unit_factor(UNIT_TIME, str_of("("), &f));
}

Test(unit, lengths_win_where_the_kind_is_open)
{
	double	f;

	cr_assert(unit_find(str_of("IN"), &f) == UNIT_LENGTH && f == 25.4);
	cr_assert(unit_find(str_of("″"), &f) == UNIT_LENGTH && f == 25.4);
	cr_assert(unit_find(str_of("㎜"), &f) == UNIT_LENGTH && f == 1);
	cr_assert(unit_find(str_of("M"), &f) == UNIT_LENGTH && f == 1000);
	cr_assert(unit_find(str_of("MPa"), &f) == UNIT_PRESSURE && f == 1);
	cr_assert_eq(unit_find(str_of("SUS304"), &f), UNIT_NONE);
}

Test(synonym, one_steel_has_one_name)
{
	static const char *const names[][2] = {
		{ "sts304", "sus304" }, { "sus 304", "sus304" }, { "sts-304l", "sus304l" },
		{ "ss316l", "sus316l" }, { "aisi 304", "sus304" }, { "1.4301", "sus304" },
		{ "sm45c", "s45c" }, { "sm25c", "s25c" }, { "std61", "skd61" }, { "gc250", "fc250" },
		{ "a6061-t6", "al6061t6" }, { "viton", "fkm" }, { "열처리", "heat treatment" },
		{ "17-4ph", "sus630" }, { "stainless 316", "sus316" },
		/* and these are what they are */
		{ "ss400", "ss400" }, { "scm440", "scm440" }, { "k-1204", "k-1204" }, { "nbr", "nbr" },
		{ "경질", "경질" },
	};
	char		room[SYNONYM_SIZE];
	struct str	s;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		s = synonym_of(str_of(names[i][0]), room);
		cr_assert(str_eq(s, str_of(names[i][1])), "%s is %.*s", names[i][0], (int)s.len, s.s);
	}
}
