/* What single sign-on reads before and behind GSSAPI.  Tickets are tested in kerberos.sh. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "core/auth/negotiate_priv.h"

static struct arena	*a;
static struct err	 e;

static void
begin(void)
{
	a = arena_new(0);
}

static void
end(void)
{
	arena_free(a);
}

TestSuite(negotiate, .init = begin, .fini = end);

Test(negotiate, a_header_of_the_scheme_has_a_token)
{
	static const struct { const char *header, *token; }	t[] = {
		{ NULL, NULL }, { "", NULL }, { "Negotiate", NULL }, { "Negotiate ", NULL },
		{ "Negotiate  ", NULL }, { "Bearer x", NULL }, { "NegotiateX y", NULL },
		{ "Negotiate\tx", NULL }, { "NTLM TlRM", NULL },
		{ "Negotiate YII=", "YII=" }, { "negotiate   YII=", "YII=" },
		{ "NEGOTIATE a b", "a b" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const char	*got = negotiate_token(t[i].header);

		cr_expect((got == NULL) == (t[i].token == NULL), "%zu", i);
		if (got != NULL && t[i].token != NULL)
			cr_expect_str_eq(got, t[i].token);
	}
}

Test(negotiate, base64_is_taken_strictly)
{
	static const char *const	bad[] = { "", "A", "AB", "ABC", "A===", "====", "AB=C",
		"ABCD=", "ABCD====", "AB==CDEF", "AB CD", "AB-_", "ABC\n", " ABC", "a b", "ABC\xc3" };
	unsigned char			*bytes;
	char				*longest;
	size_t				 n;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect_eq(negotiate_decode(bad[i], a, &bytes, &n, &e), RC_DENIED, "%s", bad[i]);
	cr_assert_eq(negotiate_decode("AAECAw==", a, &bytes, &n, &e), RC_OK);
	cr_assert(n == 4 && memcmp(bytes, "\0\1\2\3", 4) == 0);
	cr_assert_eq(negotiate_decode("/+8=", a, &bytes, &n, &e), RC_OK);
	cr_assert(n == 2 && memcmp(bytes, "\xff\xef", 2) == 0);

	longest = arena_alloc(a, NEGOTIATE_TOKEN_MAX + 5);
	memset(longest, 'A', NEGOTIATE_TOKEN_MAX + 4);
	longest[NEGOTIATE_TOKEN_MAX + 4] = '\0';
	cr_assert_eq(negotiate_decode(longest, a, &bytes, &n, &e), RC_DENIED);
	longest[NEGOTIATE_TOKEN_MAX] = '\0';
	cr_assert_eq(negotiate_decode(longest, a, &bytes, &n, &e), RC_OK);
	cr_assert_eq(n, NEGOTIATE_TOKEN_MAX / 4 * 3);
}

Test(negotiate, another_realms_users_are_not_ours)
{
	static const char *const	ours[] = { "kim@AD.TEST", "kim@ad.test", "김철수@AD.TEST",
		"kim\\@corp.example@AD.TEST" };
	static const char *const	others[] = { "", "kim", "@", "kim@", "kim@OTHER.TEST",
		"kim@AD.TEST.", "kim@X.AD.TEST", "kim@AD.TEST@OTHER.TEST", "kim@OTHER\\@AD.TEST",
		"@AD.TEST", "kim@AD.TES" };

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		cr_expect_eq(negotiate_check_realm(str_of(ours[i]), "ad.test", &e), RC_OK, "%s: %s",
		    ours[i], e.msg);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		cr_expect_eq(negotiate_check_realm(str_of(others[i]), "ad.test", &e), RC_DENIED, "%s",
		    others[i]);
	cr_expect_eq(negotiate_check_realm(str_of(NULL), "ad.test", &e), RC_DENIED);
}

/* UPN_DNS_INFO with ASCII names; those of other languages come as UTF-16 in `wide`. */
static size_t
info_make(unsigned char *to, const char *domain, const char *account, const uint16_t *wide)
{
	size_t	n = 24, len;

	memset(to, 0, 24);
	to[8] = 0x2;
	for (int k = 0; k < 2; k++) {
		const char	*s = k == 0 ? domain : account;
		size_t		 from = n;

		if (k == 1 && wide != NULL)
			for (; *wide != 0; wide++, n += 2)
				to[n] = *wide & 0xff, to[n + 1] = (unsigned char)(*wide >> 8);
		else
			for (; *s != '\0'; s++, n += 2)
				to[n] = (unsigned char)*s, to[n + 1] = 0;
		len = n - from;
		to[k == 0 ? 4 : 12] = (unsigned char)len;
		to[k == 0 ? 6 : 14] = (unsigned char)from;
	}
	return n;
}

