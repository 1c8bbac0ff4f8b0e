/* The table of settings, for the files that read and print them. */
#ifndef CORE_BASE_SETTINGS_PRIV_H
#define CORE_BASE_SETTINGS_PRIV_H

#include "core/base/settings.h"

enum setting_kind { TEXT, WORD, PATHNAME, URL, SECRET, NUMBER, SWITCH };

struct setting {
	const char	*name;
	enum setting_kind  kind;
	size_t		 offset;
	int64_t		 least, most;	/* NUMBER */
	const char	*words;		/* WORD: what it may be, each followed by a blank */
	const char	*def;
	const char	*help;
};

extern const struct setting	settings_table[];
extern const size_t		settings_count;

/* Whether the field is a string. */
static inline bool
setting_is_text(const struct setting *t)
{
	return t->kind != NUMBER && t->kind != SWITCH;
}

#endif
