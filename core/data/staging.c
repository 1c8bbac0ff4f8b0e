#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/data/db.h"
#include "core/data/registry_priv.h"
#include "core/data/staging.h"

#define TABLE		"ROUTING_ML_STAGING"
#define ID_BYTES	64
#define CONNECT_S	5
#define QUERY_S		20

static const char	columns[] = "EXPORT_ID, PROC_SEQ, ITEM_CD, ROUT_NO, JOB_CD, "
    "JOB_NM, RES_CD, INSIDE_FLAG, SETUP_MINUTES, RUN_MINUTES, EXPORTED_BY, "
    "EXPORTED_AT, CONTENT_SHA256";
#define NCOLUMNS	13

static enum rc
open_table(struct db **out, const char *url, struct err *e)
{
	const struct db_options	opt = { .must_exist = true, .connect_seconds = CONNECT_S,
		.query_seconds = QUERY_S };
	char			sql[400];
	struct rows		*r;
	enum rc			 rc;

	if ((rc = db_open(out, url, &opt, e)) != RC_OK)
		return err_prefix(e, "ERP_STAGING_URL");
	if (db_dialect(*out) == DB_ACCESS)
		return err_set(e, RC_INVAL, "ERP_STAGING_URL: an Access file can only be read");
	snprintf(sql, sizeof(sql), "SELECT %s FROM " TABLE " WHERE 1 = 0", columns);
	if ((rc = db_query(*out, sql, NULL, 0, &r, e)) == RC_OK)
		rows_close(r);
	else if (rc == RC_NOTFOUND)
		err_prefix(e, "ERP_STAGING_URL: sql/erp has the script staging.sql, which makes the "
		    "table");
	return rc;
}

enum rc
staging_check(const char *url, struct err *e)
{
	struct db	*d = NULL;
	enum rc		 rc = open_table(&d, url, e);

	db_close(d);
	return rc;
}

/* What the export says, for two of one id to be told apart. */
static void
content(const struct staging_export *x, char hex[SHA256_HEX])
{
	struct sha256	s;
	uint8_t		sum[SHA256_SIZE];
	char		line[200];

	sha256_init(&s);
	sha256_add(&s, x->item, strlen(x->item) + 1);
	sha256_add(&s, x->routing, strlen(x->routing) + 1);
	for (size_t i = 0; i < x->nops; i++) {
		const struct staging_operation	*o = &x->ops[i];
		const char			*text[3] = { o->job, o->job_name, o->resource };

		for (int k = 0; k < 3; k++)
			sha256_add(&s, text[k] == NULL ? "" : text[k],
			    text[k] == NULL ? 1 : strlen(text[k]) + 1);
		snprintf(line, sizeof(line), "%d %d %.9g %.9g\n", (int)o->proc_seq, o->inside,
		    o->setup, o->run);
		sha256_add(&s, line, strlen(line));
	}
	sha256_end(&s, sum);
	sha256_hex(sum, hex);
}

static struct db_value
minutes(double v)
{
	return isnan(v) ? db_text(NULL) : db_real(v);
}

static enum rc
insert(struct db *d, const struct staging_export *x, const struct staging_operation *o,
    const char *now, const char *hex, struct err *e)
{
	char	sql[500];

	snprintf(sql, sizeof(sql), "INSERT INTO " TABLE " (%s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
	    "?, ?, ?)", columns);
	return db_exec(d, sql, (struct db_value[NCOLUMNS]){ db_text(x->id), db_int(o->proc_seq),
	    db_text(x->item), db_text(x->routing), db_text(o->job), db_text(o->job_name),
	    db_text(o->resource), db_text(o->inside == -1 ? NULL : o->inside ? "Y" : "N"),
	    minutes(o->setup), minutes(o->run), text_or_empty(x->actor), db_text(now),
	    db_text(hex) }, NCOLUMNS, NULL, e);
}

/* Inside the transaction: is the export there, and is it this one? */
static enum rc
look(struct db *d, const struct staging_export *x, const char *hex, bool *already, struct err *e)
{
	int64_t	all, same;
	enum rc	rc;

	*already = false;
	if ((rc = db_get_int(d, "SELECT COUNT(*) FROM " TABLE " WHERE EXPORT_ID = ?",
	    (struct db_value[]){ db_text(x->id) }, 1, &all, e)) != RC_OK || all == 0)
		return rc;
	if ((rc = db_get_int(d, "SELECT COUNT(*) FROM " TABLE " WHERE EXPORT_ID = ? AND "
	    "CONTENT_SHA256 = ?", (struct db_value[]){ db_text(x->id), db_text(hex) }, 2, &same,
	    e)) != RC_OK)
		return rc;
	*already = all == same && (size_t)all == x->nops;
	return *already ? RC_OK : err_set(e, RC_BUSY, "the export %s is in the staging table with "
	    "other operations: give this one an id of its own", x->id);
}

/* *meanwhile: somebody wrote rows of this id between our look and our insert. */
static enum rc
write_open(struct db *d, const struct staging_export *x, bool dry_run, bool *already,
    bool *meanwhile, struct err *e)
{
	char	now[CLOCK_RFC3339_SIZE], hex[SHA256_HEX];
	enum rc	rc;

	content(x, hex);
	clock_rfc3339(now);
	if ((rc = db_begin(d, e)) != RC_OK)
		return rc;
	rc = look(d, x, hex, already, e);
	for (size_t i = 0; i < x->nops && rc == RC_OK && !*already; i++)
		*meanwhile = (rc = insert(d, x, &x->ops[i], now, hex, e)) == RC_BUSY;
	if (rc != RC_OK || dry_run || *already) {
		db_rollback(d);
		return rc;
	}
	return db_commit(d, e);
}

enum rc
staging_write(const char *url, const struct staging_export *x, bool dry_run, bool *already,
    struct err *e)
{
	struct db	*d;
	bool		 meanwhile = false;
	enum rc		 rc = RC_IO;

	*already = false;
	if (x->nops == 0 || x->id[0] == '\0' || strlen(x->id) > ID_BYTES)
		return err_set(e, RC_INVAL, "an export has an id of 1 to %d bytes and at least one "
		    "operation", ID_BYTES);
	/* A commit whose answer was lost, or another's of the same export, is found by its id. */
	for (int attempt = 0; attempt < 2 && (rc == RC_IO || meanwhile); attempt++) {
		d = NULL;
		meanwhile = false;
		if ((rc = open_table(&d, url, e)) == RC_OK)
			rc = write_open(d, x, dry_run, already, &meanwhile, e);
		db_close(d);
	}
	return rc;
}
