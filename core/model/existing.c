/* The routings that an item has in the ERP, row by row under the mapping profile. */
#include "config.h"

#include <math.h>

#include "core/base/json.h"
#include "core/feat/text.h"
#include "core/feat/unit.h"
#include "core/model/answer_priv.h"

static struct str
field(const struct mapping *m, const struct record *r, enum routing_field f)
{
	if (m->routing[f] == NULL)
		return (struct str){ NULL, 0 };
	return str_trim(record_get(r, m->routing[f]));
}

static void
put_field(struct json_object *o, const char *name, const struct mapping *m,
    const struct record *r, enum routing_field f)
{
	if (m->routing[f] != NULL)
		answer_put_str(o, name, field(m, r, f));
}

/* Minutes of a lot, or with pieces those of one piece; null where the row doesn't tell. */
static void
put_minutes(struct json_object *o, const char *name, const struct mapping *m,
    const struct record *r, enum routing_field f)
{
	struct str	unit = field(m, r, ROUTING_TIME_UNIT);
	double		v, factor = 1, pieces;

	if (m->routing[f] == NULL)
		return;
	if (!str_double(field(m, r, f), &v) || v < 0)
		v = NAN;
	if (unit.len > 0 && !text_missing(unit) && !unit_factor(UNIT_TIME, unit, &factor))
		v = NAN;
	v *= factor;
	if (f == ROUTING_RUN_TIME && str_double(field(m, r, ROUTING_RUN_QUANTITY), &pieces) &&
	    pieces > 0)
		v /= pieces;
	json_put_real(o, name, v);
}

static struct json_object *
operation(const struct mapping *m, const struct record *r)
{
	struct json_object	*o = json_object_new_object();
	struct str		 inside = field(m, r, ROUTING_INSIDE);
	double			 seq;
	bool			 yes = false;

	if (str_double(field(m, r, ROUTING_SEQUENCE), &seq) && fabs(seq) < 1e9)
		json_put_int(o, "proc_seq", (int64_t)seq);
	else
		json_put_str(o, "proc_seq", NULL);
	put_field(o, "job_cd", m, r, ROUTING_JOB);
	put_field(o, "job_nm", m, r, ROUTING_JOB_NAME);
	put_field(o, "res_cd", m, r, ROUTING_RESOURCE);
	put_field(o, "res_dis", m, r, ROUTING_RESOURCE_NAME);
	for (size_t i = 0; i < m->ninside_values; i++)
		yes = yes || str_eqi(inside, str_of(m->inside_values[i]));
	if (inside.len > 0 && m->ninside_values > 0)
		json_put_bool(o, "inside", yes);
	put_minutes(o, "setup_minutes", m, r, ROUTING_SETUP_TIME);
	put_minutes(o, "run_minutes_per_unit", m, r, ROUTING_RUN_TIME);
	return o;
}

struct json_object *
existing_json(const struct mapping *m, const struct record *rows, size_t n)
{
	struct json_object	*list = json_object_new_array(), *ops = NULL, *o;
	struct str		 last = { NULL, 0 }, no;

	for (size_t i = 0; i < n; i++) {
		no = field(m, &rows[i], ROUTING_ROUTING);
		if (i == 0 || !str_eq(no, last)) {
			o = json_object_new_object();
			ops = json_object_new_array();
			answer_put_str(o, "rout_no", no);
			json_put(o, "operations", ops);
			json_object_array_add(list, o);
			last = no;
		}
		json_object_array_add(ops, operation(m, &rows[i]));
	}
	return list;
}
