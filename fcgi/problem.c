#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/problem.h"
#include "fcgi/problem.h"

#define PROBLEM_RETRY_SECONDS	5

static void
problem_send(struct res *s, int status, struct json_object *body)
{
	struct err	e;

	if (res_json(s, status, body, &e) != RC_OK) {
		s->status = status;	/* which alone must do */
		buf_clear(&s->body);
	}
	s->type = "application/problem+json";
	if (status == 401)
		res_header(s, "WWW-Authenticate", "Bearer realm=\"routing-ml\"");
	if (status == 503)
		res_header(s, "Retry-After", "%d", PROBLEM_RETRY_SECONDS);
}

void
problem(const struct req *r, struct res *s, int status, const char *code, const char *detail)
{
	problem_send(s, status, problem_new(status, http_reason(status), code, detail, NULL,
	    r->id));
}

void
problem_err(const struct req *r, struct res *s, const struct err *given)
{
	struct err	copy = *given, *e = &copy;

	/* Whoever reads only the text is to learn as well which field it is about. */
	if (e->rc == RC_INVAL && e->field[0] != '\0' && strstr(e->msg, e->field) == NULL)
		err_prefix(e, "%s", e->field);
	problem_send(s, problem_status(e->rc), problem_of(e, r->id));
}

enum rc
problem_stale(const struct req *r, struct res *s, int64_t version, struct err *e)
{
	struct json_object	*o;
	char			 text[24];

	snprintf(text, sizeof(text), "%lld", (long long)version);
	if ((o = problem_new(409, http_reason(409), "conflict", "it was changed meanwhile: look at "
	    "it again, and give its current version in If-Match", NULL, r->id)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for an answer");
	json_put_str(o, "version", text);
	res_header(s, "ETag", "\"%s\"", text);
	problem_send(s, 409, o);
	return RC_OK;
}

enum rc
problem_unavailable(const struct req *r, struct res *s, const char *detail)
{
	problem(r, s, 503, "unavailable", detail);
	return RC_OK;
}
