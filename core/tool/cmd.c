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
