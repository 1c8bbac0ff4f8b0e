/*
 * Bins and trees as found in a model file.  Whatever is accepted is used: a record that was
 * binned goes through every tree; a read outside or an endless walk is what we look for.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/tree/bins.h"
#include "core/tree/score.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { COLS = 64, OUTS = 4096 };

static void
try_trees(const void *p, size_t size)
{
	static float	out[OUTS];
	uint8_t		record[COLS];
	struct score	s;

	if (score_open(&s, p, size, NULL) != RC_OK || s.ncols > COLS || s.nouts > OUTS)
		return;
	for (int fill = 0; fill < 256; fill += 51) {
		memset(record, fill, sizeof(record));
		score_all(&s, record, out);
		for (size_t i = 0; i < s.n; i++)
			score_link((enum tree_loss)s.heads[i].loss, out + s.heads[i].out,
			    s.heads[i].nouts);
	}
}

static void
try_bins(const void *p, size_t size)
{
	float		values[COLS];
	uint8_t		record[COLS];
	struct bins	b;

	if (bins_open(&b, p, size, NULL) != RC_OK || b.n > COLS)
		return;
	for (size_t i = 0; i < COLS; i++)
		values[i] = (float)i - COLS / 2.0f;
	bins_record(&b, values, record);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t	*copy = malloc(size + 1);	/* aligned, and its end is the end */

	if (copy == NULL)
		return 0;
	memcpy(copy, data, size);
	try_trees(copy, size);
	try_bins(copy, size);
	free(copy);
	return 0;
}
