#include "config.h"

#include <stdlib.h>

#include "core/vec/topk.h"

bool
hit_before(const struct hit *a, const struct hit *b)
{
	return a->score > b->score || (a->score == b->score && a->id < b->id);
}

void
topk_init(struct topk *t, struct hit *room, size_t k)
{
	t->h = room;
	t->k = k;
	t->n = 0;
}

bool
topk_wants(const struct topk *t, uint32_t id, float score)
{
	struct hit	x = { id, score };

	return t->n < t->k || (t->k > 0 && hit_before(&x, &t->h[0]));
}

static void
sift_up(struct topk *t, size_t i)
{
	struct hit	x = t->h[i];
	size_t		up;

	for (; i > 0 && hit_before(&t->h[up = (i - 1) / 2], &x); i = up)
		t->h[i] = t->h[up];
	t->h[i] = x;
}

static void
sift_down(struct topk *t, struct hit x)
{
	size_t	i = 0, c;

	while ((c = 2 * i + 1) < t->n) {
		if (c + 1 < t->n && hit_before(&t->h[c], &t->h[c + 1]))
			c++;
		if (hit_before(&t->h[c], &x))
			break;
		t->h[i] = t->h[c];
		i = c;
	}
	t->h[i] = x;
}

void
topk_add(struct topk *t, uint32_t id, float score)
{
	struct hit	x = { id, score };

	if (!topk_wants(t, id, score))
		return;
	if (t->n < t->k) {
		t->h[t->n] = x;
		sift_up(t, t->n++);
	} else
		sift_down(t, x);
}

static int
hit_cmp(const void *a, const void *b)
{
	const struct hit	*x = a, *y = b;

	return hit_before(x, y) ? -1 : hit_before(y, x);
}

void
topk_sort(struct topk *t)
{
	if (t->n > 1)
		qsort(t->h, t->n, sizeof(t->h[0]), hit_cmp);
}
