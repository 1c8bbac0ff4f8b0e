/*
 * The commands of routing-ml.  Each gets its own arguments (argv[0] is the command's name),
 * prints results on stdout, progress and errors on stderr, and returns the exit status.
 */
#ifndef CORE_TOOL_CMD_H
#define CORE_TOOL_CMD_H

#include <getopt.h>
#include <json-c/json.h>
#include <stdbool.h>

#include "core/base/err.h"

#define EXIT_USAGE	2	/* beside stdlib's EXIT_SUCCESS and EXIT_FAILURE */

int	cmd_audit(int argc, char **argv);
int	cmd_auth(int argc, char **argv);
int	cmd_config(int argc, char **argv);
int	cmd_db(int argc, char **argv);
int	cmd_evaluate(int argc, char **argv);
int	cmd_mapping(int argc, char **argv);
int	cmd_predict(int argc, char **argv);
int	cmd_quality(int argc, char **argv);
int	cmd_registry(int argc, char **argv);
int	cmd_sample(int argc, char **argv);
int	cmd_train(int argc, char **argv);
int	cmd_user(int argc, char **argv);

/* "routing-ml: message" on stderr; EXIT_FAILURE. */
int	cmd_failed(const struct err *e);
/* The usage text on stderr after a wrong call; EXIT_USAGE. */
int	cmd_usage(const char *usage);
/*
 * The next option of getopt_long(), where every command also has -h and --help: -1 at the end,
 * '?' (a message was printed) or 'h'.
 */
int	cmd_option(int argc, char **argv, const struct option *options);
/*
 * A call that has just a verb, --help and --json.  -1: *verb and *json are set; else the exit
 * status of a call that is answered already.
 */
int	cmd_verb(int argc, char **argv, const char *usage, const char **verb, bool *json);
/* On stdout, indented; takes over the reference of o. */
void	cmd_print_json(struct json_object *o);

#endif
