/* Sizes: boxes, diameters, thicknesses, and whatever begins with a number. */
#include "config.h"

#include <math.h>
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

/* ---- what begins with a number -------------------------------------------------------- */

/* 30°, 30.5 deg, 45도, 30°15'; 120°c is a temperature. */
static size_t
angle(struct scan *c, size_t begin, size_t i, double v)
{
	static const char *const	names[] = { TEXT_DEGREE, "degrees", "degree", "deg.", "deg", "도",
		NULL };
	size_t				which, at = scan_blank(c, i), k = scan_any(c, at, names, &which), m;
	struct num			minutes;

	if (k == at)
		return i;
	if (which == 0 && (scan_is(c, k, "c") || scan_is(c, k, "f")) && scan_border(c, k + 1)) {
		spec_add(c, SPEC_NUMBER, c->s[k] == 'c' ? "degc" : "degf", v, begin, k + 1);
		return k + 1;
	}
	/* 3도금 is no angle */
	if (which != 0 && (!scan_border(c, k) || (k < c->n && (unsigned char)c->s[k] >= 0x80)))
		return i;
	if (which == 0 && (m = scan_number(c, k, &minutes)) != k && scan_is(c, m, "'") &&
	    minutes.v < 60) {
		v += minutes.v / 60;
		k = m + 1;
	}
	spec_add(c, SPEC_ANGLE, "", v, begin, k);
	return k;
}

/* The pressure classes of ASME B16.5 flanges and API valves. */
static bool
is_class(const struct num *num)
{
	static const double	classes[] = { 125, 150, 250, 300, 400, 600, 800, 900, 1500, 2500 };

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (num->whole && num->v == classes[i])
			return true;
	return false;
}

/* The pressures of EN 1333 and older ones, bar; pn 12345 is a part's number. */
static size_t
nominal(struct scan *c, size_t begin, size_t i)
{
	static const double	usual[] = { 2.5, 6, 10, 16, 20, 25, 40, 50, 63, 64, 100, 110, 150, 160,
		250, 260, 320, 400, 420 };
	struct num		num;
	size_t			at = i < c->n && (c->s[i] == ' ' || c->s[i] == '-') ? i + 1 : i;
	size_t			end = scan_number(c, at, &num);
	bool			good = at == i && num.whole && num.v >= 1 && num.v <= 420;

	if (end == at || num.fraction || num.mixed || !scan_border(c, end))
		return begin;
	for (size_t k = 0; k < sizeof(usual) / sizeof(usual[0]); k++)
		good |= num.v == usual[k];
	if (!good || (end + 1 < c->n && c->s[end] == '-' && scan_alnum(c, end + 1)))
		return begin;
	spec_add(c, SPEC_PRESSURE, "pn", num.v, begin, end);
	return end;
}

size_t
spec_class(struct scan *c, size_t i)
{
	static const char *const	names[] = { "class", "cl.", "cl", "#", "pn", NULL };
	struct num			num;
	size_t				which, k = scan_any(c, i, names, &which), at, end;

	if (k == i)
		return i;
	at = scan_blank(c, k);
	if (which == 4)
		return nominal(c, i, k);
	if ((end = scan_number(c, at, &num)) == at || !is_class(&num) || !scan_border(c, end))
		return i;
	spec_add(c, SPEC_PRESSURE, "class", num.v, i, end);
	return end;
}

static size_t
pressure(struct scan *c, size_t begin, size_t i, const struct num *num)
{
	static const char *const	names[] = { "mpa", "mpag", "n/mm2", "kpa", "kpag", "bar", "barg",
		"bara", "kgf/cm2", "kgf/cm2g", "kg/cm2", "kg/cm2g", "psi", "psig", "psia", NULL };
	static const double		mpa[] = { 1, 1, 1, 0.001, 0.001, 0.1, 0.1, 0.1, 0.0980665, 0.0980665,
		0.0980665, 0.0980665, 0.00689475729, 0.00689475729, 0.00689475729 };
	static const char *const	class[] = { "lbs", "lb", "#", NULL };
	size_t				which, at = scan_blank(c, i), k;

	if ((k = scan_any(c, at, names, &which)) != at && scan_border(c, k)) {
		spec_add(c, SPEC_PRESSURE, "", num->v * mpa[which], begin, k);
		return k;
	}
	/* flanges: 10k, 150lb */
	if (num->whole && scan_is(c, i, "k") && scan_border(c, i + 1) && num->v >= 2 &&
	    num->v <= 100) {
		spec_add(c, SPEC_PRESSURE, "k", num->v, begin, i + 1);
		return i + 1;
	}
	if ((k = scan_any(c, i, class, &which)) != i && scan_border(c, k) && is_class(num)) {
		spec_add(c, SPEC_PRESSURE, "class", num->v, begin, k);
		return k;
	}
	return i;
}

