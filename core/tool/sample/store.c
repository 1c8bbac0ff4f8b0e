#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/tool/sample/store.h"

struct store {
	struct db		*db;
	const char *const	*names;
	struct db_bulk		*bulk[TABLES];
};

static const char *
base_name(const char *name)
{
	const char	*dot = strrchr(name, '.');

	return dot == NULL ? name : dot + 1;
}

static const char *
type_name(enum db_dialect d, int type)
{
	static const char *const	names[][4] = {	/* text, whole, real, date */
		[DB_SQLITE] = { "TEXT", "INTEGER", "REAL", "TEXT" },
		[DB_POSTGRESQL] = { "text", "integer", "double precision", "date" },
		[DB_MSSQL] = { "nvarchar(1000)", "int", "float", "date" },
	};

	return names[d][type];
}

/* SQL Server has no index over long texts: keys are short. */
static const char *
column_type(enum db_dialect d, const struct table_def *t, const struct column *c)
{
	for (unsigned i = 0; i < 3 && t->keys[i] != NULL; i++)
		if (d == DB_MSSQL && c->type == COLUMN_SQL_TEXT &&
		    strcmp(t->keys[i], c->name) == 0)
			return "nvarchar(50)";
	return type_name(d, (int)c->type);
}

static enum rc
run(struct store *s, struct buf *sql, struct err *e)
{
	if (!buf_ok(sql))
		return err_set(e, RC_NOMEM, "no memory for SQL");
	return db_exec(s->db, buf_str(sql), NULL, 0, NULL, e);
}

static enum rc
exists(struct store *s, const char *name, bool *yes, struct err *e)
{
	const struct db_value	v = db_text(base_name(name));
	int64_t			n;
	enum rc			rc;

	rc = db_get_int(s->db, db_dialect(s->db) == DB_SQLITE ?
	    "SELECT COUNT(*) AS n FROM sqlite_master WHERE lower(name) = lower(?)" :
	    "SELECT COUNT(*) AS n FROM INFORMATION_SCHEMA.TABLES"
	    " WHERE LOWER(TABLE_NAME) = LOWER(?)", &v, 1, &n, e);
	*yes = rc == RC_OK && n > 0;
	return rc;
}

static enum rc
make_room(struct store *s, const char *name, bool force, struct err *e)
{
	struct buf	sql;
	bool		there;
	enum rc		rc;

	if ((rc = exists(s, name, &there, e)) != RC_OK || !there)
		return rc;
	if (!force)
		return err_set(e, RC_BUSY, "%s: %s is there already; --force replaces it",
		    db_name(s->db), name);
	buf_init(&sql);
	buf_adds(&sql, "DROP TABLE ");
	db_quote_name(s->db, name, &sql);
	rc = run(s, &sql, e);
	buf_fini(&sql);
	return rc;
}

static enum rc
create(struct store *s, enum table t, struct err *e)
{
	const struct table_def	*def = &tables[t];
	enum db_dialect		 d = db_dialect(s->db);
	const char		*columns[ROUT_COLUMNS + ITEM_COLUMNS];
	struct buf		 sql;
	enum rc			 rc;

	buf_init(&sql);
	buf_adds(&sql, "CREATE TABLE ");
	db_quote_name(s->db, s->names[t], &sql);
	for (size_t i = 0; i < def->ncolumns; i++) {
		buf_adds(&sql, i == 0 ? " (" : ", ");
		db_quote_column(s->db, def->columns[i].name, &sql);
		buf_addf(&sql, " %s", column_type(d, def, &def->columns[i]));
		columns[i] = def->columns[i].name;
	}
	buf_addc(&sql, ')');
	rc = run(s, &sql, e);
	buf_fini(&sql);
	if (rc == RC_OK)
		rc = db_bulk_begin(&s->bulk[t], s->db, s->names[t], columns, def->ncolumns, e);
	return rc;
}

static enum rc
add_index(struct store *s, enum table t, struct err *e)
{
	const struct table_def	*def = &tables[t];
	struct buf		 sql, name;
	enum rc			 rc;

	buf_init(&sql);
	buf_init(&name);
	buf_addf(&name, "IX_%s", base_name(s->names[t]));
	buf_adds(&sql, "CREATE INDEX ");
	db_quote_name(s->db, buf_str(&name), &sql);
	buf_adds(&sql, " ON ");
	db_quote_name(s->db, s->names[t], &sql);
	for (unsigned i = 0; i < 3 && def->keys[i] != NULL; i++) {
		buf_adds(&sql, i == 0 ? " (" : ", ");
		db_quote_column(s->db, def->keys[i], &sql);
	}
	buf_addc(&sql, ')');
	rc = buf_ok(&name) ? run(s, &sql, e) : err_set(e, RC_NOMEM, "no memory for SQL");
	buf_fini(&sql);
	buf_fini(&name);
	return rc;
}

enum rc
store_open(struct store **out, struct db *d, const char *const names[TABLES], bool force,
    struct err *e)
{
	struct store	*s;
	enum rc		 rc;

	*out = NULL;
	if (db_dialect(d) > DB_MSSQL)
		return err_set(e, RC_INVAL, "%s: the sample factory is written to SQLite, "
		    "PostgreSQL or SQL Server", db_name(d));
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_set(e, RC_NOMEM, "no memory");
	s->db = d;
	s->names = names;
	rc = db_begin(d, e);
	for (unsigned t = 0; rc == RC_OK && t < TABLES; t++)
		rc = make_room(s, names[t], force, e);
	for (unsigned t = 0; rc == RC_OK && t < TABLES; t++)
		rc = create(s, (enum table)t, e);
	if (rc != RC_OK) {
		store_close(s);
		return rc;
	}
	*out = s;
	return RC_OK;
}

enum rc
store_row(struct store *s, enum table t, const struct str *cells, struct err *e)
{
	return db_bulk_add(s->bulk[t], cells, e);
}

enum rc
store_commit(struct store *s, struct err *e)
{
	enum rc	rc = RC_OK;

	for (unsigned t = 0; rc == RC_OK && t < TABLES; t++) {
		rc = db_bulk_end(s->bulk[t], e);
		s->bulk[t] = NULL;
	}
	for (unsigned t = 0; rc == RC_OK && t < TABLES; t++)
		rc = add_index(s, (enum table)t, e);
	if (rc == RC_OK)
		rc = db_commit(s->db, e);
	store_close(s);
	return rc;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	for (unsigned t = 0; t < TABLES; t++)
		if (s->bulk[t] != NULL)
			db_bulk_end(s->bulk[t], NULL);
	db_rollback(s->db);
	free(s);
}
