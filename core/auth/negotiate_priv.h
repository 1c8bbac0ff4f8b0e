/* What single sign-on reads that others wrote: header, name, account.  No GSSAPI in here. */
#ifndef CORE_AUTH_NEGOTIATE_PRIV_H
#define CORE_AUTH_NEGOTIATE_PRIV_H

#include <stddef.h>

#include "core/auth/negotiate.h"
#include "core/base/str.h"

/* The bytes of a base64 text (RFC 4648, 4), padded, nothing else in it.  RC_DENIED, RC_NOMEM. */
enum rc	negotiate_decode(const char *s, struct arena *a, unsigned char **out, size_t *n,
	    struct err *e);
/* "kim@AD.TEST" is of that realm, without regard to case.  RC_DENIED. */
enum rc	negotiate_check_realm(struct str principal, const char *realm, struct err *e);
/*
 * The account's name in the n bytes of a PAC's UPN_DNS_INFO, which must be of that realm's domain.
 * RC_DENIED: it has none, or none that could be a user's; RC_NOMEM.
 */
enum rc	negotiate_account(const unsigned char *info, size_t n, const char *realm,
	    struct arena *a, const char **account, struct err *e);

#endif
