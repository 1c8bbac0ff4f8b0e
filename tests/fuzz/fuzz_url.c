/* A DATABASE_URL: never read past its end; its name for people never shows the password. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/str.h"
#include "core/data/url.h"

#define CANARY	"Canary7f3a"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The fuzzer learns the word, and may then write it where it is no secret. */
static bool
canary_elsewhere(const struct url *u)
{
	const char	*parts[] = { u->user, u->host, u->database };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i] != NULL && strstr(parts[i], CANARY) != NULL)
			return true;
	for (size_t i = 0; i < u->noptions; i++)
		if (strstr(u->options[i].name, CANARY) != NULL ||
		    (u->options[i].value != NULL && strstr(u->options[i].value, CANARY) != NULL))
			return true;
	return false;
}

static void
check(struct url *u)
{
	static const struct url_driver	drivers[] = { { "SQLite3", "" }, { "FreeTDS", "" },
	    { "PostgreSQL Unicode", "" }, { "ODBC Driver 18 for SQL Server", "" },
	    { "MDBTools", "" } };
	struct db_options	o = { 0 };
	struct err		e = { 0 };
	struct buf		b;
	struct url_string	s;

	if (canary_elsewhere(u))
		return;
	if (u->password != NULL) {
		free(u->password);
		if ((u->password = strdup(CANARY)) == NULL)
			return;
	}
	buf_init(&b);
	url_name(u, &b);
	if (!utf8_valid(buf_str(&b), b.len) || (u->raw == NULL && u->password != NULL &&
	    strstr(buf_str(&b), CANARY) != NULL))
		abort();
	for (size_t n = 0; n <= sizeof(drivers) / sizeof(drivers[0]); n++) {
		if (url_connection(u, &o, drivers, n, &s, &e) == RC_OK) {
			if (strstr(buf_str(&s.freetds), CANARY) != NULL)
				abort();
			url_string_fini(&s);
		} else if (e.msg[0] == '\0' || strstr(e.msg, CANARY) != NULL) {
			abort();
		}
	}
	buf_fini(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err	 e = { 0 };
	struct url	 u;
	char		*text = malloc(size + 1);

	if (text == NULL)
		return 0;
	if (size != 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (url_parse(&u, text, &e) == RC_OK) {
		if (u.raw == NULL && u.database == NULL)
			abort();
		check(&u);
		url_fini(&u);
	} else if (e.rc == RC_OK || e.msg[0] == '\0')
		abort();
	free(text);
	return 0;
}
