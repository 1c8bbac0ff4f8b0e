/* Tokens of an item while they are gathered: numbers' bins, words, specs of a text. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/feat/concept.h"
#include "core/feat/features_priv.h"
#include "core/feat/synonym.h"
#include "core/feat/text.h"

#define TOKENS_MOST	4096	/* of an item; what comes later is left out */
#define ANY_COLUMN	0xffffU

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

void
tokens_add(struct build *b, enum token_kind kind, unsigned hashed, unsigned column,
    const void *p, size_t n, double amount, struct str text)
{
	uint64_t	h = hash64(p, n, (uint64_t)kind << 32 | hashed);

	if (b->n == b->cap && !grow(b))
		return;
	b->t[b->n++] = (struct token){ h == 0 ? 1 : h, (float)amount, (uint16_t)column,
		(uint8_t)kind, text };
}

void
tokens_str(struct build *b, enum token_kind kind, unsigned column, struct str s)
{
	tokens_add(b, kind, kind == TOKEN_ANYWORD ? ANY_COLUMN : column, column, s.s, s.len, 1, s);
}

/*
 * A number's place on two grids, 1 and 4 steps wide.  The two bins around it share it as
 * cosine and sine, so that a step over an edge changes little and the length is always 1.
 */
void
tokens_bins(struct build *b, enum token_kind kind, unsigned hashed, unsigned column, double v,
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
				tokens_add(b, kind, hashed, column, name, sizeof(name), amount,
				    (struct str){ NULL, 0 });
		}
	}
}

/* Sorted by hash (they are spread evenly: buckets first), each once with its largest amount. */
void
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

struct str
tokens_keep(struct build *b, const char *p, size_t n)
{
	char	*copy = arena_strndup(b->a, p, n);

	if (copy == NULL) {
		b->nomem = true;
		n = 0;
	}
	return (struct str){ copy, n };
}

struct str
tokens_usual(struct build *b, struct str s)
{
	char		room[SYNONYM_SIZE];
	struct str	y = synonym_of(s, room);

	return y.s == room ? tokens_keep(b, y.s, y.len) : y;
}

bool
tokens_has_letter(struct str s)
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
			tokens_add(b, TOKEN_NGRAM, column, column, t + i, end - i, 1,
			    (struct str){ NULL, 0 });
	}
}

/* How much of what the key names. */
static void
value_add(struct build *b, unsigned column, const void *key, size_t n, double v)
{
	if (v > 0 && isfinite(v))
		tokens_add(b, TOKEN_VALUE, ANY_COLUMN, column, key, n, log(v),
		    (struct str){ NULL, 0 });
}

/* pn25, 23k, g2.5: a word around one number names that number. */
static void
word_value(struct build *b, unsigned column, struct str w)
{
	char	key[WORD_BYTES], digits[WORD_BYTES];
	size_t	n = 0, nd = 0, runs = 0;

	if (w.len >= sizeof(key))
		return;
	for (size_t i = 0; i < w.len; i++) {
		bool	digit = w.s[i] >= '0' && w.s[i] <= '9';

		if (digit || (w.s[i] == '.' && nd > 0 && i + 1 < w.len && w.s[i + 1] >= '0' &&
		    w.s[i + 1] <= '9' && key[n - 1] == '#')) {
			if (digit && (n == 0 || key[n - 1] != '#')) {
				key[n++] = '#';
				runs++;
			}
			digits[nd++] = w.s[i];
		} else
			key[n++] = w.s[i];
	}
	digits[nd] = '\0';
	if (runs == 1 && n > 1 && nd <= 9)
		value_add(b, column, key, n, strtod(digits, NULL));
}

