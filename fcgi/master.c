/* The prefork manager.  See master.h. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/log.h"
#include "fcgi/keeper.h"
#include "fcgi/listen.h"
#include "fcgi/master.h"
#include "fcgi/scoreboard.h"
#include "fcgi/worker.h"

#define SECOND_US	UINT64_C(1000000)
#define STEADY_US	(10 * SECOND_US)	/* who lives so long was no failed start */
#define STORM_FIRST_US	(SECOND_US / 10)	/* pause after an early death; doubles up to */
#define STORM_MOST_US	(30 * SECOND_US)
#define START_MOST_US	(120 * SECOND_US)	/* for a worker to become ready */
#define TICK_MS		250	/* a new model is to be seen soon */
#define ROLL_TICK_MS	20	/* while workers come and go */

struct child {
	pid_t		pid;		/* 0: none */
	unsigned	generation;	/* of the settings that it runs with */
	uint64_t	born_us, asked_us;	/* asked_us: when it was told to end; 0: never */
	bool		killed;
};

struct master {
	struct setup		*setup;
	struct scoreboard	*board;
	struct keeper		*keeper;
	struct child		 child[SCOREBOARD_SLOTS];
	size_t			 want;		/* workers */
	unsigned		 generation;
	int			 listen_fd;
	int			 life[2];	/* a worker whose master died reads its end */
	uint64_t		 storm_us;	/* pause before the next fork; 0: none */
	uint64_t		 fork_us;	/* not before */
	bool			 draining;
};

static int	wake[2] = { -1, -1 };	/* from the handlers of signals to the loop */

static void
on_signal(int sig)
{
	char	c = sig == SIGHUP ? 'H' : sig == SIGCHLD ? 'C' : 'T';
	int	saved = errno;

	if (write(wake[1], &c, 1) == -1)
		errno = EAGAIN;		/* full: the loop is about to look anyway */
	errno = saved;
}

static void
signals_install(void)
{
	struct sigaction	sa = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigfillset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
	sigaction(SIGCHLD, &sa, NULL);
	sa.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &sa, NULL);
}

/* In the child: only what a worker has a use for stays open. */
static int
become_worker(struct master *m, size_t i, const sigset_t *mask)
{
	struct sigaction	sa = { .sa_handler = SIG_DFL };
	struct scoreboard	*board = m->board;
	struct keeper		*keeper = m->keeper;
	int			 status;

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
	sigaction(SIGCHLD, &sa, NULL);
	sigprocmask(SIG_SETMASK, mask, NULL);
	close(wake[0]);
	close(wake[1]);
	close(m->life[1]);
	keeper_forked(keeper);
	status = worker_main(m->setup, keeper_kept(keeper), board, i, m->listen_fd,
	    m->life[0]);
	close(m->life[0]);
	close(m->listen_fd);
	setup_free(m->setup);
	keeper_free(keeper);
	scoreboard_free(board);
	return status;
}

/* True in the child, with its exit status. */
static bool
child_start(struct master *m, size_t i, int *status)
{
	struct child	*c = &m->child[i];
	sigset_t	 all, was;
	pid_t		 pid;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &was);
	if ((pid = fork()) == 0) {
		*status = become_worker(m, i, &was);
		return true;
	}
	sigprocmask(SIG_SETMASK, &was, NULL);
	if (pid == -1) {
		log_error("master", "fork: %s", strerror(errno));
		m->fork_us = clock_mono_us() + SECOND_US;
		return false;
	}
	*c = (struct child){ .pid = pid, .generation = m->generation, .born_us = clock_mono_us() };
	scoreboard_begin(&m->board->slot[i], pid);
	return false;
}

static void
child_ask(struct child *c)
{
	if (c->pid == 0 || c->asked_us != 0)
		return;
	c->asked_us = clock_mono_us();
	kill(c->pid, SIGTERM);
}

static void
child_kill(struct master *m, struct child *c, const char *why)
{
	if (c->killed)
		return;
	log_error("master", "worker %ld killed: %s", (long)c->pid, why);
	c->killed = true;
	atomic_fetch_add(&m->board->killed, 1);
	kill(c->pid, SIGKILL);
}

