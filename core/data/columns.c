#include "config.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/data/columns.h"
#include "core/data/registry_priv.h"

struct row {
	int64_t			id;
	struct column_choice	choice;
};

static enum rc
take_row(const struct rows *r, struct arena *a, void *p, struct err *e)
{
	struct row	*x = p;

	x->id = cell_int(r->cells[0]);
	x->choice.enabled = (int)cell_int(r->cells[1]);
	if ((x->choice.column = cell_text(a, r->cells[2])) == NULL ||
	    (x->choice.role = cell_text(a, r->cells[3])) == NULL ||
	    (x->choice.actor = cell_text(a, r->cells[4])) == NULL ||
	    (x->choice.at = cell_text(a, r->cells[5])) == NULL)
		return err_set(e, RC_NOMEM, "columns: no memory");
	return RC_OK;
}

enum rc
columns_get(struct db *d, struct arena *a, struct column_choice **out, size_t *n,
    int64_t *version, struct err *e)
{
	struct row	*list;
	void		*p;
	size_t		 rows;
	enum rc		 rc;

	*out = NULL;
	*n = 0;
	*version = 0;
	if ((rc = read_list(d, "SELECT id, enabled, column_name, role, actor, decided_at "
	    "FROM column_choices WHERE id IN (SELECT MAX(id) FROM column_choices "
	    "GROUP BY column_key) ORDER BY id", NULL, 0, SIZE_MAX, sizeof(*list), take_row, a, &p,
	    &rows, e)) != RC_OK || rows == 0)
		return rc;
	list = p;
	*version = list[rows - 1].id;
	if ((*out = arena_alloc(a, rows * sizeof(**out))) == NULL)
		return err_set(e, RC_NOMEM, "columns: no memory");
	for (size_t i = 0; i < rows; i++)
		if (list[i].choice.enabled != -1 || list[i].choice.role[0] != '\0')
			(*out)[(*n)++] = list[i].choice;
	return RC_OK;
}

const struct column_choice *
columns_find(const struct column_choice *c, size_t n, const char *column)
{
	for (size_t i = 0; i < n; i++)
		if (str_eqi(str_of(c[i].column), str_of(column)))
			return &c[i];
	return NULL;
}

static enum rc
write_one(struct db *d, struct arena *a, const struct column_choice *new,
    const struct column_choice *old, const char *actor, struct err *e)
{
	char	now[CLOCK_RFC3339_SIZE], *key = arena_strdup(a, new->column);

	if (key == NULL)
		return err_set(e, RC_NOMEM, "columns: no memory");
	for (char *p = key; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	clock_rfc3339(now);
	return db_exec(d, "INSERT INTO column_choices (column_key, column_name, enabled, role, "
	    "old_enabled, old_role, actor, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	    (struct db_value[]){ db_text(key), db_text(new->column), db_int(new->enabled),
	    db_text(new->role), db_int(old->enabled), db_text(old->role), text_or_empty(actor),
	    db_text(now) }, 8, NULL, e);
}

static enum rc
decide_locked(struct db *d, struct arena *a, const struct column_choice *c, size_t n,
    const char *actor, int64_t *version, struct err *e)
{
	static const struct column_choice	 none = { .enabled = -1, .role = "" };
	const struct column_choice		*was;
	struct column_choice			*old;
	int64_t					 seen = *version;
	size_t					 nold;
	enum rc					 rc;

	if ((rc = columns_get(d, a, &old, &nold, version, e)) != RC_OK)
		return rc;
	if (*version != seen)
		return err_set(e, RC_BUSY, "the columns were changed meanwhile: look at them again, "
		    "their version is %lld now", (long long)*version);
	for (size_t i = 0; i < n; i++) {
		if ((was = columns_find(old, nold, c[i].column)) == NULL)
			was = &none;
		if (was->enabled == c[i].enabled && strcmp(was->role, c[i].role) == 0)
			continue;
		if ((rc = write_one(d, a, &c[i], was, actor, e)) != RC_OK)
			return rc;
	}
	return db_get_int(d, "SELECT COALESCE(MAX(id), 0) FROM column_choices", NULL, 0, version,
	    e);
}

enum rc
columns_decide(struct db *d, struct arena *a, const struct column_choice *c, size_t n,
    const char *actor, int64_t *version, struct err *e)
{
	enum rc	rc;

	if ((rc = registry_begin(d, e)) != RC_OK)
		return rc;
	return finish(d, decide_locked(d, a, c, n, actor, version, e), e);
}
