/*
 * Passwords by libcrypt: yescrypt with the library's own cost, which is meant to rise over
 * the years; a hash carries its cost with it, so old ones stay good.
 */
#include "config.h"

#include <crypt.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "core/auth/auth.h"
#include "core/auth/token_priv.h"
#include "core/base/str.h"

/* Crockford's 32: without i, l, o, u, so that it survives being read aloud; 5 bits each. */
static const char password_alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

/*
 * What everybody tries first, beside the product's own name.  Compared folded, and with
 * digits and signs at both ends taken off.
 */
static const char *const password_common[] = {
	"password", "passwordpassword", "qwertyuiop", "qwertyuiopasdf", "asdfghjkl",
	"letmein", "letmeinplease", "welcome", "welcomewelcome", "administrator", "admin",
	"adminadmin", "changeme", "changemenow", "iloveyou", "routing", "routingml",
	"routing-ml", "routing_ml", "abcdefghijkl", "aaaaaaaaaaaa", "korea", "samsung",
	"qlalfqjsgh", "qlalfqjsghqlalfqjsgh",	/* the Korean word for it, typed on a Latin keyboard */
};

enum rc
password_hash(const char *password, struct arena *a, const char **hash, struct err *e)
{
	struct crypt_data	*data;
	char			 setting[CRYPT_GENSALT_OUTPUT_SIZE];
	const char		*got;
	enum rc			 rc = RC_OK;

	*hash = NULL;
	if ((data = calloc(1, sizeof(*data))) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a password's hash");
	/* No bytes given: libcrypt takes the salt from the system's random numbers. */
	if (crypt_gensalt_rn("$y$", 0, NULL, 0, setting, sizeof(setting)) == NULL) {
		rc = err_set(e, RC_IO, "libcrypt gives no yescrypt salt: %s",
		    strerror(errno));
		goto out;
	}
	got = crypt_rn(password, setting, data, sizeof(*data));
	if (got == NULL || *got != '$')
		rc = err_set(e, RC_IO, "libcrypt cannot hash: %s", strerror(errno));
	else if ((*hash = arena_strdup(a, got)) == NULL)
		rc = err_set(e, RC_NOMEM, "no memory for a password's hash");
out:
	explicit_bzero(data, sizeof(*data));
	free(data);
	return rc;
}

int
password_matches(const char *password, const char *hash)
{
	struct crypt_data	*data;
	const char		*got;
	unsigned char		 differ;
	size_t			 n;

	if (strlen(password) > AUTH_PASSWORD_MAX || strncmp(hash, "$y$", 3) != 0 ||
	    (data = calloc(1, sizeof(*data))) == NULL)
		return 0;
	got = crypt_rn(password, hash, data, sizeof(*data));
	n = strlen(hash);
	differ = got == NULL || strlen(got) != n;
	for (size_t i = 0; !differ && i < n; i++)
		differ |= (unsigned char)(got[i] ^ hash[i]);
	explicit_bzero(data, sizeof(*data));
	free(data);
	return !differ;
}

/* ASCII lower case of s in out, without what stands in front of and behind its letters. */
static void
fold(const char *s, char *out, size_t size)
{
	struct str	all = str_of(s);
	size_t		n = 0;

	while (all.len > 0 && (unsigned char)all.s[0] < 'A') {
		all.s++;
		all.len--;
	}
	while (all.len > 0 && (unsigned char)all.s[all.len - 1] < 'A')
		all.len--;
	for (; n < all.len && n + 1 < size; n++)
		out[n] = all.s[n] >= 'A' && all.s[n] <= 'Z' ? all.s[n] + 32 : all.s[n];
	out[n] = '\0';
}

static bool
is_common(const char *password)
{
	char	folded[AUTH_PASSWORD_MAX + 1];
	size_t	distinct = 0;
	bool	seen[256] = { false };

	for (const char *p = password; *p != '\0'; p++)
		if (!seen[(unsigned char)*p]) {
			seen[(unsigned char)*p] = true;
			distinct++;
		}
	if (distinct < 4 || strspn(password, "0123456789") == strlen(password))
		return true;
	fold(password, folded, sizeof(folded));
	for (size_t i = 0; i < sizeof(password_common) / sizeof(password_common[0]); i++)
		if (strcmp(folded, password_common[i]) == 0)
			return true;
	return false;
}

enum rc
password_check_rules(const char *field, const char *password, const char *username,
    struct err *e)
{
	struct str	name = str_trim(str_of(username)), given = str_trim(str_of(password));
	size_t		n = strlen(password), characters = 0;

	if (n > AUTH_PASSWORD_MAX)
		return err_field(e, field, "%s is too long: at most %d bytes", field, AUTH_PASSWORD_MAX);
	if (!utf8_valid(password, n))
		return err_field(e, field, "%s is not UTF-8", field);
	for (size_t i = 0; i < n; characters++)
		utf8_next(password, n, &i);
	if (characters < AUTH_PASSWORD_MIN)
		return err_field(e, field, "%s is too short: at least %d characters, best "
		    "several words", field, AUTH_PASSWORD_MIN);
	if (str_eqi(name, given))
		return err_field(e, field, "%s is the user's name: choose another one", field);
	if (is_common(password))
		return err_field(e, field, "%s is among those that are tried first: choose "
		    "another one, best several words", field);
	return RC_OK;
}

enum rc
random_bytes(void *p, size_t n, struct err *e)
{
	unsigned char	*at = p;
	ssize_t		 got;

	for (size_t done = 0; done < n; done += (size_t)got)
		if ((got = getrandom(at + done, n - done, 0)) == -1) {
			if (errno != EINTR)
				return err_set(e, RC_IO, "no random numbers: %s",
				    strerror(errno));
			got = 0;
		}
	return RC_OK;
}

enum rc
password_generate(struct arena *a, const char **out, struct err *e)
{
	unsigned char	 random[20];
	char		*s;
	enum rc		 rc;

	*out = NULL;
	if ((rc = random_bytes(random, sizeof(random), e)) != RC_OK)
		return rc;
	if ((s = arena_alloc(a, sizeof(random) + 1)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for a password");
	for (size_t i = 0; i < sizeof(random); i++)
		s[i] = password_alphabet[random[i] % 32];
	s[sizeof(random)] = '\0';
	explicit_bzero(random, sizeof(random));
	*out = s;
	return RC_OK;
}
