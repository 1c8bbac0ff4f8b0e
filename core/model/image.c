/*
 * The image: a header of one page, then the files in the order of enum model_file, each from
 * the start of a page.  It never leaves the machine, so its layout has no version.
 */
#include "config.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/model/image.h"
#include "core/model/model_priv.h"

#define IMAGE_PAGE	65536	/* the largest page of any machine */
#define IMAGE_SEALS	(F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)

struct image {
	char		version[17], sha256[SHA256_HEX];
	uint64_t	offset[FILE_NFILES], size[FILE_NFILES];	/* 0: not there */
};

static enum rc
image_error(const char *what, struct err *e)
{
	return err_set(e, RC_IO, "a model's memory: %s: %s", what, strerror(errno));
}

enum rc
model_image_new(int *fd, struct err *e)
{
	if ((*fd = memfd_create("routing-ml-model", MFD_CLOEXEC | MFD_ALLOW_SEALING)) == -1)
		return image_error("memfd_create", e);
	return RC_OK;
}

static enum rc
put(int fd, uint64_t at, const void *p, size_t n, struct err *e)
{
	ssize_t	done;

	for (; n > 0; n -= (size_t)done, p = (const char *)p + done, at += (uint64_t)done) {
		done = pwrite(fd, p, n, (off_t)at);
		if (done == -1 && errno == EINTR)
			done = 0;
		else if (done <= 0)
			return image_error("pwrite", e);
	}
	return RC_OK;
}

/* What is hashed are the bytes that are written, whatever becomes of the file meanwhile. */
static enum rc
copy(const char *dir, const struct manifest_file *f, int to, uint64_t at, bool keep,
    struct err *e)
{
	struct sha256	 s;
	uint8_t		 raw[SHA256_SIZE], piece[65536];
	char		 hex[SHA256_HEX];
	ssize_t		 n = 0;
	int		 from;
	enum rc		 rc;

	if ((rc = model_file_open(dir, f, &from, e)) != RC_OK)
		return rc;
	sha256_init(&s);
	while (rc == RC_OK && s.total <= f->bytes && (n = read(from, piece, sizeof(piece))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			rc = err_set(e, RC_IO, "%s/%s: %s", dir, f->name, strerror(errno));
		else if (!keep || (rc = put(to, at + s.total, piece, (size_t)n, e)) == RC_OK)
			sha256_add(&s, piece, (size_t)n);
	}
	close(from);
	sha256_end(&s, raw);
	sha256_hex(raw, hex);
	return rc != RC_OK ? rc : model_file_same(dir, f, hex, e);
}

enum rc
model_image_fill(int fd, const char *dir, struct err *e)
{
	struct manifest	man;
	struct image	h = { .version = "" };
	uint64_t	at = IMAGE_PAGE;
	enum rc		rc;

	if ((rc = manifest_read(&man, dir, e)) != RC_OK)
		return rc;
	memcpy(h.version, man.version, sizeof(h.version));
	memcpy(h.sha256, man.sha256, sizeof(h.sha256));
	for (size_t i = 0; i < man.nfiles; i++) {
		const struct manifest_file	*f = &man.file[i];
		int				 k = model_file_number(f->name);

		if ((rc = copy(dir, f, fd, at, k != -1, e)) != RC_OK)
			return rc;
		if (k == -1)
			continue;
		h.offset[k] = at;
		h.size[k] = f->bytes;
		at += (f->bytes + IMAGE_PAGE - 1) / IMAGE_PAGE * IMAGE_PAGE;
	}
	if ((rc = put(fd, 0, &h, sizeof(h), e)) != RC_OK)
		return rc;
	return fcntl(fd, F_ADD_SEALS, IMAGE_SEALS) == -1 ? image_error("F_ADD_SEALS", e) : RC_OK;
}

/* Private mappings: before Linux 6.7 no other kind may be made of what is sealed. */
static enum rc
map_files(struct model *m, const struct image *h, uint64_t most, int fd, struct err *e)
{
	void	*p;

	for (int i = 0; i < FILE_NFILES; i++) {
		if (h->size[i] == 0)
			continue;
		if (h->offset[i] > most || h->size[i] > most - h->offset[i])
			return err_set(e, RC_CORRUPT, "a model's memory: cut off");
		if ((p = mmap(NULL, h->size[i], PROT_READ, MAP_PRIVATE, fd,
		    (off_t)h->offset[i])) == MAP_FAILED)
			return image_error("mmap", e);
		m->file[i].p = p;
		m->file[i].size = h->size[i];
		m->file[i].mapped = true;
	}
	return RC_OK;
}

enum rc
model_image_open(struct model **out, int fd, struct err *e)
{
	struct image	 h;
	struct stat	 st;
	struct model	*m;
	enum rc		 rc;

	*out = NULL;
	if (fcntl(fd, F_GET_SEALS) != IMAGE_SEALS || fstat(fd, &st) == -1 ||
	    pread(fd, &h, sizeof(h), 0) != (ssize_t)sizeof(h))
		return err_set(e, RC_CORRUPT, "a model's memory: it is not whole");
	if ((m = calloc(1, sizeof(*m))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a model");
	memcpy(m->version, h.version, sizeof(m->version));
	memcpy(m->sha256, h.sha256, sizeof(m->sha256));
	if ((rc = map_files(m, &h, (uint64_t)st.st_size, fd, e)) == RC_OK)
		rc = model_open_views(m, false, e);
	if (rc == RC_OK)
		*out = m;
	else
		model_close(m);
	return rc;
}
