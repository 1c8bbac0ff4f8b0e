/* What really happened: the times that predictions are held against. */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "core/train/measure/evaluate_priv.h"

/* How often the routing has the job of that operation. */
static size_t
occurs(const struct dataset *d, const struct ds_routing *r, uint32_t job)
{
	size_t	n = 0;

	for (uint32_t i = r->first; i < r->first + r->nops; i++)
		n += d->ops[i].job == job;
	return n;
}

/* Is this work result about that operation of that routing? */
static bool
about(const struct ds_work *w, const struct ds_routing *r, const struct ds_op *op, bool once)
{
	if (w->rout_no != DS_NONE && r->rout_no != DS_NONE && w->rout_no != r->rout_no)
		return false;
	if (w->job == DS_NONE)
		return w->proc_seq != INT32_MIN && w->proc_seq == op->proc_seq;
	return w->job == op->job &&
	    (once || w->proc_seq == INT32_MIN || w->proc_seq == op->proc_seq);
}

/* The median of an operation's work results, or NAN. */
static void
measured(const struct dataset *d, const struct ds_routing *r, const struct ds_op *op,
    int32_t until, double *v, double *setup, double *run)
{
	bool	once = occurs(d, r, op->job) == 1;
	size_t	n[2] = { 0 }, room = d->item_work[r->item + 1] - d->item_work[r->item];
	double	*value[2] = { v, v + room };

	for (uint32_t i = d->item_work[r->item]; i < d->item_work[r->item + 1]; i++) {
		const struct ds_work	*w = &d->work[i];

		if ((until != DATE_NONE && w->reported != DATE_NONE && w->reported > until) ||
		    !about(w, r, op, once))
			continue;
		if (w->setup > 0)
			value[0][n[0]++] = w->setup;
		if (w->run > 0)
			value[1][n[1]++] = w->run;
	}
	*setup = metrics_median(value[0], n[0]);
	*run = metrics_median(value[1], n[1]);
}

enum rc
evaluate_actual(const struct dataset *d, uint32_t routing, int32_t until, struct arena *a,
    struct metrics_actual **ops, size_t *n, uint64_t *work, uint64_t *routed, struct err *e)
{
	const struct ds_routing	*r = &d->routings[routing];
	struct metrics_actual	*out;
	double			*v = NULL;
	size_t			 room = 0;

	*ops = NULL;
	*n = 0;
	if (d->has_work)
		room = d->item_work[r->item + 1] - d->item_work[r->item];
	if ((out = arena_zalloc(a, r->nops + 1, sizeof(*out))) == NULL ||
	    (room > 0 && (v = malloc(2 * room * sizeof(*v))) == NULL))
		return err_set(e, RC_NOMEM, "evaluation: no memory");
	for (uint32_t i = 0; i < r->nops; i++) {
		const struct ds_op	*op = &d->ops[r->first + i];

		out[i] = (struct metrics_actual){ op->job, op->res == DS_NONE ? METRICS_NONE :
		    op->res, NAN, NAN };
		if (room > 0)
			measured(d, r, op, until, v, &out[i].setup, &out[i].run);
		if (work != NULL && out[i].run > 0)
			++*work;
		else if (routed != NULL && op->run > 0)
			++*routed;
		if (isnan(out[i].setup))
			out[i].setup = op->setup;
		if (isnan(out[i].run))
			out[i].run = op->run;
	}
	free(v);
	*ops = out;
	*n = r->nops;
	return RC_OK;
}
