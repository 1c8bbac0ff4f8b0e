/* From a request to its handler.  See guard.h. */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/str.h"
#include "fcgi/app.h"
#include "fcgi/guard.h"
#include "fcgi/problem.h"
#include "fcgi/routes.h"

#define ITEMS_PER_REQUEST	10	/* of a batch; a batch shares what a request costs */

void
csrf_token(const char *secret, const char *jti, char out[SHA256_HEX])
{
	struct sha256	s;
	uint8_t		sum[SHA256_SIZE];

	/* The secret on both sides: what is between cannot be lengthened. */
	sha256_init(&s);
	sha256_add(&s, "csrf", 5);
	sha256_add(&s, secret, strlen(secret) + 1);
	sha256_add(&s, jti, strlen(jti) + 1);
	sha256_add(&s, secret, strlen(secret) + 1);
	sha256_end(&s, sum);
	sha256_hex(sum, out);
}

bool
csrf_matches(const char *secret, const char *jti, const char *given)
{
	char		want[SHA256_HEX];
	unsigned char	differ = 0;

	if (strlen(given) != SHA256_HEX - 1)
		return false;
	csrf_token(secret, jti, want);
	for (size_t i = 0; i < SHA256_HEX - 1; i++)
		differ |= (unsigned char)(want[i] ^ given[i]);
	return differ == 0;
}

/* By the secret, or by the one before, where there is one. */
static bool
csrf_good(const struct auth_config *c, const char *jti, const char *given)
{
	return csrf_matches(c->secret, jti, given) || (c->previous != NULL &&
	    c->previous[0] != '\0' && csrf_matches(c->previous, jti, given));
}

bool
cors_allows(const char *list, const char *origin)
{
	struct str	want = str_of(origin), one;
	size_t		n;

	for (; *list != '\0'; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		one = str_trim((struct str){ list, n });
		if (one.len > 0 && (str_eq(one, want) || str_eq(one, str_of("*"))))
			return true;
	}
	return false;
}

/* The headers that let another site's page read the answer; false: it may not. */
static bool
cors_headers(const struct req *r, struct res *s)
{
	const char	*list = r->app->setup->set.cors_allowed_origins;
	const char	*origin = http_param(r->params, "HTTP_ORIGIN");

	if (*list == '\0')
		return false;
	res_header(s, "Vary", "Origin");
	if (origin == NULL || *origin == '\0' || !cors_allows(list, origin))
		return false;
	res_header(s, "Access-Control-Allow-Origin", "%s", origin);
	res_header(s, "Access-Control-Expose-Headers", "X-Request-Id, Retry-After, Location, "
	    "ETag, RateLimit, RateLimit-Policy");
	return true;
}

/* A browser asks before it sends a token to another site's address. */
static enum rc
cors_preflight(struct req *r, struct res *s)
{
	struct buf	allow;

	buf_init(&allow);
	route_allow(r, &allow);
	res_header(s, "Access-Control-Allow-Methods", "%s", buf_str(&allow));
	res_header(s, "Access-Control-Allow-Headers",
	    "Authorization, Content-Type, If-Match, Idempotency-Key");
	res_header(s, "Access-Control-Max-Age", "600");
	buf_fini(&allow);
	return res_empty(s, 204);
}

static void
method_problem(struct req *r, struct res *s)
{
	struct buf	allow;

	buf_init(&allow);
	route_allow(r, &allow);
	res_header(s, "Allow", "%s", buf_str(&allow));
	buf_fini(&allow);
	problem(r, s, 405, "method_not_allowed", "this address does not take that method");
}

/* auth_check() on a registry that may have gone away since the last request: once more. */
static enum rc
session_find(struct req *r, struct err *e)
{
	struct db	*d;
	enum rc		 rc = RC_IO;

	for (int attempt = 0; attempt < 2 && rc == RC_IO; attempt++) {
		if ((rc = app_db(r->app, &d, e)) != RC_OK)
			return rc;
		rc = auth_check(&r->app->auth, d, r->token, http_address(r), r->arena, &r->session,
		    e);
		if (rc != RC_OK && rc != RC_DENIED)
			app_db_lost(r->app);
	}
	/* A store that is locked or damaged is no fault of who asks. */
	if (rc != RC_OK && rc != RC_DENIED && rc != RC_NOMEM)
		rc = e->rc = RC_IO;
	return rc;
}

