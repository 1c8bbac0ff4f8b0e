#include "config.h"

#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/str.h"
#include "core/data/registry_priv.h"
#include "core/data/users_priv.h"

static const char *const	role_names[] = { "none", "planner", "operator", "admin" };

const char *
role_name(enum role r)
{
	return (size_t)r < sizeof(role_names) / sizeof(role_names[0]) ? role_names[r] : "none";
}

static enum role
role_of(struct str s)
{
	for (size_t i = 0; i < sizeof(role_names) / sizeof(role_names[0]); i++)
		if (str_eq(s, str_of(role_names[i])))
			return i;
	return ROLE_NONE;
}

enum rc
role_parse(const char *s, enum role *out, struct err *e)
{
	*out = role_of(str_of(s));
	if (*out == ROLE_NONE)
		return err_field(e, "role", "a role is planner, operator or admin");
	return RC_OK;
}

bool
users_fold(const char *name, char out[USERNAME_SIZE])
{
	if (!str_copy(out, USERNAME_SIZE, str_trim(str_of(name != NULL ? name : ""))))
		return false;
	for (char *p = out; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return true;
}

/* No \ and @: those lead a login to the directory. */
static enum rc
name_check(const char *name, char out[USERNAME_SIZE], struct err *e)
{
	if (!users_fold(name, out) || strlen(out) > 64)
		return err_field(e, "username", "a user name has at most 64 bytes");
	if (out[0] == '\0')
		return err_field(e, "username", "the user name is missing");
	if (!utf8_valid(out, strlen(out)))
		return err_field(e, "username", "the user name is not UTF-8");
	for (const char *p = out; *p != '\0'; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7f || strchr("\\@/:;,\"'<>", *p) != NULL)
			return err_field(e, "username", "a user name holds no blanks and none of "
			    "\\ @ / : ; , \" ' < >");
	return RC_OK;
}

/* A user as the audit has him: what may change, but for the password. */
#define SIDE_SIZE	96

static enum rc
side(struct db *d, const char *name, char out[SIDE_SIZE], struct err *e)
{
	struct arena	*a;
	struct user	 u;
	enum rc		 rc;

	if ((a = arena_new(0)) == NULL)
		return err_set(e, RC_NOMEM, "users: no memory");
	if ((rc = users_get(d, name, a, &u, e)) == RC_OK)
		snprintf(out, SIDE_SIZE, "{\"role\":\"%s\",\"disabled\":%s,"
		    "\"must_change_password\":%s}", role_name(u.role),
		    u.disabled ? "true" : "false", u.must_change ? "true" : "false");
	arena_free(a);
	return rc;
}

/* Ends a change that audit_begin() began; rc: what it came to. */
static enum rc
recorded(struct db *d, const char *action, const char *name, const char *before,
    const struct audit_entry *by, enum rc rc, struct err *e)
{
	struct audit_entry	x = *by;
	char			after[SIDE_SIZE] = "";

	if (rc == RC_OK)
		rc = side(d, name, after, e);
	x.action = action;
	x.subject = name;
	x.before = before;
	x.after = after;
	return audit_end(d, rc, &x, 1, e);
}

enum rc
users_add(struct db *d, const struct user *u, const struct audit_entry *by, struct err *e)
{
	char	name[USERNAME_SIZE], now[CLOCK_RFC3339_SIZE];
	bool	named = u->display_name != NULL && u->display_name[0] != '\0';
	enum rc	rc;

	if ((rc = name_check(u->username, name, e)) != RC_OK ||
	    (rc = audit_begin(d, e)) != RC_OK)
		return rc;
	clock_rfc3339(now);
	if (users_exists(d, name))
		rc = err_set(e, RC_BUSY, "the user %s is there already", name);
	else
		rc = db_exec(d, "INSERT INTO users (username, display_name, password_hash, role, "
		    "disabled, must_change, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		    (struct db_value[]){ db_text(name),
		    db_text(named ? u->display_name : name), text_or_empty(u->password_hash),
		    db_text(role_name(u->role)), db_int(u->disabled), db_int(u->must_change),
		    db_text(now) }, 7, NULL, e);
	return recorded(d, "user.add", name, "", by, rc, e);
}

