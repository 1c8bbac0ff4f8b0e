#include "config.h"

#include <string.h>

#include "core/feat/text.h"
#include "core/feat/unit.h"

#define NAME_MAX_BYTES	40

static const struct {
	const char	*name;	/* normalised */
	enum unit_kind	 kind;
	double		 factor;
} units[] = {
	{ "mm", UNIT_LENGTH, 1 }, { "mm.", UNIT_LENGTH, 1 }, { "millimeter", UNIT_LENGTH, 1 },
	{ "millimetre", UNIT_LENGTH, 1 }, { "mmt", UNIT_LENGTH, 1 }, { "밀리", UNIT_LENGTH, 1 },
	{ "밀리미터", UNIT_LENGTH, 1 }, { "미리", UNIT_LENGTH, 1 },
	{ "cm", UNIT_LENGTH, 10 }, { "센치", UNIT_LENGTH, 10 }, { "센티", UNIT_LENGTH, 10 },
	{ "센티미터", UNIT_LENGTH, 10 }, { "dm", UNIT_LENGTH, 100 }, { "m", UNIT_LENGTH, 1000 },
	{ "meter", UNIT_LENGTH, 1000 }, { "metre", UNIT_LENGTH, 1000 },
	{ "mtr", UNIT_LENGTH, 1000 }, { "미터", UNIT_LENGTH, 1000 },
	{ "µm", UNIT_LENGTH, 0.001 }, { "um", UNIT_LENGTH, 0.001 }, { "µ", UNIT_LENGTH, 0.001 },
	{ "micron", UNIT_LENGTH, 0.001 }, { "미크론", UNIT_LENGTH, 0.001 },
	{ "마이크로미터", UNIT_LENGTH, 0.001 }, { "mil", UNIT_LENGTH, 0.0254 },
	{ "thou", UNIT_LENGTH, 0.0254 },
	{ "in", UNIT_LENGTH, 25.4 }, { "in.", UNIT_LENGTH, 25.4 }, { "inch", UNIT_LENGTH, 25.4 },
	{ "inches", UNIT_LENGTH, 25.4 }, { "inc", UNIT_LENGTH, 25.4 },
	{ "inh", UNIT_LENGTH, 25.4 }, { "\"", UNIT_LENGTH, 25.4 },
	{ "인치", UNIT_LENGTH, 25.4 }, { "ft", UNIT_LENGTH, 304.8 },
	{ "feet", UNIT_LENGTH, 304.8 }, { "foot", UNIT_LENGTH, 304.8 },
	{ "'", UNIT_LENGTH, 304.8 }, { "피트", UNIT_LENGTH, 304.8 },
	{ "m", UNIT_TIME, 1 }, { "min", UNIT_TIME, 1 }, { "min.", UNIT_TIME, 1 },
	{ "mins", UNIT_TIME, 1 }, { "mi", UNIT_TIME, 1 }, { "mn", UNIT_TIME, 1 },
	{ "minute", UNIT_TIME, 1 }, { "minutes", UNIT_TIME, 1 }, { "분", UNIT_TIME, 1 },
	{ "h", UNIT_TIME, 60 }, { "hr", UNIT_TIME, 60 }, { "hr.", UNIT_TIME, 60 },
	{ "hrs", UNIT_TIME, 60 }, { "hour", UNIT_TIME, 60 }, { "hours", UNIT_TIME, 60 },
	{ "hur", UNIT_TIME, 60 }, { "시", UNIT_TIME, 60 }, { "시간", UNIT_TIME, 60 },
	{ "s", UNIT_TIME, 1.0 / 60 }, { "sec", UNIT_TIME, 1.0 / 60 },
	{ "sec.", UNIT_TIME, 1.0 / 60 }, { "secs", UNIT_TIME, 1.0 / 60 },
	{ "second", UNIT_TIME, 1.0 / 60 }, { "seconds", UNIT_TIME, 1.0 / 60 },
	{ "초", UNIT_TIME, 1.0 / 60 }, { "秒", UNIT_TIME, 1.0 / 60 },
	{ "分", UNIT_TIME, 1 }, { "分钟", UNIT_TIME, 1 }, { "時間", UNIT_TIME, 60 },
	{ "小时", UNIT_TIME, 60 }, { "std", UNIT_TIME, 60 }, { "std.", UNIT_TIME, 60 },
	{ "stunde", UNIT_TIME, 60 }, { "stunden", UNIT_TIME, 60 },
	{ "minuten", UNIT_TIME, 1 }, { "sek", UNIT_TIME, 1.0 / 60 },
	{ "sek.", UNIT_TIME, 1.0 / 60 }, { "sekunden", UNIT_TIME, 1.0 / 60 },
	{ "hora", UNIT_TIME, 60 }, { "horas", UNIT_TIME, 60 }, { "minuto", UNIT_TIME, 1 },
	{ "minutos", UNIT_TIME, 1 }, { "segundo", UNIT_TIME, 1.0 / 60 },
	{ "segundos", UNIT_TIME, 1.0 / 60 }, { "heure", UNIT_TIME, 60 },
	{ "heures", UNIT_TIME, 60 }, { "日", UNIT_TIME, 1440 }, { "tag", UNIT_TIME, 1440 },
	{ "tage", UNIT_TIME, 1440 }, { "ms", UNIT_TIME, 1.0 / 60000 },
	{ "d", UNIT_TIME, 1440 }, { "day", UNIT_TIME, 1440 }, { "days", UNIT_TIME, 1440 },
	{ "일", UNIT_TIME, 1440 },
	{ "g", UNIT_MASS, 1 }, { "gr", UNIT_MASS, 1 }, { "gram", UNIT_MASS, 1 },
	{ "그램", UNIT_MASS, 1 }, { "kg", UNIT_MASS, 1000 }, { "kgs", UNIT_MASS, 1000 },
	{ "킬로", UNIT_MASS, 1000 }, { "킬로그램", UNIT_MASS, 1000 }, { "mg", UNIT_MASS, 0.001 },
	{ "t", UNIT_MASS, 1e6 }, { "ton", UNIT_MASS, 1e6 }, { "톤", UNIT_MASS, 1e6 },
	{ "lb", UNIT_MASS, 453.59237 }, { "lbs", UNIT_MASS, 453.59237 },
	{ "oz", UNIT_MASS, 28.349523125 },
	{ "°", UNIT_ANGLE, 1 }, { "deg", UNIT_ANGLE, 1 }, { "degree", UNIT_ANGLE, 1 },
	{ "degrees", UNIT_ANGLE, 1 }, { "도", UNIT_ANGLE, 1 },
	{ "rad", UNIT_ANGLE, 57.29577951308232 },
	{ "mpa", UNIT_PRESSURE, 1 }, { "n/mm2", UNIT_PRESSURE, 1 }, { "kpa", UNIT_PRESSURE, 0.001 },
	{ "pa", UNIT_PRESSURE, 1e-6 }, { "gpa", UNIT_PRESSURE, 1000 },
	{ "bar", UNIT_PRESSURE, 0.1 }, { "barg", UNIT_PRESSURE, 0.1 },
	{ "kgf/cm2", UNIT_PRESSURE, 0.0980665 }, { "kg/cm2", UNIT_PRESSURE, 0.0980665 },
	{ "kgf", UNIT_PRESSURE, 0.0980665 }, { "psi", UNIT_PRESSURE, 0.00689475729 },
	{ "psig", UNIT_PRESSURE, 0.00689475729 }, { "atm", UNIT_PRESSURE, 0.101325 },
	{ "°c", UNIT_TEMPERATURE, 1 }, { "degc", UNIT_TEMPERATURE, 1 },
	{ "c", UNIT_TEMPERATURE, 1 },
	{ "ea", UNIT_COUNT, 1 }, { "ea.", UNIT_COUNT, 1 }, { "pcs", UNIT_COUNT, 1 },
	{ "pc", UNIT_COUNT, 1 }, { "pce", UNIT_COUNT, 1 }, { "each", UNIT_COUNT, 1 },
	{ "piece", UNIT_COUNT, 1 }, { "pieces", UNIT_COUNT, 1 }, { "set", UNIT_COUNT, 1 },
	{ "sets", UNIT_COUNT, 1 }, { "개", UNIT_COUNT, 1 }, { "매", UNIT_COUNT, 1 },
	{ "본", UNIT_COUNT, 1 }, { "세트", UNIT_COUNT, 1 }, { "조", UNIT_COUNT, 1 },
};

