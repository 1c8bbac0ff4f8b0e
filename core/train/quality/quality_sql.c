/* For each issue a SELECT that shows the rows in the site's own views. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/train/quality/quality_priv.h"

/* A name as it stands, or in the standard's quotes where it is no plain word. */
static void
name(struct buf *b, const char *s)
{
	bool	plain = isalpha((unsigned char)*s) || *s == '_';

	for (const char *p = s; *p != '\0'; p++)
		plain &= isalnum((unsigned char)*p) || *p == '_' || *p == '.';
	if (plain) {
		buf_adds(b, s);
		return;
	}
	buf_addc(b, '"');
	for (; *s != '\0'; s++)
		buf_add(b, *s == '"' ? "\"\"" : s, *s == '"' ? 2 : 1);
	buf_addc(b, '"');
}

static void
text(struct buf *b, const char *s)
{
	buf_addc(b, '\'');
	for (; *s != '\0'; s++)
		buf_add(b, *s == '\'' ? "''" : s, *s == '\'' ? 2 : 1);
	buf_addc(b, '\'');
}

/*
 * A pattern: %n is a name, %t a text, each from the arguments in turn; all else stands for
 * itself.  A NULL argument ends it all: the site has no such column, and out stays empty.
 */
static void
say(struct buf *out, const char *pattern, const char *const *args)
{
	for (const char *const *a = args, *p = pattern; *p != '\0'; p++) {
		if (*p != '%') {
			buf_addc(out, *p);
			continue;
		}
		if (*a == NULL) {
			buf_clear(out);
			return;
		}
		(*++p == 'n' ? name : text)(out, *a++);
	}
}

#define SAY(out, pattern, ...)	say(out, pattern, (const char *const[]){ __VA_ARGS__, NULL })

/* The rows of the keys that were noted. */
static void
samples(struct buf *out, const char *view, const char *key, const struct qsample *s)
{
	if (view == NULL || key == NULL || s->n == 0)
		return;
	SAY(out, "SELECT * FROM %n WHERE %n IN (", view, key);
	for (unsigned i = 0; i < s->n; i++) {
		buf_adds(out, i > 0 ? ", " : "");
		text(out, s->key[i]);
	}
	buf_addc(out, ')');
}

/* How often each value of a column occurs. */
static void
values(struct buf *out, const char *view, const char *column)
{
	SAY(out, "SELECT %n, COUNT(*) FROM %n GROUP BY %n ORDER BY COUNT(*) DESC", column, view,
	    column);
}

static void
of_items(const struct quality *q, enum qkind k, struct buf *out)
{
	const struct mapping	*m = q->map;
	const struct qsample	*s = &q->issue[k].sample;
	const char		*key = mapping_item_key(m), *view = m->item_view;
	const char *const	*column = (const char *const *)q->view[QVIEW_ITEMS].name;

	switch (k) {
	case Q_ITEM_NO_KEY:
		SAY(out, "SELECT * FROM %n WHERE %n IS NULL OR %n = ''", view, key, key);
		break;
	case Q_ITEM_DUPLICATE_KEY:
		SAY(out, "SELECT %n, COUNT(*) FROM %n GROUP BY %n HAVING COUNT(*) > 1", key, view,
		    key);
		break;
	case Q_ITEM_UNROUTED:
		SAY(out, "SELECT * FROM %n WHERE %n NOT IN (SELECT %n FROM %n WHERE %n IS NOT NULL)",
		    view, key, m->routing[ROUTING_ITEM], m->routing_view, m->routing[ROUTING_ITEM]);
		break;
	case Q_ITEM_EMPTY_COLUMNS:
	case Q_ITEM_SPARSE_COLUMNS:
		buf_adds(out, "SELECT COUNT(*)");
		for (unsigned i = 0; i < s->n; i++)
			SAY(out, ", COUNT(%n)", s->key[i]);
		SAY(out, " FROM %n", view);
		break;
	case Q_ITEM_DISGUISED:
	case Q_ITEM_MIXED_UNITS:
		for (size_t i = 0; i < q->nunits && k == Q_ITEM_MIXED_UNITS && out->len == 0; i++)
			if (q->unit[i].unit >= 0 && s->n > 0 &&
			    strcmp(column[q->unit[i].value], s->key[0]) == 0)
				values(out, view, column[q->unit[i].unit]);
		if (out->len == 0 && s->n > 0)
			values(out, view, s->key[0]);
		break;
	case Q_ITEM_NO_UNIT:
		for (size_t i = 0; i < q->nunits && out->len == 0; i++)
			if (q->unit[i].unit >= 0)
				SAY(out, "SELECT * FROM %n WHERE %n IS NOT NULL AND (%n IS NULL OR "
				    "%n = '')", view, column[q->unit[i].value],
				    column[q->unit[i].unit], column[q->unit[i].unit]);
		break;
	default:
		samples(out, view, key, s);
	}
}

