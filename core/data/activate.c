#include "config.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/log.h"
#include "core/data/activate.h"
#include "core/data/registry_priv.h"

#define LOCK_SECONDS	10

/*
 * One switch at a time, from the registry's row to the link: the folder itself is the lock.
 * *fd is closed by the caller.
 */
static enum rc
lock(const char *dir, int *fd, struct err *e)
{
	uint64_t	end = clock_mono_us() + LOCK_SECONDS * UINT64_C(1000000);

	if ((*fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return err_set(e, RC_IO, "%s: %s", dir, strerror(errno));
	while (flock(*fd, LOCK_EX | LOCK_NB) == -1) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_set(e, RC_IO, "%s: %s", dir, strerror(errno));
		if (clock_mono_us() > end)
			return err_set(e, RC_BUSY, "%s: another activation is going on", dir);
		usleep(20000);
	}
	return RC_OK;
}

static enum rc
folder_check(int dir, const char *model_directory, const char *version, struct err *e)
{
	char		manifest[64];
	struct stat	st;

	snprintf(manifest, sizeof(manifest), "%s/manifest.json", version);
	if (fstatat(dir, manifest, &st, 0) == 0 && S_ISREG(st.st_mode))
		return RC_OK;
	return err_set(e, RC_NOTFOUND, "%s/%s: %s; the version's files are not there",
	    model_directory, manifest, errno != 0 ? strerror(errno) : "not a file");
}

/* The link is made aside and renamed over the old one: there is always one. */
static enum rc
link_switch(int dir, const char *model_directory, const char *version, struct err *e)
{
	static const char aside[] = ".default.new";	/* one at a time: the folder is locked */
	char	old[64];
	ssize_t	n = readlinkat(dir, "default", old, sizeof(old));

	if (n > 0 && (size_t)n == strlen(version) && memcmp(old, version, n) == 0)
		return RC_OK;
	if ((unlinkat(dir, aside, 0) == -1 && errno != ENOENT) ||
	    symlinkat(version, dir, aside) == -1)
		return err_set(e, RC_IO, "%s/%s: %s", model_directory, aside, strerror(errno));
	if (renameat(dir, aside, dir, "default") == -1) {
		err_set(e, RC_IO, "%s/default: %s", model_directory, strerror(errno));
		unlinkat(dir, aside, 0);
		return RC_IO;
	}
	if (fsync(dir) == -1)	/* switched, if perhaps not for good: no reason to go back */
		log_warn("activate", "%s: %s", model_directory, strerror(errno));
	return RC_OK;
}

/* Row, then link; the row goes again if the link cannot be made. */
static enum rc
switch_to(struct db *d, int dir, const char *model_directory, const char *kind,
    const char *version, const struct audit_entry *by, const char *reason, struct err *e)
{
	struct err	why;
	int64_t		id;
	enum rc		rc;

	if ((rc = folder_check(dir, model_directory, version, e)) != RC_OK ||
	    (rc = activation_write(d, kind, version, by, reason, &id, e)) != RC_OK ||
	    (rc = link_switch(dir, model_directory, version, e)) == RC_OK)
		return rc;
	if (id != 0 && activation_take_back(d, id, version, by, &why) != RC_OK)
		return err_prefix(e, "the registry says that %s is live, but the link could not "
		    "be made and the registry not be corrected (%s)", version, why.msg);
	return rc;
}

enum rc
activate_version(struct db *d, const char *model_directory, const char *name,
    const struct audit_entry *by, const char *reason, char version[17], struct err *e)
{
	struct arena	*a;
	struct version	 v;
	int		 dir = -1;
	enum rc		 rc;

	if ((a = arena_new(0)) == NULL)
		return err_set(e, RC_NOMEM, "activate: no memory");
	if ((rc = lock(model_directory, &dir, e)) == RC_OK &&
	    (rc = registry_version_get(d, name, a, &v, e)) == RC_OK &&
	    (rc = switch_to(d, dir, model_directory, "activate", v.version, by, reason,
	    e)) == RC_OK)
		memcpy(version, v.version, VERSION_SIZE);
	if (dir != -1)
		close(dir);
	arena_free(a);
	return rc;
}

enum rc
activate_rollback(struct db *d, const char *model_directory, const struct audit_entry *by,
    const char *reason, char version[17], struct err *e)
{
	char	to[VERSION_SIZE];
	int	dir = -1;
	enum rc	rc;

	if ((rc = lock(model_directory, &dir, e)) == RC_OK &&
	    (rc = activation_before(d, to, e)) == RC_OK &&
	    (rc = switch_to(d, dir, model_directory, "rollback", to, by, reason,
	    e)) == RC_OK)
		memcpy(version, to, VERSION_SIZE);
	if (dir != -1)
		close(dir);
	return rc;
}
