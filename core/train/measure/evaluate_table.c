/* QUALITY.md's table for people, in 100 columns. */
#include "config.h"

#include <string.h>

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/train/measure/evaluate_priv.h"

#define NAME	22
#define WHO	9
#define CELL	16

/* The member at that path of names, NULL-ended; NULL: not there. */
static struct json_object *
get(struct json_object *o, const char *a, const char *b, const char *c)
{
	const char	*path[] = { a, b, c };

	for (int i = 0; i < 3 && path[i] != NULL; i++)
		if (!json_object_is_type(o, json_type_object) ||
		    !json_object_object_get_ex(o, path[i], &o))
			return NULL;
	return o;
}

/* Pad by characters, not bytes: the dash is three bytes wide. */
static void
pad(struct buf *out, size_t begin, size_t width)
{
	size_t	n = 0;

	for (size_t i = begin; i < out->len; i++)
		n += ((unsigned char)out->p[i] & 0xc0) != 0x80;
	for (; n < width; n++)
		buf_addc(out, ' ');
}

static void
cell(struct buf *out, struct json_object *v, struct json_object *interval)
{
	size_t	begin = out->len;

	if (v == NULL)
		buf_adds(out, "–");
	else
		buf_addf(out, "%.3f", json_object_get_double(v));
	if (v != NULL && json_object_is_type(interval, json_type_array) &&
	    json_object_array_length(interval) == 2)
		buf_addf(out, " %.2f–%.2f",
		    json_object_get_double(json_object_array_get_idx(interval, 0)),
		    json_object_get_double(json_object_array_get_idx(interval, 1)));
	pad(out, begin, CELL);
}

static void
label(struct buf *out, const char *name, const char *who)
{
	size_t	begin = out->len;

	buf_adds(out, name);
	pad(out, begin, NAME);
	begin = out->len;
	buf_adds(out, who);
	pad(out, begin, WHO);
}

static void
end_line(struct buf *out)
{
	while (out->len > 0 && out->p[out->len - 1] == ' ')
		out->p[--out->len] = '\0';
	buf_addc(out, '\n');
}

/* A line a predictor of which the figure is known anywhere; the model always has one. */
static void
metric_lines(struct json_object *strata, const char *name, struct buf *out)
{
	const char	*shown = name;

	for (int w = 0; w < EVALUATE_NWHO; w++) {
		const char	*who = evaluate_who_names[w];
		bool		 known = w == EVALUATE_MODEL;

		for (int s = 0; s < EVALUATE_NSTRATA; s++)
			known |= get(get(strata, split_stratum_name(evaluate_strata[s]), who,
			    name), NULL, NULL, NULL) != NULL;
		/* One candidate that is always given has nothing to say about these. */
		if (!known || (w != EVALUATE_MODEL && (strncmp(name, "auto", 4) == 0 ||
		    strcmp(name, "answered") == 0 || strcmp(name, "exact@2") == 0 ||
		    strcmp(name, "exact@4") == 0)))
			continue;
		label(out, shown, who);
		shown = "";
		for (int s = 0; s < EVALUATE_NSTRATA; s++) {
			const char	*stratum = split_stratum_name(evaluate_strata[s]);
			struct json_object *r = get(strata, stratum, who, NULL);

			cell(out, get(r, name, NULL, NULL), get(r, "intervals", name, NULL));
		}
		end_line(out);
	}
}

/* A figure of the stratum (who NULL) or of one predictor that is beside the metrics. */
static void
extra_line(struct json_object *strata, const char *who, const char *name, const char *shown,
    struct buf *out)
{
	bool	known = who == NULL;

	for (int s = 0; s < EVALUATE_NSTRATA; s++)
		known |= get(strata, split_stratum_name(evaluate_strata[s]), who, name) != NULL;
	if (!known)
		return;
	label(out, who == NULL ? shown : "", who == NULL ? "" : shown);
	for (int s = 0; s < EVALUATE_NSTRATA; s++)
		cell(out, get(get(strata, split_stratum_name(evaluate_strata[s]), who, NULL),
		    name, NULL, NULL), NULL);
	end_line(out);
}

static const char *
text(struct json_object *o, const char *name)
{
	struct json_object	*v = get(o, name, NULL, NULL);

	return v != NULL ? json_object_get_string(v) : "–";
}

static void
protocol_lines(struct json_object *p, struct buf *out)
{
	if (get(p, "t0", NULL, NULL) != NULL)
		buf_addf(out, "Trained on items first routed up to %s, calibrated up to %s, "
		    "tested on later ones:\n%s, %s and %s of %s routed items; %s sampled by "
		    "seed %s.\n", text(p, "t0"), text(p, "t1"), text(p, "train_items"),
		    text(p, "calibration_items"), text(p, "test_items"),
		    text(p, "routed_items"), text(p, "sampled_test_items"), text(p, "seed"));
	else
		buf_addf(out, "Trained on %s and tested on %s of %s routed items; %s sampled "
		    "by seed %s.\n", text(p, "train_items"), text(p, "test_items"),
		    text(p, "routed_items"), text(p, "sampled_test_items"), text(p, "seed"));
	buf_addf(out, "Actual run times: %s from work results, %s from routings.  "
	    "Ceiling known of %s.\n",
	    get(p, "actual_run_times", "work_results", NULL) ? json_object_get_string(
	    get(p, "actual_run_times", "work_results", NULL)) : "–",
	    get(p, "actual_run_times", "routings", NULL) ? json_object_get_string(
	    get(p, "actual_run_times", "routings", NULL)) : "–", text(p, "items_with_truth"));
	if (get(p, "reason", NULL, NULL) != NULL)
		buf_addf(out, "Note: %s.\n", text(p, "reason"));
}

