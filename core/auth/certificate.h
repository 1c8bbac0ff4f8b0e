/* The certificate that nginx shows, as far as an operator has to care.  By libcrypto. */
#ifndef CORE_AUTH_CERTIFICATE_H
#define CORE_AUTH_CERTIFICATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"

struct certificate {
	bool	self_signed;	/* nobody stands for it but itself */
	int64_t	expires;	/* seconds since 1970 */
};

/* Of the first certificate in a PEM file.  RC_INVAL: it holds none; RC_IO. */
enum rc	certificate_read(const char *path, struct certificate *out, struct err *e);

#endif
