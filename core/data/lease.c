#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/str.h"
#include "core/data/lease.h"

/* A small file of /proc as text; "" if it cannot be read. */
static void
slurp(const char *path, char *out, size_t size)
{
	ssize_t	n = -1;
	int	fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd != -1) {
		n = read(fd, out, size - 1);
		close(fd);
	}
	out[n > 0 ? n : 0] = '\0';
}

/* The process's start in ticks since boot; 0: no such process, or it is a zombie. */
static int64_t
started(int64_t pid)
{
	char		 path[64], text[1024], state;
	const char	*p;
	long long	 ticks;

	snprintf(path, sizeof(path), "/proc/%lld/stat", (long long)pid);
	slurp(path, text, sizeof(text));
	/* pid (name) state ...; the name may hold blanks and parentheses; start is number 22 */
	if ((p = strrchr(text, ')')) == NULL || sscanf(p + 1, " %c %*d %*d %*d %*d %*d %*u %*u "
	    "%*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %lld", &state, &ticks) != 2)
		return 0;
	return state == 'Z' || state == 'X' ? 0 : ticks;
}

static void
here(struct lease *l)
{
	char	boot[64], ns[64];
	ssize_t	n;

	*l = (struct lease){ 0 };
	if (gethostname(l->host, sizeof(l->host) - 1) == -1)
		l->host[0] = '\0';
	slurp("/proc/sys/kernel/random/boot_id", boot, sizeof(boot));
	boot[strcspn(boot, "\n")] = '\0';
	n = readlink("/proc/self/ns/pid", ns, sizeof(ns) - 1);
	ns[n > 0 ? n : 0] = '\0';
	snprintf(l->boot, sizeof(l->boot), "%s %s", boot, ns);
}

void
lease_self(struct lease *l)
{
	here(l);
	l->pid = getpid();
	l->pid_started = started(l->pid);
}

int
lease_alive(const struct lease *l)
{
	struct lease	us;

	here(&us);
	if (strcmp(us.host, l->host) != 0 || strcmp(us.boot, l->boot) != 0)
		return -1;
	if (kill(l->pid, 0) == -1 && errno == ESRCH)
		return 0;
	/* Without /proc the pid has to do. */
	return l->pid_started == 0 || started(l->pid) == l->pid_started;
}
