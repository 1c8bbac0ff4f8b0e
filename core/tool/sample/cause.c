#include "config.h"

#include <math.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/tool/sample/cause.h"

/* A value that a row should show stands nowhere at this rate. */
#define HIDDEN		0.012
/* The pages below are a planner's guesses; a plant is plainer, above all in its standard
 * parts: shares to this power. */
#define PLAINER		1.2
#define PLAINEST	2.6
#define CLASS_DRAWS	4000

const double cause_band_mm[SIZE_BANDS - 1] = { 32, 60, 90, 130, 180, 260, 400 };

static double	class_weights[PARTS][SIZE_CLASSES];

/* Nominal sizes: whole, half or tenth millimetres; sixteenths of an inch. */
static double
nominal(double mm, bool inch, double u)
{
	if (inch)
		return fmax(1, round(mm / 25.4 * 16)) * 25.4 / 16;
	if (mm >= 20 && u < 0.7)
		return round(mm);
	return u < 0.88 ? fmax(0.5, round(mm * 2) / 2) : fmax(0.5, round(mm * 10) / 10);
}

/* A standard normal shared with the family: still a standard normal for who knows neither. */
static double
kindred(struct rng *own, struct rng *family)
{
	return 0.92 * rng_normal(family) + 0.39191835884530846 * rng_normal(own);
}

struct size
cause_size(enum part part, uint64_t seed, uint64_t own, uint64_t family)
{
	const struct part_type	*t = &part_types[part];
	struct rng		 o, f;
	struct size		 s;
	double			 bore;

	rng_init(&o, seed ^ 0x5123, own);
	rng_init(&f, seed ^ 0x5123, family);
	s.inch = rng_unit(&f) < 0.11;
	s.od = exp(t->od_mean + t->od_spread * kindred(&o, &f));
	s.od = nominal(fmin(fmax(s.od, 4), 900), s.inch, rng_unit(&o));
	bore = t->bore_least + (t->bore_most - t->bore_least) * rng_unit(&f);
	s.id = bore > 0.12 ? nominal(s.od * bore, s.inch, rng_unit(&o)) : 0;
	if (s.id >= s.od - 1)
		s.id = s.od > 4 ? s.od - 2 : 0;
	s.len = t->length * exp(t->length_spread * kindred(&o, &f));
	s.len = nominal(fmin(fmax(s.len * s.od, 1.5), 3000), s.inch, rng_unit(&o));
	return s;
}

struct size_class
cause_class(const struct size *s)
{
	struct size_class	c = { 0 };

	while (c.band < SIZE_BANDS - 1 && s->od > cause_band_mm[c.band])
		c.band++;
	c.slim = s->len > 6 * s->od;
	c.flat = s->len < 0.16 * s->od;
	c.thin = s->id > 0 && (s->od - s->id) / 2 < 5;
	return c;
}

struct size_class
cause_class_of(unsigned index)
{
	return (struct size_class){ (uint8_t)(index / 8), index & 4, index & 2, index & 1 };
}

const double *
cause_class_weights(enum part part)
{
	return class_weights[part];
}

void
cause_init(void)
{
	memset(class_weights, 0, sizeof(class_weights));
	for (unsigned p = 0; p < PARTS; p++)
		for (uint64_t i = 0; i < CLASS_DRAWS; i++) {
			struct size		s = cause_size((enum part)p, 0x517e, 2 * i, 2 * i + 1);
			struct size_class	c = cause_class(&s);

			class_weights[p][c.band * 8 + c.slim * 4 + c.flat * 2 + c.thin] +=
			    1.0 / CLASS_DRAWS;
		}
}

#define W	[TRAITS][TRAIT_VALUES]

