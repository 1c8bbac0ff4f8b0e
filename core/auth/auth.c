/*
 * Logging in, and what a token is worth.  The token only names a session: who it is and what
 * he may do stands in the session store, so an ended session or a changed role holds at once.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/auth/token_priv.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/str.h"
#include "core/data/api_tokens.h"
#include "core/data/attempts.h"

#define API_TOKEN_PREFIX	"rmlt_"
#define API_TOKEN_BYTES		32

static enum rc
denied(struct err *e)
{
	return err_set(e, RC_DENIED, "the name or the password is wrong");
}

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

/* As much work as for a user who is there, so that time tells nothing. */
static enum rc
waste(const char *password, struct arena *a, struct err *e)
{
	const char	*hash;

	return password_hash(password, a, &hash, e);
}

static enum rc
local_login(const struct user *u, const char *password, struct session *out,
    struct auth_outcome *o, struct err *e)
{
	bool	good = password_matches(password, u->password_hash);

	o->why = !good ? DIRECTORY_WRONG : u->disabled ? DIRECTORY_DISABLED : DIRECTORY_OK;
	if (o->why != DIRECTORY_OK) {
		snprintf(o->reason, sizeof(o->reason), "%s", directory_why_name(o->why));
		return denied(e);
	}
	*out = (struct session){ .username = u->username, .display_name = u->display_name,
		.source = "local", .role = u->role, .must_change = u->must_change };
	return RC_OK;
}

/* *asked: whether a server may have heard the password. */
static enum rc
directory_try(const struct auth_config *c, const char *name, const char *password,
    struct arena *a, struct session *out, struct auth_outcome *o, bool *asked, struct err *e)
{
	struct directory_trace	t = { .why = DIRECTORY_OK };
	struct directory_person	p;
	struct err		why;
	enum rc			rc;

	o->source = "ldap";
	rc = directory_login(c->directory, name, password, a, &p, &t, &why);
	*asked = t.sent;
	o->why = t.why;
	snprintf(o->reason, sizeof(o->reason), "%s", rc == RC_OK ? "" : why.msg);
	if (rc == RC_OK)
		*out = (struct session){ .username = p.username, .display_name = p.display_name,
			.source = "ldap", .role = p.role };
	else if (rc == RC_DENIED && (t.why == DIRECTORY_EXPIRED ||
	    t.why == DIRECTORY_MUST_CHANGE))
		return err_set(e, RC_DENIED, "your Windows password has expired or must be changed: "
		    "change it at a Windows computer, then log in here");
	else if (rc == RC_DENIED)
		return denied(e);
	else
		return err_set(e, rc, "%s", why.msg);
	return RC_OK;
}

/* Who is asked, and his answer. */
static enum rc
ask(const struct auth_config *c, struct db *d, const char *name, const char *password,
    struct arena *a, struct session *out, struct auth_outcome *o, bool *asked, struct err *e)
{
	bool		bare = strpbrk(name, "\\@") == NULL;
	struct user	u = { 0 };
	enum rc		rc = RC_NOTFOUND;

	*asked = true;
	o->source = "local";
	if (bare && (rc = users_get(d, name, a, &u, e)) == RC_OK)
		return local_login(&u, password, out, o, e);
	if (rc != RC_NOTFOUND && rc != RC_INVAL)
		return rc;
	if ((rc = waste(password, a, e)) != RC_OK)
		return rc;
	if (c->directory != NULL)
		return directory_try(c, name, password, a, out, o, asked, e);
	o->why = DIRECTORY_UNKNOWN;
	snprintf(o->reason, sizeof(o->reason), "%s", bare ? "there is no such local user" :
	    "there is no directory: WINDOWS_LDAP_SERVER is not set");
	return denied(e);
}

/* Not sooner than `least` after `began`: neither who was asked nor what he did is to be told. */
static void
wait_until(uint64_t began, unsigned least_ms)
{
	uint64_t	now = clock_mono_us(), then = began + least_ms * UINT64_C(1000);
	struct timespec	ts;

	if (now >= then)
		return;
	ts = (struct timespec){ (time_t)((then - now) / 1000000),
	    (long)((then - now) % 1000000) * 1000 };
	nanosleep(&ts, NULL);
}

