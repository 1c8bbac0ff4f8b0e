/*
 * Fitting what the trees ask: fit_imply.c (what a token says of another column), fit_inputs.c
 * (the columns), fit_steps.c (which operations), fit_order.c (in which order),
 * fit_machines.c (on which machine).
 *
 * A case is an item of evidence (fit.item) with a routing of its (fit.routing): the one that its
 * planner would name, or one before it.
 */
#ifndef CORE_TRAIN_FIT_FIT_TREES_H
#define CORE_TRAIN_FIT_FIT_TREES_H

#include "core/model/inputs.h"
#include "core/train/fit/fit_priv.h"
#include "core/tree/gbt.h"

/* Whoever has the token has the value (a TOKEN_CATEGORY) in that column of the schema. */
struct implied {
	uint32_t	token, value;	/* of the corpus */
	uint32_t	column;
	float		confidence;
};

/*
 * By token, then column.  From all items of the corpus: their attributes are known.  known: a
 * byte a token; only values with 1 are implied, a cell with another one is as if left open.
 */
enum rc	fit_imply(const struct corpus *c, const uint8_t *known, unsigned threads,
	    struct implied **out, size_t *n, struct err *e);

struct fit_inputs {
	size_t		 ncases, nnumbers, ndense, ncols;
	uint8_t		*bins;		/* ndense x ncases */
	struct gbt_col	*col;		/* ncols, then room for the steps' (fit_steps.c) */
	uint32_t	*ones;		/* those of the sparse columns */
	float		*weight;	/* ncases: newer ones count more */
	uint32_t	*col_token;	/* ncols - nnumbers - 1: of the corpus, the values' first */
	/* Nominal columns, for fit_habits(): code is nnominal x ncases, below ncodes or DS_NONE. */
	size_t		 nnominal, ncodes;
	uint32_t	*code, *nominal_column, *code_nominal;
	struct buf	 blob, token, implied;	/* as struct inputs has them */
};
/*
 * What each value's items do in a step: has: a byte a case; cases: nnominal x ncases bins, each from
 * other families' routings alone; table: ncodes bins, from all.
 */
enum rc	fit_habits(const struct fit *f, const struct fit_inputs *in, const uint8_t *has,
	    uint8_t *cases, uint8_t *table, struct err *e);
enum rc	fit_inputs(const struct fit *f, struct fit_inputs **out, struct err *e);
void	fit_inputs_free(struct fit_inputs *in);	/* NULL is fine */

/*
 * Columns for a target that the other inputs leave unexplained, by a score test: `room` of
 * those from begin to end, best first, are appended to use.  residual and variance are those of the cases.
 */
struct screen {
	const struct fit_inputs	*in;
	const double		*residual, *variance;	/* ncases; 0 where a case is left out */
	uint8_t			*taken;			/* ncols: already in use */
};
enum rc	fit_screen(const struct screen *s, size_t begin, size_t end, size_t room,
	    uint32_t *use, size_t *nuse, struct err *e);

/* A step: the nth time (from 0) that a job stands in a sequence.  In the chain's order. */
#define STEP_NTH	4
#define STEPS_MOST	1024
struct step {
	uint32_t	job, nth;
};
struct fit_steps {
	size_t		 n;
	struct step	*step;
	uint32_t	*of;		/* njobs x STEP_NTH: its step, or DS_NONE */
	uint32_t	*case_start;	/* ncases + 1: steps of each case in their sequence's order */
	uint32_t	*case_step;
	uint32_t	*ones;		/* cases of the steps' columns */
	struct ensemble	**tree;		/* n */
	uint8_t		*habit;		/* in->ncodes x n */
	/* What splits gained in all, on each of: the schema's columns, its numbers, the day. */
	double		*gain;
};
/* Adds the steps' columns to in->col.  The caller ends *out. */
enum rc	fit_steps(const struct fit *f, struct fit_inputs *in, struct fit_steps **out,
	    struct err *e);
void	fit_steps_free(struct fit_steps *s);	/* NULL is fine */

/* Which of two steps comes first. */
struct fit_order {
	float		*before;	/* n x n: log-odds that the row's step is before the column's */
	uint32_t	*cases;		/* n x n: that have it so; a step's own on the diagonal */
	int32_t		*newest;	/* n x n: day of the newest of those; DATE_NONE */
	size_t		 npairs;
	uint32_t	*pair;		/* npairs x 2: pairs with trees of their own, ascending */
	struct ensemble	**tree;		/* npairs: that the first of the pair is before the second */
};
enum rc	fit_order(const struct fit *f, const struct fit_inputs *in, const struct fit_steps *s,
	    struct fit_order **out, struct err *e);
void	fit_order_free(struct fit_order *o);	/* NULL is fine */

/* A machine and how many operations it ran; fit_busy_cmp(), for qsort(): the busiest first. */
struct busy {
	uint32_t	res, n;
};
int	fit_busy_cmp(const void *a, const void *b);

/* Which of its machines runs a job, for jobs with a choice. */
struct fit_machines {
	size_t		 n;		/* jobs, ascending */
	uint32_t	*job, *start;	/* n, n + 1: the job's machines are [start[i], start[i + 1]) of */
	uint32_t	*res;
	struct ensemble	**tree;		/* n: a class a machine */
};
enum rc	fit_machines(const struct fit *f, const struct fit_inputs *in, struct fit_machines **out,
	    struct err *e);
void	fit_machines_free(struct fit_machines *m);	/* NULL is fine */

/* operations.rml */
enum rc	fit_write_operations(const struct fit_inputs *in, const struct fit_steps *s,
	    const struct fit_order *o, const struct fit_machines *m, struct buf *out,
	    struct err *e);

#endif
