/* Groups by their security identifiers, and what they make of a user. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/auth/directory_priv.h"
#include "core/base/log.h"
#include "core/base/str.h"

#define GROUPS_MOST	4	/* found by one name, to see that there is but one */

static enum rc
read_sids(struct directory_link *l, const char *base, struct directory_sids *out, struct err *e)
{
	static const char *const	attributes[] = { "tokenGroups", NULL };
	LDAPMessage			*m = NULL;
	size_t				 n;
	enum rc				 rc;

	*out = (struct directory_sids){ 0 };
	if ((rc = directory_search(l, base, LDAP_SCOPE_BASE, "(objectClass=*)", attributes, 1, &m,
	    &n, e)) != RC_OK)
		return rc;
	if (n == 1)
		out->value = ldap_get_values_len(l->ld, ldap_first_entry(l->ld, m), "tokenGroups");
	ldap_msgfree(m);
	while (out->value != NULL && out->n < DIRECTORY_SIDS && out->value[out->n] != NULL)
		out->n++;
	if (out->n == 0) {
		directory_sids_free(out);
		return err_set(e, RC_IO, "%s: it tells no tokenGroups%s: is it an Active Directory?",
		    l->url, base[0] == '\0' ? "" : " to LDAP_BIND_DN");
	}
	directory_step(l, "%zu groups by tokenGroups", out->n);
	return RC_OK;
}

enum rc
directory_own_sids(struct directory_link *l, struct directory_sids *out, struct err *e)
{
	return read_sids(l, "", out, e);
}

enum rc
directory_user_sids(struct directory_link *l, const char *dn, struct directory_sids *out,
    struct err *e)
{
	return read_sids(l, dn, out, e);
}

void
directory_sids_free(struct directory_sids *s)
{
	if (s->value != NULL)
		ldap_value_free_len(s->value);
	*s = (struct directory_sids){ 0 };
}

bool
directory_sids_have(const struct directory_sids *s, const struct berval *sid)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->value[i]->bv_len == sid->bv_len &&
		    memcmp(s->value[i]->bv_val, sid->bv_val, sid->bv_len) == 0)
			return true;
	return false;
}

/* Is the group of that name or DN among them?  A name that means two groups means none. */
static enum rc
is_member(struct directory_link *l, const struct directory_sids *s, struct str group,
    const char *setting, bool *yes, struct err *e)
{
	static const char *const	attributes[] = { "objectSid", NULL };
	LDAPMessage			*m = NULL;
	struct berval			**sid = NULL;
	struct buf			 b;
	size_t				 n = 0;
	enum rc				 rc;

	buf_init(&b);
	buf_adds(&b, "(&(objectClass=group)(|(sAMAccountName=");
	directory_escape(group.s, group.len, &b);
	buf_adds(&b, ")(cn=");
	directory_escape(group.s, group.len, &b);
	buf_adds(&b, ")(distinguishedName=");
	directory_escape(group.s, group.len, &b);
	buf_adds(&b, ")))");
	rc = buf_ok(&b) ? directory_search(l, l->d->set->ldap_base_dn, LDAP_SCOPE_SUBTREE,
	    buf_str(&b), attributes, GROUPS_MOST, &m, &n, e) :
	    err_set(e, RC_NOMEM, "no memory for a directory's filter");
	buf_fini(&b);
	if (rc == RC_OK && n == 1)
		sid = ldap_get_values_len(l->ld, ldap_first_entry(l->ld, m), "objectSid");
	ldap_msgfree(m);
	if (rc != RC_OK)
		return rc;
	if (n != 1)
		log_warn("ldap", "%s: %s \"%.*s\"%s", setting, n == 0 ? "there is no group" :
		    "there are several groups", (int)group.len, group.s, n == 0 ? "" :
		    ": give its distinguished name");
	*yes = sid != NULL && sid[0] != NULL && directory_sids_have(s, sid[0]);
	directory_step(l, "%s, \"%.*s\": %s", setting, (int)group.len, group.s, n != 1 ?
	    "not one such group" : *yes ? "a member" : "no member");
	if (sid != NULL)
		ldap_value_free_len(sid);
	return RC_OK;
}

/* Of any of the groups in a list that is separated by semicolons. */
static enum rc
is_member_of_list(struct directory_link *l, const struct directory_sids *s, const char *list,
    const char *setting, bool *yes, struct err *e)
{
	enum rc	rc = RC_OK;

	*yes = false;
	while (*list != '\0' && rc == RC_OK && !*yes) {
		size_t		n = strcspn(list, ";");
		struct str	one = str_trim((struct str){ list, n });

		if (one.len != 0)
			rc = is_member(l, s, one, setting, yes, e);
		list += n + (list[n] == ';');
	}
	return rc;
}

enum rc
directory_role(struct directory_link *l, const struct directory_sids *s, enum role *out,
    struct err *e)
{
	const struct settings	*set = l->d->set;
	const struct {
		enum role	 role;
		const char	*setting, *groups;
	} map[] = {
		{ ROLE_ADMIN, "LDAP_GROUP_ADMIN", set->ldap_group_admin },
		{ ROLE_OPERATOR, "LDAP_GROUP_OPERATOR", set->ldap_group_operator },
		{ ROLE_PLANNER, "LDAP_GROUP_PLANNER", set->ldap_group_planner },
	};
	bool	yes;
	enum rc	rc;

	*out = ROLE_NONE;
	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]) && *out == ROLE_NONE; i++) {
		if ((rc = is_member_of_list(l, s, map[i].groups, map[i].setting, &yes,
		    e)) != RC_OK)
			return rc;
		if (yes)
			*out = map[i].role;
	}
	return RC_OK;
}
