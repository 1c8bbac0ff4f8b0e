#include "config.h"

#include "core/vec/dot.h"
#include "core/vec/scan.h"

#define BLOCK	64	/* rows a turn: 16 KiB at 256 dimensions */

void
scan_topk(const struct scan_rows *r, const int8_t *q,
    bool (*keep)(void *ctx, uint32_t id), void *ctx, struct topk *t)
{
	int32_t	dots[BLOCK];

	for (size_t at = 0; at < r->n; at += BLOCK) {
		size_t	m = r->n - at < BLOCK ? r->n - at : BLOCK;

		dot_i8_many(q, r->v + at * r->dim, m, r->dim, dots);
		for (size_t i = 0; i < m; i++) {
			uint32_t	id = (uint32_t)(at + i);
			float		s = (float)dots[i];

			if (r->scale != NULL)
				s *= r->scale[id];
			if (topk_wants(t, id, s) && (keep == NULL || keep(ctx, id)))
				topk_add(t, id, s);
		}
	}
	topk_sort(t);
}
