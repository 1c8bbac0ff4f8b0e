/*
 * Supervised token weights: how much more alike are the routings of items that share a
 * token than those of any two items?
 *
 * A routing is a unit vector over its jobs and its neighbouring pairs of jobs, rare ones
 * heavier.  For the rows that share a token, the mean cosine over pairs of different rows is
 * (|sum|^2 - n) / (n (n - 1)); it is shrunk to its column's and kind's mean.  The lift over
 * the background, (s - s0) / (1 - s0), cut off at 0, is what sharing the token adds to the
 * similarity, so its weight in a vector is the square root of that.  A column that says
 * nothing about routings gets nothing, whatever its name.
 */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/par.h"
#include "core/train/fit/fit_priv.h"

#define ROWS_LEAST	2	/* rows that share a token, for it to have a weight */
#define ROWS_MOST	256	/* looked at for one token */
#define SHRINK		3.0	/* the column's mean counts as so many rows */
#define PAIR_FACTOR	0.7	/* weight of a pair of jobs beside a job */
#define BACKGROUND_SHRINK 20.0	/* a column's mean has this much of the background in it */

/* The sequences of routings as sparse unit vectors. */
struct routes {
	size_t		 nfeatures;
	uint32_t	*start;		/* nseqs + 1 */
	uint32_t	*feature;
	float		*value;
};

struct learn {
	struct fit	*f;
	struct routes	 r;
	uint32_t	*row_seq;	/* nrows */
	size_t		*start;		/* ntokens + 1: rows of each token */
	uint32_t	*rows;
	float		*agree;		/* ntokens: mean cosine over pairs; NaN */
	double		 background;
};

/* Adds to the feature's count in sequence s, of which entries up to *at are there. */
static void
count_feature(struct routes *r, size_t s, uint32_t feature, float by, size_t *at)
{
	size_t	k = r->start[s];

	while (k < *at && r->feature[k] != feature)
		k++;
	if (k == *at) {
		r->feature[k] = feature;
		r->value[k] = 0;
		++*at;
	}
	r->value[k] += by;
}

/* Jobs and neighbouring pairs of every sequence, numbered; the values are their counts. */
static enum rc
route_features(struct learn *l, uint32_t *df, struct pool *names, struct err *e)
{
	const struct dataset	*d = l->f->d;
	struct routes		*r = &l->r;
	size_t			 at = 0;
	uint32_t		 key[2], feature;
	enum rc			 rc;

	for (size_t s = 0; s < d->nseqs; s++) {
		const uint32_t	*job = d->seq_jobs + d->seqs[s].first;

		r->start[s] = (uint32_t)at;
		for (uint32_t i = 0; i < d->seqs[s].n; i++)
			for (int pair = 0; pair < 2; pair++) {
				key[0] = job[i];
				key[1] = !pair ? DS_NONE : i == 0 ? DS_NONE - 1 : job[i - 1];
				if ((rc = pool_add(names, (struct str){ (char *)key,
				    sizeof(key) }, &feature, e)) != RC_OK)
					return rc;
				count_feature(r, s, feature, pair ? PAIR_FACTOR : 1, &at);
			}
	}
	r->start[d->nseqs] = (uint32_t)at;
	r->nfeatures = names->n;
	for (size_t i = 0; i < l->f->nrows; i++)
		for (uint32_t k = r->start[l->row_seq[i]]; k < r->start[l->row_seq[i] + 1]; k++)
			df[r->feature[k]]++;
	return RC_OK;
}

static enum rc
make_routes(struct learn *l, struct err *e)
{
	const struct dataset	*d = l->f->d;
	struct routes		*r = &l->r;
	size_t			 n = d->nseq_jobs * 2 + 1;
	uint32_t		*df = calloc(n, sizeof(*df));
	struct pool		 names;
	enum rc			 rc;

	pool_init(&names);
	r->start = malloc((d->nseqs + 1) * sizeof(*r->start));
	r->feature = malloc(n * sizeof(*r->feature));
	r->value = malloc(n * sizeof(*r->value));
	if (df == NULL || r->start == NULL || r->feature == NULL || r->value == NULL) {
		rc = err_set(e, RC_NOMEM, "no memory for sequences");
		goto out;
	}
	if ((rc = route_features(l, df, &names, e)) != RC_OK)
		goto out;
	for (size_t s = 0; s < d->nseqs; s++) {
		double	norm = 0;

		for (uint32_t k = r->start[s]; k < r->start[s + 1]; k++) {
			double	idf = log((l->f->nrows + 1.0) / (df[r->feature[k]] + 0.5)) + 0.05;

			r->value[k] *= (float)sqrt(idf);
			norm += (double)r->value[k] * r->value[k];
		}
		for (uint32_t k = r->start[s]; k < r->start[s + 1]; k++)
			r->value[k] = (float)(r->value[k] / sqrt(norm));
	}
out:
	free(df);
	pool_fini(&names);
	return rc;
}

