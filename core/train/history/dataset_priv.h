/* What dataset.c and dataset_ops.c share. */
#ifndef CORE_TRAIN_HISTORY_DATASET_PRIV_H
#define CORE_TRAIN_HISTORY_DATASET_PRIV_H

#include "core/train/history/dataset.h"

/* Room for n + 1 elements in *p of *cap; *p moves. */
enum rc	ds_grow(void **p, size_t *cap, size_t n, size_t elem, struct err *e);

/* The rows of one source as they go by: their hash, and the caller's progress. */
struct ds_reader {
	struct rows	*rows;
	uint64_t	*hash;		/* of each row; the last is the row at hand's */
	size_t		 cap;
	uint64_t	 n, cut, garbled;	/* rows; of them those that lost something */
	uint64_t	 began_us;
	uint64_t	*total;		/* rows of all sources so far */
	enum rc		(*progress)(void *ctx, uint64_t rows, struct err *e);
	void		*ctx;
};

void	ds_reader_init(struct ds_reader *r, struct rows *rows);
enum rc	ds_reader_next(struct ds_reader *r, bool *more, struct err *e);
/* Notes in d what was read of view 0 (items), 1 (routings) or 2 (work results). */
void	ds_reader_end(struct ds_reader *r, struct dataset *d, int view);
/* Cell c of the row; a NULL str for c == -1. */
struct str ds_cell(const struct ds_reader *r, int c);

/* A key as items are found by: trimmed, ASCII upper case, in buf; NULL str if blank or too long. */
struct str ds_key(struct str s, char *buf, size_t size);

enum rc	ds_read_routings(struct dataset *d, struct ds_reader *r, const struct mapping *m,
	    struct err *e);
enum rc	ds_read_work(struct dataset *d, struct ds_reader *r, const struct mapping *m,
	    struct err *e);

#endif
