/* Local users and the session store, in the registry database. */
#ifndef CORE_DATA_USERS_H
#define CORE_DATA_USERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/data/audit.h"
#include "core/data/db.h"

/* Each may what the ones before may. */
enum role { ROLE_NONE, ROLE_PLANNER, ROLE_OPERATOR, ROLE_ADMIN };

const char	*role_name(enum role r);
enum rc		 role_parse(const char *s, enum role *out, struct err *e);

struct user {
	const char	*username, *display_name, *password_hash, *created_at;
	enum role	 role;
	bool		 disabled, must_change;
};

/*
 * Who changes a user: actor, source, address and request of `by` go to the audit with what he was
 * before and after, in the transaction of the change (core/data/audit.h).
 *
 * Names are stored folded (trimmed, lower case).  RC_BUSY: there already.
 */
enum rc	users_add(struct db *d, const struct user *u, const struct audit_entry *by,
	    struct err *e);
enum rc	users_get(struct db *d, const char *username, struct arena *a, struct user *out,
	    struct err *e);
enum rc	users_list(struct db *d, struct arena *a, struct user **out, size_t *n, struct err *e);
/* Each of these ends the user's sessions. RC_NOTFOUND. */
enum rc	users_set_password(struct db *d, const char *username, const char *hash,
	    bool must_change, const struct audit_entry *by, struct err *e);
enum rc	users_set_role(struct db *d, const char *username, enum role r,
	    const struct audit_entry *by, struct err *e);
enum rc	users_set_disabled(struct db *d, const char *username, bool disabled,
	    const struct audit_entry *by, struct err *e);

struct session {
	const char	*jti, *username, *display_name, *source;	/* source: local or ldap */
	enum role	 role;
	int64_t		 expires;	/* seconds since 1970 */
	int64_t		 checked;	/* when the directory was last asked about him */
	bool		 must_change;
};

enum rc	sessions_add(struct db *d, const struct session *s, struct err *e);
/* RC_NOTFOUND: unknown, ended, expired, or its user is disabled or gone. */
enum rc	sessions_get(struct db *d, const char *jti, struct arena *a, struct session *out,
	    struct err *e);
/* RC_NOTFOUND: it had ended already; of several callers one gets RC_OK. */
enum rc	sessions_end(struct db *d, const char *jti, struct err *e);
/* All of a user's, of one source. */
enum rc	sessions_end_user(struct db *d, const char *username, const char *source,
	    struct err *e);
/* From `checked` to now, before the directory is asked.  RC_NOTFOUND: another worker is at it. */
enum rc	sessions_claim(struct db *d, const char *jti, int64_t checked, int64_t now,
	    struct err *e);
/* All of a directory's user's. */
enum rc	sessions_set_role(struct db *d, const char *username, enum role r, struct err *e);

#endif
