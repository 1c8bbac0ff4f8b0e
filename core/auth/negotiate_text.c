/* See negotiate_priv.h. */
#include "config.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "core/auth/negotiate_priv.h"

/* [MS-PAC] 2.10, UPN_DNS_INFO: lengths and offsets in bytes, little-endian. */
#define INFO_DNS_DOMAIN	4
#define INFO_FLAGS	8
#define INFO_SAM_NAME	12
#define INFO_SIZE	20
#define INFO_HAS_SAM	0x2

const char *
negotiate_token(const char *header)
{
	size_t	n = strlen("Negotiate");

	if (header == NULL || strncasecmp(header, "Negotiate", n) != 0 || header[n] != ' ')
		return NULL;
	header += n + strspn(header + n, " ");
	return *header != '\0' ? header : NULL;
}

enum rc
negotiate_decode(const char *s, struct arena *a, unsigned char **out, size_t *n, struct err *e)
{
	static const char	alphabet[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t			len = strnlen(s, NEGOTIATE_TOKEN_MAX + 1);
	size_t			text = strspn(s, alphabet), pad = len - text;
	int			got;

	*n = 0;
	if (len == 0 || len > NEGOTIATE_TOKEN_MAX || len % 4 != 0 || text > len || pad > 2 ||
	    strspn(s + text, "=") != pad)
		return err_set(e, RC_DENIED, "the token is no base64, or too long");
	if ((*out = arena_alloc(a, len / 4 * 3 + 1)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a token");
	got = EVP_DecodeBlock(*out, (const unsigned char *)s, (int)len);
	if (got < (int)pad)
		return err_set(e, RC_DENIED, "the token is no base64");
	*n = (size_t)got - pad;
	return RC_OK;
}

enum rc
negotiate_check_realm(struct str principal, const char *realm, struct err *e)
{
	const char	*at = principal.len == 0 ? NULL :
			    memrchr(principal.s, '@', principal.len);
	struct str	 of = { NULL, 0 };

	/* libkrb5 writes \@ for one that is part of a name, or of a realm. */
	if (at != NULL && at != principal.s && at[-1] != '\\')
		of = (struct str){ at + 1, principal.len - (size_t)(at + 1 - principal.s) };
	if (of.len == 0 || !str_eqi(of, str_of(realm)))
		return err_set(e, RC_DENIED, "%.*s is not of the realm %s", (int)principal.len,
		    principal.len == 0 ? "" : principal.s, realm);
	return RC_OK;
}

static unsigned
get16(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

/* The UTF-16 whose length and offset stand at `at`, as UTF-8; "" if it is not whole. */
static enum rc
get_text(const unsigned char *info, size_t n, size_t at, struct arena *a, struct str *out,
    struct err *e)
{
	size_t		 len = get16(info + at), from = get16(info + at + 2), used = 0;
	uint32_t	 c, low;
	char		*to;

	*out = str_of("");
	if (len % 2 != 0 || from > n || len > n - from)
		return RC_OK;
	if ((to = arena_alloc(a, len / 2 * 3 + 1)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a name");
	for (size_t i = 0; i < len; i += 2) {
		c = get16(info + from + i);
		if (c >= 0xd800 && c < 0xdc00 && i + 2 < len) {
			low = get16(info + from + (i += 2));
			c = low >= 0xdc00 && low < 0xe000 ?
			    0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00) : 0;
		}
		if (c == 0 || (c >= 0xd800 && c < 0xe000))
			return RC_OK;
		used += utf8_put(to + used, c);
	}
	to[used] = '\0';
	*out = (struct str){ to, used };
	return RC_OK;
}

/* What no account's name holds, and what directory_find() would take for a domain's name. */
static bool
is_account(struct str s)
{
	if (s.len == 0 || str_trim(s).len != s.len)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.s[i] < 0x20 || s.s[i] == 0x7f || strchr("\\/@", s.s[i]) != NULL)
			return false;
	return true;
}

enum rc
negotiate_account(const unsigned char *info, size_t n, const char *realm, struct arena *a,
    const char **account, struct err *e)
{
	struct str	domain, name;
	enum rc		rc;

	*account = "";
	if (n < INFO_SIZE || (info[INFO_FLAGS] & INFO_HAS_SAM) == 0)
		return err_set(e, RC_DENIED, "the ticket does not name its account: the domain "
		    "controller is older than November 2021");
	if ((rc = get_text(info, n, INFO_DNS_DOMAIN, a, &domain, e)) != RC_OK ||
	    (rc = get_text(info, n, INFO_SAM_NAME, a, &name, e)) != RC_OK)
		return rc;
	if (!str_eqi(domain, str_of(realm)))
		return err_set(e, RC_DENIED, "the account is one of the domain %s, not of %s", domain.s,
		    realm);
	if (!is_account(name))
		return err_set(e, RC_DENIED, "the ticket's account has no name that a user can have");
	*account = name.s;
	return RC_OK;
}
