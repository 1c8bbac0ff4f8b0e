#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/tool/sample/shop.h"

static struct cause	cause;
static struct plan	plan;
static struct chance	chance;

/* An ordinary steel sleeve; tests change what they are about. */
static void
setup(void)
{
	memset(&cause, 0, sizeof(cause));
	cause.part = PART_SLEEVE;
	cause.grade = 4;	/* SUS316 */
	cause.ymd = 20200101;
	cause.size = (struct size){ .od = 75, .id = 60, .len = 80 };
	cause_init();
}

/* Its likeliest routing on that day, where all is known. */
static void
intend(int ymd)
{
	chance_enumerate(&chance, 1);
	plan_intend(&plan, &chance, &cause, NULL, ymd);
}

static unsigned
count(enum job j)
{
	unsigned	n = 0;

	for (unsigned i = 0; i < plan.n; i++)
		n += plan.job[i] == j;
	return n;
}

static int
place(enum job j)
{
	for (unsigned i = 0; i < plan.n; i++)
		if (plan.job[i] == j)
			return (int)i;
	return -1;
}

static unsigned
grade_of(enum family f)
{
	unsigned	i = 0;

	while (i < part_ngrades && part_grades[i].family != f)
		i++;
	cr_assert_lt(i, part_ngrades, "no grade of family %d", (int)f);
	return i;
}

TestSuite(sample_plan, .init = setup);

Test(sample_plan, a_plain_sleeve_is_sawn_turned_and_inspected)
{
	intend(20200101);
	cr_assert_eq(plan.n, 4);
	cr_assert_eq(plan.job[0], JOB_SAW);
	cr_assert_eq(plan.job[1], JOB_CNC1);
	cr_assert_eq(plan.job[2], JOB_CNC2);
	cr_assert_eq(plan.job[3], JOB_INSPECT);
}

Test(sample_plan, hard_chrome_is_ground_before_and_after)
{
	cause.trait[TRAIT_COAT] = COAT_CHROME;
	intend(20200101);
	cr_assert_eq(count(JOB_OD_GRIND), 2);
	cr_assert_eq(plan.job[place(JOB_CHROME) - 1], JOB_OD_GRIND);
	cr_assert_eq(plan.job[place(JOB_CHROME) + 1], JOB_OD_GRIND);
}

Test(sample_plan, carbide_spray_was_taken_in_house)
{
	cause.trait[TRAIT_COAT] = COAT_CARBIDE;
	intend(POLICY_HVOF_INSIDE - 1);
	cr_assert(count(JOB_HVOF_OUT) == 1 && count(JOB_HVOF) == 0);
	cr_assert_eq(shop_jobs[JOB_HVOF_OUT].kind, BOUGHT);
	intend(POLICY_HVOF_INSIDE);
	cr_assert(count(JOB_HVOF_OUT) == 0 && count(JOB_HVOF) == 1);
	cr_assert_eq(shop_jobs[JOB_HVOF].kind, HOUSE);
}

Test(sample_plan, washing_was_dropped)
{
	intend(POLICY_NO_WASH - 1);
	cr_assert_eq(count(JOB_CLEAN), 1);
	intend(POLICY_NO_WASH);
	cr_assert_eq(count(JOB_CLEAN), 0);
}

Test(sample_plan, faces_of_silicon_carbide_are_inspected_optically_since_2021)
{
	cause.part = PART_MATING;
	cause.grade = grade_of(FAMILY_SIC);
	cause.trait[TRAIT_FLAT] = FLAT_THREE_BANDS;
	intend(POLICY_OPTICAL - 1);
	cr_assert_eq(count(JOB_OPTICAL), 0);
	intend(POLICY_OPTICAL);
	cr_assert_eq(count(JOB_OPTICAL), 1);
	cause.trait[TRAIT_FLAT] = FLAT_ONE_BAND;
	intend(POLICY_OPTICAL - 1);
	cr_assert_eq(count(JOB_OPTICAL), 1, "one band was always inspected so");
}

Test(sample_plan, holes_of_big_plates_are_milled_and_tapped_at_once)
{
	cause.part = PART_GLAND;
	cause.trait[TRAIT_HOLE] = HOLE_PLAIN;
	cause.trait[TRAIT_THREAD] = THREAD_TAP;
	cause.size = (struct size){ .od = 120, .id = 60, .len = 40 };
	intend(20200101);
	cr_assert(count(JOB_DRILL) == 1 && count(JOB_TAP) == 1 && count(JOB_MCT) == 0);
	cause.size.od = 220;
	intend(20200101);
	cr_assert(count(JOB_DRILL) == 0 && count(JOB_TAP) == 0 && count(JOB_MCT) == 1);
	cr_assert_eq(count(JOB_DEBURR), 1);
}

