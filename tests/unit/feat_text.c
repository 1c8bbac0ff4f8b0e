#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/feat/text.h"

static const char *
normal(const char *s, size_t n)
{
	static char	out[4096];

	cr_assert(TEXT_ROOM(n) < sizeof(out));
	n = text_normalise_to((struct str){ s, n }, out);
	out[n] = '\0';
	return out;
}

Test(text, many_spellings_have_one_form)
{
	static const char *const t[][2] = {
		{ "  ＳＵＳ３０４  ", "sus304" }, { "Φ45×32×8T NBR", "ø45x32x8t nbr" },
		{ "φ45 X 32", "ø45 x 32" }, { "⌀45✕32", "ø45x32" }, { "Ø45*32*8", "ø45x32x8" },
		{ "∅12 * ∅8", "ø12 x ø8" }, { "A*B", "a*b" }, { "3 * .5", "3 x .5" },
		{ "1-1/2”", "1-1/2\"" }, { "3/4″", "3/4\"" }, { "3/4''", "3/4\"" }, { "1½\"", "1-1/2\"" },
		{ "½\"", "1/2\"" }, { "5 μm", "5 µm" }, { "3㎛", "3µm" }, { "10㎜", "10mm" },
		{ "+/-0.02", "±0.02" }, { "+-0.02", "±0.02" }, { "＋／－0.1", "±0.1" },
		{ "+0.02/-0.01", "+0.02/-0.01" }, { "−5～10℃", "-5~10°c" }, { "Ⅳ형", "iv형" },
		{ "①연마", "(1)연마" }, { "경도·조도", "경도 조도" }, { "a\t\r\n b", "a b" },
		{ "가\u200b나", "가나" }, { "▼▼▽", "▽▽▽" }, { "ÀÉ Ö", "àé ö" }, { "a\u3000b", "a b" },
		/* decomposed Hangul: 경질, 각 */
		{ "\u1100\u1167\u11bc\u110c\u1175\u11af", "경질" }, { "\uac00\u11a8", "각" },
		{ "x\u1161", "x\u1161" },
		{ "", "" }, { "   ", "" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		cr_assert_str_eq(normal(t[i][0], strlen(t[i][0])), t[i][1], "%s", t[i][0]);
}

Test(text, bytes_that_are_not_utf8_are_marked_and_nul_is_a_blank)
{
	cr_assert_str_eq(normal("a\xff\xea\xb0", 4), "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	cr_assert_str_eq(normal("a\0b", 3), "a b");
}

Test(text, a_normal_form_stays_as_it_is)
{
	static const char *const bits[] = { "*", " ", "+", "-", "/", "'", "\"", "1", "½", "x", "Ø",
		"\u1100", "\u1161", "\u11a8", "가", "×", "\xe2", "\x80", "A", ".", "①", "…", "\t" };
	struct rng	r;
	char		in[128], once[TEXT_ROOM(128)];
	size_t		n;

	rng_init(&r, 5, 0);
	for (int k = 0; k < 20000; k++) {
		n = 0;
		for (uint32_t left = rng_below(&r, 20); left > 0; left--) {
			const char	*b = bits[rng_below(&r, sizeof(bits) / sizeof(bits[0]))];

			memcpy(in + n, b, strlen(b));
			n += strlen(b);
		}
		n = text_normalise_to((struct str){ in, n }, once);
		cr_assert(strlen(normal(once, n)) == n && memcmp(normal(once, n), once, n) == 0,
		    "%.*s became %s", (int)n, once, normal(once, n));
	}
}

Test(text, a_buffer_takes_long_text_too)
{
	struct buf	b;
	char		s[1000];

	memset(s, 'A', sizeof(s));
	buf_init(&b);
	buf_adds(&b, "x");
	text_normalise((struct str){ s, sizeof(s) }, &b);
	cr_assert(buf_ok(&b) && b.len == 1001 && b.p[1] == 'a' && b.p[1000] == 'a');
	buf_fini(&b);
}

Test(text, nothing_has_many_names)
{
	static const char *const none[] = { "", " ", "-", "--", " - ", "nan", "NaN", "N/A", "n.a.",
		"#N/A", "NULL", "None", ".", "없음", "해당 없음", "－", "\u3000", "***", "(null)" };
	static const char *const some[] = { "0", "-1", "no", "무", "x", "nano", "ㄱ", "N", "+" };

	cr_assert(text_missing(str_of(NULL)));
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		cr_assert(text_missing(str_of(none[i])), "%s", none[i]);
	for (size_t i = 0; i < sizeof(some) / sizeof(some[0]); i++)
		cr_assert_not(text_missing(str_of(some[i])), "%s", some[i]);
}

Test(text, digits_are_masked_number_by_number)
{
	char	out[64];
	size_t	n = text_mask_digits(str_of("m10x1.5-12.가3"), out);

	cr_assert(n == strlen("m#x#-#.가#") && memcmp(out, "m#x#-#.가#", n) == 0, "%.*s", (int)n, out);
}
