/*
 * What a sample factory's generator knows of its items, for the ceiling of an evaluation and
 * for nothing else.  A file with one JSON object a line:
 *	{"item_code":"…","sequences":[{"signature":"A>B","probability":0.8},…],
 *	 "operations":[{"job_cd","res_cd","setup_minutes","run_minutes"},…]}
 * the operations being those of the likeliest sequence.  Bytes from outside: all checked.
 */
#ifndef CORE_TRAIN_MEASURE_TRUTH_H
#define CORE_TRAIN_MEASURE_TRUTH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/arena.h"
#include "core/base/err.h"

#define TRUTH_LINE_MOST		(1 << 20)	/* bytes */
#define TRUTH_SEQUENCES		256
#define TRUTH_OPERATIONS	1000

struct truth_sequence {
	const char	*signature;	/* job codes joined by '>', at least one */
	double		 probability;	/* [0, 1]; the sum is 1 at most */
};

struct truth_operation {
	const char	*job, *res;	/* res NULL: not given */
	double		 setup, run;	/* minutes a lot, a piece; NAN: not given */
};

struct truth_item {
	const char		*item_code;
	struct truth_sequence	*sequences;	/* likeliest first, ties by signature; none: nothing is likely */
	size_t			 nsequences;
	struct truth_operation	*ops;
	size_t			 nops;
};

/* One line, without its newline.  *out lives in the arena.  RC_INVAL names the field. */
enum rc	truth_parse(const char *s, size_t n, struct arena *a, struct truth_item *out,
	    struct err *e);

/*
 * All lines of a file whose item `wanted` says yes to (its code as it stands); they are given
 * to `item`, whose argument lives until it returns.  Errors have the line's number.
 */
enum rc	truth_read(const char *path, bool (*wanted)(void *ctx, const char *code),
	    enum rc (*item)(void *ctx, const struct truth_item *t, struct err *e), void *ctx,
	    struct err *e);

#endif
