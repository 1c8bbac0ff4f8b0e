#include "config.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/tool/sample/row.h"

#define PACKED_NULL	UINT16_MAX

void
row_clear(struct row *r, size_t n)
{
	memset(r->cell, 0, sizeof(r->cell));
	r->n = n;
	r->used = 0;
}

void
row_set(struct row *r, unsigned column, const char *value)
{
	size_t	n = strlen(value);

	if (n >= ROW_TEXT - r->used)
		n = ROW_TEXT - r->used - 1;
	memcpy(r->text + r->used, value, n);
	r->cell[column] = (struct str){ r->text + r->used, n };
	r->used += n;
}

void
row_setf(struct row *r, unsigned column, const char *fmt, ...)
{
	char	value[512];
	va_list	ap;

	va_start(ap, fmt);
	vsnprintf(value, sizeof(value), fmt, ap);
	va_end(ap);
	row_set(r, column, value);
}

void
row_pack(struct buf *b, const struct row *r)
{
	for (size_t i = 0; i < r->n; i++) {
		uint16_t	n = r->cell[i].s == NULL ? PACKED_NULL : (uint16_t)r->cell[i].len;

		buf_add(b, &n, sizeof(n));
		if (n != PACKED_NULL)
			buf_add(b, r->cell[i].s, n);
	}
}

bool
row_unpack(const struct buf *b, size_t *at, struct str *cells, size_t n)
{
	if (*at >= b->len)
		return false;
	for (size_t i = 0; i < n; i++) {
		uint16_t	len;

		memcpy(&len, b->p + *at, sizeof(len));
		*at += sizeof(len);
		cells[i] = (struct str){ len == PACKED_NULL ? NULL : b->p + *at, len };
		if (len == PACKED_NULL)
			cells[i].len = 0;
		else
			*at += len;
	}
	return true;
}
