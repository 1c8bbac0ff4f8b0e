/* Connecting: the driver that is there, the file that should be, the session's settings. */
#include "config.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/log.h"
#include "core/data/db_priv.h"
#include "core/data/url.h"

#define DRIVERS_MAX	64

/* The installed drivers, with the names and libraries in one block. */
struct drivers {
	size_t			 n;
	struct url_driver	 list[DRIVERS_MAX];
	char			 name[DRIVERS_MAX][128], library[DRIVERS_MAX][256];
};

static void
drivers_list(SQLHENV env, struct drivers *ds)
{
	SQLCHAR		attrs[1024];
	SQLSMALLINT	nl, al;

	for (ds->n = 0; ds->n < DRIVERS_MAX; ds->n++) {
		char	*name = ds->name[ds->n], *library = ds->library[ds->n];

		if (!SQL_SUCCEEDED(SQLDrivers(env, ds->n == 0 ? SQL_FETCH_FIRST :
		    SQL_FETCH_NEXT, (SQLCHAR *)name, sizeof(ds->name[0]), &nl, attrs,
		    sizeof(attrs), &al)))
			break;
		*library = '\0';	/* Key=value, each ended by a NUL, then an empty one */
		attrs[sizeof(attrs) - 1] = attrs[sizeof(attrs) - 2] = '\0';
		for (const char *p = (char *)attrs; al > 0 && *p != '\0'; p += strlen(p) + 1)
			if (strncasecmp(p, "Driver=", 7) == 0)
				str_copy(library, sizeof(ds->library[0]), str_of(p + 7));
		ds->list[ds->n].name = name;
		ds->list[ds->n].library = library;
	}
}

/* Take what is secret out of a driver's message. */
static void
scrub(struct err *e, const char *secret)
{
	char	*p;
	size_t	 n;

	if (e == NULL || secret == NULL || (n = strlen(secret)) == 0)
		return;
	while ((p = strstr(e->msg, secret)) != NULL) {
		memset(p, '*', n < 3 ? n : 3);
		if (n > 3)
			memmove(p + 3, p + n, strlen(p + n) + 1);
		else if (secret[0] == '*')
			break;
	}
}

/* That of a file to be made. */
static enum rc
folder_check(const char *path, struct err *e)
{
	const char	*slash = strrchr(path, '/');
	char		*dir = slash == NULL ? strdup(".") :
	    strndup(path, slash == path ? 1 : (size_t)(slash - path));
	enum rc		 rc = RC_OK;

	if (dir == NULL)
		return err_set(e, RC_NOMEM, "%s: no memory", path);
	if (access(dir, W_OK | X_OK) == -1)
		rc = err_set(e, RC_IO, "%s: it cannot be made: %s: %s", path, dir,
		    strerror(errno));
	free(dir);
	return rc;
}

/* Whose driver gives no reason at all. */
static enum rc
access_check(const char *path, struct err *e)
{
	char	head[19] = "";
	FILE	*f;
	size_t	n;

	if ((f = fopen(path, "re")) == NULL)
		return err_set(e, RC_IO, "%s: %s", path, errno == EACCES || errno == EBUSY ?
		    "it may not be read, or somebody holds it for himself" : strerror(errno));
	n = fread(head, 1, sizeof(head), f);
	fclose(f);
	if (n != sizeof(head) || (memcmp(head + 4, "Standard Jet DB", 15) != 0 &&
	    memcmp(head + 4, "Standard ACE DB", 15) != 0))
		return err_set(e, RC_CORRUPT, "%s: it is no Access database (.mdb, .accdb)", path);
	return RC_OK;
}

/* A file that must be there: the driver would only say "connect failed". */
static enum rc
file_check(const struct url *u, const struct db_options *opt, struct err *e)
{
	struct stat	 st;
	const char	*ca = u->dialect == DB_MSSQL ? url_option(u, "ca_file") : NULL;

	if (ca != NULL && access(ca, R_OK) == -1)
		return err_set(e, RC_INVAL, "database URL: ca_file: %s: %s", ca, strerror(errno));
	if (u->raw != NULL || (u->dialect != DB_SQLITE && u->dialect != DB_ACCESS))
		return RC_OK;
	if (stat(u->database, &st) == -1) {
		if (errno == ENOENT && u->dialect == DB_SQLITE && !opt->read_only &&
		    !opt->must_exist)
			return folder_check(u->database, e);
		return err_set(e, RC_IO, "%s: %s", u->database, strerror(errno));
	}
	if (!S_ISREG(st.st_mode))
		return err_set(e, RC_IO, "%s: it is not a file", u->database);
	return u->dialect == DB_ACCESS ? access_check(u->database, e) : RC_OK;
}

