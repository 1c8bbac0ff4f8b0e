/*
 * The training data in memory, in columns: items with their values, routings with their
 * operations, work results.  Texts are numbered; times are minutes, run times a piece.
 * Bad rows are counted by reason and left out, never guessed at.
 */
#ifndef CORE_TRAIN_HISTORY_DATASET_H
#define CORE_TRAIN_HISTORY_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/err.h"
#include "core/base/hash.h"
#include "core/base/item.h"
#include "core/base/rows.h"
#include "core/feat/mapping.h"
#include "core/feat/profile.h"
#include "core/train/history/pool.h"

#define DS_NONE	UINT32_MAX

struct ds_column {
	char		*name;		/* as the view spells it */
	struct pool	 values;
	uint32_t	*cell;		/* nitems numbers into values; DS_NONE: NULL */
};

struct ds_op {
	uint32_t	job, job_name, res, res_name;	/* into jobs, job_names, ...; DS_NONE */
	int32_t		proc_seq;
	int8_t		inside;		/* 1, 0; -1: not said */
	float		setup, run;	/* minutes a lot, a piece; NaN: not there; 0 as it stands */
	float		queue, wait, move;
};

struct ds_routing {
	uint32_t	item, rout_no;	/* rout_no into rout_nos, DS_NONE */
	uint32_t	first, nops;	/* of ops, by sequence number */
	uint32_t	seq;		/* distinct job sequence, into seqs */
	int32_t		inserted, valid_from, valid_to;	/* DATE_NONE: not said */
};

struct ds_seq {			/* a distinct sequence of job codes */
	uint32_t	first, n;	/* of seq_jobs */
};

struct ds_work {
	uint32_t	item, rout_no, job, res;	/* job, res: DS_NONE where not said */
	int32_t		proc_seq;	/* INT32_MIN: not said */
	int32_t		reported;
	float		setup, run;	/* minutes a lot, a piece; NaN */
	float		quantity;
};

/* Rows left out or values taken as missing, by reason. */
enum ds_fault {
	DS_ITEM_NO_KEY, DS_ITEM_TWICE,
	DS_ROUTING_NO_ITEM, DS_ROUTING_NO_JOB, DS_ROUTING_BAD_SEQUENCE, DS_ROUTING_TWICE,
	DS_ROUTING_BAD_TIME, DS_ROUTING_BAD_UNIT, DS_ROUTING_BAD_DATE,
	DS_WORK_NO_ITEM, DS_WORK_BAD_QUANTITY, DS_WORK_BAD_TIME,
	DS_ROW_CUT, DS_ROW_GARBLED, DS_NFAULTS	/* rows of any view, see enum rows_loss */
};
extern const char *const	ds_fault_names[DS_NFAULTS];

struct dataset {
	size_t			 nitems;
	struct pool		 keys;		/* trimmed, ASCII upper case; number = item number */
	struct ds_column	*columns;	/* the item view's, all of them */
	size_t			 ncolumns;
	struct profile		*profile;	/* of the item view */

	struct pool		 jobs, job_names, resources, resource_names, rout_nos;
	struct ds_op		*ops;
	size_t			 nops;
	struct ds_routing	*routings;	/* by item, then inserted, then rout_no */
	size_t			 nroutings;
	uint32_t		*item_routing;	/* nitems + 1: item i has routings [i], [i + 1]) */
	struct ds_seq		*seqs;
	size_t			 nseqs;
	uint32_t		*seq_jobs;
	size_t			 nseq_jobs;

	struct ds_work		*work;		/* by item, then job */
	size_t			 nwork;
	uint32_t		*item_work;	/* nitems + 1 */

	bool			 has_resource, has_setup, has_run, has_inside, has_work,
				 has_inserted;
	uint64_t		 rows[3], faults[DS_NFAULTS];	/* rows read of items, routings, work */
	char			 sha256[3][SHA256_HEX];		/* of the rows, in no order */
	double			 seconds[3];	/* that reading took */
	int32_t			 first_day, last_day;	/* of insertions; DATE_NONE: no dates */
};

#define DATASET_ROWS_LEAST	100
/*
 * Reads the sources to their ends (work may be NULL).  The caller ends *out with
 * dataset_free().  RC_INVAL: a view lacks a column that the mapping names as item, sequence
 * or job, there is nothing to learn from (no item has a routing), or of DATASET_ROWS_LEAST rows or
 * more of items or of routings most cannot be used.
 * progress (NULL is fine) is asked now and then with the rows read so far.
 */
enum rc	dataset_read(struct dataset **out, struct rows *items, struct rows *routings,
	    struct rows *work, const struct mapping *m,
	    enum rc (*progress)(void *ctx, uint64_t rows, struct err *e), void *ctx,
	    struct err *e);
void	dataset_free(struct dataset *d);	/* NULL is fine */

/* The item of that number as a record of all columns, in the arena. */
enum rc	dataset_record(const struct dataset *d, size_t item, struct arena *a,
	    struct record *out, struct err *e);
/*
 * Where an operation stands among the others: by a number (10, 1.2), a number with letters
 * behind it (0010A), or the time at which it was begun.
 */
bool	dataset_place(struct str s, double *out);
/* The day its first routing was inserted; DATE_NONE: it has none, or none with a date. */
int32_t	dataset_first_inserted(const struct dataset *d, size_t item);
/*
 * The routing a planner would name today: among those inserted up to as_of (DATE_NONE: all),
 * valid ones first, then the newest, then the rout_no
 * that came first.  DS_NONE: there is none.
 */
uint32_t dataset_newest_routing(const struct dataset *d, size_t item, int32_t as_of);

#endif
