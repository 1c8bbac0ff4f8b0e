#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/data/url.h"

static const struct url_driver	debian[] = {
	{ "FreeTDS", "libtdsodbc.so" }, { "PostgreSQL ANSI", "psqlodbca.so" },
	{ "PostgreSQL Unicode", "psqlodbcw.so" }, { "SQLite", "libsqliteodbc.so" },
	{ "SQLite3", "libsqlite3odbc.so" }, { "MDBTools", "libmdbodbc.so" },
};
static const struct url_driver	microsoft[] = {
	{ "FreeTDS", "libtdsodbc.so" }, { "ODBC Driver 17 for SQL Server", "/opt/libmsodbcsql-17.so" },
	{ "ODBC Driver 18 for SQL Server", "/opt/libmsodbcsql-18.so" },
	{ "Alias for SQL Server", "libtdsodbc.so" },
};

static struct err	e;
static bool		blind;
static char		freetds[400];	/* its own file */

static enum rc
connection(const char *text, const struct url_driver *drivers, size_t n, bool read_only,
    struct buf *out)
{
	struct db_options	o = { .read_only = read_only, .query_seconds = 10 };
	struct url_string	s;
	struct url		u;
	enum rc			rc = url_parse(&u, text, &e);

	buf_init(out);
	if (rc == RC_OK) {
		if ((rc = url_connection(&u, &o, drivers, n, &s, &e)) == RC_OK) {
			blind = s.blind;
			buf_adds(out, buf_str(&s.text));
			snprintf(freetds, sizeof(freetds), "%s", buf_str(&s.freetds));
			url_string_fini(&s);
		}
		url_fini(&u);
	}
	return rc;
}

