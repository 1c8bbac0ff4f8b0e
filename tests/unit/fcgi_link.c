/* A database that is away: who is told so, who tries it again, what the figures say. */
#include "config.h"

#include <unistd.h>

#include "fcgi/link.h"
#include "tests/unit/fcgi_site.h"

static void
setup(void)
{
	setenv("DATABASE_URL", "sqlite:////nowhere/erp.db", 1);
	server_setup();
}

TestSuite(links, .init = setup, .fini = server_teardown);

/* The value of a line of /metrics; -1: there is none. */
static double
metric(const char *line)
{
	const char	*p;

	cr_assert_eq(ask("GET", "/metrics", NULL, NULL), 200);
	p = strstr(buf_str(&res.body), line);
	return p == NULL ? -1 : strtod(p + strlen(line), NULL);
}

Test(links, one_worker_tries_and_tells_the_others)
{
	struct link	one, two;

	cr_assert_eq(link_init(&one, "erp", "odbc:x", board, 1, BOARD_ERP, &e), RC_OK);
	cr_assert_eq(link_init(&two, "erp", "odbc:x", board, 2, BOARD_ERP, &e), RC_OK);
	cr_assert_eq(link_try(&one, &e), RC_OK);
	cr_expect_eq(link_try(&two, &e), RC_OK, "nobody knows anything yet");
	usleep(50000);
	err_set(&e, RC_IO, "no route to host");
	cr_expect_eq(link_failed(&one, &e), RC_IO);
	cr_expect_eq(link_try(&two, &e), RC_IO);
	cr_expect_str_eq(e.msg, "it is away, as another worker found; it is tried again soon");
	cr_expect_eq(link_try(&one, &e), RC_IO);
	cr_expect_str_eq(e.msg, "no route to host");
	cr_expect_eq(atomic_load(&board->link[BOARD_ERP].refused), 2);
	while (link_try(&two, &e) != RC_OK)
		usleep(10000);
	cr_expect_eq(link_try(&one, &e), RC_IO, "one at a time");
	link_good(&two);
	cr_expect_eq(link_try(&one, &e), RC_OK, "it is back for all");
	link_fini(&one);
	link_fini(&two);
}

Test(links, metrics_tell_what_became_of_each_database)
{
	double	statements;

	cr_expect_eq(ask("GET", "/api/items/X", tokens[ROLE_PLANNER], NULL), 503);
	cr_expect_eq(metric("routing_ml_db_connections{database=\"registry\"} "), 1);
	cr_expect_eq(metric("routing_ml_db_connections{database=\"erp\"} "), 0);
	cr_expect_eq(metric("routing_ml_db_away{database=\"registry\"} "), 0);
	cr_expect_eq(metric("routing_ml_db_away{database=\"erp\"} "), 1);
	cr_expect_eq(metric("routing_ml_db_connects_total{database=\"registry\"} "), 1);
	cr_expect_gt(metric("routing_ml_db_connect_failures_total{database=\"erp\"} "), 0);
	statements = metric("routing_ml_db_statements_total{database=\"registry\"} ");
	cr_expect_gt(statements, 0);
	cr_expect_eq(ask("GET", "/api/auth/me", tokens[ROLE_PLANNER], NULL), 200);
	cr_expect_gt(metric("routing_ml_db_statements_total{database=\"registry\"} "),
	    statements, "a session is looked up at each request");
}

Test(links, a_lock_and_a_mistake_are_failures_not_losses)
{
	struct db_stats			stats = { 0 };
	const struct db_options		opt = { .stats = &stats, .query_seconds = 1 };
	struct db			*waits, *other;

	cr_assert_eq(db_open(&waits, url, &opt, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(db_open(&other, url, NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(db_begin(other, &e), RC_OK, "%s", e.msg);
	cr_expect_neq(db_exec(waits, "DELETE FROM runs", NULL, 0, NULL, &e), RC_OK, "it is locked");
	db_rollback(other);
	cr_expect_neq(db_exec(waits, "DELETE FROM nothing", NULL, 0, NULL, &e), RC_OK);
	cr_expect_eq(atomic_load(&stats.connects), 1);
	cr_expect_eq(atomic_load(&stats.statement_failures), 2);
	cr_expect_eq(atomic_load(&stats.lost), 0);
	cr_expect_geq(atomic_load(&stats.statement_us), 900000, "it waited a second");
	db_close(other);
	db_close(waits);
}

Test(links, metrics_can_be_switched_off)
{
	conf->set.prometheus_enabled = false;
	cr_expect_eq(ask("GET", "/metrics", NULL, NULL), 404);
}
