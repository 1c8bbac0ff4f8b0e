/* Operators' decisions over the mapping profile. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/str.h"
#include "core/feat/mapping.h"

static void
column_fini(struct mapping_column *c)
{
	free(c->name);
	free(c->unit_column);
	free(c->unit);
}

static struct mapping_column *
find(const struct mapping *m, const char *column)
{
	for (size_t i = 0; i < m->ncolumns; i++)
		if (str_eqi(str_of(m->columns[i].name), str_of(column)))
			return &m->columns[i];
	return NULL;
}

static struct mapping_column *
add(struct mapping *m, const char *column)
{
	struct mapping_column	*c;

	if ((c = realloc(m->columns, (m->ncolumns + 1) * sizeof(*c))) == NULL)
		return NULL;
	m->columns = c;
	c += m->ncolumns;
	memset(c, 0, sizeof(*c));
	if ((c->name = strdup(column)) == NULL)
		return NULL;
	m->ncolumns++;
	return c;
}

/* No number reads its unit there any more. */
static void
unit_drop(struct mapping *m, const char *column)
{
	for (size_t i = 0; i < m->ncolumns; i++) {
		char	**unit = &m->columns[i].unit_column;

		if (*unit == NULL || !str_eqi(str_of(*unit), str_of(column)))
			continue;
		free(*unit);
		*unit = NULL;
	}
}

enum rc
mapping_choose(struct mapping *m, const char *column, int enabled, const char *role,
    struct err *e)
{
	struct mapping_column	*c = find(m, column);
	enum column_role	 as = COLUMN_IGNORE;

	if (enabled != 0 && *role != '\0' && !column_role_of(role, &as))
		return err_field(e, column, "%.40s is no role that a column can have", role);
	if (str_eqi(str_of(column), str_of(mapping_item_key(m))))
		return RC_OK;
	if (enabled != 0 && *role == '\0') {	/* automatic is what the profile doesn't name */
		if (enabled == 1 && c != NULL && c->role == COLUMN_IGNORE) {
			column_fini(c);
			*c = m->columns[--m->ncolumns];
		}
		return RC_OK;
	}
	if (c == NULL && (c = add(m, column)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the mapping profile");
	c->role = as;
	c->by_operator = true;
	if (c->role != COLUMN_NUMBER) {
		free(c->unit_column);
		free(c->unit);
		c->unit_column = c->unit = NULL;
	}
	if (enabled == 0)
		unit_drop(m, column);
	return RC_OK;
}

enum rc
mapping_copy(struct mapping **out, const struct mapping *m, struct err *e)
{
	struct json_object	*o = mapping_json(m);
	enum rc			 rc;

	rc = mapping_parse(out, o, e);
	json_object_put(o);
	return rc;
}
