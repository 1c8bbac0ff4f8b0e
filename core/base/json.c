#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/str.h"

/*
 * json-c's strict mode still takes single quotes, NaN, Infinity and raw control characters;
 * and it keeps the last of two members of one name, so that an attacker may hide one from
 * whoever looked first.  One walk over the text finds the former, and counts the colons
 * outside of strings: there must be as many members as these.  False: not JSON at *at.
 */
static bool
walk(const char *s, size_t n, size_t *colons, size_t *at)
{
	bool	quoted = false;

	*colons = 0;
	for (size_t i = 0; i < n; i++) {
		*at = i;
		if (quoted ? (unsigned char)s[i] < 0x20 :
		    s[i] == '\0' || strchr("{}[]:,\"+-.0123456789eEtrufalsn \t\r\n", s[i]) == NULL)
			return false;
		if (quoted && s[i] == '\\')
			i++;
		else if (s[i] == '"')
			quoted = !quoted;
		else if (!quoted && s[i] == ':')
			(*colons)++;
	}
	return true;
}

static size_t
count_members(struct json_object *o)
{
	size_t	n = 0;

	if (json_object_is_type(o, json_type_object)) {
		json_object_object_foreach(o, key, sub) {
			(void)key;
			n += 1 + count_members(sub);
		}
	} else if (json_object_is_type(o, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(o); i++)
			n += count_members(json_object_array_get_idx(o, i));
	}
	return n;
}

enum rc
json_parse(struct json_object **out, const char *s, size_t n, struct err *e)
{
	struct json_tokener	*t;
	struct json_object	*o = NULL;
	size_t			 end, colons;
	enum rc			 rc = RC_OK;

	*out = NULL;
	if (n > INT32_MAX / 2)
		return err_set(e, RC_INVAL, "JSON of %zu bytes is too long", n);
	if (!utf8_valid(s, n))
		return err_set(e, RC_INVAL, "the JSON is not valid UTF-8");
	if (!walk(s, n, &colons, &end))
		return err_set(e, RC_INVAL, "not JSON: unexpected character at byte %zu", end);
	if ((t = json_tokener_new_ex(JSON_DEPTH)) == NULL)
		return err_set(e, RC_NOMEM, "no memory for JSON");
	json_tokener_set_flags(t, JSON_TOKENER_STRICT);
	o = json_tokener_parse_ex(t, s, (int)n);
	end = json_tokener_get_parse_end(t);
	if (json_tokener_get_error(t) == json_tokener_continue) {
		/* A bare number only ends when something follows it. */
		o = json_tokener_parse_ex(t, " ", 1);
		end = n;
	}
	if (json_tokener_get_error(t) != json_tokener_success)
		rc = err_set(e, RC_INVAL, "not JSON: %s at byte %zu",
		    json_tokener_error_desc(json_tokener_get_error(t)), end);
	while (rc == RC_OK && end < n && strchr(" \t\r\n", s[end]) != NULL && s[end] != '\0')
		end++;
	if (rc == RC_OK && end < n)
		rc = err_set(e, RC_INVAL, "not JSON: something follows it at byte %zu", end);
	if (rc == RC_OK && count_members(o) != colons)
		rc = err_set(e, RC_INVAL, "not JSON that we take: a member name stands twice");
	json_tokener_free(t);
	if (rc != RC_OK) {
		json_object_put(o);
		return rc;
	}
	*out = o;
	return RC_OK;
}

enum rc
json_read(struct json_object **out, const char *path, size_t most, struct err *e)
{
	struct buf	b;
	enum rc		rc;

	*out = NULL;
	buf_init(&b);
	if ((rc = file_read(path, most, &b, e)) == RC_OK &&
	    (rc = json_parse(out, buf_str(&b), b.len, e)) != RC_OK)
		err_prefix(e, "%s", path);
	buf_fini(&b);
	return rc;
}

enum rc
json_sub(struct json_object *o, const char *name, bool need, enum json_type type,
    struct json_object **out, struct err *e)
{
	static const char *const	names[] = { "null", "true or false", "a number",
		"a whole number", "an object", "an array", "a string" };
	struct json_object		*v = NULL;