/* kind UNIT_NONE: any.  The table has lengths first, so that they win. */
static enum unit_kind
lookup(enum unit_kind kind, const char *name, size_t n, double *factor)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (*units[i].name == *name && (kind == UNIT_NONE || kind == units[i].kind) &&
		    strlen(units[i].name) == n && memcmp(units[i].name, name, n) == 0) {
			*factor = units[i].factor;
			return units[i].kind;
		}
	return UNIT_NONE;
}

static size_t
trim_end(const char *s, size_t n)
{
	while (n > 0 && s[n - 1] == ' ')
		n--;
	return n;
}

static enum unit_kind
find(enum unit_kind kind, struct str name, double *factor)
{
	char		 t[TEXT_ROOM(NAME_MAX_BYTES)], *open, *close;
	enum unit_kind	 k;
	size_t		 n;

	if (name.s == NULL)
		return UNIT_NONE;
	name = str_trim(name);
	if (name.len == 0 || name.len > NAME_MAX_BYTES)
		return UNIT_NONE;
	if ((n = text_normalise_to(name, t)) == 0)
		return UNIT_NONE;
	if ((k = lookup(kind, t, n, factor)) != UNIT_NONE)
		return k;
	/* 분(Min.), mm (millimetre), [inch] */
	if ((open = memchr(t, '(', n)) == NULL && (open = memchr(t, '[', n)) == NULL)
		return UNIT_NONE;
	if (open > t && (k = lookup(kind, t, trim_end(t, (size_t)(open - t)), factor)) != UNIT_NONE)
		return k;
	close = t + n - 1;
	if (close <= open + 1 || (*close != ')' && *close != ']'))
		return UNIT_NONE;
	return lookup(kind, open + 1, (size_t)(close - open - 1), factor);
}

bool
unit_factor(enum unit_kind kind, struct str name, double *factor)
{
	return kind < UNIT_NONE && find(kind, name, factor) == kind;
}

enum unit_kind
unit_find(struct str name, double *factor)
{
	return find(UNIT_NONE, name, factor);
}
