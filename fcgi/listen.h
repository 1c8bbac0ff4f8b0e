/* The unix socket that nginx passes requests to. */
#ifndef FCGI_LISTEN_H
#define FCGI_LISTEN_H

#include <stdbool.h>

#include "core/base/err.h"

/*
 * Listen at path (mode 0660, close-on-exec, non-blocking).  A file left behind by a dead
 * server is replaced; RC_BUSY: somebody listens there.
 */
enum rc	listen_open(const char *path, int *fd, struct err *e);
/* Is fd a listening socket, as spawn-fcgi and systemd pass one on descriptor 0? */
bool	listen_given(int fd);
/* RC_IO: it cannot be made non-blocking. */
enum rc	listen_prepare(int fd, struct err *e);

#endif