/* True: the user has not asked too often; this counts as so many requests.  False: *s says 429. */
static bool
guard_rate(struct req *r, uint64_t cost, struct res *s)
{
	const struct settings	*set = &r->app->setup->set;
	const struct rate_policy policy = { (uint64_t)set->rate_limit_user_per_minute,
		(uint64_t)set->rate_limit_user_burst };
	struct rate_table	*table = &r->app->board->rate;

	if (policy.per_minute == 0 || cost == 0 || rate_take(table, &policy,
	    rate_key(table, r->session.source, r->session.username), cost, clock_mono_us(),
	    &r->rate))
		return true;
	res_header(s, "Retry-After", "%llu", (unsigned long long)r->rate.retry_seconds);
	problem(r, s, 429, "too_many_requests", "so many requests in so short a time are more "
	    "than one user may make; Retry-After tells how many seconds to wait");
	return false;
}

/* What a batch counts beside the one of its request. */
static uint64_t
batch_cost(const struct req *r)
{
	struct json_object	*codes;

	return json_object_object_get_ex(r->json, "item_codes", &codes) &&
	    json_object_is_type(codes, json_type_array) ?
	    json_object_array_length(codes) / ITEMS_PER_REQUEST : 0;
}

/* As draft-ietf-httpapi-ratelimit-headers-11 has them; t: until all of q is there again. */
static void
rate_headers(const struct req *r, struct res *s)
{
	const struct settings	*set = &r->app->setup->set;
	long long		 per_minute = set->rate_limit_user_per_minute;
	long long		 burst = set->rate_limit_user_burst;

	if (!r->rate.known)
		return;
	res_header(s, "RateLimit-Policy", "\"user\";q=%lld;w=%lld", burst,
	    (burst * 60 + per_minute - 1) / per_minute);
	res_header(s, "RateLimit", "\"user\";r=%llu;t=%llu", (unsigned long long)r->rate.left,
	    (unsigned long long)r->rate.full_seconds);
}

/* True: he may come in.  False: *s is answered, or *rc is not RC_OK. */
static bool
guard_person(struct req *r, const struct route *route, struct res *s, enum rc *rc,
    struct err *e)
{
	const char	*csrf;

	*rc = RC_OK;
	if (route->role == ROLE_NONE)
		return true;
	if (r->token == NULL) {
		problem(r, s, 401, "unauthorized", "log in first: this needs a token");
		return false;
	}
	if ((*rc = session_find(r, e)) == RC_DENIED) {
		*rc = RC_OK;
		problem(r, s, 401, "unauthorized", e->msg);
		return false;
	}
	if (*rc != RC_OK || !guard_rate(r, 1, s))
		return false;
	if (r->session.must_change && (route->flags & ROUTE_ANY_PASSWORD) == 0) {
		problem(r, s, 403, "password_change_required", "change your password first: "
		    "POST /api/auth/change-password");
		return false;
	}
	if (r->session.role < route->role) {
		*rc = err_set(e, RC_DENIED, "this needs the role %s", role_name(route->role));
		return false;
	}
	csrf = http_param(r->params, "HTTP_X_CSRF_TOKEN");
	if (r->by_cookie && !http_is_safe(r->method) && (csrf == NULL ||
	    !csrf_good(&r->app->auth, r->session.jti, csrf))) {
		problem(r, s, 403, "csrf", "with the cookie, a request that changes something "
		    "must bear the X-CSRF-Token that the login gave");
		return false;
	}
	return true;
}

static bool
type_is_json(const char *type)
{
	struct str	t = str_of(type);
	const char	*semicolon = type == NULL ? NULL : strchr(type, ';');

	if (semicolon != NULL)
		t.len = (size_t)(semicolon - type);
	return str_eqi(str_trim(t), str_of("application/json"));
}

/* The length is the client's word: it saves us from reading what cannot fit, no more. */
static enum rc
body_read(struct req *r, size_t most, const struct body_source *from, bool *too_large,
    struct err *e)
{
	const char	*length = http_param(r->params, "CONTENT_LENGTH");
	int64_t		 n = 0;
	char		*p;

