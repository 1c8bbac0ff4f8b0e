#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "fcgi/listen.h"

static char		dir[64], path[100];
static struct err	e;

static void
setup(void)
{
	strcpy(dir, "/tmp/routing-ml-listen.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/run/fcgi.sock", dir);
}

static void
teardown(void)
{
	file_remove_tree(dir, NULL);
}

TestSuite(listen, .init = setup, .fini = teardown);

Test(listen, the_socket_is_not_for_everybody)
{
	struct stat	st;
	int		fd;

	cr_assert_eq(listen_open(path, &fd, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(stat(path, &st), 0);
	cr_assert(S_ISSOCK(st.st_mode));
	cr_assert_eq(st.st_mode & 0777, 0660, "%o", (unsigned)st.st_mode);
	cr_assert(listen_given(fd));
	cr_assert_not(listen_given(STDERR_FILENO));
	cr_assert_eq(accept(fd, NULL, NULL), -1, "it blocks");
	close(fd);
}

Test(listen, a_socket_in_use_is_left_alone_and_a_dead_one_replaced)
{
	int	first, second;

	cr_assert_eq(listen_open(path, &first, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(listen_open(path, &second, &e), RC_BUSY);
	cr_assert_eq(second, -1);
	cr_assert_not_null(strstr(e.msg, path));
	close(first);
	cr_assert_eq(listen_open(path, &second, &e), RC_OK, "%s", e.msg);
	close(second);
}

Test(listen, what_is_no_socket_is_never_removed)
{
	int	fd;

	cr_assert_eq(file_mkdirs(path, &e), RC_OK);
	cr_assert_eq(listen_open(path, &fd, &e), RC_BUSY);
	cr_assert_eq(access(path, F_OK), 0);
}

Test(listen, a_path_too_long_for_a_socket_is_named)
{
	char	longer[300];
	int	fd;

	memset(longer, 'x', sizeof(longer));
	longer[0] = '/';
	longer[sizeof(longer) - 1] = '\0';
	cr_assert_eq(listen_open(longer, &fd, &e), RC_INVAL);
	cr_assert_str_eq(e.field, "FCGI_LISTEN");
}
