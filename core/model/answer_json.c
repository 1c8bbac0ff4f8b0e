/*
 * struct predict_out as API.md writes it.  What the site does not have (machines, times,
 * inside or outside) is left out; what it has but nobody knows here is null.
 */
#include "config.h"

#include <math.h>
#include <stdio.h>

#include "core/base/json.h"
#include "core/model/answer_priv.h"

static const char *const	source_names[] = { NULL, "work_results", "routing", "estimate" };

void
answer_put_str(struct json_object *o, const char *name, struct str s)
{
	json_put(o, name, s.s == NULL ? NULL : json_object_new_string_len(s.s, (int)s.len));
}

static void
put_quantiles(struct json_object *o, const char *name, const struct quantiles *q)
{
	struct json_object	*x;

	if (isnan(q->p50))
		return;
	x = json_object_new_object();
	json_put_real(x, "p10", q->p10);
	json_put_real(x, "p50", q->p50);
	json_put_real(x, "p90", q->p90);
	json_put(o, name, x);
}

static void
put_machine(const struct model *m, struct json_object *o, const struct predict_op *op)
{
	struct json_object	*list, *x;

	if (m->resources.n == 0)
		return;
	answer_put_str(o, "res_cd", op->res);
	answer_put_str(o, "res_dis", op->res_name);
	json_put_real(o, "res_probability", op->res_probability);
	list = json_object_new_array();
	for (size_t i = 0; i < op->nalternatives; i++) {
		x = json_object_new_object();
		answer_put_str(x, "res_cd", op->alternatives[i].code);
		answer_put_str(x, "res_dis", op->alternatives[i].name);
		json_put_real(x, "probability", op->alternatives[i].probability);
		json_object_array_add(list, x);
	}
	json_put(o, "alternatives", list);
}

static struct json_object *
supporters_json(const struct predict_op *op)
{
	struct json_object	*o = json_object_new_object(), *list = json_object_new_array();

	json_put_int(o, "items", (int64_t)op->supporters);
	json_put_int(o, "of", (int64_t)op->asked);
	for (size_t i = 0; i < PREDICT_SUPPORTERS && op->supporter[i].s != NULL; i++)
		json_object_array_add(list, json_object_new_string_len(op->supporter[i].s,
		    (int)op->supporter[i].len));
	json_put(o, "nearest", list);
	return o;
}

static struct json_object *
op_json(const struct model *m, const struct predict_op *op)
{
	struct json_object	*o = json_object_new_object();

	json_put_int(o, "proc_seq", op->proc_seq);
	answer_put_str(o, "job_cd", op->job);
	if (m->job_names.n > 0)
		answer_put_str(o, "job_nm", op->job_name);
	if (op->inside >= 0)
		json_put_bool(o, "inside", op->inside == 1);
	json_put_real(o, "support", op->support);
	json_put(o, "supported_by", supporters_json(op));
	put_machine(m, o, op);
	put_quantiles(o, "setup_minutes", &op->setup);
	put_quantiles(o, "run_minutes_per_unit", &op->run);
	if (op->source != TIME_NONE) {
		json_put_int(o, "samples", (int64_t)op->samples);
		json_put_str(o, "time_source", source_names[op->source]);
	}
	return o;
}

static struct json_object *
sources_json(const struct predict_candidate *c)
{
	struct json_object	*list = json_object_new_array(), *x;

	for (size_t i = 0; i < c->nsources; i++) {
		x = json_object_new_object();
		answer_put_str(x, "item_code", c->sources[i].item_code);
		json_put_real(x, "similarity", c->sources[i].similarity);
		json_object_array_add(list, x);
	}
	return list;
}

static struct json_object *
support_json(const struct predict_candidate *c)
{
	struct json_object	*o = json_object_new_object();
	char			 day[11];

	json_put_int(o, "items", (int64_t)c->support_items);
	if (c->newest != DATE_NONE)
		date_format(c->newest, day);
	json_put_str(o, "newest", c->newest == DATE_NONE ? NULL : day);
	return o;
}

