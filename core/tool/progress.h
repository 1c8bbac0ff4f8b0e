/* A progress bar with the time left, on a terminal; nothing elsewhere. */
#ifndef CORE_TOOL_PROGRESS_H
#define CORE_TOOL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool		terminal;
	uint64_t	began;		/* clock_mono_us() */
	uint64_t	shown;
};

void	progress_init(struct progress *p);
/* done from 0 to 1. */
void	progress_show(struct progress *p, const char *stage, double done);
void	progress_end(struct progress *p);
/* Seconds left at this pace; < 0: cannot be said yet. */
double	progress_eta(const struct progress *p, double done);

#endif
