/*
 * The features of all items, made once and shared by every fit: their tokens by number in one
 * sparse matrix, their numbers in one dense one.  Those that have a routing stand first, at
 * places below n; what the others say is of use only for what columns say of each other.
 */
#ifndef CORE_TRAIN_HISTORY_CORPUS_H
#define CORE_TRAIN_HISTORY_CORPUS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/feat/features.h"
#include "core/feat/mapping.h"
#include "core/feat/schema.h"
#include "core/train/history/dataset.h"

struct corpus_token {
	uint64_t	hash;
	uint16_t	column;
	uint8_t		kind;
};

struct corpus {
	struct buf		 blob;		/* of the schema */
	struct schema		*schema;
	size_t			 n, nall;	/* routed items, all items */
	uint32_t		*item;		/* nall: number in the data set; both parts ascending */
	uint32_t		*at;		/* of data set items: place here, or DS_NONE */
	uint64_t		*key;		/* nall: hash of the item's key, the same in every run */
	uint64_t		*family, *twin;	/* nall */
	float			*numbers;	/* nall x schema->nnumbers, NaN missing */
	struct corpus_token	*token;		/* ntokens, in the order of first coming */
	size_t			 ntokens;
	size_t			*start;		/* nall + 1: item i has [start[i], start[i + 1]) of */
	uint32_t		*tok;		/* numbers of tokens, by hash */
	float			*amount;
};

enum rc	corpus_make(struct corpus **out, const struct dataset *d, const struct mapping *m,
	    unsigned threads, struct err *e);
void	corpus_free(struct corpus *c);	/* NULL is fine */

/*
 * Item i's features again, without texts; skip: a token kind to leave out, or TOKEN_NKINDS.
 * tokens is the caller's room for corpus_most(c) of them.
 */
void	corpus_features(const struct corpus *c, size_t i, enum token_kind skip,
	    struct token *tokens, struct features *out);
size_t	corpus_most(const struct corpus *c);	/* tokens of one item, at most */

#endif
