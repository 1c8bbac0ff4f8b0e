#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/tool/cmd.h"

int
cmd_failed(const struct err *e)
{
	fprintf(stderr, "routing-ml: %s\n", e->msg);
	return EXIT_FAILURE;
}

int
cmd_usage(const char *usage)
{
	fputs(usage, stderr);
	return EXIT_USAGE;
}

int
cmd_option(int argc, char **argv, const struct option *options)
{
	return getopt_long(argc, argv, "h", options, NULL);
}

int
cmd_verb(int argc, char **argv, const char *usage, const char **verb, bool *json)
{
	static const struct option	options[] = {
		{ "json", 0, NULL, 'j' }, { "help", 0, NULL, 'h' }, { 0 }
	};
	int				o;

	*json = false;
	while ((o = cmd_option(argc, argv, options)) != -1) {
		if (o == 'h') {
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		}
		if (o == '?')
			return cmd_usage(usage);
		*json = true;
	}
	if (argc - optind != 1)
		return cmd_usage(usage);
	*verb = argv[optind];
	return -1;
}

void
cmd_print_json(struct json_object *o)
{
	puts(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PRETTY |
	    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(o);
}
