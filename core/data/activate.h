/*
 * Making a version live: the registry's activation and the link MODEL_DIRECTORY/default, the
 * link switched atomically (symlink, rename) after the registry has committed.  by: who does it,
 * as an audit entry has actor, source, address and request_id; its row is one transaction with
 * the activation.
 */
#ifndef CORE_DATA_ACTIVATE_H
#define CORE_DATA_ACTIVATE_H

#include "core/base/err.h"
#include "core/data/audit.h"
#include "core/data/db.h"

/* name: a version or label.  RC_NOTFOUND: unknown, or its folder is not there. */
enum rc	activate_version(struct db *d, const char *model_directory, const char *name,
	    const struct audit_entry *by, const char *reason, char version[17], struct err *e);
/*
 * Back to the version that was live before the present one.  The history works as a stack of
 * distinct versions: activating puts a version on top (and takes it from further down),
 * rolling back takes the top off.  So a second rollback goes further back, never to the
 * version that the first one left.  Versions removed since are passed over.
 * RC_NOTFOUND: nothing is left to go back to, or its folder is not there.
 */
enum rc	activate_rollback(struct db *d, const char *model_directory,
	    const struct audit_entry *by, const char *reason, char version[17], struct err *e);

#endif
