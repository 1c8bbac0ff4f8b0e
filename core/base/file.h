/* Files and folders: whole-file reads, durable writes, removal of trees. */
#ifndef CORE_BASE_FILE_H
#define CORE_BASE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"

/* The whole file into b (cleared before), at most `most` bytes.  RC_NOTFOUND, RC_INVAL (too large), RC_IO. */
enum rc	file_read(const char *path, size_t most, struct buf *b, struct err *e);
/* Write, fsync, rename over path, fsync the folder: either the old or the new content. */
enum rc	file_write(const char *path, const void *p, size_t n, struct err *e);
/* mkdir -p with mode 0755. */
enum rc	file_mkdirs(const char *path, struct err *e);
/* rm -r of one folder that we made; a path that is not there is fine.  Follows no links. */
enum rc	file_remove_tree(const char *path, struct err *e);
enum rc	file_sync_dir(const char *path, struct err *e);

#endif
