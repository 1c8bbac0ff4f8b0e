#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/feat/text.h"
#include "core/feat/unit.h"
#include "core/train/history/dataset_priv.h"

#define PIECES_MAX	1e9
#define UNNUMBERED	INT32_MIN	/* its place is no whole number */

/* A routing row as read; sorted, then cut into routings. */
struct raw {
	struct ds_op	op;
	uint64_t	hash;		/* of the whole row, to tell equals apart */
	uint32_t	item, rout_no;
	int32_t		inserted, valid_from, valid_to;
	double		place;		/* among the operations of its routing */
};

struct routing_reader {
	struct dataset		*d;
	struct ds_reader	*r;
	const struct mapping	*m;
	int			 col[ROUTING_NFIELDS];
	struct raw		*raw;
	size_t			 n, cap;
};

static struct str
cell(const struct routing_reader *q, enum routing_field f)
{
	return str_trim(ds_cell(q->r, q->col[f]));
}

static enum rc
code(struct pool *p, struct str s, uint32_t *id, struct err *e)
{
	s = str_trim(s);
	*id = DS_NONE;
	if (s.s == NULL || s.len == 0 || text_missing(s))
		return RC_OK;
	return pool_add(p, s, id, e);
}

/* A time or quantity: NaN where there is none; *bad counts what is no number or negative. */
static double
number(struct str s, uint64_t *bad)
{
	double	v;

	if (s.s == NULL || s.len == 0 || text_missing(s))
		return NAN;
	if (!str_decimal(s, &v) || v < 0) {
		++*bad;
		return NAN;
	}
	return v;
}

static int32_t
day(struct str s, uint64_t *bad)
{
	int32_t	d;

	if (s.s == NULL || s.len == 0 || text_missing(s))
		return DATE_NONE;
	if (date_parse(s, &d))
		return d;
	++*bad;
	return DATE_NONE;
}

static int8_t
inside(const struct routing_reader *q)
{
	struct str	s = cell(q, ROUTING_INSIDE);

	if (s.s == NULL || s.len == 0 || q->m->ninside_values == 0)
		return -1;
	for (size_t i = 0; i < q->m->ninside_values; i++)
		if (str_eqi(s, str_of(q->m->inside_values[i])))
			return 1;
	return 0;
}

/* Times in minutes, the run time of one piece. */
static void
times(struct routing_reader *q, struct ds_op *op)
{
	struct str	 unit = cell(q, ROUTING_TIME_UNIT);
	uint64_t	*bad = &q->d->faults[DS_ROUTING_BAD_TIME];
	double		 f = 1, qty = number(cell(q, ROUTING_RUN_QUANTITY), bad);

	if (unit.s != NULL && unit.len > 0 && !text_missing(unit) &&
	    !unit_factor(UNIT_TIME, unit, &f)) {
		q->d->faults[DS_ROUTING_BAD_UNIT]++;
		f = NAN;
	}
	if (isnan(qty) || qty <= 0)
		qty = 1;
	op->setup = (float)(number(cell(q, ROUTING_SETUP_TIME), bad) * f);
	op->run = (float)(number(cell(q, ROUTING_RUN_TIME), bad) * f / qty);
	op->queue = (float)(number(cell(q, ROUTING_QUEUE_TIME), bad) * f);
	op->wait = (float)(number(cell(q, ROUTING_WAIT_TIME), bad) * f);
	op->move = (float)(number(cell(q, ROUTING_MOVE_TIME), bad) * f);
}

bool
dataset_place(struct str s, double *out)
{
	char		text[32];
	const char	*at;
	int32_t		d;
	double		part = 1;
	int		hour = 0, minute = 0, n;
	double		second = 0;

	s = str_trim(s);
	if (str_decimal(s, out))
		return true;
	if (s.s == NULL || s.len == 0 || s.len >= sizeof(text))
		return false;
	str_copy(text, sizeof(text), s);
	if (date_parse(s, &d)) {
		if ((at = strpbrk(text, " Tt")) != NULL)
			sscanf(at + 1, "%2d:%2d:%lf", &hour, &minute, &second);
		*out = d * 86400.0 + hour * 3600 + minute * 60 + second;
		return true;
	}
	if (sscanf(text, "%9d%n", &hour, &n) != 1 || hour < 0)
		return false;
	*out = hour;
	for (at = text + n; *at != '\0'; at++) {
		if (!((*at | 32) >= 'a' && (*at | 32) <= 'z'))
			return false;
		part /= 27;
		*out += part * ((*at | 32) - 'a' + 1);
	}
	return true;
}

