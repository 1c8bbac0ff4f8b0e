/* Marks: standards, threads, tolerances, fits, roughness, hardness. */
#include "config.h"

#include <string.h>

#include "core/feat/spec_priv.h"
#include "core/feat/text.h"

/* ks b 1234, jis-g4303, astm a105, asme b16.5, din 471, iso 9001 */
size_t
spec_standard(struct scan *c, size_t i)
{
	static const char *const	names[] = { "ks", "jis", "astm", "asme", "ansi", "din", "iso",
		"api", "en", "bs", "gb", "awwa", "jpi", NULL };
	size_t				which, k = scan_any(c, i, names, &which), at, from;

	if (k == i)
		return i;
	at = k < c->n && (c->s[k] == ' ' || c->s[k] == '-') ? k + 1 : k;
	/* a letter or two: ks b, astm a, asme sa */
	for (from = at; at < c->n && at - from < 2 && c->s[at] >= 'a' && c->s[at] <= 'z'; at++)
		;
	if (at > from && at < c->n && (c->s[at] == ' ' || c->s[at] == '-'))
		at++;
	for (from = at; scan_digit(c, at); at++)
		;
	if (at == from || at - from > 6)
		return i;
	while (at + 1 < c->n && (c->s[at] == '.' || c->s[at] == '-') && scan_digit(c, at + 1))
		for (at++; scan_digit(c, at); at++)
			;
	if (at < c->n && c->s[at] >= 'a' && c->s[at] <= 'z' && c->s[at] != 'k' &&
	    scan_border(c, at + 1))
		at++;		/* jis 10k is a flange */
	if (!scan_border(c, at))
		return i;
	spec_add(c, SPEC_STANDARD, names[which], 0, i, at);
	return at;
}

/* ---- threads -------------------------------------------------------------------------- */

/* The coarse pitch of ISO 261, which no pitch of that nominal diameter exceeds. */
static double
coarse(double d)
{
	static const struct {
		double	d, pitch;
	} t[] = { { 1.2, 0.25 }, { 1.8, 0.35 }, { 2, 0.4 }, { 2.5, 0.45 }, { 3, 0.5 },
		{ 3.5, 0.6 }, { 4, 0.7 }, { 5, 0.8 }, { 7, 1 }, { 9, 1.25 }, { 11, 1.5 },
		{ 12, 1.75 }, { 16, 2 }, { 22, 2.5 }, { 27, 3 }, { 33, 3.5 }, { 39, 4 },
		{ 45, 4.5 }, { 52, 5 }, { 60, 5.5 } };

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (d <= t[i].d)
			return t[i].pitch;
	return 6;
}

/* Behind a class of fit, -6h, -6g/6h, -2b; or i. */
static size_t
thread_class(const struct scan *c, size_t i)
{
	if (scan_is(c, i, "-") && scan_digit(c, i + 1) && i + 2 < c->n && c->s[i + 2] >= 'a' &&
	    c->s[i + 2] <= 'h' && scan_border(c, i + 3))
		return i + 3;
	return i;
}

/* m10, m10x1.5, m10xp1.5, m10 p1.5, m10x30 (a length), tr20x4, m8-6h */
static size_t
metric(struct scan *c, size_t i)
{
	bool			 tr = scan_is(c, i, "tr");
	size_t			 k = i + (tr ? 2 : 1), end, at;
	struct spec_item	*it;
	struct num		 d, p;
	double			 pitch = 0, length = 0;
	bool			 named;

	if ((end = scan_number(c, k, &d)) == k || d.fraction || d.mixed || d.v < 1 || d.v > 500)
		return i;	/* m1000 is a code */
	if (scan_is(c, end, "mm"))	/* m 10mm is no thread */
		return i;
	at = scan_blank(c, end);
	if (scan_is(c, at, "x") || scan_is(c, at, "-"))
		at = scan_blank(c, at + 1);
	named = scan_is(c, at, "p") && at > end;
	if (named)
		at += scan_is(c, at + 1, "=") ? 2 : 1;
	if (at > end && (named || scan_is(c, scan_blank(c, end), "x") ||
	    scan_is(c, end, "-")) && (k = scan_number(c, at, &p)) != at && !p.fraction &&
	    !p.mixed && (scan_border(c, k) || scan_is(c, k, "x") || scan_is(c, k, "mm") ||
	    scan_is(c, k, "l"))) {
		if (named || tr || p.v <= coarse(d.v) + 1e-9) {
			pitch = p.v;
			end = k;
		} else if (!scan_is(c, end, "-")) {
			length = p.v;
			end = k + (scan_is(c, k, "mm") ? 2 : scan_is(c, k, "l") ? 1 : 0);
		}
	}
	if ((!scan_border(c, end) && !scan_is(c, end, "x")) || (d.v > 160 && pitch == 0))
		return i;
	end = thread_class(c, end);
	if ((it = spec_add(c, SPEC_THREAD, tr ? "tr" : "m", d.v, i, end)) != NULL) {
		it->n = 2;
		it->v[1] = pitch;
	}
	if (length > 0)
		spec_add(c, SPEC_THICKNESS, "l", length, i, end);
	return end;
}

