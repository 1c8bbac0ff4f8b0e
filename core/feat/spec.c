#include "config.h"

#include <math.h>
#include <string.h>

#include "core/feat/spec_priv.h"
#include "core/feat/text.h"

const char *
spec_kind_name(enum spec_kind k)
{
	static const char *const	names[SPEC_NKINDS] = {
		[SPEC_OD] = "od", [SPEC_ID] = "id", [SPEC_DIAMETER] = "diameter",
		[SPEC_BOX] = "box", [SPEC_THICKNESS] = "thickness", [SPEC_LENGTH] = "length",
		[SPEC_THREAD] = "thread", [SPEC_FIT] = "fit", [SPEC_GRADE] = "grade",
		[SPEC_TOLERANCE] = "tolerance", [SPEC_ROUGHNESS] = "roughness",
		[SPEC_HARDNESS] = "hardness", [SPEC_STANDARD] = "standard",
		[SPEC_ANGLE] = "angle", [SPEC_PRESSURE] = "pressure",
		[SPEC_QUANTITY] = "quantity", [SPEC_FLATNESS] = "flatness",
		[SPEC_SPEED] = "speed", [SPEC_NUMBER] = "number"
	};

	return names[k];
}

/* ---- looking -------------------------------------------------------------------------- */

bool
scan_is(const struct scan *c, size_t i, const char *lit)
{
	size_t	n = strlen(lit);

	return i <= c->n && c->n - i >= n && memcmp(c->s + i, lit, n) == 0;
}

size_t
scan_any(const struct scan *c, size_t i, const char *const *lits, size_t *which)
{
	size_t	longest = 0, n;

	for (size_t k = 0; i < c->n && lits[k] != NULL; k++)
		if (*lits[k] == c->s[i] && (n = strlen(lits[k])) > longest &&
		    scan_is(c, i, lits[k])) {
			longest = n;
			*which = k;
		}
	return i + longest;
}

bool
scan_digit(const struct scan *c, size_t i)
{
	return i < c->n && c->s[i] >= '0' && c->s[i] <= '9';
}

bool
scan_alnum(const struct scan *c, size_t i)
{
	return scan_digit(c, i) || (i < c->n && c->s[i] >= 'a' && c->s[i] <= 'z');
}

bool
scan_border(const struct scan *c, size_t i)
{
	return !scan_alnum(c, i);
}

size_t
scan_blank(const struct scan *c, size_t i)
{
	return i < c->n && c->s[i] == ' ' ? i + 1 : i;
}

size_t
scan_label_end(const struct scan *c, size_t i)
{
	i = scan_blank(c, i);
	if (i < c->n && (c->s[i] == ':' || c->s[i] == '='))
		i = scan_blank(c, i + 1);
	return i;
}

/* ---- numbers -------------------------------------------------------------------------- */

/* Digits from i on; returns where they end.  Numbers of more than 15 digits are codes. */
static size_t
digits(const struct scan *c, size_t i, double *v, size_t *count)
{
	size_t	from = i;

	*v = 0;
	for (; scan_digit(c, i); i++)
		if (i - from < 16)
			*v = *v * 10 + (c->s[i] - '0');
	*count = i - from;
	return i;
}

/* a/b as drawings write inches: b a power of two from 2 to 64, a odd and less. */
static size_t
fraction(const struct scan *c, size_t i, double *v)
{
	double	a, b;
	size_t	n, k;

	k = digits(c, i, &a, &n);
	if (n == 0 || n > 2 || k >= c->n || c->s[k] != '/')
		return i;
	k = digits(c, k + 1, &b, &n);
	if (n == 0 || n > 2 || a >= b || fmod(a, 2) != 1 ||
	    (b != 2 && b != 4 && b != 8 && b != 16 && b != 32 && b != 64))
		return i;
	*v = a / b;
	return k;
}

/* One or two digits behind the comma and then a unit, where a list would go on. */
static bool
decimal_comma(const struct scan *c, size_t at)
{
	double	part, unit;
	size_t	n, end = digits(c, at + 1, &part, &n);

	return (n == 1 || n == 2) && (end == c->n || c->s[end] != '.') &&
	    scan_unit(c, end, &unit) != end;
}

