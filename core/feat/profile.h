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

/* The columns in the view's order; owned by p. */
const struct profile_column *profile_columns(const struct profile *p, size_t *n);
/* {"rows":…,"columns":[{"name","role","confidence","missing_share","distinct","examples",…}]} */
struct json_object *profile_json(const struct profile *p);
/* A mapping member "items":{"view","columns":{…}} as profiled, for a person to edit. */
struct json_object *profile_mapping_json(const struct profile *p, const char *view);

#endif
