/* model_card.md and the JSON beside a version: facts of the training, in words. */
#ifndef CORE_TRAIN_CARD_H
#define CORE_TRAIN_CARD_H

#include <json-c/json.h>

#include "core/base/buf.h"
#include "core/model/model.h"
#include "core/train/dataset.h"
#include "core/train/train.h"

/* The training data's snapshot: rows, query texts, hashes, what was left out. The caller owns it. */
struct json_object *card_data(const struct train_in *in, const struct dataset *d);
/* What the fitted model holds: items, rows, sequences, calibration. The caller owns it. */
struct json_object *card_fit(const struct model *m);
/* The card itself; evaluation may be NULL (it was not asked for). */
void	card_write(const struct model *m, const struct dataset *d, const struct train_in *in,
	    struct json_object *data, struct json_object *weights,
	    struct json_object *evaluation, struct buf *out);

#endif
