/* Codes of items and samples of them. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/train/quality/quality_priv.h"

enum rc
qgrow(void **p, size_t *cap, size_t need, size_t size, struct err *e)
{
	size_t	 n = *cap ? *cap : 64;
	void	*q;

	if (need <= *cap)
		return RC_OK;
	while (n < need) {
		if (n > SIZE_MAX / 2 / size)
			return err_set(e, RC_NOMEM, "data quality: no memory");
		n *= 2;
	}
	if ((q = realloc(*p, n * size)) == NULL)
		return err_set(e, RC_NOMEM, "data quality: no memory");
	*p = q;
	*cap = n;
	return RC_OK;
}

void
qsample_add(struct qsample *s, const char *key)
{
	char	 k[QSAMPLE_SIZE];
	unsigned i;
	int	 c = 1;

	str_copy(k, sizeof(k), str_of(key));
	for (i = s->n; i > 0 && (c = strcmp(k, s->key[i - 1])) < 0; i--)
		;
	if ((i > 0 && c == 0) || i == QSAMPLES)
		return;
	if (s->n < QSAMPLES)
		s->n++;
	memmove(s->key[i + 1], s->key[i], (s->n - 1 - i) * sizeof(s->key[0]));
	memcpy(s->key[i], k, sizeof(k));
}

void
qkeys_fini(struct qkeys *k)
{
	free(k->item);
	free(k->text);
	free(k->slot);
	memset(k, 0, sizeof(*k));
}

const char *
qkeys_name(const struct qkeys *k, size_t index)
{
	return k->text + k->item[index].name;
}

static uint64_t
code_hash(struct str code)
{
	uint64_t	h = 0;
	char		part[64];
	size_t		n;

	for (size_t i = 0; i < code.len; i += n) {
		n = code.len - i < sizeof(part) ? code.len - i : sizeof(part);
		for (size_t j = 0; j < n; j++) {
			char	c = code.s[i + j];

			part[j] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		}
		h = hash64(part, n, h);
	}
	return h;
}

static enum rc
rehash(struct qkeys *k, size_t nslots, struct err *e)
{
	uint32_t	*slot;

	if ((slot = calloc(nslots, sizeof(*slot))) == NULL)
		return err_set(e, RC_NOMEM, "data quality: no memory");
	for (size_t i = 0; i < k->n; i++) {
		uint64_t	h = code_hash(str_of(qkeys_name(k, i)));

		while (slot[h & (nslots - 1)] != 0)
			h++;
		slot[h & (nslots - 1)] = (uint32_t)i + 1;
	}
	free(k->slot);
	k->slot = slot;
	k->nslots = nslots;
	return RC_OK;
}

enum rc
qkeys_get(struct qkeys *k, struct str code, size_t *index, struct err *e)
{
	uint64_t	h;
	enum rc		rc;

	/* A NUL inside a code would make two of one; what is behind it is left out. */
	code = str_trim(code);
	code.len = strnlen(code.s, code.len);
	if (k->n * 4 >= k->nslots * 3 &&
	    (rc = rehash(k, k->nslots ? 2 * k->nslots : 1024, e)) != RC_OK)
		return rc;
	for (h = code_hash(code); k->slot[h & (k->nslots - 1)] != 0; h++) {
		*index = k->slot[h & (k->nslots - 1)] - 1;
		if (str_eqi(code, str_of(qkeys_name(k, *index))))
			return RC_OK;
	}
	if (k->n >= UINT32_MAX - 1 || k->len + code.len + 1 > UINT32_MAX)
		return err_set(e, RC_INVAL, "data quality: more than 4 GB of item codes");
	if ((rc = qgrow((void **)&k->item, &k->cap, k->n + 1, sizeof(*k->item), e)) != RC_OK ||
	    (rc = qgrow((void **)&k->text, &k->text_cap, k->len + code.len + 1, 1, e)) != RC_OK)
		return rc;
	memset(&k->item[k->n], 0, sizeof(*k->item));
	k->item[k->n].name = (uint32_t)k->len;
	memcpy(k->text + k->len, code.s, code.len);
	k->text[k->len + code.len] = '\0';
	k->len += code.len + 1;
	*index = k->n++;
	k->slot[h & (k->nslots - 1)] = (uint32_t)k->n;
	return RC_OK;
}
