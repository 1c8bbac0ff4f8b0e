/* Logging in: who is asked, what he says, how often it may be tried.  See auth.h. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/auth/auth.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/data/attempts.h"

static enum rc
denied(struct err *e)
{
	return err_set(e, RC_DENIED, "the name or the password is wrong");
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

enum rc
auth_ticket(const struct auth_config *c, const char *ticket, struct arena *a,
    struct session *out, const char **reply, struct auth_outcome *o, struct err *e)
{
	struct directory_trace	t = { .why = DIRECTORY_OK };
	struct directory_person	p;
	struct err		why;
	enum rc			rc;

	*out = (struct session){ 0 };
	*o = (struct auth_outcome){ .source = "kerberos", .user = "", .why = DIRECTORY_TICKET };
	if ((rc = negotiate_accept(c->negotiate, ticket, a, &o->user, reply, &why)) == RC_OK) {
		rc = directory_find(c->directory, o->user, a, &p, &t, &why);
		o->why = rc == RC_NOTFOUND ? DIRECTORY_UNKNOWN : t.why;
	}
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
