/*
 * Single sign-on for browsers of the domain: HTTP Negotiate (RFC 4559) with a Kerberos ticket,
 * as it is or in SPNEGO (RFC 4178), accepted through GSSAPI with the keys of one keytab.  Nobody
 * is asked over the network: a ticket that one of the keys opens was made by the domain's KDC.
 *
 * Who it is, is the account that the KDC signed into the ticket (the PAC, [MS-PAC] 2.10), not the
 * ticket's client name: that is what the client asked for, and may be anybody's who can write his
 * own userPrincipalName.
 *
 * A ticket's proof is taken once.  The cache of those that were seen is a file beside the socket:
 * shared by all workers of this machine, not by another one that has the same keytab, and gone
 * with /run at a restart of the machine.  Memory would do for one process only, and libkrb5's own
 * default is a name in /var/tmp that everybody knows.
 *
 * There are no channel bindings (RFC 5929): nginx ends TLS and does not tell of it, and what it
 * told would come from whoever reached the socket.  So a ticket that somebody got hold of before
 * we saw it can be used here, for the five minutes that its proof is good; none of another
 * account's service can.  Delegated tickets are not taken.
 */
#ifndef CORE_AUTH_NEGOTIATE_H
#define CORE_AUTH_NEGOTIATE_H

#include <stdbool.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/settings.h"

/* Characters in base64.  Windows' own largest token is 48,000 bytes, 64,000 characters. */
#define NEGOTIATE_TOKEN_MAX	65536

struct negotiate;

/* KERBEROS_KEYTAB is set. */
bool	negotiate_configured(const struct settings *s);
/*
 * RC_INVAL names the setting that is wrong: no key in the keytab for KERBEROS_SERVICE, or no
 * directory that could be asked about a user.  The keys are read here, once.  No server is asked,
 * here or later, whatever krb5.conf says.  The caller ends *out with negotiate_free().
 */
enum rc	negotiate_new(struct negotiate **out, const struct settings *s, struct err *e);
void	negotiate_free(struct negotiate *n);	/* NULL is fine */

/* The token in an Authorization header (NULL: there is none), if it is of this scheme; or NULL. */
const char	*negotiate_token(const char *header);
/*
 * A token, in base64.  RC_OK: *user is the account's short name (sAMAccountName), of the
 * directory's own realm, and *reply what goes back in WWW-Authenticate ("": nothing), both in the
 * arena.  RC_DENIED: it is none, not for us, over, seen before, or of another realm; RC_IO: the
 * cache cannot be used.  The message is for the log.
 */
enum rc	negotiate_accept(struct negotiate *n, const char *token, struct arena *a,
	    const char **user, const char **reply, struct err *e);

#endif
