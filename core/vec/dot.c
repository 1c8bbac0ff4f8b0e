#include "config.h"

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define DOT_X86	1
#include <immintrin.h>
#endif

#include "core/vec/dot.h"

/* Each kernel's loop over rows, with its own product inlined. */
#define DOT_MANY(name, attr)							\
attr static void								\
dot_##name##_many(const int8_t *x, const int8_t *rows, size_t nrows, size_t n,	\
    int32_t *out)								\
{										\
	for (size_t i = 0; i < nrows; i++)					\
		out[i] = dot_##name(x, rows + i * n, n);			\
}

static bool
always(void)
{
	return true;
}

/* The reference: always built, plainly right. */
static int32_t
dot_c(const int8_t *x, const int8_t *y, size_t n)
{
	int32_t	s = 0;

	for (size_t i = 0; i < n; i++)
		s += (int32_t)x[i] * y[i];
	return s;
}
DOT_MANY(c, )

#ifdef DOT_X86

#define TARGET(t)	__attribute__((target(t)))

static inline int32_t
tail(const int8_t *x, const int8_t *y, size_t i, size_t n)
{
	int32_t	s = 0;

	for (; i < n; i++)
		s += (int32_t)x[i] * y[i];
	return s;
}

static bool
has_sse2(void)
{
	return __builtin_cpu_supports("sse2");
}

/* Bytes are widened to 16 bits by their sign; pmaddwd then adds pairs without overflow. */
TARGET("sse2") static int32_t
dot_sse2(const int8_t *x, const int8_t *y, size_t n)
{
	__m128i	zero = _mm_setzero_si128(), acc = zero;
	int32_t	lane[4];
	size_t	i;

	for (i = 0; i + 16 <= n; i += 16) {
		__m128i	a = _mm_loadu_si128((const __m128i *)(const void *)(x + i));
		__m128i	b = _mm_loadu_si128((const __m128i *)(const void *)(y + i));
		__m128i	as = _mm_cmpgt_epi8(zero, a), bs = _mm_cmpgt_epi8(zero, b);

		acc = _mm_add_epi32(acc, _mm_madd_epi16(_mm_unpacklo_epi8(a, as),
		    _mm_unpacklo_epi8(b, bs)));
		acc = _mm_add_epi32(acc, _mm_madd_epi16(_mm_unpackhi_epi8(a, as),
		    _mm_unpackhi_epi8(b, bs)));
	}
	_mm_storeu_si128((__m128i *)(void *)lane, acc);
	return lane[0] + lane[1] + lane[2] + lane[3] + tail(x, y, i, n);
}
DOT_MANY(sse2, TARGET("sse2"))

static bool
has_avx2(void)
{
	return __builtin_cpu_supports("avx2");
}

TARGET("avx2") static inline __m256i
load16_avx2(const int8_t *p)
{
	return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)p));
}

TARGET("avx2") static int32_t
dot_avx2(const int8_t *x, const int8_t *y, size_t n)
{
	__m256i	a0 = _mm256_setzero_si256(), a1 = a0;
	__m128i	s;
	size_t	i;

	for (i = 0; i + 32 <= n; i += 32) {
		a0 = _mm256_add_epi32(a0, _mm256_madd_epi16(load16_avx2(x + i),
		    load16_avx2(y + i)));
		a1 = _mm256_add_epi32(a1, _mm256_madd_epi16(load16_avx2(x + i + 16),
		    load16_avx2(y + i + 16)));
	}
	a0 = _mm256_add_epi32(a0, a1);
	s = _mm_add_epi32(_mm256_castsi256_si128(a0), _mm256_extracti128_si256(a0, 1));
	s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0x4e));
	s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0xb1));
	return _mm_cvtsi128_si32(s) + tail(x, y, i, n);
}
DOT_MANY(avx2, TARGET("avx2"))

static bool
has_avx512bw(void)
{
	return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512f");
}

TARGET("avx512f,avx512bw") static inline __m512i
load32_avx512(const int8_t *p)
{
	return _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(const void *)p));
}

TARGET("avx512f,avx512bw") static int32_t
dot_avx512bw(const int8_t *x, const int8_t *y, size_t n)
{
	__m512i	a0 = _mm512_setzero_si512(), a1 = a0;
	size_t	i;

	for (i = 0; i + 64 <= n; i += 64) {
		a0 = _mm512_add_epi32(a0, _mm512_madd_epi16(load32_avx512(x + i),
		    load32_avx512(y + i)));
		a1 = _mm512_add_epi32(a1, _mm512_madd_epi16(load32_avx512(x + i + 32),
		    load32_avx512(y + i + 32)));
	}
	return _mm512_reduce_add_epi32(_mm512_add_epi32(a0, a1)) + tail(x, y, i, n);
}
DOT_MANY(avx512bw, TARGET("avx512f,avx512bw"))

static bool
has_vnni(void)
{
	return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512f");
}

/*
 * vpdpbusd multiplies unsigned by signed bytes, so y goes in as y + 128, and 128 times the
 * sum of x is taken off again.
 */
TARGET("avx512f,avx512bw,avx512vnni") static int32_t
dot_vnni(const int8_t *x, const int8_t *y, size_t n)
{
	const __m512i	off = _mm512_set1_epi8((char)0x80);
	__m512i		acc = _mm512_setzero_si512(), sum = acc;
	size_t		i;

	for (i = 0; i + 64 <= n; i += 64) {
		__m512i	a = _mm512_loadu_si512(x + i), b = _mm512_loadu_si512(y + i);

		acc = _mm512_dpbusd_epi32(acc, _mm512_xor_si512(b, off), a);
		sum = _mm512_dpbusd_epi32(sum, off, a);
	}
	return _mm512_reduce_add_epi32(_mm512_sub_epi32(acc, sum)) + tail(x, y, i, n);
}
DOT_MANY(vnni, TARGET("avx512f,avx512bw,avx512vnni"))

#endif /* DOT_X86 */

const struct dot_kernel dot_kernels[] = {
	{ "c",		dot_c,		dot_c_many,		always },
#ifdef DOT_X86
	{ "sse2",	dot_sse2,	dot_sse2_many,		has_sse2 },
	{ "avx2",	dot_avx2,	dot_avx2_many,		has_avx2 },
	{ "avx512bw",	dot_avx512bw,	dot_avx512bw_many,	has_avx512bw },
	{ "vnni",	dot_vnni,	dot_vnni_many,		has_vnni },
#endif
};
const size_t dot_nkernels = sizeof(dot_kernels) / sizeof(dot_kernels[0]);

static const struct dot_kernel *chosen = &dot_kernels[0];	/* set by dot_init() only */

void
dot_init(void)
{
	for (size_t k = 0; k < dot_nkernels; k++)
		if (dot_kernels[k].usable())
			chosen = &dot_kernels[k];
}

const char *
dot_name(void)
{
	return chosen->name;
}

int32_t
dot_i8(const int8_t *x, const int8_t *y, size_t n)
{
	return chosen->run(x, y, n);
}

void
dot_i8_many(const int8_t *x, const int8_t *rows, size_t nrows, size_t n, int32_t *out)
{
	chosen->many(x, rows, nrows, n, out);
}
