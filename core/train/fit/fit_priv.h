/* A fit under way: fit.c, fit_rows.c, fit_weights.c, fit_times.c, fit_write.c, calibrate.c. */
#ifndef CORE_TRAIN_FIT_FIT_PRIV_H
#define CORE_TRAIN_FIT_FIT_PRIV_H

#include "core/feat/encode.h"
#include "core/model/parts.h"
#include "core/model/rml.h"
#include "core/train/fit/fit.h"
#include "core/tree/tree.h"

/* Items of the corpus with evidence, in the model's order: by row, then by number. */
struct fit {
	const struct fit_in	*in;
	const struct dataset	*d;
	const struct corpus	*c;
	size_t			 nitems, nrows;
	/* The items, each with its newest routing; then items again with what they had before. */
	size_t			 ncases;
	uint32_t		*item;		/* ncases: place in the corpus */
	uint32_t		*routing;	/* ncases: number in the data set */
	uint32_t		*row_item;	/* nrows + 1 */
	uint32_t		*item_row;	/* nitems */
	float			*weight;	/* c->ntokens: learned; NaN: not seen often enough */
	float			*defaults;	/* TOKEN_NKINDS x ncols */
	float			*column_weight;	/* ncols, sum 1 */
	double			*gain;		/* of the trees over operations, see fit_trees.h */
	int8_t			*vectors;	/* nrows x ENCODE_DIM */

	size_t			 njobs, nops;	/* nops: of all routings written */
	struct fit_times	*times;
};

/* Time models (fit_times.c); arrays as in struct model_times. */
struct fit_times {
	size_t		 nx;
	float		*mean, *sd, *coef[2], *spread[2], *wait;
	uint32_t	*samples[2];
	uint8_t		*source[2], *zero[2];
	uint64_t	*effect_key;
	float		*effect;
	size_t		 neffects;
	float		*residual[2];	/* d->nops; NaN */
	/* Three a job and time, job * 2 + time: see struct model_times; NULL: none. */
	struct ensemble	*(*tree)[3];
	size_t		 ncols, njobs;	/* of the trees' records; of tree, halved */
	struct buf	 lot;		/* bins */
};

/* Was this routing to be seen under the fit's date and mask? */
bool	fit_seen(const struct fit *f, uint32_t routing);
/* Which items are evidence, and which of them are one row. */
enum rc	fit_rows(struct fit *f, struct err *e);
/* How much agreeing on a token says about being routed alike. */
enum rc	fit_weights(struct fit *f, struct err *e);
enum rc	fit_vectors(struct fit *f, struct buf *blob, struct err *e);
struct fit_inputs;
enum rc	fit_times(struct fit *f, const struct fit_inputs *in, struct err *e);
void	fit_times_free(struct fit_times *t);
/* The measured times of an item's operation, minutes; 0 or NaN where there is none. */
void	fit_actual(const struct dataset *d, uint32_t item, const struct ds_op *op,
	    int32_t until, double actual[2], bool from_work[2]);
/* The pieces in its lots, the median; NaN where no work result tells. */
float	fit_lot(const struct dataset *d, uint32_t item, const struct ds_op *op, int32_t until);

enum rc	fit_write_encoder(const struct fit *f, struct buf *out, struct err *e);
enum rc	fit_write_scaler(const struct fit *f, const struct buf *weights, struct buf *out,
	    struct err *e);
enum rc	fit_write_similarity(const struct fit *f, struct buf *out, struct err *e);
enum rc	fit_write_routings(struct fit *f, struct buf *out, struct err *e);
enum rc	fit_write_times(const struct fit *f, struct buf *out, struct err *e);

void	calibration_default(struct model_calibration *c);
/* width: 2 x njobs, what intervals of each job's times are stretched by. */
enum rc	calibration_write(const struct model_calibration *c, const float *width, size_t njobs,
	    struct buf *out, struct err *e);
/* Fits it, and width, on in->calibrate's items as m predicts them. */
enum rc	calibration_fit(const struct fit_in *in, const struct model *m,
	    struct model_calibration *c, float *width, struct err *e);

#endif
