/*
 * What the sample factory makes and of what: part types and material grades with the words
 * that people use for them.
 */
#ifndef CORE_TOOL_SAMPLE_PART_H
#define CORE_TOOL_SAMPLE_PART_H

#include <stdint.h>

/* Those below PART_BASES have a process of their own; later ones follow one of these. */
enum part {
	PART_ROTARY, PART_MATING, PART_GLAND, PART_SLEEVE, PART_SHAFT, PART_BUSH, PART_HOLDER,
	PART_COLLAR, PART_BELLOWS, PART_ORING, PART_GASKET, PART_SPRING, PART_PIN,
	PART_PUMPRING, PART_COVER, PART_ASSY, PART_BASES,
	PART_GASRING = PART_BASES, PART_SPLITRING, PART_SCREWSLEEVE, PARTS
};

enum family {
	FAMILY_CARBON_STEEL, FAMILY_STAINLESS, FAMILY_MARTENSITIC, FAMILY_DUPLEX, FAMILY_NICKEL,
	FAMILY_HARDENING, FAMILY_TITANIUM, FAMILY_BRONZE, FAMILY_ALUMINIUM, FAMILY_CAST_IRON,
	FAMILY_GRAPHITE, FAMILY_SIC, FAMILY_WC, FAMILY_CERAMIC, FAMILY_RUBBER, FAMILY_PLASTIC,
	FAMILY_ASSEMBLY, FAMILIES
};

#define PART_NAMES	7
#define GRADES_MOST	48
enum { GRADE_CF8M = 6, GRADE_FKM = 29, GRADE_FFKM = 31 };	/* with habits of their own */

struct part_type {
	const char	*names[PART_NAMES];	/* Korean, English, abbreviated */
	const char	*name_part;		/* PartNm */
	const char	*code;			/* PART_TYPE */
	const char	*group1, *group2;
	enum part	 like;			/* whose process it follows */
	int		 since;			/* yyyymmdd of the first one */
	double		 share;
	double		 od_mean, od_spread;	/* of log mm */
	double		 bore_least, bore_most;	/* inner over outer diameter */
	double		 length, length_spread;	/* length over outer diameter: median, of log */
};

struct grade {
	const char	*names[PART_NAMES];	/* as in ITEM_MATERIAL, the commonest first */
	enum family	 family;
	int		 since;
	double		 share;			/* within the family */
};

extern const struct part_type	part_types[PARTS];
extern const struct grade	part_grades[];
extern const unsigned		part_ngrades;
extern const char *const	part_family_desc[FAMILIES][2];	/* MATERIAL_DESC: English, Korean */
extern const char *const	part_family_kind[FAMILIES];	/* RAW_MATL_KIND */

/* Weights of all part types, of all grades for that type, at that date. */
void	part_type_weights(int ymd, double weight[PARTS]);
unsigned part_grade_weights(enum part type, int ymd, double weight[GRADES_MOST]);

#endif
