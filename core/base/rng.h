/*
 * Random numbers that are the same on every machine for the same seed: PCG32 (O'Neill 2014)
 * seeded through SplitMix64.  Never for secrets.
 */
#ifndef CORE_BASE_RNG_H
#define CORE_BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t	state, inc;
};

/* Different streams of one seed are independent: one an item, say. */
void		rng_init(struct rng *r, uint64_t seed, uint64_t stream);
uint32_t	rng_u32(struct rng *r);
uint32_t	rng_below(struct rng *r, uint32_t n);	/* 0 to n-1 without bias; n > 0 */
double		rng_unit(struct rng *r);		/* [0, 1) */
double		rng_normal(struct rng *r);		/* mean 0, deviation 1 */
/* An index below n with probability weight[i] / sum; n > 0, weights >= 0, sum > 0. */
size_t		rng_pick(struct rng *r, const double *weight, size_t n);

#endif
