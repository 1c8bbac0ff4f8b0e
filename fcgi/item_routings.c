#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/str.h"
#include "core/feat/unit.h"
#include "fcgi/item_routings.h"

#define TIMES_MOST	5000	/* work results of one item that we look at */

static struct str
field(const struct mapping *m, const struct record *r, enum routing_field f)
{
	return m->routing[f] == NULL ? (struct str){ NULL, 0 } :
	    str_trim(record_get(r, m->routing[f]));
}

static void
put_field(struct json_object *o, const char *name, const struct mapping *m,
    const struct record *r, enum routing_field f)
{
	struct str	s = field(m, r, f);

	if (m->routing[f] != NULL)
		json_put(o, name, s.len == 0 ? NULL : json_object_new_string_len(s.s, (int)s.len));
}

static void
put_number(struct json_object *o, const char *name, struct str s, double factor)
{
	double	v;

	json_put(o, name, str_double(s, &v) ? json_real_new(v * factor) : NULL);
}

/* A lot's minutes, and a piece's; a unit that nobody knows leaves them out. */
static void
put_times(struct json_object *o, const struct mapping *m, const struct record *r)
{
	struct str	unit = field(m, r, ROUTING_TIME_UNIT);
	double		factor = 1, quantity = 1;

	if (unit.len > 0 && !unit_factor(UNIT_TIME, unit, &factor))
		return;
	if (m->routing[ROUTING_SETUP_TIME] != NULL)
		put_number(o, "setup_minutes", field(m, r, ROUTING_SETUP_TIME), factor);
	if (m->routing[ROUTING_RUN_TIME] == NULL)
		return;
	if (!str_double(field(m, r, ROUTING_RUN_QUANTITY), &quantity) || quantity <= 0)
		quantity = 1;
	put_number(o, "run_minutes_per_unit", field(m, r, ROUTING_RUN_TIME), factor / quantity);
}

static struct json_object *
operation_json(const struct mapping *m, const struct record *r)
{
	struct json_object	*o = json_object_new_object();
	struct str		 inside = field(m, r, ROUTING_INSIDE);
	int64_t			 seq;
	bool			 is_inside = false;

	if (str_int64(field(m, r, ROUTING_SEQUENCE), &seq))
		json_put_int(o, "proc_seq", seq);
	else
		put_field(o, "proc_seq", m, r, ROUTING_SEQUENCE);
	put_field(o, "job_cd", m, r, ROUTING_JOB);
	put_field(o, "job_nm", m, r, ROUTING_JOB_NAME);
	put_field(o, "res_cd", m, r, ROUTING_RESOURCE);
	put_field(o, "res_dis", m, r, ROUTING_RESOURCE_NAME);
	for (size_t i = 0; i < m->ninside_values; i++)
		is_inside = is_inside || str_eqi(inside, str_of(m->inside_values[i]));
	if (inside.len > 0)
		json_put_bool(o, "inside", is_inside);
	put_times(o, m, r);
	return o;
}

struct json_object *
item_routings_json(const struct mapping *m, const struct record *rows, size_t n)
{
	struct json_object	*list = json_object_new_array(), *one = NULL, *ops = NULL;

	for (size_t i = 0; i < n; i++) {
		if (one == NULL || !str_eq(field(m, &rows[i], ROUTING_ROUTING),
		    field(m, &rows[i - 1], ROUTING_ROUTING))) {
			one = json_object_new_object();
			ops = json_object_new_array();
			put_field(one, "rout_no", m, &rows[i], ROUTING_ROUTING);
			put_field(one, "valid_from", m, &rows[i], ROUTING_VALID_FROM);
			put_field(one, "valid_to", m, &rows[i], ROUTING_VALID_TO);
			json_put(one, "operations", ops);
			json_object_array_add(list, one);
		}
		json_object_array_add(ops, operation_json(m, &rows[i]));
	}
	return list;
}

/* One work result, in minutes; < 0: not said. */
struct work {
	const char	*seq, *job;
	double		 setup, run;
};

static const enum work_field	wanted[] = { WORK_SEQUENCE, WORK_JOB, WORK_RUN_HOURS,
	WORK_RUN_MINUTES, WORK_SETUP_HOURS, WORK_SETUP_MINUTES, WORK_QUANTITY };
#define WANTED	(sizeof(wanted) / sizeof(wanted[0]))

static double
minutes(const struct str *cells, const int *at, size_t hours, size_t mins)
{
	double	v;

	if (at[hours] >= 0 && str_double(cells[at[hours]], &v))
		return v * 60;
	if (at[mins] >= 0 && str_double(cells[at[mins]], &v))
		return v;
	return -1;
}

/* SELECT columns FROM view WHERE item = ? OR item = ?, and where each wanted column stands (-1: absent). */
static void
work_query(const struct db *d, const struct mapping *m, const char *view, struct buf *sql,
    int *at)
{
	int	n = 0;

	buf_adds(sql, "SELECT ");
	for (size_t i = 0; i < WANTED; i++) {
		at[i] = -1;
		if (m->work[wanted[i]] == NULL)
			continue;
		if (n > 0)
			buf_adds(sql, ", ");
		at[i] = n++;
		db_quote_name(d, m->work[wanted[i]], sql);
	}
	buf_adds(sql, " FROM ");
	db_quote_name(d, view, sql);
	buf_adds(sql, " WHERE ");
	db_quote_name(d, m->work[WORK_ITEM], sql);
	buf_adds(sql, " = ? OR ");
	db_quote_name(d, m->work[WORK_ITEM], sql);
	buf_adds(sql, " = ?");
}

