#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/base/json.h"
#include "core/feat/mapping.h"

#define REST	"\"routings\":{\"view\":\"r\",\"item\":\"i\",\"sequence\":\"s\",\"job\":\"j\"}}"

static enum rc
parse(struct mapping **m, const char *text, struct err *e)
{
	struct json_object	*o;
	enum rc			 rc;

	memset(e, 0, sizeof(*e));
	cr_assert_eq(json_parse(&o, text, strlen(text), e), RC_OK, "%s", e->msg);
	rc = mapping_parse(m, o, e);
	json_object_put(o);
	return rc;
}

Test(mapping, the_default_profile_knows_all_41_item_columns)
{
	const struct mapping_column	*c;
	struct mapping			*m;
	struct err			 e;

	cr_assert_eq(mapping_load(&m, "", &e), RC_OK, "%s", e.msg);
	cr_assert_eq(m->ncolumns, 41);
	cr_assert_str_eq(mapping_item_key(m), "ITEM_CD");
	c = mapping_item_column(m, "outdiameter");
	cr_assert(c != NULL && c->role == COLUMN_NUMBER);
	cr_assert_str_eq(c->unit_column, "OUTDIAMETER_UNIT");
	cr_assert_str_eq(m->work[WORK_RUN_HOURS], "MACH_WORKED_HOURS");
	cr_assert_str_eq(m->inside_values[0], "Y");
	for (size_t i = 0; i < ROUTING_NFIELDS; i++)
		cr_assert_not_null(m->routing[i], "%s", mapping_routing_names[i]);
	mapping_free(m);
}

Test(mapping, a_profile_survives_its_own_json)
{
	struct mapping		*m, *again;
	struct json_object	*a, *b;
	struct err		 e;

	cr_assert_eq(mapping_load(&m, NULL, &e), RC_OK, "%s", e.msg);
	a = mapping_json(m);
	cr_assert_eq(mapping_parse(&again, a, &e), RC_OK, "%s", e.msg);
	b = mapping_json(again);
	cr_assert_str_eq(json_object_to_json_string(a), json_object_to_json_string(b));
	json_object_put(a);
	json_object_put(b);
	mapping_free(m);
	mapping_free(again);
}

Test(mapping, five_names_are_enough)
{
	struct mapping	*m;
	struct err	 e;

	cr_assert_eq(parse(&m, "{\"name\":\"x\",\"items\":{\"view\":\"v\"}," REST, &e), RC_OK,
	    "%s", e.msg);
	cr_assert_str_eq(mapping_item_key(m), "i");
	cr_assert_null(m->work_view);
	cr_assert_null(m->routing[ROUTING_SETUP_TIME]);
	mapping_free(m);
}

Test(mapping, errors_name_the_member)
{
	static const struct {
		const char *text, *field;
	} bad[] = {
		{ "{\"items\":{\"view\":\"v\"}," REST, "name" },
		{ "{\"name\":\"x\"," REST, "items" },
		{ "{\"name\":\"x\",\"item\":{}," REST, "item" },
		{ "{\"name\":\"x\",\"items\":{}," REST, "items.view" },
		{ "{\"name\":\"x\",\"items\":{\"view\":\"\"}," REST, "items.view" },
		{ "{\"name\":\"x\",\"items\":{\"view\":\"v\",\"columns\":{\"A\":{\"role\":\"keys\"}}},"
		    REST, "items.columns.A.role" },
		{ "{\"name\":\"x\",\"items\":{\"view\":\"v\",\"columns\":{\"A\":{}}}," REST,
		    "items.columns.A.role" },
		{ "{\"name\":\"x\",\"items\":{\"view\":\"v\",\"columns\":{\"A\":3}}," REST,
		    "items.columns.A" },
		{ "{\"name\":\"x\",\"items\":{\"view\":\"v\",\"columns\":{\"A\":{\"role\":\"key\"},"
		    "\"B\":{\"role\":\"key\"}}}," REST, "items.columns.B" },
		{ "{\"name\":\"x\",\"items\":{\"view\":\"v\",\"columns\":{\"A\":{\"role\":\"key\"},"
		    "\"a\":{\"role\":\"text\"}}}," REST, "items.columns.a" },
		{ "{\"name\":\"x\",\"items\":{\"view\":\"v\",\"columns\":{\"A\":{\"role\":\"text\","
		    "\"unit\":\"mm\"}}}," REST, "items.columns.A.unit" },
		{ "{\"name\":\"x\",\"items\":{\"view\":\"v\"},\"routings\":{\"view\":\"r\","
		    "\"item\":\"i\",\"sequence\":\"s\"}}", "routings.job" },
		{ "{\"name\":\"x\",\"items\":{\"view\":\"v\"},\"routings\":{\"view\":\"r\","
		    "\"item\":\"i\",\"sequence\":\"s\",\"job\":\"j\",\"inside_values\":[1]}}",
		    "routings.inside_values" },
		{ "{\"name\":\"x\",\"items\":{\"view\":\"v\"},\"work_results\":{\"view\":\"w\","
		    "\"item\":\"i\",\"sequence\":\"s\",\"job\":\"j\",\"run_hours\":\"a\","
		    "\"run_minutes\":\"b\"}," REST, "work_results.run_minutes" },
	};
	struct mapping	*m;
	struct err	 e;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_assert_eq(parse(&m, bad[i].text, &e), RC_INVAL, "case %zu", i);
		cr_assert_null(m);
		cr_assert_str_eq(e.field, bad[i].field, "case %zu: %s", i, e.msg);
	}
}

