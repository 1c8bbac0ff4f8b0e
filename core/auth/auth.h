/*
 * Who is it, and may they?  Passwords are checked against local users (yescrypt); tokens are
 * JWTs by libjwt, HS256 pinned, whose jti must stand in the session store.
 */
#ifndef CORE_AUTH_AUTH_H
#define CORE_AUTH_AUTH_H

#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/data/db.h"
#include "core/data/users.h"

#define AUTH_TOKEN_MAX		4096	/* bytes of a token that we look at */
#define AUTH_PASSWORD_MIN	12	/* characters of a new password */
#define AUTH_PASSWORD_MAX	256	/* bytes: bounds the work that a stranger can ask for */

struct auth_config {
	const char	*secret;		/* at least 32 bytes */
	int64_t		 expires_seconds;
};

/*
 * RC_DENIED with one and the same message for every failure: unknown name, wrong password,
 * disabled; equal work for each.  RC_IO: the user store is away.  *token lives in the arena.
 */
enum rc	auth_login(const struct auth_config *c, struct db *d, const char *username,
	    const char *password, struct arena *a, struct session *out, const char **token,
	    struct err *e);
/* The session of a token.  RC_DENIED: bad signature, algorithm, time, or no such session. */
enum rc	auth_check(const struct auth_config *c, struct db *d, const char *token,
	    struct arena *a, struct session *out, struct err *e);
/* A new token for a valid session; the old one ends. */
enum rc	auth_refresh(const struct auth_config *c, struct db *d, const struct session *old,
	    struct arena *a, struct session *out, const char **token, struct err *e);

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
