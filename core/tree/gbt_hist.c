#include "config.h"

#include <string.h>

#include "core/tree/gbt_priv.h"

#define BLOCK	512	/* rows whose bins stay in the first-level cache for all groups */

_Static_assert(GROUP == 8, "add_group() reads eight bins as one word");

/* Eight columns of some rows: a word of bins, then an addition for each. */
static void
add_group(const uint8_t *bins, size_t stride, const uint32_t *rows, const packed *gh, size_t n,
    packed *h)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t	x;
		packed		v = gh[i];

		memcpy(&x, bins + rows[i] * stride, sizeof(x));
		h[0 * BINS + (x & 255)] += v;
		h[1 * BINS + (x >> 8 & 255)] += v;
		h[2 * BINS + (x >> 16 & 255)] += v;
		h[3 * BINS + (x >> 24 & 255)] += v;
		h[4 * BINS + (x >> 32 & 255)] += v;
		h[5 * BINS + (x >> 40 & 255)] += v;
		h[6 * BINS + (x >> 48 & 255)] += v;
		h[7 * BINS + (x >> 56)] += v;
	}
}

static void
clear(const struct gbt_rows *r, struct hist *h)
{
	for (size_t c = 0; c < r->ndense; c++)
		memset(h->dense + c * BINS, 0, r->nbins[c] * sizeof(packed));
	memset(h->sparse, 0, r->nsparse * sizeof(packed));
	memset(h->rows, 0, r->nsparse * sizeof(*h->rows));
}

/* A group none of whose columns was drawn is left out. */
static bool
group_active(const struct grow *t, size_t group)
{
	for (size_t c = group; c < group + GROUP && c < t->r->ndense; c++)
		if (t->active[c])
			return true;
	return false;
}

void
gbt_hist_build(const struct grow *t, const uint32_t *rows, size_t n, struct hist *h)
{
	const struct gbt_rows	*r = t->r;
	packed			 gh[BLOCK];

	clear(r, h);
	for (size_t from = 0; from < n; from += BLOCK) {
		size_t	m = n - from < BLOCK ? n - from : BLOCK;

		for (size_t i = 0; i < m; i++)
			gh[i] = t->gh[rows[from + i]];
		for (size_t c = 0; c < r->ndense; c += GROUP)
			if (group_active(t, c))
				add_group(r->bins + c, r->stride, rows + from, gh, m,
				    h->dense + c * BINS);
		for (size_t i = 0; r->nsparse > 0 && i < m; i++) {
			uint32_t	row = rows[from + i];

			for (size_t k = r->start[row]; k < r->start[row + 1]; k++) {
				h->sparse[r->words[k]] += gh[i];
				h->rows[r->words[k]]++;
			}
		}
	}
}

void
gbt_hist_subtract(const struct grow *t, struct hist *from, const struct hist *what)
{
	for (size_t c = 0; c < t->r->ndense; c++)
		for (size_t b = c * BINS; b < c * BINS + t->r->nbins[c]; b++)
			from->dense[b] -= what->dense[b];
	for (size_t c = 0; c < t->r->nsparse; c++) {
		from->sparse[c] -= what->sparse[c];
		from->rows[c] -= what->rows[c];
	}
}
