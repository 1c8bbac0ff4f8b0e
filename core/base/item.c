#include "config.h"

#include "core/base/item.h"

struct str
record_get(const struct record *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eqi(str_of(r->names[i]), str_of(name)))
			return r->cells[i];
	return (struct str){ NULL, 0 };
}
