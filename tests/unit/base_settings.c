#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/settings.h"

static char	dir[64];

static void
in_a_folder(void)
{
	clearenv();
	strcpy(dir, "/tmp/settings.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
}

static void
remove_folder(void)
{
	file_remove_tree(dir, NULL);
}

TestSuite(settings, .init = in_a_folder, .fini = remove_folder);

static void
write_env(const char *text)
{
	char	path[128];

	snprintf(path, sizeof(path), "%s/env", dir);
	cr_assert_eq(file_write(path, text, strlen(text), NULL), RC_OK);
	setenv("ROUTING_ML_ENV", path, 1);
}

Test(settings, a_file_is_read_and_the_environment_wins)
{
	struct settings	s;
	struct err	e = { 0 };
	char		want[128];

	write_env("# comment\n\nexport LOG_LEVEL=WARNING\nWORKERS = 3\nLDAP_BASE_DN=\"DC=a b,DC=c\"\n"
	    "MODEL_DIRECTORY=./models2\nDATABASE_URL=sqlite:///erp.db\r\n");
	setenv("WORKERS", "5", 1);
	cr_assert_eq(settings_load(&s, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(s.log_level, "warn");
	cr_assert_eq(s.workers, 5);
	cr_assert_str_eq(s.ldap_base_dn, "DC=a b,DC=c");
	snprintf(want, sizeof(want), "%s/models2", dir);
	cr_assert_str_eq(s.model_directory, want, "paths are relative to the file");
	snprintf(want, sizeof(want), "sqlite:///%s/erp.db", dir);
	cr_assert_str_eq(s.database_url, want);
	snprintf(want, sizeof(want), "%s/models/registry.db", dir);
	cr_assert_str_eq(s.model_registry_path, want, "defaults move with the file");
	settings_fini(&s);
}

Test(settings, what_is_unknown_or_malformed_stops_with_name_and_line)
{
	static const struct {
		const char	*text, *named;
	}		bad[] = {
		{ "WORKERS=2\nWROKERS=3\n", "env:2: WROKERS is not a setting" },
		{ "WORKERS=many\n", "env:1: WORKERS must be a whole number" },
		{ "WORKERS=1000\n", "WORKERS must be" }, { "LOG_LEVEL=loud\n", "LOG_LEVEL must be" },
		{ "PROMETHEUS_ENABLED=perhaps\n", "must be true or false" },
		{ "just words\n", "env:1: not NAME=value" },
		{ "LDAP_DOMAIN=\xff\n", "LDAP_DOMAIN is not valid UTF-8" },
		{ "JWT_SECRET_KEY_FILE=nowhere\n", "JWT_SECRET_KEY_FILE" },
		{ "LOG_LEVEL_FILE=x\n", "LOG_LEVEL_FILE is not a setting" }
	};
	struct settings	s;
	struct err	e;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		write_env(bad[i].text);
		cr_assert_eq(settings_load(&s, &e), RC_INVAL, "%s", bad[i].text);
		cr_assert_not_null(strstr(e.msg, bad[i].named), "%s", e.msg);
	}
}

Test(settings, a_secret_may_stand_in_a_file_of_its_own)
{
	struct settings	s;
	struct err	e = { 0 };
	char		path[128];

	snprintf(path, sizeof(path), "%s/key", dir);
	cr_assert_eq(file_write(path, "0123456789abcdef0123456789abcdef\n", 33, NULL), RC_OK);
	write_env("JWT_SECRET_KEY_FILE=key\n");
	cr_assert_eq(settings_load(&s, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(s.jwt_secret_key, "0123456789abcdef0123456789abcdef");
	settings_fini(&s);
}

Test(settings, a_command_asks_only_for_what_it_needs)
{
	struct settings	s;
	struct err	e = { 0 };

	write_env("DATABASE_URL=sqlite:///erp.db\n");
	cr_assert_eq(settings_load(&s, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(settings_check(&s, NEED_ERP | NEED_MODELS | NEED_REGISTRY, &e), RC_OK);
	cr_assert_eq(settings_check(&s, NEED_SERVER, &e), RC_INVAL);
	cr_assert_str_eq(e.field, "JWT_SECRET_KEY");
	settings_fini(&s);
}

Test(settings, unsafe_secrets_and_unsafe_production_are_refused)
{
	static const struct {
		const char	*text, *field;
	}		bad[] = {
		{ "JWT_SECRET_KEY=short\n", "JWT_SECRET_KEY" },
		{ "JWT_SECRET_KEY=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", "JWT_SECRET_KEY" },
		{ "JWT_SECRET_KEY=<CHANGE-THIS-MIN-32-CHARS>0123456789\n", "JWT_SECRET_KEY" },
		{ "ENVIRONMENT=production\nJWT_SECRET_KEY=0123456789abcdef0123456789abcdef\n"
		  "CORS_ALLOWED_ORIGINS=*\n", "CORS_ALLOWED_ORIGINS" },
		{ "ENVIRONMENT=production\nJWT_SECRET_KEY=0123456789abcdef0123456789abcdef\n"
		  "WINDOWS_LDAP_SERVER=ldap://dc1\n", "WINDOWS_LDAP_SERVER" },
		{ "ENVIRONMENT=production\nJWT_SECRET_KEY=0123456789abcdef0123456789abcdef\n", "" }
	};
	struct settings	s;
	struct err	e = { 0 };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		write_env(bad[i].text);	/* 0644: the last case is refused for that */
		cr_assert_eq(settings_load(&s, &e), RC_OK, "%s", e.msg);
		cr_assert_eq(settings_check(&s, NEED_SERVER, &e), RC_INVAL, "%s", bad[i].text);
		cr_assert_str_eq(e.field, bad[i].field);
		settings_fini(&s);
	}
	cr_assert_not_null(strstr(e.msg, "chmod 600"));
}

Test(settings, no_secret_is_printed)
{
	struct settings	s;
	struct buf	b;
	struct err	e = { 0 };

	write_env("JWT_SECRET_KEY=S3cretS3cretS3cretS3cretS3cretS3cret\nLDAP_BIND_PASSWORD=S3cret\n"
	    "DATABASE_URL=mssql://sa:S3cret@host:1433/db\n"
	    "REGISTRY_URL=postgresql://u:p@S3cret/@h/db\n"
	    "ERP_STAGING_URL=odbc:Driver=x;UID=u;PWD=S3cret\n");
	cr_assert_eq(settings_load(&s, &e), RC_OK, "%s", e.msg);
	buf_init(&b);
	settings_print(&s, &b);
	cr_assert_null(strstr(buf_str(&b), "S3cret"), "%s", buf_str(&b));
	cr_assert_not_null(strstr(buf_str(&b), "DATABASE_URL=mssql://sa:***@host:1433/db\n"));
	buf_fini(&b);
	settings_fini(&s);
}

Test(settings, what_is_set_in_vain_is_named)
{
	struct settings	s;
	struct buf	b;
	struct err	e = { 0 };

	buf_init(&b);
	write_env("LDAP_BIND_PASSWORD=x\nERP_STAGING_URL=sqlite:///s.db\nWORKERS=3\nLDAP_START_TLS=true\n"
	    "RATE_LIMIT_PER_MINUTE=7\nRATE_LIMIT_USER_PER_MINUTE=7\n");
	cr_assert_eq(settings_load(&s, &e), RC_OK, "%s", e.msg);
	settings_unused(&s, &b);
	cr_assert_str_eq(buf_str(&b), "ERP_STAGING_URL RATE_LIMIT_PER_MINUTE");
	settings_fini(&s);
	buf_fini(&b);
}

Test(settings, the_example_file_is_read_back_without_a_change)
{
	struct settings	s;
	struct buf	example, before, after;
	struct err	e = { 0 };

	buf_init(&example);
	buf_init(&before);
	buf_init(&after);
	settings_example(&example);
	write_env("");
	cr_assert_eq(settings_load(&s, &e), RC_OK);
	settings_print(&s, &before);
	settings_fini(&s);
	for (char *p = example.p; (p = strstr(p, "\n#")) != NULL; p++)
		if (p[2] != ' ')
			p[1] = ' ';	/* uncommented */
	write_env(buf_str(&example));
	cr_assert_eq(settings_load(&s, &e), RC_OK, "%s", e.msg);
	settings_print(&s, &after);
	cr_assert_str_eq(buf_str(&before), buf_str(&after));
	settings_fini(&s);
	buf_fini(&example);
	buf_fini(&before);
	buf_fini(&after);
}
