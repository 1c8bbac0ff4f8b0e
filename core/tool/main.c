/* routing-ml: the operator's tool.  Finds the command; each is in its own cmd_*.c. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/harden.h"
#include "core/tool/cmd.h"

static const struct command {
	const char	*name;
	int		(*run)(int argc, char **argv);
	const char	*help;
} commands[] = {
	{ "audit", cmd_audit, "who did what, and whether the record is whole" },
	{ "auth", cmd_auth, "a login against the directory, step by step" },
	{ "config", cmd_config, "checks and prints the settings" },
	{ "db", cmd_db, "the registry's schema: migrate, status, ping" },
	{ "evaluate", cmd_evaluate, "held-out quality, with baselines beside it" },
	{ "mapping", cmd_mapping, "profiles the ERP's views, checks the mapping profile" },
	{ "predict", cmd_predict, "routings for items, one or a batch" },
	{ "quality", cmd_quality, "what is wrong in the ERP's data" },
	{ "registry", cmd_registry, "model versions: list, activate, roll back, verify" },
	{ "sample", cmd_sample, "writes a sample factory" },
	{ "train", cmd_train, "learns a model version from the ERP's history" },
	{ "user", cmd_user, "local accounts" },
	{ NULL, NULL, NULL }
};

static void
usage(FILE *f)
{
	fprintf(f, "usage: routing-ml COMMAND [ARGUMENTS]\n"
	    "Learns routings from an ERP's history and proposes them for items that have none.\n\n");
	for (const struct command *c = commands; c->name != NULL; c++)
		fprintf(f, "  %-10s %s\n", c->name, c->help);
	fprintf(f, "\nEach command tells its arguments with --help.  Settings come from the\n"
	    "environment, or from the file that ROUTING_ML_ENV names.\n");
}

int
main(int argc, char **argv)
{
	harden_visible();
	if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
		usage(stdout);
		return EXIT_SUCCESS;
	}
	if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
		puts("routing-ml " PACKAGE_VERSION);
		return EXIT_SUCCESS;
	}
	for (const struct command *c = commands; argc >= 2 && c->name != NULL; c++)
		if (strcmp(c->name, argv[1]) == 0)
			return c->run(argc - 1, argv + 1);
	if (argc >= 2)
		fprintf(stderr, "routing-ml: %s is not a command\n\n", argv[1]);
	usage(stderr);
	return EXIT_USAGE;
}
