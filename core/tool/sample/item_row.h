/* An item as the ERP shows it: 41 columns, full of gaps and dirt. */
#ifndef CORE_TOOL_SAMPLE_ITEM_ROW_H
#define CORE_TOOL_SAMPLE_ITEM_ROW_H

#include "core/tool/sample/factory.h"
#include "core/tool/sample/row.h"

/* Shows what it->seen says, and nothing that depends on the rest. */
void	item_row(const struct factory *f, const struct item *it, struct row *r);

#endif
