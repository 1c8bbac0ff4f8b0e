#include "config.h"

#include <math.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/feat/features_priv.h"
#include "core/feat/text.h"

#define CELL_BYTES	2000	/* of a value that are looked at */

const char *
features_number_name(const struct schema *s, size_t slot)
{
	static const char *const	names[GEO_NSLOTS] = {
		[GEO_OD] = "geometry.od", [GEO_ID] = "geometry.id",
		[GEO_THICKNESS] = "geometry.thickness", [GEO_WALL] = "geometry.wall",
		[GEO_ID_OD] = "geometry.id_od", [GEO_THICKNESS_OD] = "geometry.thickness_od",
		[GEO_THREAD] = "geometry.thread", [GEO_PITCH] = "geometry.pitch",
		[GEO_GRADE] = "geometry.grade", [GEO_TOLERANCE] = "geometry.tolerance",
		[GEO_ROUGHNESS] = "geometry.roughness", [GEO_HARDNESS] = "geometry.hardness",
		[GEO_SHORE] = "geometry.shore", [GEO_ANGLE] = "geometry.angle",
		[GEO_DIM1] = "geometry.dim1", [GEO_DIM2] = "geometry.dim2",
		[GEO_DIM3] = "geometry.dim3", [GEO_FLATNESS] = "geometry.flatness",
		[GEO_GRADE_EQ] = "geometry.grade_eq", [GEO_PRESSURE] = "geometry.pressure",
		[GEO_SPEED] = "geometry.speed"
	};

	if (slot < GEO_NSLOTS)
		return names[slot];
	for (size_t i = 0; i < s->ncols; i++)
		if (s->col[i].slot == (int)slot)
			return s->col[i].name;
	return "";
}

/* ---- the other roles ------------------------------------------------------------------ */

