#include "config.h"

#include <arpa/inet.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/data/api_tokens.h"
#include "core/data/registry_priv.h"

#define NAME_MOST	64	/* bytes */
#define USED_EVERY	60	/* seconds between two notes of a token's use */

struct network {
	int		family;
	unsigned char	bytes[16];
	unsigned	bits;
};

static bool
parse_address(const char *s, struct network *out)
{
	out->family = strchr(s, ':') != NULL ? AF_INET6 : AF_INET;
	out->bits = out->family == AF_INET6 ? 128 : 32;
	if (inet_pton(out->family, s, out->bytes) != 1)
		return false;
	/* ::ffff:10.0.0.1 is 10.0.0.1. */
	if (out->family == AF_INET6 && memcmp(out->bytes, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0) {
		out->family = AF_INET;
		out->bits = 32;
		memmove(out->bytes, out->bytes + 12, 4);
	}
	return true;
}

/* "10.0.0.0/8", "::1". */
static bool
parse_network(struct str s, struct network *out)
{
	char		 text[64];
	char		*slash;
	int64_t		 bits;

	if (!str_copy(text, sizeof(text), s))
		return false;
	if ((slash = strchr(text, '/')) != NULL)
		*slash = '\0';
	if (!parse_address(text, out))
		return false;
	if (slash == NULL)
		return true;
	if (!str_int64(str_of(slash + 1), &bits) || bits < 0 || bits > out->bits)
		return false;
	out->bits = (unsigned)bits;
	return true;
}

static bool
is_in(const struct network *net, const struct network *one)
{
	unsigned	whole = net->bits / 8, rest = net->bits % 8;

	if (net->family != one->family || memcmp(net->bytes, one->bytes, whole) != 0)
		return false;
	return rest == 0 || ((net->bytes[whole] ^ one->bytes[whole]) >> (8 - rest)) == 0;
}

/* The next part of a list that is separated by commas, without blanks. */
static struct str
next_part(const char **list)
{
	size_t		n = strcspn(*list, ",");
	struct str	part = str_trim((struct str){ *list, n });

	*list += n + ((*list)[n] == ',');
	return part;
}

bool
api_tokens_allow(const char *networks, const char *address)
{
	struct network	one, net;

	if (str_trim(str_of(networks)).len == 0)
		return true;
	if (!parse_address(address, &one))
		return false;
	while (*networks != '\0')
		if (parse_network(next_part(&networks), &net) && is_in(&net, &one))
			return true;
	return false;
}

enum rc
api_tokens_check_networks(const char *networks, struct err *e)
{
	struct network	net;

	if (strlen(networks) > 400)
		return err_field(e, "addresses", "addresses is longer than 400 bytes");
	while (*networks != '\0') {
		struct str	part = next_part(&networks);

		if (!parse_network(part, &net))
			return err_field(e, "addresses", "addresses: %.*s is no network such as "
			    "10.1.0.0/16 or fd00::/8", (int)part.len, part.s);
	}
	return RC_OK;
}

enum rc
api_tokens_add(struct db *d, const struct api_token *t, const char hash[SHA256_HEX], int64_t *id,
    struct err *e)
{
	struct str	name = str_trim(str_of(t->name));
	char		now[CLOCK_RFC3339_SIZE];
	int64_t		there;
	enum rc		rc;

	if (name.len == 0 || name.len > NAME_MOST || name.len != strlen(t->name))
		return err_field(e, "name", "name is to have 1 to %d bytes, without blanks around",
		    NAME_MOST);
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.s[i] < 0x20 || name.s[i] == 0x7f)
			return err_field(e, "name", "name holds a control character");
	if ((rc = api_tokens_check_networks(t->addresses, e)) != RC_OK ||
	    (rc = registry_begin(d, e)) != RC_OK)
		return rc;
	clock_rfc3339(now);
	if ((rc = db_get_int(d, "SELECT COUNT(*) AS n FROM api_tokens WHERE name = ?",
	    (struct db_value[]){ db_text(t->name) }, 1, &there, e)) == RC_OK && there != 0)
		rc = err_set(e, RC_BUSY, "there is or was a token of the name %s: choose another",
		    t->name);
	if (rc == RC_OK && (rc = db_exec(d, "INSERT INTO api_tokens (name, hash, role, addresses, "
	    "expires, created_by, created_at, revoked_by, revoked_at, used) VALUES "
	    "(?, ?, ?, ?, ?, ?, ?, '', '', 0)", (struct db_value[]){ db_text(t->name),
	    db_text(hash), db_text(role_name(t->role)), db_text(t->addresses),
	    db_int(t->expires), text_or_empty(t->created_by), db_text(now) }, 7, NULL,
	    e)) == RC_OK)
		rc = db_get_int(d, "SELECT MAX(id) AS id FROM api_tokens", NULL, 0, id, e);
	return finish(d, rc, e);
}

