/*
 * The master: forks workers, replaces the dead, passes signals on, and nothing else: it opens
 * no database, starts no thread, reads no request.
 *
 *	SIGTERM, SIGINT	drain: nobody is let in, workers finish what they have in hand and
 *			what is in the queue, then all ends
 *	SIGHUP		read the settings anew and replace the workers one after another
 */
#ifndef FCGI_MASTER_H
#define FCGI_MASTER_H

#include "fcgi/setup.h"

/*
 * Serve until told to end.  Takes over *c.  pid_file: NULL for none.  Returns the exit
 * status, in the master and in each worker that it forks: the caller does nothing but exit.
 */
int	master_main(struct setup *c, const char *pid_file);

#endif
