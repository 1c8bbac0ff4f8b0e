#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/rng.h"
#include "core/train/measure/compare.h"
#include "core/train/measure/metrics_priv.h"
#include "core/train/measure/outcomes.h"

#define GOAL	0.8	/* coverage that intervals promise */
#define PROMISE	0.95	/* precision that `auto` does */

/* A figure of a set of items: the sum of one field over the sum of another, or over items. */
struct measure {
	const char	*name;
	int		 part, whole;	/* enum outcome_field; whole -1: each item counts 1 */
	/* NEAR: to GOAL.  KEPT: from PROMISE on all is well, as without any answer of that kind;
	 * or a version that dares nothing could never be replaced. */
	enum { MORE, LESS, NEAR, KEPT } good;
	double		 allowance;	/* worse by so much is suffered, however sure it is */
};

static const struct measure	measures[] = {
	{ "exact@1", OUTCOME_EXACT, -1, MORE, 0 },
	{ "op_f1", OUTCOME_F1, -1, MORE, 0.01 },
	{ "auto_precision", OUTCOME_AUTO_EXACT, OUTCOME_AUTO, KEPT, 0.01 },
	{ "run_error", OUTCOME_RUN_ERROR, OUTCOME_RUNS, LESS, 0.05 },
	{ "coverage_80", OUTCOME_INSIDE, OUTCOME_INTERVALS, NEAR, 0.03 },
};
#define NMEASURES	(sizeof(measures) / sizeof(measures[0]))

/* The sums of a family's items, of the new version and the live one. */
struct family {
	uint64_t	family;
	double		items, sum[2][OUTCOME_NFIELDS];
};

struct pairs {
	struct family	*family;
	size_t		 n, items;
};

static int
family_order(const void *va, const void *vb)
{
	const struct family	*a = va, *b = vb;

	return a->family < b->family ? -1 : a->family > b->family;
}

/* The items that both have, by family; an item without one is a family of its own. */
static enum rc
pairs_make(struct pairs *p, const struct outcomes *new, const struct outcomes *live,
    struct err *e)
{
	size_t	most = new->n < live->n ? new->n : live->n, n = 0;

	if ((p->family = calloc(most + 1, sizeof(*p->family))) == NULL)
		return err_set(e, RC_NOMEM, "no memory to compare versions");
	for (size_t i = 0, k = 0; i < new->n && k < live->n;) {
		const struct outcome	*a = &new->item[i], *b = &live->item[k];
		struct family		*f = &p->family[p->items];

		if (a->item != b->item) {
			*(a->item < b->item ? &i : &k) += 1;
			continue;
		}
		f->family = a->family != 0 ? a->family : a->item;
		f->items = 1;
		memcpy(f->sum[0], a->v, sizeof(a->v));
		memcpy(f->sum[1], b->v, sizeof(b->v));
		p->items++;
		i++;
		k++;
	}
	qsort(p->family, p->items, sizeof(*p->family), family_order);
	for (size_t i = 0; i < p->items; i++) {
		struct family	*f = &p->family[i], *to = &p->family[n];

		if (n == 0 || p->family[n - 1].family != f->family) {
			*to = *f;
			n++;
			continue;
		}
		to--;
		to->items += f->items;
		for (int s = 0; s < 2; s++)
			for (int k = 0; k < OUTCOME_NFIELDS; k++)
				to->sum[s][k] += f->sum[s][k];
	}
	p->n = n;
	return RC_OK;
}

static double
figure(const struct measure *m, const struct family *f, int side)
{
	double	whole = m->whole == -1 ? f->items : f->sum[side][m->whole];

	return whole > 0 ? f->sum[side][m->part] / whole : NAN;
}

static double
shortfall(double precision)
{
	return isnan(precision) || precision > PROMISE ? 0 : PROMISE - precision;
}

/* By how much the new one is worse; NaN: one of them has no such figure. */
static double
worse_by(const struct measure *m, double new, double live)
{
	switch (m->good) {
	case MORE:
		return live - new;
	case LESS:
		return new - live;
	case NEAR:
		return fabs(new - GOAL) - fabs(live - GOAL);
	default:
		return shortfall(new) - shortfall(live);
	}
}

/* The families' sums, each family so often as weight says (NULL: once). */
static void
add_up(const struct pairs *p, const uint32_t *weight, struct family *all)
{
	memset(all, 0, sizeof(*all));
	for (size_t i = 0; i < p->n; i++) {
		double	w = weight == NULL ? 1 : weight[i];

		all->items += w * p->family[i].items;
		for (int s = 0; s < 2 && w > 0; s++)
			for (int k = 0; k < OUTCOME_NFIELDS; k++)
				all->sum[s][k] += w * p->family[i].sum[s][k];
	}
}

