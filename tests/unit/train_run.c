#include "config.h"

#include <sys/stat.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/model/manifest.h"
#include "core/model/model.h"
#include "core/model/rml.h"
#include "core/train/measure/outcomes.h"
#include "core/train/train.h"
#include "tests/unit/tiny.h"

static char	root[] = "/tmp/routing-train-XXXXXX";

static void
make_root(void)
{
	cr_assert_not_null(mkdtemp(root));
}

static void
remove_root(void)
{
	file_remove_tree(root, NULL);
}

TestSuite(train, .init = make_root, .fini = remove_root);

static enum rc
train(unsigned threads, const char *dir, bool evaluate,
    enum rc (*progress)(void *ctx, const char *stage, double done, struct err *e),
    char version[17], struct err *e)
{
	struct json_object	*request = json_object_new_object();
	struct train_in		 in = { .threads = threads, .seed = 5, .evaluate = evaluate,
				    .progress = progress };
	struct tiny		 t;
	enum rc			 rc;

	tiny_open(&t, false);
	in.items = &t.items.rows;
	in.routings = &t.routings.rows;
	in.work = &t.work.rows;
	in.mapping = t.mapping;
	json_put_str(request, "version_label", "tiny");
	rc = train_run(&in, dir, request, version, NULL, e);
	json_object_put(request);
	tiny_close(&t);
	return rc;
}

static const char *
folder(const char *name)
{
	static char	path[200];

	snprintf(path, sizeof(path), "%s/%s", root, name);
	mkdir(path, 0755);
	return path;
}

