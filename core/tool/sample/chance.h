/*
 * A choice among weighted alternatives, made in one of two ways by the same code.  Drawn: a
 * choice falls by a uniform number that depends only on the seed, the stream and the choice's
 * id.  Enumerated: the caller runs its program again and again, once for each combination of
 * choices that is at least `floor` likely, and so learns the exact distribution of outcomes.
 * What the planner does and what somebody could know of it thus cannot drift apart.
 */
#ifndef CORE_TOOL_SAMPLE_CHANCE_H
#define CORE_TOOL_SAMPLE_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

#define CHANCE_WAYS	64	/* alternatives of one choice */
#define CHANCE_DEPTH	48	/* uncertain choices of one run */

struct chance_step {
	unsigned	way, n;
	double		before;			/* probability of the run up to here */
	double		weight[CHANCE_WAYS];	/* sums to 1 */
};

struct chance {
	bool			enumerate;
	/* Drawn: with probability `share` a choice falls as it does for the whole family, if
	 * its id is below private_id. */
	uint64_t		seed, own, family;
	double			share;
	unsigned		private_id;
	/* Enumerated. */
	double			p, floor;	/* p: of the present run */
	unsigned		pos, len;
	struct chance_step	step[CHANCE_DEPTH];
};

/* A uniform number in [0, 1) of that stream and id: the same whenever it is asked for. */
double	chance_unit(uint64_t seed, uint64_t stream, unsigned id);
/* The index where u falls among n weights (at least 0, not all 0). */
unsigned chance_fall(double u, const double *weight, unsigned n);

void	chance_draw(struct chance *c, uint64_t seed, uint64_t own, uint64_t family, double share,
	    unsigned private_id);
void	chance_enumerate(struct chance *c, double floor);
/* Enumerated: the next combination of choices; false when all were seen. */
bool	chance_next(struct chance *c);
/* One of n <= CHANCE_WAYS alternatives.  Beyond CHANCE_DEPTH the likeliest one is taken. */
unsigned chance_pick(struct chance *c, unsigned id, const double *weight, unsigned n);
/* True with probability p. */
bool	chance_happens(struct chance *c, unsigned id, double p);

#endif