/* What a turned metal part may need; per cent, and its own page for each of the types. */
static const double trait_share[PART_BASES]W = {
	[PART_ROTARY] = {
		[TRAIT_TOLERANCE] = { 62, 28, 10 }, [TRAIT_FLAT] = { 12, 55, 33 },
		[TRAIT_KEY] = { 58, 0, 42 }, [TRAIT_HOLE] = { 82, 18 }, [TRAIT_ROUGH] = { 84, 0, 16 },
		[TRAIT_REPORT] = { 78, 14, 8 }, [TRAIT_CLEAN] = { 80, 20 },
		[TRAIT_MARK] = { 74, 4, 22 }, [TRAIT_PACK] = { 78, 0, 22 } },
	[PART_MATING] = {
		[TRAIT_TOLERANCE] = { 66, 26, 8 }, [TRAIT_FLAT] = { 16, 54, 30 },
		[TRAIT_KEY] = { 70, 0, 30 }, [TRAIT_HOLE] = { 76, 24 }, [TRAIT_ROUGH] = { 86, 0, 14 },
		[TRAIT_REPORT] = { 80, 12, 8 }, [TRAIT_CLEAN] = { 82, 18 },
		[TRAIT_MARK] = { 76, 4, 20 }, [TRAIT_PACK] = { 80, 0, 20 } },
	[PART_GLAND] = {
		[TRAIT_TOLERANCE] = { 70, 24, 6 }, [TRAIT_ROUGH] = { 84, 16 },
		[TRAIT_THREAD] = { 38, 26, 10, 4, 22 }, [TRAIT_KEY] = { 88, 0, 12 },
		[TRAIT_HOLE] = { 12, 70, 18 }, [TRAIT_WELD] = { 86, 8, 6 },
		[TRAIT_NDT] = { 78, 14, 4, 4 }, [TRAIT_ANALYSIS] = { 86, 8, 6 },
		[TRAIT_PRESSURE] = { 56, 14, 14, 16 }, [TRAIT_CLEAN] = { 86, 14 },
		[TRAIT_MARK] = { 66, 19, 15 }, [TRAIT_PACK] = { 70, 16, 14 },
		[TRAIT_REPORT] = { 80, 12, 8 } },
	[PART_SLEEVE] = {
		[TRAIT_TOLERANCE] = { 34, 54, 12 }, [TRAIT_ROUGH] = { 72, 22, 6 },
		[TRAIT_THREAD] = { 76, 12, 0, 12 }, [TRAIT_KEY] = { 66, 14, 20 },
		[TRAIT_HOLE] = { 72, 28 }, [TRAIT_WELD] = { 88, 0, 12 },
		[TRAIT_BALANCE] = { 84, 8, 8 }, [TRAIT_NDT] = { 86, 14 },
		[TRAIT_ANALYSIS] = { 88, 8, 4 }, [TRAIT_CLEAN] = { 88, 12 },
		[TRAIT_MARK] = { 74, 12, 14 }, [TRAIT_PACK] = { 74, 14, 12 },
		[TRAIT_REPORT] = { 84, 10, 6 } },
	[PART_SHAFT] = {
		[TRAIT_TOLERANCE] = { 18, 62, 20 }, [TRAIT_ROUGH] = { 64, 26, 10 },
		[TRAIT_THREAD] = { 48, 14, 0, 38 }, [TRAIT_KEY] = { 36, 56, 8 },
		[TRAIT_HOLE] = { 84, 8, 8 }, [TRAIT_BALANCE] = { 72, 12, 16 },
		[TRAIT_NDT] = { 66, 6, 18, 10 }, [TRAIT_ANALYSIS] = { 90, 6, 4 },
		[TRAIT_CLEAN] = { 94, 6 }, [TRAIT_MARK] = { 71, 20, 9 },
		[TRAIT_PACK] = { 50, 30, 20 }, [TRAIT_REPORT] = { 72, 16, 12 } },
	[PART_BUSH] = {
		[TRAIT_TOLERANCE] = { 42, 48, 10 }, [TRAIT_ROUGH] = { 80, 20 },
		[TRAIT_THREAD] = { 84, 10, 0, 6 }, [TRAIT_KEY] = { 80, 6, 14 },
		[TRAIT_HOLE] = { 78, 22 }, [TRAIT_CLEAN] = { 90, 10 },
		[TRAIT_MARK] = { 81, 10, 9 }, [TRAIT_PACK] = { 82, 8, 10 },
		[TRAIT_REPORT] = { 86, 10, 4 } },
	[PART_HOLDER] = {
		[TRAIT_TOLERANCE] = { 76, 24 }, [TRAIT_THREAD] = { 62, 38 },
		[TRAIT_KEY] = { 56, 0, 44 }, [TRAIT_HOLE] = { 18, 82 }, [TRAIT_ROUGH] = { 90, 10 },
		[TRAIT_CLEAN] = { 84, 16 }, [TRAIT_MARK] = { 79, 7, 14 },
		[TRAIT_PACK] = { 84, 6, 10 }, [TRAIT_REPORT] = { 88, 8, 4 },
		[TRAIT_ANALYSIS] = { 92, 8 } },
	[PART_COLLAR] = {
		[TRAIT_TOLERANCE] = { 70, 30 }, [TRAIT_THREAD] = { 22, 70, 8 },
		[TRAIT_KEY] = { 70, 14, 16 }, [TRAIT_HOLE] = { 72, 28 },
		[TRAIT_BALANCE] = { 90, 5, 5 }, [TRAIT_MARK] = { 81, 8, 11 },
		[TRAIT_PACK] = { 84, 8, 8 }, [TRAIT_REPORT] = { 90, 7, 3 },
		[TRAIT_CLEAN] = { 92, 8 } },
	[PART_BELLOWS] = {
		[TRAIT_PRESSURE] = { 30, 30, 20, 20 }, [TRAIT_ANALYSIS] = { 78, 16, 6 },
		[TRAIT_CLEAN] = { 60, 40 }, [TRAIT_NDT] = { 60, 40 }, [TRAIT_MARK] = { 72, 0, 28 },
		[TRAIT_PACK] = { 76, 0, 24 }, [TRAIT_REPORT] = { 74, 14, 12 },
		[TRAIT_TOLERANCE] = { 80, 20 } },
	[PART_ORING] = {
		[TRAIT_CLEAN] = { 78, 22 }, [TRAIT_COAT] = { 88, 0, 0, 0, 0, 12 },
		[TRAIT_HEAT] = { 100 }, [TRAIT_REPORT] = { 88, 8, 4 }, [TRAIT_PACK] = { 70, 0, 30 },
		[TRAIT_MARK] = { 89, 0, 11 }, [TRAIT_TOLERANCE] = { 84, 16 } },
	[PART_GASKET] = {
		[TRAIT_CLEAN] = { 80, 20 }, [TRAIT_HOLE] = { 68, 32 },
		[TRAIT_TOLERANCE] = { 74, 26 }, [TRAIT_REPORT] = { 88, 8, 4 },
		[TRAIT_PACK] = { 76, 0, 24 }, [TRAIT_MARK] = { 91, 0, 9 } },
	[PART_SPRING] = {
		[TRAIT_TOLERANCE] = { 74, 26 }, [TRAIT_HEAT] = { 70, 0, 0, 0, 0, 30 },
		[TRAIT_FINISH] = { 70, 18, 0, 12 }, [TRAIT_REPORT] = { 76, 24 },
		[TRAIT_PACK] = { 86, 0, 14 }, [TRAIT_ANALYSIS] = { 86, 14 },
		[TRAIT_CLEAN] = { 86, 14 } },
	[PART_PIN] = {
		[TRAIT_TOLERANCE] = { 56, 44 }, [TRAIT_THREAD] = { 62, 0, 0, 38 },
		[TRAIT_KEY] = { 84, 0, 16 }, [TRAIT_ANALYSIS] = { 90, 10 }, [TRAIT_PACK] = { 90, 4, 6 },
		[TRAIT_CLEAN] = { 90, 10 }, [TRAIT_REPORT] = { 95, 5 } },
	[PART_PUMPRING] = {
		[TRAIT_TOLERANCE] = { 60, 40 }, [TRAIT_KEY] = { 40, 10, 50 },
		[TRAIT_HOLE] = { 60, 40 }, [TRAIT_BALANCE] = { 60, 16, 24 },
		[TRAIT_THREAD] = { 74, 26 }, [TRAIT_MARK] = { 74, 9, 18 },
		[TRAIT_PACK] = { 80, 6, 14 }, [TRAIT_REPORT] = { 80, 14, 6 },
		[TRAIT_CLEAN] = { 86, 14 } },
	[PART_COVER] = {
		[TRAIT_TOLERANCE] = { 74, 26 }, [TRAIT_ROUGH] = { 88, 12 },
		[TRAIT_THREAD] = { 40, 34, 12, 0, 14 }, [TRAIT_HOLE] = { 10, 76, 14 },
		[TRAIT_KEY] = { 90, 0, 10 }, [TRAIT_WELD] = { 82, 14, 4 },
		[TRAIT_NDT] = { 84, 12, 4 }, [TRAIT_PRESSURE] = { 66, 14, 10, 10 },
		[TRAIT_CLEAN] = { 92, 8 }, [TRAIT_MARK] = { 72, 16, 11 },
		[TRAIT_PACK] = { 72, 16, 12 }, [TRAIT_REPORT] = { 84, 10, 6 } },
	[PART_ASSY] = {
		[TRAIT_PRESSURE] = { 16, 34, 24, 26 }, [TRAIT_CLEAN] = { 74, 26 },
		[TRAIT_BALANCE] = { 82, 8, 10 }, [TRAIT_MARK] = { 56, 16, 28 },
		[TRAIT_PACK] = { 40, 20, 40 }, [TRAIT_REPORT] = { 66, 10, 24 } },
};

