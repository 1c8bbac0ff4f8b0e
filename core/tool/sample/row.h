/* A table row being made: cells of text, NULL until set.  And rows packed behind each other. */
#ifndef CORE_TOOL_SAMPLE_ROW_H
#define CORE_TOOL_SAMPLE_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/str.h"

#define ROW_CELLS	48
#define ROW_TEXT	4096

struct row {
	struct str	cell[ROW_CELLS];
	size_t		n, used;
	char		text[ROW_TEXT];
};

void	row_clear(struct row *r, size_t n);
void	row_set(struct row *r, unsigned column, const char *value);
void	row_setf(struct row *r, unsigned column, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/* Appends the row; row_unpack() gives its cells, pointing into the buffer, and moves *at on. */
void	row_pack(struct buf *b, const struct row *r);
bool	row_unpack(const struct buf *b, size_t *at, struct str *cells, size_t n);

#endif
