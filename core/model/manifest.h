/*
 * manifest.json: what a version consists of.  Its content hash is SHA-256 over the lines
 * "<name> <sha256>\n", sorted by name, of the .rml files and feature_weights.json: what
 * fitting decides.  Reports, which hold times of day, are listed but not in the hash.
 */
#ifndef CORE_MODEL_MANIFEST_H
#define CORE_MODEL_MANIFEST_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/hash.h"

#define MANIFEST_SCHEMA	1
#define MANIFEST_FILES	32	/* at most */
#define MANIFEST_NAME	64

struct manifest_file {
	char		name[MANIFEST_NAME];
	char		sha256[SHA256_HEX];
	uint64_t	bytes;
};

struct manifest {
	char			version[17], sha256[SHA256_HEX];
	size_t			nfiles;
	struct manifest_file	file[MANIFEST_FILES];
};

/* Reads and checks dir/manifest.json, its hash included.  RC_NOTFOUND: none there; RC_CORRUPT. */
enum rc	manifest_read(struct manifest *m, const char *dir, struct err *e);
/* The file of that name, or NULL. */
const struct manifest_file *manifest_file(const struct manifest *m, const char *name);

/* Adds one (RC_INVAL: too many, or a name with a slash); then manifest_seal() hashes. */
enum rc	manifest_add(struct manifest *m, const char *name, const char *sha256, uint64_t bytes,
	    struct err *e);
void	manifest_seal(struct manifest *m);
/*
 * Writes dir/manifest.json, durably.  label: "" for none; data: the training data's snapshot
 * (borrowed), NULL for none.
 */
enum rc	manifest_write(const struct manifest *m, const char *dir, const char *label,
	    struct json_object *data, struct err *e);

#endif
