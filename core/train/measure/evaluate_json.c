/* The measurements as JSON. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "core/base/json.h"
#include "core/train/measure/evaluate_priv.h"

static struct json_object *
protocol_json(const struct evaluate *v)
{
	const struct split	*s = v->split;
	struct json_object	*o = json_object_new_object(), *t, *m;

	json_put_str(o, "split", s->random ? "random" : "time");
	json_put_str(o, "reason", s->ntest == 0 || s->count[SPLIT_TRAIN] == 0 ?
	    "too little history: no routed item came later than the first nine tenths" :
	    s->random ? "the routings have no insertion dates: a tenth of the items was held "
	    "back by chance, and the probability is not calibrated" : NULL);
	json_put_day(o, "t0", s->t0);
	json_put_day(o, "t1", s->t1);
	json_put_int(o, "routed_items", (int64_t)s->n);
	json_put_int(o, "train_items", (int64_t)s->count[SPLIT_TRAIN]);
	json_put_int(o, "calibration_items", (int64_t)s->count[SPLIT_CALIBRATE]);
	json_put_int(o, "test_items", (int64_t)s->count[SPLIT_TEST]);
	json_put_int(o, "undated_items", (int64_t)s->count[SPLIT_UNDATED]);
	json_put_int(o, "sampled_test_items", (int64_t)s->ntest);
	json_put_int(o, "seed", (int64_t)v->in->seed);
	t = json_object_new_object();
	json_put_int(t, "work_results", (int64_t)v->from_work);
	json_put_int(t, "routings", (int64_t)v->from_routing);
	json_put(o, "actual_run_times", t);
	m = json_object_new_array();
	for (int i = 0; i < 2 && v->mode_column[i] != NULL; i++)
		json_object_array_add(m, json_object_new_string(v->mode_column[i]));
	json_put(o, "mode_columns", m);
	if (v->in->truth != NULL)
		json_put_int(o, "items_with_truth", (int64_t)v->truths);
	else
		json_put(o, "items_with_truth", NULL);
	return o;
}

static double
ratio(double part, double whole)
{
	return whole > 0 ? part / whole : NAN;
}

/* One stratum: everybody's figures, and what the bars are set against. */
static enum rc
stratum_json(struct evaluate *v, int s, struct json_object *out, struct metrics_result *model,
    struct err *e)
{
	struct metrics_result	r[EVALUATE_NWHO];
	struct json_object	*o = json_object_new_object(), *c;
	double			 base = NAN;
	enum rc			 rc = RC_OK;

	for (int w = 0; w < EVALUATE_NWHO && rc == RC_OK; w++) {
		rc = metrics_result(&v->metrics[w], evaluate_strata[s], v->in->seed, &r[w], e);
		if (rc != RC_OK)
			break;
		c = r[w].items > 0 ? metrics_result_json(&r[w]) : NULL;
		if (c != NULL && w == EVALUATE_CEILING)
			json_put_real(c, "expected_exact@1", ratio(v->expected[s],
			    (double)v->expected_of[s]));
		json_put(o, evaluate_who_names[w], c);
	}
	if (rc != RC_OK) {
		json_object_put(o);
		return rc;
	}
	for (int w = EVALUATE_MODE; w <= EVALUATE_NEAREST; w++)
		if (isnan(base) || r[w].exact1 > base)
			base = r[w].exact1;
	json_put_real(o, "exact@1_of_ceiling", ratio(r[EVALUATE_MODEL].exact1,
	    r[EVALUATE_CEILING].exact1));
	json_put_real(o, "exact@1_above_best_baseline", r[EVALUATE_MODEL].exact1 - base);
	json_put_real(o, "run_medape_of_nearest", ratio(r[EVALUATE_MODEL].run_medape,
	    r[EVALUATE_NEAREST].run_medape));
	json_put(out, split_stratum_name(evaluate_strata[s]), o);
	*model = r[EVALUATE_MODEL];
	return RC_OK;
}

static struct json_object *
calibration_json(const struct metrics_result *r)
{
	struct json_object	*a = json_object_new_array(), *o;

	for (size_t i = 0; i < r->nbins; i++) {
		o = json_object_new_object();
		json_put_int(o, "items", (int64_t)r->bin[i].n);
		json_put_real(o, "probability", r->bin[i].probability);
		json_put_real(o, "exact", r->bin[i].exact);
		json_object_array_add(a, o);
	}
	return a;
}

enum rc
evaluate_json(struct evaluate *v, struct json_object **out, struct err *e)
{
	struct json_object	*o = json_object_new_object(), *strata = NULL;
	struct metrics_result	 r;
	enum rc			 rc = RC_OK;

	*out = NULL;
	json_put(o, "protocol", protocol_json(v));
	if (v->metrics[EVALUATE_MODEL].n == 0) {
		json_put(o, "strata", NULL);
		json_put(o, "calibration", NULL);
		*out = o;
		return RC_OK;
	}
	strata = json_object_new_object();
	json_put(o, "strata", strata);
	for (int s = EVALUATE_NSTRATA; s-- > 0 && rc == RC_OK;)
		rc = stratum_json(v, s, strata, &r, e);
	if (rc != RC_OK) {
		json_object_put(o);
		return rc;
	}
	json_put(o, "calibration", calibration_json(&r));	/* of the last one: all */
	*out = o;
	return RC_OK;
}
