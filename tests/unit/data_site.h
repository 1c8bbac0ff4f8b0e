/* For tests of core/data: a folder of our own, a migrated registry in it. */
#ifndef TESTS_UNIT_DATA_SITE_H
#define TESTS_UNIT_DATA_SITE_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/file.h"
#include "core/data/migrate.h"

static char		 dir[64], url[128];
static struct err	 e;
static struct db	*d;
static struct arena	*a;

static inline void
site_setup(void)
{
	int	n;

	strcpy(dir, "/tmp/routing-ml-data.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	snprintf(url, sizeof(url), "sqlite:///%s/registry.db", dir);
	cr_assert_eq(db_open(&d, url, NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(migrate_up(d, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_not_null(a = arena_new(0));
}

static inline void
site_teardown(void)
{
	db_close(d);
	arena_free(a);
	file_remove_tree(dir, NULL);
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
