/* Any bytes as a normalised text: what is found stays within its bounds and the text. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/feat/concept.h"
#include "core/feat/spec.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum unit_kind	 kind;
	struct concept_hit hit[CONCEPT_HITS];
	struct spec	 s;
	double		 v, f;
	char		*copy = malloc(size == 0 ? 1 : size);	/* so that a read past it shows */

	if (copy == NULL)
		return 0;
	if (size > 0)
		memcpy(copy, data, size);
	spec_parse((struct str){ copy, size }, &s);
	if (s.n > SPEC_ITEMS || s.nwords > SPEC_WORDS)
		abort();
	for (size_t i = 0; i < s.n; i++) {
		const struct spec_item	*it = &s.item[i];

		if (it->begin >= it->end || it->end > size || it->kind >= SPEC_NKINDS || it->n == 0 ||
		    it->n > SPEC_AXES || memchr(it->name, 0, sizeof(it->name)) == NULL ||
		    !(it->lo <= it->hi) || it->v[0] != it->v[0])
			abort();
	}
	for (size_t i = 0; i < s.nwords; i++)
		if (s.word[i].len == 0 || s.word[i].s < copy ||
		    s.word[i].s + s.word[i].len > copy + size)
			abort();
	if (concept_find((struct str){ copy, size }, &s, hit) > CONCEPT_HITS)
		abort();
	if (spec_cell_number((struct str){ copy, size }, &v, &kind, &f) && (v != v || f != f))
		abort();
	free(copy);
	return 0;
}
