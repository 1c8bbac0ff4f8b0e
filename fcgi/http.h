/*
 * A request as the handlers see it, and their answer.  Nothing here knows FastCGI: a request
 * is made from CGI parameters ("NAME=value", NULL-ended) and a body that somebody else read.
 *
 * Everything that hangs on a request lives in its arena.  Names and values are valid UTF-8
 * without a NUL; what is not is refused before any handler sees it.
 */
#ifndef FCGI_HTTP_H
#define FCGI_HTTP_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/data/users.h"
#include "fcgi/rate.h"

#define HTTP_SEGMENTS	12	/* of a path */
#define HTTP_QUERY	16	/* parameters of a query */
#define HTTP_ID_SIZE	65	/* of a request's id, with the NUL */
#define HTTP_COOKIE	"routing_ml_session"

struct app;

struct http_pair {
	const char	*name, *value;
};

struct req {
	struct app		*app;		/* what the worker owns */
	struct arena		*arena;
	const char *const	*params;	/* CGI parameters, borrowed until dispatch() returns */
	char			 id[HTTP_ID_SIZE];
	const char		*method;	/* "" if there is none */
	const char		*path;		/* decoded, for the log */
	const char		*segments[HTTP_SEGMENTS];	/* decoded, without slashes */
	size_t			 nsegments;
	struct http_pair	 query[HTTP_QUERY];
	size_t			 nquery;
	const char		*args[HTTP_SEGMENTS];	/* what stands in place of {name}, in order */
	const char		*token;		/* bearer or cookie, NULL if there is neither */
	bool			 by_cookie;	/* the token came as a cookie */
	struct session		 session;	/* of routes that need a role */
	struct rate		 rate;		/* of its user */
	const char		*body;		/* body_len bytes and a NUL */
	size_t			 body_len;
	struct json_object	*json;		/* the body, NULL if there is none; the dispatcher's */
	bool			 secret;	/* what it holds is overwritten behind it */
};

struct res {
	int		 status;
	const char	*type;		/* Content-Type */
	struct buf	 headers;	/* more of them: "Name: value\r\n"... */
	struct buf	 body;
};

/* The value of a CGI parameter, or NULL. */
const char	*http_param(const char *const *params, const char *name);
/* Where a request comes from, as nginx says; "". */
const char	*http_address(const struct req *r);

/*
 * Fill *r (cleared by the caller, with arena and params set) from its parameters.  RC_INVAL:
 * the path, query or cookie is malformed; r->id is good even then.
 */
enum rc		 http_parse(struct req *r, struct err *e);

/*
 * If-Match: "7", also as a proxy that compresses weakens it; -1: nobody's version.  RC_INVAL: it is
 * missing.
 */
enum rc		 http_if_match(const struct req *r, int64_t *version, struct err *e);

/* The decoded value of a query parameter, or NULL. */
const char	*http_query(const struct req *r, const char *name);
/* RC_INVAL naming the first parameter that is not in names (NULL-ended). */
enum rc		 http_query_only(const struct req *r, const char *const *names, struct err *e);
/* A whole number from least to most; absent: *out is untouched. */
enum rc		 http_query_int(const struct req *r, const char *name, long least, long most,
		    long *out, struct err *e);

/*
 * The parsers, for their tests.  http_decode() turns n bytes of %XX (and, in a query, of +)
 * into text; RC_INVAL: a bad escape, a NUL or no UTF-8.
 */
enum rc		 http_decode(const char *s, size_t n, bool plus, struct arena *a,
		    const char **out, struct err *e);
enum rc		 http_parse_path(struct req *r, const char *s, size_t n, struct err *e);
enum rc		 http_parse_query(struct req *r, const char *s, struct err *e);
/* The value of a cookie in a Cookie header, in the arena; NULL if it is not there. */
const char	*http_cookie(const char *header, const char *name, struct arena *a);
/* The token of an Authorization header, or NULL if it is of another scheme. */
const char	*http_bearer(const char *header);

/* Reads as GET does; and: changes nothing. */
bool		 http_is_safe(const char *method);
const char	*http_reason(int status);

void		 res_init(struct res *s);
void		 res_fini(struct res *s);
void		 res_clear(struct res *s);	/* as after res_init(), keeps the memory */
void		 res_header(struct res *s, const char *name, const char *fmt, ...)
		    __attribute__((format(printf, 3, 4)));
/* Takes over o (NULL: RC_NOMEM).  Always RC_OK or RC_NOMEM. */
enum rc		 res_json(struct res *s, int status, struct json_object *o, struct err *e);
/* Copies n bytes. */
enum rc		 res_bytes(struct res *s, int status, const char *type, const void *p, size_t n,
		    struct err *e);
enum rc		 res_empty(struct res *s, int status);

#endif
