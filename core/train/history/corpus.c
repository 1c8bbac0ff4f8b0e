#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/base/par.h"
#include "core/train/history/corpus.h"
#include "core/train/history/dataset_priv.h"

#define PIECE	512	/* items a chunk */

/* One chunk's tokens, until they are numbered. */
struct chunk {
	struct corpus_token	*token;
	float			*amount;
	size_t			 n, cap, cap_amount;
};

struct make {
	const struct dataset	*d;
	struct corpus		*c;
	int			*map;
	uint32_t		*count;		/* tokens of each item */
	struct chunk		*chunk;
};

static enum rc
keep_tokens(struct chunk *k, const struct features *f, struct err *e)
{
	for (size_t i = 0; i < f->ntokens; i++) {
		const struct token	*t = &f->tokens[i];

		if (k->n == k->cap) {
			size_t			 cap = k->cap == 0 ? 1 << 15 : k->cap * 2;
			struct corpus_token	*p = realloc(k->token, cap * sizeof(*p));
			float			*q;

			if (p != NULL)
				k->token = p;
			if (p == NULL || (q = realloc(k->amount, cap * sizeof(*q))) == NULL)
				return err_set(e, RC_NOMEM, "no memory for the items' features");
			k->amount = q;
			k->cap = cap;
		}
		k->token[k->n] = (struct corpus_token){ t->hash, t->column, t->kind };
		k->amount[k->n++] = t->amount;
	}
	return RC_OK;
}