static enum rc
work_row(const struct rows *rows, const int *at, struct arena *a, struct work *w,
    struct err *e)
{
	struct str	seq = at[0] < 0 ? str_of("") : str_trim(rows->cells[at[0]]);
	struct str	job = at[1] < 0 ? str_of("") : str_trim(rows->cells[at[1]]);
	double		quantity;

	w->seq = arena_strndup(a, seq.len ? seq.s : "", seq.len);
	w->job = arena_strndup(a, job.len ? job.s : "", job.len);
	if (w->seq == NULL || w->job == NULL)
		return err_set(e, RC_NOMEM, "no memory for work results");
	w->setup = minutes(rows->cells, at, 4, 5);
	w->run = minutes(rows->cells, at, 2, 3);
	/* Hours are for the whole quantity. */
	if (at[6] < 0 || !str_double(rows->cells[at[6]], &quantity) || quantity <= 0)
		w->run = -1;
	else
		w->run /= quantity;
	return RC_OK;
}

static enum rc
work_read(struct app *a, struct str code, struct work **out, size_t *n, struct err *e)
{
	const struct mapping	*m = a->setup->mapping;
	/* As the item view spells it, and without its padding. */
	const struct db_value	 v[] = { { .kind = DB_TEXT, .text = code },
				    { .kind = DB_TEXT, .text = str_trim(code) } };
	struct rows		*rows = NULL;
	struct erp		*p;
	struct buf		 sql;
	int			 at[WANTED];
	bool			 more;
	enum rc			 rc;

	*n = 0;
	if ((rc = app_erp(a, &p, e)) != RC_OK)
		return rc;
	if ((*out = arena_alloc(a->arena, TIMES_MOST * sizeof(**out))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for work results");
	buf_init(&sql);
	work_query(erp_db(p), m, a->setup->views.work_view, &sql, at);
	rc = buf_ok(&sql) ? db_query(erp_db(p), buf_str(&sql), v, 2, &rows, e) :
	    err_set(e, RC_NOMEM, "no memory for a query");
	while (rc == RC_OK && *n < TIMES_MOST && (rc = rows_next(rows, &more, e)) == RC_OK && more)
		rc = work_row(rows, at, a->arena, &(*out)[(*n)++], e);
	rows_close(rows);
	buf_fini(&sql);
	return app_erp_result(a, rc, e);
}

static int
by_operation(const void *pa, const void *pb)
{
	const struct work	*a = pa, *b = pb;
	int64_t			 x, y;
	int			 c;

	if (str_int64(str_of(a->seq), &x) && str_int64(str_of(b->seq), &y) && x != y)
		return x < y ? -1 : 1;
	c = strcmp(a->seq, b->seq);
	return c != 0 ? c : strcmp(a->job, b->job);
}

static int
by_value(const void *pa, const void *pb)
{
	double	a = *(const double *)pa, b = *(const double *)pb;

	return (a > b) - (a < b);
}

/* The median of the values that are said, as JSON; v is sorted in place. */
static struct json_object *
median_json(double *v, size_t n)
{
	if (n == 0)
		return NULL;
	qsort(v, n, sizeof(*v), by_value);
	return json_real_new(n % 2 == 1 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2);
}

static struct json_object *
times_of(const struct work *w, size_t n, double *space)
{
	struct json_object	*o = json_object_new_object();
	int64_t			 seq;
	size_t			 k = 0;

	if (str_int64(str_of(w->seq), &seq))
		json_put_int(o, "proc_seq", seq);
	else
		json_put_str(o, "proc_seq", w->seq);
	json_put_str(o, "job_cd", w->job[0] == '\0' ? NULL : w->job);
	for (size_t i = 0; i < n; i++)
		if (w[i].setup >= 0)
			space[k++] = w[i].setup;
	json_put(o, "setup_minutes", median_json(space, k));
	k = 0;
	for (size_t i = 0; i < n; i++)
		if (w[i].run >= 0)
			space[k++] = w[i].run;
	json_put(o, "run_minutes_per_unit", median_json(space, k));
	json_put_int(o, "samples", (int64_t)n);
	return o;
}

enum rc
item_times_json(struct app *a, struct str code, struct json_object **out, struct err *e)
{
	struct work	*w;
	double		*space;
	size_t		 n, end;
	enum rc		 rc;

	*out = NULL;
	if (a->setup->views.work_view == NULL || a->setup->mapping->work[WORK_ITEM] == NULL)
		return RC_OK;
	if ((rc = work_read(a, code, &w, &n, e)) != RC_OK)
		return rc;
	if ((space = arena_alloc(a->arena, (n + 1) * sizeof(*space))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for work results");
	qsort(w, n, sizeof(*w), by_operation);
	*out = json_object_new_array();
	for (size_t i = 0; i < n; i = end) {
		for (end = i + 1; end < n && by_operation(&w[i], &w[end]) == 0; end++)
			;
		json_object_array_add(*out, times_of(&w[i], end - i, space));
	}
	return RC_OK;
}
