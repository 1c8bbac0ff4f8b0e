/*
 * What single sign-on reads itself, GSSAPI apart.  The first byte says what the others are: an
 * Authorization header with a token in base64, of which just that text's bytes are taken; a
 * client's name; or the part of a ticket that names the account.
 */
#include "config.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/auth/negotiate_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
header(struct arena *a, const char *data, size_t size)
{
	char		*text = arena_strndup(a, data, size);
	const char	*token = negotiate_token(text);
	unsigned char	*bytes, *back;
	size_t		 n;

	if (token == NULL)
		return;
	if (token < text || token >= text + strlen(text))
		abort();
	if (negotiate_decode(token, a, &bytes, &n, NULL) != RC_OK)
		return;
	if (n > strlen(token) / 4 * 3 || (back = arena_alloc(a, n / 3 * 4 + 5)) == NULL)
		abort();
	/* But for the last one's idle bits, the text comes back. */
	EVP_EncodeBlock(back, bytes, (int)n);
	if (strlen((char *)back) != strlen(token) ||
	    (strlen(token) > 4 && memcmp(back, token, strlen(token) - 4) != 0))
		abort();
}

static void
account(struct arena *a, const uint8_t *data, size_t size)
{
	unsigned char	*exact = malloc(size + 1);	/* for the sanitizer */
	const char	*name;

	if (exact == NULL)
		return;
	memcpy(exact, data, size);
	if (negotiate_account(exact, size, "ad.test", a, &name, NULL) == RC_OK &&
	    (*name == '\0' || strpbrk(name, "\\/@\n") != NULL || !utf8_valid(name, strlen(name))))
		abort();
	free(exact);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena	*a = arena_new(0);
	const char	*text = (const char *)data + 1;

	if (a == NULL || size == 0)
		goto out;
	if (data[0] == 'a')
		account(a, data + 1, size - 1);
	else if (data[0] == 'p') {
		if (negotiate_check_realm((struct str){ text, size - 1 }, "AD.TEST", NULL) ==
		    RC_OK && (size < 10 || strncasecmp(text + size - 9, "@AD.TEST", 8) != 0))
			abort();
	} else
		header(a, text, size - 1);
out:
	arena_free(a);
	return 0;
}
