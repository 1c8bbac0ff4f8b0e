/* Who is at the shell: the account that the process runs as, whatever $USER says. */
#ifndef CORE_TOOL_PERSON_H
#define CORE_TOOL_PERSON_H

#include "core/data/audit.h"

/* "kim", or "uid 1005" where no account has that number; valid until the process ends. */
const char	*person_name(void);
/* An audit entry of his, from this host; its strings are borrowed. */
struct audit_entry person_entry(const char *action, const char *subject);

#endif
