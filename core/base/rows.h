/*
 * A row source: rows of named columns, one after the other.  core/data makes them from ODBC
 * results, tests from arrays; training, profiling and data quality read any of them.
 *
 * Values are UTF-8 text as the database gives it (numbers with a point, dates as
 * YYYY-MM-DD with or without a time); s == NULL is SQL's NULL.  They are borrowed, and valid
 * until the next rows_next() or rows_close().
 */
#ifndef CORE_BASE_ROWS_H
#define CORE_BASE_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"
#include "core/base/str.h"

/* What a row's values lost on the way here; bits of struct rows' lost. */
enum rows_loss {
	ROWS_CUT = 1,		/* the driver did not deliver one whole */
	ROWS_RECODED = 2,	/* one was no UTF-8 and was read as the code page CP949 */
	ROWS_GARBLED = 4	/* one is no text that we know of: U+FFFD stands in places */
};

struct rows {
	size_t			 ncols;
	const char *const	*names;		/* ncols of them, as the source spells them */
	const struct str	*cells;		/* ncols of the current row, after rows_next() */
	unsigned		 lost;		/* enum rows_loss of the current row */
	/* *more is false behind the last row. */
	enum rc			(*next)(struct rows *r, bool *more, struct err *e);
	void			(*close)(struct rows *r);
};

enum rc	rows_next(struct rows *r, bool *more, struct err *e);
void	rows_close(struct rows *r);	/* NULL is fine */
/* The column of that name without regard to case, or -1. */
int	rows_column(const struct rows *r, const char *name);

#endif
