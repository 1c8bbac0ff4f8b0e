/* The grammar of seal faces, rubber and plastic, springs, bellows and assemblies. */
#include "config.h"

#include "core/tool/sample/plan.h"

/* Slots and holes in what no cutter cuts. */
static void
carve(struct plan *p)
{
	enum family	f = plan_family(p);
	unsigned	want = (plan_trait(p, TRAIT_KEY) != KEY_NONE) +
			    (plan_trait(p, TRAIT_HOLE) != HOLE_NONE);

	if (want == 0)
		return;
	if (f == FAMILY_GRAPHITE)
		plan_add(p, plan_trait(p, TRAIT_KEY) != KEY_NONE ? JOB_SLOT : JOB_DRILL);
	else if (f != FAMILY_WC)
		plan_add(p, JOB_SONIC);
	else if (plan_trait(p, TRAIT_HOLE) != HOLE_NONE)
		plan_add(p, JOB_EDM);
	else
		plan_add(p, plan_since(p, POLICY_WIRE_INSIDE) ? JOB_WIRE : JOB_WIRE_OUT);
}

static void
lapping(struct plan *p)
{
	enum family	f = plan_family(p);
	unsigned	flat = plan_trait(p, TRAIT_FLAT), seal = plan_trait(p, TRAIT_SEAL);

	if (flat == FLAT_NONE)
		return;
	plan_add(p, JOB_LAP);
	if (seal == SEAL_D || seal == SEAL_DB)
		plan_add(p, JOB_LAP);		/* the other face */
	if (plan_trait(p, TRAIT_ROUGH) == ROUGH_MIRROR && flat != FLAT_ONE_BAND &&
	    plan_taste(p, TASTE_LAP, 0.1))
		plan_add(p, JOB_POLISH);
	else if (flat == FLAT_ONE_BAND || plan_trait(p, TRAIT_ROUGH) == ROUGH_MIRROR)
		plan_add(p, JOB_FINE_LAP);
	if (flat == FLAT_ONE_BAND ||
	    (plan_since(p, POLICY_OPTICAL) && (f == FAMILY_SIC || f == FAMILY_WC)))
		plan_add(p, JOB_OPTICAL);
}

void
plan_hard_face(struct plan *p)
{
	enum family	f = plan_family(p);
	enum part	part = plan_part(p);
	bool		fine = plan_trait(p, TRAIT_TOLERANCE) != TOLERANCE_NONE;

	if (f == FAMILY_GRAPHITE) {
		if (p->class.band >= 3)
			plan_add(p, JOB_SAW);
		plan_add(p, JOB_CNC1);
		if (plan_trait(p, TRAIT_TOLERANCE) == TOLERANCE_ULTRA)
			plan_add(p, JOB_CNC2);
		carve(p);
		if (plan_trait(p, TRAIT_MARKET) == MARKET_CHEMICAL || p->class.band >= 5)
			plan_add(p, JOB_IMPREGNATE);
	} else {
		plan_add(p, JOB_RECEIVE);
		plan_add(p, p->class.flat ? JOB_FACE_GRIND : JOB_DIAMOND);
		if (fine)
			plan_add(p, part == PART_BUSH ? JOB_ID_GRIND : JOB_OD_GRIND);
		if (plan_trait(p, TRAIT_TOLERANCE) == TOLERANCE_ULTRA)
			plan_add(p, JOB_HONE);
		carve(p);
	}
	if (part == PART_ROTARY && (plan_trait(p, TRAIT_SEAL) == SEAL_M ||
	    plan_trait(p, TRAIT_SEAL) == SEAL_T))
		plan_add(p, JOB_PRESSFIT);
	if (plan_trait(p, TRAIT_TURN) != TURN_BOTH && (f == FAMILY_SIC || f == FAMILY_WC) &&
	    part != PART_BUSH)
		plan_add(p, JOB_GROOVE);
	lapping(p);
	if (plan_trait(p, TRAIT_COAT) == COAT_DLC)
		plan_add(p, JOB_DLC);
	if (plan_has(p, JOB_IMPREGNATE))
		plan_add(p, JOB_AIRLEAK);
}

