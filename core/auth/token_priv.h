/* What the files of core/auth share: tokens and random bytes. */
#ifndef CORE_AUTH_TOKEN_PRIV_H
#define CORE_AUTH_TOKEN_PRIV_H

#include <stddef.h>

#include "core/auth/auth.h"

#define TOKEN_JTI_SIZE	33	/* 128 random bits in hex, and a NUL */

/* From the system's generator.  RC_IO: it has none. */
enum rc	random_bytes(void *p, size_t n, struct err *e);
/* n bytes as hexadecimal digits, and a NUL. */
void	token_hex(const unsigned char *p, size_t n, char *out);
enum rc	token_jti(char jti[TOKEN_JTI_SIZE], struct err *e);

/* Sign s->jti for s->username from now until s->expires; *token lives in the arena. */
enum rc	token_make(const struct auth_config *c, const struct session *s, struct arena *a,
	    const char **token, struct err *e);
/*
 * RC_OK: signed by us with HS256, for this product, not over at `now`; jti says which
 * session.  Everything else is RC_DENIED with one message.
 */
enum rc	token_check(const struct auth_config *c, const char *token, int64_t now,
	    char jti[TOKEN_JTI_SIZE], struct err *e);

#endif
