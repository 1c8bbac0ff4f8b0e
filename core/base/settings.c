#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/settings_priv.h"
#include "core/base/str.h"

#define FILE_MOST	((size_t)256 * 1024)

static char **
text_of(struct settings *s, const struct setting *t)
{
	return (char **)(void *)((char *)s + t->offset);
}

/* Secrets do not stay behind in freed memory. */
static void
forget(char *s)
{
	if (s != NULL)
		explicit_bzero(s, strlen(s));
	free(s);
}

static enum rc
no_memory(struct err *e)
{
	return err_set(e, RC_NOMEM, "no memory for the settings");
}

/* "dir/value" where value is relative. */
static char *
join(const char *dir, const char *value)
{
	char	*p = NULL;

	if (value[0] == '\0' || value[0] == '/')
		return strdup(value);
	while (strncmp(value, "./", 2) == 0)
		value += 2;
	return asprintf(&p, "%s/%s", strcmp(dir, "/") == 0 ? "" : dir, value) == -1 ? NULL : p;
}

/* A file database's relative path, SQLAlchemy's spelling: three slashes and a name. */
static char *
absolute_url(const char *dir, const char *value)
{
	static const char *const	files[] = { "sqlite:///", "access:///" };
	char				*path, *p = NULL;

	for (size_t i = 0; i < 2; i++) {
		size_t	n = strlen(files[i]);

		if (strncmp(value, files[i], n) != 0 || value[n] == '/' || value[n] == '\0')
			continue;
		if ((path = join(dir, value + n)) == NULL)
			return NULL;
		if (asprintf(&p, "%s%s", files[i], path) == -1)
			p = NULL;
		free(path);
		return p;
	}
	return strdup(value);
}

static bool
switch_parse(const char *v, bool *out)
{
	static const char *const	on[] = { "true", "1", "yes", "on" };
	static const char *const	off[] = { "false", "0", "no", "off" };

	for (size_t i = 0; i < 4; i++) {
		if (strcasecmp(v, on[i]) == 0 || strcasecmp(v, off[i]) == 0) {
			*out = strcasecmp(v, on[i]) == 0;
			return true;
		}
	}
	return false;
}

/* One value into its field.  dir: what relative paths are relative to. */
static enum rc
assign(struct settings *s, const struct setting *t, const char *value, const char *dir,
    struct err *e)
{
	char	*copy, word[64];
	int64_t	 i;

	switch (t->kind) {
	case NUMBER:
		if (!str_int64(str_of(value), &i) || i < t->least || i > t->most)
			return err_field(e, t->name, "%s must be a whole number from %lld to %lld",
			    t->name, (long long)t->least, (long long)t->most);
		*(int64_t *)(void *)((char *)s + t->offset) = i;
		return RC_OK;
	case SWITCH:
		if (!switch_parse(value, (bool *)((char *)s + t->offset)))
			return err_field(e, t->name, "%s must be true or false", t->name);
		return RC_OK;
	case WORD:
		if (strlen(value) > 30 || strchr(value, ' ') != NULL || value[0] == '\0')
			return err_field(e, t->name, "%s must be one of: %s", t->name, t->words);
		snprintf(word, sizeof(word), "%s ", value);
		for (char *p = word; *p != '\0'; p++)
			*p = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
		if (strcmp(word, "warning ") == 0)
			strcpy(word, "warn ");
		if (strstr(t->words, word) == NULL)
			return err_field(e, t->name, "%s must be one of: %s", t->name, t->words);
		copy = strndup(word, strlen(word) - 1);
		break;
	case PATHNAME:
		copy = join(dir, value);
		break;
	case URL:
		copy = absolute_url(dir, value);
		break;
	default:
		copy = strdup(value);
		break;
	}
	if (copy == NULL)
		return no_memory(e);
	if (!utf8_valid(copy, strlen(copy))) {
		forget(copy);
		return err_field(e, t->name, "%s is not valid UTF-8", t->name);
	}
	forget(*text_of(s, t));
	*text_of(s, t) = copy;
	return RC_OK;
}

static bool
may_be_a_file(const struct setting *t)
{
	return t->kind == SECRET || t->kind == URL;
}

/* A secret's NAME_FILE: its content without the last newline. */
static enum rc
assign_file(struct settings *s, const struct setting *t, const char *path, const char *dir,
    struct err *e)
{
	struct buf	b;
	char		*full;
	enum rc		 rc;

