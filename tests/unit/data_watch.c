/* Limits hold whatever the driver does: against servers that are silent, close or babble. */
#include "config.h"

#include <sys/socket.h>
#include <sys/wait.h>

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/data/db.h"

static struct err	e;

enum habit { SILENT, CLOSING, BABBLING };

struct listener {
	char		scheme[16];
	enum habit	habit;
};

static struct listener	listeners[] = {
	{ "postgresql", SILENT }, { "postgresql", CLOSING }, { "postgresql", BABBLING },
	{ "mssql", SILENT }, { "mssql", CLOSING }, { "mssql", BABBLING },
};

/* A process that takes connections and treats them so; *port is where. */
static pid_t
listening(enum habit habit, int *port)
{
	struct sockaddr_in	a = { .sin_family = AF_INET,
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t		len = sizeof(a);
	int			s = socket(AF_INET, SOCK_STREAM, 0);
	pid_t			pid;

	cr_assert_eq(bind(s, (struct sockaddr *)&a, len), 0);
	cr_assert_eq(listen(s, 8), 0);
	cr_assert_eq(getsockname(s, (struct sockaddr *)&a, &len), 0);
	*port = ntohs(a.sin_port);
	if ((pid = fork()) == 0)
		for (;;) {
			int	c = accept(s, NULL, NULL);

			for (int i = 0; habit == BABBLING && i < 64; i++)
				(void)!write(c, "\x04\x01 no server says that \xff\n", 24);
			if (habit == CLOSING)
				close(c);
		}
	close(s);
	return pid;
}

ParameterizedTestParameters(watch, a_strange_server_costs_no_more_than_its_limit)
{
	return cr_make_param_array(struct listener, listeners,
	    sizeof(listeners) / sizeof(listeners[0]));
}

ParameterizedTest(struct listener *l, watch, a_strange_server_costs_no_more_than_its_limit,
    .timeout = 60)
{
	struct db	*d;
	char		 url[96];
	uint64_t	 began, took;
	int		 port;
	pid_t		 pid = listening(l->habit, &port);

	snprintf(url, sizeof(url), "%s://kim:hunter2@127.0.0.1:%d/erp", l->scheme, port);
	began = clock_mono_us();
	cr_expect_eq(db_open(&d, url, &(struct db_options){ .connect_seconds = 2 }, &e), RC_IO, "%s",
	    e.msg);
	took = clock_mono_us() - began;
	cr_expect(took < 6000000, "%s %d: %llu us", l->scheme, l->habit, (unsigned long long)took);
	cr_expect_null(strstr(e.msg, "hunter2"), "%s", e.msg);
	cr_expect_null(strstr(e.msg, "installed"), "%s", e.msg);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

Test(watch, a_query_without_end_ends_at_its_limit_and_the_connection_lives, .timeout = 60)
{
	struct db	*d;
	char		 dir[] = "/tmp/routing-ml-watch.XXXXXX", url[96], path[64];
	uint64_t	 began, took;
	int64_t		 n;

	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/a.db", dir);
	snprintf(url, sizeof(url), "sqlite:///%s", path);
	cr_assert_eq(db_open(&d, url, &(struct db_options){ .query_seconds = 1 }, &e), RC_OK, "%s",
	    e.msg);
	began = clock_mono_us();
	cr_assert_eq(db_get_int(d, "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
	    "SELECT MAX(x) FROM c", NULL, 0, &n, &e), RC_IO);
	took = clock_mono_us() - began;
	cr_assert(took > 900000 && took < 8000000, "%llu us", (unsigned long long)took);
	cr_assert_not_null(strstr(e.msg, "no answer within 1 s"), "%s", e.msg);
	cr_assert_eq(db_get_int(d, "SELECT 7", NULL, 0, &n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(n, 7);
	db_close(d);
	unlink(path);
	rmdir(dir);
}

/* The limit is a call's, not the reader's: who takes his time between two rows may. */
Test(watch, a_slow_reader_is_not_hurried, .timeout = 60)
{
	struct db	*d;
	struct rows	*r;
	char		 dir[] = "/tmp/routing-ml-watch.XXXXXX", url[96], path[64];
	bool		 more;

	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/a.db", dir);
	snprintf(url, sizeof(url), "sqlite:///%s", path);
	cr_assert_eq(db_open(&d, url, &(struct db_options){ .query_seconds = 1 }, &e), RC_OK);
	cr_assert_eq(db_query(d, "SELECT 1 UNION ALL SELECT 2", NULL, 0, &r, &e), RC_OK);
	cr_assert_eq(rows_next(r, &more, &e), RC_OK);
	sleep(3);
	cr_assert(rows_next(r, &more, &e) == RC_OK && more, "%s", e.msg);
	rows_close(r);
	db_close(d);
	unlink(path);
	rmdir(dir);
}
