#include "config.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/log.h"

static char	dir[64];

static void
in_a_folder(void)
{
	strcpy(dir, "/tmp/file.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
}

static void
remove_folder(void)
{
	file_remove_tree(dir, NULL);
}

TestSuite(file, .init = in_a_folder, .fini = remove_folder);
TestSuite(log, .init = in_a_folder, .fini = remove_folder);

static const char *
in_dir(const char *name)
{
	static char	path[4][160];
	static int	next;

	next = (next + 1) % 4;
	snprintf(path[next], sizeof(path[next]), "%s/%s", dir, name);
	return path[next];
}

Test(file, a_write_replaces_the_whole_content_and_leaves_nothing_beside)
{
	struct buf	b;

	buf_init(&b);
	cr_assert_eq(file_write(in_dir("f"), "a long first content", 20, NULL), RC_OK);
	cr_assert_eq(file_write(in_dir("f"), "abc", 3, NULL), RC_OK);
	cr_assert_eq(file_read(in_dir("f"), 3, &b, NULL), RC_OK);
	cr_assert_str_eq(buf_str(&b), "abc");
	cr_assert_eq(file_read(in_dir("f"), 2, &b, NULL), RC_INVAL);
	cr_assert_eq(file_read(in_dir("g"), 2, &b, NULL), RC_NOTFOUND);
	buf_fini(&b);
}

Test(file, a_tree_is_removed_without_following_links)
{
	struct stat	st;

	cr_assert_eq(file_mkdirs(in_dir("keep"), NULL), RC_OK);
	cr_assert_eq(file_write(in_dir("keep/precious"), "x", 1, NULL), RC_OK);
	cr_assert_eq(file_mkdirs(in_dir("t/a/b"), NULL), RC_OK);
	cr_assert_eq(file_write(in_dir("t/a/b/f"), "x", 1, NULL), RC_OK);
	cr_assert_eq(symlink("../keep", in_dir("t/link")), 0);
	cr_assert_eq(file_remove_tree(in_dir("t"), NULL), RC_OK);
	cr_assert_neq(stat(in_dir("t"), &st), 0);
	cr_assert_eq(stat(in_dir("keep/precious"), &st), 0);
	cr_assert_eq(file_remove_tree(in_dir("t"), NULL), RC_OK, "what is not there is fine");
}

/* The lines that one call wrote in that format. */
static void
logged(enum log_format format, const char *text, struct buf *out)
{
	int	fd = open(in_dir("log"), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	log_init(LOG_INFO, format, fd);
	log_request("req-1");
	log_info("login", "%s", text);
	log_debug("login", "not at this level");
	log_request(NULL);
	close(fd);
	cr_assert_eq(file_read(in_dir("log"), 10000, out, NULL), RC_OK);
}

Test(log, bytes_from_outside_cannot_forge_a_line)
{
	struct buf		b;
	struct json_object	*o;

	buf_init(&b);
	logged(LOG_TEXT, "bob\nerror 2026 1 forged: \x1b[31m \xff 홍길동", &b);
	cr_assert_eq(strchr(b.p, '\n'), b.p + b.len - 1, "%s", b.p);
	cr_assert_not_null(strstr(b.p, "req=req-1 login: bob\\x0aerror"));
	cr_assert_not_null(strstr(b.p, "\\x1b[31m \\xff 홍길동"));
	logged(LOG_TEXT, "\xe2\x80\xaetxt\xe2\x80\xa8\xe2\x81\xa9 \xc2\x9b \xe2\x80\x94", &b);
	cr_assert_not_null(strstr(b.p, "login: \\u202etxt\\u2028\\u2069 \\x9b \xe2\x80\x94\n"), "%s", b.p);
	logged(LOG_JSON, "bob\"}\n{\"level\":\"error\" \\ \xff 홍", &b);
	cr_assert_eq(json_parse(&o, b.p, b.len, NULL), RC_OK, "%s", b.p);
	cr_assert_eq(json_object_object_length(o), 6);
	json_object_put(o);
	buf_fini(&b);
}
