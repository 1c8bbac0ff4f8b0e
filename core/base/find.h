/* A place in ascending 64-bit keys, each the first member of an element. */
#ifndef CORE_BASE_FIND_H
#define CORE_BASE_FIND_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The first of n elements of `size` bytes whose key is not below `key`; n: there is none. */
static inline size_t
find_u64(const void *elements, size_t n, size_t size, uint64_t key)
{
	size_t	 lo = 0, hi = n;
	uint64_t at;

	while (lo < hi) {
		size_t	mid = lo + (hi - lo) / 2;

		memcpy(&at, (const char *)elements + mid * size, sizeof(at));
		if (at < key)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

#endif
