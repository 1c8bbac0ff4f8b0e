/*
 * Drives a fuzz target where there is no libFuzzer: every file of the corpus as it is, then
 * seeded mutations of them.
 * usage: fuzz_x [-runs=N | -max_total_time=SECONDS] [-seed=S] [FILE-OR-FOLDER...]
 * With FUZZ_KEEP set each input is written to ./crash-fuzz before it is run.
 */
#include "config.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/rng.h"

#define INPUT_MOST	65536
#define CORPUS_MOST	1024

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct buf	corpus[CORPUS_MOST];
static size_t		ncorpus;

static void
load(const char *path)
{
	struct stat	 st;
	struct dirent	*ent;
	DIR		*d;
	char		 sub[4096];

	if (stat(path, &st) == -1) {
		perror(path);
		exit(2);
	}
	if (!S_ISDIR(st.st_mode)) {
		if (ncorpus < CORPUS_MOST &&
		    file_read(path, INPUT_MOST, &corpus[ncorpus], NULL) == RC_OK)
			ncorpus++;
		return;
	}
	if ((d = opendir(path)) == NULL) {
		perror(path);
		exit(2);
	}
	while ((ent = readdir(d)) != NULL)
		if (ent->d_name[0] != '.') {
			snprintf(sub, sizeof(sub), "%s/%s", path, ent->d_name);
			load(sub);
		}
	closedir(d);
}

/* One of: flip a bit, set a byte, insert, remove, copy a piece of another input. */
static size_t
mutate(struct rng *r, uint8_t *p, size_t n)
{
	static const char	likely[] = "0123456789-+./:;,\"'{}[]()%\\ xXA\xff\x80\xea\xb0\x80\n";
	const struct buf	*other;
	size_t			 at = n == 0 ? 0 : rng_below(r, (uint32_t)n), k;

	switch (rng_below(r, 5)) {
	case 0:
		if (n > 0)
			p[at] ^= (uint8_t)(1U << rng_below(r, 8));
		return n;
	case 1:
		if (n > 0)
			p[at] = (uint8_t)likely[rng_below(r, sizeof(likely) - 1)];
		return n;
	case 2:
		k = 1 + rng_below(r, 8);
		if (n + k > INPUT_MOST)
			return n;
		memmove(p + at + k, p + at, n - at);
		for (size_t i = 0; i < k; i++)
			p[at + i] = rng_below(r, 2) ? (uint8_t)rng_u32(r) :
			    (uint8_t)likely[rng_below(r, sizeof(likely) - 1)];
		return n + k;
	case 3:
		k = n == 0 ? 0 : 1 + rng_below(r, (uint32_t)(n - at));
		memmove(p + at, p + at + k, n - at - k);
		return n - k;
	default:
		other = &corpus[rng_below(r, (uint32_t)ncorpus)];
		k = other->len == 0 ? 0 : 1 + rng_below(r, (uint32_t)other->len);
		if (at + k > INPUT_MOST)
			return n;
		if (k > 0)
			memcpy(p + at, other->p + (other->len - k), k);
		return at + k > n ? at + k : n;
	}
}

int
main(int argc, char **argv)
{
	static uint8_t	input[INPUT_MOST];
	uint8_t		*exact;
	struct rng	 r;
	long		 runs = 20000, i;
	uint64_t	 until = 0;	/* clock_mono_us(); 0: by runs */
	uint64_t	 seed = 1;

	for (int k = 1; k < argc; k++) {
		if (strncmp(argv[k], "-runs=", 6) == 0)
			runs = strtol(argv[k] + 6, NULL, 10);
		else if (strncmp(argv[k], "-max_total_time=", 16) == 0)
			until = clock_mono_us() + strtoull(argv[k] + 16, NULL, 10) * 1000000;
		else if (strncmp(argv[k], "-seed=", 6) == 0)
			seed = strtoull(argv[k] + 6, NULL, 10);
		else
			load(argv[k]);
	}
	if (ncorpus == 0)
		buf_adds(&corpus[ncorpus++], "0");
	rng_init(&r, seed, 0);
	for (i = 0; until != 0 ? i % 256 != 0 || clock_mono_us() < until :
	    i < (long)ncorpus + runs; i++) {
		const struct buf	*b = &corpus[i < (long)ncorpus ? (size_t)i :
					    rng_below(&r, (uint32_t)ncorpus)];
		size_t			 n = b->len;

		if (n > 0)
			memcpy(input, b->p, n);
		for (uint32_t k = i < (long)ncorpus ? 0 : 1 + rng_below(&r, 6); k > 0; k--)
			n = mutate(&r, input, n);
		/* A block of just that size, so that a sanitizer sees one byte too many. */
		if ((exact = malloc(n == 0 ? 1 : n)) == NULL)
			return 2;
		if (n > 0)
			memcpy(exact, input, n);
		if (getenv("FUZZ_KEEP") != NULL)
			file_write("crash-fuzz", exact, n, NULL);
		LLVMFuzzerTestOneInput(exact, n);
		free(exact);
	}
	for (size_t k = 0; k < ncorpus; k++)
		buf_fini(&corpus[k]);
	printf("%zu inputs of the corpus and %ld mutations\n", ncorpus, i - (long)ncorpus);
	return 0;
}