/* 2ea, 3 pcs; 4-ø12, 4-m10, 4xm10. */
static size_t
quantity(struct scan *c, size_t begin, size_t i, const struct num *num)
{
	static const char *const	names[] = { "ea", "pcs", "pc", "sets", "set", "개", "매", "본",
		"holes", "hole", "홀", NULL };
	size_t				which, at = scan_blank(c, i), k = scan_any(c, at, names, &which);

	if (!num->whole)
		return i;
	if (k != at && scan_border(c, k) && !(k < c->n && (unsigned char)c->s[k] >= 0xe0 &&
	    (unsigned char)c->s[at] >= 0xe0)) {
		spec_add(c, SPEC_QUANTITY, "", num->v, begin, k);
		return k;
	}
	k = i + 1;
	if (num->v > 99 || i >= c->n || (c->s[i] != '-' && c->s[i] != 'x'))
		return i;
	if (scan_is(c, k, TEXT_DIAMETER) || (scan_is(c, k, "m") && scan_digit(c, k + 1)) ||
	    (scan_is(c, k, "d") && scan_digit(c, k + 1)) || scan_is(c, k, "dia") ||
	    scan_is(c, k, "pt") || scan_is(c, k, "tap")) {
		spec_add(c, SPEC_QUANTITY, "", num->v, begin, i);
		c->after = k;
		return k;
	}
	return i;
}

/* 58 hrc, 58~62hrc, 70±5 shore a. */
static size_t
hardness_behind(struct scan *c, size_t begin, size_t i, double v)
{
	struct spec_item	*it;
	struct num		 num;
	const char		*name;
	double			 lo = v, hi = v;
	size_t			 k, end, at;

	if ((k = scan_range(c, i, &hi)) == i) {
		at = scan_blank(c, i);
		if (scan_is(c, at, TEXT_PLUSMINUS) &&
		    (k = scan_number(c, at + 2, &num)) != at + 2) {
			lo = v - num.v;
			hi = v + num.v;
		} else
			k = i;
	}
	if ((end = spec_scale(c, scan_blank(c, k), &name)) == scan_blank(c, k))
		return i;
	if ((it = spec_add(c, SPEC_HARDNESS, name, v, begin, end)) != NULL) {
		it->lo = lo < hi ? lo : hi;
		it->hi = hi > lo ? hi : lo;
	}
	return end;
}

/* 3.2s, 0.8a, 25z: old roughness classes, of the usual steps only. */
static size_t
roughness_behind(struct scan *c, size_t begin, size_t i, const struct num *num)
{
	static const double	steps[] = { 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.3, 12.5 };
	const char		*name = scan_is(c, i, "s") ? "rmax" : scan_is(c, i, "a") ? "ra" :
				    scan_is(c, i, "z") ? "rz" : NULL;

	for (size_t k = 0; name != NULL && scan_border(c, i + 1) && !num->whole &&
	    k < sizeof(steps) / sizeof(steps[0]); k++)
		if (fabs(num->v - steps[k]) < 1e-9) {
			spec_add(c, SPEC_ROUGHNESS, name, num->v, begin, i + 1);
			return i + 1;
		}
	return i;
}

