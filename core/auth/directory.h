/*
 * Windows users: Active Directory over LDAP (RFC 4511), by TLS.  A login is one simple bind with
 * the user's own password, never two; what he may do comes from his groups, nested ones included,
 * as the directory itself resolved them (tokenGroups, [MS-ADTS] 3.1.1.3.2 and 3.1.1.4.5.19).
 *
 * Each server has a hard limit of timeout_seconds for all that is asked of it.
 */
#ifndef CORE_AUTH_DIRECTORY_H
#define CORE_AUTH_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/settings.h"
#include "core/data/users.h"

struct directory;

/* Why somebody was let in or not; for the log and the figures, not for strangers. */
enum directory_why {
	DIRECTORY_OK, DIRECTORY_WRONG, DIRECTORY_UNKNOWN, DIRECTORY_HOURS, DIRECTORY_WORKSTATION,
	DIRECTORY_EXPIRED, DIRECTORY_DISABLED, DIRECTORY_ACCOUNT_EXPIRED, DIRECTORY_MUST_CHANGE,
	DIRECTORY_LOCKED, DIRECTORY_NAME, DIRECTORY_NO_GROUP, DIRECTORY_AWAY,
	DIRECTORY_TICKET, DIRECTORY_REASONS
};
const char	*directory_why_name(enum directory_why w);	/* "wrong_password" */

struct directory_person {	/* in the caller's arena */
	const char	*username;	/* sAMAccountName, trimmed, ASCII in lower case */
	const char	*display_name;
	enum role	 role;
};

/* What was done, step by step, for `auth test`. */
struct directory_trace {
	enum directory_why	 why;
	bool			sent;	/* a server may have heard the password */
	void			(*step)(void *ctx, uint64_t us, const char *what);	/* or NULL */
	void			*ctx;
};

#define DIRECTORY_DNS_SIZE	256
/* "DC=ad,DC=test" to "ad.test"; "" if it has no DC. */
void		 directory_dns_name(const char *base_dn, char *out, size_t size);
/* Is there one at all? */
bool		 directory_configured(const struct settings *s);
/*
 * s outlives it.  RC_INVAL names the setting that is wrong.  The caller ends *out with
 * directory_free().
 */
enum rc		 directory_new(struct directory **out, const struct settings *s, struct err *e);
void		 directory_free(struct directory *d);	/* NULL is fine */

/*
 * name: DOMAIN\user, user@domain or a bare one.  RC_DENIED: no; t->why and the message say why,
 * for the log.  RC_IO: no server answers in time; if the password was sent, nobody is asked again.
 * An empty, an over-long password or name is RC_DENIED without a bind.
 */
enum rc		 directory_login(struct directory *d, const char *name, const char *password,
		    struct arena *a, struct directory_person *out, struct directory_trace *t,
		    struct err *e);
/*
 * May he still come in?  Asked with LDAP_BIND_DN.  A name without @ is an account's (sAMAccountName)
 * and nobody's userPrincipalName, which in some domains its owner may write.  RC_DENIED: he is disabled, expired or in no
 * mapped group; RC_NOTFOUND: there is no such user; RC_INVAL: LDAP_BIND_DN is not set; RC_IO.
 */
enum rc		 directory_find(struct directory *d, const char *name, struct arena *a,
		    struct directory_person *out, struct directory_trace *t, struct err *e);
/* directory_find() can be asked. */
bool		 directory_can_find(const struct directory *d);
/* A server answers, and lets LDAP_BIND_DN in, if that is set: *out is its URL, in the arena. */
enum rc		 directory_ping(struct directory *d, struct arena *a, const char **out,
		    struct err *e);

#endif
