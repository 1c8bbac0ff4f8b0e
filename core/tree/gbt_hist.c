#include "config.h"

#include <string.h>

#include "core/tree/gbt_priv.h"

#define BLOCK	256	/* rows whose bins stay in the cache for all groups */
#define LINE	64	/* bytes of a line of cache */

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

/* Ask for the bins of rows that come soon. */
static void
fetch(const struct gbt_rows *r, const uint32_t *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t at = 0; at < r->stride; at += LINE)
			__builtin_prefetch(r->bins + rows[i] * r->stride + at);
}

/* The words of some rows. */
static void
add_words(const struct gbt_rows *r, const uint32_t *rows, const packed *gh, size_t n,
    struct hist *h)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = r->start[rows[i]]; k < r->start[rows[i] + 1]; k++) {
			h->sparse[r->words[k]] += gh[i];
			h->rows[r->words[k]]++;
		}
}

/*
 * Blocks of rows, in each a group of columns after the other, whose sums stay in the
 * first-level cache meanwhile; each group fetches its part of the next block.
 */
void
gbt_hist_build(const struct grow *t, const uint32_t *rows, size_t n, struct hist *h)
{
	const struct gbt_rows	*r = t->r;
	size_t			 groups = r->stride / GROUP, part = BLOCK / (groups + 1) + 1;
	packed			 gh[BLOCK];

	clear(r, h);
	for (size_t from = 0; from < n; from += BLOCK) {
		size_t	m = n - from < BLOCK ? n - from : BLOCK, next = from + m;

		for (size_t i = 0; i < m; i++)
			gh[i] = t->gh[rows[from + i]];
		for (size_t c = 0; c < r->ndense; c += GROUP) {
			size_t	ahead = n - next < part ? n - next : part;

			if (!group_active(t, c))
				continue;
			fetch(r, rows + next, ahead);
			next += ahead;
			add_group(r->bins + c, r->stride, rows + from, gh, m, h->dense + c * BINS);
		}
		if (r->nsparse > 0)
			add_words(r, rows + from, gh, m, h);
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
