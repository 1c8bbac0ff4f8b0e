#include "config.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/buf.h"

Test(arena, allocations_are_aligned_apart_and_survive_growth)
{
	struct arena	*a = arena_new(0);
	unsigned char	*p[200];

	for (size_t i = 0; i < 200; i++) {
		p[i] = arena_alloc(a, i * 37);
		cr_assert_eq((uintptr_t)p[i] % _Alignof(max_align_t), 0);
		memset(p[i], (int)i, i * 37);
	}
	for (size_t i = 0; i < 200; i++)
		for (size_t k = 0; k < i * 37; k++)
			cr_assert_eq(p[i][k], i);
	arena_free(a);
}

Test(arena, a_limit_holds_and_a_reset_gives_it_back)
{
	struct arena	*a = arena_new(1000);

	cr_assert_not_null(arena_alloc(a, 900));
	cr_assert_null(arena_alloc(a, 200));
	arena_reset(a);
	cr_assert_eq(arena_used(a), 0);
	cr_assert_not_null(arena_alloc(a, 900));
	cr_assert_null(arena_zalloc(a, SIZE_MAX / 2, 4), "the product must not wrap around");
	cr_assert_null(arena_alloc(a, SIZE_MAX));
	arena_free(a);
}

Test(arena, texts_are_copied_whole)
{
	struct arena	*a = arena_new(0);

	cr_assert_str_eq(arena_strndup(a, "abcdef", 3), "abc");
	cr_assert_str_eq(arena_printf(a, "%s-%03d", "공정", 7), "공정-007");
	arena_free(a);
}

Test(buf, text_grows_and_is_always_ended)
{
	struct buf	b;
	size_t		n = 0;

	buf_init(&b);
	cr_assert_str_eq(buf_str(&b), "");
	for (int i = 0; i < 1000; i++) {
		buf_addf(&b, "%d,", i);
		n += i < 10 ? 2 : i < 100 ? 3 : 4;
		cr_assert_eq(b.len, n);
		cr_assert_eq(b.p[b.len], '\0');
	}
	cr_assert(buf_ok(&b));
	buf_clear(&b);
	buf_adds(&b, "x");
	cr_assert_str_eq(buf_str(&b), "x");
	buf_fini(&b);
}

Test(buf, a_failure_sticks_until_it_is_cleared)
{
	struct buf	b;

	buf_init(&b);
	buf_adds(&b, "kept");
	buf_add(&b, "", SIZE_MAX / 2);
	buf_adds(&b, "not added");
	cr_assert_not(buf_ok(&b));
	cr_assert_str_eq(buf_str(&b), "kept");
	buf_clear(&b);
	cr_assert(buf_ok(&b));
	buf_fini(&b);
}