/* Traits that all types share: the market, whether it goes to the store, ... */
static const double common_share W = {
	[TRAIT_MARKET] = { 68, 16, 5, 4, 7 }, [TRAIT_STORED] = { 91, 9 },
	[TRAIT_SPARE] = { 93, 7 }, [TRAIT_STANDARD] = { 55, 45 },
	[TRAIT_SEAL] = { 46, 26, 9, 6, 8, 5 }, [TRAIT_TURN] = { 86, 8, 6 },
};

static const double heat_share[FAMILIES][TRAIT_VALUES] = {
	[FAMILY_CARBON_STEEL] = { 46, 24, 12, 10, 0, 8 }, [FAMILY_STAINLESS] = { 78, 0, 0, 0, 14, 8 },
	[FAMILY_MARTENSITIC] = { 16, 14, 64, 0, 0, 6 }, [FAMILY_DUPLEX] = { 54, 0, 0, 0, 40, 6 },
	[FAMILY_NICKEL] = { 66, 0, 0, 0, 14, 0, 20 }, [FAMILY_HARDENING] = { 14, 0, 0, 6, 0, 0, 80 },
	[FAMILY_TITANIUM] = { 80, 0, 0, 0, 0, 20 }, [FAMILY_BRONZE] = { 92, 0, 0, 0, 0, 8 },
	[FAMILY_ALUMINIUM] = { 80, 0, 0, 0, 0, 0, 20 }, [FAMILY_CAST_IRON] = { 74, 0, 0, 0, 0, 26 },
};
static const double finish_share[FAMILIES][TRAIT_VALUES] = {
	[FAMILY_CARBON_STEEL] = { 64, 0, 26, 10 }, [FAMILY_STAINLESS] = { 76, 14, 0, 4, 6 },
	[FAMILY_MARTENSITIC] = { 90, 6, 4 }, [FAMILY_DUPLEX] = { 72, 24, 0, 4 },
	[FAMILY_NICKEL] = { 92, 8 }, [FAMILY_HARDENING] = { 84, 16 }, [FAMILY_TITANIUM] = { 88, 0, 0, 12 },
	[FAMILY_BRONZE] = { 94, 0, 0, 6 }, [FAMILY_ALUMINIUM] = { 70, 0, 0, 30 },
	[FAMILY_CAST_IRON] = { 60, 0, 10, 30 },
};
/* Which types are coated, and with what where they are of metal. */
static const double coat_share[PART_BASES][TRAIT_VALUES] = {
	[PART_ROTARY] = { 52, 0, 8, 0, 24, 0, 16, 0 }, [PART_MATING] = { 56, 0, 6, 0, 24, 0, 14, 0 },
	[PART_GLAND] = { 91, 0, 0, 5, 0, 4 }, [PART_SLEEVE] = { 56, 18, 4, 4, 10, 2, 6 },
	[PART_SHAFT] = { 68, 18, 3, 4, 4, 0, 3 }, [PART_BUSH] = { 86, 6, 3, 0, 5 },
	[PART_HOLDER] = { 94, 0, 0, 0, 0, 6 }, [PART_COLLAR] = { 94, 0, 0, 6 },
	[PART_PIN] = { 90, 0, 10 }, [PART_PUMPRING] = { 84, 0, 10, 6 },
	[PART_COVER] = { 88, 0, 0, 8, 0, 4 },
};

