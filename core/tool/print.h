/* Answers as tables for people. */
#ifndef CORE_TOOL_PRINT_H
#define CORE_TOOL_PRINT_H

#include <json-c/json.h>
#include <stdio.h>

/* The answer of predict_answer() for one item. */
void	print_prediction(struct json_object *answer, FILE *f);

/* Pads to `width` columns on a terminal, where Hangul and its kin take two. */
void	print_padded(FILE *f, const char *s, int width);

#endif
