#include "config.h"

#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/auth/negotiate.h"
#include "core/base/str.h"

struct negotiate {
	gss_cred_id_t	 cred;
	char		*realm;
};

/* 1.3.6.1.5.5.2 */
static gss_OID_desc	spnego = { 6, (void *)(uintptr_t)"\x2b\x06\x01\x05\x05\x02" };

/* What GSSAPI has to say, the mechanism's own words last. */
static enum rc
failed(const char *what, OM_uint32 major, OM_uint32 minor, enum rc rc, struct err *e)
{
	gss_buffer_desc	text = GSS_C_EMPTY_BUFFER, more = GSS_C_EMPTY_BUFFER;
	OM_uint32	unused, context = 0;

	gss_display_status(&unused, major, GSS_C_GSS_CODE, GSS_C_NO_OID, &context, &text);
	context = 0;
	gss_display_status(&unused, minor, GSS_C_MECH_CODE, (gss_OID)gss_mech_krb5, &context,
	    &more);
	err_set(e, rc, "%s: %.*s: %.*s", what, (int)text.length, (char *)text.value,
	    (int)more.length, (char *)more.value);
	gss_release_buffer(&unused, &text);
	gss_release_buffer(&unused, &more);
	return rc;
}

/* Kerberos alone, as it is or within SPNEGO. */
static enum rc
acquire(struct negotiate *n, const char *keytab, const char *replay, struct err *e)
{
	char				 store[2][4200];
	gss_key_value_element_desc	 elements[] = {
		{ "keytab", store[0] }, { "rcache", store[1] } };
	const gss_key_value_set_desc	 set = { 2, elements };
	gss_OID_desc			 both[] = { *gss_mech_krb5, spnego };
	gss_OID_set_desc		 mechs = { 2, both }, krb5 = { 1, both };
	OM_uint32			 major, minor;

	snprintf(store[0], sizeof(store[0]), "FILE:%s", keytab);
	snprintf(store[1], sizeof(store[1]), "file2:%s", replay);
	major = gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &mechs,
	    GSS_C_ACCEPT, &set, &n->cred, NULL, NULL);
	if (!GSS_ERROR(major))
		major = gss_set_neg_mechs(&minor, n->cred, &krb5);
	return GSS_ERROR(major) ? failed(keytab, major, minor, RC_INVAL, e) : RC_OK;
}

enum rc
negotiate_new(struct negotiate **out, const char *keytab, const char *replay,
    const char *realm, struct err *e)
{
	struct negotiate	*n;
	enum rc			 rc;

	*out = NULL;
	if ((n = calloc(1, sizeof(*n))) == NULL || (n->realm = strdup(realm)) == NULL) {
		free(n);
		return err_set(e, RC_NOMEM, "no memory for Kerberos");
	}
	if (access(keytab, R_OK) == -1)
		rc = err_set(e, RC_INVAL, "%s: it is not there, or may not be read", keytab);
	else
		rc = acquire(n, keytab, replay, e);
	if (rc == RC_OK)
		*out = n;
	else
		negotiate_free(n);
	return rc;
}

void
negotiate_free(struct negotiate *n)
{
	OM_uint32	minor;

	if (n == NULL)
		return;
	gss_release_cred(&minor, &n->cred);
	free(n->realm);
	free(n);
}

