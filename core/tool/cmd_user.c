/* user: local accounts, the way in when the directory is away. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/auth/auth.h"
#include "core/base/arena.h"
#include "core/data/record_json.h"
#include "core/tool/cmd.h"
#include "core/tool/person.h"
#include "core/tool/print.h"
#include "core/tool/secret.h"
#include "core/tool/site.h"

static const char	usage[] =
"usage: routing-ml user add NAME --role planner|operator|admin [--display-name TEXT]\n"
"                       [--password-file FILE|-]\n"
"       routing-ml user passwd NAME [--password-file FILE|-]\n"
"       routing-ml user disable|enable NAME\n"
"       routing-ml user roles NAME --role planner|operator|admin\n"
"       routing-ml user list [--json]\n"
"Without --password-file a password is generated, printed once, and must be changed at the\n"
"first login.  A password never stands on the command line.\n";

struct call {
	struct site	 site;
	struct arena	*arena;
	const char	*name, *display_name, *password_file;
	enum role	 role;
	bool		 json;
};

/* The password of a file (its first line) or a generated one, which is printed. */
static enum rc
choose_password(struct call *c, const char **hash, bool *generated, struct err *e)
{
	const char	*password;
	struct buf	 b;
	enum rc		 rc;

	*generated = c->password_file == NULL;
	buf_init(&b);
	if (*generated) {
		if ((rc = password_generate(c->arena, &password, e)) == RC_OK)
			printf("password of %s (to be changed at the first login): %s\n", c->name,
			    password);
	} else {
		rc = secret_read(c->password_file, &b, e);
		password = buf_str(&b);
		if (rc == RC_OK)
			rc = password_check_rules("password", password, c->name, e);
	}
	if (rc == RC_OK)
		rc = password_hash(password, c->arena, hash, e);
	secret_fini(&b);
	return rc;
}

static enum rc
check_shadow(const struct call *c, struct err *e)
{
	struct directory	*d = NULL;
	enum rc			 rc = RC_OK;

	if (directory_configured(&c->site.settings) &&
	    (rc = directory_new(&d, &c->site.settings, e)) == RC_OK)
		rc = auth_check_shadow(d, c->name, e);
	directory_free(d);
	return rc;
}

static enum rc
add(struct call *c, struct err *e)
{
	const struct audit_entry	by = person_entry("", "");
	struct user			u = { .username = c->name, .role = c->role };
	bool				generated;
	enum rc				rc;

	u.display_name = c->display_name == NULL ? c->name : c->display_name;
	if ((rc = check_shadow(c, e)) != RC_OK ||
	    (rc = choose_password(c, &u.password_hash, &generated, e)) != RC_OK)
		return rc;
	u.must_change = generated;
	return users_add(c->site.registry, &u, &by, e);
}

static enum rc
passwd(struct call *c, struct err *e)
{
	const struct audit_entry	by = person_entry("", "");
	const char			*hash;
	bool				 generated;
	enum rc				 rc;

	if ((rc = choose_password(c, &hash, &generated, e)) != RC_OK)
		return rc;
	return users_set_password(c->site.registry, c->name, hash, generated, &by, e);
}

static enum rc
disable(struct call *c, struct err *e)
{
	const struct audit_entry	by = person_entry("", "");

	return users_set_disabled(c->site.registry, c->name, true, &by, e);
}

static enum rc
enable(struct call *c, struct err *e)
{
	const struct audit_entry	by = person_entry("", "");

	return users_set_disabled(c->site.registry, c->name, false, &by, e);
}

static enum rc
roles(struct call *c, struct err *e)
{
	const struct audit_entry	by = person_entry("", "");

	return users_set_role(c->site.registry, c->name, c->role, &by, e);
}

static enum rc
list(struct call *c, struct err *e)
{
	struct json_object	*all;
	struct user		*u;
	size_t			 n;
	enum rc			 rc;

	if ((rc = users_list(c->site.registry, c->arena, &u, &n, e)) != RC_OK)
		return rc;
	if (c->json) {
		all = json_object_new_array();
		for (size_t i = 0; i < n; i++)
			json_object_array_add(all, user_json(&u[i]));
		cmd_print_json(all);
		return RC_OK;
	}
	for (size_t i = 0; i < n; i++) {
		print_padded(stdout, u[i].username, 24);
		print_padded(stdout, u[i].display_name, 24);
		printf("%-10s%s%s\n", role_name(u[i].role), u[i].disabled ? "disabled " : "",
		    u[i].must_change ? "must change the password" : "");
	}
	return RC_OK;
}

static const struct verb {
	const char	*name;
	bool		 takes_name, takes_role;
	enum rc		(*run)(struct call *c, struct err *e);
} verbs[] = {
	{ "add", true, true, add }, { "passwd", true, false, passwd },
	{ "disable", true, false, disable }, { "enable", true, false, enable },
	{ "roles", true, true, roles }, { "list", false, false, list },
	{ NULL, false, false, NULL }
};

static int
run(struct call *c, const struct verb *v)
{
	struct err	e = { 0 };
	enum rc		rc;

	if ((rc = site_open(&c->site, NEED_REGISTRY, &e)) != RC_OK)
		return cmd_failed(&e);
	if ((c->arena = arena_new(0)) == NULL)
		rc = err_set(&e, RC_NOMEM, "no memory");
	else if ((rc = site_registry(&c->site, &e)) == RC_OK)
		rc = v->run(c, &e);
	arena_free(c->arena);
	site_close(&c->site);
	return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
}

int
cmd_user(int argc, char **argv)
{
	static const struct option	options[] = {
		{ "role", 1, NULL, 'r' }, { "display-name", 1, NULL, 'd' },
		{ "password-file", 1, NULL, 'p' }, { "json", 0, NULL, 'j' },
		{ "help", 0, NULL, 'h' }, { 0 }
	};
	struct call			c = { .role = ROLE_NONE };
	struct err			e = { 0 };
	int				o;

	while ((o = cmd_option(argc, argv, options)) != -1) {
		if (o == 'h') {
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		}
		if (o == '?')
			return cmd_usage(usage);
		if (o == 'r' && role_parse(optarg, &c.role, &e) != RC_OK) {
			cmd_failed(&e);
			return EXIT_USAGE;
		}
		c.json |= o == 'j';
		c.display_name = o == 'd' ? optarg : c.display_name;
		c.password_file = o == 'p' ? optarg : c.password_file;
	}
	for (const struct verb *v = verbs; argc > optind && v->name != NULL; v++)
		if (strcmp(argv[optind], v->name) == 0 && argc - optind == 1 + v->takes_name &&
		    (!c.json || v->run == list)) {
			if (v->takes_role && c.role == ROLE_NONE) {
				fputs("routing-ml: --role is missing: planner, operator or admin\n",
				    stderr);
				return EXIT_USAGE;
			}
			c.name = argv[optind + 1];
			return run(&c, v);
		}
	return cmd_usage(usage);
}
