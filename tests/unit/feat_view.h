/* A small view in an array, as a row source, a profile and a schema. */
#ifndef TESTS_UNIT_FEAT_VIEW_H
#define TESTS_UNIT_FEAT_VIEW_H

#include <criterion/criterion.h>
#include <stdlib.h>

#include "core/base/rows.h"
#include "core/feat/mapping.h"
#include "core/feat/profile.h"
#include "core/feat/schema.h"

#define VIEW_COLUMNS	16

struct view {
	struct rows		 rows;	/* first: what next() gets is the view */
	struct str		 cells[VIEW_COLUMNS];
	const char *const	*values;	/* nrows * ncols, NULL: SQL's NULL */
	size_t			 nrows, at;
};

static inline enum rc
view_next(struct rows *r, bool *more, struct err *e)
{
	struct view	*v = (struct view *)r;

	(void)e;
	if ((*more = v->at < v->nrows)) {
		for (size_t i = 0; i < r->ncols; i++)
			v->cells[i] = str_of(v->values[v->at * r->ncols + i]);
		v->at++;
	}
	return RC_OK;
}

static inline void
view_close(struct rows *r)
{
	(void)r;
}

static inline void
view_init(struct view *v, const char *const *names, size_t ncols, const char *const *values,
    size_t nrows)
{
	*v = (struct view){ .rows = { .ncols = ncols, .names = names, .cells = v->cells,
		.next = view_next, .close = view_close },
		.values = values, .nrows = nrows };
}

/* The schema of a view under a mapping's JSON (NULL: the default); blob holds its bytes. */
static inline struct schema *
view_schema(struct view *v, struct mapping *m, struct buf *blob)
{
	struct profile	*p;
	struct schema	*s;
	struct err	 e = { 0 };

	cr_assert_eq(profile_rows(&p, &v->rows, &e), RC_OK, "%s", e.msg);
	buf_init(blob);
	cr_assert_eq(schema_write(blob, m, p, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(schema_open(&s, blob->p, blob->len, &e), RC_OK, "%s", e.msg);
	profile_free(p);
	return s;
}

#endif
