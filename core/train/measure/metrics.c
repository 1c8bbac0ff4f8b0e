#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/train/measure/metrics.h"
#include "core/train/measure/metrics_priv.h"

void
metrics_init(struct metrics *m)
{
	memset(m, 0, sizeof(*m));
}

void
metrics_fini(struct metrics *m)
{
	free(m->score);
	free(m->pair);
	memset(m, 0, sizeof(*m));
}

double
metrics_edit_distance(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
	uint32_t	*row, diagonal, up, best;
	double		 d;

	if (na == 0 && nb == 0)
		return 0;
	if ((row = malloc((nb + 1) * sizeof(*row))) == NULL)
		return NAN;
	for (size_t j = 0; j <= nb; j++)
		row[j] = (uint32_t)j;
	for (size_t i = 1; i <= na; i++) {
		diagonal = row[0];
		row[0] = (uint32_t)i;
		for (size_t j = 1; j <= nb; j++) {
			up = row[j];
			best = diagonal + (a[i - 1] != b[j - 1]);
			if (up + 1 < best)
				best = up + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = up;
			row[j] = best;
		}
	}
	d = row[nb] / (double)(na > nb ? na : nb);
	free(row);
	return d;
}

size_t
metrics_match(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, uint32_t *pair)
{
	size_t	n = 0, nth, j;

	for (size_t i = 0; i < na; i++) {
		nth = 0;
		for (j = 0; j < i; j++)
			nth += a[j] == a[i];
		for (j = 0; j < nb; j++)
			if (b[j] == a[i] && nth-- == 0)
				break;
		pair[i] = j < nb ? (uint32_t)j : METRICS_NONE;
		n += j < nb;
	}
	return n;
}

double
metrics_f1(size_t matched, size_t na, size_t nb)
{
	return na + nb > 0 ? 2.0 * (double)matched / (double)(na + nb) : 1;
}

static int
double_order(const void *va, const void *vb)
{
	double	a = *(const double *)va, b = *(const double *)vb;

	return a < b ? -1 : a > b;
}

