/* Items are made in batches by all threads and handed on in order by one. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/base/par.h"
#include "core/tool/sample/item_row.h"
#include "core/tool/sample/sample.h"
#include "core/tool/sample/truth.h"
#include "core/tool/sample/work.h"

#define PIECE	128	/* items */
#define BATCH	32	/* pieces */

struct piece {
	struct buf	rows[TABLES], truth;
	uint64_t	routed, repeated, expected;
	double		ceiling;
	unsigned	nsequences;
	uint64_t	sequence[PIECE];	/* hashes of the newest routings' */
};

struct batch {
	const struct factory	*factory;
	uint32_t		 first;
	struct piece		*piece;		/* BATCH of them */
};

/* A set of hashes, open addressing; 0 is no hash that occurs. */
struct set {
	uint64_t	*slot;
	size_t		 n, size;		/* size: a power of two */
};

static enum rc
set_grow(struct set *s, struct err *e)
{
	size_t		 size = s->size == 0 ? 1 << 12 : s->size * 2;
	uint64_t	*slot = calloc(size, sizeof(*slot));

	if (slot == NULL)
		return err_set(e, RC_NOMEM, "no memory to count sequences");
	for (size_t i = 0; i < s->size; i++)
		if (s->slot[i] != 0) {
			size_t	at = s->slot[i] & (size - 1);

			while (slot[at] != 0)
				at = (at + 1) & (size - 1);
			slot[at] = s->slot[i];
		}
	free(s->slot);
	s->slot = slot;
	s->size = size;
	return RC_OK;
}

static enum rc
set_add(struct set *s, uint64_t hash, struct err *e)
{
	size_t	at;

	if (s->n * 2 >= s->size && set_grow(s, e) != RC_OK)
		return RC_NOMEM;
	hash += hash == 0;
	for (at = hash & (s->size - 1); s->slot[at] != 0; at = (at + 1) & (s->size - 1))
		if (s->slot[at] == hash)
			return RC_OK;
	s->slot[at] = hash;
	s->n++;
	return RC_OK;
}

static void
judge(struct piece *p, struct truth_work *w, const struct item *it, const struct routing *newest)
{
	struct truth	truth;
	uint8_t		job[PLAN_MOST];
	int		ymd = factory_ymd(newest->day);

	for (unsigned i = 0; i < newest->n; i++)
		job[i] = (uint8_t)newest->op[i].job;
	p->sequence[p->nsequences++] = hash64(job, newest->n, 1);
	truth_find(w, it, ymd, &truth);
	truth_write(it, ymd, &truth, &p->truth);
	if (truth.n == 0)
		return;
	p->ceiling += truth.sequence[0].p;
	p->expected += truth.sequence[0].n == newest->n &&
	    memcmp(truth.sequence[0].job, job, newest->n) == 0;
}

static void
make_item(struct piece *p, const struct factory *f, uint32_t index, struct truth_work *w,
    struct row *row)
{
	struct routing	routing[ROUTINGS_MOST];
	struct item	it;
	unsigned	n;

	factory_item(f, index, &it);
	item_row(f, &it, row);
	row_pack(&p->rows[TABLE_ITEMS], row);
	p->repeated += f->member[index].root != index;
	if (!it.routed)
		return;
	p->routed++;
	n = routing_make(f, &it, routing);
	for (unsigned i = 0; i < n; i++)
		routing_rows(f, &it, &routing[i], row, &p->rows[TABLE_ROUTINGS]);
	work_rows(f, &it, &routing[n - 1], row, &p->rows[TABLE_WORK]);
	judge(p, w, &it, &routing[n - 1]);
}

/* Pieces [begin, end) of the batch. */
static enum rc
make_pieces(void *ctx, size_t begin, size_t end, struct err *e)
{
	struct batch		*b = ctx;
	struct truth_work	*w = truth_work_new();
	struct row		 row;
	enum rc			 rc = RC_OK;

	if (w == NULL)
		return err_set(e, RC_NOMEM, "no memory to make items");
	for (size_t k = begin; k < end; k++) {
		struct piece	*p = &b->piece[k];
		uint32_t	 i = b->first + (uint32_t)k * PIECE, most = b->factory->n;

		for (unsigned t = 0; t < TABLES; t++)
			buf_clear(&p->rows[t]);
		buf_clear(&p->truth);
		p->routed = p->repeated = p->expected = p->nsequences = 0;
		p->ceiling = 0;
		for (uint32_t last = i + PIECE; i < last && i < most; i++)
			make_item(p, b->factory, i, w, &row);
		if (!buf_ok(&p->rows[0]) || !buf_ok(&p->rows[1]) || !buf_ok(&p->rows[2]) ||
		    !buf_ok(&p->truth))
			rc = err_set(e, RC_NOMEM, "no memory to make items");
	}
	truth_work_free(w);
	return rc;
}

static enum rc
hand_on(const struct piece *p, const struct sample_sink *sink, struct sample_figures *out,
    struct set *set, struct err *e)
{
	struct str	cells[ROW_CELLS];
	enum rc		rc = RC_OK;

	for (unsigned t = 0; t < TABLES; t++)
		for (size_t at = 0; row_unpack(&p->rows[t], &at, cells, tables[t].ncolumns);) {
			if ((rc = sink->row(sink->ctx, (enum table)t, cells, e)) != RC_OK)
				return rc;
			out->rows[t]++;
		}
	if (sink->truth != NULL && p->truth.len > 0)
		rc = sink->truth(sink->ctx, p->truth.p, p->truth.len, e);
	for (unsigned i = 0; rc == RC_OK && i < p->nsequences; i++)
		rc = set_add(set, p->sequence[i], e);
	out->routed += p->routed;
	out->repeated += p->repeated;
	out->expected += p->expected;
	out->ceiling += p->ceiling;
	return rc;
}

enum rc
sample_make(uint64_t seed, uint32_t items, unsigned threads, const struct sample_sink *sink,
    struct sample_figures *out, struct err *e)
{
	struct factory	*f = NULL;
	struct batch	 b = { 0 };
	struct set	 set = { 0 };
	enum rc		 rc;

	memset(out, 0, sizeof(*out));
	if ((rc = factory_new(&f, seed, items, e)) != RC_OK)
		return rc;
	b.factory = f;
	if ((b.piece = calloc(BATCH, sizeof(*b.piece))) == NULL)
		rc = err_set(e, RC_NOMEM, "no memory to make items");
	for (b.first = 0; rc == RC_OK && b.first < items; b.first += BATCH * PIECE) {
		rc = par_for(threads, BATCH, 1, make_pieces, &b, e);
		for (unsigned k = 0; rc == RC_OK && k < BATCH; k++)
			rc = hand_on(&b.piece[k], sink, out, &set, e);
		if (rc == RC_OK && sink->progress != NULL)
			rc = sink->progress(sink->ctx, items - b.first < BATCH * PIECE ? items :
			    b.first + BATCH * PIECE, items, e);
	}
	out->sequences = set.n;
	out->ceiling /= out->routed > 0 ? (double)out->routed : 1;
	for (unsigned k = 0; b.piece != NULL && k < BATCH; k++) {
		for (unsigned t = 0; t < TABLES; t++)
			buf_fini(&b.piece[k].rows[t]);
		buf_fini(&b.piece[k].truth);
	}
	free(b.piece);
	free(set.slot);
	factory_free(f);
	return rc;
}
