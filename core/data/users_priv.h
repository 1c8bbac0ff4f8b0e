/* What users.c and sessions.c share. */
#ifndef CORE_DATA_USERS_PRIV_H
#define CORE_DATA_USERS_PRIV_H

#include "core/data/users.h"

#define USERNAME_SIZE	256

/* Trimmed, ASCII letters in lower case; false: too long to be a name. */
bool	users_fold(const char *name, char out[USERNAME_SIZE]);
bool	users_exists(struct db *d, const char *folded);

#endif
