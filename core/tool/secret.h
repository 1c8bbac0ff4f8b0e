/* Passwords that a command is given: from a file, or typed. */
#ifndef CORE_TOOL_SECRET_H
#define CORE_TOOL_SECRET_H

#include "core/base/buf.h"
#include "core/base/err.h"

/*
 * The first line of a file (- : of the standard input) to *out, which secret_fini() ends in any
 * case.
 */
enum rc	secret_read(const char *file, struct buf *out, struct err *e);
/* Asked for on the terminal, without an echo.  RC_INVAL: there is none. */
enum rc	secret_ask(const char *prompt, struct buf *out, struct err *e);
void	secret_fini(struct buf *b);	/* overwrites it */

#endif