Test(sample_plan, a_steel_without_magnetism_is_tested_with_dye)
{
	cause.trait[TRAIT_NDT] = NDT_MAGNETIC;
	intend(20200101);
	cr_assert(count(JOB_MT) == 0 && count(JOB_PT) == 1);
	cause.grade = grade_of(FAMILY_CARBON_STEEL);
	intend(20200101);
	cr_assert(count(JOB_MT) == 1 && count(JOB_PT) == 0);
}

Test(sample_plan, what_the_row_hides_is_a_choice_with_its_exact_odds)
{
	struct parents	by = { cause.part, FAMILY_STAINLESS, cause_class(&cause.size), false,
			    cause.ymd };
	struct seen	seen;
	double		weight[TRAIT_VALUES], sum = 0, want, got = 0, all = 0;

	memset(&seen, 1, sizeof(seen));
	seen.trait[TRAIT_COAT] = false;
	cause_weights(TRAIT_COAT, &by, weight);
	for (unsigned v = 0; v < TRAIT_VALUES; v++)
		sum += weight[v] *= 1 - cause_shown(TRAIT_COAT, v);
	want = weight[COAT_CHROME] / sum;
	chance_enumerate(&chance, 0);
	do {
		plan_intend(&plan, &chance, &cause, &seen, cause.ymd);
		all += chance.p;
		if (count(JOB_CHROME) > 0)
			got += chance.p;
	} while (chance_next(&chance));
	cr_assert_float_eq(all, 1, 1e-9);
	cr_assert_float_eq(got, want, 1e-9);
	cr_assert(got > 0.0005 && got < 0.02, "%g", got);
}

Test(sample_plan, a_hidden_material_follows_from_what_else_the_row_says)
{
	struct seen	seen;
	double		magnetic = 0, plain = 0;

	/* Only few grades are ever hardened. */
	memset(&seen, 1, sizeof(seen));
	seen.grade = false;
	cause.trait[TRAIT_HEAT] = HEAT_HARDEN;
	chance_enumerate(&chance, 1e-6);
	do {
		plan_intend(&plan, &chance, &cause, &seen, cause.ymd);
		if (part_grades[plan.grade].family == FAMILY_MARTENSITIC ||
		    part_grades[plan.grade].family == FAMILY_CARBON_STEEL)
			magnetic += chance.p;
		else
			plain += chance.p;
	} while (chance_next(&chance));
	cr_assert_gt(magnetic, 0.99);
	cr_assert_lt(plain, 0.01);
}

Test(sample_plan, every_job_has_its_own_code_and_a_machine_on_any_day)
{
	const struct machine	*m[SHOP_CHOICES];

	for (unsigned j = 0; j < JOBS; j++) {
		cr_assert_not_null(shop_jobs[j].code, "job %u", j);
		cr_assert_not_null(shop_jobs[j].name);
		for (unsigned k = 0; k < j; k++)
			cr_assert_str_neq(shop_jobs[j].code, shop_jobs[k].code);
		for (int year = 2015; year <= 2025; year++)
			for (unsigned c = 0; c < SIZE_CLASSES; c++)
				for (unsigned f = 0; f < FAMILIES; f++) {
					unsigned n = shop_choices((enum job)j, cause_class_of(c),
					    (enum family)f, year * 10000 + 701, m);

					cr_assert_geq(n, 1);
					cr_assert_not_null(m[0], "%s in %d", shop_jobs[j].code,
					    year);
				}
	}
}

Test(sample_plan, a_retired_machine_takes_no_work)
{
	const struct machine	*m[SHOP_CHOICES];
	unsigned		 retired = 0;

	for (unsigned i = 0; i < shop_nmachines; i++) {
		if (shop_machines[i].to == 0)
			continue;
		retired++;
		for (unsigned j = 0; j < JOBS; j++)
			for (unsigned c = 0; c < SIZE_CLASSES; c++) {
				unsigned	n = shop_choices((enum job)j, cause_class_of(c),
						    FAMILY_STAINLESS, shop_machines[i].to, m);

				for (unsigned k = 0; k < n; k++)
					cr_assert_neq(m[k], &shop_machines[i]);
			}
	}
	cr_assert_geq(retired, 3);
}
