/* auth test: one login against the directory, step by step. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/auth/directory.h"
#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/tool/cmd.h"
#include "core/tool/secret.h"
#include "core/tool/site.h"

static const char	usage[] =
"usage: routing-ml auth test NAME [--password-file FILE|- | --lookup] [--json]\n"
"Logs NAME (DOMAIN\\user, user@domain or a bare name) in at the directory and prints what was\n"
"asked, what came back, how long it took, and the role that it makes.  The password is asked for,\n"
"or read from FILE; it is sent once.  --lookup needs none: it looks NAME up with LDAP_BIND_DN, as\n"
"is done while somebody is logged in.\n";

struct call {
	const char		*name, *password_file;
	bool			 lookup, json;
	struct json_object	*steps;
};

static void
step(void *ctx, uint64_t us, const char *what)
{
	struct call		*c = ctx;
	struct json_object	*o;

	if (!c->json) {
		printf("%8.1f ms  %s\n", (double)us / 1e3, what);
		return;
	}
	o = json_object_new_object();
	json_put_str(o, "step", what);
	json_put_real(o, "milliseconds", (double)us / 1e3);
	json_object_array_add(c->steps, o);
}

static void
print_outcome(struct call *c, const struct directory_person *p, enum directory_why why,
    enum rc rc, uint64_t us, const struct err *e)
{
	struct json_object	*o;

	if (!c->json) {
		if (rc == RC_OK)
			printf("%8.1f ms  in all: %s may come in as %s\n", (double)us / 1e3,
			    p->username, role_name(p->role));
		return;
	}
	o = json_object_new_object();
	json_put_str(o, "username", p->username);
	json_put_str(o, "display_name", p->display_name);
	json_put_str(o, "role", rc == RC_OK ? role_name(p->role) : NULL);
	json_put_str(o, "result", directory_why_name(why));
	json_put_str(o, "error", rc == RC_OK ? NULL : e->msg);
	json_put_real(o, "milliseconds", (double)us / 1e3);
	json_put(o, "steps", c->steps);
	cmd_print_json(o);
}

static enum rc
get_password(const struct call *c, struct buf *b, struct err *e)
{
	buf_init(b);
	if (c->lookup)
		return RC_OK;
	return c->password_file != NULL ? secret_read(c->password_file, b, e) :
	    secret_ask("Password: ", b, e);
}

static enum rc
test(struct call *c, const struct settings *s, struct err *e)
{
	struct directory_trace	 trace = { .step = step, .ctx = c };
	struct directory_person	 p = { 0 };
	struct directory	*d = NULL;
	struct arena		*a = arena_new(0);
	struct buf		 password;
	uint64_t		 began;
	enum rc			 rc;

	if (!directory_configured(s)) {
		arena_free(a);
		return err_field(e, "WINDOWS_LDAP_SERVER", "WINDOWS_LDAP_SERVER is not set: there "
		    "is no directory, only local accounts");
	}
	rc = a == NULL ? err_set(e, RC_NOMEM, "no memory") : directory_new(&d, s, e);
	buf_init(&password);
	if (rc == RC_OK && (rc = get_password(c, &password, e)) == RC_OK) {
		c->steps = c->json ? json_object_new_array() : NULL;
		began = clock_mono_us();
		rc = c->lookup ? directory_find(d, c->name, a, &p, &trace, e) :
		    directory_login(d, c->name, buf_str(&password), a, &p, &trace, e);
		print_outcome(c, &p, trace.why, rc, clock_mono_us() - began, e);
	}
	secret_fini(&password);
	directory_free(d);
	arena_free(a);
	return rc;
}

int
cmd_auth(int argc, char **argv)
{
	static const struct option	options[] = {
		{ "password-file", 1, NULL, 'p' }, { "lookup", 0, NULL, 'l' },
		{ "json", 0, NULL, 'j' }, { "help", 0, NULL, 'h' }, { 0 }
	};
	struct call			c = { 0 };
	struct site			site;
	struct err			e = { 0 };
	enum rc				rc;
	int				o;

	while ((o = cmd_option(argc, argv, options)) != -1) {
		if (o == 'h') {
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		}
		if (o == '?')
			return cmd_usage(usage);
		c.lookup |= o == 'l';
		c.json |= o == 'j';
		c.password_file = o == 'p' ? optarg : c.password_file;
	}
	if (argc - optind != 2 || strcmp(argv[optind], "test") != 0 ||
	    (c.lookup && c.password_file != NULL))
		return cmd_usage(usage);
	c.name = argv[optind + 1];
	if ((rc = site_open(&site, 0, &e)) == RC_OK) {
		rc = test(&c, &site.settings, &e);
		site_close(&site);
	}
	return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
}