enum rc
negotiate_decode(const char *s, struct arena *a, unsigned char **out, size_t *n, struct err *e)
{
	static const char	alphabet[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t			len = strnlen(s, NEGOTIATE_TOKEN_MAX + 1);
	size_t			text = strspn(s, alphabet), pad = len - text;
	int			got;

	*n = 0;
	if (len == 0 || len > NEGOTIATE_TOKEN_MAX || len % 4 != 0 || text > len || pad > 2 ||
	    strspn(s + text, "=") != pad)
		return err_set(e, RC_DENIED, "Negotiate: the token is no base64, or too long");
	if ((*out = arena_alloc(a, len / 4 * 3 + 1)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a token");
	got = EVP_DecodeBlock(*out, (const unsigned char *)s, (int)len);
	if (got < (int)pad)
		return err_set(e, RC_DENIED, "Negotiate: the token is no base64");
	*n = (size_t)got - pad;
	return RC_OK;
}

static enum rc
encode(const gss_buffer_desc *from, struct arena *a, const char **out, struct err *e)
{
	unsigned char	*p;

	*out = "";
	if (from->length == 0)
		return RC_OK;
	if ((p = arena_alloc(a, from->length / 3 * 4 + 5)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a token");
	EVP_EncodeBlock(p, from->value, (int)from->length);
	*out = (const char *)p;
	return RC_OK;
}

/* "kim@AD.TEST": a user of our realm, not a host's service. */
static enum rc
take_user(const struct negotiate *n, gss_name_t name, struct arena *a, const char **user,
    struct err *e)
{
	gss_buffer_desc	text = GSS_C_EMPTY_BUFFER;
	OM_uint32	major, minor;
	struct str	s, realm;
	const char	*at;
	enum rc		rc = RC_OK;

	if (GSS_ERROR(major = gss_display_name(&minor, name, &text, NULL)))
		return failed("Negotiate", major, minor, RC_DENIED, e);
	s = (struct str){ text.value, text.length };
	at = memrchr(s.s, '@', s.len);
	realm = at == NULL ? str_of("") : (struct str){ at + 1, s.len - (size_t)(at + 1 - s.s) };
	if (at == NULL || !str_eqi(realm, str_of(n->realm)))
		rc = err_set(e, RC_DENIED, "Negotiate: %.*s is not of the realm %s", (int)s.len, s.s,
		    n->realm);
	else if (memchr(s.s, '/', s.len) != NULL)
		rc = err_set(e, RC_DENIED, "Negotiate: %.*s is no user", (int)s.len, s.s);
	else if ((*user = arena_strndup(a, s.s, (size_t)(at - s.s))) == NULL)
		rc = err_set(e, RC_NOMEM, "no memory for a user");
	gss_release_buffer(&minor, &text);
	return rc;
}

enum rc
negotiate_accept(struct negotiate *n, const char *token, struct arena *a, const char **user,
    const char **reply, struct err *e)
{
	gss_ctx_id_t	 context = GSS_C_NO_CONTEXT;
	gss_buffer_desc	 in = GSS_C_EMPTY_BUFFER, out = GSS_C_EMPTY_BUFFER;
	gss_name_t	 name = GSS_C_NO_NAME;
	gss_OID		 mech = GSS_C_NO_OID;
	OM_uint32	 major, minor, unused;
	unsigned char	*bytes;
	enum rc		 rc;

	*user = *reply = "";
	if ((rc = negotiate_decode(token, a, &bytes, &in.length, e)) != RC_OK)
		return rc;
	if (in.length >= 7 && memcmp(bytes, "NTLMSSP", 7) == 0)
		return err_set(e, RC_DENIED, "Negotiate: the browser offers NTLM: it has no ticket "
		    "for this server's name");
	in.value = bytes;
	major = gss_accept_sec_context(&minor, &context, n->cred, &in, GSS_C_NO_CHANNEL_BINDINGS,
	    &name, &mech, &out, NULL, NULL, NULL);
	if (GSS_ERROR(major))
		rc = failed("Negotiate", major, minor, RC_DENIED, e);
	else if ((major & GSS_S_CONTINUE_NEEDED) != 0)
		rc = err_set(e, RC_DENIED, "Negotiate: it wants another round");
	else if (mech == GSS_C_NO_OID || !gss_oid_equal(mech, gss_mech_krb5))
		rc = err_set(e, RC_DENIED, "Negotiate: it is not Kerberos");
	else if ((rc = take_user(n, name, a, user, e)) == RC_OK)
		rc = encode(&out, a, reply, e);
	gss_release_buffer(&unused, &out);
	gss_release_name(&unused, &name);
	gss_delete_sec_context(&unused, &context, GSS_C_NO_BUFFER);
	return rc;
}
