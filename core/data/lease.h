/*
 * Which process works on a run, so that another can tell whether it still does.
 *
 * A process is its host, boot (with the namespace of its pids: containers may share a name),
 * pid and start time, so that a pid used again is not taken for it.
 */
#ifndef CORE_DATA_LEASE_H
#define CORE_DATA_LEASE_H

#include <stdbool.h>
#include <stdint.h>

struct lease {
	char	host[256], boot[128];
	int64_t	pid, pid_started;	/* started: clock ticks since boot */
};

void	lease_self(struct lease *l);
/* Seen from this process: 1 it lives, 0 it is gone, -1 it is elsewhere. */
int	lease_alive(const struct lease *l);

#endif
