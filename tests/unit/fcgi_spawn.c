#include "config.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/str.h"
#include "fcgi/spawn.h"

static char		dir[64], output[100];
static struct buf	text;
static struct err	e;

static void
setup(void)
{
	strcpy(dir, "/tmp/routing-ml-spawn.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	snprintf(output, sizeof(output), "%s/output", dir);
	buf_init(&text);
}

static void
teardown(void)
{
	buf_fini(&text);
	file_remove_tree(dir, NULL);
}

TestSuite(spawn, .init = setup, .fini = teardown);

static void
run(const char *script, int input)
{
	const char	*argv[] = { "/bin/sh", "-c", script, NULL };
	struct spawn	 s = { argv, output, input, 5 };

	cr_assert_eq(spawn_detached(&s, &e), RC_OK, "%s", e.msg);
}

/* What the program printed, when its last line is "end". */
static const char *
printed(void)
{
	struct timespec	step = { 0, 10000000 };

	for (int i = 0; i < 500; i++) {
		if (file_read(output, 100000, &text, &e) == RC_OK && text.len >= 4 &&
		    strcmp(text.p + text.len - 4, "end\n") == 0)
			return buf_str(&text);
		nanosleep(&step, NULL);
	}
	cr_assert_fail("it never printed its last line, but: %s", buf_str(&text));
	return NULL;
}

Test(spawn, the_program_has_a_session_of_its_own_and_is_nicer)
{
	char	sid[32], nice[32];
	int	own = getpriority(PRIO_PROCESS, 0);

	/* Its session and its niceness. */
	run("cut -d ' ' -f 6,19 /proc/self/stat; echo end", -1);
	snprintf(sid, sizeof(sid), "%ld ", (long)getsid(0));
	cr_assert_neq(strncmp(printed(), sid, strlen(sid)), 0, "%s", buf_str(&text));
	snprintf(nice, sizeof(nice), " %d\nend", own + 5 < 19 ? own + 5 : 19);
	cr_assert_not_null(strstr(buf_str(&text), nice), "%s", buf_str(&text));
}

Test(spawn, it_has_no_descriptors_but_its_three)
{
	int	leak = open("/dev/null", O_RDONLY);	/* without close-on-exec */

	run("ls /proc/self/fd | tr '\\n' ' '; echo; cat; echo end", -1);
	/* ls itself opens one, the folder. */
	cr_assert_str_eq(printed(), "0 1 2 3 \nend\n");
	close(leak);
}

Test(spawn, signals_that_we_block_or_ignore_reach_it)
{
	struct sigaction	sa = { .sa_handler = SIG_IGN };
	sigset_t		term;

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	run("sh -c 'kill -TERM $$; echo alive' 2>/dev/null; echo end", -1);
	cr_assert_null(strstr(printed(), "alive"), "%s", buf_str(&text));
}

Test(spawn, a_lock_handed_on_is_held_as_long_as_it_lives)
{
	struct timespec	step = { 0, 10000000 };
	char		path[100];
	int		lock, other, got = -1;

	snprintf(path, sizeof(path), "%s/lock", dir);
	lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	cr_assert_eq(flock(lock, LOCK_EX | LOCK_NB), 0);
	run("echo end; sleep 0.3", lock);
	close(lock);
	printed();
	other = open(path, O_RDWR | O_CLOEXEC);
	cr_assert_eq(flock(other, LOCK_EX | LOCK_NB), -1, "it is free while the program runs");
	for (int i = 0; i < 300 && got == -1; i++) {
		nanosleep(&step, NULL);
		got = flock(other, LOCK_EX | LOCK_NB);
	}
	cr_assert_eq(got, 0, "it is held though the program has ended");
	close(other);
}

Test(spawn, a_program_that_is_not_there_is_an_error_at_once)
{
	const char	*argv[] = { "/no/such/program", NULL };
	struct spawn	 s = { argv, output, -1, 0 };

	cr_assert_eq(spawn_detached(&s, &e), RC_IO);
	cr_assert_not_null(strstr(e.msg, "/no/such/program"), "%s", e.msg);
}
