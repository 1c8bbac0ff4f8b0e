/* What erp.c, erp_items.c and erp_search.c share. */
#ifndef CORE_DATA_ERP_PRIV_H
#define CORE_DATA_ERP_PRIV_H

#include "core/base/buf.h"
#include "core/data/erp.h"

/* Keys of a view that are spelled otherwise than trimmed and all upper or all lower case. */
struct spelling {
	const char	*folded, *stored;
};

struct spellings {
	struct arena	*arena;		/* NULL: not read yet */
	struct spelling	*list;		/* by folded, then stored */
	size_t		 n;
	bool		 too_many;	/* to be kept: ask the database each time */
	uint64_t	 read_us;	/* when, on the monotonic clock */
};

enum erp_view { ERP_ITEM, ERP_ROUTING, ERP_WORK, ERP_OTHER };

/* A view as the database spells it, which may know upper from lower case. */
struct spelled {
	char			*view;		/* quoted part by part; NULL: as it was asked for */
	const char *const	*columns;
	size_t			 ncolumns;
};

struct erp {
	struct db		*db;
	struct erp_views	 views;
	struct item_source	 source;
	struct buf		 sql[4];	/* of erp_read(): item, routing, work, other views */
	struct spelled		 spelled[3];	/* item, routing, work view */
	struct arena		*names;		/* of their columns */
	struct spellings	 items, routings;
};

/* A database's complaint about a view, with the setting that names the view. */
enum rc	erp_error(const struct erp *p, const char *view, enum rc rc, struct err *e);
/* erp_spell.c: which of the site's views that is. */
enum erp_view erp_which(const struct erp *p, const char *view);
/*
 * On servers that tell ITEMS from items: where none is spelled as asked, and one otherwise,
 * that one is meant.
 */
enum rc	erp_spell_view(struct erp *p, enum erp_view k, const char *view, struct err *e);
/* Append a view's, and a column's name in it, as the database spells and quotes them. */
void	erp_quote_view(const struct erp *p, const char *view, struct buf *out);
void	erp_quote_column(const struct erp *p, const char *view, const char *column,
	    struct buf *out);
/* The current row copied into the arena; names is shared by the rows of a query. */
enum rc	erp_record(const struct rows *r, const char *const *names, struct arena *a,
	    struct record *out, struct err *e);
const char *const *erp_names(const struct rows *r, struct arena *a);
/* Trimmed, ASCII letters in lower case, in the arena; NULL: no memory. */
char	*erp_fold(struct arena *a, struct str s);
/* erp_items.c: the item_source. */
void	erp_spellings_clear(struct spellings *s);
enum rc	erp_item(void *ctx, const char *code, struct arena *a, struct record *out,
	    struct err *e);
enum rc	erp_routings(void *ctx, const char *code, struct arena *a, struct record **out,
	    size_t *n, struct err *e);

#endif
