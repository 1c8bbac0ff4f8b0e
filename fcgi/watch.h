/*
 * Watching which version is active: MODEL_DIRECTORY/default and its manifest are looked at a
 * few times a second.  Another one, or a touched one, is news.
 */
#ifndef FCGI_WATCH_H
#define FCGI_WATCH_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "core/base/err.h"

/* What tells one state of the active version from another. */
struct watch_mark {
	char		dir[PATH_MAX];	/* what the link leads to; "" where there is none */
	dev_t		dev;
	ino_t		ino;
	off_t		size;
	struct timespec	mtime;
};

struct watch {				/* zero at the start */
	struct watch_mark	seen;
	uint64_t		next_us;	/* when to look again */
	uint64_t		retry_us;	/* when to call the same thing news again */
};

/*
 * True: news; *rc is RC_OK and w->seen.dir the version, or RC_NOTFOUND with the reason in *e.
 * False: nothing, or it is not time to look yet.  again: what was seen last was of no use and
 * there is nothing else, so it is news every few seconds.
 */
bool	watch_news(struct watch *w, const char *directory, bool again, enum rc *rc,
	    struct err *e);

#endif
