/*
 * Measuring data quality takes seconds on a large ERP, so a process of its own does it, one
 * at a time on this host, and leaves the result in MODEL_DIRECTORY/cache for all workers.
 */
#ifndef FCGI_QUALITY_JOB_H
#define FCGI_QUALITY_JOB_H

#include <json-c/json.h>

#include "core/base/err.h"
#include "fcgi/setup.h"

/* In that process: measure, write, exit status.  Takes over *c. */
int	quality_job_main(struct setup *c);

/*
 * The newest result for this ERP and mapping, with "measured_at" and "age_seconds"; a new
 * measurement is begun when it is old.  Without any result it waits for the first one a
 * while.  RC_BUSY: it is still being measured; RC_IO: it could not be.  The caller owns *out.
 */
enum rc	quality_result(const struct setup *c, struct json_object **out, struct err *e);

#endif
