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

const char *
url_option(const struct url *u, const char *name)
{
	for (size_t i = 0; i < u->noptions; i++)
		if (strcasecmp(u->options[i].name, name) == 0)
			return u->options[i].value;
	return NULL;
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

#define SPECIAL	"[]{}(),;?*=!@"		/* what ODBC wants in braces */

/* What Python's drivers are told in the same URL, and ODBC's need not be. */
static const char *const	python[] = { "ansi", "autocommit", "charset", "client_encoding",
	"fast_executemany", "timeout", "unicode_results", "use_setinputsizes", NULL };

/* An option of a URL, and what a driver calls it. */
struct keyword {
	const char	*option, *key;
};

static bool
among(const char *name, const char *const *names)
{
	while (*names != NULL && strcasecmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

/*
 * Pass on each option that is one of the keywords (ended by an empty one).  Those of `own` are
 * dealt with elsewhere; any other is a mistake that the driver would swallow without a word.
 */
static enum rc
pass_options(const struct url *u, const struct keyword *k, const char *const *own,
    const char *driver, struct buf *out, struct err *e)
{
	for (size_t i = 0; i < u->noptions; i++) {
		const char	*name = u->options[i].name;
		size_t		 n = 0;

		while (k[n].option != NULL && strcasecmp(k[n].option, name) != 0)
			n++;
		if (k[n].option != NULL)
			attr(out, k[n].key, u->options[i].value, SPECIAL);
		else if (!among(name, own) && !among(name, python))
			return err_set(e, RC_INVAL, "database URL: %s does not know the "
			    "option \"%s\"", driver, name);
	}
	return RC_OK;
}

static void
attr_driver(struct buf *out, const struct url_driver *d)
{
	attr(out, "Driver", d->name, ";{}");
}

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
	const char	*want = url_option(u, "driver");
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

/* libpq's own options, which the driver passes on: name='value', with \ before ' and \. */
static void
libpq_options(const struct url *u, const char *const *names, struct buf *out)
{
	struct buf	b;

	buf_init(&b);
	for (size_t i = 0; i < u->noptions; i++) {
		if (!among(u->options[i].name, names))
			continue;
		buf_addf(&b, "%s%s='", b.len > 0 ? " " : "", u->options[i].name);
		for (const char *p = u->options[i].value; *p != '\0'; p++) {
			if (*p == '\'' || *p == '\\')
				buf_addc(&b, '\\');
			buf_addc(&b, *p);
		}
		buf_addc(&b, '\'');
	}
	if (b.len > 0 && buf_ok(&b))
		attr(out, "pqopt", buf_str(&b), " ");
	out->failed |= !buf_ok(&b);
	buf_fini(&b);
}

static enum rc
postgresql(const struct url *u, struct buf *out, struct err *e)
{
	static const struct keyword	keys[] = { { "sslmode", "SSLmode" }, { NULL, NULL } };
	static const char *const	own[] = { "driver", "host", "port", "user", "password",
		"application_name", "channel_binding", "connect_timeout", "gssencmode",
		"keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval",
		"options", "sslcert", "sslcrl", "sslkey", "sslrootcert", "target_session_attrs",
		"tcp_user_timeout", NULL };
	const char	*s;
	enum rc		 rc;

	/* libpq's own spelling of a socket folder: postgresql:///db?host=/run/postgresql */
	s = u->host != NULL ? u->host : url_option(u, "host");
	attr(out, "Server", s != NULL ? s : "localhost", ";{}");
	if (u->port != 0)
		buf_addf(out, "Port=%u;", u->port);
	else if ((s = url_option(u, "port")) != NULL)
		attr(out, "Port", s, SPECIAL);
	attr(out, "Database", u->database, ";{}");
	if (u->user != NULL || (s = url_option(u, "user")) != NULL)
		attr(out, "UID", u->user != NULL ? u->user : s, ";{}");
	if (u->password != NULL || (s = url_option(u, "password")) != NULL)
		attr(out, "PWD", u->password != NULL ? u->password : s, SPECIAL "%+");
	if ((rc = pass_options(u, keys, own, "PostgreSQL", out, e)) != RC_OK)
		return rc;
	libpq_options(u, own + 5, out);
	/* Fetch in blocks through a cursor: the driver would hold the whole result else. */
	buf_adds(out, "UseDeclareFetch=1;Fetch=2000;ByteaAsLongVarBinary=1;");
	return RC_OK;
}

/* encrypt=: on unless the site says no. */
enum encryption { OFF, OPTIONAL, ON };

static enum encryption
encryption(const struct url *u)
{
	const char	*s = url_option(u, "encrypt");

	if (s != NULL && (strcasecmp(s, "no") == 0 || strcasecmp(s, "false") == 0 ||
	    strcasecmp(s, "off") == 0))
		return OFF;
	return s != NULL && strcasecmp(s, "optional") == 0 ? OPTIONAL : ON;
}

/* Whose server it is does not matter to the site. */
static bool
trusts(const struct url *u)
{
	const char	*s = url_option(u, "trustservercertificate");

	return s != NULL && (strcasecmp(s, "yes") == 0 || strcasecmp(s, "true") == 0);
}

static enum rc
ca_file_check(const struct url *u, struct err *e)
{
	const char	*ca = url_option(u, "ca_file");

	if (ca != NULL && (encryption(u) == OFF || trusts(u)))
		return err_set(e, RC_INVAL, "database URL: ca_file is there to check the server's "
		    "certificate, which encrypt=no and trustservercertificate=yes forbid");
	if (ca != NULL && *ca != '/')
		return err_set(e, RC_INVAL, "database URL: ca_file is to be an absolute path");
	return RC_OK;
}

static enum rc
mssql_microsoft(const struct url *u, struct buf *out, struct err *e)
{
	static const struct keyword	keys[] = {
		{ "app", "APP" },
		{ "applicationintent", "ApplicationIntent" },
		{ "authentication", "Authentication" },
		{ "columnencryption", "ColumnEncryption" },
		{ "connectretrycount", "ConnectRetryCount" },
		{ "connectretryinterval", "ConnectRetryInterval" },
		{ "encrypt", "Encrypt" },
		{ "failover_partner", "Failover_Partner" },
		{ "hostnameincertificate", "HostNameInCertificate" },
		{ "ipaddresspreference", "IpAddressPreference" },
		{ "keepalive", "KeepAlive" },
		{ "keepaliveinterval", "KeepAliveInterval" },
		{ "language", "Language" },
		{ "mars_connection", "MARS_Connection" },
		{ "multisubnetfailover", "MultiSubnetFailover" },
		{ "servercertificate", "ServerCertificate" },
		{ "serverspn", "ServerSPN" },
		{ "trusted_connection", "Trusted_Connection" },
		{ "trustservercertificate", "TrustServerCertificate" },
		{ "wsid", "WSID" },
		{ NULL, NULL } };
	static const char *const	own[] = { "driver", NULL };
	struct buf			server;
	enum rc				rc = RC_OK;

	if (url_option(u, "ca_file") != NULL)
		return err_set(e, RC_INVAL, "database URL: Microsoft's driver has no ca_file: it "
		    "trusts the machine's store (update-ca-certificates), and the one "
		    "certificate that servercertificate names");
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
	if (url_option(u, "encrypt") == NULL)	/* what version 18 does by itself, and 17 does not */
		buf_adds(out, "Encrypt=yes;");
	return rc == RC_OK ? pass_options(u, keys, own, "Microsoft's driver", out, e) : rc;
}

/*
 * The server's address as a section of FreeTDS's own file, where alone it looks for a CA, with
 * the instance apart.
 */
static void
freetds_section(const struct url *u, const char *ca, struct buf *conf, struct buf *out)
{
	size_t	n = strcspn(u->host, "\\");

	buf_addf(conf, "[routing-ml]\n\thost = %.*s\n", (int)n, u->host);
	if (u->host[n] != '\0')
		buf_addf(conf, "\tinstance = %s\n", u->host + n + 1);
	else
		buf_addf(conf, "\tport = %u\n", u->port != 0 ? u->port : 1433);
	buf_addf(conf, "\tca file = %s\n\tcheck certificate hostname = yes\n", ca);
	buf_adds(out, "Servername=routing-ml;");
}

static enum rc
mssql_freetds(const struct url *u, struct buf *conf, struct buf *out, struct err *e)
{
	static const struct keyword	keys[] = {
		{ "app", "APP" },
		{ "applicationintent", "ApplicationIntent" },
		{ "language", "Language" },
		{ "realm", "REALM" },
		{ "serverspn", "ServerSPN" },
		{ "trusted_connection", "Trusted_Connection" },
		{ "usentlmv2", "UseNTLMv2" },
		{ "wsid", "WSID" },
		{ NULL, NULL } };
	static const char *const	own[] = { "driver", "ca_file", "encrypt",
		"trustservercertificate", "multisubnetfailover", "mars_connection", "tds_version",
		NULL };
	static const char *const	say[] = { "off", "request", "require" };
	const char			*version = url_option(u, "tds_version");
	const char			*ca = url_option(u, "ca_file");
	enum rc				 rc;

	if ((rc = ca_file_check(u, e)) != RC_OK)
		return rc;
	if (ca != NULL) {
		freetds_section(u, ca, conf, out);
	} else {
		attr(out, "Server", u->host, SPECIAL);
		if (u->port != 0)
			buf_addf(out, "Port=%u;", u->port);
		else if (strchr(u->host, '\\') == NULL)	/* an instance's port is asked for */
			buf_adds(out, "Port=1433;");
	}
	attr(out, "Database", u->database, SPECIAL);
	add_login(u, out);
	attr(out, "TDS_Version", version != NULL ? version : "7.4", SPECIAL);
	buf_addf(out, "ClientCharset=UTF-8;Encryption=%s;", say[encryption(u)]);
	return pass_options(u, keys, own, "FreeTDS", out, e);
}

static enum rc
put_string(const struct url *u, const struct db_options *opt, const struct url_driver *drivers,
    size_t n, struct url_string *s, struct err *e)
{
	const struct url_driver	*d;
	struct buf		*out = &s->text;
	enum rc			 rc;

	if (u->raw != NULL) {
		buf_adds(out, u->raw);
		return RC_OK;
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
		return postgresql(u, out, e);
	case DB_MSSQL:
		if (!is_freetds(d))
			return mssql_microsoft(u, out, e);
		s->blind = encryption(u) != OFF && !trusts(u) && url_option(u, "ca_file") == NULL;
		return mssql_freetds(u, &s->freetds, out, e);
	case DB_ACCESS:
		buf_addf(out, "DBQ=%s;", u->database);
		break;
	case DB_OTHER:
		break;
	}
	return RC_OK;
}

enum rc
url_connection(const struct url *u, const struct db_options *opt,
    const struct url_driver *drivers, size_t n, struct url_string *out, struct err *e)
{
	enum rc	rc;

	*out = (struct url_string){ 0 };
	buf_init(&out->text);
	buf_init(&out->freetds);
	rc = put_string(u, opt, drivers, n, out, e);
	if (rc == RC_OK && !(buf_ok(&out->text) && buf_ok(&out->freetds)))
		rc = err_set(e, RC_NOMEM, "database URL: no memory");
	if (rc != RC_OK)
		url_string_fini(out);
	return rc;
}

void
url_string_fini(struct url_string *s)
{
	if (s->text.p != NULL)
		explicit_bzero(s->text.p, s->text.len);
	buf_fini(&s->text);
	buf_fini(&s->freetds);
}
