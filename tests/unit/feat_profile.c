#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/feat/features.h"
#include "tests/unit/feat_view.h"

#define ROWS	400
#define BYTES	40

static const char *const	names[] = { "PartCode", "품명", "MATL", "Size1", "Size1Unit", "LotCode",
	"CREATED_DT", "DwgNo", "STD_YN", "EMPTY", "Weight_g", "Remark", "Grade" };
#define NCOLS	(sizeof(names) / sizeof(names[0]))
static const enum column_role	want[NCOLS] = { COLUMN_KEY, COLUMN_TEXT, COLUMN_CATEGORY,
	COLUMN_NUMBER, COLUMN_UNIT, COLUMN_CATEGORY, COLUMN_DATE, COLUMN_DRAWING, COLUMN_FLAG,
	COLUMN_IGNORE, COLUMN_NUMBER, COLUMN_TEXT, COLUMN_CATEGORY };

static char		cell[ROWS][NCOLS][BYTES];
static const char	*values[ROWS * NCOLS];

/* A plant that no mapping names. */
static void
fill(struct view *v)
{
	static const char *const	matl[] = { "SUS304", "STS316L", "NBR", "FC200", "S45C" };
	static const char *const	part[] = { "씰 링", "SHAFT 샤프트", "GLAND", "BUSH 부시" };
	struct rng			r;

	rng_init(&r, 3, 0);
	for (size_t i = 0; i < ROWS; i++) {
		const char	*mm = rng_below(&r, 4) == 0 ? "inch" : "mm";
		int		 d = (int)rng_below(&r, 300) + 5;

		snprintf(cell[i][0], BYTES, "P-%05zu", i * 7 + 3);
		snprintf(cell[i][1], BYTES, "%s φ%d", part[rng_below(&r, 4)], d);
		snprintf(cell[i][2], BYTES, "%s", matl[rng_below(&r, 5)]);
		snprintf(cell[i][3], BYTES, "%.1f", d + 0.5);
		snprintf(cell[i][4], BYTES, "%s", mm);
		snprintf(cell[i][5], BYTES, "%04u", rng_below(&r, 60));
		snprintf(cell[i][6], BYTES, "20%02u-%02u-11", 10 + rng_below(&r, 10), 1 + rng_below(&r, 12));
		snprintf(cell[i][7], BYTES, "K%05u-%02u", rng_below(&r, 150), rng_below(&r, 4));
		snprintf(cell[i][8], BYTES, "%s", rng_below(&r, 2) ? "Y" : "N");
		snprintf(cell[i][9], BYTES, "-");
		snprintf(cell[i][10], BYTES, "%d", d * 31);
		snprintf(cell[i][11], BYTES, "see sheet %u, deburr all %u edges", rng_below(&r, 900), d);
		snprintf(cell[i][12], BYTES, "%u", 1 + rng_below(&r, 5));
		for (size_t c = 0; c < NCOLS; c++)
			values[i * NCOLS + c] = cell[i][c];
		if (i % 9 == 0)
			values[i * NCOLS + 3] = NULL;
	}
	view_init(v, names, NCOLS, values, ROWS);
}

Test(profile, an_unknown_plant_is_understood)
{
	const struct profile_column	*c;
	struct profile			*p;
	struct view			 v;
	struct err			 e = { 0 };
	size_t				 n;

	fill(&v);
	cr_assert_eq(profile_rows(&p, &v.rows, &e), RC_OK, "%s", e.msg);
	c = profile_columns(p, &n);
	cr_assert_eq(n, NCOLS);
	for (size_t i = 0; i < n; i++)
		cr_expect_eq(c[i].role, want[i], "%s is %s, not %s (%.2f)", names[i],
		    column_role_name(c[i].role), column_role_name(want[i]), c[i].confidence);
	cr_assert_eq(c[3].unit_column, 4);
	cr_assert_eq(c[3].unit_kind, UNIT_LENGTH);
	cr_assert_eq(c[3].missing, (ROWS + 8) / 9);
	cr_assert_eq(c[9].missing, ROWS);
	cr_assert_eq(c[2].distinct, 5);
	cr_assert_eq(c[2].nexamples, 5);
	profile_free(p);
}

