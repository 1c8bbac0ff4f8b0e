/*
 * Roles from counts.  Values speak first; a column's name, cut into words (ITEM_GRP1NM: item,
 * grp, nm), only tips the scale where they leave it open.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/feat/profile_priv.h"

bool
profile_named(const char *name, const char *const *words)
{
	size_t	len = strlen(name);

	for (; *words != NULL; words++) {
		size_t	n = strlen(*words);

		for (size_t i = 0; i + n <= len; i++) {
			bool	begins = i == 0 || !((name[i - 1] | 32) >= 'a' && (name[i - 1] | 32) <= 'z') ||
			    ((name[i] >= 'A' && name[i] <= 'Z') && name[i - 1] >= 'a');
			bool	ends = i + n == len || !((name[i + n] | 32) >= 'a' && (name[i + n] | 32) <= 'z') ||
			    (name[i + n] >= 'A' && name[i + n] <= 'Z' && name[i + n - 1] >= 'a');

			if ((unsigned char)**words >= 0x80)	/* Hangul runs on without borders */
				begins = ends = true;
			if (begins && ends && strncasecmp(name + i, *words, n) == 0)
				return true;
		}
	}
	return false;
}

static double
share(size_t part, size_t whole)
{
	return whole == 0 ? 0 : (double)part / (double)whole;
}

static void
set(struct tally *t, enum column_role role, double confidence)
{
	t->out.role = role;
	t->out.confidence = confidence < 0 ? 0 : confidence > 1 ? 1 : confidence;
}

/* Numbers that are codes: leading zeros, all of one length and long, or few that repeat. */
static bool
numbers_are_codes(const struct tally *t, size_t n)
{
	size_t	widest = 0;

	if (t->zero_led * 50 > n)
		return true;
	if (t->whole < t->out.numbers)
		return false;
	for (size_t i = 5; i < 24; i++)
		if (t->width[i] > widest)
			widest = t->width[i];
	if (widest == t->whole)
		return true;
	return t->out.distinct <= 50 && t->out.distinct * 20 <= n;
}

static bool
number_decide(struct tally *t, size_t n)
{
	static const char *const	measures[] = { "dia", "diameter", "size", "length", "len", "width",
		"height", "thick", "thickness", "weight", "wt", "qty", "quantity", "mm", "od", "temp",
		"pressure", "angle", "area", "volume", "외경", "내경", "두께", "길이", "높이", "폭",
		"중량", "무게", "수량", "치수", "직경", NULL };
	double				numbers = share(t->out.numbers, n);
	bool				measure = profile_named(t->out.name, measures);

	if (numbers < (measure ? 0.7 : PROFILE_SURE))
		return false;
	if (!measure && t->own_unit * 2 < n && numbers_are_codes(t, n)) {
		set(t, COLUMN_CATEGORY, t->zero_led > 0 ? 0.9 : 0.7);
		return true;
	}
	set(t, COLUMN_NUMBER, measure ? numbers : numbers - 0.15);
	return true;
}

/* Everything but the key and the units, which depend on other columns. */
static void
column_decide(struct tally *t)
{
	static const char *const	dates[] = { "dt", "date", "day", "일자", "날짜", "일시", "ymd", NULL };
	static const char *const	draws[] = { "draw", "drawing", "dwg", "drw", "도면", "도번",
		"図面", "図番", "图号", "图纸", "zeichnung", "zeichnungsnr", "znr", "plano",
		"dibujo", "dessin", "disegno", NULL };
	static const char *const	flags[] = { "yn", "flag", "flg", "use", "is", "여부", NULL };
	static const char *const	texts[] = { "nm", "name", "desc", "description", "spec", "remark",
		"note", "comment", "비고", "품명", "규격", "사양", "명", "명칭", NULL };
	size_t				n = t->out.rows - t->out.missing;
	double				repeats = 1 - share(t->out.distinct, n);
	double				length = share(t->bytes, n);
	bool				text = profile_named(t->out.name, texts);

	if (n == 0) {
		set(t, COLUMN_IGNORE, 0.5);
	} else if (share(t->dates, n) >= PROFILE_SURE && (profile_named(t->out.name, dates) ||
	    t->whole * 2 < n)) {
		set(t, COLUMN_DATE, share(t->dates, n));
	} else if (profile_named(t->out.name, draws)) {
		set(t, COLUMN_DRAWING, 0.85);
	} else if (share(t->flags, n) >= PROFILE_SURE && t->out.distinct <= 4 &&
	    (t->out.numbers < n || profile_named(t->out.name, flags))) {
		set(t, COLUMN_FLAG, profile_named(t->out.name, flags) ? 0.95 : 0.8);
	} else if (number_decide(t, n)) {
		;
	} else if (length > 40 || share(t->blanks, n) > 0.5 ||
	    (text && (repeats < 0.9 || share(t->words, n) > 1.5)) || repeats < 0.3) {
		set(t, COLUMN_TEXT, text ? 0.9 : 0.7);
	} else
		set(t, COLUMN_CATEGORY, 0.5 + repeats / 2);
	/* Numbers that nobody repeats name rows, they say nothing about parts. */
	if (t->out.role == COLUMN_CATEGORY && t->whole == n && n > 100 && repeats < 0.01)
		set(t, COLUMN_IGNORE, 0.6);
}

