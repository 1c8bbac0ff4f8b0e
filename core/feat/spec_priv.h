/* Between the files of the spec parser.  A matcher at i returns where it ended, or i. */
#ifndef CORE_FEAT_SPEC_PRIV_H
#define CORE_FEAT_SPEC_PRIV_H

#include "core/feat/spec.h"

struct scan {
	const char	*s;
	size_t		 n;
	size_t		 after;		/* where the last item ended: another may begin there */
	size_t		 sized;		/* where the last size ended: a fit may stand there */
	struct spec	*out;		/* NULL: only looking */
};

struct num {
	double	v;
	bool	whole;		/* digits only */
	bool	fraction;	/* 3/4 */
	bool	mixed;		/* 1-1/2, 1 1/2 */
};

/* A size in mm as it was written. */
struct measure {
	double	mm;
	double	raw;		/* in the unit written */
	double	unit;		/* mm a unit, 0: none was written */
	bool	whole;
};

bool	scan_is(const struct scan *c, size_t i, const char *lit);
/* Behind the longest of the literals (NULL-ended) that stands at i, and which one; else i. */
size_t	scan_any(const struct scan *c, size_t i, const char *const *lits, size_t *which);
bool	scan_digit(const struct scan *c, size_t i);
bool	scan_alnum(const struct scan *c, size_t i);	/* ASCII only */
bool	scan_border(const struct scan *c, size_t i);	/* no ASCII letter or digit at i */
size_t	scan_blank(const struct scan *c, size_t i);	/* behind a blank at i, if there is one */
size_t	scan_label_end(const struct scan *c, size_t i);	/* behind blanks and one of : = */
size_t	scan_number(const struct scan *c, size_t i, struct num *out);
/* A unit of length, border behind it included; mm a unit. */
size_t	scan_unit(const struct scan *c, size_t i, double *factor);
size_t	scan_measure(const struct scan *c, size_t i, struct measure *out);
/* ~ or - and a second number: *hi; else i. */
size_t	scan_range(const struct scan *c, size_t i, double *hi);

/* The next free item with one value, or NULL if all are taken. */
struct spec_item *spec_add(struct scan *c, enum spec_kind kind, const char *name, double v,
	    size_t begin, size_t end);

/* spec_size.c */
size_t	spec_box(struct scan *c, size_t i);
size_t	spec_diameter(struct scan *c, size_t i);
size_t	spec_thickness(struct scan *c, size_t i);

/* spec_numeric.c */
size_t	spec_class(struct scan *c, size_t i);	/* class 150, pn16 */
size_t	spec_numeric(struct scan *c, size_t i);

/* spec_value.c; with an end at i, where the number has been read */
size_t	spec_labelled(struct scan *c, size_t i);	/* a number that the word before it names */
size_t	spec_surface_grade(struct scan *c, size_t i);	/* n6 */
size_t	spec_speed(struct scan *c, size_t begin, size_t i, double v);
bool	spec_bands(struct scan *c, size_t begin, size_t i, double v);	/* ends at i, too */

/* spec_mark.c */
size_t	spec_standard(struct scan *c, size_t i);
size_t	spec_thread(struct scan *c, size_t i);
size_t	spec_tolerance(struct scan *c, size_t i);
size_t	spec_roughness(struct scan *c, size_t i);
size_t	spec_hardness(struct scan *c, size_t i);
/* h7 and the like; attached: right behind a number, where more letters are fits. */
size_t	spec_fit(struct scan *c, size_t i, bool attached);
/* Scales behind a number: 58~62 hrc.  Behind the scale and its name, or i. */
size_t	spec_scale(const struct scan *c, size_t i, const char **name);
/* A thread named behind its size: 3/4" npt, 1/4-20unc. */
size_t	spec_inch_thread(struct scan *c, size_t begin, size_t i, double inch);

#endif
