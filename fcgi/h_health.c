/*
 * GET /health: this process answers; nobody else is asked.
 * GET /health/ready: can it do its work?  200, or 503 with what is missing.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "fcgi/app.h"
#include "fcgi/routes.h"

#define READY_FRESH_US	UINT64_C(3000000)	/* so long a check's result is good */
#define LDAP_FRESH_US	UINT64_C(15000000)	/* that of a server of others' */

enum rc
h_health(struct req *r, struct res *s, struct err *e)
{
	struct json_object	*o = json_object_new_object();
	const struct model	*m = live_model(r->app->live);
	char			 now[CLOCK_RFC3339_SIZE];

	clock_rfc3339(now);
	json_put_str(o, "status", "ok");
	json_put_str(o, "timestamp", now);
	json_put_str(o, "version", PACKAGE_VERSION);
	json_put_str(o, "model_version", m == NULL ? NULL : model_version(m));
	return res_json(s, 200, o, e);
}

/* What a stranger may read: what is wrong, not where it lives; the log has the rest. */
static void
check_set(struct app_check *c, bool ok, const char *detail)
{
	c->ok = ok;
	c->at_us = clock_mono_us();
	snprintf(c->detail, sizeof(c->detail), "%s", detail);
}

static void
check_model(struct app *a, struct app_check *c)
{
	const struct model	*m = live_model(a->live);
	char			 detail[sizeof(c->detail)];

	if (m == NULL) {
		check_set(c, false, live_why(a->live) == RC_CORRUPT ?
		    "no model: the active version is damaged and was refused" :
		    "no model version is active");
		return;
	}
	snprintf(detail, sizeof(detail), live_trouble(a->live)[0] == '\0' ?
	    "version %s is live" : "version %s is live; the one that should replace it was "
	    "refused", model_version(m));
	check_set(c, live_trouble(a->live)[0] == '\0', detail);
}

static void
check_registry(struct app *a, struct app_check *c)
{
	struct db	*d;
	struct err	 e;
	int64_t		 one;
	enum rc		 rc = RC_IO;

	for (int attempt = 0; attempt < 2 && rc != RC_OK; attempt++) {
		if ((rc = app_db(a, &d, &e)) != RC_OK)
			break;
		if ((rc = db_get_int(d, "SELECT 1", NULL, 0, &one, &e)) != RC_OK)
			app_db_lost(a);
	}
	check_set(c, rc == RC_OK, rc == RC_OK ? "it answers" :
	    "it is away, or its schema is not this program's");
}

static void
check_erp(struct app *a, struct app_check *c)
{
	struct erp	*p;
	struct err	 e;
	enum rc		 rc = RC_IO;

	if (a->setup->set.database_url[0] == '\0') {
		check_set(c, false, "not configured: DATABASE_URL is not set");
		return;
	}
	for (int attempt = 0; attempt < 2 && rc != RC_OK; attempt++) {
		if ((rc = app_erp(a, &p, &e)) != RC_OK)
			break;
		if ((rc = erp_ping(p, &e)) != RC_OK) {
			if (attempt > 0 && c->ok)
				log_error("erp", "%s", e.msg);
			app_erp_lost(a);
		}
	}
	check_set(c, rc == RC_OK, rc == RC_OK ? "its views answer" :
	    "it is away, or its views cannot be read");
}

static void
check_ldap(struct app *a, struct app_check *c)
{
	const char	*url;
	struct err	 e;
	enum rc		 rc;

	if (a->directory == NULL) {
		check_set(c, true, "not configured: local users only");
		return;
	}
	rc = directory_ping(a->directory, a->arena, &url, &e);
	check_set(c, rc == RC_OK, rc == RC_OK ? "a server answers" :
	    "no server answers, or none whose certificate is good");
}

enum rc
h_health_ready(struct req *r, struct res *s, struct err *e)
{
	static const struct {
		const char	*name;
		void		 (*make)(struct app *, struct app_check *);
	} checks[CHECK_COUNT] = {
		[CHECK_MODEL] = { "model", check_model },
		[CHECK_REGISTRY] = { "registry", check_registry },
		[CHECK_ERP] = { "erp", check_erp },
		[CHECK_LDAP] = { "ldap", check_ldap },
	};
	struct json_object	*o = json_object_new_object(), *list = json_object_new_object();
	struct json_object	*one;
	uint64_t		 now = clock_mono_us();
	bool			 ready = true;

	app_begin(r->app);	/* the ERP is looked at with the mapping that was put */
	for (size_t i = 0; i < CHECK_COUNT; i++) {
		struct app_check	*c = &r->app->checks[i];
		uint64_t		 fresh = i == CHECK_LDAP ? LDAP_FRESH_US : READY_FRESH_US;

		/* The model costs nothing to ask, and is to be told at once. */
		if (i == CHECK_MODEL || c->at_us == 0 || now - c->at_us > fresh)
			checks[i].make(r->app, c);
		ready = ready && c->ok;
		one = json_object_new_object();
		json_put_bool(one, "ok", c->ok);
		json_put_str(one, "detail", c->detail);
		json_put_real(one, "age_seconds",
		    (double)((clock_mono_us() - c->at_us) / 1000) / 1e3);
		json_put(list, checks[i].name, one);
	}
	json_put_str(o, "status", ready ? "ready" : "not_ready");
	json_put(o, "checks", list);
	if (!ready)
		res_header(s, "Retry-After", "5");
	return res_json(s, ready ? 200 : 503, o, e);
}
