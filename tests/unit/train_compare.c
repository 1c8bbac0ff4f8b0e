#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/rng.h"
#include "core/train/measure/compare.h"
#include "core/train/measure/outcomes.h"

static struct err	 e;

/*
 * A version as it was measured: how often right, how often rashly `auto` (below 0: it never is),
 * how covered.
 */
struct version {
	double	right, rash, covered;
	size_t	from, to;	/* its test items */
	size_t	family;		/* items in one; 0: none has a family */
	size_t	whim;		/* some items fall out otherwise by no more than chance */
};

static struct json_object *
metrics_of(double exact, double half)
{
	char			 text[300];
	struct json_object	*o;

	snprintf(text, sizeof(text), "{\"evaluation\":{\"strata\":{\"all\":{\"model\":{"
	    "\"exact@1\":%g,\"intervals\":{\"exact@1\":[%g,%g]}}}}}}", exact, exact - half,
	    exact + half);
	cr_assert_eq(json_parse(&o, text, strlen(text), &e), RC_OK, "%s", e.msg);
	return o;
}

#define FIELDS	"[\"item\",\"family\",\"exact\",\"op_f1\",\"auto\",\"auto_exact\"," \
	"\"run_error\",\"runs\",\"inside\",\"intervals\"]"
static const char	field_names[] = FIELDS;

/* An item is as hard for everybody: versions differ near their own borders only. */
static struct compare_side
side(const struct version *v)
{
	struct json_object	*rows = json_object_new_array(), *row, *o, *fields;
	char			 hex[17];
	struct rng		 r;

	cr_assert_eq(json_parse(&fields, field_names, strlen(field_names), &e), RC_OK);
	for (size_t i = v->from; i < v->to; i++) {
		double	x[OUTCOME_NFIELDS] = { 0 }, hard;

		rng_init(&r, 4, i);
		hard = rng_unit(&r);
		rng_init(&r, 5 + v->whim, i);
		hard += (rng_unit(&r) - 0.5) / 5;
		x[OUTCOME_EXACT] = hard < v->right;
		x[OUTCOME_F1] = hard < v->right ? 1 : 0.9;
		x[OUTCOME_AUTO] = v->rash >= 0 && (hard < 0.4 || hard > 1 - v->rash);
		x[OUTCOME_AUTO_EXACT] = x[OUTCOME_AUTO] != 0 && x[OUTCOME_EXACT] != 0;
		x[OUTCOME_RUNS] = 2;
		x[OUTCOME_RUN_ERROR] = 0.3;
		x[OUTCOME_INTERVALS] = 10;
		x[OUTCOME_INSIDE] = floor(10 * v->covered + rng_unit(&r));
		row = json_object_new_array();
		snprintf(hex, sizeof(hex), "%016zx", i + 1);
		json_object_array_add(row, json_object_new_string(hex));
		snprintf(hex, sizeof(hex), "%016zx", v->family == 0 ? 0 : i / v->family + 1);
		json_object_array_add(row, json_object_new_string(v->family == 0 ? "" : hex));
		for (int k = 0; k < OUTCOME_NFIELDS; k++)
			json_object_array_add(row, json_real_new(x[k]));
		json_object_array_add(rows, row);
	}
	o = json_object_new_object();
	json_put_str(o, "split", "time");
	json_put_str(o, "t0", "2024-03-01");
	json_put(o, "fields", fields);
	json_put(o, "items", rows);
	return (struct compare_side){ metrics_of(v->right, 0.02), o };
}

static void
side_fini(struct compare_side *s)
{
	json_object_put(s->metrics);
	json_object_put(s->outcomes);
}

static bool
goes(const struct version *new, const struct version *live, const char *word)
{
	struct compare_side	a = side(new), b = side(live);
	struct compare		c;

	cr_assert_eq(compare_versions(&a, &b, 1, &c, &e), RC_OK, "%s", e.msg);
	cr_expect_not_null(strstr(c.why, word), "'%s' is not in: %s", word, c.why);
	cr_expect_eq(strncmp(c.why, "not ", 4) == 0, !c.activate, "%s", c.why);
	json_object_put(c.json);
	side_fini(&a);
	side_fini(&b);
	return c.activate;
}

static const struct version	usual = { 0.8, 0.02, 0.8, 0, 1000, 2, 0 };

Test(compare, a_version_that_is_as_good_goes_live)
{
	struct version	v = usual;

	cr_expect(goes(&v, &usual, "on the 1000 items (500 families) that both held out"));
	v.whim = 1;
	v.right = 0.797;	/* three items: a difference inside the interval is none */
	cr_expect(goes(&v, &usual, "not worse"));
	v.right = 0.9;
	cr_expect(goes(&v, &usual, ": better"));
}

