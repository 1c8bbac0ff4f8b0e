/*
 * Outer diameter, inner diameter and thickness stand in columns, in texts, or in both, and
 * either may be wrong or missing.  What both say holds; a column that agrees with the text
 * only when its unit is taken for the other one had the wrong unit; a column's gap is filled
 * by the size of the text that is left over and fits.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include "core/feat/features_priv.h"

#define AGREE	0.012	/* in logarithms: rounding of inches to two decimals passes */

void
geometry_init(struct geo *g)
{
	g->nsizes = 0;
	g->width = NAN;
	g->width_column = 0;
	for (size_t i = 0; i < GEO_NSLOTS; i++) {
		g->value[i] = NAN;
		g->column[i] = 0;
	}
}

static void
put(struct geo *g, enum geometry slot, double v, unsigned column)
{
	g->value[slot] = v;
	g->column[slot] = (uint16_t)column;
}

void
geometry_column(struct geo *g, enum schema_geometry what, double mm, unsigned column)
{
	static const enum geometry	slots[] = { [SCHEMA_OUTER] = GEO_OD,
		[SCHEMA_INNER] = GEO_ID, [SCHEMA_THICKNESS] = GEO_THICKNESS };

	if (what != SCHEMA_NO_GEOMETRY && mm > 0 && isnan(g->value[slots[what]]))
		put(g, slots[what], mm, column);
}

static void
size_add(struct geo *g, double mm, char label, unsigned pos, unsigned of, unsigned column)
{
	if (mm > 0 && g->nsizes < GEO_SIZES)
		g->size[g->nsizes++] = (struct geo_size){ mm, label, (uint8_t)pos, (uint8_t)of,
			false, (uint16_t)column };
}

static void
least(struct geo *g, enum geometry slot, double v, unsigned column)
{
	if (v > 0 && !(g->value[slot] <= v))
		put(g, slot, v, column);
}

static void
most(struct geo *g, enum geometry slot, double v, unsigned column)
{
	if (v > 0 && !(g->value[slot] >= v))
		put(g, slot, v, column);
}

/* Rockwell C of Vickers and Brinell, linear between points of ASTM E140. */
static double
rockwell(const char *scale, double v)
{
	static const double	hrc[] = { 20, 30, 40, 50, 60, 65 };
	static const double	hv[] = { 238, 302, 392, 513, 697, 832 };
	static const double	hb[] = { 226, 286, 371, 475, 654, 739 };
	const double		*t = strcmp(scale, "hv") == 0 ? hv : hb;
	size_t			 i = 1;

	if (strcmp(scale, "hrc") == 0)
		return v;
	if (strcmp(scale, "hv") != 0 && strcmp(scale, "hb") != 0)
		return NAN;
	while (i < 5 && v > t[i])
		i++;
	return hrc[i - 1] + (hrc[i] - hrc[i - 1]) * (v - t[i - 1]) / (t[i] - t[i - 1]);
}

/* Roughness as Ra: Rz, Rmax and Ry are about four times as much. */
static double
as_ra(const struct spec_item *it)
{
	return strcmp(it->name, "ra") == 0 || strcmp(it->name, "rq") == 0 ? it->v[0] :
	    it->v[0] / 4;
}

/*
 * MPa of a flange: what a class of ASME B16.5 bears when cold (carbon steel; cast iron for
 * 125 and 250), about 0.017 a number from 300 on.
 */
static double
as_mpa(const struct spec_item *it)
{
	double	v = it->v[0];

	if (strcmp(it->name, "k") == 0)
		return v * 0.0980665;
	if (strcmp(it->name, "pn") == 0)
		return v * 0.1;
	if (strcmp(it->name, "class") == 0)
		return v == 125 ? 1.38 : v == 150 ? 1.96 : v == 250 ? 3.45 : v * 0.01702;
	return v;
}

/*
 * The IT grade that a tolerance of so many mm is on a size of d mm, between the steps of ISO
 * 286-1 as they go on above and below: i is its unit in µm, IT7 16 of them.
 */
static double
grade_of(double width, double d)
{
	static const double	units[] = { 7, 10, 16, 25, 40, 64, 100, 160 };	/* IT5 to IT12 */
	double			i = d <= 500 ? 0.45 * cbrt(d) + 0.001 * d : 0.004 * d + 2.1;
	double			q = width * 1000 / i;
	size_t			k = 1, n = sizeof(units) / sizeof(units[0]);

	while (k < n - 1 && q > units[k])
		k++;
	if (q < units[0] || q > units[n - 1])	/* five grades are a factor of ten */
		return fmin(18, fmax(0.5, q < units[0] ? 5 + 5 * log10(q / units[0]) :
		    12 + 5 * log10(q / units[n - 1])));
	return 4 + (double)k + log(q / units[k - 1]) / log(units[k] / units[k - 1]);
}

