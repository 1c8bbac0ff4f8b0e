/* Which version is live and was live. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/data/db_priv.h"
#include "core/data/registry_priv.h"

enum rc
activation_live(struct db *d, char version[VERSION_SIZE], struct err *e)
{
	enum rc	rc;

	rc = db_get_text(d, "SELECT version FROM activations WHERE id = "
	    "(SELECT MAX(id) FROM activations)", NULL, 0, version, VERSION_SIZE, e);
	/* An empty table has no row; the table itself missing is an error like any other. */
	if (rc == RC_NOTFOUND && (rc = db_exec(d, "SELECT 1 FROM activations", NULL, 0, NULL,
	    e)) == RC_OK)
		version[0] = '\0';
	return rc;
}

/* Who it was, as the history has it: somebody at the shell is no user of ours. */
static const char *
actor_of(const struct audit_entry *by, char out[80])
{
	if (by->source == NULL || strcmp(by->source, "cli") != 0)
		return by->actor;
	snprintf(out, 80, "cli:%.70s", by->actor);
	return out;
}

static enum rc
insert(struct db *d, const char *kind, const char *version, const char *previous,
    const struct audit_entry *by, const char *reason, int64_t *id, struct err *e)
{
	char	now[CLOCK_RFC3339_SIZE], actor[80];
	enum rc	rc;

	clock_rfc3339(now);
	if ((rc = db_exec(d, "INSERT INTO activations (kind, version, previous, actor, reason, "
	    "activated_at) VALUES (?, ?, ?, ?, ?, ?)", (struct db_value[]){ db_text(kind),
	    db_text(version), db_text(previous), text_or_empty(actor_of(by, actor)),
	    text_or_empty(reason), db_text(now) }, 6, NULL, e)) != RC_OK)
		return rc;
	return db_get_int(d, "SELECT MAX(id) FROM activations", NULL, 0, id, e);
}

/* live: what is before, and is told, "" for none. */
static enum rc
write_locked(struct db *d, const char *kind, const char *version, const struct audit_entry *by,
    const char *reason, char live[VERSION_SIZE], int64_t *id, struct err *e)
{
	struct db_value	v = db_text(version);
	int64_t		n;
	enum rc		rc;

	if ((rc = db_get_int(d, "SELECT COUNT(*) FROM versions WHERE version = ?", &v, 1, &n,
	    e)) != RC_OK || (rc = activation_live(d, live, e)) != RC_OK)
		return rc;
	if (n == 0)
		return err_set(e, RC_NOTFOUND, "%s: there is no such version", version);
	return strcmp(live, version) == 0 ? RC_OK :
	    insert(d, kind, version, live, by, reason, id, e);
}

#define SIDE_SIZE	48

static const char *
side(char out[SIDE_SIZE], const char *version)
{
	const char	*quote = version[0] == '\0' ? "" : "\"";

	snprintf(out, SIDE_SIZE, "{\"version\":%s%s%s}", quote,
	    version[0] == '\0' ? "null" : version, quote);
	return out;
}

enum rc
activation_write(struct db *d, const char *kind, const char *version,
    const struct audit_entry *by, const char *reason, int64_t *id, struct err *e)
{
	char			live[VERSION_SIZE] = "", before[SIDE_SIZE], after[SIDE_SIZE];
	struct audit_entry	x = *by;
	enum rc			rc;

	*id = 0;
	if ((rc = audit_begin(d, e)) != RC_OK)
		return rc;
	rc = write_locked(d, kind, version, by, reason, live, id, e);
	x.action = strcmp(kind, "rollback") == 0 ? "version.rollback" : "version.activate";
	x.subject = x.model = version;
	x.before = side(before, live);
	x.after = side(after, version);
	x.detail = reason;
	return audit_end(d, rc, &x, 1, e);
}

enum rc
activation_take_back(struct db *d, int64_t id, const char *version,
    const struct audit_entry *by, struct err *e)
{
	struct db_value		v = db_int(id);
	char			live[VERSION_SIZE] = "", before[SIDE_SIZE], after[SIDE_SIZE];
	struct audit_entry	x = *by;
	enum rc			rc;

	if ((rc = audit_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = db_exec(d, "DELETE FROM activations WHERE id = ?", &v, 1, NULL, e)) == RC_OK)
		rc = activation_live(d, live, e);
	x.action = "version.take_back";
	x.subject = x.model = version;
	x.before = side(before, version);
	x.after = side(after, live);
	x.detail = "the link could not be made";
	return audit_end(d, rc, &x, 1, e);
}