static bool
hard_face(enum family f)
{
	return f >= FAMILY_GRAPHITE && f <= FAMILY_CERAMIC;
}

static bool
ring(enum part like)
{
	return like == PART_ROTARY || like == PART_MATING;
}

static void
coat_weights(enum part like, enum family f, int ymd, double weight[TRAIT_VALUES])
{
	memcpy(weight, coat_share[like], sizeof(coat_share[like]));
	if (hard_face(f) && ring(like)) {
		memset(weight, 0, sizeof(double) * TRAIT_VALUES);
		weight[COAT_NONE] = 100;
		if (f == FAMILY_SIC || f == FAMILY_WC)
			weight[COAT_DLC] = ymd >= 20210601 ? 12 : 0;
	} else if (f > FAMILY_CAST_IRON) {
		memset(weight, 0, sizeof(double) * TRAIT_VALUES);
		weight[COAT_NONE] = 100;
	} else if (f == FAMILY_ALUMINIUM || f == FAMILY_BRONZE) {
		weight[COAT_CHROME] = weight[COAT_CARBIDE] = weight[COAT_OXIDE] = 0;
	}
}

/* Types with a page of their own for heat treatment or finish keep it. */
static const double *
family_page(enum trait t, enum part like, enum family f)
{
	if (trait_share[like][t][0] > 0)
		return trait_share[like][t];
	return t == TRAIT_HEAT ? heat_share[f] : finish_share[f];
}

