/* registry: the model versions, and which one is live. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/arena.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/str.h"
#include "core/data/activate.h"
#include "core/data/record_json.h"
#include "core/tool/cmd.h"
#include "core/tool/person.h"
#include "core/tool/site.h"
#include "core/tool/trainer.h"

#define LIST_MOST	1000

static const char	usage[] =
"usage: routing-ml registry init | list [--json] | show V [--json] | activate V | rollback\n"
"                           | history [--json] | verify | prune [--keep N] [--dry-run]\n"
"  init      makes the registry and the model directory\n"
"  list      versions and runs, newest first\n"
"  show V    a version's manifest and metrics (V: version or label)\n"
"  activate  makes V live on every worker\n"
"  rollback  makes the version live that was live before\n"
"  history   what was live when\n"
"  verify    holds every version's files against its manifest, the live one against the link\n"
"  prune     removes all but the newest N versions (10), the live one and the one before\n";

struct call {
	struct site	 site;
	struct arena	*arena;
	const char	*arg;		/* V, or NULL */
	int64_t		 keep;
	bool		 dry_run, json;
};

static void
print_versions(const struct version *v, size_t n)
{
	printf("%-18s %-7s %-22s %s\n", "version", "live", "created", "label");
	for (size_t i = 0; i < n; i++)
		printf("%-18s %-7s %-22.19s %s\n", v[i].version, v[i].active ? "live" : "",
		    v[i].created_at, v[i].label);
}

static void
print_runs(const struct run *r, size_t n)
{
	printf("\n%-6s %-10s %-18s %-22s %s\n", "run", "status", "version", "created", "error");
	for (size_t i = 0; i < n; i++)
		printf("%-6lld %-10s %-18s %-22.19s %s\n", (long long)r[i].run_id, r[i].status,
		    r[i].version, r[i].created_at, r[i].error);
}

static enum rc
list(struct call *c, struct err *e)
{
	struct json_object	*all, *versions, *runs;
	struct version		*v;
	struct run		*r;
	size_t			 nv, nr;
	enum rc			 rc;

	if ((rc = trainer_sweep(&c->site, e)) != RC_OK ||
	    (rc = registry_versions(c->site.registry, "", LIST_MOST, c->arena, &v, &nv, e)) !=
	    RC_OK ||
	    (rc = registry_runs(c->site.registry, 0, LIST_MOST, c->arena, &r, &nr, e)) != RC_OK)
		return rc;
	if (!c->json) {
		print_versions(v, nv);
		print_runs(r, nr);
		return RC_OK;
	}
	versions = json_object_new_array();
	for (size_t i = 0; i < nv; i++)
		json_object_array_add(versions, version_json(&v[i]));
	runs = json_object_new_array();
	for (size_t i = 0; i < nr; i++)
		json_object_array_add(runs, run_json(&r[i]));
	all = json_object_new_object();
	json_put(all, "versions", versions);
	json_put(all, "runs", runs);
	cmd_print_json(all);
	return RC_OK;
}

/* Manifest and metrics in full, as the API shows a version. */
static enum rc
show(struct call *c, struct err *e)
{
	static const char *const	files[] = { "manifest", "metrics" };
	struct json_object		*o, *file;
	struct version			 v;
	char				 path[PATH_MAX];
	enum rc				 rc;

	if ((rc = registry_version_get(c->site.registry, c->arg, c->arena, &v, e)) != RC_OK)
		return rc;
	o = version_json(&v);
	for (size_t i = 0; rc == RC_OK && i < 2; i++) {
		snprintf(path, sizeof(path), "%s/%s/%s.json", c->site.settings.model_directory,
		    v.version, files[i]);
		if ((rc = json_read(&file, path, (size_t)16 << 20, e)) == RC_OK)
			json_put(o, files[i], file);
	}
	if (rc != RC_OK) {
		json_object_put(o);
		return rc;
	}
	if (!c->json)
		printf("version %s\nsha256  %s\nlabel   %s\ncreated %s\nlive    %s\nnote    %s\n",
		    v.version, v.sha256, v.label, v.created_at, v.active ? "yes" : "no", v.note);
	for (size_t i = 0; !c->json && i < 2; i++) {
		json_object_object_get_ex(o, files[i], &file);
		printf("\n%s.json\n", files[i]);
		cmd_print_json(json_object_get(file));
	}
	if (c->json)
		cmd_print_json(json_object_get(o));
	json_object_put(o);
	return RC_OK;
}

static enum rc
do_activate(struct call *c, struct err *e)
{
	struct audit_entry	 by = person_entry("", "");
	struct model		*m;
	char			 version[17];
	enum rc			 rc;

	/* A damaged version must not become the live one. */
	if ((rc = site_model(&c->site, c->arg, &m, e)) != RC_OK)
		return rc;
	model_close(m);
	rc = activate_version(c->site.registry, c->site.settings.model_directory, c->arg, &by, "",
	    version, e);
	if (rc == RC_OK)
		printf("%s is live\n", version);
	return rc;
}

static enum rc
rollback(struct call *c, struct err *e)
{
	struct audit_entry	by = person_entry("", "");
	char			version[17];
	enum rc			rc;

	rc = activate_rollback(c->site.registry, c->site.settings.model_directory, &by, "",
	    version, e);

	if (rc == RC_OK)
		printf("%s is live\n", version);
	return rc;
}

