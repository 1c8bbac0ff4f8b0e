#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/auth/token_priv.h"
#include "core/base/clock.h"

static const struct auth_config	ours = {
	.secret = "a secret of at least thirty-two bytes", .expires_seconds = 600 };
static struct err	 e;
static struct arena	*a;
static int64_t	 t0;		/* now: the tests' times count from it */

static void
setup(void)
{
	cr_assert_not_null(a = arena_new(0));
	t0 = clock_now();
}

static void
teardown(void)
{
	arena_free(a);
}

TestSuite(token, .init = setup, .fini = teardown);

static const char *
made(const struct auth_config *c, int64_t expires, char jti[TOKEN_JTI_SIZE])
{
	struct session	 s = { .username = "kim", .jti = jti, .expires = expires };
	const char	*token;

	cr_assert_eq(token_jti(jti, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(token_make(c, &s, a, &token, &e), RC_OK, "%s", e.msg);
	return token;
}

static void
refused(const char *token, int64_t now)
{
	char	jti[TOKEN_JTI_SIZE] = "left over";

	cr_expect_eq(token_check(&ours, token, now, jti, &e), RC_DENIED, "%.80s", token);
	cr_expect_str_eq(jti, "");
	cr_expect_str_eq(e.msg, "the token is not valid or no longer valid");
}

Test(token, names_its_session)
{
	char		 jti[TOKEN_JTI_SIZE], back[TOKEN_JTI_SIZE];
	const char	*token = made(&ours, t0 + 2000, jti);

	cr_assert_eq(token_check(&ours, token, t0 + 1000, back, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(jti, back);
	cr_assert_leq(strlen(token), AUTH_TOKEN_MAX);
}

Test(token, session_names_do_not_repeat)
{
	char	one[TOKEN_JTI_SIZE], two[TOKEN_JTI_SIZE];

	made(&ours, t0 + 2000, one);
	made(&ours, t0 + 2000, two);
	cr_assert_str_neq(one, two);
}

Test(token, is_over_at_its_last_second)
{
	char		 jti[TOKEN_JTI_SIZE];
	const char	*token = made(&ours, t0 + 2000, jti);

	cr_assert_eq(token_check(&ours, token, t0 + 1999, jti, &e), RC_OK);
	refused(token, t0 + 2000);
	refused(token, t0 + 99999);
}

Test(token, of_another_key_is_refused)
{
	const struct auth_config	other = { .secret = "a secret of at least thirty-two bytez" };
	char				jti[TOKEN_JTI_SIZE];

	refused(made(&other, t0 + 2000, jti), t0 + 1000);
}

Test(token, of_the_key_before_is_good_until_it_expires)
{
	struct auth_config	next = { .secret = "another secret of thirty-two bytes..",
				    .previous = ours.secret };
	char			jti[TOKEN_JTI_SIZE], back[TOKEN_JTI_SIZE];
	const char		*old = made(&ours, t0 + 2000, jti);

	cr_expect_eq(token_check(&next, old, t0, back, &e), RC_OK, "%s", e.msg);
	cr_expect_str_eq(jti, back);
	refused(made(&next, t0 + 2000, jti), t0);	/* by whom only the old one is known */
	next.previous = "";
	cr_expect_eq(token_check(&next, old, t0, back, &e), RC_DENIED);
}

Test(token, of_the_future_is_refused)
{
	char		 jti[TOKEN_JTI_SIZE];
	const char	*token = made(&ours, t0 + 2000, jti);

	cr_expect_eq(token_check(&ours, token, t0 - 30, jti, &e), RC_OK, "a clock may be behind");
	refused(token, t0 - 300);
}

Test(token, with_any_byte_changed_is_refused)
{
	char		 jti[TOKEN_JTI_SIZE], *copy;
	const char	*token = made(&ours, t0 + 2000, jti);
	const char	*alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	for (size_t i = 0; token[i] != '\0'; i++) {
		copy = arena_strdup(a, token);
		copy[i] = copy[i] == '.' ? 'x' : alphabet[(strchr(alphabet, copy[i]) - alphabet + 1) % 64];
		refused(copy, t0 + 1000);
	}
}

static const char *
base64url(const char *s)
{
	static const char	alphabet[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t			n = strlen(s), len = 0;
	char			*out = arena_alloc(a, 2 * n + 5);

	for (size_t i = 0; i < n; i += 3) {
		uint32_t	v = (uint32_t)(unsigned char)s[i] << 16;

		v |= i + 1 < n ? (uint32_t)(unsigned char)s[i + 1] << 8 : 0;
		v |= i + 2 < n ? (uint32_t)(unsigned char)s[i + 2] : 0;
		for (int k = 0; k < 4 && i * 4 / 3 + (size_t)k <= n * 4 / 3; k++)
			out[len++] = alphabet[v >> (18 - 6 * k) & 63];
	}
	out[len] = '\0';
	return out;
}

Test(token, of_another_algorithm_is_refused)
{
	static const char *const	headers[] = { "{\"alg\":\"none\"}",
		"{\"alg\":\"none\",\"typ\":\"JWT\"}", "{\"alg\":\"None\",\"typ\":\"JWT\"}",
		"{\"alg\":\"RS256\",\"typ\":\"JWT\"}", "{\"alg\":\"ES256\",\"typ\":\"JWT\"}",
		"{\"alg\":\"HS256\",\"typ\":\"JWT\"}", "{\"typ\":\"JWT\"}", "{}" };
	char		 jti[TOKEN_JTI_SIZE];
	const char	*token = made(&ours, t0 + 2000, jti), *claims, *signature;

	/* Our own claims under another header, without a signature and with ours. */
	claims = strchr(token, '.') + 1;
	signature = strchr(claims, '.') + 1;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		int	n = (int)(signature - claims);

		refused(arena_printf(a, "%s.%.*s", base64url(headers[i]), n, claims), t0 + 1000);
		if (strstr(headers[i], "HS256") == NULL)
			refused(arena_printf(a, "%s.%.*s%s", base64url(headers[i]), n, claims,
			    signature), t0 + 1000);
	}
}

Test(token, what_is_no_token_is_refused)
{
	static const char *const	bad[] = { "", ".", "..", "...", "a.b.c", "x", "eyJ", "é",
		"eyJhbGciOiJIUzI1NiJ9..", "eyJhbGciOiJub25lIn0.e30.", "%s%s%s%n" };
	char	*huge = arena_alloc(a, 2 * AUTH_TOKEN_MAX);

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refused(bad[i], t0 + 1000);
	memset(huge, 'e', 2 * AUTH_TOKEN_MAX - 1);
	huge[2 * AUTH_TOKEN_MAX - 1] = '\0';
	refused(huge, t0 + 1000);
}

