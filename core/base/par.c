#include "config.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/par.h"

struct work {
	pthread_mutex_t	 lock;
	size_t		 n, piece, next;	/* next: where the next piece begins */
	enum rc		 rc;
	size_t		 failed;		/* where the lowest failing piece begins */
	struct err	 err;
	enum rc		(*fn)(void *ctx, size_t begin, size_t end, struct err *e);
	void		*ctx;
};

unsigned
par_processors(void)
{
	long	n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > 256 ? 256 : (unsigned)n;
}

static void *
run(void *arg)
{
	struct work	*w = arg;
	struct err	 e;
	size_t		 begin, end;
	enum rc		 rc;

	for (;;) {
		pthread_mutex_lock(&w->lock);
		begin = w->next;
		end = w->n - begin < w->piece ? w->n : begin + w->piece;
		w->next = end;
		if (w->rc != RC_OK)
			begin = w->n;
		pthread_mutex_unlock(&w->lock);
		if (begin >= w->n)
			return NULL;
		if ((rc = w->fn(w->ctx, begin, end, &e)) == RC_OK)
			continue;
		pthread_mutex_lock(&w->lock);
		if (w->rc == RC_OK || begin < w->failed) {
			w->rc = rc;
			w->failed = begin;
			w->err = e;
		}
		pthread_mutex_unlock(&w->lock);
	}
}

enum rc
par_for(unsigned threads, size_t n, size_t piece,
    enum rc (*fn)(void *ctx, size_t begin, size_t end, struct err *e), void *ctx, struct err *e)
{
	struct work	 w = { PTHREAD_MUTEX_INITIALIZER, n, piece == 0 ? 1 : piece, 0, RC_OK, 0,
			    { 0 }, fn, ctx };
	size_t		 pieces = n / w.piece + (n % w.piece != 0);
	pthread_t	*t = NULL;
	unsigned	 started = 0;

	if (threads == 0)
		threads = par_processors();
	if (threads > pieces)
		threads = (unsigned)pieces;
	/* This thread works too; where others can't be had, it does the whole. */
	if (threads > 1 && (t = calloc(threads - 1, sizeof(*t))) != NULL)
		while (started < threads - 1 && pthread_create(&t[started], NULL, run, &w) == 0)
			started++;
	run(&w);
	for (unsigned i = 0; i < started; i++)
		pthread_join(t[i], NULL);
	free(t);
	pthread_mutex_destroy(&w.lock);
	if (w.rc != RC_OK && e != NULL)
		*e = w.err;
	return w.rc;
}
