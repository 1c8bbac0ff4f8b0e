/*
 * The item columns that a model uses, and how: the mapping profile's columns that the view
 * has, and the view's others as they were profiled.  It is a flat, position-independent blob
 * in encoder.rml; struct schema is a small index over it.
 */
#ifndef CORE_FEAT_SCHEMA_H
#define CORE_FEAT_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/item.h"
#include "core/feat/mapping.h"
#include "core/feat/profile.h"
#include "core/feat/unit.h"

#define SCHEMA_COLUMNS	PROFILE_COLUMNS

/* What a number column measures on the part, as far as its name tells. */
enum schema_geometry {
	SCHEMA_NO_GEOMETRY, SCHEMA_OUTER, SCHEMA_INNER, SCHEMA_THICKNESS
};

struct schema_column {
	const char	*name;		/* as the view spelled it */
	const char	*unit;		/* COLUMN_NUMBER: fixed unit, "" if none */
	enum column_role role;
	int		 unit_column;	/* COLUMN_NUMBER: index in the schema, or -1 */
	int		 slot;		/* COLUMN_NUMBER: its number in struct features, or -1 */
	enum unit_kind	 unit_kind;	/* COLUMN_NUMBER: UNIT_NONE where not known */
	enum schema_geometry geometry;
	bool		 signed_scale;	/* 0 and below are values, not "missing" */
};

struct schema {
	size_t			 ncols;
	const struct schema_column *col;
	int			 key;		/* the column with role key */
	int			 family;	/* the drawing column whose number makes families, or -1 */
	size_t			 nnumbers;	/* numbers in struct features: geometry, then columns */
};

/*
 * Write the schema of a view with these profiled columns under a mapping to blob (appended at
 * an offset that is a multiple of 8).  Columns that the view lacks are left out.  RC_INVAL:
 * the view lacks the key.
 */
enum rc	schema_write(struct buf *blob, const struct mapping *m, const struct profile *p,
	    struct err *e);
/*
 * Open a blob of n bytes; it is checked, must be aligned to 8 and outlive *out, whose strings
 * point into it.  RC_CORRUPT: not a schema.  The caller ends *out with schema_close().
 */
enum rc	schema_open(struct schema **out, const void *blob, size_t n, struct err *e);
void	schema_close(struct schema *s);	/* NULL is fine */

/* The column of that name without regard to case, or -1. */
int	schema_column(const struct schema *s, const char *name);
/*
 * Where the schema's columns stand in a source with these names: map[i] is the cell of
 * column i, or -1.  map has s->ncols places.
 */
void	schema_bind(const struct schema *s, const char *const *names, size_t n, int *map);

#endif
