#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/model/manifest.h"

#define MANIFEST_MOST	(1 << 20)	/* bytes that we read of it */

static bool
is_hex(const char *s)
{
	return strlen(s) == SHA256_HEX - 1 && strspn(s, "0123456789abcdef") == SHA256_HEX - 1;
}

/* Decided by fitting alone, so in the hash? */
static bool
is_content(const char *name)
{
	size_t	n = strlen(name);

	return (n > 4 && strcmp(name + n - 4, ".rml") == 0) ||
	    strcmp(name, "feature_weights.json") == 0;
}

const struct manifest_file *
manifest_file(const struct manifest *m, const char *name)
{
	for (size_t i = 0; i < m->nfiles; i++)
		if (strcmp(m->file[i].name, name) == 0)
			return &m->file[i];
	return NULL;
}

enum rc
manifest_add(struct manifest *m, const char *name, const char *sha256, uint64_t bytes,
    struct err *e)
{
	struct manifest_file	*f = &m->file[m->nfiles];

	if (m->nfiles == MANIFEST_FILES || name[0] == '\0' || name[0] == '.' ||
	    strlen(name) >= MANIFEST_NAME || strchr(name, '/') != NULL || !is_hex(sha256) ||
	    manifest_file(m, name) != NULL)
		return err_set(e, RC_INVAL, "a manifest cannot hold the file %.80s", name);
	snprintf(f->name, sizeof(f->name), "%s", name);
	snprintf(f->sha256, sizeof(f->sha256), "%s", sha256);
	f->bytes = bytes;
	m->nfiles++;
	return RC_OK;
}

static int
file_cmp(const void *a, const void *b)
{
	return strcmp(((const struct manifest_file *)a)->name,
	    ((const struct manifest_file *)b)->name);
}

void
manifest_seal(struct manifest *m)
{
	struct sha256	s;
	uint8_t		raw[SHA256_SIZE];

	if (m->nfiles > 0)
		qsort(m->file, m->nfiles, sizeof(m->file[0]), file_cmp);
	sha256_init(&s);
	for (size_t i = 0; i < m->nfiles; i++) {
		const struct manifest_file	*f = &m->file[i];

		if (!is_content(f->name))
			continue;
		sha256_add(&s, f->name, strlen(f->name));
		sha256_add(&s, " ", 1);
		sha256_add(&s, f->sha256, SHA256_HEX - 1);
		sha256_add(&s, "\n", 1);
	}
	sha256_end(&s, raw);
	sha256_hex(raw, m->sha256);
	snprintf(m->version, sizeof(m->version), "%.16s", m->sha256);
}

static enum rc
parse(struct manifest *m, struct json_object *o, struct err *e)
{
	struct json_object	*files, *f;
	const char		*version, *sha256, *name, *hex;
	int64_t			 schema, bytes;
	enum rc			 rc;

	if ((rc = json_int(o, "schema_version", true, 0, INT32_MAX, &schema, e)) != RC_OK)
		return rc;
	if (schema != MANIFEST_SCHEMA)
		return err_set(e, RC_CORRUPT, "manifest.json has schema version %lld, this "
		    "program reads %d", (long long)schema, MANIFEST_SCHEMA);
	if ((rc = json_str(o, "version", true, &version, e)) != RC_OK ||
	    (rc = json_str(o, "sha256", true, &sha256, e)) != RC_OK ||
	    (rc = json_sub(o, "files", true, json_type_array, &files, e)) != RC_OK)
		return rc;
	for (size_t i = 0; i < json_object_array_length(files); i++) {
		f = json_object_array_get_idx(files, i);
		if (!json_object_is_type(f, json_type_object))
			return err_set(e, RC_INVAL, "files[%zu] is no object", i);
		if ((rc = json_str(f, "name", true, &name, e)) != RC_OK ||
		    (rc = json_str(f, "sha256", true, &hex, e)) != RC_OK ||
		    (rc = json_int(f, "bytes", true, 0, INT64_MAX, &bytes, e)) != RC_OK ||
		    (rc = manifest_add(m, name, hex, (uint64_t)bytes, e)) != RC_OK)
			return rc;
	}
	manifest_seal(m);
	if (strcmp(version, m->version) != 0 || strcmp(sha256, m->sha256) != 0)
		return err_set(e, RC_INVAL, "its version is not the hash of its files");
	return RC_OK;
}

enum rc
manifest_read(struct manifest *m, const char *dir, struct err *e)
{
	struct json_object	*o = NULL;
	char			*path;
	enum rc			 rc;

	memset(m, 0, sizeof(*m));
	if (asprintf(&path, "%s/manifest.json", dir) == -1)
		return err_set(e, RC_NOMEM, "no memory for a path");
	if ((rc = json_read(&o, path, MANIFEST_MOST, e)) == RC_OK)
		rc = parse(m, o, e);
	if (rc == RC_INVAL) {	/* it is stored data, not somebody's input */
		char	msg[sizeof(((struct err *)0)->msg)];

		snprintf(msg, sizeof(msg), "%s", e == NULL ? "" : e->msg);
		rc = err_set(e, RC_CORRUPT, "%s is damaged: %.300s", path, msg);
	} else if (rc != RC_OK)
		rc = e == NULL ? rc : err_prefix(e, "%s", path);
	json_object_put(o);
	free(path);
	return rc;
}

static struct json_object *
manifest_json(const struct manifest *m, const char *label, struct json_object *data)
{
	struct json_object	*o = json_object_new_object();
	struct json_object	*files = json_object_new_array();
	char			 now[CLOCK_RFC3339_SIZE];

	clock_rfc3339(now);
	json_put_int(o, "schema_version", MANIFEST_SCHEMA);
	json_put_str(o, "version", m->version);
	json_put_str(o, "sha256", m->sha256);
	json_put_str(o, "label", label[0] == '\0' ? NULL : label);
	json_put_str(o, "created_at", now);
	for (size_t i = 0; i < m->nfiles; i++) {
		struct json_object	*f = json_object_new_object();

		json_put_str(f, "name", m->file[i].name);
		json_put_str(f, "sha256", m->file[i].sha256);
		json_put_int(f, "bytes", (int64_t)m->file[i].bytes);
		json_object_array_add(files, f);
	}
	json_put(o, "files", files);
	json_put(o, "data", json_object_get(data));
	return o;
}

enum rc
manifest_write(const struct manifest *m, const char *dir, const char *label,
    struct json_object *data, struct err *e)
{
	struct json_object	*o = manifest_json(m, label, data);
	const char		*s;
	char			*path;
	enum rc			 rc;

	s = json_object_to_json_string_ext(o, JSON_C_TO_STRING_PRETTY |
	    JSON_C_TO_STRING_NOSLASHESCAPE);
	if (s == NULL || asprintf(&path, "%s/manifest.json", dir) == -1) {
		json_object_put(o);
		return err_set(e, RC_NOMEM, "no memory for the manifest");
	}
	rc = file_write(path, s, strlen(s), e);
	free(path);
	json_object_put(o);
	return rc;
}
