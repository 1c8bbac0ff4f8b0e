/* Sizes: boxes, diameters, thicknesses. */
#include "config.h"

#include <string.h>

#include "core/feat/spec_priv.h"
#include "core/feat/text.h"

/* ---- A×B×C ---------------------------------------------------------------------------- */

struct axis {
	struct measure	m;
	char		label;		/* as in spec_item.name of a box */
	size_t		begin, fit;	/* fit: where one stands, behind the number; else 0 */
	size_t		end;
};

/* Letters that name an axis, in front of its number. */
static size_t
axis_label(const struct scan *c, size_t i, char *label)
{
	static const char *const	names[] = { TEXT_DIAMETER, "od", "외경", "id", "내경", "d", "t",
		"두께", "l", "길이", "w", "폭", "h", "높이", NULL };
	static const char		labels[] = "dooiidttllwwhh";
	size_t				which = 0, k = scan_any(c, i, names, &which), at;

	*label = '.';
	if (k == i)
		return i;
	at = scan_label_end(c, k);
	/* d 45 and t 8 are too little said; d45, d=45, ø 45 and 외경 45 are enough */
	if (!scan_digit(c, at) || (k - i == 1 && at != k && !scan_is(c, at - 1, "=") &&
	    !scan_is(c, at - 1, ":")))
		return i;
	*label = labels[which];
	return at;
}

static size_t
axis(struct scan *c, size_t i, struct axis *out)
{
	size_t	k, end;

	memset(out, 0, sizeof(*out));
	out->begin = i;
	k = axis_label(c, i, &out->label);
	if ((end = scan_measure(c, k, &out->m)) == k)
		return i;
	/* a label behind the number: 8t, 120l */
	if (out->label == '.' && end < c->n && strchr("tlwh", c->s[end]) != NULL &&
	    c->s[end] != '\0' && (scan_border(c, end + 1) || scan_is(c, end + 1, "x"))) {
		out->label = c->s[end];
		end++;
	} else if (scan_is(c, end, TEXT_DIAMETER)) {
		out->label = 'd';
		end += strlen(TEXT_DIAMETER);
	} else if (end < c->n && c->s[end] >= 'a' && c->s[end] <= 'z' && c->s[end] != 'x') {
		/* 45h7x32: look whether it is a fit, and leave it for later */
		struct scan	peek = { c->s, c->n, 0, 0, NULL };

		k = spec_fit(&peek, end, true);
		if (k == end)
			return i;
		out->fit = end;
		end = k;
	}
	if (!scan_border(c, end) && !scan_is(c, end, "x"))
		return i;
	out->end = end;
	return end;
}

/* Behind a multiplication sign with blanks around it, or i. */
static size_t
times(const struct scan *c, size_t i)
{
	size_t	k = scan_blank(c, i);

	return scan_is(c, k, "x") ? scan_blank(c, k + 1) : i;
}

/* Sizes without a unit have that of the last, if it has one and they have none. */
static void
axes_units(struct axis *a, size_t n)
{
	double	last = a[n - 1].m.unit;

	for (size_t i = 0; i < n && last != 0; i++)
		if (a[i].m.unit == 0)
			a[i].m.mm = a[i].m.raw * last;
}

/* Outer and inner are named: they are items of their own. */
static void
axes_apart(struct scan *c, const struct axis *a, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		enum spec_kind	kind = a[i].label == 'i' ? SPEC_ID : a[i].label == '.' ? SPEC_LENGTH :
		    a[i].label == 'o' || a[i].label == 'd' ? SPEC_OD : SPEC_THICKNESS;
		char		name[2] = { a[i].label, '\0' };

		spec_add(c, kind, kind == SPEC_THICKNESS ? name : "", a[i].m.mm, a[i].begin,
		    a[i].end);
	}
}

size_t
spec_box(struct scan *c, size_t i)
{
	struct axis		 a[SPEC_AXES];
	struct spec_item	*it;
	size_t			 n = 0, end = i, k, at = i;
	bool			 apart = false;

	while (n < SPEC_AXES && (k = axis(c, at, &a[n])) != at) {
		/* od 63×52×18 goes by its order, od 45 × id 32 by its names */
		if (a[n].label == 'o' && n == 0)
			a[n].label = 'd';
		apart |= a[n].label == 'o' || a[n].label == 'i';
		end = k;
		n++;
		if ((at = times(c, k)) == k)
			break;
	}
	if (n < 2)
		return i;
	/* 4xø12 is four holes */
	if (n == 2 && a[0].label == '.' && a[0].m.whole && a[0].m.unit == 0 && a[0].m.raw <= 24 &&
	    a[1].label == 'd') {
		spec_add(c, SPEC_QUANTITY, "", a[0].m.raw, a[0].begin, a[0].end);
		spec_add(c, SPEC_DIAMETER, "hole", a[1].m.mm, a[1].begin, a[1].end);
		return end;
	}
	axes_units(a, n);
	if (apart)
		axes_apart(c, a, n);
	else if ((it = spec_add(c, SPEC_BOX, "", a[0].m.mm, i, end)) != NULL) {
		it->n = (uint8_t)n;
		for (k = 0; k < n; k++) {
			it->v[k] = a[k].m.mm;
			it->name[k] = a[k].label;
		}
	}
	for (k = 0; k < n; k++)
		if (a[k].fit != 0)
			spec_fit(c, a[k].fit, true);
	c->after = c->sized = end;
	return end;
}

/* ---- named sizes ---------------------------------------------------------------------- */

