#include "config.h"

#include <string.h>

#include "core/tool/sample/plan.h"

/* How often a planner's hand slips, and the ways it does. */
#define SLIP_FORGETS	0.020
#define SLIP_SWAPS	0.010
#define SLIP_REPEATS	0.004

bool
plan_since(const struct plan *p, int ymd)
{
	return p->ymd >= ymd;
}

enum family
plan_family(const struct plan *p)
{
	return part_grades[p->grade].family;
}

enum part
plan_part(const struct plan *p)
{
	return part_types[p->cause->part].like;
}

static struct parents
parents(struct plan *p, bool standard)
{
	return (struct parents){ p->cause->part, plan_family(p), p->class, standard,
	    p->cause->ymd };
}

/* Whether a part is standard where the row hides it: by how plain the row is otherwise. */
static void
weigh_standard(struct plan *p, double weight[TRAIT_VALUES])
{
	for (unsigned v = 0; v < 2; v++) {
		struct parents	by = parents(p, v == 1);

		weight[v] *= cause_evidence(p->cause, p->seen, &by);
	}
}

unsigned
plan_trait(struct plan *p, enum trait t)
{
	double		weight[TRAIT_VALUES];
	struct parents	by;

	if (p->trait[t] >= 0)
		return (unsigned)p->trait[t];
	if (p->seen == NULL || p->seen->trait[t]) {
		p->trait[t] = (int8_t)p->cause->trait[t];
	} else {
		by = parents(p, t >= TRAIT_FIRST_WORD && plan_trait(p, TRAIT_STANDARD) == 1);
		cause_weights(t, &by, weight);
		for (unsigned v = 0; v < TRAIT_VALUES; v++)
			weight[v] *= 1 - cause_shown(t, v);
		if (t == TRAIT_STANDARD)
			weigh_standard(p, weight);
		p->trait[t] = (int8_t)chance_pick(p->chance, t, weight, TRAIT_VALUES);
	}
	return (unsigned)p->trait[t];
}

bool
plan_has(const struct plan *p, enum job j)
{
	return memchr(p->job, (int)j, p->n) != NULL;
}

void
plan_add(struct plan *p, enum job j)
{
	if (p->n < PLAN_MOST)
		p->job[p->n++] = (uint8_t)j;
}

bool
plan_taste(struct plan *p, enum taste t, double likely)
{
	return chance_happens(p->chance, t, likely);
}

/* A grade that the row hides: by what is used, and by how well the rest of the row fits. */
static void
guess_grade(struct plan *p)
{
	struct parents	by = parents(p, plan_trait(p, TRAIT_STANDARD) == 1);
	double		weight[GRADES_MOST];

	part_grade_weights(p->cause->part, p->cause->ymd, weight);
	for (unsigned i = 0; i < part_ngrades; i++)
		if (weight[i] > 0) {
			by.family = part_grades[i].family;
			weight[i] *= cause_evidence(p->cause, p->seen, &by);
		}
	p->grade = chance_pick(p->chance, 60, weight, part_ngrades);
}

static void
guess_class(struct plan *p)
{
	struct parents	by = parents(p, plan_trait(p, TRAIT_STANDARD) == 1);
	double		weight[SIZE_CLASSES];

	memcpy(weight, cause_class_weights(p->cause->part), sizeof(weight));
	for (unsigned i = 0; i < SIZE_CLASSES; i++)
		if (weight[i] > 0) {
			by.class = cause_class_of(i);
			weight[i] *= cause_evidence(p->cause, p->seen, &by);
		}
	p->class = cause_class_of(chance_pick(p->chance, 61, weight, SIZE_CLASSES));
}

void
plan_intend(struct plan *p, struct chance *chance, const struct cause *cause,
    const struct seen *seen, int ymd)
{
	p->chance = chance;
	p->cause = cause;
	p->seen = seen;
	p->ymd = ymd;
	p->n = 0;
	memset(p->trait, -1, sizeof(p->trait));
	p->grade = cause->grade;
	p->class = cause_class(&cause->size);
	/* A row hides one of grade, size and STANDARD_YN at most (factory.c), so that each
	 * guess knows the others. */
	if (seen != NULL && !seen->grade)
		guess_grade(p);
	if (seen != NULL && !seen->size)
		guess_class(p);
	switch (plan_part(p)) {
	case PART_BELLOWS:
	case PART_SPRING:
	case PART_ASSY:
		plan_unit(p);
		break;
	case PART_ORING:
	case PART_GASKET:
		plan_soft(p);
		break;
	default:
		if (plan_family(p) >= FAMILY_GRAPHITE && plan_family(p) <= FAMILY_CERAMIC)
			plan_hard_face(p);
		else
			plan_metal(p);
	}
	plan_end(p);
}

/* Something forgotten (not the first job), two neighbours swapped, one job written twice. */
static void
slip(struct plan *p)
{
	double		weight[PLAN_MOST];
	unsigned	kind, at;

	if (p->n < 3)
		return;
	kind = chance_pick(p->chance, TASTE_SLIP, (double []){
	    1 - SLIP_FORGETS - SLIP_SWAPS - SLIP_REPEATS, SLIP_FORGETS, SLIP_SWAPS,
	    SLIP_REPEATS }, 4);
	if (kind == 0)
		return;
	for (unsigned i = 0; i + 1 < p->n; i++)
		weight[i] = 1;
	at = 1 + chance_pick(p->chance, TASTE_SLIP_WHERE, weight, p->n - 1);
	if (kind == 1) {
		memmove(p->job + at, p->job + at + 1, p->n - at - 1);
		p->n--;
	} else if (kind == 2) {
		uint8_t	j = p->job[at];

		p->job[at] = p->job[at - 1];
		p->job[at - 1] = j;
	} else if (p->n < PLAN_MOST) {
		memmove(p->job + at + 1, p->job + at, p->n - at);
		p->n++;
	}
}

void
plan_make(struct plan *p, struct chance *chance, const struct cause *cause,
    const struct seen *seen, int ymd)
{
	plan_intend(p, chance, cause, seen, ymd);
	slip(p);
}
