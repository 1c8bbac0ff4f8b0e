/*
 * The worker's loop.  The listening socket is shared by all workers and does not block: who
 * wakes up and finds the connection taken goes back to waiting.  Waiting ends twice a second
 * so that a new model is live, and the master's death is seen, when nobody asks anything.
 */
#include "config.h"

#include <errno.h>
#include <fcgiapp.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/harden.h"
#include "core/base/log.h"
#include "fcgi/app.h"
#include "fcgi/guard.h"
#include "fcgi/worker.h"

#define WORKER_WAIT_MS	500
#define ANSWER_KEPT	((size_t)1 << 20)	/* bytes of an answer's buffer that stay for the next */

struct worker {
	struct app	 app;
	struct res	 res;
	struct scoreboard *board;
	struct score	*score;
	FCGX_Request	 fcgx;
	sigset_t	 waiting;	/* the mask while nothing is in hand */
	uint64_t	 requests;
	uint64_t	 ending_us;	/* since when we are to end; 0: not yet */
	int		 listen_fd, life_fd;
};

static volatile sig_atomic_t	ending;

static void
on_end(int sig)
{
	(void)sig;
	ending = 1;
}

/*
 * SIGTERM and SIGINT are let through only while waiting: a request is never interrupted.  After FCGX_Init(), which has handlers of its own.
 */
static void
signals_set(struct worker *w)
{
	struct sigaction	sa = { .sa_handler = on_end };
	sigset_t		ends;

	sigemptyset(&sa.sa_mask);
	sigaction(SIGTERM, &sa, NULL);
	/* Ctrl-C at a terminal reaches everybody; the master decides what it means. */
	if (w->life_fd != -1)
		sa.sa_handler = SIG_IGN;
	sigaction(SIGINT, &sa, NULL);
	sa.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
	sa.sa_handler = SIG_DFL;
	sigaction(SIGCHLD, &sa, NULL);
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_SETMASK, &ends, NULL);
	sigemptyset(&w->waiting);
}

static size_t
body_from_fcgx(void *ctx, char *p, size_t n)
{
	FCGX_Request	*f = ctx;
	int		 got = FCGX_GetStr(p, (int)n, f->in);
	ptrdiff_t	 there = f->in->rdNext - f->in->stopUnget;

	if (got <= 0)
		return 0;
	/* What was read stays in libfcgi's buffer, and may be a password. */
	if (there > 0)
		explicit_bzero(f->in->rdNext - (there < got ? there : got),
		    (size_t)(there < got ? there : got));
	return (size_t)got;
}

static void
send_answer(FCGX_Request *f, const struct req *r, const struct res *s)
{
	bool	no_body = s->status == 204;

	FCGX_FPrintF(f->out, "Status: %d %s\r\n", s->status, http_reason(s->status));
	if (!no_body)
		FCGX_FPrintF(f->out, "Content-Type: %s\r\nContent-Length: %lu\r\n", s->type,
		    (unsigned long)s->body.len);
	FCGX_PutStr(buf_str(&s->headers), (int)s->headers.len, f->out);
	FCGX_PutStr("\r\n", 2, f->out);
	if (!no_body && strcmp(r->method, "HEAD") != 0)
		FCGX_PutStr(buf_str(&s->body), (int)s->body.len, f->out);
}

/* One line for a request that went wrong, or took long. */
static void
log_outcome(const struct worker *w, const struct req *r, const struct res *s, enum rc rc,
    const struct err *e, uint64_t us)
{
	int64_t	slow = w->app.setup->set.slow_request_ms;

	/* Not ready is an answer, asked for every few seconds; what is missing was logged. */
	if (s->status >= 500 && strcmp(s->type, "application/json") == 0)
		log_debug("request", "%s %s %d", r->method, r->path, s->status);
	else if (s->status >= 500)
		log_error("request", "%s %s %d: %s", r->method, r->path, s->status,
		    rc != RC_OK ? e->msg : buf_str(&s->body));
	else if (s->status >= 400)
		log_info("request", "%s %s %d%s%s", r->method, r->path, s->status,
		    rc != RC_OK ? ": " : "", rc != RC_OK ? e->msg : "");
	if (slow > 0 && us > (uint64_t)slow * 1000)
		log_warn("slow", "%s %s %d took %llu ms", r->method, r->path, s->status,
		    (unsigned long long)us / 1000);
}

