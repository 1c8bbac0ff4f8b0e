/* See negotiate.h.  All that knows GSSAPI is in here. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>
#include <krb5.h>
#include <limits.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/auth/directory.h"
#include "core/auth/negotiate_priv.h"

struct negotiate {
	gss_cred_id_t	cred;
	char		replay[PATH_MAX + 8];	/* path of the cache of what was seen */
	char		realm[DIRECTORY_DNS_SIZE];
};

/* 1.3.6.1.5.5.2 */
static gss_OID_desc	spnego = { 6, (void *)(uintptr_t)"\x2b\x06\x01\x05\x05\x02" };

/* What GSSAPI has to say, the mechanism's own words last. */
static enum rc
failed(OM_uint32 major, OM_uint32 minor, enum rc rc, struct err *e)
{
	gss_buffer_desc	text = GSS_C_EMPTY_BUFFER, more = GSS_C_EMPTY_BUFFER;
	OM_uint32	unused, context = 0;

	gss_display_status(&unused, major, GSS_C_GSS_CODE, GSS_C_NO_OID, &context, &text);
	context = 0;
	if (minor != 0)
		gss_display_status(&unused, minor, GSS_C_MECH_CODE, (gss_OID)gss_mech_krb5, &context,
		    &more);
	/* "Unspecified GSS failure.  Minor code may ..." says nothing beside the other. */
	if (more.length > 0 && GSS_ROUTINE_ERROR(major) == GSS_S_FAILURE)
		err_set(e, rc, "%.*s", (int)more.length, (char *)more.value);
	else
		err_set(e, rc, "%.*s%s%.*s", (int)text.length,
		    text.length == 0 ? "" : (char *)text.value, more.length == 0 ? "" : ": ",
		    (int)more.length, more.length == 0 ? "" : (char *)more.value);
	gss_release_buffer(&unused, &text);
	gss_release_buffer(&unused, &more);
	return rc;
}

/* The same of libkrb5 itself. */
static enum rc
krb5_failed(krb5_context k, krb5_error_code code, struct err *e)
{
	const char	*text = krb5_get_error_message(k, code);

	err_set(e, RC_INVAL, "%s", text);
	krb5_free_error_message(k, text);
	return RC_INVAL;
}

/*
 * A ticket that could not be written down is no bad ticket, but our own trouble.  GSSAPI's code
 * does not tell: SPNEGO has it translated.
 */
static bool
cache_is_bad(const struct negotiate *n)
{
	int	fd = open(n->replay, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd == -1)
		return true;
	close(fd);
	return false;
}

/* "HTTP/any.host@ANY.REALM" */
static bool
is_service(krb5_const_principal p, const char *service)
{
	return p->length == 2 && p->data[0].length == strlen(service) &&
	    memcmp(p->data[0].data, service, p->data[0].length) == 0;
}

/* The service's keys from one keytab to the other. */
static krb5_error_code
copy_keys(krb5_context k, krb5_keytab from, krb5_keytab to, const char *service, size_t *n)
{
	krb5_keytab_entry	entry;
	krb5_kt_cursor		at;
	krb5_error_code		code, end;

	*n = 0;
	if ((code = krb5_kt_start_seq_get(k, from, &at)) != 0)
		return code;
	while (code == 0 && (code = krb5_kt_next_entry(k, from, &entry, &at)) == 0) {
		if (is_service(entry.principal, service)) {
			code = krb5_kt_add_entry(k, to, &entry);
			*n += code == 0;
		}
		krb5_free_keytab_entry_contents(k, &entry);
	}
	end = krb5_kt_end_seq_get(k, from, &at);
	return code == KRB5_KT_END ? end : code;
}

/*
 * The service's keys of the file, in memory under that name as long as *to is open.  GSSAPI would
 * choose among the file's keys too, by a service's name without a host; but to do so it looks this
 * machine's own name up, in the DNS if it must.
 */
static enum rc
read_keys(const struct settings *s, krb5_context k, const char *name, krb5_keytab *to,
    struct err *e)
{
	char		path[PATH_MAX + 8];
	krb5_keytab	from = NULL;
	krb5_error_code	code;
	size_t		n = 0;

	snprintf(path, sizeof(path), "FILE:%s", s->kerberos_keytab);
	if ((code = krb5_kt_resolve(k, path, &from)) == 0 &&
	    (code = krb5_kt_resolve(k, name, to)) == 0)
		code = copy_keys(k, from, *to, s->kerberos_service, &n);
	if (from != NULL)
		krb5_kt_close(k, from);
	if (code != 0)
		return krb5_failed(k, code, e);
	return n > 0 ? RC_OK : err_set(e, RC_INVAL, "it has no key of a principal %s/...",
	    s->kerberos_service);
}

