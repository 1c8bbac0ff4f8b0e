/*
 * For tests of core/data: a folder of our own, a migrated registry in it; or with
 * REGISTRY_TEST_URL (a server's database) in a database of our own beside that one.
 */
#ifndef TESTS_UNIT_DATA_SITE_H
#define TESTS_UNIT_DATA_SITE_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/arena.h"
#include "core/base/file.h"
#include "core/data/audit.h"
#include "core/data/migrate.h"

static char		 dir[64], url[256];
static struct err	 e;
static struct db	*d;
static struct arena	*a;
static const struct audit_entry by_nobody __attribute__((unused)) = { .source = "system" };

/* The server's URL with our database's name for its own. */
static inline void
server_url(const char *server)
{
	size_t		 path = (size_t)(strstr(server, "://") - server) + 3;
	const char	*options = strchr(server, '?');

	path += strcspn(server + path, "/");
	snprintf(url, sizeof(url), "%.*s/rml_test_%ld%s", (int)path, server, (long)getpid(),
	    options != NULL ? options : "");
}

/* CREATE or DROP DATABASE; false: it may not be done. */
static inline bool
server_database(const char *server, const char *what)
{
	struct db	*admin;
	char		 sql[64];
	enum rc		 rc;

	cr_assert_eq(db_open(&admin, server, NULL, &e), RC_OK, "%s", e.msg);
	snprintf(sql, sizeof(sql), "%s DATABASE rml_test_%ld", what, (long)getpid());
	rc = db_exec(admin, sql, NULL, 0, NULL, &e);
	db_close(admin);
	return rc == RC_OK;
}

/* A database as it was before any migration. */
static inline void
server_tables_drop(struct db *of)
{
	static const char *const	tables[] = { "version_labels", "versions", "runs",
		"activations", "users", "sessions", "column_choices", "mappings", "login_attempts",
		"login_places", "api_tokens", "audit", "audit_head", "schema_migrations" };
	char				sql[64];

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		snprintf(sql, sizeof(sql), "DROP TABLE %s", tables[i]);
		db_exec(of, sql, NULL, 0, NULL, NULL);
	}
}

static inline void
site_setup(void)
{
	const char	*server = getenv("REGISTRY_TEST_URL");
	int		 n;

	strcpy(dir, "/tmp/routing-ml-data.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	snprintf(url, sizeof(url), "sqlite:///%s/registry.db", dir);
	/* An account that may make no database has that one alone, for one test at a time. */
	if (server != NULL && server_database(server, "CREATE"))
		server_url(server);
	else if (server != NULL)
		snprintf(url, sizeof(url), "%s", server);
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_OK, "%s", e.msg);
	if (server != NULL)
		server_tables_drop(d);
	cr_assert_eq(migrate_up(d, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_not_null(a = arena_new(0));
}

static inline void
site_teardown(void)
{
	const char	*server = getenv("REGISTRY_TEST_URL");

	if (server != NULL)
		server_tables_drop(d);
	db_close(d);
	arena_free(a);
	file_remove_tree(dir, NULL);
	if (server != NULL && strcmp(url, server) != 0)
		server_database(server, "DROP");
}

static inline void
must(const char *sql)
{
	cr_assert_eq(db_exec(d, sql, NULL, 0, NULL, &e), RC_OK, "%s: %s", sql, e.msg);
}

static inline int64_t
count(const char *sql)
{
	int64_t	n = -1;

	cr_assert_eq(db_get_int(d, sql, NULL, 0, &n, &e), RC_OK, "%s: %s", sql, e.msg);
	return n;
}

#endif
