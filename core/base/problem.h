/*
 * Errors as a client sees them: the body of application/problem+json (RFC 9457), and the one
 * place where an enum rc becomes a status.
 */
#ifndef CORE_BASE_PROBLEM_H
#define CORE_BASE_PROBLEM_H

#include <json-c/json.h>

#include "core/base/err.h"

/* The HTTP status that rc means. */
int	problem_status(enum rc rc);

/*
 * {"type","title","status","detail","code"} and, where they are not NULL or "", "field" and
 * "request_id".  code: a stable word for programs; detail: for people, without SQL, path or
 * secret.  The caller owns it; NULL: no memory.
 */
struct json_object *problem_new(int status, const char *title, const char *code,
	    const char *detail, const char *field, const char *request_id);
/*
 * The problem that e means.  Its text is told where it is about the client's input (4xx); of
 * our own troubles (5xx) he gets a general word.
 */
struct json_object *problem_of(const struct err *e, const char *request_id);

#endif
