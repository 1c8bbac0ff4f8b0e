#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/model/image.h"
#include "fcgi/keeper.h"
#include "fcgi/watch.h"

#define CHECK_MOST_US	UINT64_C(120000000)	/* for a version to be copied and checked */

/* The master alone writes the view, the child alone the rest. */
struct kept {
	_Atomic uint64_t	change;		/* odd while the view is being written */
	struct kept_view	view;
	struct err		found;		/* by the child */
	char			version[17];
};

struct keeper {
	struct kept	*kept;
	struct watch	 watch;
	int		 fd;		/* of the live image; -1: none */
	int		 next_fd;	/* of the one being made */
	uint64_t	 images;	/* made so far */
	pid_t		 child;		/* 0: none */
	uint64_t	 began_us;
	bool		 settled;	/* the first look has had its result */
};

enum rc
keeper_new(struct keeper **out, struct err *e)
{
	struct keeper	*k = calloc(1, sizeof(*k));
	void		*p = mmap(NULL, sizeof(struct kept), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	*out = NULL;
	if (k == NULL || p == MAP_FAILED) {
		free(k);
		if (p != MAP_FAILED)
			munmap(p, sizeof(struct kept));
		return err_set(e, RC_NOMEM, "no memory for the model's keeper");
	}
	k->kept = p;
	k->kept->view.master = getpid();
	k->fd = k->next_fd = -1;
	*out = k;
	return RC_OK;
}

static void
fd_close(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

void
keeper_forked(struct keeper *k)
{
	k->child = 0;
	fd_close(&k->fd);	/* or the image would outlive its being replaced */
	fd_close(&k->next_fd);
}

void
keeper_free(struct keeper *k)
{
	if (k == NULL)
		return;
	if (k->child != 0) {
		kill(k->child, SIGKILL);
		waitpid(k->child, NULL, 0);
	}
	keeper_forked(k);
	munmap(k->kept, sizeof(*k->kept));
	free(k);
}

/* fd -1: nothing new, but e is what is wrong with the newest. */
static void
publish(struct keeper *k, int fd, const struct err *e)
{
	struct kept	*p = k->kept;
	uint64_t	 change = atomic_load(&p->change);

	atomic_store(&p->change, change + 1);
	atomic_thread_fence(memory_order_seq_cst);
	if (fd != -1) {
		p->view.fd = fd;
		p->view.number = ++k->images;
	}
	p->view.why = fd != -1 ? RC_OK : e->rc;
	snprintf(p->view.trouble, sizeof(p->view.trouble), "%s", fd != -1 ? "" : e->msg);
	p->view.change = change + 2;
	atomic_store(&p->change, change + 2);
}

/* Said once, however often it is found. */
static void
refuse(struct keeper *k, const struct err *e)
{
	if (strcmp(k->kept->view.trouble, e->msg) != 0)
		log_error("model", k->fd == -1 ? "%s" : "refused, the live version stays: %s",
		    e->msg);
	publish(k, -1, e);
}

/* In the child. */
static void
check(struct keeper *k, pid_t master)
{
	struct sigaction	 sa = { .sa_handler = SIG_DFL };
	struct model		*m = NULL;
	struct kept		*p = k->kept;
	enum rc			 rc;

	sigemptyset(&sa.sa_mask);
	for (int sig = 1; sig < NSIG; sig++)	/* the master's handlers are not for us */
		sigaction(sig, &sa, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != master)
		_exit(EXIT_FAILURE);
	if ((rc = model_image_fill(k->next_fd, k->watch.seen.dir, &p->found)) == RC_OK &&
	    (rc = model_image_open(&m, k->next_fd, &p->found)) == RC_OK)
		snprintf(p->version, sizeof(p->version), "%s", model_version(m));
	p->found.rc = rc;
	_exit(EXIT_SUCCESS);
}

static void
check_begin(struct keeper *k)
{
	struct err	e;
	sigset_t	all, was;
	pid_t		master = getpid(), pid = -1;

	if (model_image_new(&k->next_fd, &e) == RC_OK) {
		sigfillset(&all);
		sigprocmask(SIG_BLOCK, &all, &was);
		err_set(&k->kept->found, RC_CORRUPT, "%s: checking it did not end well",
		    k->watch.seen.dir);
		if ((pid = fork()) == 0) {
			sigprocmask(SIG_SETMASK, &was, NULL);
			check(k, master);
		}
		if (pid == -1)
			err_set(&e, RC_IO, "fork: %s", strerror(errno));
		sigprocmask(SIG_SETMASK, &was, NULL);
	}
	if (pid > 0) {
		k->child = pid;
		k->began_us = clock_mono_us();
		return;
	}
	fd_close(&k->next_fd);
	k->settled = true;
	k->watch.next_us = 0;		/* the version is not to blame: look anew */
	refuse(k, &e);
}

void
keeper_look(struct keeper *k, const char *directory)
{
	struct err	e;
	enum rc		rc;

	if (k->child != 0) {
		if (clock_mono_us() > k->began_us + CHECK_MOST_US)
			kill(k->child, SIGKILL);
		return;
	}
	if (!watch_news(&k->watch, directory, k->fd == -1, &rc, &e))
		return;
	if (rc == RC_OK) {
		check_begin(k);
		return;
	}
	k->settled = true;
	refuse(k, &e);
}

bool
keeper_ended(struct keeper *k, pid_t pid, int status)
{
	const struct err	*found = &k->kept->found;

	if (k->child != pid)
		return false;
	k->child = 0;
	k->settled = true;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || found->rc != RC_OK) {
		fd_close(&k->next_fd);
		refuse(k, found);
		return true;
	}
	publish(k, k->next_fd, NULL);
	fd_close(&k->fd);
	k->fd = k->next_fd;
	k->next_fd = -1;
	log_info("model", "version %s is live", k->kept->version);
	return true;
}

bool
keeper_is_starting(const struct keeper *k)
{
	return !k->settled;
}

const struct kept *
keeper_kept(const struct keeper *k)
{
	return k->kept;
}

bool
kept_same(const struct kept *p, const struct kept_view *v)
{
	return atomic_load(&p->change) == v->change;
}

bool
kept_read(const struct kept *p, struct kept_view *v)
{
	uint64_t	change = atomic_load(&p->change);

	memcpy(v, &p->view, sizeof(*v));
	atomic_thread_fence(memory_order_seq_cst);
	return change % 2 == 0 && atomic_load(&p->change) == change;
}

enum rc
kept_open(const struct kept *p, const struct kept_view *v, struct model **out, struct err *e)
{
	char	path[64];
	int	fd;
	enum rc	rc;

	*out = NULL;
	snprintf(path, sizeof(path), "/proc/%lld/fd/%d", (long long)v->master, v->fd);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) == -1)
		return err_set(e, RC_IO, "%s: %s", path, strerror(errno));
	/* Unchanged behind the opening, so the number was still that file's. */
	rc = kept_same(p, v) ? model_image_open(out, fd, e) :
	    err_set(e, RC_IO, "the model was replaced while it was opened");
	close(fd);
	return rc;
}
