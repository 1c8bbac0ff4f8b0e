/*
 * What one token says of another column: all items that tell both say the same.  The material
 * SAF2507 implies the kind of raw material "duplex", "씰 링" implies a part type.  A column's
 * gaps are filled by that, and a value that history has not routed yet is known by the kind
 * that it belongs to.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/train/fit/fit_trees.h"

#define LEAST		2	/* items that tell both */
#define MOST		512	/* items looked at for one token */
#define CONFIDENCE	0.83	/* (agreeing + 1/2) / (telling + 1): two of two */
#define LIFT		0.34	/* of what the commonest guess is wrong in, at most so much is left */
#define PIECE		1024

struct imply {
	const struct corpus	*c;
	const uint8_t		*known;
	uint32_t		*value;		/* items x columns: token, or DS_NONE */
	double			*share;		/* of tokens that are values: in their column */
	bool			*wanted;	/* columns that have values */
	size_t			*start;		/* tokens + 1: items of each, of */
	uint32_t		*items;
	struct buf		*piece;
};

/* What may imply: whole values and words, no pieces of them. */
static bool
speaks(int kind)
{
	return kind == TOKEN_CATEGORY || kind == TOKEN_PREFIX || kind == TOKEN_WORD ||
	    kind == TOKEN_ANYWORD || kind == TOKEN_PAIR;
}

static enum rc
prepare(struct imply *q, struct err *e)
{
	const struct corpus	*c = q->c;
	size_t			 nc = c->schema->ncols, *at;
	double			*known = calloc(nc + 1, sizeof(*known));

	q->value = malloc((c->nall * nc + 1) * sizeof(*q->value));
	q->share = calloc(c->ntokens + 1, sizeof(*q->share));
	q->wanted = calloc(nc + 1, sizeof(*q->wanted));
	q->start = calloc(c->ntokens + 2, sizeof(*q->start));
	q->items = malloc((c->start[c->nall] + 1) * sizeof(*q->items));
	if (known == NULL || q->value == NULL || q->share == NULL || q->wanted == NULL ||
	    q->start == NULL || q->items == NULL) {
		free(known);
		return err_set(e, RC_NOMEM, "no memory for implications");
	}
	memset(q->value, 0xff, c->nall * nc * sizeof(*q->value));
	at = q->start + 1;
	for (size_t i = 0; i < c->nall; i++)
		for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
			const struct corpus_token	*t = &c->token[c->tok[k]];

			at[c->tok[k] + 1] += speaks(t->kind);
			if (t->kind != TOKEN_CATEGORY || !q->known[c->tok[k]])
				continue;
			q->value[i * nc + t->column] = c->tok[k];
			q->wanted[t->column] = true;
			q->share[c->tok[k]]++;
			known[t->column]++;
		}
	for (size_t t = 0; t < c->ntokens; t++) {
		at[t + 1] += at[t];
		if (q->share[t] > 0)
			q->share[t] /= known[c->token[t].column];
	}
	for (size_t i = 0; i < c->nall; i++)
		for (size_t k = c->start[i]; k < c->start[i + 1]; k++)
			if (speaks(c->token[c->tok[k]].kind))
				q->items[at[c->tok[k]]++] = (uint32_t)i;
	free(known);
	return RC_OK;
}

/* What token t says of column col; count is zeroed room for all tokens. */
static void
imply(const struct imply *q, uint32_t t, uint32_t col, uint32_t *count, struct buf *out)
{
	const struct corpus	*c = q->c;
	size_t			 n = q->start[t + 1] - q->start[t], nc = c->schema->ncols;
	size_t			 stride = (n + MOST - 1) / MOST, telling = 0;
	uint32_t		 best = DS_NONE;
	double			 sure;

	for (size_t k = q->start[t]; k < q->start[t + 1]; k += stride) {
		uint32_t	v = q->value[q->items[k] * nc + col];

		if (v == DS_NONE)
			continue;
		telling++;
		count[v]++;
		if (best == DS_NONE || count[v] > count[best] || (count[v] == count[best] &&
		    v < best))
			best = v;
	}
	if (telling >= LEAST) {
		sure = (count[best] + 0.5) / ((double)telling + 1);
		if (sure > CONFIDENCE && 1 - sure < LIFT * (1 - q->share[best]))
			buf_add(out, &(struct implied){ t, best, col, (float)sure },
			    sizeof(struct implied));
	}
	for (size_t k = q->start[t]; k < q->start[t + 1]; k += stride) {
		uint32_t	v = q->value[q->items[k] * nc + col];

		if (v != DS_NONE)
			count[v] = 0;
	}
}

static enum rc
imply_piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	struct imply	*q = ctx;
	struct buf	*out = &q->piece[begin / PIECE];
	uint32_t	*count = calloc(q->c->ntokens + 1, sizeof(*count));

	if (count == NULL)
		return err_set(e, RC_NOMEM, "no memory for implications");
	for (size_t t = begin; t < end; t++)
		for (uint32_t col = 0; col < q->c->schema->ncols; col++)
			if (q->wanted[col] && q->start[t + 1] - q->start[t] >= LEAST &&
			    (col != q->c->token[t].column || q->c->token[t].kind == TOKEN_ANYWORD))
				imply(q, (uint32_t)t, col, count, out);
	free(count);
	return buf_ok(out) ? RC_OK : err_set(e, RC_NOMEM, "no memory for implications");
}

enum rc
fit_imply(const struct corpus *c, const uint8_t *known, unsigned threads,
    struct implied **out, size_t *n, struct err *e)
{
	struct imply	q = { .c = c, .known = known };
	size_t		pieces = (c->ntokens + PIECE - 1) / PIECE;
	struct buf	all;
	enum rc		rc;

	buf_init(&all);
	q.piece = calloc(pieces + 1, sizeof(*q.piece));
	if (q.piece == NULL) {
		rc = err_set(e, RC_NOMEM, "no memory for implications");
		goto out;
	}
	for (size_t i = 0; i < pieces; i++)
		buf_init(&q.piece[i]);
	if ((rc = prepare(&q, e)) != RC_OK ||
	    (rc = par_for(threads, c->ntokens, PIECE, imply_piece, &q, e)) != RC_OK)
		goto out;
	for (size_t i = 0; i < pieces; i++)
		buf_add(&all, q.piece[i].p, q.piece[i].len);
	if (!buf_ok(&all)) {
		rc = err_set(e, RC_NOMEM, "no memory for implications");
		goto out;
	}
	*n = all.len / sizeof(**out);
	*out = (struct implied *)(void *)all.p;
	buf_init(&all);
out:
	for (size_t i = 0; q.piece != NULL && i < pieces; i++)
		buf_fini(&q.piece[i]);
	free(q.piece);
	free(q.value);
	free(q.share);
	free(q.wanted);
	free(q.start);
	free(q.items);
	buf_fini(&all);
	return rc;
}
