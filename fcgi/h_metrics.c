/*
 * GET /metrics: the scoreboard as Prometheus reads it (text format 0.0.4).  Whoever of the
 * workers answers tells of all of them.
 */
#include "config.h"

#include "fcgi/app.h"
#include "fcgi/routes.h"

static const char *const	database_names[BOARD_LINKS] = {
	[BOARD_REGISTRY] = "registry", [BOARD_ERP] = "erp"
};

static void
head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_addf(b, "# HELP routing_ml_%s %s\n# TYPE routing_ml_%s %s\n", name, help, name, type);
}

static void
number(struct buf *b, const char *name, const char *type, const char *help, uint64_t n)
{
	head(b, name, type, help);
	buf_addf(b, "routing_ml_%s %llu\n", name, (unsigned long long)n);
}

static void
put_workers(const struct scoreboard *board, struct buf *b)
{
	static const char *const	states[] = { [SCORE_STARTING] = "starting",
		[SCORE_IDLE] = "idle", [SCORE_BUSY] = "busy", [SCORE_ENDING] = "ending" };
	unsigned			n[SCORE_ENDING + 1] = { 0 };

	for (size_t i = 0; i < SCOREBOARD_SLOTS; i++)
		n[atomic_load(&board->slot[i].state)]++;
	head(b, "workers", "gauge", "Worker processes by what they do.");
	for (int s = SCORE_STARTING; s <= SCORE_ENDING; s++)
		buf_addf(b, "routing_ml_workers{state=\"%s\"} %u\n", states[s], n[s]);
	number(b, "worker_deaths_total", "counter",
	    "Workers that ended otherwise than they were asked to.", atomic_load(&board->deaths));
	number(b, "worker_kills_total", "counter",
	    "Of them those that were ended for a request over its time.",
	    atomic_load(&board->killed));
}

static void
put_requests(const struct scoreboard *board, struct buf *b)
{
	head(b, "requests_total", "counter", "Requests that were answered, by class of status.");
	for (int k = 2; k < 6; k++)
		buf_addf(b, "routing_ml_requests_total{class=\"%dxx\"} %llu\n", k,
		    (unsigned long long)atomic_load(&board->answers[k]));
	number(b, "rate_limited_total", "counter",
	    "Requests that were refused because their user asked too often.",
	    atomic_load(&board->rate.refused));
	head(b, "request_seconds_total", "counter", "Time that workers spent on them.");
	buf_addf(b, "routing_ml_request_seconds_total %.6f\n",
	    (double)atomic_load(&board->answer_us) / 1e6);
}

static uint64_t
connections(const struct scoreboard *board, int k)
{
	uint64_t	n = 0;

	for (size_t i = 0; i < SCOREBOARD_SLOTS; i++)
		n += atomic_load(&board->slot[i].connected) >> k & 1;
	return n;
}

static uint64_t
workers(const struct scoreboard *board)
{
	uint64_t	n = 0;

	for (size_t i = 0; i < SCOREBOARD_SLOTS; i++)
		n += atomic_load(&board->slot[i].state) != SCORE_FREE;
	return n;
}

static uint64_t
is_away(const struct board_link *l)
{
	return atomic_load(&l->retry_us) != 0;
}

