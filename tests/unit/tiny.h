/*
 * A tiny plant in arrays, made by rule: rings, shafts and bushes of three materials, whose
 * routings follow from type, material, a word of the text and the size.
 */
#ifndef TESTS_UNIT_TINY_H
#define TESTS_UNIT_TINY_H

#include "core/base/item.h"
#include "core/base/rows.h"
#include "core/model/files.h"
#include "core/train/fit/fit.h"

#define TINY_ITEMS	360	/* items T0000 ...; every fifth has no routing */

/* A row source over a table of texts, row by row; NULL is SQL's NULL. */
struct tiny_rows {
	struct rows		rows;
	const char *const	*cells;
	size_t			n, at;
	struct str		row[24];
};
struct rows	*tiny_rows(struct tiny_rows *t, const char *const *names, size_t ncols,
		    const char *const *cells, size_t n);

/* The three views; five: a view of five columns, routings of item, sequence and job only. */
struct tiny {
	struct tiny_rows	items, routings, work;
	struct mapping		*mapping;
	bool			five;
};
void		tiny_open(struct tiny *t, bool five);
void		tiny_close(struct tiny *t);
double		tiny_diameter(size_t item);	/* mm */
bool		tiny_routed(size_t item);
/* How an item is made: job codes joined by '>'. */
const char	*tiny_signature(size_t item, char *buf, size_t size);

/* Data set, corpus and model of it all; fit may be NULL (everything, default calibration). */
struct tiny_model {
	struct tiny		t;
	struct dataset		*d;
	struct corpus		*c;
	struct model_files	files;
	struct model		*m;
};
void		tiny_model_open(struct tiny_model *q, bool five);
void		tiny_model_close(struct tiny_model *q);
/* The plant as an ERP that knows items and routings by code. */
struct item_source tiny_source(struct tiny_model *q);
const char	*tiny_code(size_t item, char buf[16]);

#endif
