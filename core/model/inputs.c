#include "config.h"

#include <math.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/find.h"
#include "core/model/inputs.h"
#include "core/tree/tree.h"

static enum rc
check(const struct inputs *in, const struct schema *s, const char *name, struct err *e)
{
	for (size_t i = 0; i < in->ntokens; i++)
		if ((in->token[i].col != RML_NONE && (in->token[i].col >= in->ncols ||
		    in->token[i].col <= in->nnumbers)) ||
		    (in->token[i].code != RML_NONE && in->token[i].code >= in->ncodes) ||
		    (i > 0 && in->token[i].hash <= in->token[i - 1].hash))
			return err_set(e, RC_CORRUPT, "%s: token %zu of the inputs", name, i);
	for (size_t i = 0; i < in->nimplied; i++) {
		const struct input_implied	*p = &in->implied[i];

		if (p->column >= s->ncols || !(p->confidence >= 0) || (p->col != RML_NONE &&
		    (p->col >= in->ncols || p->col < in->ndense)) ||
		    (p->code != RML_NONE && p->code >= in->ncodes) ||
		    (i > 0 && p->hash < p[-1].hash))
			return err_set(e, RC_CORRUPT, "%s: implication %zu", name, i);
	}
	return RC_OK;
}

enum rc
inputs_open(struct inputs *in, const struct rml *r, const struct schema *s, struct err *e)
{
	const void	*p;
	size_t		 n;
	enum rc		 rc;

	memset(in, 0, sizeof(*in));
	if ((rc = rml_get(r, "input.bins", 1, &p, &n, e)) != RC_OK ||
	    (rc = bins_open(&in->bins, p, n, e)) != RC_OK)
		return rc;
	in->nnumbers = s->nnumbers;
	in->ndense = in->bins.n;
	if (in->ndense <= in->nnumbers)
		return err_set(e, RC_CORRUPT, "%s: %zu inputs for %zu numbers", r->name,
		    in->ndense, in->nnumbers);
	if ((rc = rml_get(r, "input.token", sizeof(*in->token), &p, &in->ntokens, e)) != RC_OK)
		return rc;
	in->token = p;
	/* Every column has a token, so the highest of them tells how many there are. */
	in->ncols = in->ndense;
	for (size_t i = 0; i < in->ntokens; i++)
		if (in->token[i].col >= in->ncols && in->token[i].col < TREE_COLS)
			in->ncols = in->token[i].col + 1;
	if ((rc = rml_get(r, "input.implied", sizeof(*in->implied), &p, &in->nimplied,
	    e)) != RC_OK)
		return rc;
	in->implied = p;
	if ((rc = rml_get(r, "code.nominal", sizeof(*in->code_nominal), &p, &in->ncodes, e)) != RC_OK ||
	    (rc = rml_get_ids(r, "code.nominal", in->ncodes, SCHEMA_COLUMNS, false,
	    &in->code_nominal, e)) != RC_OK)
		return rc;
	for (size_t i = 0; i < in->ncodes; i++)
		if (in->code_nominal[i] >= in->nnominal)
			in->nnominal = in->code_nominal[i] + 1;
	return check(in, s, r->name, e);
}

float
inputs_day(int32_t day)
{
	return day == DATE_NONE ? NAN : (float)day;
}

static const struct input_token *
find(const struct inputs *in, uint64_t hash)
{
	size_t	at = find_u64(in->token, in->ntokens, sizeof(*in->token), hash);

	return at < in->ntokens && in->token[at].hash == hash ? &in->token[at] : NULL;
}

bool
inputs_known(const struct inputs *in, uint64_t hash)
{
	return find(in, hash) != NULL;
}

/* For each column of the schema without a known value, the surest of what is implied. */
static void
add_implied(const struct inputs *in, const struct features *f, uint8_t *record, uint32_t *code)
{
	float		best[SCHEMA_COLUMNS] = { 0 };
	uint32_t	col[SCHEMA_COLUMNS], implied[SCHEMA_COLUMNS];

	for (size_t i = 0; i < f->ntokens; i++)
		if (f->tokens[i].kind == TOKEN_CATEGORY && inputs_known(in, f->tokens[i].hash))
			best[f->tokens[i].column] = INFINITY;	/* told */
	for (size_t i = 0; i < f->ntokens; i++) {
		uint64_t	h = f->tokens[i].hash;

		for (size_t k = find_u64(in->implied, in->nimplied, sizeof(*in->implied), h); k < in->nimplied &&
		    in->implied[k].hash == h; k++) {
			const struct input_implied	*p = &in->implied[k];

			if (p->confidence > best[p->column]) {
				best[p->column] = p->confidence;
				col[p->column] = p->col;
				implied[p->column] = p->code;
			}
		}
	}
	for (size_t c = 0; c < SCHEMA_COLUMNS; c++)
		if (best[c] > 0 && !isinf(best[c])) {
			if (col[c] != RML_NONE)
				record[col[c]] = 1;
			if (implied[c] != RML_NONE)
				code[in->code_nominal[implied[c]]] = implied[c];
		}
}

void
inputs_record(const struct inputs *in, const struct features *f, int32_t day, uint8_t *record,
    uint32_t *code)
{
	const float	*edges;
	size_t		 n;

	memset(record, 0, in->ncols);
	for (size_t i = 0; i < in->nnumbers; i++) {
		edges = bins_edges(&in->bins, i, &n);
		record[i] = bins_of(edges, n, f->numbers[i]);
	}
	edges = bins_edges(&in->bins, in->nnumbers, &n);
	record[in->nnumbers] = bins_of(edges, n, inputs_day(day));
	memset(code, 0xff, in->nnominal * sizeof(*code));
	for (size_t i = 0; i < f->ntokens; i++) {
		const struct input_token	*t = find(in, f->tokens[i].hash);

		if (t != NULL && t->code != RML_NONE)
			code[in->code_nominal[t->code]] = t->code;
		if (t == NULL || t->col == RML_NONE)
			continue;
		if (t->col < in->ndense) {
			edges = bins_edges(&in->bins, t->col, &n);
			record[t->col] = bins_of(edges, n, f->tokens[i].amount);
		} else
			record[t->col] = 1;
	}
	add_implied(in, f, record, code);
}
