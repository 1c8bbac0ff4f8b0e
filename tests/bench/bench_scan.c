/*
 * The exact scan beside its peers, in one run on one thread: a plain C loop left to the
 * compiler's auto-vectoriser at -O3, and cblas_sgemv of OpenBLAS over the same rows as
 * floats, where that library is installed.  Prints milliseconds (best of several rounds)
 * and ratios; the answers are held together first.
 *
 *	bench_scan [rows [dimensions]]
 */
#include "config.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/clock.h"
#include "core/base/rng.h"
#include "core/vec/dot.h"
#include "core/vec/scan.h"

#define ROUNDS	15
#define K	128

typedef void	sgemv_fn(int order, int trans, int m, int n, float alpha, const float *a,
		    int lda, const float *x, int incx, float beta, float *y, int incy);

struct bench {
	size_t		 n, dim;
	int8_t		*rows, *query;
	float		*frows, *fquery, *fout;
	int32_t		*out;
	sgemv_fn	*sgemv;
	const struct dot_kernel *kernel;
};

#if defined(__GNUC__) && !defined(__clang__)
__attribute__((optimize("O3")))
#endif
static void
plain(const struct bench *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const int8_t	*row = b->rows + i * b->dim;
		int32_t		 s = 0;

		for (size_t k = 0; k < b->dim; k++)
			s += (int32_t)row[k] * b->query[k];
		b->out[i] = s;
	}
}

static void
run_plain(struct bench *b)
{
	plain(b);
}

static void
run_kernel(struct bench *b)
{
	b->kernel->many(b->query, b->rows, b->n, b->dim, b->out);
}

static void
run_scan(struct bench *b)
{
	struct scan_rows	r = { b->rows, NULL, b->n, b->dim };
	struct hit		hits[K];
	struct topk		t;

	topk_init(&t, hits, K);
	scan_topk(&r, b->query, NULL, NULL, &t);
}

static void
run_blas(struct bench *b)
{
	enum { ROW_MAJOR = 101, NO_TRANS = 111 };

	b->sgemv(ROW_MAJOR, NO_TRANS, (int)b->n, (int)b->dim, 1, b->frows, (int)b->dim,
	    b->fquery, 1, 0, b->fout, 1);
}

static double
best(struct bench *b, void (*run)(struct bench *b))
{
	double	least = 1e9;

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t	t = clock_mono_us();
		double		ms;

		run(b);
		ms = (double)(clock_mono_us() - t) / 1000;
		least = ms < least ? ms : least;
	}
	return least;
}

static sgemv_fn *
find_blas(void)
{
	static const char *const	names[] = { "libopenblas.so.0", "libopenblas.so" };
	union {
		void		*p;
		sgemv_fn	*f;
	} u = { NULL };

	setenv("OPENBLAS_NUM_THREADS", "1", 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && u.p == NULL; i++) {
		void	*lib = dlopen(names[i], RTLD_NOW);

		if (lib != NULL && (u.p = dlsym(lib, "cblas_sgemv")) != NULL)
			printf("peer library: %s\n", names[i]);
	}
	return u.f;
}

static int
fill(struct bench *b)
{
	struct rng	r;

	b->rows = malloc(b->n * b->dim);
	b->query = malloc(b->dim);
	b->out = malloc(b->n * sizeof(*b->out));
	b->frows = malloc(b->n * b->dim * sizeof(*b->frows));
	b->fquery = malloc(b->dim * sizeof(*b->fquery));
	b->fout = malloc(b->n * sizeof(*b->fout));
	if (b->rows == NULL || b->query == NULL || b->out == NULL || b->frows == NULL ||
	    b->fquery == NULL || b->fout == NULL)
		return -1;
	rng_init(&r, 1, 0);
	for (size_t i = 0; i < b->n * b->dim; i++)
		b->frows[i] = b->rows[i] = (int8_t)(rng_below(&r, 255) - 127);
	for (size_t i = 0; i < b->dim; i++)
		b->fquery[i] = b->query[i] = (int8_t)(rng_below(&r, 255) - 127);
	return 0;
}

int
main(int argc, char **argv)
{
	struct bench	b = { .n = 180000, .dim = 256 };
	double		base, ms;
	int64_t		sum;

	if (argc > 1)
		b.n = strtoul(argv[1], NULL, 10);
	if (argc > 2)
		b.dim = strtoul(argv[2], NULL, 10);
	if (b.n == 0 || b.dim == 0 || b.dim > DOT_MAX || b.n > 10000000 || fill(&b) == -1) {
		fprintf(stderr, "bench_scan: cannot make %zu rows of %zu\n", b.n, b.dim);
		return 1;
	}
	b.sgemv = find_blas();
	dot_init();
	printf("%zu rows of %zu, one thread, best of %d\n", b.n, b.dim, ROUNDS);
	base = best(&b, run_plain);
	sum = 0;
	for (size_t i = 0; i < b.n; i++)
		sum += b.out[i];
	printf("%-22s %8.2f ms   ratio 1.00\n", "plain loop, -O3", base);
	for (size_t k = 0; k < dot_nkernels; k++) {
		int64_t	own = 0;

		if (!(b.kernel = &dot_kernels[k])->usable())
			continue;
		ms = best(&b, run_kernel);
		for (size_t i = 0; i < b.n; i++)
			own += b.out[i];
		if (own != sum) {
			fprintf(stderr, "bench_scan: %s disagrees\n", b.kernel->name);
			return 1;
		}
		printf("kernel %-15s %8.2f ms   ratio %.2f\n", b.kernel->name, ms, base / ms);
	}
	ms = best(&b, run_scan);
	printf("scan, top %-3d %-8s %8.2f ms   ratio %.2f\n", K, dot_name(), ms, base / ms);
	if (b.sgemv != NULL) {
		ms = best(&b, run_blas);
		printf("%-22s %8.2f ms   ratio %.2f\n", "cblas_sgemv, float", ms, base / ms);
	} else
		printf("cblas_sgemv            not compared: no libopenblas on this machine\n");
	free(b.rows);
	free(b.query);
	free(b.out);
	free(b.frows);
	free(b.fquery);
	free(b.fout);
	return 0;
}
