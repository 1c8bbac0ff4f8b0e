/* What a single row of a view tells. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/feat/spec.h"
#include "core/feat/text.h"
#include "core/feat/unit.h"
#include "core/train/history/dataset.h"
#include "core/train/quality/quality_priv.h"

/* Hash of a code as it is compared: trimmed, ASCII case folded; cut at 256 bytes.  Never 0. */
static uint64_t
value_hash(struct str s, uint64_t seed)
{
	char		fold[256];
	size_t		n;
	uint64_t	h;

	s = str_trim(s);
	n = s.len < sizeof(fold) ? s.len : sizeof(fold);
	for (size_t i = 0; i < n; i++)
		fold[i] = s.s[i] >= 'A' && s.s[i] <= 'Z' ?
		    (char)(s.s[i] - 'A' + 'a') : s.s[i];
	h = hash64(fold, n, seed);
	return h ? h : 1;
}

/* A cell as a number: plain, or as feat reads it ("1,200.5").  False: it isn't one. */
static bool
cell_number(struct str s, double *out)
{
	struct buf	b;
	enum unit_kind	kind;
	double		factor;
	bool		ok;

	if (str_decimal(s, out))
		return true;
	buf_init(&b);
	text_normalise(s, &b);
	ok = buf_ok(&b) && spec_cell_number((struct str){ buf_str(&b), b.len }, out, &kind,
	    &factor) && isfinite(*out);
	buf_fini(&b);
	return ok;
}

/* The current row's cell of that column, NULL str if the column or the value is not there. */
static struct str
cell(const struct quality *q, enum qview v, const struct rows *r, int column)
{
	if (column < 0 || q->view[v].missing[column])
		return (struct str){ NULL, 0 };
	return r->cells[column];
}

/* What the way here cost this row; cut and the kind behind it are the view's. */
static void
lost(struct quality *q, enum qkind cut, const struct rows *r, const char *key)
{
	if (r->lost & ROWS_CUT)
		quality_count(q, cut, key);
	if (r->lost & ROWS_GARBLED)
		quality_count(q, cut + 1, key);
}

/* Pair the number columns with their unit columns. */
static enum rc
items_units(struct quality *q, const struct rows *r, struct err *e)
{
	if ((q->unit = calloc(r->ncols + 1, sizeof(*q->unit))) == NULL)
		return err_set(e, RC_NOMEM, "data quality: no memory");
	for (size_t i = 0; i < r->ncols; i++) {
		const struct mapping_column	*c = mapping_item_column(q->map, r->names[i]);

		if (c == NULL || c->role != COLUMN_NUMBER)
			continue;
		q->unit[q->nunits].value = (int)i;
		q->unit[q->nunits].unit = c->unit_column ? rows_column(r, c->unit_column) : -1;
		q->nunits++;
	}
	return RC_OK;
}

static void
item_numbers(struct quality *q, const struct rows *r, const char *key)
{
	for (size_t i = 0; i < q->nunits; i++) {
		struct qunit	*u = &q->unit[i];
		struct str	 s = cell(q, QVIEW_ITEMS, r, u->value), name;
		double		 x;

		if (s.s == NULL)
			continue;
		q->issue[Q_ITEM_NOT_A_NUMBER].total++;
		if (!cell_number(s, &x))
			quality_count(q, Q_ITEM_NOT_A_NUMBER, key);
		if (u->unit < 0)
			continue;
		q->issue[Q_ITEM_NO_UNIT].total++;
		if ((name = cell(q, QVIEW_ITEMS, r, u->unit)).s == NULL)
			quality_count(q, Q_ITEM_NO_UNIT, key);
		else
			qvalues_add(&u->values, name);
	}
}

/* What makes two items twins: every value but key, drawing and dates. */
static uint64_t
item_twin(const struct quality *q, const struct rows *r)
{
	const struct qview_stats	*s = &q->view[QVIEW_ITEMS];
	uint64_t			 h = 0;

	for (size_t i = 0; i < s->ncols; i++)
		switch (s->field[i]) {
		case COLUMN_KEY: case COLUMN_DRAWING: case COLUMN_DATE: case COLUMN_IGNORE:
			break;
		default:
			if (!s->missing[i])
				h = value_hash(r->cells[i], h + i + 1);
		}
	return h;
}