/* 95 % intervals of how much worse it is, of each measure. */
static enum rc
bootstrap(const struct pairs *p, uint64_t seed, struct metrics_interval *out, struct err *e)
{
	double		(*v)[METRICS_REPLICATES] = malloc(NMEASURES * sizeof(*v));
	uint32_t	*weight = malloc((p->n + 1) * sizeof(*weight));
	size_t		 n[NMEASURES] = { 0 };
	struct family	 all;
	struct rng	 rng;

	if (v == NULL || weight == NULL) {
		free(v);
		free(weight);
		return err_set(e, RC_NOMEM, "no memory to compare versions");
	}
	for (uint64_t r = 0; r < METRICS_REPLICATES; r++) {
		rng_init(&rng, seed, r);
		memset(weight, 0, p->n * sizeof(*weight));
		for (size_t i = 0; i < p->n; i++)
			weight[rng_below(&rng, (uint32_t)p->n)]++;
		add_up(p, weight, &all);
		for (size_t m = 0; m < NMEASURES; m++) {
			double	d = worse_by(&measures[m], figure(&measures[m], &all, 0),
				    figure(&measures[m], &all, 1));

			if (!isnan(d))
				v[m][n[m]++] = d;
		}
	}
	for (size_t m = 0; m < NMEASURES; m++)
		out[m] = boot_interval(v[m], n[m]);
	free(weight);
	free(v);
	return RC_OK;
}

static void
put_measure(struct json_object *to, const struct measure *m, double new, double live,
    const struct metrics_interval *i, bool worse)
{
	struct json_object	*o = json_object_new_object(), *a = NULL;

	json_put_real(o, "new", new);
	json_put_real(o, "live", live);
	json_put_real(o, "worse_by", worse_by(m, new, live));
	if (!isnan(i->low)) {
		a = json_object_new_array();
		json_object_array_add(a, json_real_new(i->low));
		json_object_array_add(a, json_real_new(i->high));
	}
	json_put(o, "interval", a);
	json_put_bool(o, "worse", worse);
	json_put(to, m->name, o);
}

/* The verdict on a figure in words, behind what was compared; i: of how much worse it is. */
static void
tell(struct compare *out, double worse, struct metrics_interval i)
{
	size_t	n = strlen(out->why);

	if (out->activate)
		snprintf(out->why + n, sizeof(out->why) - n, "difference %+.4f, 95 %% interval "
		    "%+.4f to %+.4f: %s", -worse, -i.high, -i.low, i.high < 0 ? "better" :
		    "not worse");
	else
		snprintf(out->why + n, sizeof(out->why) - n, "worse by %.4f, 95 %% interval %.4f "
		    "to %.4f", worse, i.low, i.high);
}

/* On the items that both held out. */
static enum rc
on_common(const struct pairs *p, uint64_t seed, struct compare *out, struct err *e)
{
	struct json_object	*all = json_object_new_object();
	struct metrics_interval	 i[NMEASURES];
	const struct measure	*bad = NULL;
	struct family		 sums;
	char			 was[16] = "none";
	double			 new, live;
	bool			 worse;
	enum rc			 rc;

	json_put(out->json, "measures", all);
	if ((rc = bootstrap(p, seed, i, e)) != RC_OK)
		return rc;
	add_up(p, NULL, &sums);
	for (size_t m = 0; m < NMEASURES; m++) {
		new = figure(&measures[m], &sums, 0);
		live = figure(&measures[m], &sums, 1);
		worse = i[m].low > 0 && worse_by(&measures[m], new, live) >
		    measures[m].allowance;
		if (worse && bad == NULL)
			bad = &measures[m];
		put_measure(all, &measures[m], new, live, &i[m], worse);
	}
	out->activate = bad == NULL;
	if (bad == NULL)
		bad = &measures[0];
	new = figure(bad, &sums, 0);
	live = figure(bad, &sums, 1);
	if (!isnan(live))
		snprintf(was, sizeof(was), "%.4f", live);
	snprintf(out->why, sizeof(out->why), "%s: %s is %.4f, the live version's %s, on the "
	    "%zu items (%zu families) that both held out; ", out->activate ? "activated" :
	    "not activated", bad->name, new, was, p->items, p->n);
	tell(out, worse_by(bad, new, live), i[bad - measures]);
	return RC_OK;
}

