/* db migrate | status | ping: the registry database. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/data/migrate.h"
#include "core/tool/cmd.h"
#include "core/tool/site.h"

static const char	usage[] =
"usage: routing-ml db migrate|status|ping\n"
"  migrate  brings the registry up to this program's schema (makes a SQLite file)\n"
"  status   each migration, and when it was applied\n"
"  ping     connects to the registry and to the ERP\n";

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

static enum rc
status(struct site *s, struct err *e)
{
	struct buf	b;
	enum rc		rc;

	buf_init(&b);
	if ((rc = open_registry(s, false, e)) == RC_OK &&
	    (rc = migrate_status(s->registry, &b, e)) == RC_OK)
		fputs(buf_str(&b), stdout);
	buf_fini(&b);
	return rc;
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

int
cmd_db(int argc, char **argv)
{
	static const struct option	 options[] = { { "help", 0, NULL, 'h' }, { 0 } };
	static const struct {
		const char	*name;
		enum rc		(*run)(struct site *s, struct err *e);
	}				 verbs[] = { { "migrate", migrate }, { "status", status },
					    { "ping", ping } };
	struct site			 s;
	struct err			 e = { 0 };
	int				 c = cmd_option(argc, argv, options);
	enum rc				 rc;

	if (c == 'h') {
		fputs(usage, stdout);
		return EXIT_SUCCESS;
	}
	for (size_t i = 0; c == -1 && argc - optind == 1 && i < 3; i++) {
		if (strcmp(argv[optind], verbs[i].name) != 0)
			continue;
		if ((rc = site_open(&s, NEED_REGISTRY, &e)) != RC_OK)
			return cmd_failed(&e);
		rc = verbs[i].run(&s, &e);
		site_close(&s);
		return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
	}
	return cmd_usage(usage);
}
