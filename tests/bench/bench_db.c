/*
 * Reading a whole view beside a plain SQLGetData loop over the same driver, in one run: rows a
 * second and the peak of memory, each reader in a process of its own, in turns.
 *
 *	bench_db [rows [URL [table]]]
 *
 * Without a URL a SQLite file of 300,000 rows and 41 columns is made and removed; with one and
 * no table, the table rml_bench (SQLite, PostgreSQL).
 */
#include "config.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/data/db_priv.h"

#define COLUMNS	41
#define ROUNDS	3
#define TABLE	"rml_bench"

static struct err	e;

static void
must(enum rc rc)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "bench_db: %s\n", e.msg);
	exit(1);
}

/* Texts, numbers and gaps, about as many as the sample factory's. */
static void
make(const char *url, const char *rows)
{
	struct db	*d;
	struct buf	 sql;

	must(db_open(&d, url, NULL, &e));
	db_exec(d, "DROP TABLE " TABLE, NULL, 0, NULL, NULL);
	buf_init(&sql);
	if (db_dialect(d) == DB_SQLITE)
		buf_addf(&sql, "CREATE TABLE " TABLE " AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
		    "SELECT i + 1 FROM n WHERE i < %s) SELECT i AS c0", rows);
	else
		buf_adds(&sql, "CREATE TABLE " TABLE " AS SELECT i AS c0");
	for (int c = 1; c < COLUMNS; c++)
		if (c % 4 == 0)
			buf_addf(&sql, ", CASE WHEN i %% %d = 0 THEN NULL ELSE 'ITEM ' || i END AS c%d",
			    c, c);
		else if (c % 4 == 1)
			buf_addf(&sql, ", i * 0.25 AS c%d", c);
		else
			buf_addf(&sql, ", '씰 링 Φ45x' || %d AS c%d", c, c);
	if (db_dialect(d) == DB_SQLITE)
		buf_adds(&sql, " FROM n");
	else
		buf_addf(&sql, " FROM generate_series(1, %s) AS n(i)", rows);
	must(buf_ok(&sql) ? db_exec(d, buf_str(&sql), NULL, 0, NULL, &e) : RC_NOMEM);
	buf_fini(&sql);
	db_close(d);
}

static uint64_t
ours(const char *url, const char *table)
{
	struct db	*d;
	struct rows	*r;
	uint64_t	 n = 0;
	bool		 more;

	must(db_open(&d, url, &(struct db_options){ .read_only = true }, &e));
	must(db_read(d, table, &r, NULL, &e));
	for (;; n++) {
		must(rows_next(r, &more, &e));
		if (!more)
			break;
	}
	rows_close(r);
	db_close(d);
	return n;
}

/* What the driver gives by itself: no conversion, no check, values cut at 8 KiB. */
static uint64_t
plain(const char *url, const char *table)
{
	static char	 value[8192];
	struct stmt	 s;
	struct db	*d;
	struct buf	 sql;
	SQLSMALLINT	 type, ncols;
	SQLLEN		 ind;
	uint64_t	 n = 0;

	must(db_open(&d, url, &(struct db_options){ .read_only = true }, &e));
	type = d->wide ? SQL_C_WCHAR : SQL_C_CHAR;
	buf_init(&sql);
	buf_adds(&sql, "SELECT * FROM ");
	db_quote_name(d, table, &sql);
	must(stmt_run(&s, d, buf_str(&sql), NULL, 0, &e));
	SQLNumResultCols(s.h, &ncols);
	for (; SQL_SUCCEEDED(SQLFetch(s.h)); n++)
		for (SQLSMALLINT c = 1; c <= ncols; c++)
			SQLGetData(s.h, (SQLUSMALLINT)c, type, value, sizeof(value), &ind);
	stmt_end(&s);
	buf_fini(&sql);
	db_close(d);
	return n;
}

/* Seconds and peak KiB of one reader in a process of its own. */
static double
run(uint64_t (*reader)(const char *url, const char *table), const char *url, const char *table,
    long *kib, uint64_t *rows)
{
	struct rusage	u;
	double		seconds = 0;
	int		fd[2], status;
	pid_t		pid;

	if (pipe(fd) == -1 || (pid = fork()) == -1)
		exit(1);
	if (pid == 0) {
		uint64_t	began = clock_mono_us(), n = reader(url, table);

		seconds = (double)(clock_mono_us() - began) / 1e6;
		if (write(fd[1], &seconds, sizeof(seconds)) != sizeof(seconds) ||
		    write(fd[1], &n, sizeof(n)) != sizeof(n))
			_exit(1);
		_exit(0);
	}
	close(fd[1]);
	if (read(fd[0], &seconds, sizeof(seconds)) != sizeof(seconds) ||
	    read(fd[0], rows, sizeof(*rows)) != sizeof(*rows))
		seconds = 0;
	close(fd[0]);
	if (wait4(pid, &status, 0, &u) == -1 || status != 0)
		exit(1);
	*kib = u.ru_maxrss;
	return seconds;
}

int
main(int argc, char **argv)
{
	const char	*rows = argc > 1 ? argv[1] : "300000", *url = argc > 2 ? argv[2] : NULL;
	const char	*table = argc > 3 ? argv[3] : TABLE;
	char		 dir[] = "/tmp/routing-ml-bench.XXXXXX", own[96], path[64];
	double		 best[2] = { 1e9, 1e9 };
	long		 kib[2] = { 0, 0 };
	uint64_t	 n = 0;

	if (url == NULL) {
		if (mkdtemp(dir) == NULL)
			return 1;
		snprintf(path, sizeof(path), "%s/a.db", dir);
		snprintf(own, sizeof(own), "sqlite:///%s", path);
		url = own;
	}
	if (argc <= 3)
		make(url, rows);
	for (int round = 0; round < ROUNDS; round++)
		for (int k = 0; k < 2; k++) {
			long	used;
			double	s = run(k == 0 ? plain : ours, url, table, &used, &n);

			best[k] = s < best[k] ? s : best[k];
			kib[k] = used > kib[k] ? used : kib[k];
		}
	printf("%llu rows\n%-12s %10s %10s\n", (unsigned long long)n, "", "rows/s", "peak MiB");
	printf("%-12s %10.0f %10.1f\n", "SQLGetData", (double)n / best[0], (double)kib[0] / 1024);
	printf("%-12s %10.0f %10.1f\n", "ours", (double)n / best[1], (double)kib[1] / 1024);
	printf("ours / SQLGetData: %.2f\n", best[0] / best[1]);
	if (url == own) {
		unlink(path);
		rmdir(dir);
	}
	return 0;
}