bool
db_stat(const struct db *d, struct stat *st)
{
	return d->file != NULL && stat(d->file, st) == 0;
}

/* The driver's habits that we must know of. */
static void
traits(struct db *d, enum db_dialect from_url)
{
	char		dbms[128] = "", driver[128] = "";
	SQLSMALLINT	n;

	SQLGetInfo(d->dbc, SQL_DBMS_NAME, dbms, sizeof(dbms), &n);
	SQLGetInfo(d->dbc, SQL_DRIVER_NAME, driver, sizeof(driver), &n);
	d->dialect = from_url != DB_OTHER ? from_url : dialect_of(dbms);
	d->nvarchar = d->dialect == DB_MSSQL;
	d->wide = d->dialect == DB_POSTGRESQL ||
	    (d->dialect == DB_MSSQL && strcasestr(driver, "tdsodbc") == NULL);
}

/* Settings of the session; they also show whether the file is a database at all. */
static enum rc
session_init(struct db *d, struct err *e)
{
	bool	read_only = d->opt.read_only;
	enum rc	rc = RC_OK;

	d->opt.read_only = false;	/* these are ours */
	if (d->dialect == DB_SQLITE) {
		rc = db_exec(d, "PRAGMA schema_version", NULL, 0, NULL, e);
		if (rc == RC_OK && read_only)
			rc = db_exec(d, "PRAGMA query_only = 1", NULL, 0, NULL, e);
		if (rc == RC_OK && d->opt.bulk_load) {
			rc = db_exec(d, "PRAGMA journal_mode = MEMORY", NULL, 0, NULL, e);
			if (rc == RC_OK)
				rc = db_exec(d, "PRAGMA synchronous = OFF", NULL, 0, NULL, e);
		} else if (rc == RC_OK) {
			rc = db_exec(d, "PRAGMA synchronous = FULL", NULL, 0, NULL, e);
		}
	} else if (d->dialect == DB_POSTGRESQL && read_only) {
		rc = db_exec(d, "SET default_transaction_read_only = on", NULL, 0, NULL, e);
	}
	d->opt.read_only = read_only;
	return rc;
}

void
db_disconnect(struct db *d)
{
	if (d->connected)
		SQLDisconnect(d->dbc);
	if (d->dbc != SQL_NULL_HDBC)
		SQLFreeHandle(SQL_HANDLE_DBC, d->dbc);
	if (d->env != SQL_NULL_HENV)
		SQLFreeHandle(SQL_HANDLE_ENV, d->env);
	d->dbc = SQL_NULL_HDBC;
	d->env = SQL_NULL_HENV;
	d->connected = d->lost = d->in_transaction = false;
}

/*
 * Lay FreeTDS's own file where it looks for one, in memory.  *fd: to be given to freetds_end();
 * -1: it needs none.
 */
static enum rc
freetds_begin(const struct buf *conf, int *fd, char **before, struct err *e)
{
	const char	*was = getenv("FREETDSCONF");
	char		 path[40];

	*fd = -1;
	*before = NULL;
	if (conf->len == 0)
		return RC_OK;
	if ((*fd = memfd_create("freetds.conf", MFD_CLOEXEC)) == -1 ||
	    write(*fd, conf->p, conf->len) != (ssize_t)conf->len ||
	    snprintf(path, sizeof(path), "/proc/self/fd/%d", *fd) < 0 ||
	    (was != NULL && (*before = strdup(was)) == NULL) ||
	    setenv("FREETDSCONF", path, 1) == -1) {
		if (*fd != -1)
			close(*fd);
		free(*before);
		return err_set(e, RC_NOMEM, "no memory for FreeTDS's settings");
	}
	return RC_OK;
}