Test(negotiate, the_account_is_the_tickets_own)
{
	static const uint16_t	korean[] = { 0xae40, 0xcca0, 0xc218, 0 };
	static const uint16_t	rare[] = { 'k', 0xd83d, 0xde00, 0 };
	static const uint16_t	broken[] = { 'k', 0xd83d, 'x', 0 }, cut[] = { 'k', 0xd83d, 0 };
	static const uint16_t	low[] = { 0xde00, 'k', 0 };
	static const char *const bad[] = { "", "a\\b", "a@b", "a/b", " kim", "kim ", "a\nb", "a\x7f" };
	unsigned char		info[256];
	const char		*account;
	size_t			 n;

	n = info_make(info, "ad.test", "kim", NULL);
	cr_assert_eq(negotiate_account(info, n, "AD.TEST", a, &account, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(account, "kim");
	n = info_make(info, "ad.test", "", korean);
	cr_assert_eq(negotiate_account(info, n, "AD.TEST", a, &account, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(account, "김철수");
	n = info_make(info, "ad.test", "", rare);
	cr_assert_eq(negotiate_account(info, n, "AD.TEST", a, &account, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(account, "k😀");
	n = info_make(info, "ad.test", "", broken);
	cr_assert_eq(negotiate_account(info, n, "AD.TEST", a, &account, &e), RC_DENIED);
	n = info_make(info, "ad.test", "", cut);
	cr_assert_eq(negotiate_account(info, n, "AD.TEST", a, &account, &e), RC_DENIED);
	n = info_make(info, "ad.test", "", low);
	cr_assert_eq(negotiate_account(info, n, "AD.TEST", a, &account, &e), RC_DENIED);
	n = info_make(info, "other.test", "kim", NULL);
	cr_assert_eq(negotiate_account(info, n, "AD.TEST", a, &account, &e), RC_DENIED);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		n = info_make(info, "ad.test", bad[i], NULL);
		cr_expect_eq(negotiate_account(info, n, "ad.test", a, &account, &e), RC_DENIED, "%s",
		    bad[i]);
	}
}

Test(negotiate, an_account_that_is_not_whole_is_none)
{
	unsigned char	info[256];
	const char	*account;
	size_t		 n = info_make(info, "ad.test", "kim", NULL);

	for (size_t k = 0; k < n; k++) {
		unsigned char	*exact = malloc(k + 1);		/* for the sanitizer */

		memcpy(exact, info, k);
		cr_expect_eq(negotiate_account(exact, k, "ad.test", a, &account, &e), RC_DENIED,
		    "%zu", k);
		free(exact);
	}
	cr_expect_eq(negotiate_account(NULL, 0, "ad.test", a, &account, &e), RC_DENIED);
	info[12] = 5;	/* an odd length */
	cr_expect_eq(negotiate_account(info, n, "ad.test", a, &account, &e), RC_DENIED);
	info[12] = 6;
	info[8] = 0x1;	/* no name: an older domain controller */
	cr_expect_eq(negotiate_account(info, n, "ad.test", a, &account, &e), RC_DENIED);
}
