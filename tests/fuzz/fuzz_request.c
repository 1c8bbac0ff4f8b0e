/*
 * Requests: the first byte says which of the parsers gets the rest; tokens, too, as they
 * come from the same strangers.
 */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/auth/token_priv.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/data/attempts.h"
#include "fcgi/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(const char *s)
{
	if (s != NULL && !utf8_valid(s, strlen(s)))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct auth_config	auth = {
	    .secret = "a secret of at least thirty-two bytes", .expires_seconds = 60 };
	struct arena	*a = arena_new(0);
	struct req	 r = { .arena = a };
	char		 jti[TOKEN_JTI_SIZE];
	static const char *const login[] = { "username", "password", NULL };
	char		 account[ATTEMPTS_ACCOUNT_SIZE], *s;
	const char	*name = NULL;

	if (a == NULL || size == 0 || (s = arena_strndup(a, (const char *)data + 1, size - 1)) == NULL)
		goto out;
	switch (*data % 6) {
	case 0:
		if (http_parse_path(&r, s, strlen(s), NULL) == RC_OK)
			for (size_t i = 0; i < r.nsegments; i++)
				check_text(r.segments[i]);
		break;
	case 1:
		if (http_parse_query(&r, s, NULL) == RC_OK)
			for (size_t i = 0; i < r.nquery; i++) {
				check_text(r.query[i].name);
				check_text(r.query[i].value);
			}
		break;
	case 2:
		http_cookie(s, HTTP_COOKIE, a);
		break;
	case 3:
		http_bearer(s);
		break;
	case 5:		/* a login's body */
		if (json_parse(&r.json, s, strlen(s), NULL) == RC_OK &&
		    json_only(r.json, login, NULL) == RC_OK &&
		    json_str(r.json, "username", true, &name, NULL) == RC_OK) {
			check_text(name);
			attempts_account(name, account);
			check_text(account);
		}
		json_object_put(r.json);
		break;
	default:
		if (token_check(&auth, s, 0, jti, NULL) == RC_OK)
			abort();	/* nobody guesses a signature */
	}
out:
	arena_free(a);
	return 0;
}
