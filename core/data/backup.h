/* A copy of a SQLite database while others write to it. */
#ifndef CORE_DATA_BACKUP_H
#define CORE_DATA_BACKUP_H

#include "core/base/err.h"
#include "core/data/db.h"

/*
 * Copies d as of one moment to path, which is not there yet, readable by its owner alone, and
 * checks the copy (PRAGMA integrity_check).  RC_INVAL: d is no SQLite database, or path is there;
 * RC_CORRUPT: the copy is damaged, so d is; RC_IO.  But for RC_OK nothing is left at path.
 */
enum rc	backup_make(struct db *d, const char *path, struct err *e);

#endif
