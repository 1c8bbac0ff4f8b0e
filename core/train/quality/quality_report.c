/* The report: figures by view, issues in words, and one score. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/train/quality/quality_priv.h"

enum severity { INFO, WARNING, ERROR };

/*
 * How much of the score an issue takes if it concerns everything: score is 100 times the
 * product over the issues of (1 - weight * share).
 */
static const struct {
	const char	*name;
	double		 weight;
} severities[] = { { "info", 0.05 }, { "warning", 0.5 }, { "error", 1 } };

static const struct {
	const char	*code;
	enum qview	 view;
	enum severity	 severity;
	const char	*message;
	const char	*remedy;
} kinds[Q_NKINDS] = {
	[Q_ITEM_NO_KEY] = { "missing_key", QVIEW_ITEMS, ERROR,
	    "rows without an item code", "Give these items a code; they cannot be used." },
	[Q_ITEM_DUPLICATE_KEY] = { "duplicate_key", QVIEW_ITEMS, ERROR,
	    "rows whose item code occurred before",
	    "Make the view return one row an item; only one of them is used." },
	[Q_ITEM_TWINS] = { "exact_twins", QVIEW_ITEMS, INFO,
	    "items that equal another in all but code and drawing",
	    "Consider one item master for each group, or add what tells its members apart." },
	[Q_ITEM_EMPTY_COLUMNS] = { "empty_columns", QVIEW_ITEMS, INFO,
	    "columns without a single value", "Fill them, or set their role to ignore." },
	[Q_ITEM_SPARSE_COLUMNS] = { "sparse_columns", QVIEW_ITEMS, INFO,
	    "columns that are filled in less than half of the items",
	    "Fill them for new items if they decide how a part is made." },
	[Q_ITEM_DISGUISED] = { "disguised_missing", QVIEW_ITEMS, INFO,
	    "cells that say \"nothing\" in words or signs (-, N/A, nan)",
	    "Nothing to do for predictions, they count as missing; leave such cells empty." },
	[Q_ITEM_NOT_A_NUMBER] = { "not_a_number", QVIEW_ITEMS, WARNING,
	    "values of number columns that do not read as one number",
	    "Correct them, or give the column the role text or category." },
	[Q_ITEM_NO_UNIT] = { "number_without_unit", QVIEW_ITEMS, WARNING,
	    "numbers whose unit column is empty", "Fill in the unit: mm and inch differ by 25." },
	[Q_ITEM_MIXED_UNITS] = { "mixed_units", QVIEW_ITEMS, INFO,
	    "number columns that hold several units",
	    "Nothing to do where each row states its unit; check the rare units." },
	[Q_ITEM_CUT] = { "cut_values", QVIEW_ITEMS, WARNING,
	    "rows with a value that the database's driver did not deliver whole",
	    "Shorten the text, or read the view with another driver; the rest is not seen." },
	[Q_ITEM_GARBLED] = { "garbled_values", QVIEW_ITEMS, WARNING,
	    "rows with a value that is no text in any encoding known here",
	    "Store it as Unicode (NVARCHAR); what could not be read stands as \uFFFD." },
	[Q_ITEM_UNROUTED] = { "unrouted_items", QVIEW_ITEMS, INFO,
	    "items without any routing", "These are the ones to predict." },
	[Q_ROUTING_ORPHANS] = { "orphan_routings", QVIEW_ROUTINGS, WARNING,
	    "routing rows of items that the item view does not have",
	    "Widen the item view, or remove the rows; they cannot be learned from." },
	[Q_ROUTING_NO_JOB] = { "missing_job", QVIEW_ROUTINGS, ERROR,
	    "operations without a job code", "Enter the job code." },
	[Q_ROUTING_BAD_SEQUENCE] = { "bad_sequence", QVIEW_ROUTINGS, ERROR,
	    "operations whose sequence is missing or not a number",
	    "Correct it: the order of these routings is not known." },
	[Q_ROUTING_DUPLICATE_SEQUENCE] = { "duplicate_sequence", QVIEW_ROUTINGS, ERROR,
	    "operations that share their sequence number with another of the same routing",
	    "Renumber them; check that the view does not join alternative resources in." },
	[Q_ROUTING_NO_TIME] = { "zero_times", QVIEW_ROUTINGS, WARNING,
	    "operations in the plant with neither setup nor run time",
	    "Enter times, or rely on work results." },
	[Q_ROUTING_BAD_TIME] = { "bad_times", QVIEW_ROUTINGS, ERROR,
	    "operations with a time or quantity that is negative or not a number",
	    "Correct them; their times are not used." },
	[Q_ROUTING_UNKNOWN_UNIT] = { "unknown_time_unit", QVIEW_ROUTINGS, WARNING,
	    "operations whose time unit is not known",
	    "Use minutes, hours or seconds; their times are not used." },
	[Q_ROUTING_MIXED_UNITS] = { "mixed_time_units", QVIEW_ROUTINGS, INFO,
	    "times are held in several units", "Check the rare units for typing errors." },
	[Q_ROUTING_OUTLIERS] = { "time_outliers", QVIEW_ROUTINGS, WARNING,
	    "times far from the usual ones of their job",
	    "Look at the samples: wrong unit, time of a lot for that of a piece, typing error." },
	[Q_ROUTING_CUT] = { "cut_values", QVIEW_ROUTINGS, WARNING,
	    "rows with a value that the database's driver did not deliver whole",
	    "Shorten the text, or read the view with another driver; the rest is not seen." },
	[Q_ROUTING_GARBLED] = { "garbled_values", QVIEW_ROUTINGS, WARNING,
	    "rows with a value that is no text in any encoding known here",
	    "Store it as Unicode (NVARCHAR); what could not be read stands as \uFFFD." },
	[Q_ROUTING_EXPIRED] = { "expired_routings", QVIEW_ROUTINGS, INFO,
	    "routings whose validity has ended", "Nothing to do; renew them if they are in use." },
	[Q_ROUTING_TWINS_DIFFER] = { "contradictory_twins", QVIEW_ROUTINGS, WARNING,
	    "routed items whose twins are made by another sequence",
	    "Decide which sequence is right, or record what tells the items apart." },
	[Q_WORK_ABSENT] = { "no_work_results", QVIEW_WORK, INFO,
	    "there are no work results: times are learned from routings alone",
	    "Map the work-result view if the plant has one." },
	[Q_WORK_ORPHANS] = { "orphan_work_results", QVIEW_WORK, WARNING,
	    "work results of items that the item view does not have",
	    "Widen the item view, or remove the rows." },
	[Q_WORK_NO_TIME] = { "zero_work_times", QVIEW_WORK, WARNING,
	    "work results without run time", "Check the reporting; they are not used." },
	[Q_WORK_BAD_TIME] = { "bad_work_times", QVIEW_WORK, ERROR,
	    "work results with a time that is negative or not a number",
	    "Correct them; they are not used." },
	[Q_WORK_BAD_QUANTITY] = { "bad_quantity", QVIEW_WORK, WARNING,
	    "work results without a positive quantity",
	    "Correct them; a time a piece cannot be had from them." },
	[Q_WORK_CUT] = { "cut_values", QVIEW_WORK, WARNING,
	    "rows with a value that the database's driver did not deliver whole",
	    "Shorten the text, or read the view with another driver; the rest is not seen." },
	[Q_WORK_GARBLED] = { "garbled_values", QVIEW_WORK, WARNING,
	    "rows with a value that is no text in any encoding known here",
	    "Store it as Unicode (NVARCHAR); what could not be read stands as \uFFFD." },
	[Q_WORK_OUTLIERS] = { "work_time_outliers", QVIEW_WORK, WARNING,
	    "work results far from the usual time of their job",
	    "Look at the samples: hold times, lots reported together, wrong quantity." },
};