static void
put_databases(const struct scoreboard *board, struct buf *b)
{
	enum { CONNECTIONS, MOST, AWAY, REFUSED, CONNECTS, FAILURES, LOST, TIMEOUTS, STATEMENTS,
		STATEMENT_FAILURES, SECONDS, METRICS };
	static const struct { const char *name, *type, *help; }	metrics[METRICS] = {
		[CONNECTIONS] = { "db_connections", "gauge", "Connections that workers hold." },
		[MOST] = { "db_connections_max", "gauge", "As many as they may: one a worker." },
		[AWAY] = { "db_away", "gauge",
			"1 while it is away: what needs it is refused, one worker tries it again." },
		[REFUSED] = { "db_refusals_total", "counter", "Requests for it while it was away." },
		[CONNECTS] = { "db_connects_total", "counter", "Connections that were opened." },
		[FAILURES] = { "db_connect_failures_total", "counter", "Attempts that failed." },
		[LOST] = { "db_connections_lost_total", "counter",
			"Connections that the server dropped or that fell silent." },
		[TIMEOUTS] = { "db_timeouts_total", "counter", "Calls that were ended for their time." },
		[STATEMENTS] = { "db_statements_total", "counter", "Statements that were run." },
		[STATEMENT_FAILURES] = { "db_statement_failures_total", "counter",
			"Statements that failed, refused keys included." },
		[SECONDS] = { "db_statement_seconds_total", "counter",
			"Time until a statement's first row could be read." },
	};

	for (int m = 0; m < METRICS; m++) {
		head(b, metrics[m].name, metrics[m].type, metrics[m].help);
		for (int k = 0; k < BOARD_LINKS; k++) {
			const struct board_link	*l = &board->link[k];
			const struct db_stats	*s = &l->stats;
			const uint64_t		 value[METRICS] = {
				[CONNECTIONS] = connections(board, k), [MOST] = workers(board),
				[AWAY] = is_away(l), [REFUSED] = atomic_load(&l->refused),
				[CONNECTS] = atomic_load(&s->connects),
				[FAILURES] = atomic_load(&s->connect_failures),
				[LOST] = atomic_load(&s->lost),
				[TIMEOUTS] = atomic_load(&s->timeouts),
				[STATEMENTS] = atomic_load(&s->statements),
				[STATEMENT_FAILURES] = atomic_load(&s->statement_failures),
				[SECONDS] = atomic_load(&s->statement_us) };

			buf_addf(b, "routing_ml_%s{database=\"%s\"} ", metrics[m].name,
			    database_names[k]);
			if (m == SECONDS)
				buf_addf(b, "%.6f\n", (double)value[m] / 1e6);
			else
				buf_addf(b, "%llu\n", (unsigned long long)value[m]);
		}
	}
}

static void
put_logins(const struct scoreboard *board, struct buf *b)
{
	static const char *const	sources[BOARD_SOURCES] = {
		[BOARD_LOCAL] = "local", [BOARD_LDAP] = "ldap", [BOARD_KERBEROS] = "kerberos" };

	head(b, "logins_total", "counter", "Logins by who was asked and what became of them.");
	for (int k = 0; k < BOARD_SOURCES; k++) {
		for (int w = 0; w < DIRECTORY_REASONS; w++)
			buf_addf(b, "routing_ml_logins_total{source=\"%s\",result=\"%s\"} %llu\n",
			    sources[k], directory_why_name((enum directory_why)w),
			    (unsigned long long)atomic_load(&board->logins[k].by[w]));
		buf_addf(b, "routing_ml_logins_total{source=\"%s\",result=\"too_many_failed\"} "
		    "%llu\n", sources[k],
		    (unsigned long long)atomic_load(&board->logins[k].refused));
	}
}

enum rc
h_metrics(struct req *r, struct res *s, struct err *e)
{
	const struct scoreboard	*board = r->app->board;
	struct buf		 b;
	enum rc			 rc;

	if (!r->app->setup->set.prometheus_enabled)
		return err_set(e, RC_NOTFOUND, "PROMETHEUS_ENABLED is off");
	buf_init(&b);
	head(&b, "build_info", "gauge", "The program's version.");
	buf_addf(&b, "routing_ml_build_info{version=\"%s\"} 1\n", PACKAGE_VERSION);
	put_workers(board, &b);
	put_requests(board, &b);
	put_databases(board, &b);
	put_logins(board, &b);
	rc = buf_ok(&b) ? res_bytes(s, 200, "text/plain; version=0.0.4; charset=utf-8",
	    buf_str(&b), b.len, e) : err_set(e, RC_NOMEM, "no memory for the metrics");
	buf_fini(&b);
	return rc;
}
