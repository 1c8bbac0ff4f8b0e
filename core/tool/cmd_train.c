/* train: fits a model version from the ERP's history. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/str.h"
#include "core/data/registry.h"
#include "core/tool/cmd.h"
#include "core/tool/trainer.h"

static const char	usage[] =
"usage: routing-ml train [--label L] [--note TEXT] [--dry-run]\n"
"                        [--activate if_better|always|never] [--truth FILE]\n"
"  --label L     a name for the version, beside its hash\n"
"  --dry-run     fit and measure, but keep nothing\n"
"  --activate    whether the version goes live (if_better)\n"
"  --truth FILE  the sample factory's truth, to print the ceiling beside\n"
"  --run ID      carry out a run that the server queued\n";

static enum rc
parse(int argc, char **argv, struct trainer_in *in, int *option, struct err *e)
{
	static const struct option	options[] = {
		{ "label", 1, NULL, 'l' }, { "note", 1, NULL, 'n' }, { "dry-run", 0, NULL, 'd' },
		{ "activate", 1, NULL, 'a' }, { "truth", 1, NULL, 't' }, { "run", 1, NULL, 'r' },
		{ "help", 0, NULL, 'h' }, { 0 }
	};

	while ((*option = cmd_option(argc, argv, options)) != -1) {
		if (*option == 'l')
			in->label = optarg;
		else if (*option == 'n')
			in->note = optarg;
		else if (*option == 'd')
			in->dry_run = true;
		else if (*option == 'a')
			in->activate = optarg;
		else if (*option == 't')
			in->truth = optarg;
		else if (*option == 'r' && (!str_int64(str_of(optarg), &in->run_id) ||
		    in->run_id < 1))
			return err_set(e, RC_INVAL, "--run: %.40s is not a run", optarg);
		else if (*option == 'h' || *option == '?')
			return RC_OK;
	}
	if (strcmp(in->activate, "if_better") != 0 && strcmp(in->activate, "always") != 0 &&
	    strcmp(in->activate, "never") != 0)
		return err_set(e, RC_INVAL, "--activate must be if_better, always or never");
	return in->label == NULL ? RC_OK : registry_label_check(in->label, e);
}

int
cmd_train(int argc, char **argv)
{
	struct trainer_in	in = { .activate = "if_better" };
	struct site		s;
	struct err		e = { 0 };
	int			option;
	enum rc			rc;

	if (parse(argc, argv, &in, &option, &e) != RC_OK) {
		cmd_failed(&e);
		return EXIT_USAGE;
	}
	if (option == 'h') {
		fputs(usage, stdout);
		return EXIT_SUCCESS;
	}
	if (option == '?' || optind != argc)
		return cmd_usage(usage);
	if (site_open(&s, NEED_ERP | NEED_REGISTRY | NEED_MODELS, &e) != RC_OK)
		return cmd_failed(&e);
	rc = trainer_run(&s, &in, &e);
	site_close(&s);
	return rc == RC_OK ? EXIT_SUCCESS : cmd_failed(&e);
}