/* Which rows hold each token: the matrix of the rows' first items, turned round. */
static enum rc
turn(struct learn *l, struct err *e)
{
	const struct fit	*f = l->f;
	const struct corpus	*c = f->c;
	size_t			 n = 0, *at;

	l->start = calloc(c->ntokens + 2, sizeof(*l->start));
	if (l->start == NULL)
		goto nomem;
	at = l->start + 1;
	for (size_t r = 0; r < f->nrows; r++) {
		size_t	i = f->item[f->row_item[r]];

		for (size_t k = c->start[i]; k < c->start[i + 1]; k++, n++)
			at[c->tok[k] + 1]++;
	}
	if ((l->rows = malloc((n + 1) * sizeof(*l->rows))) == NULL)
		goto nomem;
	for (size_t t = 0; t < c->ntokens; t++)
		at[t + 1] += at[t];
	for (size_t r = 0; r < f->nrows; r++) {
		size_t	i = f->item[f->row_item[r]];

		for (size_t k = c->start[i]; k < c->start[i + 1]; k++)
			l->rows[at[c->tok[k]]++] = (uint32_t)r;
	}
	return RC_OK;
nomem:
	return err_set(e, RC_NOMEM, "no memory to learn weights");
}

/* Mean cosine over pairs of n rows that begin at rows, every step-th; sum is zeroed room. */
static double
agreement(const struct learn *l, const uint32_t *rows, size_t n, double *sum)
{
	const struct routes	*r = &l->r;
	size_t			 step = (n + ROWS_MOST - 1) / ROWS_MOST, m = 0;
	double			 norm = 0;

	for (size_t i = 0; i < n; i += step, m++) {
		uint32_t	s = l->row_seq[rows == NULL ? i : rows[i]];

		for (uint32_t k = r->start[s]; k < r->start[s + 1]; k++)
			sum[r->feature[k]] += r->value[k];
	}
	for (size_t i = 0; i < n; i += step) {
		uint32_t	s = l->row_seq[rows == NULL ? i : rows[i]];

		for (uint32_t k = r->start[s]; k < r->start[s + 1]; k++) {
			norm += sum[r->feature[k]] * sum[r->feature[k]];
			sum[r->feature[k]] = 0;
		}
	}
	return m < 2 ? NAN : (norm - (double)m) / ((double)m * (double)(m - 1));
}

static enum rc
agree_piece(void *ctx, size_t begin, size_t end, struct err *e)
{
	struct learn	*l = ctx;
	double		*sum = calloc(l->r.nfeatures + 1, sizeof(*sum));

	if (sum == NULL)
		return err_set(e, RC_NOMEM, "no memory to learn weights");
	for (size_t t = begin; t < end; t++) {
		size_t	n = l->start[t + 1] - l->start[t];

		l->agree[t] = n < ROWS_LEAST ? NAN :
		    (float)agreement(l, l->rows + l->start[t], n, sum);
	}
	free(sum);
	return RC_OK;
}

static double
lift(const struct learn *l, double s)
{
	double	x = (s - l->background) / (1 - l->background);

	return x > 0 ? sqrt(x < 1 ? x : 1) : 0;
}

/* May a token that history doesn't know weigh something?  Words and codes; not their pieces. */
static bool
has_default(int kind)
{
	return kind != TOKEN_NGRAM && kind != TOKEN_PAIR && kind != TOKEN_DRAWING &&
	    kind != TOKEN_VALUE;
}

