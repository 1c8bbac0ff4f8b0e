#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/model/rml.h"

#define ORDER	0x01020304u

static const char	magic[8] = { '\x89', 'R', 'M', 'L', '\r', '\n', '\x1a', '\n' };

struct header {
	char		magic[8];
	uint32_t	version, order;
	uint64_t	size;
	uint32_t	sections, zero;
	uint64_t	checksum;
	uint8_t		rest[24];
};

_Static_assert(sizeof(struct header) == 64, "the header is 64 bytes");
_Static_assert(sizeof(struct rml_section) == 64, "a table entry is 64 bytes");

static uint64_t
aligned(uint64_t n)
{
	return (n + RML_ALIGN - 1) / RML_ALIGN * RML_ALIGN;
}

void
rml_begin(struct rml_writer *w)
{
	memset(w, 0, sizeof(*w));
}

void
rml_add(struct rml_writer *w, const char *name, const void *p, size_t elem, size_t count)
{
	struct rml_section	*s;

	if (w->n == RML_SECTIONS)	/* rml_end() will say so */
		return;
	s = &w->table[w->n];
	snprintf(s->name, sizeof(s->name), "%s", name);
	s->size = (uint64_t)elem * count;
	s->elem = (uint32_t)elem;
	s->checksum = hash64(p, s->size, 0);
	w->data[w->n++] = p;
}

enum rc
rml_end(const struct rml_writer *w, struct buf *out, struct err *e)
{
	static const char	zeros[RML_ALIGN];
	struct rml_section	table[RML_SECTIONS];
	struct header		h = { .version = RML_VERSION, .order = ORDER };
	uint64_t		at = sizeof(h) + w->n * sizeof(table[0]);

	if (w->n == RML_SECTIONS)
		return err_set(e, RC_INVAL, "a model file has at most %d sections",
		    RML_SECTIONS - 1);
	memcpy(table, w->table, w->n * sizeof(table[0]));
	for (size_t i = 0; i < w->n; i++) {
		table[i].offset = at;
		at += aligned(table[i].size);
	}
	memcpy(h.magic, magic, sizeof(h.magic));
	h.size = at;
	h.sections = (uint32_t)w->n;
	h.checksum = hash64(table, w->n * sizeof(table[0]), at);
	buf_add(out, &h, sizeof(h));
	buf_add(out, table, w->n * sizeof(table[0]));
	for (size_t i = 0; i < w->n; i++) {
		if (table[i].size > 0)
			buf_add(out, w->data[i], table[i].size);
		buf_add(out, zeros, aligned(table[i].size) - table[i].size);
	}
	if (!buf_ok(out))
		return err_set(e, RC_NOMEM, "no memory for a model file");
	return RC_OK;
}

static enum rc
header_check(const struct header *h, const char *name, size_t size, struct err *e)
{
	static const uint8_t	zeros[sizeof(h->rest)];

	if (memcmp(h->magic, magic, sizeof(magic)) != 0)
		return err_set(e, RC_CORRUPT, "%s: not a model file", name);
	if (h->order != ORDER)
		return err_set(e, RC_CORRUPT, "%s: written on a machine of another byte order",
		    name);
	if (h->version != RML_VERSION)
		return err_set(e, RC_CORRUPT, "%s: schema version %u, this program reads %d",
		    name, h->version, RML_VERSION);
	if (h->size != size)
		return err_set(e, RC_CORRUPT, "%s: %zu bytes, but it was written with %llu", name,
		    size, (unsigned long long)h->size);
	if (h->sections >= RML_SECTIONS || h->zero != 0 ||
	    memcmp(h->rest, zeros, sizeof(zeros)) != 0 ||
	    (size - sizeof(*h)) / sizeof(struct rml_section) < h->sections)
		return err_set(e, RC_CORRUPT, "%s: the header is damaged", name);
	if (h->checksum != hash64(h + 1, h->sections * sizeof(struct rml_section), h->size))
		return err_set(e, RC_CORRUPT, "%s: the section table is damaged", name);
	return RC_OK;
}

static enum rc
section_check(const struct rml *r, const struct rml_section *s, uint64_t at, bool checksums,
    struct err *e)
{
	if (memchr(s->name, '\0', sizeof(s->name)) == NULL || s->zero != 0 || s->elem == 0 ||
	    s->size % s->elem != 0)
		return err_set(e, RC_CORRUPT, "%s: the section table is damaged", r->name);
	if (s->offset != at || s->size > r->size - at || aligned(s->size) > r->size - at)
		return err_set(e, RC_CORRUPT, "%s: section %s does not fit", r->name, s->name);
	if (!checksums)
		return RC_OK;
	if (hash64(r->p + s->offset, s->size, 0) != s->checksum)
		return err_set(e, RC_CORRUPT, "%s: section %s is damaged", r->name, s->name);
	for (uint64_t i = s->size; i < aligned(s->size); i++)
		if (r->p[s->offset + i] != 0)
			return err_set(e, RC_CORRUPT, "%s: damaged behind section %s", r->name,
			    s->name);
	return RC_OK;
}