size_t
scan_number(const struct scan *c, size_t i, struct num *out)
{
	double	part;
	size_t	n, k, end;

	memset(out, 0, sizeof(*out));
	if (scan_digit(c, i) && (end = fraction(c, i, &out->v)) != i) {
		out->fraction = true;
		return end;
	}
	end = digits(c, i, &out->v, &n);
	if (n > 15 || (n == 0 && !(scan_is(c, i, ".") && scan_digit(c, i + 1))))
		return i;
	out->whole = n > 0;
	/* 1,200 and 1,200,000, but not 1,2 or 10,20 */
	for (size_t groups = 0; n <= 3 && groups < 3 && end < c->n && c->s[end] == ',' &&
	    c->s[i] != '0'; groups++) {
		size_t	m;

		k = digits(c, end + 1, &part, &m);
		if (m != 3)
			break;
		out->v = out->v * 1000 + part;
		end = k;
	}
	/* 1-1/2, 1 1/2 */
	if (end < c->n && (c->s[end] == '-' || c->s[end] == ' ') && n <= 2 &&
	    (k = fraction(c, end + 1, &part)) != end + 1) {
		out->v += part;
		out->mixed = true;
		out->whole = false;
		return k;
	}
	/* a decimal point; a comma behind a lone 0, or where a unit follows: 1,5 mm */
	if (end + 1 < c->n && (c->s[end] == '.' || (c->s[end] == ',' && ((n == 1 && out->v == 0) ||
	    decimal_comma(c, end)))) && scan_digit(c, end + 1)) {
		k = digits(c, end + 1, &part, &n);
		if (n > 15)
			return i;
		out->v += part / pow(10, (double)n);
		out->whole = false;
		end = k;
	}
	return end;
}

size_t
scan_unit(const struct scan *c, size_t i, double *factor)
{
	static const struct {
		const char	*name;
		double		 mm;
		bool		 apart;		/* a blank may stand before it */
	} units[] = {
		{ "millimeter", 1, true }, { "mm", 1, true }, { "밀리", 1, true }, { "미리", 1, true },
		{ "cm", 10, true }, { "센치", 10, true }, { "µm", 0.001, true },
		{ "um", 0.001, true }, { "micron", 0.001, true }, { "미크론", 0.001, true },
		{ "inches", 25.4, true }, { "inch", 25.4, true }, { "인치", 25.4, true },
		{ "in.", 25.4, true }, { "in", 25.4, false }, { "\"", 25.4, true },
		{ "µ", 0.001, false }, { "m", 1000, false },
	};

	for (size_t k = 0; k < sizeof(units) / sizeof(units[0]); k++) {
		size_t	at = units[k].apart ? scan_blank(c, i) : i;
		size_t	end = at + strlen(units[k].name);

		if (!scan_is(c, at, units[k].name))
			continue;
		/* 45mmx32 goes on, 45mmabc is something else */
		if (c->s[end - 1] == '"' || scan_border(c, end) || (c->s[end] == 'x' &&
		    (end + 1 == c->n || !(c->s[end + 1] >= 'a' && c->s[end + 1] <= 'z') ||
		    scan_digit(c, end + 2)))) {
			*factor = units[k].mm;
			return end;
		}
	}
	return i;
}

size_t
scan_measure(const struct scan *c, size_t i, struct measure *out)
{
	struct num	num;
	size_t		end, k;

	memset(out, 0, sizeof(*out));
	if ((end = scan_number(c, i, &num)) == i)
		return i;
	k = scan_unit(c, end, &out->unit);
	/* 1-1/2 is inches even when nobody says so; 3/4 alone may be a sheet of four */
	if (k == end && num.mixed)
		out->unit = 25.4;
	out->raw = num.v;
	out->whole = num.whole;
	out->mm = num.v * (out->unit == 0 ? 1 : out->unit);
	return num.fraction && k == end ? i : k;
}

size_t
scan_range(const struct scan *c, size_t i, double *hi)
{
	struct num	num;
	size_t		k = scan_blank(c, i), end;

	if (k >= c->n || (c->s[k] != '~' && c->s[k] != '-'))
		return i;
	k = scan_blank(c, k + 1);
	end = scan_number(c, k, &num);
	if (end == k || num.fraction || num.mixed)
		return i;
	*hi = num.v;
	return end;
}

