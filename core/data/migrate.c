#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/data/db_priv.h"
#include "core/data/migrate.h"
#include "core/data/migrations.h"

/* What schema_migrations says of one migration. */
struct applied {
	int64_t	number;
	char	name[64], checksum[SHA256_HEX], at[CLOCK_RFC3339_SIZE];
};

static void
checksum(const struct migration *m, char out[SHA256_HEX])
{
	sha256_of(m->sql, strlen(m->sql), out);
}

/* The newest number of ours for the database's dialect. */
static enum rc
newest(const struct db *d, int *out, struct err *e)
{
	*out = 0;
	for (size_t i = 0; i < migrations_count; i++)
		if (migrations[i].dialect == db_dialect(d))
			*out = migrations[i].number;
	return *out > 0 ? RC_OK : err_set(e, RC_INVAL, "%s: this program has no registry "
	    "schema for this kind of database", db_name(d));
}

static const struct migration *
find(enum db_dialect k, int64_t number)
{
	for (size_t i = 0; i < migrations_count; i++)
		if (migrations[i].dialect == k && migrations[i].number == number)
			return &migrations[i];
	return NULL;
}

/* The caller frees *out.  Before the first migration there is no table, and *n is 0. */
static enum rc
read_applied(struct db *d, struct applied **out, size_t *n, struct err *e)
{
	struct applied	*list = NULL, *p;
	struct rows	*r = NULL;
	struct err	 why;
	bool		 more;
	enum rc		 rc;

	*out = NULL;
	*n = 0;
	rc = db_query(d, "SELECT number, name, checksum, applied_at FROM schema_migrations "
	    "ORDER BY number", NULL, 0, &r, &why);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	while (rc == RC_OK && (rc = rows_next(r, &more, &why)) == RC_OK && more) {
		if ((p = realloc(list, (*n + 1) * sizeof(*list))) == NULL) {
			rc = err_set(&why, RC_NOMEM, "%s: no memory", db_name(d));
			break;
		}
		list = p;
		p = &list[*n];
		*p = (struct applied){ 0 };
		if (!str_int64(r->cells[0], &p->number) ||
		    !str_copy(p->name, sizeof(p->name), r->cells[1]) ||
		    !str_copy(p->checksum, sizeof(p->checksum), r->cells[2]) ||
		    !str_copy(p->at, sizeof(p->at), r->cells[3])) {
			rc = err_set(&why, RC_CORRUPT, "%s: schema_migrations holds what no "
			    "migration wrote", db_name(d));
			break;
		}
		++*n;
	}
	rows_close(r);
	if (rc != RC_OK) {
		free(list);
		*n = 0;
		return err_set(e, rc, "%s", why.msg);
	}
	*out = list;
	return RC_OK;
}

/* That what was applied is ours; *last: the newest that was. */
static enum rc
compare(struct db *d, const struct applied *a, size_t n, int *last, struct err *e)
{
	char	sum[SHA256_HEX];
	int	ours;
	enum rc	rc;

	*last = 0;
	if ((rc = newest(d, &ours, e)) != RC_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		const struct migration	*m = find(db_dialect(d), a[i].number);

		if (a[i].number > ours)
			return err_set(e, RC_BUSY, "%s: its schema is number %lld, newer than "
			    "this program's %d: install the newer routing-ml", db_name(d),
			    (long long)a[n - 1].number, ours);
		if (m == NULL || a[i].number != (int64_t)i + 1)
			return err_set(e, RC_CORRUPT, "%s: migration %zu was left out",
			    db_name(d), i + 1);
		checksum(m, sum);
		if (strcmp(sum, a[i].checksum) != 0)
			return err_set(e, RC_CORRUPT, "%s: migration %d (%s) was applied in "
			    "another form than this program's: restore the registry from a "
			    "backup, or use the program that made it", db_name(d), m->number,
			    m->name);
		*last = m->number;
	}
	return RC_OK;
}

/* Run the statements of one file; see migrations.h for its form. */
static enum rc
run_file(struct db *d, const struct migration *m, struct err *e)
{
	struct buf	 statement;
	const char	*s = m->sql;
	enum rc		 rc = RC_OK;

	buf_init(&statement);
	while (rc == RC_OK && (*s != '\0' || statement.len != 0)) {
		size_t	n = strcspn(s, "\n");

		if (n != 0 && strncmp(s, "--", 2) != 0) {
			buf_add(&statement, s, n);
			buf_addc(&statement, '\n');
		}
		if (n == 0 && statement.len != 0) {
			rc = buf_ok(&statement) ?
			    db_exec(d, buf_str(&statement), NULL, 0, NULL, e) :
			    err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
			buf_clear(&statement);
		}
		s += n + (s[n] == '\n');
	}
	buf_fini(&statement);
	if (rc != RC_OK)
		err_prefix(e, "migration %d (%s)", m->number, m->name);
	return rc;
}