/* An early or violent death makes the next fork wait; a steady life makes up for it. */
static void
child_ended(struct master *m, size_t i, int status)
{
	struct child	*c = &m->child[i];
	uint64_t	 now = clock_mono_us(), lived = now - c->born_us;
	bool		 bad = !WIFEXITED(status) || WEXITSTATUS(status) != 0;

	if (c->asked_us != 0 && !c->killed)
		bad = false;	/* it may not even have had its handlers yet */
	if (bad && WIFSIGNALED(status))
		log_error("master", "worker %ld ended by signal %d (%s)", (long)c->pid,
		    WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (bad)
		log_error("master", "worker %ld ended with status %d", (long)c->pid,
		    WEXITSTATUS(status));
	if (bad)
		atomic_fetch_add(&m->board->deaths, 1);
	if (!bad || lived >= STEADY_US)
		m->storm_us = 0;
	else
		m->storm_us = m->storm_us == 0 ? STORM_FIRST_US :
		    m->storm_us * 2 < STORM_MOST_US ? m->storm_us * 2 : STORM_MOST_US;
	if (m->fork_us < now + m->storm_us)
		m->fork_us = now + m->storm_us;
	scoreboard_clear(&m->board->slot[i]);
	memset(c, 0, sizeof(*c));
}

static void
children_reap(struct master *m)
{
	int	status;
	pid_t	pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (keeper_ended(m->keeper, pid, status))
			continue;
		for (size_t i = 0; i < SCOREBOARD_SLOTS; i++)
			if (m->child[i].pid == pid)
				child_ended(m, i, status);
	}
}

static size_t
children_alive(const struct master *m)
{
	size_t	n = 0;

	for (size_t i = 0; i < SCOREBOARD_SLOTS; i++)
		n += m->child[i].pid != 0;
	return n;
}

/* What is over its time is killed: a request, a start, an end. */
static void
children_watch(struct master *m)
{
	uint64_t	now = clock_mono_us(), most, since;
	int		state;

	most = (uint64_t)m->setup->set.request_timeout_seconds * SECOND_US;
	for (size_t i = 0; i < SCOREBOARD_SLOTS; i++) {
		struct child	*c = &m->child[i];

		if (c->pid == 0)
			continue;
		state = atomic_load(&m->board->slot[i].state);
		since = atomic_load(&m->board->slot[i].since_us);
		if (c->asked_us != 0 && now > c->asked_us + most)
			child_kill(m, c, "it did not end in REQUEST_TIMEOUT_SECONDS");
		else if (state == SCORE_BUSY && now > since + most)
			child_kill(m, c, "its request took longer than REQUEST_TIMEOUT_SECONDS");
		else if (state == SCORE_STARTING && now > since + START_MOST_US)
			child_kill(m, c, "it did not become ready");
	}
}

/* Is anything but the workers that we want, of the present settings, there? */
static bool
children_change(const struct master *m)
{
	for (size_t i = 0; i < SCOREBOARD_SLOTS; i++)
		if (m->child[i].pid != 0 && (m->child[i].generation != m->generation ||
		    m->child[i].asked_us != 0 || i >= m->want))
			return true;
	return false;
}

/* After SIGHUP: ask one worker of the old settings to end, when all the new ones are ready. */
static void
children_roll(struct master *m)
{
	struct child	*old = NULL;

	for (size_t i = 0; i < SCOREBOARD_SLOTS; i++) {
		struct child	*c = &m->child[i];
		int		 state = atomic_load(&m->board->slot[i].state);

		if (c->pid == 0 && i < m->want)
			return;
		if (c->pid == 0)
			continue;
		if (c->asked_us != 0 || (c->generation == m->generation &&
		    state != SCORE_IDLE && state != SCORE_BUSY))
			return;
		if (old == NULL && (c->generation != m->generation || i >= m->want))
			old = c;
	}
	if (old != NULL)
		child_ask(old);
}

/* True in a child, with its exit status. */
static bool
children_fill(struct master *m, int *status)
{
	for (size_t i = 0; i < m->want; i++)
		if (m->child[i].pid == 0 && clock_mono_us() >= m->fork_us &&
		    child_start(m, i, status))
			return true;
	return false;
}

