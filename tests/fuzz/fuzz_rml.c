/*
 * A model file as found on a disk.  Checksums are not asked for: whoever can write a file
 * can write its checksum as well, so every number in it must be held by itself.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/model/rml.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Make the header's checksum right, so that the table behind it is reached. */
static void
mend(uint8_t *p, size_t size)
{
	uint32_t	sections;
	uint64_t	all, sum;

	if (size < 64)
		return;
	all = size;
	memcpy(p + 16, &all, sizeof(all));
	memcpy(&sections, p + 24, sizeof(sections));
	sections %= RML_SECTIONS;
	memcpy(p + 24, &sections, sizeof(sections));
	if ((size - 64) / sizeof(struct rml_section) < sections)
		return;
	sum = hash64(p + 64, sections * sizeof(struct rml_section), all);
	memcpy(p + 32, &sum, sizeof(sum));
}

static void
read_all(const struct rml *r)
{
	struct rml_texts	 t;
	const uint32_t		*ids;
	const void		*p;
	size_t			 n, sum = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct rml_section	*s = &r->table[i];

		if (rml_get(r, s->name, s->elem, &p, &n, NULL) == RC_OK)
			for (size_t k = 0; k < n * s->elem; k++)
				sum += ((const uint8_t *)p)[k];
		rml_get_ids(r, s->name, n, 100, true, &ids, NULL);
		rml_get_spans(r, s->name, n == 0 ? 0 : n - 1, 100, &ids, NULL);
		if (rml_get_texts(r, s->name, &t, NULL) == RC_OK)
			for (uint32_t k = 0; k < t.n; k++) {
				struct str	x = rml_text(&t, k);

				for (size_t j = 0; j < x.len; j++)
					sum += (unsigned char)x.s[j];
			}
	}
	if (sum == (size_t)-1)
		abort();	/* so that the sum is used */
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rml	r;
	uint8_t		*copy = malloc(size + 1);

	if (copy == NULL)
		return 0;
	memcpy(copy, data, size);
	for (int mended = 0; mended < 2; mended++) {
		if (rml_open(&r, "fuzz.rml", copy, size, false, NULL) == RC_OK)
			read_all(&r);
		mend(copy, size);
	}
	free(copy);
	return 0;
}