static void
calibration_lines(struct json_object *bins, struct buf *out)
{
	static const char *const	row[][2] = {
		{ "probability", "claimed" }, { "exact", "came true" }
	};

	if (!json_object_is_type(bins, json_type_array) || json_object_array_length(bins) == 0)
		return;
	buf_addf(out, "\nCalibration of candidate 1, bins of equal mass\n");
	for (int r = 0; r < 2; r++) {
		buf_addf(out, "%-12s", row[r][1]);
		for (size_t i = 0; i < json_object_array_length(bins); i++)
			buf_addf(out, "%8.3f", json_object_get_double(get(
			    json_object_array_get_idx(bins, i), row[r][0], NULL, NULL)));
		buf_addc(out, '\n');
	}
}

/* What each part of the model adds. */
static void
ablation_lines(struct json_object *o, struct buf *out)
{
	static const char *const	figures[] = { "exact@1", "exact@1_new_family", "op_f1",
					    "oracle_neighbour@50", "run_medape" };
	struct json_object		*rows = get(o, "rows", NULL, NULL), *r, *in;
	size_t				 begin;

	if (!json_object_is_type(rows, json_type_array) || json_object_array_length(rows) == 0)
		return;
	buf_addf(out, "\nWhat each part adds: fits without it on %s items, asked the same %s "
	    "items\n%-33s%8s%8s%8s%8s%8s  adds to exact@1\n", text(o, "train_items"),
	    text(o, "test_items"), "without",
	    "exact@1", "new", "op_f1", "near@50", "run");
	for (size_t i = 0; i < json_object_array_length(rows); i++) {
		r = json_object_array_get_idx(rows, i);
		begin = out->len;
		buf_adds(out, i == 0 ? "(nothing)" : text(r, "without"));
		pad(out, begin, 33);
		for (size_t k = 0; k < sizeof(figures) / sizeof(figures[0]); k++)
			if (get(r, figures[k], NULL, NULL) == NULL)
				buf_addf(out, "%8s", "-");
			else
				buf_addf(out, "%8.3f", json_object_get_double(get(r, figures[k],
				    NULL, NULL)));
		in = get(r, "interval", NULL, NULL);
		if (in != NULL)
			buf_addf(out, "%8.3f (%.2f to %.2f)", json_object_get_double(get(r, "adds",
			    NULL, NULL)), json_object_get_double(json_object_array_get_idx(in, 0)),
			    json_object_get_double(json_object_array_get_idx(in, 1)));
		buf_addc(out, '\n');
	}
}

void
evaluate_table(struct json_object *metrics, struct buf *out)
{
	struct json_object	*strata, *o = get(metrics, "evaluation", NULL, NULL);
	size_t			 begin;

	if (o == NULL)	/* what train_evaluate() gives; metrics.json has it as a member */
		o = metrics;
	protocol_lines(get(o, "protocol", NULL, NULL), out);
	strata = get(o, "strata", NULL, NULL);
	if (!json_object_is_type(strata, json_type_object))
		return;
	buf_addc(out, '\n');
	label(out, "", "");
	for (int s = 0; s < EVALUATE_NSTRATA; s++) {
		begin = out->len;
		buf_adds(out, evaluate_strata[s] == SPLIT_NEW_VALUE ? "new_value" :
		    split_stratum_name(evaluate_strata[s]));
		pad(out, begin, CELL);
	}
	end_line(out);
	label(out, "items", "");
	for (int s = 0; s < EVALUATE_NSTRATA; s++) {
		struct json_object	*n = get(strata,
					    split_stratum_name(evaluate_strata[s]), "model",
					    "items");

		begin = out->len;
		buf_adds(out, n != NULL ? json_object_get_string(n) : "0");
		pad(out, begin, CELL);
	}
	end_line(out);
	for (size_t i = 0; metrics_names[i] != NULL; i++) {
		metric_lines(strata, metrics_names[i], out);
		if (i == 0) {
			extra_line(strata, "ceiling", "expected_exact@1", "expected", out);
			extra_line(strata, NULL, "exact@1_of_ceiling", "  / ceiling", out);
			extra_line(strata, NULL, "exact@1_above_best_baseline",
			    "  - best baseline", out);
		}
		if (strcmp(metrics_names[i], "run_medape") == 0)
			extra_line(strata, NULL, "run_medape_of_nearest", "  / nearest", out);
	}
	calibration_lines(get(o, "calibration", NULL, NULL), out);
	ablation_lines(get(o, "ablation", NULL, NULL), out);
}
