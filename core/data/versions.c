/* Model versions and the labels they were given. */
#include "config.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/data/db_priv.h"
#include "core/data/registry_priv.h"

static enum rc
version_check(const char *version, struct err *e)
{
	if (version == NULL || strlen(version) != VERSION_SIZE - 1 ||
	    version[strspn(version, "0123456789abcdef")] != '\0')
		return err_field(e, "version", "a version is 16 hex digits in lower case");
	return RC_OK;
}

static enum rc
add_label(struct db *d, const struct version *v, struct err *e)
{
	char	now[CLOCK_RFC3339_SIZE];
	enum rc	rc;

	clock_rfc3339(now);
	rc = db_exec(d, "INSERT INTO version_labels (label, version, labelled_at) "
	    "VALUES (?, ?, ?)", (struct db_value[]){ db_text(v->label), db_text(v->version),
	    db_text(now) }, 3, NULL, e);
	if (rc == RC_OK)
		rc = db_exec(d, "UPDATE versions SET label = ? WHERE version = ?",
		    (struct db_value[]){ db_text(v->label), db_text(v->version) }, 2, NULL, e);
	return rc;
}

/* Same content, same version: adding one again only gives it the new label. */
static enum rc
add_version(struct db *d, const struct version *v, struct err *e)
{
	char		now[CLOCK_RFC3339_SIZE], sha256[72];
	const char	*at = v->created_at;
	struct db_value	 key = db_text(v->version);
	enum rc		 rc;

	rc = db_get_text(d, "SELECT sha256 FROM versions WHERE version = ?", &key, 1, sha256,
	    sizeof(sha256), e);
	if (rc == RC_OK && strcmp(sha256, v->sha256 != NULL ? v->sha256 : "") != 0)
		return err_set(e, RC_BUSY, "version %s is registered with another sha256",
		    v->version);
	if (rc != RC_NOTFOUND)
		return rc;
	clock_rfc3339(now);
	return db_exec(d, "INSERT INTO versions (version, sha256, label, created_at, run_id, note, "
	    "metrics) VALUES (?, ?, '', ?, ?, ?, ?)", (struct db_value[]){ key,
	    text_or_empty(v->sha256), db_text(at != NULL && at[0] != '\0' ? at : now),
	    db_int(v->run_id), text_or_empty(v->note), text_or_empty(v->metrics) }, 6, NULL, e);
}

enum rc
registry_version_add(struct db *d, const struct version *v, struct err *e)
{
	bool	labelled = v->label != NULL && v->label[0] != '\0';
	enum rc	rc;

	if ((rc = version_check(v->version, e)) != RC_OK ||
	    (labelled && (rc = registry_label_check(v->label, e)) != RC_OK) ||
	    (rc = registry_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = add_version(d, v, e)) == RC_OK && labelled)
		rc = add_label(d, v, e);
	return finish(d, rc, e);
}

#define VERSION_QUERY	"SELECT version, sha256, label, created_at, note, metrics, run_id " \
	"FROM versions"

static enum rc
take_version(const struct rows *r, struct arena *a, void *p, struct err *e)
{
	struct version	*x = p;
	const char	**const text[] = { &x->version, &x->sha256, &x->label, &x->created_at,
	    &x->note, &x->metrics };

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if ((*text[i] = cell_text(a, r->cells[i])) == NULL)
			return err_set(e, RC_NOMEM, "versions: no memory");
	x->run_id = cell_int(r->cells[6]);
	return RC_OK;
}

enum rc
registry_version_get(struct db *d, const char *name, struct arena *a, struct version *out,
    struct err *e)
{
	struct db_value	 v = db_text(name);
	char		 live[VERSION_SIZE], version[72];
	void		*list;
	size_t		 n;
	enum rc		 rc;

	if ((rc = activation_live(d, live, e)) != RC_OK || (rc = read_list(d,
	    VERSION_QUERY " WHERE version = ?", &v, 1, 1, sizeof(*out), take_version, a, &list, &n,
	    e)) != RC_OK)
		return rc;
	if (n == 0) {
		rc = db_get_text(d, "SELECT version FROM version_labels WHERE id = "
		    "(SELECT MAX(id) FROM version_labels WHERE label = ?)", &v, 1, version,
		    sizeof(version), e);
		if (rc == RC_NOTFOUND)
			return err_set(e, RC_NOTFOUND, "%s: there is no such version or label",
			    name);
		v = db_text(version);
		if (rc != RC_OK || (rc = read_list(d, VERSION_QUERY " WHERE version = ?", &v, 1,
		    1, sizeof(*out), take_version, a, &list, &n, e)) != RC_OK)
			return rc;
		if (n == 0)
			return err_set(e, RC_NOTFOUND, "%s: there is no such version or label",
			    name);
	}
	*out = *(struct version *)list;
	out->active = strcmp(out->version, live) == 0;
	return RC_OK;
}

enum rc
registry_versions(struct db *d, const char *before, size_t limit, struct arena *a,
    struct version **out, size_t *n, struct err *e)
{
	bool		 all = before == NULL || before[0] == '\0';
	struct db_value	 v = db_text(before);
	char		 live[VERSION_SIZE];
	struct buf	 sql;
	void		*list = NULL;
	enum rc		 rc;

	*out = NULL;
	*n = 0;
	if ((rc = activation_live(d, live, e)) != RC_OK)
		return rc;
	buf_init(&sql);
	buf_adds(&sql, VERSION_QUERY);
	if (!all)
		buf_adds(&sql, " WHERE id < (SELECT id FROM versions WHERE version = ?)");
	buf_adds(&sql, " ORDER BY id DESC");
	dialect_limit(db_dialect(d), limit, &sql);
	rc = buf_ok(&sql) ? read_list(d, buf_str(&sql), &v, all ? 0 : 1, limit, sizeof(**out),
	    take_version, a, &list, n, e) : err_set(e, RC_NOMEM, "versions: no memory");
	*out = list;
	for (size_t i = 0; i < *n; i++)
		(*out)[i].active = strcmp((*out)[i].version, live) == 0;
	buf_fini(&sql);
	return rc;
}

enum rc
registry_version_remove(struct db *d, const char *version, const struct audit_entry *by,
    struct err *e)
{
	struct db_value		v = db_text(version);
	struct audit_entry	x = *by;
	char			live[VERSION_SIZE];
	int64_t			n = 0;
	enum rc			rc;

	x.action = "version.delete";
	x.subject = x.model = version;
	if ((rc = audit_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = activation_live(d, live, e)) == RC_OK && strcmp(live, version) == 0)
		rc = err_set(e, RC_BUSY, "version %s is active: activate another one first",
		    version);
	if (rc == RC_OK && (rc = db_exec(d, "DELETE FROM versions WHERE version = ?", &v, 1, &n,
	    e)) == RC_OK && n == 0)
		rc = err_set(e, RC_NOTFOUND, "%s: there is no such version", version);
	return audit_end(d, rc, &x, 1, e);
}