	buf_init(&b);
	if ((full = join(dir, path)) == NULL)
		return no_memory(e);
	if ((rc = file_read(full, FILE_MOST, &b, e)) != RC_OK) {
		rc = err_field(e, t->name, "%s_FILE: %s cannot be read", t->name, full);
	} else {
		while (b.len > 0 && (b.p[b.len - 1] == '\n' || b.p[b.len - 1] == '\r'))
			b.p[--b.len] = '\0';
		rc = strlen(buf_str(&b)) != b.len ?
		    err_field(e, t->name, "%s_FILE: %s holds a NUL", t->name, full) :
		    assign(s, t, buf_str(&b), dir, e);
	}
	if (b.p != NULL)
		explicit_bzero(b.p, b.cap);
	buf_fini(&b);
	free(full);
	return rc;
}

/* NAME, or NAME_FILE of a secret, with its value. */
static enum rc
assign_named(struct settings *s, const char *name, const char *value, const char *dir,
    struct err *e)
{
	for (size_t i = 0; i < settings_count; i++) {
		size_t	n = strlen(settings_table[i].name);

		if (strcmp(settings_table[i].name, name) == 0)
			return assign(s, &settings_table[i], value, dir, e);
		if (may_be_a_file(&settings_table[i]) && strncmp(settings_table[i].name, name, n) == 0 &&
		    strcmp(name + n, "_FILE") == 0)
			return assign_file(s, &settings_table[i], value, dir, e);
	}
	return err_field(e, name, "%.80s is not a setting", name);
}

/* One line of a settings file: NAME=value, "quoted" or not, `export` and # comments allowed. */
static enum rc
read_line(struct settings *s, char *line, const char *dir, struct err *e)
{
	struct str	t = str_trim(str_of(line)), name, value;
	const char	*eq;
	char		*n, *v;
	enum rc		 rc;

	if (t.len == 0 || t.s[0] == '#')
		return RC_OK;
	if (t.len > 7 && strncmp(t.s, "export ", 7) == 0)
		t = str_trim((struct str){ t.s + 7, t.len - 7 });
	if ((eq = memchr(t.s, '=', t.len)) == NULL)
		return err_set(e, RC_INVAL, "not NAME=value");
	name = str_trim((struct str){ t.s, (size_t)(eq - t.s) });
	value = str_trim((struct str){ eq + 1, t.len - (size_t)(eq - t.s) - 1 });
	if (value.len >= 2 && (value.s[0] == '"' || value.s[0] == '\'') &&
	    value.s[value.len - 1] == value.s[0])
		value = (struct str){ value.s + 1, value.len - 2 };
	n = strndup(name.s, name.len);
	v = strndup(value.s, value.len);
	rc = n == NULL || v == NULL ? no_memory(e) : assign_named(s, n, v, dir, e);
	free(n);
	forget(v);
	return rc;
}

static enum rc
read_file(struct settings *s, const char *path, const char *dir, struct err *e)
{
	struct buf	b;
	char		*line, *next;
	size_t		 number = 1;
	enum rc		 rc;

	buf_init(&b);
	if ((rc = file_read(path, FILE_MOST, &b, e)) != RC_OK)
		rc = err_set(e, RC_INVAL, "ROUTING_ML_ENV: %s cannot be read", path);
	else if (strlen(buf_str(&b)) != b.len)
		rc = err_set(e, RC_INVAL, "%s holds a NUL", path);
	for (line = b.p; rc == RC_OK && line != NULL; line = next, number++) {
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		if ((rc = read_line(s, line, dir, e)) != RC_OK)
			err_prefix(e, "%s:%zu", path, number);
	}
	if (b.p != NULL)
		explicit_bzero(b.p, b.cap);
	buf_fini(&b);
	return rc;
}

static enum rc
read_environment(struct settings *s, const char *dir, struct err *e)
{
	char		 name[80];
	const char	*value;
	enum rc		 rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < settings_count; i++) {
		snprintf(name, sizeof(name), "%s_FILE", settings_table[i].name);
		if (may_be_a_file(&settings_table[i]) && (value = getenv(name)) != NULL)
			rc = assign_file(s, &settings_table[i], value, dir, e);
		if (rc == RC_OK && (value = getenv(settings_table[i].name)) != NULL)
			rc = assign(s, &settings_table[i], value, dir, e);
	}
	return rc == RC_OK ? rc : err_prefix(e, "environment");
}

enum rc
settings_load(struct settings *s, struct err *e)
{
	const char	*file = getenv("ROUTING_ML_ENV");
	char		 cwd[PATH_MAX], dir[PATH_MAX], *slash;
	enum rc		 rc = RC_OK;

	memset(s, 0, sizeof(*s));
	if (getcwd(cwd, sizeof(cwd)) == NULL)
		return err_set(e, RC_IO, "the working directory: %s", strerror(errno));
	for (size_t i = 0; rc == RC_OK && i < settings_count; i++)
		rc = assign(s, &settings_table[i], settings_table[i].def, cwd, e);
	if (rc == RC_OK && (s->source = file == NULL ? strdup("") : join(cwd, file)) == NULL)
		rc = no_memory(e);
	if (rc == RC_OK && s->source[0] != '\0') {
		snprintf(dir, sizeof(dir), "%s", s->source);
		if ((slash = strrchr(dir, '/')) != NULL)
			slash[slash == dir] = '\0';
		/* Defaults move there with it. */
		for (size_t i = 0; rc == RC_OK && i < settings_count; i++)
			rc = assign(s, &settings_table[i], settings_table[i].def, dir, e);
		if (rc == RC_OK)
			rc = read_file(s, s->source, dir, e);
	}
	if (rc == RC_OK)
		rc = read_environment(s, cwd, e);
	if (rc != RC_OK)
		settings_fini(s);
	return rc;
}

