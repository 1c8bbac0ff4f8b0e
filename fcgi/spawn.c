#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fcgi/spawn.h"

/* Ignored and handled signals, and the mask, as a program expects them at its start. */
static void
signals_plain(void)
{
	struct sigaction	sa = { .sa_handler = SIG_DFL };
	sigset_t		none;

	sigemptyset(&sa.sa_mask);
	for (int sig = 1; sig < NSIG; sig++)
		sigaction(sig, &sa, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the grandchild: becomes the program, or tells errno on report_fd. */
static void
become(const struct spawn *s, int report_fd)
{
	int	in, out, saved;

	signals_plain();
	in = s->input != -1 ? s->input : open("/dev/null", O_RDONLY);
	out = open(s->output, O_WRONLY | O_CREAT | O_TRUNC, 0640);
	if (in != -1 && out != -1 && dup2(in, 0) != -1 && dup2(out, 1) != -1 &&
	    dup2(out, 2) != -1) {
		for (int fd = 3, most = (int)sysconf(_SC_OPEN_MAX); fd < most && fd < 65536; fd++)
			if (fd != report_fd)	/* which closes itself */
				close(fd);
		if (nice(s->nice) == -1)
			errno = 0;	/* then at the same priority */
		execv(s->argv[0], (char *const *)(const void *)s->argv);
	}
	saved = errno;
	if (write(report_fd, &saved, sizeof(saved)) == -1)
		_exit(126);
	_exit(127);
}

enum rc
spawn_detached(const struct spawn *s, struct err *e)
{
	int	report[2], failed = 0, status = 0;
	pid_t	pid;
	ssize_t	n;

	if (pipe2(report, O_CLOEXEC) == -1)
		return err_set(e, RC_IO, "pipe: %s", strerror(errno));
	if ((pid = fork()) == 0) {
		setsid();
		/* The second fork makes it init's, so that nobody here has to wait for it. */
		if ((pid = fork()) == 0)
			become(s, report[1]);
		_exit(pid == -1);
	}
	failed = pid == -1 ? errno : 0;
	close(report[1]);
	if (failed == 0) {
		while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
			;
		do
			n = read(report[0], &failed, sizeof(failed));
		while (n == -1 && errno == EINTR);
		if (status != 0 || (n != 0 && n != sizeof(failed)))
			failed = EAGAIN;
	}
	close(report[0]);
	if (failed != 0)
		return err_set(e, RC_IO, "%s does not start: %s", s->argv[0], strerror(failed));
	return RC_OK;
}
