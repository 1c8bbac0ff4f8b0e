#include "config.h"

#include <math.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/feat/features_priv.h"
#include "core/feat/synonym.h"
#include "core/feat/text.h"

#define CELL_BYTES	2000	/* of a value that are looked at */
#define TOKENS_MOST	4096	/* of an item; what comes later is left out */
#define WORD_BYTES	48	/* of a word that are cut into n-grams */
#define ANY_COLUMN	0xffffU

struct build {
	const struct schema	*s;
	struct arena		*a;
	struct token		*t;
	size_t			 n, cap;
	bool			 nomem;
	struct geo		 geo;
	float			*numbers;
	uint64_t		 twin;
	uint64_t		 family;
};

const char *
token_kind_name(enum token_kind k)
{
	static const char *const	names[TOKEN_NKINDS] = {
		[TOKEN_CATEGORY] = "category", [TOKEN_PREFIX] = "prefix", [TOKEN_FLAG] = "flag",
		[TOKEN_WORD] = "word", [TOKEN_ANYWORD] = "anyword", [TOKEN_PAIR] = "pair",
		[TOKEN_NGRAM] = "ngram", [TOKEN_SPEC] = "spec", [TOKEN_SPEC_KIND] = "spec_kind",
		[TOKEN_BIN] = "bin", [TOKEN_GEOMETRY] = "geometry", [TOKEN_DRAWING] = "drawing"
	};

	return names[k];
}

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
		[GEO_DIM3] = "geometry.dim3"
	};

	if (slot < GEO_NSLOTS)
		return names[slot];
	for (size_t i = 0; i < s->ncols; i++)
		if (s->col[i].slot == (int)slot)
			return s->col[i].name;
	return "";
}

/* ---- tokens --------------------------------------------------------------------------- */

static bool
grow(struct build *b)
{
	size_t		 cap = b->cap == 0 ? 256 : 2 * b->cap;
	struct token	*t;

	if (b->n >= TOKENS_MOST || b->nomem)
		return false;
	if ((t = arena_alloc(b->a, cap * sizeof(*t))) == NULL) {
		b->nomem = true;
		return false;
	}
	if (b->n > 0)
		memcpy(t, b->t, b->n * sizeof(*t));
	b->t = t;
	b->cap = cap;
	return true;
}

/* hashed: the column that is part of the token's name, column: where it was read. */
static void
token_add(struct build *b, enum token_kind kind, unsigned hashed, unsigned column,
    const void *p, size_t n, double amount, struct str text)
{
	uint64_t	h = hash64(p, n, (uint64_t)kind << 32 | hashed);

	if (b->n == b->cap && !grow(b))
		return;
	b->t[b->n++] = (struct token){ h == 0 ? 1 : h, (float)amount, (uint16_t)column,
		(uint8_t)kind, text };
}

static void
token_str(struct build *b, enum token_kind kind, unsigned column, struct str s)
{
	token_add(b, kind, kind == TOKEN_ANYWORD ? ANY_COLUMN : column, column, s.s, s.len, 1, s);
}

/*
 * A number's place on two grids, 1 and 4 steps wide.  The two bins around it share it as
 * cosine and sine, so that a step over an edge changes little and the length is always 1.
 */
static void
bins_add(struct build *b, enum token_kind kind, unsigned hashed, unsigned column, double v,
    double step)
{
	for (int64_t grid = 1; grid <= 4; grid += 3) {
		double	u = v / (step * (double)grid), low = floor(u);

		if (!(fabs(low) < 1e9))
			return;
		for (int64_t k = 0; k < 2; k++) {
			int64_t	name[2] = { grid, (int64_t)low + k };
			double	amount = k == 0 ? cos((u - low) * M_PI_2) : sin((u - low) * M_PI_2);

			if (amount > 1e-6)
				token_add(b, kind, hashed, column, name, sizeof(name), amount,
				    (struct str){ NULL, 0 });
		}
	}
}

/* Sorted by hash (they are spread evenly: buckets first), each once with its largest amount. */
static void
tokens_finish(struct build *b, struct features *out)
{
	uint32_t	 start[257] = { 0 };
	struct token	*t;
	size_t		 n = 0;

	if ((t = arena_alloc(b->a, (b->n + 1) * sizeof(*t))) == NULL) {
		b->nomem = true;
		return;
	}
	for (size_t i = 0; i < b->n; i++)
		start[(b->t[i].hash >> 56) + 1]++;
	for (size_t i = 0; i < 256; i++)
		start[i + 1] += start[i];
	for (size_t i = 0; i < b->n; i++)
		t[start[b->t[i].hash >> 56]++] = b->t[i];
	for (size_t i = 1; i < b->n; i++) {
		struct token	x = t[i];
		size_t		k = i;

		for (; k > 0 && t[k - 1].hash > x.hash; k--)
			t[k] = t[k - 1];
		t[k] = x;
	}
	for (size_t i = 0; i < b->n; i++) {
		if (n > 0 && t[n - 1].hash == t[i].hash) {
			if (t[i].amount > t[n - 1].amount)
				t[n - 1].amount = t[i].amount;
		} else
			t[n++] = t[i];
	}
	out->tokens = t;
	out->ntokens = n;
}

