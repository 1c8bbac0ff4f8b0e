#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/tool/sample/truth.h"

#define SLOTS	4096	/* of the table; more distinct sequences than this do not come */

struct truth_work {
	struct chance	 chance;
	struct plan	 plan;
	unsigned	 n;
	struct sequence	 found[SLOTS / 2];
	uint16_t	 slot[SLOTS];		/* index + 1 into found */
};

struct truth_work *
truth_work_new(void)
{
	return calloc(1, sizeof(struct truth_work));
}

void
truth_work_free(struct truth_work *w)
{
	free(w);
}

static void
count(struct truth_work *w, const struct plan *p, double likely)
{
	uint64_t	h = hash64(p->job, p->n, 0);

	for (unsigned i = (unsigned)(h % SLOTS);; i = (i + 1) % SLOTS) {
		struct sequence	*s;

		if (w->slot[i] == 0) {
			if (w->n == SLOTS / 2)
				return;
			s = &w->found[w->n++];
			w->slot[i] = (uint16_t)w->n;
			memcpy(s->job, p->job, p->n);
			s->n = p->n;
			s->p = likely;
			return;
		}
		s = &w->found[w->slot[i] - 1];
		if (s->n == p->n && memcmp(s->job, p->job, p->n) == 0) {
			s->p += likely;
			return;
		}
	}
}

static int
likelier(const void *a, const void *b)
{
	const struct sequence	*x = a, *y = b;
	int			 c;

	if (x->p != y->p)
		return x->p > y->p ? -1 : 1;
	c = memcmp(x->job, y->job, x->n < y->n ? x->n : y->n);
	return c != 0 ? c : (x->n > y->n) - (x->n < y->n);
}

void
truth_find(struct truth_work *w, const struct item *it, int ymd, struct truth *out)
{
	w->n = 0;
	memset(w->slot, 0, sizeof(w->slot));
	chance_enumerate(&w->chance, TRUTH_FLOOR);
	do {
		plan_make(&w->plan, &w->chance, &it->cause, &it->seen, ymd);
		count(w, &w->plan, w->chance.p);
	} while (chance_next(&w->chance));
	out->n = 0;
	for (unsigned i = 0; i < w->n && out->n < TRUTH_MOST; i++)
		if (w->found[i].p >= TRUTH_LEAST)
			out->sequence[out->n++] = w->found[i];
	qsort(out->sequence, out->n, sizeof(out->sequence[0]), likelier);
}

void
truth_write(const struct item *it, int ymd, const struct truth *t, struct buf *out)
{
	enum family		 family = part_grades[it->cause.grade].family;
	struct size_class	 class = cause_class(&it->cause.size);

	buf_addf(out, "{\"item_code\":\"%s\",\"sequences\":[", it->code);
	for (unsigned i = 0; i < t->n; i++) {
		buf_adds(out, i > 0 ? ",{\"signature\":\"" : "{\"signature\":\"");
		for (unsigned k = 0; k < t->sequence[i].n; k++)
			buf_addf(out, "%s%s", k > 0 ? ">" : "",
			    shop_jobs[t->sequence[i].job[k]].code);
		/* Cut, not rounded: the sum must not pass 1. */
		buf_addf(out, "\",\"probability\":%.4f}",
		    floor(fmin(t->sequence[i].p, 1) * 1e4 + 1e-6) / 1e4);
	}
	buf_adds(out, "],\"operations\":[");
	for (unsigned k = 0; t->n > 0 && k < t->sequence[0].n; k++) {
		enum job		 j = (enum job)t->sequence[0].job[k];
		const struct machine	*m[SHOP_CHOICES];

		shop_choices(j, class, family, ymd, m);
		buf_addf(out, "%s{\"job_cd\":\"%s\",\"res_cd\":\"%s\",\"setup_minutes\":%.4g,"
		    "\"run_minutes\":%.4g}", k > 0 ? "," : "", shop_jobs[j].code, m[0]->code,
		    shop_setup_minutes(j, class, m[0]),
		    shop_run_minutes(j, &it->cause.size, family, m[0]));
	}
	buf_adds(out, "]}\n");
}
