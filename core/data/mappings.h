/*
 * The mapping profile as an administrator put it: it takes the place of the one that
 * ERP_MAPPING names, for every training and look-up from then on, until it is taken back.  All
 * that ever held are kept, with who and when.
 */
#ifndef CORE_DATA_MAPPINGS_H
#define CORE_DATA_MAPPINGS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/data/db.h"

struct stored_mapping {		/* strings live in the arena */
	int64_t		 version;	/* 0: none was ever put */
	const char	*body;		/* JSON; "": the one that ERP_MAPPING names holds */
	const char	*actor, *at;
};

enum rc	mappings_get(struct db *d, struct arena *a, struct stored_mapping *out, struct err *e);
/* Its version alone. */
enum rc	mappings_version(struct db *d, int64_t *version, struct err *e);
/*
 * Puts body, "" to take it back.  *version: what the caller saw, then the new one.  RC_BUSY: it
 * is no longer that; *version is the current one.
 */
enum rc	mappings_put(struct db *d, const char *body, const char *actor, int64_t *version,
	    struct err *e);

#endif