double
metrics_median(double *v, size_t n)
{
	if (n == 0)
		return NAN;
	qsort(v, n, sizeof(*v), double_order);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* Stable by insertion of runs: glibc's qsort() is, but it doesn't promise so. */
static void
claims_sort(struct metrics_claim *c, struct metrics_claim *tmp, size_t n)
{
	size_t	h = n / 2, i = 0, j = h, k = 0;

	if (n < 2)
		return;
	claims_sort(c, tmp, h);
	claims_sort(c + h, tmp, n - h);
	while (i < h || j < n)
		tmp[k++] = j == n || (i < h && c[i].p <= c[j].p) ? c[i++] : c[j++];
	memcpy(c, tmp, n * sizeof(*c));
}

double
metrics_ece(struct metrics_claim *c, size_t n, struct metrics_bin bin[METRICS_BINS])
{
	struct metrics_claim	*tmp;
	size_t			 nbins = n < METRICS_BINS ? n : METRICS_BINS, end, i = 0;
	double			 error = 0;

	if (n == 0 || (tmp = malloc(n * sizeof(*tmp))) == NULL)
		return NAN;
	claims_sort(c, tmp, n);
	free(tmp);
	for (size_t b = 0; b < nbins; b++) {
		bin[b] = (struct metrics_bin){ 0 };
		for (end = n * (b + 1) / nbins; i < end; i++) {
			bin[b].n++;
			bin[b].probability += c[i].p;
			bin[b].exact += c[i].hit;
		}
		bin[b].probability /= (double)bin[b].n;
		bin[b].exact /= (double)bin[b].n;
		error += (double)bin[b].n * fabs(bin[b].probability - bin[b].exact);
	}
	return error / (double)n;
}

double
metrics_brier(const struct metrics_claim *c, size_t n)
{
	double	sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (c[i].p - c[i].hit) * (c[i].p - c[i].hit);
	return n > 0 ? sum / (double)n : NAN;
}

/* Another entry at *p, of which n are there. */
static enum rc
grow(void **p, size_t n, size_t *cap, size_t size, struct err *e)
{
	size_t	 want = *cap ? 2 * *cap : 256;
	void	*q;

	if (n < *cap)
		return RC_OK;
	if ((q = realloc(*p, want * size)) == NULL)
		return err_set(e, RC_NOMEM, "metrics: no memory");
	*p = q;
	*cap = want;
	return RC_OK;
}

static bool
same_sequence(const struct metrics_candidate *c, const struct metrics_actual *ops, size_t n)
{
	if (c->nops != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (c->ops[i].job != ops[i].job)
			return false;
	return true;
}

static enum rc
add_time(struct metrics *m, bool run, const struct metrics_time *t, double actual,
    struct err *e)
{
	enum rc	rc;

	if (!(actual > 0) || !isfinite(actual))
		return RC_OK;
	if ((rc = grow((void **)&m->pair, m->npairs, &m->pair_cap, sizeof(*m->pair), e)) != RC_OK)
		return rc;
	m->pair[m->npairs++] = (struct metrics_pair){ (uint32_t)m->n, run, actual, *t };
	return RC_OK;
}

/* Candidate 1, operation by operation. */
static enum rc
add_ops(struct metrics *m, struct metrics_score *s, const struct metrics_candidate *p,
    const struct metrics_case *c, struct err *e)
{
	uint32_t	*jobs, *actual, *pair;
	enum rc		 rc = RC_OK;

	if ((jobs = calloc(2 * p->nops + c->nops + 1, sizeof(*jobs))) == NULL)
		return err_set(e, RC_NOMEM, "metrics: no memory");
	pair = jobs + p->nops;
	actual = pair + p->nops;
	for (size_t i = 0; i < p->nops; i++)
		jobs[i] = p->ops[i].job;
	for (size_t i = 0; i < c->nops; i++)
		actual[i] = c->ops[i].job;
	s->matched = (uint32_t)metrics_match(jobs, p->nops, actual, c->nops, pair);
	s->f1 = metrics_f1(s->matched, p->nops, c->nops);
	s->edit = metrics_edit_distance(jobs, p->nops, actual, c->nops);
	if (isnan(s->edit))
		rc = err_set(e, RC_NOMEM, "metrics: no memory");
	for (size_t i = 0; i < p->nops && rc == RC_OK; i++) {
		const struct metrics_actual	*a = &c->ops[pair[i] == METRICS_NONE ? 0 : pair[i]];

		if (pair[i] == METRICS_NONE)
			continue;
		if (a->res != METRICS_NONE) {
			s->with_res++;
			s->same_res += a->res == p->ops[i].res;
		}
		if ((rc = add_time(m, false, &p->ops[i].setup, a->setup, e)) == RC_OK)
			rc = add_time(m, true, &p->ops[i].run, a->run, e);
	}
	free(jobs);
	return rc;
}

enum rc
metrics_add(struct metrics *m, const struct metrics_case *c, struct err *e)
{
	struct metrics_score	s = { .family = c->family, .strata = c->strata,
				    .decision = c->decision, .oracle = c->oracle,
				    .probability = NAN, .f1 = 0, .edit = 1 };
	size_t			n = c->decision == METRICS_NO_ANSWER ? 0 : c->ncandidates;
	enum rc			rc;

	if ((rc = grow((void **)&m->score, m->n, &m->cap, sizeof(*m->score), e)) != RC_OK)
		return rc;
	if (n == 0)
		s.decision = METRICS_NO_ANSWER;
	for (size_t i = 0; i < n && s.rank == 0; i++)
		if (same_sequence(&c->candidates[i], c->ops, c->nops))
			s.rank = (unsigned)i + 1;
	if (n > 0) {
		s.probability = c->candidates[0].probability;
		if ((rc = add_ops(m, &s, &c->candidates[0], c, e)) != RC_OK)
			return rc;
	}
	m->score[m->n++] = s;
	return RC_OK;
}
