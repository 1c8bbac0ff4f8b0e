/*
 * Who is it, and may they?  Passwords are checked by the directory, or against local users
 * (yescrypt); tokens are JWTs by libjwt, HS256 pinned, whose jti must stand in the session store.
 */
#ifndef CORE_AUTH_AUTH_H
#define CORE_AUTH_AUTH_H

#include <stdint.h>

#include "core/auth/directory.h"
#include "core/auth/negotiate.h"
#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/hash.h"
#include "core/data/db.h"
#include "core/data/users.h"

#define AUTH_TOKEN_MAX		4096	/* bytes of a token that we look at */
#define AUTH_PASSWORD_MIN	12	/* characters of a new password */
#define AUTH_PASSWORD_MAX	256	/* bytes: bounds the work that a stranger can ask for */

struct auth_config {
	const char	*secret;		/* at least 32 bytes */
	const char	*previous;		/* the one before, still good; NULL or "": none */
	int64_t		 expires_seconds;
	int64_t		 attempts, lockout_seconds;	/* see core/data/attempts.h; 0: no limit */
	int64_t		 recheck_seconds;	/* of users of the directory */
	unsigned	 failure_ms;		/* no refusal is told sooner */
	struct directory *directory;		/* borrowed; NULL: local users only */
	struct negotiate *negotiate;	/* borrowed; NULL: no Kerberos; needs a directory */
};

/* What became of a login; for the log and the figures, not for who tried. */
struct auth_outcome {
	const char		*source;	/* local, ldap or kerberos: who was asked */
	const char		*user;		/* a ticket's, proven; else "" */
	enum directory_why	 why;
	int64_t			 wait;		/* with RC_BUSY: seconds */
	char			 reason[sizeof(((struct err *)0)->msg)];
};

/*
 * username: DOMAIN\user and user@domain are the directory's; a bare name is a local user's if
 * there is one, else the directory's.  address: where from.  RC_DENIED, with one and the same
 * message for every failure but an expired password that the directory itself took for right:
 * unknown name, wrong password, disabled, in no group; equal work and time for each.  RC_BUSY:
 * too many failed, *o says how long to wait.  RC_IO: the user store or the directory is away.
 * *token lives in the arena.
 */
enum rc	auth_login(const struct auth_config *c, struct db *d, const char *username,
	    const char *password, const char *address, struct arena *a, struct session *out,
	    const char **token, struct auth_outcome *o, struct err *e);
/*
 * A ticket in place of a password: see negotiate_accept().  The directory says whether its user
 * may come in.  RC_OK: *out is who it is, for auth_session(), and *reply goes back to the browser.
 * Nothing is stored, so that what is stored can be tried again: a ticket is good once.
 * RC_DENIED: no, with one and the same message; RC_IO: the directory is away, o->why says so, or
 * the keytab or the cache of tickets.
 */
enum rc	auth_ticket(const struct auth_config *c, const char *ticket, struct arena *a,
	    struct session *out, const char **reply, struct auth_outcome *o, struct err *e);
/*
 * The session of a token; or, of an API token, one that is good for this request.  RC_DENIED: bad
 * signature, algorithm, time or address, no such session, or the directory's user may no longer
 * come in, which is asked every recheck_seconds.
 */
enum rc	auth_check(const struct auth_config *c, struct db *d, const char *token,
	    const char *address, struct arena *a, struct session *out, struct err *e);
/*
 * A new token for a valid session; the old one ends.  A directory's user is looked at again:
 * RC_DENIED if he may no longer come in, or if nobody can look; RC_IO: it is away.
 */
enum rc	auth_refresh(const struct auth_config *c, struct db *d, const struct session *old,
	    struct arena *a, struct session *out, const char **token, struct err *e);
/*
 * The password of somebody who is logged in, asked for again: counted as a login's.  RC_DENIED:
 * it is wrong; RC_BUSY: too many were, *wait seconds.
 */
enum rc	auth_confirm(const struct auth_config *c, struct db *d, const struct user *u,
	    const char *password, const char *address, int64_t *wait, struct err *e);
/* A session for whoever is known already: a new password, or Kerberos.  s->username, display_name,
 * source, role and must_change are the caller's. */
enum rc	auth_session(const struct auth_config *c, struct db *d, struct session *s,
	    struct arena *a, const char **token, struct err *e);
/*
 * Would a local account of that name stand in the way of one of the directory's?  RC_BUSY: yes;
 * RC_OK: no, or nobody can tell, which is logged.  d may be NULL.
 */
enum rc	auth_check_shadow(struct directory *d, const char *username, struct err *e);
/* A new API token, in the arena, and the hash to store. */
enum rc	auth_api_token(struct arena *a, const char **token, char hash[SHA256_HEX],
	    struct err *e);

/* yescrypt; hash lives in the arena. */
enum rc	password_hash(const char *password, struct arena *a, const char **hash, struct err *e);
int	password_matches(const char *password, const char *hash);	/* 1, 0 */
/*
 * err_field(field, ...) if it is too short or too long, the user's name, or among those that
 * everybody tries first.
 */
enum rc	password_check_rules(const char *field, const char *password, const char *username,
	    struct err *e);
/* A random password of 20 characters that are easy to read aloud, in the arena. */
enum rc	password_generate(struct arena *a, const char **out, struct err *e);

#endif
