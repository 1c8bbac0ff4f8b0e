#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/clock.h"
#include "fcgi/watch.h"

#define WATCH_PERIOD_US	250000
#define WATCH_RETRY_US	5000000

static enum rc
mark_take(const char *directory, struct watch_mark *m, struct err *e)
{
	char		path[PATH_MAX];
	struct stat	st;
	size_t		n;

	memset(m, 0, sizeof(*m));
	n = (size_t)snprintf(path, sizeof(path), "%s/default", directory);
	if (n >= sizeof(path) || realpath(path, m->dir) == NULL ||
	    (n = (size_t)snprintf(path, sizeof(path), "%s/manifest.json", m->dir)) >=
	    sizeof(path) || stat(path, &st) == -1 || !S_ISREG(st.st_mode)) {
		m->dir[0] = '\0';
		return err_set(e, RC_NOTFOUND, "no model is active in %s: train one, or "
		    "activate a version", directory);
	}
	m->dev = st.st_dev;
	m->ino = st.st_ino;
	m->size = st.st_size;
	m->mtime = st.st_mtim;
	return RC_OK;
}

static bool
mark_same(const struct watch_mark *a, const struct watch_mark *b)
{
	return a->dev == b->dev && a->ino == b->ino && a->size == b->size &&
	    a->mtime.tv_sec == b->mtime.tv_sec && a->mtime.tv_nsec == b->mtime.tv_nsec &&
	    strcmp(a->dir, b->dir) == 0;
}

bool
watch_news(struct watch *w, const char *directory, bool again, enum rc *rc, struct err *e)
{
	struct watch_mark	now;
	uint64_t		t = clock_mono_us();
	bool			first = w->next_us == 0;

	if (t < w->next_us)
		return false;
	w->next_us = t + WATCH_PERIOD_US;
	*rc = mark_take(directory, &now, e);
	if (!first && mark_same(&now, &w->seen) && (!again || t < w->retry_us))
		return false;
	w->seen = now;
	w->retry_us = t + WATCH_RETRY_US;
	return true;
}