static void
word_add(struct build *b, unsigned column, struct str w)
{
	struct str	y = tokens_usual(b, w);
	size_t		from = 0, parts = 0;
	char		masked[WORD_BYTES];

	if (w.len == 0)
		return;
	tokens_str(b, TOKEN_WORD, column, y);
	if (tokens_has_letter(y))
		tokens_str(b, TOKEN_ANYWORD, column, y);
	if (w.len <= sizeof(masked)) {
		size_t	n = text_mask_digits(w, masked);

		if (memchr(masked, '#', n) != NULL)
			tokens_add(b, TOKEN_WORD, column, column, masked, n, 1, (struct str){ NULL, 0 });
	}
	if (w.len >= 3)
		ngrams_add(b, column, w);
	word_value(b, column, w);
	/* buna-n, 6061-t6: their parts too */
	for (size_t i = 0; i <= w.len; i++)
		if (i == w.len || strchr("-._/", w.s[i]) != NULL) {
			if (i - from > 1 && i - from < w.len && parts++ < 8) {
				y = tokens_usual(b, (struct str){ w.s + from, i - from });
				tokens_str(b, TOKEN_WORD, column, y);
				if (tokens_has_letter(y))
					tokens_str(b, TOKEN_ANYWORD, column, y);
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
	tokens_add(b, TOKEN_PAIR, column, column, t, n, 1, (struct str){ NULL, 0 });
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
	tokens_add(b, TOKEN_SPEC_KIND, column, column, key, n, 1, span);
	value_add(b, column, key, n, it->kind == SPEC_TOLERANCE ? it->hi - it->lo : it->v[0]);
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
	tokens_add(b, TOKEN_SPEC, column, column, key, n, 1, span);
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
			struct str	y = tokens_usual(b, s->word[i]);

			value_add(b, column, y.s, y.len, it->v[0]);
			if (it->kind == SPEC_NUMBER)
				tokens_bins(b, TOKEN_SPEC, (unsigned)hash64(y.s, y.len, 2 * column + before), column,
			    log(it->v[0]), 0.1);
		}
	}
}

static void
concept_add(struct build *b, unsigned column, const char *name, bool negated)
{
	struct str	text = str_of(name);
	char		no[64] = "no ";

	if (negated) {
		str_copy(no + 3, sizeof(no) - 3, text);
		text = tokens_keep(b, no, strlen(no));
	}
	if (text.len > 0)
		tokens_add(b, TOKEN_CONCEPT, ANY_COLUMN, column, text.s, text.len, 1, text);
}

/* m10 is a thread and 4-ø12 are holes, as words would say. */
static void
spec_concept(struct build *b, unsigned column, const struct spec_item *it)
{
	static const char *const	straight[] = { "m", "tr", "unef", "unc", "unf", "uns", "un",
		"bsw", "whit" };
	bool				pipe = true;

	if (it->kind == SPEC_DIAMETER && strcmp(it->name, "hole") == 0)
		concept_add(b, column, "hole", false);
	if (it->kind == SPEC_LENGTH && strcmp(it->name, "c") == 0)
		concept_add(b, column, "chamfer", false);
	if (it->kind != SPEC_THREAD)
		return;
	for (size_t i = 0; i < sizeof(straight) / sizeof(straight[0]); i++)
		pipe &= strcmp(it->name, straight[i]) != 0;
	concept_add(b, column, "thread", false);
	if (pipe)
		concept_add(b, column, "pipe thread", false);
}

void
tokens_concepts(struct build *b, unsigned column, struct str text, const struct spec *s)
{
	struct concept_hit	hit[CONCEPT_HITS];
	size_t			n = concept_find(text, s, hit);

	for (size_t i = 0; i < n; i++)
		concept_add(b, column, hit[i].name, hit[i].negated);
	for (size_t i = 0; s != NULL && i < s->n; i++)
		spec_concept(b, column, &s->item[i]);
}

void
tokens_of_text(struct build *b, unsigned column, struct str text)
{
	struct spec	s;

	spec_parse(text, &s);
	for (size_t i = 0; i < s.n; i++) {
		spec_add_tokens(b, column, text, &s.item[i]);
		if ((s.item[i].kind == SPEC_NUMBER && s.item[i].name[0] == '\0') ||
		    s.item[i].kind == SPEC_LENGTH || s.item[i].kind == SPEC_THICKNESS)
			context_add(b, column, text, &s, &s.item[i]);
	}
	geometry_spec(&b->geo, &s, column);
	tokens_concepts(b, column, text, &s);
	for (size_t i = 0; i < s.nwords; i++) {
		word_add(b, column, s.word[i]);
		if (i > 0)
			pair_add(b, column, s.word[i - 1], s.word[i]);
	}
}