	*too_large = false;
	if (length != NULL && *length != '\0' && (!str_int64(str_of(length), &n) || n < 0))
		return err_set(e, RC_INVAL, "Content-Length is not a length");
	if ((uint64_t)n > most) {
		*too_large = true;
		return RC_OK;
	}
	if (n == 0)
		n = (int64_t)most + 1;	/* not said: one byte more tells */
	if ((p = arena_alloc(r->arena, (size_t)n + 1)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the body");
	r->body_len = from->read(from->ctx, p, (size_t)n);
	p[r->body_len] = '\0';
	r->body = p;
	*too_large = r->body_len > most;
	return RC_OK;
}

/* True: the body is r->json, or there is none.  False: as guard_person(). */
static bool
guard_body(struct req *r, const struct route *route, const struct body_source *from,
    struct res *s, enum rc *rc, struct err *e)
{
	bool	too_large;

	if ((*rc = body_read(r, route->max_body, from, &too_large, e)) != RC_OK) {
		if (*rc == RC_INVAL) {
			problem(r, s, 400, "bad_request", e->msg);
			*rc = RC_OK;
		}
		return false;
	}
	if (too_large) {
		problem(r, s, 413, "too_large", route->max_body == 0 ?
		    "this takes no body" : "the body is larger than what this reads");
		return false;
	}
	if (r->body_len == 0) {
		if (route->max_body == 0 || (route->flags & ROUTE_BODY_OPTIONAL) != 0)
			return true;
		problem(r, s, 400, "invalid_json", "a JSON body is missing");
		return false;
	}
	if (!type_is_json(http_param(r->params, "CONTENT_TYPE"))) {
		problem(r, s, 415, "unsupported_media_type",
		    "the body must be application/json");
		return false;
	}
	if ((*rc = json_parse(&r->json, r->body, r->body_len, e)) == RC_INVAL) {
		problem(r, s, 400, "invalid_json", e->msg);
		*rc = RC_OK;
		return false;
	}
	return *rc == RC_OK && guard_rate(r, batch_cost(r), s);
}

/*
 * nginx says when the request came; whoever waited for a worker longer than he was promised
 * has gone or should be told, rather than make those behind him wait as well.
 */
static bool
queued_too_long(const struct req *r)
{
	const char	*received = http_param(r->params, "REQUEST_RECEIVED");
	double		 at;

	return received != NULL && str_double(str_of(received), &at) && at > 0 &&
	    (double)clock_now() - at > (double)r->app->setup->set.queue_timeout_seconds;
}

static enum rc
answer(struct req *r, const struct body_source *body, struct res *s, struct err *e)
{
	const struct route	*route;
	bool			 known, cors = cors_headers(r, s);
	enum rc			 rc;

	if ((route = route_find(r, &known)) == NULL) {
		if (!known)
			problem(r, s, 404, "not_found", "there is nothing at this address");
		else if (cors && strcmp(r->method, "OPTIONS") == 0)
			return cors_preflight(r, s);
		else
			method_problem(r, s);
		return RC_OK;
	}
	r->secret = (route->flags & ROUTE_SECRET) != 0;
	if (queued_too_long(r))
		return problem_unavailable(r, s, "all workers were busy for too long; try again");
	if (!guard_person(r, route, s, &rc, e) || !guard_body(r, route, body, s, &rc, e))
		return rc;
	if (route->role != ROLE_NONE)
		app_begin(r->app);
	return route->handler(r, s, e);
}

enum rc
dispatch(struct req *r, const char *const *params, const struct body_source *body,
    struct res *s, struct err *e)
{
	enum rc	rc;

	r->params = params;
	e->msg[0] = e->field[0] = '\0';
	rc = http_parse(r, e);
	log_request(r->id);
	if (rc == RC_INVAL) {
		problem(r, s, 400, "bad_request", e->msg);
		rc = RC_OK;
	} else if (rc == RC_OK)
		rc = answer(r, body, s, e);
	if (rc == RC_IO)
		app_failed(r->app);
	if (rc != RC_OK) {
		e->rc = rc;
		problem_err(r, s, e);
	}
	if (r->secret)
		json_wipe(r->json);
	json_object_put(r->json);
	r->json = NULL;
	rate_headers(r, s);
	res_header(s, "X-Request-Id", "%s", r->id);
	res_header(s, "Cache-Control", "no-store");
	return rc;
}
