/* Logging a Windows user in, and looking at him again later. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "core/auth/auth.h"
#include "core/auth/directory_priv.h"
#include "core/base/log.h"
#include "core/base/str.h"

#define ENTRIES_MOST	8	/* of one name: his own, and who took it for his UPN */
#define ACCOUNTDISABLE	0x2	/* [MS-ADTS] 2.2.16 */
#define FILETIME_1970	INT64_C(11644473600)	/* seconds from 1601 to 1970 */

const char *
directory_why_name(enum directory_why w)
{
	static const char *const	names[DIRECTORY_REASONS] = {
		[DIRECTORY_OK] = "good", [DIRECTORY_WRONG] = "wrong_password",
		[DIRECTORY_UNKNOWN] = "unknown_user", [DIRECTORY_HOURS] = "not_at_this_hour",
		[DIRECTORY_WORKSTATION] = "not_at_this_workstation",
		[DIRECTORY_EXPIRED] = "password_expired", [DIRECTORY_DISABLED] = "disabled",
		[DIRECTORY_ACCOUNT_EXPIRED] = "account_expired",
		[DIRECTORY_MUST_CHANGE] = "must_change_password",
		[DIRECTORY_LOCKED] = "locked", [DIRECTORY_NAME] = "no_name_of_ours",
		[DIRECTORY_NO_GROUP] = "no_group", [DIRECTORY_AWAY] = "away",
		[DIRECTORY_TICKET] = "bad_ticket",
	};

	return w < DIRECTORY_REASONS ? names[w] : "";
}

bool
directory_configured(const struct settings *s)
{
	return s->windows_ldap_server[0] != '\0';
}

bool
directory_can_find(const struct directory *d)
{
	return d->set->ldap_bind_dn[0] != '\0';
}

