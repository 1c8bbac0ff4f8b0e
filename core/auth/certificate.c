#include "config.h"

#include <errno.h>
#include <openssl/asn1.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/auth/certificate.h"

enum rc
certificate_read(const char *path, struct certificate *out, struct err *e)
{
	struct tm	 tm;
	X509		*x;
	FILE		*f;
	enum rc		 rc = RC_OK;

	if ((f = fopen(path, "re")) == NULL)
		return err_set(e, RC_IO, "%s: %s", path, strerror(errno));
	x = PEM_read_X509(f, NULL, NULL, NULL);
	fclose(f);
	if (x == NULL || ASN1_TIME_to_tm(X509_get0_notAfter(x), &tm) != 1)
		rc = err_set(e, RC_INVAL, "%s: it holds no certificate (PEM)", path);
	else
		*out = (struct certificate){ .self_signed = X509_check_issued(x, x) == X509_V_OK,
			.expires = (int64_t)timegm(&tm) };
	X509_free(x);
	return rc;
}
