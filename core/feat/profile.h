/*
 * Which role does a column play?  Told from its name and a sample of its values, with a
 * confidence; names decide only what values leave open, since they differ from plant to plant.
 */
#ifndef CORE_FEAT_PROFILE_H
#define CORE_FEAT_PROFILE_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/rows.h"
#include "core/base/str.h"
#include "core/feat/mapping.h"
#include "core/feat/unit.h"

#define PROFILE_ROWS		20000	/* a good sample; more changes little */
#define PROFILE_COLUMNS		512
#define PROFILE_EXAMPLES	5

struct profile_column {
	const char	*name;
	enum column_role role;
	double		 confidence;		/* of the role, 0 to 1 */
	size_t		 rows, missing;
	size_t		 distinct;		/* of the values seen; a floor if distinct_cut */
	bool		 distinct_cut;
	size_t		 numbers;		/* values that read as one number */
	bool		 not_positive;		/* 0 or negative numbers occur */
	int		 unit_column;		/* COLUMN_NUMBER: where its unit stands, or -1 */
	enum unit_kind	 unit_kind;		/* COLUMN_NUMBER: of its unit, as far as known */
	size_t		 nexamples;
	const char	*examples[PROFILE_EXAMPLES];	/* the most frequent values, cut to 80 bytes */
};

struct profile;

/* An empty profile of these columns (names are copied).  The caller ends it with profile_free(). */
enum rc	profile_new(struct profile **out, const char *const *names, size_t ncols,
	    struct err *e);
void	profile_free(struct profile *p);	/* NULL is fine */
/* Look at one row of ncols values.  Rows behind PROFILE_ROWS are ignored. */
enum rc	profile_add(struct profile *p, const struct str *cells, struct err *e);
/* Decide; after it no row can be added. */
enum rc	profile_end(struct profile *p, struct err *e);
/* All of it: reads at most PROFILE_ROWS rows of r, which the caller still closes. */
enum rc	profile_rows(struct profile **out, struct rows *r, struct err *e);

/* The column that seems to play a field, -1: none does; and how sure that is, 0 to 1. */
struct profile_field {
	int	column;
	double	confidence;
};

/* Of a view of routings or work results (profile_fields.c); item_key: the item view's key, or NULL. */
void	profile_routing_fields(const struct profile *p, const char *item_key,
	    struct profile_field out[ROUTING_NFIELDS]);
void	profile_work_fields(const struct profile *p, const char *item_key,
	    struct profile_field out[WORK_NFIELDS]);
/*
 * How many of the column's values read as that role asks, 0 to 1: numbers, dates, units, yes and
 * no; 1 for what any text may be, and for a column without values.
 */
double	profile_reads_as(const struct profile *p, int column, enum column_role role);
/* The role that a field's column has to play in that sense. */
enum column_role profile_routing_role(enum routing_field field);
enum column_role profile_work_role(enum work_field field);
/* A mapping member "routings" or "work_results" of them; names as mapping.h has them. */
struct json_object *profile_fields_json(const struct profile *p, const char *view,
	    const struct profile_field *fields, const char *const *names, size_t n);

/* The columns in the view's order; owned by p. */
const struct profile_column *profile_columns(const struct profile *p, size_t *n);
/* {"rows":…,"columns":[{"name","role","confidence","missing_share","distinct","examples",…}]} */
struct json_object *profile_json(const struct profile *p);
/* A mapping member "items":{"view","columns":{…}} as profiled, for a person to edit. */
struct json_object *profile_mapping_json(const struct profile *p, const char *view);

#endif