static enum rc
add_server(struct directory *d, const char *p, size_t n, struct err *e)
{
	const struct settings	*s = d->set;
	bool			 tls = strncasecmp(p, "ldaps://", 8) == 0;

	if (!tls && strncasecmp(p, "ldap://", 7) != 0)
		return err_field(e, "WINDOWS_LDAP_SERVER", "WINDOWS_LDAP_SERVER: %.*s: it is to "
		    "begin with ldaps:// or ldap://", (int)n, p);
	if (!tls && !s->ldap_start_tls && !s->ldap_allow_plain)
		return err_field(e, "WINDOWS_LDAP_SERVER", "WINDOWS_LDAP_SERVER: %.*s: passwords "
		    "would cross the network as they are: say ldaps://, or LDAP_START_TLS=true",
		    (int)n, p);
	if (d->nservers == DIRECTORY_SERVERS)
		return err_field(e, "WINDOWS_LDAP_SERVER", "WINDOWS_LDAP_SERVER: at most %d",
		    DIRECTORY_SERVERS);
	if ((d->server[d->nservers].url = strndup(p, n)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the directory");
	if (!ldap_is_ldap_url(d->server[d->nservers++].url))
		return err_field(e, "WINDOWS_LDAP_SERVER", "WINDOWS_LDAP_SERVER: %.*s is no URL of "
		    "a server", (int)n, p);
	return RC_OK;
}

enum rc
directory_new(struct directory **out, const struct settings *s, struct err *e)
{
	static const char	apart[] = " \t,;";
	struct directory	*d;
	enum rc			 rc = RC_OK;

	*out = NULL;
	if ((d = calloc(1, sizeof(*d))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for the directory");
	d->set = s;
	for (const char *p = s->windows_ldap_server; *p != '\0' && rc == RC_OK; ) {
		size_t	n;

		p += strspn(p, apart);
		if ((n = strcspn(p, apart)) != 0)
			rc = add_server(d, p, n, e);
		p += n;
	}
	if (rc == RC_OK && d->nservers == 0)
		rc = err_field(e, "WINDOWS_LDAP_SERVER", "WINDOWS_LDAP_SERVER names no server");
	else if (rc == RC_OK && s->ldap_base_dn[0] == '\0')
		rc = err_field(e, "LDAP_BASE_DN", "LDAP_BASE_DN is missing: below it the users and "
		    "groups are looked for, e.g. DC=example,DC=com");
	else if (rc == RC_OK && s->ldap_group_admin[0] == '\0' &&
	    s->ldap_group_operator[0] == '\0' && s->ldap_group_planner[0] == '\0')
		rc = err_field(e, "LDAP_GROUP_PLANNER", "no group is mapped to a role: set "
		    "LDAP_GROUP_PLANNER, LDAP_GROUP_OPERATOR, LDAP_GROUP_ADMIN");
	if (rc == RC_OK)
		*out = d;
	else
		directory_free(d);
	return rc;
}

void
directory_free(struct directory *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < d->nservers; i++)
		free(d->server[i].url);
	free(d);
}

/* The first value of an attribute as text in the arena; "" if there is none. */
static const char *
attribute(struct directory_link *l, LDAPMessage *m, const char *name, struct arena *a)
{
	struct berval	**v = ldap_get_values_len(l->ld, m, name);
	const char	 *s = "";

	if (v != NULL && v[0] != NULL && utf8_valid(v[0]->bv_val, v[0]->bv_len))
		s = arena_strndup(a, v[0]->bv_val, v[0]->bv_len);
	if (v != NULL)
		ldap_value_free_len(v);
	return s;
}

static int64_t
number(struct directory_link *l, LDAPMessage *m, const char *name, struct arena *a)
{
	const char	*s = attribute(l, m, name, a);
	int64_t		 i;

	return s != NULL && str_int64(str_of(s), &i) ? i : 0;
}

/* The names in an entry. */
static enum rc
take_person(struct directory_link *l, LDAPMessage *m, struct arena *a,
    struct directory_person *out, struct err *e)
{
	const char	*sam = attribute(l, m, "sAMAccountName", a);
	const char	*display = attribute(l, m, "displayName", a);
	char		*folded;
	struct str	 trimmed;

	if (sam == NULL || display == NULL)
		return err_set(e, RC_NOMEM, "no memory for a user");
	trimmed = str_trim(str_of(sam));
	if (trimmed.len == 0)
		return err_set(e, RC_IO, "%s: a user without a sAMAccountName", l->url);
	if ((folded = arena_strndup(a, trimmed.s, trimmed.len)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a user");
	for (char *p = folded; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	out->username = folded;
	out->display_name = *display != '\0' ? display : folded;
	return RC_OK;
}

static const char *const	person_attributes[] = { "sAMAccountName", "displayName", "objectSid",
	"userAccountControl", "accountExpires", "memberOf", NULL };
#define GROUPS_TOLD	20	/* of those that he is in himself */

/* For whoever wonders why somebody is in no mapped group. */
static void
tell_groups(struct directory_link *l, LDAPMessage *m)
{
	struct berval	**v;
	struct buf	  b;
	int		  n;

	if (l->trace->step == NULL || (v = ldap_get_values_len(l->ld, m, "memberOf")) == NULL)
		return;
	n = ldap_count_values_len(v);
	buf_init(&b);
	for (int i = 0; i < n && i < GROUPS_TOLD; i++)	/* the name alone: CN=...,OU=... */
		buf_addf(&b, "%s%.*s", i == 0 ? "" : "; ",
		    (int)strcspn(v[i]->bv_val, ","), v[i]->bv_val);
	directory_step(l, "in %d groups himself: %s%s", n, buf_str(&b), n > GROUPS_TOLD ?
	    "; ..." : "");
	buf_fini(&b);
	ldap_value_free_len(v);
}

/* The entry of whoever is bound: of those by that name the one whose SID he bears. */
static enum rc
own_entry(struct directory_link *l, const char *filter, const struct directory_sids *sids,
    struct arena *a, struct directory_person *out, struct err *e)
{
	LDAPMessage	*m = NULL;
	size_t		 n;
	bool		 found = false;
	enum rc		 rc;

	if ((rc = directory_search(l, l->d->set->ldap_base_dn, LDAP_SCOPE_SUBTREE, filter,
	    person_attributes, ENTRIES_MOST, &m, &n, e)) != RC_OK)
		return rc;
	for (LDAPMessage *p = ldap_first_entry(l->ld, m); p != NULL && rc == RC_OK && !found;
	    p = ldap_next_entry(l->ld, p)) {
		struct berval	**sid = ldap_get_values_len(l->ld, p, "objectSid");

		if ((found = sid != NULL && sid[0] != NULL && directory_sids_have(sids, sid[0]))) {
			rc = take_person(l, p, a, out, e);
			tell_groups(l, p);
		}
		if (sid != NULL)
			ldap_value_free_len(sid);
	}
	ldap_msgfree(m);
	if (rc == RC_OK && !found) {
		l->trace->why = DIRECTORY_UNKNOWN;
		rc = err_set(e, RC_DENIED, "%s: who logged in is not below LDAP_BASE_DN (%s)",
		    l->url, l->d->set->ldap_base_dn);
	}
	if (rc == RC_OK)
		directory_step(l, "he is %s, %s", out->username, out->display_name);
	return rc;
}

static enum rc
take_role(struct directory_link *l, const struct directory_sids *sids,
    struct directory_person *p, struct err *e)
{
	enum rc	rc;

	if ((rc = directory_role(l, sids, &p->role, e)) != RC_OK)
		return rc;
	if (p->role != ROLE_NONE)
		return RC_OK;
	l->trace->why = DIRECTORY_NO_GROUP;
	return err_set(e, RC_DENIED, "%s is in none of the groups of LDAP_GROUP_PLANNER, "
	    "LDAP_GROUP_OPERATOR and LDAP_GROUP_ADMIN", p->username);
}

enum rc
directory_login(struct directory *d, const char *name, const char *password, struct arena *a,
    struct directory_person *out, struct directory_trace *t, struct err *e)
{
	struct directory_sids	sids = { 0 };
	struct directory_link	l;
	struct directory_name	n;
	enum rc			rc;

	*out = (struct directory_person){ 0 };
	t->why = DIRECTORY_NAME;
	if ((rc = directory_name_parse(d->set, name, &n, e)) != RC_OK)
		return rc;
	t->why = DIRECTORY_WRONG;
	if (*password == '\0' || strlen(password) > AUTH_PASSWORD_MAX)
		return err_set(e, RC_DENIED, "the password is empty or longer than %d bytes",
		    AUTH_PASSWORD_MAX);
	if ((rc = directory_open(&l, d, t, e)) != RC_OK)
		return rc;
	if ((rc = directory_bind(&l, n.bind, password, e)) == RC_OK &&
	    (rc = directory_own_sids(&l, &sids, e)) == RC_OK &&
	    (rc = own_entry(&l, n.filter, &sids, a, out, e)) == RC_OK)
		rc = take_role(&l, &sids, out, e);
	directory_sids_free(&sids);
	directory_close(&l);
	return rc;
}

/* What a bind would have said. */
static enum rc
check_account(struct directory_link *l, LDAPMessage *m, struct arena *a, struct err *e)
{
	int64_t	until = number(l, m, "accountExpires", a);	/* 100 ns since 1601; 0, most: never */

	if ((number(l, m, "userAccountControl", a) & ACCOUNTDISABLE) != 0) {
		l->trace->why = DIRECTORY_DISABLED;
		return err_set(e, RC_DENIED, "the account is disabled");
	}
	if (until != 0 && until != INT64_MAX && until / 10000000 - FILETIME_1970 < time(NULL)) {
		l->trace->why = DIRECTORY_ACCOUNT_EXPIRED;
		return err_set(e, RC_DENIED, "the account has expired");
	}
	return RC_OK;
}

static enum rc
find_entry(struct directory_link *l, const char *filter, struct arena *a,
    struct directory_person *out, char **dn, struct err *e)
{
	LDAPMessage	*m = NULL, *entry;
	size_t		 n;
	enum rc		 rc;

	*dn = NULL;
	if ((rc = directory_search(l, l->d->set->ldap_base_dn, LDAP_SCOPE_SUBTREE, filter,
	    person_attributes, ENTRIES_MOST, &m, &n, e)) != RC_OK)
		return rc;
	if (n != 1) {
		l->trace->why = DIRECTORY_UNKNOWN;
		rc = err_set(e, RC_NOTFOUND, n == 0 ? "the directory has no such user" :
		    "the directory has several users of that name");
	} else {
		entry = ldap_first_entry(l->ld, m);
		tell_groups(l, entry);
		if ((rc = take_person(l, entry, a, out, e)) == RC_OK &&
		    (rc = check_account(l, entry, a, e)) == RC_OK &&
		    (*dn = ldap_get_dn(l->ld, entry)) == NULL)
			rc = err_set(e, RC_NOMEM, "no memory for a user");
	}
	ldap_msgfree(m);
	if (rc == RC_OK)
		directory_step(l, "found %s, %s: %s", out->username, out->display_name, *dn);
	return rc;
}

/* LDAP_BIND_DN is to get in: that it does not is no answer about anybody. */
static enum rc
bind_service(struct directory_link *l, struct err *e)
{
	const struct settings	*s = l->d->set;
	enum rc			 rc;

	if ((rc = directory_bind(l, s->ldap_bind_dn, s->ldap_bind_password, e)) != RC_DENIED)
		return rc;
	l->trace->why = DIRECTORY_AWAY;
	err_prefix(e, "LDAP_BIND_DN");
	if (e != NULL)
		e->rc = RC_IO;
	return RC_IO;
}

enum rc
directory_find(struct directory *d, const char *name, struct arena *a,
    struct directory_person *out, struct directory_trace *t, struct err *e)
{
	struct directory_sids	 sids = { 0 };
	struct directory_link	 l;
	struct directory_name	 n;
	char			*dn = NULL;
	enum rc			 rc;

	*out = (struct directory_person){ 0 };
	t->why = DIRECTORY_NAME;
	if (!directory_can_find(d))
		return err_field(e, "LDAP_BIND_DN", "LDAP_BIND_DN is not set: there is no account "
		    "to look users up with");
	if ((rc = directory_name_parse(d->set, name, &n, e)) != RC_OK ||
	    (rc = directory_open(&l, d, t, e)) != RC_OK)
		return rc;
	if ((rc = bind_service(&l, e)) == RC_OK &&
	    (rc = find_entry(&l, strchr(name, '@') != NULL ? n.filter : n.account, a, out, &dn,
	    e)) == RC_OK &&
	    (rc = directory_user_sids(&l, dn, &sids, e)) == RC_OK)
		rc = take_role(&l, &sids, out, e);
	directory_sids_free(&sids);
	ldap_memfree(dn);
	directory_close(&l);
	return rc;
}

enum rc
directory_ping(struct directory *d, struct arena *a, const char **out, struct err *e)
{
	struct directory_trace	t = { .why = DIRECTORY_OK };
	struct directory_link	l;
	enum rc			rc;

	if ((rc = directory_open(&l, d, &t, e)) != RC_OK)
		return rc;
	if ((!directory_can_find(d) || (rc = bind_service(&l, e)) == RC_OK) &&
	    (*out = arena_strdup(a, l.url)) == NULL)
		rc = err_set(e, RC_NOMEM, "no memory for the directory");
	directory_close(&l);
	return rc;
}
