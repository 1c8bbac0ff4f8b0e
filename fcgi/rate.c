/* Token buckets in shared memory.  See rate.h. */
#include "config.h"

#include <string.h>
#include <sys/random.h>

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "fcgi/rate.h"

/*
 * A word: 20 bits of the key above 44 bits of time, in ticks of 16 us since the table began
 * (nine years).  With the place of the slot 28 bits tell keys apart; two that fall together
 * share a bucket, which gives neither more than he may.
 */
#define TIME_BITS	44
#define TIME_MASK	((UINT64_C(1) << TIME_BITS) - 1)
#define TICK_US		16
#define SECOND_TICKS	(UINT64_C(1000000) / TICK_US)
#define PROBES		16	/* slots that are looked at: two lines of cache */

void
rate_init(struct rate_table *t)
{
	t->began_us = clock_mono_us();
	if (getrandom(&t->seed, sizeof(t->seed), 0) != sizeof(t->seed))
		t->seed = t->began_us;
}

uint64_t
rate_key(const struct rate_table *t, const char *source, const char *name)
{
	return hash64(name, strlen(name), hash64(source, strlen(source), t->seed));
}

/* The key's slot and its word, else one that nobody needs any more, else the common one. */
static _Atomic uint64_t *
slot_find(struct rate_table *t, uint64_t key, uint64_t now, uint64_t *word)
{
	_Atomic uint64_t	*free_slot = NULL;
	uint64_t		 w;

	for (size_t i = 0; i < PROBES; i++) {
		_Atomic uint64_t	*slot = &t->slot[(key + i) % RATE_SLOTS];

		w = atomic_load(slot);
		if (w >> TIME_BITS == key >> TIME_BITS) {
			*word = w;
			return slot;
		}
		if (free_slot == NULL && (w & TIME_MASK) <= now) {
			free_slot = slot;
			*word = w;
		}
	}
	if (free_slot != NULL)
		return free_slot;
	*word = atomic_load(&t->slot[RATE_SLOTS]);
	return &t->slot[RATE_SLOTS];
}

static uint64_t
seconds_up(uint64_t ticks)
{
	return (ticks + SECOND_TICKS - 1) / SECOND_TICKS;
}

/*
 * Two workers that begin the same bucket at the same instant, of which one sees a slot free
 * that the other's earlier clock does not, may begin it twice: that forgets one request.
 */
bool
rate_take(struct rate_table *t, const struct rate_policy *p, uint64_t key, uint64_t cost,
    uint64_t now_us, struct rate *out)
{
	uint64_t	 now = (now_us - t->began_us) / TICK_US;
	uint64_t	 each = (60 * SECOND_TICKS + p->per_minute - 1) / p->per_minute;
	uint64_t	 most = p->burst * each, price = cost < p->burst ? cost * each : most;
	uint64_t	 word, owed;
	_Atomic uint64_t *slot;
	bool		 fits;

	do {
		slot = slot_find(t, key, now, &word);
		owed = (word & TIME_MASK) > now ? (word & TIME_MASK) - now : 0;
		fits = owed + price <= most;
	} while (fits && !atomic_compare_exchange_weak(slot, &word,
	    (key & ~TIME_MASK) | (now + owed + price)));
	if (fits)
		owed += price;
	else
		atomic_fetch_add(&t->refused, 1);
	out->known = true;
	out->left = owed < most ? (most - owed) / each : 0;
	out->full_seconds = seconds_up(owed);
	out->retry_seconds = fits ? 0 : seconds_up(owed + price - most);
	return fits;
}