void
cause_weights(enum trait t, const struct parents *p, double weight[TRAIT_VALUES])
{
	enum part	 like = part_types[p->part].like;
	enum family	 family = p->family;
	const double	*w = t <= TRAIT_TURN ? common_share[t] : trait_share[like][t];

	if (t == TRAIT_HEAT || t == TRAIT_FINISH)
		w = family_page(t, like, family);
	memcpy(weight, w, sizeof(double) * TRAIT_VALUES);
	if (t == TRAIT_COAT && weight[0] <= 0)
		coat_weights(like, family, p->ymd, weight);
	if (t == TRAIT_CARTRIDGE) {
		weight[0] = like == PART_ASSY || like == PART_GLAND ? 52 : 90;
		weight[1] = 100 - weight[0];
	}
	if (t == TRAIT_TURN && !ring(like) && like != PART_PUMPRING && p->part != PART_SCREWSLEEVE)
		weight[TURN_RIGHT] = weight[TURN_LEFT] = 3;
	if (t == TRAIT_KEY && p->class.band == 0)
		weight[KEY_WAY] *= 0.5;		/* too small for most keys */
	if (t == TRAIT_BALANCE && p->class.band < 2)
		weight[BALANCE_SLOW] = weight[BALANCE_FAST] = 0;
	if ((t == TRAIT_ROUGH || t == TRAIT_NDT || t == TRAIT_WELD) && family > FAMILY_CAST_IRON)
		for (unsigned i = 1; i < TRAIT_VALUES; i++)
			weight[i] *= t == TRAIT_ROUGH && ring(like) ? 1 : 0;
	if (t >= TRAIT_FIRST_WORD)
		for (unsigned i = 0; i < TRAIT_VALUES; i++)
			weight[i] = pow(weight[i] / 100,
			    p->standard ? PLAINEST : PLAINER);
	if (weight[0] <= 0 && t != TRAIT_HEAT && t != TRAIT_FINISH)
		weight[0] += 1e-9;		/* a trait that the type lacks */
	if ((t == TRAIT_HEAT || t == TRAIT_FINISH) && weight[0] <= 0)
		weight[0] = 100;
}

double
cause_shown(enum trait t, unsigned value)
{
	switch (t) {
	case TRAIT_MARKET:
		return 0.98;
	case TRAIT_STORED:
	case TRAIT_SPARE:
		return 0.99;
	case TRAIT_STANDARD:
		return 0.98;
	case TRAIT_CARTRIDGE:
		return value ? 0.93 : 0.02;
	case TRAIT_SEAL:
		return 0.95;
	case TRAIT_TURN:
		return 0.985;
	case TRAIT_COAT:
	case TRAIT_HEAT:
	case TRAIT_MARK:
		return value ? 1 - HIDDEN : 0.03;	/* now and then it says "none" */
	default:
		return value ? 1 - HIDDEN : 0;
	}
}

double
cause_evidence(const struct cause *c, const struct seen *seen, const struct parents *parents)
{
	double	likely = 1, weight[TRAIT_VALUES], sum, p;

	for (unsigned t = 0; t < TRAITS; t++) {
		cause_weights((enum trait)t, parents, weight);
		sum = p = 0;
		for (unsigned v = 0; v < TRAIT_VALUES; v++) {
			double	shown = cause_shown((enum trait)t, v);

			sum += weight[v];
			if (seen->trait[t])
				p += v == c->trait[t] ? weight[v] * shown : 0;
			else
				p += weight[v] * (1 - shown);
		}
		likely *= p / sum;
	}
	return likely;
}
