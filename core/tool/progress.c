#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/tool/progress.h"

#define WIDTH	30

void
progress_init(struct progress *p)
{
	p->terminal = isatty(STDERR_FILENO) == 1;
	p->began = clock_mono_us();
	p->shown = 0;
}

double
progress_eta(const struct progress *p, double done)
{
	double	spent = (double)(clock_mono_us() - p->began) / 1e6;

	return done < 0.01 ? -1 : spent / done * (1 - done);
}

void
progress_show(struct progress *p, const char *stage, double done)
{
	uint64_t	now = clock_mono_us();
	double		eta = progress_eta(p, done);
	int		full = (int)(done * WIDTH);

	if (!p->terminal || (now - p->shown < 100000 && done < 1))
		return;
	p->shown = now;
	fprintf(stderr, "\r[%.*s%*s] %3.0f %% ", full, "##############################",
	    WIDTH - full, "", done * 100);
	if (eta >= 0)
		fprintf(stderr, "%4.0f s left ", eta);
	fprintf(stderr, " %-24.24s", stage);
	fflush(stderr);
}

void
progress_end(struct progress *p)
{
	if (p->terminal)
		fprintf(stderr, "\r%*s\r", WIDTH + 50, "");
}
