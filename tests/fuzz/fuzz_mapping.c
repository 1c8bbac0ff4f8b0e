/* Any bytes as a mapping profile: what is taken can be written and read again. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/str.h"
#include "core/feat/mapping.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_object	*o, *again;
	struct mapping		*m, *copy;
	struct err		 e = { 0 };

	if (json_parse(&o, (const char *)data, size, &e) != RC_OK)
		return 0;
	if (mapping_parse(&m, o, &e) == RC_OK) {
		if (mapping_item_key(m) == NULL || m->item_view == NULL)
			abort();
		again = mapping_json(m);
		if (mapping_parse(&copy, again, &e) != RC_OK)
			abort();
		mapping_free(copy);
		json_object_put(again);
		mapping_free(m);
	} else if (m != NULL || e.msg[0] == '\0' || !utf8_valid(e.field, strlen(e.field)))
		abort();
	json_object_put(o);
	return 0;
}
