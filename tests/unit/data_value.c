#include "config.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/data/db_priv.h"

Test(value, one_spelling_for_what_drivers_spell_differently)
{
	static const struct {
		SQLSMALLINT	type;
		const char	*from, *to;
	} t[] = {
	{ SQL_DECIMAL, "75.0000", "75" },		/* SQL Server DECIMAL(18,4) */
	{ SQL_DECIMAL, ".5000", "0.5" },		/* without its 0 */
	{ SQL_NUMERIC, "-.5", "-0.5" },
	{ SQL_NUMERIC, "-0.00", "0" },
	{ SQL_NUMERIC, "+0012.30", "12.3" },
	{ SQL_NUMERIC, "1000", "1000" },
	{ SQL_NUMERIC, "12345678901234567890.1230", "12345678901234567890.123" },
	{ SQL_NUMERIC, ".", "." },
	{ SQL_NUMERIC, "", "" },
	{ SQL_NUMERIC, "-", "-" },
	{ SQL_NUMERIC, "NaN", "NaN" },
	{ SQL_DOUBLE, "246.40000000000001", "246.4" },	/* 17 digits */
	{ SQL_DOUBLE, "0.1", "0.1" },
	{ SQL_DOUBLE, "10.0", "10" },			/* SQLite */
	{ SQL_DOUBLE, "0.30000000000000004", "0.30000000000000004" },
	{ SQL_DOUBLE, "1.5E+03", "1500" },
	{ SQL_DOUBLE, "Infinity", "Infinity" },
	{ SQL_REAL, "0.1000000015", "0.1" },
	{ SQL_REAL, "16777216", "16777216" },
	{ SQL_TYPE_TIMESTAMP, "2020-01-02 00:00:00", "2020-01-02" },
	{ SQL_TYPE_TIMESTAMP, "2020-01-02 00:00:00.0000000", "2020-01-02" },
	{ SQL_TYPE_TIMESTAMP, "9999-12-31 23:59:59.9970000", "9999-12-31 23:59:59.997" },
	{ SQL_TYPE_TIMESTAMP, "1899-12-30 10:30:00", "1899-12-30 10:30:00" },
	{ SQL_TYPE_TIMESTAMP, "2020-01-02 00:00:00+09", "2020-01-02 00:00:00+09" },
	{ SQL_TYPE_TIMESTAMP, "2020-01-02 00:00:00.000+09", "2020-01-02 00:00:00.000+09" },
	{ SQL_CHAR, "AB  ", "AB" },
	{ SQL_VARCHAR, "AB  ", "AB  " },
	{ SQL_VARCHAR, "1.10", "1.10" },		/* a revision is no number */
	{ SQL_BIT, "t", "1" },
	{ SQL_BIT, "-1", "1" },
	{ SQL_BIT, "0", "0" },
	{ SQL_GUID, "6f9619ff-8b86-d011-b42d-00c04fc964ff", "6F9619FF-8B86-D011-B42D-00C04FC964FF" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		size_t	 n = strlen(t[i].from);
		char	*s = malloc(n + 1);	/* of no more room than is promised */

		memcpy(s, t[i].from, n);
		n = value_plain(t[i].type, s, n);
		cr_expect(n == strlen(t[i].to) && memcmp(s, t[i].to, n) == 0, "%s: %.*s", t[i].from,
		    (int)n, s);
		free(s);
	}
}