/* The finer of what a fit says and what the narrowest width is on the part's size. */
static void
grade_settle(struct geo *g)
{
	double	d = g->value[GEO_OD];

	if (!(d > 0)) {
		d = 0;
		for (size_t i = 0; i < g->nsizes; i++)
			d = fmax(d, g->size[i].mm);
	}
	if (d == 0)
		d = 50;		/* nothing is known: what most parts are nearer to than to any other */
	if (!isnan(g->value[GEO_GRADE]))
		put(g, GEO_GRADE_EQ, g->value[GEO_GRADE], g->column[GEO_GRADE]);
	if (g->width > 0)
		least(g, GEO_GRADE_EQ, grade_of(g->width, fmin(fmax(d, 1), 3150)),
		    g->width_column);
}

void
geometry_spec(struct geo *g, const struct spec *s, unsigned column)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct spec_item	*it = &s->item[i];

		switch (it->kind) {
		case SPEC_OD:
			size_add(g, it->v[0], 'o', 0, 1, column);
			break;
		case SPEC_ID:
			size_add(g, it->v[0], 'i', 0, 1, column);
			break;
		case SPEC_DIAMETER:
			if (it->name[0] == '\0')	/* no pitch circle, no hole */
				size_add(g, it->v[0], 'd', 0, 1, column);
			break;
		case SPEC_BOX:
			for (unsigned k = 0; k < it->n; k++)
				size_add(g, it->v[k], it->name[k], k, it->n, column);
			break;
		case SPEC_THICKNESS:
			size_add(g, it->v[0], it->name[0], 0, 1, column);
			break;
		case SPEC_LENGTH:
			if (it->name[0] == '\0')	/* not a radius or chamfer */
				size_add(g, it->v[0], '.', 0, 1, column);
			break;
		case SPEC_THREAD:
			if (!(g->value[GEO_THREAD] >= it->v[0])) {
				put(g, GEO_THREAD, it->v[0], column);
				put(g, GEO_PITCH, it->v[1] > 0 ? it->v[1] : NAN, column);
			}
			break;
		case SPEC_FIT:
		case SPEC_GRADE:
			least(g, GEO_GRADE, it->v[0], column);
			break;
		case SPEC_TOLERANCE:
			if (it->name[0] == '\0')	/* of a size, not of form */
				least(g, GEO_TOLERANCE, it->v[0], column);
			if (it->v[0] > 0 && !(g->width <= it->v[0])) {
				g->width = it->v[0];
				g->width_column = (uint16_t)column;
			}
			break;
		case SPEC_ROUGHNESS:
			least(g, GEO_ROUGHNESS, as_ra(it), column);
			break;
		case SPEC_HARDNESS:
			if (strcmp(it->name, "shorea") == 0)
				most(g, GEO_SHORE, it->v[0], column);
			else
				most(g, GEO_HARDNESS, rockwell(it->name, it->v[0]), column);
			break;
		case SPEC_ANGLE:
			most(g, GEO_ANGLE, it->v[0], column);
			break;
		case SPEC_FLATNESS:
			least(g, GEO_FLATNESS, it->v[0], column);
			break;
		case SPEC_PRESSURE:
			most(g, GEO_PRESSURE, as_mpa(it), column);
			break;
		case SPEC_SPEED:
			most(g, GEO_SPEED, it->v[0], column);
			break;
		case SPEC_NUMBER:
			if (strcmp(it->name, "pressure") == 0)	/* bar, as it is with most */
				most(g, GEO_PRESSURE, it->v[0] * 0.1, column);
			break;
		default:
			break;
		}
	}
}

static bool
agree(double a, double b)
{
	return fabs(log(a / b)) < AGREE;
}

static struct geo_size *
size_like(struct geo *g, double mm)
{
	for (size_t i = 0; i < g->nsizes; i++)
		if (!g->size[i].used && agree(g->size[i].mm, mm))
			return &g->size[i];
	return NULL;
}

/* A column's value that the text has, as it stands or in the other unit, is the text's. */
static void
mend(struct geo *g, enum geometry slot)
{
	static const double	 units[] = { 1, 25.4, 1 / 25.4 };
	struct geo_size		*z;

	for (size_t i = 0; i < 3 && !isnan(g->value[slot]); i++)
		if ((z = size_like(g, g->value[slot] * units[i])) != NULL) {
			z->used = true;
			if (i > 0)
				g->value[slot] *= units[i];
			return;
		}
}

static void
take(struct geo *g, enum geometry slot, struct geo_size *z)
{
	put(g, slot, z->mm, z->column);
	z->used = true;
}

/* The first size left over with one of these labels goes to an empty slot. */
static void
fill(struct geo *g, enum geometry slot, const char *labels)
{
	for (size_t i = 0; i < g->nsizes && isnan(g->value[slot]); i++)
		if (!g->size[i].used && strchr(labels, g->size[i].label) != NULL)
			take(g, slot, &g->size[i]);
}

