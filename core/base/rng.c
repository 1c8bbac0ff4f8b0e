#include "config.h"

#include <math.h>

#include "core/base/rng.h"

static uint64_t
splitmix(uint64_t *x)
{
	uint64_t	z = (*x += 0x9e3779b97f4a7c15U);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return z ^ (z >> 31);
}

void
rng_init(struct rng *r, uint64_t seed, uint64_t stream)
{
	uint64_t	x = seed;
	uint64_t	mixed = splitmix(&x);

	x = mixed ^ (stream * 0xd1342543de82ef95U + 1);
	r->state = splitmix(&x);
	r->inc = splitmix(&x) | 1;
	rng_u32(r);
}

uint32_t
rng_u32(struct rng *r)
{
	uint64_t	old = r->state;
	uint32_t	shifted = (uint32_t)(((old >> 18) ^ old) >> 27);
	uint32_t	rot = (uint32_t)(old >> 59);

	r->state = old * 6364136223846793005U + r->inc;
	return shifted >> rot | shifted << (-rot & 31);
}

uint32_t
rng_below(struct rng *r, uint32_t n)
{
	uint32_t	least = -n % n, v;	/* the part of the range that would bias */

	do
		v = rng_u32(r);
	while (v < least);
	return v % n;
}

double
rng_unit(struct rng *r)
{
	uint64_t	hi = rng_u32(r), lo = rng_u32(r);

	return (double)((hi << 32 | lo) >> 11) * 0x1p-53;
}

/* Box and Muller (1958); the second value is not kept, so that a state is two numbers. */
double
rng_normal(struct rng *r)
{
	double	u = 1 - rng_unit(r), v = rng_unit(r);

	return sqrt(-2 * log(u)) * cos(2 * 3.14159265358979323846 * v);
}

size_t
rng_pick(struct rng *r, const double *weight, size_t n)
{
	double	sum = 0, at;

	for (size_t i = 0; i < n; i++)
		sum += weight[i];
	at = rng_unit(r) * sum;
	for (size_t i = 0; i + 1 < n; i++)
		if ((at -= weight[i]) < 0)
			return i;
	while (n > 1 && weight[n - 1] <= 0)	/* rounding must not pick what cannot be */
		n--;
	return n - 1;
}
