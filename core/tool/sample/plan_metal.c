/* The grammar of turned metal parts: blank, turning, milling, heat, grinding, coating. */
#include "config.h"

#include "core/tool/sample/plan.h"

static bool
is(const struct plan *p, enum part part)
{
	return plan_part(p) == part;
}

static bool
steel(const struct plan *p)
{
	return plan_family(p) == FAMILY_CARBON_STEEL || plan_family(p) == FAMILY_CAST_IRON;
}

static void
blank(struct plan *p)
{
	enum family	f = plan_family(p);

	if (f == FAMILY_CAST_IRON || p->grade == GRADE_CF8M ||
	    (f == FAMILY_BRONZE && p->class.band >= 4)) {
		plan_add(p, JOB_CAST);
		plan_add(p, JOB_RECEIVE);
	} else if (p->class.band >= 6 && !p->class.flat && (is(p, PART_GLAND) || is(p, PART_COVER))) {
		plan_add(p, JOB_FORGE);
		plan_add(p, JOB_UT);
	} else if (p->class.flat && p->class.band >= 3) {
		plan_add(p, JOB_WATERJET);
	} else if (p->class.band > 0 && !(p->class.band == 1 && plan_taste(p, TASTE_BLANK, 0.1))) {
		plan_add(p, JOB_SAW);
	}
	if (plan_trait(p, TRAIT_ANALYSIS) != ANALYSIS_NONE ||
	    (plan_since(p, POLICY_ALLOY_PMI) && (f == FAMILY_DUPLEX || f == FAMILY_NICKEL)))
		plan_add(p, JOB_PMI);
	if (plan_trait(p, TRAIT_NDT) == NDT_ULTRASONIC && !plan_has(p, JOB_UT))
		plan_add(p, JOB_UT);
}

/* Heat treatment of the roughed part. */
static void
early_heat(struct plan *p)
{
	switch (plan_trait(p, TRAIT_HEAT)) {
	case HEAT_TEMPER:
		plan_add(p, JOB_ROUGH);
		plan_add(p, JOB_TEMPER);
		break;
	case HEAT_RELIEVE:
		plan_add(p, JOB_ROUGH);
		plan_add(p, JOB_RELIEVE);
		break;
	case HEAT_SOLUTION:
		plan_add(p, JOB_SOLUTION);
		break;
	default:
		break;
	}
	if (plan_trait(p, TRAIT_WELD) == WELD_OVERLAY) {
		if (!plan_has(p, JOB_ROUGH))
			plan_add(p, JOB_ROUGH);
		plan_add(p, JOB_OVERLAY);
	}
}

static void
turning(struct plan *p)
{
	bool	sides = !is(p, PART_PIN) && !is(p, PART_BUSH) && !is(p, PART_COLLAR);

	if (is(p, PART_PIN) && plan_since(p, POLICY_AUTO_LATHE)) {
		plan_add(p, JOB_AUTO);
	} else if (p->class.band >= 6) {
		plan_add(p, JOB_VTL);
	} else if (is(p, PART_HOLDER) && plan_since(p, POLICY_MILLTURN) && p->class.band <= 3 &&
	    plan_trait(p, TRAIT_HOLE) != HOLE_NONE) {
		plan_add(p, JOB_MILLTURN);
	} else {
		plan_add(p, JOB_CNC1);
		if (sides || plan_trait(p, TRAIT_TOLERANCE) == TOLERANCE_ULTRA)
			plan_add(p, JOB_CNC2);
	}
	if (plan_trait(p, TRAIT_WELD) == WELD_JOIN) {
		plan_add(p, JOB_TIG);
		if (steel(p))
			plan_add(p, JOB_RELIEVE);
	}
}

static void
key(struct plan *p)
{
	switch (plan_trait(p, TRAIT_KEY)) {
	case KEY_WAY:
		if (is(p, PART_SHAFT))
			plan_add(p, JOB_KEY);
		else if (!plan_since(p, POLICY_NO_SLOTTER))
			plan_add(p, JOB_SLOTTER);
		else
			plan_add(p, plan_taste(p, TASTE_KEY, 0.12) ? JOB_KEY : JOB_WIRE);
		break;
	case KEY_SLOT:
		if (!plan_has(p, JOB_MCT) && !plan_has(p, JOB_MILLTURN))
			plan_add(p, JOB_SLOT);
		break;
	default:
		break;
	}
}

