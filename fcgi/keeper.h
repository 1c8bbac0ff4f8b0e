/*
 * The keeper of the live model, in the master: when there is news (watch.h), a child of it
 * copies the version into a sealed memory file (core/model/image.h), holds it against its
 * manifest and opens it once.  Only what passed is published, in shared memory, and every
 * worker maps that one copy: the files in the folder may be cut or flipped in place while they
 * are live, and neither the workers that run nor those that start later see it.  What was
 * refused changes nothing but the reason that /health/ready gives.
 *
 * The child does the reading so that the master neither waits for a disk nor trusts a file.
 * A worker opens the memory file at /proc/<master>/fd, since it may be older than it.  Cost:
 * a version's size in memory beside the page cache, twice while workers change over; freed
 * with its last user, however that ended.
 */
#ifndef FCGI_KEEPER_H
#define FCGI_KEEPER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/base/err.h"
#include "core/model/model.h"

struct keeper;		/* the master's own */
struct kept;		/* in shared memory */

/* What is live now. */
struct kept_view {
	uint64_t	change;		/* another one at each change */
	uint64_t	number;		/* of the image; 0: there is none */
	int64_t		master;		/* whose descriptor fd is */
	int		fd;
	enum rc		why;		/* RC_OK, or that the newest was refused for */
	char		trouble[512];	/* "" or the reason, for operators */
};

/* Before the first fork.  The caller ends it with keeper_free(). */
enum rc	keeper_new(struct keeper **out, struct err *e);
void	keeper_free(struct keeper *k);	/* NULL is fine; ends its child */
/* In a worker, after fork: what only the master needs is let go. */
void	keeper_forked(struct keeper *k);
/* Look, and begin what is to be done.  directory: MODEL_DIRECTORY. */
void	keeper_look(struct keeper *k, const char *directory);
/* A child ended: true if it was the keeper's. */
bool	keeper_ended(struct keeper *k, pid_t pid, int status);
/* The first version is still being looked at: a worker would have no model. */
bool	keeper_is_starting(const struct keeper *k);

const struct kept *keeper_kept(const struct keeper *k);
/* For workers.  False: it is just being changed; ask again soon. */
bool	kept_read(const struct kept *p, struct kept_view *v);
/* Is v still what is live?  Costs nothing. */
bool	kept_same(const struct kept *p, const struct kept_view *v);
/* The model of v, which has one.  RC_IO: it was replaced meanwhile, or cannot be opened. */
enum rc	kept_open(const struct kept *p, const struct kept_view *v, struct model **out,
	    struct err *e);

#endif
