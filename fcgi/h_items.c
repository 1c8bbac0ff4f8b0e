/*
 * GET /api/items?query=&limit=&cursor=	search by code, name, spec, drawing
 * GET /api/items/{code}		attributes, routings as they stand, actual times
 */
#include "config.h"

#include <string.h>

#include "core/base/json.h"
#include "core/base/str.h"
#include "fcgi/app.h"
#include "fcgi/item_routings.h"
#include "fcgi/routes.h"

#define ITEMS_LIMIT	20
#define ITEMS_MOST	200
#define ITEMS_COLUMNS	16	/* text columns that a search looks at */

static struct json_object *
attributes_json(const struct record *r)
{
	struct json_object	*o = json_object_new_object();

	for (size_t i = 0; i < r->n; i++)
		json_put(o, r->names[i], r->cells[i].s == NULL ? NULL :
		    json_object_new_string_len(r->cells[i].s, (int)r->cells[i].len));
	return o;
}

static void
put_text(struct json_object *o, const char *name, struct str s)
{
	s = str_trim(s);
	json_put(o, name, s.len == 0 ? NULL : json_object_new_string_len(s.s, (int)s.len));
}

/* What a list shows: the key, and the first text column as the name. */
static struct json_object *
item_json(const struct mapping *m, const struct record *r)
{
	struct json_object	*o = json_object_new_object();
	struct str		 name = { NULL, 0 };

	put_text(o, "item_code", record_get(r, mapping_item_key(m)));
	for (size_t i = 0; i < m->ncolumns && name.len == 0; i++)
		if (m->columns[i].role == COLUMN_TEXT)
			name = str_trim(record_get(r, m->columns[i].name));
	put_text(o, "name", name);
	json_put(o, "attributes", attributes_json(r));
	return o;
}

static size_t
search_columns(const struct mapping *m, const char **columns)
{
	size_t	n = 0;

	for (size_t i = 0; i < m->ncolumns && n < ITEMS_COLUMNS; i++)
		if (m->columns[i].role == COLUMN_TEXT || m->columns[i].role == COLUMN_DRAWING)
			columns[n++] = m->columns[i].name;
	return n;
}

/* One more than asked, which tells whether a next page is there; on a lost server once more. */
static enum rc
search(struct req *r, const char *query, const char *after, size_t limit,
    struct record **found, size_t *n, struct err *e)
{
	const char	*columns[ITEMS_COLUMNS];
	size_t		 ncolumns = search_columns(r->app->setup->mapping, columns);
	struct erp	*p;
	enum rc		 rc = RC_IO;

	for (int attempt = 0; attempt < 2 && rc == RC_IO; attempt++) {
		if ((rc = app_erp(r->app, &p, e)) != RC_OK)
			return rc;
		rc = erp_search(p, query, columns, ncolumns, after, limit + 1, r->arena, found, n,
		    e);
		rc = app_erp_result(r->app, rc, e);
	}
	return rc;
}

enum rc
h_items_search(struct req *r, struct res *res, struct err *e)
{
	static const char *const	names[] = { "query", "limit", "cursor", NULL };
	const struct mapping		*m = r->app->setup->mapping;
	const char			*query = http_query(r, "query");
	const char			*after = http_query(r, "cursor");
	struct json_object		*o, *list;
	struct record			*found;
	size_t				 n;
	long				 limit = ITEMS_LIMIT;
	enum rc				 rc;

	if ((rc = http_query_only(r, names, e)) != RC_OK ||
	    (rc = http_query_int(r, "limit", 1, ITEMS_MOST, &limit, e)) != RC_OK ||
	    (rc = search(r, query == NULL ? "" : query, after == NULL ? "" : after,
	    (size_t)limit, &found, &n, e)) != RC_OK)
		return rc;
	o = json_object_new_object();
	list = json_object_new_array();
	for (size_t i = 0; i < n && i < (size_t)limit; i++)
		json_object_array_add(list, item_json(m, &found[i]));
	json_put(o, "items", list);
	if (n > (size_t)limit)
		put_text(o, "next_cursor", record_get(&found[limit - 1], mapping_item_key(m)));
	else
		json_put(o, "next_cursor", NULL);
	return res_json(res, 200, o, e);
}

enum rc
h_items_get(struct req *r, struct res *res, struct err *e)
{
	static const char *const	none[] = { NULL };
	const struct mapping		*m = r->app->setup->mapping;
	const struct item_source	*items = &r->app->items;
	struct json_object		*o, *times = NULL;
	struct record			 item, *rows;
	size_t				 n;
	enum rc				 rc;

	if ((rc = http_query_only(r, none, e)) != RC_OK ||
	    (rc = items->item(items->ctx, r->args[0], r->arena, &item, e)) != RC_OK ||
	    (rc = items->routings(items->ctx, r->args[0], r->arena, &rows, &n, e)) != RC_OK ||
	    (rc = item_times_json(r->app, record_get(&item, mapping_item_key(m)), &times, e)) != RC_OK)
		return rc;
	o = item_json(m, &item);
	json_put(o, "routings", item_routings_json(m, rows, n));
	json_put(o, "actual_times", times);
	return res_json(res, 200, o, e);
}
