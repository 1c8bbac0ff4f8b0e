#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "core/train/history/pool.h"

Test(pool, the_same_text_has_one_number_in_the_order_of_coming)
{
	struct pool	p;
	uint32_t	id;
	char		s[16];
	struct err	e = { 0 };

	pool_init(&p);
	cr_assert_eq(pool_find(&p, str_of("x")), POOL_NONE);
	for (int round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 5000; i++) {
			snprintf(s, sizeof(s), "text %u", i);
			cr_assert_eq(pool_add(&p, str_of(s), &id, &e), RC_OK);
			cr_assert_eq(id, i);
		}
	cr_assert_eq(p.n, 5000);
	cr_assert(str_eq(pool_str(&p, 4321), str_of("text 4321")));
	cr_assert_eq(pool_find(&p, str_of("text 77")), 77);
	cr_assert_eq(pool_find(&p, str_of("text")), POOL_NONE);
	cr_assert_null(pool_str(&p, POOL_NONE).s);
	cr_assert_eq(pool_add(&p, str_of(""), &id, &e), RC_OK);
	cr_assert_eq(pool_find(&p, str_of("")), id);
	pool_fini(&p);
}