/* The key is there in every row, never twice, in one word; the earliest such column. */
static void
key_decide(struct profile *p)
{
	static const char *const	keys[] = { "cd", "code", "id", "key", "item", "part", "product",
		"material", "품번", "품목", "코드", "자재", NULL };
	int				best = -1;
	double				most = 0, points;

	for (size_t i = 0; i < p->ncols; i++) {
		const struct tally	*t = &p->col[i];
		size_t			 n = t->out.rows - t->out.missing;
		bool			 unique = t->out.distinct == n || t->out.distinct_cut;

		if (n < 2 || t->out.missing * 1000 > t->out.rows || !unique ||
		    t->blanks * 20 > n || t->out.role == COLUMN_DATE ||
		    t->out.role == COLUMN_DRAWING || (t->out.numbers == n && t->whole < n))
			continue;
		/* A cut count is only unique as far as its values came once. */
		if (t->out.distinct_cut && t->values[0].count > 2)
			continue;
		points = 1 + profile_named(t->out.name, keys) + (i == 0 ? 0.5 : 0);
		if (points > most) {
			most = points;
			best = (int)i;
		}
	}
	if (best != -1)
		set(&p->col[best], COLUMN_KEY, most >= 2 ? 0.95 : 0.6);
}

/* Letters that two names have in common at their beginnings. */
static size_t
common(const char *a, const char *b)
{
	size_t	n = 0;

	while (a[n] != '\0' && (a[n] | 32) == (b[n] | 32))
		n++;
	return n;
}

/* A column that names units serves the numbers whose name it carries, or those just before it. */
static void
units_decide(struct profile *p, size_t u)
{
	static const char *const	names[] = { "unit", "uom", "단위", NULL };
	struct tally			*t = &p->col[u];
	size_t				 n = t->out.rows - t->out.missing;
	bool				 called = profile_named(t->out.name, names) ||
					    strstr(t->out.name, "UNIT") != NULL;
	bool				 used = false;

	if (t->out.role != COLUMN_CATEGORY || n == 0 || t->out.distinct > 30 ||
	    share(t->units, n) < (called ? 0.7 : PROFILE_SURE))
		return;
	for (size_t i = 0; i < p->ncols; i++) {
		struct tally	*num = &p->col[i];
		size_t		 len = strlen(num->out.name);
		bool		 beside = i < u && called;

		if (num->out.role != COLUMN_NUMBER || num->out.unit_column != -1)
			continue;
		for (size_t k = i; k < u && beside; k++)
			beside = p->col[k].out.role == COLUMN_NUMBER;
		if (common(num->out.name, t->out.name) == len || beside) {
			num->out.unit_column = (int)u;
			used = true;
		}
	}
	if (used)
		set(t, COLUMN_UNIT, called ? 0.95 : 0.7);
}

void
profile_decide(struct profile *p)
{
	double	factor;

	for (size_t i = 0; i < p->ncols; i++)
		column_decide(&p->col[i]);
	key_decide(p);
	for (size_t i = 0; i < p->ncols; i++)
		units_decide(p, i);
	for (size_t i = 0; i < p->ncols; i++) {
		struct profile_column	*c = &p->col[i].out;

		if (c->role == COLUMN_NUMBER && c->unit_column != -1 &&
		    p->col[c->unit_column].out.nexamples > 0)
			c->unit_kind = unit_find(str_of(p->col[c->unit_column].out.examples[0]), &factor);
	}
}
