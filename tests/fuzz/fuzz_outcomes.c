/* outcomes.json of a stranger: refused with a reason, or compared with itself and found equal. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/train/measure/compare.h"
#include "core/train/measure/outcomes.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char	measured[] = "{\"evaluation\":{\"strata\":{\"all\":{\"model\":{"
	"\"exact@1\":0.5,\"intervals\":{\"exact@1\":[0.4,0.6]}}}}}}";

static void
compared(struct json_object *o)
{
	struct json_object	*metrics;
	struct compare_side	 side;
	struct compare		 c;
	struct err		 e = { 0 };

	if (json_parse(&metrics, measured, sizeof(measured) - 1, &e) != RC_OK)
		abort();
	side = (struct compare_side){ metrics, o };
	if (compare_versions(&side, &side, 1, &c, &e) != RC_OK || !c.activate)
		abort();
	json_object_put(c.json);
	json_object_put(metrics);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_object	*o;
	struct outcomes		 x;
	struct err		 e = { 0 };

	if (json_parse(&o, (const char *)data, size, &e) != RC_OK)
		return 0;
	if (outcomes_parse(&x, o, &e) == RC_OK) {
		for (size_t i = 1; i < x.n; i++)
			if (x.item[i].item <= x.item[i - 1].item)
				abort();
		compared(o);
	} else if (e.rc != RC_CORRUPT || e.msg[0] == '\0')
		abort();
	outcomes_fini(&x);
	json_object_put(o);
	return 0;
}
