#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "core/model/rml.h"

static const uint32_t	ids[] = { 3, 0, RML_NONE, 2 };
static const uint32_t	ends[] = { 0, 2, 2, 5 };
static const char	txt[] = "abcde";

static void
sample(struct buf *b)
{
	struct rml_writer	w;
	struct err		e = { 0 };

	buf_init(b);
	rml_begin(&w);
	rml_add(&w, "ids", ids, sizeof(ids[0]), 4);
	rml_add(&w, "name", ends, sizeof(ends[0]), 4);
	rml_add(&w, "name.txt", txt, 1, 5);
	rml_add(&w, "empty", NULL, 8, 0);
	cr_assert_eq(rml_end(&w, b, &e), RC_OK, "%s", e.msg);
}

Test(rml, what_was_written_is_read)
{
	const uint32_t	*got;
	struct rml_texts t;
	struct rml	 r;
	const void	*p;
	size_t		 n;
	struct err	 e = { 0 };
	struct buf	 b;

	sample(&b);
	cr_assert_eq(b.len % RML_ALIGN, 0);
	cr_assert_eq(rml_open(&r, "x.rml", b.p, b.len, true, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(rml_get_ids(&r, "ids", 4, 4, true, &got, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(memcmp(got, ids, sizeof(ids)), 0);
	cr_assert_eq(((uintptr_t)got - (uintptr_t)b.p) % RML_ALIGN, 0);
	cr_assert_eq(rml_get_texts(&r, "name", &t, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(t.n, 3);
	cr_assert(str_eq(rml_text(&t, 0), str_of("ab")));
	cr_assert(str_eq(rml_text(&t, 1), str_of("")));
	cr_assert(str_eq(rml_text(&t, 2), str_of("cde")));
	cr_assert_null(rml_text(&t, RML_NONE).s);
	cr_assert_eq(rml_get(&r, "empty", 8, &p, &n, &e), RC_OK);
	cr_assert_eq(n, 0);
	buf_fini(&b);
}

Test(rml, ids_and_spans_that_point_outside_are_refused)
{
	const uint32_t	*got;
	const void	*p;
	struct rml	 r;
	size_t		 n;
	struct err	 e = { 0 };
	struct buf	 b;

	sample(&b);
	cr_assert_eq(rml_open(&r, "x.rml", b.p, b.len, true, &e), RC_OK);
	cr_assert_eq(rml_get_ids(&r, "ids", 4, 3, true, &got, &e), RC_CORRUPT);
	cr_assert_eq(rml_get_ids(&r, "ids", 4, 4, false, &got, &e), RC_CORRUPT);
	cr_assert_eq(rml_get_ids(&r, "ids", 5, 4, true, &got, &e), RC_CORRUPT);
	cr_assert_eq(rml_get_spans(&r, "name", 3, 4, &got, &e), RC_CORRUPT);
	cr_assert_eq(rml_get_spans(&r, "ids", 3, 2, &got, &e), RC_CORRUPT);
	cr_assert_eq(rml_get(&r, "ids", 8, &p, &n, &e), RC_CORRUPT);
	cr_assert_eq(rml_get(&r, "other", 4, &p, &n, &e), RC_CORRUPT);
	cr_assert_neq(strstr(e.msg, "x.rml"), NULL, "%s", e.msg);
	buf_fini(&b);
}

Test(rml, a_flip_of_any_bit_is_found)
{
	struct rml	r;
	struct err	e = { 0 };
	struct buf	b;

	sample(&b);
	for (size_t i = 0; i < b.len * 8; i++) {
		b.p[i / 8] = (char)(b.p[i / 8] ^ (1 << i % 8));
		cr_assert_eq(rml_open(&r, "x.rml", b.p, b.len, true, &e), RC_CORRUPT, "bit %zu",
		    i);
		b.p[i / 8] = (char)(b.p[i / 8] ^ (1 << i % 8));
	}
	buf_fini(&b);
}

Test(rml, a_file_cut_anywhere_is_found)
{
	struct rml	r;
	struct err	e = { 0 };
	struct buf	b;

	sample(&b);
	for (size_t n = 0; n < b.len; n++) {
		char	*cut = malloc(n + 1);	/* its own block, for the sanitizer */

		memcpy(cut, b.p, n);
		cr_assert_eq(rml_open(&r, "x.rml", cut, n, true, &e), RC_CORRUPT, "%zu bytes", n);
		free(cut);
	}
	buf_fini(&b);
}
