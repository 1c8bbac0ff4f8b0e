/*
 * Which column of a view plays which field of routings or of work results.  The values say which
 * columns may, the words of a column's name which of those is meant; where no name tells, some
 * fields are known by their values alone (a sequence counts in equal steps, a last day of
 * validity lies far ahead), and the confidence says so.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/feat/profile_priv.h"

#define FAR_YEAR	2100	/* a date from then on stands for "for ever" */
#define PLACE_MOST	1000000	/* numbers beyond are no places in a sequence */

/* What a field's column may hold; more than one is either. */
enum kind {
	CODE = 1, WHOLE = 2, NUMBER = 4, DATE = 8, FLAG = 16, UNIT = 32, TEXT = 64
};

struct rule {
	unsigned		 may;
	const char *const	*words;		/* the name has one of these, */
	const char *const	*also;		/* and one of these, if any */
	const char *const	*never;		/* and none of these */
};

static const char *const item_words[] = { "item", "part", "product", "material", "matl", "article",
	"artikel", "teil", "sku", "case", "pn", "품목", "품번", "자재", "제품", "品番", "品目", "物料", "料号", NULL };
static const char *const routing_words[] = { "rout", "routing", "route", "rt", "plan", "version",
	"alternative", "변형", "라우팅", "工艺", "arbeitsplan", NULL };
static const char *const sequence_words[] = { "seq", "sequence", "opno", "op_no", "oper_no",
	"opr_no", "step_no", "pos", "position", "order_no", "sort", "순서", "순번", "工順", "序号", "folge",
	"agnr", "avo_nr", "vornr", NULL };
static const char *const job_words[] = { "job", "op", "oper", "operation", "opr", "process", "proc",
	"activity", "task", "work", "step", "concept", "avo", "vorgang", "arbeitsgang", "공정", "작업",
	"工程", "工序", NULL };
static const char *const resource_words[] = { "res", "resource", "machine", "mach", "mc", "wc", "wkc",
	"workcenter", "work_center", "workcentre", "center", "centre", "station", "equipment", "equip",
	"eqp", "maschine", "arbeitsplatz", "설비", "장비", "기계", "작업장", "設備", "机器", "设备", NULL };
static const char *const name_words[] = { "nm", "name", "desc", "description", "text", "txt", "dis",
	"bezeichnung", "명", "명칭", "이름", "名称", "名", NULL };
static const char *const setup_words[] = { "setup", "set_up", "prep", "preparation", "ruest",
	"rüst", "ruesten", "rüstzeit", "준비", "段取", "准备", NULL };
static const char *const run_words[] = { "run", "std", "standard", "cycle", "machining", "unit_time",
	"processing", "duration", "time", "worked", "hours", "hrs", "minutes", "te", "stueckzeit",
	"stückzeit", "bearbeitung", "가공", "가동", "시간", "工时", "加工", NULL };
static const char *const not_run[] = { "setup", "set_up", "prep", "ruest", "rüst", "rüstzeit", "준비",
	"段取", "准备", "queue", "wait", "move", "unit", "uom", "qty", "quantity", "lt", "lead",
	"단위", "대기", "이동", "수량", NULL };
static const char *const quantity_words[] = { "qty", "quantity", "pieces", "pcs", "lot", "base",
	"menge", "losgroesse", "수량", "数量", NULL };
static const char *const unit_words[] = { "unit", "uom", "einheit", "단위", "単位", "单位", NULL };
static const char *const time_words[] = { "time", "zeit", "시간", "時間", NULL };
static const char *const queue_words[] = { "queue", "대기열", NULL };
static const char *const wait_words[] = { "wait", "대기", "liegezeit", NULL };
static const char *const move_words[] = { "move", "transport", "이동", NULL };
static const char *const inside_words[] = { "inside", "inhouse", "internal", "make", "eigen", "사내",
	"내작", "outside", "outsourced", "outsource", "subcontract", "extern", "외주", "外注", "外协", NULL };
static const char *const outside_words[] = { "outside", "outsourced", "outsource", "subcontract",
	"extern", "외주", "外注", "外协", NULL };
static const char *const inserted_words[] = { "insrt", "insert", "inserted", "create", "created",
	"entry", "entered", "reg", "regist", "angelegt", "erstellt", "등록", "입력", "생성", "作成", "登録", NULL };