enum rc
quality_items(struct quality *q, struct rows *r, struct err *e)
{
	const char	*name = mapping_item_key(q->map), *code;
	int		 key = name ? rows_column(r, name) : -1;
	struct qitem	*it;
	size_t		 i;
	bool		 more;
	enum rc		 rc;

	if (key < 0)
		return err_field(e, "items.columns", "the item view has no column \"%s\": "
		    "give the role key to one that it has", name ? name : "");
	if ((rc = quality_view(q, QVIEW_ITEMS, r, e)) != RC_OK ||
	    (rc = items_units(q, r, e)) != RC_OK)
		return rc;
	while ((rc = rows_next(r, &more, e)) == RC_OK && more) {
		quality_cells(q, QVIEW_ITEMS, r);
		if (q->view[QVIEW_ITEMS].missing[key]) {
			quality_count(q, Q_ITEM_NO_KEY, "");
			continue;
		}
		if ((rc = qkeys_get(&q->keys, r->cells[key], &i, e)) != RC_OK)
			break;
		it = &q->keys.item[i];
		code = qkeys_name(&q->keys, i);
		lost(q, Q_ITEM_CUT, r, code);
		item_numbers(q, r, code);
		if (it->rows++ > 0)
			quality_count(q, Q_ITEM_DUPLICATE_KEY, code);
		else
			it->twin = item_twin(q, r);
	}
	return rc;
}

/* The columns of a view's fields; the first `need` fields of `must` have to be there. */
static enum rc
columns_bind(const struct rows *r, char *const *names, const char *const *fields, int n,
    const int *must, int nmust, const char *view, int *column, struct err *e)
{
	char	field[64];

	for (int i = 0; i < n; i++)
		column[i] = names[i] ? rows_column(r, names[i]) : -1;
	for (int i = 0; i < nmust; i++)
		if (column[must[i]] < 0) {
			snprintf(field, sizeof(field), "%s.%s", view, fields[must[i]]);
			return err_field(e, field, "the view has no column \"%s\": name one "
			    "that it has", names[must[i]] ? names[must[i]] : "");
		}
	return RC_OK;
}

static enum rc
routing_rehash(struct quality *q, struct err *e)
{
	size_t		 n = q->nrouting_slots ? 2 * q->nrouting_slots : 1024;
	uint32_t	*slot;

	if ((slot = calloc(n, sizeof(*slot))) == NULL)
		return err_set(e, RC_NOMEM, "data quality: no memory");
	for (size_t i = 0; i < q->nroutings; i++) {
		uint64_t	h = q->routing[i].hash;

		while (slot[h & (n - 1)] != 0)
			h++;
		slot[h & (n - 1)] = (uint32_t)i + 1;
	}
	free(q->routing_slot);
	q->routing_slot = slot;
	q->nrouting_slots = n;
	return RC_OK;
}

static enum rc
routing_get(struct quality *q, uint32_t item, struct str number, struct qrouting **out,
    struct err *e)
{
	uint64_t	hash = value_hash(number, (uint64_t)item + 1), h;
	uint32_t	i;
	enum rc		rc;

	if (q->nroutings * 4 >= q->nrouting_slots * 3 && (rc = routing_rehash(q, e)) != RC_OK)
		return rc;
	for (h = hash; (i = q->routing_slot[h & (q->nrouting_slots - 1)]) != 0; h++)
		if (q->routing[i - 1].hash == hash && q->routing[i - 1].item == item) {
			*out = &q->routing[i - 1];
			return RC_OK;
		}
	if ((rc = qgrow((void **)&q->routing, &q->routing_cap, q->nroutings + 1,
	    sizeof(*q->routing), e)) != RC_OK)
		return rc;
	*out = &q->routing[q->nroutings++];
	**out = (struct qrouting){ hash, item, DATE_NONE, DATE_NONE, DATE_NONE };
	q->routing_slot[h & (q->nrouting_slots - 1)] = (uint32_t)q->nroutings;
	return RC_OK;
}

static void
latest(struct str s, int32_t *date)
{
	int32_t	d;

	if (s.s != NULL && date_parse(str_trim(s), &d) && d > *date)
		*date = d;
}

/* A time that is not negative; NAN: not given.  False: given, but not such a number. */
static bool
cell_time(struct str s, double *out)
{
	*out = NAN;
	if (s.s == NULL)
		return true;
	return cell_number(s, out) && *out >= 0;
}

/* Minutes of a time unit, 0 if it is none that we know; the last one is remembered. */
static double
unit_minutes(struct quality *q, struct str s)
{
	if (s.len > sizeof(q->unit_last) || s.len != q->unit_len ||
	    memcmp(s.s, q->unit_last, s.len) != 0) {
		q->unit_len = s.len <= sizeof(q->unit_last) ? s.len : 0;
		memcpy(q->unit_last, s.s, q->unit_len);
		if (!unit_factor(UNIT_TIME, s, &q->unit_minutes))
			q->unit_minutes = 0;
	}
	return q->unit_minutes;
}