#define TOKEN_QUERY	"SELECT id, name, role, addresses, expires, created_by, created_at, " \
	"revoked_by, revoked_at, used FROM api_tokens"

static enum rc
take_token(const struct rows *r, struct arena *a, void *p, struct err *e)
{
	struct api_token	*t = p;
	const char		*role;

	t->id = cell_int(r->cells[0]);
	t->expires = cell_int(r->cells[4]);
	t->used = cell_int(r->cells[9]);
	if ((t->name = cell_text(a, r->cells[1])) == NULL ||
	    (role = cell_text(a, r->cells[2])) == NULL ||
	    (t->addresses = cell_text(a, r->cells[3])) == NULL ||
	    (t->created_by = cell_text(a, r->cells[5])) == NULL ||
	    (t->created_at = cell_text(a, r->cells[6])) == NULL ||
	    (t->revoked_by = cell_text(a, r->cells[7])) == NULL ||
	    (t->revoked_at = cell_text(a, r->cells[8])) == NULL)
		return err_set(e, RC_NOMEM, "tokens: no memory");
	return role_parse(role, &t->role, e);
}

enum rc
api_tokens_list(struct db *d, struct arena *a, struct api_token **out, size_t *n, struct err *e)
{
	void	*list;
	enum rc	 rc = read_list(d, TOKEN_QUERY " ORDER BY id", NULL, 0, SIZE_MAX, sizeof(**out),
		    take_token, a, &list, n, e);

	*out = list;
	return rc;
}

enum rc
api_tokens_revoke(struct db *d, int64_t id, const char *actor, struct err *e)
{
	char	now[CLOCK_RFC3339_SIZE];
	int64_t	n = 0;
	enum rc	rc;

	clock_rfc3339(now);
	rc = db_exec(d, "UPDATE api_tokens SET revoked_at = ?, revoked_by = ? WHERE id = ? AND "
	    "revoked_at = ''", (struct db_value[]){ db_text(now), text_or_empty(actor),
	    db_int(id) }, 3, &n, e);
	return rc == RC_OK && n == 0 ? err_set(e, RC_NOTFOUND, "there is no such token, or it was "
	    "revoked before") : rc;
}

enum rc
api_tokens_find(struct db *d, const char hash[SHA256_HEX], struct arena *a,
    struct api_token *out, struct err *e)
{
	int64_t		 now = clock_now();
	struct db_value	 v[] = { db_text(hash), db_int(now) };
	void		*list;
	size_t		 n;
	enum rc		 rc;

	if ((rc = read_list(d, TOKEN_QUERY " WHERE hash = ? AND expires > ? AND revoked_at = ''",
	    v, 2, 1, sizeof(*out), take_token, a, &list, &n, e)) != RC_OK)
		return rc;
	if (n == 0)
		return err_set(e, RC_NOTFOUND, "there is no such token");
	*out = *(struct api_token *)list;
	if (now - out->used < USED_EVERY)
		return RC_OK;
	return db_exec(d, "UPDATE api_tokens SET used = ? WHERE id = ?",
	    (struct db_value[]){ db_int(now), db_int(out->id) }, 2, NULL, e);
}
