/* routing-fcgi: the server.  See its --help. */
#include "config.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/base/harden.h"
#include "core/base/log.h"
#include "fcgi/setup.h"
#include "fcgi/listen.h"
#include "fcgi/master.h"
#include "fcgi/quality_job.h"
#include "fcgi/worker.h"

#define EXIT_USAGE	2

static void
usage(FILE *to)
{
	fputs("usage: routing-fcgi [-t] [--pid FILE]\n"
	    "Serves Routing ML's HTTP API by FastCGI: a master with WORKERS processes at the unix\n"
	    "socket FCGI_LISTEN.  Started with a listening socket on descriptor 0 (spawn-fcgi,\n"
	    "systemd) it is a single worker at that socket.\n\n"
	    "  -t, --test     check the settings and exit\n"
	    "  --pid FILE     write the master's process id there\n"
	    "  --help, --version\n\n"
	    "SIGTERM lets the workers finish their requests and ends; SIGHUP reads the settings\n"
	    "anew and replaces the workers one after another.  Settings are environment variables\n"
	    "or a file named by ROUTING_ML_ENV; `routing-ml config check` explains them.\n", to);
}

static int
serve_given(struct setup *c)
{
	struct scoreboard	*board = NULL;
	struct err		 e;
	int			 status = EXIT_FAILURE;

	if (listen_prepare(STDIN_FILENO, &e) != RC_OK || scoreboard_new(&board, &e) != RC_OK)
		log_error("worker", "%s", e.msg);
	else
		status = worker_main(c, NULL, board, 0, STDIN_FILENO, -1);
	scoreboard_free(board);
	setup_free(c);
	return status;
}

int
main(int argc, char **argv)
{
	enum { OPT_PID = 256, OPT_HELP, OPT_VERSION, OPT_MEASURE };
	static const struct option	options[] = {
		{ "test", no_argument, NULL, 't' },
		{ "pid", required_argument, NULL, OPT_PID },
		{ "help", no_argument, NULL, OPT_HELP },
		{ "version", no_argument, NULL, OPT_VERSION },
		{ "measure-quality", no_argument, NULL, OPT_MEASURE },	/* started by a worker */
		{ NULL, 0, NULL, 0 }
	};
	const char	*pid_file = NULL;
	struct setup	*c;
	struct err	 e;
	bool		 test = false, measure = false;
	int		 opt;

	harden_visible();	/* before a setting is read */
	while ((opt = getopt_long(argc, argv, "t", options, NULL)) != -1)
		switch (opt) {
		case 't':
			test = true;
			break;
		case OPT_PID:
			pid_file = optarg;
			break;
		case OPT_HELP:
			usage(stdout);
			return EXIT_SUCCESS;
		case OPT_VERSION:
			puts("routing-fcgi " PACKAGE_VERSION);
			return EXIT_SUCCESS;
		case OPT_MEASURE:
			measure = true;
			break;
		default:
			usage(stderr);
			return EXIT_USAGE;
		}
	if (optind != argc) {
		usage(stderr);
		return EXIT_USAGE;
	}
	if (setup_load(&c, &e) != RC_OK) {
		fprintf(stderr, "routing-fcgi: %s\n", e.msg);
		return EXIT_FAILURE;
	}
	setup_log(c);
	if (test) {
		puts("the settings are good");
		setup_free(c);
		return EXIT_SUCCESS;
	}
	if (measure) {
		harden();
		return quality_job_main(c);
	}
	return listen_given(STDIN_FILENO) ? serve_given(c) : master_main(c, pid_file);
}