/* Setup and run time of an operation, in minutes a lot and a piece. */
static enum rc
routing_times(struct quality *q, const struct rows *r, const int *col, uint32_t item,
    uint64_t job, struct err *e)
{
	const char	*key = qkeys_name(&q->keys, item);
	struct str	 s;
	double		 setup, run, quantity, unit = 1;
	bool		 ok, inside = true;
	enum rc		 rc;

	if (col[ROUTING_SETUP_TIME] < 0 && col[ROUTING_RUN_TIME] < 0)
		return RC_OK;
	q->issue[Q_ROUTING_BAD_TIME].total++;
	ok = cell_time(cell(q, QVIEW_ROUTINGS, r, col[ROUTING_SETUP_TIME]), &setup);
	ok &= cell_time(cell(q, QVIEW_ROUTINGS, r, col[ROUTING_RUN_TIME]), &run);
	ok &= cell_time(cell(q, QVIEW_ROUTINGS, r, col[ROUTING_RUN_QUANTITY]), &quantity);
	if (!ok || quantity == 0) {
		quality_count(q, Q_ROUTING_BAD_TIME, key);
		return RC_OK;
	}
	if ((s = cell(q, QVIEW_ROUTINGS, r, col[ROUTING_INSIDE])).s != NULL) {
		inside = q->map->ninside_values == 0;
		for (size_t i = 0; i < q->map->ninside_values && !inside; i++)
			inside = str_eqi(str_trim(s), str_of(q->map->inside_values[i]));
	}
	if (inside) {	/* a subcontractor's time is not ours */
		q->issue[Q_ROUTING_NO_TIME].total++;
		if (!(setup > 0) && !(run > 0))
			quality_count(q, Q_ROUTING_NO_TIME, key);
	}
	if ((s = cell(q, QVIEW_ROUTINGS, r, col[ROUTING_TIME_UNIT])).s != NULL) {
		q->issue[Q_ROUTING_UNKNOWN_UNIT].total++;
		qvalues_add(&q->time_unit, s);
		if ((unit = unit_minutes(q, s)) == 0) {
			quality_count(q, Q_ROUTING_UNKNOWN_UNIT, key);
			return RC_OK;
		}
	}
	if (setup > 0 && (rc = qtimes_add(&q->setup, job, setup * unit, item, e)) != RC_OK)
		return rc;
	if (run > 0)
		return qtimes_add(&q->run, job, run * unit / (isnan(quantity) ? 1 : quantity),
		    item, e);
	return RC_OK;
}

static enum rc
routing_row(struct quality *q, const struct rows *r, const int *col, struct err *e)
{
	struct str	 code = cell(q, QVIEW_ROUTINGS, r, col[ROUTING_ITEM]), job, s;
	struct qrouting	*rt;
	struct qop	*op;
	const char	*key;
	uint64_t	 hash = 0;
	size_t		 item;
	enum rc		 rc;

	if (code.s == NULL) {
		quality_count(q, Q_ROUTING_ORPHANS, "");
		return RC_OK;
	}
	if ((rc = qkeys_get(&q->keys, code, &item, e)) != RC_OK ||
	    (rc = routing_get(q, (uint32_t)item, cell(q, QVIEW_ROUTINGS, r,
	    col[ROUTING_ROUTING]), &rt, e)) != RC_OK ||
	    (rc = qgrow((void **)&q->op, &q->op_cap, q->nops + 1, sizeof(*q->op), e)) != RC_OK)
		return rc;
	key = qkeys_name(&q->keys, item);
	q->keys.item[item].routed = true;
	if (q->keys.item[item].rows == 0)
		quality_count(q, Q_ROUTING_ORPHANS, key);
	lost(q, Q_ROUTING_CUT, r, key);
	latest(cell(q, QVIEW_ROUTINGS, r, col[ROUTING_INSERTED]), &rt->inserted);
	latest(cell(q, QVIEW_ROUTINGS, r, col[ROUTING_VALID_FROM]), &rt->from);
	latest(cell(q, QVIEW_ROUTINGS, r, col[ROUTING_VALID_TO]), &rt->to);

	if ((job = cell(q, QVIEW_ROUTINGS, r, col[ROUTING_JOB])).s == NULL)
		quality_count(q, Q_ROUTING_NO_JOB, key);
	else
		hash = value_hash(job, 0);
	op = &q->op[q->nops++];
	op->routing = (uint32_t)(rt - q->routing);
	op->job = hash == 0 ? 0 : (uint32_t)(hash >> 32) | 1;
	s = cell(q, QVIEW_ROUTINGS, r, col[ROUTING_SEQUENCE]);
	if (s.s == NULL || !dataset_place(s, &op->sequence)) {
		op->sequence = INFINITY;
		quality_count(q, Q_ROUTING_BAD_SEQUENCE, key);
	}
	return hash == 0 ? RC_OK : routing_times(q, r, col, (uint32_t)item, hash, e);
}

