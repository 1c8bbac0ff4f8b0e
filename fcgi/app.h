/*
 * What one worker owns: its connections, its models, its configuration.  Connections are
 * opened after fork, when first needed, and opened anew once when they turn out to be lost;
 * while a server is away, requests are told so at once and it is tried again soon.
 */
#ifndef FCGI_APP_H
#define FCGI_APP_H

#include <stdint.h>

#include "core/auth/auth.h"
#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/item.h"
#include "core/data/db.h"
#include "core/data/erp.h"
#include "fcgi/link.h"
#include "fcgi/live.h"
#include "fcgi/setup.h"

struct app_check {		/* one line of /health/ready */
	bool		ok;
	char		detail[200];
	uint64_t	at_us;		/* when it was made; 0: never */
};

enum { CHECK_MODEL, CHECK_REGISTRY, CHECK_ERP, CHECK_LDAP, CHECK_COUNT };

struct app {
	struct setup		*setup;		/* this process's copy */
	struct scoreboard	*board;		/* shared by all workers */
	uint64_t		 mapping_us;	/* when the registry was last asked for one */
	struct auth_config	 auth;
	struct negotiate	*negotiate;	/* NULL: no Kerberos */
	struct directory	*directory;	/* NULL: there is none, or its settings are wrong */
	struct arena		*arena;		/* the request's; reset behind it */
	struct live		*live;
	struct db		*db;		/* the registry; NULL while not open */
	struct erp		*erp;		/* NULL while not open */
	struct link		 db_link, erp_link;
	struct item_source	 items;		/* the ERP's items, by way of app_erp() */
	struct app_check	 checks[CHECK_COUNT];
};

/*
 * c, kept and board are borrowed and outlive *a; kept: see live_new(); slot: the worker's line
 * of the board.  The caller ends *a with app_fini().
 */
enum rc	app_init_child(struct app *a, struct setup *c, const struct kept *kept,
	    struct scoreboard *board, size_t slot, struct err *e);
void	app_fini(struct app *a);

/* Before each request: takes a mapping that was put meanwhile, within a second. */
void	app_begin(struct app *a);
/* The registry.  RC_IO: it is away, or its schema is not this program's. */
enum rc	app_db(struct app *a, struct db **out, struct err *e);
/* It failed under our hands: close it, so that app_db() opens it anew. */
void	app_db_lost(struct app *a);
/* The ERP.  RC_IO: it is away or not configured. */
enum rc	app_erp(struct app *a, struct erp **out, struct err *e);
void	app_erp_lost(struct app *a);
/* A request failed with RC_IO: close what may be to blame for it, to be opened anew. */
void	app_failed(struct app *a);
/*
 * What a question to it came to.  A view or column that is missing is no client's fault: all
 * but RC_OK and RC_NOMEM becomes RC_IO, and app_erp() opens it anew and finds out.
 */
enum rc	app_erp_result(struct app *a, enum rc rc, struct err *e);

/*
 * The model a request wants: name NULL for the active one, else a version or label.
 * RC_NOTFOUND: there is none of that name; RC_IO: nothing is active.
 */
enum rc	app_model(struct app *a, const char *name, const struct model **out, struct err *e);

#endif
