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
"  profile  the views' columns: role or field, confidence, missing share, examples;\n"
"           --json prints a mapping profile to edit, for ERP_MAPPING to name\n"
"  check    holds the mapping profile against the live views: columns that are not\n"
"           there, and those that hold something else\n";

#define READS_LEAST	0.5	/* of a column's values, or it is mistyped */

/* A view's columns beside the fields that they seem to play (NULL for items: their roles). */
static void
print_columns(const struct profile *p, const char *view, const char *const *fields,
    const struct profile_field *f, size_t nfields)
{
	const struct profile_column	*c;
	size_t				 n;

	c = profile_columns(p, &n);
	printf("%s\n%-22s %-13s %10s %8s %9s  %s\n", view, "column",
	    fields == NULL ? "role" : "field", "confidence", "missing", "distinct", "examples");
	for (size_t i = 0; i < n; i++) {
		const char	*as = fields == NULL ? column_role_name(c[i].role) : "-";
		double		 sure = fields == NULL ? c[i].confidence : 0;

		for (size_t k = 0; k < nfields; k++)
			if (f[k].column == (int)i) {
				as = fields[k];
				sure = f[k].confidence;
			}
		print_padded(stdout, c[i].name, 22);
		printf(" %-13s %10.2f %7.0f%% %8zu%s  ", as, sure,
		    c[i].rows == 0 ? 0 : 100.0 * (double)c[i].missing / (double)c[i].rows,
		    c[i].distinct, c[i].distinct_cut ? "+" : " ");
		for (size_t k = 0; k < c[i].nexamples && k < 3; k++)
			printf("%s%s", k == 0 ? "" : " | ", c[i].examples[k]);
		putchar('\n');
	}
}

/* The profiles of the three views; that of work results is NULL where there are none. */
struct views {
	struct profile	*of[3];
};

static void
views_free(struct views *v)
{
	for (int i = 0; i < 3; i++)
		profile_free(v->of[i]);
}

static enum rc
views_profile(struct views *v, struct site *s, struct err *e)
{
	struct site_views	open;
	enum rc			rc;

	memset(v, 0, sizeof(*v));
	if ((rc = site_views_open_any(s, &open, e)) == RC_OK) {
		struct rows	*rows[3] = { open.items, open.routings, open.work };

		for (int i = 0; i < 3 && rc == RC_OK; i++)
			if (rows[i] != NULL)
				rc = profile_rows(&v->of[i], rows[i], e);
	}
	site_views_close(&open);
	return rc;
}

static const char *
item_key(const struct profile *p)
{
	const struct profile_column	*c;
	size_t				 n;

	c = profile_columns(p, &n);
	for (size_t i = 0; i < n; i++)
		if (c[i].role == COLUMN_KEY)
			return c[i].name;
	return NULL;
}

static void
profile_print(const struct views *v, const struct mapping *m, bool json)
{
	struct profile_field	 routing[ROUTING_NFIELDS], work[WORK_NFIELDS];
	const char		*key = item_key(v->of[0]);
	struct json_object	*o;

	profile_routing_fields(v->of[1], key, routing);
	if (v->of[2] != NULL)
		profile_work_fields(v->of[2], key, work);
	if (json) {
		o = json_object_new_object();
		json_put_str(o, "name", "proposed");
		json_put(o, "items", profile_mapping_json(v->of[0], m->item_view));
		json_put(o, "routings", profile_fields_json(v->of[1], m->routing_view, routing,
		    mapping_routing_names, ROUTING_NFIELDS));
		if (v->of[2] != NULL)
			json_put(o, "work_results", profile_fields_json(v->of[2], m->work_view,
			    work, mapping_work_names, WORK_NFIELDS));
		cmd_print_json(o);
		return;
	}
	print_columns(v->of[0], m->item_view, NULL, NULL, 0);
	putchar('\n');
	print_columns(v->of[1], m->routing_view, mapping_routing_names, routing, ROUTING_NFIELDS);
	if (v->of[2] == NULL)
		return;
	putchar('\n');
	print_columns(v->of[2], m->work_view, mapping_work_names, work, WORK_NFIELDS);
}

static enum rc
profile(struct site *s, bool json, struct err *e)
{
	struct views	v;
	enum rc		rc = views_profile(&v, s, e);

	if (rc == RC_OK)
		profile_print(&v, s->mapping, json);
	views_free(&v);
	return rc;
}

struct checking {
	struct json_object	*missing, *mistyped;
};

static int
column_of(const struct profile *p, const char *name)
{
	const struct profile_column	*c;
	size_t				 n;

	c = profile_columns(p, &n);
	for (size_t i = 0; i < n; i++)
		if (str_eqi(str_of(c[i].name), str_of(name)))
			return (int)i;
	return -1;
}

