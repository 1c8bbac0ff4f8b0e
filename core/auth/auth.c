/*
 * What a token is worth.  It only names a session: who it is and what he may do stands in the
 * session store, so an ended session or a changed role holds at once.  login.c makes them.
 */
#include "config.h"

#include <string.h>

#include "core/auth/token_priv.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/data/api_tokens.h"

#define API_TOKEN_PREFIX	"rmlt_"
#define API_TOKEN_BYTES		32

static enum rc
invalid(struct err *e)
{
	return err_set(e, RC_DENIED, "the token is not valid or no longer valid");
}

enum rc
auth_session(const struct auth_config *c, struct db *d, struct session *s, struct arena *a,
    const char **token, struct err *e)
{
	char	jti[TOKEN_JTI_SIZE];
	enum rc	rc;

	*token = NULL;
	if ((rc = token_jti(jti, e)) != RC_OK)
		return rc;
	if ((s->jti = arena_strdup(a, jti)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a session");
	s->checked = clock_now();
	s->expires = s->checked + c->expires_seconds;
	if ((rc = token_make(c, s, a, token, e)) != RC_OK)
		return rc;
	if ((rc = sessions_add(d, s, e)) != RC_OK)
		*token = NULL;
	return rc;
}

enum rc
auth_api_token(struct arena *a, const char **token, char hash[SHA256_HEX], struct err *e)
{
	unsigned char	random[API_TOKEN_BYTES];
	char		hex[2 * API_TOKEN_BYTES + 1];
	enum rc		rc;

	*token = NULL;
	if ((rc = random_bytes(random, sizeof(random), e)) != RC_OK)
		return rc;
	token_hex(random, sizeof(random), hex);
	*token = arena_printf(a, API_TOKEN_PREFIX "%s", hex);
	explicit_bzero(random, sizeof(random));
	explicit_bzero(hex, sizeof(hex));
	if (*token == NULL)
		return err_set(e, RC_NOMEM, "no memory for a token");
	sha256_of(*token, strlen(*token), hash);
	return RC_OK;
}

static enum rc
check_api_token(struct db *d, const char *token, const char *address, struct arena *a,
    struct session *out, struct err *e)
{
	struct api_token	t;
	char			hash[SHA256_HEX];
	enum rc			rc;

	if (strlen(token) != strlen(API_TOKEN_PREFIX) + 2 * API_TOKEN_BYTES)
		return invalid(e);
	sha256_of(token, strlen(token), hash);
	if ((rc = api_tokens_find(d, hash, a, &t, e)) == RC_NOTFOUND)
		return invalid(e);
	if (rc != RC_OK)
		return rc;
	if (!api_tokens_allow(t.addresses, address)) {
		log_warn("login", "the token %s was used from %s, which is not one of its "
		    "addresses", t.name, address);
		return invalid(e);
	}
	*out = (struct session){ .jti = arena_printf(a, "token-%lld", (long long)t.id),
		.username = arena_printf(a, "token:%s", t.name), .display_name = t.name,
		.source = "token", .role = t.role, .expires = t.expires };
	return out->jti != NULL && out->username != NULL ? RC_OK :
	    err_set(e, RC_NOMEM, "no memory for a session");
}

/* May he still come in?  His role is the present one from here on. */
static enum rc
look_again(const struct auth_config *c, struct db *d, struct session *s, struct arena *a,
    struct err *e)
{
	struct directory_trace	t = { .why = DIRECTORY_OK };
	struct directory_person	p;
	enum rc			rc, end;

	rc = directory_find(c->directory, s->username, a, &p, &t, e);
	if (rc == RC_OK && p.role != s->role) {
		log_info("login", "%s is %s from now on, and was %s", s->username,
		    role_name(p.role), role_name(s->role));
		s->role = p.role;
		return sessions_set_role(d, s->username, p.role, e);
	}
	if (rc == RC_DENIED || rc == RC_NOTFOUND) {
		log_info("login", "%s may no longer come in: %s", s->username, e->msg);
		end = sessions_end_user(d, s->username, "ldap", e);
		return end != RC_OK ? end : invalid(e);
	}
	return rc;
}

static enum rc
check_directory(const struct auth_config *c, struct db *d, struct session *s, struct arena *a,
    struct err *e)
{
	int64_t		now = clock_now();
	struct err	away;
	enum rc		rc;

	if (c->directory == NULL || !directory_can_find(c->directory) ||
	    now - s->checked < c->recheck_seconds)
		return RC_OK;
	if ((rc = sessions_claim(d, s->jti, s->checked, now, e)) != RC_OK)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	/* While it is away nobody can say so; it is asked again after as long. */
	if ((rc = look_again(c, d, s, a, &away)) == RC_IO)
		return RC_OK;
	return rc != RC_OK ? err_set(e, rc, "%s", away.msg) : RC_OK;
}

enum rc
auth_check(const struct auth_config *c, struct db *d, const char *token, const char *address,
    struct arena *a, struct session *out, struct err *e)
{
	char	jti[TOKEN_JTI_SIZE];
	enum rc	rc;

	*out = (struct session){ 0 };
	if (strncmp(token, API_TOKEN_PREFIX, strlen(API_TOKEN_PREFIX)) == 0)
		return check_api_token(d, token, address, a, out, e);
	if ((rc = token_check(c, token, clock_now(), jti, e)) != RC_OK)
		return rc;
	if ((rc = sessions_get(d, jti, a, out, e)) == RC_NOTFOUND)
		return invalid(e);
	if (rc == RC_OK && strcmp(out->source, "ldap") == 0)
		rc = check_directory(c, d, out, a, e);
	return rc;
}

enum rc
auth_refresh(const struct auth_config *c, struct db *d, const struct session *old,
    struct arena *a, struct session *out, const char **token, struct err *e)
{
	enum rc	rc;

	*out = *old;
	*token = NULL;
	if (strcmp(old->source, "token") == 0)
		return err_set(e, RC_DENIED, "an API token is not renewed: an admin makes another");
	if (strcmp(old->source, "ldap") == 0) {
		if (c->directory == NULL || !directory_can_find(c->directory))
			return err_set(e, RC_DENIED, "a login of the domain is not renewed here: "
			    "log in again");
		if ((rc = look_again(c, d, out, a, e)) != RC_OK)
			return rc;
	}
	/* The old one first: of two callers, or against a logout, only one can win. */
	rc = sessions_end(d, old->jti, e);
	if (rc == RC_NOTFOUND)
		return invalid(e);
	if (rc != RC_OK)
		return rc;
	return auth_session(c, d, out, a, token, e);
}
