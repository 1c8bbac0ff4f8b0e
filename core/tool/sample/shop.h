/*
 * The shop: what the jobs are called, on which machines they run, and how long they take.
 */
#ifndef CORE_TOOL_SAMPLE_SHOP_H
#define CORE_TOOL_SAMPLE_SHOP_H

#include <stdbool.h>

#include "core/base/rng.h"
#include "core/tool/sample/plan.h"

struct job_def {
	const char	*code, *name;
	enum { HOUSE, BOUGHT, TEST } kind;	/* BOUGHT: a subcontractor does it */
	char		 machines;	/* the machine group, see shop.c */
	double		 setup, run;	/* minutes: a lot's, a piece's at Φ70 × 40 in plain steel */
	double		 by_od, by_len;	/* powers of the size over that one */
	double		 by_family;	/* power of the material's resistance */
};

struct machine {
	const char	*code, *name;
	char		 group;
	int		 from, to;	/* yyyymmdd, to exclusive; 0: open */
	int		 least, most;	/* size bands that it takes */
	unsigned	 families;	/* 1 << family that it is kept for; 0: any */
	double		 speed;		/* run time factor */
};

extern const struct job_def	shop_jobs[JOBS];
extern const struct machine	shop_machines[];
extern const unsigned		shop_nmachines;

/* The machines that the job can run on then, the usual one first; returns how many (>= 1). */
#define SHOP_CHOICES	6
unsigned shop_choices(enum job j, struct size_class c, enum family f, int ymd,
	    const struct machine *out[SHOP_CHOICES]);
/* The usual one in nine cases of ten, else the next. */
const struct machine *shop_machine(struct rng *r, enum job j, struct size_class c, enum family f,
	    int ymd);
/* Medians of what really happens.  Both 0 for bought jobs. */
double	shop_setup_minutes(enum job j, struct size_class c, const struct machine *m);
double	shop_run_minutes(enum job j, const struct size *s, enum family f, const struct machine *m);

#endif
