/*
 * What stands between a request and its handler: origin, token, role, forgery, size and kind
 * of the body.  dispatch() runs them in that order and turns the outcome into an answer.
 */
#ifndef FCGI_GUARD_H
#define FCGI_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/hash.h"
#include "fcgi/http.h"

/* Where a body comes from: up to n bytes into p; fewer: it has ended. */
struct body_source {
	void	*ctx;
	size_t	(*read)(void *ctx, char *p, size_t n);
};

/*
 * Answer the request with these CGI parameters in *s, whatever happens.  r is the caller's
 * storage, app and arena set; the worker logs by r (id, method, path) and what it returns:
 * RC_OK, or the rc of a failed request with its reason in *e.  Log lines bear the request's
 * id from here on.
 */
enum rc	dispatch(struct req *r, const char *const *params, const struct body_source *body,
	    struct res *s, struct err *e);

/*
 * The token that a page must send back in X-CSRF-Token: made from the session's jti and the
 * server's secret, so it is nowhere stored and ends with the session.
 */
void	csrf_token(const char *secret, const char *jti, char out[SHA256_HEX]);
bool	csrf_matches(const char *secret, const char *jti, const char *given);
/* Is origin one of the comma-separated list? */
bool	cors_allows(const char *list, const char *origin);

#endif
