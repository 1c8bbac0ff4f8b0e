/*
 * What quality_*.c share: a table of item codes, counters of columns and values, histograms
 * of times, and the list of issues.  Nothing here grows with the length of a column's text:
 * an item costs its code and about 40 bytes, a routing 40, an operation 12.
 */
#ifndef CORE_TRAIN_QUALITY_QUALITY_PRIV_H
#define CORE_TRAIN_QUALITY_QUALITY_PRIV_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/rows.h"
#include "core/base/str.h"
#include "core/feat/mapping.h"

#define QSAMPLES	5	/* keys shown with an issue */
#define QSAMPLE_SIZE	64	/* bytes of a key that are shown, with the NUL */

/* The smallest QSAMPLES distinct keys that were added, in order, whatever order they came in. */
struct qsample {
	char		key[QSAMPLES][QSAMPLE_SIZE];
	unsigned	n;
};

void	qsample_add(struct qsample *s, const char *key);

/* Room for `need` entries of `size` bytes at *p, of which *cap are there.  RC_NOMEM. */
enum rc	qgrow(void **p, size_t *cap, size_t need, size_t size, struct err *e);

/* An item code, trimmed and folded; seen in the item view, in the others, or in both. */
struct qitem {
	uint64_t	twin;		/* hash of its attributes without key and drawing; 0: none given */
	uint64_t	sequence;	/* hash of the job codes of its leading routing; 0: none */
	uint64_t	rank;		/* how good a leading routing that one is */
	uint32_t	name;		/* offset of its code */
	uint32_t	rows;		/* rows of the item view; 0: an orphan */
	bool		routed, worked;
};

struct qkeys {
	struct qitem	*item;
	size_t		 n, cap;
	char		*text;		/* codes as first spelled, each ended by a NUL */
	size_t		 len, text_cap;
	uint32_t	*slot;		/* open addressing; index + 1 */
	size_t		 nslots;	/* a power of two */
};

void	qkeys_fini(struct qkeys *k);
/* The entry of that code, made where it is new.  RC_NOMEM; RC_INVAL: more codes than we count. */
enum rc	qkeys_get(struct qkeys *k, struct str code, size_t *index, struct err *e);
const char *qkeys_name(const struct qkeys *k, size_t index);

/* How often each value of a column occurs, folded, for columns of few values such as units. */
#define QVALUES		12
struct qvalues {
	char		text[QVALUES][24];
	uint64_t	count[QVALUES];
	unsigned	n;
	uint64_t	other;		/* values behind the first QVALUES distinct ones */
};

void	qvalues_add(struct qvalues *v, struct str s);
struct json_object *qvalues_json(const struct qvalues *v);

/* One column of a view. */
struct qcolumn {
	uint64_t	filled;
	uint64_t	disguised;	/* of those not filled: "-", "N/A" and their kin rather than NULL or "" */
	/* The last cell and what was found, since neighbouring rows are often alike. */
	char		last[24];
	size_t		last_len;
	bool		last_missing;
};

/*
 * Positive times by job, as histograms of their logarithm (bins of 5 %), with the most extreme
 * ones kept by name.  Memory is bounded by QJOBS jobs; later ones are not watched.
 */
#define QJOBS		4096
#define QBINS		480
#define QEXTREMES	3
struct qextreme {
	float		log;
	uint32_t	item;
};
struct qjob {
	uint64_t	hash;
	uint64_t	n;
	uint32_t	bin[QBINS];
	struct qextreme	high[QEXTREMES], low[QEXTREMES];	/* best first */
	unsigned	nhigh, nlow;
};
struct qtimes {
	struct qjob	*job[QJOBS];
	uint32_t	 slot[2 * QJOBS];
	size_t		 n;
};

void	qtimes_fini(struct qtimes *t);
enum rc	qtimes_add(struct qtimes *t, uint64_t job, double minutes, uint32_t item,
	    struct err *e);
/*
 * Times further than QOUTLIER robust deviations (1.4826 times the median absolute deviation
 * of the logarithm, at least 0.15) from their job's median, of jobs with 20 times or more.
 * *watched: the times of those jobs.  The most extreme ones go to s.
 */
#define QOUTLIER	4.0
uint64_t qtimes_outliers(const struct qtimes *t, const struct qkeys *k, uint64_t *watched,
	    struct qsample *s);