static const char *const	view_names[QVIEW_N] = { "items", "routings", "work_results" };

static double
share(uint64_t part, uint64_t whole)
{
	return whole > 0 ? (double)part / (double)whole : NAN;
}

static void
put_issue(const struct quality *q, struct json_object *o, const char *name, enum qkind k)
{
	json_put_int(o, name, (int64_t)q->issue[k].count);
}

static struct json_object *
columns_json(const struct quality *q, enum qview v)
{
	const struct qview_stats	*s = &q->view[v];
	struct json_object		*a = json_object_new_array();

	for (size_t i = 0; i < s->ncols; i++) {
		struct json_object	*o = json_object_new_object();
		const char		*role = NULL;

		if (s->field[i] >= 0)
			role = v == QVIEW_ITEMS ? column_role_name(s->field[i]) :
			    v == QVIEW_ROUTINGS ? mapping_routing_names[s->field[i]] :
			    mapping_work_names[s->field[i]];
		json_put_str(o, "column", s->name[i]);
		json_put_str(o, "role", role);
		json_put_int(o, "filled", (int64_t)s->col[i].filled);
		json_put_real(o, "completeness", share(s->col[i].filled, s->rows));
		json_put_int(o, "disguised_missing", (int64_t)s->col[i].disguised);
		json_object_array_add(a, o);
	}
	return a;
}