/* The place, and the names and machine of the row. */
static enum rc
operation(struct routing_reader *q, struct raw *x, bool *good, struct err *e)
{
	struct dataset	*d = q->d;
	struct ds_op	*op = &x->op;
	enum rc		 rc;

	*good = false;
	if (!dataset_place(cell(q, ROUTING_SEQUENCE), &x->place)) {
		d->faults[DS_ROUTING_BAD_SEQUENCE]++;
		return RC_OK;
	}
	op->proc_seq = fabs(x->place) <= 1e9 && x->place == rint(x->place) ? (int32_t)x->place :
	    UNNUMBERED;
	if ((rc = code(&d->jobs, cell(q, ROUTING_JOB), &op->job, e)) != RC_OK)
		return rc;
	if (op->job == DS_NONE) {
		d->faults[DS_ROUTING_NO_JOB]++;
		return RC_OK;
	}
	if ((rc = code(&d->job_names, cell(q, ROUTING_JOB_NAME), &op->job_name, e)) != RC_OK ||
	    (rc = code(&d->resources, cell(q, ROUTING_RESOURCE), &op->res, e)) != RC_OK ||
	    (rc = code(&d->resource_names, cell(q, ROUTING_RESOURCE_NAME), &op->res_name,
	    e)) != RC_OK)
		return rc;
	op->inside = inside(q);
	times(q, op);
	*good = true;
	return RC_OK;
}

static enum rc
add_row(struct routing_reader *q, struct err *e)
{
	struct dataset	*d = q->d;
	struct raw	 x = { .hash = q->r->hash[q->r->n - 1] };
	char		 buf[512];
	struct str	 k = ds_key(ds_cell(q->r, q->col[ROUTING_ITEM]), buf, sizeof(buf));
	bool		 good;
	void		*p = q->raw;
	enum rc		 rc;

	if ((x.item = pool_find(&d->keys, k)) == POOL_NONE) {
		d->faults[DS_ROUTING_NO_ITEM]++;
		return RC_OK;
	}
	if ((rc = operation(q, &x, &good, e)) != RC_OK || !good ||
	    (rc = code(&d->rout_nos, cell(q, ROUTING_ROUTING), &x.rout_no, e)) != RC_OK)
		return rc;
	x.valid_from = day(cell(q, ROUTING_VALID_FROM), &d->faults[DS_ROUTING_BAD_DATE]);
	x.valid_to = day(cell(q, ROUTING_VALID_TO), &d->faults[DS_ROUTING_BAD_DATE]);
	x.inserted = day(cell(q, ROUTING_INSERTED), &d->faults[DS_ROUTING_BAD_DATE]);
	if (x.inserted == DATE_NONE)
		x.inserted = x.valid_from;
	rc = ds_grow(&p, &q->cap, q->n, sizeof(*q->raw), e);
	q->raw = p;
	if (rc == RC_OK)
		q->raw[q->n++] = x;
	return rc;
}

/* The numbers of one pool by its texts. */
static enum rc
sort_pool(struct routing_reader *q, struct pool *p, size_t offset, struct err *e)
{
	uint32_t	*to, *at;
	enum rc		 rc;

	if ((rc = pool_sort(p, NULL, &to, e)) != RC_OK)
		return rc;
	for (size_t i = 0; i < q->n; i++) {
		at = (uint32_t *)(void *)((char *)&q->raw[i] + offset);
		*at = *at == DS_NONE ? DS_NONE : to[*at];
	}
	free(to);
	return RC_OK;
}

