#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/feat/features.h"
#include "core/feat/text.h"
#include "tests/unit/feat_view.h"

static const char *const	names[] = { "ITEM_CD", "ITEM_SPEC", "ITEM_MATERIAL", "OUTDIAMETER",
	"INDIAMETER", "OUTTHICKNESS", "OUTDIAMETER_UNIT", "DRAW_NO", "STANDARD_YN", "TEMP" };
#define NCOLS	(sizeof(names) / sizeof(names[0]))
static const char *const	sample[] = {
	"A1", "씰 링 NBR", "SUS304", "45", "32", "8", "MM", "K-12345-01", "Y", "-5.5",
	"A2", "부시 M10", "NBR", "4.5", "3.2", "8", "INCH", "K-12345-02", "N", "12.25",
	"A3", "글랜드", "NBR", "40", "30", "7", "MM", "K-99", "N", "7.5",
};

static struct mapping	*mapping;
static struct schema	*schema;
static struct arena	*arena;
static struct buf	 blob;

static void
setup(void)
{
	struct view	v;
	struct err	e = { 0 };

	cr_assert_eq(mapping_load(&mapping, NULL, &e), RC_OK, "%s", e.msg);
	view_init(&v, names, NCOLS, sample, 3);
	schema = view_schema(&v, mapping, &blob);
	arena = arena_new(0);
	cr_assert_not_null(arena);
}

static void
teardown(void)
{
	arena_free(arena);
	schema_close(schema);
	buf_fini(&blob);
	mapping_free(mapping);
}

TestSuite(features, .init = setup, .fini = teardown);

/* The features of one row, its values in the order of names. */
static struct features
make(const char *const values[NCOLS])
{
	struct features	f;
	struct record	r = { NCOLS, names, NULL };
	struct str	cells[NCOLS];
	struct err	e = { 0 };

	for (size_t i = 0; i < NCOLS; i++)
		cells[i] = str_of(values[i]);
	r.cells = cells;
	cr_assert_eq(features_of_record(schema, &r, arena, &f, &e), RC_OK, "%s", e.msg);
	return f;
}
#define ROW(...)	make((const char *const [NCOLS]){ __VA_ARGS__ })

static bool
has(const struct features *f, enum token_kind kind, const char *text)
{
	for (size_t i = 0; i < f->ntokens; i++)
		if (f->tokens[i].kind == kind && str_eq(f->tokens[i].text, str_of(text)))
			return true;
	return false;
}

static bool
near(float v, double mm)
{
	return fabs(v - log(mm)) < 1e-4;
}

Test(features, missing_is_nan_and_makes_no_token)
{
	struct features	f = ROW("A1", "-", "nan", NULL, " ", "N/A", "MM", "--", NULL, NULL);

	for (size_t i = 0; i < schema->nnumbers; i++)
		cr_assert(isnan(f.numbers[i]), "%s", features_number_name(schema, i));
	cr_assert_eq(f.ntokens, 0);
	cr_assert_eq(f.family, 0);
	cr_assert_eq(f.twin, 0);
	cr_assert(str_eq(f.key, str_of("A1")));
}

Test(features, numbers_are_logs_of_millimetres)
{
	struct features	f = ROW(" a2 ", NULL, NULL, "2", "1-1/2", "0", "INCH", NULL, NULL, "-5.5");
	int		temp = schema->col[schema_column(schema, "TEMP")].slot;

	cr_assert(near(f.numbers[GEO_OD], 50.8) && near(f.numbers[GEO_ID], 38.1));
	cr_assert(isnan(f.numbers[GEO_THICKNESS]), "a thickness of 0 is none");
	cr_assert(near(f.numbers[GEO_WALL], 6.35));
	cr_assert_float_eq(f.numbers[GEO_ID_OD], log(0.75), 1e-5);
	cr_assert_float_eq(f.numbers[temp], asinh(-5.5), 1e-5);
	cr_assert(str_eq(f.key, str_of("A2")));
}

