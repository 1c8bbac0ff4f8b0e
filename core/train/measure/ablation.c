/*
 * What each part of a model adds: the same fit without it, asked the same items.  There are a
 * dozen fits, so unless all was asked for they are quick ones on a sample of families: the
 * figures tell the parts apart, and are not the model's own.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/rng.h"
#include "core/train/measure/evaluate_priv.h"

#define LEARN_LEAST	1500	/* items: differences of fewer are chance */
#define LEARN_MOST	1200	/* items to learn from */
#define CALIBRATE_MOST	200
#define ASK_MOST	400	/* test items */

static const struct {
	unsigned	 part;
	const char	*name;
} parts[] = {
	{ 0, "all parts" },
	{ FIT_GEOMETRY, "sizes and tolerances agreed on" },
	{ FIT_VALUES, "values that texts name" },
	{ FIT_CONCEPTS, "phrases of the trade" },
	{ FIT_WORDS, "words and n-grams" },
	{ FIT_HABITS, "codes embedded by their operations" },
	{ FIT_IMPLIED, "gaps filled from other columns" },
	{ FIT_DAY, "the date" },
	{ FIT_FORMER, "routings that were replaced" },
	{ FIT_CHAIN, "the operations before" },
	{ FIT_COMPOSED, "composed candidates" },
	{ FIT_SIMILAR, "candidates of similar items" },
	{ FIT_COMPOSED | FIT_WEIGHTS, "composing and learned similarity" },
	{ FIT_TIME_TREES, "trees for times" },
};

/* Which items the sample has: families are taken or left as a whole. */
struct sample {
	uint8_t		*taken;		/* of data items, enum split_part */
	uint32_t	*test;		/* places, as in struct split */
	uint8_t		*strata;
	struct evaluate_test *asked;
	size_t		 n, nlearn;
};

/* Evenly spread over [0, 1), the same for a family. */
static double
place_of(const struct evaluate *v, size_t i)
{
	uint64_t	family = v->corpus->family[i];
	struct rng	rng;

	rng_init(&rng, v->in->seed, family != 0 ? family : v->corpus->key[i]);
	return rng_unit(&rng);
}

static double
share(size_t most, size_t of)
{
	return of > most ? (double)most / (double)of : 1;
}

static enum rc
draw(const struct evaluate *v, struct sample *s, struct err *e)
{
	const struct split	*split = v->split;
	bool			 full = v->in->full_ablation;
	double			 learn = full ? 1 : share(LEARN_MOST, split->count[SPLIT_TRAIN]);
	double			 calibrate = full ? 1 : share(CALIBRATE_MOST,
				    split->count[SPLIT_CALIBRATE]);
	double			 ask = full ? 1 : share(ASK_MOST, split->ntest);

	s->taken = calloc(v->data->nitems + 1, 1);
	s->test = malloc((split->ntest + 1) * sizeof(*s->test));
	s->strata = malloc(split->ntest + 1);
	s->asked = malloc((split->ntest + 1) * sizeof(*s->asked));
	if (s->taken == NULL || s->test == NULL || s->strata == NULL || s->asked == NULL)
		return err_set(e, RC_NOMEM, "ablation: no memory");
	for (size_t i = 0; i < v->corpus->n; i++) {
		enum split_part	part = split->part[i];

		/* Who is left out is hidden as those who are asked are. */
		s->taken[v->corpus->item[i]] = place_of(v, i) < (part == SPLIT_CALIBRATE ?
		    calibrate : learn) ? part : SPLIT_TEST;
		s->nlearn += s->taken[v->corpus->item[i]] == SPLIT_TRAIN;
	}
	for (size_t k = 0; k < split->ntest; k++) {
		if (place_of(v, split->test[k]) >= ask)
			continue;
		s->test[s->n] = split->test[k];
		s->strata[s->n] = split->strata[k];
		s->asked[s->n++] = v->test[k];
	}
	return RC_OK;
}

static void
sample_fini(struct sample *s)
{
	free(s->taken);
	free(s->test);
	free(s->strata);
	free(s->asked);
}