static const char *const from_words[] = { "from", "start", "begin", "valid_from", "eff", "effective",
	"ab", "시작", "적용", NULL };
static const char *const to_words[] = { "to", "end", "until", "expire", "expiry", "exp", "bis", "종료",
	"만료", NULL };
static const char *const reported_words[] = { "report", "reported", "rpt", "end", "finish", "finished",
	"complete", "completed", "timestamp", "confirmed", "date", "dt", "보고", "실적", "완료", "일자", NULL };
static const char *const hour_words[] = { "hours", "hour", "hrs", "hr", "h", "std", "stunden", "시간",
	NULL };
static const char *const minute_words[] = { "minutes", "minute", "min", "mins", "minuten", "분", NULL };

static const struct rule routing_rules[ROUTING_NFIELDS] = {
	[ROUTING_ITEM] = { CODE, item_words, NULL, name_words },
	[ROUTING_ROUTING] = { CODE | WHOLE, routing_words, NULL, name_words },
	[ROUTING_SEQUENCE] = { WHOLE, sequence_words, NULL, NULL },
	[ROUTING_JOB] = { CODE, job_words, NULL, name_words },
	[ROUTING_JOB_NAME] = { CODE | TEXT, job_words, name_words, NULL },
	[ROUTING_RESOURCE] = { CODE, resource_words, NULL, name_words },
	[ROUTING_RESOURCE_NAME] = { CODE | TEXT, resource_words, name_words, NULL },
	[ROUTING_INSIDE] = { FLAG, inside_words, NULL, NULL },
	[ROUTING_SETUP_TIME] = { NUMBER, setup_words, NULL, unit_words },
	[ROUTING_RUN_TIME] = { NUMBER, run_words, NULL, not_run },
	[ROUTING_RUN_QUANTITY] = { NUMBER, quantity_words, NULL, unit_words },
	[ROUTING_TIME_UNIT] = { UNIT, unit_words, time_words, NULL },
	[ROUTING_QUEUE_TIME] = { NUMBER, queue_words, NULL, unit_words },
	[ROUTING_WAIT_TIME] = { NUMBER, wait_words, NULL, unit_words },
	[ROUTING_MOVE_TIME] = { NUMBER, move_words, NULL, unit_words },
	[ROUTING_INSERTED] = { DATE, inserted_words, NULL, NULL },
	[ROUTING_VALID_FROM] = { DATE, from_words, NULL, NULL },
	[ROUTING_VALID_TO] = { DATE, to_words, NULL, NULL }
};

static const struct rule work_rules[WORK_NFIELDS] = {
	[WORK_ITEM] = { CODE, item_words, NULL, name_words },
	[WORK_ROUTING] = { CODE | WHOLE, routing_words, NULL, name_words },
	[WORK_SEQUENCE] = { WHOLE, sequence_words, NULL, NULL },
	[WORK_JOB] = { CODE, job_words, NULL, name_words },
	[WORK_RESOURCE] = { CODE, resource_words, NULL, name_words },
	[WORK_REPORTED] = { DATE, reported_words, NULL, NULL },
	[WORK_RUN_HOURS] = { NUMBER, run_words, hour_words, not_run },
	[WORK_RUN_MINUTES] = { NUMBER, run_words, minute_words, not_run },
	[WORK_SETUP_HOURS] = { NUMBER, setup_words, hour_words, NULL },
	[WORK_SETUP_MINUTES] = { NUMBER, setup_words, minute_words, NULL },
	[WORK_QUANTITY] = { NUMBER, quantity_words, NULL, unit_words }
};

static double
share(size_t part, const struct tally *t)
{
	size_t	n = t->out.rows - t->out.missing;

	return n == 0 ? 0 : (double)part / (double)n;
}

double
profile_reads_as(const struct profile *p, int column, enum column_role role)
{
	const struct tally	*t = &p->col[column];

	if (t->out.missing == t->out.rows)
		return 1;
	switch (role) {
	case COLUMN_NUMBER:
		return share(t->out.numbers, t);
	case COLUMN_DATE:
		return share(t->dates, t);
	case COLUMN_UNIT:
		return share(t->units, t);
	case COLUMN_FLAG:
		return share(t->flags, t);
	default:
		return 1;
	}
}

