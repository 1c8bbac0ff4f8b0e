/* GET /api/audit: who did what, when, from where. */
#include "config.h"

#include <limits.h>
#include <stdio.h>

#include "core/base/json.h"
#include "core/data/record_json.h"
#include "fcgi/app.h"
#include "fcgi/routes.h"

#define AUDIT_LIMIT	50
#define AUDIT_MOST	500

/* GET /api/audit?actor=&action=&subject=&since=&until=&limit=&cursor=, newest first */
enum rc
h_audit(struct req *r, struct res *res, struct err *e)
{
	static const char *const	names[] = { "actor", "action", "subject", "since", "until",
						"limit", "cursor", NULL };
	struct audit_query		 q = { http_query(r, "actor"), http_query(r, "action"),
	    http_query(r, "subject"), http_query(r, "since"), http_query(r, "until"), 0 };
	struct json_object		*o, *list;
	struct audit_row		*row;
	struct db			*d;
	size_t				 n;
	long				 limit = AUDIT_LIMIT, before = 0;
	enum rc				 rc;

	if ((rc = http_query_only(r, names, e)) != RC_OK ||
	    (rc = http_query_int(r, "limit", 1, AUDIT_MOST, &limit, e)) != RC_OK ||
	    (rc = http_query_int(r, "cursor", 1, LONG_MAX, &before, e)) != RC_OK)
		return rc;
	q.before = before;
	if ((rc = app_db(r->app, &d, e)) != RC_OK ||
	    (rc = audit_list(d, &q, (size_t)limit + 1, r->arena, &row, &n, e)) != RC_OK)
		return rc;
	o = json_object_new_object();
	list = json_object_new_array();
	for (size_t i = 0; i < n && i < (size_t)limit; i++)
		json_object_array_add(list, audit_json(&row[i]));
	json_put(o, "items", list);
	if (n > (size_t)limit) {
		char	cursor[24];

		snprintf(cursor, sizeof(cursor), "%lld", (long long)row[limit - 1].id);
		json_put_str(o, "next_cursor", cursor);
	} else
		json_put(o, "next_cursor", NULL);
	return res_json(res, 200, o, e);
}
