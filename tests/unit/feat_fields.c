/* Which columns of plants that no mapping names are an operation's item, sequence, job, times. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "tests/unit/feat_view.h"

#define ROWS	600
#define BYTES	32

static char		cell[ROWS][VIEW_COLUMNS][BYTES];
static const char	*values[ROWS * VIEW_COLUMNS];

/* A pattern a column: %i item, %s sequence, %j job, %n its name, %m machine, %t time, %d date. */
static void
fill(struct view *v, const char *const *names, const char *const *what, size_t ncols)
{
	static const char *const	job[] = { "SAW", "TURN", "MILL", "GRIND", "INSP", "PACK" };
	static const char *const	name[] = { "Saegen", "Drehen", "Fräsen", "Schleifen", "Prüfen",
		"Verpacken" };

	for (int i = 0; i < ROWS; i++) {
		int	item = i / 4, op = i % 4, j = (item + op) % 6;

		for (size_t c = 0; c < ncols; c++) {
			char	*s = cell[i][c];

			switch (what[c][0]) {
			case 'i': snprintf(s, BYTES, "P%04d", 7 * item); break;
			case 's': snprintf(s, BYTES, "%d", 10 * op + 10); break;
			case 'j': snprintf(s, BYTES, "%s", job[j]); break;
			case 'n': snprintf(s, BYTES, "%s", name[j]); break;
			case 'm': snprintf(s, BYTES, "M-%02d", j * 2 + item % 2); break;
			case 't': snprintf(s, BYTES, "%d.%d", 1 + (i * 7) % 90, i % 10); break;
			case 'q': snprintf(s, BYTES, "%d", item % 3 == 0 ? 1 : 10); break;
			case 'u': snprintf(s, BYTES, "%s", i % 5 == 0 ? "H" : "min"); break;
			case 'd': snprintf(s, BYTES, "20%02d-0%d-11", 10 + item % 12, 1 + item % 9); break;
			case 'e': snprintf(s, BYTES, "%s", item % 9 == 0 ? "2021-01-31" : "2999-12-31");
				break;
			case 'w': snprintf(s, BYTES, "%d99999999999", 1 + i % 9); break;
			case 'o': snprintf(s, BYTES, "%s", j == 3 ? "Y" : "N"); break;
			default: cr_assert_fail();
			}
			values[(size_t)i * ncols + c] = s;
		}
	}
	view_init(v, names, ncols, values, ROWS);
}

static struct json_object *
proposed(const char *const *names, const char *const *what, size_t ncols, bool work, const char *key)
{
	struct profile_field	 f[ROUTING_NFIELDS + WORK_NFIELDS];
	struct json_object	*o;
	struct profile		*p;
	struct err		 e = { 0 };
	struct view		 v;

	fill(&v, names, what, ncols);
	cr_assert_eq(profile_rows(&p, &v.rows, &e), RC_OK, "%s", e.msg);
	if (work)
		profile_work_fields(p, key, f);
	else
		profile_routing_fields(p, key, f);
	o = profile_fields_json(p, "V", f, work ? mapping_work_names : mapping_routing_names,
	    work ? WORK_NFIELDS : ROUTING_NFIELDS);
	profile_free(p);
	return o;
}

static void
expect(struct json_object *o, const char *field, const char *column)
{
	struct json_object	*v = NULL;

	json_object_object_get_ex(o, field, &v);
	if (column == NULL)
		cr_expect_null(v, "%s: %s", field, json_object_get_string(v));
	else
		cr_expect(v != NULL && strcmp(json_object_get_string(v), column) == 0, "%s: %s, not %s",
		    field, v == NULL ? "none" : json_object_get_string(v), column);
}

