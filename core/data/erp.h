/*
 * The ERP's views, read-only: whole views as row sources for training, single items for
 * predictions.  Names of views and columns come from the caller's mapping profile.
 */
#ifndef CORE_DATA_ERP_H
#define CORE_DATA_ERP_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/item.h"
#include "core/base/rows.h"
#include "core/data/db.h"

struct erp;

/*
 * Borrowed strings must outlive the struct erp.  work_view may be NULL; without an item_view or
 * routing_view nothing is looked up there, and NULL columns need not be there.
 */
struct erp_views {
	const char	*item_view, *item_key;
	const char	*routing_view, *routing_item, *routing_routing, *routing_sequence;
	const char	*work_view;
};

/*
 * limits: its connect_seconds and query_seconds, of each call; NULL: db.h's.  A whole view may
 * take a server minutes until its first row: ERP_WHOLE_S.
 */
#define ERP_WHOLE_S	1800
enum rc	erp_open(struct erp **out, const char *url, const struct erp_views *v,
	    const struct db_options *limits, struct err *e);
void	erp_close(struct erp *p);	/* NULL is fine */
struct db *erp_db(struct erp *p);

/*
 * All rows of a view, every column, in no particular order.  *sql (NULL is fine): the query
 * text, owned by erp.  One open at a time a connection.
 */
enum rc	erp_read(struct erp *p, const char *view, struct rows **out, const char **sql,
	    struct err *e);
/* The names of a view's columns, in its order; they live in the arena. */
enum rc	erp_columns(struct erp *p, const char *view, struct arena *a,
	    const char *const **names, size_t *n, struct err *e);
/* Items by code (see base/item.h); valid until erp_close(). */
const struct item_source *erp_items(struct erp *p);
/*
 * Items whose key or one of the text columns given contains the words of query, ordered by
 * key, after `after` (a key, "" for the start), at most limit.
 */
enum rc	erp_search(struct erp *p, const char *query, const char *const *columns,
	    size_t ncolumns, const char *after, size_t limit, struct arena *a,
	    struct record **out, size_t *n, struct err *e);
/*
 * May the account write to one of the views?  Nothing here ever does, but what may not be done
 * cannot be done by mistake.  false where the server does not tell (SQLite, Access).
 */
enum rc	erp_may_write(struct erp *p, bool *may, struct err *e);
/* Cheap check that the views can be read, for /health/ready. */
enum rc	erp_ping(struct erp *p, struct err *e);

#endif
