/*
 * Data quality: each view is read once, in whatever order its rows come.  What concerns one
 * row is counted on the way (quality_rows.c), what concerns several behind the last one
 * (quality_whole.c); quality_report.c says it in words.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/feat/text.h"
#include "core/train/quality/quality.h"
#include "core/train/quality/quality_priv.h"

void
quality_count(struct quality *q, enum qkind k, const char *key)
{
	q->issue[k].count++;
	qsample_add(&q->issue[k].sample, key);
}

/* The mapping's field of that column of view v, or its role in the item view; -1: none. */
static int
column_field(const struct mapping *m, enum qview v, const char *name)
{
	char *const			*names = v == QVIEW_ROUTINGS ? m->routing : m->work;
	int				 n = v == QVIEW_ROUTINGS ? ROUTING_NFIELDS : WORK_NFIELDS;
	const struct mapping_column	*c;

	if (v == QVIEW_ITEMS)
		return (c = mapping_item_column(m, name)) != NULL ? (int)c->role : -1;
	for (int i = 0; i < n; i++)
		if (names[i] != NULL && str_eqi(str_of(names[i]), str_of(name)))
			return i;
	return -1;
}

enum rc
quality_view(struct quality *q, enum qview v, const struct rows *r, struct err *e)
{
	struct qview_stats	*s = &q->view[v];

	s->there = true;
	if ((s->name = calloc(r->ncols + 1, sizeof(*s->name))) == NULL ||
	    (s->field = calloc(r->ncols + 1, sizeof(*s->field))) == NULL ||
	    (s->col = calloc(r->ncols + 1, sizeof(*s->col))) == NULL ||
	    (s->missing = calloc(r->ncols + 1, sizeof(*s->missing))) == NULL)
		return err_set(e, RC_NOMEM, "data quality: no memory");
	for (size_t i = 0; i < r->ncols; i++, s->ncols++) {
		s->field[i] = column_field(q->map, v, r->names[i]);
		if ((s->name[i] = strdup(r->names[i])) == NULL)
			return err_set(e, RC_NOMEM, "data quality: no memory");
	}
	return RC_OK;
}

static bool
cell_missing(struct qcolumn *c, struct str s)
{
	if (s.s == NULL || s.len == 0)
		return true;
	if (s.len > sizeof(c->last))
		return text_missing(s);
	if (s.len != c->last_len || memcmp(s.s, c->last, s.len) != 0) {
		memcpy(c->last, s.s, s.len);
		c->last_len = s.len;
		c->last_missing = text_missing(s);
	}
	return c->last_missing;
}

void
quality_cells(struct quality *q, enum qview v, const struct rows *r)
{
	struct qview_stats	*s = &q->view[v];

	s->rows++;
	for (size_t i = 0; i < s->ncols; i++) {
		s->missing[i] = cell_missing(&s->col[i], r->cells[i]);
		if (!s->missing[i])
			s->col[i].filled++;
		else if (r->cells[i].s != NULL && str_trim(r->cells[i]).len > 0)
			s->col[i].disguised++;
	}
}

static void
quality_fini(struct quality *q)
{
	for (int v = 0; v < QVIEW_N; v++) {
		for (size_t i = 0; i < q->view[v].ncols; i++)
			free(q->view[v].name[i]);
		free(q->view[v].name);
		free(q->view[v].field);
		free(q->view[v].col);
		free(q->view[v].missing);
	}
	qkeys_fini(&q->keys);
	qtimes_fini(&q->setup);
	qtimes_fini(&q->run);
	qtimes_fini(&q->work);
	free(q->unit);
	free(q->routing);
	free(q->routing_slot);
	free(q->op);
}

enum rc
quality_measure_on(int32_t today, struct rows *items, struct rows *routings,
    struct rows *work, const struct mapping *m, struct json_object **out, struct err *e)
{
	struct quality	*q;
	enum rc		 rc;

	*out = NULL;
	if ((q = calloc(1, sizeof(*q))) == NULL)
		return err_set(e, RC_NOMEM, "data quality: no memory");
	q->map = m;
	q->today = today;
	q->reported_first = q->reported_last = DATE_NONE;
	if ((rc = quality_items(q, items, e)) == RC_OK &&
	    (rc = quality_routings(q, routings, e)) == RC_OK &&
	    (work == NULL || (rc = quality_work(q, work, e)) == RC_OK) &&
	    (rc = quality_finish(q, e)) == RC_OK)
		rc = quality_json(q, out, e);
	quality_fini(q);
	free(q);
	return rc;
}

enum rc
quality_measure(struct rows *items, struct rows *routings, struct rows *work,
    const struct mapping *m, struct json_object **out, struct err *e)
{
	return quality_measure_on(clock_today(), items, routings, work, m, out, e);
}
