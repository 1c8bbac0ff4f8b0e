#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "core/base/clock.h"
#include "fcgi/scoreboard.h"

enum rc
scoreboard_new(struct scoreboard **out, struct err *e)
{
	void	*p = mmap(NULL, sizeof(**out), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	*out = NULL;
	if (p == MAP_FAILED)
		return err_set(e, RC_NOMEM, "no shared memory for the scoreboard: %s",
		    strerror(errno));
	*out = p;
	rate_init(&(*out)->rate);
	return RC_OK;
}

void
scoreboard_free(struct scoreboard *b)
{
	if (b != NULL)
		munmap(b, sizeof(*b));
}

void
scoreboard_state(struct score *s, enum scoreboard_state state)
{
	atomic_store(&s->since_us, clock_mono_us());
	atomic_store(&s->state, (int)state);
}

void
scoreboard_begin(struct score *s, int64_t pid)
{
	atomic_store(&s->pid, pid);
	atomic_store(&s->requests, 0);
	atomic_store(&s->connected, 0);
	atomic_store(&s->started_us, clock_mono_us());
	scoreboard_state(s, SCORE_STARTING);
}

void
scoreboard_clear(struct score *s)
{
	atomic_store(&s->pid, 0);
	atomic_store(&s->connected, 0);
	scoreboard_state(s, SCORE_FREE);
}