static void
thread(struct plan *p)
{
	switch (plan_trait(p, TRAIT_THREAD)) {
	case THREAD_TAP:
		if (!plan_has(p, JOB_MCT) && !plan_has(p, JOB_MILLTURN))
			plan_add(p, JOB_TAP);
		break;
	case THREAD_TAP_LARGE:
		plan_add(p, JOB_THREADMILL);
		break;
	case THREAD_OUTER:
		if (!plan_has(p, JOB_AUTO))
			plan_add(p, JOB_THREAD);
		break;
	case THREAD_PIPE:
		plan_add(p, JOB_PIPE);
		break;
	default:
		break;
	}
}

static void
milling(struct plan *p)
{
	unsigned	before = p->n;

	switch (plan_trait(p, TRAIT_HOLE)) {
	case HOLE_PLAIN:
		if (!plan_has(p, JOB_MILLTURN))
			plan_add(p, p->class.band >= 4 ? JOB_MCT : JOB_DRILL);
		break;
	case HOLE_DEEP:
		plan_add(p, JOB_GUNDRILL);
		break;
	default:
		break;
	}
	if (plan_trait(p, TRAIT_TURN) != TURN_BOTH &&
	    (is(p, PART_PUMPRING) || p->cause->part == PART_SCREWSLEEVE) && !plan_has(p, JOB_MCT))
		plan_add(p, JOB_MCT);	/* the helix */
	key(p);
	if (p->n > before && plan_trait(p, TRAIT_THREAD) == THREAD_TAP && !plan_has(p, JOB_MCT) &&
	    !plan_has(p, JOB_MILLTURN) && plan_taste(p, TASTE_DEBURR, 0.07)) {
		plan_add(p, JOB_DEBURR);
		thread(p);
		return;
	}
	thread(p);
	if (p->n > before || plan_has(p, JOB_MILLTURN))
		plan_add(p, JOB_DEBURR);
}

static void
late_heat(struct plan *p)
{
	switch (plan_trait(p, TRAIT_HEAT)) {
	case HEAT_HARDEN:
		plan_add(p, steel(p) && (is(p, PART_SHAFT) || p->class.band >= 4) ?
		    JOB_INDUCTION : JOB_QUENCH);
		plan_add(p, JOB_HARDNESS);
		break;
	case HEAT_AGE:
		plan_add(p, JOB_AGE);
		if (is(p, PART_SHAFT))
			plan_add(p, JOB_HARDNESS);
		break;
	case HEAT_NONE:
	case HEAT_SOLUTION:
		return;
	default:
		break;
	}
	if (p->class.slim)
		plan_add(p, JOB_STRAIGHTEN);
}

static void
grinding(struct plan *p)
{
	unsigned	tolerance = plan_trait(p, TRAIT_TOLERANCE);
	bool		hard = plan_trait(p, TRAIT_HEAT) == HEAT_HARDEN;

	if (tolerance == TOLERANCE_NONE && !hard)
		return;
	switch (plan_part(p)) {
	case PART_SHAFT:
		plan_add(p, JOB_OD_GRIND);
		if (tolerance == TOLERANCE_ULTRA)
			plan_add(p, JOB_POLISH);
		return;
	case PART_PIN:
		plan_add(p, JOB_CENTERLESS);
		return;
	case PART_SLEEVE:
		if (p->class.thin && tolerance != TOLERANCE_NONE && !plan_has(p, JOB_RELIEVE))
			plan_add(p, JOB_RELIEVE);
		plan_add(p, JOB_OD_GRIND);
		if (tolerance == TOLERANCE_ULTRA)
			plan_add(p, JOB_ID_GRIND);
		return;
	case PART_BUSH:
		if (plan_family(p) == FAMILY_BRONZE && plan_taste(p, TASTE_HONE, 0.14))
			plan_add(p, JOB_HONE);
		else
			plan_add(p, JOB_ID_GRIND);
		if (tolerance == TOLERANCE_ULTRA && !plan_has(p, JOB_HONE))
			plan_add(p, JOB_HONE);
		return;
	case PART_ROTARY:
	case PART_MATING:
		plan_add(p, JOB_FACE_GRIND);
		if (tolerance != TOLERANCE_NONE)
			plan_add(p, JOB_OD_GRIND);
		return;
	default:	/* fine bores of small plates are ground, those of large ones turned */
		if (tolerance == TOLERANCE_ULTRA || (p->class.band <= 3 && tolerance != TOLERANCE_NONE))
			plan_add(p, JOB_ID_GRIND);
	}
}

