/*
 * How much one user may ask: a token bucket each, in the shared memory of all workers, by the
 * generic cell rate algorithm as virtual scheduling (ITU-T I.371, annex A; ATM Forum, Traffic
 * Management 4.0).  All that there is of a bucket is the instant when it will be full again.
 *
 * A table of fixed size, without locks.  One word holds whose slot it is and that instant, so
 * that it is taken and charged in one step.  A slot is taken from its owner only when his
 * bucket is full again, which is as good as none: nobody becomes free by what others ask.  Who
 * finds no slot shares one bucket with all who find none.  Only who is logged in has a key,
 * and a secret seed decides where it lies, so nobody fills the places beside another's.
 */
#ifndef FCGI_RATE_H
#define FCGI_RATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define RATE_SLOTS	4096	/* users that have asked within the time of a burst */

struct rate_table {
	uint64_t		seed;
	uint64_t		began_us;
	_Atomic uint64_t	refused;
	_Atomic uint64_t	slot[RATE_SLOTS + 1];	/* the last one is theirs who find none */
};

struct rate_policy {
	uint64_t	per_minute;	/* 1 to 1,000,000 */
	uint64_t	burst;		/* so many at once, 1 to 100,000 */
};

/* What is left of a bucket after a request. */
struct rate {
	bool		known;		/* false: nobody was asked, or nothing is limited */
	uint64_t	left;
	uint64_t	full_seconds;	/* until it is full again, rounded up */
	uint64_t	retry_seconds;	/* until what was refused may be asked, at least 1 */
};

/* Before fork.  *t is zeroed. */
void		rate_init(struct rate_table *t);
uint64_t	rate_key(const struct rate_table *t, const char *source, const char *name);
/*
 * Takes cost (cut to what a full bucket holds) out of the key's bucket.  False: it does not
 * hold that much; nothing is taken, and it is counted.
 */
bool		rate_take(struct rate_table *t, const struct rate_policy *p, uint64_t key,
		    uint64_t cost, uint64_t now_us, struct rate *out);

#endif
