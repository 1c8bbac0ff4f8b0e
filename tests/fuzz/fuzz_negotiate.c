/* The base64 of an Authorization: Negotiate header: what is taken is that text's bytes, no more. */
#include "config.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "core/auth/negotiate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena	*a = arena_new(0);
	unsigned char	*bytes, *back;
	char		*text;
	size_t		 n;

	if (a == NULL || (text = arena_strndup(a, (const char *)data, size)) == NULL)
		goto out;
	if (negotiate_decode(text, a, &bytes, &n, NULL) != RC_OK)
		goto out;
	if (n > strlen(text) / 4 * 3 || (back = arena_alloc(a, n / 3 * 4 + 5)) == NULL)
		abort();
	/* But for the last one's idle bits, the text comes back. */
	EVP_EncodeBlock(back, bytes, (int)n);
	if (strlen((char *)back) != strlen(text) ||
	    (strlen(text) > 4 && memcmp(back, text, strlen(text) - 4) != 0))
		abort();
out:
	arena_free(a);
	return 0;
}
