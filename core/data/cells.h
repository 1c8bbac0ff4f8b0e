/* The values of one row after the other, as the driver delivers them.  For query.c. */
#ifndef CORE_DATA_CELLS_H
#define CORE_DATA_CELLS_H

#include <iconv.h>

#include "core/data/db_priv.h"

struct cells {
	struct db	*db;		/* borrowed */
	SQLHSTMT	 h;		/* the statement whose row it is */
	char		*row;		/* the current row's values, one behind the other */
	size_t		 len, cap;
	unsigned	 lost;		/* enum rows_loss of what was got since it was 0 */
	struct buf	 text;		/* a value from UTF-16, or repaired */
	iconv_t		 cp949;		/* (iconv_t)-1: not needed so far, or not to be had */
};

void	cells_init(struct cells *c, struct db *d);
void	cells_fini(struct cells *c);
/*
 * Append the value of that column (from 0; ascending, as drivers want it) of that SQL type.
 * *start: where in row it begins; SIZE_MAX: it is NULL.
 */
enum rc	cells_get(struct cells *c, size_t column, SQLSMALLINT type, size_t *start,
	    struct err *e);

#endif
