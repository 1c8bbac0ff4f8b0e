/*
 * The session store: what a token's jti stands for.  Ended and expired sessions are deleted.
 */
#include "config.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/data/registry_priv.h"
#include "core/data/users_priv.h"

enum rc
sessions_add(struct db *d, const struct session *s, struct err *e)
{
	char		name[USERNAME_SIZE];
	struct db_value	now = db_int(clock_now());
	enum rc		rc;

	if (!users_fold(s->username, name))
		return err_field(e, "username", "the user name is too long");
	if ((rc = registry_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = db_exec(d, "DELETE FROM sessions WHERE expires <= ?", &now, 1, NULL,
	    e)) == RC_OK)
		rc = db_exec(d, "INSERT INTO sessions (jti, username, display_name, source, role, "
		    "must_change, expires, checked) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (struct db_value[]){
		    text_or_empty(s->jti), db_text(name), text_or_empty(s->display_name),
		    text_or_empty(s->source), db_text(role_name(s->role)), db_int(s->must_change),
		    db_int(s->expires), db_int(s->checked) }, 8, NULL, e);
	return finish(d, rc, e);
}

static enum rc
take_session(const struct rows *r, struct arena *a, void *p, struct err *e)
{
	struct session	*x = p;
	const char	**const text[] = { &x->jti, &x->username, &x->display_name, &x->source };
	struct str	 role = r->cells[4];

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if ((*text[i] = cell_text(a, r->cells[i])) == NULL)
			return err_set(e, RC_NOMEM, "sessions: no memory");
	for (enum role k = ROLE_NONE; k <= ROLE_ADMIN; k++)
		if (str_eq(role, str_of(role_name(k))))
			x->role = k;
	x->must_change = cell_int(r->cells[5]) != 0;
	x->expires = cell_int(r->cells[6]);
	x->checked = cell_int(r->cells[7]);
	return RC_OK;
}

enum rc
sessions_get(struct db *d, const char *jti, struct arena *a, struct session *out, struct err *e)
{
	struct db_value	 v[] = { db_text(jti != NULL ? jti : ""), db_int(clock_now()) };
	void		*list;
	size_t		 n;
	enum rc		 rc;

	/* A local user's role is the present one, whatever it was at the login. */
	rc = read_list(d, "SELECT s.jti, s.username, s.display_name, s.source, "
	    "CASE WHEN s.source = 'local' THEN u.role ELSE s.role END, "
	    "CASE WHEN s.source = 'local' THEN u.must_change ELSE s.must_change END, "
	    "s.expires, s.checked "
	    "FROM sessions s LEFT JOIN users u ON u.username = s.username "
	    "WHERE s.jti = ? AND s.expires > ? AND (s.source <> 'local' OR u.disabled = 0)",
	    v, 2, 1, sizeof(*out), take_session, a, &list, &n, e);
	if (rc != RC_OK)
		return rc;
	if (n == 0)
		return err_set(e, RC_NOTFOUND, "the session has ended");
	*out = *(struct session *)list;
	return RC_OK;
}

enum rc
sessions_end(struct db *d, const char *jti, struct err *e)
{
	struct db_value	v = text_or_empty(jti);
	int64_t		n = 0;
	enum rc		rc = db_exec(d, "DELETE FROM sessions WHERE jti = ?", &v, 1, &n, e);

	return rc == RC_OK && n == 0 ? err_set(e, RC_NOTFOUND, "the session has ended") : rc;
}

enum rc
sessions_end_user(struct db *d, const char *username, const char *source, struct err *e)
{
	char	name[USERNAME_SIZE];

	if (!users_fold(username, name))
		return RC_OK;
	return db_exec(d, "DELETE FROM sessions WHERE username = ? AND source = ?",
	    (struct db_value[]){ db_text(name), text_or_empty(source) }, 2, NULL, e);
}

enum rc
sessions_claim(struct db *d, const char *jti, int64_t checked, int64_t now, struct err *e)
{
	int64_t	n = 0;
	enum rc	rc = db_exec(d, "UPDATE sessions SET checked = ? WHERE jti = ? AND checked = ?",
		    (struct db_value[]){ db_int(now), text_or_empty(jti), db_int(checked) }, 3, &n,
		    e);

	return rc == RC_OK && n == 0 ? err_set(e, RC_NOTFOUND, "somebody else asks") : rc;
}

enum rc
sessions_set_role(struct db *d, const char *username, enum role r, struct err *e)
{
	char	name[USERNAME_SIZE];

	if (!users_fold(username, name))
		return RC_OK;
	return db_exec(d, "UPDATE sessions SET role = ? WHERE username = ? AND source = 'ldap'",
	    (struct db_value[]){ db_text(role_name(r)), db_text(name) }, 2, NULL, e);
}
