/* What the files of the baselines share. */
#ifndef CORE_TRAIN_MEASURE_BASELINE_PRIV_H
#define CORE_TRAIN_MEASURE_BASELINE_PRIV_H

#include "core/train/measure/baseline.h"

/* Keys, ascending, and the training item that stands for each. */
struct baseline_table {
	uint64_t	*key;
	uint32_t	*item;
	size_t		 n;
};

struct baseline {
	const struct corpus		*corpus;
	const struct baseline_item	*train;
	size_t				 n;
	int				 column[2];	/* of type and material; -1: none */
	struct baseline_table		 level[3];	/* type and material; type; all */
	struct baseline_table		 family;
};

/* The item that stands for the key, or BASELINE_NONE. */
uint32_t baseline_find(const struct baseline_table *t, uint64_t key);
void	baseline_table_fini(struct baseline_table *t);

/* baseline_mode.c: chooses the columns and fills the levels. */
enum rc	baseline_mode_init(struct baseline *b, struct err *e);

#endif
