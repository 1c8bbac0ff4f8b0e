#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/model/parts.h"
#include "core/train/card.h"

#define COLUMNS_TOLD	15

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
	json_put_real(x, "auto_from_probability", c->auto_least > 1 ? NAN : c->auto_least);
	json_put_real(x, "no_answer_below_similarity", c->similarity_least);
	json_put_real(x, "setup_width", c->width[SETUP]);
	json_put_real(x, "run_width", c->width[RUN]);
	json_put(o, "calibration", x);
	return o;
}

struct weighted {
	const char	*name;
	double		weight;
};

static int
weighted_cmp(const void *a, const void *b)
{
	const struct weighted	*x = a, *y = b;

	return x->weight != y->weight ? (x->weight > y->weight ? -1 : 1) :
	    strcmp(x->name, y->name);
}

static void
columns(struct json_object *weights, struct buf *out)
{
	struct json_object	*c = NULL;
	struct weighted		*w;
	size_t			 n = 0;

	json_object_object_get_ex(weights, "columns", &c);
	if (c == NULL || (w = malloc(((size_t)json_object_object_length(c) + 1) *
	    sizeof(*w))) == NULL)
		return;
	json_object_object_foreach(c, key, v)
		w[n++] = (struct weighted){ key, json_object_get_double(v) };
	if (n > 1)
		qsort(w, n, sizeof(*w), weighted_cmp);
	buf_adds(out, "\n## Columns, by their learned share of the similarity\n\n"
	    "| column | share |\n|---|---|\n");
	for (size_t i = 0; i < n && i < COLUMNS_TOLD && w[i].weight > 0; i++)
		buf_addf(out, "| %s | %.3f |\n", w[i].name, w[i].weight);
	free(w);
}

static void
data_lines(const struct dataset *d, struct json_object *data, struct buf *out)
{
	struct json_object	*x = NULL;
	char			 first[11], last[11];

	buf_addf(out, "\n## Data\n\n- %llu item rows, %llu routing rows, %llu work result rows\n"
	    "- %zu routings in %zu distinct sequences of %zu job codes\n",
	    (unsigned long long)d->rows[0], (unsigned long long)d->rows[1],
	    (unsigned long long)d->rows[2], d->nroutings, d->nseqs, d->jobs.n);
	if (d->has_inserted) {
		date_format(d->first_day, first);
		date_format(d->last_day, last);
		buf_addf(out, "- routings inserted from %s to %s\n", first, last);
	} else
		buf_adds(out, "- the routings have no dates: nothing is known about recency\n");
	if (!d->has_work)
		buf_adds(out, "- no work results: times are those of the routings\n");
	json_object_object_get_ex(data, "left_out", &x);
	if (x == NULL)
		return;
	json_object_object_foreach(x, key, v)
		buf_addf(out, "- left out or taken as missing: %s, %lld rows\n", key,
		    (long long)json_object_get_int64(v));
}

static void
calibration_lines(const struct model *m, struct buf *out)
{
	const struct model_calibration	*c;
	struct model_facts		 f;

	model_facts(m, &f);
	c = &f.calibration;
	buf_adds(out, "\n## Probability and decision\n\n");
	if (c->items <= 0) {
		buf_adds(out, "History is too short to calibrate on later items: probabilities are "
		    "cautious defaults, and no answer is `auto`.\n");
		return;
	}
	buf_addf(out, "Calibrated on %.0f items that were routed after the evidence ends.\n",
	    c->items);
	if (c->auto_least > 1)
		buf_adds(out, "No threshold kept a precision of 95 % there: no answer is `auto`.\n");
	else
		buf_addf(out, "`auto` from probability %.3f on, which kept a precision of 95 %% "
		    "there.\n", c->auto_least);
	buf_addf(out, "No answer where the nearest routed item is below similarity %.2f.\n",
	    c->similarity_least);
}

void
card_write(const struct model *m, const struct dataset *d, const struct train_in *in,
    struct json_object *data, struct json_object *weights, struct json_object *evaluation,
    struct buf *out)
{
	buf_addf(out, "# Model %s\n\nProposes routings for items of `%s` from the routings of "
	    "`%s`%s%s%s.\nContent hash `%s`, seed %llu.\n", model_version(m),
	    in->mapping->item_view, in->mapping->routing_view,
	    in->work != NULL ? " and the work results of `" : "",
	    in->work != NULL ? in->mapping->work_view : "", in->work != NULL ? "`" : "",
	    model_sha256(m), (unsigned long long)in->seed);
	data_lines(d, data, out);
	buf_adds(out, "\n## Quality\n\n");
	if (evaluation == NULL)
		buf_adds(out, "Not measured in this run.\n");
	else {
		buf_adds(out, "Measured on a time-ordered split; the model itself was then refitted "
		    "on everything, so these are the numbers of the split.\n\n```\n");
		train_metrics_table(evaluation, out);
		buf_adds(out, "```\n");
	}
	calibration_lines(m, out);
	columns(weights, out);
	buf_adds(out, "\n## Limits\n\n"
	    "- Every sequence proposed ran for some item as a whole; a combination that never ran "
	    "is not proposed.\n"
	    "- An item unlike all routed ones gets no answer.\n"
	    "- Intervals are those of similar work in the past; a new machine has no past.\n");
}
