#include "config.h"

#include "core/base/rows.h"

enum rc
rows_next(struct rows *r, bool *more, struct err *e)
{
	return r->next(r, more, e);
}

void
rows_close(struct rows *r)
{
	if (r != NULL)
		r->close(r);
}

int
rows_column(const struct rows *r, const char *name)
{
	for (size_t i = 0; i < r->ncols; i++)
		if (str_eqi(str_of(r->names[i]), str_of(name)))
			return (int)i;
	return -1;
}
