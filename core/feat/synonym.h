/*
 * The usual name of a material, rubber or treatment that the trade spells in several ways
 * (KS, JIS, AISI, EN grades; brand names; Korean and English).  General knowledge of the
 * trade, not of any plant; what a plant says on its own, its model learns.
 */
#ifndef CORE_FEAT_SYNONYM_H
#define CORE_FEAT_SYNONYM_H

#include "core/base/str.h"

#define SYNONYM_SIZE	32

/*
 * s is a normalised word or short value.  sus304, sts 304 and s30400 give sus304; viton and
 * fpm give fkm.  Where we know no other name the answer is s itself; otherwise it is static
 * or stands in room.
 */
struct str	synonym_of(struct str s, char room[SYNONYM_SIZE]);

#endif
