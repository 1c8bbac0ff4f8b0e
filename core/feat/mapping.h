/*
 * The mapping profile: which column of which ERP view plays which role.  No column list is
 * compiled in; without ERP_MAPPING the shipped default profile (mapping_default.json) holds.
 * Names of columns compare without regard to ASCII case.
 */
#ifndef CORE_FEAT_MAPPING_H
#define CORE_FEAT_MAPPING_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

enum column_role {
	COLUMN_KEY, COLUMN_CATEGORY, COLUMN_NUMBER, COLUMN_FLAG, COLUMN_TEXT, COLUMN_DATE,
	COLUMN_DRAWING, COLUMN_UNIT, COLUMN_IGNORE
};

/* An item column that the profile names; others are profiled from their values. */
struct mapping_column {
	char			*name;
	enum column_role	 role;
	char			*unit_column;	/* COLUMN_NUMBER: where its unit stands, or NULL */
	char			*unit;		/* COLUMN_NUMBER: its unit if always the same, or NULL */
	bool			 by_operator;	/* mapping_choose() decided the role */
};

enum routing_field {
	ROUTING_ITEM, ROUTING_ROUTING, ROUTING_SEQUENCE, ROUTING_JOB, ROUTING_JOB_NAME,
	ROUTING_RESOURCE, ROUTING_RESOURCE_NAME, ROUTING_INSIDE, ROUTING_SETUP_TIME,
	ROUTING_RUN_TIME, ROUTING_RUN_QUANTITY, ROUTING_TIME_UNIT, ROUTING_QUEUE_TIME,
	ROUTING_WAIT_TIME, ROUTING_MOVE_TIME, ROUTING_INSERTED, ROUTING_VALID_FROM,
	ROUTING_VALID_TO, ROUTING_NFIELDS
};

enum work_field {
	WORK_ITEM, WORK_ROUTING, WORK_SEQUENCE, WORK_JOB, WORK_RESOURCE, WORK_REPORTED,
	WORK_RUN_HOURS, WORK_RUN_MINUTES, WORK_SETUP_HOURS, WORK_SETUP_MINUTES,
	WORK_QUANTITY, WORK_NFIELDS
};

struct mapping {
	char			*name;
	char			*item_view, *routing_view, *work_view;	/* work_view: NULL if absent */
	struct mapping_column	*columns;
	size_t			 ncolumns;
	char			*routing[ROUTING_NFIELDS];	/* column names; NULL: not there */
	char			*work[WORK_NFIELDS];
	char			**inside_values;		/* values of ROUTING_INSIDE that mean inside */
	size_t			 ninside_values;
};

/* The caller ends *out with mapping_free().  RC_INVAL names the member, e.g. "routings.job". */
enum rc	mapping_parse(struct mapping **out, struct json_object *o, struct err *e);
/* path "" or NULL: the default profile. */
enum rc	mapping_load(struct mapping **out, const char *path, struct err *e);
/* The same from JSON as it was stored (core/data/mappings.h). */
enum rc	mapping_of_text(struct mapping **out, const char *json, struct err *e);
void	mapping_free(struct mapping *m);	/* NULL is fine */
/*
 * Names of views that take the place of the profile's (ERP_ITEM_VIEW and its kin); "" keeps
 * the profile's, and work "none" says that the site has no work results.  RC_INVAL: a work
 * view for a profile without work_results.
 */
enum rc	mapping_set_views(struct mapping *m, const char *item, const char *routing,
	    const char *work, struct err *e);
/*
 * What an operator decided about an item column, over what the profile says of it.  enabled 0:
 * it is not used, not even as a unit of others; else role is its role, or, where it is "", the
 * profile's; enabled 1 without a role uses it as its values tell, though the profile leaves it
 * out.  The key stays the key, whatever is decided.  RC_INVAL: there is no such role.
 */
enum rc	mapping_choose(struct mapping *m, const char *column, int enabled, const char *role,
	    struct err *e);
/* A copy without what operators decided; the caller ends *out with mapping_free(). */
enum rc	mapping_copy(struct mapping **out, const struct mapping *m, struct err *e);
/* The profile as API.md's JSON; the caller owns it. */
struct json_object *mapping_json(const struct mapping *m);

/* The item column's entry, or NULL if the profile doesn't name it. */
const struct mapping_column *mapping_item_column(const struct mapping *m, const char *name);
/* The column with role key; without one the items' key is called as the routings' item column. */
const char	*mapping_item_key(const struct mapping *m);
/* JSON names of the fields: "item", "routing", ... as in API.md. */
extern const char *const	mapping_routing_names[ROUTING_NFIELDS];
extern const char *const	mapping_work_names[WORK_NFIELDS];
const char	*column_role_name(enum column_role r);
bool	column_role_of(const char *name, enum column_role *out);	/* false: no such role */

#endif
