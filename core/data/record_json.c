#include "config.h"

#include <string.h>

#include "core/data/record_json.h"

static void
put_text(struct json_object *o, const char *name, const char *s)
{
	json_put_str(o, name, s == NULL || *s == '\0' ? NULL : s);
}

/* JSON that we stored ourselves; what is not JSON any more is left out. */
static void
put_stored(struct json_object *o, const char *name, const char *s)
{
	struct json_object	*v = NULL;

	if (s != NULL && *s != '\0')
		json_parse(&v, s, strlen(s), NULL);
	json_put(o, name, v);
}

struct json_object *
activation_json(const struct activation *a)
{
	struct json_object	*o = json_object_new_object();

	json_put_int(o, "id", a->id);
	json_put_str(o, "version", a->version);
	put_text(o, "previous", a->previous);
	json_put_str(o, "kind", a->kind);
	json_put_str(o, "actor", a->actor);
	put_text(o, "reason", a->reason);
	json_put_str(o, "at", a->at);
	return o;
}

struct json_object *
audit_json(const struct audit_row *r)
{
	const struct audit_entry	*x = &r->entry;
	struct json_object		*o = json_object_new_object();

	json_put_int(o, "id", r->id);
	json_put_str(o, "at", r->at);
	put_text(o, "actor", x->actor);
	put_text(o, "source", x->source);
	put_text(o, "address", x->address);
	put_text(o, "action", x->action);
	put_text(o, "subject", x->subject);
	put_text(o, "model", x->model);
	put_text(o, "request_id", x->request_id);
	put_stored(o, "before", x->before);
	put_stored(o, "after", x->after);
	put_text(o, "detail", x->detail);
	json_put_str(o, "hash", r->hash);
	return o;
}

struct json_object *
column_choice_json(const struct column_choice *c)
{
	struct json_object	*o = json_object_new_object();

	json_put(o, "enabled", c->enabled == -1 ? NULL : json_object_new_boolean(c->enabled));
	put_text(o, "role", c->role);
	json_put_str(o, "by", c->actor);
	json_put_str(o, "at", c->at);
	return o;
}

struct json_object *
run_json(const struct run *n)
{
	struct json_object	*o = json_object_new_object();

	json_put_int(o, "run_id", n->run_id);
	json_put_str(o, "status", n->status);
	put_text(o, "version_label", n->label);
	json_put_bool(o, "dry_run", n->dry_run);
	put_text(o, "activate", n->activate);
	put_text(o, "note", n->note);
	put_text(o, "requested_by", n->requested_by);
	put_text(o, "created_at", n->created_at);
	put_text(o, "started_at", n->started_at);
	put_text(o, "finished_at", n->finished_at);
	put_text(o, "stage", n->stage);
	json_put_real(o, "progress", n->progress);
	json_put(o, "eta_seconds", n->eta_seconds < 0 ? NULL : json_real_new(n->eta_seconds));
	json_put_bool(o, "cancel_asked", n->cancel_asked);
	put_text(o, "error", n->error);
	put_text(o, "version", n->version);
	put_stored(o, "request", n->request);
	put_stored(o, "result", n->result);
	return o;
}

struct json_object *
user_json(const struct user *u)
{
	struct json_object	*o = json_object_new_object(), *roles = json_object_new_array();

	for (int i = ROLE_PLANNER; i <= (int)u->role; i++)
		json_object_array_add(roles, json_object_new_string(role_name((enum role)i)));
	json_put_str(o, "username", u->username);
	json_put_str(o, "display_name", u->display_name);
	json_put(o, "roles", roles);
	json_put_bool(o, "disabled", u->disabled);
	json_put_bool(o, "must_change_password", u->must_change);
	json_put_str(o, "created_at", u->created_at);
	return o;
}

struct json_object *
version_json(const struct version *v)
{
	struct json_object	*o = json_object_new_object();

	json_put_str(o, "version", v->version);
	json_put_str(o, "sha256", v->sha256);
	put_text(o, "version_label", v->label);
	json_put_bool(o, "active", v->active);
	json_put_str(o, "created_at", v->created_at);
	put_text(o, "note", v->note);
	json_put(o, "run_id", v->run_id == 0 ? NULL : json_object_new_int64(v->run_id));
	put_stored(o, "metrics", v->metrics);
	return o;
}
