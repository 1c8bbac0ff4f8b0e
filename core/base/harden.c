#include "config.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include "core/base/harden.h"

/* Neither call can fail on a Linux since 3.5. */
static void
give_up(rlim_t core)
{
	const struct rlimit	most = { core, core };

	setrlimit(RLIMIT_CORE, &most);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/* A core that goes to a program (kernel.core_pattern) knows no limit: hence the other. */
void
harden(void)
{
	give_up(0);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* But for a limit of one byte, by which the kernel knows that there is to be none at all. */
void
harden_visible(void)
{
	give_up(1);
}
