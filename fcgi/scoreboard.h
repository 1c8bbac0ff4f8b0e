/*
 * The scoreboard: a table in shared memory with a line a worker, which that worker writes and
 * the master reads, and what all of them count together.  Numbers only, each written at once,
 * so nothing is locked.
 */
#ifndef FCGI_SCOREBOARD_H
#define FCGI_SCOREBOARD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "core/auth/directory.h"
#include "core/base/err.h"
#include "core/data/db.h"
#include "fcgi/rate.h"

#define SCOREBOARD_SLOTS	256

enum scoreboard_state { SCORE_FREE, SCORE_STARTING, SCORE_IDLE, SCORE_BUSY, SCORE_ENDING };

struct score {
	_Atomic int64_t		pid;
	_Atomic int		state;
	_Atomic uint64_t	requests;	/* answered by this process */
	_Atomic uint64_t	since_us;	/* clock_mono_us() when the state began */
	_Atomic uint64_t	started_us;
	_Atomic unsigned	connected;	/* a bit a database: 1 << BOARD_… */
};

enum board_database { BOARD_REGISTRY, BOARD_ERP, BOARD_LINKS };

/* One database, as all workers see it. */
struct board_link {
	struct db_stats		stats;
	_Atomic uint64_t	retry_us;	/* it is away; not tried before.  0: it is there */
	_Atomic uint64_t	refused;	/* requests that were told so at once */
};

/* Logins by who was asked, and what became of them. */
enum board_source { BOARD_LOCAL, BOARD_LDAP, BOARD_KERBEROS, BOARD_SOURCES };

struct board_logins {
	_Atomic uint64_t	by[DIRECTORY_REASONS];
	_Atomic uint64_t	refused;	/* too many had failed */
};

struct scoreboard {
	_Atomic uint64_t	deaths;		/* workers that ended otherwise than they were asked to */
	_Atomic uint64_t	killed;		/* of them: for a request over its time */
	_Atomic uint64_t	answers[6];	/* by hundreds of the status: [2] is 2xx */
	_Atomic uint64_t	answer_us;	/* spent on them */
	struct board_link	link[BOARD_LINKS];
	struct board_logins	logins[BOARD_SOURCES];
	struct rate_table	rate;		/* of users */
	struct score		slot[SCOREBOARD_SLOTS];
};

/* Before fork; shared with every child.  The caller ends it with scoreboard_free(). */
enum rc	scoreboard_new(struct scoreboard **out, struct err *e);
void	scoreboard_free(struct scoreboard *b);	/* NULL is fine */
void	scoreboard_state(struct score *s, enum scoreboard_state state);
void	scoreboard_begin(struct score *s, int64_t pid);
void	scoreboard_clear(struct score *s);

#endif
