/*
 * The scoreboard: a table in shared memory with a line a worker.  Each worker writes its own
 * line, the master reads them all; numbers only, each written at once, so nothing is locked.
 */
#ifndef FCGI_SCOREBOARD_H
#define FCGI_SCOREBOARD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define SCOREBOARD_SLOTS	256

enum scoreboard_state { SCORE_FREE, SCORE_STARTING, SCORE_IDLE, SCORE_BUSY, SCORE_ENDING };

struct score {
	_Atomic int64_t		pid;
	_Atomic int		state;
	_Atomic uint64_t	requests;	/* answered by this process */
	_Atomic uint64_t	since_us;	/* clock_mono_us() when the state began */
	_Atomic uint64_t	started_us;
	uint64_t		room[3];	/* for what monitoring will want */
};

struct scoreboard {
	_Atomic uint64_t	deaths;		/* workers that ended otherwise than they were asked to */
	_Atomic uint64_t	killed;		/* of them: for a request over its time */
	uint64_t		room[6];
	struct score		slot[SCOREBOARD_SLOTS];
};

/* Before fork; shared with every child.  The caller ends it with scoreboard_free(). */
enum rc	scoreboard_new(struct scoreboard **out, struct err *e);
void	scoreboard_free(struct scoreboard *b);	/* NULL is fine */
void	scoreboard_state(struct score *s, enum scoreboard_state state);
void	scoreboard_begin(struct score *s, int64_t pid);
void	scoreboard_clear(struct score *s);

#endif
