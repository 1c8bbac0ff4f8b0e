#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/feat/profile_priv.h"
#include "core/feat/spec.h"
#include "core/feat/text.h"

#define CELL_BYTES	400	/* of a value that are looked at */

enum rc
profile_new(struct profile **out, const char *const *names, size_t ncols, struct err *e)
{
	struct profile	*p;

	*out = NULL;
	if (ncols == 0 || ncols > PROFILE_COLUMNS)
		return err_set(e, RC_INVAL, "a view of %zu columns cannot be profiled: 1 to %d",
		    ncols, PROFILE_COLUMNS);
	if ((p = calloc(1, sizeof(*p))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the profile");
	p->ncols = ncols;
	if ((p->arena = arena_new(0)) == NULL ||
	    (p->col = arena_zalloc(p->arena, ncols, sizeof(*p->col))) == NULL)
		goto nomem;
	for (size_t i = 0; i < ncols; i++) {
		struct tally	*t = &p->col[i];

		t->out.unit_column = -1;
		t->out.unit_kind = UNIT_NONE;
		if ((t->out.name = arena_strdup(p->arena, names[i])) == NULL ||
		    (t->values = arena_zalloc(p->arena, TALLY_SLOTS, sizeof(*t->values))) == NULL)
			goto nomem;
	}
	*out = p;
	return RC_OK;
nomem:
	profile_free(p);
	return err_set(e, RC_NOMEM, "no memory for the profile");
}

void
profile_free(struct profile *p)
{
	if (p == NULL)
		return;
	arena_free(p->arena);
	free(p);
}

/* Count one value by its normal form.  False: no memory. */
static bool
tally_value(struct tally *t, struct arena *a, struct str raw, const char *text, size_t n,
    size_t row)
{
	uint64_t	h = hash64(text, n, 0) | 1;
	size_t		i = h >> 20 & (TALLY_SLOTS - 1);
	char		cut[TALLY_BYTES + 1];

	while (t->values[i].hash != 0 && t->values[i].hash != h)
		i = (i + 1) & (TALLY_SLOTS - 1);
	if (t->values[i].hash == h) {
		t->values[i].count++;
		return true;
	}
	if (t->nvalues == TALLY_DISTINCT) {
		t->out.distinct_cut = true;
		return true;
	}
	str_copy(cut, sizeof(cut), raw);
	t->values[i] = (struct tally_value){ h, 1, (uint32_t)row, arena_strdup(a, cut) };
	t->nvalues++;
	return t->values[i].text != NULL;
}

static void
tally_number(struct tally *t, const char *text, size_t n)
{
	enum unit_kind	kind;
	double		v, factor;
	size_t		digits = 0;

	if (!spec_cell_number((struct str){ text, n }, &v, &kind, &factor))
		return;
	t->out.numbers++;
	if (v <= 0)
		t->out.not_positive = true;
	if (kind != UNIT_NONE) {
		t->own_unit++;
		t->out.unit_kind = kind;
	}
	while (digits < n && text[digits] >= '0' && text[digits] <= '9')
		digits++;
	if (digits < n)
		return;
	t->whole++;
	t->width[digits < 24 ? digits : 23]++;
	if (n > 1 && text[0] == '0')
		t->zero_led++;
}

/* Yes or no, in the ways of tables and forms. */
static bool
is_flag(const char *s, size_t n)
{
	static const char *const	flags[] = { "y", "n", "yes", "no", "true", "false", "t", "f",
		"0", "1", "o", "x", "유", "무", "예", "아니오", "on", "off", "v" };

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (strlen(flags[i]) == n && memcmp(flags[i], s, n) == 0)
			return true;
	return false;
}

static bool
tally_add(struct tally *t, struct arena *a, struct str raw, size_t row)
{
	char	text[TEXT_ROOM(CELL_BYTES)];
	size_t	n, words = 1, digits = 0;
	double	factor;
	int32_t	day;

	t->out.rows++;
	if (text_missing(raw)) {
		t->out.missing++;
		return true;
	}
	raw = str_trim(raw);
	n = text_normalise_to((struct str){ raw.s, raw.len < CELL_BYTES ? raw.len : CELL_BYTES },
	    text);
	for (size_t i = 0; i < n; i++) {
		words += text[i] == ' ';
		digits += text[i] >= '0' && text[i] <= '9';
	}
	t->bytes += n;
	t->words += words;
	t->blanks += words > 1;
	t->codes += words == 1 && digits > 0;
	t->dates += date_parse((struct str){ text, n }, &day);
	t->flags += is_flag(text, n);
	t->units += unit_find((struct str){ text, n }, &factor) != UNIT_NONE;
	tally_number(t, text, n);
	return tally_value(t, a, raw, text, n, row);
}

enum rc
profile_add(struct profile *p, const struct str *cells, struct err *e)
{
	if (p->rows == PROFILE_ROWS)
		return RC_OK;
	for (size_t i = 0; i < p->ncols; i++)
		if (!tally_add(&p->col[i], p->arena, cells[i], p->rows))
			return err_set(e, RC_NOMEM, "no memory for the profile");
	p->rows++;
	return RC_OK;
}

/* The most frequent values first; of equals the one seen first. */
static int
value_cmp(const void *a, const void *b)
{
	const struct tally_value	*x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

enum rc
profile_end(struct profile *p, struct err *e)
{
	p->columns = arena_zalloc(p->arena, p->ncols, sizeof(*p->columns));
	if (p->columns == NULL)
		return err_set(e, RC_NOMEM, "no memory for the profile");
	for (size_t i = 0; i < p->ncols; i++) {
		struct tally	*t = &p->col[i];

		t->out.distinct = t->nvalues;
		qsort(t->values, TALLY_SLOTS, sizeof(*t->values), value_cmp);
		while (t->out.nexamples < PROFILE_EXAMPLES && t->out.nexamples < t->nvalues) {
			t->out.examples[t->out.nexamples] = t->values[t->out.nexamples].text;
			t->out.nexamples++;
		}
	}
	profile_decide(p);
	for (size_t i = 0; i < p->ncols; i++)
		p->columns[i] = p->col[i].out;
	return RC_OK;
}

enum rc
profile_rows(struct profile **out, struct rows *r, struct err *e)
{
	struct profile	*p;
	bool		 more = true;
	enum rc		 rc;

	*out = NULL;
	if ((rc = profile_new(&p, r->names, r->ncols, e)) != RC_OK)
		return rc;
	while (p->rows < PROFILE_ROWS) {
		if ((rc = rows_next(r, &more, e)) != RC_OK)
			goto out;
		if (!more)
			break;
		if ((rc = profile_add(p, r->cells, e)) != RC_OK)
			goto out;
	}
	if ((rc = profile_end(p, e)) != RC_OK)
		goto out;
	*out = p;
	p = NULL;
out:
	profile_free(p);
	return rc;
}

const struct profile_column *
profile_columns(const struct profile *p, size_t *n)
{
	*n = p->ncols;
	return p->columns;
}

/* The unit that a number's name ends in: WEIGHT_G, length (mm); NULL: none. */
static const char *
unit_in_name(const struct profile_column *c, char *buf, size_t size)
{
	size_t	n = strlen(c->name), end = n > 0 && c->name[n - 1] == ')' ? n - 1 : n, at = end;
	double	factor;

	while (at > 0 && c->name[at - 1] != '_' && c->name[at - 1] != '(' && c->name[at - 1] != ' ')
		at--;
	if (c->role != COLUMN_NUMBER || c->unit_column != -1 || at == 0)
		return NULL;
	str_copy(buf, size, (struct str){ c->name + at, end - at });
	return unit_find(str_of(buf), &factor) == UNIT_NONE ? NULL : buf;
}

/* What a mapping says of a column's unit. */
static void
put_unit(struct json_object *o, const struct profile *p, const struct profile_column *c)
{
	char	buf[16];

	if (c->role == COLUMN_NUMBER && c->unit_column != -1)
		json_put_str(o, "unit_column", p->columns[c->unit_column].name);
	else if (unit_in_name(c, buf, sizeof(buf)) != NULL)
		json_put_str(o, "unit", buf);
}

struct json_object *
profile_json(const struct profile *p)
{
	struct json_object	*o = json_object_new_object(), *cols = json_object_new_array();

	for (size_t i = 0; i < p->ncols; i++) {
		const struct profile_column	*c = &p->columns[i];
		struct json_object		*j = json_object_new_object();
		struct json_object		*ex = json_object_new_array();

		json_put_str(j, "name", c->name);
		json_put_str(j, "role", column_role_name(c->role));
		json_put_real(j, "confidence", c->confidence);
		json_put_real(j, "missing_share",
		    c->rows == 0 ? 0 : (double)c->missing / (double)c->rows);
		json_put_int(j, "distinct", (int64_t)c->distinct);
		json_put_bool(j, "distinct_is_a_floor", c->distinct_cut);
		put_unit(j, p, c);
		for (size_t k = 0; k < c->nexamples; k++)
			json_object_array_add(ex, json_object_new_string(c->examples[k]));
		json_put(j, "examples", ex);
		json_object_array_add(cols, j);
	}
	json_put_int(o, "rows", (int64_t)p->rows);
	json_put(o, "columns", cols);
	return o;
}

struct json_object *
profile_mapping_json(const struct profile *p, const char *view)
{
	struct json_object	*o = json_object_new_object(), *cols = json_object_new_object();

	for (size_t i = 0; i < p->ncols; i++) {
		const struct profile_column	*c = &p->columns[i];
		struct json_object		*j = json_object_new_object();

		json_put_str(j, "role", column_role_name(c->role));
		put_unit(j, p, c);
		json_put(cols, c->name, j);
	}
	json_put_str(o, "view", view);
	json_put(o, "columns", cols);
	return o;
}
