/* The settings as text: the effective ones, those set in vain, the example file. */
#include "config.h"

#include <string.h>

#include "core/base/settings_priv.h"

/* Known, so that a site's file stays good, but nothing in this version asks for them. */
static const char *const unused[] = {
	"ERP_STAGING_URL", "PROMETHEUS_PORT", "RATE_LIMIT_LOGIN_", "RATE_LIMIT_PER_"
};

static bool
is_unused(const struct setting *t)
{
	for (size_t i = 0; i < sizeof(unused) / sizeof(unused[0]); i++)
		if (strncmp(t->name, unused[i], strlen(unused[i])) == 0)
			return true;
	return false;
}

/* user:password@ and pwd=... of a connection URL or string become stars. */
static void
add_redacted(struct buf *out, const char *url)
{
	const char	*at, *colon, *scheme = strstr(url, "://");
	const char	*authority = scheme == NULL ? url : scheme + 3;
	const char	*end = authority + strcspn(authority, "/?");

	if (strcasestr(url, "pwd=") != NULL || strcasestr(url, "password=") != NULL ||
	    strcasestr(url, "odbc_connect=") != NULL) {
		buf_add(out, url, (size_t)(authority - url));
		buf_adds(out, "***");
		return;
	}
	/* A password may hold an unescaped @ or /: everything up to the last @ is hidden. */
	if (scheme != NULL && (at = strrchr(authority, '@')) != NULL &&
	    (colon = memchr(authority, ':', (size_t)(at - authority))) != NULL && colon < end) {
		buf_add(out, url, (size_t)(colon - url));
		buf_addf(out, ":***%s", at);
		return;
	}
	buf_adds(out, url);
}

static void
add_value(struct buf *out, const struct settings *s, const struct setting *t)
{
	const char	*field = (const char *)s + t->offset;
	const char	*text = setting_is_text(t) ? *(char *const *)(const void *)field : NULL;

	if (t->kind == NUMBER)
		buf_addf(out, "%lld", (long long)*(const int64_t *)(const void *)field);
	else if (t->kind == SWITCH)
		buf_adds(out, *(const bool *)field ? "true" : "false");
	else if (t->kind == SECRET)
		buf_adds(out, text[0] == '\0' ? "" : "***");
	else if (t->kind == URL)
		add_redacted(out, text);
	else
		buf_adds(out, text);
}

void
settings_print(const struct settings *s, struct buf *out)
{
	for (size_t i = 0; i < settings_count; i++) {
		buf_addf(out, "%s=", settings_table[i].name);
		add_value(out, s, &settings_table[i]);
		buf_addc(out, '\n');
	}
}

void
settings_unused(const struct settings *s, struct buf *out)
{
	struct buf	value;

	buf_init(&value);
	for (size_t i = 0; i < settings_count; i++) {
		buf_clear(&value);
		add_value(&value, s, &settings_table[i]);
		if (is_unused(&settings_table[i]) && strcmp(buf_str(&value), settings_table[i].def) != 0)
			buf_addf(out, "%s%s", out->len == 0 ? "" : " ", settings_table[i].name);
	}
	buf_fini(&value);
}

void
settings_example(struct buf *out)
{
	buf_adds(out, "# Settings of Routing ML, with their defaults.  Made by `routing-ml config "
	    "example`.\n# A secret may stand in a file of its own: NAME_FILE=/path.  Relative "
	    "paths are\n# relative to this file.  The environment wins over this file.\n");
	for (size_t i = 0; i < settings_count; i++) {
		const struct setting	*t = &settings_table[i];

		buf_addf(out, "\n# %s", t->help);
		if (t->kind == NUMBER)
			buf_addf(out, " (%lld to %lld)", (long long)t->least, (long long)t->most);
		else if (t->kind == WORD)
			buf_addf(out, " (%.*s)", (int)strlen(t->words) - 1, t->words);
		if (is_unused(t))
			buf_adds(out, "; this version does not use it yet");
		buf_addf(out, "\n#%s=%s\n", t->name, t->def);
	}
}
