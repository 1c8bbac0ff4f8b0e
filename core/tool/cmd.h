/*
 * The commands of routing-ml.  Each gets its own arguments (argv[0] is the command's name),
 * prints results on stdout, progress and errors on stderr, and returns the exit status.
 */
#ifndef CORE_TOOL_CMD_H
#define CORE_TOOL_CMD_H

#define EXIT_USAGE	2	/* beside stdlib's EXIT_SUCCESS and EXIT_FAILURE */

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

#endif