enum rc
rml_open(struct rml *r, const char *name, const void *p, size_t size, bool checksums,
    struct err *e)
{
	const struct header	*h = p;
	uint64_t		 at;
	enum rc			 rc;

	memset(r, 0, sizeof(*r));
	if (size < sizeof(*h))
		return err_set(e, RC_CORRUPT, "%s: cut off", name);
	if ((rc = header_check(h, name, size, e)) != RC_OK)
		return rc;
	r->name = name;
	r->p = p;
	r->size = size;
	r->n = h->sections;
	r->table = (const struct rml_section *)(const void *)(r->p + sizeof(*h));
	at = sizeof(*h) + r->n * sizeof(r->table[0]);
	for (size_t i = 0; i < r->n; i++) {
		if ((rc = section_check(r, &r->table[i], at, checksums, e)) != RC_OK)
			return rc;
		at += aligned(r->table[i].size);
	}
	if (at != size)
		return err_set(e, RC_CORRUPT, "%s: something stands behind the last section", name);
	return RC_OK;
}

enum rc
rml_get(const struct rml *r, const char *section, size_t elem, const void **out,
    size_t *count, struct err *e)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct rml_section	*s = &r->table[i];

		if (strcmp(s->name, section) != 0)
			continue;
		if (s->elem != elem)
			return err_set(e, RC_CORRUPT, "%s: section %s has elements of %u bytes, "
			    "not %zu", r->name, section, s->elem, elem);
		*out = r->p + s->offset;
		*count = s->size / elem;
		return RC_OK;
	}
	return err_set(e, RC_CORRUPT, "%s: section %s is missing", r->name, section);
}

enum rc
rml_get_n(const struct rml *r, const char *section, size_t elem, size_t count,
    const void **out, struct err *e)
{
	size_t	n;
	enum rc	rc;

	if ((rc = rml_get(r, section, elem, out, &n, e)) == RC_OK && n != count)
		rc = err_set(e, RC_CORRUPT, "%s: section %s has %zu elements, not %zu", r->name,
		    section, n, count);
	return rc;
}

enum rc
rml_get_ids(const struct rml *r, const char *section, size_t count, size_t limit, bool none,
    const uint32_t **out, struct err *e)
{
	const void	*p;
	enum rc		 rc;

	if ((rc = rml_get_n(r, section, sizeof(**out), count, &p, e)) != RC_OK)
		return rc;
	*out = p;
	for (size_t i = 0; i < count; i++)
		if ((*out)[i] >= limit && !(none && (*out)[i] == RML_NONE))
			return err_set(e, RC_CORRUPT, "%s: section %s points outside", r->name,
			    section);
	return RC_OK;
}

enum rc
rml_get_spans(const struct rml *r, const char *section, size_t count, size_t total,
    const uint32_t **out, struct err *e)
{
	const void	*p;
	enum rc		 rc;

	if ((rc = rml_get_n(r, section, sizeof(**out), count + 1, &p, e)) != RC_OK)
		return rc;
	*out = p;
	for (size_t i = 0; i < count; i++)
		if ((*out)[i] > (*out)[i + 1])
			return err_set(e, RC_CORRUPT, "%s: section %s goes backwards", r->name,
			    section);
	if ((*out)[0] != 0 || (*out)[count] != total)
		return err_set(e, RC_CORRUPT, "%s: section %s does not cover its data", r->name,
		    section);
	return RC_OK;
}

enum rc
rml_get_texts(const struct rml *r, const char *section, struct rml_texts *out, struct err *e)
{
	char		 name[RML_NAME + 4];
	const void	*p;
	size_t		 n, bytes;
	enum rc		 rc;

	snprintf(name, sizeof(name), "%s.txt", section);
	if ((rc = rml_get(r, name, 1, &p, &bytes, e)) != RC_OK)
		return rc;
	out->txt = p;
	if ((rc = rml_get(r, section, sizeof(uint32_t), &p, &n, e)) != RC_OK)
		return rc;
	if (n == 0)
		return err_set(e, RC_CORRUPT, "%s: section %s is empty", r->name, section);
	out->n = n - 1;
	return rml_get_spans(r, section, out->n, bytes, &out->end, e);
}

struct str
rml_text(const struct rml_texts *t, uint32_t id)
{
	struct str	s = { NULL, 0 };

	if (id < t->n) {
		s.s = t->txt + t->end[id];
		s.len = t->end[id + 1] - t->end[id];
	}
	return s;
}
