/*
 * A limit that holds whatever a driver does: PostgreSQL's asks the server to keep the time, so
 * a frozen server is waited for without end; SQLite's ignores it.  One thread of the process
 * looks four times a second which call is over its time, and ends it: a connection's sockets
 * are shut down, which the driver takes for a lost server, and SQLite's statement is cancelled.
 *
 * A connection belongs to one thread; arming and disarming cost two atomic writes.
 */
#ifndef CORE_DATA_WATCH_H
#define CORE_DATA_WATCH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define WATCH_FDS	4	/* sockets of one connection */

struct watch {
	_Atomic int64_t	 deadline;	/* monotonic, microseconds; 0: nothing runs; see watch.c */
	struct watch_fd {	/* what is shut down, if it is still the same socket */
		int		 fd;
		uint64_t	 ino;
	}		 fd[WATCH_FDS];
	int		 nfd;
	uint64_t	*before;	/* while it connects: a bit a descriptor that was open already */
	void		*statement;	/* what is cancelled instead; NULL: nothing */
	struct watch	*next, **link;
	unsigned	 generation;	/* of the process that it belongs to */
};

/* w is zeroed; ends with watch_fini().  RC_NOMEM: there is no thread to be had. */
enum rc	watch_init(struct watch *w, struct err *e);
void	watch_fini(struct watch *w);
/* Around connecting: notes which sockets the driver opens. */
void	watch_connect_begin(struct watch *w, unsigned seconds);
bool	watch_connect_end(struct watch *w);
/* statement: what to cancel; NULL: the sockets are shut down. */
void	watch_arm(struct watch *w, unsigned seconds, void *statement);
/* True if the time was up and the call was ended. */
bool	watch_disarm(struct watch *w);

#endif
