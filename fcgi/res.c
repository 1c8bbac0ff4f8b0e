/* Answers.  See http.h. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "fcgi/http.h"

#define RES_HEADER_MOST	8192	/* bytes of one header, with room for a token */

const char *
http_reason(int status)
{
	static const struct {
		int		 status;
		const char	*reason;
	} reasons[] = {
		{ 200, "OK" }, { 201, "Created" }, { 202, "Accepted" }, { 204, "No Content" },
		{ 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" },
		{ 404, "Not Found" }, { 405, "Method Not Allowed" }, { 409, "Conflict" },
		{ 413, "Content Too Large" }, { 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" }, { 429, "Too Many Requests" },
		{ 500, "Internal Server Error" }, { 503, "Service Unavailable" },
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Unknown";
}

void
res_init(struct res *s)
{
	memset(s, 0, sizeof(*s));
	buf_init(&s->headers);
	buf_init(&s->body);
	res_clear(s);
}

void
res_fini(struct res *s)
{
	buf_fini(&s->headers);
	buf_fini(&s->body);
}

void
res_clear(struct res *s)
{
	s->status = 500;	/* until somebody answers */
	s->type = "application/json";
	buf_clear(&s->headers);
	buf_clear(&s->body);
}

void
res_header(struct res *s, const char *name, const char *fmt, ...)
{
	char	value[RES_HEADER_MOST];
	va_list	ap;
	int	n;

	va_start(ap, fmt);
	n = vsnprintf(value, sizeof(value), fmt, ap);
	va_end(ap);
	/* A header that does not fit or would break the line is left out rather than cut. */
	if (n < 0 || (size_t)n >= sizeof(value) || strpbrk(value, "\r\n") != NULL)
		return;
	buf_addf(&s->headers, "%s: %s\r\n", name, value);
}

enum rc
res_json(struct res *s, int status, struct json_object *o, struct err *e)
{
	const char	*text;
	size_t		 n;

	if (o == NULL || (text = json_object_to_json_string_length(o, JSON_C_TO_STRING_PLAIN |
	    JSON_C_TO_STRING_NOSLASHESCAPE, &n)) == NULL) {
		json_object_put(o);
		return err_set(e, RC_NOMEM, "no memory for the answer");
	}
	s->status = status;
	s->type = "application/json";
	buf_clear(&s->body);
	buf_add(&s->body, text, n);
	json_object_put(o);
	return buf_ok(&s->body) ? RC_OK : err_set(e, RC_NOMEM, "no memory for the answer");
}

enum rc
res_bytes(struct res *s, int status, const char *type, const void *p, size_t n, struct err *e)
{
	s->status = status;
	s->type = type;
	buf_clear(&s->body);
	buf_add(&s->body, p, n);
	return buf_ok(&s->body) ? RC_OK : err_set(e, RC_NOMEM, "no memory for the answer");
}

enum rc
res_empty(struct res *s, int status)
{
	s->status = status;
	s->type = NULL;
	buf_clear(&s->body);
	return RC_OK;
}
