/*
 * From an item's record to whole sequences: a classifier chain over steps (which operations),
 * then pairwise precedence (in which order).  See core/train/fit/fit_steps.c and fit_order.c.
 *
 * A step is the nth time that a job stands in a sequence.  Steps are numbered in the chain's
 * order; each has an ensemble that reads the inputs and the steps before it.  A pair of steps
 * that history has in both orders has an ensemble for the order, a job that several machines
 * run one for the machine.
 */
#ifndef CORE_MODEL_CHAIN_H
#define CORE_MODEL_CHAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/model/inputs.h"
#include "core/tree/score.h"

#define CHAIN_STEPS	1024	/* at most */
#define CHAIN_LENGTH	256	/* operations of one sequence, at most */
#define CHAIN_BEAM	12	/* sets that are followed at once */

struct chain_step {
	uint32_t	job, nth;
};
struct chain_pair {
	uint32_t	first, second;	/* ensemble nsteps + its number: that first stands before */
};

struct chain {
	struct inputs			 inputs;
	size_t				 nsteps, npairs;
	const struct chain_step		*step;
	const uint8_t			*habit;		/* inputs.ncodes x nsteps bins, see fit_habits.c */
	const float			*before;	/* nsteps x nsteps log-odds */
	const uint32_t			*cases;		/* likewise: routings with that order; of a step */
	const int32_t			*newest;	/* likewise: the newest of them; DATE_NONE */
	const struct chain_pair		*pair;		/* ascending */
	/* Jobs with a choice of machines: ensemble nsteps + npairs + its number, a class a machine. */
	size_t				 nmachine_jobs;
	const uint32_t			*machine_job, *machine_start, *machine_res;
	struct score			 trees;
	/* Ours: which earlier steps each step's ensemble reads, [start[i], start[i + 1]). */
	uint32_t			*reads_start, *reads;
};

/* RC_CORRUPT, RC_NOMEM.  njobs, nres: of the model.  Ends with chain_close(). */
enum rc	chain_open(struct chain *c, const struct rml *r, const struct schema *s, size_t njobs,
	    size_t nres, struct err *e);
void	chain_close(struct chain *c);

/* A sequence of jobs with its natural log-probabilities. */
struct chain_sequence {
	uint32_t	*job;
	size_t		 n;
	double		 set, order;	/* of its operations; of their order, given them */
	/* Its weakest link: routings that have two neighbours in this order, and the newest. */
	uint32_t	 support;
	int32_t		 newest;
};

/*
 * Room that one query needs.  record: the inputs' bytes filled in; those of the steps and of the
 * codes' habits (inputs.nnominal) are those of the step that is asked.
 */
struct chain_query {
	const struct chain	*c;
	uint8_t			*record;
	uint32_t		*code;		/* inputs.nnominal */
	struct arena		*a;
	const uint8_t		*best;		/* the likeliest set, once searched, and for each step */
	double			*told;		/* its probability, given that set */
};
enum rc	chain_begin(struct chain_query *q, const struct chain *c, const struct features *f,
	    int32_t day, struct arena *a, struct err *e);
/*
 * The likeliest sequences, best first, no two the same; in the arena.  At most `most`.  Every
 * two neighbours stood in this order in some routing.
 */
enum rc	chain_search(struct chain_query *q, size_t most, struct chain_sequence **out, size_t *n,
	    struct err *e);
/*
 * What the chain thinks of a given sequence: sets set and order.  A job that the chain does
 * not know, or stands too often, costs CHAIN_UNKNOWN.
 */
#define CHAIN_UNKNOWN	(-8.0)
enum rc	chain_judge(struct chain_query *q, struct chain_sequence *s, struct err *e);

/*
 * The machines that run a job and the probability of each; 0: the chain knows of no choice.
 * p has room for TREE_OUTS.
 */
size_t	chain_machines(const struct chain_query *q, uint32_t job, const uint32_t **res, float *p);

/* chain_order.c: puts n steps (ascending) in their likeliest order, sets *logp. */
void	chain_order(struct chain_query *q, uint32_t *step, size_t n, double *logp);
/* log-odds that step a stands before b; the record holds the set. */
double	chain_before(const struct chain_query *q, uint32_t a, uint32_t b);

#endif
