/* What only all rows together tell: sequences, twins, routed share, outliers. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/feat/unit.h"
#include "core/train/quality/quality_priv.h"

#define SPARSE	0.5	/* a column that is filled less often than this is sparse */

static int
op_order(const void *va, const void *vb)
{
	const struct qop	*a = va, *b = vb;

	if (a->routing != b->routing)
		return a->routing < b->routing ? -1 : 1;
	if (a->sequence != b->sequence)
		return a->sequence < b->sequence ? -1 : 1;
	return a->job < b->job ? -1 : a->job > b->job;
}

static bool
routing_current(const struct quality *q, const struct qrouting *r)
{
	return (r->from == DATE_NONE || r->from <= q->today) &&
	    (r->to == DATE_NONE || r->to >= q->today);
}

/* Which of an item's routings leads: a current one, then the newest; then any, but always the same. */
static uint64_t
routing_rank(const struct quality *q, const struct qrouting *r)
{
	int32_t	d = r->inserted != DATE_NONE ? r->inserted : r->from;

	return (uint64_t)routing_current(q, r) << 63 |
	    (uint64_t)((uint32_t)d ^ UINT32_C(0x80000000)) << 31 | r->hash >> 33;
}

/* The job sequence of each routing; the leading one becomes its item's. */
static void
finish_routings(struct quality *q)
{
	size_t	end;

	if (q->nops > 1)
		qsort(q->op, q->nops, sizeof(*q->op), op_order);
	for (size_t i = 0; i < q->nops; i = end) {
		const struct qrouting	*r = &q->routing[q->op[i].routing];
		struct qitem		*it = &q->keys.item[r->item];
		uint64_t		 h = 1, rank = routing_rank(q, r);

		for (end = i; end < q->nops && q->op[end].routing == q->op[i].routing; end++) {
			h = hash64(&q->op[end].job, sizeof(q->op[end].job), h);
			if (end > i && isfinite(q->op[end].sequence) &&
			    q->op[end].sequence == q->op[end - 1].sequence)
				quality_count(q, Q_ROUTING_DUPLICATE_SEQUENCE,
				    qkeys_name(&q->keys, r->item));
		}
		if (it->sequence == 0 || rank > it->rank) {
			it->sequence = h ? h : 1;
			it->rank = rank;
		}
	}
	for (size_t i = 0; i < q->nroutings; i++)
		if (q->routing[i].to != DATE_NONE && q->routing[i].to < q->today) {
			q->routings_expired++;
			quality_count(q, Q_ROUTING_EXPIRED,
			    qkeys_name(&q->keys, q->routing[i].item));
		}
}

struct twin {
	uint64_t	hash;
	uint32_t	item;
};

static int
twin_order(const void *va, const void *vb)
{
	const struct twin	*a = va, *b = vb;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->item < b->item ? -1 : a->item > b->item;
}

/* n items that are the same but for key and drawing. */
static void
twin_group(struct quality *q, const struct twin *t, size_t n)
{
	uint64_t	first = 0, routed = 0;
	bool		differ = false;

	q->twin_groups++;
	for (size_t i = 0; i < n; i++) {
		const struct qitem	*it = &q->keys.item[t[i].item];

		quality_count(q, Q_ITEM_TWINS, qkeys_name(&q->keys, t[i].item));
		if (it->sequence == 0)
			continue;
		routed++;
		if (first == 0)
			first = it->sequence;
		else if (it->sequence != first)
			differ = true;
	}
	q->twin_groups_routed += routed > 1;
	if (routed > 1)
		q->issue[Q_ROUTING_TWINS_DIFFER].total += routed;
	if (!differ)
		return;
	q->twin_groups_differ++;
	for (size_t i = 0; i < n; i++)
		if (q->keys.item[t[i].item].sequence != 0)
			quality_count(q, Q_ROUTING_TWINS_DIFFER,
			    qkeys_name(&q->keys, t[i].item));
}

static enum rc
finish_items(struct quality *q, struct err *e)
{
	struct twin	*t;
	size_t		 n = 0, end;

	if ((t = calloc(q->keys.n + 1, sizeof(*t))) == NULL)
		return err_set(e, RC_NOMEM, "data quality: no memory");
	for (size_t i = 0; i < q->keys.n; i++) {
		const struct qitem	*it = &q->keys.item[i];

		if (it->rows == 0)
			continue;
		q->items++;
		q->items_routed += it->routed;
		q->items_worked += it->worked;
		if (!it->routed)
			quality_count(q, Q_ITEM_UNROUTED, qkeys_name(&q->keys, i));
		if (it->twin != 0)
			t[n++] = (struct twin){ it->twin, (uint32_t)i };
	}
	qsort(t, n, sizeof(*t), twin_order);
	for (size_t i = 0; i < n; i = end) {
		for (end = i + 1; end < n && t[end].hash == t[i].hash; end++)
			;
		if (end - i > 1)
			twin_group(q, t + i, end - i);
	}
	free(t);
	return RC_OK;
}

/*
 * How many units the values are, whatever their spelling: 분(min.) and min are one.  kind
 * UNIT_NONE: of any kind.  A name that we do not know is a unit of its own.
 */