static bool
ground(const struct plan *p)
{
	return plan_has(p, JOB_OD_GRIND) || plan_has(p, JOB_ID_GRIND) ||
	    plan_has(p, JOB_CENTERLESS);
}

static void
coating(struct plan *p)
{
	switch (plan_trait(p, TRAIT_COAT)) {
	case COAT_CHROME:
		if (!ground(p))
			plan_add(p, JOB_OD_GRIND);
		plan_add(p, JOB_CHROME);
		plan_add(p, JOB_OD_GRIND);
		if (plan_taste(p, TASTE_POLISH, 0.12))
			plan_add(p, JOB_POLISH);
		break;
	case COAT_TIN:
		plan_add(p, JOB_POLISH);
		plan_add(p, JOB_TIN);
		break;
	case COAT_NICKEL:
		plan_add(p, JOB_NICKEL);
		break;
	case COAT_CARBIDE:
		plan_add(p, plan_since(p, POLICY_HVOF_INSIDE) ? JOB_HVOF : JOB_HVOF_OUT);
		plan_add(p, JOB_DIAMOND);
		break;
	case COAT_PTFE:
		plan_add(p, JOB_BLAST);
		plan_add(p, JOB_PTFE);
		break;
	case COAT_OXIDE:
		plan_add(p, JOB_BLAST);
		plan_add(p, JOB_OXIDE);
		plan_add(p, JOB_DIAMOND);
		break;
	default:
		break;
	}
}

static void
surface(struct plan *p)
{
	unsigned	flat = plan_trait(p, TRAIT_FLAT);

	if (flat != FLAT_NONE)
		plan_add(p, JOB_LAP);
	if (flat == FLAT_ONE_BAND) {
		plan_add(p, JOB_FINE_LAP);
		plan_add(p, JOB_OPTICAL);
	}
	if (plan_trait(p, TRAIT_ROUGH) == ROUGH_FINE && !ground(p))
		plan_add(p, JOB_POLISH);
	if (plan_trait(p, TRAIT_ROUGH) == ROUGH_MIRROR) {
		if (!plan_has(p, JOB_POLISH))
			plan_add(p, JOB_POLISH);
		plan_add(p, JOB_ROUGHNESS);
	}
	switch (plan_trait(p, TRAIT_FINISH)) {
	case FINISH_PASSIVATE:
		plan_add(p, JOB_PASSIVATE);
		break;
	case FINISH_BLACK:
		plan_add(p, JOB_BLACK);
		break;
	case FINISH_BLAST:
		if (!plan_has(p, JOB_BLAST))
			plan_add(p, JOB_BLAST);
		break;
	case FINISH_ELECTRO:
		plan_add(p, JOB_EPOLISH);
		break;
	default:
		break;
	}
}

static void
balance(struct plan *p)
{
	unsigned	b = plan_trait(p, TRAIT_BALANCE);

	if (b == BALANCE_FAST && p->class.band >= 4 && plan_since(p, POLICY_FINE_BALANCE))
		plan_add(p, JOB_FINE_BALANCE);
	else if (b == BALANCE_FAST || (b == BALANCE_SLOW && p->class.band >= 4))
		plan_add(p, JOB_BALANCE);
}

void
plan_metal(struct plan *p)
{
	bool	nitride;

	blank(p);
	early_heat(p);
	turning(p);
	milling(p);
	late_heat(p);
	nitride = plan_trait(p, TRAIT_HEAT) == HEAT_NITRIDE;
	if (nitride && plan_trait(p, TRAIT_TOLERANCE) != TOLERANCE_NONE &&
	    plan_taste(p, TASTE_NITRIDE, 0.15)) {
		plan_add(p, JOB_NITRIDE);
		nitride = false;
	}
	grinding(p);
	if (nitride)
		plan_add(p, JOB_NITRIDE);
	coating(p);
	surface(p);
	balance(p);
}
