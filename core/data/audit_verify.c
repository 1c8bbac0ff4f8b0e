#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/data/audit_priv.h"
#include "core/data/db_priv.h"
#include "core/data/registry_priv.h"

#define PAGE	5000	/* rows of a query: none stands open for long */

static const char	nothing[] =	/* the hash before the first row */
    "0000000000000000000000000000000000000000000000000000000000000000";

const char *
audit_fault_name(enum audit_fault f)
{
	static const char *const	names[] = { "whole", "changed", "missing", "moved", "head",
	    "rewritten" };

	return names[f];
}

enum rc
audit_note_parse(const char *s, struct audit_note *out, struct err *e)
{
	const char	*colon = strchr(s, ':');

	if (colon == NULL || !str_int64((struct str){ s, (size_t)(colon - s) }, &out->id) ||
	    out->id < 0 || strlen(colon + 1) != SHA256_HEX - 1 ||
	    colon[1 + strspn(colon + 1, "0123456789abcdef")] != '\0')
		return err_field(e, "from", "a head is written ID:HASH, as `routing-ml audit verify` "
		    "prints it");
	memcpy(out->hash, colon + 1, SHA256_HEX);
	return RC_OK;
}

static enum rc
bad(struct audit_check *c, enum audit_fault f, int64_t id)
{
	c->fault = f;
	c->bad_id = id;
	return RC_CORRUPT;
}

/* Does the row stand where it was written, as it was written, behind those before? */
static enum rc
row_check(const struct rows *r, const struct audit_note *noted, struct audit_check *c)
{
	char	want[SHA256_HEX];
	int64_t	id = cell_int(r->cells[0]);

	if (id > c->last.id + 1)
		return bad(c, AUDIT_MISSING, c->last.id + 1);
	if (id < c->last.id + 1)	/* below the first */
		return bad(c, AUDIT_MOVED, id);
	audit_link(c->last.hash, id, r->cells + 1, want);
	if (!str_eq(r->cells[1 + AUDIT_TEXTS], str_of(want)))
		return bad(c, AUDIT_CHANGED, id);
	if (noted != NULL && noted->id == id && strcmp(noted->hash, want) != 0)
		return bad(c, AUDIT_REWRITTEN, id);
	c->last.id = id;
	memcpy(c->last.hash, want, sizeof(want));
	return RC_OK;
}

/*
 * A query for up to PAGE rows behind `after`, each given to take(); *n is how many there were.
 * Pages, for a row that is being added while we read is in a later one.
 */
static enum rc
page_read(struct db *d, const char *columns, int64_t after,
    enum rc (*take)(const struct rows *r, void *ctx), void *ctx, size_t *n, struct err *e)
{
	struct db_value	 v = db_int(after);
	struct rows	*r = NULL;
	struct buf	 sql;
	bool		 more;
	enum rc		 rc;

	*n = 0;
	buf_init(&sql);
	buf_addf(&sql, "SELECT %s FROM audit WHERE id > ? ORDER BY id", columns);
	dialect_limit(db_dialect(d), PAGE, &sql);
	rc = buf_ok(&sql) ? db_query(d, buf_str(&sql), &v, 1, &r, e) :
	    err_set(e, RC_NOMEM, "audit: no memory");
	while (rc == RC_OK && (rc = rows_next(r, &more, e)) == RC_OK && more) {
		++*n;
		rc = take(r, ctx);
	}
	rows_close(r);
	buf_fini(&sql);
	return rc;
}

struct walk {
	const struct audit_note	*noted;
	struct audit_check	*check;
};

static enum rc
walk_row(const struct rows *r, void *ctx)
{
	struct walk	*w = ctx;

	return row_check(r, w->noted, w->check);
}

/*
 * Behind the last row: is that the end which the head tells?  *more: it tells of rows that were
 * not there yet when we looked.
 */
static enum rc
end_check(struct db *d, struct audit_check *c, bool *more, struct err *e)
{
	struct audit_note	head;
	enum rc			rc = audit_head(d, &head, e);
	bool			again = *more;

	*more = false;
	if (rc == RC_NOTFOUND)
		return bad(c, AUDIT_HEAD, c->last.id);
	if (rc != RC_OK)
		return rc;
	if (head.id > c->last.id) {
		*more = !again;
		return again ? bad(c, AUDIT_MISSING, c->last.id + 1) : RC_OK;
	}
	return head.id == c->last.id && strcmp(head.hash, c->last.hash) == 0 ? RC_OK :
	    bad(c, AUDIT_HEAD, c->last.id);
}