static enum column_role
role_of(const struct rule *r)
{
	return r->may & CODE ? COLUMN_CATEGORY : r->may & (NUMBER | WHOLE) ? COLUMN_NUMBER :
	    r->may & DATE ? COLUMN_DATE : r->may & UNIT ? COLUMN_UNIT : COLUMN_FLAG;
}

enum column_role
profile_routing_role(enum routing_field field)
{
	return role_of(&routing_rules[field]);
}

enum column_role
profile_work_role(enum work_field field)
{
	return role_of(&work_rules[field]);
}

static unsigned
kinds(const struct tally *t)
{
	double		number = share(t->out.numbers, t);
	unsigned	k = 0;

	if (t->out.missing == t->out.rows)
		return 0;
	if (share(t->dates, t) >= PROFILE_SURE && t->whole * 2 < t->out.rows)
		return DATE;
	k |= number >= PROFILE_SURE && t->zero_led == 0 ? NUMBER : 0;
	k |= share(t->whole, t) >= PROFILE_SURE ? WHOLE : 0;
	k |= share(t->flags, t) >= PROFILE_SURE && t->out.distinct <= 4 ? FLAG : 0;
	k |= share(t->units, t) >= 0.7 && t->out.distinct <= 30 ? UNIT : 0;
	k |= number < PROFILE_SURE || share(t->whole, t) >= PROFILE_SURE ? CODE : 0;
	return k | TEXT;
}

static int
long_cmp(const void *a, const void *b)
{
	long	x = *(const long *)a, y = *(const long *)b;

	return x < y ? -1 : x > y;
}

/* Whole numbers in equal steps from near 0: 10 20 30, 1 2 3; few of them, each in many rows. */
static bool
counts(const struct tally *t)
{
	long	v[256], step;
	size_t	n = t->nvalues, even = 0;

	if (!(kinds(t) & WHOLE) || n < 3 || n > 256 || n * 4 > t->out.rows)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((v[i] = strtol(t->values[i].text, NULL, 10)) > PLACE_MOST)
			return false;
	qsort(v, n, sizeof(v[0]), long_cmp);
	step = v[1] - v[0];
	for (size_t i = 1; i < n; i++)
		even += v[i] - v[i - 1] == step;
	return step > 0 && v[0] >= 0 && v[0] <= 10 * step && even * 10 >= 7 * (n - 1);
}

/* Dates mostly so far ahead that they stand for "for ever". */
static bool
for_ever(const struct tally *t)
{
	size_t	n = 0, all = 0;

	for (size_t i = 0; i < t->nvalues; i++) {
		all += t->values[i].count;
		n += atoi(t->values[i].text) >= FAR_YEAR ? t->values[i].count : 0;
	}
	return kinds(t) & DATE && n * 2 > all;
}

static bool
meant(const struct rule *r, const char *name)
{
	return profile_named(name, r->words) && (r->also == NULL || profile_named(name, r->also)) &&
	    (r->never == NULL || !profile_named(name, r->never));
}

struct fields {
	const struct profile	*p;
	const struct rule	*rules;
	bool			 taken[PROFILE_COLUMNS];
	struct profile_field	*out;
};

static void
take(struct fields *f, size_t field, int column, double confidence)
{
	if (column == -1 || f->out[field].column != -1)
		return;
	f->out[field] = (struct profile_field){ column, confidence };
	f->taken[column] = true;
}

/* The first free column that may and is meant. */
static void
by_name(struct fields *f, size_t field)
{
	for (size_t i = 0; i < f->p->ncols; i++)
		if (!f->taken[i] && kinds(&f->p->col[i]) & f->rules[field].may &&
		    meant(&f->rules[field], f->p->col[i].out.name)) {
			take(f, field, (int)i, 0.9);
			return;
		}
}

static int
first(const struct fields *f, bool (*is)(const struct tally *))
{
	for (size_t i = 0; i < f->p->ncols; i++)
		if (!f->taken[i] && is(&f->p->col[i]))
			return (int)i;
	return -1;
}

