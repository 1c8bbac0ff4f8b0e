/*
 * Hashes: a fast 64-bit one for tables and checksums of sections (its values are written to
 * model files, so it never changes), and SHA-256 (FIPS 180-4) for names of content.
 */
#ifndef CORE_BASE_HASH_H
#define CORE_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE	32
#define SHA256_HEX	65	/* with the NUL */

uint64_t	hash64(const void *p, size_t n, uint64_t seed);

struct sha256 {
	uint32_t	h[8];
	uint64_t	total;
	uint8_t		block[64];
};

void	sha256_init(struct sha256 *s);
void	sha256_add(struct sha256 *s, const void *p, size_t n);
void	sha256_end(struct sha256 *s, uint8_t out[SHA256_SIZE]);
void	sha256_hex(const uint8_t in[SHA256_SIZE], char out[SHA256_HEX]);
/* One call for bytes that are all there. */
void	sha256_of(const void *p, size_t n, char out[SHA256_HEX]);

#endif
