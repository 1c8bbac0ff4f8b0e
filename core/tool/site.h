/*
 * What a command works with: settings, mapping profile, registry, ERP, active model; each
 * opened when it is asked for.
 */
#ifndef CORE_TOOL_SITE_H
#define CORE_TOOL_SITE_H

#include <json-c/json.h>

#include "core/base/err.h"
#include "core/base/rows.h"
#include "core/base/settings.h"
#include "core/data/db.h"
#include "core/data/erp.h"
#include "core/feat/mapping.h"
#include "core/model/model.h"

struct site {
	struct settings	 settings;
	struct mapping	*mapping;	/* with the settings' view names put in */
	struct db	*registry;
	struct erp	*erp;
};

/* Loads the settings, checks what `needs` (enum settings_need) names, starts the log. */
enum rc	site_open(struct site *s, unsigned needs, struct err *e);
void	site_close(struct site *s);

/* Each opens once; *s owns what it opened. */
enum rc	site_mapping(struct site *s, struct err *e);
/*
 * Puts operators' decisions about item columns (core/data/columns.h) into the mapping.  *told
 * (NULL is fine): what they are, {"version","columns":{…}}, the caller's.
 */
enum rc	site_columns(struct site *s, struct json_object **told, struct err *e);
enum rc	site_erp(struct site *s, struct err *e);
/* RC_BUSY: the schema is not this program's; `routing-ml db migrate` brings it up. */
enum rc	site_registry(struct site *s, struct err *e);

/* A version by name, label, or "" for the active one.  The caller ends it with model_close(). */
enum rc	site_model(struct site *s, const char *name, struct model **out, struct err *e);

/*
 * The three ERP views as row sources, each on a connection of its own, so that they can be
 * open together.  *work is NULL where the site has none.  The caller ends *v in any case.
 */
struct site_views {
	struct erp	*erp[3];
	struct rows	*items, *routings, *work;
	const char	*sql[3];	/* query texts; NULL: none */
};
enum rc	site_views_open(struct site *s, struct site_views *v, struct err *e);
/* The same whatever columns they have: for whoever makes a mapping profile or checks one. */
enum rc	site_views_open_any(struct site *s, struct site_views *v, struct err *e);
void	site_views_close(struct site_views *v);

#endif
