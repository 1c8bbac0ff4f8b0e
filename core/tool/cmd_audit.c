/* audit: who did what, and whether that is still what was written. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/str.h"
#include "core/data/record_json.h"
#include "core/tool/cmd.h"
#include "core/tool/print.h"
#include "core/tool/site.h"

static const char	usage[] =
"usage: routing-ml audit verify [--from ID:HASH] [--json]\n"
"       routing-ml audit list [--actor NAME] [--action ACTION] [--subject TEXT]\n"
"                             [--since T] [--until T] [--limit N] [--before ID] [--json]\n"
"  verify    reads all rows: changed, removed, moved ones are found; prints the head, ID:HASH\n"
"  list      newest first\n"
"  --from    a head that was noted earlier: its row must still be that one, which vouches for\n"
"            every row up to it, and the rest must follow from it\n"
"  --since, --until   instants as 2026-11-24T03:01:00Z: at or after, before\n";

struct call {
	struct site		 site;
	struct arena		*arena;
	struct audit_note	 noted;
	bool			 has_noted, json;
	struct audit_query	 query;
	int64_t			 limit;
};

static enum rc
verify(struct call *c, struct err *e)
{
	struct audit_check	 k;
	struct json_object	*o;
	char			 head[24 + SHA256_HEX];
	enum rc			 rc;

	rc = audit_verify(c->site.registry, c->has_noted ? &c->noted : NULL, &k, e);
	if (rc != RC_OK && k.fault == AUDIT_WHOLE)	/* it could not be read */
		return rc;
	snprintf(head, sizeof(head), "%lld:%s", (long long)k.last.id, k.last.hash);
	if (c->json) {
		o = json_object_new_object();
		json_put_bool(o, "ok", rc == RC_OK);
		json_put_str(o, "fault", rc == RC_OK ? NULL : audit_fault_name(k.fault));
		json_put(o, "bad_id", rc == RC_OK ? NULL : json_object_new_int64(k.bad_id));
		json_put_int(o, "rows", k.last.id);
		json_put_str(o, "head", head);
		cmd_print_json(o);
	} else if (rc == RC_OK)
		printf("%lld rows are as they were written; the head is %s\n",
		    (long long)k.last.id, head);
	return rc;
}

static enum rc
list(struct call *c, struct err *e)
{
	struct json_object	*all;
	struct audit_row	*row;
	size_t			 n;
	enum rc			 rc;

	if ((rc = audit_list(c->site.registry, &c->query, (size_t)c->limit, c->arena, &row, &n,
	    e)) != RC_OK)
		return rc;
	if (c->json) {
		all = json_object_new_array();
		for (size_t i = 0; i < n; i++)
			json_object_array_add(all, audit_json(&row[i]));
		cmd_print_json(all);
		return RC_OK;
	}
	for (size_t i = 0; i < n; i++) {
		const struct audit_entry	*x = &row[i].entry;

		printf("%-8lld%-26s", (long long)row[i].id, row[i].at);
		print_padded(stdout, x->actor, 16);
		print_padded(stdout, x->source, 7);
		print_padded(stdout, x->address, 17);
		print_padded(stdout, x->action, 19);
		print_padded(stdout, x->subject, 22);
		print_padded(stdout, x->after, (int)strlen(x->after));
		print_padded(stdout, " ", 1);
		print_padded(stdout, x->detail, (int)strlen(x->detail));
		putchar('\n');
	}
	return RC_OK;
}

static int
run(struct call *c, enum rc (*verb)(struct call *c, struct err *e))
{
	struct err	e = { 0 };
	enum rc		rc;

	if ((rc = site_open(&c->site, NEED_REGISTRY, &e)) != RC_OK)
		return cmd_failed(&e);
	if ((c->arena = arena_new(0)) == NULL)
		rc = err_set(&e, RC_NOMEM, "no memory");
	else if ((rc = site_registry(&c->site, &e)) == RC_OK)
		rc = verb(c, &e);
	arena_free(c->arena);
	site_close(&c->site);
	return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
}

static bool
number(const char *s, int64_t *out)
{
	return str_int64(str_of(s), out) && *out >= 1;
}

/* False: the value is wrong.  *for_list: the option is list's alone. */
static bool
option_take(struct call *c, int o, bool *for_list)
{
	struct err	e = { 0 };

	*for_list |= strchr("asutlbi", o) != NULL;
	switch (o) {
	case 'a': c->query.actor = optarg; return true;
	case 'i': c->query.action = optarg; return true;
	case 's': c->query.subject = optarg; return true;
	case 't': c->query.since = optarg; return true;
	case 'u': c->query.until = optarg; return true;
	case 'l': return number(optarg, &c->limit);
	case 'b': return number(optarg, &c->query.before);
	case 'j': c->json = true; return true;
	case 'f':
		c->has_noted = true;
		if (audit_note_parse(optarg, &c->noted, &e) == RC_OK)
			return true;
		cmd_failed(&e);
		return false;
	}
	return false;
}

int
cmd_audit(int argc, char **argv)
{
	static const struct option	options[] = {
		{ "from", 1, NULL, 'f' }, { "actor", 1, NULL, 'a' }, { "action", 1, NULL, 'i' },
		{ "subject", 1, NULL, 's' }, { "since", 1, NULL, 't' }, { "until", 1, NULL, 'u' },
		{ "limit", 1, NULL, 'l' }, { "before", 1, NULL, 'b' }, { "json", 0, NULL, 'j' },
		{ "help", 0, NULL, 'h' }, { 0 }
	};
	struct call			c = { .limit = 50 };
	bool				for_list = false;
	int				o;

	while ((o = cmd_option(argc, argv, options)) != -1) {
		if (o == 'h') {
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		}
		if (!option_take(&c, o, &for_list))
			return cmd_usage(usage);
	}
	if (argc - optind == 1 && strcmp(argv[optind], "verify") == 0 && !for_list)
		return run(&c, verify);
	if (argc - optind == 1 && strcmp(argv[optind], "list") == 0 && !c.has_noted)
		return run(&c, list);
	return cmd_usage(usage);
}