/* 8t, 120l, 45ø, 45파이, 45h7, 120mm, 3/4", 10~20mm. */
static size_t
size_behind(struct scan *c, size_t i)
{
	static const char *const	dia[] = { TEXT_DIAMETER, "파이", NULL };
	struct measure			m;
	struct spec_item		*it;
	size_t				end = scan_measure(c, i, &m), k, which, at;
	double				hi, unit;
	char				name[2] = { 0 };

	if (end == i)
		return i;
	at = scan_blank(c, end);
	if (m.unit == 0 && (k = scan_any(c, at, dia, &which)) != at && !scan_digit(c, k)) {
		spec_add(c, SPEC_DIAMETER, "", m.mm, i, k);
		return k;
	}
	if (end < c->n && strchr("tlw", c->s[end]) != NULL && c->s[end] != '\0' &&
	    scan_border(c, end + 1)) {
		name[0] = c->s[end];
		spec_add(c, SPEC_THICKNESS, name, m.mm, i, end + 1);
		return end + 1;
	}
	if (m.unit == 0 && scan_is(c, at, "t") && at > end && scan_border(c, at + 1)) {
		spec_add(c, SPEC_THICKNESS, "t", m.mm, i, at + 1);
		return at + 1;
	}
	if (m.unit == 0 && (k = scan_range(c, end, &hi)) != end &&
	    (at = scan_unit(c, k, &unit)) != k) {
		if ((it = spec_add(c, SPEC_LENGTH, "", m.raw * unit, i, at)) != NULL && hi > m.raw)
			it->hi = hi * unit;
		return at;
	}
	if (m.unit != 0 && (k = spec_inch_thread(c, i, end, m.mm)) != end)
		return k;
	if (m.unit != 0) {
		spec_add(c, SPEC_LENGTH, "", m.mm, i, end);
		return end;
	}
	/* 45h7 is a bore or a shaft */
	if (spec_fit(&(struct scan){ c->s, c->n, 0, 0, NULL }, end, true) != end) {
		spec_add(c, SPEC_DIAMETER, "", m.mm, i, end);
		return end;
	}
	return i;
}

/* A number that nothing names, or whose unit is not ours: 5kg, 30%. */
static size_t
number_alone(struct scan *c, size_t i, size_t end, const struct num *num)
{
	static const char *const	units[] = { "kg", "g", "%", "kw", "hp", "v", "a", NULL };
	size_t				which, k = scan_any(c, end, units, &which), at;

	if (num->fraction)
		return i;
	if (k != end && scan_border(c, k)) {
		spec_add(c, SPEC_NUMBER, units[which], num->v, i, k);
		return k;
	}
	/* 45±0.02, 45 +0.1: a size; 12-345 and 12/5: a code */
	at = scan_blank(c, end);
	if (scan_is(c, at, TEXT_PLUSMINUS) || (scan_is(c, at, "+") && scan_digit(c, at + 1)) ||
	    scan_is(c, at, "-0.")) {
		spec_add(c, SPEC_LENGTH, "", num->v, i, end);
		return end;
	}
	if (!scan_border(c, end) || (end + 1 < c->n && strchr("-./_", c->s[end]) != NULL &&
	    scan_alnum(c, end + 1)))
		return i;
	spec_add(c, SPEC_NUMBER, "", num->v, i, end);
	return end;
}

size_t
spec_numeric(struct scan *c, size_t i)
{
	struct num	num;
	size_t		k = scan_number(c, i, &num), end, far, n = c->out->n;
	double		hi = 0;

	if (k == i)
		return i;
	/* 1500~3600 rpm, 2~3 light bands: the most that is allowed */
	far = scan_range(c, k, &hi);
	if (far == k || hi < num.v || num.fraction || num.mixed) {
		far = k;
		hi = num.v;
	}
	if (!num.fraction && ((end = spec_speed(c, i, far, hi)) != far))
		return end;
	if (!num.fraction && spec_bands(c, i, far, hi))
		return far;
	/* -20~120°c, 30~45° */
	if (far != k && hi > num.v && (end = angle(c, i, far, hi)) != far) {
		if (c->out->n > n)
			c->out->item[n].lo = num.v;
		return end;
	}
	if ((end = hardness_behind(c, i, k, num.v)) != k ||
	    (end = angle(c, i, k, num.v)) != k ||
	    (end = pressure(c, i, k, &num)) != k ||
	    (end = roughness_behind(c, i, k, &num)) != k ||
	    (end = spec_inch_thread(c, i, k, num.v * 25.4)) != k ||
	    (end = size_behind(c, i)) != i ||
	    (end = quantity(c, i, k, &num)) != k)
		return end;
	return number_alone(c, i, k, &num);
}