static size_t
units(const struct qvalues *v, enum unit_kind kind)
{
	double	factor[QVALUES];
	size_t	n = 0, unknown = 0, j;

	for (unsigned i = 0; i < v->n; i++) {
		double	f;

		if (kind == UNIT_NONE ? unit_find(str_of(v->text[i]), &f) == UNIT_NONE :
		    !unit_factor(kind, str_of(v->text[i]), &f)) {
			unknown++;
			continue;
		}
		for (j = 0; j < n && factor[j] != f; j++)
			;
		if (j == n)
			factor[n++] = f;
	}
	return n + unknown;
}

/* Columns of the item view: empty, sparse, disguised; and units that are mixed. */
static void
finish_columns(struct quality *q)
{
	const struct qview_stats	*s = &q->view[QVIEW_ITEMS];

	for (size_t i = 0; i < s->ncols; i++) {
		if (s->field[i] == COLUMN_IGNORE)
			continue;
		if (s->rows > 0 && s->col[i].filled == 0)
			quality_count(q, Q_ITEM_EMPTY_COLUMNS, s->name[i]);
		else if ((double)s->col[i].filled < SPARSE * (double)s->rows)
			quality_count(q, Q_ITEM_SPARSE_COLUMNS, s->name[i]);
		q->issue[Q_ITEM_EMPTY_COLUMNS].total++;
		q->issue[Q_ITEM_SPARSE_COLUMNS].total++;
		q->issue[Q_ITEM_DISGUISED].total += s->rows;
		q->issue[Q_ITEM_DISGUISED].count += s->col[i].disguised;
		if (s->col[i].disguised > 0)
			qsample_add(&q->issue[Q_ITEM_DISGUISED].sample, s->name[i]);
	}
	for (size_t i = 0; i < q->nunits; i++) {
		if (q->unit[i].unit < 0)
			continue;
		q->issue[Q_ITEM_MIXED_UNITS].total++;
		if (units(&q->unit[i].values, UNIT_NONE) > 1)
			quality_count(q, Q_ITEM_MIXED_UNITS, s->name[q->unit[i].value]);
	}
	q->issue[Q_ROUTING_MIXED_UNITS].total = 1;
	if (units(&q->time_unit, UNIT_TIME) > 1) {
		q->issue[Q_ROUTING_MIXED_UNITS].count = 1;
		for (unsigned i = 0; i < q->time_unit.n; i++)
			qsample_add(&q->issue[Q_ROUTING_MIXED_UNITS].sample, q->time_unit.text[i]);
	}
}

static void
finish_outliers(struct quality *q)
{
	struct qissue	*i = &q->issue[Q_ROUTING_OUTLIERS];
	uint64_t	 watched;

	i->count = qtimes_outliers(&q->setup, &q->keys, &i->total, &i->sample);
	i->count += qtimes_outliers(&q->run, &q->keys, &watched, &i->sample);
	i->total += watched;
	i = &q->issue[Q_WORK_OUTLIERS];
	i->count = qtimes_outliers(&q->work, &q->keys, &i->total, &i->sample);
}

enum rc
quality_finish(struct quality *q, struct err *e)
{
	static const struct {
		enum qkind	k;
		enum qview	v;
	} by_row[] = {	/* counted a row of that view */
		{ Q_ITEM_NO_KEY, QVIEW_ITEMS }, { Q_ITEM_DUPLICATE_KEY, QVIEW_ITEMS },
		{ Q_ROUTING_ORPHANS, QVIEW_ROUTINGS }, { Q_ROUTING_NO_JOB, QVIEW_ROUTINGS },
		{ Q_ROUTING_BAD_SEQUENCE, QVIEW_ROUTINGS },
		{ Q_ROUTING_DUPLICATE_SEQUENCE, QVIEW_ROUTINGS },
		{ Q_WORK_ORPHANS, QVIEW_WORK }, { Q_WORK_NO_TIME, QVIEW_WORK },
		{ Q_WORK_BAD_TIME, QVIEW_WORK }, { Q_WORK_BAD_QUANTITY, QVIEW_WORK },
		{ Q_ITEM_CUT, QVIEW_ITEMS }, { Q_ITEM_GARBLED, QVIEW_ITEMS },
		{ Q_ROUTING_CUT, QVIEW_ROUTINGS }, { Q_ROUTING_GARBLED, QVIEW_ROUTINGS },
		{ Q_WORK_CUT, QVIEW_WORK }, { Q_WORK_GARBLED, QVIEW_WORK },
	};
	enum rc	rc;

	for (size_t i = 0; i < sizeof(by_row) / sizeof(by_row[0]); i++)
		q->issue[by_row[i].k].total = q->view[by_row[i].v].rows;
	finish_routings(q);
	if ((rc = finish_items(q, e)) != RC_OK)
		return rc;
	finish_columns(q);
	finish_outliers(q);
	q->issue[Q_ITEM_TWINS].total = q->issue[Q_ITEM_UNROUTED].total = q->items;
	q->issue[Q_ROUTING_EXPIRED].total = q->nroutings;
	q->issue[Q_WORK_ABSENT].total = 1;
	q->issue[Q_WORK_ABSENT].count = !q->view[QVIEW_WORK].there ||
	    q->view[QVIEW_WORK].rows == 0;
	return RC_OK;
}
