/* Every door: its method and path, who may come in, how much it reads, who answers. */
#ifndef FCGI_ROUTES_H
#define FCGI_ROUTES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"
#include "core/data/users.h"
#include "fcgi/http.h"

#define KIB(n)	((size_t)(n) * 1024)

/*
 * Answers r in *s.  Another rc than RC_OK becomes the problem it means (problem.h); what was
 * written to *s until then is dropped, but for headers.
 */
typedef enum rc	route_handler(struct req *r, struct res *s, struct err *e);

enum {
	ROUTE_ANY_PASSWORD = 1,		/* open to who must change his password first */
	ROUTE_BODY_OPTIONAL = 2,
	ROUTE_SECRET = 4		/* passwords go in or out: nothing of it stays in memory */
};

struct route {
	const char	*method;
	const char	*path;		/* {name} stands for one segment */
	enum role	 role;		/* the least that may; ROLE_NONE: everybody */
	size_t		 max_body;	/* bytes; 0: takes no body */
	route_handler	*handler;
	unsigned	 flags;
};

extern const struct route	routes[];
extern const size_t		nroutes;

/*
 * The route of r; HEAD finds GET's.  NULL: there is none; *path_known tells whether another
 * method has one.  Fills r->args.
 */
const struct route *route_find(struct req *r, bool *path_known);
/* The methods of r's path for an Allow header: "GET, HEAD, POST". */
void		 route_allow(struct req *r, struct buf *out);

route_handler	h_health, h_health_ready, h_metrics, h_openapi;
route_handler	h_auth_login, h_auth_negotiate, h_auth_me, h_auth_logout, h_auth_refresh, h_auth_password;
route_handler	h_users_list, h_users_create, h_users_patch;
route_handler	h_tokens_list, h_tokens_create, h_tokens_revoke;
route_handler	h_predict, h_similar;
route_handler	h_items_search, h_items_get;
route_handler	h_trainer_run, h_trainer_status;
route_handler	h_runs_list, h_runs_get, h_runs_cancel, h_runs_log;
route_handler	h_versions_list, h_versions_get, h_versions_delete, h_versions_activate;
route_handler	h_versions_rollback, h_versions_history;
route_handler	h_features_get, h_features_patch;
route_handler	h_mapping_get, h_mapping_put, h_mapping_profile;
route_handler	h_audit, h_quality;

#endif
