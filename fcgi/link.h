/*
 * A database that may be away.  Who finds it so tells all workers, through the scoreboard:
 * requests that need it are refused at once, and one worker at a time tries it again soon.
 */
#ifndef FCGI_LINK_H
#define FCGI_LINK_H

#include <stdint.h>
#include <sys/types.h>

#include "core/base/err.h"
#include "fcgi/scoreboard.h"

struct link {
	const char		*name;		/* for the log */
	struct board_link	*board;		/* shared by all workers; borrowed */
	_Atomic unsigned	*connected;	/* this worker's, and its bit there */
	unsigned		 bit;
	uint64_t		 began_us;	/* of the attempt at hand */
	char			 why[512];	/* what the last one of ours said; "": it is there */
	/* A database in a file stays readable when it is moved or replaced: is it still there? */
	char			*file;		/* NULL: on a server */
	dev_t			 dev;		/* of what was opened */
	ino_t			 ino;
};

/* url: the database's.  The caller ends *l with link_fini(). */
enum rc	link_init(struct link *l, const char *name, const char *url, struct scoreboard *board,
	    size_t slot, enum board_database k, struct err *e);
void	link_fini(struct link *l);
/* Before connecting.  RC_IO: it is away, and its time has not come. */
enum rc	link_try(struct link *l, struct err *e);
/* What that came to; *e says why.  Always RC_IO. */
enum rc	link_failed(struct link *l, struct err *e);
void	link_good(struct link *l);
/* The connection was closed. */
void	link_closed(struct link *l);
/* The file that was opened is no longer the one of that name. */
bool	link_moved(const struct link *l);

#endif
