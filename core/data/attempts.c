#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/hash.h"
#include "core/base/str.h"
#include "core/data/attempts.h"
#include "core/data/registry_priv.h"

#define PLACE_SECONDS	(ATTEMPTS_PLACE_DAYS * INT64_C(86400))

/* U+00C0 to U+017F without their accents; `.` stands for a letter that has none. */
static const char	plain[] =
	"aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.lllllll"
	"lllnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz.";

/* One code point as a directory compares it; 0: it is passed over. */
static uint32_t
fold(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e)		/* full width */
		c -= 0xff01 - '!';
	if (c >= 'A' && c <= 'Z')
		return c + ('a' - 'A');
	if (c >= 0xc0 && c < 0xc0 + sizeof(plain) - 1)
		return plain[c - 0xc0] != '.' ? (unsigned char)plain[c - 0xc0] :
		    c >= 0x100 ? c | 1 : c < 0xdf ? c + 0x20 : c;
	if (c >= 0x300 && c <= 0x36f)		/* combining marks */
		return 0;
	if ((c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))	/* Greek, Cyrillic */
		return c + 0x20;
	return c;
}

void
attempts_account(const char *name, char out[ATTEMPTS_ACCOUNT_SIZE])
{
	struct str	 s = str_trim(str_of(name));
	const char	*slash = s.len > 0 ? memchr(s.s, '\\', s.len) : NULL, *at;
	char		 hex[SHA256_HEX];
	size_t		 n = 0, i = 0;

	if (slash != NULL)
		s = (struct str){ slash + 1, s.len - (size_t)(slash + 1 - s.s) };
	else if (s.len > 0 && (at = memrchr(s.s, '@', s.len)) != NULL)
		s.len = (size_t)(at - s.s);
	while (i < s.len && n + 4 < ATTEMPTS_ACCOUNT_SIZE) {
		uint32_t	c = fold(utf8_next(s.s, s.len, &i));

		if (c != 0)
			n += utf8_put(out + n, c);
	}
	if (i < s.len) {	/* too long to be anybody's: still a key of its own */
		sha256_of(s.s, s.len, hex);
		memcpy(out, hex, sizeof(hex));
		return;
	}
	out[n] = '\0';
}

/* How many failed, and when the first of them is forgotten. */
struct count {
	int64_t	n, oldest;
};

static enum rc
count(struct db *d, const char *sql, struct db_value who, int64_t since, struct count *out,
    struct err *e)
{
	const struct db_value	v[2] = { who, db_int(since) };
	struct rows		*r;
	bool			 more;
	enum rc			 rc;

	*out = (struct count){ 0, since };
	if ((rc = db_query(d, sql, v, 2, &r, e)) != RC_OK)
		return rc;
	while ((rc = rows_next(r, &more, e)) == RC_OK && more) {
		out->n = cell_int(r->cells[0]);
		out->oldest = r->cells[1].s != NULL ? cell_int(r->cells[1]) : since;
	}
	rows_close(r);
	return rc;
}

static enum rc
is_known(struct db *d, const char *account, const char *address, int64_t now, bool *known,
    struct err *e)
{
	int64_t	n = 0;
	enum rc	rc = db_get_int(d, "SELECT COUNT(*) AS n FROM login_places WHERE account = ? AND "
		    "address = ? AND at > ?", (struct db_value[]){ db_text(account),
		    db_text(address), db_int(now - PLACE_SECONDS) }, 3, &n,
		    e);

	*known = n > 0;
	return rc;
}

#define COUNT_ALL	"SELECT COUNT(*) AS n, MIN(at) AS oldest FROM login_attempts WHERE " \
	"account = ? AND at > ?"
#define COUNT_STRANGERS	COUNT_ALL " AND known = 0"
#define COUNT_ADDRESS	"SELECT COUNT(*) AS n, MIN(at) AS oldest FROM login_attempts WHERE " \
	"address = ? AND at > ? AND known = 0"

