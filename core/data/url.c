/* Taking a DATABASE_URL apart; connstr.c puts the connection string together. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/str.h"
#include "core/data/url.h"

static const struct scheme {
	const char	*name;
	enum db_dialect	 dialect;
} schemes[] = {
	{ "sqlite",	DB_SQLITE },
	{ "postgresql",	DB_POSTGRESQL },
	{ "postgres",	DB_POSTGRESQL },
	{ "mssql",	DB_MSSQL },
	{ "access",	DB_ACCESS },
};

static const char *
scheme_name(enum db_dialect d)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (schemes[i].dialect == d)
			return schemes[i].name;
	return "odbc";
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What may stand in a part: text without control characters. */
static enum rc
text_check(const char *s, size_t n, const char *what, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return err_set(e, RC_INVAL,
			    "database URL: the %s holds a control character", what);
	if (!utf8_valid(s, n))
		return err_set(e, RC_INVAL, "database URL: the %s is not UTF-8", what);
	return RC_OK;
}

/* Percent-decode n bytes; what names the part for a message. */
static enum rc
decode(char **out, const char *s, size_t n, bool plus, const char *what, struct err *e)
{
	char	*p;
	size_t	 len = 0;
	enum rc	 rc;

	if ((p = malloc(n + 1)) == NULL)
		return err_set(e, RC_NOMEM, "database URL: no memory");
	for (size_t i = 0; i < n; i++) {
		int	hi, lo;

		if (s[i] != '%') {
			p[len++] = plus && s[i] == '+' ? ' ' : s[i];
			continue;
		}
		hi = i + 2 < n ? hex_digit(s[i + 1]) : -1;
		lo = i + 2 < n ? hex_digit(s[i + 2]) : -1;
		if (hi < 0 || lo < 0) {
			rc = err_set(e, RC_INVAL, "database URL: in the %s a %% is not "
			    "followed by two hex digits (write %%25 for %%)", what);
			goto out;
		}
		p[len++] = hi << 4 | lo;
		i += 2;
	}
	p[len] = '\0';
	if ((rc = text_check(p, len, what, e)) != RC_OK)
		goto out;
	free(*out);
	*out = p;
	p = NULL;
out:
	if (p != NULL)
		explicit_bzero(p, n);
	free(p);
	return rc;
}

static enum rc
parse_port(struct url *u, const char *s, size_t n, struct err *e)
{
	unsigned	port = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9' || port > 65535)
			return err_set(e, RC_INVAL, "database URL: the port is not a number "
			    "(in user and password write @ as %%40, : as %%3A, / as %%2F)");
		port = port * 10 + (s[i] - '0');
	}
	if (n != 0 && (port == 0 || port > 65535))
		return err_set(e, RC_INVAL, "database URL: the port is not from 1 to 65535");
	u->port = port;
	return RC_OK;
}

/* user:password@host:port, each of them optional. */
static enum rc
parse_authority(struct url *u, const char *s, size_t n, struct err *e)
{
	const char	*at, *colon, *host, *end = s + n;
	size_t		 len;
	enum rc		 rc;

	if ((at = memrchr(s, '@', n)) != NULL) {
		colon = memchr(s, ':', at - s);
		len = colon != NULL ? colon - s : at - s;
		if ((rc = decode(&u->user, s, len, false, "user name", e)) != RC_OK)
			return rc;
		if (colon != NULL && (rc = decode(&u->password, colon + 1,
		    at - colon - 1, false, "password", e)) != RC_OK)
			return rc;
	}
	host = at != NULL ? at + 1 : s;
	if (host < end && *host == '[') {	/* an IPv6 address */
		const char	*close = memchr(host, ']', end - host);

		if (close == NULL || (close + 1 < end && close[1] != ':'))
			return err_set(e, RC_INVAL,
			    "database URL: the host's ] is not where it should be");
		if ((rc = decode(&u->host, host + 1, close - host - 1, false, "host",
		    e)) != RC_OK)
			return rc;
		return close + 1 < end ?
		    parse_port(u, close + 2, end - close - 2, e) : RC_OK;
	}
	colon = memchr(host, ':', end - host);
	len = (colon != NULL ? colon : end) - host;
	if (len != 0 && (rc = decode(&u->host, host, len, false, "host", e)) != RC_OK)
		return rc;
	return colon != NULL ? parse_port(u, colon + 1, end - colon - 1, e) : RC_OK;
}

