#include "config.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/train/measure/truth.h"

#define MINUTES_MOST	1e9
#define SUM_SLACK	1e-3	/* probabilities are written rounded */

static int
sequence_order(const void *va, const void *vb)
{
	const struct truth_sequence	*a = va, *b = vb;

	if (a->probability != b->probability)
		return a->probability > b->probability ? -1 : 1;
	return strcmp(a->signature, b->signature);
}

static enum rc
string(struct json_object *o, const char *name, bool need, struct arena *a,
    const char **out, struct err *e)
{
	const char	*s = NULL;
	enum rc		 rc;

	*out = NULL;
	if ((rc = json_str(o, name, need, &s, e)) != RC_OK || s == NULL)
		return rc;
	if (need && *s == '\0')
		return err_field(e, name, "is empty");
	return (*out = arena_strdup(a, s)) != NULL ? RC_OK :
	    err_set(e, RC_NOMEM, "truth: no memory");
}

static enum rc
sequences(struct json_object *list, struct arena *a, struct truth_item *t, struct err *e)
{
	size_t	n = json_object_array_length(list);
	double	sum = 0;
	enum rc	rc;

	if (n > TRUTH_SEQUENCES)
		return err_field(e, "sequences", "has %zu entries: at most %d can be read", n,
		    TRUTH_SEQUENCES);
	if ((t->sequences = arena_zalloc(a, n + 1, sizeof(*t->sequences))) == NULL)
		return err_set(e, RC_NOMEM, "truth: no memory");
	for (t->nsequences = 0; t->nsequences < n; t->nsequences++) {
		struct json_object	*o = json_object_array_get_idx(list, t->nsequences);
		struct truth_sequence	*s = &t->sequences[t->nsequences];

		if (!json_object_is_type(o, json_type_object))
			return err_field(e, "sequences", "holds something other than objects");
		if ((rc = string(o, "signature", true, a, &s->signature, e)) != RC_OK ||
		    (rc = json_real(o, "probability", true, 0, 1, &s->probability, e)) != RC_OK)
			return rc;
		sum += s->probability;
	}
	if (sum > 1 + SUM_SLACK)
		return err_field(e, "sequences", "the probabilities add up to %g", sum);
	if (n > 1)
		qsort(t->sequences, n, sizeof(*t->sequences), sequence_order);
	return RC_OK;
}

