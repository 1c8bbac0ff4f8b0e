/* quality report: what is wrong in the ERP's data, as the API tells it. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/tool/cmd.h"
#include "core/tool/site.h"
#include "core/train/quality/quality.h"

static const char	usage[] =
"usage: routing-ml quality report [--json]\n"
"Measures items, routings and work results: completeness, duplicates, outliers, units,\n"
"zero times, orphans, contradictions.\n";

static const char *
text(struct json_object *o, const char *name)
{
	struct json_object	*v;

	return json_object_object_get_ex(o, name, &v) && v != NULL ? json_object_get_string(v) :
	    "";
}

static void
print_issues(struct json_object *report)
{
	struct json_object	*issues, *i;

	printf("score %s\n", text(report, "score"));
	if (!json_object_object_get_ex(report, "issues", &issues))
		return;
	for (size_t k = 0; k < json_object_array_length(issues); k++) {
		i = json_object_array_get_idx(issues, k);
		printf("\n%s: %s (%s)\n  %s\n  e.g. %s\n", text(i, "severity"), text(i, "message"),
		    text(i, "count"), text(i, "recommendation"), text(i, "sample_keys"));
		if (*text(i, "sql") != '\0')
			printf("  %s;\n", text(i, "sql"));
	}
}

static enum rc
measure(struct site *s, struct json_object **out, struct err *e)
{
	struct site_views	v;
	enum rc			rc;

	if ((rc = site_views_open(s, &v, e)) == RC_OK)
		rc = quality_measure(v.items, v.routings, v.work, s->mapping, out, e);
	site_views_close(&v);
	return rc;
}

int
cmd_quality(int argc, char **argv)
{
	struct json_object	*report = NULL;
	struct site		 s;
	struct err		 e = { 0 };
	const char		*verb;
	bool			 json;
	int			 done = cmd_verb(argc, argv, usage, &verb, &json);
	enum rc			 rc;

	if (done != -1)
		return done;
	if (strcmp(verb, "report") != 0)
		return cmd_usage(usage);
	if (site_open(&s, NEED_ERP, &e) != RC_OK)
		return cmd_failed(&e);
	if ((rc = measure(&s, &report, &e)) == RC_OK && json)
		cmd_print_json(json_object_get(report));
	else if (rc == RC_OK)
		print_issues(report);
	json_object_put(report);
	site_close(&s);
	return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
}
