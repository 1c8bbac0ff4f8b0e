/* The columns of the trees while they are made: fit_inputs.c, fit_inputs_sparse.c. */
#ifndef CORE_TRAIN_FIT_FIT_INPUTS_H
#define CORE_TRAIN_FIT_FIT_INPUTS_H

#include "core/train/fit/fit_trees.h"

struct columns {
	const struct fit	*f;
	struct fit_inputs	*in;
	uint8_t			*known;		/* of tokens: values that enough cases have */
	struct implied		*implied;
	size_t			 nimplied;
	size_t			*implied_start;	/* ntokens + 1 */
	uint32_t		*extra_start, *extra;	/* implied tokens of each corpus item */
	uint32_t		*total, *count;	/* of tokens: corpus items and cases that have it */
	uint32_t		*col;		/* of tokens: their column, or DS_NONE */
	uint32_t		*pick;		/* tokens that become sparse columns */
	uint32_t		*code;		/* of tokens: the value of a nominal column that it is, or DS_NONE */
	size_t			 npick, nvalues;
};

/* Calls fn for every token of case i, implied ones too. */
void	inputs_each_token(const struct columns *q, size_t i,
	    void (*fn)(void *ctx, size_t i, uint32_t token, float amount), void *ctx);
/* The picked tokens as columns of in. */
enum rc	inputs_sparse(struct columns *q, struct err *e);
/* The nominal columns and their values (fit_habits.c). */
enum rc	inputs_codes(struct columns *q, struct err *e);
enum rc	inputs_nomem(struct err *e);

#endif
