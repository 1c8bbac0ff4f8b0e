/*
 * Specifications in free text: diameters, A×B×C, inch fractions, threads, fits, tolerances,
 * roughness, hardness, standards, angles, quantities.  What is left is words.
 *
 * Works on normalised text (text.h) and allocates nothing: the answer holds at most
 * SPEC_ITEMS items and SPEC_WORDS words, and says so if there were more.
 */
#ifndef CORE_FEAT_SPEC_H
#define CORE_FEAT_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"
#include "core/feat/unit.h"

#define SPEC_ITEMS	32
#define SPEC_WORDS	64
#define SPEC_AXES	4	/* of A×B×C×D */

enum spec_kind {
	SPEC_OD, SPEC_ID,	/* a diameter named outer or inner */
	SPEC_DIAMETER,		/* ø45, d120, dia. 30; name pcd for a pitch circle, hole */
	SPEC_BOX,		/* 45×32×8: n values as written; name has a letter each, '.' or as below */
	SPEC_THICKNESS,		/* t8, 8t, 두께 8, l=120, 폭 30: name t, l, w or h */
	SPEC_LENGTH,		/* 120mm, 3/4"; radius and chamfer have the name r or c */
	SPEC_THREAD,		/* v[0] nominal diameter, v[1] pitch (0: not given), mm; name m, unc, pt, ... */
	SPEC_FIT,		/* h7, g6: v[0] the IT grade; name has the letters */
	SPEC_GRADE,		/* it6: v[0] the grade */
	SPEC_TOLERANCE,		/* lo and hi, mm, about 0; of form or position with its name (runout), 0 to v[0] */
	SPEC_ROUGHNESS,		/* v[0] in µm of the name's parameter (ra, rz, rmax, rt), or ▽ marks as ra */
	SPEC_HARDNESS,		/* lo to hi in the name's scale (hrc, hb, hv, hs, shore a) */
	SPEC_STANDARD,		/* name: its letters; number in the span */
	SPEC_ANGLE,		/* degrees */
	SPEC_PRESSURE,		/* MPa, or as a flange has it: name class, v[0] 150; k, 10; pn, 16 */
	SPEC_QUANTITY,		/* 2ea, 4-ø12 (holes), 3 pcs */
	SPEC_FLATNESS,		/* µm; of light bands too */
	SPEC_SPEED,		/* per minute */
	SPEC_NUMBER,		/* a number of another unit (its name), or that nothing names; name
				   pressure: one that a word calls so, without unit */
	SPEC_NKINDS
};

struct spec_item {
	enum spec_kind	kind;
	uint8_t		n;		/* values in v */
	char		name[14];	/* "h7", "hrc", "m10", "astm"; "" for none */
	double		v[SPEC_AXES];	/* mm for lengths, else the kind's own unit */
	double		lo, hi;		/* a range or tolerance; both v[0] where there is none */
	uint32_t	begin, end;	/* bytes of the text */
};

struct spec {
	struct spec_item item[SPEC_ITEMS];
	size_t		 n;
	struct str	 word[SPEC_WORDS];	/* borrowed from the text, in its order */
	size_t		 nwords;
	bool		 cut;		/* there was more than fits */
};

/* text is normalised; it must outlive *out, whose words point into it. */
void		spec_parse(struct str text, struct spec *out);
const char	*spec_kind_name(enum spec_kind k);

/*
 * A whole cell as one number: "45", "1,200.5", "1-1/2", "ø45", "45 mm".  text is normalised.
 * *kind and *factor are of the unit in the cell (UNIT_NONE and 1 if it has none); *value is
 * as written.  False: it isn't one number.
 */
bool		spec_cell_number(struct str text, double *value, enum unit_kind *kind, double *factor);

#endif
