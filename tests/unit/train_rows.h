/*
 * A row source for tests, from a table as one text: the first line has the columns' names,
 * '|' stands between cells, an empty cell is NULL.
 */
#ifndef TESTS_UNIT_TRAIN_ROWS_H
#define TESTS_UNIT_TRAIN_ROWS_H

#include <stdlib.h>
#include <string.h>

#include "core/base/rows.h"

#define TABLE_COLUMNS	64

struct table_rows {
	struct rows	 rows;
	char		*text;
	const char	*at;
	char		*name[TABLE_COLUMNS];
	struct str	 cell[TABLE_COLUMNS];
};

static inline enum rc
table_next(struct rows *r, bool *more, struct err *e)
{
	struct table_rows	*t = (struct table_rows *)r;
	const char		*end;

	(void)e;
	if (!(*more = *t->at != '\0'))
		return RC_OK;
	for (size_t i = 0; i < r->ncols; i++) {
		end = t->at + strcspn(t->at, "|\n");
		t->cell[i] = (struct str){ end > t->at ? t->at : NULL, (size_t)(end - t->at) };
		t->at = *end == '|' ? end + 1 : end;
	}
	t->at += *t->at == '\n';
	return RC_OK;
}

static inline void
table_close(struct rows *r)
{
	struct table_rows	*t = (struct table_rows *)r;

	free(t->text);
	free(t);
}

/* Ends with rows_close(). */
static inline struct rows *
table_rows(const char *text)
{
	struct table_rows	*t = calloc(1, sizeof(*t));
	char			*head, *save = NULL;

	t->text = strdup(text);
	head = t->text;
	t->at = head + strcspn(head, "\n");
	if (*t->at == '\n')
		t->text[t->at++ - head] = '\0';
	for (char *p = strtok_r(head, "|", &save); p != NULL; p = strtok_r(NULL, "|", &save))
		t->name[t->rows.ncols++] = p;
	t->rows.names = (const char *const *)t->name;
	t->rows.cells = t->cell;
	t->rows.next = table_next;
	t->rows.close = table_close;
	return &t->rows;
}

#endif