struct spec_item *
spec_add(struct scan *c, enum spec_kind kind, const char *name, double v, size_t begin,
    size_t end)
{
	struct spec_item	*it;

	c->after = end;
	if (kind <= SPEC_LENGTH)
		c->sized = end;
	if (c->out == NULL)
		return NULL;	/* somebody only looks */
	if (c->out->n == SPEC_ITEMS) {
		c->out->cut = true;
		return NULL;
	}
	it = &c->out->item[c->out->n++];
	memset(it, 0, sizeof(*it));
	it->kind = kind;
	it->n = 1;
	str_copy(it->name, sizeof(it->name), str_of(name));
	it->v[0] = it->lo = it->hi = v;
	it->begin = (uint32_t)begin;
	it->end = (uint32_t)end;
	return it;
}

/* ---- words ---------------------------------------------------------------------------- */

/* Grades that people write apart, sus 304: one word.  Returns where digits end, or i. */
static size_t
grade(const struct scan *c, size_t i)
{
	static const char *const	names[] = { "sus", "sts", "aisi", "sae", "ss", "skd", "std",
		"skh", "scm", "sncm", "snc", "scr", "fc", "fcd", "gc", "gcd", "al", "inconel",
		"monel", "hastelloy", "alloy", "stellite", NULL };
	size_t				which, k = scan_any(c, i, names, &which), from;

	if (k == i || k >= c->n || (c->s[k] != ' ' && c->s[k] != '-') || !scan_digit(c, k + 1))
		return i;
	for (from = ++k; scan_digit(c, k); k++)
		;
	return k - from >= 1 && k - from <= 4 ? k : i;
}

/* Signs that stand for themselves, or part words: what is no letter beyond ASCII. */
static bool
is_sign(uint32_t u)
{
	return u < 0xc0 || u == 0xd7 || u == 0xf7 || u == 0xf8 || (u >= 0x2000 && u <= 0x2bff) ||
	    (u >= 0x3000 && u <= 0x303f) || u == 0xfffd;
}

/* A sign at k that belongs to the word which began at i: buna-n, 6061-t6, 3/4, h/t. */
static bool
inside_word(const struct scan *c, size_t i, size_t k)
{
	if (k == i || !scan_alnum(c, k + 1))
		return false;
	if (c->s[k] == '/')
		return k - i == 1 || (scan_digit(c, k - 1) && scan_digit(c, k + 1));
	return c->s[k] == '-' || c->s[k] == '.' || c->s[k] == '_';
}

static size_t
word_end(const struct scan *c, size_t i)
{
	size_t	k = i, was;

	if (scan_alnum(c, i)) {
		k = grade(c, i);
		for (; k < c->n; k++)
			if (!scan_alnum(c, k) && !inside_word(c, i, k))
				break;
		return k;
	}
	while (k < c->n && (unsigned char)c->s[k] >= 0x80) {
		was = k;
		if (is_sign(utf8_next(c->s, c->n, &k)))
			return was;
	}
	return k;
}

static void
word_add(struct scan *c, size_t i, size_t end)
{
	if (end - i == 1 && c->s[i] == 'x')
		return;		/* between two sizes */
	if (c->out->nwords == SPEC_WORDS)
		c->out->cut = true;
	else
		c->out->word[c->out->nwords++] = (struct str){ c->s + i, end - i };
}

/* nbr70, fkm 75: how hard a rubber is stands behind its name, in Shore A. */
static size_t
rubber(struct scan *c, size_t i)
{
	static const char *const	names[] = { "nbr", "hnbr", "fkm", "ffkm", "viton", "epdm", "vmq",
		"silicone", "neoprene", "urethane", "니트릴", "바이톤", "실리콘", "우레탄", NULL };
	struct num			num;
	size_t				which, k = scan_any(c, i, names, &which), at, end;

	if (k == i)
		return i;
	at = k < c->n && (c->s[k] == ' ' || c->s[k] == '-') ? k + 1 : k;
	if ((end = scan_number(c, at, &num)) != at + 2 || !num.whole || num.v < 30 || num.v > 95 ||
	    fmod(num.v, 5) != 0 || !scan_border(c, end))
		return i;
	/* 70 shore a says it better, 70×5 and 70mm are something else */
	if (scan_is(c, scan_blank(c, end), "x") || scan_is(c, end, ".") ||
	    scan_unit(c, end, &num.v) != end)
		return i;
	word_add(c, i, k);
	if (spec_scale(c, scan_blank(c, end), &(const char *){ NULL }) != scan_blank(c, end)) {
		c->after = at;
		return at;
	}
	spec_add(c, SPEC_HARDNESS, "shorea", num.v, at, end);
	return end;
}

