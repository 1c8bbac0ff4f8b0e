/*
 * The staging table of ERP_STAGING_URL (sql/erp/<dialect>/staging.sql): the only place outside the
 * registry that anything is written to.  An export is written whole or not at all, and once: by
 * its id, whoever repeats it, be it after an answer that was lost.
 */
#ifndef CORE_DATA_STAGING_H
#define CORE_DATA_STAGING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

struct staging_operation {
	int32_t		 proc_seq;
	const char	*job, *job_name, *resource;	/* job_name, resource: NULL: not known */
	int		 inside;			/* 1, 0; -1: not known */
	double		 setup, run;			/* minutes, run of a piece; NaN: not known */
};

struct staging_export {
	const char			*id;		/* 1 to 64 bytes, the caller's, never used again */
	const char			*item, *routing;
	const char			*actor;
	const struct staging_operation	*ops;		/* nops > 0, no proc_seq twice */
	size_t				 nops;
};

/* Is the table there, as the script makes it?  RC_NOTFOUND, RC_INVAL: no; RC_IO: it is away. */
enum rc	staging_check(const char *url, struct err *e);
/*
 * Writes x.  dry_run: as far as the commit, so that whatever the table refuses is told, and rolls
 * back.  *already: it is there from before, which is fine.  RC_BUSY: another export has that id;
 * RC_NOTFOUND: there is no such table; RC_IO: the server is away, nothing or all is stored: try again.
 */
enum rc	staging_write(const char *url, const struct staging_export *x, bool dry_run, bool *already,
	    struct err *e);

#endif
