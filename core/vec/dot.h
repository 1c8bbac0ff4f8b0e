/*
 * Inner products of int8 vectors, exact: every kernel gives the same int32 for the same
 * bytes, so a model answers alike on every processor.  n is at most DOT_MAX (no overflow).
 *
 * dot_init() takes the fastest kernel that this processor has; it is called at start, before
 * fork and threads, and by whoever opens a model (again is fine: the choice is the same).
 * Until then the portable one is used.
 */
#ifndef CORE_VEC_DOT_H
#define CORE_VEC_DOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DOT_MAX	65536	/* elements: 65536 * 128 * 128 < 2^31 */

struct dot_kernel {
	const char	*name;
	int32_t		(*run)(const int8_t *x, const int8_t *y, size_t n);
	/* out[i] = x . (rows + i * n), for nrows rows of n that lie one behind the other */
	void		(*many)(const int8_t *x, const int8_t *rows, size_t nrows, size_t n,
			    int32_t *out);
	bool		(*usable)(void);
};

/* Slowest first; the first is the plain reference and always usable. */
extern const struct dot_kernel	dot_kernels[];
extern const size_t		dot_nkernels;

void		dot_init(void);
const char	*dot_name(void);	/* of the kernel in use */
int32_t		dot_i8(const int8_t *x, const int8_t *y, size_t n);
void		dot_i8_many(const int8_t *x, const int8_t *rows, size_t nrows, size_t n,
		    int32_t *out);

#endif