/* ---- words ---------------------------------------------------------------------------- */

static struct str
keep(struct build *b, const char *p, size_t n)
{
	char	*copy = arena_strndup(b->a, p, n);

	if (copy == NULL) {
		b->nomem = true;
		n = 0;
	}
	return (struct str){ copy, n };
}

/* The usual name of s, where needed copied into the arena. */
static struct str
usual(struct build *b, struct str s)
{
	char		room[SYNONYM_SIZE];
	struct str	y = synonym_of(s, room);

	return y.s == room ? keep(b, y.s, y.len) : y;
}

static bool
has_letter(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.s[i] >= 'a' && s.s[i] <= 'z') || (unsigned char)s.s[i] >= 0x80)
			return true;
	return false;
}

/*
 * Character n-grams with the word's borders in them: three ASCII characters, two of others,
 * a Hangul syllable saying about as much as two letters.
 */
static void
ngrams_add(struct build *b, unsigned column, struct str w)
{
	char	t[WORD_BYTES + 2];
	size_t	n = 0, i, next, end;

	t[n++] = '^';
	n += text_mask_digits((struct str){ w.s, w.len < WORD_BYTES ? w.len : WORD_BYTES }, t + n);
	t[n++] = '$';
	for (i = 0; i < n; i = next) {
		next = i;
		utf8_next(t, n, &next);
		end = next;
		if (end < n)
			utf8_next(t, n, &end);
		if (end - i == 2 && end < n)
			utf8_next(t, n, &end);
		if (end - i >= 3)
			token_add(b, TOKEN_NGRAM, column, column, t + i, end - i, 1,
			    (struct str){ NULL, 0 });
	}
}

static void
word_add(struct build *b, unsigned column, struct str w)
{
	struct str	y = usual(b, w);
	size_t		from = 0, parts = 0;
	char		masked[WORD_BYTES];

	if (w.len == 0)
		return;
	token_str(b, TOKEN_WORD, column, y);
	if (has_letter(y))
		token_str(b, TOKEN_ANYWORD, column, y);
	if (w.len <= sizeof(masked)) {
		size_t	n = text_mask_digits(w, masked);

		if (memchr(masked, '#', n) != NULL)
			token_add(b, TOKEN_WORD, column, column, masked, n, 1, (struct str){ NULL, 0 });
	}
	if (w.len >= 3)
		ngrams_add(b, column, w);
	/* buna-n, 6061-t6: their parts too */
	for (size_t i = 0; i <= w.len; i++)
		if (i == w.len || strchr("-._/", w.s[i]) != NULL) {
			if (i - from > 1 && i - from < w.len && parts++ < 8) {
				y = usual(b, (struct str){ w.s + from, i - from });
				token_str(b, TOKEN_WORD, column, y);
				if (has_letter(y))
					token_str(b, TOKEN_ANYWORD, column, y);
			}
			from = i + 1;
		}
}

static void
pair_add(struct build *b, unsigned column, struct str x, struct str y)
{
	char	t[2 * WORD_BYTES + 1];
	size_t	n;

	if (x.len > WORD_BYTES || y.len > WORD_BYTES)
		return;
	n = text_mask_digits(x, t);
	t[n++] = ' ';
	n += text_mask_digits(y, t + n);
	token_add(b, TOKEN_PAIR, column, column, t, n, 1, (struct str){ NULL, 0 });
}

/* ---- specs ---------------------------------------------------------------------------- */

/* The name of what a spec is, without its value: a fit's letters, a standard's body. */
static size_t
spec_kind_key(const struct spec_item *it, char out[sizeof(it->name) + 1])
{
	size_t	n = 0;

	out[n++] = (char)('A' + it->kind);
	for (size_t i = 0; it->name[i] != '\0'; i++)
		if (it->name[i] < '0' || it->name[i] > '9')
			out[n++] = it->name[i];
	return n;
}

