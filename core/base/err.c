#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/base/err.h"

static void	fill(struct err *e, enum rc rc, const char *field, const char *fmt, va_list ap)
		    __attribute__((format(printf, 4, 0)));

static void
fill(struct err *e, enum rc rc, const char *field, const char *fmt, va_list ap)
{
	if (e == NULL)
		return;
	e->rc = rc;
	snprintf(e->field, sizeof(e->field), "%s", field);
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
}

enum rc
err_set(struct err *e, enum rc rc, const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	fill(e, rc, "", fmt, ap);
	va_end(ap);
	return rc;
}

enum rc
err_field(struct err *e, const char *field, const char *fmt, ...)
{
	va_list	ap;

	va_start(ap, fmt);
	fill(e, RC_INVAL, field, fmt, ap);
	va_end(ap);
	return RC_INVAL;
}

enum rc
err_prefix(struct err *e, const char *fmt, ...)
{
	char	old[sizeof(e->msg)];
	size_t	n;
	va_list	ap;

	memcpy(old, e->msg, sizeof(old));
	va_start(ap, fmt);
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	n = strlen(e->msg);
	snprintf(e->msg + n, sizeof(e->msg) - n, ": %s", old);
	return e->rc;
}