/* *wait: 0, or how long. */
static enum rc
must_wait(struct db *d, const char *account, const char *address, bool known, int64_t most,
    int64_t seconds, int64_t now, int64_t *wait, struct err *e)
{
	int64_t		since = now - seconds;
	struct count	all, strangers = { 0, since }, there = { 0, since };
	enum rc		rc;

	*wait = 0;
	if ((rc = count(d, COUNT_ALL, db_text(account), since, &all, e)) != RC_OK ||
	    (!known && ((rc = count(d, COUNT_STRANGERS, db_text(account), since, &strangers,
	    e)) != RC_OK || (rc = count(d, COUNT_ADDRESS, db_text(address), since, &there,
	    e)) != RC_OK)))
		return rc;
	if (all.n >= most)
		*wait = all.oldest - since;
	else if (strangers.n >= most - 1)
		*wait = strangers.oldest - since;
	else if (there.n >= ATTEMPTS_ADDRESS)
		*wait = there.oldest - since;
	else
		return RC_OK;
	*wait = *wait < 1 ? 1 : *wait;
	return RC_OK;
}

/* The row's id: of all that this one account has there, ours is the newest. */
static enum rc
insert(struct db *d, const char *account, const char *address, bool known, int64_t now,
    int64_t *id, struct err *e)
{
	const struct db_value	v[] = { db_text(account), db_text(address), db_int(known),
				    db_int(now) };
	enum rc			rc;

	if ((rc = db_exec(d, "INSERT INTO login_attempts (account, address, known, at) VALUES "
	    "(?, ?, ?, ?)", v, 4, NULL, e)) != RC_OK)
		return rc;
	return db_get_int(d, "SELECT MAX(id) AS id FROM login_attempts WHERE account = ?", v, 1,
	    id, e);
}

enum rc
attempts_begin(struct db *d, const char *account, const char *address, int64_t most,
    int64_t seconds, int64_t *id, int64_t *wait, struct err *e)
{
	int64_t			now = clock_now();
	const struct db_value	old = db_int(now - seconds);
	bool			known;
	enum rc			rc;

	*id = *wait = 0;
	if ((rc = registry_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = db_exec(d, "DELETE FROM login_attempts WHERE at <= ?", &old, 1, NULL,
	    e)) == RC_OK &&
	    (rc = is_known(d, account, address, now, &known, e)) == RC_OK &&
	    (rc = must_wait(d, account, address, known, most, seconds, now, wait, e)) == RC_OK &&
	    *wait == 0)
		rc = insert(d, account, address, known, now, id, e);
	rc = finish(d, rc, e);
	return rc == RC_OK && *wait != 0 ? err_set(e, RC_BUSY, "too many attempts failed") : rc;
}

enum rc
attempts_good(struct db *d, const char *account, const char *address, struct err *e)
{
	int64_t			now = clock_now(), n;
	const struct db_value	place[] = { db_int(now), db_text(account), db_text(address) };
	const struct db_value	old = db_int(now - PLACE_SECONDS);
	enum rc			rc;

	if ((rc = registry_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = db_exec(d, "DELETE FROM login_attempts WHERE account = ?", &place[1], 1, NULL,
	    e)) == RC_OK &&
	    (rc = db_exec(d, "DELETE FROM login_places WHERE at <= ?", &old, 1, NULL,
	    e)) == RC_OK &&
	    (rc = db_exec(d, "UPDATE login_places SET at = ? WHERE account = ? AND address = ?",
	    place, 3, &n, e)) == RC_OK && n == 0)
		rc = db_exec(d, "INSERT INTO login_places (at, account, address) VALUES "
		    "(?, ?, ?)", place, 3, NULL, e);
	return finish(d, rc, e);
}

enum rc
attempts_undo(struct db *d, int64_t id, struct err *e)
{
	const struct db_value	v = db_int(id);

	return db_exec(d, "DELETE FROM login_attempts WHERE id = ?", &v, 1, NULL, e);
}
