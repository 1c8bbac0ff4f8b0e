#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/train/measure/evaluate_priv.h"
#include "core/train/measure/outcomes.h"

#define FIRST	2	/* fields before the numbers: item and family */

static const char *const	field_names[FIRST + OUTCOME_NFIELDS] = {
	"item", "family", "exact", "op_f1", "auto", "auto_exact", "run_error", "runs", "inside",
	"intervals"
};

/* ---- writing -------------------------------------------------------------------------- */

/* The times of all test items, added up by item. */
static void
times_add(const struct metrics *m, struct outcome *out)
{
	for (size_t i = 0; i < m->npairs; i++) {
		const struct metrics_pair	*p = &m->pair[i];
		double				*v = out[p->item].v;

		if (p->run) {
			v[OUTCOME_RUNS]++;
			v[OUTCOME_RUN_ERROR] += fmin(OUTCOME_WORST, metrics_ape(p));
		}
		if (isnan(p->time.p10) || isnan(p->time.p90))
			continue;
		v[OUTCOME_INTERVALS]++;
		v[OUTCOME_INSIDE] += p->time.p10 <= p->actual && p->actual <= p->time.p90;
	}
}

static void
put_hash(struct json_object *row, uint64_t h)
{
	char	hex[17] = "";

	if (h != 0)
		snprintf(hex, sizeof(hex), "%016" PRIx64, h);
	json_object_array_add(row, json_object_new_string(hex));
}

static struct json_object *
row_json(const struct outcome *x)
{
	struct json_object	*row = json_object_new_array();

	put_hash(row, x->item);
	put_hash(row, x->family);
	for (int k = 0; k < OUTCOME_NFIELDS; k++)
		json_object_array_add(row, json_real_new(x->v[k]));
	return row;
}

struct json_object *
outcomes_json(const struct evaluate *v)
{
	const struct metrics	*m = &v->metrics[EVALUATE_MODEL];
	struct json_object	*o, *fields, *rows;
	struct outcome		*x = calloc(m->n + 1, sizeof(*x));

	if (x == NULL)
		return NULL;
	for (size_t i = 0; i < m->n; i++) {
		const struct metrics_score	*s = &m->score[i];
		bool				 exact = s->rank == 1;

		x[i].item = v->corpus->key[v->split->test[i]];
		x[i].family = s->family;
		x[i].v[OUTCOME_EXACT] = exact;
		x[i].v[OUTCOME_F1] = s->f1;
		x[i].v[OUTCOME_AUTO] = s->decision == METRICS_AUTO;
		x[i].v[OUTCOME_AUTO_EXACT] = s->decision == METRICS_AUTO && exact;
	}
	times_add(m, x);
	o = json_object_new_object();
	fields = json_object_new_array();
	rows = json_object_new_array();
	for (int k = 0; k < FIRST + OUTCOME_NFIELDS; k++)
		json_object_array_add(fields, json_object_new_string(field_names[k]));
	for (size_t i = 0; i < m->n; i++)
		json_object_array_add(rows, row_json(&x[i]));
	json_put_str(o, "split", v->split->random ? "random" : "time");
	json_put_day(o, "t0", v->split->t0);
	json_put_day(o, "t1", v->split->t1);
	json_put_int(o, "seed", (int64_t)v->in->seed);
	json_put(o, "fields", fields);
	json_put(o, "items", rows);
	free(x);
	return o;
}

/* ---- reading -------------------------------------------------------------------------- */

static bool
hash_parse(struct json_object *v, uint64_t *out)
{
	const char	*s = json_object_get_string(v);
	char		*end;

	*out = 0;
	if (!json_object_is_type(v, json_type_string) || strspn(s, "0123456789abcdef") != strlen(s))
		return false;
	if (*s == '\0')
		return true;
	*out = strtoull(s, &end, 16);
	return strlen(s) == 16;
}

static bool
row_parse(struct json_object *row, struct outcome *out)
{
	struct json_object	*v;

	if (!json_object_is_type(row, json_type_array) ||
	    json_object_array_length(row) != FIRST + OUTCOME_NFIELDS ||
	    !hash_parse(json_object_array_get_idx(row, 0), &out->item) ||
	    !hash_parse(json_object_array_get_idx(row, 1), &out->family))
		return false;
	for (int k = 0; k < OUTCOME_NFIELDS; k++) {
		v = json_object_array_get_idx(row, (size_t)(FIRST + k));
		out->v[k] = json_object_get_double(v);
		if ((!json_object_is_type(v, json_type_double) &&
		    !json_object_is_type(v, json_type_int)) || !(out->v[k] >= 0 &&
		    out->v[k] < 1e9))
			return false;
	}
	return true;
}

static int
outcome_order(const void *va, const void *vb)
{
	const struct outcome	*a = va, *b = vb;

	return a->item < b->item ? -1 : a->item > b->item;
}

static bool
fields_match(struct json_object *fields)
{
	if (json_object_array_length(fields) != FIRST + OUTCOME_NFIELDS)
		return false;
	for (size_t k = 0; k < FIRST + OUTCOME_NFIELDS; k++)
		if (!json_object_is_type(json_object_array_get_idx(fields, k),
		    json_type_string) || strcmp(json_object_get_string(
		    json_object_array_get_idx(fields, k)), field_names[k]) != 0)
			return false;
	return true;
}

enum rc
outcomes_parse(struct outcomes *out, struct json_object *o, struct err *e)
{
	struct json_object	*fields, *rows;
	const char		*split = "", *t0 = "";
	size_t			 n;

	memset(out, 0, sizeof(*out));
	if (!json_object_is_type(o, json_type_object) ||
	    json_str(o, "split", true, &split, e) != RC_OK ||
	    json_str(o, "t0", false, &t0, e) != RC_OK ||
	    json_sub(o, "fields", true, json_type_array, &fields, e) != RC_OK ||
	    json_sub(o, "items", true, json_type_array, &rows, e) != RC_OK ||
	    strlen(t0) >= sizeof(out->t0) || !fields_match(fields))
		return err_set(e, RC_CORRUPT, "these are not the outcomes of an evaluation");
	n = json_object_array_length(rows);
	out->random = strcmp(split, "random") == 0;
	strcpy(out->t0, t0);
	if ((out->item = calloc(n + 1, sizeof(*out->item))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu outcomes", n);
	for (size_t i = 0; i < n; i++)
		if (!row_parse(json_object_array_get_idx(rows, i), &out->item[i])) {
			outcomes_fini(out);
			return err_set(e, RC_CORRUPT, "outcome %zu is malformed", i);
		}
	qsort(out->item, n, sizeof(*out->item), outcome_order);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || out->item[i].item != out->item[i - 1].item)
			out->item[out->n++] = out->item[i];
	return RC_OK;
}

void
outcomes_fini(struct outcomes *o)
{
	free(o->item);
	memset(o, 0, sizeof(*o));
}
