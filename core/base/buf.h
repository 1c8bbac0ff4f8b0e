/*
 * A growing byte buffer, always ended by a NUL that len does not count.  A failed allocation
 * sticks: later calls do nothing, and buf_ok() tells once, at the end.
 */
#ifndef CORE_BASE_BUF_H
#define CORE_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char	*p;	/* NULL until something was added */
	size_t	 len, cap;
	bool	 failed;
};

void	buf_init(struct buf *b);
void	buf_fini(struct buf *b);
void	buf_clear(struct buf *b);	/* keeps the memory, forgets a failure */
bool	buf_ok(const struct buf *b);
/* The text so far, "" for an empty buffer; valid until the next change. */
const char *buf_str(const struct buf *b);

void	buf_add(struct buf *b, const void *p, size_t n);
void	buf_addc(struct buf *b, char c);
void	buf_adds(struct buf *b, const char *s);
void	buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
