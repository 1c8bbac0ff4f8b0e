#include "config.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/feat/concept.h"
#include "core/model/model_priv.h"
#include "core/vec/dot.h"

const char *const model_file_names[FILE_NFILES] = {
	"encoder.rml", "scaler.rml", "similarity_engine.rml", "routings.rml", "operations.rml", "times.rml",
	"calibration.rml",
};

void
model_files_init(struct model_files *f)
{
	for (int i = 0; i < FILE_NFILES; i++)
		buf_init(&f->file[i]);
}

void
model_files_fini(struct model_files *f)
{
	for (int i = 0; i < FILE_NFILES; i++)
		buf_fini(&f->file[i]);
}

enum rc
model_file_open(const char *dir, const struct manifest_file *f, int *fd, struct err *e)
{
	struct stat	 st = { 0 };
	char		*path;
	enum rc		 rc = RC_OK;

	if (asprintf(&path, "%s/%s", dir, f->name) == -1)
		return err_set(e, RC_NOMEM, "no memory for a path");
	/* Not blocking: what stands there may be a pipe. */
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (*fd == -1 || fstat(*fd, &st) == -1)
		rc = err_set(e, errno == ENOENT ? RC_CORRUPT : RC_IO, "%s: %s", path,
		    strerror(errno));
	else if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size != f->bytes || f->bytes == 0)
		rc = err_set(e, RC_CORRUPT, "%s: %lld bytes, but the manifest says %llu", path,
		    (long long)st.st_size, (unsigned long long)f->bytes);
	if (rc != RC_OK && *fd != -1) {
		close(*fd);
		*fd = -1;
	}
	free(path);
	return rc;
}

enum rc
model_file_same(const char *dir, const struct manifest_file *f, const char *hex, struct err *e)
{
	if (strcmp(hex, f->sha256) == 0)
		return RC_OK;
	return err_set(e, RC_CORRUPT, "%s/%s: it is not the file that the manifest names "
	    "(sha256 %.16s..., not %.16s...)", dir, f->name, hex, f->sha256);
}

/* Map dir/name read-only and hold it against the manifest. */
static enum rc
check_file(const char *dir, const struct manifest_file *f, void **map, struct err *e)
{
	char	 hex[SHA256_HEX];
	void	*p;
	int	 fd;
	enum rc	 rc;

	*map = NULL;
	if ((rc = model_file_open(dir, f, &fd, e)) != RC_OK)
		return rc;
	p = mmap(NULL, f->bytes, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return err_set(e, RC_IO, "%s/%s: %s", dir, f->name, strerror(errno));
	sha256_of(p, f->bytes, hex);
	if ((rc = model_file_same(dir, f, hex, e)) != RC_OK)
		munmap(p, f->bytes);
	else
		*map = p;
	return rc;
}

int
model_file_number(const char *name)
{
	for (int i = 0; i < FILE_NFILES; i++)
		if (strcmp(model_file_names[i], name) == 0)
			return i;
	return -1;
}

enum rc
model_open_views(struct model *m, bool checksums, struct err *e)
{
	enum rc	rc;

	dot_init();
	concept_init();
	for (int i = 0; i < FILE_NFILES; i++) {
		if (m->file[i].p == NULL)
			return err_set(e, RC_CORRUPT, "%s is missing from the manifest",
			    model_file_names[i]);
		if ((rc = rml_open(&m->rml[i], model_file_names[i], m->file[i].p,
		    m->file[i].size, checksums, e)) != RC_OK)
			return rc;
	}
	return model_load(m, e);
}

enum rc
model_open(struct model **out, const char *dir, struct err *e)
{
	struct manifest	 man;
	struct model	*m;
	void		*p;
	int		 k;
	enum rc		 rc;

	*out = NULL;
	if ((m = calloc(1, sizeof(*m))) == NULL)
		return err_set(e, RC_NOMEM, "%s: no memory", dir);
	if ((rc = manifest_read(&man, dir, e)) != RC_OK)
		goto out;
	memcpy(m->version, man.version, sizeof(m->version));
	memcpy(m->sha256, man.sha256, sizeof(m->sha256));
	for (size_t i = 0; i < man.nfiles; i++) {
		if ((rc = check_file(dir, &man.file[i], &p, e)) != RC_OK)
			goto out;
		if ((k = model_file_number(man.file[i].name)) == -1) {
			munmap(p, man.file[i].bytes);
			continue;
		}
		m->file[k].p = p;
		m->file[k].size = man.file[i].bytes;
		m->file[k].mapped = true;
	}
	if ((rc = model_open_views(m, false, e)) != RC_OK) {
		rc = e == NULL ? rc : err_prefix(e, "%s", dir);
		goto out;
	}
	*out = m;
	m = NULL;
out:
	model_close(m);
	return rc;
}

enum rc
model_open_files(struct model **out, const struct model_files *f, struct err *e)
{
	struct manifest	 man = { .nfiles = 0 };
	char		 hex[SHA256_HEX];
	struct model	*m;
	enum rc		 rc;

	*out = NULL;
	if ((m = calloc(1, sizeof(*m))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a model");
	for (int i = 0; i < FILE_NFILES; i++) {
		m->file[i].p = f->file[i].p;
		m->file[i].size = f->file[i].len;
		sha256_of(f->file[i].p, f->file[i].len, hex);
		if ((rc = manifest_add(&man, model_file_names[i], hex, f->file[i].len,
		    e)) != RC_OK)
			goto out;
	}
	manifest_seal(&man);
	memcpy(m->version, man.version, sizeof(m->version));
	memcpy(m->sha256, man.sha256, sizeof(m->sha256));
	if ((rc = model_open_views(m, true, e)) != RC_OK)
		goto out;
	*out = m;
	m = NULL;
out:
	model_close(m);
	return rc;
}

void
model_close(struct model *m)
{
	if (m == NULL)
		return;
	chain_close(&m->chain);
	weights_close(m->weights);
	schema_close(m->schema);
	mapping_free(m->mapping);
	for (int i = 0; i < FILE_NFILES; i++)
		if (m->file[i].mapped)
			munmap(m->file[i].p, m->file[i].size);
	free(m);
}

const char *
model_version(const struct model *m)
{
	return m->version;
}

const char *
model_sha256(const struct model *m)
{
	return m->sha256;
}
