/* Answers that are errors: core/base/problem.h's bodies with their status and headers. */
#ifndef FCGI_PROBLEM_H
#define FCGI_PROBLEM_H

#include <stdint.h>

#include "core/base/err.h"
#include "fcgi/http.h"

/*
 * Answer with a problem of our own choice.  code: a stable word for programs; detail: for
 * people, without SQL, path or secret.
 */
void	problem(const struct req *r, struct res *s, int status, const char *code,
	    const char *detail);
/* Answer with the problem that e means; e->rc is not RC_OK. */
void	problem_err(const struct req *r, struct res *s, const struct err *e);
/*
 * 409: what If-Match names is not the current version, which goes along as "version" and as
 * ETag.  RC_OK, or RC_NOMEM.
 */
enum rc	problem_stale(const struct req *r, struct res *s, int64_t version, struct err *e);
/* 503 with a reason that the client may read; always RC_OK, so that handlers can return it. */
enum rc	problem_unavailable(const struct req *r, struct res *s, const char *detail);

#endif
