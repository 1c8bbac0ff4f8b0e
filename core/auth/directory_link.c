/*
 * A connection to one of the directory's servers, with its time limit.
 *
 * libldap's own limits are not enough: by default a server that accepts and then says nothing
 * holds the TLS handshake for ever, and with CONNECT_ASYNC one that drips byte after byte still
 * does.  So there is one deadline for the whole connection, which shuts the socket down.
 */
#include "config.h"

#include <lber.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/auth/directory_priv.h"
#include "core/base/clock.h"
#include "core/base/log.h"

#define BAD_US		UINT64_C(30000000)	/* so long the others are asked before */
#define TLS_1_2		0x303

void
directory_step(struct directory_link *l, const char *fmt, ...)
{
	uint64_t	now = clock_mono_us();
	char		text[512];
	va_list		ap;

	if (l->trace->step != NULL) {
		va_start(ap, fmt);
		vsnprintf(text, sizeof(text), fmt, ap);
		va_end(ap);
		l->trace->step(l->trace->ctx, now - l->step_us, text);
	}
	l->step_us = now;
}

static struct timeval
time_left(const struct directory_link *l)
{
	uint64_t	now = clock_mono_us(), left = now < l->end_us ? l->end_us - now : 1000;

	return (struct timeval){ (time_t)(left / 1000000), (suseconds_t)(left % 1000000) };
}

static enum rc
away(struct directory_link *l, const char *what, int code, struct err *e)
{
	char	*more = NULL;

	if (l->ld != NULL)
		ldap_get_option(l->ld, LDAP_OPT_DIAGNOSTIC_MESSAGE, &more);
	l->trace->why = DIRECTORY_AWAY;
	if (clock_mono_us() >= l->end_us)
		err_set(e, RC_IO, "%s: %s: no answer within %lld s", l->url, what,
		    (long long)l->d->set->ldap_timeout_seconds);
	else
		err_set(e, RC_IO, "%s: %s: %s%s%s", l->url, what, ldap_err2string(code),
		    more != NULL && *more != '\0' ? ": " : "", more != NULL ? more : "");
	ldap_memfree(more);
	directory_step(l, "%s", e != NULL ? e->msg : what);
	return RC_IO;
}