static void
of_routings(const struct quality *q, enum qkind k, struct buf *out)
{
	const struct mapping	*m = q->map;
	const char *const	*c = (const char *const *)m->routing;
	const char		*view = m->routing_view, *key = c[ROUTING_ITEM];
	char			 day[11];

	switch (k) {
	case Q_ROUTING_ORPHANS:
		SAY(out, "SELECT * FROM %n WHERE %n NOT IN (SELECT %n FROM %n WHERE %n IS NOT NULL)",
		    view, key, mapping_item_key(m), m->item_view, mapping_item_key(m));
		break;
	case Q_ROUTING_NO_JOB:
		SAY(out, "SELECT * FROM %n WHERE %n IS NULL OR %n = ''", view, c[ROUTING_JOB],
		    c[ROUTING_JOB]);
		break;
	case Q_ROUTING_DUPLICATE_SEQUENCE:
		if (c[ROUTING_ROUTING] != NULL)
			SAY(out, "SELECT %n, %n, %n, COUNT(*) FROM %n GROUP BY %n, %n, %n HAVING "
			    "COUNT(*) > 1", key, c[ROUTING_ROUTING], c[ROUTING_SEQUENCE], view, key,
			    c[ROUTING_ROUTING], c[ROUTING_SEQUENCE]);
		else
			SAY(out, "SELECT %n, %n, COUNT(*) FROM %n GROUP BY %n, %n HAVING COUNT(*) > 1",
			    key, c[ROUTING_SEQUENCE], view, key, c[ROUTING_SEQUENCE]);
		break;
	case Q_ROUTING_NO_TIME:
		SAY(out, "SELECT * FROM %n WHERE (%n IS NULL OR %n = 0) AND (%n IS NULL OR %n = 0)",
		    view, c[ROUTING_SETUP_TIME], c[ROUTING_SETUP_TIME], c[ROUTING_RUN_TIME],
		    c[ROUTING_RUN_TIME]);
		break;
	case Q_ROUTING_UNKNOWN_UNIT:
	case Q_ROUTING_MIXED_UNITS:
		values(out, view, c[ROUTING_TIME_UNIT]);
		break;
	case Q_ROUTING_EXPIRED:
		date_format(q->today, day);
		SAY(out, "SELECT * FROM %n WHERE %n < %t", view, c[ROUTING_VALID_TO], day);
		break;
	default:
		break;
	}
	if (out->len == 0)
		samples(out, view, key, &q->issue[k].sample);
}

static void
of_work(const struct quality *q, enum qkind k, struct buf *out)
{
	const struct mapping	*m = q->map;
	const char *const	*c = (const char *const *)m->work;
	const char		*view = m->work_view, *key = c[WORK_ITEM];
	const char		*run = c[WORK_RUN_HOURS] != NULL ? c[WORK_RUN_HOURS] :
				    c[WORK_RUN_MINUTES];

	switch (k) {
	case Q_WORK_ORPHANS:
		SAY(out, "SELECT * FROM %n WHERE %n NOT IN (SELECT %n FROM %n WHERE %n IS NOT NULL)",
		    view, key, mapping_item_key(m), m->item_view, mapping_item_key(m));
		break;
	case Q_WORK_NO_TIME:
		SAY(out, "SELECT * FROM %n WHERE %n IS NULL OR %n = 0", view, run, run);
		break;
	case Q_WORK_BAD_QUANTITY:
		SAY(out, "SELECT * FROM %n WHERE %n IS NULL OR %n <= 0", view, c[WORK_QUANTITY],
		    c[WORK_QUANTITY]);
		break;
	default:
		break;
	}
	if (out->len == 0)
		samples(out, view, key, &q->issue[k].sample);
}

void
quality_sql(const struct quality *q, enum qkind k, struct buf *out)
{
	if (k <= Q_ITEM_UNROUTED || k == Q_ROUTING_TWINS_DIFFER)
		of_items(q, k, out);
	else if (k < Q_WORK_ABSENT)
		of_routings(q, k, out);
	else if (k > Q_WORK_ABSENT)
		of_work(q, k, out);
}
