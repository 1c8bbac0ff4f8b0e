/*
 * A model version: a folder of .rml files (rml.h) with manifest.json.  Opened, it is mapped
 * read-only; every file was held against the manifest before, so what model_open() gives is
 * whole.  Immutable and position-independent: any number of readers, any process.
 */
#ifndef CORE_MODEL_MODEL_H
#define CORE_MODEL_MODEL_H

#include "core/base/err.h"

struct model;

/*
 * dir: MODEL_DIRECTORY/<version> or a link to it.  RC_NOTFOUND: no manifest there;
 * RC_CORRUPT: a file is missing, cut, changed or not of this schema (the message says which).
 * The caller ends *out with model_close().
 */
enum rc		 model_open(struct model **out, const char *dir, struct err *e);
void		 model_close(struct model *m);	/* NULL is fine */
const char	*model_version(const struct model *m);	/* 16 hex digits of the content hash */
const char	*model_sha256(const struct model *m);	/* the whole content hash, hex */

#endif
