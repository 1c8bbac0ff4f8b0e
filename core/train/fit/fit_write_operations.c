/* operations.rml: the inputs, the steps with their trees, the order, the machines. */
#include "config.h"

#include <stdlib.h>

#include "core/train/fit/fit_trees.h"
#include "core/tree/score.h"

enum rc
fit_write_operations(const struct fit_inputs *in, const struct fit_steps *s,
    const struct fit_order *o, const struct fit_machines *m, struct buf *out, struct err *e)
{
	struct score_writer	 w;
	struct rml_writer	 r;
	struct buf		 trees;
	enum rc			 rc;

	score_begin(&w, in->ncols + s->n + in->nnominal);
	for (size_t i = 0; i < s->n; i++)
		score_add(&w, s->tree[i]);
	for (size_t i = 0; i < o->npairs; i++)
		score_add(&w, o->tree[i]);
	for (size_t i = 0; i < m->n; i++)
		score_add(&w, m->tree[i]);
	buf_init(&trees);
	if ((rc = score_end(&w, &trees, e)) == RC_OK) {
		rml_begin(&r);
		rml_add(&r, "input.bins", in->blob.p, 1, in->blob.len);
		rml_add(&r, "input.token", in->token.p, sizeof(struct input_token),
		    in->token.len / sizeof(struct input_token));
		rml_add(&r, "input.implied", in->implied.p, sizeof(struct input_implied),
		    in->implied.len / sizeof(struct input_implied));
		rml_add(&r, "code.nominal", in->code_nominal, sizeof(uint32_t), in->ncodes);
		rml_add(&r, "habit", s->habit, 1, in->ncodes * s->n);
		rml_add(&r, "step", s->step, sizeof(struct step), s->n);
		rml_add(&r, "before", o->before, sizeof(float), s->n * s->n);
		rml_add(&r, "cases", o->cases, sizeof(uint32_t), s->n * s->n);
		rml_add(&r, "newest", o->newest, sizeof(int32_t), s->n * s->n);
		rml_add(&r, "pair", o->pair, 2 * sizeof(uint32_t), o->npairs);
		rml_add(&r, "machine.job", m->job, sizeof(uint32_t), m->n);
		rml_add(&r, "machine.start", m->start, sizeof(uint32_t), m->n + 1);
		rml_add(&r, "machine.res", m->res, sizeof(uint32_t), m->start[m->n]);
		rml_add(&r, "trees", trees.p, 1, trees.len);
		rc = rml_end(&r, out, e);
	}
	buf_fini(&trees);
	return rc;
}
