#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "fcgi/live.h"
#include "fcgi/watch.h"

#define LIVE_RETRY_US	250000	/* between attempts at what the master says is good */
#define LIVE_OTHERS	2	/* versions asked for by name that stay open */
#define VERSION_DIGITS	16

struct other {
	struct model	*model;
	unsigned long	 used;		/* the larger, the later */
};

struct live {
	const char	*directory;
	const struct kept *kept;	/* NULL: we watch ourselves */
	struct kept_view view;		/* the last one that was taken over */
	uint64_t	 number;	/* of the image that model is */
	uint64_t	 retry_us;
	struct watch	 watch;
	struct model	*model;
	enum rc		 why;
	char		 trouble[512];
	struct other	 others[LIVE_OTHERS];
	unsigned long	 uses;
};

struct live *
live_new(const char *directory, const struct kept *kept)
{
	struct live	*l = calloc(1, sizeof(*l));

	if (l != NULL) {
		l->directory = directory;
		l->kept = kept;
	}
	return l;
}

void
live_free(struct live *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < LIVE_OTHERS; i++)
		model_close(l->others[i].model);
	model_close(l->model);
	free(l);
}

/* Said once, however often it is found. */
static void
refuse(struct live *l, const struct err *e)
{
	bool	again = strcmp(l->trouble, e->msg) == 0;

	l->why = e->rc;
	snprintf(l->trouble, sizeof(l->trouble), "%s", e->msg);
	if (again)
		return;
	if (l->model == NULL)
		log_error("model", "%s", e->msg);
	else
		log_error("model", "refused, version %s stays: %s", model_version(l->model),
		    e->msg);
}

static void
replace(struct live *l, struct model *m)
{
	model_close(l->model);
	l->model = m;
	l->why = RC_OK;
	l->trouble[0] = '\0';
}

/* As the master says, which has checked it and logged what there is to log. */
static void
follow(struct live *l)
{
	struct kept_view v;
	struct model	*m = NULL;
	struct err	 e;
	uint64_t	 t;

	if (kept_same(l->kept, &l->view) || (t = clock_mono_us()) < l->retry_us ||
	    !kept_read(l->kept, &v))
		return;
	if (v.number != l->number) {
		if (kept_open(l->kept, &v, &m, &e) != RC_OK) {
			l->retry_us = t + LIVE_RETRY_US;
			if (!kept_same(l->kept, &v))
				l->retry_us = 0;
			else
				refuse(l, &e);
			return;
		}
		replace(l, m);
		l->number = v.number;
	}
	l->why = v.why;
	memcpy(l->trouble, v.trouble, sizeof(l->trouble));
	l->view = v;
}

void
live_refresh(struct live *l)
{
	struct model	*m = NULL;
	struct err	 e;
	enum rc		 rc;

	if (l->kept != NULL) {
		follow(l);
		return;
	}
	if (!watch_news(&l->watch, l->directory, l->model == NULL, &rc, &e))
		return;
	if (rc != RC_OK || model_open(&m, l->watch.seen.dir, &e) != RC_OK) {
		refuse(l, &e);
		return;
	}
	replace(l, m);
	log_info("model", "version %s is live", model_version(m));
}

const struct model *
live_model(const struct live *l)
{
	return l->model;
}

const char *
live_trouble(const struct live *l)
{
	return l->trouble;
}

enum rc
live_why(const struct live *l)
{
	return l->why;
}

enum rc
live_version(struct live *l, const char *version, const struct model **out, struct err *e)
{
	struct other	*slot = &l->others[0];
	struct model	*m;
	char		 path[PATH_MAX];
	enum rc		 rc;

	*out = NULL;
	if (strlen(version) != VERSION_DIGITS ||
	    strspn(version, "0123456789abcdef") != VERSION_DIGITS)
		return err_set(e, RC_NOTFOUND, "there is no version of that name");
	if (l->model != NULL && strcmp(model_version(l->model), version) == 0) {
		*out = l->model;
		return RC_OK;
	}
	for (struct other *o = l->others; o < l->others + LIVE_OTHERS; o++) {
		if (o->model != NULL && strcmp(model_version(o->model), version) == 0) {
			o->used = ++l->uses;
			*out = o->model;
			return RC_OK;
		}
		if (o->used < slot->used)
			slot = o;
	}
	if ((size_t)snprintf(path, sizeof(path), "%s/%s", l->directory, version) >= sizeof(path))
		return err_set(e, RC_NOTFOUND, "MODEL_DIRECTORY's path is too long");
	if ((rc = model_open(&m, path, e)) != RC_OK)
		return rc;
	model_close(slot->model);
	slot->model = m;
	slot->used = ++l->uses;
	*out = m;
	return RC_OK;
}
