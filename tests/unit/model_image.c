#include "config.h"

#include <sys/mman.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/model/image.h"
#include "core/model/manifest.h"
#include "tests/unit/tiny.h"

static struct tiny_model	q;
static char			dir[64];
static struct err		e;
static int			fd;

/* The tiny plant's version in a folder. */
static void
write_all(void)
{
	struct manifest	man = { .nfiles = 0 };
	char		path[128], hex[SHA256_HEX];

	tiny_model_open(&q, false);
	strcpy(dir, "/tmp/routing-ml-image.XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	for (int i = 0; i < FILE_NFILES; i++) {
		const struct buf	*b = &q.files.file[i];

		snprintf(path, sizeof(path), "%s/%s", dir, model_file_names[i]);
		cr_assert_eq(file_write(path, b->p, b->len, &e), RC_OK, "%s", e.msg);
		sha256_of(b->p, b->len, hex);
		cr_assert_eq(manifest_add(&man, model_file_names[i], hex, b->len, &e), RC_OK);
	}
	manifest_seal(&man);
	cr_assert_eq(manifest_write(&man, dir, "", NULL, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(model_image_new(&fd, &e), RC_OK, "%s", e.msg);
}

static void
remove_all(void)
{
	close(fd);
	file_remove_tree(dir, NULL);
	tiny_model_close(&q);
}

TestSuite(image, .init = write_all, .fini = remove_all);

/* Cuts the file, or flips its byte at `at`. */
static void
damage(const char *name, long cut, long at)
{
	char	 path[128];
	FILE	*f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	cr_assert_not_null(f = fopen(path, "r+"));
	if (cut >= 0)
		cr_assert_eq(ftruncate(fileno(f), cut), 0);
	else {
		fseek(f, at, SEEK_SET);
		int	c = fgetc(f);

		fseek(f, at, SEEK_SET);
		fputc(c ^ 1, f);
	}
	cr_assert_eq(fclose(f), 0);
}

Test(image, it_is_the_version_whatever_becomes_of_the_files)
{
	struct model	*m;

	cr_assert_eq(model_image_fill(fd, dir, &e), RC_OK, "%s", e.msg);
	damage("routings.rml", 0, 0);
	damage("times.rml", -1, 100);
	cr_assert_eq(model_image_open(&m, fd, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(model_version(m), model_version(q.m));
	cr_assert_str_eq(model_sha256(m), model_sha256(q.m));
	model_close(m);
}

Test(image, nobody_writes_to_it_any_more)
{
	cr_assert_eq(model_image_fill(fd, dir, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(pwrite(fd, "x", 1, 0), -1);
	cr_assert_eq(ftruncate(fd, 0), -1);
	cr_assert_eq(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0), MAP_FAILED);
}

Test(image, what_is_not_as_the_manifest_says_is_refused)
{
	struct model	*m;

	damage("routings.rml", 4096, 0);
	cr_assert_eq(model_image_fill(fd, dir, &e), RC_CORRUPT);
	cr_assert_not_null(strstr(e.msg, "routings.rml"), "%s", e.msg);
	cr_assert_eq(model_image_open(&m, fd, &e), RC_CORRUPT);
	cr_assert_null(m);
}

Test(image, a_flipped_bit_is_refused)
{
	damage("times.rml", -1, 300);
	cr_assert_eq(model_image_fill(fd, dir, &e), RC_CORRUPT);
	cr_assert_not_null(strstr(e.msg, "times.rml"), "%s", e.msg);
}
