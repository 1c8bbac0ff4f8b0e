/* The ERP's connection and its views. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/data/erp_priv.h"

enum rc
erp_error(const struct erp *p, const char *view, enum rc rc, struct err *e)
{
	static const char *const	setting[] = { "ERP_ITEM_VIEW", "ERP_ROUTING_VIEW",
	    "ERP_WORK_RESULT_VIEW", "ERP_MAPPING" };
	enum erp_view	k = erp_which(p, view);

	if (rc == RC_NOTFOUND && e != NULL && strstr(e->msg, "column") != NULL) {
		e->rc = RC_INVAL;
		return err_prefix(e, "ERP_MAPPING: view %s", view);
	}
	if (rc == RC_NOTFOUND)
		return err_set(e, RC_INVAL, "%s: the ERP (%s) has no view %s%s", setting[k],
		    db_name(p->db), view, k == ERP_WORK ?
		    "; a site without work results sets it to none" : "");
	if (rc != RC_OK)
		err_prefix(e, "view %s", view);
	return rc;
}

/* A query of the view for its columns alone. */
static enum rc
select_none(struct erp *p, const char *view, struct rows **out, struct err *e)
{
	struct buf	sql;
	enum rc		rc;

	*out = NULL;
	buf_init(&sql);
	buf_adds(&sql, "SELECT * FROM ");
	erp_quote_view(p, view, &sql);
	if (db_dialect(p->db) != DB_ACCESS)	/* whose SQL has no such condition */
		buf_adds(&sql, " WHERE 1 = 0");
	rc = buf_ok(&sql) ? erp_error(p, view, db_query(p->db, buf_str(&sql), NULL, 0, out, e),
	    e) : err_set(e, RC_NOMEM, "view %s: no memory", view);
	buf_fini(&sql);
	return rc;
}

/* The view is there and has these columns (NULL: not asked for). */
static enum rc
check_view(struct erp *p, const char *view, const char *const *columns, size_t n, struct err *e)
{
	enum erp_view	k = erp_which(p, view);
	struct spelled	*s = &p->spelled[k];
	struct rows	*r;
	enum rc		 rc;

	if (p->names == NULL && (p->names = arena_new(0)) == NULL)
		return err_set(e, RC_NOMEM, "ERP: no memory");
	if (s->columns == NULL && (rc = erp_spell_view(p, k, view, e)) != RC_OK)
		return rc;
	if ((rc = select_none(p, view, &r, e)) == RC_OK && s->columns == NULL) {
		if ((s->columns = erp_names(r, p->names)) == NULL)
			rc = err_set(e, RC_NOMEM, "ERP: no memory");
		s->ncolumns = s->columns != NULL ? r->ncols : 0;
	}
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		if (columns[i] != NULL && rows_column(r, columns[i]) < 0)
			rc = err_set(e, RC_INVAL, "ERP_MAPPING: the view %s of the ERP (%s) has no "
			    "column %s", view, db_name(p->db), columns[i]);
	rows_close(r);
	return rc;
}

enum rc
erp_columns(struct erp *p, const char *view, struct arena *a, const char *const **names,
    size_t *n, struct err *e)
{
	struct rows	*r;
	enum rc		 rc;

	*n = 0;
	if ((rc = select_none(p, view, &r, e)) == RC_OK) {
		if ((*names = erp_names(r, a)) == NULL)
			rc = err_set(e, RC_NOMEM, "ERP: no memory");
		else
			*n = r->ncols;
	}
	rows_close(r);
	return rc;
}

enum rc
erp_ping(struct erp *p, struct err *e)
{
	const struct erp_views	*v = &p->views;
	enum rc			 rc;

	if ((v->item_view != NULL && (rc = check_view(p, v->item_view, &v->item_key, 1,
	    e)) != RC_OK) || (v->routing_view != NULL && (rc = check_view(p, v->routing_view,
	    (const char *const[]){ v->routing_item, v->routing_routing, v->routing_sequence }, 3,
	    e)) != RC_OK))
		return rc;
	return v->work_view != NULL ? check_view(p, v->work_view, NULL, 0, e) : RC_OK;
}