static void
freetds_end(int fd, char *before)
{
	if (fd == -1)
		return;
	if (before != NULL)
		setenv("FREETDSCONF", before, 1);
	else
		unsetenv("FREETDSCONF");
	free(before);
	close(fd);
}

static enum rc
connect_driver(struct db *d, const struct url_string *string, struct err *e)
{
	SQLULEN		 seconds = d->opt.connect_seconds;
	SQLRETURN	 r;
	char		*before;
	int		 fd;

	if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, d->env, &d->dbc)))
		return err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
	SQLSetConnectAttr(d->dbc, SQL_ATTR_LOGIN_TIMEOUT, (SQLPOINTER)seconds, 0);
	if (d->opt.read_only)
		SQLSetConnectAttr(d->dbc, SQL_ATTR_ACCESS_MODE,
		    (SQLPOINTER)(SQLULEN)SQL_MODE_READ_ONLY, 0);
	/* The completed string that could come back holds the password: not asked for. */
	if (freetds_begin(&string->freetds, &fd, &before, e) != RC_OK)
		return RC_NOMEM;
	watch_connect_begin(&d->watch, d->opt.connect_seconds);
	r = SQLDriverConnect(d->dbc, NULL, (SQLCHAR *)string->text.p, SQL_NTS, NULL, 0, NULL,
	    SQL_DRIVER_NOPROMPT);
	freetds_end(fd, before);
	if (watch_connect_end(&d->watch))
		return err_set(e, RC_IO, "%s: the server takes connections, but did not answer "
		    "within %u s", db_name(d), d->opt.connect_seconds);
	if (!SQL_SUCCEEDED(r)) {
		odbc_error(d, SQL_HANDLE_DBC, d->dbc, e);
		/* FreeTDS tells no more than that. */
		if (e != NULL && string->freetds.len != 0 &&
		    strstr(e->msg, "Unable to connect") != NULL)
			err_prefix(e, "the server is away, or its certificate is not by ca_file, "
			    "or not for this host");
		if (e != NULL)
			e->rc = RC_IO;
		return RC_IO;
	}
	d->connected = true;
	return RC_OK;
}

enum rc
db_connect(struct db *d, struct err *e)
{
	static bool	 told;		/* once a process is enough */
	struct drivers	*ds = NULL;
	struct url_string string = { .blind = false };
	struct url	 u;
	enum rc		 rc;

	db_disconnect(d);
	if ((rc = url_parse(&u, d->url, e)) != RC_OK)
		return rc;
	buf_clear(&d->name);
	url_name(&u, &d->name);
	d->dialect = u.dialect;
	free(d->file);
	d->file = NULL;
	if (u.raw == NULL && (u.dialect == DB_SQLITE || u.dialect == DB_ACCESS) &&
	    (d->file = strdup(u.database)) == NULL) {
		url_fini(&u);
		return err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
	}
	if ((ds = malloc(sizeof(*ds))) == NULL || !buf_ok(&d->name) ||
	    !SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &d->env)) ||
	    !SQL_SUCCEEDED(SQLSetEnvAttr(d->env, SQL_ATTR_ODBC_VERSION,
	    (SQLPOINTER)SQL_OV_ODBC3, 0))) {
		rc = err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
		goto out;
	}
	drivers_list(d->env, ds);
	if ((rc = file_check(&u, &d->opt, e)) != RC_OK ||
	    (rc = url_connection(&u, &d->opt, ds->list, ds->n, &string, e)) != RC_OK)
		goto out;
	if (string.blind && !told) {
		log_warn("db", "%s: encrypted, but FreeTDS does not check whose server it is: "
		    "name its CA by ca_file=, or say trustservercertificate=yes", db_name(d));
		told = true;
	}
	if ((rc = connect_driver(d, &string, e)) != RC_OK)
		goto out;
	traits(d, u.dialect);
	rc = session_init(d, e);
out:
	atomic_fetch_add(rc == RC_OK ? &d->opt.stats->connects :
	    &d->opt.stats->connect_failures, 1);
	if (rc != RC_OK) {
		scrub(e, u.password);
		db_disconnect(d);
	}
	url_string_fini(&string);
	url_fini(&u);
	free(ds);
	return rc;
}
