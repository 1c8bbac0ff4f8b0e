/*
 * The files of a version in memory: what fitting makes, what train.c writes out and the
 * evaluation opens without a folder.
 */
#ifndef CORE_MODEL_FILES_H
#define CORE_MODEL_FILES_H

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/model/model.h"

enum model_file {
	FILE_ENCODER,		/* columns, mapping */
	FILE_SCALER,		/* token weights */
	FILE_SIMILARITY,	/* vectors of routed items, duplicates in one row */
	FILE_ROUTINGS,		/* codes, sequences, each routed item's routings and values */
	FILE_OPERATIONS,	/* which operations, in which order: trees and what they look at */
	FILE_TIMES,		/* time models */
	FILE_CALIBRATION,	/* probability, thresholds, widths of intervals */
	FILE_NFILES
};
extern const char *const	model_file_names[FILE_NFILES];	/* "encoder.rml", ... */

struct model_files {
	struct buf	file[FILE_NFILES];
};

void	model_files_init(struct model_files *f);
void	model_files_fini(struct model_files *f);

/*
 * A model over files in memory, which outlive it.  Its version is the content's hash over
 * these files.  RC_CORRUPT; the caller ends *out with model_close().
 */
enum rc	model_open_files(struct model **out, const struct model_files *f, struct err *e);

#endif