Test(features, text_fills_the_gaps_of_the_columns)
{
	struct features	f = ROW("A", "Φ45×32×8T NBR H7 Ra0.8 HRC58", NULL, NULL, NULL, NULL, NULL, NULL,
	    NULL, NULL);

	cr_assert(near(f.numbers[GEO_OD], 45) && near(f.numbers[GEO_ID], 32) &&
	    near(f.numbers[GEO_THICKNESS], 8));
	cr_assert_eq(f.numbers[GEO_GRADE], 7);
	cr_assert_eq(f.numbers[GEO_HARDNESS], 58);
	cr_assert(near(f.numbers[GEO_ROUGHNESS], 0.8) && near(f.numbers[GEO_DIM2], 32));
	/* the size that the column has is not taken for another */
	f = ROW("A", "Φ45 32 x 8t", NULL, "45", NULL, NULL, "MM", NULL, NULL, NULL);
	cr_assert(near(f.numbers[GEO_OD], 45) && near(f.numbers[GEO_THICKNESS], 8));
	f = ROW("A", "GLAND Φ150/Φ98x24T", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	cr_assert(near(f.numbers[GEO_OD], 150) && near(f.numbers[GEO_ID], 98) &&
	    near(f.numbers[GEO_THICKNESS], 24));
}

Test(features, text_mends_a_wrong_unit)
{
	struct features	f = ROW("A", "OD 50.8 ID 38.1", NULL, "2", "1.5", NULL, "MM", NULL, NULL, NULL);

	cr_assert(near(f.numbers[GEO_OD], 50.8) && near(f.numbers[GEO_ID], 38.1));
	f = ROW("A", "2\" x 1.5\"", NULL, "50.8", NULL, NULL, "INCH", NULL, NULL, NULL);
	cr_assert(near(f.numbers[GEO_OD], 50.8));
}

Test(features, one_material_has_one_token_wherever_it_stands)
{
	struct features	a = ROW("A", "RING", "STS 304", NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	struct features	b = ROW("B", "RING ＳＵＳ３０４", "NBR", NULL, NULL, NULL, NULL, NULL, NULL, NULL);

	cr_assert(has(&a, TOKEN_CATEGORY, "sus304") && has(&a, TOKEN_ANYWORD, "sus304"));
	cr_assert(has(&b, TOKEN_ANYWORD, "sus304") && has(&b, TOKEN_CATEGORY, "nbr"));
	cr_assert(has(&a, TOKEN_PREFIX, "sus"));
	cr_assert(has(&a, TOKEN_WORD, "ring"));
}

Test(features, tokens_are_sorted_and_each_is_there_once)
{
	struct features	f = ROW("A", "RING ring 링 NBR 링 M10 M10 경질크롬도금 KS B 1234", "NBR", "45",
	    "32", "8", "MM", "K-12345-01", "Y", "3");

	cr_assert_gt(f.ntokens, 30);
	for (size_t i = 0; i < f.ntokens; i++) {
		cr_assert(f.tokens[i].kind == TOKEN_VALUE || (f.tokens[i].amount > 0 &&
		    f.tokens[i].amount <= 1));
		cr_assert(f.tokens[i].column < schema->ncols && f.tokens[i].kind < TOKEN_NKINDS);
		cr_assert(i == 0 || f.tokens[i].hash > f.tokens[i - 1].hash);
	}
	cr_assert(has(&f, TOKEN_SPEC, "ks b 1234") && has(&f, TOKEN_FLAG, "yes"));
}

/* The logarithm that f has under that name, or NaN. */
static float
value_of(const struct features *f, const char *name)
{
	struct features	x = make((const char *[]){ "Z", name, NULL, NULL, NULL, NULL, NULL, NULL,
			    NULL, NULL });
	float		v = NAN;

	for (size_t k = 0; k < x.ntokens; k++)
		for (size_t i = 0; i < f->ntokens && x.tokens[k].kind == TOKEN_VALUE; i++)
			if (f->tokens[i].hash == x.tokens[k].hash)
				v = f->tokens[i].amount;
	return v;
}

Test(features, a_number_is_a_value_of_what_names_it)
{
	struct features	f = ROW("A", "8788RPM PN25, 압력 23 Ra0.4 G2.5", NULL, NULL, NULL, NULL, NULL,
	    NULL, NULL, NULL);

	cr_assert_float_eq(value_of(&f, "3RPM"), log(8788), 1e-5);
	cr_assert_float_eq(value_of(&f, "PN2"), log(25), 1e-5);
	cr_assert_float_eq(value_of(&f, "압력 7"), log(23), 1e-5);
	cr_assert_float_eq(value_of(&f, "g7.5"), log(2.5), 1e-5);
	cr_assert(isnan(value_of(&f, "7bar")));
}

static float
number(const char *spec, const char *od, enum geometry slot)
{
	struct features	f = make((const char *[]){ "A", spec, NULL, od, NULL, NULL, "MM", NULL, NULL,
			    NULL });

	return f.numbers[slot];
}

Test(features, a_tolerance_is_a_grade_on_the_part_s_size)
{
	static const double	units[] = { 7, 10, 16, 25, 40, 64, 100, 160 };
	double			i = 0.45 * cbrt(80) + 0.001 * 80;
	char			text[64];

	for (int k = 0; k < 8; k++) {
		snprintf(text, sizeof(text), "±%.7f", units[k] * i / 2000);
		cr_assert_float_eq(number(text, "80", GEO_GRADE_EQ), 5 + k, 1e-3, "%s", text);
	}
	snprintf(text, sizeof(text), "±%.7f", sqrt(16 * 25.0) * i / 2000);
	cr_assert_float_eq(number(text, "80", GEO_GRADE_EQ), 7.5, 1e-3, "halfway in logarithms");
	/* h7 of 30 mm is 21 µm, of 120 mm 35: the standard has steps of sizes */
	cr_assert_float_eq(number("φ30 +0.021/0", NULL, GEO_GRADE_EQ), 7, 0.25);
	cr_assert_float_eq(number("±0.0175", "120", GEO_GRADE_EQ), 7, 0.25);
	/* the same width is finer on a larger part, and on 50 mm where nothing is known */
	cr_assert_lt(number("공차 0.02", "200", GEO_GRADE_EQ), number("공차 0.02", "20", GEO_GRADE_EQ));
	cr_assert_eq(number("공차 0.02", NULL, GEO_GRADE_EQ), number("tolerance 0.02", "50", GEO_GRADE_EQ));
	/* the finest counts, form and position too */
	cr_assert_eq(number("H7 ±0.5", "80", GEO_GRADE_EQ), 7);
	cr_assert_lt(number("H7 동심도 0.005", "80", GEO_GRADE_EQ), 5);
	cr_assert(isnan(number("동심도 0.005", "80", GEO_TOLERANCE)));
	cr_assert(isnan(number("RING", "80", GEO_GRADE_EQ)));
	cr_assert(number("±0.0000001", "80", GEO_GRADE_EQ) > 0 && number("±5", "1", GEO_GRADE_EQ) <= 18);
}

Test(features, flatness_pressure_and_speed_have_one_scale)
{
	static const struct {
		const char	*text;
		enum geometry	 slot;
		double		 value;
	} t[] = {
		{ "2 LIGHT BANDS", GEO_FLATNESS, 0.58 }, { "2LB", GEO_FLATNESS, 0.58 },
		{ "3밴드 / 평면도 0.9㎛", GEO_FLATNESS, 0.87 }, { "FLATNESS 0.003", GEO_FLATNESS, 3 },
		{ "PN25", GEO_PRESSURE, 2.5 }, { "압력 23", GEO_PRESSURE, 2.3 },
		{ "PRESSURE 23", GEO_PRESSURE, 2.3 }, { "JIS 10K", GEO_PRESSURE, 0.980665 },
		{ "23K", GEO_PRESSURE, 2.2555295 }, { "CLASS 150", GEO_PRESSURE, 1.96 },
		{ "300LB, 10bar", GEO_PRESSURE, 5.106 }, { "16kgf/cm2", GEO_PRESSURE, 1.569064 },
		{ "8788rpm", GEO_SPEED, 8788 }, { "회전수 3700", GEO_SPEED, 3700 },
		{ "n=1750 rpm, 3,600 RPM", GEO_SPEED, 3600 }, { "N6", GEO_ROUGHNESS, 0.8 },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		cr_assert(near(number(t[i].text, NULL, t[i].slot), t[i].value), "%s: %g", t[i].text,
		    exp(number(t[i].text, NULL, t[i].slot)));
	cr_assert(isnan(number("RING", "45", GEO_FLATNESS)) && isnan(number("RING", "45", GEO_SPEED)));
	for (size_t i = 0; i < GEO_NSLOTS; i++)
		cr_assert_str_neq(features_number_name(schema, i), "");
}

Test(features, a_concept_has_one_token_in_every_language_and_column)
{
	struct features	a = ROW("A", "링 경질크롬도금처리 P.T", "-", NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	struct features	b = ROW("B", "RING PT1/4", "H/CR", NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	struct features	c = ROW("C", "RING w/o plating", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
	uint64_t	hash = 0;

	for (size_t i = 0; i < a.ntokens; i++)
		if (a.tokens[i].kind == TOKEN_CONCEPT && str_eq(a.tokens[i].text, str_of("hard chrome")))
			hash = a.tokens[i].hash;
	cr_assert_neq(hash, 0);
	for (size_t i = 0; i < b.ntokens; i++)
		if (b.tokens[i].hash == hash)
			hash = 0;
	cr_assert_eq(hash, 0, "the same token");
	cr_assert(has(&a, TOKEN_CONCEPT, "penetrant test") && has(&a, TOKEN_CONCEPT, "plating"));
	cr_assert(!has(&b, TOKEN_CONCEPT, "penetrant test") && has(&b, TOKEN_CONCEPT, "plating"));
	cr_assert(has(&b, TOKEN_CONCEPT, "pipe thread") && !has(&a, TOKEN_CONCEPT, "pipe thread"));
	cr_assert(has(&c, TOKEN_CONCEPT, "no plating") && !has(&c, TOKEN_CONCEPT, "plating"));
}

Test(features, a_drawing_family_is_the_number_without_suffix)
{
	static const char *const	t[][2] = {
		{ "k-12345-01", "k-12345" }, { "k-12345-02 rev.b", "k-12345" }, { "12345678", "12345678" },
		{ "d-2019-0456-03", "d-2019-0456" }, { "2019-123-01", "2019-123" }, { "sk1234-01a", "sk1234" },
		{ "a1-123456/2", "a1-123456" }, { "k-99", "" }, { "", "" }, { "n/d", "" },
	};
	struct features			a, b, c;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct str	s = features_drawing_base(str_of(t[i][0]));

		cr_assert(str_eq(s, str_of(t[i][1])), "%s: %.*s", t[i][0], (int)s.len, s.s);
	}
	a = ROW("A", "X", NULL, NULL, NULL, NULL, NULL, "K-12345-01", NULL, NULL);
	b = ROW("B", "Y", NULL, NULL, NULL, NULL, NULL, "k 12345-07", NULL, NULL);
	c = ROW("C", "Y", NULL, NULL, NULL, NULL, NULL, "K-12346-07", NULL, NULL);
	cr_assert(a.family != 0 && a.family == b.family && a.family != c.family);
}

Test(features, twins_differ_in_key_and_drawing_only)
{
	struct features	a = ROW("A1", "링 φ45 X 32", "SUS304", "45", NULL, "8", "MM", "K-12345-01", "Y", "1");
	struct features	b = ROW("A2", " 링  Φ45×32", "sts304 ", "45.0", "-", "8.00", "mm", "Z-1", "y", "1");
	struct features	c = ROW("A3", "링 φ45 X 32", "SUS304", "45", NULL, "9", "MM", "K-12345-01", "Y", "1");

	cr_assert_eq(a.twin == b.twin, false, "sts304 is written otherwise");
	b = ROW("A2", " 링  Φ45×32", "sus304 ", "45.0", "-", "8.00", "mm", "Z-1", "y", "1");
	cr_assert_eq(a.twin, b.twin);
	cr_assert_neq(a.twin, c.twin);
}

Test(features, near_numbers_share_bins_smoothly)
{
	double	last = 1;

	/* what two numbers have in common falls without a jump as they part */
	for (int i = 0; i <= 40; i++) {
		char		od[32];
		double		dot = 0;
		struct features	a = ROW("A", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "45"), b;

		snprintf(od, sizeof(od), "%.4f", 45 * exp(i * 0.005));
		b = ROW("B", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, od);
		for (size_t k = 0, j = 0; k < a.ntokens; k++) {
			while (j < b.ntokens && b.tokens[j].hash < a.tokens[k].hash)
				j++;
			if (j < b.ntokens && b.tokens[j].hash == a.tokens[k].hash)
				dot += (double)a.tokens[k].amount * b.tokens[j].amount / 2;
		}
		cr_assert(dot <= last + 1e-6 && last - dot < 0.12, "%s: %g after %g", od, dot, last);
		last = dot;
		arena_reset(arena);
	}
	cr_assert(last < 0.7 && last > 0.2, "%g", last);
}

Test(features, a_full_arena_is_an_error_and_no_crash)
{
	struct arena	*small = arena_new(1000);
	struct str	 cells[NCOLS];
	struct record	 r = { NCOLS, names, cells };
	struct features	 f;
	struct err	 e = { 0 };

	for (size_t i = 0; i < NCOLS; i++)
		cells[i] = str_of("RING NBR 45 x 32 x 8 SUS304");
	cr_assert_eq(features_of_record(schema, &r, small, &f, &e), RC_NOMEM);
	arena_free(small);
}