bool
users_exists(struct db *d, const char *folded)
{
	struct db_value	v = db_text(folded);
	int64_t		n;

	return db_get_int(d, "SELECT COUNT(*) FROM users WHERE username = ?", &v, 1, &n,
	    NULL) == RC_OK && n > 0;
}

#define USER_QUERY	"SELECT username, display_name, password_hash, created_at, role, " \
	"disabled, must_change FROM users"

static enum rc
take_user(const struct rows *r, struct arena *a, void *p, struct err *e)
{
	struct user	*x = p;
	const char	**const text[] = { &x->username, &x->display_name, &x->password_hash,
	    &x->created_at };

	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		if ((*text[i] = cell_text(a, r->cells[i])) == NULL)
			return err_set(e, RC_NOMEM, "users: no memory");
	x->role = role_of(r->cells[4]);
	x->disabled = cell_int(r->cells[5]) != 0;
	x->must_change = cell_int(r->cells[6]) != 0;
	return RC_OK;
}

static enum rc
unknown(const char *name, struct err *e)
{
	return err_set(e, RC_NOTFOUND, "%s: there is no such user", name);
}

enum rc
users_get(struct db *d, const char *username, struct arena *a, struct user *out, struct err *e)
{
	char		 name[USERNAME_SIZE];
	struct db_value	 v;
	void		*list;
	size_t		 n;
	enum rc		 rc;

	if (!users_fold(username, name))
		return unknown("the name given", e);
	v = db_text(name);
	if ((rc = read_list(d, USER_QUERY " WHERE username = ?", &v, 1, 1, sizeof(*out),
	    take_user, a, &list, &n, e)) != RC_OK)
		return rc;
	if (n == 0)
		return unknown(name, e);
	*out = *(struct user *)list;
	return RC_OK;
}

enum rc
users_list(struct db *d, struct arena *a, struct user **out, size_t *n, struct err *e)
{
	void	*list;
	enum rc	 rc;

	rc = read_list(d, USER_QUERY " ORDER BY username", NULL, 0, SIZE_MAX, sizeof(**out),
	    take_user, a, &list, n, e);
	*out = list;
	return rc;
}

/* UPDATE users ... WHERE username = ?, whose value is the last of n; ends the sessions. */
static enum rc
change(struct db *d, const char *action, const char *username, const char *sql,
    struct db_value *v, size_t n, const struct audit_entry *by, struct err *e)
{
	char	name[USERNAME_SIZE], before[SIDE_SIZE] = "";
	enum rc	rc;

	if (!users_fold(username, name))
		return unknown("the name given", e);
	v[n - 1] = db_text(name);
	if ((rc = audit_begin(d, e)) != RC_OK)
		return rc;
	if ((rc = side(d, name, before, e)) == RC_OK &&
	    (rc = db_exec(d, sql, v, n, NULL, e)) == RC_OK)
		rc = sessions_end_user(d, name, "local", e);
	return recorded(d, action, name, before, by, rc, e);
}

enum rc
users_set_password(struct db *d, const char *username, const char *hash, bool must_change,
    const struct audit_entry *by, struct err *e)
{
	struct db_value	v[3] = { text_or_empty(hash), db_int(must_change) };

	return change(d, "user.password", username, "UPDATE users SET password_hash = ?, "
	    "must_change = ? WHERE username = ?", v, 3, by, e);
}

enum rc
users_set_role(struct db *d, const char *username, enum role r, const struct audit_entry *by,
    struct err *e)
{
	struct db_value	v[2] = { db_text(role_name(r)) };

	return change(d, "user.roles", username, "UPDATE users SET role = ? WHERE username = ?", v,
	    2, by, e);
}

enum rc
users_set_disabled(struct db *d, const char *username, bool disabled,
    const struct audit_entry *by, struct err *e)
{
	struct db_value	v[2] = { db_int(disabled) };

	return change(d, disabled ? "user.disable" : "user.enable", username, "UPDATE users SET "
	    "disabled = ? WHERE username = ?", v, 2, by, e);
}
