/*
 * The files of sql/registry, built into the program by migrations.awk: of each dialect the
 * numbers count up from 1.  In a file statements are separated by empty lines, and lines
 * that begin with -- are comments.
 */
#ifndef CORE_DATA_MIGRATIONS_H
#define CORE_DATA_MIGRATIONS_H

#include <stddef.h>

#include "core/data/db.h"

struct migration {
	enum db_dialect	 dialect;
	int		 number;
	const char	*name, *sql;
};

extern const struct migration	migrations[];
extern const size_t		migrations_count;

#endif
