#include "config.h"

#include "core/base/rng.h"
#include "core/tool/sample/chance.h"

double
chance_unit(uint64_t seed, uint64_t stream, unsigned id)
{
	struct rng	r;

	rng_init(&r, seed ^ ((uint64_t)id * 0x9e3779b97f4a7c15u), stream);
	return rng_unit(&r);
}

unsigned
chance_fall(double u, const double *weight, unsigned n)
{
	unsigned	last = 0;
	double		sum = 0;

	for (unsigned i = 0; i < n; i++)
		sum += weight[i];
	u *= sum;
	for (unsigned i = 0; i < n; i++) {
		if (weight[i] <= 0)
			continue;
		last = i;
		if (u < weight[i])
			return i;
		u -= weight[i];
	}
	return last;
}

void
chance_draw(struct chance *c, uint64_t seed, uint64_t own, uint64_t family, double share,
    unsigned private_id)
{
	c->enumerate = false;
	c->seed = seed;
	c->own = own;
	c->family = family;
	c->share = share;
	c->private_id = private_id;
	c->p = 1;
}

void
chance_enumerate(struct chance *c, double floor)
{
	c->enumerate = true;
	c->floor = floor;
	c->p = 1;
	c->pos = c->len = 0;
}

bool
chance_next(struct chance *c)
{
	for (c->len = c->pos; c->len > 0; c->len--) {
		struct chance_step	*s = &c->step[c->len - 1];

		for (unsigned i = s->way + 1; i < s->n; i++)
			if (s->weight[i] > 0 && s->before * s->weight[i] >= c->floor) {
				s->way = i;
				c->pos = 0;
				c->p = 1;
				return true;
			}
	}
	return false;
}

/* The first alternative that is likely enough, else the likeliest of all. */
static unsigned
first_way(const struct chance_step *s, double floor)
{
	unsigned	best = 0;

	for (unsigned i = 0; i < s->n; i++) {
		if (s->weight[i] > 0 && s->before * s->weight[i] >= floor)
			return i;
		if (s->weight[i] > s->weight[best])
			best = i;
	}
	return best;
}

static unsigned
pick_enumerated(struct chance *c, const double *weight, unsigned n, double sum)
{
	struct chance_step	*s;
	unsigned		 best = 0;

	for (unsigned i = 1; i < n; i++)
		if (weight[i] > weight[best])
			best = i;
	if (weight[best] >= sum * (1 - 1e-9))
		return best;
	if (c->pos == CHANCE_DEPTH) {
		c->p *= weight[best] / sum;
		return best;
	}
	s = &c->step[c->pos];
	if (c->pos == c->len) {
		s->n = n;
		s->before = c->p;
		for (unsigned i = 0; i < n; i++)
			s->weight[i] = weight[i] / sum;
		s->way = first_way(s, c->floor);
		c->len++;
	}
	c->pos++;
	c->p = s->before * s->weight[s->way];
	return s->way;
}

unsigned
chance_pick(struct chance *c, unsigned id, const double *weight, unsigned n)
{
	double	sum = 0;

	if (!c->enumerate) {
		bool	family = id < c->private_id &&
			    chance_unit(c->seed, c->own, id + 5000) < c->share;

		return chance_fall(chance_unit(c->seed, family ? c->family : c->own, id),
		    weight, n);
	}
	for (unsigned i = 0; i < n; i++)
		sum += weight[i];
	return pick_enumerated(c, weight, n, sum);
}

bool
chance_happens(struct chance *c, unsigned id, double p)
{
	return chance_pick(c, id, (double []){ 1 - p, p }, 2) == 1;
}
