/* Which view is meant, and how the database spells it and its columns. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/data/erp_priv.h"

enum erp_view
erp_which(const struct erp *p, const char *view)
{
	const struct erp_views	*v = &p->views;

	if (v->item_view != NULL && strcmp(view, v->item_view) == 0)
		return ERP_ITEM;
	if (v->routing_view != NULL && strcmp(view, v->routing_view) == 0)
		return ERP_ROUTING;
	return v->work_view != NULL && strcmp(view, v->work_view) == 0 ? ERP_WORK : ERP_OTHER;
}

void
erp_quote_view(const struct erp *p, const char *view, struct buf *out)
{
	enum erp_view	k = erp_which(p, view);

	db_quote_name(p->db, k != ERP_OTHER && p->spelled[k].view != NULL ? p->spelled[k].view : view,
	    out);
}

void
erp_quote_column(const struct erp *p, const char *view, const char *column, struct buf *out)
{
	enum erp_view	k = erp_which(p, view);
	size_t		n = k != ERP_OTHER ? p->spelled[k].ncolumns : 0;

	for (size_t i = 0; i < n; i++)
		if (strcmp(p->spelled[k].columns[i], column) == 0)
			n = 0;		/* that one, whatever else there is */
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(p->spelled[k].columns[i], column) == 0)
			column = p->spelled[k].columns[i];
	db_quote_column(p->db, column, out);
}

/* "schema"."table", each as it is. */
static char *
quoted(struct str schema, struct str table)
{
	struct buf	b;
	char		*s;

	buf_init(&b);
	for (int i = 0; i < 2; i++) {
		struct str	t = i == 0 ? schema : table;

		buf_adds(&b, i == 0 ? "\"" : "\".\"");
		for (size_t k = 0; k < t.len; k++)
			buf_add(&b, t.s[k] == '"' ? "\"\"" : t.s + k, t.s[k] == '"' ? 2 : 1);
	}
	buf_addc(&b, '"');
	s = buf_ok(&b) ? strdup(buf_str(&b)) : NULL;
	buf_fini(&b);
	return s;
}

enum rc
erp_spell_view(struct erp *p, enum erp_view k, const char *view, struct err *e)
{
	const char	*dot = strrchr(view, '.'), *table = dot != NULL ? dot + 1 : view;
	char		 schema[128] = "", *found = NULL;
	struct rows	*r = NULL;
	size_t		 n = 0;
	bool		 more, exact = false;
	enum rc		 rc;

	if ((db_dialect(p->db) != DB_POSTGRESQL && db_dialect(p->db) != DB_MSSQL) ||
	    view[strcspn(view, "[\"`")] != '\0')	/* who quotes says it exactly */
		return RC_OK;
	if (dot != NULL)
		str_copy(schema, sizeof(schema), (struct str){ view, (size_t)(dot - view) });
	rc = db_query(p->db, "SELECT TABLE_SCHEMA, TABLE_NAME FROM INFORMATION_SCHEMA.TABLES "
	    "WHERE LOWER(TABLE_NAME) = LOWER(?) AND (? = '' OR LOWER(TABLE_SCHEMA) = LOWER(?))",
	    (struct db_value[]){ db_text(table), db_text(schema), db_text(schema) }, 3, &r, e);
	while (rc == RC_OK && (rc = rows_next(r, &more, e)) == RC_OK && more) {
		exact |= str_eq(r->cells[1], str_of(table));
		if (n++ == 0 && (found = quoted(r->cells[0], r->cells[1])) == NULL)
			rc = err_set(e, RC_NOMEM, "ERP: no memory");
	}
	rows_close(r);
	free(p->spelled[k].view);
	p->spelled[k].view = NULL;
	if (rc == RC_OK && n == 1 && !exact)
		p->spelled[k].view = found;
	else
		free(found);
	return rc;
}
