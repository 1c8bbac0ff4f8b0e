/* From scores to figures. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/train/measure/metrics_priv.h"

/* Scratch of one metrics_result(). */
struct work {
	const struct metrics_score	**in;		/* the scores that count */
	uint32_t			*cluster;	/* of each score of m; METRICS_NONE: it doesn't count */
	size_t				 n, nclusters;
	struct metrics_claim		*claim;
	struct boot_value		*hit, *ape;
	double				*v;
};

static void
work_fini(struct work *w)
{
	free(w->in);
	free(w->cluster);
	free(w->claim);
	free(w->hit);
	free(w->ape);
	free(w->v);
}

struct family {
	uint64_t	family;
	uint32_t	score;
};

static int
family_order(const void *va, const void *vb)
{
	const struct family	*a = va, *b = vb;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return a->score < b->score ? -1 : a->score > b->score;
}

/* Choose the scores, and number their families. */
static enum rc
work_init(struct work *w, const struct metrics *m, unsigned strata, struct err *e)
{
	struct family	*f = NULL;
	size_t		 n = m->n + 1, p = m->npairs + 1;

	memset(w, 0, sizeof(*w));
	if ((w->in = calloc(n, sizeof(*w->in))) == NULL ||
	    (w->cluster = calloc(n, sizeof(*w->cluster))) == NULL ||
	    (w->claim = calloc(n, sizeof(*w->claim))) == NULL ||
	    (w->hit = calloc(n, sizeof(*w->hit))) == NULL ||
	    (w->ape = calloc(p, sizeof(*w->ape))) == NULL ||
	    (w->v = calloc(p, sizeof(*w->v))) == NULL ||
	    (f = calloc(n, sizeof(*f))) == NULL)
		return err_set(e, RC_NOMEM, "metrics: no memory");
	for (size_t i = 0; i < m->n; i++) {
		w->cluster[i] = METRICS_NONE;
		if (strata != 0 && (m->score[i].strata & strata) == 0)
			continue;
		f[w->n] = (struct family){ m->score[i].family, (uint32_t)i };
		w->in[w->n++] = &m->score[i];
	}
	qsort(f, w->n, sizeof(*f), family_order);
	for (size_t i = 0; i < w->n; i++) {
		if (i == 0 || f[i].family == 0 || f[i].family != f[i - 1].family)
			w->nclusters++;
		w->cluster[f[i].score] = (uint32_t)w->nclusters - 1;
	}
	free(f);
	return RC_OK;
}

static double
ratio(double part, double whole)
{
	return whole > 0 ? part / whole : NAN;
}

static void
sequences(const struct work *w, struct metrics_result *r)
{
	double	n = (double)w->n, exact[5] = { 0 }, f1 = 0, edit = 0, res = 0, with_res = 0;
	double	autos = 0, auto_hits = 0, answered = 0, asked = 0, oracle = 0;
	size_t	nclaims = 0;

	for (size_t i = 0; i < w->n; i++) {
		const struct metrics_score	*s = w->in[i];
		bool				 hit = s->rank == 1;

		for (unsigned k = s->rank; k > 0 && k < 5; k++)
			exact[k]++;
		f1 += s->f1;
		edit += s->edit;
		res += s->same_res;
		with_res += s->with_res;
		r->matched += s->matched;
		autos += s->decision == METRICS_AUTO;
		auto_hits += s->decision == METRICS_AUTO && hit;
		answered += s->decision != METRICS_NO_ANSWER;
		asked += s->oracle >= 0;
		oracle += s->oracle > 0;
		if (!isnan(s->probability))
			w->claim[nclaims++] = (struct metrics_claim){ s->probability, hit };
	}
	r->items = w->n;
	r->families = w->nclusters;
	r->exact1 = ratio(exact[1], n);
	r->exact2 = ratio(exact[2], n);
	r->exact4 = ratio(exact[4], n);
	r->op_f1 = ratio(f1, n);
	r->edit_distance = ratio(edit, n);
	r->resource_accuracy = ratio(res, with_res);
	r->auto_precision = ratio(auto_hits, autos);
	r->auto_share = ratio(autos, n);
	r->answered = ratio(answered, n);
	r->oracle_neighbour = ratio(oracle, asked);
	r->brier = metrics_brier(w->claim, nclaims);
	r->ece = metrics_ece(w->claim, nclaims, r->bin);
	r->nbins = nclaims < METRICS_BINS ? nclaims : METRICS_BINS;
}

double
metrics_ape(const struct metrics_pair *p)
{
	return isnan(p->time.p50) ? 1 : fabs(p->time.p50 - p->actual) / p->actual;
}

