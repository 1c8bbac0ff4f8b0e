/* routings.rml: codes, sequences, every routing of every item of evidence, machines. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/train/fit/fit_priv.h"

/* Everything of routings.rml that has to be put together first. */
struct tables {
	struct pool	 codes, values, columns, kinds;
	uint64_t	*family, *twin;
	uint32_t	*by_key, *by_family, *cells, *item_routing;
	uint32_t	*routing_seq, *routing_op, *op_kind, *seq, *seq_items, *seq_by_hash, *kind[4];
	uint64_t	*seq_hash;
	int32_t		*inserted, *from, *to, *proc_seq, *seq_newest;
	float		*residual[2];
	int8_t		*inside;
	uint8_t		*known;
	size_t		 nroutings, nops, nmachines;
	uint32_t	*job_machine, *machine_res, *machine_kind, *machine_count;
	int32_t		*machine_first, *machine_last;
	int32_t		 day[2];
};

static void
tables_fini(struct tables *t)
{
	void	*all[] = { t->family, t->twin, t->by_key, t->by_family, t->cells,
		    t->item_routing, t->routing_seq, t->routing_op, t->op_kind, t->seq,
		    t->seq_items, t->seq_newest, t->seq_by_hash, t->seq_hash,
		    t->kind[0], t->kind[1], t->kind[2], t->kind[3], t->inserted, t->from, t->to,
		    t->proc_seq, t->residual[0], t->residual[1], t->inside, t->job_machine,
		    t->machine_res, t->machine_kind, t->machine_count, t->machine_first,
		    t->machine_last, t->known };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		free(all[i]);
	pool_fini(&t->codes);
	pool_fini(&t->values);
	pool_fini(&t->columns);
	pool_fini(&t->kinds);
}

/* What qsort() compares by; one fit writes at a time on a thread. */
struct key {
	uint64_t	family;
	struct str	code;
	uint32_t	item;
};

static int
key_cmp(const void *a, const void *b)
{
	const struct key	*x = a, *y = b;
	size_t			 n = x->code.len < y->code.len ? x->code.len : y->code.len;
	int			 c;

	if (x->family != y->family)
		return x->family < y->family ? -1 : 1;
	if ((c = n == 0 ? 0 : memcmp(x->code.s, y->code.s, n)) != 0)
		return c;
	return x->code.len < y->code.len ? -1 : x->code.len > y->code.len;
}

/* Codes, families, and the two orders of the items. */
static enum rc
items(const struct fit *f, struct tables *t, struct err *e)
{
	struct key	*k = malloc((f->nitems + 1) * sizeof(*k));
	uint32_t	 id;
	enum rc		 rc = RC_OK;

	t->family = malloc(f->nitems * sizeof(*t->family));
	t->twin = malloc(f->nitems * sizeof(*t->twin));
	t->by_key = malloc(f->nitems * sizeof(*t->by_key));
	t->by_family = malloc(f->nitems * sizeof(*t->by_family));
	if (k == NULL || t->family == NULL || t->twin == NULL || t->by_key == NULL ||
	    t->by_family == NULL) {
		rc = err_set(e, RC_NOMEM, "no memory for %zu items", f->nitems);
		goto out;
	}
	for (size_t i = 0; i < f->nitems; i++) {
		struct str	code = pool_str(&f->d->keys, f->c->item[f->item[i]]);

		if ((rc = pool_add(&t->codes, code, &id, e)) != RC_OK)
			goto out;
		t->family[i] = f->c->family[f->item[i]];
		t->twin[i] = f->c->twin[f->item[i]];
		k[i] = (struct key){ 0, code, (uint32_t)i };
	}
	qsort(k, f->nitems, sizeof(*k), key_cmp);
	for (size_t i = 0; i < f->nitems; i++) {
		t->by_key[i] = k[i].item;
		k[i].family = t->family[k[i].item];
	}
	qsort(k, f->nitems, sizeof(*k), key_cmp);
	for (size_t i = 0; i < f->nitems; i++)
		t->by_family[i] = k[i].item;
out:
	free(k);
	return rc;
}

