/*
 * The codes embedded by the operations they go with: for each value of a nominal column and
 * each step the share of its items that have the step, drawn towards everybody's where they
 * are few (target statistics: Micci-Barreca 2001).  So values that are made alike are near
 * each other, and one split serves a rare material beside the common one.
 *
 * What a case is told must not come from its own routing: it is the share of the families
 * outside its fold.  A value that only the fold has is missing there, as a new one will be.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/train/fit/fit_inputs.h"

#define FOLDS	5
#define PRIOR	2.0	/* items that everybody's share counts as */
#define UNTOLD	12	/* one in so many families is not told, in each column in turn */

struct codes {
	const struct columns	*q;
	const uint32_t		*nominal;	/* of columns of the schema */
};

static void
take_code(void *ctx, size_t i, uint32_t token, float amount)
{
	const struct codes	*v = ctx;
	uint32_t		 code = v->q->code[token];
	struct fit_inputs	*in = v->q->in;

	(void)amount;
	if (code != DS_NONE)
		in->code[v->nominal[v->q->f->c->token[token].column] * in->ncases + i] = code;
}

enum rc
inputs_codes(struct columns *q, struct err *e)
{
	const struct corpus	*c = q->f->c;
	struct fit_inputs	*in = q->in;
	uint32_t		 nominal[SCHEMA_COLUMNS];
	struct codes		 v = { q, nominal };

	memset(nominal, 0xff, sizeof(nominal));
	q->code = malloc((c->ntokens + 1) * sizeof(*q->code));
	in->nominal_column = malloc(SCHEMA_COLUMNS * sizeof(*in->nominal_column));
	in->code_nominal = malloc((c->ntokens + 1) * sizeof(*in->code_nominal));
	if (q->code == NULL || in->nominal_column == NULL || in->code_nominal == NULL)
		return inputs_nomem(e);
	for (size_t t = 0; t < c->ntokens; t++) {
		uint32_t	*k = &nominal[c->token[t].column];

		q->code[t] = DS_NONE;
		if (!q->known[t])
			continue;
		if (*k == DS_NONE) {
			*k = (uint32_t)in->nnominal++;
			in->nominal_column[*k] = c->token[t].column;
		}
		in->code_nominal[in->ncodes] = *k;
		q->code[t] = (uint32_t)in->ncodes++;
	}
	if ((in->code = malloc((in->nnominal * in->ncases + 1) * sizeof(*in->code))) == NULL)
		return inputs_nomem(e);
	memset(in->code, 0xff, in->nnominal * in->ncases * sizeof(*in->code));
	for (size_t i = 0; i < in->ncases; i++)
		inputs_each_token(q, i, take_code, &v);
	return RC_OK;
}

/* Cases, by their weights, and those that have the step. */
struct tally {
	double	yes, all;
};

static void
count(struct tally *t, double weight, bool has)
{
	t->yes += has ? weight : 0;
	t->all += weight;
}

/* The share on a scale of log-odds; 0 is "missing". */
static uint8_t
bin_of(double yes, double all, const struct tally *everybody)
{
	double	p = (yes + PRIOR * everybody->yes / everybody->all) / (all + PRIOR);

	return (uint8_t)(1 + fmax(0, fmin(62, 31 + 5 * log((p + 1e-4) / (1 - p + 1e-4)))));
}

/* What is the same for all relatives of case i, spread evenly. */
static uint64_t
spread(const struct fit *f, size_t i)
{
	uint32_t	place = f->item[i];
	uint64_t	h = f->c->family[place] != 0 ? f->c->family[place] : f->c->key[place];

	return h * 0x9e3779b97f4a7c15u >> 32;
}

static unsigned
fold_of(const struct fit *f, size_t i)
{
	return (unsigned)(spread(f, i) % FOLDS);
}

enum rc
fit_habits(const struct fit *f, const struct fit_inputs *in, const uint8_t *has, uint8_t *cases,
    uint8_t *table, struct err *e)
{
	/* Of each code: a tally a fold, then one of all. */
	struct tally	*t = calloc((in->ncodes + 1) * (FOLDS + 1), sizeof(*t)), all = { 0, 0 };

	if (t == NULL)
		return err_set(e, RC_NOMEM, "no memory for the habits of codes");
	for (size_t i = 0; i < in->ncases; i++) {
		unsigned	fold = fold_of(f, i);

		count(&all, in->weight[i], has[i]);
		for (size_t k = 0; k < in->nnominal; k++) {
			uint32_t	c = in->code[k * in->ncases + i];

			if (c == DS_NONE)
				continue;
			count(&t[c * (FOLDS + 1) + fold], in->weight[i], has[i]);
			count(&t[c * (FOLDS + 1) + FOLDS], in->weight[i], has[i]);
		}
	}
	for (size_t c = 0; c < in->ncodes; c++)
		table[c] = bin_of(t[c * (FOLDS + 1) + FOLDS].yes, t[c * (FOLDS + 1) + FOLDS].all,
		    &all);
	for (size_t i = 0; i < in->ncases; i++) {
		unsigned	fold = fold_of(f, i);

		for (size_t k = 0; k < in->nnominal; k++) {
			uint32_t		 c = in->code[k * in->ncases + i];
			const struct tally	*own, *both;
			uint8_t			*out = &cases[k * in->ncases + i];

			*out = 0;
			if (c == DS_NONE || (spread(f, i) / FOLDS + k) % UNTOLD == 0)
				continue;
			own = &t[c * (FOLDS + 1) + fold];
			both = &t[c * (FOLDS + 1) + FOLDS];
			if (both->all - own->all > 1e-6)
				*out = bin_of(both->yes - own->yes, both->all - own->all, &all);
		}
	}
	free(t);
	return RC_OK;
}
