#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "fcgi/live.h"

#define LIVE_PERIOD_US	500000
#define LIVE_RETRY_US	5000000	/* between attempts while there is no model at all */
#define LIVE_OTHERS	2	/* versions asked for by name that stay open */
#define VERSION_DIGITS	16

/* What tells one state of the active version from another. */
struct mark {
	char		dir[PATH_MAX];	/* what the link leads to */
	dev_t		dev;
	ino_t		ino;
	off_t		size;
	struct timespec	mtime;
};

struct other {
	struct model	*model;
	unsigned long	 used;		/* the larger, the later */
};

struct live {
	const char	*directory;
	struct model	*model;
	struct mark	 seen;		/* the last one that was opened or refused */
	char		 trouble[512];
	uint64_t	 next_us;	/* when to look again */
	uint64_t	 retry_us;	/* when to try again what was refused */
	struct other	 others[LIVE_OTHERS];
	unsigned long	 uses;
};

struct live *
live_new(const char *directory)
{
	struct live	*l = calloc(1, sizeof(*l));

	if (l != NULL)
		l->directory = directory;
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

/* RC_NOTFOUND: nothing is active. */
static enum rc
mark_take(const struct live *l, struct mark *m, struct err *e)
{
	char		path[PATH_MAX];
	struct stat	st;
	size_t		n;

	memset(m, 0, sizeof(*m));
	n = (size_t)snprintf(path, sizeof(path), "%s/default", l->directory);
	if (n >= sizeof(path) || realpath(path, m->dir) == NULL ||
	    (n = (size_t)snprintf(path, sizeof(path), "%s/manifest.json", m->dir)) >=
	    sizeof(path) || stat(path, &st) == -1) {
		m->dir[0] = '\0';
		return err_set(e, RC_NOTFOUND, "no model is active in %s: train one, or "
		    "activate a version", l->directory);
	}
	m->dev = st.st_dev;
	m->ino = st.st_ino;
	m->size = st.st_size;
	m->mtime = st.st_mtim;
	return RC_OK;
}

static bool
mark_same(const struct mark *a, const struct mark *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
	    a->mtime.tv_sec == b->mtime.tv_sec && a->mtime.tv_nsec == b->mtime.tv_nsec &&
	    strcmp(a->dir, b->dir) == 0;
}

/* Said once, however often it is found. */
static void
refuse(struct live *l, const struct err *e)
{
	bool	again = strcmp(l->trouble, e->msg) == 0;

	snprintf(l->trouble, sizeof(l->trouble), "%s", e->msg);
	if (again)
		return;
	if (l->model == NULL)
		log_error("model", "%s", e->msg);
	else
		log_error("model", "refused, version %s stays: %s", model_version(l->model),
		    e->msg);
}

void
live_refresh(struct live *l)
{
	struct model	*m = NULL;
	struct mark	 now;
	struct err	 e;
	uint64_t	 t = clock_mono_us();
	enum rc		 rc;

	if (t < l->next_us)
		return;
	l->next_us = t + LIVE_PERIOD_US;
	rc = mark_take(l, &now, &e);
	if (rc == RC_OK && mark_same(&now, &l->seen) && (l->model != NULL || t < l->retry_us))
		return;
	l->seen = now;
	l->retry_us = t + LIVE_RETRY_US;
	if (rc != RC_OK || model_open(&m, now.dir, &e) != RC_OK) {
		refuse(l, &e);
		return;
	}
	model_close(l->model);
	l->model = m;
	l->trouble[0] = '\0';
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
