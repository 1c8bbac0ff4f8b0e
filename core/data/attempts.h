/*
 * Logins that fail, counted so that nobody tries passwords for long, and so that nobody can shut
 * others out by failing in their name.
 *
 * An account has `most` attempts in `seconds`: fewer than the domain's own threshold, so that the
 * domain never locks it.  The last of them is kept for addresses that it had logged in from
 * before, which a stranger cannot use up.  An address has ATTEMPTS_ADDRESS of them over all
 * accounts, but for those that had logged in from there: behind one address may sit a whole plant.
 *
 * An attempt is counted before the password is looked at, so that many at once are no way round.
 */
#ifndef CORE_DATA_ATTEMPTS_H
#define CORE_DATA_ATTEMPTS_H

#include <stdint.h>

#include "core/base/err.h"
#include "core/data/db.h"

#define ATTEMPTS_ADDRESS	30
#define ATTEMPTS_PLACE_DAYS	90	/* so long an address is remembered for an account */
#define ATTEMPTS_ACCOUNT_SIZE	129	/* bytes of an account's key, with its NUL */

/*
 * The key of a name as typed: without its domain, blanks, case and accents, which a directory
 * does not tell apart either.
 */
void	attempts_account(const char *name, char out[ATTEMPTS_ACCOUNT_SIZE]);
/*
 * One begins.  RC_BUSY: it is not to be made; *wait: seconds until it may.  RC_OK: it
 * counts as failed unless one of the others is called.
 */
enum rc	attempts_begin(struct db *d, const char *account, const char *address, int64_t most,
	    int64_t seconds, int64_t *id, int64_t *wait, struct err *e);
/* It was good: the account begins anew, and address is one that it logged in from. */
enum rc	attempts_good(struct db *d, const char *account, const char *address, struct err *e);
/* No password was looked at: it does not count. */
enum rc	attempts_undo(struct db *d, int64_t id, struct err *e);

#endif
