/*
 * What an item leaves open of that which decides operations.  Half of the columns mean nothing
 * for half of the items, so an empty one counts as far as the items most like it fill it in.
 */
#include "config.h"

#include <math.h>

#include "core/feat/text.h"
#include "core/model/predict_priv.h"

#define LIKE	32	/* items that are asked */

/* Does the item tell column i, or behind the columns number i - ncols? */
static bool
tells(const struct model *m, uint32_t item, size_t i)
{
	size_t	n = m->schema->ncols, k = i - n;

	if (i < n)
		return !text_missing(model_value(m, item, i));
	return m->known[item * ((m->schema->nnumbers + 7) / 8) + k / 8] >> k % 8 & 1;
}

static double
share(const struct query *q, size_t i)
{
	size_t	n = 0, most = q->nev < LIKE ? q->nev : LIKE;

	for (size_t k = 0; k < most; k++)
		n += tells(q->m, q->ev[k].item, i);
	return most == 0 ? 1 : (double)n / (double)most;
}

void
query_untold(struct query *q)
{
	const struct schema	*s = q->m->schema;
	double			 most = 0.02, part;

	for (size_t i = 0; i < s->ncols + s->nnumbers; i++) {
		if (q->m->decides[i] <= 0 || (i < s->ncols ?
		    !text_missing(record_get(q->in->item, s->col[i].name)) :
		    !isnan(q->f.numbers[i - s->ncols])))
			continue;
		part = q->m->decides[i] * share(q, i);
		q->untold += part;
		if (i < s->ncols && s->col[i].slot >= 0)	/* and as a number of its own */
			part += q->m->decides[s->ncols + (size_t)s->col[i].slot] * share(q, i);
		if (i < s->ncols && part > most) {
			most = part;
			q->helps = s->col[i].name;
		}
	}
}
