/*
 * The connection string for a URL: each driver has its own keywords and its own traps.
 *
 * SQLite reads paths without braces and takes the whole result into memory but for StepAPI.
 * FreeTDS wants Server and Port apart, TDS_Version (else the login has no time limit) and
 * ClientCharset (else Korean becomes ?), and says Encryption where others say Encrypt.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/data/url.h"

static bool
contains(const char *s, const char *word)
{
	return s != NULL && strcasestr(s, word) != NULL;
}

static const char *
option(const struct url *u, const char *name)
{
	for (size_t i = 0; i < u->noptions; i++)
		if (strcasecmp(u->options[i].name, name) == 0)
			return u->options[i].value;
	return NULL;
}

static enum rc
options_only(const struct url *u, const char *const *names, const char *driver, struct err *e)
{
	for (size_t i = 0; i < u->noptions; i++) {
		size_t	k = 0;

		while (names[k] != NULL && strcasecmp(names[k], u->options[i].name) != 0)
			k++;
		if (names[k] == NULL)
			return err_set(e, RC_INVAL, "database URL: %s does not know the "
			    "option \"%s\"", driver, u->options[i].name);
	}
	return RC_OK;
}

/* Key=value; with the value in braces where it holds one of the characters of special. */
static void
attr(struct buf *out, const char *key, const char *value, const char *special)
{
	size_t	n = strlen(value);

	buf_addf(out, "%s=", key);
	if (value[strcspn(value, special)] == '\0' &&
	    (n == 0 || (value[0] != ' ' && value[n - 1] != ' '))) {
		buf_addf(out, "%s;", value);
		return;
	}
	buf_addc(out, '{');
	for (; *value != '\0'; value++) {
		if (*value == '}')
			buf_addc(out, '}');
		buf_addc(out, *value);
	}
	buf_adds(out, "};");
}

static void
attr_driver(struct buf *out, const struct url_driver *d)
{
	attr(out, "Driver", d->name, ";{}");
}

#define SPECIAL	"[]{}(),;?*=!@"		/* what ODBC wants in braces */

static bool
is_freetds(const struct url_driver *d)
{
	return contains(d->name, "FreeTDS") || contains(d->library, "tdsodbc");
}

/* How well a driver serves a dialect: 0 not at all, else more is better. */
static int
rank(enum db_dialect dialect, const struct url_driver *d)
{
	int	version = 0;

	switch (dialect) {
	case DB_SQLITE:
		return contains(d->name, "SQLite3") ? 2 : contains(d->library, "sqlite3odbc");
	case DB_POSTGRESQL:
		if (!contains(d->name, "PostgreSQL") && !contains(d->library, "psqlodbc"))
			return 0;
		return contains(d->name, "Unicode") || contains(d->library, "psqlodbcw") ? 2 : 1;
	case DB_MSSQL:
		if (contains(d->name, "for SQL Server")) {
			for (const char *p = d->name; *p != '\0' && version == 0; p++)
				version = atoi(p);
			return 10 + version;
		}
		return is_freetds(d) ? 1 : 0;
	case DB_ACCESS:
		if (contains(d->name, "MDBTools") || contains(d->library, "mdbodbc"))
			return contains(d->library, "mdbodbcW") ? 1 : 2;
		return 0;
	case DB_OTHER:
		break;
	}
	return 0;
}

static const char *
package(enum db_dialect dialect)
{
	switch (dialect) {
	case DB_SQLITE:
		return "SQLite3 (Debian: libsqliteodbc)";
	case DB_POSTGRESQL:
		return "PostgreSQL (Debian: odbc-postgresql)";
	case DB_MSSQL:
		return "SQL Server (Debian: tdsodbc, or Microsoft's msodbcsql18)";
	default:
		return "Access (Debian: odbc-mdbtools)";
	}
}

static enum rc
choose(const struct url *u, const struct url_driver *drivers, size_t n,
    const struct url_driver **out, struct err *e)
{
	const char	*want = option(u, "driver");
	int		 best = 0;

	*out = NULL;
	for (size_t i = 0; i < n; i++) {
		if (want != NULL) {
			if (strcasecmp(drivers[i].name, want) == 0)
				*out = &drivers[i];
		} else if (rank(u->dialect, &drivers[i]) > best) {
			best = rank(u->dialect, &drivers[i]);
			*out = &drivers[i];
		}
	}
	if (*out != NULL)
		return RC_OK;
	if (want != NULL)
		return err_set(e, RC_INVAL, "database URL: the ODBC driver \"%s\" is not "
		    "installed (odbcinst -q -d lists what is)", want);
	return err_set(e, RC_INVAL, "no ODBC driver for %s is installed", package(u->dialect));
}

static void
add_login(const struct url *u, struct buf *out)
{
	if (u->user != NULL)
		attr(out, "UID", u->user, SPECIAL);
	if (u->password != NULL)
		attr(out, "PWD", u->password, SPECIAL);
}

