/* fcgi/openapi.json, carried in the program: made by core/base/embed.sh. */
#ifndef FCGI_OPENAPI_H
#define FCGI_OPENAPI_H

#include <stddef.h>

extern const char	openapi_json[];
extern const size_t	openapi_json_len;

#endif
