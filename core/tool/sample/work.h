/* Work results: what was reported from the floor, hold times and misreports included. */
#ifndef CORE_TOOL_SAMPLE_WORK_H
#define CORE_TOOL_SAMPLE_WORK_H

#include "core/tool/sample/routing.h"

/* Appends the reports of lots made by that routing; for many items there are none. */
void	work_rows(const struct factory *f, const struct item *it, const struct routing *t,
	    struct row *row, struct buf *out);

#endif
