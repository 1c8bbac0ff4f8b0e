/* mapping profile | check: what the ERP's views hold, and whether the profile fits them. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/feat/profile.h"
#include "core/tool/cmd.h"
#include "core/tool/print.h"
#include "core/tool/site.h"

static const char	usage[] =
"usage: routing-ml mapping profile [--json] | check\n"
"  profile  the item view's columns: role, confidence, missing share, examples;\n"
"           --json prints a mapping member to edit\n"
"  check    holds the mapping profile against the live views\n";

static void
print_columns(const struct profile *p)
{
	const struct profile_column	*c;
	size_t				 n;

	c = profile_columns(p, &n);
	printf("%-22s %-10s %10s %8s %9s  %s\n", "column", "role", "confidence", "missing",
	    "distinct", "examples");
	for (size_t i = 0; i < n; i++) {
		print_padded(stdout, c[i].name, 22);
		printf(" %-10s %10.2f %7.0f%% %8zu%s  ", column_role_name(c[i].role),
		    c[i].confidence,
		    c[i].rows == 0 ? 0 : 100.0 * (double)c[i].missing / (double)c[i].rows,
		    c[i].distinct, c[i].distinct_cut ? "+" : " ");
		for (size_t k = 0; k < c[i].nexamples && k < 3; k++)
			printf("%s%s", k == 0 ? "" : " | ", c[i].examples[k]);
		putchar('\n');
	}
}

static enum rc
profile(struct site *s, bool json, struct err *e)
{
	struct rows		*rows = NULL;
	struct profile		*p = NULL;
	struct json_object	*o;
	enum rc			 rc;

	if ((rc = site_erp(s, e)) != RC_OK ||
	    (rc = erp_read(s->erp, s->mapping->item_view, &rows, NULL, e)) != RC_OK)
		return rc;
	rc = profile_rows(&p, rows, e);
	rows_close(rows);
	if (rc == RC_OK && json) {
		o = profile_mapping_json(p, s->mapping->item_view);
		puts(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PRETTY));
		json_object_put(o);
	} else if (rc == RC_OK)
		print_columns(p);
	profile_free(p);
	return rc;
}

/* Says of one named column whether the view has it; the number of those it lacks. */
static size_t
check_column(const struct rows *r, const char *view, const char *field, const char *column)
{
	if (column == NULL || rows_column(r, column) != -1)
		return 0;
	printf("%s lacks %s (%s)\n", view, column, field);
	return 1;
}

static enum rc
check(struct site *s, struct err *e)
{
	struct site_views	 v;
	const struct mapping	*m;
	size_t			 missing = 0;
	enum rc			 rc;

	if ((rc = site_views_open(s, &v, e)) == RC_OK) {
		m = s->mapping;
		for (size_t i = 0; i < m->ncolumns; i++) {
			missing += check_column(v.items, m->item_view, "items.columns",
			    m->columns[i].name);
			missing += check_column(v.items, m->item_view, "unit_column",
			    m->columns[i].unit_column);
		}
		for (size_t i = 0; i < ROUTING_NFIELDS; i++)
			missing += check_column(v.routings, m->routing_view,
			    mapping_routing_names[i], m->routing[i]);
		for (size_t i = 0; v.work != NULL && i < WORK_NFIELDS; i++)
			missing += check_column(v.work, m->work_view, mapping_work_names[i],
			    m->work[i]);
		if (missing == 0)
			printf("mapping profile %s fits the views\n", m->name);
		else
			rc = err_set(e, RC_INVAL, "%zu columns that the profile names are not "
			    "there", missing);
	}
	site_views_close(&v);
	return rc;
}

int
cmd_mapping(int argc, char **argv)
{
	static const struct option	options[] = {
		{ "json", 0, NULL, 'j' }, { "help", 0, NULL, 'h' }, { 0 }
	};
	struct site			s;
	struct err			e = { 0 };
	bool				json = false, profiling;
	int				c;
	enum rc				rc;

	while ((c = cmd_option(argc, argv, options)) != -1) {
		if (c == 'h') {
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		}
		if (c == '?')
			return cmd_usage(usage);
		json |= c == 'j';
	}
	profiling = argc - optind == 1 && strcmp(argv[optind], "profile") == 0;
	if (!profiling && (argc - optind != 1 || strcmp(argv[optind], "check") != 0))
		return cmd_usage(usage);
	if (site_open(&s, NEED_ERP, &e) != RC_OK)
		return cmd_failed(&e);
	rc = profiling ? profile(&s, json, &e) : check(&s, &e);
	site_close(&s);
	return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
}
