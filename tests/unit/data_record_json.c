/* The registry's records as JSON. */
#include "config.h"

#include <criterion/criterion.h>

#include "core/data/record_json.h"

static void
is(struct json_object *o, const char *json)
{
	cr_assert_str_eq(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN), json);
	json_object_put(o);
}

Test(record_json, an_activation_says_null_where_nothing_was_before)
{
	is(activation_json(&(struct activation){ .id = 3, .kind = "rollback", .version = "v2",
	    .previous = "", .actor = "kim", .reason = "worse", .at = "2026-01-02T03:04:05Z" }),
	    "{\"id\":3,\"version\":\"v2\",\"previous\":null,\"kind\":\"rollback\","
	    "\"actor\":\"kim\",\"reason\":\"worse\",\"at\":\"2026-01-02T03:04:05Z\"}");
}

Test(record_json, what_a_decision_leaves_open_is_null)
{
	is(column_choice_json(&(struct column_choice){ "A", -1, "text", "kim", "t" }),
	    "{\"enabled\":null,\"role\":\"text\",\"by\":\"kim\",\"at\":\"t\"}");
	is(column_choice_json(&(struct column_choice){ "A", 0, "", "kim", "t" }),
	    "{\"enabled\":false,\"role\":null,\"by\":\"kim\",\"at\":\"t\"}");
}

Test(record_json, a_user_has_every_role_below_his_own_and_no_hash)
{
	is(user_json(&(struct user){ .username = "kim", .display_name = "Kim",
	    .password_hash = "$y$secret", .created_at = "t", .role = ROLE_OPERATOR,
	    .must_change = true }),
	    "{\"username\":\"kim\",\"display_name\":\"Kim\",\"roles\":[\"planner\",\"operator\"],"
	    "\"disabled\":false,\"must_change_password\":true,\"created_at\":\"t\"}");
}

Test(record_json, a_version_s_metrics_are_json_and_damaged_ones_are_left_out)
{
	struct version	v = { .version = "v", .sha256 = "s", .label = "", .created_at = "t",
			    .note = "n", .metrics = "{\"rows\":2}", .active = true };

	is(version_json(&v), "{\"version\":\"v\",\"sha256\":\"s\",\"version_label\":null,"
	    "\"active\":true,\"created_at\":\"t\",\"note\":\"n\",\"run_id\":null,"
	    "\"metrics\":{\"rows\":2}}");
	v.metrics = "{\"rows\":";
	v.run_id = 7;
	v.active = false;
	is(version_json(&v), "{\"version\":\"v\",\"sha256\":\"s\",\"version_label\":null,"
	    "\"active\":false,\"created_at\":\"t\",\"note\":\"n\",\"run_id\":7,"
	    "\"metrics\":null}");
}

Test(record_json, a_run_s_unknown_remaining_time_is_null)
{
	struct run		 r = { .run_id = 1, .status = "running", .progress = 0.5,
				    .eta_seconds = -1, .result = "[1]" };
	struct json_object	*o = run_json(&r), *v;

	cr_assert(json_object_object_get_ex(o, "eta_seconds", &v) && v == NULL);
	cr_assert(json_object_object_get_ex(o, "label", &v) == 0);
	json_object_object_get_ex(o, "result", &v);
	cr_assert_str_eq(json_object_to_json_string(v), "[ 1 ]");
	json_object_put(o);
	r.eta_seconds = 12;
	o = run_json(&r);
	json_object_object_get_ex(o, "eta_seconds", &v);
	cr_assert_eq(json_object_get_double(v), 12);
	json_object_put(o);
}
