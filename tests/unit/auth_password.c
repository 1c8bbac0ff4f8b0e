#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/auth/auth.h"

static struct err	 e;
static struct arena	*a;

static void
setup(void)
{
	cr_assert_not_null(a = arena_new(0));
}

static void
teardown(void)
{
	arena_free(a);
}

TestSuite(password, .init = setup, .fini = teardown);

Test(password, a_hash_is_yescrypt_and_matches_only_its_password)
{
	const char	*hash;

	cr_assert_eq(password_hash("correct horse battery", a, &hash, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(strncmp(hash, "$y$", 3), 0, "%s", hash);
	cr_assert(password_matches("correct horse battery", hash));
	cr_assert_not(password_matches("correct horse batterz", hash));
	cr_assert_not(password_matches("", hash));
}

Test(password, the_same_password_is_hashed_differently_each_time)
{
	const char	*one, *two;

	cr_assert_eq(password_hash("correct horse battery", a, &one, &e), RC_OK);
	cr_assert_eq(password_hash("correct horse battery", a, &two, &e), RC_OK);
	cr_assert_str_neq(one, two);
}

Test(password, nothing_matches_what_is_no_yescrypt_hash)
{
	/* An empty hash, a locked one, a plain text, an old scheme that crypt() knows. */
	static const char *const	bad[] = { "", "*", "!", "secret", "$1$abcdefgh$",
		"$y$", "$y$j9T$", "$y$j9T$nobodynobodynobody....$" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_expect_not(password_matches("secret", bad[i]), "%s", bad[i]);
		cr_expect_not(password_matches("", bad[i]), "%s", bad[i]);
	}
}

Test(password, korean_is_counted_in_characters)
{
	cr_assert_eq(password_check_rules("password", "열두글자로된긴비밀번호다", "kim", &e), RC_OK,
	    "%s", e.msg);
	cr_assert_eq(password_check_rules("password", "짧은비밀번호", "kim", &e), RC_INVAL);
}

static void
refused(const char *password, const char *username, const char *why)
{
	cr_expect_eq(password_check_rules("new_password", password, username, &e), RC_INVAL,
	    "%s was accepted", password);
	cr_expect_str_eq(e.field, "new_password");
	cr_expect_not_null(strstr(e.msg, why), "%s: %s", password, e.msg);
}

Test(password, the_rules_name_the_field_and_the_reason)
{
	char	longest[AUTH_PASSWORD_MAX + 2];

	refused("", "kim", "short");
	refused("elevenchars", "kim", "short");
	refused("Kim.Chulsoo.77", "kim.chulsoo.77", "name");
	refused("passwordpassword", "kim", "first");
	refused("Administrator1!", "kim", "first");
	refused("aaaaaaaaaaaaaaaa", "kim", "first");
	refused("123456789012", "kim", "first");
	refused("\xff\xfe lots of characters", "kim", "UTF-8");
	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	refused(longest, "kim", "long");
}

Test(password, a_generated_one_keeps_the_rules_and_never_comes_twice)
{
	const char	*one, *two;

	cr_assert_eq(password_generate(a, &one, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(password_generate(a, &two, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(strlen(one), 20);
	cr_assert_str_neq(one, two);
	cr_assert_eq(password_check_rules("password", one, "kim", &e), RC_OK, "%s", e.msg);
	cr_assert_eq(strspn(one, "0123456789abcdefghjkmnpqrstvwxyz"), 20, "%s", one);
}
