/* A worker: accept, answer, repeat.  Single-threaded; everything it opens is its own. */
#ifndef FCGI_WORKER_H
#define FCGI_WORKER_H

#include "fcgi/keeper.h"
#include "fcgi/setup.h"
#include "fcgi/scoreboard.h"

/*
 * In the line `slot` of board: serve requests from the listening, non-blocking descriptor until SIGTERM, until life_fd
 * (-1: none) shows that the master is gone, or WORKER_MAX_REQUESTS; the request in hand is
 * finished.  kept: see live.h.  Installs its own signal handlers.  Returns the exit status.
 */
int	worker_main(struct setup *c, const struct kept *kept, struct scoreboard *board,
	    size_t slot, int listen_fd, int life_fd);

#endif