/* Of free codes that repeat the one with the most values, or the fewest but two. */
static int
code(const struct fields *f, bool most)
{
	int	best = -1;

	for (size_t i = 0; i < f->p->ncols; i++) {
		const struct tally	*t = &f->p->col[i];

		if (f->taken[i] || !(kinds(t) & CODE) || t->nvalues < 2 ||
		    t->nvalues * 2 > t->out.rows || share(t->blanks, t) > 0.5)
			continue;
		if (best == -1 || (most ? t->nvalues > f->p->col[best].nvalues :
		    t->nvalues < f->p->col[best].nvalues))
			best = (int)i;
	}
	return best;
}

static int
column_named(const struct profile *p, const char *name)
{
	for (size_t i = 0; name != NULL && i < p->ncols; i++)
		if (str_eqi(str_of(p->col[i].out.name), str_of(name)))
			return (int)i;
	return -1;
}

/* What every view of operations has: item, sequence, job. */
static void
must_be(struct fields *f, const char *item_key, size_t item, size_t sequence, size_t job)
{
	take(f, item, column_named(f->p, item_key), 0.95);
	by_name(f, sequence);
	by_name(f, item);
	take(f, sequence, first(f, counts), 0.6);
	by_name(f, job);
	take(f, item, code(f, true), 0.4);
	take(f, job, code(f, false), 0.4);
}

static void
begin(struct fields *f, const struct profile *p, const struct rule *rules, size_t n,
    struct profile_field *out)
{
	*f = (struct fields){ .p = p, .rules = rules, .out = out };
	for (size_t i = 0; i < n; i++)
		out[i] = (struct profile_field){ -1, 0 };
}

void
profile_routing_fields(const struct profile *p, const char *item_key,
    struct profile_field out[ROUTING_NFIELDS])
{
	struct fields	f;

	begin(&f, p, routing_rules, ROUTING_NFIELDS, out);
	by_name(&f, ROUTING_TIME_UNIT);
	must_be(&f, item_key, ROUTING_ITEM, ROUTING_SEQUENCE, ROUTING_JOB);
	by_name(&f, ROUTING_VALID_TO);
	take(&f, ROUTING_VALID_TO, first(&f, for_ever), 0.7);
	for (size_t i = 0; i < ROUTING_NFIELDS; i++)
		by_name(&f, i);
}

void
profile_work_fields(const struct profile *p, const char *item_key,
    struct profile_field out[WORK_NFIELDS])
{
	struct fields	f;

	begin(&f, p, work_rules, WORK_NFIELDS, out);
	must_be(&f, item_key, WORK_ITEM, WORK_SEQUENCE, WORK_JOB);
	for (size_t i = 0; i < WORK_NFIELDS; i++)
		if ((i != WORK_RUN_MINUTES || out[WORK_RUN_HOURS].column == -1) &&
		    (i != WORK_SETUP_MINUTES || out[WORK_SETUP_HOURS].column == -1))
			by_name(&f, i);
}

/* The flag's values that say inside: yes, where the column asks for that, else no. */
static struct json_object *
inside_values(const struct tally *t)
{
	static const char *const	yes[] = { "y", "yes", "true", "t", "1", "o", "유", "예", "on",
		"v", NULL };
	struct json_object		*a = json_object_new_array();
	bool				 outside = profile_named(t->out.name, outside_words), is;

	for (size_t i = 0; i < t->nvalues; i++) {
		is = false;
		for (size_t k = 0; yes[k] != NULL && !is; k++)
			is = str_eqi(str_of(t->values[i].text), str_of(yes[k]));
		if (is != outside)
			json_object_array_add(a, json_object_new_string(t->values[i].text));
	}
	return a;
}

struct json_object *
profile_fields_json(const struct profile *p, const char *view, const struct profile_field *fields,
    const char *const *names, size_t n)
{
	struct json_object	*o = json_object_new_object();

	json_put_str(o, "view", view);
	for (size_t i = 0; i < n; i++) {
		if (fields[i].column == -1)
			continue;
		json_put_str(o, names[i], p->col[fields[i].column].out.name);
		if (names == mapping_routing_names && i == ROUTING_INSIDE)
			json_put(o, "inside_values", inside_values(&p->col[fields[i].column]));
	}
	return o;
}