/* name=value&name=value */
static enum rc
parse_options(struct url *u, const char *s, struct err *e)
{
	enum rc	rc;

	if (strchr(s, '@') != NULL)
		return err_set(e, RC_INVAL, "database URL: an @ behind the ? (in a password "
		    "write ? as %%3F, in an option write @ as %%40)");
	while (*s != '\0') {
		size_t			 n = strcspn(s, "&");
		const char		*eq = memchr(s, '=', n);
		struct url_option	*o = &u->options[u->noptions];

		if (n != 0) {
			if (eq == NULL || eq == s)
				return err_set(e, RC_INVAL,
				    "database URL: an option is not name=value");
			if (u->noptions == URL_OPTIONS)
				return err_set(e, RC_INVAL,
				    "database URL: more than %d options", URL_OPTIONS);
			u->noptions++;
			if ((rc = decode(&o->name, s, eq - s, true, "option's name",
			    e)) != RC_OK || (rc = decode(&o->value, eq + 1,
			    n - (eq + 1 - s), true, "option's value", e)) != RC_OK)
				return rc;
		}
		s += n + (s[n] == '&');
	}
	return RC_OK;
}

/* The connection string of a data source. */
static enum rc
dsn(struct url *u, const char *name, const char *user, const char *password, struct err *e)
{
	struct buf	b;
	enum rc		rc = RC_OK;

	if (name[strcspn(name, "[]{}(),;?*=!@")] != '\0' || strlen(name) > 32)
		return err_set(e, RC_INVAL, "database URL: what should be the name of a data source "
		    "is none (at most 32 characters, none of []{}(),;?*=!@)");
	buf_init(&b);
	buf_addf(&b, "DSN=%s;", name);
	for (int i = 0; i < 2; i++) {
		const char	*v = i == 0 ? user : password;

		if (v == NULL)
			continue;
		buf_adds(&b, i == 0 ? "UID={" : "PWD={");
		for (; *v != '\0'; v++)
			buf_add(&b, *v == '}' ? "}}" : v, *v == '}' ? 2 : 1);
		buf_adds(&b, "};");
	}
	if (!buf_ok(&b) || (u->raw = strdup(buf_str(&b))) == NULL)
		rc = err_set(e, RC_NOMEM, "database URL: no memory");
	if (b.p != NULL)
		explicit_bzero(b.p, b.cap);
	buf_fini(&b);
	return rc;
}

/* odbc:... and ?odbc_connect=... */
static enum rc
take_raw(struct url *u, const char *s, struct err *e)
{
	enum rc	rc;

	if ((rc = text_check(s, strlen(s), "connection string", e)) != RC_OK)
		return rc;
	free(u->raw);
	u->raw = NULL;
	if (*s == '\0')
		return err_set(e, RC_INVAL, "database URL: behind odbc: stands neither the name of a "
		    "data source nor a connection string such as DSN=name;UID=user;PWD=password");
	if (strchr(s, '=') != NULL)
		return (u->raw = strdup(s)) != NULL ? RC_OK :
		    err_set(e, RC_NOMEM, "database URL: no memory");
	return dsn(u, s, NULL, NULL, e);
}

/* What each kind of database must and must not have. */
static enum rc
check(struct url *u, bool pyodbc, struct err *e)
{
	const char	*name = scheme_name(u->dialect);

	for (size_t i = 0; i < u->noptions; i++)
		if (u->dialect == DB_MSSQL &&
		    strcasecmp(u->options[i].name, "odbc_connect") == 0) {
			if (u->host != NULL || u->noptions != 1)
				return err_set(e, RC_INVAL, "database URL: odbc_connect "
				    "stands alone, without a host and other options");
			return take_raw(u, u->options[i].value, e);
		}
	if (u->dialect == DB_SQLITE || u->dialect == DB_ACCESS) {
		if (u->host != NULL || u->user != NULL)
			return err_set(e, RC_INVAL, "database URL: %s:// takes no host: write "
			    "%s:///relative/path or %s:////absolute/path", name, name, name);
		if (u->database == NULL)
			return err_set(e, RC_INVAL, "database URL: %s:/// lacks the path of "
			    "the file", name);
		if (strcmp(u->database, ":memory:") == 0)
			return err_set(e, RC_INVAL, "database URL: a database in memory would "
			    "be lost at once; name a file");
		if (strchr(u->database, ';') != NULL)
			return err_set(e, RC_INVAL, "database URL: the driver cannot take a "
			    "; in the file's path");
		if (u->noptions != 0)
			return err_set(e, RC_INVAL, "database URL: %s:/// takes no options "
			    "(write a ? in the path as %%3F)", name);
		return RC_OK;
	}
	/* As SQLAlchemy has it: a host without a database is a data source. */
	if (pyodbc && u->dialect == DB_MSSQL && u->database == NULL && u->host != NULL && u->port == 0 &&
	    u->noptions == 0)
		return dsn(u, u->host, u->user, u->password, e);
	if (u->dialect == DB_MSSQL && u->host != NULL && u->port != 0 &&
	    strchr(u->host, '\\') != NULL)
		return err_set(e, RC_INVAL, "database URL: either an instance or a port, not both");
	if (u->host == NULL && u->dialect == DB_MSSQL)
		return err_set(e, RC_INVAL, "database URL: the host is missing (write "
		    "mssql://user:password@host:1433/database)");
	if (u->database == NULL)
		return err_set(e, RC_INVAL, "database URL: the database's name is missing "
		    "(write %s://user:password@host/database)", name);
	return RC_OK;
}

