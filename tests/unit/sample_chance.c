#include "config.h"

#include <criterion/criterion.h>
#include <math.h>

#include "core/tool/sample/chance.h"

/* A small program of choices: the second one is asked for only after some first ones. */
static unsigned
play(struct chance *c)
{
	unsigned	a = chance_pick(c, 1, (double []){ 5, 3, 2 }, 3);

	if (a == 0)
		return chance_happens(c, 2, 0.4) ? 1 : 0;
	return 10 * a + chance_pick(c, 3, (double []){ 1, 0, 3 }, 3);
}

Test(sample_chance, enumeration_meets_each_combination_once_with_its_probability)
{
	struct chance	c;
	double		p[32] = { 0 }, sum = 0;
	unsigned	times[32] = { 0 };

	chance_enumerate(&c, 0);
	do {
		unsigned	outcome = play(&c);

		p[outcome] += c.p;
		times[outcome]++;
		sum += c.p;
	} while (chance_next(&c));
	cr_assert_float_eq(sum, 1, 1e-12);
	cr_assert_float_eq(p[0], 0.3, 1e-12);
	cr_assert_float_eq(p[1], 0.2, 1e-12);
	cr_assert_float_eq(p[10], 0.075, 1e-12);
	cr_assert_float_eq(p[22], 0.15, 1e-12);
	cr_assert_eq(times[11], 0, "an alternative without weight was taken");
	for (unsigned i = 0; i < 32; i++)
		cr_assert_leq(times[i], 1);
}

Test(sample_chance, what_is_rarer_than_the_floor_is_not_followed)
{
	struct chance	c;
	double		sum = 0;
	unsigned	runs = 0;

	chance_enumerate(&c, 0.1);
	do {
		play(&c);
		cr_assert_geq(c.p, 0.1 - 1e-12);
		sum += c.p;
		runs++;
	} while (chance_next(&c));
	/* .3 and .2 of the first, .225 and .15 of the others */
	cr_assert_eq(runs, 4);
	cr_assert_float_eq(sum, 0.875, 1e-12);
}

Test(sample_chance, drawn_outcomes_come_as_often_as_enumerated_ones)
{
	struct chance	c;
	unsigned	times[32] = { 0 };

	for (uint64_t i = 0; i < 20000; i++) {
		chance_draw(&c, 5, 2 * i + 1, 2 * i, 0.5, 3);
		times[play(&c)]++;
	}
	cr_assert_float_eq(times[0] / 20000.0, 0.3, 0.012);
	cr_assert_float_eq(times[1] / 20000.0, 0.2, 0.012);
	cr_assert_float_eq(times[22] / 20000.0, 0.15, 0.012);
	cr_assert_eq(times[11], 0);
}

Test(sample_chance, relatives_choose_alike_but_in_private_matters)
{
	struct chance	a, b;
	unsigned	alike = 0, alone = 0;

	for (uint64_t i = 0; i < 4000; i++) {
		chance_draw(&a, 9, 4 * i + 1, 4 * i, 0.9, 50);
		chance_draw(&b, 9, 4 * i + 3, 4 * i, 0.9, 50);
		alike += chance_happens(&a, 7, 0.5) == chance_happens(&b, 7, 0.5);
		alone += chance_happens(&a, 50, 0.5) == chance_happens(&b, 50, 0.5);
	}
	/* .9 x .9 together, else by chance: .905 */
	cr_assert_float_eq(alike / 4000.0, 0.905, 0.02);
	cr_assert_float_eq(alone / 4000.0, 0.5, 0.03);
}
