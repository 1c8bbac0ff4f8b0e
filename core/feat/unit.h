/* Units by the many names that ERP columns and drawings give them, in Korean and English. */
#ifndef CORE_FEAT_UNIT_H
#define CORE_FEAT_UNIT_H

#include <stdbool.h>

#include "core/base/str.h"

/* Base units: mm, minute, gram, degree of angle, MPa, degree Celsius, piece. */
enum unit_kind {
	UNIT_LENGTH, UNIT_TIME, UNIT_MASS, UNIT_ANGLE, UNIT_PRESSURE, UNIT_TEMPERATURE,
	UNIT_COUNT, UNIT_NKINDS, UNIT_NONE = UNIT_NKINDS
};

/*
 * name as it stands in the data (any case, padded, 분(Min.), inch, IN, ″ ...): base units a
 * unit, e.g. 25.4 for an inch.  The kind decides what "m" means: a metre or a minute.
 * False: not a unit of that kind that we know.
 */
bool	unit_factor(enum unit_kind kind, struct str name, double *factor);
/* Of whatever kind; lengths win over times where a name is both.  UNIT_NONE: unknown. */
enum unit_kind	unit_find(struct str name, double *factor);

#endif
