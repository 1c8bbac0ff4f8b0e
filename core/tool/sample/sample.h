/*
 * The sample factory as a whole: all rows of its three tables and its truth, into a sink.
 * The same seed and number give the same rows for any number of threads.
 */
#ifndef CORE_TOOL_SAMPLE_SAMPLE_H
#define CORE_TOOL_SAMPLE_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/str.h"
#include "core/tool/sample/tables.h"

struct sample_sink {
	void	*ctx;
	enum rc	(*row)(void *ctx, enum table t, const struct str *cells, struct err *e);
	/* Lines of NDJSON, whole ones; NULL: nobody wants the truth. */
	enum rc	(*truth)(void *ctx, const char *lines, size_t n, struct err *e);
	/* After each batch; NULL is fine. */
	enum rc	(*progress)(void *ctx, uint32_t items, uint32_t all, struct err *e);
};

struct sample_figures {
	uint64_t	rows[TABLES];
	uint64_t	routed, repeated;	/* items with a routing; copies of earlier items */
	uint64_t	sequences;		/* distinct ones among the newest routings */
	uint64_t	expected;		/* newest routings that are the truth's likeliest */
	double		ceiling;		/* mean probability of the likeliest sequence */
};

/* threads 0: one a processor. */
enum rc	sample_make(uint64_t seed, uint32_t items, unsigned threads,
	    const struct sample_sink *sink, struct sample_figures *out, struct err *e);

#endif
