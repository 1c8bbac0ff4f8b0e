/* GET /api/data-quality/metrics: items, routings and work results, as last measured. */
#include "config.h"

#include "fcgi/app.h"
#include "fcgi/problem.h"
#include "fcgi/quality_job.h"
#include "fcgi/routes.h"

enum rc
h_quality(struct req *r, struct res *res, struct err *e)
{
	static const char *const	none[] = { NULL };
	struct json_object		*o;
	enum rc				 rc;

	if ((rc = http_query_only(r, none, e)) != RC_OK)
		return rc;
	if ((rc = quality_result(r->app->setup, &o, e)) == RC_BUSY)
		return problem_unavailable(r, res, e->msg);
	return rc != RC_OK ? rc : res_json(res, 200, o, e);
}