static enum rc
operations(struct json_object *list, struct arena *a, struct truth_item *t, struct err *e)
{
	size_t	n = json_object_array_length(list);
	enum rc	rc;

	if (n > TRUTH_OPERATIONS)
		return err_field(e, "operations", "has %zu entries: at most %d can be read", n,
		    TRUTH_OPERATIONS);
	if ((t->ops = arena_zalloc(a, n + 1, sizeof(*t->ops))) == NULL)
		return err_set(e, RC_NOMEM, "truth: no memory");
	for (t->nops = 0; t->nops < n; t->nops++) {
		struct json_object	*o = json_object_array_get_idx(list, t->nops);
		struct truth_operation	*op = &t->ops[t->nops];

		if (!json_object_is_type(o, json_type_object))
			return err_field(e, "operations", "holds something other than objects");
		op->setup = op->run = NAN;
		if ((rc = string(o, "job_cd", true, a, &op->job, e)) != RC_OK ||
		    (rc = string(o, "res_cd", false, a, &op->res, e)) != RC_OK ||
		    (rc = json_real(o, "setup_minutes", false, 0, MINUTES_MOST, &op->setup,
		    e)) != RC_OK ||
		    (rc = json_real(o, "run_minutes", false, 0, MINUTES_MOST, &op->run,
		    e)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

enum rc
truth_parse(const char *s, size_t n, struct arena *a, struct truth_item *out, struct err *e)
{
	struct json_object	*o = NULL, *list;
	enum rc			 rc;

	memset(out, 0, sizeof(*out));
	if (n > TRUTH_LINE_MOST)
		return err_set(e, RC_INVAL, "a line of more than %d bytes", TRUTH_LINE_MOST);
	if ((rc = json_parse(&o, s, n, e)) != RC_OK)
		return rc;
	if (!json_object_is_type(o, json_type_object)) {
		rc = err_set(e, RC_INVAL, "not a JSON object");
		goto out;
	}
	if ((rc = string(o, "item_code", true, a, &out->item_code, e)) != RC_OK ||
	    (rc = json_sub(o, "sequences", true, json_type_array, &list, e)) != RC_OK ||
	    (rc = sequences(list, a, out, e)) != RC_OK ||
	    (rc = json_sub(o, "operations", false, json_type_array, &list, e)) != RC_OK)
		goto out;
	if (list != NULL)
		rc = operations(list, a, out, e);
out:
	json_object_put(o);
	return rc;
}

/*
 * Most lines are of items that nobody asks for.  If the line begins with its item code, as
 * ours do, that can be told without parsing; false: perhaps wanted, parse it.
 */
static bool
skip(const char *line, size_t n, bool (*wanted)(void *, const char *), void *ctx)
{
	static const char	head[] = "{\"item_code\":";
	char			code[256];
	size_t			i = sizeof(head) - 1, len = 0;

	if (n < i || memcmp(line, head, i) != 0)
		return false;
	while (i < n && line[i] == ' ')
		i++;
	if (i == n || line[i++] != '"')
		return false;
	for (; i < n && line[i] != '"'; i++) {
		if (line[i] == '\\' || line[i] == '\0' || len == sizeof(code) - 1)
			return false;
		code[len++] = line[i];
	}
	code[len] = '\0';
	return i < n && !wanted(ctx, code);
}

/* The next line without its newline; *more is false at the end of the file. */
static enum rc
line_read(FILE *f, struct buf *line, bool *more, struct err *e)
{
	int	c = EOF;

	buf_clear(line);
	while ((c = getc_unlocked(f)) != EOF && c != '\n') {
		if (line->len > TRUTH_LINE_MOST)
			return err_set(e, RC_INVAL, "a line of more than %d bytes",
			    TRUTH_LINE_MOST);
		buf_addc(line, (char)c);
	}
	*more = c != EOF || line->len > 0;
	if (ferror(f))
		return err_set(e, RC_IO, "%s", strerror(errno));
	return buf_ok(line) ? RC_OK : err_set(e, RC_NOMEM, "truth: no memory");
}

enum rc
truth_read(const char *path, bool (*wanted)(void *ctx, const char *code),
    enum rc (*item)(void *ctx, const struct truth_item *t, struct err *e), void *ctx,
    struct err *e)
{
	struct truth_item	 t;
	struct arena		*a = NULL;
	struct buf		 line;
	size_t			 number = 0;
	bool			 more;
	FILE			*f;
	enum rc			 rc;

	buf_init(&line);
	if ((f = fopen(path, "re")) == NULL)
		return err_set(e, errno == ENOENT ? RC_NOTFOUND : RC_IO, "%s: %s", path,
		    strerror(errno));
	if ((a = arena_new(0)) == NULL) {
		rc = err_set(e, RC_NOMEM, "truth: no memory");
		goto out;
	}
	while ((rc = line_read(f, &line, &more, e)) == RC_OK && more) {
		number++;
		if (line.len == 0 || skip(line.p, line.len, wanted, ctx))
			continue;
		arena_reset(a);
		if ((rc = truth_parse(line.p, line.len, a, &t, e)) != RC_OK)
			break;
		if (wanted(ctx, t.item_code) && (rc = item(ctx, &t, e)) != RC_OK)
			break;
	}
	if (rc != RC_OK)
		err_prefix(e, "%s:%zu", path, number);
out:
	buf_fini(&line);
	arena_free(a);
	fclose(f);
	return rc;
}
