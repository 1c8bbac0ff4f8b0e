/* model_card.md and the JSON beside a version: facts of the training, in words. */
#ifndef CORE_TRAIN_CARD_H
#define CORE_TRAIN_CARD_H

#include <json-c/json.h>

#include "core/base/buf.h"
#include "core/model/model.h"
#include "core/feat/schema.h"
#include "core/train/history/dataset.h"
#include "core/train/train.h"

/* The training data's snapshot: rows, query texts, hashes, what was left out. The caller owns it. */
struct json_object *card_data(const struct train_in *in, const struct dataset *d);
/*
 * columns.json: the item view's columns as profiled (profile_json()), each with "used_as" (its
 * role in the model, "ignore" where it has none), "source" of that role (profile, automatic or
 * operator) and "importance" and "decides", its learned shares of the
 * similarity and of what decides operations (null where it has none).  The caller owns it.
 */
struct json_object *card_columns(const struct train_in *in, const struct dataset *d,
	    const struct schema *s, struct json_object *weights);
/* Of those, what is in use: [{"name","role","source","importance","decides"}].  The caller owns it. */
struct json_object *card_columns_used(struct json_object *columns);
/* What the fitted model holds: items, rows, sequences, calibration. The caller owns it. */
struct json_object *card_fit(const struct model *m);
/* What the model cannot do, a sentence each; evaluation may be NULL.  The caller owns it. */
struct json_object *card_limits(const struct dataset *d, struct json_object *evaluation);
/* A member as text, "" where it is not there or null; borrowed. */
const char	*card_text_of(struct json_object *o, const char *name);

/* What a version's card tells of; evaluation may be NULL (it was not asked for). */
struct card {
	const struct model	*m;
	const struct dataset	*d;
	const struct train_in	*in;
	struct json_object	*data, *columns, *limits, *evaluation, *request;
};
void	card_write(const struct card *c, struct buf *out);

#endif
