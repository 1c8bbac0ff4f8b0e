/* What the tables of the registry have in common: labels, cells, lists. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/str.h"
#include "core/data/db_priv.h"
#include "core/data/registry_priv.h"

/*
 * Letters of other scripts are all code points that are no ASCII, no blank, no control
 * character, no punctuation of Unicode's general and full-width blocks.
 */
static bool
is_foreign_letter(uint32_t c)
{
	return c >= 0xc0 && c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c < 0x2c00) &&
	    !(c >= 0x3000 && c < 0x3040) && !(c >= 0xd800 && c < 0xf900) &&
	    !(c >= 0xfe00 && c < 0x10000 && !(c >= 0xff21 && c <= 0xff3a) &&
	    !(c >= 0xff41 && c <= 0xff5a) && !(c >= 0xff66 && c <= 0xffdc)) &&
	    c < 0xe0000 && !(c >= 0x1f000 && c < 0x20000) && c != 0xfffd;
}

static bool
is_alnum(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    is_foreign_letter(c);
}

enum rc
registry_label_check(const char *label, struct err *e)
{
	size_t	n = label == NULL ? 0 : strlen(label), chars = 0;

	for (size_t i = 0; i < n; chars++) {
		uint32_t	c = utf8_next(label, n, &i);

		if (is_alnum(c) || (chars > 0 && (c == '.' || c == '_' || c == '-')))
			continue;
		return err_field(e, "version_label", "a label is made of letters, digits, '.', "
		    "'_' and '-', and begins with a letter or digit");
	}
	if (chars < 1 || chars > 64)
		return err_field(e, "version_label", "a label has 1 to 64 characters");
	return RC_OK;
}

const char *
cell_text(struct arena *a, struct str s)
{
	return s.s == NULL ? "" : arena_strndup(a, s.s, s.len);
}

int64_t
cell_int(struct str s)
{
	int64_t	i = 0;

	return s.s != NULL && str_int64(s, &i) ? i : 0;
}

double
cell_real(struct str s)
{
	double	v = 0;

	return s.s != NULL && str_double(s, &v) ? v : 0;
}

struct db_value
text_or_empty(const char *s)
{
	return db_text(s != NULL ? s : "");
}

enum rc
registry_begin(struct db *d, struct err *e)
{
	enum rc	rc = RC_OK;

	if (d->depth == 0 && (rc = db_begin(d, e)) == RC_OK &&
	    (rc = dialect_lock(d, "routing-ml.registry", e)) != RC_OK)
		db_rollback(d);
	d->depth += rc == RC_OK;
	return rc;
}

enum rc
finish(struct db *d, enum rc rc, struct err *e)
{
	if (--d->depth > 0)
		return rc;
	if (rc == RC_OK)
		rc = db_commit(d, e);
	else
		db_rollback(d);
	return rc;
}

enum rc
read_list(struct db *d, const char *sql, const struct db_value *v, size_t n, size_t limit,
    size_t size, enum rc (*take)(const struct rows *r, struct arena *a, void *out,
    struct err *e), struct arena *a, void **out, size_t *count, struct err *e)
{
	struct rows	*r = NULL;
	char		*list = NULL, *p;
	size_t		 cap = 0, have = 0;
	bool		 more = limit > 0;
	enum rc		 rc;

	*out = NULL;
	*count = 0;
	if ((rc = db_query(d, sql, v, n, &r, e)) != RC_OK)
		return rc;
	while (have < limit && (rc = rows_next(r, &more, e)) == RC_OK && more) {
		if (have == cap) {
			cap = cap == 0 ? 16 : cap * 2;
			if ((p = realloc(list, cap * size)) == NULL) {
				rc = err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
				break;
			}
			list = p;
		}
		memset(list + have * size, 0, size);
		if ((rc = take(r, a, list + have * size, e)) != RC_OK)
			break;
		have++;
	}
	rows_close(r);
	if (rc == RC_OK && have != 0) {
		if ((*out = arena_alloc(a, have * size)) == NULL)
			rc = err_set(e, RC_NOMEM, "%s: no memory", db_name(d));
		else
			memcpy(*out, list, have * size);
	}
	if (rc == RC_OK)
		*count = have;
	free(list);
	return rc;
}
