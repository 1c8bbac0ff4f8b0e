/* Names as people type them, and as a directory wants them. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/auth/directory_priv.h"
#include "core/base/str.h"

void
directory_escape(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char	c = (unsigned char)s[i];

		if (c < 0x20 || c == 0x7f || strchr("*()\\", c) != NULL)
			buf_addf(out, "\\%02x", c);
		else
			buf_addc(out, s[i]);
	}
}

void
directory_dns_name(const char *base_dn, char *out, size_t size)
{
	size_t	n = 0;

	out[0] = '\0';
	for (const char *p = base_dn; *p != '\0'; p += *p == ',') {
		size_t	len;

		p += strspn(p, " ");
		len = strcspn(p, ",");
		if (strncasecmp(p, "DC=", 3) == 0 && n + len < size)
			n += (size_t)snprintf(out + n, size - n, "%s%.*s", n == 0 ? "" : ".",
			    (int)len - 3, p + 3);
		p += len;
	}
}

static bool
is_domain(const struct settings *s, const char *p, size_t n)
{
	char		dns[DIRECTORY_NAME_MAX];
	const char	*ours[] = { s->ldap_domain, s->ldap_upn_suffix, dns };

	directory_dns_name(s->ldap_base_dn, dns, sizeof(dns));
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (ours[i][0] != '\0' && strlen(ours[i]) == n && strncasecmp(ours[i], p, n) == 0)
			return true;
	return s->ldap_domain[0] == '\0';	/* the directory decides */
}

/* A user's short name, in whatever of its forms the settings make possible. */
static void
bind_short(const struct settings *s, const char *user, struct directory_name *out)
{
	char	dns[DIRECTORY_NAME_MAX];

	directory_dns_name(s->ldap_base_dn, dns, sizeof(dns));
	if (s->ldap_upn_suffix[0] != '\0')
		snprintf(out->bind, sizeof(out->bind), "%s@%s", user, s->ldap_upn_suffix);
	else if (s->ldap_domain[0] != '\0')
		snprintf(out->bind, sizeof(out->bind), "%s\\%s", s->ldap_domain, user);
	else
		snprintf(out->bind, sizeof(out->bind), "%s@%s", user, dns);
}

static enum rc
put_filter(struct directory_name *out, const char *user, size_t n, const char *upn, struct err *e)
{
	struct buf	account, b;
	enum rc		rc = RC_OK;

	buf_init(&account);
	buf_init(&b);
	buf_adds(&account, "(&(objectClass=user)(sAMAccountName=");
	directory_escape(user, n, &account);
	buf_adds(&account, "))");
	buf_adds(&b, "(&(objectClass=user)(|(sAMAccountName=");
	directory_escape(user, n, &b);
	buf_adds(&b, ")(userPrincipalName=");
	directory_escape(upn, strlen(upn), &b);
	buf_adds(&b, ")))");
	if (!buf_ok(&b) || !buf_ok(&account) ||
	    !str_copy(out->filter, sizeof(out->filter), str_of(buf_str(&b))) ||
	    !str_copy(out->account, sizeof(out->account), str_of(buf_str(&account))))
		rc = err_set(e, RC_NOMEM, "no memory for a directory's filter");
	buf_fini(&account);
	buf_fini(&b);
	return rc;
}

enum rc
directory_name_parse(const struct settings *s, const char *name, struct directory_name *out,
    struct err *e)
{
	char		 text[DIRECTORY_NAME_MAX + 1];
	const char	*user = text, *slash, *at;
	size_t		 n;

	if (!str_copy(text, sizeof(text), str_trim(str_of(name))) || text[0] == '\0')
		return err_set(e, RC_DENIED, "the name is empty or longer than %d bytes",
		    DIRECTORY_NAME_MAX);
	if (!utf8_valid(text, strlen(text)))
		return err_set(e, RC_DENIED, "the name is not UTF-8");
	for (const char *p = text; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return err_set(e, RC_DENIED, "the name holds a control character");
	if ((slash = strchr(text, '\\')) != NULL) {
		user = slash + 1;
		if (!is_domain(s, text, (size_t)(slash - text)))
			return err_set(e, RC_DENIED, "the domain %.*s is not LDAP_DOMAIN",
			    (int)(slash - text), text);
	}
	at = slash == NULL ? strrchr(user, '@') : NULL;
	n = at != NULL ? (size_t)(at - user) : strlen(user);
	if (n == 0 || strchr(user, '\\') != NULL)
		return err_set(e, RC_DENIED, "the name has no user in it");
	if (at != NULL)
		snprintf(out->bind, sizeof(out->bind), "%s", user);
	else if (slash != NULL && s->ldap_domain[0] == '\0' && s->ldap_upn_suffix[0] == '\0')
		snprintf(out->bind, sizeof(out->bind), "%s", text);
	else if (slash != NULL && s->ldap_domain[0] != '\0')
		snprintf(out->bind, sizeof(out->bind), "%s\\%s", s->ldap_domain, user);
	else
		bind_short(s, user, out);
	return put_filter(out, user, n, out->bind, e);
}