static enum rc
postgresql(const struct url *u, struct buf *out, struct err *e)
{
	static const char *const known[] = { "driver", "host", "port", "user", "password",
	    "sslmode", "connect_timeout", "application_name", NULL };
	const char	*s;
	enum rc		 rc;

	if ((rc = options_only(u, known, "PostgreSQL", e)) != RC_OK)
		return rc;
	/* libpq's own spelling of a socket folder: postgresql:///db?host=/run/postgresql */
	s = u->host != NULL ? u->host : option(u, "host");
	attr(out, "Server", s != NULL ? s : "localhost", ";{}");
	if (u->port != 0)
		buf_addf(out, "Port=%u;", u->port);
	else if ((s = option(u, "port")) != NULL)
		attr(out, "Port", s, SPECIAL);
	attr(out, "Database", u->database, ";{}");
	if (u->user != NULL || (s = option(u, "user")) != NULL)
		attr(out, "UID", u->user != NULL ? u->user : s, ";{}");
	if (u->password != NULL || (s = option(u, "password")) != NULL)
		attr(out, "PWD", u->password != NULL ? u->password : s, SPECIAL "%+");
	if ((s = option(u, "sslmode")) != NULL)
		attr(out, "SSLmode", s, SPECIAL);
	/* Fetch in blocks through a cursor: the driver would hold the whole result else. */
	buf_adds(out, "UseDeclareFetch=1;Fetch=2000;ByteaAsLongVarBinary=1;");
	return RC_OK;
}

static enum rc
mssql_microsoft(const struct url *u, struct buf *out, struct err *e)
{
	static const struct {
		const char *option, *key;
	} pass[] = {
		{ "encrypt", "Encrypt" },
		{ "trustservercertificate", "TrustServerCertificate" },
		{ "hostnameincertificate", "HostNameInCertificate" },
		{ "servercertificate", "ServerCertificate" },
		{ "trusted_connection", "Trusted_Connection" },
		{ "applicationintent", "ApplicationIntent" },
		{ "multisubnetfailover", "MultiSubnetFailover" },
		{ "app", "APP" },
	};
	static const char *const known[] = { "driver", "encrypt", "trustservercertificate",
	    "hostnameincertificate", "servercertificate", "trusted_connection",
	    "applicationintent", "multisubnetfailover", "app", NULL };
	struct buf	 server;
	const char	*s;
	enum rc		 rc;

	if ((rc = options_only(u, known, "Microsoft's driver", e)) != RC_OK)
		return rc;
	buf_init(&server);
	buf_adds(&server, u->host);
	if (u->port != 0)
		buf_addf(&server, ",%u", u->port);
	if (buf_ok(&server))
		attr(out, "Server", buf_str(&server), ";{}");
	else
		rc = err_set(e, RC_NOMEM, "database URL: no memory");
	buf_fini(&server);
	attr(out, "Database", u->database, SPECIAL);
	add_login(u, out);
	for (size_t i = 0; i < sizeof(pass) / sizeof(pass[0]); i++)
		if ((s = option(u, pass[i].option)) != NULL)
			attr(out, pass[i].key, s, SPECIAL);
	return rc;
}

static enum rc
mssql_freetds(const struct url *u, struct buf *out, struct err *e)
{
	static const char *const known[] = { "driver", "encrypt", "trustservercertificate",
	    "app", "applicationintent", "multisubnetfailover", NULL };
	const char	*s;
	enum rc		 rc;

	if ((rc = options_only(u, known, "FreeTDS", e)) != RC_OK)
		return rc;
	attr(out, "Server", u->host, SPECIAL);
	buf_addf(out, "Port=%u;", u->port != 0 ? u->port : 1433);
	attr(out, "Database", u->database, SPECIAL);
	add_login(u, out);
	buf_adds(out, "TDS_Version=7.4;ClientCharset=UTF-8;");
	if ((s = option(u, "encrypt")) != NULL)
		buf_addf(out, "Encryption=%s;", strcasecmp(s, "no") == 0 ||
		    strcasecmp(s, "false") == 0 || strcasecmp(s, "optional") == 0 ?
		    "request" : "require");
	if ((s = option(u, "applicationintent")) != NULL)
		attr(out, "ApplicationIntent", s, SPECIAL);
	if ((s = option(u, "app")) != NULL)
		attr(out, "APP", s, SPECIAL);
	return RC_OK;
}

enum rc
url_connection(const struct url *u, const struct db_options *opt,
    const struct url_driver *drivers, size_t n, struct buf *out, struct err *e)
{
	const struct url_driver	*d;
	enum rc			 rc;

	if (u->raw != NULL) {
		buf_adds(out, u->raw);
		goto done;
	}
	if ((rc = choose(u, drivers, n, &d, e)) != RC_OK)
		return rc;
	attr_driver(out, d);
	switch (u->dialect) {
	case DB_SQLITE:
		/* Half of it, in ms: the driver waits for a lock twice. */
		buf_addf(out, "Database=%s;StepAPI=1;Timeout=%u;FKSupport=1;", u->database,
		    (opt->query_seconds != 0 ? opt->query_seconds : 60) * 500);
		if (opt->read_only || opt->must_exist)
			buf_adds(out, "NoCreat=1;");
		break;
	case DB_POSTGRESQL:
		rc = postgresql(u, out, e);
		break;
	case DB_MSSQL:
		rc = is_freetds(d) ? mssql_freetds(u, out, e) : mssql_microsoft(u, out, e);
		break;
	case DB_ACCESS:
		buf_addf(out, "DBQ=%s;", u->database);
		break;
	case DB_OTHER:
		break;
	}
	if (rc != RC_OK)
		return rc;
done:
	return buf_ok(out) ? RC_OK : err_set(e, RC_NOMEM, "database URL: no memory");
}