static void
serve(struct worker *w)
{
	const struct body_source body = { &w->fcgx, body_from_fcgx };
	struct req		 r = { .app = &w->app, .arena = w->app.arena };
	struct err		 e;
	uint64_t		 began = clock_mono_us(), took;
	enum rc			 rc;

	res_clear(&w->res);
	rc = dispatch(&r, (const char *const *)w->fcgx.envp, &body, &w->res, &e);
	send_answer(&w->fcgx, &r, &w->res);
	FCGX_Finish_r(&w->fcgx);
	took = clock_mono_us() - began;
	log_outcome(w, &r, &w->res, rc, &e, took);
	atomic_fetch_add(&w->board->answers[w->res.status / 100 % 6], 1);
	atomic_fetch_add(&w->board->answer_us, took);
	log_request(NULL);
	if (r.secret) {
		arena_wipe(w->app.arena);
		if (w->res.body.p != NULL)
			explicit_bzero(w->res.body.p, w->res.body.len);
	}
	arena_reset(w->app.arena);
	if (w->res.body.cap > ANSWER_KEPT) {
		/* Its tree took many times as much, which the allocator would keep for good. */
		buf_fini(&w->res.body);
		malloc_trim(0);
	}
	w->requests++;
	atomic_store(&w->score->requests, w->requests);
}

/* False: somebody else was quicker, or there is nothing. */
static bool
take_request(struct worker *w)
{
	bool	taken;

	/* From here on the master's clock runs: a client may also stall while it asks. */
	scoreboard_state(w->score, SCORE_BUSY);
	live_refresh(w->app.live);
	if ((taken = FCGX_Accept_r(&w->fcgx) >= 0))
		serve(w);
	else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
		usleep(10000);		/* not a busy loop */
	scoreboard_state(w->score, SCORE_IDLE);
	return taken;
}

/*
 * We are to end.  When all are, the master has shut the socket: who was in its queue by then
 * has nobody else, so he is answered, unless the master's patience were to end before.
 */
static bool
take_the_last(struct worker *w)
{
	struct pollfd	fd = { .fd = w->listen_fd, .events = POLLRDHUP };
	uint64_t	now = clock_mono_us();

	if (w->ending_us == 0)
		w->ending_us = now;
	return now - w->ending_us <
	    (uint64_t)w->app.setup->set.request_timeout_seconds * 500000 &&
	    poll(&fd, 1, 0) == 1 && (fd.revents & POLLRDHUP) != 0 && take_request(w);
}

/* False: the worker has to end. */
static bool
wait_for_request(struct worker *w)
{
	struct pollfd	fds[2] = { { .fd = w->listen_fd, .events = POLLIN },
			    { .fd = w->life_fd, .events = POLLIN } };
	struct timespec	most = { 0, WORKER_WAIT_MS * 1000000L };
	sigset_t	busy;
	int		n = 0;

	/* When requests stand in the queue ppoll() itself lets no signal through. */
	sigprocmask(SIG_SETMASK, &w->waiting, &busy);
	sigprocmask(SIG_SETMASK, &busy, NULL);
	if (!ending)
		n = ppoll(fds, 2, &most, &w->waiting);
	if (ending)
		return take_the_last(w);
	if (n == -1)
		return errno == EINTR;
	if ((fds[1].revents & (POLLHUP | POLLERR)) != 0 ||
	    (fds[0].revents & (POLLERR | POLLNVAL)) != 0)
		return false;
	if ((fds[0].revents & POLLIN) != 0)
		take_request(w);
	return true;
}

int
worker_main(struct setup *c, const struct kept *kept, struct scoreboard *board, size_t slot,
    int listen_fd, int life_fd)
{
	struct score	*score = &board->slot[slot];
	struct worker	w = { .board = board, .score = score, .listen_fd = listen_fd,
		.life_fd = life_fd };
	uint64_t	most = (uint64_t)c->set.worker_max_requests;
	struct err	e;

	harden();
	scoreboard_begin(score, getpid());
	if (FCGX_Init() != 0 ||
	    FCGX_InitRequest(&w.fcgx, listen_fd, FCGI_FAIL_ACCEPT_ON_INTR) != 0) {
		log_error("worker", "libfcgi does not start");
		return EXIT_FAILURE;
	}
	signals_set(&w);
	if (app_init_child(&w.app, c, kept, board, slot, &e) != RC_OK) {
		log_error("worker", "%s", e.msg);
		return EXIT_FAILURE;
	}
	res_init(&w.res);
	scoreboard_state(score, SCORE_IDLE);
	while (wait_for_request(&w) && (most == 0 || w.requests < most))
		live_refresh(w.app.live);
	scoreboard_state(score, SCORE_ENDING);
	FCGX_Free(&w.fcgx, 1);
	res_fini(&w.res);
	app_fini(&w.app);
	return EXIT_SUCCESS;
}
