#include "config.h"

#include <math.h>

#include "core/base/clock.h"
#include "core/tool/sample/tables.h"
#include "core/tool/sample/work.h"

#define REPORTED_ITEMS	0.36
#define REPORTED_JOBS	0.72

struct lot {
	int32_t	 day;
	double	 quantity, factor;	/* factor: this lot's material, tools and people */
};

/* What is typed, and what went wrong meanwhile. */
static void
misreport(struct rng *r, double *hours)
{
	double	u = rng_unit(r);

	if (u < 0.018)
		*hours += 4 + 36 * rng_unit(r);		/* held, the clock went on */
	else if (u < 0.026)
		*hours *= 10;
	else if (u < 0.034)
		*hours /= 10;
	else if (u < 0.040)
		*hours *= 60;				/* minutes for hours */
	else if (u < 0.050)
		*hours = 0;
}

static void
report(struct rng *r, const struct item *it, const struct routing *t,
    const struct operation *op, const struct lot *lot, struct row *row)
{
	const struct job_def	*d = &shop_jobs[op->job];
	enum family		 family = part_grades[it->cause.grade].family;
	struct size_class	 class = cause_class(&it->cause.size);
	const struct machine	*m = shop_machine(r, op->job, class, family,
				    factory_ymd(lot->day));
	double			 run, setup;
	char			 code[CODE_SIZE], day[11];

	run = shop_run_minutes(op->job, &it->cause.size, family, m) * op->difficulty *
	    lot->factor * exp(0.08 * rng_normal(r)) * lot->quantity / 60;
	setup = shop_setup_minutes(op->job, class, m) * exp(0.25 * rng_normal(r)) / 60;
	misreport(r, &run);
	row_clear(row, WORK_COLUMNS);
	routing_code(it, code);
	date_format(lot->day, day);
	row_set(row, WORK_ITEM_CD, code);
	row_setf(row, WORK_PROC_SEQ, "%d", op->seq);
	row_set(row, WORK_JOB_CD, d->code);
	row_set(row, WORK_JOB_NM, d->name);
	row_set(row, WORK_RES_CD, m->code);
	row_set(row, WORK_RES_DIS, m->name);
	row_set(row, WORK_REPORTED, day);
	row_setf(row, WORK_HOURS, "%.4f", run);
	row_setf(row, WORK_SETUP, "%.3f", setup);
	row_setf(row, WORK_QTY, "%.0f", lot->quantity);
	row_setf(row, WORK_BAD, "%.0f", rng_below(r, 12) == 0 ? ceil(lot->quantity * 0.02) : 0);
	row_setf(row, WORK_ROUT_NO, "RT%02d", t->no);
}

void
work_rows(const struct factory *f, const struct item *it, const struct routing *t,
    struct row *row, struct buf *out)
{
	struct lot	lot[4];
	struct rng	r;
	unsigned	lots;

	rng_init(&r, f->seed ^ 0x3041, 0x100000000u + it->index);
	if (rng_unit(&r) >= REPORTED_ITEMS)
		return;
	lots = 1 + (unsigned)fmin(3, -log(1 - rng_unit(&r)) * 0.8);
	for (unsigned k = 0; k < lots; k++) {
		int32_t	left = factory_last_day() + 45 - t->day;

		lot[k].day = t->day + 7 + (int32_t)rng_below(&r,
		    (uint32_t)(left > 700 ? 700 : left));
		lot[k].quantity = ceil(exp(2.1 + 1.1 * rng_normal(&r)));
		lot[k].factor = exp(0.1 * rng_normal(&r)) * (1 + 0.25 / lot[k].quantity);
	}
	for (unsigned i = 0; i < t->n; i++) {
		if (shop_jobs[t->op[i].job].kind == BOUGHT || rng_unit(&r) >= REPORTED_JOBS)
			continue;
		for (unsigned k = 0; k < lots; k++) {
			if (rng_unit(&r) < 0.1)
				continue;	/* nobody wrote it down */
			report(&r, it, t, &t->op[i], &lot[k], row);
			row_pack(out, row);
		}
	}
}
