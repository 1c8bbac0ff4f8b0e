/*
 * The order of a set of steps: the one with the largest sum of log-probabilities over all
 * pairs (the linear ordering problem), by the number of others that each precedes and then
 * moving single steps as long as that gains.
 */
#include "config.h"

#include <math.h>
#include <string.h>

#include "core/model/chain.h"

static const struct chain_pair *
find(const struct chain *c, uint32_t a, uint32_t b, size_t *at)
{
	size_t	lo = 0, hi = c->npairs;

	while (lo < hi) {
		size_t				 mid = lo + (hi - lo) / 2;
		const struct chain_pair		*p = &c->pair[mid];

		if (p->first < a || (p->first == a && p->second < b))
			lo = mid + 1;
		else
			hi = mid;
	}
	*at = lo;
	return lo < c->npairs && c->pair[lo].first == a && c->pair[lo].second == b ?
	    &c->pair[lo] : NULL;
}

double
chain_before(const struct chain_query *q, uint32_t a, uint32_t b)
{
	const struct chain	*c = q->c;
	size_t			 at;
	float			 z;

	if (find(c, a < b ? a : b, a < b ? b : a, &at) == NULL)
		return c->before[a * c->nsteps + b];
	score_one(&c->trees, c->nsteps + at, q->record, &z);
	return a < b ? z : -z;
}

/* Moves order[from] to place `to`. */
static void
move(uint32_t *order, size_t from, size_t to)
{
	uint32_t	x = order[from];

	if (from < to)
		memmove(order + from, order + from + 1, (to - from) * sizeof(*order));
	else
		memmove(order + to + 1, order + to, (from - to) * sizeof(*order));
	order[to] = x;
}

/* odds: n x n, of places in step.  Improves order until no move of one step gains. */
static void
improve(const double *odds, uint32_t *order, size_t n)
{
	for (size_t round = 0; round < n; round++) {
		double	most = 1e-9;
		size_t	from = 0, to = 0;

		for (size_t i = 0; i < n; i++) {
			double	gain = 0;

			/* log p(x before y) - log p(y before x) is the log-odds */
			for (size_t k = i + 1; k < n; k++)
				if ((gain += odds[order[k] * n + order[i]]) > most) {
					most = gain;
					from = i;
					to = k;
				}
			gain = 0;
			for (size_t k = i; k-- > 0;)
				if ((gain += odds[order[i] * n + order[k]]) > most) {
					most = gain;
					from = i;
					to = k;
				}
		}
		if (most <= 1e-9)
			return;
		move(order, from, to);
	}
}

void
chain_order(struct chain_query *q, uint32_t *step, size_t n, double *logp)
{
	double		odds[64 * 64], wins[64];
	uint32_t	order[64], was[64];

	*logp = 0;
	if (n <= 64) {	/* longer ones stay in the chain's order */
		for (size_t i = 0; i < n; i++) {
			wins[i] = 0;
			for (size_t k = 0; k < n; k++) {
				odds[i * n + k] = i == k ? 0 : chain_before(q, step[i], step[k]);
				wins[i] += i == k ? 0 : 1 / (1 + exp(-odds[i * n + k]));
			}
		}
		for (size_t i = 0; i < n; i++) {
			size_t	k = i;

			for (; k > 0 && wins[order[k - 1]] < wins[i]; k--)
				order[k] = order[k - 1];
			order[k] = (uint32_t)i;
		}
		improve(odds, order, n);
		memcpy(was, step, n * sizeof(*was));
		for (size_t i = 0; i < n; i++)
			step[i] = was[order[i]];
	}
	for (size_t i = 1; i < n; i++)
		*logp -= log1p(exp(-chain_before(q, step[i - 1], step[i])));
}
