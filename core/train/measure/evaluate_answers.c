/* What the model answered to each test item, for whoever wants to look at its mistakes. */
#include "config.h"

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/train/measure/evaluate_priv.h"

static void
add_job(const struct dataset *d, uint32_t job, struct buf *out)
{
	struct str	s = pool_str(&d->jobs, job);

	if (out->len > 0)
		buf_addc(out, '>');
	buf_add(out, s.s, s.len);
}

static enum rc
put_signature(struct json_object *o, const char *name, struct buf *b, struct err *e)
{
	bool	ok = buf_ok(b);

	json_put_str(o, name, buf_str(b));
	buf_fini(b);
	return ok ? RC_OK : err_set(e, RC_NOMEM, "evaluation: no memory");
}

static enum rc
candidate(const struct dataset *d, const struct metrics_candidate *c, struct json_object *list,
    struct err *e)
{
	struct json_object	*o = json_object_new_object();
	struct buf		 b;

	buf_init(&b);
	for (size_t k = 0; k < c->nops; k++)
		add_job(d, c->ops[k].job, &b);
	json_put_real(o, "probability", c->probability);
	json_object_array_add(list, o);
	return put_signature(o, "signature", &b, e);
}

enum rc
evaluate_answer(const struct evaluate *v, size_t i, const struct metrics_candidate *cand,
    size_t ncand, enum metrics_decision decision, struct err *e)
{
	static const char *const	 names[] = { "auto", "review", "no_answer" };
	const struct evaluate_test	*t = &v->test[i];
	struct json_object		*o = json_object_new_object();
	struct json_object		*list = json_object_new_array();
	struct str			 key = pool_str(&v->data->keys, t->item);
	struct buf			 b;
	enum rc				 rc;

	json_object_array_add(v->in->answers, o);
	json_put(o, "item_code", json_object_new_string_len(key.s, (int)key.len));
	json_put(o, "strata", list);
	for (int s = 1; s < EVALUATE_NSTRATA; s++)
		if (t->strata & evaluate_strata[s])
			json_object_array_add(list, json_object_new_string(
			    split_stratum_name(evaluate_strata[s])));
	buf_init(&b);
	for (size_t k = 0; k < t->nops; k++)
		add_job(v->data, t->ops[k].job, &b);
	rc = put_signature(o, "planner", &b, e);
	json_put_str(o, "decision", names[decision]);
	list = json_object_new_array();
	json_put(o, "candidates", list);
	for (size_t k = 0; k < ncand && rc == RC_OK; k++)
		rc = candidate(v->data, &cand[k], list, e);
	return rc;
}
