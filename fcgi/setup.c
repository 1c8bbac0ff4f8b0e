#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/auth/certificate.h"
#include "core/auth/directory.h"
#include "core/auth/negotiate.h"
#include "core/base/log.h"
#include "core/base/par.h"
#include "core/data/mappings.h"
#include "fcgi/setup.h"
#include "fcgi/scoreboard.h"

static void
views_fill(struct setup *c)
{
	const struct mapping	*m = c->mapping;
	struct erp_views	*v = &c->views;

	v->item_view = m->item_view;
	v->item_key = mapping_item_key(m);
	v->routing_view = m->routing_view;
	v->routing_item = m->routing[ROUTING_ITEM];
	v->routing_routing = m->routing[ROUTING_ROUTING];
	v->routing_sequence = m->routing[ROUTING_SEQUENCE];
	v->work_view = m->work_view;
}

/* body: JSON, or "" for what ERP_MAPPING names; nothing changes when it cannot be used. */
static enum rc
use_mapping(struct setup *c, const char *body, struct err *e)
{
	struct mapping	*m = NULL;
	enum rc		 rc;

	if (body[0] != '\0')
		rc = mapping_of_text(&m, body, e);
	else if ((rc = mapping_load(&m, c->set.erp_mapping, e)) != RC_OK)
		err_prefix(e, "ERP_MAPPING");
	if (rc != RC_OK || (rc = mapping_set_views(m, c->set.erp_item_view,
	    c->set.erp_routing_view, c->set.erp_work_result_view, e)) != RC_OK) {
		mapping_free(m);
		return rc;
	}
	mapping_free(c->mapping);
	c->mapping = m;
	views_fill(c);
	return RC_OK;
}

enum rc
setup_mapping(struct setup *c, struct db *d, struct arena *a, bool *changed, struct err *e)
{
	struct stored_mapping	stored;
	int64_t			version;
	enum rc			rc;

	*changed = false;
	if ((rc = mappings_version(d, &version, e)) != RC_OK || version == c->mapping_version ||
	    (rc = mappings_get(d, a, &stored, e)) != RC_OK ||
	    (rc = use_mapping(c, stored.body, e)) != RC_OK)
		return rc;
	c->mapping_version = stored.version;
	*changed = true;
	return RC_OK;
}

/* This program's own path, and TRAINER_PROGRAM or routing-ml beside it. */
static enum rc
programs_find(struct setup *c, struct err *e)
{
	char	path[PATH_MAX];
	ssize_t	n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char	*slash;

	if (n <= 0)
		return err_set(e, RC_IO, "/proc/self/exe: %s", strerror(errno));
	path[n] = '\0';
	buf_adds(&c->self, path);
	if (c->set.trainer_program[0] != '\0')
		buf_adds(&c->trainer, c->set.trainer_program);
	else if ((slash = strrchr(path, '/')) != NULL)
		buf_addf(&c->trainer, "%.*s/routing-ml", (int)(slash - path), path);
	return buf_ok(&c->self) && buf_ok(&c->trainer) ? RC_OK :
	    err_set(e, RC_NOMEM, "no memory for the settings");
}

/* Users who are told to click a warning away do so for an attacker as well. */
static enum rc
check_certificate(const struct settings *s, struct err *e)
{
	struct certificate	c;
	enum rc			rc;

	if (s->tls_certificate[0] == '\0' || s->tls_self_signed ||
	    strcmp(s->environment, "production") != 0)
		return RC_OK;
	if ((rc = certificate_read(s->tls_certificate, &c, e)) != RC_OK)
		return err_prefix(e, "TLS_CERTIFICATE");
	return !c.self_signed ? RC_OK : err_field(e, "TLS_CERTIFICATE", "TLS_CERTIFICATE: %s is "
	    "self-signed: in production let the plant's CA sign one, or say TLS_SELF_SIGNED=true",
	    s->tls_certificate);
}

/* Its settings alone: no server is asked. */
static enum rc
check_directory(const struct settings *s, struct err *e)
{
	struct directory	*d = NULL;
	enum rc			 rc = RC_OK;

	if (directory_configured(s))
		rc = directory_new(&d, s, e);
	directory_free(d);
	return rc;
}

static enum rc
check_kerberos(const struct settings *s, struct err *e)
{
	struct negotiate	*n = NULL;
	enum rc			 rc = RC_OK;

	if (negotiate_configured(s))
		rc = negotiate_new(&n, s, e);
	negotiate_free(n);
	return rc;
}

enum rc
setup_load(struct setup **out, struct err *e)
{
	struct setup	*c;
	enum rc		 rc;

	*out = NULL;
	if ((c = calloc(1, sizeof(*c))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the settings");
	buf_init(&c->registry_url);
	buf_init(&c->self);
	buf_init(&c->trainer);
	if ((rc = settings_load(&c->set, e)) != RC_OK) {
		free(c);
		return rc;
	}
	if ((rc = settings_check(&c->set, NEED_REGISTRY | NEED_MODELS | NEED_SERVER, e)) !=
	    RC_OK)
		goto out;
	if ((rc = check_certificate(&c->set, e)) != RC_OK ||
	    (rc = check_directory(&c->set, e)) != RC_OK ||
	    (rc = check_kerberos(&c->set, e)) != RC_OK ||
	    (rc = use_mapping(c, "", e)) != RC_OK)
		goto out;
	settings_registry_url(&c->set, &c->registry_url);
	if (!buf_ok(&c->registry_url))
		rc = err_set(e, RC_NOMEM, "no memory for the settings");
	else
		rc = programs_find(c, e);
out:
	if (rc == RC_OK)
		*out = c;
	else
		setup_free(c);
	return rc;
}

void
setup_free(struct setup *c)
{
	if (c == NULL)
		return;
	mapping_free(c->mapping);
	settings_fini(&c->set);
	if (c->registry_url.p != NULL)
		explicit_bzero(c->registry_url.p, c->registry_url.cap);
	buf_fini(&c->registry_url);
	buf_fini(&c->self);
	buf_fini(&c->trainer);
	free(c);
}

void
setup_log(const struct setup *c)
{
	static const char *const	names[] = { "debug", "info", "warn", "error" };
	enum log_level			level = LOG_INFO;

	for (int i = LOG_DEBUG; i <= LOG_ERROR; i++)
		if (strcmp(c->set.log_level, names[i]) == 0)
			level = (enum log_level)i;
	log_init(level, strcmp(c->set.log_format, "json") == 0 ? LOG_JSON : LOG_TEXT,
	    STDERR_FILENO);
}

size_t
setup_workers(const struct setup *c)
{
	size_t	n = (size_t)c->set.workers;

	if (n == 0)
		n = 2 * (size_t)par_processors();
	return n < SCOREBOARD_SLOTS ? n : SCOREBOARD_SLOTS;
}