	*out = NULL;
	json_object_object_get_ex(o, name, &v);
	if (v == NULL)
		return need ? err_field(e, name, "%s is missing", name) : RC_OK;
	if (!json_object_is_type(v, type) &&
	    !(type == json_type_double && json_object_is_type(v, json_type_int)))
		return err_field(e, name, "%s must be %s", name, names[type]);
	*out = v;
	return RC_OK;
}

enum rc
json_str(struct json_object *o, const char *name, bool need, const char **out, struct err *e)
{
	struct json_object	*v;
	enum rc			 rc;

	if ((rc = json_sub(o, name, need, json_type_string, &v, e)) != RC_OK || v == NULL)
		return rc;
	if (strlen(json_object_get_string(v)) != (size_t)json_object_get_string_len(v))
		return err_field(e, name, "%s holds a NUL character", name);
	*out = json_object_get_string(v);
	return RC_OK;
}

enum rc
json_int(struct json_object *o, const char *name, bool need, int64_t least, int64_t most,
    int64_t *out, struct err *e)
{
	struct json_object	*v;
	enum rc			 rc;
	int64_t			 i;

	if ((rc = json_sub(o, name, need, json_type_int, &v, e)) != RC_OK || v == NULL)
		return rc;
	i = json_object_get_int64(v);
	if (i < least || i > most)
		return err_field(e, name, "%s must be from %lld to %lld", name, (long long)least,
		    (long long)most);
	*out = i;
	return RC_OK;
}

enum rc
json_real(struct json_object *o, const char *name, bool need, double least, double most,
    double *out, struct err *e)
{
	struct json_object	*v;
	enum rc			 rc;
	double			 d;

	if ((rc = json_sub(o, name, need, json_type_double, &v, e)) != RC_OK || v == NULL)
		return rc;
	d = json_object_get_double(v);
	if (!isfinite(d) || d < least || d > most)
		return err_field(e, name, "%s must be from %g to %g", name, least, most);
	*out = d;
	return RC_OK;
}

enum rc
json_flag(struct json_object *o, const char *name, bool need, bool *out, struct err *e)
{
	struct json_object	*v;
	enum rc			 rc;

	if ((rc = json_sub(o, name, need, json_type_boolean, &v, e)) != RC_OK || v == NULL)
		return rc;
	*out = json_object_get_boolean(v);
	return RC_OK;
}

enum rc
json_only(struct json_object *o, const char *const *names, struct err *e)
{
	if (!json_object_is_type(o, json_type_object))
		return err_set(e, RC_INVAL, "the JSON must be an object");
	json_object_object_foreach(o, key, sub) {
		const char *const	*n = names;

		(void)sub;
		while (*n != NULL && strcmp(*n, key) != 0)
			n++;
		if (*n == NULL)
			return err_field(e, key, "%.80s is not a known field", key);
	}
	return RC_OK;
}

void
json_put(struct json_object *o, const char *name, struct json_object *v)
{
	json_object_object_add(o, name, v);
}

void
json_put_str(struct json_object *o, const char *name, const char *s)
{
	json_put(o, name, s == NULL ? NULL : json_object_new_string(s));
}

void
json_put_int(struct json_object *o, const char *name, int64_t v)
{
	json_put(o, name, json_object_new_int64(v));
}

void
json_put_day(struct json_object *o, const char *name, int32_t day)
{
	char	s[11];

	if (day != DATE_NONE)
		date_format(day, s);
	json_put_str(o, name, day != DATE_NONE ? s : NULL);
}

void
json_put_bool(struct json_object *o, const char *name, bool v)
{
	json_put(o, name, json_object_new_boolean(v));
}

struct json_object *
json_real_new(double v)
{
	char	text[32];

	if (!isfinite(v))
		return NULL;
	snprintf(text, sizeof(text), "%.6g", v);
	return json_object_new_double_s(v, text);
}

void
json_put_real(struct json_object *o, const char *name, double v)
{
	json_put(o, name, json_real_new(v));
}

void
json_wipe(struct json_object *o)
{
	/* The text is the object's own: json-c tells where it stands, but not that it may change. */
	if (json_object_is_type(o, json_type_string))
		explicit_bzero((char *)(uintptr_t)json_object_get_string(o),
		    (size_t)json_object_get_string_len(o));
	if (json_object_is_type(o, json_type_object)) {
		json_object_object_foreach(o, name, value) {
			(void)name;
			json_wipe(value);
		}
	}
}
