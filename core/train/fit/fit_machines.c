/*
 * Which machine runs a job: a softmax over the job's machines, by boosted trees that see the
 * item and the day.  So limits of size, what a material wants and what was bought or scrapped
 * in which year are learned together.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/train/fit/fit_trees.h"

#define MACHINE_LEAST	5	/* operations that a machine has run the job for */
#define MACHINES_MOST	12	/* of one job: its busiest */
#define CASES_MOST	30000
#define COLUMNS		24	/* tokens that a job's trees may look at */
#define TREES		40

/* An operation of a case: all of a job stand together. */
struct run {
	uint32_t	job, res, at;	/* at: the case */
};

struct machines {
	const struct fit	*f;
	const struct fit_inputs	*in;
	struct fit_machines	*m;
	struct run		*run;
	size_t			 n;
	size_t			*start;	/* njobs + 1: runs of each job */
};

static enum rc
nomem(struct err *e)
{
	return err_set(e, RC_NOMEM, "no memory to learn machines");
}

static int
run_cmp(const void *a, const void *b)
{
	const struct run	*x = a, *y = b;

	if (x->job != y->job)
		return x->job < y->job ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* The first operation of each job of each case, as far as its machine is told. */
static enum rc
gather(struct machines *q, struct err *e)
{
	const struct dataset	*d = q->f->d;
	size_t			 most = 0;

	for (size_t i = 0; i < q->in->ncases; i++)
		most += d->routings[q->f->routing[i]].nops;
	q->run = malloc((most + 1) * sizeof(*q->run));
	q->start = calloc(q->f->njobs + 2, sizeof(*q->start));
	if (q->run == NULL || q->start == NULL)
		return nomem(e);
	for (size_t i = 0; i < q->in->ncases; i++) {
		const struct ds_routing	*r = &d->routings[q->f->routing[i]];

		for (uint32_t k = r->first; k < r->first + r->nops; k++)
			if (d->ops[k].res != DS_NONE)
				q->run[q->n++] = (struct run){ d->ops[k].job, d->ops[k].res,
				    (uint32_t)i };
	}
	if (q->n > 1)
		qsort(q->run, q->n, sizeof(*q->run), run_cmp);
	most = 0;
	for (size_t i = 0; i < q->n; i++)	/* what is run twice counts once */
		if (most == 0 || q->run[most - 1].job != q->run[i].job ||
		    q->run[most - 1].at != q->run[i].at)
			q->run[most++] = q->run[i];
	q->n = most;
	for (size_t i = 0; i < q->n; i++)
		q->start[q->run[i].job + 1]++;
	for (size_t j = 0; j < q->f->njobs; j++)
		q->start[j + 1] += q->start[j];
	return RC_OK;
}

int
fit_busy_cmp(const void *a, const void *b)
{
	const struct busy	*x = a, *y = b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return x->res < y->res ? -1 : x->res > y->res;
}

/* The job's machines, busiest first, into out; fewer than two: there is nothing to choose. */
static size_t
machines_of(const struct machines *q, uint32_t job, struct busy *room,
    uint32_t out[MACHINES_MOST])
{
	size_t	n = 0, k;

	for (size_t i = q->start[job]; i < q->start[job + 1]; i++) {
		for (k = 0; k < n && room[k].res != q->run[i].res; k++)
			continue;
		if (k == n)
			room[n++] = (struct busy){ q->run[i].res, 0 };
		room[k].n++;
	}
	if (n > 1)
		qsort(room, n, sizeof(*room), fit_busy_cmp);
	for (k = 0; k < n && k < MACHINES_MOST && room[k].n >= MACHINE_LEAST; k++)
		out[k] = room[k].res;
	return k;
}

/* Jobs with a choice, ascending, and their machines. */
static enum rc
choose(struct machines *q, struct err *e)
{
	struct fit_machines	*m = q->m;
	struct busy		*room = malloc((q->f->d->resources.n + 1) * sizeof(*room));
	size_t			 njobs = q->f->njobs;

	m->job = malloc((njobs + 1) * sizeof(*m->job));
	m->start = malloc((njobs + 2) * sizeof(*m->start));
	m->res = malloc((njobs + 1) * MACHINES_MOST * sizeof(*m->res));
	m->tree = calloc(njobs + 1, sizeof(*m->tree));
	if (room == NULL || m->job == NULL || m->start == NULL || m->res == NULL ||
	    m->tree == NULL) {
		free(room);
		return nomem(e);
	}
	m->start[0] = 0;
	for (uint32_t j = 0; j < njobs; j++) {
		size_t	n = machines_of(q, j, room, m->res + m->start[m->n]);

		if (n < 2)
			continue;
		m->job[m->n] = j;
		m->start[m->n + 1] = m->start[m->n] + (uint32_t)n;
		m->n++;
	}
	free(room);
	return RC_OK;
}

/* Room for the fit of one job. */
struct one {
	float		*target;
	double		*residual, *variance;
	uint8_t		*taken;
	uint32_t	*rows, *use;
};

static void
one_fini(struct one *o)
{
	free(o->target);
	free(o->residual);
	free(o->variance);
	free(o->taken);
	free(o->rows);
	free(o->use);
}

/* Classes of the job's cases; residuals of "the busiest machine" against its share. */
static size_t
classes(const struct machines *q, size_t at, struct one *o)
{
	const struct fit_machines	*m = q->m;
	uint32_t			 job = m->job[at];
	size_t				 all = q->start[job + 1] - q->start[job], n = 0;
	size_t				 stride = (all + CASES_MOST - 1) / CASES_MOST;
	double				 first = 0, weight = 0;

	for (size_t i = q->start[job]; i < q->start[job + 1]; i += stride)
		for (uint32_t k = m->start[at]; k < m->start[at + 1]; k++)
			if (m->res[k] == q->run[i].res) {
				o->target[q->run[i].at] = (float)(k - m->start[at]);
				o->rows[n++] = q->run[i].at;
				first += k == m->start[at] ? q->in->weight[q->run[i].at] : 0;
				weight += q->in->weight[q->run[i].at];
			}
	for (size_t i = 0; i < n; i++) {
		double	w = q->in->weight[o->rows[i]], p = first / weight;

		o->residual[o->rows[i]] = w * ((o->target[o->rows[i]] == 0) - p);
		o->variance[o->rows[i]] = w * p * (1 - p);
	}
	return n;
}

static enum rc
fit_one(const struct machines *q, size_t at, struct err *e)
{
	const struct fit_inputs	*in = q->in;
	size_t			 n = in->ncases + 1;
	struct one		 o = { malloc(n * sizeof(float)), calloc(n, sizeof(double)),
				    calloc(n, sizeof(double)), calloc(in->ncols + 1, 1),
				    malloc(n * sizeof(uint32_t)),
				    malloc((in->nnumbers + 1 + COLUMNS) * sizeof(uint32_t)) };
	struct screen		 s = { in, o.residual, o.variance, o.taken };
	struct gbt_data		 d = { .nrows = in->ncases, .ncols = in->ncols, .cols = in->col,
				    .target = o.target, .weight = in->weight, .rows = o.rows,
				    .use = o.use };
	struct gbt_opts		 opts;
	enum rc			 rc;

	if (o.target == NULL || o.residual == NULL || o.variance == NULL || o.taken == NULL ||
	    o.rows == NULL || o.use == NULL) {
		rc = nomem(e);
		goto out;
	}
	d.nused = classes(q, at, &o);
	for (uint32_t c = 0; c <= in->nnumbers; c++)
		o.use[d.nuse++] = c;
	if ((rc = fit_screen(&s, in->nnumbers + 1, in->ncols, COLUMNS, o.use, &d.nuse, e)) !=
	    RC_OK)
		goto out;
	gbt_defaults(&opts, TREE_SOFTMAX);
	opts.classes = q->m->start[at + 1] - q->m->start[at];
	opts.trees = TREES;
	opts.leaves = 8;
	opts.min_rows = 5;
	opts.min_hessian = 0.5;
	opts.seed = q->f->in->seed;
	rc = gbt_fit(&d, &opts, &q->m->tree[at], NULL, NULL, e);
out:
	one_fini(&o);
	return rc;
}

static enum rc
fit_piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	const struct machines	*q = ctx;
	enum rc			 rc = RC_OK;

	for (size_t i = begin; i < end && rc == RC_OK; i++)
		rc = fit_one(q, i, e);
	return rc;
}

enum rc
fit_machines(const struct fit *f, const struct fit_inputs *in, struct fit_machines **out,
    struct err *e)
{
	struct machines	q = { .f = f, .in = in, .m = calloc(1, sizeof(*q.m)) };
	enum rc		rc;

	*out = NULL;
	if (q.m == NULL)
		rc = nomem(e);
	else if ((rc = gather(&q, e)) == RC_OK && (rc = choose(&q, e)) == RC_OK &&
	    (rc = par_for(f->in->threads, q.m->n, 1, fit_piece, &q, e)) == RC_OK) {
		*out = q.m;
		q.m = NULL;
	}
	free(q.run);
	free(q.start);
	fit_machines_free(q.m);
	return rc;
}

void
fit_machines_free(struct fit_machines *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; m->tree != NULL && i < m->n; i++)
		ensemble_free(m->tree[i]);
	free(m->tree);
	free(m->job);
	free(m->start);
	free(m->res);
	free(m);
}
