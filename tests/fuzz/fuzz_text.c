/* Any bytes: the normal form is UTF-8, fits its room, and is its own normal form. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/feat/concept.h"
#include "core/feat/synonym.h"
#include "core/feat/text.h"
#include "core/feat/unit.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str	 s = { (const char *)data, size };
	struct concept_hit hit[CONCEPT_HITS];
	char		*once, *twice, *masked, room[SYNONYM_SIZE];
	size_t		 n, m;
	double		 f;

	if (size > 4096)
		return 0;
	once = malloc(TEXT_ROOM(size));
	n = text_normalise_to(s, once);
	twice = malloc(TEXT_ROOM(n));
	masked = malloc(n + 1);
	if (n >= TEXT_ROOM(size) || !utf8_valid(once, n))
		abort();
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)once[i] < ' ' || (once[i] >= 'A' && once[i] <= 'Z') ||
		    (once[i] == ' ' && (i == 0 || i + 1 == n || once[i + 1] == ' ')))
			abort();
	m = text_normalise_to((struct str){ once, n }, twice);
	if (m != n || memcmp(once, twice, n) != 0)
		abort();
	if (text_mask_digits((struct str){ once, n }, masked) > n)
		abort();
	(void)text_missing(s);
	(void)unit_find(s, &f);
	if (concept_find((struct str){ once, n }, NULL, hit) > CONCEPT_HITS)
		abort();
	(void)synonym_of((struct str){ once, n }, room);
	free(masked);
	free(twice);
	free(once);
	return 0;
}