enum rc
quality_routings(struct quality *q, struct rows *r, struct err *e)
{
	static const int	must[] = { ROUTING_ITEM, ROUTING_SEQUENCE, ROUTING_JOB };
	int			col[ROUTING_NFIELDS];
	bool			more;
	enum rc			rc;

	if ((rc = columns_bind(r, q->map->routing, mapping_routing_names, ROUTING_NFIELDS, must, 3,
	    "routings", col, e)) != RC_OK || (rc = quality_view(q, QVIEW_ROUTINGS, r, e)) != RC_OK)
		return rc;
	while ((rc = rows_next(r, &more, e)) == RC_OK && more) {
		if (q->view[QVIEW_ROUTINGS].rows >= UINT32_MAX - 1)
			return err_set(e, RC_INVAL, "more routing rows than we count");
		quality_cells(q, QVIEW_ROUTINGS, r);
		if ((rc = routing_row(q, r, col, e)) != RC_OK)
			break;
	}
	return rc;
}

static enum rc
work_row(struct quality *q, const struct rows *r, const int *col, struct err *e)
{
	struct str	 code = cell(q, QVIEW_WORK, r, col[WORK_ITEM]), s;
	const char	*key;
	size_t		 item;
	double		 run, quantity = 1;
	bool		 hours = col[WORK_RUN_HOURS] >= 0;
	int32_t		 d = DATE_NONE;
	enum rc		 rc;

	if (code.s == NULL) {
		quality_count(q, Q_WORK_ORPHANS, "");
		return RC_OK;
	}
	if ((rc = qkeys_get(&q->keys, code, &item, e)) != RC_OK)
		return rc;
	key = qkeys_name(&q->keys, item);
	q->keys.item[item].worked = true;
	if (q->keys.item[item].rows == 0)
		quality_count(q, Q_WORK_ORPHANS, key);
	lost(q, Q_WORK_CUT, r, key);
	latest(cell(q, QVIEW_WORK, r, col[WORK_REPORTED]), &d);
	if (d != DATE_NONE && (q->reported_first == DATE_NONE || d < q->reported_first))
		q->reported_first = d;
	if (d > q->reported_last)
		q->reported_last = d;

	s = cell(q, QVIEW_WORK, r, col[hours ? WORK_RUN_HOURS : WORK_RUN_MINUTES]);
	if (!cell_time(s, &run)) {
		quality_count(q, Q_WORK_BAD_TIME, key);
		return RC_OK;
	}
	if (!(run > 0))
		quality_count(q, Q_WORK_NO_TIME, key);
	if (col[WORK_QUANTITY] >= 0) {
		s = cell(q, QVIEW_WORK, r, col[WORK_QUANTITY]);
		if (s.s == NULL || !cell_number(s, &quantity) || quantity <= 0) {
			quality_count(q, Q_WORK_BAD_QUANTITY, key);
			return RC_OK;
		}
	}
	if (!(run > 0) || (s = cell(q, QVIEW_WORK, r, col[WORK_JOB])).s == NULL)
		return RC_OK;
	return qtimes_add(&q->work, value_hash(s, 0), run * (hours ? 60 : 1) / quantity,
	    (uint32_t)item, e);
}

enum rc
quality_work(struct quality *q, struct rows *r, struct err *e)
{
	static const int	must[] = { WORK_ITEM };
	int			col[WORK_NFIELDS];
	bool			more;
	enum rc			rc;

	if ((rc = columns_bind(r, q->map->work, mapping_work_names, WORK_NFIELDS, must, 1,
	    "work_results", col, e)) != RC_OK || (rc = quality_view(q, QVIEW_WORK, r, e)) != RC_OK)
		return rc;
	while ((rc = rows_next(r, &more, e)) == RC_OK && more) {
		quality_cells(q, QVIEW_WORK, r);
		if ((rc = work_row(q, r, col, e)) != RC_OK)
			break;
	}
	return rc;
}