static const char *const	pipe_names[] = { "nptf", "npt", "bspt", "bspp", "bsp", "pt", "pf",
	"ps", "pj", "rc", "rp", "g", "r", NULL };
#define PIPE_PLAIN	9	/* the first of the names that need inches behind them */

/* pt1/2, npt 1-1/2, g1", pt 2 */
static size_t
pipe_thread(struct scan *c, size_t i)
{
	size_t			 which, k = scan_any(c, i, pipe_names, &which), at, end;
	struct spec_item	*it;
	struct num		 num;

	if (k == i)
		return i;
	at = k < c->n && (c->s[k] == ' ' || c->s[k] == '-') ? k + 1 : k;
	if ((end = scan_number(c, at, &num)) == at || num.v > 12)
		return i;
	if (scan_is(c, end, "\""))
		end++;
	else if (!num.fraction && !num.mixed && (which >= PIPE_PLAIN || !num.whole))
		return i;
	if (!scan_border(c, end))
		return i;
	if ((it = spec_add(c, SPEC_THREAD, pipe_names[which], num.v * 25.4, i, end)) != NULL)
		it->n = 2;
	return end;
}

size_t
spec_thread(struct scan *c, size_t i)
{
	size_t	end;

	if ((scan_is(c, i, "m") && scan_digit(c, i + 1)) ||
	    (scan_is(c, i, "tr") && scan_digit(c, i + 2)))
		if ((end = metric(c, i)) != i)
			return end;
	return pipe_thread(c, i);
}

size_t
spec_inch_thread(struct scan *c, size_t begin, size_t i, double inch)
{
	static const char *const	unified[] = { "unef", "unc", "unf", "uns", "un", "bsw", "whit",
		NULL };
	struct spec_item		*it;
	struct num			 tpi = { 0 };
	const char			*name;
	size_t				 at = i, k, which;

	if (at < c->n && c->s[at] == '"')
		at++;
	if (at + 1 < c->n && c->s[at] == '-' && scan_digit(c, at + 1)) {
		k = scan_number(c, at + 1, &tpi);
		if (!tpi.whole || tpi.v < 3 || tpi.v > 80)
			return i;
		at = k;
	} else if (at < c->n && c->s[at] == '-')
		at++;
	at = scan_blank(c, at);
	if ((k = scan_any(c, at, unified, &which)) != at && scan_border(c, k))
		name = unified[which];
	else if (tpi.v == 0 && (k = scan_any(c, at, pipe_names, &which)) != at &&
	    which < PIPE_PLAIN && scan_border(c, k))
		name = pipe_names[which];
	else
		return i;
	/* #10-24unc: a number of the screw table, not inches */
	if (begin > 0 && c->s[begin - 1] == '#' && inch / 25.4 <= 14)
		inch = (0.060 + 0.013 * inch / 25.4) * 25.4;
	if (inch > 12 * 25.4)
		return i;
	k = thread_class(c, k);
	if ((it = spec_add(c, SPEC_THREAD, name, inch, begin, k)) != NULL) {
		it->n = 2;
		it->v[1] = tpi.v == 0 ? 0 : 25.4 / tpi.v;
	}
	return k;
}

/* ---- tolerances and fits -------------------------------------------------------------- */

