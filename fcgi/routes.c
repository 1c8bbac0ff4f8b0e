/* Every door, what it needs, how much it reads.  First match wins.  See routes.h. */
#include "config.h"

#include <string.h>

#include "fcgi/routes.h"

enum { P = ROUTE_ANY_PASSWORD, O = ROUTE_BODY_OPTIONAL, S = ROUTE_SECRET };

const struct route routes[] = {
	{ "GET",    "/health",                    ROLE_NONE,     0,        h_health, 0 },
	{ "GET",    "/health/ready",              ROLE_NONE,     0,        h_health_ready, 0 },
	{ "GET",    "/metrics",                   ROLE_NONE,     0,        h_metrics, 0 },
	{ "GET",    "/api/openapi.json",          ROLE_NONE,     0,        h_openapi, 0 },

	{ "POST",   "/api/auth/login",            ROLE_NONE,     KIB(4),   h_auth_login, S },
	{ "GET",    "/api/auth/negotiate",        ROLE_NONE,     0,        h_auth_negotiate, S },
	{ "GET",    "/api/auth/me",               ROLE_PLANNER,  0,        h_auth_me, P },
	{ "POST",   "/api/auth/logout",           ROLE_PLANNER,  KIB(1),   h_auth_logout, P | O },
	{ "POST",   "/api/auth/refresh",          ROLE_PLANNER,  KIB(1),   h_auth_refresh, O },
	{ "POST",   "/api/auth/change-password",  ROLE_PLANNER,  KIB(4),   h_auth_password, P | S },
	{ "GET",    "/api/users",                 ROLE_ADMIN,    0,        h_users_list, 0 },
	{ "POST",   "/api/users",                 ROLE_ADMIN,    KIB(4),   h_users_create, S },
	{ "PATCH",  "/api/users/{name}",          ROLE_ADMIN,    KIB(4),   h_users_patch, S },

	{ "GET",    "/api/tokens",                ROLE_ADMIN,    0,        h_tokens_list, 0 },
	{ "POST",   "/api/tokens",                ROLE_ADMIN,    KIB(4),   h_tokens_create, S },
	{ "DELETE", "/api/tokens/{id}",           ROLE_ADMIN,    0,        h_tokens_revoke, 0 },

	{ "POST",   "/api/routing/predict",       ROLE_PLANNER,  KIB(256), h_predict, 0 },
	{ "POST",   "/api/similarity/search",     ROLE_PLANNER,  KIB(64),  h_similar, 0 },
	{ "GET",    "/api/items",                 ROLE_PLANNER,  0,        h_items_search, 0 },
	{ "GET",    "/api/items/{code}",          ROLE_PLANNER,  0,        h_items_get, 0 },

	{ "POST",   "/api/trainer/run",           ROLE_OPERATOR, KIB(64),  h_trainer_run, O },
	{ "GET",    "/api/trainer/status",        ROLE_OPERATOR, 0,        h_trainer_status, 0 },
	{ "GET",    "/api/trainer/runs",          ROLE_OPERATOR, 0,        h_runs_list, 0 },
	{ "GET",    "/api/trainer/runs/{id}",     ROLE_OPERATOR, 0,        h_runs_get, 0 },
	{ "DELETE", "/api/trainer/runs/{id}",     ROLE_OPERATOR, 0,        h_runs_cancel, 0 },
	{ "GET",    "/api/trainer/runs/{id}/log", ROLE_OPERATOR, 0,        h_runs_log, 0 },
	{ "GET",    "/api/trainer/versions",      ROLE_OPERATOR, 0,        h_versions_list, 0 },
	{ "GET",    "/api/trainer/versions/{version}",
						  ROLE_OPERATOR, 0,        h_versions_get, 0 },
	{ "DELETE", "/api/trainer/versions/{version}",
						  ROLE_OPERATOR, 0,        h_versions_delete, 0 },
	{ "POST",   "/api/trainer/versions/{version}/activate",
						  ROLE_OPERATOR, KIB(4),   h_versions_activate, O },
	{ "POST",   "/api/trainer/rollback",      ROLE_OPERATOR, KIB(4),   h_versions_rollback, O },
	{ "GET",    "/api/trainer/history",       ROLE_OPERATOR, 0,        h_versions_history, 0 },

	{ "GET",    "/api/training/features",     ROLE_OPERATOR, 0,        h_features_get, 0 },
	{ "PATCH",  "/api/training/features",     ROLE_OPERATOR, KIB(64),  h_features_patch, 0 },

	{ "GET",    "/api/mapping",               ROLE_ADMIN,    0,        h_mapping_get, 0 },
	{ "PUT",    "/api/mapping",               ROLE_ADMIN,    KIB(256), h_mapping_put, 0 },
	{ "POST",   "/api/mapping/profile",       ROLE_ADMIN,    KIB(4),   h_mapping_profile, O },

	{ "GET",    "/api/audit",                 ROLE_ADMIN,    0,        h_audit, 0 },

	{ "GET",    "/api/data-quality/metrics",  ROLE_PLANNER,  0,        h_quality, 0 },
};
const size_t	nroutes = sizeof(routes) / sizeof(routes[0]);

static bool
path_matches(struct req *r, const char *pattern)
{
	size_t	n, args = 0, i;

	for (i = 0; *pattern == '/'; i++, pattern += n) {
		n = strcspn(++pattern, "/");
		if (i == r->nsegments)
			return false;
		if (*pattern == '{') {
			if (r->segments[i][0] == '\0')
				return false;
			r->args[args++] = r->segments[i];
		} else if (strlen(r->segments[i]) != n ||
		    memcmp(pattern, r->segments[i], n) != 0)
			return false;
	}
	return i == r->nsegments;
}

const struct route *
route_find(struct req *r, bool *path_known)
{
	const char	*method = strcmp(r->method, "HEAD") == 0 ? "GET" : r->method;

	*path_known = false;
	for (size_t i = 0; i < nroutes; i++) {
		if (!path_matches(r, routes[i].path))
			continue;
		*path_known = true;
		if (strcmp(method, routes[i].method) == 0)
			return &routes[i];
	}
	return NULL;
}

void
route_allow(struct req *r, struct buf *out)
{
	for (size_t i = 0; i < nroutes; i++) {
		if (!path_matches(r, routes[i].path))
			continue;
		buf_addf(out, "%s%s", out->len == 0 ? "" : ", ", routes[i].method);
		if (strcmp(routes[i].method, "GET") == 0)
			buf_adds(out, ", HEAD");
	}
}