static void
times(const struct metrics *m, const struct work *w, bool run, size_t *n, double *medape,
    double *coverage, double inside[2], double width[2])
{
	double	in = 0, of = 0;

	*n = 0;
	for (size_t i = 0; i < m->npairs; i++) {
		const struct metrics_pair	*p = &m->pair[i];

		if (p->run != run || w->cluster[p->item] == METRICS_NONE)
			continue;
		w->v[(*n)++] = metrics_ape(p);
		if (isnan(p->time.p10) || isnan(p->time.p90))
			continue;
		of++;
		in += p->time.p10 <= p->actual && p->actual <= p->time.p90;
		if (p->time.p50 > 0) {
			width[0] += (p->time.p90 - p->time.p10) / p->time.p50;
			width[1]++;
		}
	}
	*medape = metrics_median(w->v, *n);
	*coverage = ratio(in, of);
	inside[0] += in;
	inside[1] += of;
}

static enum rc
intervals(const struct metrics *m, const struct work *w, uint64_t seed,
    struct metrics_result *r, struct err *e)
{
	size_t	nhits = 0, napes = 0;

	for (size_t i = 0; i < m->n; i++)
		if (w->cluster[i] != METRICS_NONE)
			w->hit[nhits++] = (struct boot_value){ m->score[i].rank == 1,
			    w->cluster[i] };
	for (size_t i = 0; i < m->npairs; i++)
		if (m->pair[i].run && w->cluster[m->pair[i].item] != METRICS_NONE)
			w->ape[napes++] = (struct boot_value){ metrics_ape(&m->pair[i]),
			    w->cluster[m->pair[i].item] };
	return boot_intervals(w->hit, nhits, w->ape, napes, w->nclusters, seed,
	    &r->exact1_interval, &r->run_medape_interval, e);
}

enum rc
metrics_difference(const struct metrics *a, const struct metrics *b, uint64_t seed,
    struct metrics_interval *out, struct err *e)
{
	struct metrics_interval	 none;
	struct work		 w;
	enum rc			 rc;

	*out = (struct metrics_interval){ NAN, NAN };
	if ((rc = work_init(&w, a, 0, e)) == RC_OK) {
		for (size_t i = 0; i < a->n; i++)
			w.hit[i] = (struct boot_value){ (a->score[i].rank == 1) -
			    (b->score[i].rank == 1), w.cluster[i] };
		rc = boot_intervals(w.hit, a->n, w.ape, 0, w.nclusters, seed, out, &none, e);
	}
	work_fini(&w);
	return rc;
}

enum rc
metrics_result(const struct metrics *m, unsigned strata, uint64_t seed,
    struct metrics_result *out, struct err *e)
{
	double		inside[2] = { 0 }, width[2] = { 0 };
	struct work	w;
	enum rc		rc;

	memset(out, 0, sizeof(*out));
	if ((rc = work_init(&w, m, strata, e)) == RC_OK) {
		sequences(&w, out);
		times(m, &w, false, &out->setups, &out->setup_medape, &out->setup_coverage_80,
		    inside, width);
		times(m, &w, true, &out->runs, &out->run_medape, &out->run_coverage_80,
		    inside, width);
		out->coverage_80 = ratio(inside[0], inside[1]);
		out->width_80 = ratio(width[0], width[1]);
		rc = intervals(m, &w, seed, out, e);
	}
	work_fini(&w);
	return rc;
}

const char *const	metrics_names[] = {
	"exact@1", "exact@2", "exact@4", "op_f1", "edit_distance", "resource_accuracy",
	"setup_medape", "run_medape", "coverage_80", "setup_coverage_80", "run_coverage_80",
	"width_80", "ece", "brier", "auto_precision", "auto_share", "answered",
	"oracle_neighbour@50", NULL
};

static struct json_object *
interval_json(const struct metrics_interval *i)
{
	struct json_object	*a;

	if (isnan(i->low))
		return NULL;
	a = json_object_new_array();
	json_object_array_add(a, json_real_new(i->low));
	json_object_array_add(a, json_real_new(i->high));
	return a;
}

struct json_object *
metrics_result_json(const struct metrics_result *r)
{
	const double		 v[] = { r->exact1, r->exact2, r->exact4, r->op_f1,
				    r->edit_distance, r->resource_accuracy, r->setup_medape,
				    r->run_medape, r->coverage_80, r->setup_coverage_80,
				    r->run_coverage_80, r->width_80, r->ece, r->brier,
				    r->auto_precision, r->auto_share, r->answered,
				    r->oracle_neighbour };
	struct json_object	*o = json_object_new_object(), *i = json_object_new_object();

	_Static_assert(sizeof(v) / sizeof(v[0]) + 1 ==
	    sizeof(metrics_names) / sizeof(metrics_names[0]), "a name for each figure");
	json_put_int(o, "items", (int64_t)r->items);
	json_put_int(o, "families", (int64_t)r->families);
	json_put_int(o, "operations", (int64_t)r->matched);
	json_put_int(o, "setup_times", (int64_t)r->setups);
	json_put_int(o, "run_times", (int64_t)r->runs);
	for (size_t k = 0; metrics_names[k] != NULL; k++)
		json_put_real(o, metrics_names[k], v[k]);
	json_put(i, "exact@1", interval_json(&r->exact1_interval));
	json_put(i, "run_medape", interval_json(&r->run_medape_interval));
	json_put(o, "intervals", i);
	return o;
}