Test(url, spellings_become_connection_strings)
{
	static const struct {
		const char	*url;
		bool		 ms;	/* with Microsoft's drivers installed */
		const char	*want;
	} t[] = {
	{ "sqlite:///plant.db", false,
	    "Driver=SQLite3;Database=plant.db;StepAPI=1;Timeout=5000;FKSupport=1;" },
	{ "sqlite:////var/lib/plant%20a%23.db", false,
	    "Driver=SQLite3;Database=/var/lib/plant a#.db;StepAPI=1;Timeout=5000;FKSupport=1;" },
	{ "SQLITE+pysqlite:///공장.db", false,
	    "Driver=SQLite3;Database=공장.db;StepAPI=1;Timeout=5000;FKSupport=1;" },
	{ "postgresql://kim:p%40ss@db.plant:5433/erp", false,
	    "Driver=PostgreSQL Unicode;Server=db.plant;Port=5433;Database=erp;UID=kim;PWD={p@ss};"
	    "UseDeclareFetch=1;Fetch=2000;ByteaAsLongVarBinary=1;" },
	{ "postgresql+psycopg://kim@[::1]/erp?sslmode=require", false,
	    "Driver=PostgreSQL Unicode;Server=::1;Database=erp;UID=kim;SSLmode=require;"
	    "UseDeclareFetch=1;Fetch=2000;ByteaAsLongVarBinary=1;" },
	{ "postgres:///erp?host=/run/postgresql&user=kim", false,
	    "Driver=PostgreSQL Unicode;Server=/run/postgresql;Database=erp;UID=kim;"
	    "UseDeclareFetch=1;Fetch=2000;ByteaAsLongVarBinary=1;" },
	{ "mssql://sa:a%7Db%3Bc@sql:1444/ERP", false,
	    "Driver=FreeTDS;Server=sql;Port=1444;Database=ERP;UID=sa;PWD={a}}b;c};TDS_Version=7.4;"
	    "ClientCharset=UTF-8;Encryption=require;" },
	{ "mssql://sa:x@sql%5CSQLEXPRESS/ERP?encrypt=no&charset=utf8&App=routing", false,
	    "Driver=FreeTDS;Server=sql\\SQLEXPRESS;Database=ERP;UID=sa;PWD=x;TDS_Version=7.4;"
	    "ClientCharset=UTF-8;Encryption=off;APP=routing;" },
	{ "mssql://DOM%5Ckim:x@[fe80::1]:1433/ERP?encrypt=optional", false,
	    "Driver=FreeTDS;Server=fe80::1;Port=1433;Database=ERP;UID=DOM\\kim;PWD=x;TDS_Version=7.4;"
	    "ClientCharset=UTF-8;Encryption=request;" },
	{ "mssql://sql%5CPLANT/ERP?trusted_connection=yes", true,
	    "Driver=ODBC Driver 18 for SQL Server;Server=sql\\PLANT;Database=ERP;Encrypt=yes;"
	    "Trusted_Connection=yes;" },
	{ "mssql+pyodbc://kim:a%7Db@plant", false, "DSN=plant;UID={kim};PWD={a}}b};" },
	{ "mssql+pyodbc://plant", true, "DSN=plant;" },
	{ "odbc:plant", false, "DSN=plant;" },
	{ "postgresql://kim@db/erp?sslmode=verify-full&sslrootcert=/etc/plant%27s.crt"
	    "&tcp_user_timeout=9000", false,
	    "Driver=PostgreSQL Unicode;Server=db;Database=erp;UID=kim;SSLmode=verify-full;"
	    "pqopt={sslrootcert='/etc/plant\\'s.crt' tcp_user_timeout='9000'};"
	    "UseDeclareFetch=1;Fetch=2000;ByteaAsLongVarBinary=1;" },
	{ "mssql://sa:x@sql/ERP?Encrypt=yes&TrustServerCertificate=yes", false,
	    "Driver=FreeTDS;Server=sql;Port=1433;Database=ERP;UID=sa;PWD=x;TDS_Version=7.4;"
	    "ClientCharset=UTF-8;Encryption=require;" },
	{ "mssql://sa:x@sql:1433/ERP?Encrypt=yes&TrustServerCertificate=yes", true,
	    "Driver=ODBC Driver 18 for SQL Server;Server=sql,1433;Database=ERP;UID=sa;PWD=x;"
	    "Encrypt=yes;TrustServerCertificate=yes;" },
	{ "mssql+pyodbc://sa:x@sql/ERP?driver=ODBC+Driver+17+for+SQL+Server", true,
	    "Driver=ODBC Driver 17 for SQL Server;Server=sql;Database=ERP;UID=sa;PWD=x;Encrypt=yes;" },
	{ "mssql://sa:x@sql/ERP?driver=alias+for+sql+server", true,
	    "Driver=Alias for SQL Server;Server=sql;Port=1433;Database=ERP;UID=sa;PWD=x;"
	    "TDS_Version=7.4;ClientCharset=UTF-8;Encryption=require;" },
	{ "mssql+pyodbc:///?odbc_connect=Driver%3DX%3BServer%3Dsql%3BPWD%3Da%2Bb", true,
	    "Driver=X;Server=sql;PWD=a+b" },
	{ "access:////data/plant.accdb", false, "Driver=MDBTools;DBQ=/data/plant.accdb;" },
	{ "odbc:DSN=plant;UID=kim;PWD=x%41", false, "DSN=plant;UID=kim;PWD=x%41" },
	};
	struct buf	b;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		cr_assert_eq(connection(t[i].url, t[i].ms ? microsoft : debian, t[i].ms ? 4 : 6,
		    false, &b), RC_OK, "%s: %s", t[i].url, e.msg);
		cr_assert_str_eq(buf_str(&b), t[i].want, "%s: %s", t[i].url, buf_str(&b));
		buf_fini(&b);
	}
}

