/* Requests: from CGI parameters to struct req.  See http.h. */
#include "config.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "core/base/str.h"
#include "fcgi/http.h"

#define HTTP_PATH_MOST	4096	/* bytes of a path or query, as sent */

const char *
http_param(const char *const *params, const char *name)
{
	size_t	n = strlen(name);

	for (; params != NULL && *params != NULL; params++)
		if (strncmp(*params, name, n) == 0 && (*params)[n] == '=')
			return *params + n + 1;
	return NULL;
}

const char *
http_address(const struct req *r)
{
	const char	*address = http_param(r->params, "REMOTE_ADDR");

	return address != NULL ? address : "";
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

enum rc
http_decode(const char *s, size_t n, bool plus, struct arena *a, const char **out,
    struct err *e)
{
	char	*to;
	size_t	 len = 0;
	int	 c;

	*out = NULL;
	if ((to = arena_alloc(a, n + 1)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a request");
	for (size_t i = 0; i < n; i++) {
		c = (unsigned char)s[i];
		if (plus && c == '+')
			c = ' ';
		else if (c == '%') {
			if (i + 2 >= n || hex_value(s[i + 1]) < 0 || hex_value(s[i + 2]) < 0)
				return err_set(e, RC_INVAL, "the address has a broken %% escape");
			c = hex_value(s[i + 1]) * 16 + hex_value(s[i + 2]);
			i += 2;
		}
		if (c == '\0')
			return err_set(e, RC_INVAL, "the address holds a NUL");
		to[len++] = (char)c;
	}
	to[len] = '\0';
	if (!utf8_valid(to, len))
		return err_set(e, RC_INVAL, "the address is not UTF-8");
	*out = to;
	return RC_OK;
}

/* The path is cut at its slashes before decoding, so that a name may hold one as %2F. */
enum rc
http_parse_path(struct req *r, const char *s, size_t n, struct err *e)
{
	const char	*end = s + n, *slash;
	enum rc		 rc;

	r->nsegments = 0;
	if (n == 0 || *s != '/' || n > HTTP_PATH_MOST)
		return err_set(e, RC_INVAL, "the address has no path, or too long a one");
	if ((rc = http_decode(s, n, false, r->arena, &r->path, e)) != RC_OK)
		return rc;
	for (s++; ; s = slash + 1) {
		if ((slash = memchr(s, '/', (size_t)(end - s))) == NULL)
			slash = end;
		if (r->nsegments == HTTP_SEGMENTS)
			return err_set(e, RC_INVAL, "the address has too many parts");
		if ((rc = http_decode(s, (size_t)(slash - s), false, r->arena,
		    &r->segments[r->nsegments++], e)) != RC_OK || slash == end)
			return rc;
	}
}

enum rc
http_parse_query(struct req *r, const char *s, struct err *e)
{
	struct http_pair	*q;
	const char		*end, *eq;
	enum rc			 rc;

	r->nquery = 0;
	if (strnlen(s, HTTP_PATH_MOST + 1) > HTTP_PATH_MOST)
		return err_set(e, RC_INVAL, "the query is too long");
	for (; *s != '\0'; s = *end == '&' ? end + 1 : end) {
		end = s + strcspn(s, "&");
		if (end == s)
			continue;
		if (r->nquery == HTTP_QUERY)
			return err_set(e, RC_INVAL, "the query has too many parameters");
		if ((eq = memchr(s, '=', (size_t)(end - s))) == NULL)
			eq = end;
		q = &r->query[r->nquery];
		if ((rc = http_decode(s, (size_t)(eq - s), true, r->arena, &q->name, e)) != RC_OK)
			return rc;
		q->value = "";
		if (eq < end && (rc = http_decode(eq + 1, (size_t)(end - eq - 1), true, r->arena,
		    &q->value, e)) != RC_OK)
			return rc;
		if (http_query(r, q->name) != NULL)
			return err_field(e, q->name, "%.80s is given twice", q->name);
		r->nquery++;
	}
	return RC_OK;
}

const char *
http_cookie(const char *header, const char *name, struct arena *a)
{
	size_t		 n = strlen(name);
	const char	*end;

	for (const char *s = header; *s != '\0'; s = end) {
		s += strspn(s, "; \t");
		end = s + strcspn(s, ";");
		if (strncmp(s, name, n) == 0 && s[n] == '=') {
			const char	*stop = end;

			while (stop > s + n + 1 && (stop[-1] == ' ' || stop[-1] == '\t'))
				stop--;
			return arena_strndup(a, s + n + 1, (size_t)(stop - s) - n - 1);
		}
	}
	return NULL;
}

const char *
http_bearer(const char *header)
{
	if (strncasecmp(header, "bearer", 6) != 0 || (header[6] != ' ' && header[6] != '\t'))
		return NULL;
	return header + 6 + strspn(header + 6, " \t");
}

static bool
id_is_good(const char *id)
{
	size_t	n = strlen(id);

	return n >= 8 && n < HTTP_ID_SIZE && strspn(id, "0123456789abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == n;
}

/* nginx's id, so that its log and ours agree; else one of our own. */
static void
id_choose(struct req *r)
{
	const char	*given = http_param(r->params, "REQUEST_ID");
	uint8_t		 random[16] = { 0 };

	if (given != NULL && id_is_good(given)) {
		memcpy(r->id, given, strlen(given) + 1);
		return;
	}
	if (getrandom(random, sizeof(random), 0) == -1)
		random[0] = 0;		/* only a name: no secret hangs on it */
	for (size_t i = 0; i < sizeof(random); i++) {
		r->id[2 * i] = "0123456789abcdef"[random[i] >> 4];
		r->id[2 * i + 1] = "0123456789abcdef"[random[i] & 15];
	}
	r->id[2 * sizeof(random)] = '\0';
}

enum rc
http_parse(struct req *r, struct err *e)
{
	const char	*method, *uri, *query, *header;
	enum rc		 rc;

	id_choose(r);
	r->method = r->path = "";
	/* A copy: the log needs it when libfcgi has taken the parameters back. */
	if ((method = http_param(r->params, "REQUEST_METHOD")) != NULL &&
	    (r->method = arena_strdup(r->arena, method)) == NULL) {
		r->method = "";
		return err_set(e, RC_NOMEM, "no memory for a request");
	}
	/* As it was sent, where we get it; SCRIPT_NAME is decoded already. */
	if ((uri = http_param(r->params, "REQUEST_URI")) == NULL &&
	    (uri = http_param(r->params, "SCRIPT_NAME")) == NULL)
		uri = "";
	if ((rc = http_parse_path(r, uri, strcspn(uri, "?"), e)) != RC_OK)
		return rc;
	if ((query = http_param(r->params, "QUERY_STRING")) == NULL)
		query = "";
	if ((rc = http_parse_query(r, query, e)) != RC_OK)
		return rc;
	if ((header = http_param(r->params, "HTTP_AUTHORIZATION")) != NULL && *header != '\0') {
		r->token = http_bearer(header);
		return RC_OK;
	}
	if ((header = http_param(r->params, "HTTP_COOKIE")) != NULL) {
		r->token = http_cookie(header, HTTP_COOKIE, r->arena);
		r->by_cookie = r->token != NULL;
	}
	return RC_OK;
}

const char *
http_query(const struct req *r, const char *name)
{
	for (size_t i = 0; i < r->nquery; i++)
		if (strcmp(r->query[i].name, name) == 0)
			return r->query[i].value;
	return NULL;
}

enum rc
http_query_only(const struct req *r, const char *const *names, struct err *e)
{
	const char *const	*n;

	for (size_t i = 0; i < r->nquery; i++) {
		for (n = names; *n != NULL && strcmp(*n, r->query[i].name) != 0; n++)
			;
		if (*n == NULL)
			return err_field(e, r->query[i].name,
			    "%.80s is not a parameter of this request", r->query[i].name);
	}
	return RC_OK;
}

enum rc
http_query_int(const struct req *r, const char *name, long least, long most, long *out,
    struct err *e)
{
	const char	*s = http_query(r, name);
	int64_t		 v;

	if (s == NULL)
		return RC_OK;
	if (!str_int64(str_of(s), &v) || v < least || v > most)
		return err_field(e, name, "%s must be a whole number from %ld to %ld", name,
		    least, most);
	*out = (long)v;
	return RC_OK;
}

bool
http_is_safe(const char *method)
{
	return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0 ||
	    strcmp(method, "OPTIONS") == 0;
}

enum rc
http_if_match(const struct req *r, int64_t *version, struct err *e)
{
	const char	*s = http_param(r->params, "HTTP_IF_MATCH");
	struct str	 t = str_trim(str_of(s == NULL ? "" : s));

	if (t.len == 0)
		return err_field(e, "If-Match", "the header If-Match is missing: give the version "
		    "that GET told, as If-Match: \"0\"");
	if (t.len > 2 && memcmp(t.s, "W/", 2) == 0)
		t = (struct str){ t.s + 2, t.len - 2 };
	if (t.len > 1 && t.s[0] == '"' && t.s[t.len - 1] == '"')
		t = (struct str){ t.s + 1, t.len - 2 };
	if (!str_int64(t, version))
		*version = -1;
	return RC_OK;
}
