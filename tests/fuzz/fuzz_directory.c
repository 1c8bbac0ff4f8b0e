/*
 * Names as strangers type them at the login: no name makes more of the directory's filter than a
 * value in it (RFC 4515), and none that is taken has another domain than ours.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/auth/directory_priv.h"
#include "core/base/str.h"
#include "core/data/attempts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Back from the filter's form: what the directory compares with. */
static void
check_escape(const char *s, size_t n)
{
	struct buf	b;
	size_t		k = 0;

	buf_init(&b);
	directory_escape(s, n, &b);
	for (size_t i = 0; i < b.len; k++) {
		unsigned char	c = (unsigned char)b.p[i];

		if (strchr("*()", c) != NULL || c < 0x20 || c == 0x7f)
			abort();
		if (c == '\\') {
			char	hex[3] = { b.p[i + 1], b.p[i + 2], '\0' }, *end;

			c = (unsigned char)strtoul(hex, &end, 16);
			if (*end != '\0')
				abort();
			i += 2;
		}
		i++;
		if (k >= n || c != (unsigned char)s[k])
			abort();
	}
	if (k != n)
		abort();
	buf_fini(&b);
}

/* Three values, whatever the name: as many brackets as the filter itself has. */
static void
check_filter(const char *filter)
{
	size_t	open = 0, stars = 0;

	for (; *filter != '\0'; filter++) {
		open += *filter == '(';
		stars += *filter == '*';
	}
	if (open != 5 || stars != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct settings		s = { .ldap_domain = (char[]){ "ADTEST" },
				    .ldap_upn_suffix = (char[]){ "" },
				    .ldap_base_dn = (char[]){ "DC=ad,DC=test" } };
	char			*text = malloc(size + 1), account[ATTEMPTS_ACCOUNT_SIZE];
	struct directory_name	 n;
	const char		*slash;

	if (text == NULL)
		return 0;
	if (size != 0)
		memcpy(text, data, size);
	text[size] = '\0';
	check_escape((const char *)data, size);
	attempts_account(text, account);
	if (strlen(account) >= sizeof(account))
		abort();
	if (directory_name_parse(&s, text, &n, NULL) == RC_OK) {
		check_filter(n.filter);
		if ((slash = strchr(n.bind, '\\')) != NULL && strncmp(n.bind, "ADTEST\\", 7) != 0)
			abort();
		if (slash == NULL && strchr(n.bind, '@') == NULL)
			abort();
	}
	free(text);
	return 0;
}
