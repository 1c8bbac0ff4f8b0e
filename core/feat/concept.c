/*
 * A text is compacted: words (runs of letters, of digits, of other scripts) one behind the
 * other, without the blanks and signs between, which are kept apart.  So one spelling serves
 * for hard chrome, hard-chrome and hardchrome, and a phrase is found by one search for the
 * longest spelling that begins here.  Where a match may begin and end goes by the script:
 * Latin at the borders of words, Hangul also within a word, as it is written without blanks.
 *
 * Spellings are sorted; each knows the longest other one that it begins with.  The longest
 * that a text begins with is then the last one not behind the text, or one of the chain from
 * there: everything between it and the text begins with it too.
 */
#include "config.h"

#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/feat/concept.h"
#include "core/feat/concept_priv.h"
#include "core/feat/text.h"

#define CONCEPTS_MOST	512
#define SPELLINGS_MOST	8192
#define POOL_BYTES	(128 * 1024)
#define WORDS_MOST	5	/* with blanks or signs between, in a phrase */
#define NONE		0xffffU
#define SYLLABLE	3	/* bytes */

enum { WHOLE = 1, FROM_BORDER = 2, SPLIT = 4, CONTRARY = 8 };

/* ---- the index ------------------------------------------------------------------------ */

struct spelling {
	const char	*key;		/* compact */
	uint8_t		 n, flags;
	uint8_t		 latin;		/* letters a to z */
	bool		 plain;		/* letters a to z and nothing else */
	uint16_t	 concept;
	uint16_t	 shorter;	/* the longest one that it begins with, or NONE */
};

/* Made once, before the first text; read only from then on. */
static struct {
	pthread_once_t	 once;
	struct spelling	 s[SPELLINGS_MOST];
	size_t		 n;
	char		 pool[POOL_BYTES];
	size_t		 used;
	const struct concept *concept[CONCEPTS_MOST];
	uint16_t	 kind[CONCEPTS_MOST];	/* the wider concept, or NONE */
	size_t		 nconcepts;
	uint16_t	 nothing, before, behind;
} index_of = { .once = PTHREAD_ONCE_INIT };

static int
spelling_cmp(const void *a, const void *b)
{
	const struct spelling	*x = a, *y = b;
	int			 c = memcmp(x->key, y->key, x->n < y->n ? x->n : y->n);

	return c != 0 ? c : (int)x->n - (int)y->n;
}

/* Signs and blanks between words of a phrase. */
static bool
is_soft(char c)
{
	return c != '\0' && strchr(" -/._&+'`:=", c) != NULL;
}

static void
spelling_add(const char *p, size_t n, size_t concept)
{
	struct spelling	*y = &index_of.s[index_of.n++];
	char		*key = index_of.pool + index_of.used;

	assert(index_of.n < SPELLINGS_MOST && index_of.used + n < POOL_BYTES);
	*y = (struct spelling){ .key = key, .concept = (uint16_t)concept, .plain = true };
	for (; n > 0 && strchr("=^!", *p) != NULL; p++, n--)
		y->flags |= *p == '=' ? WHOLE : *p == '^' ? FROM_BORDER : CONTRARY;
	for (size_t i = 0; i < n; i++) {
		bool	latin = p[i] >= 'a' && p[i] <= 'z';

		if (p[i] == '/')
			y->flags |= SPLIT;
		if (is_soft(p[i]))
			continue;
		y->latin += latin;
		y->plain &= latin;
		assert(y->n < CONCEPT_KEY);
		key[y->n++] = p[i];
	}
	assert(y->n > 0);
	index_of.used += y->n;
}

static void
table_add(const struct concept *t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char	*p = t[i].spellings;

		assert(index_of.nconcepts < CONCEPTS_MOST);
		index_of.concept[index_of.nconcepts] = &t[i];
		while (*p != '\0') {
			size_t	len;

			p += strspn(p, ", ");
			if ((len = strcspn(p, ",")) > 0)
				spelling_add(p, len, index_of.nconcepts);
			p += len;
		}
		index_of.nconcepts++;
	}
}

static uint16_t
concept_named(const char *name)
{
	for (size_t i = 0; name != NULL && i < index_of.nconcepts; i++)
		if (strcmp(index_of.concept[i]->name, name) == 0)
			return (uint16_t)i;
	assert(name == NULL);
	return NONE;
}

