/* UTF-8 and UTF-16, for drivers that take text of all languages only as the latter. */
#include "config.h"

#include <string.h>

#include "core/base/str.h"
#include "core/data/db_priv.h"

void
wide_from_utf8(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; ) {
		uint32_t	c = utf8_next(s, n, &i);
		uint16_t	u[2];

		if (c < 0x10000) {
			u[0] = c;
			buf_add(out, u, 2);
		} else {
			u[0] = 0xd800 + ((c - 0x10000) >> 10);
			u[1] = 0xdc00 + ((c - 0x10000) & 0x3ff);
			buf_add(out, u, 4);
		}
	}
}

void
wide_to_utf8(const char *s, size_t bytes, struct buf *out)
{
	char	part[256];		/* most calls are of short texts: few additions to out */
	size_t	n = 0;

	for (size_t i = 0; i + 2 <= bytes; i += 2) {
		uint16_t	u, low;
		uint32_t	c;

		if (n > sizeof(part) - 4) {
			buf_add(out, part, n);
			n = 0;
		}
		memcpy(&u, s + i, 2);
		if (u < 0x80) {
			part[n++] = (char)u;
			continue;
		}
		c = u;
		if (u >= 0xd800 && u < 0xe000) {
			c = 0xfffd;
			if (u < 0xdc00 && i + 4 <= bytes) {
				memcpy(&low, s + i + 2, 2);
				if (low >= 0xdc00 && low < 0xe000) {
					c = 0x10000 + ((u - 0xd800u) << 10) + (low - 0xdc00u);
					i += 2;
				}
			}
		}
		n += utf8_put(part + n, c);
	}
	buf_add(out, part, n);
}