/* What may be wrong.  One entry each in the table of quality_report.c. */
enum qkind {
	Q_ITEM_NO_KEY, Q_ITEM_DUPLICATE_KEY, Q_ITEM_TWINS, Q_ITEM_EMPTY_COLUMNS,
	Q_ITEM_SPARSE_COLUMNS, Q_ITEM_DISGUISED, Q_ITEM_NOT_A_NUMBER, Q_ITEM_NO_UNIT,
	Q_ITEM_MIXED_UNITS, Q_ITEM_CUT, Q_ITEM_GARBLED, Q_ITEM_UNROUTED,
	Q_ROUTING_ORPHANS, Q_ROUTING_NO_JOB, Q_ROUTING_BAD_SEQUENCE,
	Q_ROUTING_DUPLICATE_SEQUENCE, Q_ROUTING_NO_TIME, Q_ROUTING_BAD_TIME,
	Q_ROUTING_UNKNOWN_UNIT, Q_ROUTING_MIXED_UNITS, Q_ROUTING_OUTLIERS,
	Q_ROUTING_CUT, Q_ROUTING_GARBLED, Q_ROUTING_EXPIRED, Q_ROUTING_TWINS_DIFFER,
	Q_WORK_ABSENT, Q_WORK_ORPHANS, Q_WORK_NO_TIME, Q_WORK_BAD_TIME, Q_WORK_BAD_QUANTITY,
	Q_WORK_CUT, Q_WORK_GARBLED, Q_WORK_OUTLIERS, Q_NKINDS
};

struct qissue {
	uint64_t	count, total;
	struct qsample	sample;
};

enum qview { QVIEW_ITEMS, QVIEW_ROUTINGS, QVIEW_WORK, QVIEW_N };

/* A number column that has its unit in another column. */
struct qunit {
	int		value, unit;	/* column indices */
	struct qvalues	values;
};

struct buf;
struct quality;
/* quality_sql.c: a SELECT that shows the rows of an issue; nothing where there are none to show. */
void	quality_sql(const struct quality *q, enum qkind k, struct buf *out);

struct quality {
	const struct mapping	*map;
	int32_t			 today;
	struct qkeys		 keys;
	struct qissue		 issue[Q_NKINDS];
	struct qview_stats {
		bool		 there;
		uint64_t	 rows;
		size_t		 ncols;
		char		**name;
		int		*field;		/* the mapping's field or column role; -1: not named */
		struct qcolumn	*col;
		bool		*missing;	/* of the current row's cells */
	} view[QVIEW_N];
	struct qunit		*unit;		/* of the item view */
	size_t			 nunits;
	struct qvalues		 time_unit;
	char			 unit_last[24];	/* the last time unit: minutes, 0 not known */
	size_t			 unit_len;
	double			 unit_minutes;
	struct qtimes		 setup, run, work;
	struct qrouting {
		uint64_t	hash;	/* of item and routing number */
		uint32_t	item;
		int32_t		inserted, from, to;	/* the latest of its rows; DATE_NONE */
	}			*routing;
	size_t			 nroutings, routing_cap;
	uint32_t		*routing_slot;	/* index + 1 */
	size_t			 nrouting_slots;
	struct qop {
		uint32_t	routing;
		uint32_t	job;	/* hash of the code; 0: missing */
		double		sequence;	/* INFINITY: unreadable */
	}			*op;
	size_t			 nops, op_cap;
	uint64_t		 items, twin_groups, twin_groups_routed, twin_groups_differ;
	uint64_t		 routings_expired;
	uint64_t		 items_routed, items_worked;	/* of those in the item view */
	int32_t			 reported_first, reported_last;	/* work results; DATE_NONE */
};

/* Count one: the key is kept as a sample. */
void	quality_count(struct quality *q, enum qkind k, const char *key);
/* The columns of r as view v's.  RC_NOMEM. */
enum rc	quality_view(struct quality *q, enum qview v, const struct rows *r, struct err *e);
/* Count the current row's cells, and say which are missing. */
void	quality_cells(struct quality *q, enum qview v, const struct rows *r);

/* quality_rows.c: each reads one view to its end, items first. */
enum rc	quality_items(struct quality *q, struct rows *r, struct err *e);
enum rc	quality_routings(struct quality *q, struct rows *r, struct err *e);
enum rc	quality_work(struct quality *q, struct rows *r, struct err *e);
/* quality_whole.c: behind the three, what only the whole shows. */
enum rc	quality_finish(struct quality *q, struct err *e);
/* quality_report.c: RC_NOMEM. */
enum rc	quality_json(const struct quality *q, struct json_object **out, struct err *e);

/* quality_measure() with the day that validity is held against. */
enum rc	quality_measure_on(int32_t today, struct rows *items, struct rows *routings,
	    struct rows *work, const struct mapping *m, struct json_object **out,
	    struct err *e);

#endif
