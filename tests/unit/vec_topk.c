#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "core/base/rng.h"
#include "core/vec/topk.h"

static int
cmp(const void *a, const void *b)
{
	const struct hit	*x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

Test(topk, keeps_what_a_full_sort_puts_first)
{
	struct hit	all[500], room[40];
	struct topk	t;
	struct rng	r;

	rng_init(&r, 3, 0);
	for (size_t k = 0; k <= 40; k++) {
		topk_init(&t, room, k);
		for (uint32_t i = 0; i < 500; i++) {
			all[i].id = (i * 77) % 500;
			all[i].score = (float)rng_below(&r, 60);	/* many ties */
			topk_add(&t, all[i].id, all[i].score);
		}
		topk_sort(&t);
		qsort(all, 500, sizeof(all[0]), cmp);
		cr_assert_eq(t.n, k);
		for (size_t i = 0; i < k; i++)
			cr_assert(room[i].id == all[i].id && room[i].score == all[i].score,
			    "k=%zu, place %zu", k, i);
	}
}

Test(topk, ties_go_to_the_lower_id_in_any_order)
{
	static const uint32_t	orders[2][4] = { { 9, 4, 7, 2 }, { 2, 7, 4, 9 } };
	struct hit		room[2];
	struct topk		t;

	for (size_t o = 0; o < 2; o++) {
		topk_init(&t, room, 2);
		for (size_t i = 0; i < 4; i++)
			topk_add(&t, orders[o][i], 0.5f);
		topk_sort(&t);
		cr_assert_eq(room[0].id, 2);
		cr_assert_eq(room[1].id, 4);
	}
}

Test(topk, fewer_than_k_are_all_kept)
{
	struct hit	room[8];
	struct topk	t;

	topk_init(&t, room, 8);
	topk_add(&t, 1, -2);
	topk_add(&t, 2, 3);
	topk_sort(&t);
	cr_assert_eq(t.n, 2);
	cr_assert_eq(room[0].id, 2);
}
