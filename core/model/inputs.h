/*
 * What the trees of a model look at: a record of bytes, made of an item's features and a day.
 *
 *   0 .. nnumbers		the bin of each of the schema's numbers
 *   nnumbers			the bin of the day; missing where history has no dates
 *   .. ndense			the bins of the values that texts name (TOKEN_VALUE)
 *   ndense .. ncols		1 where the item has the token
 *
 * Whoever asks the trees adds columns of his own behind them.
 *
 * A category that the item does not tell, or whose value history does not know, counts as
 * told when one of its other tokens tells it: who says SAF2507 has said duplex, and a new
 * type of sleeve is taken for the sleeve that its name says it is.  Such implications are
 * learned from the whole item view (core/train/fit/fit_imply.c).
 */
#ifndef CORE_MODEL_INPUTS_H
#define CORE_MODEL_INPUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/feat/features.h"
#include "core/model/rml.h"
#include "core/tree/bins.h"

/* A token's column: of its own, or the one of the value that it names; RML_NONE: it is known. */
struct input_token {
	uint64_t	hash;
	uint32_t	col, code;	/* code: the value of a nominal column that it is; RML_NONE */
};

/* Whoever has the token has, in that column of the schema, the value with this column here. */
struct input_implied {
	uint64_t	hash;
	uint32_t	column, col;	/* col RML_NONE: a value that is no input */
	float		confidence;
	uint32_t	code;
};

/* A view of the sections "input.bins", "input.token" (by hash), "input.implied" (by hash). */
struct inputs {
	size_t				 nnumbers, ndense, ncols;
	struct bins			 bins;	/* of the dense columns */
	size_t				 ntokens, nimplied;
	const struct input_token	*token;
	const struct input_implied	*implied;
	/* The values of nominal columns, and which of the nnominal columns each is of. */
	size_t				 ncodes, nnominal;
	const uint32_t			*code_nominal;
};

/* Checked against the schema; RC_CORRUPT. */
enum rc	inputs_open(struct inputs *in, const struct rml *r, const struct schema *s,
	    struct err *e);
/*
 * record: in->ncols bytes.  day: DATE_NONE where it is not known.  code: in->nnominal, the item's
 * in each nominal column, or RML_NONE.
 */
void	inputs_record(const struct inputs *in, const struct features *f, int32_t day,
	    uint8_t *record, uint32_t *code);
/* Was the token seen in learning? */
bool	inputs_known(const struct inputs *in, uint64_t hash);
/* The day as the number that is binned. */
float	inputs_day(int32_t day);

#endif
