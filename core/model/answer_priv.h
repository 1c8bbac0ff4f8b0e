/* request.c, answer.c, answer_json.c, existing.c. */
#ifndef CORE_MODEL_ANSWER_PRIV_H
#define CORE_MODEL_ANSWER_PRIV_H

#include "core/model/answer.h"
#include "core/model/model_priv.h"

#define CODE_MOST	200	/* bytes of an item code that we look up */

struct predict_request {
	const char		*code;		/* exactly one of these three, else NULL */
	const char		**codes;
	size_t			 ncodes;
	struct json_object	*item;
	struct json_object	*overrides;	/* NULL: none */
	const char		*version;
	struct predict_in	 in;		/* everything but the item */
};

/* One of item_code, item_codes (NULL codes: not allowed) and item, checked. */
enum rc	request_subject(struct predict_request *q, struct json_object *body, bool codes,
	    struct arena *a, struct err *e);
/* The attributes of object o, which the request calls `field`, over those of r. */
enum rc	request_override(const struct model *m, const char *field, struct json_object *o,
	    struct arena *a, struct record *r, struct err *e);

/* The answer as API.md has it; code NULL: the part has none.  The caller owns it. */
struct json_object *answer_json(const struct model *m, const char *code,
	    const struct predict_in *in, const struct predict_out *out);
struct json_object *answer_similar_json(const struct predict_out *out);
struct json_object *answer_model_json(const struct model *m);
void	answer_put_str(struct json_object *o, const char *name, struct str s);
/* The item's routings in the ERP, under the model's mapping. */
struct json_object *existing_json(const struct mapping *m, const struct record *rows, size_t n);

#endif