static void
reload(struct master *m)
{
	struct setup	*c;
	struct err	 e;

	if (setup_load(&c, &e) != RC_OK) {
		log_error("master", "SIGHUP: the old settings stay: %s", e.msg);
		return;
	}
	if (strcmp(c->set.fcgi_listen, m->setup->set.fcgi_listen) != 0)
		log_warn("master", "SIGHUP: a new FCGI_LISTEN needs a restart");
	setup_free(m->setup);
	m->setup = c;
	m->want = setup_workers(c);
	m->generation++;
	setup_log(c);
	log_info("master", "SIGHUP: settings read, replacing workers by %zu", m->want);
}

static void
drain(struct master *m)
{
	if (m->draining)
		return;
	m->draining = true;
	/* Nobody comes in any more; who stands in the queue can still be taken out. */
	shutdown(m->listen_fd, SHUT_RD);
	log_info("master", "ending: %zu workers finish their requests", children_alive(m));
	for (size_t i = 0; i < SCOREBOARD_SLOTS; i++)
		child_ask(&m->child[i]);
}

/* Until a signal, or the next thing to do. */
static void
wait_for_signal(struct master *m)
{
	struct pollfd	 fd = { .fd = wake[0], .events = POLLIN };
	uint64_t	 now = clock_mono_us();
	int		 ms = children_change(m) ? ROLL_TICK_MS : TICK_MS;
	char		 told[64];
	ssize_t		 n;

	if (m->fork_us > now && m->fork_us - now < (uint64_t)ms * 1000)
		ms = (int)((m->fork_us - now) / 1000) + 1;
	if (poll(&fd, 1, ms) <= 0)
		return;
	while ((n = read(wake[0], told, sizeof(told))) > 0) {
		if (memchr(told, 'H', (size_t)n) != NULL && !m->draining)
			reload(m);
		if (memchr(told, 'T', (size_t)n) != NULL)
			drain(m);
	}
}

static enum rc
master_init(struct master *m, const char *pid_file, struct err *e)
{
	char	pid[32];
	enum rc	rc;

	if ((rc = scoreboard_new(&m->board, e)) != RC_OK ||
	    (rc = keeper_new(&m->keeper, e)) != RC_OK ||
	    (rc = listen_open(m->setup->set.fcgi_listen, &m->listen_fd, e)) != RC_OK)
		return rc;
	if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) == -1 || pipe2(m->life, O_CLOEXEC) == -1)
		return err_set(e, RC_IO, "pipe: %s", strerror(errno));
	if (pid_file != NULL) {
		snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
		if ((rc = file_write(pid_file, pid, strlen(pid), e)) != RC_OK)
			return rc;
	}
	signals_install();
	return RC_OK;
}

static void
close_all(const int *fds, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (fds[i] != -1)
			close(fds[i]);
}

int
master_main(struct setup *c, const char *pid_file)
{
	struct master	m = { .setup = c, .want = setup_workers(c), .listen_fd = -1,
			    .life = { -1, -1 } };
	struct stat	made = { 0 }, now;
	char		path[PATH_MAX];
	struct err	e;
	int		status = EXIT_FAILURE;

	snprintf(path, sizeof(path), "%s", c->set.fcgi_listen);
	if (master_init(&m, pid_file, &e) != RC_OK) {
		log_error("master", "%s", e.msg);
		goto out;
	}
	stat(path, &made);
	log_info("master", "%zu workers at %s", m.want, path);
	while (!m.draining || children_alive(&m) > 0) {
		if (!m.draining)
			keeper_look(m.keeper, m.setup->set.model_directory);
		if (!m.draining && !keeper_is_starting(m.keeper) && children_fill(&m, &status))
			return status;		/* in a worker */
		wait_for_signal(&m);
		children_reap(&m);
		children_watch(&m);
		if (!m.draining)
			children_roll(&m);
	}
	log_info("master", "ended");
	status = EXIT_SUCCESS;
out:
	/* Ours only: another server may have taken the place in the meantime. */
	if (m.listen_fd != -1 && stat(path, &now) == 0 && now.st_ino == made.st_ino &&
	    now.st_dev == made.st_dev)
		unlink(path);
	if (pid_file != NULL && m.listen_fd != -1)
		unlink(pid_file);
	close_all(&m.listen_fd, 1);
	close_all(m.life, 2);
	close_all(wake, 2);
	keeper_free(m.keeper);
	scoreboard_free(m.board);
	setup_free(m.setup);
	return status;
}