/* Fits without the part and asks the sample; a has a copy of the evaluation over it. */
static enum rc
ask(struct evaluate *a, const struct sample *s, struct err *e)
{
	struct model_files	 files;
	struct model		*m = NULL;
	enum rc			 rc;

	model_files_init(&files);
	if ((rc = evaluate_fit(a, s->taken, &files, e)) == RC_OK &&
	    (rc = model_open_files(&m, &files, e)) == RC_OK)
		rc = evaluate_ask_model(a, m, e);
	model_close(m);
	model_files_fini(&files);
	return rc;
}

static enum rc
row(const struct evaluate *a, size_t k, struct metrics *all, struct json_object *rows,
    struct err *e)
{
	const struct metrics	*m = &a->metrics[EVALUATE_MODEL];
	struct json_object	*o = json_object_new_object(), *list;
	struct metrics_interval	 in;
	struct metrics_result	 r, fresh, whole;
	enum rc			 rc;

	json_object_array_add(rows, o);
	if ((rc = metrics_result(m, 0, a->in->seed, &r, e)) != RC_OK ||
	    (rc = metrics_result(m, SPLIT_NEW_FAMILY, a->in->seed, &fresh, e)) != RC_OK ||
	    (rc = metrics_result(all, 0, a->in->seed, &whole, e)) != RC_OK)
		return rc;
	json_put_str(o, k == 0 ? "with" : "without", parts[k].name);
	json_put_real(o, "exact@1", r.exact1);
	json_put_real(o, "exact@1_new_family", fresh.exact1);
	json_put_real(o, "op_f1", r.op_f1);
	json_put_real(o, "oracle_neighbour@50", r.oracle_neighbour);
	json_put_real(o, "run_medape", r.run_medape);
	json_put_real(o, "width_80", r.width_80);
	if (k == 0)
		return RC_OK;
	if ((rc = metrics_difference(all, m, a->in->seed, &in, e)) != RC_OK)
		return rc;
	json_put_real(o, "adds", whole.exact1 - r.exact1);
	list = json_object_new_array();
	json_object_array_add(list, json_real_new(in.low));
	json_object_array_add(list, json_real_new(in.high));
	json_put(o, "interval", list);
	return RC_OK;
}

enum rc
evaluate_ablation(const struct evaluate *v, struct json_object **out, struct err *e)
{
	struct evaluate_in	 in = *v->in;
	struct evaluate		 a = *v;
	struct split		 split = *v->split;
	struct sample		 s = { .n = 0 };
	struct metrics		 all;
	struct json_object	*rows;
	enum rc			 rc;

	*out = NULL;
	if (!in.full_ablation && v->split->count[SPLIT_TRAIN] < LEARN_LEAST)
		return RC_OK;
	rows = json_object_new_array();
	*out = json_object_new_object();
	json_put(*out, "rows", rows);
	metrics_init(&all);
	if ((rc = draw(v, &s, e)) != RC_OK || s.n == 0)
		goto out;
	split.test = s.test;
	split.strata = s.strata;
	split.ntest = s.n;
	in.answers = NULL;
	in.progress = NULL;
	a.in = &in;
	a.split = &split;
	a.test = s.asked;
	a.quick = !in.full_ablation;
	json_put_int(*out, "test_items", (int64_t)s.n);
	json_put_int(*out, "train_items", (int64_t)s.nlearn);
	json_put_bool(*out, "full", in.full_ablation);
	for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]) && rc == RC_OK; k++) {
		struct metrics	*m = &a.metrics[EVALUATE_MODEL];

		if (v->in->progress != NULL && (rc = v->in->progress(v->in->ctx, "ablation",
		    (double)k / (double)(sizeof(parts) / sizeof(parts[0])), e)) != RC_OK)
			break;
		metrics_init(m);
		a.without = parts[k].part;
		rc = ask(&a, &s, e);
		if (k == 0)
			all = *m;
		if (rc == RC_OK)
			rc = row(&a, k, &all, rows, e);
		if (k > 0)
			metrics_fini(m);
	}
out:
	metrics_fini(&all);
	sample_fini(&s);
	if (rc != RC_OK) {
		json_object_put(*out);
		*out = NULL;
	}
	return rc;
}
