/*
 * The audit: who did what, when, from where.  Rows are only ever added, and chained: each bears
 * the SHA-256 over the hash of the row before and all of its own fields, so that whoever changes
 * a row would have to write all that follow anew.  The linking is Haber and Stornetta's ("How to
 * Time-Stamp a Digital Document", J. Cryptology 3, 1991, sec. 5.1); that a log shows its own
 * damage is Schneier and Kelsey's aim ("Secure Audit Logs to Support Computer Forensics", ACM
 * TISSEC 2(2), 1999), but we keep no secret: any host may add, anybody may verify.  Against
 * somebody who owns the database and writes the whole chain anew there is the head, "id:hash",
 * noted where he does not reach it: it commits to every row up to it.
 *
 * What is hashed is a sequence of netstrings (Bernstein 1997), "<bytes>:<bytes>,": the hash
 * before (64 zeros before the first row), the id, and the texts in the order of the table's
 * columns.  Lengths keep "ab","c" and "a","bc" apart.
 *
 * A row and what it tells of are one transaction.  Where the row cannot be stored, the change
 * does not happen and the answer is not given: nothing is done unrecorded.  Transactions come
 * one after the other, over all processes and hosts, by the registry's lock; the head is a row of
 * its own, written with each, so a crash leaves both or neither.
 *
 * Never a password, a token, or an item's attributes.
 */
#ifndef CORE_DATA_AUDIT_H
#define CORE_DATA_AUDIT_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/hash.h"
#include "core/data/db.h"

/*
 * Actions have the form subject.verb: predict, training.request, training.cancel, training.end,
 * version.activate, version.rollback, version.take_back (of an activation whose link could not be
 * made), version.delete, mapping.put, features.patch, user.add, user.password, user.disable,
 * user.enable, user.roles, token.add, token.revoke, login.good, login.refused, login.locked_out,
 * login.logout.
 *
 * Strings are borrowed; NULL is "".  Texts that are no UTF-8 get U+FFFD.  What is longer than
 * AUDIT_TEXT (detail: AUDIT_DETAIL) bytes ends in an ellipsis; of a before or after over
 * AUDIT_JSON its size and SHA-256 are kept, {"bytes":N,"sha256":"..."}.
 */
#define AUDIT_TEXT	400	/* SQL Server's columns, which an index must hold */
#define AUDIT_DETAIL	4000
#define AUDIT_JSON	65536

struct audit_entry {
	const char	*actor;		/* a user's name as stored; who was at the shell */
	const char	*source;	/* local, ldap, token, cli or system */
	const char	*address;	/* the client's; the host's name for cli and system */
	const char	*action, *subject;
	const char	*model;		/* the version, where one answered or is meant */
	const char	*request_id;
	const char	*before, *after;	/* JSON */
	const char	*detail;	/* for people */
};

/*
 * A change with its rows:
 *	if ((rc = audit_begin(d, e)) != RC_OK)
 *		return rc;
 *	rc = mappings_put(d, ...);
 *	return audit_end(d, rc, &entry, 1, e);
 * audit_begin() takes the registry's lock, so what is read behind it is what the change finds;
 * changes of the registry take part in it.  audit_end() ends it: rc other than RC_OK, or rows
 * that cannot be stored, undo all.  RC_IO: they could not; try again later.
 */
enum rc	audit_begin(struct db *d, struct err *e);
enum rc	audit_end(struct db *d, enum rc rc, const struct audit_entry *x, size_t n,
	    struct err *e);
/* Rows alone, all or none. */
enum rc	audit_add(struct db *d, const struct audit_entry *x, size_t n, struct err *e);

struct audit_row {
	int64_t			 id;
	const char		*at;
	struct audit_entry	 entry;
	const char		*hash;
};

struct audit_query {			/* NULL: any */
	const char	*actor, *action, *subject;
	const char	*since, *until;	/* RFC 3339: at or after; before */
	int64_t		 before;	/* ids below that; 0: from the newest */
};

/* Newest first.  err_field("since" or "until"): no instant. */
enum rc	audit_list(struct db *d, const struct audit_query *q, size_t limit, struct arena *a,
	    struct audit_row **out, size_t *n, struct err *e);

enum audit_fault {
	AUDIT_WHOLE,
	AUDIT_CHANGED,		/* the row is not what was written there */
	AUDIT_MISSING,		/* it is not there */
	AUDIT_MOVED,		/* it was written, but not behind the row before it */
	AUDIT_HEAD,		/* the chain ends at bad_id, the head says otherwise */
	AUDIT_REWRITTEN		/* up to bad_id it is a chain, but not the one that was noted */
};

struct audit_note {		/* a head as it was noted */
	int64_t	id;
	char	hash[SHA256_HEX];
};

struct audit_check {
	enum audit_fault	 fault;
	int64_t			 bad_id;	/* the first; 0: none */
	struct audit_note	 last;		/* up to here all is well; whole: the head */
};

/* "17:9f86d0..."; RC_INVAL. */
enum rc	audit_note_parse(const char *s, struct audit_note *out, struct err *e);
/*
 * Reads all rows, one at a time.  noted (NULL: none): that row must have that hash, which vouches
 * for all before it.  RC_CORRUPT: *out tells which row is the first bad one and how, *e the same
 * in words; others: it could not be read.
 */
enum rc	audit_verify(struct db *d, const struct audit_note *noted, struct audit_check *out,
	    struct err *e);
/* changed, missing, moved, head, rewritten; "whole". */
const char *audit_fault_name(enum audit_fault f);

#endif
