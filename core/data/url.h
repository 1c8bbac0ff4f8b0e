/*
 * DATABASE_URL in its spellings, and the ODBC connection string that it means:
 *
 *	sqlite:///relative.db  sqlite:////absolute.db
 *	postgresql://user:password@host:5432/database?sslmode=require
 *	    (postgresql+psycopg://, postgres://, postgresql:///database?host=/run/postgresql)
 *	mssql://user:password@host:1433/database?driver=...&encrypt=no
 *	    (mssql+pyodbc://, mssql+pyodbc:///?odbc_connect=..., mssql+pyodbc://user:password@DSN,
 *	    host\instance for host:1433; ca_file=/path.pem for a private CA)
 *	access:///relative.accdb  access:////absolute.accdb
 *	odbc:DSN=plant;UID=reader;PWD=...  odbc:plant
 *
 * User, password, host, path and options are percent-encoded; `+` is a blank in options only.
 * No message of this file repeats a piece of the URL that could be part of a password.
 */
#ifndef CORE_DATA_URL_H
#define CORE_DATA_URL_H

#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/data/db.h"

#define URL_OPTIONS	16

struct url {	/* strings are decoded, owned, NULL where the URL has none */
	enum db_dialect	 dialect;	/* DB_OTHER for odbc: */
	char		*user, *password, *host, *database;
	unsigned	 port;		/* 0: the driver's default */
	char		*raw;		/* a connection string as it is (odbc:, odbc_connect=) */
	size_t		 noptions;
	struct url_option {
		char	*name, *value;
	}		 options[URL_OPTIONS];
};

/* An installed ODBC driver, as odbcinst.ini has it; library may be "". */
struct url_driver {
	const char	*name, *library;
};

/* RC_OK: the caller ends *u with url_fini().  RC_INVAL, RC_NOMEM: there is nothing to end. */
enum rc	url_parse(struct url *u, const char *text, struct err *e);
void	url_fini(struct url *u);	/* the password is overwritten */
/* For people and logs, without the password. */
void	url_name(const struct url *u, struct buf *out);

struct url_string {	/* how to connect; ended by url_string_fini() */
	struct buf	 text;		/* the connection string; it holds the password */
	struct buf	 freetds;	/* what FreeTDS reads from its file alone; mostly empty */
	bool		 blind;		/* encrypted, but nobody checks whose server it is */
};

/*
 * Fill *out for one of the n drivers.  RC_INVAL: none of them fits (the message names what to
 * install), or an option is unknown; RC_NOMEM.  Then there is nothing to end.
 */
enum rc	url_connection(const struct url *u, const struct db_options *opt,
	    const struct url_driver *drivers, size_t n, struct url_string *out, struct err *e);
void	url_string_fini(struct url_string *s);	/* the password is overwritten */
/* The value of an option, by its name without regard to case; NULL: it is not there. */
const char *url_option(const struct url *u, const char *name);

#endif
