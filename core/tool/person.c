#include "config.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

#include "core/tool/person.h"

const char *
person_name(void)
{
	static char		name[64];
	const struct passwd	*pw;

	if (name[0] == '\0') {
		if ((pw = getpwuid(getuid())) != NULL)
			snprintf(name, sizeof(name), "%s", pw->pw_name);
		else
			snprintf(name, sizeof(name), "uid %lu", (unsigned long)getuid());
	}
	return name;
}

struct audit_entry
person_entry(const char *action, const char *subject)
{
	static char	host[256];

	if (host[0] == '\0' && gethostname(host, sizeof(host) - 1) == -1)
		snprintf(host, sizeof(host), "?");
	return (struct audit_entry){ .actor = person_name(), .source = "cli", .address = host,
	    .action = action, .subject = subject };
}
