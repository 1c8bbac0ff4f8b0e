/* What the files of the directory share: a connection, names, groups. */
#ifndef CORE_AUTH_DIRECTORY_PRIV_H
#define CORE_AUTH_DIRECTORY_PRIV_H

#include <ldap.h>

#include "core/auth/directory.h"
#include "core/base/buf.h"
#include "core/data/watch.h"

#define DIRECTORY_NAME_MAX	256	/* bytes of a login name */
#define DIRECTORY_SERVERS	8
#define DIRECTORY_SIDS		4096	/* groups of one user that are looked at */

struct directory {
	const struct settings	*set;
	size_t			 nservers;
	struct directory_server {
		char		*url;
		uint64_t	 bad_until_us;	/* others are asked before */
	}			 server[DIRECTORY_SERVERS];
};

/* One connection, for one login. */
struct directory_link {
	struct directory	*d;
	struct directory_trace	*trace;
	struct watch		 watch;	/* ends the sockets when the time is up, whatever libldap waits for */
	LDAP			*ld;
	const char		*url;
	uint64_t		 end_us;
	uint64_t		 step_us;	/* when the step at hand began */
};

/* Connected and under TLS.  RC_IO: none of the servers answers.  Ends with directory_close(). */
enum rc	directory_open(struct directory_link *l, struct directory *d,
	    struct directory_trace *t, struct err *e);
void	directory_close(struct directory_link *l);
/* Tell what was just done. */
void	directory_step(struct directory_link *l, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Simple bind.  RC_DENIED: refused, t->why says why; RC_IO. */
enum rc	directory_bind(struct directory_link *l, const char *name, const char *password,
	    struct err *e);
/*
 * The entries of a search, at most `most`; *n of them.  A base that is not there has none.  The
 * caller ends *out with ldap_msgfree() (NULL is fine).
 */
enum rc	directory_search(struct directory_link *l, const char *base, int scope,
	    const char *filter, const char *const *attributes, int most, LDAPMessage **out,
	    size_t *n, struct err *e);

/* name.c: what somebody typed, in the forms that we need. */
struct directory_name {
	char	bind[2 * DIRECTORY_NAME_MAX];	/* to bind with: D\user or user@domain */
	char	filter[8 * DIRECTORY_NAME_MAX];	/* finds the entry of who has bound by it */
	char	account[4 * DIRECTORY_NAME_MAX];	/* finds that of the account alone */
};
/* RC_DENIED: it cannot be one of ours; nobody is to be asked. */
enum rc	directory_name_parse(const struct settings *s, const char *name,
	    struct directory_name *out, struct err *e);
/* A value in a filter (RFC 4515), appended to out. */
void	directory_escape(const char *s, size_t n, struct buf *out);

/* groups.c: security identifiers, as the directory holds them. */
struct directory_sids {
	struct berval	**value;	/* of ldap_get_values_len() */
	size_t		  n;
};
/* The groups of whoever is bound, himself included. */
enum rc	directory_own_sids(struct directory_link *l, struct directory_sids *out, struct err *e);
/* Those of the user dn, himself not included. */
enum rc	directory_user_sids(struct directory_link *l, const char *dn, struct directory_sids *out,
	    struct err *e);
void	directory_sids_free(struct directory_sids *s);
bool	directory_sids_have(const struct directory_sids *s, const struct berval *sid);
/* The highest role whose group is among them; ROLE_NONE. */
enum rc	directory_role(struct directory_link *l, const struct directory_sids *s, enum role *out,
	    struct err *e);

#endif
