/*
 * What we need over json-c: strict parsing of bytes from outside, fields fetched with an
 * error that names them, numbers written short.  Objects are json-c's, with its ownership
 * rules: json_parse() gives one reference to the caller, the getters borrow.
 */
#ifndef CORE_BASE_JSON_H
#define CORE_BASE_JSON_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define JSON_DEPTH	32	/* nesting that we read */

/* Exactly one JSON value in valid UTF-8, no duplicate member names.  RC_INVAL: it is not. */
enum rc	json_parse(struct json_object **out, const char *s, size_t n, struct err *e);
/* A whole file, at most `most` bytes. */
enum rc	json_read(struct json_object **out, const char *path, size_t most, struct err *e);

/*
 * A field of object o.  The default stays in *out where the field is absent or null and
 * `need` is false; a wrong type or range is err_field() on the name.  Strings are borrowed
 * from o, and are refused when they hold a NUL.
 */
enum rc	json_str(struct json_object *o, const char *name, bool need, const char **out,
	    struct err *e);
enum rc	json_int(struct json_object *o, const char *name, bool need, int64_t least,
	    int64_t most, int64_t *out, struct err *e);
enum rc	json_real(struct json_object *o, const char *name, bool need, double least,
	    double most, double *out, struct err *e);
enum rc	json_flag(struct json_object *o, const char *name, bool need, bool *out,
	    struct err *e);
/* An object or array field; *out is NULL where it is absent or null. */
enum rc	json_sub(struct json_object *o, const char *name, bool need, enum json_type type,
	    struct json_object **out, struct err *e);
/* o is an object and each member's name is in names (NULL-ended); else the first other one is named. */
enum rc	json_only(struct json_object *o, const char *const *names, struct err *e);

/* Overwrites the texts in o, before it is put: it held a password. */
void	json_wipe(struct json_object *o);

/*
 * Adding to object o.  A NULL string, a NaN and DATE_NONE become null.  Numbers keep about 6
 * digits; days are as in clock.h.
 */
void	json_put_str(struct json_object *o, const char *name, const char *s);
void	json_put_int(struct json_object *o, const char *name, int64_t v);
void	json_put_real(struct json_object *o, const char *name, double v);
void	json_put_day(struct json_object *o, const char *name, int32_t day);
void	json_put_bool(struct json_object *o, const char *name, bool v);
/* Takes over the reference of v. */
void	json_put(struct json_object *o, const char *name, struct json_object *v);
struct json_object *json_real_new(double v);

#endif
