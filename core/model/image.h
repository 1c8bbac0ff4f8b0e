/*
 * A version in memory that nobody can change: its files, each held against the manifest while
 * it was copied, in one sealed memory file (memfd).  Whoever maps it shares the one copy; what
 * happens to the files in the folder afterwards, a cut or a flipped bit, reaches no reader.
 */
#ifndef CORE_MODEL_IMAGE_H
#define CORE_MODEL_IMAGE_H

#include "core/base/err.h"
#include "core/model/model.h"

/* An empty memory file, open for writing; the caller closes it.  RC_IO. */
enum rc	model_image_new(int *fd, struct err *e);
/*
 * Copy dir's version into it and seal it.  Errors as model_open(); a version that is damaged
 * inside, though it is what the manifest says, shows only in model_image_open().
 */
enum rc	model_image_fill(int fd, const char *dir, struct err *e);
/* The model in it; fd may be closed at once.  RC_CORRUPT: it is no image. */
enum rc	model_image_open(struct model **out, int fd, struct err *e);

#endif
