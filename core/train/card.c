#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "core/model/parts.h"
#include "core/train/card.h"

#define UNREAD_PART	20	/* one in so many cells that cannot be read is told */

struct json_object *
card_data(const struct train_in *in, const struct dataset *d)
{
	static const char *const	names[3] = { "items", "routings", "work_results" };
	struct json_object		*o = json_object_new_object(), *x;
	size_t				 routed = 0;

	for (int i = 0; i < 3; i++) {
		if (i == 2 && in->work == NULL) {
			json_put_str(o, names[i], NULL);
			continue;
		}
		x = json_object_new_object();
		json_put_int(x, "rows", (int64_t)d->rows[i]);
		json_put_str(x, "sha256", d->sha256[i]);
		json_put_str(x, "query", in->source[i]);
		json_put_real(x, "seconds", d->seconds[i]);
		json_put(o, names[i], x);
	}
	for (size_t i = 0; i < d->nitems; i++)
		routed += d->item_routing[i] < d->item_routing[i + 1];
	json_put_int(o, "distinct_items", (int64_t)d->nitems);
	json_put_int(o, "routed_items", (int64_t)routed);
	json_put_int(o, "distinct_routings", (int64_t)d->nroutings);
	json_put_int(o, "operations", (int64_t)d->nops);
	json_put_int(o, "distinct_sequences", (int64_t)d->nseqs);
	json_put_day(o, "first_insertion", d->first_day);
	json_put_day(o, "last_insertion", d->last_day);
	x = json_object_new_object();
	for (int i = 0; i < DS_NFAULTS; i++)
		if (d->faults[i] > 0)
			json_put_int(x, ds_fault_names[i], (int64_t)d->faults[i]);
	json_put(o, "left_out", x);
	return o;
}

struct json_object *
card_fit(const struct model *m)
{
	const struct model_calibration	*c;
	struct json_object		*o = json_object_new_object(), *x;
	struct model_facts		 f;

	model_facts(m, &f);
	c = &f.calibration;
	json_put_int(o, "items", (int64_t)f.items);
	json_put_int(o, "rows", (int64_t)f.rows);
	json_put_int(o, "dimensions", (int64_t)f.dimensions);
	json_put_int(o, "sequences", (int64_t)f.sequences);
	json_put_int(o, "jobs", (int64_t)f.jobs);
	json_put_int(o, "resources", (int64_t)f.resources);
	x = json_object_new_object();
	json_put_int(x, "items", (int64_t)c->items);
	json_put_real(x, "slips", c->slips);
	json_put_real(x, "auto_from_probability", c->auto_least > 1 ? NAN : c->auto_least);
	json_put_real(x, "no_answer_below_similarity", c->similarity_least);
	json_put_real(x, "setup_width", c->width[SETUP]);
	json_put_real(x, "run_width", c->width[RUN]);
	json_put(o, "calibration", x);
	return o;
}

/* Where the role of a column comes from. */
static const char *
source_of(const struct mapping *m, const struct schema_column *s)
{
	const struct mapping_column	*c = mapping_item_column(m, s->name);

	return c != NULL && c->by_operator ? "operator" : c != NULL || s->role == COLUMN_KEY ?
	    "profile" : "automatic";
}

struct json_object *
card_columns(const struct train_in *in, const struct dataset *d, const struct schema *s,
    struct json_object *weights)
{
	struct json_object	*o = profile_json(d->profile), *list, *shares = NULL, *decides = NULL;
	struct json_object	*one, *v, *x;

	json_object_object_get_ex(o, "columns", &list);
	json_object_object_get_ex(weights, "columns", &shares);
	json_object_object_get_ex(weights, "operations", &decides);
	for (size_t i = 0; i < s->ncols; i++) {	/* the schema has the profile's columns in order */
		one = json_object_array_get_idx(list, i);
		v = NULL;
		if (s->col[i].role <= COLUMN_DRAWING && s->col[i].role != COLUMN_KEY)
			json_object_object_get_ex(shares, s->col[i].name, &v);
		json_put_str(one, "used_as", column_role_name(s->col[i].role));
		json_put_str(one, "source", source_of(in->mapping, &s->col[i]));
		json_put(one, "importance", json_object_get(v));
		x = NULL;
		json_object_object_get_ex(decides, s->col[i].name, &x);
		json_put(one, "decides", json_object_get(x));
	}
	return o;
}

struct json_object *
card_columns_used(struct json_object *columns)
{
	static const char *const	from[] = { "name", "used_as", "source", "importance", "decides" };
	static const char *const	to[] = { "name", "role", "source", "importance", "decides" };
	struct json_object		*list, *a = json_object_new_array(), *one, *o, *v;

	json_object_object_get_ex(columns, "columns", &list);
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		one = json_object_array_get_idx(list, i);
		if (strcmp(card_text_of(one, "used_as"), column_role_name(COLUMN_IGNORE)) == 0)
			continue;
		o = json_object_new_object();
		for (size_t k = 0; k < sizeof(from) / sizeof(from[0]); k++) {
			json_object_object_get_ex(one, from[k], &v);
			json_put(o, to[k], json_object_get(v));
		}
		json_object_array_add(a, o);
	}
	return a;
}

const char *
card_text_of(struct json_object *o, const char *name)
{
	struct json_object	*v;

	return json_object_object_get_ex(o, name, &v) && v != NULL ?
	    json_object_get_string(v) : "";
}

static void
limit(struct json_object *a, const char *text)
{
	json_object_array_add(a, json_object_new_string(text));
}

struct json_object *
card_limits(const struct dataset *d, struct json_object *evaluation)
{
	struct json_object	*a = json_object_new_array(), *strata = NULL;
	char			 text[200], day[11];
	uint64_t		 unread;

	limit(a, "A candidate ran for some item, or is put together of operations that history "
	    "supports; an operation or a machine that never ran is not proposed.");
	limit(a, "An item unlike all routed ones gets no answer.");
	limit(a, "Intervals are those of similar work in the past; a new machine has no past.");
	if (d->last_day != DATE_NONE) {
		date_format(d->last_day, day);
		snprintf(text, sizeof(text), "What planners changed after %s is not known to it.",
		    day);
		limit(a, text);
	} else
		limit(a, "The routings have no dates: old and new practice count alike, and it was "
		    "measured on items held out by chance.");
	if (!d->has_work)
		limit(a, "There are no work results: times are those of the routings.");
	unread = d->faults[DS_ROUTING_BAD_TIME] + d->faults[DS_ROUTING_BAD_UNIT];
	if (unread * UNREAD_PART > d->rows[1]) {
		snprintf(text, sizeof(text), "In %llu of %llu routing rows a time or its unit could "
		    "not be read.", (unsigned long long)unread, (unsigned long long)d->rows[1]);
		limit(a, text);
	}
	if (d->faults[DS_ROUTING_BAD_DATE] * UNREAD_PART > d->rows[1])
		limit(a, "Many dates of the routings could not be read.");
	if (!d->has_resource)
		limit(a, "The routings name no machines, so none are proposed.");
	if (!d->has_setup)
		limit(a, "The routings have no setup times.");
	if (!d->has_run)
		limit(a, "The routings have no run times.");
	json_object_object_get_ex(evaluation, "strata", &strata);
	if (strata == NULL)
		limit(a, "Its quality was not measured.");
	return a;
}
