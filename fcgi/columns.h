/*
 * The item view's columns as the next training will use them, beside what the active version
 * does: the view's names, the profile, operators' decisions, and the version's columns.json.
 */
#ifndef FCGI_COLUMNS_H
#define FCGI_COLUMNS_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/data/columns.h"
#include "core/feat/mapping.h"
#include "fcgi/app.h"

struct column {
	const char		*name;		/* as the view spells it, in the request's arena */
	struct json_object	*in_model;	/* its entry in columns.json, borrowed; NULL: none */
	bool			 in_view;	/* false as well where the ERP is away */
};

struct columns {
	struct column		*list;
	size_t			 n;
	bool			 view_known;	/* the ERP could be asked for its columns */
	struct column_choice	*choice;	/* operators' decisions */
	size_t			 nchoices;
	int64_t			 version;	/* of the decisions */
	struct json_object	*model;		/* the active version's columns.json; NULL: none */
	char			 model_version[17];	/* "" where none is active */
};

/*
 * Gathers them.  RC_IO: neither the ERP nor an active version tells of any column.  The
 * caller ends *c with columns_fini() in any case.
 */
enum rc	columns_read(struct app *a, struct columns *c, struct err *e);
void	columns_fini(struct columns *c);
/* The column of that name without regard to case, or NULL. */
const struct column *columns_named(const struct columns *c, const char *name);
/*
 * The profile with these decisions, as a training would have it; the caller ends *out with
 * mapping_free().
 */
enum rc	columns_mapping(const struct mapping *profile, const struct column_choice *choice,
	    size_t n, struct mapping **out, struct err *e);
/* The column's role under that mapping; NULL: its values tell, at the next training. */
const char *columns_role(const struct mapping *m, const struct column *c);
/* The whole as the API shows it; the caller owns *out. */
enum rc	columns_json(const struct columns *c, const struct mapping *profile,
	    struct json_object **out, struct err *e);

#endif
