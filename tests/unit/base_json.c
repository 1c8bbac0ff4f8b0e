#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "core/base/json.h"

static enum rc
parse(const char *s, struct json_object **o)
{
	return json_parse(o, s, strlen(s), NULL);
}

Test(json, only_one_whole_value_is_taken)
{
	static const char *const	bad[] = { "", "{", "{}x", "{} {}", "[1,]", "{\"a\":1,}", "nul",
		"{'a':1}", "{\"a\":NaN}", "\"\xff\"", "{a:1}", "// c\n{}", "{\"a\":1 \"b\":2}", "[-Infinity]",
		"\"a\nb\"", "{\"a\":1\f}" };
	struct json_object		*o;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_assert_eq(parse(bad[i], &o), RC_INVAL, "%s was taken", bad[i]);
	cr_assert_eq(parse(" {\"a\": [1, 2.5, \"한\"]} \r\n", &o), RC_OK);
	json_object_put(o);
	cr_assert_eq(parse("12", &o), RC_OK);
	cr_assert_eq(json_object_get_int(o), 12);
	json_object_put(o);
}

/* A second member of the same name could show one reader this and another one that. */
Test(json, a_member_that_stands_twice_is_refused)
{
	struct json_object	*o;

	cr_assert_eq(parse("{\"item_code\":\"A\",\"item_code\":\"B\"}", &o), RC_INVAL);
	cr_assert_eq(parse("{\"a\":{\"b\":1,\"b\":2}}", &o), RC_INVAL);
	cr_assert_eq(parse("{\"a\":\"x:y\",\"b\":[{\"a\":\"\\\":\"},{\"a\":2}]}", &o), RC_OK);
	json_object_put(o);
}

Test(json, nesting_has_a_limit)
{
	struct json_object	*o;
	char			 deep[2 * JSON_DEPTH + 9];
	size_t			 n = JSON_DEPTH + 4;

	memset(deep, '[', n);
	memset(deep + n, ']', n);
	cr_assert_eq(json_parse(&o, deep, 2 * n, NULL), RC_INVAL);
}

Test(json, a_wrong_field_is_named)
{
	struct json_object	*o;
	struct err		 e;
	const char		*s = "before";
	int64_t			 i = 7;
	double			 d = 1;
	bool			 f = true;

	cr_assert_eq(parse("{\"n\":\"x\",\"i\":3,\"z\":null,\"nul\":\"a\\u0000b\",\"r\":2}", &o), RC_OK);
	cr_assert_eq(json_int(o, "n", false, 0, 9, &i, &e), RC_INVAL);
	cr_assert_str_eq(e.field, "n");
	cr_assert_eq(json_int(o, "i", false, 4, 9, &i, &e), RC_INVAL);
	cr_assert_eq(json_str(o, "nul", false, &s, &e), RC_INVAL, "a NUL cuts what a C program sees");
	cr_assert_eq(json_str(o, "missing", true, &s, &e), RC_INVAL);
	cr_assert_str_eq(e.field, "missing");
	cr_assert_eq(json_str(o, "z", false, &s, &e), RC_OK);
	cr_assert_str_eq(s, "before", "null is as good as absent");
	cr_assert(json_int(o, "i", true, 0, 9, &i, &e) == RC_OK && i == 3);
	cr_assert(json_real(o, "r", true, 0, 9, &d, &e) == RC_OK && d == 2, "2 is a number too");
	cr_assert_eq(json_flag(o, "i", false, &f, &e), RC_INVAL);
	cr_assert_eq(json_only(o, (const char *const []){ "n", "i", "z", "nul", NULL }, &e), RC_INVAL);
	cr_assert_str_eq(e.field, "r");
	json_object_put(o);
}

Test(json, numbers_are_written_short_and_never_as_nan)
{
	struct json_object	*o = json_object_new_object();

	json_put_real(o, "third", 1.0 / 3);
	json_put_real(o, "nan", NAN);
	json_put_real(o, "inf", INFINITY);
	json_put_real(o, "whole", 25);
	cr_assert_str_eq(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN),
	    "{\"third\":0.333333,\"nan\":null,\"inf\":null,\"whole\":25}");
	json_object_put(o);
}
