#include "config.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/tool/sample/routing.h"
#include "core/tool/sample/tables.h"

#define HABIT	0.7	/* how often a planner does as in the family's earlier routings */

/* Streams of an item's routings; no item's own and no family's. */
static uint64_t
stream(const struct item *it, unsigned no)
{
	return 0x100000000u + (uint64_t)it->index * 4 + no;
}

void
routing_code(const struct item *it, char out[CODE_SIZE])
{
	strcpy(out, it->code);
	if (it->index % 397 == 396)
		out[0] = (char)tolower((unsigned char)out[0]);
}

/* How the office numbers operations: 10, 20, ...; 1, 2, ...; or tens with gaps. */
static void
number(struct rng *r, struct routing *t)
{
	double	style = rng_unit(r);
	int	seq = 0;

	for (unsigned i = 0; i < t->n; i++) {
		seq += style < 0.72 || style >= 0.92 ? 10 : 1;
		if (style >= 0.92 && rng_below(r, 4) == 0)
			seq += 10;
		t->op[i].seq = seq;
	}
}

static void
write_one(const struct factory *f, const struct item *it, struct routing *t)
{
	enum family		 family = part_grades[it->cause.grade].family;
	struct size_class	 class = cause_class(&it->cause.size);
	struct chance		 chance;
	struct plan		 plan;
	struct rng		 r;
	int			 ymd = factory_ymd(t->day);

	chance_draw(&chance, f->seed, stream(it, (unsigned)t->no), it->family, HABIT, TASTE_SLIP);
	plan_make(&plan, &chance, &it->cause, NULL, ymd);
	rng_init(&r, f->seed ^ 0x60a7, stream(it, (unsigned)t->no));
	t->n = plan.n;
	for (unsigned i = 0; i < plan.n; i++) {
		t->op[i].job = (enum job)plan.job[i];
		t->op[i].machine = shop_machine(&r, t->op[i].job, class, family, ymd);
		t->op[i].difficulty = exp(0.13 * rng_normal(&r));
	}
	number(&r, t);
}

unsigned
routing_make(const struct factory *f, const struct item *it, struct routing out[ROUTINGS_MOST])
{
	int32_t		day = f->member[it->index].day, last = factory_last_day();
	struct rng	r;
	unsigned	n = 0;

	rng_init(&r, f->seed ^ 0x60a6, stream(it, 0));
	for (;;) {
		double	again = rng_unit(&r);

		out[n].no = (int)n + 1;
		out[n].day = day;
		out[n].until = 0;
		write_one(f, it, &out[n]);
		n++;
		day += 120 + (int32_t)rng_below(&r, 1300);
		if (n == ROUTINGS_MOST || again > 0.2 || day > last)
			break;
		if (rng_unit(&r) < 0.85)
			out[n - 1].until = day;
	}
	return n;
}

/* Minutes as typed: to a tenth, to halves, or to fives when large. */
static double
rounded(double minutes)
{
	if (minutes < 5)
		return round(minutes * 20) / 20;
	return minutes < 60 ? round(minutes * 2) / 2 : round(minutes / 5) * 5;
}

static void
times(struct rng *r, const struct item *it, const struct operation *op, bool hours,
    struct row *row)
{
	enum family	family = part_grades[it->cause.grade].family;
	double		setup, run;
	int		quantity = op->job == JOB_MOLD || op->job == JOB_MIX ? 100 :
			    shop_jobs[op->job].run < 1.5 && rng_below(r, 3) == 0 ? 10 : 1;

	setup = shop_setup_minutes(op->job, cause_class(&it->cause.size), op->machine) *
	    exp(0.15 * rng_normal(r));
	run = shop_run_minutes(op->job, &it->cause.size, family, op->machine) * op->difficulty *
	    exp(0.07 * rng_normal(r)) * quantity;
	setup = setup < 10 ? round(setup) : round(setup / 5) * 5;
	run = fmax(rounded(run), 0.05);
	if (rng_unit(r) < 0.02)
		run = 0;	/* never filled in */
	row_setf(row, ROUT_SETUP, "%.5g", hours ? setup / 60 : setup);
	row_setf(row, ROUT_RUN, "%.5g", hours ? run / 60 : run);
	row_setf(row, ROUT_RUN_QTY, "%d", quantity);
	row_set(row, ROUT_MFG_LT, "1");
}

