/*
 * The model that answers: MODEL_DIRECTORY/default.  A worker of a master takes over what the
 * master's keeper published, at once; a worker on its own watches the manifest itself and maps
 * the files where they lie.  Another version, or a touched one, is put in the place of the old
 * one between two requests.  A version that is refused changes nothing.
 */
#ifndef FCGI_LIVE_H
#define FCGI_LIVE_H

#include "core/base/err.h"
#include "core/model/model.h"
#include "fcgi/keeper.h"

struct live;

/* Both are borrowed; kept NULL: there is no master.  NULL: no memory. */
struct live	*live_new(const char *directory, const struct kept *kept);
void		 live_free(struct live *l);	/* NULL is fine */
/* Between requests only: what live_model() and live_version() gave may end here. */
void		 live_refresh(struct live *l);
/* The active model, NULL while there is none. */
const struct model *live_model(const struct live *l);
/* "" or why there is none, or why the newest one was refused; for operators. */
const char	*live_trouble(const struct live *l);
/* RC_NOTFOUND: nothing is active; RC_CORRUPT: it is damaged; RC_OK: there is no trouble. */
enum rc		 live_why(const struct live *l);
/*
 * A version by its 16 hex digits, kept open for the next question; *out is good until the
 * next call or refresh.  Errors as model_open(); RC_NOTFOUND also for a malformed name.
 */
enum rc		 live_version(struct live *l, const char *version, const struct model **out,
		    struct err *e);

#endif
