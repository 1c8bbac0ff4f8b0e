/* config check | print | example: the settings, and whether what they name is there. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/tool/cmd.h"
#include "core/tool/site.h"

static const char	usage[] =
"usage: routing-ml config check|print|example\n"
"  check    validates all settings, tries each dependency, says what to change\n"
"  print    the effective settings, secrets redacted\n"
"  example  a commented settings file with the defaults\n";

static bool
report(const char *what, enum rc rc, const struct err *e, const char *good)
{
	printf("%-9s %-7s %s\n", what, rc == RC_OK ? "ok" : "failed", rc == RC_OK ? good : e->msg);
	return rc == RC_OK;
}

static enum rc
check_models(struct site *s, char *detail, size_t size, struct err *e)
{
	struct model	*m;
	enum rc		 rc;

	if (access(s->settings.model_directory, W_OK | X_OK) != 0)
		return err_set(e, RC_IO, "MODEL_DIRECTORY %s is not there or not writable: "
		    "`routing-ml registry init` makes it", s->settings.model_directory);
	if ((rc = site_model(s, "", &m, e)) == RC_OK)
		snprintf(detail, size, "version %s is active", model_version(m));
	model_close(m);
	return rc;
}

static enum rc
check_listen(const struct site *s, struct err *e)
{
	char	dir[PATH_MAX], *slash;

	snprintf(dir, sizeof(dir), "%s", s->settings.fcgi_listen);
	if ((slash = strrchr(dir, '/')) != NULL)
		slash[slash == dir] = '\0';
	if (access(dir, W_OK | X_OK) != 0)
		return err_set(e, RC_IO, "FCGI_LISTEN: %s is not there or not writable", dir);
	return RC_OK;
}

static int
check(void)
{
	struct site	s;
	struct err	e = { 0 };
	char		detail[256] = "";
	bool		good;
	enum rc		rc;

	if (site_open(&s, 0, &e) != RC_OK)
		return cmd_failed(&e);
	good = report("settings", settings_check(&s.settings,
	    NEED_ERP | NEED_REGISTRY | NEED_MODELS | NEED_SERVER, &e), &e,
	    s.settings.source[0] == '\0' ? "from the environment" : s.settings.source);
	rc = site_mapping(&s, &e);
	good &= report("mapping", rc, &e, rc == RC_OK ? s.mapping->name : "");
	if (s.settings.database_url[0] != '\0') {
		rc = site_erp(&s, &e);
		if (rc == RC_OK)
			rc = erp_ping(s.erp, &e);
		good &= report("erp", rc, &e, rc == RC_OK ? db_name(erp_db(s.erp)) : "");
	}
	rc = site_registry(&s, &e);
	good &= report("registry", rc, &e, rc == RC_OK ? db_name(s.registry) : "");
	rc = check_models(&s, detail, sizeof(detail), &e);
	good &= report("models", rc, &e, detail);
	rc = check_listen(&s, &e);
	good &= report("socket", rc, &e, s.settings.fcgi_listen);
	if (s.settings.windows_ldap_server[0] != '\0')
		report("ldap", RC_OK, &e, "this version signs in local users only; "
		    "WINDOWS_LDAP_SERVER is not used yet");
	site_close(&s);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
print(void)
{
	struct site	s;
	struct buf	b;
	struct err	e = { 0 };

	if (site_open(&s, 0, &e) != RC_OK)
		return cmd_failed(&e);
	buf_init(&b);
	settings_print(&s.settings, &b);
	fputs(buf_str(&b), stdout);
	buf_fini(&b);
	site_close(&s);
	return EXIT_SUCCESS;
}

static int
example(void)
{
	struct buf	b;

	buf_init(&b);
	settings_example(&b);
	fputs(buf_str(&b), stdout);
	buf_fini(&b);
	return EXIT_SUCCESS;
}

int
cmd_config(int argc, char **argv)
{
	static const struct option	options[] = { { "help", 0, NULL, 'h' }, { 0 } };
	int				c = cmd_option(argc, argv, options);

	if (c == 'h') {
		fputs(usage, stdout);
		return EXIT_SUCCESS;
	}
	if (c != -1 || argc - optind != 1)
		return cmd_usage(usage);
	if (strcmp(argv[optind], "check") == 0)
		return check();
	if (strcmp(argv[optind], "print") == 0)
		return print();
	if (strcmp(argv[optind], "example") == 0)
		return example();
	return cmd_usage(usage);
}