Test(url, a_private_ca_goes_to_freetds_by_its_own_file)
{
	static const char *const	bad[] = {
		"mssql://sa:x@sql/ERP?ca_file=/ca.pem&encrypt=no",
		"mssql://sa:x@sql/ERP?ca_file=/ca.pem&trustservercertificate=yes",
		"mssql://sa:x@sql/ERP?ca_file=ca.pem", "mssql://sa:x@sql/ERP?ca_file=/a%0Ab" };
	struct buf			b;

	cr_assert_eq(connection("mssql://sa:p%3Bw@sql/ERP?CA_File=/etc/plant%20ca.pem", debian, 6,
	    false, &b), RC_OK, "%s", e.msg);
	cr_expect_str_eq(buf_str(&b), "Driver=FreeTDS;Servername=routing-ml;Database=ERP;UID=sa;"
	    "PWD={p;w};TDS_Version=7.4;ClientCharset=UTF-8;Encryption=require;", "%s", buf_str(&b));
	cr_expect_str_eq(freetds, "[routing-ml]\n\thost = sql\n\tport = 1433\n\tca file = "
	    "/etc/plant ca.pem\n\tcheck certificate hostname = yes\n", "%s", freetds);
	cr_expect_not(blind);
	buf_fini(&b);
	cr_assert_eq(connection("mssql://sa:x@sql%5CPLANT/ERP?ca_file=/ca.pem", debian, 6, false,
	    &b), RC_OK, "%s", e.msg);
	cr_expect_not_null(strstr(freetds, "\thost = sql\n\tinstance = PLANT\n"), "%s", freetds);
	buf_fini(&b);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect_eq(connection(bad[i], debian, 6, false, &b), RC_INVAL, "%s", bad[i]);
	cr_expect_eq(connection("mssql://sa:x@sql/ERP?ca_file=/ca.pem", microsoft, 4, false, &b),
	    RC_INVAL);
	cr_expect_not_null(strstr(e.msg, "update-ca-certificates"), "%s", e.msg);
}

/* A site that has not said that it trusts the server is told where nobody looks. */
Test(url, encryption_without_a_check_is_known)
{
	struct buf	b;

	cr_assert_eq(connection("mssql://sa:x@sql/ERP", debian, 6, false, &b), RC_OK);
	cr_expect(blind);
	buf_fini(&b);
	cr_assert_eq(connection("mssql://sa:x@sql/ERP?trustservercertificate=yes", debian, 6, false,
	    &b), RC_OK);
	cr_expect_not(blind);
	buf_fini(&b);
	cr_assert_eq(connection("mssql://sa:x@sql/ERP?encrypt=no", debian, 6, false, &b), RC_OK);
	cr_expect_not(blind);
	buf_fini(&b);
	cr_assert_eq(connection("mssql://sa:x@sql/ERP", microsoft, 4, false, &b), RC_OK);
	cr_expect_not(blind);
	buf_fini(&b);
}

Test(url, a_read_only_file_must_exist)
{
	struct buf	b;

	cr_assert_eq(connection("sqlite:///a.db", debian, 6, true, &b), RC_OK);
	cr_assert_not_null(strstr(buf_str(&b), "NoCreat=1;"));
	buf_fini(&b);
}

