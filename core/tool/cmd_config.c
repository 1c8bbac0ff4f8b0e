/* config check | print | example: the settings, and whether what they name is there. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/auth/certificate.h"
#include "core/auth/directory.h"
#include "core/auth/negotiate.h"
#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/data/staging.h"
#include "core/tool/cmd.h"
#include "core/tool/site.h"

static const char	usage[] =
"usage: routing-ml config check [--json] | print | example\n"
"  check    validates all settings, tries each dependency, says what to change\n"
"  print    the effective settings, secrets redacted\n"
"  example  a commented settings file with the defaults\n";

/* What the checks said so far, printed as they go unless it is JSON in the end. */
struct report {
	struct json_object	*json;	/* NULL: lines for people */
	bool			 good;
};

static void
tell(struct report *r, const char *what, enum rc rc, const struct err *e, const char *good)
{
	const char		*detail = rc == RC_OK ? good : e->msg;
	struct json_object	*o;

	r->good &= rc == RC_OK;
	if (r->json == NULL) {
		printf("%-9s %-7s %s\n", what, rc == RC_OK ? "ok" : "failed", detail);
		return;
	}
	o = json_object_new_object();
	json_put_bool(o, "ok", rc == RC_OK);
	json_put_str(o, "detail", detail);
	json_put(r->json, what, o);
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

/* The settings themselves, and those that are set in vain. */
static void
check_settings(struct report *r, const struct settings *s, struct err *e)
{
	struct buf	b;
	enum rc		rc = settings_check(s, NEED_ERP | NEED_REGISTRY | NEED_MODELS | NEED_SERVER, e);

	tell(r, "settings", rc, e, s->source[0] == '\0' ? "from the environment" : s->source);
	buf_init(&b);
	settings_unused(s, &b);
	if (b.len > 0) {
		buf_adds(&b, ": set in vain, this version does not use it yet");
		tell(r, "unused", RC_OK, e, buf_str(&b));
	}
	buf_fini(&b);
}

static void
check_certificate(struct report *r, const struct settings *s, struct err *e)
{
	struct certificate	c;
	char			detail[160] = "";
	int64_t			days;
	enum rc			rc;

	if ((rc = certificate_read(s->tls_certificate, &c, e)) == RC_OK) {
		days = (c.expires - clock_now()) / 86400;
		if (c.expires <= clock_now())
			rc = err_set(e, RC_INVAL, "TLS_CERTIFICATE has expired: let the CA renew it");
		snprintf(detail, sizeof(detail), "good for %lld days%s", (long long)days,
		    c.self_signed ? ", but self-signed: browsers warn of it" : "");
	}
	tell(r, "tls", rc, e, detail);
}

static void
check_directory(struct report *r, const struct settings *s, struct err *e)
{
	struct directory	*d = NULL;
	struct arena		*a = arena_new(0);
	const char		*url = "";
	char			 detail[300] = "";
	enum rc			 rc;

	rc = a == NULL ? err_set(e, RC_NOMEM, "no memory") : directory_new(&d, s, e);
	if (rc == RC_OK && (rc = directory_ping(d, a, &url, e)) == RC_OK)
		snprintf(detail, sizeof(detail), "%s answers%s", url, directory_can_find(d) ?
		    ", and LDAP_BIND_DN may look users up" : "; without LDAP_BIND_DN logins of the "
		    "domain are not renewed");
	tell(r, "ldap", rc, e, detail);
	directory_free(d);
	arena_free(a);
}

static void
check_kerberos(struct report *r, const struct settings *s, struct err *e)
{
	struct negotiate	*n = NULL;
	enum rc			 rc = negotiate_new(&n, s, e);
	char			 detail[80];

	snprintf(detail, sizeof(detail), "the keytab has keys for %.40s", s->kerberos_service);
	tell(r, "kerberos", rc, e, detail);
	negotiate_free(n);
}

static int
check(bool json)
{
	struct report	r = { .good = true };
	struct site	s;
	struct err	e = { 0 };
	char		detail[256] = "";
	enum rc		rc;

	if (site_open(&s, 0, &e) != RC_OK)
		return cmd_failed(&e);
	r.json = json ? json_object_new_object() : NULL;
	check_settings(&r, &s.settings, &e);
	rc = site_mapping(&s, &e);
	tell(&r, "mapping", rc, &e, rc == RC_OK ? s.mapping->name : "");
	if (s.settings.database_url[0] != '\0') {
		bool	may = false;

		if ((rc = site_erp(&s, &e)) == RC_OK && (rc = erp_ping(s.erp, &e)) == RC_OK &&
		    (rc = erp_may_write(s.erp, &may, &e)) == RC_OK)
			snprintf(detail, sizeof(detail), "%.180s%s", db_name(erp_db(s.erp)),
			    may ? ": but the account may write, give it SELECT alone" : "");
		tell(&r, "erp", rc, &e, detail);
	}
	if (s.settings.erp_staging_url[0] != '\0') {
		rc = staging_check(s.settings.erp_staging_url, &e);
		tell(&r, "staging", rc, &e, "its table is there");
	}
	if (s.settings.tls_certificate[0] != '\0')
		check_certificate(&r, &s.settings, &e);
	if (directory_configured(&s.settings))
		check_directory(&r, &s.settings, &e);
	if (negotiate_configured(&s.settings))
		check_kerberos(&r, &s.settings, &e);
	rc = site_registry(&s, &e);
	tell(&r, "registry", rc, &e, rc == RC_OK ? db_name(s.registry) : "");
	rc = check_models(&s, detail, sizeof(detail), &e);
	tell(&r, "models", rc, &e, detail);
	rc = check_listen(&s, &e);
	tell(&r, "socket", rc, &e, s.settings.fcgi_listen);
	site_close(&s);
	if (json)
		cmd_print_json(r.json);
	return r.good ? EXIT_SUCCESS : EXIT_FAILURE;
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
	const char	*verb;
	bool		 json;
	int		 status = cmd_verb(argc, argv, usage, &verb, &json);

	if (status != -1)
		return status;
	if (strcmp(verb, "check") == 0)
		return check(json);
	if (!json && strcmp(verb, "print") == 0)
		return print();
	if (!json && strcmp(verb, "example") == 0)
		return example();
	return cmd_usage(usage);
}