/* The x between two sizes where something stood between: ø100(h7)xø80, c1x45°. */
static bool
between_sizes(const struct scan *c, size_t i)
{
	if (!scan_is(c, i, "x") || c->after == 0 || i < c->after || i + 1 >= c->n ||
	    (c->s[i + 1] >= 'a' && c->s[i + 1] <= 'z' && !scan_digit(c, i + 2)))
		return false;
	for (size_t k = c->after; k < i; k++)
		if (c->s[k] != ')' && c->s[k] != ' ')
			return false;
	return true;
}

/* Whatever spec begins at i; more particular kinds first. */
static size_t
item_at(struct scan *c, size_t i)
{
	size_t	end;

	if (grade(c, i) != i)
		return i;
	if ((end = spec_standard(c, i)) != i || (end = spec_labelled(c, i)) != i ||
	    (end = spec_surface_grade(c, i)) != i || (end = spec_tolerance(c, i)) != i ||
	    (end = spec_roughness(c, i)) != i || (end = spec_hardness(c, i)) != i ||
	    (end = spec_fit(c, i, c->sized == i && i > 0)) != i ||
	    (end = spec_thread(c, i)) != i || (end = spec_box(c, i)) != i ||
	    (end = rubber(c, i)) != i || (end = spec_class(c, i)) != i ||
	    (end = spec_diameter(c, i)) != i || (end = spec_thickness(c, i)) != i)
		return end;
	return spec_numeric(c, i);
}

void
spec_parse(struct str text, struct spec *out)
{
	struct scan	c = { text.s, text.s == NULL ? 0 : text.len, 0, 0, out };
	size_t		i = 0, end;

	out->n = out->nwords = 0;
	out->cut = false;
	if (c.n > UINT32_MAX / 2) {
		c.n = UINT32_MAX / 2;
		out->cut = true;
	}
	while (i < c.n) {
		if (c.s[i] == ' ') {
			i++;
			continue;
		}
		end = i;
		if (between_sizes(&c, i)) {
			c.after = ++i;
			continue;
		}
		if (i == 0 || c.after == i || scan_border(&c, i - 1))
			end = item_at(&c, i);
		if (end == i && (end = word_end(&c, i)) > i)
			word_add(&c, i, end);
		if (end == i)		/* a sign, or a blank */
			(void)utf8_next(c.s, c.n, &end);
		i = end;
	}
}

/* ---- cells ---------------------------------------------------------------------------- */

bool
spec_cell_number(struct str text, double *value, enum unit_kind *kind, double *factor)
{
	struct scan	c = { text.s, text.s == NULL ? 0 : text.len, 0, 0, NULL };
	struct num	num;
	size_t		i = 0, end;
	bool		minus = false;
	double		unit;

	*kind = UNIT_NONE;
	*factor = 1;
	if (str_double(text, value) && text.len > 0)
		return true;	/* 4.5e1 and the like; what databases print */
	if (scan_is(&c, i, TEXT_DIAMETER)) {
		i = scan_blank(&c, i + strlen(TEXT_DIAMETER));
		*kind = UNIT_LENGTH;
	}
	if (scan_is(&c, i, "-") || scan_is(&c, i, "+"))
		minus = c.s[i++] == '-';
	for (end = i; end < c.n && (scan_digit(&c, end) || strchr(".,", c.s[end]) != NULL); end++)
		continue;
	memset(&num, 0, sizeof(num));
	if (memchr(c.s + i, ',', end - i) == NULL ||
	    !str_decimal((struct str){ c.s + i, end - i }, &num.v))
		end = scan_number(&c, i, &num);
	if (end == i)
		return false;
	*value = minus ? -num.v : num.v;
	if (num.mixed || num.fraction) {
		*kind = UNIT_LENGTH;
		*factor = 25.4;
	}
	end = scan_blank(&c, end);
	if (end == c.n)
		return true;
	*kind = unit_find((struct str){ c.s + end, c.n - end }, &unit);
	if (*kind != UNIT_NONE)
		*factor = unit;
	return *kind != UNIT_NONE;
}