Test(fields, a_german_plant_is_understood_and_its_mapping_is_read_back)
{
	static const char *const	names[] = { "Artikel", "AVO_Folge", "Vorgang", "Vorgang_Text",
		"Arbeitsplatz", "Ruest_Zeit", "Zeit_Einheit", "Stueckzeit", "Basis_Menge", "Fremd_extern",
		"Angelegt", "Gueltig_ab", "Gueltig_bis" };
	static const char *const	what[] = { "i", "s", "j", "n", "m", "t", "u", "t", "q", "o",
		"d", "d", "e" };
	struct json_object		*o = proposed(names, what, 13, false, "ARTIKEL"), *in = NULL;
	struct json_object		*all = json_object_new_object();
	struct json_object		*items = json_object_new_object();
	struct mapping			*m = NULL;
	struct err			 e = { 0 };

	expect(o, "item", "Artikel");
	expect(o, "sequence", "AVO_Folge");
	expect(o, "job", "Vorgang");
	expect(o, "job_name", "Vorgang_Text");
	expect(o, "resource", "Arbeitsplatz");
	expect(o, "setup_time", "Ruest_Zeit");
	expect(o, "time_unit", "Zeit_Einheit");
	expect(o, "run_time", "Stueckzeit");
	expect(o, "run_quantity", "Basis_Menge");
	expect(o, "inside", "Fremd_extern");
	expect(o, "inserted", "Angelegt");
	expect(o, "valid_from", "Gueltig_ab");
	expect(o, "valid_to", "Gueltig_bis");
	cr_assert(json_object_object_get_ex(o, "inside_values", &in));
	cr_expect_str_eq(json_object_to_json_string_ext(in, JSON_C_TO_STRING_PLAIN), "[\"N\"]");
	json_put_str(items, "view", "I");
	json_put(items, "columns", json_object_new_object());
	json_put_str(all, "name", "proposed");
	json_put(all, "items", items);
	json_put(all, "routings", o);
	cr_assert_eq(mapping_parse(&m, all, &e), RC_OK, "%s", e.msg);
	cr_expect_str_eq(m->routing[ROUTING_RESOURCE], "Arbeitsplatz");
	mapping_free(m);
	json_object_put(all);
}

Test(fields, five_columns_without_telling_names_are_known_by_their_values)
{
	static const char *const	names[] = { "F1", "F2", "F3", "F4", "F5" };
	static const char *const	what[] = { "d", "i", "s", "t", "j" };
	struct json_object		*o = proposed(names, what, 5, false, NULL);

	expect(o, "item", "F2");
	expect(o, "sequence", "F3");
	expect(o, "job", "F5");
	expect(o, "run_time", NULL);	/* a guess would be worse than none */
	expect(o, "inserted", NULL);
	json_object_put(o);
}

Test(fields, numbers_wider_than_a_place_are_no_sequence)
{
	static const char *const	names[] = { "W1", "W2", "W3" };
	static const char *const	what[] = { "w", "i", "j" };
	struct json_object		*o = proposed(names, what, 3, false, NULL);

	expect(o, "sequence", NULL);
	expect(o, "item", "W2");
	json_object_put(o);
}

Test(fields, a_shop_floor_log_is_understood)
{
	static const char *const	names[] = { "Case ID", "Activity", "Resource", "Complete Timestamp",
		"Step", "Worked Minutes", "Qty Completed" };
	static const char *const	what[] = { "i", "j", "m", "d", "s", "t", "q" };
	struct json_object		*o = proposed(names, what, 7, true, NULL);

	expect(o, "item", "Case ID");
	expect(o, "job", "Activity");
	expect(o, "resource", "Resource");
	expect(o, "reported", "Complete Timestamp");
	expect(o, "sequence", "Step");
	expect(o, "run_hours", NULL);
	expect(o, "run_minutes", "Worked Minutes");
	expect(o, "quantity", "Qty Completed");
	json_object_put(o);
}

Test(fields, what_a_column_holds_is_told_from_what_it_should)
{
	static const char *const	names[] = { "ITEM", "SEQ", "JOB", "DT", "UOM" };
	static const char *const	what[] = { "i", "j", "j", "d", "u" };
	struct profile			*p;
	struct err			 e = { 0 };
	struct view			 v;

	fill(&v, names, what, 5);
	cr_assert_eq(profile_rows(&p, &v.rows, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(profile_reads_as(p, 1, profile_routing_role(ROUTING_SEQUENCE)), 0);
	cr_expect_eq(profile_reads_as(p, 3, profile_routing_role(ROUTING_INSERTED)), 1);
	cr_expect_eq(profile_reads_as(p, 4, profile_routing_role(ROUTING_TIME_UNIT)), 1);
	cr_expect_eq(profile_reads_as(p, 3, profile_work_role(WORK_RUN_HOURS)), 0);
	cr_expect_eq(profile_reads_as(p, 0, profile_routing_role(ROUTING_JOB)), 1);
	profile_free(p);
}
