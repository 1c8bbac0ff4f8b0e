/* The routings that the planners wrote for an item, older revisions included. */
#ifndef CORE_TOOL_SAMPLE_ROUTING_H
#define CORE_TOOL_SAMPLE_ROUTING_H

#include "core/base/rng.h"
#include "core/tool/sample/factory.h"
#include "core/tool/sample/plan.h"
#include "core/tool/sample/row.h"
#include "core/tool/sample/shop.h"

#define ROUTINGS_MOST	3

struct operation {
	enum job		 job;
	int			 seq;		/* PROC_SEQ */
	const struct machine	*machine;
	double			 difficulty;	/* this part's run time over the median */
};

struct routing {
	int			 no;		/* 1 is RT01 */
	int32_t			 day;		/* inserted */
	int32_t			 until;		/* 0: open */
	unsigned		 n;
	struct operation	 op[PLAN_MOST];
};

/* All routings of a routed item, the newest last; returns how many. */
unsigned routing_make(const struct factory *f, const struct item *it,
	    struct routing out[ROUTINGS_MOST]);
/* Appends its rows. */
void	routing_rows(const struct factory *f, const struct item *it, const struct routing *r,
	    struct row *row, struct buf *out);
/* The item's code as routings and work results have it: a few are in lower case. */
void	routing_code(const struct item *it, char out[CODE_SIZE]);

#endif
