#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/log.h"
#include "fcgi/live.h"

static char		dir[64], log_path[100];
static struct live	*l;
static struct err	e;

static void
setup(void)
{
	FILE	*log;

	strcpy(dir, "/tmp/routing-ml-live.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	snprintf(log_path, sizeof(log_path), "%s/log", dir);
	cr_assert_not_null(log = fopen(log_path, "a"));
	log_init(LOG_INFO, LOG_TEXT, fileno(log));
	cr_assert_not_null(l = live_new(dir, NULL));
}

static void
teardown(void)
{
	live_free(l);
	file_remove_tree(dir, NULL);
}

TestSuite(live, .init = setup, .fini = teardown);

static size_t
log_lines(void)
{
	struct buf	b;
	size_t		n = 0;

	buf_init(&b);
	cr_assert_eq(file_read(log_path, 100000, &b, &e), RC_OK, "%s", e.msg);
	for (const char *p = buf_str(&b); (p = strchr(p, '\n')) != NULL; p++)
		n++;
	buf_fini(&b);
	return n;
}

/* More than its period later. */
static void
refresh(void)
{
	struct timespec	most = { 0, 550000000 };

	nanosleep(&most, NULL);
	live_refresh(l);
}

Test(live, no_model_is_said_once)
{
	live_refresh(l);
	cr_assert_null(live_model(l));
	cr_assert_not_null(strstr(live_trouble(l), "no model is active"));
	refresh();
	refresh();
	cr_assert_eq(log_lines(), 1);
}

Test(live, what_is_no_model_is_refused_once_and_again_when_touched)
{
	char	version[100], path[200], link[100];

	snprintf(version, sizeof(version), "%s/0123456789abcdef", dir);
	snprintf(path, sizeof(path), "%s/manifest.json", version);
	snprintf(link, sizeof(link), "%s/default", dir);
	cr_assert_eq(file_mkdirs(version, &e), RC_OK);
	cr_assert_eq(file_write(path, "{}", 2, &e), RC_OK);
	cr_assert_eq(symlink("0123456789abcdef", link), 0);
	live_refresh(l);
	cr_assert_null(live_model(l));
	cr_assert_neq(live_trouble(l)[0], '\0');
	refresh();
	cr_assert_eq(log_lines(), 1);
	cr_assert_eq(file_write(path, "{]", 2, &e), RC_OK);
	refresh();
	cr_assert_eq(log_lines(), 2);
}

Test(live, only_sixteen_digits_name_a_version)
{
	static const char *const	bad[] = { "", "..", "../default", "default", "0123456789abcde",
		"0123456789abcdef0", "0123456789ABCDEF", "0123456789abcdeg", "/etc/passwd" };
	const struct model		*m;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_expect_eq(live_version(l, bad[i], &m, &e), RC_NOTFOUND, "%s", bad[i]);
		cr_expect_null(m);
	}
	cr_assert_eq(live_version(l, "0123456789abcdef", &m, &e), RC_NOTFOUND, "%s", e.msg);
}
