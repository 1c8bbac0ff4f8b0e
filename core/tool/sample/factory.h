/*
 * The sample factory: who is whose relative, and when each item was first made.  Everything
 * about an item follows from the seed, its family and its number, whatever else is made.
 */
#ifndef CORE_TOOL_SAMPLE_FACTORY_H
#define CORE_TOOL_SAMPLE_FACTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/tool/sample/cause.h"

#define FACTORY_MOST	5000000	/* items */
#define CODE_SIZE	16

struct member {
	uint32_t	family, rank;	/* of the drawing family */
	uint32_t	root;		/* the item that this one repeats, or itself */
	int32_t		day;		/* first routed, had it been; days since 1970 */
};

struct factory {
	uint64_t	 seed;
	uint32_t	 n;
	struct member	*member;
};

struct item {
	uint32_t	index;
	char		code[CODE_SIZE];
	bool		routed;
	uint64_t	own, family;	/* streams; own is the root's */
	struct cause	cause;
	struct seen	seen;
};

/* n: 20 to FACTORY_MOST.  The caller ends *out with factory_free(). */
enum rc	factory_new(struct factory **out, uint64_t seed, uint32_t n, struct err *e);
void	factory_free(struct factory *f);	/* NULL is fine */
/* index < f->n.  Item 0 is ITEM_A001, an ordinary sleeve without a routing. */
void	factory_item(const struct factory *f, uint32_t index, struct item *out);

int32_t	factory_first_day(void);
int32_t	factory_last_day(void);
int	factory_ymd(int32_t day);	/* as yyyymmdd */

#endif
