/*
 * POST /api/routing/predict	{"item_code": "ITEM_A001", "context": {"quantity": 50}}
 * The route has checked method, permission and size.  All memory is the request's arena.
 */
#include "config.h"

#include "core/model/answer.h"
#include "fcgi/app.h"
#include "fcgi/audited.h"
#include "fcgi/problem.h"
#include "fcgi/routes.h"

enum rc
h_predict(struct req *r, struct res *res, struct err *e)
{
	struct predict_request	*q;
	struct json_object	*out;
	const struct model	*m;
	const char		*version;
	enum rc			 rc;

	if ((rc = predict_request_parse(&q, r->json, r->arena, e)) != RC_OK)
		return rc;
	predict_request_language(q, http_param(r->params, "HTTP_ACCEPT_LANGUAGE"));
	version = predict_request_version(q);
	if (version == NULL && live_model(r->app->live) == NULL)
		return problem_unavailable(r, res, "no model version is active yet");
	rc = app_model(r->app, version, &m, e);
	if (version != NULL && (rc == RC_NOTFOUND || rc == RC_INVAL))
		return err_field(e, "model_version", "model_version: there is no version %.80s",
		    version);
	if (rc != RC_OK ||
	    (rc = predict_answer(m, q, &r->app->items, r->arena, &out, e)) != RC_OK)
		return rc;
	if ((rc = audited_prediction(r, out, e)) != RC_OK) {
		json_object_put(out);
		return rc;
	}
	return res_json(res, 200, out, e);
}
