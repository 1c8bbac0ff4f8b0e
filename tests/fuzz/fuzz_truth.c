/* A line of a truth file: never read past its end, and what is accepted keeps its promises. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/train/measure/truth.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena		*a = arena_new(1 << 24);
	struct truth_item	 t;
	struct err		 e = { 0 };

	if (a == NULL)
		return 0;
	if (truth_parse((const char *)data, size, a, &t, &e) == RC_OK) {
		if (t.item_code[0] == '\0')
			abort();
		for (size_t i = 0; i < t.nsequences; i++)
			if (t.sequences[i].signature[0] == '\0' ||
			    !(t.sequences[i].probability >= 0) ||
			    (i > 0 && t.sequences[i].probability > t.sequences[i - 1].probability))
				abort();
		for (size_t i = 0; i < t.nops; i++)
			if (t.ops[i].job[0] == '\0' || t.ops[i].setup < 0 || t.ops[i].run < 0)
				abort();
	} else if (e.rc == RC_OK || e.msg[0] == '\0')
		abort();	/* refused without a reason */
	arena_free(a);
	return 0;
}
