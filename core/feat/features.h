/*
 * An item as a learner sees it: tokens (something is said, and where) and numbers (how much).
 * Both are pure functions of schema and values; weights come later (encode.h, trees).
 */
#ifndef CORE_FEAT_FEATURES_H
#define CORE_FEAT_FEATURES_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/item.h"
#include "core/base/str.h"
#include "core/feat/schema.h"

enum token_kind {
	TOKEN_CATEGORY,		/* column = value, synonyms folded */
	TOKEN_PREFIX,		/* the value's beginning at a border of letters, digits, signs: backs off for unseen codes */
	TOKEN_FLAG,		/* column = yes or no */
	TOKEN_WORD,		/* a word of a text column */
	TOKEN_ANYWORD,		/* the same word wherever it stands; column says where it stood first */
	TOKEN_PAIR,		/* two neighbouring words of a text column, digits masked */
	TOKEN_NGRAM,		/* character n-gram of a word */
	TOKEN_SPEC,		/* a parsed spec: thread m10x1.5, fit h7; or a bare number beside a word, in bins */
	TOKEN_SPEC_KIND,	/* that a spec of this kind is there, with its name: fit h, hardness hrc */
	TOKEN_BIN,		/* a number column's place on its scale, two neighbouring bins share it */
	TOKEN_GEOMETRY,		/* the same for a geometry slot; column says where it was read */
	TOKEN_DRAWING,		/* drawing family */
	TOKEN_VALUE,		/* how much, of what a text names: 8788rpm, pn25, 압력 23; amount is its logarithm */
	TOKEN_CONCEPT,		/* what a phrase means, in whatever language (concept.h); "no " before it: that there is none */
	TOKEN_NKINDS
};

struct token {
	uint64_t	hash;		/* of kind, column (not for ANYWORD, GEOMETRY, VALUE and CONCEPT) and what is said; never 0 */
	float		amount;		/* (0, 1]; below 1 for bins; any for VALUE */
	uint16_t	column;		/* of the schema */
	uint8_t		kind;		/* enum token_kind */
	struct str	text;		/* for people; NULL where it has none.  In the arena */
};

/*
 * The first numbers of struct features, from columns and text by agreement; natural
 * logarithms of mm but where said.  The schema's number columns follow (schema_column.slot):
 * log of the base unit, or asinh where 0 and below are values.  Missing is NaN.
 */
enum geometry {
	GEO_OD, GEO_ID, GEO_THICKNESS,
	GEO_WALL,		/* (od - id) / 2 */
	GEO_ID_OD,		/* log(id / od) */
	GEO_THICKNESS_OD,	/* log(thickness / od) */
	GEO_THREAD, GEO_PITCH,	/* of the largest thread */
	GEO_GRADE,		/* the finest IT grade, as it is: 6 */
	GEO_TOLERANCE,		/* the narrowest hi - lo */
	GEO_ROUGHNESS,		/* the finest, log of Ra in µm */
	GEO_HARDNESS,		/* the highest, about as HRC; linear */
	GEO_SHORE,		/* Shore A of rubber; linear */
	GEO_ANGLE,		/* degrees, linear */
	GEO_DIM1, GEO_DIM2, GEO_DIM3,	/* sizes of the text, largest first */
	GEO_FLATNESS,		/* the finest, log of µm */
	GEO_GRADE_EQ,		/* the finest tolerance of any kind as an IT grade, 7.4; linear */
	GEO_PRESSURE,		/* the highest, log of MPa */
	GEO_SPEED,		/* the highest, log of turns a minute */
	GEO_NSLOTS
};

struct features {
	struct str	 key;		/* trimmed, ASCII upper case; "" if missing */
	struct token	*tokens;	/* by hash, each once */
	size_t		 ntokens;
	float		*numbers;	/* schema->nnumbers of them */
	uint64_t	 family;	/* drawing family; 0: the item has none */
	uint64_t	 twin;		/* the same for items that differ in key, drawing and dates only; 0: nothing is known */
};

/*
 * cells through map (schema_bind()).  All memory is the arena's; cells may go afterwards.
 * The only error is RC_NOMEM.
 */
enum rc	features_make(const struct schema *s, const int *map, const struct str *cells,
	    struct arena *a, struct features *out, struct err *e);
enum rc	features_of_record(const struct schema *s, const struct record *r, struct arena *a,
	    struct features *out, struct err *e);

/* The base of a drawing number: without suffix, sheet and revision, "" if there is none. */
struct str	features_drawing_base(struct str normalised);
/* The name of a number: "geometry.od", "WEIGHT_G". */
const char	*features_number_name(const struct schema *s, size_t slot);

#endif