/* ---- changed, or moved? ---------------------------------------------------------------- */

struct seek {
	struct str	text[AUDIT_TEXTS];	/* of the row at hand, in the arena */
	struct str	hash;
	struct arena	*arena;
	int64_t		 seen;			/* the last row that was looked at */
	bool		 found;
};

static enum rc
seek_take(const struct rows *r, void *ctx)
{
	struct seek	*s = ctx;

	for (size_t i = 0; i < AUDIT_TEXTS + 1; i++) {
		const char	*t = cell_text(s->arena, r->cells[1 + i]);

		*(i < AUDIT_TEXTS ? &s->text[i] : &s->hash) = str_of(t);
		if (t == NULL)
			return RC_NOMEM;
	}
	return RC_CANCELLED;	/* the one is enough */
}

/* Was it written behind the row with that hash?  Both may have moved, so its id is one of three. */
static bool
follows(const struct seek *s, int64_t id, const char *hash)
{
	char	want[SHA256_HEX];

	for (int64_t k = id - 1; k <= id + 1; k++) {
		audit_link(hash, k, s->text, want);
		if (str_eq(s->hash, str_of(want)))
			return true;
	}
	return false;
}

static enum rc
seek_row(const struct rows *r, void *ctx)
{
	struct seek	*s = ctx;
	char		 hash[SHA256_HEX];

	s->seen = cell_int(r->cells[0]);
	s->found = str_copy(hash, sizeof(hash), r->cells[1]) && follows(s, s->seen, hash);
	return s->found ? RC_CANCELLED : RC_OK;
}

/* A row that is not what belongs there, but was written behind some other row, has moved. */
static enum rc
tell_moved(struct db *d, struct audit_check *c, struct err *e)
{
	struct seek	s = { .arena = arena_new(0), .seen = INT64_MIN };
	size_t		n;
	enum rc		rc = RC_NOMEM;

	if (s.arena != NULL)
		rc = page_read(d, AUDIT_COLUMNS, c->bad_id - 1, seek_take, &s, &n, e);
	if (rc == RC_NOMEM)
		err_set(e, rc, "audit: no memory");
	if (rc == RC_CANCELLED) {
		s.found = follows(&s, 0, nothing);
		rc = RC_OK;
		for (n = 1; rc == RC_OK && n > 0 && !s.found; )
			rc = page_read(d, "id, hash", s.seen, seek_row, &s, &n, e);
	}
	arena_free(s.arena);
	if (s.found)
		c->fault = AUDIT_MOVED;
	return rc == RC_CANCELLED ? RC_OK : rc;
}

static enum rc
say(const struct audit_check *c, struct err *e)
{
	static const char *const	how[] = { "",
		"is not what was written there: it was changed, or another was put in its place",
		"is missing: it was removed",
		"does not follow the one before it: rows were put in another order, put in or removed",
		"is the last one, but the head tells of another end: rows were removed or put in",
		"is not the one that was noted: the audit was written anew up to there" };

	return err_set(e, RC_CORRUPT, "audit: row %lld %s", (long long)c->bad_id, how[c->fault]);
}

enum rc
audit_verify(struct db *d, const struct audit_note *noted, struct audit_check *out,
    struct err *e)
{
	struct walk	w = { noted, out };
	bool		more = false;
	size_t		n;
	enum rc		rc;

	*out = (struct audit_check){ .fault = AUDIT_WHOLE };
	memcpy(out->last.hash, nothing, sizeof(nothing));
	do {
		rc = page_read(d, AUDIT_COLUMNS, out->last.id > 0 ? out->last.id : INT64_MIN,
		    walk_row, &w, &n, e);
		if (rc == RC_OK && n > 0)
			more = false;
		else if (rc == RC_OK)
			rc = end_check(d, out, &more, e);
	} while (rc == RC_OK && (n > 0 || more));
	if (rc == RC_OK && noted != NULL && noted->id > out->last.id)
		rc = bad(out, AUDIT_MISSING, out->last.id + 1);
	if (out->fault == AUDIT_CHANGED && (rc = tell_moved(d, out, e)) == RC_OK)
		rc = RC_CORRUPT;
	return out->fault != AUDIT_WHOLE && rc == RC_CORRUPT ? say(out, e) : rc;
}
