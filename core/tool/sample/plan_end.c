/* How every routing ends: washing, tests, inspection, marking, packing. */
#include "config.h"

#include "core/tool/sample/plan.h"

static bool
plain_metal(struct plan *p)
{
	return plan_family(p) <= FAMILY_CAST_IRON && plan_part(p) <= PART_COVER &&
	    plan_part(p) != PART_BELLOWS && plan_part(p) != PART_SPRING;
}

static void
washing(struct plan *p)
{
	enum part	part = plan_part(p);

	if (plan_trait(p, TRAIT_CLEAN) || plan_trait(p, TRAIT_MARKET) == MARKET_SEMICON ||
	    (plan_since(p, POLICY_SIC_WASH) && plan_family(p) == FAMILY_SIC)) {
		if (!plan_has(p, JOB_ULTRASONIC))
			plan_add(p, JOB_ULTRASONIC);
	} else if (!plan_since(p, POLICY_NO_WASH) && (part == PART_SLEEVE || part == PART_BUSH ||
	    part == PART_COLLAR || part == PART_HOLDER)) {
		plan_add(p, JOB_CLEAN);
	}
}

static void
cracks(struct plan *p)
{
	unsigned	ndt = plan_trait(p, TRAIT_NDT);

	if (ndt == NDT_MAGNETIC && plan_family(p) != FAMILY_CARBON_STEEL &&
	    plan_family(p) != FAMILY_MARTENSITIC && plan_family(p) != FAMILY_CAST_IRON)
		ndt = NDT_PENETRANT;	/* it does not hold a magnet */
	if (ndt == NDT_MAGNETIC)
		plan_add(p, JOB_MT);
	else if (ndt == NDT_PENETRANT || plan_trait(p, TRAIT_WELD) != WELD_NONE ||
	    (plan_since(p, POLICY_NUCLEAR_PT) && plan_trait(p, TRAIT_MARKET) == MARKET_NUCLEAR &&
	    plain_metal(p) && plan_part(p) != PART_PIN))
		plan_add(p, JOB_PT);
}

static void
inspection(struct plan *p)
{
	unsigned	report = plan_trait(p, TRAIT_REPORT);
	bool		small = plan_part(p) == PART_PIN || plan_part(p) == PART_COLLAR ||
			    plan_part(p) == PART_ORING || plan_part(p) == PART_GASKET;

	if (plan_trait(p, TRAIT_ANALYSIS) == ANALYSIS_NACE && !plan_has(p, JOB_HARDNESS))
		plan_add(p, JOB_HARDNESS);
	if (report == REPORT_CMM)
		plan_add(p, JOB_CMM);
	else if (!(small && plan_trait(p, TRAIT_STANDARD) && plan_since(p, POLICY_SKIP_STANDARD)))
		plan_add(p, JOB_INSPECT);
	if (report != REPORT_CMM && p->class.band >= 6 && plan_since(p, POLICY_CMM_LARGE) &&
	    plain_metal(p))
		plan_add(p, JOB_CMM);
}

static void
pressure(struct plan *p)
{
	unsigned	bar = plan_trait(p, TRAIT_PRESSURE);

	if (bar == PRESSURE_HIGH || (bar == PRESSURE_MID && plan_since(p, POLICY_HYDRO_MID)))
		plan_add(p, JOB_HYDRO);
}

static void
marking(struct plan *p)
{
	switch (plan_trait(p, TRAIT_MARK)) {
	case MARK_STAMP:
		plan_add(p, plan_since(p, POLICY_LASER_MARK) &&
		    plan_family(p) != FAMILY_CARBON_STEEL ? JOB_LASERMARK : JOB_STAMP);
		break;
	case MARK_LASER:
		plan_add(p, JOB_LASERMARK);
		break;
	default:
		if (plan_trait(p, TRAIT_SPARE) && plain_metal(p))
			plan_add(p, JOB_LASERMARK);
	}
}

static void
packing(struct plan *p)
{
	unsigned	pack = plan_trait(p, TRAIT_PACK);
	bool		rusts = plan_family(p) == FAMILY_CARBON_STEEL ||
			    plan_family(p) == FAMILY_CAST_IRON;

	if (pack == PACK_EXPORT)
		plan_add(p, JOB_EXPORT);
	else if (pack == PACK_VCI && rusts)
		plan_add(p, JOB_VCI);
	else if (rusts && plan_since(p, POLICY_VCI_STEEL) && !plan_trait(p, TRAIT_STORED))
		plan_add(p, JOB_VCI);
	else if (!plan_trait(p, TRAIT_STORED) && (plan_trait(p, TRAIT_SPARE) ||
	    !plain_metal(p) || plan_trait(p, TRAIT_MARKET) == MARKET_SEMICON))
		plan_add(p, JOB_PACK);
}

/* Exchanges the job at `at` with the one before it. */
static void
swap(struct plan *p, unsigned at)
{
	uint8_t	j = p->job[at];

	p->job[at] = p->job[at - 1];
	p->job[at - 1] = j;
}

void
plan_end(struct plan *p)
{
	unsigned	before = p->n;

	washing(p);
	if (p->n > before && before > 0 && p->job[before] == JOB_ULTRASONIC &&
	    p->job[before - 1] == JOB_DEBURR && plan_taste(p, TASTE_WASH, 0.08))
		swap(p, before);
	before = p->n;
	cracks(p);
	inspection(p);
	if (p->n > before + 1 && p->job[before] == JOB_PT && plan_taste(p, TASTE_NDT, 0.08))
		swap(p, before + 1);
	pressure(p);
	before = p->n;
	marking(p);
	if (p->n > before && before > 0 && p->job[before - 1] == JOB_INSPECT &&
	    plan_taste(p, TASTE_MARK, 0.05))
		swap(p, before);
	if (plan_trait(p, TRAIT_REPORT) == REPORT_WITNESS)
		plan_add(p, JOB_WITNESS);
	packing(p);
}
