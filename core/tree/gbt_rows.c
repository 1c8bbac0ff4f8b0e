#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/tree/gbt_priv.h"

#define NONE	UINT32_MAX

/* Mark the rows of a list (NULL: all) in local; those of no weight are passed over. */
static enum rc
mark(const struct gbt_data *d, const uint32_t *rows, size_t n, uint32_t as, uint32_t *local,
    struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		size_t	row = rows == NULL ? i : rows[i];

		if (row >= d->nrows || local[row] != NONE)
			return err_set(e, RC_INVAL, "row %zu is not there or given twice", row);
		if (d->weight != NULL && !(d->weight[row] >= 0 && isfinite(d->weight[row])))
			return err_set(e, RC_INVAL, "row %zu: the weight is negative or no number", row);
		if (d->weight == NULL || d->weight[row] > 0)
			local[row] = as;
	}
	return RC_OK;
}

/* Number the rows; local[data row] becomes the local one. */
static enum rc
number_rows(struct gbt_rows *r, const struct gbt_data *d, uint32_t *local, struct err *e)
{
	size_t	n[2] = { 0 }, at[2];
	enum rc	rc;

	if ((rc = mark(d, d->rows, d->rows == NULL ? d->nrows : d->nused, 0, local, e)) != RC_OK ||
	    (rc = mark(d, d->valid, d->valid == NULL ? 0 : d->nvalid, 1, local, e)) != RC_OK)
		return rc;
	for (size_t i = 0; i < d->nrows; i++)
		if (local[i] != NONE)
			n[local[i]]++;
	r->n = n[0];
	r->nall = n[0] + n[1];
	if (r->n == 0)
		return err_set(e, RC_INVAL, "no rows to fit on");
	if ((r->row = malloc(r->nall * sizeof(*r->row))) == NULL ||
	    (r->target = malloc(r->nall * sizeof(*r->target))) == NULL ||
	    (r->weight = malloc(r->nall * sizeof(*r->weight))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu rows", r->nall);
	at[0] = 0;
	at[1] = r->n;
	for (size_t i = 0; i < d->nrows; i++) {
		size_t	to;

		if (local[i] == NONE)
			continue;
		to = at[local[i]]++;
		r->row[to] = (uint32_t)i;
		r->target[to] = d->target[i];
		r->weight[to] = d->weight == NULL ? 1 : d->weight[i];
		local[i] = (uint32_t)to;
	}
	return RC_OK;
}

/* 1 + the highest bin of a dense column among the rows to fit on; 0: it cannot split them. */
static size_t
dense_bins(const struct gbt_rows *r, const uint8_t *bins, size_t least)
{
	uint8_t	most = 0;
	size_t	lowest = 0;	/* rows in the lowest bin */
	uint8_t	low = 255;

	for (size_t i = 0; i < r->n; i++) {
		uint8_t	b = bins[r->row[i]];

		lowest = b < low ? 1 : lowest + (b == low);
		low = b < low ? b : low;
		most = b > most ? b : most;
	}
	if (low == most || (most == 1 && (lowest < least || r->n - lowest < least)))
		return 0;
	return (size_t)most + 1;
}

/* The rows to fit on that have a sparse column; all that it has are counted into start. */
static size_t
sparse_rows(const struct gbt_rows *r, const struct gbt_col *c, const uint32_t *local)
{
	size_t	n = 0;

	for (size_t i = 0; i < c->nones; i++)
		n += local[c->ones[i]] < r->n;
	return n;
}

static enum rc
sparse_check(const struct gbt_data *d, size_t col, struct err *e)
{
	const struct gbt_col	*c = &d->cols[col];

	for (size_t i = 0; i < c->nones; i++)
		if (c->ones[i] >= d->nrows || (i > 0 && c->ones[i] <= c->ones[i - 1]))
			return err_set(e, RC_INVAL, "column %zu: rows not ascending", col);
	return RC_OK;
}

/* Which of the wanted columns can be split on: sparse ones to the end of col for now. */
static enum rc
number_cols(struct gbt_rows *r, const struct gbt_data *d, const struct gbt_opts *o,
    const bool *wanted, const uint32_t *local, struct err *e)
{
	size_t	least = o->min_rows > 1 ? o->min_rows : 1, n;
	enum rc	rc;

	for (int sparse = 0; sparse < 2; sparse++) {
		for (size_t c = 0; c < d->ncols; c++) {
			const struct gbt_col	*col = &d->cols[c];

			if (!wanted[c] || (col->bins == NULL) != sparse)
				continue;
			if (!sparse && (n = dense_bins(r, col->bins, least)) == 0)
				continue;
			if (sparse) {
				if ((rc = sparse_check(d, c, e)) != RC_OK)
					return rc;
				n = sparse_rows(r, col, local);
				if (n < least || r->n - n < least)
					continue;
			} else
				r->nbins[r->ndense++] = (uint16_t)n;
			r->col[r->ncols++] = (uint32_t)c;
		}
	}
	r->nsparse = r->ncols - r->ndense;
	return RC_OK;
}

static enum rc
choose_cols(struct gbt_rows *r, const struct gbt_data *d, const struct gbt_opts *o,
    const uint32_t *local, struct err *e)
{
	size_t	 n = d->use == NULL ? d->ncols : d->nuse;
	bool	*wanted = calloc(d->ncols + 1, sizeof(*wanted));
	enum rc	 rc = RC_OK;

	r->col = malloc((d->ncols + 1) * sizeof(*r->col));
	r->nbins = malloc((d->ncols + 1) * sizeof(*r->nbins));
	if (wanted == NULL || r->col == NULL || r->nbins == NULL)
		rc = err_set(e, RC_NOMEM, "no memory for %zu columns", d->ncols);
	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		size_t	c = d->use == NULL ? i : d->use[i];

		if (c >= d->ncols || wanted[c])
			rc = err_set(e, RC_INVAL, "column %zu is not there or given twice", c);
		else
			wanted[c] = true;
	}
	if (rc == RC_OK)
		rc = number_cols(r, d, o, wanted, local, e);
	free(wanted);
	return rc;
}

/* A row's columns side by side, so that a leaf's few rows are few lines of cache. */
static enum rc
copy_dense(struct gbt_rows *r, const struct gbt_data *d, struct err *e)
{
	r->stride = (r->ndense + GROUP - 1) / GROUP * GROUP;
	if ((r->bins = calloc(r->nall, r->stride + 1)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu x %zu bins", r->nall, r->ndense);
	for (size_t from = 0; from < r->nall; from += BINS) {
		size_t	to = from + BINS < r->nall ? from + BINS : r->nall;

		for (size_t c = 0; c < r->ndense; c++) {
			const uint8_t	*bins = d->cols[r->col[c]].bins;

			for (size_t i = from; i < to; i++)
				r->bins[i * r->stride + c] = bins[r->row[i]];
		}
	}
	return RC_OK;
}

/* Sparse columns row by row. */
static enum rc
copy_sparse(struct gbt_rows *r, const struct gbt_data *d, const uint32_t *local, struct err *e)
{
	size_t	total = 0;

	if ((r->start = calloc(r->nall + 2, sizeof(*r->start))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu rows", r->nall);
	for (size_t c = r->ndense; c < r->ncols; c++) {
		const struct gbt_col	*col = &d->cols[r->col[c]];

		for (size_t i = 0; i < col->nones; i++)
			if (local[col->ones[i]] != NONE) {
				r->start[local[col->ones[i]] + 2]++;
				total++;
			}
	}
	if (total >= NONE)
		return err_set(e, RC_INVAL, "%zu words are too many", total);
	if ((r->words = malloc((total + 1) * sizeof(*r->words))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu words", total);
	for (size_t i = 2; i < r->nall + 2; i++)
		r->start[i] += r->start[i - 1];
	for (size_t c = r->ndense; c < r->ncols; c++) {
		const struct gbt_col	*col = &d->cols[r->col[c]];

		for (size_t i = 0; i < col->nones; i++)
			if (local[col->ones[i]] != NONE)
				r->words[r->start[local[col->ones[i]] + 1]++] =
				    (uint32_t)(c - r->ndense);
	}
	return RC_OK;
}

enum rc
gbt_rows_init(struct gbt_rows *r, const struct gbt_data *d, const struct gbt_opts *o,
    struct err *e)
{
	uint32_t	*local;
	enum rc		 rc;

	*r = (struct gbt_rows){ 0 };
	if ((local = malloc((d->nrows + 1) * sizeof(*local))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for %zu rows", d->nrows);
	memset(local, 0xff, d->nrows * sizeof(*local));
	if ((rc = number_rows(r, d, local, e)) == RC_OK &&
	    (rc = choose_cols(r, d, o, local, e)) == RC_OK &&
	    (rc = copy_dense(r, d, e)) == RC_OK)
		rc = copy_sparse(r, d, local, e);
	free(local);
	if (rc != RC_OK)
		gbt_rows_fini(r);
	return rc;
}

void
gbt_rows_fini(struct gbt_rows *r)
{
	free(r->row);
	free(r->target);
	free(r->weight);
	free(r->col);
	free(r->nbins);
	free(r->bins);
	free(r->start);
	free(r->words);
	*r = (struct gbt_rows){ 0 };
}

bool
gbt_rows_has(const struct gbt_rows *r, uint32_t row, uint32_t word)
{
	const uint32_t	*at = r->words + r->start[row];
	size_t		 n = r->start[row + 1] - r->start[row];

	while (n > 0) {
		size_t	half = (n + 1) / 2;

		at += at[half - 1] < word ? half : 0;
		n -= half;
	}
	return at < r->words + r->start[row + 1] && *at == word;
}
