/* What audit.c and audit_verify.c share. */
#ifndef CORE_DATA_AUDIT_PRIV_H
#define CORE_DATA_AUDIT_PRIV_H

#include "core/base/rows.h"
#include "core/data/audit.h"

/* A row: its id, its texts, its hash. */
#define AUDIT_TEXTS	11
#define AUDIT_COLUMNS	"id, at, actor, source, address, action, subject, model, request_id, " \
	"before_json, after_json, detail, hash"

/* The hash of a row with that id and those texts behind the one with the hash `before`. */
void	audit_link(const char *before, int64_t id, const struct str text[AUDIT_TEXTS],
	    char out[SHA256_HEX]);
/* The chain's end as it is stored.  RC_NOTFOUND: it is gone. */
enum rc	audit_head(struct db *d, struct audit_note *out, struct err *e);

#endif
