/* Between features.c (columns by role), tokens.c and geometry.c (sizes by agreement). */
#ifndef CORE_FEAT_FEATURES_PRIV_H
#define CORE_FEAT_FEATURES_PRIV_H

#include <stdbool.h>

#include "core/feat/features.h"
#include "core/feat/spec.h"

#define GEO_SIZES	48
#define WORD_BYTES	48	/* of a word that are cut into n-grams */

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
	double		width;		/* of the narrowest tolerance of any kind, mm; NaN */
	uint16_t	width_column;
};

void	geometry_init(struct geo *g);
/* A column's value in mm. */
void	geometry_column(struct geo *g, enum schema_geometry what, double mm, unsigned column);
void	geometry_spec(struct geo *g, const struct spec *s, unsigned column);
/* Let columns and texts agree; then value[] is on the scales of features.h. */
void	geometry_settle(struct geo *g);
/* The width of a fine bin of that slot's scale. */
double	geometry_step(enum geometry slot);

/* An item while its features are gathered. */
struct build {
	const struct schema	*s;
	struct arena		*a;
	struct token		*t;
	size_t			 n, cap;
	bool			 nomem;
	struct geo		 geo;
	float			*numbers;
	uint64_t		 twin;
	uint64_t		 family;
};

/* hashed: the column that is part of the token's name, column: where it was read. */
void	tokens_add(struct build *b, enum token_kind kind, unsigned hashed, unsigned column,
	    const void *p, size_t n, double amount, struct str text);
void	tokens_str(struct build *b, enum token_kind kind, unsigned column, struct str s);
/* The bins around v on grids of 1 and 4 steps. */
void	tokens_bins(struct build *b, enum token_kind kind, unsigned hashed, unsigned column,
	    double v, double step);
/* Words, n-grams and specs of a normalised text; its sizes go to b->geo. */
void	tokens_of_text(struct build *b, unsigned column, struct str text);
/* What its phrases mean; s: what was found in it, or NULL. */
void	tokens_concepts(struct build *b, unsigned column, struct str text, const struct spec *s);
void	tokens_finish(struct build *b, struct features *out);
/* A copy in the arena, with a NUL behind it; s NULL: no memory. */
struct str tokens_keep(struct build *b, const char *p, size_t n);
/* The usual name of s (synonym.h), where needed copied into the arena. */
struct str tokens_usual(struct build *b, struct str s);
bool	tokens_has_letter(struct str s);

#endif