static int
class_of(char c)
{
	return c >= '0' && c <= '9' ? 0 : (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80 ? 1 : 2;
}

/* f61-1: f, f61; 10030020: its first 1 to 4 digits. */
static void
prefixes_add(struct build *b, unsigned column, struct str s)
{
	size_t	most = 4;

	if (s.len > WORD_BYTES || memchr(s.s, ' ', s.len) != NULL)
		return;
	if (s.len >= 4 && strspn(s.s, "0123456789") >= s.len) {
		for (size_t n = 1; n <= 4 && n < s.len; n++)
			tokens_str(b, TOKEN_PREFIX, column, (struct str){ s.s, n });
		return;
	}
	for (size_t i = 1; i < s.len && most > 0; i++)
		if (class_of(s.s[i]) != class_of(s.s[i - 1]) && class_of(s.s[i - 1]) != 2) {
			tokens_str(b, TOKEN_PREFIX, column, (struct str){ s.s, i });
			most--;
		}
}

static void
category_add(struct build *b, unsigned column, struct str s)
{
	struct str	y = tokens_usual(b, s), w;
	size_t		from = 0, words = 0;

	if (y.len == 0)
		return;
	y = tokens_keep(b, y.s, y.len);	/* with a NUL behind it, for strspn() */
	if (y.s == NULL)
		return;
	tokens_str(b, TOKEN_CATEGORY, column, y);
	if (tokens_has_letter(s))
		tokens_concepts(b, column, s, NULL);
	prefixes_add(b, column, y);
	if (memchr(y.s, ' ', y.len) == NULL) {
		if (y.len > 1 && tokens_has_letter(y))
			tokens_str(b, TOKEN_ANYWORD, column, y);
		return;
	}
	for (size_t i = 0; i <= y.len && words < 16; i++)
		if (i == y.len || strchr(" ,;/()[]+&", y.s[i]) != NULL) {
			w = (struct str){ y.s + from, i - from };
			if (w.len > 0) {
				w = tokens_usual(b, w);
				tokens_str(b, TOKEN_WORD, column, w);
				if (tokens_has_letter(w))
					tokens_str(b, TOKEN_ANYWORD, column, w);
				words++;
			}
			from = i + 1;
		}
}

static void
flag_add(struct build *b, unsigned column, struct str s)
{
	static const char *const	yes[] = { "y", "yes", "true", "t", "1", "o", "on", "v", "유",
		"예", NULL };
	static const char *const	no[] = { "n", "no", "false", "f", "0", "x", "off", "무",
		"아니오", NULL };

	for (size_t i = 0; yes[i] != NULL; i++)
		if (str_eq(s, str_of(yes[i])))
			s = str_of("yes");
	for (size_t i = 0; no[i] != NULL; i++)
		if (str_eq(s, str_of(no[i])))
			s = str_of("no");
	tokens_str(b, TOKEN_FLAG, column, s);
}

/* The value of a number cell in base units; false: it is none. */
static bool
number_of(const struct schema_column *c, struct str text, struct str unit, double *v)
{
	enum unit_kind	kind;
	double		factor;
	struct spec	s;

	if (!spec_cell_number(text, v, &kind, &factor)) {
		/* ø45h7 or 45~50 in a number's column: its first size */
		spec_parse(text, &s);
		if (s.n == 0 || s.item[0].kind > SPEC_LENGTH)
			return false;
		*v = s.item[0].v[0];
		return true;
	}
	if (kind != UNIT_NONE && (c->unit_kind == UNIT_NONE || c->unit_kind == kind)) {
		*v *= factor;
		return true;
	}
	if (c->unit[0] != '\0')
		unit = str_of(c->unit);
	if (c->unit_kind != UNIT_NONE ? unit_factor(c->unit_kind, unit, &factor) :
	    unit_find(unit, &factor) != UNIT_NONE)
		*v *= factor;
	return true;
}

static void
number_add(struct build *b, unsigned column, struct str text, struct str unit)
{
	const struct schema_column	*c = &b->s->col[column];
	double				 v, u;
	float				 f;

	if (!number_of(c, text, unit, &v) || (v <= 0 && !c->signed_scale) || !isfinite(v))
		return;
	u = c->signed_scale ? asinh(v) : log(v);
	b->numbers[c->slot] = (float)u;
	tokens_bins(b, TOKEN_BIN, column, column, u, 0.1);
	geometry_column(&b->geo, c->geometry, v, column);
	f = (float)v;
	b->twin = hash64(&f, sizeof(f), b->twin ^ (column + 1));
}

struct str
features_drawing_base(struct str s)
{
	size_t	end = 0, longest = 0, from;

	for (size_t i = 0; i < s.len;) {
		bool	year;

		if (s.s[i] < '0' || s.s[i] > '9') {
			i++;
			continue;
		}
		for (from = i; i < s.len && s.s[i] >= '0' && s.s[i] <= '9'; i++)
			;
		/* a year in front does not make a family of all that year's drawings */
		year = i - from == 4 && i < s.len && (memcmp(s.s + from, "19", 2) == 0 ||
		    memcmp(s.s + from, "20", 2) == 0);
		if ((year ? 1 : i - from) >= longest) {
			longest = year ? 1 : i - from;
			end = i;
		}
	}
	return longest < 3 ? (struct str){ "", 0 } : (struct str){ s.s, end };
}

/* The family: the base of the number without signs and blanks. */
static void
drawing_add(struct build *b, unsigned column, struct str s)
{
	struct str	base = features_drawing_base(s);
	char		t[64];
	size_t		n = 0;

	for (size_t i = 0; i < base.len && n < sizeof(t); i++)
		if (class_of(base.s[i]) != 2)
			t[n++] = base.s[i];
	if (n == 0)
		return;
	tokens_add(b, TOKEN_DRAWING, column, column, t, n, 1, base);
	b->family = hash64(t, n, 0);
	b->family += b->family == 0;
}

/* ---- all of it ------------------------------------------------------------------------ */

/* Duplicates differ in blanks and spelling; so blanks and case don't count. */
static void
twin_add(struct build *b, unsigned column, struct str s)
{
	char	t[256];
	size_t	n = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.s[i] == ' ')
			continue;
		if (n == sizeof(t)) {
			b->twin = hash64(t, n, b->twin ^ (column + 1));
			n = 0;
		}
		t[n++] = s.s[i];
	}
	b->twin = hash64(t, n, b->twin ^ (column + 1));
}

