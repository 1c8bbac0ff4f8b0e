/*
 * The model registry: runs, versions and activations.  It knows which version is live and
 * was live; the files themselves are MODEL_DIRECTORY's.  All instants are RFC 3339 UTC.
 *
 * A run is leased: it is alive while its process lives on this host, or its heartbeat is
 * younger than the lease elsewhere.  Whoever reads runs first marks the dead ones `failed`
 * (`cancelled` where somebody had asked for their end).
 */
#ifndef CORE_DATA_REGISTRY_H
#define CORE_DATA_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/data/audit.h"
#include "core/data/db.h"

struct run {		/* strings live in the arena; "" where there is none */
	int64_t	 run_id;
	const char *status;	/* queued running completed failed cancelled */
	const char *label, *stage, *error, *version, *requested_by, *activate, *note;
	const char *created_at, *started_at, *finished_at;
	const char *request;	/* JSON as asked */
	const char *result;	/* JSON: metrics summary, why (not) activated */
	double	 progress;	/* 0 to 1 */
	double	 eta_seconds;	/* < 0: unknown */
	bool	 dry_run, cancel_asked;
};

struct version {
	const char *version, *sha256, *label, *created_at, *note, *metrics;	/* metrics: JSON */
	int64_t	 run_id;	/* 0: registered by hand */
	bool	 active;
};

struct activation {
	int64_t	 id;
	const char *kind;	/* activate or rollback */
	const char *version, *previous, *actor, *reason, *at;
};

struct run_request {
	const char *label, *activate, *note, *actor, *request;
	bool	 dry_run;
};

/* 1 to 64 letters, digits, `.`, `_`, `-`, beginning with a letter or digit; UTF-8 letters are
 * fine.  Else err_field("version_label", ...). */
enum rc	registry_label_check(const char *label, struct err *e);

/* RC_BUSY while another run is queued or running (the message names it). */
enum rc	registry_run_add(struct db *d, const struct run_request *q, int64_t lease_seconds,
	    int64_t *run_id, struct err *e);
/* This process works on the run now: status running, its pid and host. */
enum rc	registry_run_start(struct db *d, int64_t run_id, struct err *e);
/* Heartbeat; *cancelled (NULL is fine) tells whether somebody asked for the end.
 * RC_CANCELLED: the run was ended from outside, e.g. because its lease ran out: stop. */
enum rc	registry_run_progress(struct db *d, int64_t run_id, const char *stage, double progress,
	    double eta_seconds, int64_t lease_seconds, bool *cancelled, struct err *e);
/* status: completed, failed or cancelled.  RC_BUSY: it has ended already. */
enum rc	registry_run_end(struct db *d, int64_t run_id, const char *status, const char *version,
	    const char *error, const char *result, struct err *e);
/* Marks it; a run that is still queued, or whose process is gone, ends at once.  RC_BUSY: it
 * has ended already. */
enum rc	registry_run_cancel(struct db *d, int64_t run_id, struct err *e);
enum rc	registry_run_get(struct db *d, int64_t run_id, struct arena *a, struct run *out,
	    struct err *e);
/* Newest first, below `before` (0: from the newest). */
enum rc	registry_runs(struct db *d, int64_t before, size_t limit, struct arena *a,
	    struct run **out, size_t *n, struct err *e);

/* A version that is there already (the same content) only gets the new label: RC_OK. */
enum rc	registry_version_add(struct db *d, const struct version *v, struct err *e);
/* name: a version, or a label (its newest). RC_NOTFOUND. */
enum rc	registry_version_get(struct db *d, const char *name, struct arena *a,
	    struct version *out, struct err *e);
/* Newest first, those before the version `before` ("" for all). */
enum rc	registry_versions(struct db *d, const char *before, size_t limit, struct arena *a,
	    struct version **out, size_t *n, struct err *e);
/* RC_BUSY: it is active. */
enum rc	registry_version_remove(struct db *d, const char *version,
	    const struct audit_entry *by, struct err *e);

/* Record that version is live from now on; the caller switches the link in the same breath
 * (core/data/activate.h does both). */
enum rc	registry_activation_add(struct db *d, const char *version, const char *actor,
	    const char *reason, struct err *e);
/* Newest first. at (an RFC 3339 instant, "" for all): only what was live then. */
enum rc	registry_activations(struct db *d, const char *at, size_t limit, struct arena *a,
	    struct activation **out, size_t *n, struct err *e);

#endif
