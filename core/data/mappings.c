#include "config.h"

#include "core/base/clock.h"
#include "core/data/mappings.h"
#include "core/data/registry_priv.h"

static enum rc
take_row(const struct rows *r, struct arena *a, void *p, struct err *e)
{
	struct stored_mapping	*m = p;

	m->version = cell_int(r->cells[0]);
	if ((m->body = cell_text(a, r->cells[1])) == NULL ||
	    (m->actor = cell_text(a, r->cells[2])) == NULL ||
	    (m->at = cell_text(a, r->cells[3])) == NULL)
		return err_set(e, RC_NOMEM, "mapping: no memory");
	return RC_OK;
}

enum rc
mappings_get(struct db *d, struct arena *a, struct stored_mapping *out, struct err *e)
{
	void	*p;
	size_t	 n;
	enum rc	 rc;

	*out = (struct stored_mapping){ 0, "", "", "" };
	if ((rc = read_list(d, "SELECT id, body, actor, put_at FROM mappings WHERE id = "
	    "(SELECT MAX(id) FROM mappings)", NULL, 0, 1, sizeof(*out), take_row, a, &p, &n,
	    e)) == RC_OK && n > 0)
		*out = *(struct stored_mapping *)p;
	return rc;
}

enum rc
mappings_version(struct db *d, int64_t *version, struct err *e)
{
	return db_get_int(d, "SELECT COALESCE(MAX(id), 0) FROM mappings", NULL, 0, version, e);
}

static enum rc
put_locked(struct db *d, const char *body, const char *actor, int64_t *version, struct err *e)
{
	char	now[CLOCK_RFC3339_SIZE];
	int64_t	seen = *version;
	enum rc	rc;

	if ((rc = mappings_version(d, version, e)) != RC_OK)
		return rc;
	if (*version != seen)
		return err_set(e, RC_BUSY, "the mapping was changed meanwhile: look at it again, its "
		    "version is %lld now", (long long)*version);
	clock_rfc3339(now);
	if ((rc = db_exec(d, "INSERT INTO mappings (body, actor, put_at) VALUES (?, ?, ?)",
	    (struct db_value[]){ db_text(body), text_or_empty(actor), db_text(now) }, 3, NULL,
	    e)) != RC_OK)
		return rc;
	return mappings_version(d, version, e);
}

enum rc
mappings_put(struct db *d, const char *body, const char *actor, int64_t *version, struct err *e)
{
	enum rc	rc;

	if ((rc = registry_begin(d, e)) != RC_OK)
		return rc;
	return finish(d, put_locked(d, body, actor, version, e), e);
}