Test(mapping, settings_take_the_place_of_its_views)
{
	struct mapping	*m;
	struct err	 e;

	cr_assert_eq(mapping_load(&m, "", &e), RC_OK);
	cr_assert_eq(mapping_set_views(m, "dbo.ITEMS", "", "", &e), RC_OK);
	cr_assert_str_eq(m->item_view, "dbo.ITEMS");
	cr_assert_str_eq(m->routing_view, "BI_ROUTING_VIEW");
	cr_assert_str_eq(m->work_view, "BI_WORK_ORDER_RESULTS");
	cr_assert_eq(mapping_set_views(m, "", "", "none", &e), RC_OK);
	cr_assert_null(m->work_view);
	mapping_free(m);
	cr_assert_eq(parse(&m, "{\"name\":\"x\",\"items\":{\"view\":\"v\"}," REST, &e), RC_OK);
	cr_assert_eq(mapping_set_views(m, "", "", "RESULTS", &e), RC_INVAL);
	cr_assert_not_null(strstr(e.msg, "ERP_WORK_RESULT_VIEW"));
	mapping_free(m);
}

static const struct mapping_column *
chosen(struct mapping *m, const char *column, int enabled, const char *role)
{
	struct err	e;

	cr_assert_eq(mapping_choose(m, column, enabled, role, &e), RC_OK, "%s", e.msg);
	return mapping_item_column(m, column);
}

Test(mapping, what_an_operator_decides_stands_over_the_profile)
{
	const struct mapping_column	*c;
	struct mapping			*m, *copy;
	struct err			 e;

	cr_assert_eq(parse(&m, "{\"name\":\"x\",\"items\":{\"view\":\"v\",\"columns\":{"
	    "\"OD\":{\"role\":\"number\",\"unit_column\":\"U\"},\"U\":{\"role\":\"unit\"},"
	    "\"ID\":{\"role\":\"ignore\"}}}," REST, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(mapping_copy(&copy, m, &e), RC_OK, "%s", e.msg);
	c = chosen(m, "od", 1, "");
	cr_expect(c->role == COLUMN_NUMBER && !c->by_operator, "it was in use");
	c = chosen(m, "new", -1, "text");
	cr_expect(c->role == COLUMN_TEXT && c->by_operator);
	c = chosen(m, "U", 0, "");
	cr_expect(c->role == COLUMN_IGNORE && c->by_operator);
	cr_expect_null(mapping_item_column(m, "OD")->unit_column, "what is off is no unit");
	c = chosen(m, "OD", 0, "number");
	cr_expect_eq(c->role, COLUMN_IGNORE, "off, whatever its role would be");
	cr_expect_null(chosen(m, "ID", 1, ""), "as its values tell");
	cr_expect_null(chosen(m, "i", 0, ""), "the key stays the key");
	cr_expect_eq(mapping_choose(m, "OD", 1, "colour", &e), RC_INVAL);
	cr_expect_str_eq(e.field, "OD");
	/* The copy is as the profile was. */
	cr_expect_str_eq(mapping_item_column(copy, "OD")->unit_column, "U");
	cr_expect_eq(mapping_item_column(copy, "ID")->role, COLUMN_IGNORE);
	mapping_free(m);
	mapping_free(copy);
}