static void
subcontract(struct rng *r, const struct item *it, const struct operation *op, struct row *row)
{
	static const char *const	name[] = { "대성열처리", "한일금속", "삼우코팅", "동아정밀",
					    "신성도금", "우진테크", "태광특수강", "세진HT" };
	unsigned			who = (op->job * 3 + (rng_below(r, 5) == 0)) % 8;
	double				price = 4000 * pow(it->cause.size.od / 50, 1.2) *
					    (1 + op->job % 7) * exp(0.2 * rng_normal(r));

	row_set(row, ROUT_SETUP, "0");
	row_set(row, ROUT_RUN, "0");
	row_set(row, ROUT_RUN_QTY, "1");
	row_setf(row, ROUT_MFG_LT, "%u", 3 + op->job % 8 + rng_below(r, 4));
	row_setf(row, ROUT_BP_CD, "V%04u", 1100 + 7 * who);
	row_set(row, ROUT_CUST_NM, name[who]);
	row_setf(row, ROUT_PRICE, "%.0f", round(price / 100) * 100);
	row_set(row, ROUT_CUR_CD, "KRW");
}

static void
date(struct row *row, unsigned column, int32_t day)
{
	char	text[11];

	date_format(day, text);
	row_set(row, column, text);
}

static void
one_row(struct rng *r, const struct item *it, const struct routing *t, unsigned i,
    const char *unit, bool hours, struct row *row)
{
	const struct operation	*op = &t->op[i];
	const struct job_def	*d = &shop_jobs[op->job];
	const struct size	*s = &it->cause.size;
	char			 code[CODE_SIZE];

	row_clear(row, ROUT_COLUMNS);
	routing_code(it, code);
	row_set(row, ROUT_ITEM_CD, code);
	row_setf(row, ROUT_NO, "RT%02d", t->no);
	row_setf(row, ROUT_PROC_SEQ, "%d", op->seq);
	row_set(row, ROUT_JOB_CD, d->code);
	row_set(row, ROUT_JOB_NM, d->name);
	row_set(row, ROUT_RES_CD, op->machine->code);
	row_set(row, ROUT_RES_DIS, op->machine->name);
	row_set(row, ROUT_INSIDE, d->kind == BOUGHT ? "N" : "Y");
	if (unit != NULL)
		row_set(row, ROUT_TIME_UNIT, unit);
	if (d->kind == BOUGHT)
		subcontract(r, it, op, row);
	else
		times(r, it, op, hours, row);
	row_set(row, ROUT_RUN_UNIT, "EA");
	row_setf(row, ROUT_QUEUE, "%u", d->kind == BOUGHT ? 0 : 30 * rng_below(r, 9));
	row_setf(row, ROUT_WAIT, "%u", 10 * rng_below(r, 4));
	row_setf(row, ROUT_MOVE, "%u", 5 + 5 * rng_below(r, 4));
	row_set(row, ROUT_MILESTONE, i + 1 == t->n ? "Y" : "N");
	row_set(row, ROUT_INSP, d->kind == TEST ? "Y" : "N");
	date(row, ROUT_FROM, t->day);
	if (t->until != 0)
		date(row, ROUT_TO, t->until);
	else
		row_set(row, ROUT_TO, "2999-12-31");
	date(row, ROUT_INSERTED, t->day);
	row_setf(row, ROUT_ORDER, "%d", t->no);
	if (rng_below(r, 60) == 0)
		row_set(row, ROUT_REMARK, "도면 확인");
	if (d->machines == 'C' || d->machines == 'M' || d->machines == 'T') {
		row_setf(row, ROUT_NC, "O%04u", 1000 + rng_below(r, 9000));
		row_setf(row, ROUT_JAW, "%.0f", s->od);
	}
	if (i == 0)
		row_setf(row, ROUT_RAW_SIZE, "Φ%.0fx%.0f", ceil(s->od + 5), ceil(s->len + 5));
}

void
routing_rows(const struct factory *f, const struct item *it, const struct routing *t,
    struct row *row, struct buf *out)
{
	static const char *const	minutes[] = { "분(Min.)", "분(Min.)", "M", "MIN" };
	static const char *const	hour[] = { "H", "HR", "시간(Hr.)" };
	struct rng			r;
	const char			*unit = NULL;
	double				u;
	bool				hours;

	rng_init(&r, f->seed ^ 0x60a8, stream(it, (unsigned)t->no));
	u = rng_unit(&r);
	hours = u < 0.14;
	if (hours)
		unit = hour[rng_below(&r, 3)];
	else if (u < 0.96)
		unit = minutes[rng_below(&r, 4)];
	for (unsigned i = 0; i < t->n; i++) {
		one_row(&r, it, t, i, unit, hours, row);
		row_pack(out, row);
	}
}