/* Kerberos alone, as it is or within SPNEGO, with those keys. */
static enum rc
acquire(struct negotiate *n, const struct settings *s, struct err *e)
{
	char				 name[64], cache[PATH_MAX + 16];
	gss_key_value_element_desc	 elements[] = { { "keytab", name }, { "rcache", cache } };
	const gss_key_value_set_desc	 set = { 2, elements };
	gss_OID_desc			 both[] = { *gss_mech_krb5, spnego };
	gss_OID_set_desc		 mechs = { 2, both }, krb5 = { 1, both };
	krb5_keytab			 keys = NULL;
	krb5_context			 k;
	krb5_error_code			 code;
	OM_uint32			 major, minor;
	enum rc				 rc;

	snprintf(name, sizeof(name), "MEMORY:routing-ml-%p", (void *)n);
	snprintf(n->replay, sizeof(n->replay), "%s.rcache", s->fcgi_listen);
	snprintf(cache, sizeof(cache), "file2:%s", n->replay);
	if ((code = krb5_init_context(&k)) != 0)
		return krb5_failed(NULL, code, e);
	if ((rc = read_keys(s, k, name, &keys, e)) == RC_OK) {
		major = gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &mechs,
		    GSS_C_ACCEPT, &set, &n->cred, NULL, NULL);
		if (!GSS_ERROR(major))
			major = gss_set_neg_mechs(&minor, n->cred, &krb5);
		if (GSS_ERROR(major))
			rc = failed(major, minor, RC_INVAL, e);
	}
	if (keys != NULL)
		krb5_kt_close(k, keys);		/* the credential has it open itself */
	krb5_free_context(k);
	return rc;
}

bool
negotiate_configured(const struct settings *s)
{
	return s->kerberos_keytab[0] != '\0';
}

static enum rc
check_settings(const struct settings *s, const char *realm, struct err *e)
{
	if (!directory_configured(s) || s->ldap_bind_dn[0] == '\0')
		return err_field(e, "LDAP_BIND_DN", "KERBEROS_KEYTAB needs WINDOWS_LDAP_SERVER and "
		    "LDAP_BIND_DN: a ticket says who somebody is, the directory what he may");
	if (realm[0] == '\0')
		return err_field(e, "LDAP_BASE_DN", "KERBEROS_KEYTAB needs an LDAP_BASE_DN with DC=: "
		    "that is the realm");
	if (s->kerberos_service[0] == '\0' || strpbrk(s->kerberos_service, "/@ ") != NULL)
		return err_field(e, "KERBEROS_SERVICE", "KERBEROS_SERVICE is the first part of the "
		    "principal alone: HTTP");
	if (strlen(s->fcgi_listen) >= PATH_MAX || strlen(s->kerberos_keytab) >= PATH_MAX)
		return err_field(e, "KERBEROS_KEYTAB", "KERBEROS_KEYTAB or FCGI_LISTEN is too long");
	if (access(s->kerberos_keytab, R_OK) == -1)
		return err_field(e, "KERBEROS_KEYTAB", "KERBEROS_KEYTAB: %s: %s",
		    s->kerberos_keytab, strerror(errno));
	return RC_OK;
}

enum rc
negotiate_new(struct negotiate **out, const struct settings *s, struct err *e)
{
	struct negotiate	*n;
	enum rc			 rc;

	*out = NULL;
	if ((n = calloc(1, sizeof(*n))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for Kerberos");
	directory_dns_name(s->ldap_base_dn, n->realm, sizeof(n->realm));
	if ((rc = check_settings(s, n->realm, e)) == RC_OK && (rc = acquire(n, s, e)) != RC_OK)
		err_prefix(e, "KERBEROS_KEYTAB: %s", s->kerberos_keytab);
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
	free(n);
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

/* The client's realm must be ours, and the PAC, whose signature libkrb5 checked, names him. */
static enum rc
take_user(const struct negotiate *n, gss_name_t name, struct arena *a, const char **user,
    struct err *e)
{
	gss_buffer_desc	attribute = { strlen("urn:mspac:upn-dns-info"),
		(void *)(uintptr_t)"urn:mspac:upn-dns-info" };
	gss_buffer_desc	text = GSS_C_EMPTY_BUFFER, info = GSS_C_EMPTY_BUFFER;
	gss_buffer_desc	shown = GSS_C_EMPTY_BUFFER;
	OM_uint32	major, minor;
	int		good = 0, complete, more = -1;
	enum rc		rc;

	if (GSS_ERROR(major = gss_display_name(&minor, name, &text, NULL)))
		return failed(major, minor, RC_DENIED, e);
	rc = negotiate_check_realm((struct str){ text.value, text.length }, n->realm, e);
	gss_release_buffer(&minor, &text);
	if (rc != RC_OK)
		return rc;
	major = gss_get_name_attribute(&minor, name, &attribute, &good, &complete, &info, &shown,
	    &more);
	if (GSS_ERROR(major) || !good)
		rc = err_set(e, RC_DENIED, "the ticket bears no signed account (PAC): do not switch "
		    "it off for the service's account");
	else
		rc = negotiate_account(info.value, info.length, n->realm, a, user, e);
	gss_release_buffer(&minor, &info);
	gss_release_buffer(&minor, &shown);
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
		return err_set(e, RC_DENIED, "the browser offers NTLM: it has no ticket for this "
		    "server's name");
	in.value = bytes;
	major = gss_accept_sec_context(&minor, &context, n->cred, &in, GSS_C_NO_CHANNEL_BINDINGS,
	    &name, &mech, &out, NULL, NULL, NULL);
	if (GSS_ERROR(major))
		rc = failed(major, minor, cache_is_bad(n) ? RC_IO : RC_DENIED, e);
	else if ((major & GSS_S_CONTINUE_NEEDED) != 0)
		rc = err_set(e, RC_DENIED, "it wants another round");
	else if (mech == GSS_C_NO_OID || !gss_oid_equal(mech, gss_mech_krb5))
		rc = err_set(e, RC_DENIED, "it is not Kerberos");
	else if ((rc = take_user(n, name, a, user, e)) == RC_OK)
		rc = encode(&out, a, reply, e);
	gss_release_buffer(&unused, &out);
	gss_release_name(&unused, &name);
	gss_delete_sec_context(&unused, &context, GSS_C_NO_BUFFER);
	return rc;
}
