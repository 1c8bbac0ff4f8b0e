/*
 * Tokens: JWTs (RFC 7519) by libjwt.  The algorithm is pinned: a token is verified with our
 * key as an HMAC key or not at all, so neither "none" nor a public key can stand in for it.
 */
#include "config.h"

#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "core/auth/token_priv.h"
#include "core/base/clock.h"
#include "core/base/hash.h"

#define TOKEN_PARTY	"routing-ml"	/* who issues them and whom they are for */
#define TOKEN_SKEW	60		/* seconds that another host's clock may be ahead */
#define KID_SIZE	17

void
token_hex(const unsigned char *p, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++) {
		*out++ = "0123456789abcdef"[p[i] >> 4];
		*out++ = "0123456789abcdef"[p[i] & 15];
	}
	*out = '\0';
}

/* Which key signed it: a name that tells nothing about the key. */
static void
key_id(const char *secret, char out[KID_SIZE])
{
	struct sha256	s;
	uint8_t		sum[SHA256_SIZE];

	sha256_init(&s);
	sha256_add(&s, "routing-ml kid", 14);
	sha256_add(&s, secret, strlen(secret));
	sha256_end(&s, sum);
	token_hex(sum, (KID_SIZE - 1) / 2, out);
}

enum rc
token_jti(char jti[TOKEN_JTI_SIZE], struct err *e)
{
	unsigned char	random[(TOKEN_JTI_SIZE - 1) / 2];
	enum rc		rc;

	if ((rc = random_bytes(random, sizeof(random), e)) != RC_OK)
		return rc;
	token_hex(random, sizeof(random), jti);
	return RC_OK;
}

enum rc
token_make(const struct auth_config *c, const struct session *s, struct arena *a,
    const char **token, struct err *e)
{
	jwt_t	*jwt = NULL;
	char	*text = NULL, kid[KID_SIZE];
	enum rc	 rc = RC_OK;

	*token = NULL;
	key_id(c->secret, kid);
	if (jwt_new(&jwt) != 0 ||
	    jwt_set_alg(jwt, JWT_ALG_HS256, (const unsigned char *)c->secret,
	    (int)strlen(c->secret)) != 0 ||
	    jwt_add_header(jwt, "kid", kid) != 0 ||
	    jwt_add_grant(jwt, "iss", TOKEN_PARTY) != 0 ||
	    jwt_add_grant(jwt, "aud", TOKEN_PARTY) != 0 ||
	    jwt_add_grant(jwt, "sub", s->username) != 0 ||
	    jwt_add_grant(jwt, "jti", s->jti) != 0 ||
	    jwt_add_grant_int(jwt, "iat", (long)clock_now()) != 0 ||
	    jwt_add_grant_int(jwt, "exp", (long)s->expires) != 0 ||
	    (text = jwt_encode_str(jwt)) == NULL ||
	    (*token = arena_strdup(a, text)) == NULL)
		rc = err_set(e, RC_NOMEM, "no memory for a token");
	free(text);
	jwt_free(jwt);
	return rc;
}

static bool
grant_is(jwt_t *jwt, const char *name, const char *want)
{
	const char	*got = jwt_get_grant(jwt, name);

	return got != NULL && strcmp(got, want) == 0;
}

static bool
jti_copy(const char *from, char jti[TOKEN_JTI_SIZE])
{
	if (from == NULL || strlen(from) != TOKEN_JTI_SIZE - 1 ||
	    strspn(from, "0123456789abcdef") != TOKEN_JTI_SIZE - 1)
		return false;
	memcpy(jti, from, TOKEN_JTI_SIZE);
	return true;
}

/* Signed with that key, and meant for us. */
static bool
is_signed(const char *token, const char *secret, int64_t now, char jti[TOKEN_JTI_SIZE])
{
	jwt_t		*jwt = NULL;
	char		 kid[KID_SIZE];
	const char	*given;
	bool		 good;

	key_id(secret, kid);
	good = jwt_decode(&jwt, token, (const unsigned char *)secret, (int)strlen(secret)) == 0 &&
	    jwt_get_alg(jwt) == JWT_ALG_HS256 &&
	    (given = jwt_get_header(jwt, "kid")) != NULL && strcmp(given, kid) == 0 &&
	    grant_is(jwt, "iss", TOKEN_PARTY) && grant_is(jwt, "aud", TOKEN_PARTY) &&
	    jwt_get_grant_int(jwt, "iat") <= now + TOKEN_SKEW &&
	    jwt_get_grant_int(jwt, "exp") > now && jti_copy(jwt_get_grant(jwt, "jti"), jti);
	jwt_free(jwt);
	return good;
}

enum rc
token_check(const struct auth_config *c, const char *token, int64_t now,
    char jti[TOKEN_JTI_SIZE], struct err *e)
{
	bool	other = c->previous != NULL && c->previous[0] != '\0';

	jti[0] = '\0';
	if (strnlen(token, AUTH_TOKEN_MAX + 1) <= AUTH_TOKEN_MAX &&
	    (is_signed(token, c->secret, now, jti) ||
	    (other && is_signed(token, c->previous, now, jti))))
		return RC_OK;
	jti[0] = '\0';
	return err_set(e, RC_DENIED, "the token is not valid or no longer valid");
}
