/* routing-fcgi: the server. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		puts("routing-fcgi " PACKAGE_VERSION);
		return EXIT_SUCCESS;
	}
	fputs("usage: routing-fcgi [--version]\n", stderr);
	return 2;
}