static struct str
key_of(struct build *b, struct str s)
{
	char	*p;

	s = str_trim(s);
	if (s.s == NULL || (p = arena_strndup(b->a, s.s, s.len)) == NULL) {
		b->nomem |= s.s != NULL;
		return (struct str){ "", 0 };
	}
	for (size_t i = 0; i < s.len; i++)
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 32);
	return (struct str){ p, s.len };
}

static void
cell_add(struct build *b, unsigned i, struct str raw, struct str unit)
{
	enum column_role	 role = b->s->col[i].role;
	struct str		 s = str_trim(raw);
	char			*p;

	if (s.len > CELL_BYTES)
		s.len = CELL_BYTES;
	if ((p = arena_alloc(b->a, TEXT_ROOM(s.len))) == NULL) {
		b->nomem = true;
		return;
	}
	s = (struct str){ p, text_normalise_to(s, p) };
	switch (role) {
	case COLUMN_CATEGORY:
		category_add(b, i, s);
		twin_add(b, i, s);
		break;
	case COLUMN_FLAG:
		flag_add(b, i, s);
		twin_add(b, i, s);
		break;
	case COLUMN_TEXT:
		tokens_of_text(b, i, s);
		twin_add(b, i, s);
		break;
	case COLUMN_NUMBER:
		number_add(b, i, s, unit);
		break;
	case COLUMN_DRAWING:
		if ((int)i == b->s->family)
			drawing_add(b, i, s);
		break;
	default:
		break;
	}
}

enum rc
features_make(const struct schema *s, const int *map, const struct str *cells,
    struct arena *a, struct features *out, struct err *e)
{
	static const struct str	null = { NULL, 0 };
	struct build		b = { .s = s, .a = a };

	memset(out, 0, sizeof(*out));
	out->key = (struct str){ "", 0 };
	if ((b.numbers = arena_alloc(a, s->nnumbers * sizeof(*b.numbers))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for an item's features");
	for (size_t i = 0; i < s->nnumbers; i++)
		b.numbers[i] = NAN;
	geometry_init(&b.geo);
	for (size_t i = 0; i < s->ncols; i++) {
		const struct schema_column	*c = &s->col[i];
		struct str			 cell = map[i] == -1 ? null : cells[map[i]];
		int				 unit = c->unit_column;

		if (c->role == COLUMN_KEY)
			out->key = key_of(&b, cell);
		else if (c->role <= COLUMN_DRAWING && c->role != COLUMN_DATE && !text_missing(cell))
			cell_add(&b, (unsigned)i, cell,
			    unit == -1 || map[unit] == -1 ? null : cells[map[unit]]);
	}
	geometry_settle(&b.geo);
	for (unsigned g = 0; g < GEO_NSLOTS; g++) {
		b.numbers[g] = (float)b.geo.value[g];
		if (!isnan(b.geo.value[g]))
			tokens_bins(&b, TOKEN_GEOMETRY, g, b.geo.column[g], b.geo.value[g],
			    geometry_step((enum geometry)g));
	}
	tokens_finish(&b, out);
	out->numbers = b.numbers;
	out->family = b.family;
	out->twin = b.twin;
	return b.nomem ? err_set(e, RC_NOMEM, "no memory for an item's features") : RC_OK;
}

enum rc
features_of_record(const struct schema *s, const struct record *r, struct arena *a,
    struct features *out, struct err *e)
{
	int	*map = arena_alloc(a, s->ncols * sizeof(*map));

	if (map == NULL)
		return err_set(e, RC_NOMEM, "no memory for an item's features");
	schema_bind(s, r->names, r->n, map);
	return features_make(s, map, r->cells, a, out, e);
}
