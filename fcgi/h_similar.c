/* POST /api/similarity/search	{"item_code": "ITEM_A001", "top_k": 10} */
#include "config.h"

#include "core/model/answer.h"
#include "fcgi/app.h"
#include "fcgi/problem.h"
#include "fcgi/routes.h"

enum rc
h_similar(struct req *r, struct res *res, struct err *e)
{
	const struct model	*m = live_model(r->app->live);
	struct json_object	*out;
	enum rc			 rc;

	if (m == NULL)
		return problem_unavailable(r, res, "no model version is active yet");
	if ((rc = similar_answer(m, r->json, &r->app->items, r->arena, &out, e)) != RC_OK)
		return rc;
	return res_json(res, 200, out, e);
}
