/* One prediction under way: predict.c, evidence.c, proposals.c, propose.c, estimate.c, similar.c. */
#ifndef CORE_MODEL_PREDICT_PRIV_H
#define CORE_MODEL_PREDICT_PRIV_H

#include "core/feat/features.h"
#include "core/model/model_priv.h"
#include "core/model/predict.h"
#include "core/vec/topk.h"

#define NOTHING	((struct quantiles){ NAN, NAN, NAN })

/* A similar item whose routing counts. */
struct evidence {
	uint32_t	item, routing;
	float		similarity;
	bool		family;		/* of the query's drawing family */
	bool		twin;		/* alike but for key and drawing */
	double		weight;		/* what its vote counts */
};

struct query {
	const struct model	*m;
	const struct predict_in	*in;
	struct arena		*a;
	struct features		 f;
	struct chain_query	 chain;		/* begun by query_proposals() */
	int8_t			*v;		/* m->dim */
	uint32_t		 own;		/* the item itself in the model, or RML_NONE */
	int32_t			 day;		/* "now"; DATE_NONE where the data have no dates */
	size_t			*filter;	/* columns of in->filter_columns */
	size_t			 nfilter;
	struct hit		*rows;		/* the nearest rows that speak, nearest first */
	size_t			 nrows;
	struct evidence		*ev;		/* nearest first */
	size_t			 nev;
	double			 total, family;	/* of the weights, of those of the family */
	double			 untold;	/* what it leaves open of that which decides operations: 0 to 1 */
	const char		*helps;		/* the column that would tell most of it, or NULL */
	float			*x;		/* 1 + nx: (1, standardised numbers) for estimates */
	uint8_t			*record;	/* what the trees of times look at */
};

/* A distinct sequence and what speaks for it. */
struct proposal {
	const uint32_t	*job;		/* njobs: of the model */
	size_t		 njobs;
	uint32_t	 seq;		/* RML_NONE: it never ran whole */
	double		 set, order;	/* log-probabilities of the chain */
	double		 weight, family, twins;	/* of the votes, of those from the family, from twins */
	size_t		 items;		/* of the evidence that ran it */
	size_t		 ran;		/* routings of the plant that ran it, without the item's own */
	int32_t		 newest;	/* their newest insertion; DATE_NONE */
	uint32_t	 link;		/* routings with its rarest pair of neighbours, if it is composed */
	int32_t		 link_newest;
	double		 signals[PREDICT_SIGNALS];
	double		 utility;
};

/* Is nothing in history like it?  Not where no column says anything about routings at all. */
bool	query_unlike(const struct query *q);
/* May the item speak: not the query itself, nor a revision of it? */
bool	query_foreign(const struct query *q, uint32_t item);
/* The evidence and what its votes count (evidence.c). */
enum rc	query_evidence(struct query *q, struct err *e);
/* What the item leaves open that its like tell (untold.c); after the evidence. */
void	query_untold(struct query *q);
/* Best first (proposals.c); sets none, the signals of the whole answer. */
enum rc	query_proposals(struct query *q, struct proposal **out, size_t *n,
	    double none[PREDICT_NONE], struct err *e);

/*
 * The sequence with its machines and times (propose.c).  *good is false where it cannot be
 * run as asked: an operation would be outside, or all its machines are gone.
 */
enum rc	propose(struct query *q, const struct proposal *p, struct predict_candidate *out,
	    bool *good, struct err *e);
/* The time of a job on a machine (RML_NONE: not known) for the query (estimate.c). */
struct quantiles estimate(const struct query *q, int which, uint32_t job, uint32_t res);
/* Minutes of queue, wait and move together; 0 where nothing is known. */
double	estimate_wait(const struct model *m, uint32_t job);
/* Prepares q->x. */
enum rc	estimate_begin(struct query *q, struct err *e);

/* The nearest items, with contributions where asked (similar.c). */
enum rc	query_similar(struct query *q, struct predict_out *out, struct err *e);
/* Why it is not `auto`, in the arena (reason.c). */
enum rc	query_reason(struct query *q, size_t np, struct predict_out *out, struct err *e);

#endif
