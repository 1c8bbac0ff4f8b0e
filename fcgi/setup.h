/*
 * What the server is configured with: the settings and the mapping profile, read and checked
 * by the master before it forks, and anew at SIGHUP.  Read-only from then on, but for a mapping
 * that an administrator puts: each process looks for it in the registry.
 */
#ifndef FCGI_SETUP_H
#define FCGI_SETUP_H

#include "core/base/buf.h"
#include "core/base/settings.h"
#include "core/data/db.h"
#include "core/data/erp.h"
#include "core/feat/mapping.h"

struct setup {
	struct settings	 set;
	struct mapping	*mapping;
	int64_t		 mapping_version;	/* core/data/mappings.h; 0: ERP_MAPPING's */
	struct erp_views views;		/* borrowed from the mapping */
	struct buf	 registry_url;
	struct buf	 self, trainer;	/* programs: this one, and the one that trains */
};

/* The caller ends *out with setup_free().  RC_INVAL names the setting. */
enum rc	setup_load(struct setup **out, struct err *e);
void	setup_free(struct setup *c);	/* NULL is fine */
/*
 * Takes the mapping that the registry has now.  *changed: it is another one; the old one is
 * gone, whoever has a connection with its views ends it.  RC_OK: so it is.
 */
enum rc	setup_mapping(struct setup *c, struct db *d, struct arena *a, bool *changed,
	    struct err *e);
void	setup_log(const struct setup *c);	/* set up the log as they say */
/* How many workers: WORKERS, or two a processor. */
size_t	setup_workers(const struct setup *c);

#endif
