/*
 * Single sign-on for browsers of the domain: HTTP Negotiate (RFC 4559) with a Kerberos ticket in
 * SPNEGO (RFC 4178), accepted through GSSAPI with the keys of one keytab.  Nobody is asked over
 * the network: a ticket that one of the keys opens was made by the domain's KDC.
 *
 * One round only.  NTLM is not spoken.  Tickets are good once: a replay cache is kept beside the
 * keytab's owner's files and shared by all workers.  nginx ends TLS, so there are no channel
 * bindings; a ticket for our name is of no use to another server, and a replay is refused.
 */
#ifndef CORE_AUTH_NEGOTIATE_H
#define CORE_AUTH_NEGOTIATE_H

#include "core/base/arena.h"
#include "core/base/err.h"

#define NEGOTIATE_TOKEN_MAX	65536	/* characters in base64 */

struct negotiate;

/*
 * keytab: its path; replay: that of the replay cache, made when it is not there; realm: the only
 * one whose users come in, without regard to case.  RC_INVAL: the keytab cannot be used.  The
 * caller ends *out with negotiate_free().
 */
enum rc	negotiate_new(struct negotiate **out, const char *keytab, const char *replay,
	    const char *realm, struct err *e);
void	negotiate_free(struct negotiate *n);	/* NULL is fine */
/*
 * The token of an Authorization: Negotiate header, in base64.  RC_OK: *user is who it is, without
 * the realm, and *reply what goes back in WWW-Authenticate ("": nothing), both in the arena.
 * RC_DENIED: it is none, not for us, over, seen before, or of another realm; the message is for
 * the log.
 */
enum rc	negotiate_accept(struct negotiate *n, const char *token, struct arena *a,
	    const char **user, const char **reply, struct err *e);

/* The bytes of a base64 text (RFC 4648, 4), padded, nothing else in it; for its test.  RC_DENIED. */
enum rc	negotiate_decode(const char *s, struct arena *a, unsigned char **out, size_t *n,
	    struct err *e);

#endif