Test(url, what_is_wrong_is_said_and_the_password_is_not)
{
	static const struct {
		const char	*url, *says;
	} t[] = {
	{ "", "empty" },
	{ "plant.db", "does not begin" },
	{ "mysql://u:hunter2@h/d", "does not begin" },
	{ "hunter2://u@h/d", "does not begin" },
	{ "sqlite:plant.db", "no //" },
	{ "sqlite://plant.db", "takes no host" },
	{ "sqlite:///", "lacks the path" },
	{ "sqlite:///:memory:", "in memory" },
	{ "sqlite:///a;hunter2=1.db", "; in the file" },
	{ "sqlite:///a.db?hunter2=rw", "takes no options" },
	{ "sqlite:///a%2", "%25" },
	{ "sqlite:///a%zz.db", "%25" },
	{ "sqlite:///a%00b.db", "control character" },
	{ "sqlite:///a%ff.db", "not UTF-8" },
	{ "postgresql://u:hunter2@h:port/d", "port" },
	{ "postgresql://u:hunter2@h:65536/d", "port" },
	{ "postgresql://u:hunter2@h:0/d", "port" },
	{ "postgresql://u:hunt/er2@h/d", "port" },
	{ "postgresql://u:1?hunter2@h/d", "@ behind" },
	{ "postgresql://u:hunter2@h", "name is missing" },
	{ "postgresql://u:hunter2@h/d?x", "name=value" },
	{ "postgresql://u:hunter2@[::1/d", "]" },
	{ "postgresql://u:hunter2@h/d?sslmod=x", "option \"sslmod\"" },
	{ "postgresql://u:hunter2@h/d?driver=nope", "\"nope\" is not installed" },
	{ "mssql://u:hunter2@h", "name is missing" },
	{ "mssql:///d?driver=FreeTDS", "host is missing" },
	{ "mssql://h/d?odbc_connect=PWD%3Dhunter2", "stands alone" },
	{ "mssql://u:hunter2@h/d?ServerCertificate=x", "FreeTDS does not know" },
	{ "odbc:", "neither the name" },
	{ "odbc:hun(ter2", "is none" },
	{ "mssql://u:hunter2@h%5Ci:1433/d", "not both" },
	};
	struct buf	b;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		cr_assert_eq(connection(t[i].url, debian, 6, false, &b), RC_INVAL, "%s", t[i].url);
		cr_assert_not_null(strstr(e.msg, t[i].says), "%s: %s", t[i].url, e.msg);
		cr_assert_null(strstr(e.msg, "hunter2"), "%s: %s", t[i].url, e.msg);
		cr_assert_null(strstr(e.msg, "er2"), "%s: %s", t[i].url, e.msg);
		buf_fini(&b);
	}
}

Test(url, a_missing_driver_is_named_with_its_package)
{
	struct buf	b;

	cr_assert_eq(connection("sqlite:///a.db", debian, 3, false, &b), RC_INVAL);
	cr_assert_not_null(strstr(e.msg, "libsqliteodbc"), "%s", e.msg);
	cr_assert_eq(connection("access:///a.mdb", debian, 0, false, &b), RC_INVAL);
	cr_assert_not_null(strstr(e.msg, "odbc-mdbtools"), "%s", e.msg);
}

Test(url, names_for_people_hold_no_password)
{
	static const struct {
		const char	*url, *name;
	} t[] = {
	{ "sqlite:////var/a%20b.db", "sqlite:////var/a b.db" },
	{ "mssql+pyodbc://sa:hunter2@sql:1433/ERP?driver=FreeTDS", "mssql://sa@sql:1433/ERP" },
	{ "postgresql://kim:hunter2@[::1]:5432/erp", "postgresql://kim@[::1]:5432/erp" },
	{ "postgres:///erp?password=hunter2", "postgresql:///erp" },
	{ "odbc:DSN=plant;UID=kim;PWD={a;DSN=hunter2};Database=x", "odbc:DSN=plant;UID=kim;Database=x" },
	{ "odbc:Driver={Some Driver};Password=hunter2;Server=s", "odbc:Driver={Some Driver};Server=s" },
	{ "odbc:PWD={a}};DSN=hunter2;Server=s", "odbc:" },
	{ "mssql:///?odbc_connect=Server%3Ds%3BPwd%3Dhunter2", "odbc:Server=s" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct url	u;
		struct buf	b;

		buf_init(&b);
		cr_assert_eq(url_parse(&u, t[i].url, &e), RC_OK, "%s: %s", t[i].url, e.msg);
		url_name(&u, &b);
		cr_assert_str_eq(buf_str(&b), t[i].name, "%s", buf_str(&b));
		buf_fini(&b);
		url_fini(&u);
	}
}
