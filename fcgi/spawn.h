/* Programs that work beside the server: training, measuring. */
#ifndef FCGI_SPAWN_H
#define FCGI_SPAWN_H

#include "core/base/err.h"

struct spawn {
	const char *const	*argv;		/* argv[0] is the program's path; NULL-ended */
	const char		*output;	/* file for what it prints; made or emptied */
	int			 input;		/* descriptor that becomes its stdin; -1: /dev/null */
	int			 nice;		/* added to its niceness */
};

/*
 * Start a program in a session of its own that is nobody's child here, with no other
 * descriptors and plain signals.  RC_OK: it runs; RC_IO: it cannot be executed.
 */
enum rc	spawn_detached(const struct spawn *s, struct err *e);

#endif