/* From agreement to weights, with each kind's and column's mean for what is rare. */
static enum rc
weigh(struct learn *l, struct err *e)
{
	struct fit		*f = l->f;
	const struct corpus	*c = f->c;
	size_t			 ncols = c->schema->ncols, cells = TOKEN_NKINDS * ncols;
	double			*sum = calloc(cells, sizeof(*sum)), *n = calloc(cells, sizeof(*n));

	if (sum == NULL || n == NULL) {
		free(sum);
		free(n);
		return err_set(e, RC_NOMEM, "no memory to learn weights");
	}
	for (size_t t = 0; t < c->ntokens; t++) {
		size_t	at = c->token[t].kind * ncols + c->token[t].column;
		double	w = fmin(10, (double)(l->start[t + 1] - l->start[t]) - 1);

		if (!isnan(l->agree[t])) {
			sum[at] += w * l->agree[t];
			n[at] += w;
		}
	}
	for (size_t at = 0; at < cells; at++) {
		sum[at] = (sum[at] + BACKGROUND_SHRINK * l->background) /
		    (n[at] + BACKGROUND_SHRINK);
		f->defaults[at] = has_default((int)(at / ncols)) ? (float)lift(l, sum[at]) / 2 : 0;
	}
	for (size_t t = 0; t < c->ntokens; t++) {
		size_t	at = c->token[t].kind * ncols + c->token[t].column;
		double	m = (double)(l->start[t + 1] - l->start[t]) - 1;

		if (isnan(l->agree[t]))
			f->weight[t] = NAN;
		else if (c->token[t].kind == TOKEN_DRAWING || c->token[t].kind == TOKEN_VALUE)
			f->weight[t] = 0;
		else
			f->weight[t] = (float)lift(l, (m * l->agree[t] + SHRINK * sum[at]) /
			    (m + SHRINK));
	}
	free(sum);
	free(n);
	return RC_OK;
}

/* Each column's part of the squared length of all rows. */
static void
columns(struct learn *l)
{
	struct fit		*f = l->f;
	const struct corpus	*c = f->c;
	double			 sum[SCHEMA_COLUMNS] = { 0 }, all = 0;

	for (size_t r = 0; r < f->nrows; r++) {
		size_t	i = f->item[f->row_item[r]];

		for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
			double	w = f->weight[c->tok[k]];

			if (isnan(w))
				continue;
			w *= c->amount[k];
			sum[c->token[c->tok[k]].column] += w * w;
			all += w * w;
		}
	}
	for (size_t i = 0; i < c->schema->ncols; i++)
		f->column_weight[i] = all > 0 ? (float)(sum[i] / all) : 0;
}

/* All tokens count alike, for an ablation. */
static void
level(struct fit *f)
{
	for (size_t t = 0; t < f->c->ntokens; t++)
		if (!isnan(f->weight[t]))
			f->weight[t] = 1;
	for (size_t i = 0; i < TOKEN_NKINDS * f->c->schema->ncols; i++)
		f->defaults[i] = 1;
}

enum rc
fit_weights(struct fit *f, struct err *e)
{
	const struct corpus	*c = f->c;
	struct learn		 l = { .f = f };
	double			*sum = NULL;
	enum rc			 rc;

	f->weight = malloc((c->ntokens + 1) * sizeof(*f->weight));
	f->defaults = calloc(TOKEN_NKINDS * c->schema->ncols, sizeof(*f->defaults));
	f->column_weight = calloc(c->schema->ncols, sizeof(*f->column_weight));
	l.agree = malloc((c->ntokens + 1) * sizeof(*l.agree));
	l.row_seq = malloc(f->nrows * sizeof(*l.row_seq));
	if (f->weight == NULL || f->defaults == NULL || f->column_weight == NULL ||
	    l.agree == NULL || l.row_seq == NULL) {
		rc = err_set(e, RC_NOMEM, "no memory to learn weights");
		goto out;
	}
	for (size_t r = 0; r < f->nrows; r++)
		l.row_seq[r] = f->d->routings[f->routing[f->row_item[r]]].seq;
	if ((rc = make_routes(&l, e)) != RC_OK || (rc = turn(&l, e)) != RC_OK)
		goto out;
	if ((sum = calloc(l.r.nfeatures + 1, sizeof(*sum))) == NULL) {
		rc = err_set(e, RC_NOMEM, "no memory to learn weights");
		goto out;
	}
	l.background = agreement(&l, NULL, f->nrows, sum);
	if (isnan(l.background) || l.background > 0.99)
		l.background = 0;	/* one row, or all routed alike: everything agrees */
	if ((rc = par_for(f->in->threads, c->ntokens, 4096, agree_piece, &l, e)) != RC_OK ||
	    (rc = weigh(&l, e)) != RC_OK)
		goto out;
	if (f->in->without & FIT_WEIGHTS)
		level(f);
	columns(&l);
out:
	free(sum);
	free(l.agree);
	free(l.row_seq);
	free(l.start);
	free(l.rows);
	free(l.r.start);
	free(l.r.feature);
	free(l.r.value);
	return rc;
}
