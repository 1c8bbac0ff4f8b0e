/* What begins with a number: angles, classes, pressures, hardnesses, roughnesses, sizes, quantities. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "core/feat/spec_priv.h"
#include "core/feat/text.h"

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