static void
index_make(void)
{
	struct spelling	*s = index_of.s;

	table_add(concept_surface, concept_nsurface);
	table_add(concept_finish, concept_nfinish);
	table_add(concept_work, concept_nwork);
	table_add(concept_check, concept_ncheck);
	qsort(s, index_of.n, sizeof(*s), spelling_cmp);
	for (size_t i = 0; i < index_of.n; i++) {
		size_t	k = i == 0 ? NONE : i - 1;

		while (k != NONE && !(s[k].n <= s[i].n && memcmp(s[k].key, s[i].key, s[k].n) == 0))
			k = s[k].shorter;
		s[i].shorter = (uint16_t)k;
	}
	for (size_t i = 0; i < index_of.nconcepts; i++)
		index_of.kind[i] = concept_named(index_of.concept[i]->kind);
	index_of.nothing = concept_named(CONCEPT_NOTHING);
	index_of.before = concept_named(CONCEPT_BEFORE);
	index_of.behind = concept_named(CONCEPT_BEHIND);
}

/* The last spelling that is not behind the n bytes at p, or NONE. */
static size_t
last_not_behind(const char *p, size_t n)
{
	size_t	lo = 0, hi = index_of.n;

	while (lo < hi) {
		size_t			 mid = (lo + hi) / 2;
		const struct spelling	*y = &index_of.s[mid];
		int			 c = memcmp(y->key, p, y->n < n ? y->n : n);

		if (c < 0 || (c == 0 && y->n <= n))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo == 0 ? NONE : lo - 1;
}

/* ---- the text, compact ---------------------------------------------------------------- */

enum script { LATIN, DIGIT, OTHER };
enum gap { ATTACHED, SIGN, BLANK, BREAK };	/* what stands before a word */

struct piece {
	uint16_t	begin, end;	/* compact */
	uint16_t	from, to;	/* of the text */
	uint8_t		script, gap;
};

struct compact {
	struct str	text;
	char		c[CONCEPT_BYTES + 1];	/* a newline where no phrase goes on */
	uint16_t	piece_at[CONCEPT_BYTES + 1];
	struct piece	piece[CONCEPT_BYTES];
	size_t		n, npieces;
};

/* The script of the letter at *i, which moves behind it; -1: it is a sign. */
static int
script_of(struct str s, size_t *i)
{
	char		c = s.s[*i];
	uint32_t	u;

	if ((unsigned char)c < 0x80) {
		(*i)++;
		return c >= 'a' && c <= 'z' ? LATIN : c >= '0' && c <= '9' ? DIGIT : -1;
	}
	u = utf8_next(s.s, s.len, i);
	if (u < 0xc0 || u == 0xd7 || u == 0xf7 || u == 0xf8 || (u >= 0x2000 && u <= 0x2bff) ||
	    (u >= 0x3000 && u <= 0x303f) || u == 0xfffd)
		return -1;
	return u < 0x250 ? LATIN : OTHER;
}

/* Sizes, threads and marks are no words; a number that nothing names may belong to one. */
static void
mask_specs(const struct spec *s, size_t n, uint8_t *mask)
{
	memset(mask, 0, n);
	for (size_t i = 0; s != NULL && i < s->n; i++)
		if (s->item[i].kind != SPEC_NUMBER || s->item[i].name[0] != '\0')
			for (size_t k = s->item[i].begin; k < s->item[i].end && k < n; k++)
				mask[k] = 1;
}

static void
compact_make(struct compact *x, struct str text, const struct spec *s)
{
	uint8_t		mask[CONCEPT_BYTES];
	enum gap	gap = BREAK;
	size_t		i = 0, next;

	x->n = x->npieces = 0;
	if (text.len > CONCEPT_BYTES)
		text.len = CONCEPT_BYTES;
	x->text = text;
	mask_specs(s, text.len, mask);
	for (; i < text.len; i = next) {
		struct piece	*p = x->npieces > 0 ? &x->piece[x->npieces - 1] : NULL;
		int		 script;

		next = i;
		script = script_of(text, &next);
		if (mask[i] || script == -1) {
			enum gap	g = mask[i] || !is_soft(text.s[i]) ? BREAK :
					    text.s[i] == ' ' ? BLANK : SIGN;

			/* a blank beside a sign is only the sign's */
			if (g == BREAK || gap == ATTACHED || (g == SIGN && gap == BLANK))
				gap = gap == BREAK ? BREAK : g;
			continue;
		}
		if (p == NULL || gap != ATTACHED || p->script != script) {
			if (gap == BREAK && x->n > 0)
				x->c[x->n++] = '\n';
			p = &x->piece[x->npieces++];
			*p = (struct piece){ (uint16_t)x->n, 0, (uint16_t)i, 0, (uint8_t)script,
				(uint8_t)gap };
		}
		for (size_t k = i; k < next; k++) {
			x->piece_at[x->n] = (uint16_t)(x->npieces - 1);
			x->c[x->n++] = text.s[k];
		}
		p->end = (uint16_t)x->n;
		p->to = (uint16_t)next;
		gap = ATTACHED;
	}
}

/* ---- matches -------------------------------------------------------------------------- */

struct match {
	size_t	begin, end;		/* compact */
	const struct spelling *y;
	bool	negated;
};

/* A number stands behind piece k, other than 100 %: pt 1/4 is a thread, mt-3 a taper. */
static bool
number_behind(const struct compact *x, size_t k)
{
	const struct piece	*p = &x->piece[k + 1];

	return k + 1 < x->npieces && p->gap != BREAK && p->script == DIGIT &&
	    !(p->to < x->text.len && x->text.s[p->to] == '%');
}

/* Two letters mean what they abbreviate only where they are a word, and no size's name. */
static bool
stands_alone(const struct compact *x, size_t first, size_t last)
{
	const struct piece	*p = &x->piece[first], *q = &x->piece[last];

	if (p->gap == ATTACHED && p[-1].script != OTHER)
		return false;
	/* 24 mt and ep-1234-ut, but scm440 qt and 2.mt */
	if (p->from > 0 && first > 0 && p[-1].script == DIGIT &&
	    ((p->gap == BLANK && p[-1].gap != ATTACHED) || x->text.s[p->from - 1] == '-'))
		return false;
	if (last + 1 < x->npieces && q[1].gap == ATTACHED && q[1].script != OTHER)
		return false;
	return !number_behind(x, last);
}

static bool
match_is_good(const struct compact *x, const struct spelling *y, size_t i, size_t end)
{
	size_t			 first = x->piece_at[i], last = x->piece_at[end - 1], gaps = 0;
	const struct piece	*p = &x->piece[first], *q = &x->piece[last];
	bool			 begins = i == p->begin, ends = end == q->end, blank = false;

	for (size_t k = first + 1; k <= last; k++) {
		gaps += x->piece[k].gap != ATTACHED;
		blank |= x->piece[k].gap == BLANK;
	}
	if (gaps >= WORDS_MOST || (!begins && (p->script != OTHER || gaps > 0)) ||
	    (!ends && q->script != OTHER))
		return false;
	/* of a word that a blank parts from the rest, two syllables or all: not 사용 접수 */
	if (!ends && gaps > 0 && end - q->begin < 2 * SYLLABLE)
		return false;
	if (!(begins && ends) && ((y->flags & WHOLE) || y->n < 2 * SYLLABLE) && y->latin == 0)
		return false;
	if (((y->flags & FROM_BORDER) && !begins) || ((y->flags & SPLIT) && gaps == 0))
		return false;
	if (y->plain && y->n <= 3 && gaps > 0 && blank)
		return false;
	return !(y->plain && y->n <= 2) || stands_alone(x, first, last);
}

static const struct spelling *
match_at(const struct compact *x, size_t i)
{
	const char	*stop = memchr(x->c + i, '\n', x->n - i);
	size_t		 n = stop == NULL ? x->n - i : (size_t)(stop - (x->c + i)), k;

	k = last_not_behind(x->c + i, n < CONCEPT_KEY ? n : CONCEPT_KEY);
	for (; k != NONE; k = index_of.s[k].shorter) {
		const struct spelling	*y = &index_of.s[k];

		if (y->n <= n && memcmp(y->key, x->c + i, y->n) == 0 &&
		    match_is_good(x, y, i, i + y->n))
			return y;
	}
	return NULL;
}

/* 무도금, 미연마: one syllable in front of it, at the beginning of the word, denies it. */
static bool
denied_by_syllable(const struct compact *x, const struct match *m)
{
	static const char *const	syllables[] = { "무", "미", "비", "無" };
	const struct piece		*p = &x->piece[x->piece_at[m->begin]];

	if (m->begin - p->begin != SYLLABLE) {
		/* 무 in front of another script: 무ni도금 */
		if (m->begin != p->begin || p == x->piece || p->gap != ATTACHED ||
		    p[-1].end - p[-1].begin != SYLLABLE)
			return false;
		p--;
	}
	for (size_t k = 0; k < sizeof(syllables) / sizeof(syllables[0]); k++)
		if (memcmp(x->c + p->begin, syllables[k], SYLLABLE) == 0)
			return true;
	return false;
}

/* What may stand between a concept and 없음: 도금 처리는 없음. */
static bool
is_filler(const char *p, size_t n)
{
	static const char *const	fillers[] = { "처리", "작업", "공정", "실시", "시공", "가공", "품",
		"은", "는", "을", "를", "이", "가", "도" };
	size_t				at = 0;

	while (at < n) {
		size_t	was = at;

		for (size_t k = 0; k < sizeof(fillers) / sizeof(fillers[0]) && at == was; k++) {
			size_t	len = strlen(fillers[k]);

			if (len <= n - at && memcmp(p + at, fillers[k], len) == 0)
				at += len;
		}
		if (at == was)
			return false;
	}
	return true;
}

static void
matches_negate(const struct compact *x, struct match *m, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct piece	*p;

		m[i].negated = (m[i].y->flags & CONTRARY) || denied_by_syllable(x, &m[i]);
		if (i > 0 && m[i - 1].y->concept == index_of.before && m[i - 1].end == m[i].begin) {
			/* no. is a number's name */
			p = &x->piece[x->piece_at[m[i - 1].begin]];
			m[i].negated |= !(p->to < x->text.len && x->text.s[p->to] == '.');
		}
		if (i + 1 < n && m[i + 1].y->concept == index_of.behind &&
		    is_filler(x->c + m[i].end, m[i + 1].begin - m[i].end))
			m[i].negated = true;
		/* 도금 x; but not hole x 20 */
		if (m[i].end < x->n && x->c[m[i].end] == 'x') {
			p = &x->piece[x->piece_at[m[i].end]];
			m[i].negated |= p->end == m[i].end + 1 && (p->to == x->text.len ||
			    strchr(",;)]", x->text.s[p->to]) != NULL);
		}
	}
}

