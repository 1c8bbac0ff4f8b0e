/*
 * The causes: everything about an item that decides how it is made.  Given part type, grade,
 * size class, date and whether it is a standard part, each trait is drawn on its own; whether
 * the row shows it depends on the trait alone.  So what a row leaves open has an exact
 * distribution.
 */
#ifndef CORE_TOOL_SAMPLE_CAUSE_H
#define CORE_TOOL_SAMPLE_CAUSE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/tool/sample/part.h"

enum trait {
	/* told by columns */
	TRAIT_MARKET, TRAIT_STORED, TRAIT_SPARE, TRAIT_STANDARD, TRAIT_CARTRIDGE, TRAIT_SEAL,
	TRAIT_TURN,
	/* told by words */
	TRAIT_TOLERANCE, TRAIT_FLAT, TRAIT_ROUGH, TRAIT_THREAD, TRAIT_KEY, TRAIT_HOLE,
	TRAIT_COAT, TRAIT_HEAT, TRAIT_WELD, TRAIT_BALANCE, TRAIT_NDT, TRAIT_ANALYSIS,
	TRAIT_PRESSURE, TRAIT_CLEAN, TRAIT_FINISH, TRAIT_MARK, TRAIT_PACK, TRAIT_REPORT, TRAITS
};
#define TRAIT_FIRST_WORD	TRAIT_TOLERANCE
#define TRAIT_VALUES		8

enum { MARKET_GENERAL, MARKET_CHEMICAL, MARKET_NUCLEAR, MARKET_SEMICON, MARKET_MARINE };
enum { SEAL_B, SEAL_U, SEAL_D, SEAL_DB, SEAL_M, SEAL_T };
enum { TURN_BOTH, TURN_RIGHT, TURN_LEFT };
enum { TOLERANCE_NONE, TOLERANCE_FINE, TOLERANCE_ULTRA };
enum { FLAT_NONE, FLAT_THREE_BANDS, FLAT_ONE_BAND };
enum { ROUGH_NONE, ROUGH_FINE, ROUGH_MIRROR };
enum { THREAD_NONE, THREAD_TAP, THREAD_TAP_LARGE, THREAD_OUTER, THREAD_PIPE };
enum { KEY_NONE, KEY_WAY, KEY_SLOT };
enum { HOLE_NONE, HOLE_PLAIN, HOLE_DEEP };
enum {
	COAT_NONE, COAT_CHROME, COAT_TIN, COAT_NICKEL, COAT_CARBIDE, COAT_PTFE, COAT_OXIDE,
	COAT_DLC
};
enum {
	HEAT_NONE, HEAT_TEMPER, HEAT_HARDEN, HEAT_NITRIDE, HEAT_SOLUTION, HEAT_RELIEVE, HEAT_AGE
};
enum { WELD_NONE, WELD_JOIN, WELD_OVERLAY };
enum { BALANCE_NONE, BALANCE_SLOW, BALANCE_FAST };
enum { NDT_NONE, NDT_PENETRANT, NDT_MAGNETIC, NDT_ULTRASONIC };
enum { ANALYSIS_NONE, ANALYSIS_PMI, ANALYSIS_NACE };
enum { PRESSURE_NONE, PRESSURE_LOW, PRESSURE_MID, PRESSURE_HIGH };
enum { FINISH_NONE, FINISH_PASSIVATE, FINISH_BLACK, FINISH_BLAST, FINISH_ELECTRO };
enum { MARK_NONE, MARK_STAMP, MARK_LASER };
enum { PACK_NONE, PACK_VCI, PACK_EXPORT };
enum { REPORT_NONE, REPORT_CMM, REPORT_WITNESS };

struct size {
	double	od, id, len;	/* mm; id is 0 for solid parts */
	bool	inch;		/* drawn in inches */
};

/* All that the process asks of a size: the limits of machines and methods. */
struct size_class {
	uint8_t	band;		/* of the outer diameter, see cause_band_mm */
	bool	slim;		/* longer than 6 times its diameter */
	bool	flat;		/* shorter than 0.16 of it */
	bool	thin;		/* wall under 5 mm */
};
#define SIZE_BANDS	8
extern const double	cause_band_mm[SIZE_BANDS - 1];	/* upper ends */
#define SIZE_CLASSES	(SIZE_BANDS * 8)

struct cause {
	enum part		 part;
	unsigned		 grade;
	int			 ymd;		/* when the item was made first */
	struct size		 size;
	uint8_t			 trait[TRAITS];
};

/* What the row tells; the rest is to be guessed.  The part type is always told. */
struct seen {
	bool	grade, size, trait[TRAITS];
};

/* A size of that type: each one of a family has its own, around the family's. */
struct size		cause_size(enum part part, uint64_t seed, uint64_t own, uint64_t family);
struct size_class	cause_class(const struct size *s);
struct size_class	cause_class_of(unsigned index);	/* index < SIZE_CLASSES */
/* How likely each size class is for that type; counted once from many draws. */
const double		*cause_class_weights(enum part part);
void			cause_init(void);	/* once, before any thread */

/* What a trait's odds hang on. */
struct parents {
	enum part		part;
	enum family		family;
	struct size_class	class;
	bool			standard;	/* catalogue parts are plain */
	int			ymd;
};

/* Weights of a trait's values; TRAIT_VALUES of them, 0 where there is none. */
void	cause_weights(enum trait t, const struct parents *p, double weight[TRAIT_VALUES]);
/* How often a row shows that value. */
double	cause_shown(enum trait t, unsigned value);
/* Probability of what the row says, and does not say, of the traits, were these its parents. */
double	cause_evidence(const struct cause *c, const struct seen *seen, const struct parents *p);

#endif
