/*
 * Logging in, and what a token is worth.  The token only names a session: who it is and what
 * he may do stands in the session store, so an ended session or a changed role holds at once.
 */
#include "config.h"

#include <string.h>

#include "core/auth/token_priv.h"
#include "core/base/clock.h"

static enum rc
denied(struct err *e)
{
	return err_set(e, RC_DENIED, "the name or the password is wrong");
}

/* A fresh jti and expiry for s, stored; and its token. */
static enum rc
session_begin(const struct auth_config *c, struct db *d, struct session *s, struct arena *a,
    const char **token, struct err *e)
{
	char	jti[TOKEN_JTI_SIZE];
	enum rc	rc;

	*token = NULL;
	if ((rc = token_jti(jti, e)) != RC_OK)
		return rc;
	if ((s->jti = arena_strdup(a, jti)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a session");
	s->expires = clock_now() + c->expires_seconds;
	if ((rc = token_make(c, s, a, token, e)) != RC_OK)
		return rc;
	if ((rc = sessions_add(d, s, e)) != RC_OK)
		*token = NULL;
	return rc;
}

enum rc
auth_login(const struct auth_config *c, struct db *d, const char *username,
    const char *password, struct arena *a, struct session *out, const char **token,
    struct err *e)
{
	struct user	 u = { 0 };
	const char	*wasted;
	enum rc		 rc;

	*token = NULL;
	memset(out, 0, sizeof(*out));
	if (strlen(password) > AUTH_PASSWORD_MAX)
		return denied(e);	/* whoever it is: no rule lets one in */
	rc = users_get(d, username, a, &u, e);
	if (rc == RC_NOTFOUND || rc == RC_INVAL) {
		/* As much work as for a user who is there, so that time tells nothing. */
		if ((rc = password_hash(password, a, &wasted, e)) != RC_OK)
			return rc;
		return denied(e);
	}
	if (rc != RC_OK)
		return rc;
	if (!password_matches(password, u.password_hash) || u.disabled)
		return denied(e);
	out->username = u.username;
	out->display_name = u.display_name;
	out->source = "local";
	out->role = u.role;
	out->must_change = u.must_change;
	return session_begin(c, d, out, a, token, e);
}

enum rc
auth_check(const struct auth_config *c, struct db *d, const char *token, struct arena *a,
    struct session *out, struct err *e)
{
	char	jti[TOKEN_JTI_SIZE];
	enum rc	rc;

	memset(out, 0, sizeof(*out));
	if ((rc = token_check(c, token, clock_now(), jti, e)) != RC_OK)
		return rc;
	rc = sessions_get(d, jti, a, out, e);
	if (rc == RC_NOTFOUND)
		return err_set(e, RC_DENIED, "the token is not valid or no longer valid");
	return rc;
}

enum rc
auth_refresh(const struct auth_config *c, struct db *d, const struct session *old,
    struct arena *a, struct session *out, const char **token, struct err *e)
{
	enum rc	rc;

	*out = *old;
	*token = NULL;
	/* The old one first: of two callers, or against a logout, only one can win. */
	rc = sessions_end(d, old->jti, e);
	if (rc == RC_NOTFOUND)
		return err_set(e, RC_DENIED, "the token is not valid or no longer valid");
	if (rc != RC_OK)
		return rc;
	return session_begin(c, d, out, a, token, e);
}
