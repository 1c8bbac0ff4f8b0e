#include "config.h"

#include <string.h>

#include "core/base/json.h"
#include "core/base/str.h"
#include "core/tool/print.h"

/* Columns of a code point on a terminal: the wide ranges of UAX #11 that plants use. */
static int
columns_of(uint32_t c)
{
	return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
	    (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
	    (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
	    (c >= 0x1f300 && c <= 0x1faff) ? 2 : 1;
}

void
print_padded(FILE *f, const char *s, int width)
{
	size_t	n = strlen(s);
	int	used = 0;

	for (size_t i = 0, was; i < n;) {
		uint32_t	c;

		was = i;
		c = utf8_next(s, n, &i);
		if (used + columns_of(c) > width)
			break;
		used += columns_of(c);
		if (c < 0x20 || c == 0x7f)
			fputc(' ', f);
		else
			fwrite(s + was, 1, i - was, f);
	}
	fprintf(f, "%*s", width - used, "");
}

static const char *
text(struct json_object *o, const char *name)
{
	struct json_object	*v;

	return json_object_object_get_ex(o, name, &v) && v != NULL ? json_object_get_string(v) :
	    "";
}

static double
number(struct json_object *o, const char *name)
{
	struct json_object	*v;

	return json_object_object_get_ex(o, name, &v) ? json_object_get_double(v) : 0;
}

/* "25.0 (20.0-40.0)", or "-" where the time is not known. */
static void
print_quantiles(struct json_object *o, const char *name, FILE *f)
{
	struct json_object	*q;
	char			 out[64];

	if (!json_object_object_get_ex(o, name, &q) || q == NULL)
		snprintf(out, sizeof(out), "-");
	else
		snprintf(out, sizeof(out), "%.1f (%.1f-%.1f)", number(q, "p50"),
		    number(q, "p10"), number(q, "p90"));
	fprintf(f, "%-24s", out);
}

static void
print_candidate(struct json_object *c, FILE *f)
{
	struct json_object	*ops, *op, *support = NULL, *flag;

	json_object_object_get_ex(c, "support", &support);
	fprintf(f, "\n#%s  probability %.2f  %s, from %s item%s\n", text(c, "rank"),
	    number(c, "probability"), text(c, "kind"), text(support, "items"),
	    number(support, "items") == 1 ? "" : "s");
	fprintf(f, "   seq  job           name                    machine       place  "
	    "setup, minutes          run, minutes a piece\n");
	if (!json_object_object_get_ex(c, "operations", &ops))
		return;
	for (size_t i = 0; i < json_object_array_length(ops); i++) {
		op = json_object_array_get_idx(ops, i);
		fprintf(f, "  %4s  ", text(op, "proc_seq"));
		print_padded(f, text(op, "job_cd"), 14);
		print_padded(f, text(op, "job_nm"), 24);
		print_padded(f, text(op, "res_cd"), 14);
		fprintf(f, "%-7s", !json_object_object_get_ex(op, "inside", &flag) || flag == NULL ?
		    "" : json_object_get_boolean(flag) ? "in" : "out");
		print_quantiles(op, "setup_minutes", f);
		print_quantiles(op, "run_minutes_per_unit", f);
		fputc('\n', f);
	}
}

void
print_prediction(struct json_object *answer, FILE *f)
{
	struct json_object	*list, *one;

	fprintf(f, "%s: %s%s%s\n", text(answer, "item_code"), text(answer, "decision"),
	    text(answer, "reason")[0] == '\0' ? "" : ", ", text(answer, "reason"));
	if (json_object_object_get_ex(answer, "candidates", &list))
		for (size_t i = 0; i < json_object_array_length(list); i++)
			print_candidate(json_object_array_get_idx(list, i), f);
	if (!json_object_object_get_ex(answer, "similar_items", &list) ||
	    json_object_array_length(list) == 0)
		return;
	fprintf(f, "\nsimilar items:");
	for (size_t i = 0; i < json_object_array_length(list) && i < 5; i++) {
		one = json_object_array_get_idx(list, i);
		fprintf(f, " %s (%.2f)", text(one, "item_code"), number(one, "similarity"));
	}
	fputc('\n', f);
}