static void
spec_add_tokens(struct build *b, unsigned column, struct str text, const struct spec_item *it)
{
	struct str	span = { text.s + it->begin, it->end - it->begin };
	char		key[96];
	size_t		n = spec_kind_key(it, key);

	if (it->kind == SPEC_NUMBER && it->name[0] == '\0')
		return;
	token_add(b, TOKEN_SPEC_KIND, column, column, key, n, 1, span);
	switch (it->kind) {
	case SPEC_STANDARD:
		for (size_t i = 0; i < span.len && n < sizeof(key); i++)
			if (span.s[i] != ' ' && span.s[i] != '-')
				key[n++] = span.s[i];
		break;
	case SPEC_THREAD:
	case SPEC_FIT:
	case SPEC_GRADE:
	case SPEC_TOLERANCE:
	case SPEC_ROUGHNESS:
	case SPEC_HARDNESS:
	case SPEC_ANGLE:
	case SPEC_PRESSURE:
	case SPEC_QUANTITY: {
		int64_t	v[4] = { llround(it->v[0] * 1000), llround(it->v[1] * 1000),
			llround(it->lo * 10000), llround(it->hi * 10000) };

		memcpy(key + n, v, sizeof(v));
		n += sizeof(v);
		break;
	}
	default:
		return;		/* sizes are numbers: geometry's business */
	}
	token_add(b, TOKEN_SPEC, column, column, key, n, 1, span);
}

/* 질화 0.3, slot 6: a number that nothing names means something beside its word. */
static void
context_add(struct build *b, unsigned column, struct str text, const struct spec *s,
    const struct spec_item *it)
{
	for (size_t i = 0; i < s->nwords; i++) {
		size_t	begin = (size_t)(s->word[i].s - text.s), end = begin + s->word[i].len;
		bool	before = end <= it->begin && it->begin - end <= 1;

		if (it->v[0] > 0 && (before || (begin >= it->end && begin - it->end <= 1))) {
			struct str	y = usual(b, s->word[i]);

			bins_add(b, TOKEN_SPEC, (unsigned)hash64(y.s, y.len, 2 * column + before), column,
			    log(it->v[0]), 0.1);
		}
	}
}

static void
text_add(struct build *b, unsigned column, struct str text)
{
	struct spec	s;

	spec_parse(text, &s);
	for (size_t i = 0; i < s.n; i++) {
		spec_add_tokens(b, column, text, &s.item[i]);
		if (s.item[i].kind == SPEC_NUMBER && s.item[i].name[0] == '\0')
			context_add(b, column, text, &s, &s.item[i]);
	}
	geometry_spec(&b->geo, &s, column);
	for (size_t i = 0; i < s.nwords; i++) {
		word_add(b, column, s.word[i]);
		if (i > 0)
			pair_add(b, column, s.word[i - 1], s.word[i]);
	}
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
			token_str(b, TOKEN_PREFIX, column, (struct str){ s.s, n });
		return;
	}
	for (size_t i = 1; i < s.len && most > 0; i++)
		if (class_of(s.s[i]) != class_of(s.s[i - 1]) && class_of(s.s[i - 1]) != 2) {
			token_str(b, TOKEN_PREFIX, column, (struct str){ s.s, i });
			most--;
		}
}

static void
category_add(struct build *b, unsigned column, struct str s)
{
	struct str	y = usual(b, s), w;
	size_t		from = 0, words = 0;

	if (y.len == 0)
		return;
	y = keep(b, y.s, y.len);	/* with a NUL behind it, for strspn() */
	if (y.s == NULL)
		return;
	token_str(b, TOKEN_CATEGORY, column, y);
	prefixes_add(b, column, y);
	if (memchr(y.s, ' ', y.len) == NULL) {
		if (y.len > 1 && has_letter(y))
			token_str(b, TOKEN_ANYWORD, column, y);
		return;
	}
	for (size_t i = 0; i <= y.len && words < 16; i++)
		if (i == y.len || strchr(" ,;/()[]+&", y.s[i]) != NULL) {
			w = (struct str){ y.s + from, i - from };
			if (w.len > 0) {
				w = usual(b, w);
				token_str(b, TOKEN_WORD, column, w);
				if (has_letter(w))
					token_str(b, TOKEN_ANYWORD, column, w);
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
	token_str(b, TOKEN_FLAG, column, s);
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
	bins_add(b, TOKEN_BIN, column, column, u, 0.1);
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
	token_add(b, TOKEN_DRAWING, column, column, t, n, 1, base);
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
		text_add(b, i, s);
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
			bins_add(&b, TOKEN_GEOMETRY, g, b.geo.column[g], b.geo.value[g],
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