/* Notes a column that the profile names and the view lacks, or that holds something else. */
static void
check_column(struct checking *k, const struct profile *p, const char *view, const char *field,
    const char *column, enum column_role role)
{
	const struct profile_column	*c;
	struct json_object		*o;
	size_t				 n;
	int				 at;

	if (p == NULL || column == NULL)
		return;
	at = column_of(p, column);
	if (at != -1 && profile_reads_as(p, at, role) >= READS_LEAST)
		return;
	o = json_object_new_object();
	json_put_str(o, "view", view);
	json_put_str(o, "field", field);
	json_put_str(o, "column", column);
	if (at == -1) {
		json_object_array_add(k->missing, o);
		return;
	}
	c = profile_columns(p, &n);
	json_put_str(o, "expects", column_role_name(role));
	json_put_real(o, "share", profile_reads_as(p, at, role));
	json_put_str(o, "example", c[at].nexamples > 0 ? c[at].examples[0] : "");
	json_object_array_add(k->mistyped, o);
}

static void
check_views(struct checking *k, const struct views *v, const struct mapping *m)
{
	for (size_t i = 0; i < m->ncolumns; i++) {
		check_column(k, v->of[0], m->item_view, "items.columns", m->columns[i].name,
		    m->columns[i].role);
		check_column(k, v->of[0], m->item_view, "unit_column", m->columns[i].unit_column,
		    COLUMN_UNIT);
	}
	for (int i = 0; i < ROUTING_NFIELDS; i++)
		check_column(k, v->of[1], m->routing_view, mapping_routing_names[i], m->routing[i],
		    profile_routing_role((enum routing_field)i));
	for (int i = 0; i < WORK_NFIELDS; i++)
		check_column(k, v->of[2], m->work_view, mapping_work_names[i], m->work[i],
		    profile_work_role((enum work_field)i));
}

static const char *
member(struct json_object *list, size_t i, const char *name)
{
	const char	*s = "";

	json_str(json_object_array_get_idx(list, i), name, true, &s, NULL);
	return s;
}

static void
print_check(const struct checking *k, const char *name, bool ours, bool json)
{
	struct json_object	*o = json_object_new_object();
	size_t			 missing = json_object_array_length(k->missing);
	size_t			 mistyped = json_object_array_length(k->mistyped);

	json_put_str(o, "mapping", name);
	json_put_bool(o, "fits", missing + mistyped == 0);
	json_put(o, "missing", json_object_get(k->missing));
	json_put(o, "mistyped", json_object_get(k->mistyped));
	if (json) {
		cmd_print_json(o);
		return;
	}
	for (size_t i = 0; i < missing; i++)
		printf("%s lacks %s (%s%s)\n", member(k->missing, i, "view"),
		    member(k->missing, i, "column"), member(k->missing, i, "field"),
		    ours ? "" : "; the default profile's, not needed");
	for (size_t i = 0; i < mistyped; i++)
		printf("%s.%s (%s) should hold %ss: most of its values, such as \"%s\", are none\n",
		    member(k->mistyped, i, "view"), member(k->mistyped, i, "column"),
		    member(k->mistyped, i, "field"), member(k->mistyped, i, "expects"),
		    member(k->mistyped, i, "example"));
	if (missing + mistyped == 0)
		printf("mapping profile %s fits the views\n", name);
	json_object_put(o);
}

/* A site's own profile says what is there; the shipped one what may be, but for what must be. */
static enum rc
verdict(const struct checking *k, const struct views *v, const struct mapping *m, bool ours,
    struct err *e)
{
	size_t	missing = json_object_array_length(k->missing);
	size_t	mistyped = json_object_array_length(k->mistyped);
	int	sequence = column_of(v->of[1], m->routing[ROUTING_SEQUENCE]);

	if (missing + mistyped == 0 || (!ours && sequence != -1 &&
	    column_of(v->of[1], m->routing[ROUTING_JOB]) != -1 &&
	    profile_reads_as(v->of[1], sequence, COLUMN_NUMBER) >= READS_LEAST))
		return RC_OK;
	return err_set(e, RC_INVAL, "of the columns that the profile names %zu %s not there and %zu "
	    "hold%s something else: correct the file that ERP_MAPPING names, or the view", missing,
	    missing == 1 ? "is" : "are", mistyped, mistyped == 1 ? "s" : "");
}

static enum rc
check(struct site *s, bool json, struct err *e)
{
	struct checking	k = { json_object_new_array(), json_object_new_array() };
	struct views	v;
	bool		ours = s->settings.erp_mapping[0] != '\0';
	enum rc		rc;

	if ((rc = views_profile(&v, s, e)) == RC_OK) {
		check_views(&k, &v, s->mapping);
		print_check(&k, s->mapping->name, ours, json);
		rc = verdict(&k, &v, s->mapping, ours, e);
	}
	views_free(&v);
	json_object_put(k.missing);
	json_object_put(k.mistyped);
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