/* A number with its unit, and perhaps a range, behind a label that ends at k. */
static size_t
named_size(struct scan *c, enum spec_kind kind, const char *name, size_t i, size_t k)
{
	struct measure		 m;
	struct spec_item	*it;
	size_t			 end, far;
	double			 hi = 0, unit;

	if ((end = scan_measure(c, k, &m)) == k)
		return i;
	if (scan_is(c, scan_blank(c, end), "~") && (far = scan_range(c, end, &hi)) != end) {
		end = scan_unit(c, far, &unit);
		if (end != far && m.unit == 0) {
			m.unit = unit;
			m.mm *= unit;
		}
		hi *= m.unit == 0 ? 1 : m.unit;
	} else
		hi = m.mm;
	/* d45h7: the fit comes next; but od45abc is a code */
	if (!scan_border(c, end) && !scan_is(c, end, "x")) {
		struct scan	peek = { c->s, c->n, 0, 0, NULL };

		if (spec_fit(&peek, end, true) == end)
			return i;
	}
	if ((it = spec_add(c, kind, name, m.mm, i, end)) != NULL && hi > m.mm)
		it->hi = hi;
	return end;
}

/* A hole's diameter is none of the part's: 4-ø12, ø12 drill, 경사홀 ø6.  Item n stands at i. */
static bool
is_hole(const struct scan *c, size_t i, size_t end, size_t n)
{
	static const char *const	before[] = { "홀", "hole", "drill", "드릴", NULL };
	static const char *const	behind[] = { "hole", "holes", "drill", "tap", "reamer", "홀",
		"드릴", "탭", "리머", "구멍", NULL };
	size_t				which, at = scan_blank(c, end), len;

	if (n > 0 && c->out->item[n - 1].kind == SPEC_QUANTITY &&
	    c->out->item[n - 1].end + 1 == i)
		return true;
	if (scan_any(c, at, behind, &which) != at)
		return true;
	if (i > 0 && c->s[i - 1] == ' ')
		i--;
	for (which = 0; before[which] != NULL; which++)
		if ((len = strlen(before[which])) <= i && scan_is(c, i - len, before[which]))
			return true;
	return false;
}

size_t
spec_diameter(struct scan *c, size_t i)
{
	static const char *const	outer[] = { "o.d.", "o.d", "o/d", "od", "외경", "바깥지름",
		"outer dia.", "outer dia", "outside dia.", "outside dia", "out dia", NULL };
	static const char *const	inner[] = { "i.d.", "i.d", "i/d", "id", "내경", "안지름",
		"inner dia.", "inner dia", "inside dia.", "inside dia", "bore dia.", "bore dia",
		"bore", "보어", NULL };
	static const char *const	plain[] = { TEXT_DIAMETER, "diameter", "dia.", "dia", "직경",
		"지름", "파이", NULL };
	static const char *const	circle[] = { "p.c.d.", "p.c.d", "pcd", "b.c.d", "bcd", NULL };
	enum spec_kind			kind = SPEC_DIAMETER;
	const char			*name = "";
	struct num			num;
	size_t				which, k, end, n = c->out->n;

	if ((k = scan_any(c, i, outer, &which)) != i)
		kind = SPEC_OD;
	else if ((k = scan_any(c, i, inner, &which)) != i)
		kind = SPEC_ID;
	else if ((k = scan_any(c, i, circle, &which)) != i)
		name = "pcd";
	else if ((k = scan_any(c, i, plain, &which)) == i) {
		/* d120; d2 is a steel */
		if (!scan_is(c, i, "d"))
			return i;
		k = scan_is(c, i + 1, "=") ? i + 2 : i + 1;
		if (scan_number(c, k, &num) == k || num.v < 3)
			return i;
	}
	k = scan_label_end(c, k);
	if (scan_is(c, k, TEXT_DIAMETER))	/* 외경 ø45 */
		k = scan_blank(c, k + strlen(TEXT_DIAMETER));
	if ((end = named_size(c, kind, name, i, k)) != i && kind == SPEC_DIAMETER && *name == '\0' &&
	    c->out->n > n && is_hole(c, i, end, n))
		str_copy(c->out->item[n].name, sizeof(c->out->item[n].name), str_of("hole"));
	return end;
}

/* h900 to h1150 are ageing conditions of precipitation-hardening steels. */
static bool
is_aging(const struct scan *c, size_t i)
{
	static const char *const	degrees[] = { "900", "925", "1025", "1075", "1100", "1150", NULL };
	size_t				which, k = scan_any(c, i, degrees, &which);

	return k != i && scan_border(c, k);
}

size_t
spec_thickness(struct scan *c, size_t i)
{
	static const char *const	names[] = { "thickness", "thick", "thk.", "thk", "두께", "length",
		"길이", "전장", "len", "width", "폭", "height", "높이", NULL };
	static const char *const	short_of[] = { "t", "t", "t", "t", "t", "l", "l", "l", "l", "w",
		"w", "h", "h" };
	static const char *const	letters[] = { "t", "l", "w", "h", "r", "c", NULL };
	size_t				which, k = scan_any(c, i, names, &which);

	if (k != i)
		return named_size(c, SPEC_THICKNESS, short_of[which], i, scan_label_end(c, k));
	if ((k = scan_any(c, i, letters, &which)) == i)
		return i;
	if (scan_is(c, k, "="))
		k = scan_blank(c, k + 1);
	if (!scan_digit(c, k) && !(scan_is(c, k, ".") && scan_digit(c, k + 1)))
		return i;
	if (*letters[which] == 'h' && is_aging(c, k))
		return i;
	return named_size(c, which < 4 ? SPEC_THICKNESS : SPEC_LENGTH, letters[which], i, k);
}
