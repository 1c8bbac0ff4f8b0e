/*
 * Data quality over items, routings and work results: GET /api/data-quality/metrics and
 * `routing-ml quality report`.  Streams; holds a few bytes an item.
 */
#ifndef CORE_TRAIN_QUALITY_QUALITY_H
#define CORE_TRAIN_QUALITY_QUALITY_H

#include <json-c/json.h>

#include "core/base/err.h"
#include "core/base/rows.h"
#include "core/feat/mapping.h"

/* The caller owns *out; reads the sources to their ends; work may be NULL. */
enum rc	quality_measure(struct rows *items, struct rows *routings, struct rows *work,
	    const struct mapping *m, struct json_object **out, struct err *e);

#endif
