/* Names and settings of the directory.  What it answers is tested with a real one, in windows.sh. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "core/auth/directory_priv.h"

static struct err	e;

static const struct settings *
site(const char *domain, const char *suffix)
{
	static struct settings	s;
	static char		base[] = "OU=Plant, DC=ad,DC=test";

	s = (struct settings){ .ldap_domain = (char *)(uintptr_t)domain,
		.ldap_upn_suffix = (char *)(uintptr_t)suffix,
		.ldap_base_dn = base };
	return &s;
}

Test(directory, names_are_bound_as_the_settings_make_possible)
{
	static const struct { const char *domain, *suffix, *typed, *bind; }	t[] = {
		{ "ADTEST", "", "kim", "ADTEST\\kim" },
		{ "ADTEST", "ad.test", " kim ", "kim@ad.test" },
		{ "", "corp.example", "kim", "kim@corp.example" },
		{ "", "", "kim", "kim@ad.test" },
		{ "ADTEST", "", "adtest\\kim", "ADTEST\\kim" },
		{ "ADTEST", "", "AD.TEST\\kim", "ADTEST\\kim" },
		{ "ADTEST", "corp.example", "corp.example\\kim", "ADTEST\\kim" },
		{ "", "", "PLANT\\kim", "PLANT\\kim" },
		{ "ADTEST", "", "kim@other.example", "kim@other.example" },
		{ "ADTEST", "", "김철수", "ADTEST\\김철수" },
		{ "ADTEST", "", "o'neil", "ADTEST\\o'neil" },
	};
	struct directory_name	n;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		cr_expect_eq(directory_name_parse(site(t[i].domain, t[i].suffix), t[i].typed, &n,
		    &e), RC_OK, "%s: %s", t[i].typed, e.msg);
		cr_expect_str_eq(n.bind, t[i].bind, "%s: %s", t[i].typed, n.bind);
	}
}

Test(directory, names_that_cannot_be_ours_are_asked_of_nobody)
{
	static const char *const	bad[] = { "", "  ", "OTHER\\kim", "ADTEST\\", "@ad.test",
		"ADTEST\\a\\b", "a\nb", "a\x7f", "\xff\xfe" };
	struct directory_name		n;
	char				longer[300];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect_eq(directory_name_parse(site("ADTEST", ""), bad[i], &n, &e), RC_DENIED,
		    "%s", bad[i]);
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	cr_expect_eq(directory_name_parse(site("ADTEST", ""), longer, &n, &e), RC_DENIED);
}

Test(directory, a_value_in_a_filter_is_a_value)
{
	struct directory_name	n;

	cr_assert_eq(directory_name_parse(site("ADTEST", ""), "a*)(uid=\\*", &n, &e), RC_DENIED,
	    "a backslash parts the domain");
	cr_assert_eq(directory_name_parse(site("ADTEST", ""), "*)(uid=*", &n, &e), RC_OK);
	cr_expect_str_eq(n.filter, "(&(objectClass=user)(|(sAMAccountName=\\2a\\29\\28uid=\\2a)"
	    "(userPrincipalName=ADTEST\\5c\\2a\\29\\28uid=\\2a)))", "%s", n.filter);
	cr_expect_str_eq(n.account, "(&(objectClass=user)(sAMAccountName=\\2a\\29\\28uid=\\2a))",
	    "%s", n.account);
}

static enum rc
made(const char *servers, const char *base, const char *group, bool start_tls)
{
	struct settings		 s = *site("ADTEST", "");
	struct directory	*d;
	enum rc			 rc;

	s.windows_ldap_server = (char *)(uintptr_t)servers;
	s.ldap_base_dn = (char *)(uintptr_t)base;
	s.ldap_group_planner = (char *)(uintptr_t)group;
	s.ldap_group_admin = s.ldap_group_operator = (char[]){ "" };
	s.ldap_start_tls = start_tls;
	rc = directory_new(&d, &s, &e);
	directory_free(d);
	return rc;
}

Test(directory, settings_that_are_wrong_are_named)
{
	cr_expect_eq(made("ldaps://dc1.ad.test, LDAPS://10.0.0.1:636", "DC=ad", "P", false), RC_OK,
	    "%s", e.msg);
	cr_expect_eq(made("ldap://dc1", "DC=ad", "P", true), RC_OK, "%s", e.msg);
	cr_expect_eq(made("ldap://dc1", "DC=ad", "P", false), RC_INVAL);
	cr_expect_str_eq(e.field, "WINDOWS_LDAP_SERVER");
	cr_expect_eq(made("dc1.ad.test", "DC=ad", "P", false), RC_INVAL);
	cr_expect_eq(made(" , ", "DC=ad", "P", false), RC_INVAL);
	cr_expect_eq(made("ldaps://dc1", "", "P", false), RC_INVAL);
	cr_expect_str_eq(e.field, "LDAP_BASE_DN");
	cr_expect_eq(made("ldaps://dc1", "DC=ad", "", false), RC_INVAL);
	cr_expect_str_eq(e.field, "LDAP_GROUP_PLANNER");
}
