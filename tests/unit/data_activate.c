#include "config.h"

#include <sys/stat.h>

#include <unistd.h>

#include "core/data/activate.h"
#include "core/data/registry.h"
#include "tests/unit/data_site.h"

static char	models[96], live[17];

static const struct audit_entry	kim = { .actor = "kim", .source = "local", .address = "10.0.0.7" };

static void
setup(void)
{
	static const char *const	v[] = { "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb",
	    "cccccccccccccccc" };
	char	path[160];

	site_setup();
	snprintf(models, sizeof(models), "%s/models", dir);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", models, v[i]);
		cr_assert_eq(file_mkdirs(path, &e), RC_OK);
		snprintf(path, sizeof(path), "%s/%s/manifest.json", models, v[i]);
		cr_assert_eq(file_write(path, "{}", 2, &e), RC_OK);
		cr_assert_eq(registry_version_add(d, &(struct version){ .version = v[i],
		    .sha256 = v[i], .label = (char[]){ 'A' + (char)i, '\0' } }, &e), RC_OK);
	}
}

TestSuite(activate, .init = setup, .fini = site_teardown);

static const char *
linked(void)
{
	static char	to[64];
	char		path[160];
	ssize_t		n;

	snprintf(path, sizeof(path), "%s/default", models);
	n = readlink(path, to, sizeof(to) - 1);
	to[n > 0 ? n : 0] = '\0';
	return to;
}

static void
go(const char *name)
{
	cr_assert_eq(activate_version(d, models, name, &kim, "test", live, &e), RC_OK, "%s", e.msg);
}

static void
back(const char *to)
{
	cr_assert_eq(activate_rollback(d, models, &kim, "test", live, &e), RC_OK, "%s", e.msg);
	cr_assert_str_eq(live, to);
	cr_assert_str_eq(linked(), to);
}

Test(activate, registry_and_link_say_the_same)
{
	struct activation	*x;
	size_t			 n;

	go("A");
	cr_assert_str_eq(linked(), "aaaaaaaaaaaaaaaa");
	go("bbbbbbbbbbbbbbbb");
	cr_assert_str_eq(live, "bbbbbbbbbbbbbbbb");
	cr_assert_str_eq(linked(), "bbbbbbbbbbbbbbbb");
	go("B");
	cr_assert_eq(registry_activations(d, "", 10, a, &x, &n, &e), RC_OK);
	cr_assert_eq(n, 2);
	cr_assert_str_eq(x[0].version, "bbbbbbbbbbbbbbbb");
	cr_assert_str_eq(x[0].kind, "activate");
}

Test(activate, one_that_was_killed_half_way_is_in_nobodys_way)
{
	char	path[160];

	snprintf(path, sizeof(path), "%s/.default.new", models);
	cr_assert_eq(symlink("aaaaaaaaaaaaaaaa", path), 0);
	go("B");
	cr_assert_str_eq(linked(), "bbbbbbbbbbbbbbbb");
	cr_assert_eq(access(path, F_OK), -1);
	/* The registry's row was there already, the link was not. */
	snprintf(path, sizeof(path), "%s/default", models);
	cr_assert_eq(unlink(path), 0);
	go("B");
	cr_assert_str_eq(linked(), "bbbbbbbbbbbbbbbb");
}

Test(activate, rolling_back_twice_goes_further_back)
{
	go("A");
	go("B");
	go("C");
	back("bbbbbbbbbbbbbbbb");
	back("aaaaaaaaaaaaaaaa");
	cr_assert_eq(activate_rollback(d, models, &kim, "test", live, &e), RC_NOTFOUND);
	cr_assert_str_eq(linked(), "aaaaaaaaaaaaaaaa");
	go("C");
	back("aaaaaaaaaaaaaaaa");
}

Test(activate, a_rollback_never_returns_to_what_was_left)
{
	go("A");
	go("B");
	go("A");
	back("bbbbbbbbbbbbbbbb");
	cr_assert_eq(activate_rollback(d, models, &kim, "test", live, &e), RC_NOTFOUND);
}

Test(activate, a_removed_version_is_passed_over)
{
	go("A");
	go("B");
	go("C");
	cr_assert_eq(registry_version_remove(d, "bbbbbbbbbbbbbbbb", &by_nobody, &e), RC_OK);
	back("aaaaaaaaaaaaaaaa");
}

Test(activate, an_unknown_version_or_a_missing_folder_is_not_found)
{
	char	path[160];

	cr_assert_eq(activate_version(d, models, "nope", &kim, "", live, &e), RC_NOTFOUND);
	cr_assert_eq(activate_rollback(d, models, &kim, "", live, &e), RC_NOTFOUND);
	snprintf(path, sizeof(path), "%s/aaaaaaaaaaaaaaaa", models);
	cr_assert_eq(file_remove_tree(path, &e), RC_OK);
	cr_assert_eq(activate_version(d, models, "A", &kim, "", live, &e), RC_NOTFOUND);
	cr_assert_eq(count("SELECT COUNT(*) FROM activations"), 0);
	cr_assert_str_eq(linked(), "");
}

Test(activate, a_link_that_cannot_be_made_takes_the_activation_back)
{
	struct version	v;
	char		path[160];

	go("A");
	snprintf(path, sizeof(path), "%s/default", models);
	cr_assert_eq(unlink(path), 0);
	cr_assert_eq(mkdir(path, 0755), 0);	/* a folder stands in the way */
	cr_assert_eq(activate_version(d, models, "B", &kim, "", live, &e), RC_IO);
	cr_assert_eq(registry_version_get(d, "A", a, &v, &e), RC_OK);
	cr_assert(v.active);
	cr_assert_eq(count("SELECT COUNT(*) FROM activations"), 1);
	cr_assert_eq(rmdir(path), 0);
	go("B");
	cr_assert_str_eq(linked(), "bbbbbbbbbbbbbbbb");
}
