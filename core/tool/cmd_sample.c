/* routing-ml sample: writes the sample factory into a database, and its truth beside it. */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/settings.h"
#include "core/data/db.h"
#include "core/data/url.h"
#include "core/tool/cmd.h"
#include "core/tool/sample/factory.h"
#include "core/tool/sample/sample.h"
#include "core/tool/sample/store.h"

struct options {
	int64_t		 items, seed, threads;
	const char	*url, *truth;
	bool		 force;
};

struct output {
	struct store	*store;
	FILE		*truth;
	const char	*truth_path;
	bool		 terminal;
	uint64_t	 started;
};

static void
usage(FILE *f)
{
	fprintf(f, "usage: routing-ml sample --items N [--seed S] [--url URL] [--truth FILE]\n"
	    "                         [--force] [--threads T]\n"
	    "Writes a sample factory: items, routings and work results as an ERP shows them.\n\n"
	    "  --items N     how many items, 20 to %d\n"
	    "  --seed S      another seed is another factory (default 1)\n"
	    "  --url URL     where to (default: DATABASE_URL)\n"
	    "  --truth FILE  the right sequences with their probabilities, a line an item\n"
	    "                (default for sqlite: the database's path and .truth.ndjson)\n"
	    "  --force       replace tables that are there\n"
	    "  --threads T   default: one a processor\n\n"
	    "The tables are called ERP_ITEM_VIEW, ERP_ROUTING_VIEW and ERP_WORK_RESULT_VIEW say,\n"
	    "by default %s, %s and %s.\n", FACTORY_MOST, tables[TABLE_ITEMS].name,
	    tables[TABLE_ROUTINGS].name, tables[TABLE_WORK].name);
}

static bool
whole(const char *s, int64_t least, int64_t most, int64_t *out)
{
	return str_int64(str_of(s), out) && *out >= least && *out <= most;
}

