#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/data/migrate.h"
#include "core/data/registry.h"
#include "fcgi/app.h"

#define APP_ARENA_MOST	((size_t)256 * 1024 * 1024)	/* bytes a request may hold */
#define APP_CONNECT_S	5
#define FAILURE_MS	400	/* longer than a password's hash and a bind at a near server take */
#define MAPPING_US	1000000	/* so long a mapping that was put may be unknown here */
/* A lock is waited for twice at most, and the answer is to come before the master's patience ends. */
#define APP_LOCK_S(most)	((unsigned)((most) / 4 > 0 ? (most) / 4 : 1))

enum rc
app_db(struct app *a, struct db **out, struct err *e)
{
	const struct db_options	opt = { .must_exist = true, .connect_seconds = APP_CONNECT_S,
		.query_seconds = APP_LOCK_S(a->setup->set.request_timeout_seconds),
		.stats = &a->board->link[BOARD_REGISTRY].stats };

	*out = NULL;
	if (a->db != NULL && link_moved(&a->db_link))
		app_db_lost(a);
	if (a->db == NULL) {
		if (link_try(&a->db_link, e) != RC_OK)
			return RC_IO;
		if (db_open(&a->db, buf_str(&a->setup->registry_url), &opt, e) != RC_OK)
			return link_failed(&a->db_link, e);
		if (migrate_check(a->db, e) != RC_OK) {
			app_db_lost(a);
			return link_failed(&a->db_link, e);
		}
		link_good(&a->db_link);
	}
	*out = a->db;
	return RC_OK;
}

void
app_db_lost(struct app *a)
{
	db_close(a->db);
	a->db = NULL;
	link_closed(&a->db_link);
}

/* Once a worker: who set the account up may not know. */
static void
warn_of_rights(struct erp *p)
{
	static bool	told;
	struct err	e;
	bool		may;

	if (told || erp_may_write(p, &may, &e) != RC_OK || !may)
		return;
	told = true;
	log_warn("erp", "%s: this account may write to the ERP's views, which nothing here needs: "
	    "give it SELECT alone", db_name(erp_db(p)));
}

enum rc
app_erp(struct app *a, struct erp **out, struct err *e)
{
	const struct setup	*c = a->setup;
	const struct db_options	 opt = { .connect_seconds = APP_CONNECT_S,
		.query_seconds = APP_LOCK_S(c->set.request_timeout_seconds),
		.stats = &a->board->link[BOARD_ERP].stats };

	*out = NULL;
	if (a->erp != NULL && link_moved(&a->erp_link))
		app_erp_lost(a);
	if (a->erp == NULL) {
		if (link_try(&a->erp_link, e) != RC_OK)
			return RC_IO;
		if (settings_check(&c->set, NEED_ERP, e) != RC_OK ||
		    erp_open(&a->erp, c->set.database_url, &c->views, &opt, e) != RC_OK)
			return link_failed(&a->erp_link, e);
		link_good(&a->erp_link);
		warn_of_rights(a->erp);
	}
	*out = a->erp;
	return RC_OK;
}

void
app_erp_lost(struct app *a)
{
	erp_close(a->erp);
	a->erp = NULL;
	link_closed(&a->erp_link);
}

void
app_failed(struct app *a)
{
	if (a->db != NULL && db_broken(a->db))
		app_db_lost(a);
	if (a->erp != NULL && db_broken(erp_db(a->erp)))
		app_erp_lost(a);
}

enum rc
app_erp_result(struct app *a, enum rc rc, struct err *e)
{
	if (rc == RC_OK || rc == RC_NOMEM)
		return rc;
	app_erp_lost(a);
	e->rc = RC_IO;
	return RC_IO;
}

static enum rc
items_item(void *ctx, const char *code, struct arena *arena, struct record *out, struct err *e)
{
	struct app	*a = ctx;
	struct erp	*p;
	enum rc		 rc = RC_IO;

	for (int attempt = 0; attempt < 2 && rc == RC_IO; attempt++) {
		if ((rc = app_erp(a, &p, e)) != RC_OK)
			return rc;
		rc = erp_items(p)->item(erp_items(p)->ctx, code, arena, out, e);
		if (rc != RC_NOTFOUND)
			rc = app_erp_result(a, rc, e);
	}
	return rc;
}