static enum rc
set_options(struct directory_link *l, struct err *e)
{
	const struct settings	*s = l->d->set;
	int			 three = LDAP_VERSION3, demand = LDAP_OPT_X_TLS_DEMAND;
	int			 never = LDAP_DEREF_NEVER, client = 0, tls = TLS_1_2, rc;
	struct timeval		 tv = time_left(l);

	rc = ldap_set_option(l->ld, LDAP_OPT_PROTOCOL_VERSION, &three);
	rc |= ldap_set_option(l->ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
	rc |= ldap_set_option(l->ld, LDAP_OPT_DEREF, &never);
	rc |= ldap_set_option(l->ld, LDAP_OPT_NETWORK_TIMEOUT, &tv);
	rc |= ldap_set_option(l->ld, LDAP_OPT_TIMEOUT, &tv);
	rc |= ldap_set_option(l->ld, LDAP_OPT_CONNECT_ASYNC, LDAP_OPT_ON);
	rc |= ldap_set_option(l->ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
	rc |= ldap_set_option(l->ld, LDAP_OPT_X_TLS_PROTOCOL_MIN, &tls);
	if (s->ldap_ca_file[0] != '\0')
		rc |= ldap_set_option(l->ld, LDAP_OPT_X_TLS_CACERTFILE, s->ldap_ca_file);
	rc |= ldap_set_option(l->ld, LDAP_OPT_X_TLS_NEWCTX, &client);	/* takes up those above */
	if (rc != LDAP_OPT_SUCCESS)
		return err_set(e, RC_IO, "LDAP_CA_FILE: %s: it holds no certificates that can be "
		    "used, or cannot be read", s->ldap_ca_file);
	return RC_OK;
}

/* The answer to a request that was sent. */
static enum rc
result(struct directory_link *l, const char *what, int id, LDAPMessage **out, struct err *e)
{
	struct timeval	tv = time_left(l);
	int		n = ldap_result(l->ld, id, LDAP_MSG_ALL, &tv, out), code = LDAP_TIMEOUT;

	if (n > 0)
		return RC_OK;
	if (n < 0)
		ldap_get_option(l->ld, LDAP_OPT_RESULT_CODE, &code);
	else
		ldap_abandon_ext(l->ld, id, NULL, NULL);
	ldap_msgfree(*out);
	*out = NULL;
	return away(l, what, code, e);
}

static enum rc
start_tls(struct directory_link *l, struct err *e)
{
	LDAPMessage	*m = NULL;
	int		 id, code;
	enum rc		 rc;

	if ((code = ldap_start_tls(l->ld, NULL, NULL, &id)) != LDAP_SUCCESS)
		return away(l, "it cannot be reached", code, e);
	if ((rc = result(l, "StartTLS", id, &m, e)) != RC_OK)
		return rc;
	if (ldap_parse_result(l->ld, m, &code, NULL, NULL, NULL, NULL, 1) != LDAP_SUCCESS ||
	    code != LDAP_SUCCESS)
		return away(l, "StartTLS was refused", code, e);
	if ((code = ldap_install_tls(l->ld)) != LDAP_SUCCESS)
		return away(l, "TLS: its certificate is not by LDAP_CA_FILE, not for this name, "
		    "or it gave up", code, e);
	return RC_OK;
}

/* Something small, to see that it answers before anybody's password is sent. */
static enum rc
greet(struct directory_link *l, struct err *e)
{
	static const char	*none[] = { LDAP_NO_ATTRS, NULL };
	struct timeval		 tv = time_left(l);
	LDAPMessage		*m = NULL;
	int			 id, code;
	enum rc			 rc;

	code = ldap_search_ext(l->ld, "", LDAP_SCOPE_BASE, "(objectClass=*)",
	    (char **)(uintptr_t)none, 0, NULL, NULL, &tv, 1, &id);
	if (code != LDAP_SUCCESS)
		return away(l, strncasecmp(l->url, "ldaps:", 6) == 0 ? "it cannot be reached, or its "
		    "certificate is not by LDAP_CA_FILE or not for this name" :
		    "it cannot be reached", code, e);
	if ((rc = result(l, "it does not answer", id, &m, e)) == RC_OK)
		ldap_msgfree(m);
	return rc;
}

static enum rc
connect_to(struct directory_link *l, struct directory_server *server, struct err *e)
{
	const struct settings	*s = l->d->set;
	unsigned		 seconds = (unsigned)s->ldap_timeout_seconds;
	enum rc			 rc;

	l->url = server->url;
	l->step_us = clock_mono_us();
	l->end_us = l->step_us + seconds * UINT64_C(1000000);
	/* The watch gives drivers a second beyond, which is none here. */
	watch_connect_begin(&l->watch, seconds - 1);
	if (ldap_initialize(&l->ld, server->url) != LDAP_SUCCESS) {
		l->ld = NULL;
		rc = err_set(e, RC_IO, "%s: no memory, or no such address", server->url);
	} else if ((rc = set_options(l, e)) == RC_OK && (!s->ldap_start_tls ||
	    strncasecmp(server->url, "ldap:", 5) != 0 || (rc = start_tls(l, e)) == RC_OK)) {
		rc = greet(l, e);
	}
	if (watch_connect_end(&l->watch) && rc == RC_OK)
		rc = away(l, "it does not answer", LDAP_TIMEOUT, e);
	if (rc == RC_OK) {
		server->bad_until_us = 0;
		watch_arm(&l->watch, (unsigned)time_left(l).tv_sec, NULL);
		directory_step(l, "%s: connected%s", server->url, s->ldap_start_tls ||
		    strncasecmp(server->url, "ldaps:", 6) == 0 ? ", its certificate is good" : "");
		return RC_OK;
	}
	log_error("ldap", "%s", e->msg);
	server->bad_until_us = clock_mono_us() + BAD_US;
	directory_close(l);
	return rc;
}

enum rc
directory_open(struct directory_link *l, struct directory *d, struct directory_trace *t,
    struct err *e)
{
	uint64_t	now = clock_mono_us();
	bool		bad[DIRECTORY_SERVERS];
	struct err	own;
	enum rc		rc = RC_IO;

	*l = (struct directory_link){ .d = d, .trace = t };
	e = e != NULL ? e : &own;
	for (size_t i = 0; i < d->nservers; i++)
		bad[i] = d->server[i].bad_until_us > now;
	/* Those that were away a moment ago come last. */
	for (int last = 0; last < 2 && rc != RC_OK; last++)
		for (size_t i = 0; i < d->nservers && rc != RC_OK; i++) {
			if (bad[i] != (last == 1))
				continue;
			if ((rc = watch_init(&l->watch, e)) == RC_OK)
				rc = connect_to(l, &d->server[i], e);
		}
	t->why = rc == RC_OK ? DIRECTORY_OK : DIRECTORY_AWAY;
	return rc;
}

void
directory_close(struct directory_link *l)
{
	watch_disarm(&l->watch);
	watch_fini(&l->watch);
	if (l->ld != NULL)
		ldap_unbind_ext(l->ld, NULL, NULL);
	l->ld = NULL;
}

/* AcceptSecurityContext's codes ([MS-ERREF] 2.3, in hexadecimal), which stand as "data 52e". */
static enum directory_why
why_of(const char *diagnostic)
{
	static const struct { unsigned long code; enum directory_why why; }	codes[] = {
		{ 0x525, DIRECTORY_UNKNOWN }, { 0x52e, DIRECTORY_WRONG },
		{ 0x530, DIRECTORY_HOURS }, { 0x531, DIRECTORY_WORKSTATION },
		{ 0x532, DIRECTORY_EXPIRED }, { 0x533, DIRECTORY_DISABLED },
		{ 0x701, DIRECTORY_ACCOUNT_EXPIRED }, { 0x773, DIRECTORY_MUST_CHANGE },
		{ 0x775, DIRECTORY_LOCKED } };
	const char	*p = diagnostic != NULL ? strstr(diagnostic, "data ") : NULL;
	unsigned long	 code = p != NULL ? strtoul(p + 5, NULL, 16) : 0;

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].code == code)
			return codes[i].why;
	return DIRECTORY_WRONG;
}