static enum rc
apply(struct db *d, const struct migration *m, struct err *e)
{
	char	sum[SHA256_HEX], now[CLOCK_RFC3339_SIZE];
	enum rc	rc;

	if ((rc = run_file(d, m, e)) != RC_OK)
		return rc;
	checksum(m, sum);
	clock_rfc3339(now);
	return db_exec(d, "INSERT INTO schema_migrations (number, name, checksum, applied_at) "
	    "VALUES (?, ?, ?, ?)", (struct db_value[]){ db_int(m->number), db_text(m->name),
	    db_text(sum), db_text(now) }, 4, NULL, e);
}

/* Readers and a writer side by side.  The switch wants the file for itself and does not wait
 * by its own, so we do. */
static enum rc
sqlite_wal(struct db *d, struct err *e)
{
	uint64_t	end = clock_mono_us() + d->opt.query_seconds * UINT64_C(1000000);
	char		mode[16];
	enum rc		rc;

	while ((rc = db_get_text(d, "PRAGMA journal_mode = WAL", NULL, 0, mode, sizeof(mode),
	    e)) != RC_OK && d->held && clock_mono_us() < end)
		usleep(20000);
	if (rc == RC_OK && strcmp(mode, "wal") != 0)
		return err_set(e, RC_IO, "%s: SQLite cannot keep a write-ahead log there (it is "
		    "in mode %s): put the file on a local disk", db_name(d), mode);
	return rc;
}

enum rc
migrate_up(struct db *d, int *applied, struct err *e)
{
	struct applied	*a = NULL;
	size_t		 n;
	int		 last, ours;
	enum rc		 rc;

	*applied = 0;
	if ((rc = newest(d, &ours, e)) != RC_OK ||
	    (db_dialect(d) == DB_SQLITE && (rc = sqlite_wal(d, e)) != RC_OK) ||
	    (rc = db_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = dialect_lock(d, "routing-ml.migrate", e)) != RC_OK ||
	    (rc = db_exec(d, dialect_create_migrations(db_dialect(d)), NULL, 0, NULL,
	    e)) != RC_OK || (rc = read_applied(d, &a, &n, e)) != RC_OK ||
	    (rc = compare(d, a, n, &last, e)) != RC_OK)
		goto out;
	for (; last < ours; last++, ++*applied)
		if ((rc = apply(d, find(db_dialect(d), last + 1), e)) != RC_OK)
			goto out;
	rc = db_commit(d, e);
	d->migrated = rc == RC_OK;
out:
	if (rc != RC_OK) {
		db_rollback(d);
		*applied = 0;
	}
	free(a);
	return rc;
}

enum rc
migrate_check(struct db *d, struct err *e)
{
	struct applied	*a = NULL;
	size_t		 n;
	int		 last, ours;
	enum rc		 rc;

	if ((rc = newest(d, &ours, e)) != RC_OK ||
	    (rc = read_applied(d, &a, &n, e)) != RC_OK ||
	    (rc = compare(d, a, n, &last, e)) != RC_OK)
		goto out;
	if (last < ours)
		rc = err_set(e, RC_BUSY, "%s: its schema is number %d, this program wants %d: "
		    "run routing-ml db migrate", db_name(d), last, ours);
	d->migrated = rc == RC_OK;
out:
	free(a);
	return rc;
}

enum rc
migrate_status(struct db *d, struct arena *arena, struct migration_state **out, size_t *n,
    struct err *e)
{
	struct migration_state	*s;
	struct applied		*a = NULL;
	size_t			 applied;
	bool			 ok;
	enum rc			 rc;

	*n = 0;
	if ((rc = read_applied(d, &a, &applied, e)) != RC_OK)
		return rc;
	*out = s = arena_zalloc(arena, applied + migrations_count, sizeof(*s));
	for (size_t i = 0; s != NULL && i < applied; i++)
		s[(*n)++] = (struct migration_state){ a[i].number,
		    arena_strdup(arena, a[i].name), arena_strdup(arena, a[i].at),
		    find(db_dialect(d), a[i].number) != NULL };
	for (size_t i = 0; s != NULL && i < migrations_count; i++)
		if (migrations[i].dialect == db_dialect(d) &&
		    (applied == 0 || migrations[i].number > a[applied - 1].number))
			s[(*n)++] = (struct migration_state){ migrations[i].number,
			    migrations[i].name, "", true };
	ok = s != NULL;
	for (size_t i = 0; i < *n; i++)
		ok &= s[i].name != NULL && s[i].applied_at != NULL;
	free(a);
	return ok ? RC_OK : err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
}
