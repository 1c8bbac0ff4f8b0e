/*
 * The container of .rml files: named sections of equal elements, each 64-byte aligned, so
 * that a mapped file is used where it lies.  Everything is native-endian and says so.
 *
 *   0  magic "\x89RML\r\n\x1a\n"     8  u32 schema version     12 u32 0x01020304
 *   16 u64 file size                 24 u32 sections           28 u32 0
 *   32 u64 checksum of the table     40 .. 64 zero
 *   64 table: name[32], u64 offset, u64 size, u32 element size, u32 0, u64 checksum
 *
 * A file is hostile until checked: rml_open() holds every offset and size against the file's
 * size, the getters hold every id and offset inside a section against its limit.
 */
#ifndef CORE_MODEL_RML_H
#define CORE_MODEL_RML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/str.h"

#define RML_VERSION	1
#define RML_ALIGN	64
#define RML_SECTIONS	64	/* at most, in one file */
#define RML_NAME	32	/* with the NUL */
#define RML_NONE	UINT32_MAX	/* "no id" in a section of ids */

struct rml_section {
	char		name[RML_NAME];
	uint64_t	offset, size;
	uint32_t	elem, zero;
	uint64_t	checksum;	/* hash64 of its bytes */
};

/* Writing.  Sections are borrowed until rml_end(), and written in the order added. */
struct rml_writer {
	size_t			 n;
	struct rml_section	 table[RML_SECTIONS];
	const void		*data[RML_SECTIONS];
};

void	rml_begin(struct rml_writer *w);
void	rml_add(struct rml_writer *w, const char *name, const void *p, size_t elem,
	    size_t count);
/* Appends the whole file to out, which was empty.  RC_NOMEM. */
enum rc	rml_end(const struct rml_writer *w, struct buf *out, struct err *e);

/* Reading: a view of bytes that outlive it. */
struct rml {
	const char			*name;	/* for messages */
	const uint8_t			*p;
	size_t				 size, n;
	const struct rml_section	*table;
};

/*
 * p is aligned to 8 bytes at least.  checksums: also verify those of the sections (whoever
 * held the file against its SHA-256 need not).  RC_CORRUPT names the file and the fault.
 */
enum rc	rml_open(struct rml *r, const char *name, const void *p, size_t size, bool checksums,
	    struct err *e);
/* The section's elements, borrowed.  RC_CORRUPT: not there, or of another size. */
enum rc	rml_get(const struct rml *r, const char *section, size_t elem, const void **out,
	    size_t *count, struct err *e);
/* As rml_get(), with exactly `count` elements. */
enum rc	rml_get_n(const struct rml *r, const char *section, size_t elem, size_t count,
	    const void **out, struct err *e);
/* u32 ids, each below limit or, with none allowed, RML_NONE. */
enum rc	rml_get_ids(const struct rml *r, const char *section, size_t count, size_t limit,
	    bool none, const uint32_t **out, struct err *e);
/* count + 1 ascending u32 positions, from 0 to total. */
enum rc	rml_get_spans(const struct rml *r, const char *section, size_t count, size_t total,
	    const uint32_t **out, struct err *e);

/* Texts by number: sections "<name>" (u32 ends) and "<name>.txt". */
struct rml_texts {
	size_t		 n;
	const uint32_t	*end;	/* n + 1; text i is [end[i], end[i + 1]) */
	const char	*txt;
};
enum rc		rml_get_texts(const struct rml *r, const char *section, struct rml_texts *out,
		    struct err *e);
struct str	rml_text(const struct rml_texts *t, uint32_t id);	/* NULL str for RML_NONE */

#endif
