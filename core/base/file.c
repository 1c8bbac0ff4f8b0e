#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"

static enum rc
io_error(struct err *e, const char *path)
{
	int	saved = errno;

	return err_set(e, saved == ENOENT ? RC_NOTFOUND : saved == EACCES ? RC_DENIED : RC_IO,
	    "%s: %s", path, strerror(saved));
}

enum rc
file_read(const char *path, size_t most, struct buf *b, struct err *e)
{
	char	piece[16384];
	ssize_t	n;
	int	fd;
	enum rc	rc = RC_OK;

	buf_clear(b);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return io_error(e, path);
	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			rc = io_error(e, path);
			break;
		}
		if (b->len + (size_t)n > most) {
			rc = err_set(e, RC_INVAL, "%s is larger than %zu bytes", path, most);
			break;
		}
		buf_add(b, piece, (size_t)n);
	}
	close(fd);
	if (rc == RC_OK && !buf_ok(b))
		rc = err_set(e, RC_NOMEM, "%s: no memory", path);
	return rc;
}

static void
parent_of(const char *path, char *out, size_t size)
{
	const char	*slash = strrchr(path, '/');
	size_t		 n = slash == NULL ? 0 : (size_t)(slash - path);

	if (slash == NULL)
		snprintf(out, size, ".");
	else
		snprintf(out, size, "%.*s", n == 0 ? 1 : (int)n, path);
}

enum rc
file_sync_dir(const char *path, struct err *e)
{
	int	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum rc	rc = RC_OK;

	if (fd == -1)
		return io_error(e, path);
	if (fsync(fd) == -1)
		rc = io_error(e, path);
	close(fd);
	return rc;
}

enum rc
file_write(const char *path, const void *p, size_t n, struct err *e)
{
	char	tmp[PATH_MAX], dir[PATH_MAX];
	size_t	done = 0;
	ssize_t	put;
	int	fd;
	enum rc	rc = RC_OK;

	if (snprintf(tmp, sizeof(tmp), "%s.new.%ld", path, (long)getpid()) >= (int)sizeof(tmp))
		return err_set(e, RC_INVAL, "%s: the path is too long", path);
	if ((fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) == -1)
		return io_error(e, tmp);
	while (done < n) {
		if ((put = write(fd, (const char *)p + done, n - done)) == -1) {
			if (errno == EINTR)
				continue;
			rc = io_error(e, tmp);
			break;
		}
		done += (size_t)put;
	}
	if (rc == RC_OK && fsync(fd) == -1)
		rc = io_error(e, tmp);
	if (close(fd) == -1 && rc == RC_OK)
		rc = io_error(e, tmp);
	if (rc == RC_OK && rename(tmp, path) == -1)
		rc = io_error(e, path);
	if (rc != RC_OK) {
		unlink(tmp);
		return rc;
	}
	parent_of(path, dir, sizeof(dir));
	return file_sync_dir(dir, e);
}

enum rc
file_mkdirs(const char *path, struct err *e)
{
	char	part[PATH_MAX];
	size_t	n = strlen(path);

	if (n == 0 || n >= sizeof(part))
		return err_set(e, RC_INVAL, "%.80s: not a usable path", path);
	memcpy(part, path, n + 1);
	for (size_t i = 1; i <= n; i++) {
		if (part[i] != '/' && part[i] != '\0')
			continue;
		part[i] = '\0';
		if (mkdir(part, 0755) == -1 && errno != EEXIST)
			return io_error(e, part);
		if (i < n)
			part[i] = '/';
	}
	return RC_OK;
}

/* What stands in the folder fd, then the folder `name` in `at` itself. */
static enum rc
remove_at(int at, const char *name, int depth, struct err *e)
{
	DIR		*d;
	struct dirent	*ent;
	int		 fd;
	enum rc		 rc = RC_OK;

	fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1) {
		if (errno == ENOENT || ((errno == ENOTDIR || errno == ELOOP) &&
		    unlinkat(at, name, 0) == 0))
			return RC_OK;
		return io_error(e, name);
	}
	if (depth > 16 || (d = fdopendir(fd)) == NULL) {
		close(fd);
		return err_set(e, RC_IO, "%s: too deep, or no memory to remove it", name);
	}
	while (rc == RC_OK && (ent = readdir(d)) != NULL)
		if (strcmp(ent->d_name, ".") != 0 && strcmp(ent->d_name, "..") != 0)
			rc = remove_at(dirfd(d), ent->d_name, depth + 1, e);
	closedir(d);
	if (rc == RC_OK && unlinkat(at, name, AT_REMOVEDIR) == -1 && errno != ENOENT)
		rc = io_error(e, name);
	return rc;
}

enum rc
file_remove_tree(const char *path, struct err *e)
{
	return remove_at(AT_FDCWD, path, 0, e);
}
