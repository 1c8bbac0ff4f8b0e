#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/tree/bins.h"

#define BINS_MAGIC	0x314e4942U	/* "BIN1" */

/* Bits whose order as unsigned numbers is the order of the floats. */
static inline uint32_t
ordered(float v)
{
	uint32_t	u;

	v += 0.0f;	/* -0 is 0 */
	memcpy(&u, &v, sizeof(u));
	return (u & 0x80000000U) != 0 ? ~u : u | 0x80000000U;
}

static inline float
unordered(uint32_t u)
{
	float	v;

	u = (u & 0x80000000U) != 0 ? u & 0x7fffffffU : ~u;
	memcpy(&v, &u, sizeof(v));
	return v;
}

/* Radix sort by bytes, least first; tmp has room for n.  Four passes: the result is in v. */
static void
sort(uint32_t *v, uint32_t *tmp, size_t n)
{
	for (int shift = 0; shift < 32; shift += 8) {
		size_t		 at[257] = { 0 };
		uint32_t	*was = v;

		for (size_t i = 0; i < n; i++)
			at[(v[i] >> shift & 255) + 1]++;
		for (size_t b = 0; b < 256; b++)
			at[b + 1] += at[b];
		for (size_t i = 0; i < n; i++)
			tmp[at[v[i] >> shift & 255]++] = v[i];
		v = tmp;
		tmp = was;
	}
}

/* A float between two, the higher one not included: a bin ends there. */
static float
between(float a, float b)
{
	float	m = a / 2 + b / 2;

	return m >= a && m < b ? m : a;
}

/* The distinct values of sorted v to its front, how often each came into count. */
static size_t
distinct(uint32_t *v, uint32_t *count, size_t n)
{
	size_t	m = 0;

	for (size_t i = 0; i < n; i++) {
		if (m == 0 || v[m - 1] != v[i]) {
			v[m] = v[i];
			count[m++] = 0;
		}
		count[m - 1]++;
	}
	return m;
}

/*
 * Close a bin when it holds its share of the values not yet in one, or when the next
 * value alone would fill a share: that value then starts a bin of its own.
 */
static size_t
cut(const uint32_t *v, const uint32_t *count, size_t m, size_t n, size_t most, float *edges)
{
	size_t	nedges = 0, rest = n, held = 0;

	for (size_t i = 0; i + 1 < m && nedges + 1 < most; i++) {
		size_t	left = most - nedges;	/* bins not yet closed */

		held += count[i];
		if (m <= most || held * left >= rest || (size_t)count[i + 1] * left >= rest) {
			edges[nedges++] = between(unordered(v[i]), unordered(v[i + 1]));
			rest -= held;
			held = 0;
		}
	}
	return nedges;
}

enum rc
bins_fit(const float *values, size_t n, size_t most, float *edges, size_t *nedges,
    struct err *e)
{
	uint32_t	*v, *tmp;
	size_t		 finite = 0;

	*nedges = 0;
	if (most > BINS_MOST)
		most = BINS_MOST;
	if ((v = calloc(n + 1, 2 * sizeof(*v))) == NULL)
		return err_set(e, RC_NOMEM, "no memory to sort %zu values", n);
	tmp = v + n;
	for (size_t i = 0; i < n; i++)
		if (isfinite(values[i]))
			v[finite++] = ordered(values[i]);
	sort(v, tmp, finite);
	*nedges = cut(v, tmp, distinct(v, tmp, finite), finite, most, edges);
	free(v);
	return RC_OK;
}

void
bins_column(const float *edges, size_t nedges, const float *values, size_t n, uint8_t *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = bins_of(edges, nedges, values[i]);
}

void
bins_begin(struct bins_writer *w)
{
	buf_init(&w->end);
	buf_init(&w->edges);
}

void
bins_add(struct bins_writer *w, const float *edges, size_t n)
{
	uint32_t	end = (uint32_t)(w->edges.len / sizeof(*edges) + n);

	buf_add(&w->edges, edges, n * sizeof(*edges));
	buf_add(&w->end, &end, sizeof(end));
}

enum rc
bins_end(struct bins_writer *w, struct buf *out, struct err *e)
{
	uint32_t	head[2] = { BINS_MAGIC, (uint32_t)(w->end.len / sizeof(uint32_t)) };
	enum rc		rc = RC_OK;

	buf_add(out, head, sizeof(head));
	buf_add(out, w->end.p, w->end.len);
	buf_add(out, w->edges.p, w->edges.len);
	if (!buf_ok(&w->end) || !buf_ok(&w->edges) || !buf_ok(out))
		rc = err_set(e, RC_NOMEM, "no memory for the bins");
	buf_fini(&w->end);
	buf_fini(&w->edges);
	return rc;
}

static enum rc
edges_check(const struct bins *b, size_t i, struct err *e)
{
	const float	*edges;
	size_t		 n;

	edges = bins_edges(b, i, &n);
	for (size_t k = 0; k < n; k++)
		if (!isfinite(edges[k]) || (k > 0 && edges[k] <= edges[k - 1]))
			return err_set(e, RC_CORRUPT, "bins of feature %zu: edges out of order", i);
	return RC_OK;
}

enum rc
bins_open(struct bins *b, const void *p, size_t size, struct err *e)
{
	const uint32_t	*u = p;
	size_t		 words = size / sizeof(*u), rest;
	uint32_t	 at = 0;
	enum rc		 rc;

	*b = (struct bins){ 0 };
	if (size % sizeof(*u) != 0 || words < 2 || u[0] != BINS_MAGIC || u[1] > words - 2)
		return err_set(e, RC_CORRUPT, "bins: wrong header or size");
	rest = words - 2 - u[1];
	b->end = u + 2;
	b->edges = (const float *)(const void *)(u + 2 + u[1]);
	for (size_t i = 0; i < u[1]; at = b->end[i++])
		if (b->end[i] < at || b->end[i] - at > BINS_EDGES || b->end[i] > rest)
			return err_set(e, RC_CORRUPT, "bins of feature %zu: wrong offset", i);
	if (at != rest)
		return err_set(e, RC_CORRUPT, "bins: %zu edges, not %zu", rest, (size_t)at);
	for (size_t i = 0; i < u[1]; i++)
		if ((rc = edges_check(b, i, e)) != RC_OK)
			return rc;
	b->n = u[1];
	return RC_OK;
}

void
bins_record(const struct bins *b, const float *values, uint8_t *out)
{
	for (size_t i = 0; i < b->n; i++) {
		size_t		 n;
		const float	*edges = bins_edges(b, i, &n);

		out[i] = bins_of(edges, n, values[i]);
	}
}