static void
rubber(struct plan *p)
{
	if (p->grade == GRADE_FFKM /* is bought */) {
		plan_add(p, JOB_RECEIVE);
		return;
	}
	if (plan_part(p) == PART_GASKET) {
		plan_add(p, p->class.band <= 4 ? JOB_PUNCH : JOB_CUT);
	} else if (p->class.band >= 5) {
		plan_add(p, JOB_CUT);
		plan_add(p, JOB_SPLICE);
	} else {
		plan_add(p, JOB_MIX);
		plan_add(p, JOB_MOLD);
		if (p->grade == GRADE_FKM)
			plan_add(p, JOB_POSTCURE);
		plan_add(p, JOB_TRIM);
	}
	if (plan_trait(p, TRAIT_COAT) == COAT_PTFE)
		plan_add(p, JOB_PTFE);
}

void
plan_soft(struct plan *p)
{
	enum family	f = plan_family(p);

	if (f == FAMILY_RUBBER) {
		rubber(p);
	} else if (f == FAMILY_GRAPHITE) {
		plan_add(p, JOB_CUT);
	} else {
		if (p->class.band >= 4) {
			plan_add(p, JOB_COMPRESS);
			plan_add(p, JOB_SINTER);
		} else {
			plan_add(p, JOB_SAW);
		}
		plan_add(p, JOB_CNC1);
	}
	if (plan_trait(p, TRAIT_HOLE) != HOLE_NONE)
		plan_add(p, f == FAMILY_PLASTIC ? JOB_DRILL : JOB_PUNCH);
	if (plan_trait(p, TRAIT_TOLERANCE) != TOLERANCE_NONE)
		plan_add(p, JOB_OPTICAL);
}

static void
spring(struct plan *p)
{
	if (plan_trait(p, TRAIT_ANALYSIS) != ANALYSIS_NONE)
		plan_add(p, JOB_PMI);
	plan_add(p, JOB_COIL);
	if (plan_trait(p, TRAIT_HEAT) == HEAT_RELIEVE)
		plan_add(p, JOB_RELIEVE);
	if (plan_trait(p, TRAIT_TOLERANCE) != TOLERANCE_NONE)
		plan_add(p, JOB_END_GRIND);
	if (plan_trait(p, TRAIT_FINISH) == FINISH_PASSIVATE)
		plan_add(p, JOB_PASSIVATE);
	else if (plan_trait(p, TRAIT_FINISH) == FINISH_BLAST)
		plan_add(p, JOB_BLAST);
	plan_add(p, JOB_SPRINGTEST);
}

static void
bellows(struct plan *p)
{
	if (plan_trait(p, TRAIT_ANALYSIS) != ANALYSIS_NONE || (plan_since(p, POLICY_ALLOY_PMI) &&
	    plan_family(p) == FAMILY_NICKEL))
		plan_add(p, JOB_PMI);
	plan_add(p, JOB_FORM);
	plan_add(p, plan_since(p, POLICY_LASER_WELD) ? JOB_LASERWELD : JOB_TIG);
	if (plan_trait(p, TRAIT_HEAT) == HEAT_AGE)
		plan_add(p, JOB_AGE);
	else if (plan_trait(p, TRAIT_HEAT) == HEAT_SOLUTION)
		plan_add(p, JOB_SOLUTION);
	if (plan_trait(p, TRAIT_TOLERANCE) != TOLERANCE_NONE)
		plan_add(p, JOB_CNC2);
	plan_add(p, JOB_AIRLEAK);
}

void
plan_unit(struct plan *p)
{
	if (plan_part(p) == PART_SPRING) {
		spring(p);
	} else if (plan_part(p) == PART_BELLOWS) {
		bellows(p);
	} else {
		plan_add(p, JOB_ULTRASONIC);
		plan_add(p, JOB_ASSEMBLE);
		if (plan_trait(p, TRAIT_BALANCE) == BALANCE_FAST)
			plan_add(p, JOB_FINE_BALANCE);
		if (plan_trait(p, TRAIT_CARTRIDGE) || plan_trait(p, TRAIT_PRESSURE) == PRESSURE_LOW)
			plan_add(p, JOB_AIRLEAK);
	}
}
