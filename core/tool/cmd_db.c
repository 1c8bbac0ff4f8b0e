/* db migrate | status | ping | backup: the registry database. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/data/backup.h"
#include "core/data/migrate.h"
#include "core/tool/cmd.h"
#include "core/tool/site.h"

static const char	usage[] =
"usage: routing-ml db migrate | status [--json] | ping | backup FILE\n"
"  migrate  brings the registry up to this program's schema (makes a SQLite file)\n"
"  status   each migration, and when it was applied\n"
"  ping     connects to the registry and to the ERP\n"
"  backup   copies a SQLite registry to FILE while it is in use, and checks the copy\n";

/* The registry whatever its schema; a SQLite file and its folder are made where allowed. */
static enum rc
open_registry(struct site *s, bool make, struct err *e)
{
	struct buf	 url;
	char		 dir[PATH_MAX], *slash;
	enum rc		 rc = RC_OK;

	buf_init(&url);
	settings_registry_url(&s->settings, &url);
	if (make && s->settings.registry_url[0] == '\0') {
		snprintf(dir, sizeof(dir), "%s", s->settings.model_registry_path);
		if ((slash = strrchr(dir, '/')) != NULL && slash != dir) {
			*slash = '\0';
			rc = file_mkdirs(dir, e);
		}
	}
	if (rc == RC_OK)
		rc = db_open(&s->registry, buf_str(&url),
		    &(struct db_options){ .must_exist = !make }, e);
	if (rc != RC_OK && !make)
		err_prefix(e, "the registry (`routing-ml db migrate` makes it)");
	buf_fini(&url);
	return rc;
}

static enum rc
migrate(struct site *s, struct err *e)
{
	int	applied;
	enum rc	rc;

	if ((rc = open_registry(s, true, e)) != RC_OK ||
	    (rc = file_mkdirs(s->settings.model_directory, e)) != RC_OK ||
	    (rc = migrate_up(s->registry, &applied, e)) != RC_OK)
		return rc;
	printf("%s: %d migration%s applied, the schema is current\n", db_name(s->registry),
	    applied, applied == 1 ? "" : "s");
	return RC_OK;
}

static void
print_states(const struct migration_state *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		printf("%03lld  %-24s  %s%s\n", (long long)s[i].number, s[i].name,
		    s[i].applied_at[0] == '\0' ? "pending" : s[i].applied_at,
		    s[i].known ? "" : "  (of a newer program)");
}

static void
print_states_json(const struct migration_state *s, size_t n)
{
	struct json_object	*list = json_object_new_array(), *o;

	for (size_t i = 0; i < n; i++) {
		o = json_object_new_object();
		json_put_int(o, "number", s[i].number);
		json_put_str(o, "name", s[i].name);
		json_put_str(o, "applied_at", s[i].applied_at[0] == '\0' ? NULL :
		    s[i].applied_at);
		json_put_bool(o, "known", s[i].known);
		json_object_array_add(list, o);
	}
	cmd_print_json(list);
}

static enum rc
show_status(struct site *s, void (*show)(const struct migration_state *, size_t),
    struct err *e)
{
	struct migration_state	*states;
	struct arena		*a;
	size_t			 n;
	enum rc			 rc;

	if ((a = arena_new(0)) == NULL)
		return err_set(e, RC_NOMEM, "no memory");
	if ((rc = open_registry(s, false, e)) == RC_OK &&
	    (rc = migrate_status(s->registry, a, &states, &n, e)) == RC_OK)
		show(states, n);
	arena_free(a);
	return rc;
}

static enum rc
status(struct site *s, struct err *e)
{
	return show_status(s, print_states, e);
}

static enum rc
status_json(struct site *s, struct err *e)
{
	return show_status(s, print_states_json, e);
}

static enum rc
ping(struct site *s, struct err *e)
{
	enum rc	rc;

	if ((rc = open_registry(s, false, e)) != RC_OK)
		return rc;
	printf("registry  %s\n", db_name(s->registry));
	if (s->settings.database_url[0] == '\0')
		return RC_OK;
	if ((rc = site_erp(s, e)) != RC_OK || (rc = erp_ping(s->erp, e)) != RC_OK)
		return rc;
	printf("erp       %s\n", db_name(erp_db(s->erp)));
	return RC_OK;
}

static int
backup(const char *path)
{
	struct site	s;
	struct err	e = { 0 };
	enum rc		rc;

	if (site_open(&s, NEED_REGISTRY, &e) != RC_OK)
		return cmd_failed(&e);
	if ((rc = open_registry(&s, false, &e)) == RC_OK &&
	    (rc = backup_make(s.registry, path, &e)) == RC_OK)
		printf("%s: copied to %s and checked\n", db_name(s.registry), path);
	site_close(&s);
	return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
}

int
cmd_db(int argc, char **argv)
{
	static const struct {
		const char	*name;
		enum rc		(*run)(struct site *s, struct err *e);
	}				 verbs[] = { { "migrate", migrate }, { "status", status },
					    { "ping", ping }, { "status", status_json } };
	const char			*verb;
	bool				 json;
	struct site			 s;
	struct err			 e = { 0 };
	int				 done;
	enum rc				 rc;

	if (argc == 3 && strcmp(argv[1], "backup") == 0 && argv[2][0] != '-')
		return backup(argv[2]);
	if ((done = cmd_verb(argc, argv, usage, &verb, &json)) != -1)
		return done;
	for (size_t i = json ? 3 : 0; i < (json ? 4 : 3); i++) {
		if (strcmp(verb, verbs[i].name) != 0)
			continue;
		if ((rc = site_open(&s, NEED_REGISTRY, &e)) != RC_OK)
			return cmd_failed(&e);
		rc = verbs[i].run(&s, &e);
		site_close(&s);
		return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
	}
	return cmd_usage(usage);
}