void
settings_fini(struct settings *s)
{
	for (size_t i = 0; i < settings_count; i++)
		if (setting_is_text(&settings_table[i]))
			forget(*text_of(s, &settings_table[i]));
	free(s->source);
	memset(s, 0, sizeof(*s));
}

static enum rc
check_secret(const char *name, const char *k, struct err *e)
{
	size_t	n = strlen(k), same = 0;

	if (n < 32)
		return err_field(e, name, "%s must have at least 32 characters; make one with: "
		    "openssl rand -base64 48", name);
	for (size_t i = 1; i < n; i++)
		same += k[i] == k[0];
	if (same == n - 1 || strcasestr(k, "change-this") != NULL ||
	    strcasestr(k, "changeme") != NULL)
		return err_field(e, name, "%s is an example, not a secret; make one with: "
		    "openssl rand -base64 48", name);
	return RC_OK;
}

static enum rc
check_production(const struct settings *s, struct err *e)
{
	struct stat	st;

	if (strchr(s->cors_allowed_origins, '*') != NULL)
		return err_field(e, "CORS_ALLOWED_ORIGINS",
		    "CORS_ALLOWED_ORIGINS must name origins, not *, in production");
	if (s->ldap_allow_plain)
		return err_field(e, "LDAP_ALLOW_PLAIN", "LDAP_ALLOW_PLAIN is for development: in "
		    "production passwords cross the network by TLS");
	if (strcasestr(s->windows_ldap_server, "ldap://") != NULL && !s->ldap_start_tls)
		return err_field(e, "WINDOWS_LDAP_SERVER", "WINDOWS_LDAP_SERVER must be ldaps:// "
		    "(or LDAP_START_TLS true) in production");
	if (s->kerberos_keytab[0] != '\0' && stat(s->kerberos_keytab, &st) == 0 &&
	    (st.st_mode & S_IROTH) != 0)
		return err_field(e, "KERBEROS_KEYTAB", "KERBEROS_KEYTAB: %s is readable by everybody: "
		    "chmod 600 it", s->kerberos_keytab);
	if (s->source[0] != '\0' && stat(s->source, &st) == 0 && (st.st_mode & S_IROTH) != 0)
		return err_set(e, RC_INVAL, "%s is readable by everybody: chmod 600 it", s->source);
	return RC_OK;
}

enum rc
settings_check(const struct settings *s, unsigned needs, struct err *e)
{
	enum rc	rc;

	if ((needs & NEED_ERP) != 0 && s->database_url[0] == '\0')
		return err_field(e, "DATABASE_URL",
		    "DATABASE_URL is not set: it names the ERP's database, and stands in the "
		    "environment or in the file that ROUTING_ML_ENV names");
	if ((needs & NEED_REGISTRY) != 0 && s->registry_url[0] == '\0' &&
	    s->model_registry_path[0] == '\0')
		return err_field(e, "MODEL_REGISTRY_PATH", "MODEL_REGISTRY_PATH is empty");
	if ((needs & NEED_MODELS) != 0 && s->model_directory[0] == '\0')
		return err_field(e, "MODEL_DIRECTORY", "MODEL_DIRECTORY is empty");
	if ((needs & NEED_SERVER) != 0 && s->fcgi_listen[0] == '\0')
		return err_field(e, "FCGI_LISTEN", "FCGI_LISTEN is empty");
	if ((needs & NEED_SERVER) != 0 && ((rc = check_secret("JWT_SECRET_KEY", s->jwt_secret_key,
	    e)) != RC_OK || (s->jwt_secret_key_previous[0] != '\0' && (rc =
	    check_secret("JWT_SECRET_KEY_PREVIOUS", s->jwt_secret_key_previous, e)) != RC_OK)))
		return rc;
	return strcmp(s->environment, "production") == 0 ? check_production(s, e) : RC_OK;
}

void
settings_registry_url(const struct settings *s, struct buf *out)
{
	if (s->registry_url[0] != '\0')
		buf_adds(out, s->registry_url);
	else
		buf_addf(out, "sqlite:///%s", s->model_registry_path);
}
