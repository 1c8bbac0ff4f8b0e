/* Between features.c (tokens) and geometry.c (sizes by agreement). */
#ifndef CORE_FEAT_FEATURES_PRIV_H
#define CORE_FEAT_FEATURES_PRIV_H

#include <stdbool.h>

#include "core/feat/features.h"
#include "core/feat/spec.h"

#define GEO_SIZES	48

/* A size that a text gives. */
struct geo_size {
	double		mm;
	char		label;		/* o i d t l w h, '.' for none */
	uint8_t		pos, of;	/* its place in a box of so many; of 1: alone */
	bool		used;		/* some slot has it */
	uint16_t	column;
};

struct geo {
	double		value[GEO_NSLOTS];	/* mm and natural units; NaN */
	uint16_t	column[GEO_NSLOTS];	/* where it was read */
	struct geo_size	size[GEO_SIZES];
	size_t		nsizes;
};

void	geometry_init(struct geo *g);
/* A column's value in mm. */
void	geometry_column(struct geo *g, enum schema_geometry what, double mm, unsigned column);
void	geometry_spec(struct geo *g, const struct spec *s, unsigned column);
/* Let columns and texts agree; then value[] is on the scales of features.h. */
void	geometry_settle(struct geo *g);
/* The width of a fine bin of that slot's scale. */
double	geometry_step(enum geometry slot);

#endif
