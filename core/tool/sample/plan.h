/*
 * The planner: the causes of an item and the date become a sequence of jobs.  A value that is
 * not known, a taste, a slip of the hand is a choice (chance.h), so the same code routes the
 * factory's items and weighs what somebody could know of them.
 */
#ifndef CORE_TOOL_SAMPLE_PLAN_H
#define CORE_TOOL_SAMPLE_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/tool/sample/cause.h"
#include "core/tool/sample/chance.h"

#define PLAN_MOST	40	/* jobs of one routing */

enum job {
	JOB_SAW, JOB_WATERJET, JOB_RECEIVE, JOB_FORGE, JOB_CAST, JOB_ROUGH, JOB_CNC1, JOB_CNC2,
	JOB_AUTO, JOB_VTL, JOB_MILLTURN, JOB_DRILL, JOB_MCT, JOB_KEY, JOB_SLOTTER, JOB_WIRE,
	JOB_WIRE_OUT, JOB_SLOT, JOB_GUNDRILL, JOB_GROOVE, JOB_EDM, JOB_SONIC, JOB_TAP,
	JOB_THREADMILL, JOB_THREAD, JOB_PIPE, JOB_TEMPER, JOB_QUENCH, JOB_INDUCTION, JOB_NITRIDE,
	JOB_SOLUTION, JOB_RELIEVE, JOB_AGE, JOB_STRAIGHTEN, JOB_OD_GRIND, JOB_ID_GRIND,
	JOB_FACE_GRIND, JOB_CENTERLESS, JOB_DIAMOND, JOB_LAP, JOB_FINE_LAP, JOB_POLISH, JOB_HONE,
	JOB_CHROME, JOB_TIN, JOB_NICKEL, JOB_HVOF_OUT, JOB_HVOF, JOB_PTFE, JOB_OXIDE, JOB_DLC,
	JOB_TIG, JOB_LASERWELD, JOB_OVERLAY, JOB_FORM, JOB_PRESSFIT, JOB_ASSEMBLE, JOB_MIX,
	JOB_MOLD, JOB_POSTCURE, JOB_TRIM, JOB_SPLICE, JOB_COMPRESS, JOB_SINTER, JOB_CUT,
	JOB_PUNCH, JOB_IMPREGNATE, JOB_COIL, JOB_END_GRIND, JOB_BALANCE, JOB_FINE_BALANCE,
	JOB_DEBURR, JOB_CLEAN, JOB_ULTRASONIC, JOB_PASSIVATE, JOB_BLACK, JOB_BLAST, JOB_EPOLISH,
	JOB_INSPECT, JOB_CMM, JOB_OPTICAL, JOB_HARDNESS, JOB_PT, JOB_MT, JOB_UT, JOB_HYDRO,
	JOB_PMI, JOB_AIRLEAK, JOB_WITNESS, JOB_ROUGHNESS, JOB_SPRINGTEST, JOB_STAMP,
	JOB_LASERMARK, JOB_PACK, JOB_VCI, JOB_EXPORT, JOBS
};

struct plan {
	struct chance		*chance;
	const struct cause	*cause;
	const struct seen	*seen;		/* NULL: everything is known */
	int			 ymd;		/* of the routing */
	/* What this run believes, once it has asked. */
	unsigned		 grade;
	struct size_class	 class;
	int8_t			 trait[TRAITS];	/* -1: not asked yet */
	uint8_t			 job[PLAN_MOST];
	unsigned		 n;
};

/* Plan a routing of the item at that date; slips of the planner included. */
void	plan_make(struct plan *p, struct chance *chance, const struct cause *cause,
	    const struct seen *seen, int ymd);
/* The same without slips. */
void	plan_intend(struct plan *p, struct chance *chance, const struct cause *cause,
	    const struct seen *seen, int ymd);

/* For the grammar (plan_*.c). */
unsigned	plan_trait(struct plan *p, enum trait t);
enum family	plan_family(const struct plan *p);
enum part	plan_part(const struct plan *p);	/* whose process it follows */
bool		plan_since(const struct plan *p, int ymd);
bool		plan_has(const struct plan *p, enum job j);
void		plan_add(struct plan *p, enum job j);
/* A matter of taste: true with probability p. */
enum taste {
	TASTE_BLANK = 100, TASTE_DEBURR, TASTE_NDT, TASTE_MARK, TASTE_POLISH, TASTE_HONE,
	TASTE_NITRIDE, TASTE_KEY, TASTE_WASH, TASTE_LAP, TASTE_SLIP, TASTE_SLIP_WHERE
};
bool		plan_taste(struct plan *p, enum taste t, double likely);

/* Policies that hold for all shops, by the day they began. */
enum {
	POLICY_AUTO_LATHE = 20170501, POLICY_NUCLEAR_PT = 20170801, POLICY_WIRE_INSIDE = 20180601,
	POLICY_NO_WASH = 20181001, POLICY_LASER_MARK = 20190101, POLICY_SKIP_STANDARD = 20190401,
	POLICY_FINE_BALANCE = 20190901, POLICY_ALLOY_PMI = 20200201, POLICY_NO_SLOTTER = 20200301,
	POLICY_MILLTURN = 20210301, POLICY_OPTICAL = 20210401, POLICY_HYDRO_MID = 20210701,
	POLICY_HVOF_INSIDE = 20210901, POLICY_CMM_LARGE = 20220201, POLICY_SIC_WASH = 20220501,
	POLICY_LASER_WELD = 20220601, POLICY_VCI_STEEL = 20230201
};

void	plan_metal(struct plan *p);
void	plan_hard_face(struct plan *p);
void	plan_soft(struct plan *p);	/* rubber, plastic, gaskets */
void	plan_unit(struct plan *p);	/* springs, bellows, assemblies */
/* What ends every routing: washing, tests, inspection, marking, packing. */
void	plan_end(struct plan *p);

#endif
