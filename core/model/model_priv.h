/*
 * What an open model is: views of the sections of its files, all checked when it was opened
 * (load.c), so that a prediction may follow any number in them without asking.
 */
#ifndef CORE_MODEL_MODEL_PRIV_H
#define CORE_MODEL_MODEL_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/hash.h"
#include "core/feat/encode.h"
#include "core/feat/mapping.h"
#include "core/feat/schema.h"
#include "core/model/chain.h"
#include "core/model/files.h"
#include "core/model/manifest.h"
#include "core/model/model.h"
#include "core/model/parts.h"
#include "core/model/predict.h"
#include "core/model/rml.h"

/* An operation as it ran: these five never stand apart. */
struct model_kinds {
	size_t		 n;
	const uint32_t	*job, *job_name, *res, *res_name;	/* RML_NONE: not said */
	const int8_t	*inside;				/* 1, 0, -1 */
};

/* The machines that ran a job. */
struct model_machines {
	const uint32_t	*of_job;	/* njobs + 1: spans */
	size_t		 n;
	const uint32_t	*res, *kind;	/* kind: how it was last written in a routing */
	const uint32_t	*count;		/* operations */
	const int32_t	*first, *last;	/* days of use; DATE_NONE: not dated */
};

/*
 * Log-linear times: log minutes = coef . (1, standardised numbers) + effects of machine and
 * of category tokens + what the similar evidence took more or less, see times.c.  The last
 * job, njobs, stands for all jobs.
 */
struct model_times {
	size_t		 nx;			/* numbers of the schema */
	const float	*mean, *sd;		/* nx */
	const float	*coef[2];		/* (njobs + 1) x (1 + nx) */
	const float	*spread[2];		/* (njobs + 1) x 2: residuals' p10 and p90, log */
	const uint32_t	*samples[2];		/* njobs + 1 */
	const uint8_t	*source[2];		/* njobs + 1: enum time_source; TIME_NONE: nothing known */
	const uint8_t	*zero[2];		/* njobs + 1: 1: it is nearly always 0 */
	const float	*wait;			/* (njobs + 1) x 3: queue, wait, move; minutes, median */
	size_t		 neffects;
	const uint64_t	*effect_key;		/* ascending; see model_effect_key() */
	const float	*effect;
	/* Of job and time (job * 2 + which): the first of its three ensembles; RML_NONE: none. */
	const uint32_t	*tree;			/* njobs x 2 */
	struct score	 trees;			/* p10, p50 and p90 of what is left; log */
	struct bins	 lot;			/* one feature */
};

struct model {
	char			 version[17], sha256[SHA256_HEX];
	struct {
		void	*p;
		size_t	 size;
		bool	 mapped;
	} file[FILE_NFILES];
	struct rml		 rml[FILE_NFILES];

	struct schema		*schema;
	struct mapping		*mapping;
	struct weights		*weights;
	const float		*column_weight;	/* schema->ncols: learned share of the similarity */
	const float		*decides;	/* schema->ncols + nnumbers: shares of what decides operations */

	size_t			 dim, nrows, nitems;
	const int8_t		*vectors;	/* nrows x dim */
	const uint32_t		*row_item;	/* nrows + 1: row r holds items [r], [r + 1]) */

	struct rml_texts	 codes;		/* of items */
	const uint64_t		*family, *twin;	/* nitems */
	const uint32_t		*by_key, *by_family;	/* nitems, sorted */
	const uint32_t		*item_row;	/* nitems */
	struct rml_texts	 columns, values;
	const uint32_t		*cells;		/* nitems x columns.n, into values */
	const uint8_t		*known;		/* nitems x ceil(schema->nnumbers / 8): a bit a number that is told */

	size_t			 nroutings, nops, nseqs;
	const uint32_t		*item_routing;	/* nitems + 1 */
	const uint32_t		*routing_seq, *routing_op;
	const int32_t		*inserted, *valid_from, *valid_to;
	const uint32_t		*op_kind;
	const int32_t		*proc_seq;
	const float		*residual[2];	/* nops: log of how much longer than times say; NaN */
	const uint32_t		*seq_job;	/* nseqs + 1: spans of seq_jobs */
	const uint32_t		*seq_jobs;
	size_t			 nseq_jobs;
	const uint32_t		*seq_items;	/* nseqs: routings that ran it */
	const int32_t		*seq_newest;	/* their newest insertion; DATE_NONE */
	const uint64_t		*seq_hash;	/* nseqs, ascending, of */
	const uint32_t		*seq_by_hash;

	struct rml_texts	 jobs, job_names, resources, resource_names;
	struct model_kinds	 kinds;
	struct model_machines	 machines;
	int32_t			 first_day, last_day;	/* of evidence; DATE_NONE */

	struct chain		 chain;
	struct model_times	 times;
	struct model_calibration cal;
	const float		*width;		/* njobs x 2: what a job's intervals are stretched by */
};

/*
 * A file of the manifest, opened: a regular one of the size it says.  model_file_same() holds
 * its hash against the manifest.  RC_CORRUPT, RC_IO.
 */
enum rc		model_file_open(const char *dir, const struct manifest_file *f, int *fd,
		    struct err *e);
enum rc		model_file_same(const char *dir, const struct manifest_file *f, const char *hex,
		    struct err *e);
/* Its place in m->file; -1: it is none that predictions need. */
int		model_file_number(const char *name);
/* From m->file to m->rml and the views.  checksums: see rml_open(). */
enum rc		model_open_views(struct model *m, bool checksums, struct err *e);
/* Fills the views of m from m->rml, every number checked. */
enum rc		model_load(struct model *m, struct err *e);

/* The item of that code (upper case, trimmed), or RML_NONE. */
uint32_t	model_item(const struct model *m, struct str code);
/* by_family from *begin to *end are the members. */
void		model_family(const struct model *m, uint64_t family, size_t *begin, size_t *end);
/* The distinct sequence of these jobs, or RML_NONE. */
uint32_t	model_seq(const struct model *m, const uint32_t *job, size_t n);
/* The value of a stored column (of m->columns). */
struct str	model_value(const struct model *m, uint32_t item, size_t column);
/*
 * The routing a planner would name on that day: inserted by then, valid before expired, then
 * the newest.  RML_NONE: there is none.  *valid tells which.
 */
uint32_t	model_routing(const struct model *m, uint32_t item, int32_t as_of, bool *valid);
/* Is the machine no longer used for its job by that day?  mi: number in m->machines. */
bool		model_retired(const struct model *m, uint32_t job, uint32_t mi, int32_t day);

#endif