static enum rc
items_routings(void *ctx, const char *code, struct arena *arena, struct record **out,
    size_t *n, struct err *e)
{
	struct app	*a = ctx;
	struct erp	*p;
	enum rc		 rc = RC_IO;

	for (int attempt = 0; attempt < 2 && rc == RC_IO; attempt++) {
		if ((rc = app_erp(a, &p, e)) != RC_OK)
			return rc;
		rc = erp_items(p)->routings(erp_items(p)->ctx, code, arena, out, n, e);
		rc = app_erp_result(a, rc, e);
	}
	return rc;
}

enum rc
app_model(struct app *a, const char *name, const struct model **out, struct err *e)
{
	struct version	 v;
	struct db	*d;
	enum rc		 rc;

	*out = NULL;
	if (name == NULL) {
		if ((*out = live_model(a->live)) == NULL)
			return err_set(e, RC_IO, "%s", live_trouble(a->live));
		return RC_OK;
	}
	if ((rc = app_db(a, &d, e)) != RC_OK ||
	    (rc = registry_version_get(d, name, a->arena, &v, e)) != RC_OK)
		return rc;
	return live_version(a->live, v.version, out, e);
}

enum rc
app_init_child(struct app *a, struct setup *c, const struct kept *kept, struct scoreboard *board,
    size_t slot, struct err *e)
{
	memset(a, 0, sizeof(*a));
	a->setup = c;
	a->board = board;
	if (directory_configured(&c->set) && directory_new(&a->directory, &c->set, e) != RC_OK)
		return e->rc;
	/* It was good at the start.  Whoever removed it since does not stop the site. */
	if (negotiate_configured(&c->set) && negotiate_new(&a->negotiate, &c->set, e) != RC_OK)
		log_error("login", "no single sign-on: %s", e->msg);
	a->auth = (struct auth_config){ .secret = c->set.jwt_secret_key,
		.previous = c->set.jwt_secret_key_previous,
		.expires_seconds = c->set.jwt_expires_seconds, .attempts = c->set.login_attempts,
		.lockout_seconds = c->set.login_lockout_seconds,
		.recheck_seconds = c->set.ldap_recheck_seconds, .failure_ms = FAILURE_MS,
		.directory = a->directory, .negotiate = a->negotiate };
	a->items = (struct item_source){ a, items_item, items_routings };
	a->arena = arena_new(APP_ARENA_MOST);
	a->live = live_new(c->set.model_directory, kept);
	if (a->arena == NULL || a->live == NULL ||
	    link_init(&a->db_link, "registry", buf_str(&c->registry_url), board, slot,
	    BOARD_REGISTRY, e) != RC_OK || link_init(&a->erp_link, "erp", c->set.database_url,
	    board, slot, BOARD_ERP, e) != RC_OK) {
		app_fini(a);
		return err_set(e, RC_NOMEM, "no memory for a worker");
	}
	live_refresh(a->live);
	return RC_OK;
}

void
app_begin(struct app *a)
{
	uint64_t	now = clock_mono_us();
	struct db	*d;
	struct err	 e;
	bool		 changed;
	enum rc		 rc;

	if ((a->mapping_us != 0 && now - a->mapping_us < MAPPING_US) || app_db(a, &d, &e) != RC_OK)
		return;
	a->mapping_us = now;
	if ((rc = setup_mapping(a->setup, d, a->arena, &changed, &e)) != RC_OK) {
		log_error("mapping", "the mapping that was put cannot be used: %s", e.msg);
		if (rc == RC_IO)
			app_db_lost(a);
	} else if (changed) {
		app_erp_lost(a);
		log_info("mapping", "version %lld is in use", (long long)a->setup->mapping_version);
	}
}

void
app_fini(struct app *a)
{
	db_close(a->db);
	erp_close(a->erp);
	directory_free(a->directory);
	negotiate_free(a->negotiate);
	live_free(a->live);
	arena_free(a->arena);
	link_fini(&a->db_link);
	link_fini(&a->erp_link);
	memset(a, 0, sizeof(*a));
}
