/* GET /api/openapi.json: the contract, as it was built in. */
#include "config.h"

#include "fcgi/openapi.h"
#include "fcgi/routes.h"

enum rc
h_openapi(struct req *r, struct res *s, struct err *e)
{
	(void)r;
	return res_bytes(s, 200, "application/json", openapi_json, openapi_json_len, e);
}
