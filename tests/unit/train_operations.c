/* Which operations and in which order: learned from small plants made for one question each. */
#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/model/chain.h"
#include "core/model/model_priv.h"
#include "core/train/fit/fit_trees.h"
#include "tests/unit/tiny.h"
#include "tests/unit/train_rows.h"

/* A plant from two tables, and what was fitted from it. */
struct plant {
	struct buf		 items, routings;	/* the tables */
	struct mapping		*map;
	struct dataset		*d;
	struct corpus		*c;
	struct model_files	 files;
	struct model		*m;
	struct arena		*a;
};

static void
plant_begin(struct plant *p, const char *routing_head)
{
	memset(p, 0, sizeof(*p));
	buf_init(&p->items);
	buf_init(&p->routings);
	buf_adds(&p->items, "ITEM_CD|ITEM_SPEC|ITEM_MATERIAL|RAW_MATL_KIND\n");
	buf_adds(&p->routings, routing_head);
}

/* later: items from that place on are not learned from but calibrated on; 0: none. */
static void
plant_fit_until(struct plant *p, size_t later)
{
	uint8_t		*held;
	struct rows	*r[2] = { table_rows(buf_str(&p->items)),
			    table_rows(buf_str(&p->routings)) };
	struct fit_in	 in;
	struct err	 e = { 0 };

	cr_assert_eq(mapping_load(&p->map, NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(dataset_read(&p->d, r[0], r[1], NULL, p->map, NULL, NULL, &e), RC_OK, "%s",
	    e.msg);
	cr_assert_eq(corpus_make(&p->c, p->d, p->map, 1, &e), RC_OK, "%s", e.msg);
	model_files_init(&p->files);
	cr_assert_not_null(held = calloc(p->d->nitems + 1, 1));
	for (size_t i = later; later > 0 && i < p->d->nitems; i++)
		held[i] = 1;
	in = (struct fit_in){ .data = p->d, .mapping = p->map, .corpus = p->c, .hidden = held,
	    .calibrate = later > 0 ? held : NULL, .calibrate_until = DATE_NONE,
	    .until = DATE_NONE, .threads = 1 };
	cr_assert_eq(fit_model(&in, &p->files, NULL, &e), RC_OK, "%s", e.msg);
	free(held);
	cr_assert_eq(model_open_files(&p->m, &p->files, &e), RC_OK, "%s", e.msg);
	cr_assert_not_null(p->a = arena_new(0));
	rows_close(r[0]);
	rows_close(r[1]);
}

static void
plant_fit(struct plant *p)
{
	plant_fit_until(p, 0);
}

static void
plant_close(struct plant *p)
{
	buf_fini(&p->items);
	buf_fini(&p->routings);
	arena_free(p->a);
	model_close(p->m);
	model_files_fini(&p->files);
	corpus_free(p->c);
	dataset_free(p->d);
	mapping_free(p->map);
}

/* The first candidate for an item described by two columns. */
static struct predict_candidate
answer(struct plant *p, const char *const *names, const char *const *values, size_t n)
{
	struct str		*cells = arena_alloc(p->a, n * sizeof(*cells));
	struct record		 rec = { n, names, cells };
	struct predict_in	 in = { .item = &rec, .as_of = DATE_NONE };
	struct predict_out	 out;
	struct err		 e = { 0 };

	for (size_t i = 0; i < n; i++)
		cells[i] = str_of(values[i]);
	cr_assert_eq(model_predict(p->m, &in, p->a, &out, &e), RC_OK, "%s", e.msg);
	cr_assert_gt(out.ncandidates, 0, "%s", out.reason);
	return out.candidates[0];
}

static void
add_routing(struct buf *b, const char *item, const char *jobs)
{
	for (int seq = 10; *jobs != '\0'; seq += 10) {
		int	n = (int)strcspn(jobs, ">");

		buf_addf(b, "%s|1|%d|%.*s|2020-01-01\n", item, seq, n, jobs);
		jobs += n + (jobs[n] == '>');
	}
}

static const char	by_job[] = "ITEM_CD|ROUT_NO|PROC_SEQ|JOB_CD|INSRT_DT\n";
static const char *const names[] = { "ITEM_SPEC", "ITEM_MATERIAL", "RAW_MATL_KIND" };

/* Turning for all; a coat, a hole and hardening each by its word, and never all three. */
Test(operations, a_combination_that_never_ran_is_composed)
{
	static const char *const	word[] = { "coated", "drilled", "hardened" };
	static const char *const	job[] = { ">COAT", ">DRILL", ">HARD" };
	struct predict_candidate	c;
	struct plant			p;

	plant_begin(&p, by_job);
	for (int i = 0; i < 280; i++) {
		char	code[16], jobs[64] = "TURN";
		int	bits = i % 7;	/* all but 7 */

		snprintf(code, sizeof(code), "I%03d", i);
		buf_addf(&p.items, "%s|D%d", code, 20 + i % 13);
		for (int k = 1; k < 3; k++)
			if (bits >> k & 1)
				buf_addf(&p.items, " %s", word[k]);
		if (bits & 1)
			buf_addf(&p.items, " %s", word[0]);
		buf_adds(&p.items, "|S45C|CS\n");
		for (int k = 1; k < 3; k++)
			if (bits >> k & 1)
				strcat(jobs, job[k]);
		if (bits & 1)
			strcat(jobs, job[0]);
		add_routing(&p.routings, code, strcat(jobs, ">TEST"));
	}
	plant_fit(&p);
	c = answer(&p, names, (const char *[]){ "D33 drilled hardened coated", "S45C", "CS" }, 3);
	cr_assert_str_eq(c.signature, "TURN>DRILL>HARD>COAT>TEST");
	cr_assert(c.composed);
	c = answer(&p, names, (const char *[]){ "D33 drilled coated", "S45C", "CS" }, 3);
	cr_assert_str_eq(c.signature, "TURN>DRILL>COAT>TEST");
	cr_assert_not(c.composed);
	plant_close(&p);
}

/* Washing stands in front of the inspection, but behind it where the part is assembled. */
Test(operations, the_order_follows_the_other_operations)
{
	struct predict_candidate	c;
	struct plant			p;

	plant_begin(&p, by_job);
	for (int i = 0; i < 120; i++) {
		char	code[16];

		snprintf(code, sizeof(code), "I%03d", i);
		buf_addf(&p.items, "%s|D%d %s|S45C|CS\n", code, 20 + i % 11,
		    i % 3 == 0 ? "seal assembly" : "ring");
		add_routing(&p.routings, code, i % 3 == 0 ? "JOIN>INSP>WASH>PACK" :
		    "TURN>WASH>INSP>PACK");
	}
	plant_fit(&p);
	c = answer(&p, names, (const char *[]){ "D31 ring", "S45C", "CS" }, 3);
	cr_assert_str_eq(c.signature, "TURN>WASH>INSP>PACK");
	c = answer(&p, names, (const char *[]){ "D31 seal assembly", "S45C", "CS" }, 3);
	cr_assert_str_eq(c.signature, "JOIN>INSP>WASH>PACK");
	plant_close(&p);
}

/* What is routed is grade A by one kind; grade B of the kind is known from unrouted items. */
Test(operations, a_new_value_is_known_by_the_kind_that_it_implies)
{
	struct predict_candidate	c;
	struct plant			p;

	plant_begin(&p, by_job);
	for (int i = 0; i < 160; i++) {
		char	code[16];
		bool	duplex = i % 4 == 0, late = i >= 150;

		snprintf(code, sizeof(code), "I%03d", i);
		/* the kind is often left open, the grade never is */
		buf_addf(&p.items, "%s|D%d|%s|%s\n", code, 20 + i % 11, duplex ?
		    late ? "SAF2507" : "S31803" : "S45C", i % 3 == 1 ? "" : duplex ? "DX" : "CS");
		if (duplex && late)
			add_routing(&p.routings, code, "PMI>TURN");
		else
			add_routing(&p.routings, code, duplex ? "PMI>TURN" : "TURN");
	}
	/* a grade that came with routings of its own only twice, both telling the kind */
	plant_fit(&p);
	c = answer(&p, names, (const char *[]){ "D25", "SAF2507", NULL }, 3);
	cr_assert_str_eq(c.signature, "PMI>TURN");
	c = answer(&p, names, (const char *[]){ "D25", NULL, "DX" }, 3);
	cr_assert_str_eq(c.signature, "PMI>TURN");
	plant_close(&p);
}

/* A new type of sleeve is routed as the sleeve that its name says it is. */
Test(operations, a_value_that_history_does_not_know_is_taken_for_what_the_words_imply)
{
	struct predict_candidate	c;
	struct plant			p;

	plant_begin(&p, by_job);
	for (int i = 0; i < 160; i++) {
		char	code[16];
		bool	sleeve = i % 4 == 0;

		snprintf(code, sizeof(code), "I%03d", i);
		buf_addf(&p.items, "%s|%s D%d|%s|%s\n", code, i % 5 == 0 ? "-" : sleeve ? "sleeve" :
		    "ring", 20 + i % 11, sleeve ? "SL" : "RR", sleeve ? "X1" : "X2");
		add_routing(&p.routings, code, sleeve ? "TURN>GRIND" : "TURN>LAP");
	}
	plant_fit(&p);
	c = answer(&p, names, (const char *[]){ "sleeve D25", "SS", NULL }, 3);
	cr_assert_str_eq(c.signature, "TURN>GRIND");
	c = answer(&p, names, (const char *[]){ "ring D25", "RX", NULL }, 3);
	cr_assert_str_eq(c.signature, "TURN>LAP");
	plant_close(&p);
}

/* Small parts went to the old lathe until it was scrapped; large ones always to the big one. */
Test(operations, a_machine_is_chosen_by_size_and_day)
{
	struct plant	p;

	plant_begin(&p, "ITEM_CD|ROUT_NO|PROC_SEQ|JOB_CD|RES_CD|INSRT_DT\n");
	for (int i = 0; i < 240; i++) {
		int	d = 20 + i * 7 % 160, year = 2012 + i / 24;

		buf_addf(&p.items, "I%03d|D%d|S45C|CS\n", i, d);
		buf_addf(&p.routings, "I%03d|1|10|TURN|%s|%d-05-01\n", i, d >= 100 ? "BIG" :
		    year < 2017 ? "OLD" : "NEW", year);
	}
	plant_fit(&p);
	for (int d = 30; d < 180; d += 20) {
		char			 spec[16];
		struct predict_candidate c;

		snprintf(spec, sizeof(spec), "D%d", d);
		c = answer(&p, names, (const char *[]){ spec, "S45C", "CS" }, 3);
		cr_assert(str_eq(c.ops[0].res, str_of(d >= 100 ? "BIG" : "NEW")), "D%d: %.*s", d,
		    (int)c.ops[0].res.len, c.ops[0].res.s);
	}
	plant_close(&p);
}

/* Rework: an operation that each routing has twice made every similarity 0 once. */
Test(operations, what_is_done_twice_in_every_routing_tells_who_is_alike)
{
	static const char *const	item[] = { "D20", "S45C", "CS" };
	struct str			cells[3];
	struct record			rec = { 3, names, cells };
	struct predict_in		in = { .item = &rec, .as_of = DATE_NONE };
	struct predict_out		out;
	struct err			e = { 0 };
	struct plant			p;
	char				key[16];

	plant_begin(&p, by_job);
	for (int i = 0; i < 120; i++) {
		snprintf(key, sizeof(key), "I%03d", i);
		buf_addf(&p.items, "%s|D%d|%s|%s\n", key, 20 + i % 7, i % 2 ? "S45C" : "SUS304",
		    i % 2 ? "CS" : "ST");
		add_routing(&p.routings, key, i % 2 ? "TURN>CHECK>GRIND>CHECK>TURN" :
		    "TURN>CHECK>LAP>CHECK>TURN");
	}
	plant_fit(&p);
	for (size_t i = 0; i < 3; i++)
		cells[i] = str_of(item[i]);
	cr_assert_eq(model_predict(p.m, &in, p.a, &out, &e), RC_OK, "%s", e.msg);
	cr_assert_neq(out.decision, DECISION_NO_ANSWER, "%s", out.reason);
	cr_assert_gt(out.similar[0].similarity, 0.5);
	cr_assert_str_eq(out.candidates[0].signature, "TURN>CHECK>GRIND>CHECK>TURN");
	plant_close(&p);
}

/* Columns say nothing, since all items are alike: then the usual routing is the answer. */
Test(operations, where_all_items_are_alike_the_usual_routing_is_proposed)
{
	struct predict_candidate	c;
	struct plant			p;
	char				key[16];

	plant_begin(&p, by_job);
	for (int i = 0; i < 90; i++) {
		snprintf(key, sizeof(key), "I%03d", i);
		buf_addf(&p.items, "%s|D20|S45C|CS\n", key);
		add_routing(&p.routings, key, i % 3 ? "TURN>CHECK" : "TURN>LAP>CHECK");
	}
	plant_fit(&p);
	c = answer(&p, names, (const char *[]){ "D20", "S45C", "CS" }, 3);
	cr_assert_str_eq(c.signature, "TURN>CHECK");
	plant_close(&p);
}

/* A time that is the same for all items lay outside of its own interval by a rounding once. */
Test(operations, a_time_that_never_varies_lies_inside_its_interval)
{
	struct predict_candidate	c;
	struct plant			p;

	plant_begin(&p, "ITEM_CD|ROUT_NO|PROC_SEQ|JOB_CD|RUN_TIME|INSRT_DT\n");
	for (int i = 0; i < 200; i++) {
		buf_addf(&p.items, "I%03d|D%d|S45C|CS\n", i, 20 + i % 50);
		buf_addf(&p.routings, "I%03d|1|10|TURN|0.3|2020-01-01\n", i);
	}
	plant_fit(&p);
	c = answer(&p, names, (const char *[]){ "D33", "S45C", "CS" }, 3);
	cr_assert_float_eq(c.ops[0].run.p50, 0.3, 1e-3);
	cr_assert_lt(c.ops[0].run.p10, 0.3 * 0.999);
	cr_assert_gt(c.ops[0].run.p90, 0.3 * 1.001);
	plant_close(&p);
}

/* Thin parts of one material take four times as long: no sum of effects says that. */
Test(operations, a_time_that_depends_on_two_columns_together_is_learned)
{
	struct predict_candidate	c;
	struct plant			p;
	double				t[2][2];

	plant_begin(&p, "ITEM_CD|ROUT_NO|PROC_SEQ|JOB_CD|RUN_TIME|INSRT_DT\n");
	for (int i = 0; i < 400; i++) {
		bool	thin = i % 2, hard = i / 2 % 2;

		buf_addf(&p.items, "I%03d|D%d|%s|%s\n", i, thin ? 20 : 90, hard ? "SKD11" : "S45C",
		    hard ? "TS" : "CS");
		buf_addf(&p.routings, "I%03d|1|10|TURN|%.2f|2020-01-01\n", i, (thin == hard ? 10 :
		    40) * (1 + 0.01 * (i * 7 % 11 - 5)));
	}
	plant_fit(&p);
	for (int thin = 0; thin < 2; thin++)
		for (int hard = 0; hard < 2; hard++) {
			c = answer(&p, names, (const char *[]){ thin ? "D20" : "D90", hard ? "SKD11" :
			    "S45C", hard ? "TS" : "CS" }, 3);
			t[thin][hard] = c.ops[0].run.p50;
			cr_expect_leq(c.ops[0].run.p10, c.ops[0].run.p50);
			cr_expect_leq(c.ops[0].run.p50, c.ops[0].run.p90);
		}
	cr_assert_float_eq(t[0][0], 10, 1.5);
	cr_assert_float_eq(t[1][1], 10, 1.5);
	cr_assert_float_eq(t[0][1], 40, 6);
	cr_assert_float_eq(t[1][0], 40, 6);
	plant_close(&p);
}

/* What `auto` promises was measured on complete items like those of history, and holds for them. */
Test(operations, an_item_that_leaves_open_what_decides_is_never_auto)
{
	static const char *const	item[] = { "D30 coated", "S45C", "CS" };
	struct str			cells[3];
	struct record			rec = { 3, names, cells };
	struct predict_in		in = { .item = &rec, .as_of = DATE_NONE };
	struct predict_out		out;
	struct err			e = { 0 };
	struct plant			p;
	char				key[16];
	double				sure;

	plant_begin(&p, by_job);
	for (int i = 0; i < 600; i++) {
		bool	coat = i % 2, steel = i / 2 % 3 != 0;

		snprintf(key, sizeof(key), "I%03d", i);
		buf_addf(&p.items, "%s|D%d %s|%s|%s\n", key, 20 + i % 17, coat ? "coated" : "plain",
		    steel ? "S45C" : "SUS304", steel ? "CS" : "ST");
		add_routing(&p.routings, key, coat ? steel ? "TURN>GRIND>COAT" : "TURN>COAT" :
		    steel ? "TURN>GRIND" : "TURN>LAP");
	}
	plant_fit_until(&p, 420);
	for (size_t i = 0; i < 3; i++)
		cells[i] = str_of(item[i]);
	cr_assert_eq(model_predict(p.m, &in, p.a, &out, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(out.decision, DECISION_AUTO, "%s", out.reason);
	cr_assert_str_eq(out.candidates[0].signature, "TURN>GRIND>COAT");
	sure = out.candidates[0].probability;
	cells[0] = (struct str){ NULL, 0 };	/* whether it is coated is not told */
	cr_assert_eq(model_predict(p.m, &in, p.a, &out, &e), RC_OK, "%s", e.msg);
	cr_assert_neq(out.decision, DECISION_AUTO);
	cr_assert_not_null(out.reason);
	if (out.ncandidates > 0)
		cr_assert_lt(out.candidates[0].probability, sure);
	plant_close(&p);
}

/* Training and prediction must see the same record of an item. */
Test(operations, the_record_of_an_item_is_the_one_that_was_learned_from)
{
	struct tiny_model	 t;
	struct fit_in		 in;
	struct fit		 f;
	struct fit_inputs	*x = NULL;
	struct fit_steps	*s = NULL;
	struct fit_order	*o = NULL;
	struct fit_machines	*m = NULL;
	struct arena		*a = arena_new(0);
	struct buf		 file;
	struct rml		 r;
	struct chain		 c;
	struct record		 rec;
	struct features		 feat;
	struct err		 e = { 0 };
	uint8_t			*record;
	uint32_t		 code[SCHEMA_COLUMNS];
	size_t			 ones = 0;

	tiny_model_open(&t, false);
	in = (struct fit_in){ .data = t.d, .mapping = t.t.mapping, .corpus = t.c,
	    .until = DATE_NONE, .threads = 1 };
	f = (struct fit){ .in = &in, .d = t.d, .c = t.c, .njobs = t.d->jobs.n };
	buf_init(&file);
	cr_assert_eq(fit_rows(&f, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(fit_inputs(&f, &x, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(fit_steps(&f, x, &s, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(fit_order(&f, x, s, &o, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(fit_machines(&f, x, &m, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(fit_write_operations(x, s, o, m, &file, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(rml_open(&r, "operations.rml", file.p, file.len, true, &e), RC_OK, "%s",
	    e.msg);
	cr_assert_eq(chain_open(&c, &r, t.c->schema, t.d->jobs.n, t.d->resources.n, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(c.inputs.ncols, x->ncols);
	cr_assert_not_null(record = malloc(x->ncols));
	cr_assert_gt(x->nnominal, 1);
	for (size_t i = 0; i < f.ncases; i++) {
		arena_reset(a);
		cr_assert_eq(dataset_record(t.d, t.c->item[f.item[i]], a, &rec, &e), RC_OK);
		cr_assert_eq(features_of_record(t.c->schema, &rec, a, &feat, &e), RC_OK);
		inputs_record(&c.inputs, &feat, t.d->routings[f.routing[i]].inserted, record, code);
		for (size_t k = 0; k < x->nnominal; k++)
			cr_assert_eq(code[k], x->code[k * x->ncases + i], "item %zu, column %zu",
			    i, k);
		for (size_t k = 0; k < x->ndense; k++)
			cr_assert_eq(record[k], x->bins[k * x->ncases + i], "item %zu, column %zu",
			    i, k);
		for (size_t k = x->ndense; k < x->ncols; k++)
			ones += record[k];
	}
	for (size_t k = x->ndense; k < x->ncols; k++)
		ones -= x->col[k].nones;
	cr_assert_eq(ones, 0);
	free(record);
	chain_close(&c);
	fit_machines_free(m);
	fit_order_free(o);
	fit_steps_free(s);
	fit_inputs_free(x);
	free(f.item);
	free(f.routing);
	free(f.row_item);
	free(f.item_row);
	buf_fini(&file);
	arena_free(a);
	tiny_model_close(&t);
}

/* A fit of p's plant as far as its cases and what trees are asked with. */
static void
plant_cases(struct plant *p, struct fit_in *in, struct fit *f, struct fit_inputs **x)
{
	struct err	e = { 0 };

	*in = (struct fit_in){ .data = p->d, .mapping = p->map, .corpus = p->c,
	    .until = DATE_NONE, .threads = 1 };
	*f = (struct fit){ .in = in, .d = p->d, .c = p->c, .njobs = p->d->jobs.n };
	cr_assert_eq(fit_rows(f, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(fit_inputs(f, x, &e), RC_OK, "%s", e.msg);
}

static void
plant_cases_end(struct fit *f, struct fit_inputs *x)
{
	fit_inputs_free(x);
	free(f->item);
	free(f->routing);
	free(f->row_item);
	free(f->item_row);
}

/* Steels are hardened, whoever is rare among them; one that a single family has says nothing yet. */
Test(operations, a_code_is_told_by_the_operations_of_other_families)
{
	static const char *const	code[] = { "S45C", "SUS304", "SCM440" };
	struct plant			p;
	struct fit_in			in;
	struct fit			f;
	struct fit_inputs		*x;
	struct err			e = { 0 };
	uint8_t				*has, *cases, *table;
	uint32_t			of[3];
	size_t				untold = 0;

	plant_begin(&p, by_job);
	buf_clear(&p.items);
	buf_adds(&p.items, "ITEM_CD|DRAW_NO|ITEM_MATERIAL\n");
	for (int i = 0; i < 120; i++) {
		/* SCM440 is the material of one drawing family, of 6 items */
		int	m = i >= 114 ? 2 : i % 2;
		char	key[16];

		snprintf(key, sizeof(key), "I%03d", i);
		buf_addf(&p.items, "%s|DW-%04d-%02d|%s\n", key, m == 2 ? 9999 : 1000 + i, i % 7 + 1,
		    code[m]);
		add_routing(&p.routings, key, m == 1 ? "TURN" : "TURN>HARD");
	}
	plant_fit(&p);
	plant_cases(&p, &in, &f, &x);
	cr_assert_not_null(has = calloc(x->ncases, 1));
	cr_assert_not_null(cases = malloc(x->nnominal * x->ncases + 1));
	cr_assert_not_null(table = malloc(x->ncodes + 1));
	cr_assert_eq(x->nnominal, 1);
	for (size_t i = 0; i < x->ncases; i++)
		has[i] = p.d->routings[f.routing[i]].nops == 2;
	cr_assert_eq(fit_habits(&f, x, has, cases, table, &e), RC_OK, "%s", e.msg);
	for (size_t i = 0; i < x->ncases; i++) {
		struct str	key = pool_str(&p.d->keys, p.c->item[f.item[i]]);
		int		n = atoi(key.s + 1), m = n >= 114 ? 2 : n % 2;

		cr_assert_neq(of[m] = x->code[i], DS_NONE);
		if (m == 2)
			cr_expect_eq(cases[i], 0, "what its own family does is no news");
		else if (cases[i] == 0)
			untold++;
		else
			cr_expect(m == 0 ? cases[i] > 40 : cases[i] < 20, "%d", cases[i]);
	}
	cr_expect(untold > 0 && untold < 30, "%zu: some learn what to do without", untold);
	cr_expect_gt(table[of[0]], table[of[2]], "6 items are less sure than 57");
	cr_expect_gt(table[of[2]], 31);
	cr_expect_lt(table[of[1]], 20);
	free(has);
	free(cases);
	free(table);
	plant_cases_end(&f, x);
	plant_close(&p);
}

/* Both routings of an item teach, the day telling which is of today; the same one twice does not. */
Test(operations, a_routing_that_was_replaced_is_learned_from_as_of_its_day)
{
	struct plant			p;
	struct fit_in			in;
	struct fit			f;
	struct fit_inputs		*x;
	size_t				former = 0;

	plant_begin(&p, by_job);
	for (int i = 0; i < 90; i++) {
		char	key[16];

		snprintf(key, sizeof(key), "I%03d", i);
		buf_addf(&p.items, "%s|D%d|S45C|CS\n", key, 20 + i);
		buf_addf(&p.routings, "%s|1|10|TURN|2015-01-01\n", key);
		if (i % 3 == 0)
			buf_addf(&p.routings, "%s|2|10|MILL|2020-01-01\n", key);
		if (i % 3 == 1)
			buf_addf(&p.routings, "%s|2|10|TURN|2020-01-01\n", key);
		if (i % 3 == 2)	/* before or after, who knows? */
			buf_addf(&p.routings, "%s|2|10|MILL|\n", key);
	}
	plant_fit(&p);
	plant_cases(&p, &in, &f, &x);
	cr_assert_eq(f.nitems, 90);
	cr_assert_eq(f.ncases, 120);
	for (size_t i = f.nitems; i < f.ncases; i++) {
		const struct ds_routing	*r = &p.d->routings[f.routing[i]];

		cr_expect_eq(r->item, p.c->item[f.item[i]]);
		former += str_eq(pool_str(&p.d->jobs, p.d->ops[r->first].job), str_of("TURN"));
	}
	cr_expect_eq(former, 30);
	plant_cases_end(&f, x);
	plant_close(&p);
}

/* Whatever stands in the sections: it is refused, or asking it reads nothing outside of them. */
Test(operations, a_damaged_file_is_refused_or_harmless)
{
	struct tiny_model	t;
	struct arena		*a = arena_new(0);
	struct record		 rec;
	struct features		 f;
	struct err		 e = { 0 };
	size_t			 refused = 0, asked = 0;

	tiny_model_open(&t, false);
	for (size_t k = 0; k < 1500; k++) {
		struct buf		*b = &t.files.file[FILE_OPERATIONS];
		size_t			 from = 64 + 64 * 14, at = from + (b->len - from) * k / 1500;
		char			 old = b->p[at];
		struct chain_query	 q;
		struct chain_sequence	*seq;
		struct chain		 c = { .nsteps = 0 };
		struct rml		 r;
		size_t			 n;
		enum rc			 rc;

		b->p[at] = (char)(old ^ (k % 3 == 0 ? 0x81 : k % 3 == 1 ? 0x7f : 0x10));
		cr_assert_eq(rml_open(&r, "x", b->p, b->len, false, &e), RC_OK, "%s", e.msg);
		rc = chain_open(&c, &r, t.c->schema, t.d->jobs.n, t.d->resources.n, &e);
		cr_assert(rc == RC_OK || rc == RC_CORRUPT);
		arena_reset(a);
		if (rc == RC_OK) {
			cr_assert_eq(dataset_record(t.d, k % TINY_ITEMS, a, &rec, &e), RC_OK);
			cr_assert_eq(features_of_record(t.c->schema, &rec, a, &f, &e), RC_OK);
			cr_assert_eq(chain_begin(&q, &c, &f, DATE_NONE, a, &e), RC_OK);
			cr_assert_eq(chain_search(&q, 8, &seq, &n, &e), RC_OK);
			for (size_t i = 0; i < n; i++)
				for (size_t j = 0; j < seq[i].n; j++)
					cr_assert_lt(seq[i].job[j], t.d->jobs.n);
		}
		refused += rc != RC_OK;
		asked += rc == RC_OK;
		chain_close(&c);
		b->p[at] = old;
	}
	cr_assert_gt(refused, 50);
	cr_assert_gt(asked, 50);
	arena_free(a);
	tiny_model_close(&t);
}

/* The score test finds the one column that tells, and none where nothing is left to tell. */
Test(operations, columns_are_chosen_by_what_is_left_unexplained)
{
	uint32_t		 even[50], rare[3] = { 1, 3, 5 }, use[8];
	uint8_t			 bins[100], taken[5] = { 0 };
	struct gbt_col		 col[5] = { { NULL, NULL, 0 }, { NULL, NULL, 0 }, { bins, NULL, 0 },
				    { NULL, even, 50 }, { NULL, rare, 3 } };
	struct fit_inputs	 in = { .ncases = 100, .nnumbers = 1, .ndense = 3, .ncols = 5,
				    .col = col };
	double			 residual[100], variance[100];
	struct screen		 s = { &in, residual, variance, taken };
	struct err		 e = { 0 };
	size_t			 n = 0;

	for (uint32_t i = 0; i < 100; i++) {
		if (i % 2 == 0)
			even[i / 2] = i;
		bins[i] = (uint8_t)(i / 10);
		residual[i] = i % 2 == 0 ? 0.5 : -0.5;
		variance[i] = 0.25;
	}
	cr_assert_eq(fit_screen(&s, 2, 5, 8, use, &n, &e), RC_OK);
	cr_assert_eq(n, 1);
	cr_assert_eq(use[0], 3);
	for (uint32_t i = 0; i < 100; i++)
		residual[i] = i >= 50 ? 0.5 : -0.5;
	n = 0;
	memset(taken, 0, sizeof(taken));
	cr_assert_eq(fit_screen(&s, 2, 5, 8, use, &n, &e), RC_OK);
	cr_assert_eq(n, 1);
	cr_assert_eq(use[0], 2);
	memset(residual, 0, sizeof(residual));
	n = 0;
	cr_assert_eq(fit_screen(&s, 2, 5, 8, use, &n, &e), RC_OK);
	cr_assert_eq(n, 0);
}