static struct json_object *
totals_json(const struct predict_candidate *c, double quantity)
{
	struct json_object	*o = json_object_new_object();

	json_put_real(o, "quantity", quantity);
	put_quantiles(o, "setup_minutes", &c->setup);
	put_quantiles(o, "run_minutes", &c->run);
	put_quantiles(o, "lead_time_minutes", &c->lead);
	return o;
}

static struct json_object *
candidate_json(const struct model *m, const char *code, double quantity, size_t rank,
    const struct predict_candidate *c)
{
	struct json_object	*o = json_object_new_object(), *ops = json_object_new_array();
	char			 id[CODE_MOST + 16];

	snprintf(id, sizeof(id), "%s-C%02zu", code == NULL ? "NEW" : code, rank);
	json_put_int(o, "rank", (int64_t)rank);
	json_put_str(o, "candidate_id", id);
	json_put_str(o, "signature", c->signature);
	json_put_real(o, "probability", c->probability);
	json_put_str(o, "kind", c->composed ? "composed" : "observed");
	json_put(o, "source_items", sources_json(c));
	json_put(o, "support", support_json(c));
	for (size_t i = 0; i < c->nops; i++)
		json_object_array_add(ops, op_json(m, &c->ops[i]));
	json_put(o, "operations", ops);
	json_put(o, "totals", totals_json(c, quantity));
	return o;
}

struct json_object *
answer_similar_json(const struct predict_out *out)
{
	struct json_object	*list = json_object_new_array(), *o, *shares, *x;

	for (size_t i = 0; i < out->nsimilar; i++) {
		const struct predict_similar	*s = &out->similar[i];

		o = json_object_new_object();
		answer_put_str(o, "item_code", s->item_code);
		json_put_real(o, "similarity", s->similarity);
		json_put_bool(o, "has_routing", s->has_routing);
		json_put_bool(o, "same_family", s->family);
		shares = json_object_new_array();
		for (size_t k = 0; k < s->ncontributions; k++) {
			x = json_object_new_object();
			answer_put_str(x, "column", s->contributions[k].column);
			json_put_real(x, "share", s->contributions[k].share);
			answer_put_str(x, "query", s->contributions[k].query);
			answer_put_str(x, "match", s->contributions[k].match);
			json_object_array_add(shares, x);
		}
		json_put(o, "contributions", shares);
		json_object_array_add(list, o);
	}
	return list;
}

struct json_object *
answer_model_json(const struct model *m)
{
	struct json_object	*o = json_object_new_object();

	json_put_str(o, "version", m->version);
	json_put_str(o, "sha256", m->sha256);
	return o;
}

struct json_object *
answer_json(const struct model *m, const char *code, const struct predict_in *in,
    const struct predict_out *out)
{
	struct json_object	*o = json_object_new_object(), *list, *t;

	json_put_str(o, "item_code", code);
	json_put_str(o, "decision", decision_names[out->decision]);
	json_put_str(o, "reason", out->reason);
	json_put(o, "existing_routings", json_object_new_array());
	list = json_object_new_array();
	for (size_t i = 0; i < out->ncandidates; i++)
		json_object_array_add(list, candidate_json(m, code,
		    in->quantity > 0 ? in->quantity : 1, i + 1, &out->candidates[i]));
	json_put(o, "candidates", list);
	json_put(o, "similar_items", answer_similar_json(out));
	json_put(o, "model", answer_model_json(m));
	t = json_object_new_object();
	json_put_int(t, "lookup", (int64_t)out->us.lookup);
	json_put_int(t, "encode", (int64_t)out->us.encode);
	json_put_int(t, "search", (int64_t)out->us.search);
	json_put_int(t, "routing", (int64_t)out->us.routing);
	json_put_int(t, "time", (int64_t)out->us.time);
	json_put_int(t, "total", (int64_t)(out->us.total + out->us.lookup));
	json_put(o, "timings_us", t);
	return o;
}