enum rc
auth_login(const struct auth_config *c, struct db *d, const char *username,
    const char *password, const char *address, struct arena *a, struct session *out,
    const char **token, struct auth_outcome *o, struct err *e)
{
	char		account[ATTEMPTS_ACCOUNT_SIZE];
	uint64_t	began = clock_mono_us();
	int64_t		id = 0;
	bool		asked = true;
	enum rc		rc;

	*token = NULL;
	*out = (struct session){ 0 };
	*o = (struct auth_outcome){ .source = "local", .user = "", .why = DIRECTORY_WRONG };
	attempts_account(username, account);
	if (strlen(password) > AUTH_PASSWORD_MAX) {	/* whoever it is: no rule lets one in */
		snprintf(o->reason, sizeof(o->reason), "the password is over-long");
		wait_until(began, c->failure_ms);
		return denied(e);
	}
	if (c->attempts != 0 && (rc = attempts_begin(d, account, address, c->attempts,
	    c->lockout_seconds, &id, &o->wait, e)) != RC_OK)
		return rc;
	rc = ask(c, d, username, password, a, out, o, &asked, e);
	if (rc == RC_OK && (c->attempts == 0 ||
	    (rc = attempts_good(d, account, address, e)) == RC_OK))
		return auth_session(c, d, out, a, token, e);
	if (rc == RC_IO && !asked && id != 0)
		attempts_undo(d, id, NULL);
	if (rc == RC_DENIED)
		wait_until(began, c->failure_ms);
	return rc;
}

/* The directory's answer is about the ticket's own account, not about one that it stands for. */
static enum rc
find_account(const struct auth_config *c, const char *user, struct arena *a,
    struct directory_person *p, struct auth_outcome *o, struct err *e)
{
	struct directory_trace	t = { .why = DIRECTORY_OK };
	enum rc			rc = directory_find(c->directory, user, a, p, &t, e);

	o->why = rc == RC_NOTFOUND ? DIRECTORY_UNKNOWN : t.why;
	if (rc == RC_OK && !str_eqi(str_of(p->username), str_of(user))) {
		o->why = DIRECTORY_UNKNOWN;
		rc = err_set(e, RC_DENIED, "the directory has no such user but %s", p->username);
	}
	return rc;
}

enum rc
auth_ticket(const struct auth_config *c, const char *ticket, struct arena *a,
    struct session *out, const char **reply, struct auth_outcome *o, struct err *e)
{
	struct directory_person	p;
	struct err		why;
	enum rc			rc;

	*out = (struct session){ 0 };
	*o = (struct auth_outcome){ .source = "kerberos", .user = "", .why = DIRECTORY_TICKET };
	if ((rc = negotiate_accept(c->negotiate, ticket, a, &o->user, reply, &why)) == RC_OK)
		rc = find_account(c, o->user, a, &p, o, &why);
	snprintf(o->reason, sizeof(o->reason), "by Kerberos%s%.400s", rc == RC_OK ? "" : ": ",
	    rc == RC_OK ? "" : why.msg);
	if (rc == RC_DENIED || rc == RC_NOTFOUND)
		return err_set(e, RC_DENIED, "the ticket is not accepted: log in with name and "
		    "password");
	if (rc != RC_OK)
		return err_set(e, rc, "%s", why.msg);
	*out = (struct session){ .username = p.username, .display_name = p.display_name,
		.source = "ldap", .role = p.role };
	return RC_OK;
}

enum rc
auth_confirm(const struct auth_config *c, struct db *d, const struct user *u,
    const char *password, const char *address, int64_t *wait, struct err *e)
{
	char	account[ATTEMPTS_ACCOUNT_SIZE];
	int64_t	id;
	enum rc	rc;

	*wait = 0;
	attempts_account(u->username, account);
	if (c->attempts != 0 && (rc = attempts_begin(d, account, address, c->attempts,
	    c->lockout_seconds, &id, wait, e)) != RC_OK)
		return rc;
	if (!password_matches(password, u->password_hash))
		return denied(e);
	return c->attempts != 0 ? attempts_good(d, account, address, e) : RC_OK;
}

enum rc
auth_check_shadow(struct directory *d, const char *username, struct err *e)
{
	struct directory_trace	t = { .why = DIRECTORY_OK };
	struct directory_person	p;
	struct arena		*a;
	struct err		 why;
	enum rc			 rc;

	if (d == NULL)
		return RC_OK;
	if ((a = arena_new(0)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a user");
	rc = directory_find(d, username, a, &p, &t, &why);
	arena_free(a);
	if (rc == RC_OK || (rc == RC_DENIED && t.why != DIRECTORY_NAME))
		return err_set(e, RC_BUSY, "the directory has a user %s, who could no longer log in "
		    "by that name: choose another, such as local-%s", username, username);
	if (rc == RC_INVAL || rc == RC_IO)
		log_warn("users", "%s: whether the directory has a user of that name too could not "
		    "be seen: %s", username, why.msg);
	return RC_OK;
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