Test(compare, a_worse_one_stays_out_and_the_reason_names_the_figure)
{
	struct version	v = usual;

	v.right = 0.75;
	cr_expect_not(goes(&v, &usual, "exact@1 is 0.7"));
	v = usual;
	v.rash = 0.08;
	cr_expect_not(goes(&v, &usual, "auto_precision"));
	v = usual;
	v.covered = 0.6;
	cr_expect_not(goes(&v, &usual, "coverage_80"));
	v.covered = 0.99;
	cr_expect_not(goes(&v, &usual, "coverage_80"));
}

Test(compare, daring_more_than_a_version_that_dares_nothing_is_no_fault)
{
	struct version	v = usual, timid = usual;

	timid.rash = -1;
	timid.right = 0.5;
	v.rash = 0.01;		/* about 0.01 wrong of 0.41 */
	cr_expect(goes(&v, &timid, ": better"));
	v.rash = 0.1;
	cr_expect_not(goes(&v, &timid, "the live version's none"));
	cr_expect_not(goes(&timid, &v, "exact@1"));
}

Test(compare, families_are_drawn_together)
{
	struct version	v = usual, alone = usual, live = usual;
	struct compare_side	a, b;
	struct compare		c;
	struct json_object	*o;
	double			 width[2];

	v.right = 0.77;
	alone.right = 0.77;
	alone.family = 0;
	v.family = 50;
	for (int i = 0; i < 2; i++) {
		a = side(i == 0 ? &alone : &v);
		b = side(&live);
		cr_assert_eq(compare_versions(&a, &b, 1, &c, &e), RC_OK);
		json_object_object_get_ex(c.json, "families", &o);
		cr_expect_eq(json_object_get_int(o), i == 0 ? 1000 : 20);
		json_object_object_get_ex(c.json, "measures", &o);
		json_object_object_get_ex(o, "exact@1", &o);
		json_object_object_get_ex(o, "interval", &o);
		width[i] = json_object_get_double(json_object_array_get_idx(o, 1)) -
		    json_object_get_double(json_object_array_get_idx(o, 0));
		cr_expect_gt(width[i], 0);
		json_object_put(c.json);
		side_fini(&a);
		side_fini(&b);
	}
	cr_expect_neq(width[0], width[1]);
}

Test(compare, only_items_of_both_count_and_too_few_are_said)
{
	struct version	v = usual, live = usual;

	v.from = 700;
	v.to = 1700;
	cr_expect(goes(&v, &live, "on the 300 items"));
	v.from = 900;
	cr_expect(goes(&v, &live, "(100 items are in both, fewer than 200)"));
	v.right = 0.78;		/* inside both intervals */
	cr_expect(goes(&v, &live, "not worse"));
	v.right = 0.7;
	cr_expect_not(goes(&v, &live, "; worse by"));
}

Test(compare, what_was_not_measured_replaces_nothing)
{
	struct compare_side	none = { NULL, NULL }, a = side(&usual);
	struct compare		c;

	cr_assert_eq(compare_versions(&none, &a, 1, &c, &e), RC_OK);
	cr_expect_not(c.activate);
	cr_expect_not_null(strstr(c.why, "registry activate"), "%s", c.why);
	json_object_put(c.json);
	cr_assert_eq(compare_versions(&none, &none, 1, &c, &e), RC_OK);
	cr_expect_not(c.activate);
	json_object_put(c.json);
	cr_assert_eq(compare_versions(&a, &none, 1, &c, &e), RC_OK);
	cr_expect(c.activate);
	json_object_put(c.json);
	side_fini(&a);
}

Test(compare, outcomes_of_another_making_are_set_aside)
{
	static const char *const	odd[] = {
		"[]", "{}", "{\"split\":\"time\",\"fields\":[],\"items\":[]}",
		"{\"split\":\"time\",\"fields\":[1,2,3,4,5,6,7,8,9,10],\"items\":[]}",
		("{\"split\":\"time\",\"fields\":" FIELDS ",\"items\":[[\"zz\",\"\",1,1,1,1,1,1,1,1]]}"),
		("{\"split\":\"time\",\"fields\":" FIELDS ",\"items\":[[\"0123456789abcdef\",\"\",-1,1,1,1,1,1,1,1]]}"),
	};
	struct json_object		*o;
	struct outcomes			 x;

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct compare_side	a = side(&usual), b = { NULL, NULL };
		struct compare		c;

		cr_assert_eq(json_parse(&o, odd[i], strlen(odd[i]), &e), RC_OK, "%zu", i);
		cr_expect_eq(outcomes_parse(&x, o, &e), RC_CORRUPT, "%zu", i);
		b = (struct compare_side){ metrics_of(0.8, 0.01), o };
		cr_assert_eq(compare_versions(&a, &b, 1, &c, &e), RC_OK);
		cr_expect_not_null(strstr(c.why, "(0 items are in both"), "%s", c.why);
		json_object_put(c.json);
		side_fini(&a);
		side_fini(&b);
	}
}