/* The items' values, to show and to filter by. */
static enum rc
cells(const struct fit *f, struct tables *t, struct err *e)
{
	const struct schema	*s = f->c->schema;
	uint32_t		 id;
	enum rc			 rc;

	if ((t->cells = malloc((f->nitems * s->ncols + 1) * sizeof(*t->cells))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the items' values");
	for (size_t c = 0; c < s->ncols; c++) {
		const struct ds_column	*col = NULL;

		if ((rc = pool_add(&t->columns, str_of(s->col[c].name), &id, e)) != RC_OK)
			return rc;
		for (size_t k = 0; k < f->d->ncolumns && col == NULL; k++)
			if (str_eqi(str_of(f->d->columns[k].name), str_of(s->col[c].name)))
				col = &f->d->columns[k];
		for (size_t i = 0; i < f->nitems; i++) {
			uint32_t	*at = &t->cells[i * s->ncols + c], v;

			v = col == NULL ? DS_NONE : col->cell[f->c->item[f->item[i]]];
			*at = RML_NONE;
			if (v != DS_NONE && (rc = pool_add(&t->values, pool_str(&col->values, v),
			    at, e)) != RC_OK)
				return rc;
		}
	}
	return RC_OK;
}

/* Which numbers each item tells. */
static enum rc
known(const struct fit *f, struct tables *t, struct err *e)
{
	size_t	n = f->c->schema->nnumbers, stride = (n + 7) / 8;

	if ((t->known = calloc(f->nitems + 1, stride)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the items' values");
	for (size_t i = 0; i < f->nitems; i++)
		for (size_t k = 0; k < n; k++)
			if (!isnan(f->c->numbers[f->item[i] * n + k]))
				t->known[i * stride + k / 8] |= (uint8_t)(1 << k % 8);
	return RC_OK;
}

/* The number of job, names and machine as they stand together. */
static enum rc
kind(struct tables *t, const struct ds_op *op, uint32_t *id, struct err *e)
{
	uint32_t	key[5] = { op->job, op->job_name, op->res, op->res_name,
			    (uint32_t)(op->inside + 1) };

	return pool_add(&t->kinds, (struct str){ (char *)key, sizeof(key) }, id, e);
}

static enum rc
routings_room(const struct fit *f, struct tables *t, struct err *e)
{
	size_t	r = f->d->nroutings + 1, o = f->d->nops + 1;

	t->item_routing = malloc((f->nitems + 1) * sizeof(uint32_t));
	t->routing_seq = malloc(r * sizeof(uint32_t));
	t->routing_op = malloc((r + 1) * sizeof(uint32_t));
	t->inserted = malloc(r * sizeof(int32_t));
	t->from = malloc(r * sizeof(int32_t));
	t->to = malloc(r * sizeof(int32_t));
	t->op_kind = malloc(o * sizeof(uint32_t));
	t->proc_seq = malloc(o * sizeof(int32_t));
	t->residual[0] = malloc(o * sizeof(float));
	t->residual[1] = malloc(o * sizeof(float));
	if (t->item_routing == NULL || t->routing_seq == NULL || t->routing_op == NULL ||
	    t->inserted == NULL || t->from == NULL || t->to == NULL || t->op_kind == NULL ||
	    t->proc_seq == NULL || t->residual[0] == NULL || t->residual[1] == NULL)
		return err_set(e, RC_NOMEM, "no memory for the routings");
	return RC_OK;
}

static enum rc
routings(const struct fit *f, struct tables *t, struct err *e)
{
	const struct dataset	*d = f->d;
	enum rc			 rc;

	if ((rc = routings_room(f, t, e)) != RC_OK)
		return rc;
	for (size_t i = 0; i < f->nitems; i++) {
		uint32_t	item = f->c->item[f->item[i]];

		t->item_routing[i] = (uint32_t)t->nroutings;
		for (uint32_t r = d->item_routing[item]; r < d->item_routing[item + 1]; r++) {
			const struct ds_routing	*x = &d->routings[r];

			if (!fit_seen(f, r))
				continue;
			t->routing_seq[t->nroutings] = x->seq;
			t->inserted[t->nroutings] = x->inserted;
			t->from[t->nroutings] = x->valid_from;
			t->to[t->nroutings] = x->valid_to;
			t->routing_op[t->nroutings++] = (uint32_t)t->nops;
			for (uint32_t k = x->first; k < x->first + x->nops; k++, t->nops++) {
				if ((rc = kind(t, &d->ops[k], &t->op_kind[t->nops], e)) != RC_OK)
					return rc;
				t->proc_seq[t->nops] = d->ops[k].proc_seq;
				for (int w = 0; w < 2; w++)
					t->residual[w][t->nops] = f->times->residual[w][k];
			}
		}
	}
	t->item_routing[f->nitems] = (uint32_t)t->nroutings;
	t->routing_op[t->nroutings] = (uint32_t)t->nops;
	t->day[0] = t->day[1] = DATE_NONE;
	for (size_t i = 0; i < t->nroutings; i++) {
		if (t->inserted[i] == DATE_NONE)
			continue;
		if (t->day[0] == DATE_NONE || t->inserted[i] < t->day[0])
			t->day[0] = t->inserted[i];
		if (t->inserted[i] > t->day[1])
			t->day[1] = t->inserted[i];
	}
	return RC_OK;
}

static enum rc
kinds(struct tables *t, struct err *e)
{
	size_t		n = t->kinds.n;
	uint32_t	key[5];

	for (int k = 0; k < 4; k++)
		if ((t->kind[k] = malloc((n + 1) * sizeof(uint32_t))) == NULL)
			return err_set(e, RC_NOMEM, "no memory for operations");
	if ((t->inside = malloc(n + 1)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for operations");
	for (uint32_t i = 0; i < n; i++) {
		memcpy(key, pool_str(&t->kinds, i).s, sizeof(key));
		for (int k = 0; k < 4; k++)
			t->kind[k][i] = key[k];
		t->inside[i] = (int8_t)((int)key[4] - 1);
	}
	return RC_OK;
}

/* A use of a machine for a job. */
struct use {
	uint32_t	job, res, kind;
	int32_t		day;
};

static int
use_cmp(const void *a, const void *b)
{
	const struct use	*x = a, *y = b;

	if (x->job != y->job)
		return x->job < y->job ? -1 : 1;
	if (x->res != y->res)
		return x->res < y->res ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->kind < y->kind ? -1 : x->kind > y->kind;
}

/* Uses in routings, and on the floor as far as a routing has the pair as well. */
static size_t
uses(const struct fit *f, const struct tables *t, struct use *u)
{
	const struct dataset	*d = f->d;
	size_t			 n = 0;

	for (size_t r = 0; r < t->nroutings; r++)
		for (uint32_t k = t->routing_op[r]; k < t->routing_op[r + 1]; k++) {
			uint32_t	x = t->op_kind[k];

			if (t->kind[2][x] != DS_NONE)
				u[n++] = (struct use){ t->kind[0][x], t->kind[2][x], x,
				    t->inserted[r] };
		}
	for (size_t i = 0; i < f->nitems && d->item_work != NULL; i++) {
		uint32_t	item = f->c->item[f->item[i]];

		for (uint32_t k = d->item_work[item]; k < d->item_work[item + 1]; k++) {
			const struct ds_work	*w = &d->work[k];

			if (w->job != DS_NONE && w->res != DS_NONE && (f->in->until == DATE_NONE ||
			    w->reported == DATE_NONE || w->reported <= f->in->until))
				u[n++] = (struct use){ w->job, w->res, DS_NONE, w->reported };
		}
	}
	return n;
}

static enum rc
machines(const struct fit *f, struct tables *t, struct err *e)
{
	size_t		 most = t->nops + f->d->nwork + 1, n = 0;
	struct use	*u = malloc(most * sizeof(*u));

	t->job_machine = calloc(f->njobs + 1, sizeof(uint32_t));
	t->machine_res = malloc(most * sizeof(uint32_t));
	t->machine_kind = malloc(most * sizeof(uint32_t));
	t->machine_count = malloc(most * sizeof(uint32_t));
	t->machine_first = malloc(most * sizeof(int32_t));
	t->machine_last = malloc(most * sizeof(int32_t));
	if (u == NULL || t->job_machine == NULL || t->machine_res == NULL ||
	    t->machine_kind == NULL || t->machine_count == NULL || t->machine_first == NULL ||
	    t->machine_last == NULL) {
		free(u);
		return err_set(e, RC_NOMEM, "no memory for the machines");
	}
	n = uses(f, t, u);
	if (n > 1)
		qsort(u, n, sizeof(*u), use_cmp);
	for (size_t i = 0, end; i < n; i = end) {
		size_t	m = t->nmachines, count = 0;

		t->machine_kind[m] = DS_NONE;
		t->machine_first[m] = t->machine_last[m] = DATE_NONE;
		for (end = i; end < n && u[end].job == u[i].job && u[end].res == u[i].res; end++) {
			if (u[end].kind != DS_NONE) {
				t->machine_kind[m] = u[end].kind;	/* the newest stays */
				count++;
			}
			if (u[end].day != DATE_NONE && t->machine_first[m] == DATE_NONE)
				t->machine_first[m] = u[end].day;
			if (u[end].day != DATE_NONE)
				t->machine_last[m] = u[end].day;
		}
		if (count == 0)
			continue;
		t->machine_res[m] = u[i].res;
		t->machine_count[m] = (uint32_t)count;
		t->job_machine[u[i].job + 1]++;
		t->nmachines++;
	}
	for (size_t j = 0; j < f->njobs; j++)
		t->job_machine[j + 1] += t->job_machine[j];
	free(u);
	return RC_OK;
}

static void
add_texts(struct rml_writer *w, const char *name, const struct pool *p)
{
	static const uint32_t	zero;
	char			txt[RML_NAME];

	snprintf(txt, sizeof(txt), "%s.txt", name);
	rml_add(w, name, p->n == 0 ? &zero : p->end, sizeof(uint32_t), p->n + 1);
	rml_add(w, txt, p->n == 0 ? "" : p->txt, 1, p->len);
}

struct seq_key {
	uint64_t	hash;
	uint32_t	seq;
};

static int
seq_cmp(const void *a, const void *b)
{
	const struct seq_key	*x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* Where each begins, how many of the routings ran it, and the way from its jobs to it. */
static enum rc
sequences(const struct fit *f, struct tables *t, struct err *e)
{
	const struct dataset	*d = f->d;
	struct seq_key		*k = malloc((d->nseqs + 1) * sizeof(*k));

	t->seq = malloc((d->nseqs + 1) * sizeof(*t->seq));
	t->seq_items = calloc(d->nseqs + 1, sizeof(*t->seq_items));
	t->seq_newest = malloc((d->nseqs + 1) * sizeof(*t->seq_newest));
	t->seq_hash = malloc((d->nseqs + 1) * sizeof(*t->seq_hash));
	t->seq_by_hash = malloc((d->nseqs + 1) * sizeof(*t->seq_by_hash));
	if (k == NULL || t->seq == NULL || t->seq_items == NULL || t->seq_newest == NULL ||
	    t->seq_hash == NULL || t->seq_by_hash == NULL) {
		free(k);
		return err_set(e, RC_NOMEM, "no memory for sequences");
	}
	for (size_t i = 0; i < d->nseqs; i++)
		t->seq_newest[i] = DATE_NONE;
	for (size_t r = 0; r < t->nroutings; r++) {
		int32_t	*newest = &t->seq_newest[t->routing_seq[r]];

		t->seq_items[t->routing_seq[r]]++;
		*newest = t->inserted[r] > *newest ? t->inserted[r] : *newest;
	}
	for (uint32_t i = 0; i < d->nseqs; i++) {
		t->seq[i] = d->seqs[i].first;
		k[i] = (struct seq_key){ hash64(d->seq_jobs + d->seqs[i].first,
		    d->seqs[i].n * sizeof(*d->seq_jobs), 0), i };
	}
	t->seq[d->nseqs] = (uint32_t)d->nseq_jobs;
	if (d->nseqs > 1)
		qsort(k, d->nseqs, sizeof(*k), seq_cmp);
	for (size_t i = 0; i < d->nseqs; i++) {
		t->seq_hash[i] = k[i].hash;
		t->seq_by_hash[i] = k[i].seq;
	}
	free(k);
	return RC_OK;
}

static enum rc
write_tables(const struct fit *f, const struct tables *t, struct buf *out, struct err *e)
{
	const struct dataset	*d = f->d;
	struct rml_writer	 w;

	rml_begin(&w);
	add_texts(&w, "items", &t->codes);
	rml_add(&w, "item.family", t->family, sizeof(uint64_t), f->nitems);
	rml_add(&w, "item.twin", t->twin, sizeof(uint64_t), f->nitems);
	rml_add(&w, "item.by_key", t->by_key, sizeof(uint32_t), f->nitems);
	rml_add(&w, "item.by_family", t->by_family, sizeof(uint32_t), f->nitems);
	rml_add(&w, "item.routing", t->item_routing, sizeof(uint32_t), f->nitems + 1);
	add_texts(&w, "columns", &t->columns);
	add_texts(&w, "values", &t->values);
	rml_add(&w, "cells", t->cells, sizeof(uint32_t), f->nitems * f->c->schema->ncols);
	rml_add(&w, "known", t->known, (f->c->schema->nnumbers + 7) / 8, f->nitems);
	rml_add(&w, "day", t->day, sizeof(int32_t), 2);
	rml_add(&w, "routing.seq", t->routing_seq, sizeof(uint32_t), t->nroutings);
	rml_add(&w, "routing.op", t->routing_op, sizeof(uint32_t), t->nroutings + 1);
	rml_add(&w, "routing.inserted", t->inserted, sizeof(int32_t), t->nroutings);
	rml_add(&w, "routing.from", t->from, sizeof(int32_t), t->nroutings);
	rml_add(&w, "routing.to", t->to, sizeof(int32_t), t->nroutings);
	rml_add(&w, "op.kind", t->op_kind, sizeof(uint32_t), t->nops);
	rml_add(&w, "op.proc_seq", t->proc_seq, sizeof(int32_t), t->nops);
	rml_add(&w, "op.setup", t->residual[SETUP], sizeof(float), t->nops);
	rml_add(&w, "op.run", t->residual[RUN], sizeof(float), t->nops);
	add_texts(&w, "jobs", &d->jobs);
	add_texts(&w, "job_names", &d->job_names);
	add_texts(&w, "resources", &d->resources);
	add_texts(&w, "resource_names", &d->resource_names);
	rml_add(&w, "kind.job", t->kind[0], sizeof(uint32_t), t->kinds.n);
	rml_add(&w, "kind.job_name", t->kind[1], sizeof(uint32_t), t->kinds.n);
	rml_add(&w, "kind.res", t->kind[2], sizeof(uint32_t), t->kinds.n);
	rml_add(&w, "kind.res_name", t->kind[3], sizeof(uint32_t), t->kinds.n);
	rml_add(&w, "kind.inside", t->inside, 1, t->kinds.n);
	rml_add(&w, "job.machine", t->job_machine, sizeof(uint32_t), f->njobs + 1);
	rml_add(&w, "machine.res", t->machine_res, sizeof(uint32_t), t->nmachines);
	rml_add(&w, "machine.kind", t->machine_kind, sizeof(uint32_t), t->nmachines);
	rml_add(&w, "machine.count", t->machine_count, sizeof(uint32_t), t->nmachines);
	rml_add(&w, "machine.first", t->machine_first, sizeof(int32_t), t->nmachines);
	rml_add(&w, "machine.last", t->machine_last, sizeof(int32_t), t->nmachines);
	rml_add(&w, "seq", t->seq, sizeof(uint32_t), d->nseqs + 1);
	rml_add(&w, "seq.items", t->seq_items, sizeof(uint32_t), d->nseqs);
	rml_add(&w, "seq.newest", t->seq_newest, sizeof(int32_t), d->nseqs);
	rml_add(&w, "seq.hash", t->seq_hash, sizeof(uint64_t), d->nseqs);
	rml_add(&w, "seq.by_hash", t->seq_by_hash, sizeof(uint32_t), d->nseqs);
	rml_add(&w, "seq.job", d->seq_jobs, sizeof(uint32_t), d->nseq_jobs);
	return rml_end(&w, out, e);
}

enum rc
fit_write_routings(struct fit *f, struct buf *out, struct err *e)
{
	struct tables	t = { .nops = 0 };
	enum rc		rc;

	pool_init(&t.codes);
	pool_init(&t.values);
	pool_init(&t.columns);
	pool_init(&t.kinds);
	if ((rc = items(f, &t, e)) == RC_OK && (rc = cells(f, &t, e)) == RC_OK &&
	    (rc = known(f, &t, e)) == RC_OK &&
	    (rc = routings(f, &t, e)) == RC_OK && (rc = kinds(&t, e)) == RC_OK &&
	    (rc = machines(f, &t, e)) == RC_OK && (rc = sequences(f, &t, e)) == RC_OK)
		rc = write_tables(f, &t, out, e);
	tables_fini(&t);
	return rc;
}
