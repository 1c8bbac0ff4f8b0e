/* Counters of values and of times. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/train/quality/quality_priv.h"

#define LOG_LEAST	-12.0	/* 0.4 ms; the last bin is 1.6e5 minutes and more */
#define LOG_STEP	0.05
#define DEVIATION_LEAST	0.15
#define JOB_LEAST	20

void
qvalues_add(struct qvalues *v, struct str s)
{
	char		text[sizeof(v->text[0])];
	unsigned	i;

	str_copy(text, sizeof(text), str_trim(s));
	for (char *p = text; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	for (i = 0; i < v->n; i++)
		if (strcmp(v->text[i], text) == 0)
			break;
	if (i == QVALUES) {
		v->other++;
		return;
	}
	if (i == v->n) {
		memcpy(v->text[i], text, sizeof(text));
		v->n++;
	}
	v->count[i]++;
}

struct json_object *
qvalues_json(const struct qvalues *v)
{
	struct json_object	*a = json_object_new_array();
	unsigned		 order[QVALUES];

	for (unsigned i = 0; i < v->n; i++) {
		unsigned	j;

		for (j = i; j > 0 && (v->count[i] > v->count[order[j - 1]] ||
		    (v->count[i] == v->count[order[j - 1]] &&
		    strcmp(v->text[i], v->text[order[j - 1]]) < 0)); j--)
			order[j] = order[j - 1];
		order[j] = i;
	}
	for (unsigned i = 0; i < v->n; i++) {
		struct json_object	*o = json_object_new_object();

		json_put_str(o, "value", v->text[order[i]]);
		json_put_int(o, "rows", (int64_t)v->count[order[i]]);
		json_object_array_add(a, o);
	}
	return a;
}

void
qtimes_fini(struct qtimes *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->job[i]);
	memset(t, 0, sizeof(*t));
}

/* The job's histogram, made where it is new; NULL in *out: there are QJOBS others. */
static enum rc
times_job(struct qtimes *t, uint64_t hash, struct qjob **out, struct err *e)
{
	size_t	nslots = sizeof(t->slot) / sizeof(t->slot[0]), i;

	for (i = hash % nslots; t->slot[i] != 0; i = (i + 1) % nslots)
		if (t->job[t->slot[i] - 1]->hash == hash) {
			*out = t->job[t->slot[i] - 1];
			return RC_OK;
		}
	*out = NULL;
	if (t->n == QJOBS)
		return RC_OK;
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return err_set(e, RC_NOMEM, "data quality: no memory");
	(*out)->hash = hash;
	t->job[t->n++] = *out;
	t->slot[i] = (uint32_t)t->n;
	return RC_OK;
}

/* Keep x among the n best, best first; sign 1: high ones are best, -1: low ones. */
static void
extreme_add(struct qextreme *best, unsigned *n, struct qextreme x, float sign)
{
	unsigned	i;

	for (i = *n; i > 0 && sign * x.log > sign * best[i - 1].log; i--)
		;
	if (i == QEXTREMES)
		return;
	if (*n < QEXTREMES)
		++*n;
	memmove(best + i + 1, best + i, (*n - 1 - i) * sizeof(*best));
	best[i] = x;
}

enum rc
qtimes_add(struct qtimes *t, uint64_t job, double minutes, uint32_t item, struct err *e)
{
	double		 l = log(minutes), bin = (l - LOG_LEAST) / LOG_STEP;
	struct qextreme	 x = { (float)l, item };
	struct qjob	*j;
	enum rc		 rc;

	if ((rc = times_job(t, job, &j, e)) != RC_OK || j == NULL)
		return rc;
	j->n++;
	j->bin[bin < 0 ? 0 : bin >= QBINS ? QBINS - 1 : (size_t)bin]++;
	extreme_add(j->high, &j->nhigh, x, 1);
	extreme_add(j->low, &j->nlow, x, -1);
	return RC_OK;
}

/* The logarithm below which half of the times are, within a bin evenly spread. */
static double
job_median(const struct qjob *j)
{
	uint64_t	half = j->n / 2, sum = 0;
	size_t		i;

	for (i = 0; i < QBINS - 1 && sum + j->bin[i] <= half; i++)
		sum += j->bin[i];
	return LOG_LEAST + LOG_STEP * ((double)i +
	    ((double)(half - sum) + 0.5) / (double)(j->bin[i] ? j->bin[i] : 1));
}

/* Robust standard deviation of the logarithms: the distance that half of them are within. */
static double
job_deviation(const struct qjob *j, double median)
{
	uint64_t	near = 0;
	double		d;

	for (d = 0; d < QBINS * LOG_STEP; d += LOG_STEP) {
		near = 0;
		for (size_t i = 0; i < QBINS; i++)
			if (fabs(LOG_LEAST + LOG_STEP * ((double)i + 0.5) - median) <= d)
				near += j->bin[i];
		if (2 * near >= j->n)
			break;
	}
	d *= 1.4826;
	return d < DEVIATION_LEAST ? DEVIATION_LEAST : d;
}

/* The most extreme times of all jobs, in deviations. */
struct worst {
	double		z[QSAMPLES];
	uint32_t	item[QSAMPLES];
	unsigned	n;
};

static void
worst_add(struct worst *w, double z, uint32_t item)
{
	unsigned	i;

	for (i = 0; i < w->n; i++)	/* an item shows once */
		if (w->item[i] == item) {
			if (z <= w->z[i])
				return;
			w->n--;
			memmove(w->z + i, w->z + i + 1, (w->n - i) * sizeof(w->z[0]));
			memmove(w->item + i, w->item + i + 1, (w->n - i) * sizeof(w->item[0]));
			break;
		}
	for (i = w->n; i > 0 && z > w->z[i - 1]; i--)
		;
	if (i == QSAMPLES)
		return;
	if (w->n < QSAMPLES)
		w->n++;
	memmove(w->z + i + 1, w->z + i, (w->n - 1 - i) * sizeof(w->z[0]));
	memmove(w->item + i + 1, w->item + i, (w->n - 1 - i) * sizeof(w->item[0]));
	w->z[i] = z;
	w->item[i] = item;
}

uint64_t
qtimes_outliers(const struct qtimes *t, const struct qkeys *k, uint64_t *watched,
    struct qsample *s)
{
	struct worst	worst = { 0 };
	uint64_t	n = 0;

	*watched = 0;
	for (size_t a = 0; a < t->n; a++) {
		const struct qjob	*j = t->job[a];
		double			 median, far;

		if (j->n < JOB_LEAST)
			continue;
		*watched += j->n;
		median = job_median(j);
		far = QOUTLIER * job_deviation(j, median);
		for (size_t i = 0; i < QBINS; i++)
			if (fabs(LOG_LEAST + LOG_STEP * ((double)i + 0.5) - median) > far)
				n += j->bin[i];
		for (unsigned i = 0; i < j->nhigh; i++)
			if (j->high[i].log - median > far + LOG_STEP / 2)
				worst_add(&worst, (j->high[i].log - median) / far, j->high[i].item);
		for (unsigned i = 0; i < j->nlow; i++)
			if (median - j->low[i].log > far + LOG_STEP / 2)
				worst_add(&worst, (median - j->low[i].log) / far, j->low[i].item);
	}
	for (unsigned i = 0; i < worst.n; i++)
		qsample_add(s, qkeys_name(k, worst.item[i]));
	return n;
}