Test(profile, its_json_is_a_mapping_that_can_be_edited)
{
	struct json_object	*o, *items, *routings;
	struct mapping		*m;
	struct profile		*p;
	struct view		 v;
	struct err		 e = { 0 };

	fill(&v);
	cr_assert_eq(profile_rows(&p, &v.rows, &e), RC_OK, "%s", e.msg);
	items = profile_mapping_json(p, "V_PART");
	o = json_tokener_parse("{\"name\":\"p\",\"routings\":{\"view\":\"r\",\"item\":\"a\","
	    "\"sequence\":\"b\",\"job\":\"c\"}}");
	json_object_object_add(o, "items", items);
	cr_assert_eq(mapping_parse(&m, o, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(mapping_item_key(m), "PartCode");
	cr_assert_str_eq(mapping_item_column(m, "size1")->unit_column, "Size1Unit");
	mapping_free(m);
	json_object_put(o);
	o = profile_json(p);
	cr_assert(json_object_object_get_ex(o, "columns", &routings) &&
	    json_object_array_length(routings) == NCOLS);
	json_object_put(o);
	profile_free(p);
}

static struct mapping *
mapping_of(const char *text)
{
	struct json_object	*o = json_tokener_parse(text);
	struct mapping		*m;
	struct err		 e = { 0 };

	cr_assert_eq(mapping_parse(&m, o, &e), RC_OK, "%s", e.msg);
	json_object_put(o);
	return m;
}

#define ROUTINGS	"\"routings\":{\"view\":\"r\",\"item\":\"PARTCODE\",\"sequence\":\"s\",\"job\":\"j\"}}"

Test(schema, the_mapping_rules_and_the_profile_fills_in)
{
	struct mapping	*m = mapping_of("{\"name\":\"x\",\"items\":{\"view\":\"v\",\"columns\":{"
	    "\"GRADE\":{\"role\":\"ignore\"},\"lotcode\":{\"role\":\"number\",\"unit\":\"kg\"},"
	    "\"GONE\":{\"role\":\"text\"}}}," ROUTINGS);
	struct schema	*s;
	struct buf	 blob;
	struct view	 v;
	int		 map[NCOLS];

	fill(&v);
	s = view_schema(&v, m, &blob);
	cr_assert_eq(s->ncols, NCOLS);
	cr_assert_eq(s->key, 0);
	cr_assert_eq(s->family, 7);
	cr_assert_eq(s->col[schema_column(s, "Grade")].role, COLUMN_IGNORE);
	cr_assert_eq(s->col[5].role, COLUMN_NUMBER);
	cr_assert_eq(s->col[5].unit_kind, UNIT_MASS);
	cr_assert_str_eq(s->col[5].unit, "kg");
	cr_assert_eq(s->col[3].unit_column, 4);
	cr_assert_eq(schema_column(s, "GONE"), -1);
	cr_assert_eq(s->nnumbers, GEO_NSLOTS + 3);
	cr_assert_str_eq(features_number_name(s, GEO_NSLOTS), "Size1");
	schema_bind(s, (const char *const []){ "X", "size1" }, 2, map);
	cr_assert(map[3] == 1 && map[0] == -1);
	schema_close(s);
	buf_fini(&blob);
	mapping_free(m);
}

/* Where the unit of Size1 stands, when an operator decided so about a column. */
static int
unit_column(const char *column, int enabled, const char *role)
{
	struct mapping	*m = mapping_of("{\"name\":\"x\",\"items\":{\"view\":\"v\"}," ROUTINGS);
	struct err	 e = { 0 };
	struct schema	*s;
	struct buf	 blob;
	struct view	 v;
	int		 unit;

	cr_assert_eq(mapping_choose(m, column, enabled, role, &e), RC_OK, "%s", e.msg);
	fill(&v);
	s = view_schema(&v, m, &blob);
	unit = s->col[3].role == COLUMN_NUMBER ? s->col[3].unit_column : -2;
	schema_close(s);
	buf_fini(&blob);
	mapping_free(m);
	return unit;
}

Test(schema, a_unit_that_is_switched_off_is_no_number_s_and_a_marked_number_keeps_its_own)
{
	cr_expect_eq(unit_column("Grade", 0, ""), 4);
	cr_expect_eq(unit_column("Size1Unit", 0, ""), -1);
	cr_expect_eq(unit_column("Size1", 1, "number"), 4);
	cr_expect_eq(unit_column("Size1", 0, "number"), -2);
}

Test(schema, a_view_without_its_key_is_refused_with_the_remedy)
{
	struct mapping	*m = mapping_of("{\"name\":\"x\",\"items\":{\"view\":\"v\"},\"routings\":{"
	    "\"view\":\"r\",\"item\":\"NOWHERE\",\"sequence\":\"s\",\"job\":\"j\"}}");
	struct profile	*p;
	struct view	 v;
	struct buf	 blob;
	struct err	 e = { 0 };

	fill(&v);
	cr_assert_eq(profile_rows(&p, &v.rows, &e), RC_OK);
	buf_init(&blob);
	cr_assert_eq(schema_write(&blob, m, p, &e), RC_INVAL);
	cr_assert_str_eq(e.field, "NOWHERE");
	buf_fini(&blob);
	profile_free(p);
	mapping_free(m);
}

Test(schema, a_changed_byte_or_a_cut_never_reads_outside)
{
	struct mapping	*m = mapping_of("{\"name\":\"x\",\"items\":{\"view\":\"v\"}," ROUTINGS);
	struct schema	*s, *t;
	struct buf	 blob;
	struct view	 v;
	struct err	 e = { 0 };
	uint64_t	*copy;

	fill(&v);
	s = view_schema(&v, m, &blob);
	copy = malloc(blob.len);
	for (size_t n = 0; n < blob.len; n++) {
		memcpy(copy, blob.p, blob.len);
		cr_assert_eq(schema_open(&t, copy, n, &e), RC_CORRUPT, "cut to %zu", n);
		((unsigned char *)copy)[n] ^= 0xff;
		if (schema_open(&t, copy, blob.len, &e) == RC_OK) {
			for (size_t i = 0; i < t->ncols; i++)
				cr_assert(strlen(t->col[i].name) + strlen(t->col[i].unit) < blob.len);
			schema_close(t);
		}
	}
	free(copy);
	schema_close(s);
	buf_fini(&blob);
	mapping_free(m);
}