enum rc
erp_may_write(struct erp *p, bool *may, struct err *e)
{
	const char *const	views[] = { p->views.item_view, p->views.routing_view,
				    p->views.work_view };
	bool			mssql = db_dialect(p->db) == DB_MSSQL;
	struct db_value		v[3];
	struct buf		name;
	int64_t			n = 0;
	enum rc			rc = RC_OK;

	*may = false;
	if (!mssql && db_dialect(p->db) != DB_POSTGRESQL)
		return RC_OK;
	buf_init(&name);
	for (size_t i = 0; i < 3 && rc == RC_OK && !*may; i++) {
		if (views[i] == NULL)
			continue;
		buf_clear(&name);
		erp_quote_view(p, views[i], &name);
		v[0] = v[1] = v[2] = db_text(buf_str(&name));
		rc = mssql ? db_get_int(p->db, "SELECT "
		    "COALESCE(HAS_PERMS_BY_NAME(?, 'OBJECT', 'INSERT'), 0) + "
		    "COALESCE(HAS_PERMS_BY_NAME(?, 'OBJECT', 'UPDATE'), 0) + "
		    "COALESCE(HAS_PERMS_BY_NAME(?, 'OBJECT', 'DELETE'), 0)", v, 3, &n, e) :
		    db_get_int(p->db, "SELECT CASE WHEN has_table_privilege(?, "
		    "'INSERT, UPDATE, DELETE, TRUNCATE') THEN 1 ELSE 0 END", v, 1, &n, e);
		*may = rc == RC_OK && n > 0;
	}
	buf_fini(&name);
	return rc;
}

enum rc
erp_open(struct erp **out, const char *url, const struct erp_views *v,
    const struct db_options *limits, struct err *e)
{
	struct db_options	opt = { 0 };
	struct erp	*p;
	enum rc		 rc;

	*out = NULL;
	if ((p = calloc(1, sizeof(*p))) == NULL)
		return err_set(e, RC_NOMEM, "ERP: no memory");
	p->views = *v;
	p->source = (struct item_source){ p, erp_item, erp_routings };
	for (size_t i = 0; i < sizeof(p->sql) / sizeof(p->sql[0]); i++)
		buf_init(&p->sql[i]);
	if (limits != NULL)
		opt = *limits;
	opt.read_only = true;
	if ((rc = db_open(&p->db, url, &opt, e)) == RC_OK)
		rc = erp_ping(p, e);
	if (rc == RC_OK)
		*out = p;
	else
		erp_close(p);
	return rc;
}

void
erp_close(struct erp *p)
{
	if (p == NULL)
		return;
	db_close(p->db);
	for (int i = 0; i < 3; i++)
		free(p->spelled[i].view);
	arena_free(p->names);
	erp_spellings_clear(&p->items);
	erp_spellings_clear(&p->routings);
	for (size_t i = 0; i < sizeof(p->sql) / sizeof(p->sql[0]); i++)
		buf_fini(&p->sql[i]);
	free(p);
}

struct db *
erp_db(struct erp *p)
{
	return p->db;
}

const struct item_source *
erp_items(struct erp *p)
{
	return &p->source;
}

enum rc
erp_read(struct erp *p, const char *view, struct rows **out, const char **sql, struct err *e)
{
	enum erp_view	 k = erp_which(p, view);
	struct buf	*b = &p->sql[k];
	enum rc		 rc;

	buf_clear(b);
	rc = erp_error(p, view, db_read(p->db, k != ERP_OTHER && p->spelled[k].view != NULL ?
	    p->spelled[k].view : view, out, b, e), e);
	if (rc == RC_OK && !buf_ok(b))
		rc = err_set(e, RC_NOMEM, "view %s: no memory", view);
	if (sql != NULL)
		*sql = buf_str(b);
	return rc;
}

const char *const *
erp_names(const struct rows *r, struct arena *a)
{
	const char	**names = arena_alloc(a, r->ncols * sizeof(*names));

	for (size_t i = 0; names != NULL && i < r->ncols; i++)
		if ((names[i] = arena_strdup(a, r->names[i])) == NULL)
			return NULL;
	return names;
}

enum rc
erp_record(const struct rows *r, const char *const *names, struct arena *a, struct record *out,
    struct err *e)
{
	struct str	*cells = arena_alloc(a, r->ncols * sizeof(*cells));

	if (names == NULL || cells == NULL)
		return err_set(e, RC_NOMEM, "ERP: no memory");
	for (size_t i = 0; i < r->ncols; i++) {
		cells[i] = r->cells[i];
		if (cells[i].s != NULL &&
		    (cells[i].s = arena_strndup(a, cells[i].s, cells[i].len)) == NULL)
			return err_set(e, RC_NOMEM, "ERP: no memory");
	}
	*out = (struct record){ r->ncols, names, cells };
	return RC_OK;
}

char *
erp_fold(struct arena *a, struct str s)
{
	char	*p;

	s = str_trim(s);
	if ((p = arena_strndup(a, s.s != NULL ? s.s : "", s.len)) == NULL)
		return NULL;
	for (size_t i = 0; i < s.len; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] += 'a' - 'A';
	return p;
}
