#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/data/backup.h"

static enum rc
check(const char *path, struct err *e)
{
	struct db	*copy = NULL;
	struct buf	 url;
	char		 said[200] = "";
	enum rc		 rc;

	buf_init(&url);
	buf_adds(&url, "sqlite:///");
	for (const char *p = path; *p != '\0'; p++)
		if (*p == '%' || *p == '?')	/* which a URL would read otherwise */
			buf_addf(&url, "%%%02X", (unsigned)*p);
		else
			buf_addc(&url, *p);
	rc = !buf_ok(&url) ? err_set(e, RC_NOMEM, "no memory") : db_open(&copy, buf_str(&url),
	    &(struct db_options){ .must_exist = true }, e);
	if (rc == RC_OK && (rc = db_get_text(copy, "PRAGMA integrity_check", NULL, 0, said,
	    sizeof(said), e)) == RC_OK && strcmp(said, "ok") != 0)
		rc = err_set(e, RC_CORRUPT, "%s: the database is damaged: %s", path, said);
	db_close(copy);
	buf_fini(&url);
	return rc;
}

enum rc
backup_make(struct db *d, const char *path, struct err *e)
{
	int	fd;
	enum rc	rc;

	if (db_dialect(d) != DB_SQLITE)
		return err_set(e, RC_INVAL, "%s: a server's own tools make its backups (pg_dump, "
		    "BACKUP DATABASE)", db_name(d));
	/* VACUUM INTO takes an empty file that is there, and so no wider rights than these. */
	if ((fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) == -1)
		return err_set(e, errno == EEXIST ? RC_INVAL : RC_IO, "%s: %s", path,
		    errno == EEXIST ? "is there already; a backup takes the place of nothing" :
		    strerror(errno));
	close(fd);
	rc = db_exec(d, "VACUUM INTO ?", (struct db_value[]){ db_text(path) }, 1, NULL, e);
	if (rc == RC_OK)
		rc = check(path, e);
	if (rc != RC_OK)
		unlink(path);
	return rc;
}
