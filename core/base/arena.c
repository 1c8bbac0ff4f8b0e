#include "config.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"

#define BLOCK	((size_t)64 * 1024)
#define ALIGN	_Alignof(max_align_t)

struct block {
	struct block	*next;
	size_t		 size, used;	/* of data[] */
	max_align_t	 data[];
};

struct arena {
	struct block	*head;		/* the one that we fill */
	size_t		 most, used;
};

struct arena *
arena_new(size_t most)
{
	struct arena	*a = calloc(1, sizeof(*a));

	if (a != NULL)
		a->most = most;
	return a;
}

static void
blocks_free(struct block *b)
{
	struct block	*next;

	for (; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
}

void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	blocks_free(a->head);
	free(a);
}

void
arena_reset(struct arena *a)
{
	a->used = 0;
	if (a->head == NULL)
		return;
	blocks_free(a->head->next);
	a->head->next = NULL;
	a->head->used = 0;
	if (a->head->size > BLOCK) {	/* a giant of one request is not kept */
		free(a->head);
		a->head = NULL;
	}
}

void
arena_wipe(struct arena *a)
{
	for (struct block *b = a->head; b != NULL; b = b->next)
		explicit_bzero(b->data, b->used);
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	struct block	*b = a->head;
	size_t		 size;
	void		*p;

	if (n > SIZE_MAX / 2 - sizeof(*b))
		return NULL;
	n = n == 0 ? ALIGN : (n + ALIGN - 1) / ALIGN * ALIGN;
	if (a->most != 0 && (n > a->most || a->used > a->most - n))
		return NULL;
	if (b == NULL || b->size - b->used < n) {
		size = n > BLOCK ? n : BLOCK;
		if ((b = malloc(sizeof(*b) + size)) == NULL)
			return NULL;
		b->size = size;
		b->used = 0;
		b->next = a->head;
		a->head = b;
	}
	p = (char *)b->data + b->used;
	b->used += n;
	a->used += n;
	return p;
}

void *
arena_zalloc(struct arena *a, size_t count, size_t size)
{
	void	*p;

	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	if ((p = arena_alloc(a, count * size)) != NULL)
		memset(p, 0, count * size);
	return p;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char	*p = n == SIZE_MAX ? NULL : arena_alloc(a, n + 1);

	if (p == NULL)
		return NULL;
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list	 ap;
	char	*p = NULL;
	int	 n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || (p = arena_alloc(a, (size_t)n + 1)) == NULL)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}
