#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/base/file.h"
#include "fcgi/listen.h"

/* This is the queue of requests: short ones turn a burst into 502s. */
#define LISTEN_BACKLOG	1024

/* RC_OK: there is no socket at the address any more, or never was. */
static enum rc
make_way(const struct sockaddr_un *at, struct err *e)
{
	struct stat	st;
	enum rc		rc = RC_OK;
	int		fd;

	if (lstat(at->sun_path, &st) == -1)
		return RC_OK;		/* bind() tells what else is wrong */
	if (!S_ISSOCK(st.st_mode))
		return err_set(e, RC_BUSY, "FCGI_LISTEN: %s is there and is no socket",
		    at->sun_path);
	if ((fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) == -1)
		return err_set(e, RC_IO, "socket: %s", strerror(errno));
	if (connect(fd, (const struct sockaddr *)at, sizeof(*at)) == 0 || errno == EAGAIN)
		rc = err_set(e, RC_BUSY, "FCGI_LISTEN: another server listens at %s",
		    at->sun_path);
	else if (errno != ECONNREFUSED)
		rc = err_set(e, RC_IO, "FCGI_LISTEN: %s: %s", at->sun_path, strerror(errno));
	else if (unlink(at->sun_path) == -1)
		rc = err_set(e, RC_IO, "FCGI_LISTEN: %s cannot be removed: %s", at->sun_path,
		    strerror(errno));
	close(fd);
	return rc;
}

enum rc
listen_open(const char *path, int *fd, struct err *e)
{
	struct sockaddr_un	at = { .sun_family = AF_UNIX };
	char			folder[sizeof(at.sun_path)];
	mode_t			mask;
	enum rc			rc;
	int			bound;

	*fd = -1;
	if (strlen(path) >= sizeof(at.sun_path))
		return err_field(e, "FCGI_LISTEN", "FCGI_LISTEN: %s is longer than the %zu bytes "
		    "that a socket's path may have", path, sizeof(at.sun_path) - 1);
	strcpy(at.sun_path, path);
	strcpy(folder, path);
	if ((rc = file_mkdirs(dirname(folder), e)) != RC_OK || (rc = make_way(&at, e)) != RC_OK)
		return rc;
	if ((*fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) == -1)
		return err_set(e, RC_IO, "socket: %s", strerror(errno));
	mask = umask(0117);	/* never, not for a moment, open to others */
	bound = bind(*fd, (struct sockaddr *)&at, sizeof(at));
	umask(mask);
	if (bound == -1 || listen(*fd, LISTEN_BACKLOG) == -1) {
		rc = err_set(e, RC_IO, "FCGI_LISTEN: %s: %s", path, strerror(errno));
		close(*fd);
		*fd = -1;
	}
	return rc;
}

bool
listen_given(int fd)
{
	int		listening = 0;
	socklen_t	n = sizeof(listening);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &n) == 0 && listening;
}

enum rc
listen_prepare(int fd, struct err *e)
{
	int	flags = fcntl(fd, F_GETFL);

	if (flags == -1 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1 ||
	    fcntl(fd, F_SETFD, FD_CLOEXEC) == -1)
		return err_set(e, RC_IO, "descriptor %d: %s", fd, strerror(errno));
	return RC_OK;
}