/* One limit with its sign at i: +0.02, -0, 0; mm.  Returns where it ends, or i. */
static size_t
limit(const struct scan *c, size_t i, double *v)
{
	struct measure	m;
	size_t		k = i, end;
	double		sign = 1;

	if (scan_is(c, k, "+") || scan_is(c, k, "-"))
		sign = c->s[k++] == '-' ? -1 : 1;
	k = scan_blank(c, k);
	if ((end = scan_measure(c, k, &m)) == k || !scan_border(c, end))
		return i;
	if (!scan_is(c, i, "+") && !scan_is(c, i, "-") && m.raw != 0)
		return i;	/* only 0 needs no sign */
	*v = sign * m.mm;
	return end;
}

static size_t
tolerance_add(struct scan *c, size_t i, size_t end, double a, double b)
{
	struct spec_item	*it = spec_add(c, SPEC_TOLERANCE, "", 0, i, end);

	if (it != NULL) {
		it->lo = a < b ? a : b;
		it->hi = a < b ? b : a;
		it->v[0] = it->hi - it->lo;
	}
	return end;
}

/* ±0.02, +0.01/-0.02, -0.01/-0.03, 0/-0.05, +0.3; ±1° is an angle's */
size_t
spec_tolerance(struct scan *c, size_t i)
{
	struct measure	m;
	size_t		k, end;
	double		a, b;

	if (scan_is(c, i, TEXT_PLUSMINUS)) {
		k = scan_blank(c, i + strlen(TEXT_PLUSMINUS));
		if ((end = scan_measure(c, k, &m)) == k || !scan_border(c, end) ||
		    scan_is(c, end, TEXT_DEGREE))
			return i;
		return tolerance_add(c, i, end, -m.mm, m.mm);
	}
	if ((end = limit(c, i, &a)) == i)
		return i;
	k = scan_blank(c, end);
	if (k < c->n && (c->s[k] == '/' || c->s[k] == '~' || c->s[k] == ','))
		k = scan_blank(c, k + 1);
	if (k > end && (scan_is(c, k, "+") || scan_is(c, k, "-") || scan_is(c, k, "0")) &&
	    (end = limit(c, k, &b)) != k && a != b && !(a > 5 || a < -5 || b > 5 || b < -5))
		return tolerance_add(c, i, end, a, b);
	end = limit(c, i, &a);
	/* one limit alone must look like one */
	if (a == 0 || a > 1 || a < -1 || (c->s[i] == '-' && i > 0 && c->s[i - 1] != ' '))
		return i;
	return tolerance_add(c, i, end, a, 0);
}

/* it6 is a grade; h7, js6 are fits of ISO 286. */
size_t
spec_fit(struct scan *c, size_t i, bool attached)
{
	static const char *const	two[] = { "cd", "ef", "fg", "js", "za", "zb", "zc", "it", NULL };
	char				name[4] = { 0 }, whole[8];
	struct num			num;
	size_t				which = 0, k = scan_any(c, i, two, &which), end;
	bool				grade = k != i && which == 7;

	if (k == i) {
		/* alone only the letters that are nothing else: no m6, d10, t8, c3, r5 */
		if (i >= c->n || strchr(attached ? "abcdefghjkmnprstuvxyz" : "efghjknp", c->s[i]) ==
		    NULL || c->s[i] == '\0')
			return i;
		k = i + 1;
	}
	memcpy(name, c->s + i, k - i);
	if (grade)
		k = scan_blank(c, k);
	if ((end = scan_number(c, k, &num)) == k || !num.whole || end - k > 2 || num.v < 1 ||
	    num.v > 18 || c->s[k] == '0' ||
	    (!attached && !grade && (num.v < 4 || num.v > 13)))
		return i;
	if (scan_alnum(c, end) && !(attached && scan_is(c, end, "x")))
		return i;
	/* h7-1234 is a code */
	if (!attached && end + 1 < c->n && strchr("-._", c->s[end]) != NULL &&
	    scan_alnum(c, end + 1))
		return i;
	which = strlen(name);
	memcpy(whole, name, which);
	memcpy(whole + which, c->s + k, end - k);
	whole[which + end - k] = '\0';
	spec_add(c, grade ? SPEC_GRADE : SPEC_FIT, whole, num.v, i, end);
	return end;
}

/* ---- surfaces ------------------------------------------------------------------------- */