Test(train, one_thread_and_two_give_the_same_bytes)
{
	struct manifest	a, b;
	char		va[17], vb[17], dir[200];
	struct err	e = { 0 };

	snprintf(dir, sizeof(dir), "%s", folder("one"));
	cr_assert_eq(train(1, dir, true, NULL, va, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(manifest_read(&a, dir, &e), RC_OK, "%s", e.msg);
	snprintf(dir, sizeof(dir), "%s", folder("two"));
	cr_assert_eq(train(2, dir, true, NULL, vb, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(manifest_read(&b, dir, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(va, vb);
	cr_assert_eq(a.nfiles, b.nfiles);
	for (size_t i = 0; i < a.nfiles; i++)
		if (strstr(a.file[i].name, ".rml") != NULL)
			cr_assert_str_eq(a.file[i].sha256, b.file[i].sha256, "%s",
			    a.file[i].name);
}

Test(train, a_version_opens_and_has_all_its_files)
{
	static const char *const	names[] = { "encoder.rml", "scaler.rml",
					    "similarity_engine.rml", "routings.rml", "times.rml",
					    "feature_weights.json", "metrics.json",
					    "training_request.json", "model_card.md" };
	struct manifest			 man;
	struct model			*m;
	const char			*dir = folder("v");
	char				 version[17];
	struct err			 e = { 0 };

	cr_assert_eq(train(1, dir, false, NULL, version, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(model_open(&m, dir, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(model_version(m), version);
	cr_assert_eq(strncmp(model_sha256(m), version, 16), 0);
	model_close(m);
	cr_assert_eq(manifest_read(&man, dir, &e), RC_OK);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		cr_assert_not_null(manifest_file(&man, names[i]), "%s", names[i]);
}

Test(train, what_became_of_each_test_item_is_kept_beside_the_figures)
{
	struct json_object	*o;
	struct outcomes		 x;
	const char		*dir = folder("measured");
	char			 path[250], version[17];
	struct err		 e = { 0 };

	cr_assert_eq(train(1, dir, true, NULL, version, &e), RC_OK, "%s", e.msg);
	snprintf(path, sizeof(path), "%s/outcomes.json", dir);
	cr_assert_eq(json_read(&o, path, 1 << 20, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(outcomes_parse(&x, o, &e), RC_OK, "%s", e.msg);
	cr_expect_gt(x.n, 0);
	for (size_t i = 0; i < x.n; i++)
		cr_expect(x.item[i].v[OUTCOME_EXACT] <= 1 && x.item[i].v[OUTCOME_F1] <= 1);
	outcomes_fini(&x);
	json_object_put(o);
}

Test(train, a_dry_run_writes_nothing_and_tells_the_same_version)
{
	char		dry[17], wet[17];
	struct err	e = { 0 };

	cr_assert_eq(train(1, NULL, false, NULL, dry, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(train(1, folder("wet"), false, NULL, wet, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(dry, wet);
}

static double	told;

static enum rc
only_forward(void *ctx, const char *stage, double done, struct err *e)
{
	(void)ctx;
	(void)e;
	cr_assert_not_null(stage);
	cr_assert(done >= told && done <= 1, "%s: %g after %g", stage, done, told);
	told = done;
	return RC_OK;
}

static enum rc
stop_at_fit(void *ctx, const char *stage, double done, struct err *e)
{
	(void)ctx;
	(void)done;
	return strcmp(stage, "times") == 0 ? err_set(e, RC_CANCELLED, "stopped") : RC_OK;
}

Test(train, progress_never_goes_back_and_ends_at_1)
{
	char		version[17];
	struct err	e = { 0 };

	told = 0;
	cr_assert_eq(train(2, NULL, true, only_forward, version, &e), RC_OK, "%s", e.msg);
	cr_assert_eq(told, 1);
}

Test(train, a_cancelled_training_leaves_no_manifest)
{
	const char	*dir = folder("stopped");
	char		 version[17], path[240];
	struct err	 e = { 0 };

	cr_assert_eq(train(1, dir, false, stop_at_fit, version, &e), RC_CANCELLED);
	snprintf(path, sizeof(path), "%s/manifest.json", dir);
	cr_assert_neq(access(path, F_OK), 0);
}

/* Opens the version with one byte of one file changed, or the file cut there. */
static void
refused(const char *dir, const char *name, const struct buf *whole, size_t at, bool cut)
{
	struct model	*m = NULL;
	char		 path[280];
	struct err	 e = { 0 };
	FILE		*f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	cr_assert_not_null(f = fopen(path, "wb"));
	fwrite(whole->p, 1, cut ? at : whole->len, f);
	if (!cut) {
		fseek(f, (long)at, SEEK_SET);
		fputc(whole->p[at] ^ 0x10, f);
	}
	fclose(f);
	cr_assert_eq(model_open(&m, dir, &e), RC_CORRUPT, "%s, %s at %zu", name,
	    cut ? "cut" : "flipped", at);
	cr_assert_null(m);
	cr_assert_not_null(strstr(e.msg, name), "%s: %s", name, e.msg);
}

Test(train, a_flipped_byte_or_a_cut_file_is_refused_by_name)
{
	static const char *const	names[] = { "encoder.rml", "scaler.rml",
					    "similarity_engine.rml", "routings.rml", "times.rml",
					    "calibration.rml", "feature_weights.json" };
	const char			*dir = folder("bad");
	struct model			*m;
	char				 version[17], path[280];
	struct buf			 whole;
	struct err			 e = { 0 };

	cr_assert_eq(train(1, dir, false, NULL, version, &e), RC_OK, "%s", e.msg);
	buf_init(&whole);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		cr_assert_eq(file_read(path, 1 << 28, &whole, &e), RC_OK, "%s", e.msg);
		for (size_t k = 0; k < 12; k++) {
			refused(dir, names[i], &whole, whole.len * k / 12, false);
			refused(dir, names[i], &whole, whole.len * k / 12, true);
		}
		refused(dir, names[i], &whole, whole.len - 1, false);
		cr_assert_eq(file_write(path, whole.p, whole.len, &e), RC_OK);
	}
	buf_fini(&whole);
	cr_assert_eq(model_open(&m, dir, &e), RC_OK, "%s", e.msg);	/* whole again */
	model_close(m);
}

Test(train, a_manifest_that_names_other_content_is_refused)
{
	const char	*dir = folder("lied");
	struct model	*m;
	char		 version[17], path[280];
	struct buf	 b;
	struct err	 e = { 0 };

	cr_assert_eq(model_open(&m, dir, &e), RC_NOTFOUND);
	cr_assert_eq(train(1, dir, false, NULL, version, &e), RC_OK, "%s", e.msg);
	snprintf(path, sizeof(path), "%s/manifest.json", dir);
	buf_init(&b);
	cr_assert_eq(file_read(path, 1 << 20, &b, &e), RC_OK);
	char	*v = strstr(b.p, version);
	*v = *v == '0' ? '1' : '0';
	cr_assert_eq(file_write(path, b.p, b.len, &e), RC_OK);
	cr_assert_eq(model_open(&m, dir, &e), RC_CORRUPT);
	buf_fini(&b);
}

/* Checksums that agree with damaged content: every number is held by itself as well. */
Test(train, a_damaged_model_with_right_checksums_is_refused_or_harmless)
{
	struct tiny_model	q;
	struct err		e = { 0 };

	tiny_model_open(&q, false);
	for (int f = 0; f < FILE_NFILES; f++)
		for (size_t k = 0; k < 200; k++) {
			struct buf		*b = &q.files.file[f];
			size_t			 at = 64 + (b->len - 64) * k / 200;
			struct rml		 r;
			struct model		*m = NULL;
			char			 old = b->p[at];

			b->p[at] = (char)(old ^ 0x81);
			if (rml_open(&r, "x", b->p, b->len, false, &e) == RC_OK) {
				cr_assert_neq(model_open_files(&m, &q.files, &e), RC_OK,
				    "%s at %zu", model_file_names[f], at);
				cr_assert_null(m);
			}
			b->p[at] = old;
		}
	tiny_model_close(&q);
}
