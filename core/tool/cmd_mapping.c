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
"usage: routing-ml mapping profile [--json] | check [--json]\n"
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
	struct rows	*rows = NULL;
	struct profile	*p = NULL;
	enum rc		 rc;

	if ((rc = site_erp(s, e)) != RC_OK ||
	    (rc = erp_read(s->erp, s->mapping->item_view, &rows, NULL, e)) != RC_OK)
		return rc;
	rc = profile_rows(&p, rows, e);
	rows_close(rows);
	if (rc == RC_OK && json)
		cmd_print_json(profile_mapping_json(p, s->mapping->item_view));
	else if (rc == RC_OK)
		print_columns(p);
	profile_free(p);
	return rc;
}

/* Adds {"view","field","column"} where the profile names a column that the view lacks. */
static void
check_column(struct json_object *missing, const struct rows *r, const char *view,
    const char *field, const char *column)
{
	struct json_object	*o;

	if (column == NULL || rows_column(r, column) != -1)
		return;
	o = json_object_new_object();
	json_put_str(o, "view", view);
	json_put_str(o, "field", field);
	json_put_str(o, "column", column);
	json_object_array_add(missing, o);
}

static void
check_views(struct json_object *missing, const struct site_views *v, const struct mapping *m)
{
	for (size_t i = 0; i < m->ncolumns; i++) {
		check_column(missing, v->items, m->item_view, "items.columns", m->columns[i].name);
		check_column(missing, v->items, m->item_view, "unit_column",
		    m->columns[i].unit_column);
	}
	for (size_t i = 0; i < ROUTING_NFIELDS; i++)
		check_column(missing, v->routings, m->routing_view, mapping_routing_names[i],
		    m->routing[i]);
	for (size_t i = 0; v->work != NULL && i < WORK_NFIELDS; i++)
		check_column(missing, v->work, m->work_view, mapping_work_names[i], m->work[i]);
}

static void
print_missing(struct json_object *missing, const char *name, bool ours, bool json)
{
	struct json_object	*o = json_object_new_object(), *one;
	size_t			 n = json_object_array_length(missing);
	const char		*view, *field, *column;

	json_put_str(o, "mapping", name);
	json_put_bool(o, "fits", n == 0);
	json_put(o, "missing", json_object_get(missing));
	if (json) {
		cmd_print_json(o);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		one = json_object_array_get_idx(missing, i);
		json_str(one, "view", true, &view, NULL);
		json_str(one, "field", true, &field, NULL);
		json_str(one, "column", true, &column, NULL);
		printf("%s lacks %s (%s%s)\n", view, column, field,
		    ours ? "" : "; the default profile's, not needed");
	}
	if (n == 0)
		printf("mapping profile %s fits the views\n", name);
	json_object_put(o);
}

static enum rc
check(struct site *s, bool json, struct err *e)
{
	struct json_object	*missing = json_object_new_array();
	struct site_views	 v;
	bool			 ours = s->settings.erp_mapping[0] != '\0';
	size_t			 n;
	enum rc			 rc;

	if ((rc = site_views_open(s, &v, e)) == RC_OK) {
		check_views(missing, &v, s->mapping);
		print_missing(missing, s->mapping->name, ours, json);
		/* A site's own profile says what is there; the shipped one what may be, but for this. */
		n = json_object_array_length(missing);
		if (n > 0 && (ours || rows_column(v.routings,
		    s->mapping->routing[ROUTING_JOB]) == -1))
			rc = err_set(e, RC_INVAL, "%zu column%s that the profile names %s not "
			    "there: correct the file that ERP_MAPPING names, or the view", n,
			    n == 1 ? "" : "s", n == 1 ? "is" : "are");
	}
	site_views_close(&v);
	json_object_put(missing);
	return rc;
}

int
cmd_mapping(int argc, char **argv)
{
	struct site	 s;
	struct err	 e = { 0 };
	const char	*verb;
	bool		 json;
	int		 done = cmd_verb(argc, argv, usage, &verb, &json);
	enum rc		 rc;

	if (done != -1)
		return done;
	if (strcmp(verb, "profile") != 0 && strcmp(verb, "check") != 0)
		return cmd_usage(usage);
	if (site_open(&s, NEED_ERP, &e) != RC_OK)
		return cmd_failed(&e);
	rc = strcmp(verb, "profile") == 0 ? profile(&s, json, &e) : check(&s, json, &e);
	site_close(&s);
	return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
}