static struct json_object *
view_json(const struct quality *q, enum qview v, const char *name)
{
	struct json_object	*o = json_object_new_object();
	uint64_t		 filled = 0;

	for (size_t i = 0; i < q->view[v].ncols; i++)
		filled += q->view[v].col[i].filled;
	json_put_str(o, "view", name);
	json_put_int(o, "rows", (int64_t)q->view[v].rows);
	json_put_real(o, "completeness", share(filled, q->view[v].rows * q->view[v].ncols));
	json_put(o, "columns", columns_json(q, v));
	return o;
}

static struct json_object *
items_json(const struct quality *q)
{
	struct json_object	*o = view_json(q, QVIEW_ITEMS, q->map->item_view), *a, *u;
	uint64_t		 twins = q->issue[Q_ITEM_TWINS].count;

	json_put_int(o, "items", (int64_t)q->items);
	put_issue(q, o, "missing_keys", Q_ITEM_NO_KEY);
	put_issue(q, o, "duplicate_keys", Q_ITEM_DUPLICATE_KEY);
	json_put_int(o, "routed", (int64_t)q->items_routed);
	json_put_real(o, "routed_share", share(q->items_routed, q->items));
	json_put_int(o, "with_work_results", (int64_t)q->items_worked);
	json_put_int(o, "twin_groups", (int64_t)q->twin_groups);
	json_put_int(o, "twins", (int64_t)twins);
	/* The first of each group is no duplicate. */
	json_put_real(o, "duplicate_share", share(twins - q->twin_groups, q->items));
	put_issue(q, o, "not_a_number", Q_ITEM_NOT_A_NUMBER);
	a = json_object_new_array();
	for (size_t i = 0; i < q->nunits; i++) {
		if (q->unit[i].unit < 0)
			continue;
		u = json_object_new_object();
		json_put_str(u, "column", q->view[QVIEW_ITEMS].name[q->unit[i].value]);
		json_put_str(u, "unit_column", q->view[QVIEW_ITEMS].name[q->unit[i].unit]);
		json_put(u, "values", qvalues_json(&q->unit[i].values));
		json_object_array_add(a, u);
	}
	json_put(o, "units", a);
	return o;
}

static struct json_object *
routings_json(const struct quality *q)
{
	struct json_object	*o = view_json(q, QVIEW_ROUTINGS, q->map->routing_view);

	json_put_int(o, "routings", (int64_t)q->nroutings);
	json_put_int(o, "expired", (int64_t)q->routings_expired);
	json_put_real(o, "expired_share", share(q->routings_expired, q->nroutings));
	json_put_int(o, "jobs", (int64_t)(q->run.n > q->setup.n ? q->run.n : q->setup.n));
	put_issue(q, o, "orphan_rows", Q_ROUTING_ORPHANS);
	put_issue(q, o, "missing_jobs", Q_ROUTING_NO_JOB);
	put_issue(q, o, "bad_sequences", Q_ROUTING_BAD_SEQUENCE);
	put_issue(q, o, "duplicate_sequences", Q_ROUTING_DUPLICATE_SEQUENCE);
	put_issue(q, o, "zero_times", Q_ROUTING_NO_TIME);
	put_issue(q, o, "bad_times", Q_ROUTING_BAD_TIME);
	put_issue(q, o, "time_outliers", Q_ROUTING_OUTLIERS);
	json_put_int(o, "times_watched", (int64_t)q->issue[Q_ROUTING_OUTLIERS].total);
	json_put(o, "time_units", qvalues_json(&q->time_unit));
	json_put_int(o, "twin_groups_routed", (int64_t)q->twin_groups_routed);
	json_put_int(o, "twin_groups_contradictory", (int64_t)q->twin_groups_differ);
	return o;
}

