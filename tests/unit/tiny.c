#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "tests/unit/tiny.h"

static enum rc
next(struct rows *r, bool *more, struct err *e)
{
	struct tiny_rows	*t = (struct tiny_rows *)r;

	(void)e;
	if ((*more = t->at < t->n)) {
		for (size_t i = 0; i < r->ncols; i++)
			t->row[i] = str_of(t->cells[t->at * r->ncols + i]);
		t->at++;
	}
	return RC_OK;
}

static void
nothing(struct rows *r)
{
	(void)r;
}

struct rows *
tiny_rows(struct tiny_rows *t, const char *const *names, size_t ncols,
    const char *const *cells, size_t n)
{
	*t = (struct tiny_rows){ .rows = { .ncols = ncols, .names = names, .next = next,
	    .close = nothing }, .cells = cells, .n = n };
	t->rows.cells = t->row;
	return &t->rows;
}

/* Tables grow here once, and live until the test ends. */
struct table {
	const char	**cells;
	size_t		 n, cap;
};

static void
add(struct table *t, const char *s)
{
	if (t->n == t->cap) {
		t->cap = t->cap == 0 ? 1024 : t->cap * 2;
		t->cells = realloc(t->cells, t->cap * sizeof(*t->cells));
		cr_assert_not_null(t->cells);
	}
	t->cells[t->n++] = s == NULL ? NULL : strdup(s);
}

static void
addf(struct table *t, int decimals, double v)
{
	char	buf[64];

	snprintf(buf, sizeof(buf), "%.*f", decimals, v);
	add(t, buf);
}

const char *
tiny_code(size_t item, char buf[16])
{
	snprintf(buf, 16, "T%04zu", item);
	return buf;
}

double
tiny_diameter(size_t item)
{
	return 20 + (double)(item * 37 % 160);
}

bool
tiny_routed(size_t item)
{
	return item % 5 != 4;
}

static int
type(size_t item)
{
	return (int)(item % 3);
}

static int
material(size_t item)
{
	return (int)(item / 3 % 3);
}

static bool
coated(size_t item)
{
	return item / 9 % 2 == 1;
}

/* The operations of an item; at most 8. */
static size_t
jobs(size_t item, const char *job[8])
{
	size_t	n = 0;

	job[n++] = "C10";
	job[n++] = "T20";
	if (type(item) == 1)
		job[n++] = "M30";
	if (material(item) == 2)
		job[n++] = "H40";
	if (coated(item))
		job[n++] = "P50";	/* outside */
	job[n++] = "Q90";
	return n;
}

const char *
tiny_signature(size_t item, char *buf, size_t size)
{
	const char	*job[8];
	size_t		 n = jobs(item, job), at = 0;

	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(buf + at, size - at, "%s%s", i > 0 ? ">" : "", job[i]);
	return buf;
}

static const char *const	types[] = { "RING", "SHAFT", "BUSH" };
static const char *const	materials[] = { "SUS304", "SCM440", "NBR" };

static void
make_items(struct table *t)
{
	char	code[16], spec[64];

	for (size_t i = 0; i < TINY_ITEMS; i++) {
		add(t, tiny_code(i, code));
		add(t, type(i) == 0 ? "씰 링" : type(i) == 1 ? "샤프트" : "부시 BUSH");
		add(t, types[type(i)]);
		add(t, materials[material(i)]);
		snprintf(spec, sizeof(spec), "Φ%.0f×%.0f %s", tiny_diameter(i),
		    tiny_diameter(i) / 4, coated(i) ? "경질크롬도금" : "");
		add(t, spec);
		addf(t, 1, tiny_diameter(i));
		snprintf(spec, sizeof(spec), "D-%05zu", 1000 + i);
		add(t, spec);
	}
}

static const char *
machine(size_t item, const char *job, int year)
{
	if (strcmp(job, "T20") != 0)
		return job[0] == 'C' ? "SAW" : job[0] == 'M' ? "MC-01" : job[0] == 'H' ?
		    "FUR" : job[0] == 'P' ? "VENDOR" : "INSP";
	if (year < 2016)
		return "OLD-LATHE";
	return tiny_diameter(item) < 100 ? "NC-01" : "NC-02";
}

static double
minutes(size_t item, const char *job)
{
	return job[0] == 'Q' ? 2 : tiny_diameter(item) / (job[0] == 'T' ? 10 : 20);
}

static void
make_routings(struct table *t)
{
	const char	*job[8];
	char		 code[16];

	for (size_t i = 0; i < TINY_ITEMS; i++) {
		size_t	n = jobs(i, job);
		int	year = 2012 + (int)(i * 12 / TINY_ITEMS);

		for (size_t k = 0; k < n && tiny_routed(i); k++) {
			bool	hours = i % 2 == 1;

			add(t, tiny_code(i, code));
			add(t, "R1");
			addf(t, 0, (double)(10 * (k + 1)));
			add(t, job[k]);
			add(t, job[k][0] == 'T' ? "선삭" : job[k]);
			add(t, machine(i, job[k], year));
			add(t, job[k][0] == 'P' ? "N" : "Y");
			add(t, hours ? "H" : "분(Min.)");
			addf(t, 6, hours ? 30 / 60.0 : 30);
			addf(t, 6, minutes(i, job[k]) * 10 / (hours ? 60 : 1));
			add(t, "10");
			snprintf(code, sizeof(code), "%d-%02zu-15", year, i % 12 + 1);
			add(t, code);
			add(t, "2999-12-31");
		}
	}
}

