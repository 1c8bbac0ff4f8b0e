#include "config.h"

#include <stdio.h>

#include "core/base/json.h"
#include "core/base/problem.h"

int
problem_status(enum rc rc)
{
	switch (rc) {
	case RC_OK:
		return 200;
	case RC_INVAL:
		return 422;
	case RC_NOTFOUND:
		return 404;
	case RC_DENIED:
		return 403;
	case RC_BUSY:
		return 409;
	case RC_CORRUPT:
	case RC_IO:
	case RC_NOMEM:
	case RC_CANCELLED:
		return 503;
	}
	return 500;
}

struct json_object *
problem_new(int status, const char *title, const char *code, const char *detail,
    const char *field, const char *request_id)
{
	struct json_object	*o = json_object_new_object();
	char			 type[96];

	if (o == NULL)
		return NULL;
	snprintf(type, sizeof(type), "urn:routing-ml:problem:%s", code);
	json_put_str(o, "type", type);
	json_put_str(o, "title", title);
	json_put_int(o, "status", status);
	json_put_str(o, "detail", detail);
	json_put_str(o, "code", code);
	if (field != NULL && field[0] != '\0')
		json_put_str(o, "field", field);
	if (request_id != NULL && request_id[0] != '\0')
		json_put_str(o, "request_id", request_id);
	return o;
}

struct json_object *
problem_of(const struct err *e, const char *request_id)
{
	static const struct {
		int		 status;
		const char	*title, *code;
	}		words[] = {
		{ 403, "Forbidden", "forbidden" }, { 404, "Not Found", "not_found" },
		{ 409, "Conflict", "conflict" }, { 422, "Unprocessable Content", "invalid" },
		{ 503, "Service Unavailable", "unavailable" },
		{ 500, "Internal Server Error", "internal" }
	};
	int		status = problem_status(e->rc);
	const char	*detail = e->msg;
	size_t		i = 0;

	if (e->rc == RC_CORRUPT)
		detail = "stored data that this needs is damaged; the operator finds more in the log";
	else if (e->rc == RC_NOMEM)
		detail = "this asks for more memory than a request may have; ask for less at once";
	else if (status >= 500)
		detail = "a database, file or server that this needs is away; try again soon";
	while (words[i].status != status && words[i].status != 500)
		i++;
	return problem_new(status, words[i].title, words[i].code, detail,
	    status == 422 ? e->field : NULL, request_id);
}
