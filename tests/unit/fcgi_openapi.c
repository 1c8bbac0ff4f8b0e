/* The contract and the table of routes, held together from both sides. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/base/json.h"
#include "fcgi/openapi.h"
#include "fcgi/routes.h"

static struct json_object	*doc;
static struct err		 e;

static void
setup(void)
{
	cr_assert_eq(json_parse(&doc, openapi_json, openapi_json_len, &e), RC_OK, "%s", e.msg);
}

static void
teardown(void)
{
	json_object_put(doc);
}

TestSuite(openapi, .init = setup, .fini = teardown);

static struct json_object *
get(struct json_object *o, const char *name)
{
	struct json_object	*v = NULL;

	json_object_object_get_ex(o, name, &v);
	return v;
}

static bool
is_method(const char *key)
{
	static const char *const	methods[] = { "get", "post", "put", "patch", "delete" };

	for (size_t i = 0; i < 5; i++)
		if (strcmp(key, methods[i]) == 0)
			return true;
	return false;
}

Test(openapi, every_route_is_in_the_document_as_it_is_in_the_table)
{
	for (size_t i = 0; i < nroutes; i++) {
		const struct route	*route = &routes[i];
		struct json_object	*op, *path = get(get(doc, "paths"), route->path);
		char			method[16] = "";

		for (size_t k = 0; route->method[k] != '\0'; k++)
			method[k] = (char)(route->method[k] | 0x20);
		cr_assert_not_null(op = get(path, method), "%s %s", route->method, route->path);
		cr_expect_str_eq(json_object_get_string(get(op, "x-role")), role_name(route->role),
		    "%s %s", route->method, route->path);
		cr_expect_eq(json_object_get_int64(get(op, "x-max-body")),
		    (int64_t)route->max_body, "%s %s", route->method, route->path);
		cr_expect_eq(get(op, "requestBody") != NULL &&
		    json_object_get_boolean(get(get(op, "requestBody"), "required")),
		    route->max_body > 0 && (route->flags & ROUTE_BODY_OPTIONAL) == 0, "%s %s",
		    route->method, route->path);
		for (const char *p = strchr(route->path, '{'); p != NULL; p = strchr(p + 1, '{')) {
			struct json_object	*list = get(op, "parameters");
			size_t			 n = list == NULL ? 0 : json_object_array_length(list);
			bool			 found = false;

			for (size_t k = 0; k < n; k++) {
				struct json_object	*one = json_object_array_get_idx(list, k);
				const char		*name = json_object_get_string(get(one, "name"));

				found = found || (strncmp(name, p + 1, strlen(name)) == 0 &&
				    p[1 + strlen(name)] == '}');
			}
			cr_expect(found, "%s: %s", route->path, p);
		}
	}
}

Test(openapi, every_operation_in_the_document_is_a_route)
{
	size_t	n = 0;

	json_object_object_foreach(get(doc, "paths"), path, item) {
		json_object_object_foreach(item, key, op) {
			bool	found = false;

			(void)op;
			if (!is_method(key))
				continue;
			n++;
			for (size_t i = 0; i < nroutes; i++)
				found = found || (strcmp(routes[i].path, path) == 0 &&
				    strcasecmp(routes[i].method, key) == 0);
			cr_expect(found, "%s %s", key, path);
		}
	}
	cr_assert_eq(n, nroutes);
}

static void
check_refs(struct json_object *o)
{
	if (json_object_is_type(o, json_type_array))
		for (size_t i = 0; i < json_object_array_length(o); i++)
			check_refs(json_object_array_get_idx(o, i));
	if (!json_object_is_type(o, json_type_object))
		return;
	json_object_object_foreach(o, key, sub) {
		char			 kind[32] = "", name[64] = "";
		struct json_object	*to;

		check_refs(sub);
		if (strcmp(key, "$ref") != 0)
			continue;
		cr_assert_eq(sscanf(json_object_get_string(sub), "#/components/%31[a-z]/%63s", kind,
		    name), 2);
		to = get(get(get(doc, "components"), kind), name);
		cr_expect_not_null(to, "%s", json_object_get_string(sub));
	}
}

Test(openapi, every_reference_leads_somewhere)
{
	check_refs(doc);
	cr_assert_eq(strncmp(json_object_get_string(get(doc, "openapi")), "3.1", 3), 0);
	cr_assert_str_eq(json_object_get_string(get(get(doc, "info"), "version")), PACKAGE_VERSION);
}
