#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/harden.h"

Test(harden, holds_for_the_process_and_its_children)
{
	struct rlimit	core;
	int		status;

	harden();
	cr_assert_eq(prctl(PR_GET_DUMPABLE), 0);
	if (fork() == 0)
		_exit(prctl(PR_GET_DUMPABLE) == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 &&
		    getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0 ? 0 : 1);
	cr_assert_gt(wait(&status), 0);
	cr_assert_eq(status, 0);
}

Test(harden, one_that_is_to_be_seen_is_seen)
{
	struct rlimit	core;

	harden_visible();
	cr_assert_eq(prctl(PR_GET_DUMPABLE), 1);
	cr_assert_eq(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 1);
	cr_assert(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 1);
	harden();
	cr_assert_eq(prctl(PR_GET_DUMPABLE), 0);
}

/* Wherever the machine sends its cores: to a file, or to a program. */
static void
crash_after(void (*f)(void))
{
	int	status;

	if (fork() == 0) {
		f();
		abort();
	}
	cr_assert_gt(wait(&status), 0);
	cr_assert(WIFSIGNALED(status));
	cr_assert_not(WCOREDUMP(status));
}

Test(harden, a_crash_leaves_no_core)
{
	crash_after(harden);
	crash_after(harden_visible);
}