static enum rc
sort_texts(struct routing_reader *q, struct err *e)
{
	struct dataset	*d = q->d;
	enum rc		 rc;

	if ((rc = sort_pool(q, &d->jobs, offsetof(struct raw, op.job), e)) != RC_OK ||
	    (rc = sort_pool(q, &d->job_names, offsetof(struct raw, op.job_name), e)) != RC_OK ||
	    (rc = sort_pool(q, &d->resources, offsetof(struct raw, op.res), e)) != RC_OK ||
	    (rc = sort_pool(q, &d->resource_names, offsetof(struct raw, op.res_name), e)) != RC_OK)
		return rc;
	return sort_pool(q, &d->rout_nos, offsetof(struct raw, rout_no), e);
}

static int
raw_cmp(const void *a, const void *b)
{
	const struct raw	*x = a, *y = b;

	if (x->item != y->item)
		return x->item < y->item ? -1 : 1;
	if (x->rout_no != y->rout_no)
		return x->rout_no < y->rout_no ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* By item, day and number. */
static int
routing_cmp(const void *a, const void *b)
{
	const struct ds_routing	*x = a, *y = b;

	if (x->item != y->item)
		return x->item < y->item ? -1 : 1;
	if (x->inserted != y->inserted)
		return x->inserted < y->inserted ? -1 : 1;
	return x->rout_no < y->rout_no ? -1 : x->rout_no > y->rout_no;
}

/* Places that are no whole numbers become tens. */
static void
renumber(struct dataset *d, const struct ds_routing *r)
{
	bool	numbered = true;

	for (uint32_t k = r->first; k < r->first + r->nops; k++)
		numbered &= d->ops[k].proc_seq != UNNUMBERED;
	for (uint32_t k = 0; k < r->nops && !numbered; k++)
		d->ops[r->first + k].proc_seq = 10 * ((int32_t)k + 1);
}

/* Sorted rows become routings and operations; an operation that stands there twice is one. */
static enum rc
cut(struct routing_reader *q, struct err *e)
{
	struct dataset		*d = q->d;
	struct ds_routing	*r = NULL;
	size_t			 cap = 0;
	void			*p;
	enum rc			 rc;

	if (q->n > 0 && (d->ops = malloc(q->n * sizeof(*d->ops))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu operations", q->n);
	for (size_t i = 0; i < q->n; i++) {
		const struct raw	*x = &q->raw[i];

		if (r == NULL || r->item != x->item || r->rout_no != x->rout_no) {
			p = d->routings;
			rc = ds_grow(&p, &cap, d->nroutings, sizeof(*r), e);
			d->routings = p;
			if (rc != RC_OK)
				return rc;
			r = &d->routings[d->nroutings++];
			*r = (struct ds_routing){ .item = x->item, .rout_no = x->rout_no,
			    .first = (uint32_t)d->nops, .inserted = x->inserted,
			    .valid_from = x->valid_from, .valid_to = x->valid_to };
		} else if (x->place == x[-1].place && x->op.job == d->ops[d->nops - 1].job) {
			d->faults[DS_ROUTING_TWICE]++;
			continue;
		}
		if (r->inserted == DATE_NONE ||
		    (x->inserted != DATE_NONE && x->inserted < r->inserted))
			r->inserted = x->inserted;
		d->ops[d->nops++] = x->op;
		r->nops++;
	}
	for (size_t i = 0; i < d->nroutings; i++)
		renumber(d, &d->routings[i]);
	if (d->nroutings > 0)
		qsort(d->routings, d->nroutings, sizeof(*d->routings), routing_cmp);
	return RC_OK;
}

/* Numbers the distinct job sequences.  The texts of their job numbers are the keys. */
static enum rc
sequences(struct dataset *d, struct err *e)
{
	struct pool	 keys;
	uint32_t	*jobs = NULL, id;
	size_t		 cap = 0, cap_jobs = 0, room = 0;
	void		*p;
	enum rc		 rc = RC_OK;

	pool_init(&keys);
	for (size_t i = 0; i < d->nroutings && rc == RC_OK; i++) {
		struct ds_routing	*r = &d->routings[i];

		if (r->nops > room) {
			free(jobs);
			room = r->nops * 2;
			if ((jobs = malloc(room * sizeof(*jobs))) == NULL) {
				rc = err_set(e, RC_NOMEM, "no memory for sequences");
				break;
			}
		}
		for (uint32_t k = 0; k < r->nops; k++)
			jobs[k] = d->ops[r->first + k].job;
		if ((rc = pool_add(&keys, (struct str){ (char *)jobs,
		    r->nops * sizeof(*jobs) }, &r->seq, e)) != RC_OK || r->seq < d->nseqs)
			continue;
		p = d->seqs;
		rc = ds_grow(&p, &cap, d->nseqs, sizeof(*d->seqs), e);
		d->seqs = p;
		if (rc != RC_OK)
			break;
		d->seqs[d->nseqs++] = (struct ds_seq){ (uint32_t)d->nseq_jobs, r->nops };
		for (id = 0; id < r->nops && rc == RC_OK; id++) {
			p = d->seq_jobs;
			rc = ds_grow(&p, &cap_jobs, d->nseq_jobs, sizeof(*d->seq_jobs), e);
			d->seq_jobs = p;
			if (rc == RC_OK)
				d->seq_jobs[d->nseq_jobs++] = jobs[id];
		}
	}
	free(jobs);
	pool_fini(&keys);
	return rc;
}

/* index[i] to index[i + 1]: where item i's elements stand. */
static enum rc
index_items(const struct dataset *d, uint32_t **index, size_t n,
    uint32_t (*item)(const struct dataset *d, size_t i), struct err *e)
{
	size_t	at = 0;

	if ((*index = malloc((d->nitems + 1) * sizeof(**index))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu items", d->nitems);
	for (size_t i = 0; i <= d->nitems; i++) {
		while (at < n && item(d, at) < i)
			at++;
		(*index)[i] = (uint32_t)at;
	}
	return RC_OK;
}

static uint32_t
routing_item(const struct dataset *d, size_t i)
{
	return d->routings[i].item;
}

static uint32_t
work_item(const struct dataset *d, size_t i)
{
	return d->work[i].item;
}

enum rc
ds_read_routings(struct dataset *d, struct ds_reader *r, const struct mapping *m,
    struct err *e)
{
	static const enum routing_field	need[] = { ROUTING_ITEM, ROUTING_SEQUENCE, ROUTING_JOB };
	struct routing_reader		q = { .d = d, .r = r, .m = m };
	bool				more;
	enum rc				rc;

	for (int f = 0; f < ROUTING_NFIELDS; f++)
		q.col[f] = m->routing[f] == NULL ? -1 : rows_column(r->rows, m->routing[f]);
	for (size_t i = 0; i < sizeof(need) / sizeof(need[0]); i++)
		if (q.col[need[i]] == -1)
			return err_set(e, RC_INVAL, "the routing view %s has no column %s, which "
			    "the mapping names as routings.%s", m->routing_view,
			    m->routing[need[i]] == NULL ? "(none given)" : m->routing[need[i]],
			    mapping_routing_names[need[i]]);
	d->has_resource = q.col[ROUTING_RESOURCE] != -1;
	d->has_inside = q.col[ROUTING_INSIDE] != -1;
	d->has_setup = q.col[ROUTING_SETUP_TIME] != -1;
	d->has_run = q.col[ROUTING_RUN_TIME] != -1;
	while ((rc = ds_reader_next(r, &more, e)) == RC_OK && more)
		if ((rc = add_row(&q, e)) != RC_OK)
			break;
	if (rc == RC_OK && (rc = sort_texts(&q, e)) == RC_OK && q.n > 0)
		qsort(q.raw, q.n, sizeof(*q.raw), raw_cmp);
	if (rc == RC_OK && (rc = cut(&q, e)) == RC_OK && (rc = sequences(d, e)) == RC_OK)
		rc = index_items(d, &d->item_routing, d->nroutings, routing_item, e);
	free(q.raw);
	return rc;
}

struct work_reader {
	struct dataset		*d;
	struct ds_reader	*r;
	int			 col[WORK_NFIELDS];
	size_t			 cap;
};

static struct str
work_cell(const struct work_reader *q, enum work_field f)
{
	return str_trim(ds_cell(q->r, q->col[f]));
}

/* Hours or minutes, as the profile says: minutes. */
static double
minutes(const struct work_reader *q, enum work_field hours, enum work_field mins)
{
	uint64_t	*bad = &q->d->faults[DS_WORK_BAD_TIME];

	if (q->col[mins] != -1)
		return number(work_cell(q, mins), bad);
	return number(work_cell(q, hours), bad) * 60;
}

static enum rc
add_work(struct work_reader *q, struct err *e)
{
	struct dataset	*d = q->d;
	struct ds_work	 w = { .proc_seq = INT32_MIN };
	char		 buf[512];
	struct str	 k = ds_key(ds_cell(q->r, q->col[WORK_ITEM]), buf, sizeof(buf));
	uint64_t	 ignored = 0;
	double		 v;
	void		*p = d->work;
	enum rc		 rc;

	if ((w.item = pool_find(&d->keys, k)) == POOL_NONE) {
		d->faults[DS_WORK_NO_ITEM]++;
		return RC_OK;
	}
	/* A job or machine that no routing knows teaches nothing. */
	w.job = pool_find(&d->jobs, work_cell(q, WORK_JOB));
	w.res = pool_find(&d->resources, work_cell(q, WORK_RESOURCE));
	w.rout_no = pool_find(&d->rout_nos, work_cell(q, WORK_ROUTING));
	if (str_double(work_cell(q, WORK_SEQUENCE), &v) && fabs(v) < 1e9)
		w.proc_seq = (int32_t)v;
	w.reported = day(work_cell(q, WORK_REPORTED), &ignored);
	v = q->col[WORK_QUANTITY] == -1 ? 1 :
	    number(work_cell(q, WORK_QUANTITY), &ignored);
	if (!(v > 0 && v < PIECES_MAX)) {
		d->faults[DS_WORK_BAD_QUANTITY]++;
		v = NAN;
	}
	w.quantity = (float)v;
	w.setup = (float)minutes(q, WORK_SETUP_HOURS, WORK_SETUP_MINUTES);
	w.run = (float)(minutes(q, WORK_RUN_HOURS, WORK_RUN_MINUTES) / v);
	rc = ds_grow(&p, &q->cap, d->nwork, sizeof(w), e);
	d->work = p;
	if (rc == RC_OK)
		d->work[d->nwork++] = w;
	return rc;
}

static int
work_cmp(const void *a, const void *b)
{
	const struct ds_work	*x = a, *y = b;

	if (x->item != y->item)
		return x->item < y->item ? -1 : 1;
	if (x->job != y->job)
		return x->job < y->job ? -1 : 1;
	if (x->proc_seq != y->proc_seq)
		return x->proc_seq < y->proc_seq ? -1 : 1;
	if (x->reported != y->reported)
		return x->reported < y->reported ? -1 : 1;
	return memcmp(x, y, sizeof(*x));
}

enum rc
ds_read_work(struct dataset *d, struct ds_reader *r, const struct mapping *m, struct err *e)
{
	struct work_reader	q = { .d = d, .r = r };
	bool			more;
	enum rc			rc;

	for (int f = 0; f < WORK_NFIELDS; f++)
		q.col[f] = m->work[f] == NULL ? -1 : rows_column(r->rows, m->work[f]);
	if (q.col[WORK_ITEM] == -1)
		return err_set(e, RC_INVAL, "the work result view %s has no column %s, which the "
		    "mapping names as work_results.item", m->work_view,
		    m->work[WORK_ITEM] == NULL ? "(none given)" : m->work[WORK_ITEM]);
	while ((rc = ds_reader_next(r, &more, e)) == RC_OK && more)
		if ((rc = add_work(&q, e)) != RC_OK)
			return rc;
	if (rc != RC_OK)
		return rc;
	if (d->nwork > 0)
		qsort(d->work, d->nwork, sizeof(*d->work), work_cmp);
	d->has_work = d->nwork > 0;
	return index_items(d, &d->item_work, d->nwork, work_item, e);
}