void
concept_init(void)
{
	pthread_once(&index_of.once, index_make);
}

size_t
concept_find(struct str text, const struct spec *s, struct concept_hit hit[CONCEPT_HITS])
{
	struct compact	x;
	struct match	m[CONCEPT_HITS];
	size_t		n = 0, nm = 0, i = 0;

	concept_init();
	if (text.s == NULL || text.len == 0)
		return 0;
	compact_make(&x, text, s);
	while (i < x.n && nm < CONCEPT_HITS) {
		const struct spelling	*y;
		const struct piece	*p;

		if (x.c[i] == '\n') {
			i++;
			continue;
		}
		if ((y = match_at(&x, i)) != NULL) {
			m[nm++] = (struct match){ i, i + y->n, y, false };
			i += y->n;
			continue;
		}
		p = &x.piece[x.piece_at[i]];
		if (p->script == OTHER)
			(void)utf8_next(x.c, p->end, &i);
		else
			i = p->end;
	}
	matches_negate(&x, m, nm);
	for (i = 0; i < nm; i++) {
		uint16_t	k = m[i].y->concept;

		if (k == index_of.nothing || k == index_of.before || k == index_of.behind)
			continue;
		for (; k != NONE && n < CONCEPT_HITS; k = index_of.kind[k]) {
			hit[n++] = (struct concept_hit){ index_of.concept[k]->name, m[i].negated };
			if (m[i].negated)
				break;	/* no hard chrome, yet perhaps another plating */
		}
	}
	return n;
}