enum rc
directory_bind(struct directory_link *l, const char *name, const char *password, struct err *e)
{
	struct berval	 cred = { strlen(password), (char *)(uintptr_t)password };
	LDAPMessage	*m = NULL;
	char		*text = NULL;
	int		 id, code;
	enum rc		 rc;

	/* RFC 4513, 5.1.2: with a name and no password anybody would be let in as nobody. */
	if (cred.bv_len == 0) {
		l->trace->why = DIRECTORY_WRONG;
		return err_set(e, RC_DENIED, "the password is empty");
	}
	l->trace->sent = true;
	if ((code = ldap_sasl_bind(l->ld, name, LDAP_SASL_SIMPLE, &cred, NULL, NULL,
	    &id)) != LDAP_SUCCESS)
		return away(l, "bind", code, e);
	if ((rc = result(l, "bind", id, &m, e)) != RC_OK)
		return rc;
	if (ldap_parse_result(l->ld, m, &code, NULL, &text, NULL, NULL, 1) != LDAP_SUCCESS)
		return away(l, "bind", LDAP_DECODING_ERROR, e);
	if (code == LDAP_SUCCESS) {
		directory_step(l, "bind as %s: good", name);
	} else if (code == LDAP_INVALID_CREDENTIALS) {
		l->trace->why = why_of(text);
		rc = err_set(e, RC_DENIED, "%s: bind as %s: %s (%s)", l->url, name,
		    directory_why_name(l->trace->why), text != NULL ? text : "");
		directory_step(l, "bind as %s: %s", name, directory_why_name(l->trace->why));
	} else {
		rc = away(l, "bind", code, e);
	}
	ldap_memfree(text);
	return rc;
}

enum rc
directory_search(struct directory_link *l, const char *base, int scope, const char *filter,
    const char *const *attributes, int most, LDAPMessage **out, size_t *n, struct err *e)
{
	/*
	 * The server's limit, in whole seconds: Samba counts those that its clock begins, so that a
	 * limit of one may be over at once.  We ourselves wait as long as there is, see result().
	 */
	struct timeval	limit = { time_left(l).tv_sec + 2, 0 };
	int		id, code;
	enum rc		rc;

	*out = NULL;
	*n = 0;
	if ((code = ldap_search_ext(l->ld, base, scope, filter, (char **)(uintptr_t)attributes, 0,
	    NULL, NULL, &limit, most, &id)) != LDAP_SUCCESS)
		return away(l, "search", code, e);
	if ((rc = result(l, "search", id, out, e)) != RC_OK)
		return rc;
	if (ldap_parse_result(l->ld, *out, &code, NULL, NULL, NULL, NULL, 0) != LDAP_SUCCESS)
		code = LDAP_DECODING_ERROR;
	if (code == LDAP_SUCCESS || code == LDAP_SIZELIMIT_EXCEEDED)
		*n = (size_t)ldap_count_entries(l->ld, *out);
	else if (code != LDAP_NO_SUCH_OBJECT) {
		ldap_msgfree(*out);
		*out = NULL;
		return away(l, "search", code, e);
	}
	return RC_OK;
}
