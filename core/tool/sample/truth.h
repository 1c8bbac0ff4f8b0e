/*
 * The truth about a routed item: which sequences are right, and how likely each is to
 * somebody who knows the grammar, the date and the policies of it, but sees of the item only
 * what its row shows.  Found by enumeration (chance.h), so it is exact but for what is rarer
 * than TRUTH_FLOOR.
 */
#ifndef CORE_TOOL_SAMPLE_TRUTH_H
#define CORE_TOOL_SAMPLE_TRUTH_H

#include "core/tool/sample/routing.h"

#define TRUTH_FLOOR	0.002	/* combinations rarer than this are not followed */
#define TRUTH_LEAST	0.01	/* sequences less likely than this are not written */
#define TRUTH_MOST	100	/* most that can be 0.01 likely */

struct sequence {
	uint8_t		job[PLAN_MOST];
	unsigned	n;
	double		p;
};

struct truth {
	unsigned	n;	/* likeliest first */
	struct sequence	sequence[TRUTH_MOST];
};

struct truth_work;	/* memory that enumerating needs; one a thread */
struct truth_work	*truth_work_new(void);
void			 truth_work_free(struct truth_work *w);

void	truth_find(struct truth_work *w, const struct item *it, int ymd, struct truth *out);
/* One line of NDJSON: sequences, and machine and median times of the likeliest one's jobs. */
void	truth_write(const struct item *it, int ymd, const struct truth *t, struct buf *out);

#endif
