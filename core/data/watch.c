#include "config.h"

#include <sys/socket.h>
#include <sys/stat.h>

#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sql.h>

#include "core/base/clock.h"
#include "core/data/watch.h"

#define TICK_MS		250
#define GRACE_US	1000000		/* a driver that keeps the time itself is quicker */
#define DESCRIPTORS	4096		/* those behind are not watched */

/* Beside a time, the deadline can say: */
#define ENDING	(-1)	/* the thread is at it: wait */
#define ENDED	(-2)

static pthread_mutex_t	mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t	wanted = PTHREAD_COND_INITIALIZER;
static pthread_once_t	once = PTHREAD_ONCE_INIT;
static struct watch	*first;
static bool		running;
static unsigned		generation;	/* one more in each forked child */

/* Calls fn for each open socket; its inode tells it from a later one of that number. */
static void
each_socket(void (*fn)(void *ctx, int fd, uint64_t ino), void *ctx)
{
	DIR		*d = opendir("/proc/self/fd");
	struct dirent	*entry;
	struct stat	 st;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		int	fd = atoi(entry->d_name);

		if (entry->d_name[0] != '.' && fd < DESCRIPTORS && fstat(fd, &st) == 0 &&
		    S_ISSOCK(st.st_mode))
			fn(ctx, fd, st.st_ino);
	}
	if (d != NULL)
		closedir(d);
}

static void
mark(void *ctx, int fd, uint64_t ino)
{
	(void)ino;
	((uint64_t *)ctx)[fd / 64] |= UINT64_C(1) << fd % 64;
}

/* Notes a socket that was not open before. */
static void
note_new(void *ctx, int fd, uint64_t ino)
{
	struct watch	*w = ctx;

	if (w->nfd < WATCH_FDS && (w->before[fd / 64] >> fd % 64 & 1) == 0)
		w->fd[w->nfd++] = (struct watch_fd){ fd, ino };
}

static void
end_call(struct watch *w)
{
	struct stat	st;

	if (w->statement != NULL) {
		SQLCancel(w->statement);
		return;
	}
	if (w->before != NULL)
		each_socket(note_new, w);
	for (int i = 0; i < w->nfd; i++)	/* the driver may have closed it: then it is another's */
		if (fstat(w->fd[i].fd, &st) == 0 && st.st_ino == w->fd[i].ino)
			shutdown(w->fd[i].fd, SHUT_RDWR);
	if (w->before != NULL)
		w->nfd = 0;
}

static void *
run(void *arg)
{
	struct timespec	tick = { 0, TICK_MS * 1000000L };

	(void)arg;
	pthread_mutex_lock(&mutex);
	for (;;) {
		int64_t	now = (int64_t)clock_mono_us();

		while (first == NULL)
			pthread_cond_wait(&wanted, &mutex);
		for (struct watch *w = first; w != NULL; w = w->next) {
			int64_t	at = atomic_load(&w->deadline);

			if (at > 0 && at < now &&
			    atomic_compare_exchange_strong(&w->deadline, &at, ENDING)) {
				end_call(w);
				atomic_store(&w->deadline, ENDED);
			}
		}
		pthread_mutex_unlock(&mutex);
		nanosleep(&tick, NULL);
		pthread_mutex_lock(&mutex);
	}
	return NULL;
}

/* A forked child has our memory and not our thread. */
static void
in_child(void)
{
	pthread_mutex_init(&mutex, NULL);
	pthread_cond_init(&wanted, NULL);
	first = NULL;
	running = false;
	generation++;
}

static void
at_fork(void)
{
	pthread_atfork(NULL, NULL, in_child);
}

/* Signals are for the process's own threads. */
static bool
start(void)
{
	pthread_attr_t	attr;
	pthread_t	thread;
	sigset_t	all, was;
	bool		ok;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &was);
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	ok = pthread_create(&thread, &attr, run, NULL) == 0;
	pthread_attr_destroy(&attr);
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	return ok;
}

enum rc
watch_init(struct watch *w, struct err *e)
{
	pthread_once(&once, at_fork);
	pthread_mutex_lock(&mutex);
	if (!running && !(running = start())) {
		pthread_mutex_unlock(&mutex);
		return err_set(e, RC_NOMEM, "database: no thread to watch its time");
	}
	w->generation = generation;
	w->link = &first;
	if ((w->next = first) != NULL)
		first->link = &w->next;
	first = w;
	pthread_cond_signal(&wanted);
	pthread_mutex_unlock(&mutex);
	return RC_OK;
}

void
watch_fini(struct watch *w)
{
	if (w->link == NULL)
		return;
	pthread_mutex_lock(&mutex);
	if (w->generation == generation) {	/* else it is a parent's, inherited */
		*w->link = w->next;
		if (w->next != NULL)
			w->next->link = w->link;
	}
	pthread_mutex_unlock(&mutex);
	w->link = NULL;
}

void
watch_arm(struct watch *w, unsigned seconds, void *statement)
{
	w->statement = statement;
	atomic_store(&w->deadline,
	    (int64_t)clock_mono_us() + (int64_t)seconds * 1000000 + GRACE_US);
}

bool
watch_disarm(struct watch *w)
{
	int64_t	at = atomic_load(&w->deadline);

	while (at != ENDED && (at == ENDING ||
	    !atomic_compare_exchange_weak(&w->deadline, &at, 0))) {
		sched_yield();
		at = atomic_load(&w->deadline);
	}
	atomic_store(&w->deadline, 0);
	return at == ENDED;
}

void
watch_connect_begin(struct watch *w, unsigned seconds)
{
	w->nfd = 0;
	if ((w->before = calloc(DESCRIPTORS / 64, sizeof(*w->before))) != NULL)
		each_socket(mark, w->before);
	watch_arm(w, seconds, NULL);
}

bool
watch_connect_end(struct watch *w)
{
	bool	ended = watch_disarm(w);

	if (w->before != NULL && !ended)
		each_socket(note_new, w);
	free(w->before);
	w->before = NULL;
	return ended;
}