/* The member at that path of names, NULL-ended; NULL: not there. */
static struct json_object *
at(struct json_object *o, const char *const *path)
{
	for (; *path != NULL; path++)
		if (!json_object_is_type(o, json_type_object) ||
		    !json_object_object_get_ex(o, *path, &o))
			return NULL;
	return o;
}

static double
real_of(struct json_object *v)
{
	return json_object_is_type(v, json_type_double) || json_object_is_type(v, json_type_int) ?
	    json_object_get_double(v) : NAN;
}

double
compare_exact1(struct json_object *metrics)
{
	return real_of(at(metrics, (const char *const[]){ "evaluation", "strata", "all", "model",
	    "exact@1", NULL }));
}

/* Half of the interval of a version's own exact@1; 0: it has none. */
static double
half_width(struct json_object *metrics)
{
	struct json_object	*a = at(metrics, (const char *const[]){ "evaluation", "strata", "all",
				    "model", "intervals", "exact@1", NULL });
	double			 w;

	if (!json_object_is_type(a, json_type_array) || json_object_array_length(a) != 2)
		return 0;
	w = (real_of(json_object_array_get_idx(a, 1)) -
	    real_of(json_object_array_get_idx(a, 0))) / 2;
	return w > 0 ? w : 0;
}

/* Each on its own split, where too few items are in both. */
static void
on_own(const struct compare_side *new, const struct compare_side *live, size_t common,
    struct compare *out)
{
	struct json_object	*all = json_object_new_object();
	double			 a = compare_exact1(new->metrics), b = compare_exact1(live->metrics);
	double			 h = hypot(half_width(new->metrics), half_width(live->metrics));
	struct metrics_interval	 i = { b - a - h, b - a + h };

	out->activate = i.low <= 0;
	put_measure(all, &measures[0], a, b, &i, !out->activate);
	json_put(out->json, "measures", all);
	snprintf(out->why, sizeof(out->why), "%s: exact@1 is %.4f on its split, the live "
	    "version's %.4f on its own (%zu items are in both, fewer than %d); ", out->activate ?
	    "activated" : "not activated", a, b, common, COMPARE_ITEMS);
	tell(out, b - a, i);
}

/* Where one of them was not measured there is nothing to compare; false: both were. */
static bool
unmeasured(const struct compare_side *new, const struct compare_side *live,
    struct compare *out)
{
	bool	new_has = !isnan(compare_exact1(new->metrics));

	if (new_has && !isnan(compare_exact1(live->metrics)))
		return false;
	out->activate = new_has;
	snprintf(out->why, sizeof(out->why), new_has ?
	    "activated: the live version was never measured" :
	    "not activated: the new version has no measured exact@1; `routing-ml registry "
	    "activate` makes it live all the same");
	return true;
}

static enum rc
outcomes_of(struct outcomes *out, struct json_object *o, struct err *e)
{
	enum rc	rc = outcomes_parse(out, o, e);

	return rc == RC_CORRUPT ? RC_OK : rc;
}

enum rc
compare_versions(const struct compare_side *new, const struct compare_side *live,
    uint64_t seed, struct compare *out, struct err *e)
{
	struct outcomes	a = { 0 }, b = { 0 };
	struct pairs	p = { 0 };
	bool		common;
	enum rc		rc = RC_OK;

	memset(out, 0, sizeof(*out));
	if ((out->json = json_object_new_object()) == NULL)
		return err_set(e, RC_NOMEM, "no memory to compare versions");
	if (unmeasured(new, live, out)) {
		json_put(out->json, "on", NULL);
		return RC_OK;
	}
	if ((rc = outcomes_of(&a, new->outcomes, e)) != RC_OK ||
	    (rc = outcomes_of(&b, live->outcomes, e)) != RC_OK)
		goto out;
	if (a.random == b.random && (rc = pairs_make(&p, &a, &b, e)) != RC_OK)
		goto out;
	common = p.items >= COMPARE_ITEMS;
	json_put_str(out->json, "on", common ? "common_items" : "own_splits");
	json_put_int(out->json, "items", (int64_t)p.items);
	json_put_int(out->json, "families", (int64_t)p.n);
	json_put_str(out->json, "new_t0", a.t0[0] == '\0' ? NULL : a.t0);
	json_put_str(out->json, "live_t0", b.t0[0] == '\0' ? NULL : b.t0);
	if (common)
		rc = on_common(&p, seed, out, e);
	else
		on_own(new, live, p.items, out);
out:
	if (rc != RC_OK) {
		json_object_put(out->json);
		out->json = NULL;
	}
	outcomes_fini(&a);
	outcomes_fini(&b);
	free(p.family);
	return rc;
}
