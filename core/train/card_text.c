/* model_card.md: facts of the training, in words. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/model/parts.h"
#include "core/train/card.h"
#include "core/train/measure/evaluate.h"

/* The views' rows and hashes: with the query text, what the version was trained from. */
static void
snapshot(struct json_object *data, struct buf *out)
{
	static const char *const	names[] = { "items", "routings", "work_results" };
	struct json_object		*x;

	buf_adds(out, "\n| source | rows | SHA-256 of the values read | query |\n"
	    "|---|---|---|---|\n");
	for (int i = 0; i < 3; i++)
		if (json_object_object_get_ex(data, names[i], &x) && x != NULL)
			buf_addf(out, "| %s | %s | `%s` | `%s` |\n", names[i], card_text_of(x, "rows"),
			    card_text_of(x, "sha256"), card_text_of(x, "query"));
}

static void
data_lines(const struct dataset *d, struct json_object *data, struct buf *out)
{
	struct json_object	*x = NULL;
	char			 first[11], last[11];

	buf_addf(out, "\n## Data\n\n- %zu routings in %zu distinct sequences of %zu job codes\n",
	    d->nroutings, d->nseqs, d->jobs.n);
	if (d->has_inserted) {
		date_format(d->first_day, first);
		date_format(d->last_day, last);
		buf_addf(out, "- routings inserted from %s to %s\n", first, last);
	}
	json_object_object_get_ex(data, "left_out", &x);
	json_object_object_foreach(x, key, v)
		buf_addf(out, "- left out or taken as missing: %s, %lld rows\n", key,
		    (long long)json_object_get_int64(v));
	snapshot(data, out);
}

static void
quality_lines(struct json_object *evaluation, struct buf *out)
{
	buf_adds(out, "\n## Quality\n\n");
	if (evaluation == NULL) {
		buf_adds(out, "Not measured in this run.\n");
		return;
	}
	buf_adds(out, "Measured on items that were held out; the model itself was then refitted on "
	    "everything, so these are the numbers of the split. Strata: *seen_family*, a relative "
	    "by drawing or a duplicate was learned from; *new_family*, none was; *new_value*, one "
	    "of its codes never occurred. Baselines: *mode*, the most frequent routing of the same "
	    "kind; *family*, the newest of the drawing family; *nearest*, that of the nearest item, "
	    "unlearned.\n\n```\n");
	evaluate_table(evaluation, out);
	buf_adds(out, "```\n");
}

static void
decision_lines(const struct model *m, struct buf *out)
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

struct weighted {
	struct json_object	*column;
	double			 weight;
};

static int
weighted_cmp(const void *a, const void *b)
{
	const struct weighted	*x = a, *y = b;

	return x->weight != y->weight ? (x->weight > y->weight ? -1 : 1) :
	    strcmp(card_text_of(x->column, "name"), card_text_of(y->column, "name"));
}

/* All columns, the most important first, those without a share of their own at the end. */
static void
columns_lines(struct json_object *columns, struct buf *out)
{
	struct json_object	*list, *v;
	struct weighted		*w;
	size_t			 n;

	json_object_object_get_ex(columns, "columns", &list);
	n = json_object_array_length(list);
	if ((w = calloc(n + 1, sizeof(*w))) == NULL)
		return;
	for (size_t i = 0; i < n; i++) {
		w[i].column = json_object_array_get_idx(list, i);
		json_object_object_get_ex(w[i].column, "importance", &v);
		w[i].weight = v == NULL ? -1 : json_object_get_double(v);
	}
	qsort(w, n, sizeof(*w), weighted_cmp);
	buf_adds(out, "\n## Columns\n\nThe shares are learned: of the similarity of items, and of what "
	    "decides operations.\n\n| column | role | role from | similarity | operations | missing |\n"
	    "|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < n; i++) {
		buf_addf(out, "| %s | %s | %s | ", card_text_of(w[i].column, "name"),
		    card_text_of(w[i].column, "used_as"), card_text_of(w[i].column, "source"));
		if (w[i].weight >= 0)
			buf_addf(out, "%.3f", w[i].weight);
		buf_adds(out, " | ");
		json_object_object_get_ex(w[i].column, "decides", &v);
		if (v != NULL)
			buf_addf(out, "%.3f", json_object_get_double(v));
		json_object_object_get_ex(w[i].column, "missing_share", &v);
		buf_addf(out, " | %.0f %% |\n", 100 * json_object_get_double(v));
	}
	free(w);
}

/* What operators decided, as the trainer wrote it into training_request.json. */
static void
decided_lines(struct json_object *request, struct buf *out)
{
	struct json_object	*f = NULL, *c = NULL;
	const char		*role;

	json_object_object_get_ex(request, "features", &f);
	json_object_object_get_ex(f, "columns", &c);
	if (c == NULL || json_object_object_length(c) == 0)
		return;
	buf_adds(out, "\nOperators decided:\n\n");
	json_object_object_foreach(c, name, v) {
		role = card_text_of(v, "role");
		buf_addf(out, "- %s: %s%s (%s, %s)\n", name, strcmp(card_text_of(v, "enabled"),
		    "false") == 0 ? "not used" : *role == '\0' ? "used" : "used as ",
		    strcmp(card_text_of(v, "enabled"), "false") == 0 ? "" : role,
		    card_text_of(v, "by"), card_text_of(v, "at"));
	}
}

void
card_write(const struct card *c, struct buf *out)
{
	const struct mapping	*m = c->in->mapping;
	bool			 work = c->in->work != NULL;

	buf_addf(out, "# Model %s\n\nProposes routings for items of `%s` from the routings of "
	    "`%s`%s%s%s.\nContent hash `%s`, seed %llu.\n", model_version(c->m), m->item_view,
	    m->routing_view, work ? " and the work results of `" : "", work ? m->work_view : "",
	    work ? "`" : "", model_sha256(c->m), (unsigned long long)c->in->seed);
	data_lines(c->d, c->data, out);
	quality_lines(c->evaluation, out);
	decision_lines(c->m, out);
	columns_lines(c->columns, out);
	decided_lines(c->request, out);
	buf_adds(out, "\n## Limits\n\n");
	for (size_t i = 0; i < json_object_array_length(c->limits); i++)
		buf_addf(out, "- %s\n", json_object_get_string(
		    json_object_array_get_idx(c->limits, i)));
}