enum rc
registry_activation_add(struct db *d, const char *version, const char *actor,
    const char *reason, struct err *e)
{
	int64_t	id;

	return activation_write(d, "activate", version, &(struct audit_entry){ .actor = actor,
	    .source = "system" }, reason, &id, e);
}

/* The versions that a rollback may lead to, the live one on top. */
struct stack {
	char	(*v)[VERSION_SIZE];
	size_t	n;
};

static enum rc
stack_step(struct stack *s, bool rollback, struct str version, struct err *e)
{
	char	(*p)[VERSION_SIZE], name[VERSION_SIZE];

	if (!str_copy(name, sizeof(name), version))
		return err_set(e, RC_CORRUPT, "activations: what stands there is no version");
	if (rollback) {	/* down to the version it led to */
		while (s->n > 0 && strcmp(s->v[s->n - 1], name) != 0)
			s->n--;
		if (s->n > 0)
			return RC_OK;
	}
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->v[i], name) == 0) {
			memmove(s->v[i], s->v[i + 1], (s->n - i - 1) * sizeof(s->v[0]));
			s->n--;
			break;
		}
	if ((p = realloc(s->v, (s->n + 1) * sizeof(s->v[0]))) == NULL)
		return err_set(e, RC_NOMEM, "activations: no memory");
	s->v = p;
	memcpy(s->v[s->n++], name, sizeof(name));
	return RC_OK;
}

static enum rc
stack_read(struct db *d, struct stack *s, struct err *e)
{
	struct rows	*r = NULL;
	bool		 more;
	enum rc		 rc;

	rc = db_query(d, "SELECT kind, version FROM activations ORDER BY id", NULL, 0, &r, e);
	while (rc == RC_OK && (rc = rows_next(r, &more, e)) == RC_OK && more)
		rc = stack_step(s, str_eq(r->cells[0], str_of("rollback")), r->cells[1], e);
	rows_close(r);
	return rc;
}

enum rc
activation_before(struct db *d, char version[VERSION_SIZE], struct err *e)
{
	struct stack	s = { 0 };
	struct db_value	v;
	int64_t		n = 0;
	enum rc		rc;

	if ((rc = stack_read(d, &s, e)) != RC_OK)
		goto out;
	for (size_t i = s.n; i-- > 1 && n == 0; ) {
		v = db_text(s.v[i - 1]);
		if ((rc = db_get_int(d, "SELECT COUNT(*) FROM versions WHERE version = ?", &v, 1,
		    &n, e)) != RC_OK)
			goto out;
		if (n != 0)
			memcpy(version, s.v[i - 1], VERSION_SIZE);
	}
	if (n == 0)
		rc = err_set(e, RC_NOTFOUND, s.n == 0 ? "no version is active" :
		    "no earlier version is left to go back to");
out:
	free(s.v);
	return rc;
}

static enum rc
take_activation(const struct rows *r, struct arena *a, void *p, struct err *e)
{
	struct activation	*x = p;
	const char	**const text[] = { &x->kind, &x->version, &x->previous, &x->actor,
	    &x->reason, &x->at };

	x->id = cell_int(r->cells[0]);
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if ((*text[i] = cell_text(a, r->cells[1 + i])) == NULL)
			return err_set(e, RC_NOMEM, "activations: no memory");
	return RC_OK;
}

enum rc
registry_activations(struct db *d, const char *at, size_t limit, struct arena *a,
    struct activation **out, size_t *n, struct err *e)
{
	bool		 all = at == NULL || at[0] == '\0';
	char		 when[CLOCK_RFC3339_SIZE] = "";
	struct db_value	 v;
	struct buf	 sql;
	void		*list = NULL;
	enum rc		 rc;

	*out = NULL;
	*n = 0;
	if (!all && !clock_instant(at, when))
		return err_field(e, "at", "an instant is written like 2026-11-24T03:01:00Z");
	v = db_text(when);
	if (!all && limit > 1)
		limit = 1;
	buf_init(&sql);
	buf_adds(&sql, "SELECT id, kind, version, previous, actor, reason, activated_at "
	    "FROM activations");
	if (!all)
		buf_adds(&sql, " WHERE activated_at <= ?");
	buf_adds(&sql, " ORDER BY id DESC");
	dialect_limit(db_dialect(d), limit, &sql);
	rc = buf_ok(&sql) ? read_list(d, buf_str(&sql), &v, all ? 0 : 1, limit, sizeof(**out),
	    take_activation, a, &list, n, e) : err_set(e, RC_NOMEM, "activations: no memory");
	*out = list;
	buf_fini(&sql);
	return rc;
}