static enum rc
make_piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	struct make	*q = ctx;
	struct corpus	*c = q->c;
	struct arena	*a;
	struct record	 rec;
	struct features	 f;
	enum rc		 rc = RC_OK;

	if ((a = arena_new(0)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the items' features");
	for (size_t i = begin; i < end && rc == RC_OK; i++) {
		arena_reset(a);
		if ((rc = dataset_record(q->d, c->item[i], a, &rec, e)) != RC_OK ||
		    (rc = features_make(c->schema, q->map, rec.cells, a, &f, e)) != RC_OK ||
		    (rc = keep_tokens(&q->chunk[begin / PIECE], &f, e)) != RC_OK)
			break;
		q->count[i] = (uint32_t)f.ntokens;
		c->key[i] = hash64(f.key.s, f.key.len, 0);
		c->family[i] = f.family;
		c->twin[i] = f.twin;
		memcpy(c->numbers + i * c->schema->nnumbers, f.numbers,
		    c->schema->nnumbers * sizeof(float));
	}
	arena_free(a);
	return rc;
}

/* Doubles the table of numbers by hash. */
static enum rc
regrow(const struct corpus *c, uint32_t **slot, size_t *n, struct err *e)
{
	size_t		 m = *n == 0 ? 1 << 16 : *n * 2;
	uint32_t	*s = calloc(m, sizeof(*s));

	if (s == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu tokens", c->ntokens);
	for (size_t i = 0; i < c->ntokens; i++) {
		size_t	h = c->token[i].hash & (m - 1);

		while (s[h] != 0)
			h = (h + 1) & (m - 1);
		s[h] = (uint32_t)i + 1;
	}
	free(*slot);
	*slot = s;
	*n = m;
	return RC_OK;
}

/* All chunks' tokens in one matrix, numbered in the order of items: the same for any number of threads. */
static enum rc
number_tokens(struct make *q, size_t nchunks, struct err *e)
{
	struct corpus	*c = q->c;
	uint32_t	*slot = NULL;
	size_t		 nslots = 0, cap = 0, at = 0, h;
	void		*p;
	enum rc		 rc = RC_OK;

	for (size_t k = 0; k < nchunks && rc == RC_OK; k++) {
		struct chunk	*ch = &q->chunk[k];

		for (size_t i = 0; i < ch->n && rc == RC_OK; i++) {
			if (c->ntokens * 2 >= nslots &&
			    (rc = regrow(c, &slot, &nslots, e)) != RC_OK)
				break;
			for (h = ch->token[i].hash & (nslots - 1); slot[h] != 0 &&
			    c->token[slot[h] - 1].hash != ch->token[i].hash; )
				h = (h + 1) & (nslots - 1);
			if (slot[h] == 0) {
				p = c->token;
				rc = ds_grow(&p, &cap, c->ntokens, sizeof(*c->token), e);
				c->token = p;
				if (rc != RC_OK)
					break;
				c->token[c->ntokens++] = ch->token[i];
				slot[h] = (uint32_t)c->ntokens;
			}
			c->tok[at] = slot[h] - 1;
			c->amount[at++] = ch->amount[i];
		}
		free(ch->token);
		free(ch->amount);
		*ch = (struct chunk){ 0 };
	}
	free(slot);
	return rc;
}

static enum rc
rooms(struct make *q, struct err *e)
{
	const struct dataset	*d = q->d;
	struct corpus		*c = q->c;

	c->at = malloc(d->nitems * sizeof(*c->at));
	c->item = malloc(d->nitems * sizeof(*c->item));
	if (c->at == NULL || c->item == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu items", d->nitems);
	for (size_t i = 0; i < d->nitems; i++) {
		c->at[i] = DS_NONE;
		if (d->item_routing[i] < d->item_routing[i + 1]) {
			c->at[i] = (uint32_t)c->n;
			c->item[c->n++] = (uint32_t)i;
		}
	}
	c->nall = c->n;
	for (size_t i = 0; i < d->nitems; i++)
		if (c->at[i] == DS_NONE)
			c->item[c->nall++] = (uint32_t)i;
	c->key = malloc(c->nall * sizeof(*c->key));
	c->family = malloc(c->nall * sizeof(*c->family));
	c->twin = malloc(c->nall * sizeof(*c->twin));
	c->numbers = malloc(c->nall * c->schema->nnumbers * sizeof(*c->numbers));
	c->start = malloc((c->nall + 1) * sizeof(*c->start));
	q->count = calloc(c->nall, sizeof(*q->count));
	q->chunk = calloc((c->nall + PIECE - 1) / PIECE, sizeof(*q->chunk));
	q->map = malloc(c->schema->ncols * sizeof(*q->map));
	if (c->key == NULL || c->family == NULL || c->twin == NULL || c->numbers == NULL || c->start == NULL ||
	    q->count == NULL || q->chunk == NULL || q->map == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu items", c->nall);
	return RC_OK;
}

static enum rc
bind(struct make *q, struct err *e)
{
	const struct dataset	*d = q->d;
	const char		**names = malloc(d->ncolumns * sizeof(*names));

	if (names == NULL)
		return err_set(e, RC_NOMEM, "no memory for the items' columns");
	for (size_t i = 0; i < d->ncolumns; i++)
		names[i] = d->columns[i].name;
	schema_bind(q->c->schema, names, d->ncolumns, q->map);
	free(names);
	return RC_OK;
}

enum rc
corpus_make(struct corpus **out, const struct dataset *d, const struct mapping *m,
    unsigned threads, struct err *e)
{
	struct make	 q = { .d = d };
	struct corpus	*c;
	size_t		 nchunks = 0, total = 0;
	enum rc		 rc;

	*out = NULL;
	if ((c = q.c = calloc(1, sizeof(*c))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the items' features");
	buf_init(&c->blob);
	if ((rc = schema_write(&c->blob, m, d->profile, e)) != RC_OK ||
	    (rc = schema_open(&c->schema, c->blob.p, c->blob.len, e)) != RC_OK ||
	    (rc = rooms(&q, e)) != RC_OK || (rc = bind(&q, e)) != RC_OK)
		goto out;
	nchunks = (c->nall + PIECE - 1) / PIECE;
	if ((rc = par_for(threads, c->nall, PIECE, make_piece, &q, e)) != RC_OK)
		goto out;
	for (size_t i = 0; i < c->nall; i++) {
		c->start[i] = total;
		total += q.count[i];
	}
	c->start[c->nall] = total;
	c->tok = malloc((total + 1) * sizeof(*c->tok));
	c->amount = malloc((total + 1) * sizeof(*c->amount));
	if (c->tok == NULL || c->amount == NULL) {
		rc = err_set(e, RC_NOMEM, "no memory for %zu tokens", total);
		goto out;
	}
	if ((rc = number_tokens(&q, nchunks, e)) != RC_OK)
		goto out;
	*out = c;
	c = NULL;
out:
	for (size_t k = 0; q.chunk != NULL && k < nchunks; k++) {
		free(q.chunk[k].token);
		free(q.chunk[k].amount);
	}
	free(q.chunk);
	free(q.count);
	free(q.map);
	corpus_free(c);
	return rc;
}

void
corpus_free(struct corpus *c)
{
	if (c == NULL)
		return;
	schema_close(c->schema);
	buf_fini(&c->blob);
	free(c->item);
	free(c->at);
	free(c->key);
	free(c->family);
	free(c->twin);
	free(c->numbers);
	free(c->token);
	free(c->start);
	free(c->tok);
	free(c->amount);
	free(c);
}

size_t
corpus_most(const struct corpus *c)
{
	size_t	most = 1;

	for (size_t i = 0; i < c->n; i++)
		if (c->start[i + 1] - c->start[i] > most)
			most = c->start[i + 1] - c->start[i];
	return most;
}

void
corpus_features(const struct corpus *c, size_t i, enum token_kind skip, struct token *tokens,
    struct features *out)
{
	*out = (struct features){ .tokens = tokens, .family = c->family[i], .twin = c->twin[i],
	    .numbers = c->numbers + i * c->schema->nnumbers };
	for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
		const struct corpus_token	*t = &c->token[c->tok[k]];

		if (t->kind != skip)
			tokens[out->ntokens++] = (struct token){ t->hash, c->amount[k],
			    t->column, t->kind, { NULL, 0 } };
	}
}