static enum rc
parse(struct url *u, const char *text, struct err *e)
{
	size_t		 n = strcspn(text, ":"), base = strcspn(text, ":+"), len;
	const char	*s;
	enum rc		 rc;

	if (text[n] == '\0')
		return err_set(e, RC_INVAL, "database URL: it does not begin with sqlite:, "
		    "postgresql:, mssql:, access: or odbc:");
	u->dialect = DB_OTHER;
	if (base == 4 && strncasecmp(text, "odbc", 4) == 0)
		return take_raw(u, text + n + 1, e);
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strlen(schemes[i].name) == base &&
		    strncasecmp(text, schemes[i].name, base) == 0)
			u->dialect = schemes[i].dialect;
	if (u->dialect == DB_OTHER)
		return err_set(e, RC_INVAL, "database URL: it does not begin with sqlite:, "
		    "postgresql:, mssql:, access: or odbc:");
	s = text + n + 1;
	if (strncmp(s, "//", 2) != 0)
		return err_set(e, RC_INVAL, "database URL: behind %s: stands no //",
		    scheme_name(u->dialect));
	s += 2;
	len = strcspn(s, "/?");
	if ((rc = parse_authority(u, s, len, e)) != RC_OK)
		return rc;
	s += len;
	if (*s == '/') {
		len = strcspn(++s, "?");
		if (len != 0 && (rc = decode(&u->database, s, len, false,
		    "database's name", e)) != RC_OK)
			return rc;
		s += len;
	}
	if (*s == '?' && (rc = parse_options(u, s + 1, e)) != RC_OK)
		return rc;
	return check(u, n - base == 7 && strncasecmp(text + base, "+pyodbc", 7) == 0, e);
}

enum rc
url_parse(struct url *u, const char *text, struct err *e)
{
	enum rc	rc;

	*u = (struct url){ 0 };
	if (text == NULL || *text == '\0')
		return err_set(e, RC_INVAL, "database URL: it is empty");
	if ((rc = parse(u, text, e)) != RC_OK)
		url_fini(u);
	return rc;
}

static void
wipe(char *s)
{
	if (s != NULL)
		explicit_bzero(s, strlen(s));
	free(s);
}

void
url_fini(struct url *u)
{
	wipe(u->user);
	wipe(u->password);
	wipe(u->host);
	wipe(u->database);
	wipe(u->raw);
	for (size_t i = 0; i < u->noptions; i++) {
		wipe(u->options[i].name);
		wipe(u->options[i].value);
	}
	*u = (struct url){ 0 };
}

/* Of a connection string only what is certainly no secret. */
static void
raw_name(const char *s, struct buf *out)
{
	static const char *const open_names[] = { "driver", "dsn", "server", "servername",
	    "port", "database", "dbq", "uid" };
	const char	*sep = "";

	buf_adds(out, "odbc:");
	while (*s != '\0') {
		size_t	name = strcspn(s, "=;"), n = name;

		if (s[n] == '=') {
			if (s[++n] == '{') {	/* {...} with }} for } */
				for (n++; s[n] != '\0'; n++)
					if (s[n] == '}' && s[++n] != '}')
						break;
			}
			n += strcspn(s + n, ";");
		}
		for (size_t i = 0; i < sizeof(open_names) / sizeof(open_names[0]); i++)
			if (strlen(open_names[i]) == name &&
			    strncasecmp(s, open_names[i], name) == 0) {
				buf_adds(out, sep);
				buf_add(out, s, n);
				sep = ";";
			}
		s += n;
		s += *s == ';';
	}
}

void
url_name(const struct url *u, struct buf *out)
{
	if (u->raw != NULL) {
		raw_name(u->raw, out);
		return;
	}
	buf_addf(out, "%s://", scheme_name(u->dialect));
	if (u->user != NULL)
		buf_addf(out, "%s@", u->user);
	if (u->host != NULL)
		buf_addf(out, strchr(u->host, ':') != NULL ? "[%s]" : "%s", u->host);
	if (u->port != 0)
		buf_addf(out, ":%u", u->port);
	buf_addf(out, "/%s", u->database);
}