/* ø150/ø98x24: a larger diameter stands alone, it becomes the outer one. */
static bool
larger_diameter(struct geo *g, double mm)
{
	for (size_t i = 0; i < g->nsizes; i++) {
		struct geo_size	*z = &g->size[i];

		if (!z->used && z->label == 'd' && z->of == 1 && z->mm > mm) {
			take(g, GEO_OD, z);
			return true;
		}
	}
	return false;
}

/* 45×32×8 of a ring is outer, inner, thickness; ø20×120 of a shaft diameter and length. */
static void
fill_boxes(struct geo *g)
{
	for (size_t i = 0; i < g->nsizes; i++) {
		struct geo_size	*z = &g->size[i];
		bool		 round = z->label == 'd' || z->label == '.';

		if (z->used || z->of < 2)
			continue;
		if (z->pos == 0 && round && isnan(g->value[GEO_OD]) &&
		    !(z->label == 'd' && larger_diameter(g, z->mm)))
			take(g, GEO_OD, z);
		else if (isnan(g->value[GEO_ID]) && z->mm < g->value[GEO_OD] &&
		    (z->label == 'd' || (z->label == '.' && z->of > 2 && z->pos == 1)))
			take(g, GEO_ID, z);
		else if (z->label == '.' && z->pos + 1 == z->of && isnan(g->value[GEO_THICKNESS]))
			take(g, GEO_THICKNESS, z);
	}
}

/* Diameters that stand alone: the largest is the outer one, the next the inner. */
static void
fill_diameters(struct geo *g)
{
	for (int round = 0; round < 2; round++) {
		struct geo_size	*best = NULL;

		for (size_t i = 0; i < g->nsizes; i++)
			if (!g->size[i].used && g->size[i].label == 'd' &&
			    (best == NULL || g->size[i].mm > best->mm))
				best = &g->size[i];
		if (best == NULL)
			return;
		if (isnan(g->value[GEO_OD]))
			take(g, GEO_OD, best);
		else if (isnan(g->value[GEO_ID]) && best->mm < g->value[GEO_OD])
			take(g, GEO_ID, best);
	}
}

static void
largest(struct geo *g)
{
	double	below = INFINITY;

	for (unsigned k = 0; k < 3; k++) {
		const struct geo_size	*best = NULL;

		for (size_t i = 0; i < g->nsizes; i++)
			if (g->size[i].mm < below && (best == NULL || g->size[i].mm > best->mm))
				best = &g->size[i];
		if (best == NULL)
			return;
		put(g, (enum geometry)(GEO_DIM1 + k), best->mm, best->column);
		below = best->mm * (1 - AGREE);
	}
}

void
geometry_settle(struct geo *g)
{
	static const enum geometry	logs[] = { GEO_OD, GEO_ID, GEO_THICKNESS, GEO_WALL, GEO_THREAD,
		GEO_PITCH, GEO_TOLERANCE, GEO_ROUGHNESS, GEO_DIM1, GEO_DIM2, GEO_DIM3,
		GEO_FLATNESS, GEO_PRESSURE, GEO_SPEED };
	double				*v = g->value, od, id, t;

	for (unsigned slot = GEO_OD; slot <= GEO_THICKNESS; slot++)
		mend(g, (enum geometry)slot);
	fill(g, GEO_OD, "o");
	fill(g, GEO_ID, "i");
	fill(g, GEO_THICKNESS, "t");
	fill(g, GEO_THICKNESS, "l");
	fill(g, GEO_THICKNESS, "h");
	fill_boxes(g);
	fill_diameters(g);
	largest(g);
	grade_settle(g);
	od = v[GEO_OD];
	id = v[GEO_ID];
	t = v[GEO_THICKNESS];
	if (od > id)
		put(g, GEO_WALL, (od - id) / 2, g->column[GEO_OD]);
	if (od > 0 && id > 0)
		put(g, GEO_ID_OD, log(id / od), g->column[GEO_ID]);
	if (od > 0 && t > 0)
		put(g, GEO_THICKNESS_OD, log(t / od), g->column[GEO_THICKNESS]);
	for (size_t i = 0; i < sizeof(logs) / sizeof(logs[0]); i++)
		v[logs[i]] = v[logs[i]] > 0 ? log(v[logs[i]]) : NAN;
}

double
geometry_step(enum geometry slot)
{
	switch (slot) {
	case GEO_GRADE:
	case GEO_GRADE_EQ:
		return 1;
	case GEO_HARDNESS:
		return 4;
	case GEO_SHORE:
	case GEO_ANGLE:
		return 5;
	case GEO_TOLERANCE:
	case GEO_ROUGHNESS:
	case GEO_FLATNESS:
		return 0.3;
	case GEO_PRESSURE:
	case GEO_SPEED:
		return 0.2;
	default:
		return 0.1;
	}
}