static void
make_work(struct table *t)
{
	const char	*job[8];
	char		 code[16];

	for (size_t i = 0; i < TINY_ITEMS; i++) {
		size_t	n = jobs(i, job);

		for (size_t k = 0; k < n && tiny_routed(i); k++) {
			add(t, tiny_code(i, code));
			addf(t, 0, (double)(10 * (k + 1)));
			add(t, job[k]);
			addf(t, 5, minutes(i, job[k]) * 20 / 60);
			add(t, "0.5");
			add(t, "20");
			add(t, "2023-06-01");
		}
	}
}

static const char *const	item_names[] = { "ITEM_CD", "ITEM_NM", "PART_TYPE",
				    "ITEM_MATERIAL", "ITEM_SPEC", "OUTDIAMETER", "DRAW_NO" };
static const char *const	routing_names[] = { "ITEM_CD", "ROUT_NO", "PROC_SEQ", "JOB_CD",
				    "JOB_NM", "RES_CD", "INSIDE_FLAG", "TIME_UNIT", "SETUP_TIME",
				    "RUN_TIME", "RUN_TIME_QTY", "INSRT_DT", "VALID_TO_DT" };
static const char *const	work_names[] = { "ITEM_CD", "PROC_SEQ", "JOB_CD",
				    "MACH_WORKED_HOURS", "SETUP_HOURS", "ORDER_QTY",
				    "REPORT_DT" };
static const char		five_mapping[] = "{\"name\":\"five\",\"items\":{\"view\":"
    "\"PARTS\",\"columns\":{\"ITEM_CD\":{\"role\":\"key\"}}},\"routings\":{\"view\":\"STEPS\","
    "\"item\":\"ITEM_CD\",\"sequence\":\"PROC_SEQ\",\"job\":\"JOB_CD\"}}";

static struct table	items, routings, work;

void
tiny_open(struct tiny *t, bool five)
{
	struct json_object	*o = NULL;
	struct err		 e = { 0 };

	if (items.n == 0) {
		make_items(&items);
		make_routings(&routings);
		make_work(&work);
	}
	memset(t, 0, sizeof(*t));
	t->five = five;
	if (five) {
		cr_assert_eq(json_parse(&o, five_mapping, strlen(five_mapping), &e), RC_OK, "%s",
		    e.msg);
		cr_assert_eq(mapping_parse(&t->mapping, o, &e), RC_OK, "%s", e.msg);
		json_object_put(o);
	} else
		cr_assert_eq(mapping_load(&t->mapping, NULL, &e), RC_OK, "%s", e.msg);
	tiny_rows(&t->items, item_names, 7, items.cells, TINY_ITEMS);
	tiny_rows(&t->routings, routing_names, 13, routings.cells, routings.n / 13);
	tiny_rows(&t->work, work_names, 7, work.cells, work.n / 7);
}

void
tiny_close(struct tiny *t)
{
	mapping_free(t->mapping);
}

void
tiny_model_open(struct tiny_model *q, bool five)
{
	struct fit_in	in;
	struct err	e = { 0 };

	memset(q, 0, sizeof(*q));
	tiny_open(&q->t, five);
	cr_assert_eq(dataset_read(&q->d, &q->t.items.rows, &q->t.routings.rows,
	    five ? NULL : &q->t.work.rows, q->t.mapping, NULL, NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(corpus_make(&q->c, q->d, q->t.mapping, 1, &e), RC_OK, "%s", e.msg);
	model_files_init(&q->files);
	in = (struct fit_in){ .data = q->d, .mapping = q->t.mapping, .corpus = q->c,
	    .until = DATE_NONE, .threads = 1 };
	cr_assert_eq(fit_model(&in, &q->files, NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(model_open_files(&q->m, &q->files, &e), RC_OK, "%s", e.msg);
}

void
tiny_model_close(struct tiny_model *q)
{
	model_close(q->m);
	model_files_fini(&q->files);
	corpus_free(q->c);
	dataset_free(q->d);
	tiny_close(&q->t);
}

static enum rc
find_item(void *ctx, const char *code, struct arena *a, struct record *out, struct err *e)
{
	struct tiny_model	*q = ctx;
	uint32_t		 id = pool_find(&q->d->keys, str_trim(str_of(code)));

	if (id == POOL_NONE)
		return err_set(e, RC_NOTFOUND, "item %s is unknown", code);
	return dataset_record(q->d, id, a, out, e);
}

static enum rc
find_routings(void *ctx, const char *code, struct arena *a, struct record **out, size_t *n,
    struct err *e)
{
	struct tiny_model	*q = ctx;
	struct tiny_rows	*t = &q->t.routings;
	size_t			 cols = t->rows.ncols;

	*n = 0;
	if ((*out = arena_zalloc(a, 8, sizeof(**out))) == NULL)
		return err_set(e, RC_NOMEM, "no memory");
	for (size_t i = 0; i < t->n; i++) {
		struct str	*cells;

		if (!str_eq(str_of(t->cells[i * cols]), str_of(code)))
			continue;
		cells = arena_zalloc(a, cols, sizeof(*cells));
		for (size_t c = 0; c < cols; c++)
			cells[c] = str_of(t->cells[i * cols + c]);
		(*out)[(*n)++] = (struct record){ cols, t->rows.names, cells };
	}
	return RC_OK;
}

struct item_source
tiny_source(struct tiny_model *q)
{
	return (struct item_source){ q, find_item, find_routings };
}