static enum rc
history(struct call *c, struct err *e)
{
	struct json_object	*all;
	struct activation	*h;
	size_t			 n;
	enum rc			 rc;

	if ((rc = registry_activations(c->site.registry, "", LIST_MOST, c->arena, &h, &n, e)) !=
	    RC_OK)
		return rc;
	if (c->json) {
		all = json_object_new_array();
		for (size_t i = 0; i < n; i++)
			json_object_array_add(all, activation_json(&h[i]));
		cmd_print_json(all);
		return RC_OK;
	}
	printf("%-26s %-18s %-18s %-20s %s\n", "at", "version", "before", "by", "why");
	for (size_t i = 0; i < n; i++)
		printf("%-26s %-18s %-18s %-20s %s\n", h[i].at, h[i].version, h[i].previous,
		    h[i].actor, h[i].reason);
	return RC_OK;
}

/* An activation that was killed between the registry and the link leaves two answers. */
static bool
link_is(const struct call *c, const char *version)
{
	char	path[PATH_MAX], to[64];
	ssize_t	n;

	snprintf(path, sizeof(path), "%s/default", c->site.settings.model_directory);
	n = readlink(path, to, sizeof(to));
	if (n == (ssize_t)strlen(version) && memcmp(to, version, (size_t)n) == 0)
		return true;
	printf("%-18s the registry says that it is live, but the link `default` leads elsewhere: "
	    "routing-ml registry activate %s\n", version, version);
	return false;
}

static enum rc
verify(struct call *c, struct err *e)
{
	struct version	*v;
	struct model	*m;
	struct err	 one;
	char		 path[PATH_MAX];
	size_t		 n, bad = 0;
	enum rc		 rc;

	if ((rc = registry_versions(c->site.registry, "", LIST_MOST, c->arena, &v, &n, e)) !=
	    RC_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", c->site.settings.model_directory,
		    v[i].version);
		rc = model_open(&m, path, &one);
		if (rc == RC_OK && strcmp(model_sha256(m), v[i].sha256) != 0)
			rc = err_set(&one, RC_CORRUPT, "is not the content that was registered");
		printf("%-18s %s\n", v[i].version, rc == RC_OK ? "ok" : one.msg);
		bad += rc != RC_OK || (v[i].active && !link_is(c, v[i].version));
		model_close(m);
	}
	return bad == 0 ? RC_OK : err_set(e, RC_CORRUPT, "%zu of %zu versions are not as they should be", bad, n);
}

/* Which was live before the live one: it is what a rollback needs. */
static const char *
previous_version(struct call *c)
{
	struct activation	*h;
	size_t			 n;

	if (registry_activations(c->site.registry, "", 1, c->arena, &h, &n, NULL) != RC_OK ||
	    n == 0)
		return "";
	return h[0].previous;
}

static enum rc
prune(struct call *c, struct err *e)
{
	struct audit_entry	 by = person_entry("", "");
	const char		*previous = previous_version(c);
	struct version		*v;
	char			 path[PATH_MAX];
	size_t			 n;
	enum rc			 rc;

	by.detail = "pruned";
	if ((rc = registry_versions(c->site.registry, "", LIST_MOST, c->arena, &v, &n, e)) !=
	    RC_OK)
		return rc;
	for (size_t i = (size_t)c->keep; rc == RC_OK && i < n; i++) {
		if (v[i].active || strcmp(v[i].version, previous) == 0)
			continue;
		printf("%s%s\n", c->dry_run ? "would remove " : "removed ", v[i].version);
		if (c->dry_run)
			continue;
		snprintf(path, sizeof(path), "%s/%s", c->site.settings.model_directory,
		    v[i].version);
		if ((rc = registry_version_remove(c->site.registry, v[i].version, &by, e)) == RC_OK)
			rc = file_remove_tree(path, e);
	}
	return rc;
}

static const struct verb {
	const char	*name;
	bool		 takes_version, has_json;
	enum rc		(*run)(struct call *c, struct err *e);
} verbs[] = {
	{ "list", false, true, list }, { "show", true, true, show },
	{ "activate", true, false, do_activate }, { "rollback", false, false, rollback },
	{ "history", false, true, history }, { "verify", false, false, verify },
	{ "prune", false, false, prune }, { NULL, false, false, NULL }
};

static int
run(struct call *c, const struct verb *v)
{
	struct err	e = { 0 };
	enum rc		rc;

	if ((rc = site_open(&c->site, NEED_REGISTRY | NEED_MODELS, &e)) != RC_OK)
		return cmd_failed(&e);
	if ((c->arena = arena_new(0)) == NULL)
		rc = err_set(&e, RC_NOMEM, "no memory");
	else if ((rc = site_registry(&c->site, &e)) == RC_OK)
		rc = v->run(c, &e);
	arena_free(c->arena);
	site_close(&c->site);
	return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
}

int
cmd_registry(int argc, char **argv)
{
	static const struct option	options[] = {
		{ "keep", 1, NULL, 'k' }, { "dry-run", 0, NULL, 'd' }, { "json", 0, NULL, 'j' },
		{ "help", 0, NULL, 'h' }, { 0 }
	};
	struct call			c = { .keep = 10 };
	int				o;

	while ((o = cmd_option(argc, argv, options)) != -1) {
		if (o == 'h') {
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		}
		if (o == '?' || (o == 'k' && (!str_int64(str_of(optarg), &c.keep) || c.keep < 1)))
			return cmd_usage(usage);
		c.dry_run |= o == 'd';
		c.json |= o == 'j';
	}
	if (argc == 2 && strcmp(argv[1], "init") == 0)
		return cmd_db(2, (char *[]){ argv[0], (char[]){ "migrate" }, NULL });
	for (const struct verb *v = verbs; argc > optind && v->name != NULL; v++)
		if (strcmp(argv[optind], v->name) == 0 && argc - optind == 1 + v->takes_version &&
		    (!c.json || v->has_json)) {
			c.arg = argv[optind + 1];
			return run(&c, v);
		}
	return cmd_usage(usage);
}
