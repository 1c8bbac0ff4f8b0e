/*
 * Tokens of machine clients: long-lived, made and revoked by an admin.  What a client sends is
 * 256 random bits and is stored nowhere, only its SHA-256: as nobody can guess it, nothing slower
 * is needed.
 */
#ifndef CORE_DATA_API_TOKENS_H
#define CORE_DATA_API_TOKENS_H

#include "core/base/arena.h"
#include "core/base/hash.h"
#include "core/data/users.h"

struct api_token {	/* strings in the caller's arena */
	int64_t		 id;
	const char	*name;
	enum role	 role;
	const char	*addresses;	/* networks, separated by commas; "": any */
	int64_t		 expires, used;	/* seconds since 1970; used 0: never */
	const char	*created_by, *created_at, *revoked_by, *revoked_at;
};

/*
 * t->name, role, addresses, expires and created_by.  RC_BUSY: a token had that name already;
 * RC_INVAL names the field.  *id is the new one's.
 */
enum rc	api_tokens_add(struct db *d, const struct api_token *t, const char hash[SHA256_HEX],
	    int64_t *id, struct err *e);
enum rc	api_tokens_list(struct db *d, struct arena *a, struct api_token **out, size_t *n,
	    struct err *e);
/* RC_NOTFOUND: there is none, or it was revoked before. */
enum rc	api_tokens_revoke(struct db *d, int64_t id, const char *actor, struct err *e);
/* The one with that hash, if it is good now.  RC_NOTFOUND.  Notes that it was used. */
enum rc	api_tokens_find(struct db *d, const char hash[SHA256_HEX], struct arena *a,
	    struct api_token *out, struct err *e);
/* Is address (of IPv4 or IPv6) in one of the networks, or are there none? */
bool	api_tokens_allow(const char *networks, const char *address);
/* RC_INVAL: something in the list is no network. */
enum rc	api_tokens_check_networks(const char *networks, struct err *e);

#endif
