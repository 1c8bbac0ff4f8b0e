#include "config.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/train/measure/truth.h"

static struct arena	*arena;

static void
up(void)
{
	arena = arena_new(0);
}

static void
down(void)
{
	arena_free(arena);
}

static enum rc
parse(const char *s, struct truth_item *t, struct err *e)
{
	memset(e, 0, sizeof(*e));
	return truth_parse(s, strlen(s), arena, t, e);
}

Test(truth, a_line_is_read_with_the_likeliest_sequence_first, .init = up, .fini = down)
{
	struct truth_item	t;
	struct err		e;

	cr_assert_eq(parse("{\"item_code\":\"A\",\"sequences\":["
	    "{\"signature\":\"X>Z\",\"probability\":0.2},{\"signature\":\"X>Y\",\"probability\":0.7}],"
	    "\"operations\":[{\"job_cd\":\"X\",\"res_cd\":\"M1\",\"setup_minutes\":5,\"run_minutes\":1.5},"
	    "{\"job_cd\":\"Y\"}]}", &t, &e), RC_OK, "%s: %s", e.field, e.msg);
	cr_expect_str_eq(t.item_code, "A");
	cr_expect_eq(t.nsequences, 2);
	cr_expect_str_eq(t.sequences[0].signature, "X>Y");
	cr_expect_eq(t.sequences[1].probability, 0.2);
	cr_expect_eq(t.nops, 2);
	cr_expect_str_eq(t.ops[0].res, "M1");
	cr_expect_eq(t.ops[0].run, 1.5);
	cr_expect_null(t.ops[1].res);
	cr_expect(isnan(t.ops[1].setup));
}

Test(truth, what_is_not_a_truth_is_refused_by_name, .init = up, .fini = down)
{
	static const struct {
		const char	*line, *field;
	} bad[] = {
		{ "[]", "" },
		{ "{\"item_code\":\"A\"", "" },
		{ "{}", "item_code" },
		{ "{\"item_code\":\"\"}", "item_code" },
		{ "{\"item_code\":7}", "item_code" },
		{ "{\"item_code\":\"A\"}", "sequences" },
		{ "{\"item_code\":\"A\",\"sequences\":[3]}", "sequences" },
		{ "{\"item_code\":\"A\",\"sequences\":[{\"signature\":\"X\"}]}", "probability" },
		{ "{\"item_code\":\"A\",\"sequences\":[{\"signature\":\"X\",\"probability\":1.5}]}",
		    "probability" },
		{ "{\"item_code\":\"A\",\"sequences\":[{\"signature\":\"X\",\"probability\":0.7},"
		    "{\"signature\":\"Y\",\"probability\":0.7}]}", "sequences" },
		{ "{\"item_code\":\"A\",\"sequences\":[{\"signature\":\"X\",\"probability\":1}],"
		    "\"operations\":[{\"job_cd\":\"X\",\"run_minutes\":-1}]}", "run_minutes" },
	};
	struct truth_item	t;
	struct err		e;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		cr_expect_eq(parse(bad[i].line, &t, &e), RC_INVAL, "%s", bad[i].line);
		cr_expect_str_eq(e.field, bad[i].field, "%s", bad[i].line);
	}
}

static int	seen;

static bool
wants_b(void *ctx, const char *code)
{
	(void)ctx;
	return code[0] == 'B';
}

static enum rc
count(void *ctx, const struct truth_item *t, struct err *e)
{
	(void)ctx;
	(void)e;
	cr_expect_eq(t->item_code[0], 'B');
	seen++;
	return RC_OK;
}

static enum rc
read_text(const char *text, struct err *e)
{
	char	path[] = "/tmp/train-truth-XXXXXX";
	int	fd = mkstemp(path);
	enum rc	rc;

	cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	seen = 0;
	rc = truth_read(path, wants_b, count, NULL, e);
	unlink(path);
	return rc;
}

#define SEQ	"\"sequences\":[{\"signature\":\"X\",\"probability\":1}]}"

Test(truth, only_wanted_items_are_handed_on)
{
	struct err	e = { 0 };

	cr_assert_eq(read_text("{\"item_code\":\"A1\"," SEQ "\n"
	    "{\"item_code\": \"B1\"," SEQ "\n\n"
	    "{\"item_code\":\"\\u0042\\u0032\"," SEQ "\n"	/* B2 */
	    "{ \"item_code\":\"A2\"," SEQ "\n"
	    "{\"item_code\":\"B3\"," SEQ, &e), RC_OK, "%s", e.msg);
	cr_expect_eq(seen, 3);
}

Test(truth, a_bad_line_is_named_by_its_number)
{
	struct err	e = { 0 };

	cr_expect_eq(read_text("{\"item_code\":\"B1\"," SEQ "\nnonsense\n", &e), RC_INVAL);
	cr_expect_not_null(strstr(e.msg, ":2: "), "%s", e.msg);
}

Test(truth, a_line_without_end_is_refused)
{
	size_t		 n = (2 << 20) + 1;
	char		*text = malloc(n);
	struct err	 e = { 0 };

	memset(text, '[', n - 1);
	text[n - 1] = '\0';
	cr_expect_eq(read_text(text, &e), RC_INVAL);
	free(text);
	cr_expect_eq(truth_read("/nonexistent/truth", wants_b, count, NULL, &e), RC_NOTFOUND);
}
