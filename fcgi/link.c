#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/data/url.h"
#include "fcgi/link.h"

/*
 * The pause before the next attempt at a server that is away is so many times what this one
 * took: a refusal in a millisecond may be asked for again at once, a silence of seconds not.
 */
#define PAUSE_TIMES	4
#define PAUSE_MOST_US	UINT64_C(20000000)
#define ATTEMPT_US	UINT64_C(10000000)	/* so long the others leave one to it */

enum rc
link_init(struct link *l, const char *name, const char *url, struct scoreboard *board,
    size_t slot, enum board_database k, struct err *e)
{
	struct url	u;
	enum rc		rc = RC_OK;

	*l = (struct link){ .name = name, .board = &board->link[k],
		.connected = &board->slot[slot].connected, .bit = 1U << k };
	if (*url == '\0' || url_parse(&u, url, NULL) != RC_OK)
		return RC_OK;		/* opening it tells what is wrong */
	if ((u.dialect == DB_SQLITE || u.dialect == DB_ACCESS) && u.database != NULL &&
	    (l->file = strdup(u.database)) == NULL)
		rc = err_set(e, RC_NOMEM, "no memory for a worker");
	url_fini(&u);
	return rc;
}

void
link_fini(struct link *l)
{
	free(l->file);
	*l = (struct link){ 0 };
}

enum rc
link_try(struct link *l, struct err *e)
{
	uint64_t	now = clock_mono_us(), retry = atomic_load(&l->board->retry_us);

	l->began_us = now;
	if (retry == 0 || (now >= retry &&
	    atomic_compare_exchange_strong(&l->board->retry_us, &retry, now + ATTEMPT_US)))
		return RC_OK;
	atomic_fetch_add(&l->board->refused, 1);
	return err_set(e, RC_IO, "%s", l->why[0] != '\0' ? l->why :
	    "it is away, as another worker found; it is tried again soon");
}

enum rc
link_failed(struct link *l, struct err *e)
{
	uint64_t	now = clock_mono_us(), pause = PAUSE_TIMES * (now - l->began_us);

	if (strcmp(l->why, e->msg) != 0)	/* once, not at every attempt */
		log_error(l->name, "%s", e->msg);
	snprintf(l->why, sizeof(l->why), "%s", e->msg);
	atomic_store(&l->board->retry_us, now + (pause < PAUSE_MOST_US ? pause : PAUSE_MOST_US));
	e->rc = RC_IO;		/* whatever it is, no input of a client is to blame */
	return RC_IO;
}

void
link_good(struct link *l)
{
	struct stat	st;

	if (l->why[0] != '\0')
		log_info(l->name, "is back");
	l->why[0] = '\0';
	atomic_store(&l->board->retry_us, 0);
	atomic_fetch_or(l->connected, l->bit);
	if (l->file != NULL && stat(l->file, &st) == 0) {
		l->dev = st.st_dev;
		l->ino = st.st_ino;
	}
}

void
link_closed(struct link *l)
{
	atomic_fetch_and(l->connected, ~l->bit);
}

bool
link_moved(const struct link *l)
{
	struct stat	st;

	return l->file != NULL && (stat(l->file, &st) == -1 || st.st_dev != l->dev ||
	    st.st_ino != l->ino);
}