static struct json_object *
work_json(const struct quality *q)
{
	struct json_object	*o;
	char			 day[11];

	if (!q->view[QVIEW_WORK].there)
		return NULL;
	o = view_json(q, QVIEW_WORK, q->map->work_view);
	put_issue(q, o, "orphan_rows", Q_WORK_ORPHANS);
	put_issue(q, o, "zero_times", Q_WORK_NO_TIME);
	put_issue(q, o, "bad_times", Q_WORK_BAD_TIME);
	put_issue(q, o, "bad_quantities", Q_WORK_BAD_QUANTITY);
	put_issue(q, o, "time_outliers", Q_WORK_OUTLIERS);
	json_put_int(o, "times_watched", (int64_t)q->issue[Q_WORK_OUTLIERS].total);
	if (q->reported_last != DATE_NONE) {
		date_format(q->reported_first, day);
		json_put_str(o, "reported_from", day);
		date_format(q->reported_last, day);
		json_put_str(o, "reported_to", day);
	}
	return o;
}

static struct json_object *
issue_json(const struct quality *q, enum qkind k)
{
	const struct qissue	*i = &q->issue[k];
	struct json_object	*o = json_object_new_object(), *a = json_object_new_array();
	struct buf		 sql;

	for (unsigned n = 0; n < i->sample.n; n++)
		json_object_array_add(a, json_object_new_string(i->sample.key[n]));
	json_put_str(o, "code", kinds[k].code);
	json_put_str(o, "view", view_names[kinds[k].view]);
	json_put_str(o, "severity", severities[kinds[k].severity].name);
	json_put_int(o, "count", (int64_t)i->count);
	json_put_real(o, "share", share(i->count, i->total));
	json_put_str(o, "message", kinds[k].message);
	json_put(o, "sample_keys", a);
	buf_init(&sql);
	quality_sql(q, k, &sql);
	json_put_str(o, "sql", sql.len > 0 ? buf_str(&sql) : NULL);
	buf_fini(&sql);
	json_put_str(o, "recommendation", kinds[k].remedy);
	return o;
}

/* Worst first: by severity, then by what they take from the score. */
static struct json_object *
issues_json(const struct quality *q, double *score)
{
	struct json_object	*a = json_object_new_array();
	enum qkind		 order[Q_NKINDS];
	double			 loss[Q_NKINDS];
	size_t			 n = 0, j;

	*score = 100;
	for (enum qkind k = 0; k < Q_NKINDS; k++) {
		if (q->issue[k].count == 0)
			continue;
		loss[k] = severities[kinds[k].severity].weight *
		    fmin(1, share(q->issue[k].count, q->issue[k].total));
		*score *= 1 - loss[k];
		for (j = n++; j > 0 && (kinds[k].severity > kinds[order[j - 1]].severity ||
		    (kinds[k].severity == kinds[order[j - 1]].severity &&
		    loss[k] > loss[order[j - 1]])); j--)
			order[j] = order[j - 1];
		order[j] = k;
	}
	for (size_t i = 0; i < n; i++)
		json_object_array_add(a, issue_json(q, order[i]));
	return a;
}

enum rc
quality_json(const struct quality *q, struct json_object **out, struct err *e)
{
	struct json_object	*o, *issues;
	char			 day[11];
	double			 score;

	if ((o = json_object_new_object()) == NULL)
		return err_set(e, RC_NOMEM, "data quality: no memory");
	issues = issues_json(q, &score);
	date_format(q->today, day);
	json_put_str(o, "as_of", day);
	json_put_real(o, "score", score);
	json_put(o, "items", items_json(q));
	json_put(o, "routings", routings_json(q));
	json_put(o, "work_results", work_json(q));
	json_put(o, "issues", issues);
	*out = o;
	return RC_OK;
}