/* Exit status, or -1 to go on. */
static int
parse(int argc, char **argv, struct options *o)
{
	static const struct option	longs[] = {
		{ "items", required_argument, NULL, 'n' }, { "seed", required_argument, NULL, 's' },
		{ "url", required_argument, NULL, 'u' }, { "truth", required_argument, NULL, 't' },
		{ "force", no_argument, NULL, 'f' }, { "threads", required_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' }, { NULL, 0, NULL, 0 }
	};
	bool	ok = true;
	int	c;

	optind = 1;
	while (ok && (c = getopt_long(argc, argv, "h", longs, NULL)) != -1)
		switch (c) {
		case 'n':
			ok = whole(optarg, 20, FACTORY_MOST, &o->items);
			break;
		case 's':
			ok = whole(optarg, 0, INT64_MAX, &o->seed);
			break;
		case 'j':
			ok = whole(optarg, 0, 1024, &o->threads);
			break;
		case 'u':
			o->url = optarg;
			break;
		case 't':
			o->truth = optarg;
			break;
		case 'f':
			o->force = true;
			break;
		case 'h':
			usage(stdout);
			return EXIT_SUCCESS;
		default:
			usage(stderr);
			return EXIT_USAGE;
		}
	if (!ok)
		fprintf(stderr, "routing-ml sample: %s is out of range or not a number\n\n", optarg);
	else if (o->items == 0)
		fprintf(stderr, "routing-ml sample: --items is missing\n\n");
	else if (optind < argc)
		fprintf(stderr, "routing-ml sample: what is %s?\n\n", argv[optind]);
	else
		return -1;
	usage(stderr);
	return EXIT_USAGE;
}

static enum rc
put_row(void *ctx, enum table t, const struct str *cells, struct err *e)
{
	struct output	*o = ctx;

	return store_row(o->store, t, cells, e);
}

static enum rc
put_truth(void *ctx, const char *lines, size_t n, struct err *e)
{
	struct output	*o = ctx;

	if (fwrite(lines, 1, n, o->truth) != n)
		return err_set(e, RC_IO, "%s: %s", o->truth_path, strerror(errno));
	return RC_OK;
}

static enum rc
put_progress(void *ctx, uint32_t items, uint32_t all, struct err *e)
{
	struct output	*o = ctx;
	double		 seconds = (double)(clock_mono_us() - o->started) / 1e6;

	(void)e;
	if (o->terminal)
		fprintf(stderr, "\r%3.0f %%  %u of %u items, %.0f s to go ",
		    100.0 * items / all, (unsigned)items, (unsigned)all,
		    seconds * (all - items) / items);
	if (o->terminal && items == all)
		fputs("\r\033[K", stderr);
	return RC_OK;
}

/* The default place of the truth: beside a SQLite file, none for servers. */
static enum rc
truth_path(const struct options *o, const char *url, struct buf *out, struct err *e)
{
	struct url	u;
	enum rc		rc;

	if (o->truth != NULL) {
		buf_adds(out, o->truth);
	} else {
		if ((rc = url_parse(&u, url, e)) != RC_OK)
			return rc;
		if (u.dialect == DB_SQLITE && u.database != NULL)
			buf_addf(out, "%s.truth.ndjson", u.database);
		url_fini(&u);
	}
	return buf_ok(out) ? RC_OK : err_set(e, RC_NOMEM, "no memory");
}

/* The truth appears under its name only when the factory it belongs to is there. */
static enum rc
finish(struct output *o, const char *path, const char *wip, struct err *e)
{
	enum rc	rc;

	rc = store_commit(o->store, e);
	o->store = NULL;
	if (o->truth == NULL)
		return rc;
	if (fclose(o->truth) != 0 && rc == RC_OK)
		rc = err_set(e, RC_IO, "%s: %s", path, strerror(errno));
	o->truth = NULL;
	if (rc == RC_OK && rename(wip, path) != 0)
		rc = err_set(e, RC_IO, "%s: %s", path, strerror(errno));
	return rc;
}

static enum rc
make(const struct options *opt, const char *url, const char *const names[TABLES],
    const char *path, struct sample_figures *figures, struct err *e)
{
	struct output		 o = { .terminal = isatty(STDERR_FILENO) };
	struct sample_sink	 sink = { &o, put_row, NULL, put_progress };
	struct db_options	 options = { .bulk_load = true, .query_seconds = 600 };
	struct db		*d = NULL;
	struct buf		 wip;
	enum rc			 rc;

	o.started = clock_mono_us();
	buf_init(&wip);
	buf_addf(&wip, "%s.tmp", path);
	if (!buf_ok(&wip)) {
		rc = err_set(e, RC_NOMEM, "no memory");
		goto out;
	}
	if ((rc = db_open(&d, url, &options, e)) != RC_OK ||
	    (rc = store_open(&o.store, d, names, opt->force, e)) != RC_OK)
		goto out;
	if (path[0] != '\0') {
		o.truth_path = path;
		if ((o.truth = fopen(buf_str(&wip), "we")) == NULL) {
			rc = err_set(e, RC_IO, "%s: %s", buf_str(&wip), strerror(errno));
			goto out;
		}
		sink.truth = put_truth;
	}
	rc = sample_make((uint64_t)opt->seed, (uint32_t)opt->items, (unsigned)opt->threads, &sink,
	    figures, e);
	if (rc == RC_OK)
		rc = finish(&o, path, buf_str(&wip), e);
out:
	if (o.truth != NULL) {
		fclose(o.truth);
		unlink(buf_str(&wip));
	}
	store_close(o.store);
	db_close(d);
	buf_fini(&wip);
	return rc;
}

static void
print(const struct sample_figures *g, const char *const names[TABLES], const char *path)
{
	for (unsigned t = 0; t < TABLES; t++)
		printf("%-24s %10llu rows\n", names[t], (unsigned long long)g->rows[t]);
	printf("%-24s %10llu\n", "items with a routing", (unsigned long long)g->routed);
	printf("%-24s %10llu\n", "items that repeat one", (unsigned long long)g->repeated);
	printf("%-24s %10llu\n", "distinct sequences", (unsigned long long)g->sequences);
	printf("%-24s %10.4f exact@1, to be expected of who knows the grammar\n", "ceiling",
	    g->ceiling);
	printf("%-24s %10.4f exact@1, measured\n", "", g->routed == 0 ? 0.0 :
	    (double)g->expected / (double)g->routed);
	if (path[0] != '\0')
		printf("truth: %s\n", path);
}

static const char *
or_default(const char *name, enum table t)
{
	return name[0] != '\0' ? name : tables[t].name;
}

int
cmd_sample(int argc, char **argv)
{
	struct options		 o = { .seed = 1 };
	struct settings		 s;
	struct sample_figures	 figures;
	struct err		 e = { 0 };
	struct buf		 path;
	const char		*names[TABLES], *url;
	int			 status;
	enum rc			 rc;

	if ((status = parse(argc, argv, &o)) >= 0)
		return status;
	if (settings_load(&s, &e) != RC_OK) {
		fprintf(stderr, "routing-ml sample: %s\n", e.msg);
		return EXIT_FAILURE;
	}
	buf_init(&path);
	names[TABLE_ITEMS] = or_default(s.erp_item_view, TABLE_ITEMS);
	names[TABLE_ROUTINGS] = or_default(s.erp_routing_view, TABLE_ROUTINGS);
	names[TABLE_WORK] = or_default(s.erp_work_result_view, TABLE_WORK);
	url = o.url != NULL ? o.url : s.database_url;
	if (url[0] == '\0')
		rc = err_field(&e, "DATABASE_URL", "neither --url nor DATABASE_URL says where to");
	else if ((rc = truth_path(&o, url, &path, &e)) == RC_OK)
		rc = make(&o, url, names, buf_str(&path), &figures, &e);
	if (rc == RC_OK)
		print(&figures, names, buf_str(&path));
	else
		fprintf(stderr, "routing-ml sample: %s\n", e.msg);
	buf_fini(&path);
	settings_fini(&s);
	return rc == RC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