/* ra0.8, rz 6.3, ra 0.8~1.6, ▽▽▽ */
size_t
spec_roughness(struct scan *c, size_t i)
{
	static const char *const	names[] = { "rmax", "ra", "rz", "ry", "rt", "rq", NULL };
	static const double		marks[] = { 25, 6.3, 1.6, 0.2 };	/* Ra of 1 to 4 ▽ (KS B 0617) */
	struct spec_item		*it;
	struct num			 num;
	size_t				 which, k = i, at, end, n = strlen(TEXT_TRIANGLE);
	double				 hi;

	for (which = 0; which < 4 && scan_is(c, k, TEXT_TRIANGLE); which++)
		k += n;
	if (which > 0) {
		spec_add(c, SPEC_ROUGHNESS, "ra", marks[which - 1], i, k);
		return k;
	}
	if ((k = scan_any(c, i, names, &which)) == i)
		return i;
	at = scan_label_end(c, k);
	while (at < c->n && (c->s[at] == '<' || c->s[at] == '='))
		at++;
	if (scan_is(c, at, "\xe2\x89\xa4"))	/* ≤ */
		at += 3;
	at = scan_blank(c, at);
	if ((end = scan_number(c, at, &num)) == at || num.fraction || num.mixed || num.v <= 0 ||
	    num.v > 1000)
		return i;
	hi = num.v;
	if (scan_is(c, scan_blank(c, end), "~"))
		end = scan_range(c, end, &hi);
	if (scan_is(c, scan_blank(c, end), "\xc2\xb5m") || scan_is(c, scan_blank(c, end), "um"))
		end = scan_blank(c, end) + (scan_is(c, scan_blank(c, end), "um") ? 2 : 3);
	else if (end < c->n && strchr("saz", c->s[end]) != NULL && c->s[end] != '\0')
		end++;
	if (!scan_border(c, end))
		return i;
	if ((it = spec_add(c, SPEC_ROUGHNESS, names[which], num.v, i, end)) != NULL && hi > num.v)
		it->hi = hi;
	return end;
}

size_t
spec_scale(const struct scan *c, size_t i, const char **name)
{
	static const char *const	names[] = { "hrc", "hra", "hrb", "hrd", "hbw", "hbs", "hb", "hv",
		"hs", "hk", "shore-a", "shore a", "shorea", "shore-d", "shore d", "shored", "irhd",
		"durometer", "duro", "쇼어 a", "쇼어a", NULL };
	static const char *const	usual[] = { "hrc", "hra", "hrb", "hrd", "hb", "hb", "hb", "hv",
		"hs", "hk", "shorea", "shorea", "shorea", "shored", "shored", "shored", "shorea",
		"shorea", "shorea", "shorea", "shorea" };
	size_t				which, k = scan_any(c, i, names, &which);

	if (k == i || scan_alnum(c, k))
		return i;
	*name = usual[which];
	return k;
}

/* hrc58~62, hb 200, hrc 60±2, shore a 70 */
size_t
spec_hardness(struct scan *c, size_t i)
{
	static const char *const	names[] = { "hrc", "hra", "hrb", "hrd", "hbw", "hbs", "hb", "hv",
		"hs", "hk", "rc", "shore-a", "shore a", "shorea", "shore-d", "shore d", "shored",
		"shore", "irhd", "durometer", "duro", "쇼어", NULL };
	static const char *const	usual[] = { "hrc", "hra", "hrb", "hrd", "hb", "hb", "hb", "hv",
		"hs", "hk", "hrc", "shorea", "shorea", "shorea", "shored", "shored", "shored",
		"shorea", "shorea", "shorea", "shorea", "shorea" };
	struct spec_item		*it;
	struct num			 num, d;
	size_t				 which, k = scan_any(c, i, names, &which), at, end;
	double				 lo, hi;

	if (k == i)
		return i;
	at = scan_label_end(c, k);
	if (scan_is(c, at, "-"))
		at++;
	if ((end = scan_number(c, at, &num)) == at || num.fraction || num.mixed || num.v < 10 ||
	    num.v > 3000)
		return i;
	lo = hi = num.v;
	at = scan_blank(c, end);
	if (scan_is(c, at, TEXT_PLUSMINUS) && (k = scan_number(c, at + 2, &d)) != at + 2) {
		lo -= d.v;
		hi += d.v;
		end = k;
	} else if ((k = scan_range(c, end, &d.v)) != end && d.v > lo) {
		hi = d.v;
		end = k;
	}
	if (!scan_border(c, end))
		return i;
	if ((it = spec_add(c, SPEC_HARDNESS, usual[which], num.v, i, end)) != NULL) {
		it->lo = lo;
		it->hi = hi;
	}
	return end;
}
