#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/train/fit/fit_priv.h"

bool
fit_seen(const struct fit *f, uint32_t routing)
{
	const struct ds_routing	*r = &f->d->routings[routing];

	if (f->in->hidden != NULL && f->in->hidden[r->item])
		return false;
	return f->in->until == DATE_NONE || r->inserted == DATE_NONE ||
	    r->inserted <= f->in->until;
}

/* Rows in the order their first item comes; row[i] for the place in the corpus, or DS_NONE. */
static enum rc
number_rows(struct fit *f, uint32_t *row, struct err *e)
{
	const struct corpus	*c = f->c;
	size_t			 n = 64, h;
	uint32_t		*slot;

	while (n < c->n * 2)
		n *= 2;
	if ((slot = calloc(n, sizeof(*slot))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu items", c->n);
	for (size_t i = 0; i < c->n; i++) {
		if (row[i] == DS_NONE)
			continue;
		/* slot: the place of the row's first item, + 1 */
		for (h = c->twin[i] & (n - 1); slot[h] != 0 &&
		    c->twin[slot[h] - 1] != c->twin[i]; )
			h = (h + 1) & (n - 1);
		if (slot[h] == 0) {
			slot[h] = (uint32_t)i + 1;
			row[i] = (uint32_t)f->nrows++;
		} else
			row[i] = row[slot[h] - 1];
	}
	free(slot);
	return RC_OK;
}

/*
 * What an item was made by before, where that is another sequence: the day tells trees which of
 * the two is of today.  newest: of places in the corpus.
 */
static void
add_former(struct fit *f, const uint32_t *newest)
{
	const struct dataset	*d = f->d;

	f->ncases = f->nitems;
	for (size_t i = 0; i < f->c->n && !(f->in->without & FIT_FORMER); i++) {
		const struct ds_routing	*now;
		uint32_t		 item = f->c->item[i];

		if (newest[i] == DS_NONE)
			continue;
		now = &d->routings[newest[i]];
		for (uint32_t r = d->item_routing[item]; r < d->item_routing[item + 1]; r++)
			if (d->routings[r].inserted != DATE_NONE &&
			    d->routings[r].inserted < now->inserted && fit_seen(f, r) &&
			    d->routings[r].seq != now->seq) {
				f->routing[f->ncases] = r;
				f->item[f->ncases++] = (uint32_t)i;
			}
	}
}

enum rc
fit_rows(struct fit *f, struct err *e)
{
	const struct corpus	*c = f->c;
	uint32_t		*row = malloc(c->n * sizeof(*row)), *at = NULL;
	uint32_t		*newest = malloc(c->n * sizeof(*newest));
	enum rc			 rc = RC_OK;

	if (row == NULL || newest == NULL)
		goto nomem;
	for (size_t i = 0; i < c->n; i++) {
		uint32_t	r = dataset_newest_routing(f->d, c->item[i], f->in->until);

		newest[i] = r != DS_NONE && fit_seen(f, r) ? r : DS_NONE;
		row[i] = newest[i] == DS_NONE ? DS_NONE : 0;
		f->nitems += newest[i] != DS_NONE;
	}
	if (f->nitems == 0) {
		rc = err_set(e, RC_INVAL, "there is nothing to learn from: no routing was "
		    "inserted up to that day");
		goto out;
	}
	if ((rc = number_rows(f, row, e)) != RC_OK)
		goto out;
	f->item = malloc((f->nitems + f->d->nroutings) * sizeof(*f->item));
	f->routing = malloc((f->nitems + f->d->nroutings) * sizeof(*f->routing));
	f->item_row = malloc(f->nitems * sizeof(*f->item_row));
	f->row_item = calloc(f->nrows + 2, sizeof(*f->row_item));
	if ((at = malloc((f->nrows + 1) * sizeof(*at))) == NULL || f->item == NULL ||
	    f->routing == NULL || f->item_row == NULL || f->row_item == NULL)
		goto nomem;
	for (size_t i = 0; i < c->n; i++)
		if (row[i] != DS_NONE)
			f->row_item[row[i] + 1]++;
	for (size_t r = 0; r < f->nrows; r++) {
		f->row_item[r + 1] += f->row_item[r];
		at[r] = f->row_item[r];
	}
	for (size_t i = 0; i < c->n; i++) {
		if (row[i] == DS_NONE)
			continue;
		f->item_row[at[row[i]]] = row[i];
		f->routing[at[row[i]]] = newest[i];
		f->item[at[row[i]]++] = (uint32_t)i;
	}
	add_former(f, newest);
	goto out;
nomem:
	rc = err_set(e, RC_NOMEM, "no memory for %zu items", c->n);
out:
	free(row);
	free(newest);
	free(at);
	return rc;
}

struct vectors {
	struct fit	*f;
	struct weights	*w;
	size_t		 most;
};

static enum rc
encode_piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	struct vectors	*v = ctx;
	struct fit	*f = v->f;
	struct token	*tokens = malloc(v->most * sizeof(*tokens));
	struct features	 x;

	if (tokens == NULL)
		return err_set(e, RC_NOMEM, "no memory for vectors");
	for (size_t r = begin; r < end; r++) {
		/* Families speak by themselves (model/evidence.c). */
		corpus_features(f->c, f->item[f->row_item[r]], TOKEN_DRAWING, tokens, &x);
		encode(v->w, &x, f->vectors + r * ENCODE_DIM, ENCODE_DIM);
	}
	free(tokens);
	return RC_OK;
}

/* The table of learned weights, and with it the vector of each row. */
enum rc
fit_vectors(struct fit *f, struct buf *blob, struct err *e)
{
	const struct corpus	*c = f->c;
	struct vectors		 v = { .f = f };
	struct weight		*w = malloc((c->ntokens + 1) * sizeof(*w));
	size_t			 n = 0;
	enum rc			 rc;

	f->vectors = malloc(f->nrows * ENCODE_DIM);
	if (w == NULL || f->vectors == NULL) {
		rc = err_set(e, RC_NOMEM, "no memory for vectors");
		goto out;
	}
	for (size_t t = 0; t < c->ntokens; t++)
		if (!isnan(f->weight[t]))
			w[n++] = (struct weight){ c->token[t].hash, f->weight[t] };
	if ((rc = weights_write(blob, w, n, f->defaults, c->schema->ncols, e)) != RC_OK ||
	    (rc = weights_open(&v.w, blob->p, blob->len, e)) != RC_OK)
		goto out;
	v.most = corpus_most(c);
	rc = par_for(f->in->threads, f->nrows, 512, encode_piece, &v, e);
out:
	weights_close(v.w);
	free(w);
	return rc;
}
