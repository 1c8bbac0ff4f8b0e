/* predict CODE... | predict --batch FILE|-: routings for items, as the API answers. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/json.h"
#include "core/base/problem.h"
#include "core/model/answer.h"
#include "core/tool/cmd.h"
#include "core/tool/print.h"
#include "core/tool/site.h"

static const char	usage[] =
"usage: routing-ml predict [--model V] [--json] CODE...\n"
"       routing-ml predict [--model V] --batch FILE|-\n"
"Proposes routings for items of the ERP.\n"
"  --batch FILE  an item code or a request object (as POST /api/routing/predict) a line;\n"
"                - reads standard input.  One answer a line, in order; a line that fails is\n"
"                answered by {\"item_code\",\"error\"} and makes the exit status 1\n"
"  --model V     another version than the active one\n"
"  --json        answers as JSON lines in place of tables\n";

#define LINE_MOST	((size_t)1 << 20)

struct job {
	struct site	*site;
	struct model	*model;
	struct arena	*arena;		/* of one answer */
	bool		 json, failed;
};

/* {"item_code","error":{...}}, the same problem as the API's. */
static struct json_object *
failure(const char *code, const struct err *e)
{
	struct json_object	*o = json_object_new_object();

	if (o != NULL) {
		json_put_str(o, "item_code", code);
		json_put(o, "error", problem_of(e, NULL));
	}
	return o;
}

/* One line or code: prints its answer. */
static void
answer(struct job *j, const char *text)
{
	struct predict_request	*q;
	struct json_object	*body = NULL, *out = NULL;
	const char		*code = text, *version;
	struct model		*other = NULL;
	struct err		 e = { 0 };
	enum rc			 rc;

	if (text[0] == '{') {
		code = NULL;
		if ((rc = json_parse(&body, text, strlen(text), &e)) == RC_OK) {
			json_str(body, "item_code", false, &code, NULL);
			rc = predict_request_parse(&q, body, j->arena, &e);
		}
	} else
		rc = predict_request_code(&q, text, j->arena, &e);
	if (rc == RC_OK && (version = predict_request_version(q)) != NULL)
		rc = site_model(j->site, version, &other, &e);
	if (rc == RC_OK)
		rc = predict_answer(other != NULL ? other : j->model, q, erp_items(j->site->erp),
		    j->arena, &out, &e);
	if (rc != RC_OK) {
		j->failed = true;
		out = failure(code, &e);
	}
	if (j->json)
		puts(json_object_to_json_string_ext(out, JSON_C_TO_STRING_PLAIN));
	else if (rc != RC_OK)
		fprintf(stderr, "routing-ml: %s: %s\n", code == NULL ? "request" : code, e.msg);
	else
		print_prediction(out, stdout);
	json_object_put(out);
	json_object_put(body);
	model_close(other);
	arena_reset(j->arena);
}

/* Each line of the file; blank ones are passed over. */
static enum rc
batch(struct job *j, const char *file, struct err *e)
{
	FILE	*f = strcmp(file, "-") == 0 ? stdin : fopen(file, "re");
	char	*line = NULL;
	size_t	 cap = 0, n;
	ssize_t	 got;
	enum rc	 rc = RC_OK;

	if (f == NULL)
		return err_set(e, RC_IO, "%s: %s", file, strerror(errno));
	while (rc == RC_OK && (got = getline(&line, &cap, f)) != -1) {
		n = (size_t)got;
		while (n > 0 && (unsigned char)line[n - 1] <= ' ')
			line[--n] = '\0';
		if (n > LINE_MOST || strlen(line) != n)
			rc = err_set(e, RC_INVAL, "%s: a line is too long or holds a NUL", file);
		else if (n > 0)
			answer(j, line + strspn(line, " \t"));
	}
	if (rc == RC_OK && ferror(f))
		rc = err_set(e, RC_IO, "%s: %s", file, strerror(errno));
	free(line);
	if (f != stdin)
		fclose(f);
	return rc;
}

static enum rc
run(struct job *j, const char *version, const char *file, int ncodes, char **codes,
    struct err *e)
{
	enum rc	rc;

	if ((rc = site_erp(j->site, e)) != RC_OK ||
	    (rc = site_model(j->site, version, &j->model, e)) != RC_OK)
		return rc;
	if ((j->arena = arena_new((size_t)256 << 20)) == NULL)
		return err_set(e, RC_NOMEM, "no memory");
	for (int i = 0; i < ncodes; i++)
		answer(j, codes[i]);
	return file == NULL ? RC_OK : batch(j, file, e);
}

int
cmd_predict(int argc, char **argv)
{
	static const struct option	 options[] = {
		{ "model", 1, NULL, 'm' }, { "batch", 1, NULL, 'b' }, { "json", 0, NULL, 'j' },
		{ "help", 0, NULL, 'h' }, { 0 }
	};
	const char			*version = "", *file = NULL;
	struct site			 s;
	struct job			 j = { .site = &s };
	struct err			 e = { 0 };
	int				 c;
	enum rc				 rc;

	while ((c = cmd_option(argc, argv, options)) != -1) {
		if (c == 'h') {
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		}
		if (c == '?')
			return cmd_usage(usage);
		version = c == 'm' ? optarg : version;
		file = c == 'b' ? optarg : file;
		j.json |= c == 'j' || c == 'b';
	}
	if ((file == NULL) == (optind == argc))
		return cmd_usage(usage);
	if (site_open(&s, NEED_ERP | NEED_MODELS, &e) != RC_OK)
		return cmd_failed(&e);
	rc = run(&j, version, file, argc - optind, argv + optind, &e);
	arena_free(j.arena);
	model_close(j.model);
	site_close(&s);
	if (rc != RC_OK)
		return cmd_failed(&e);
	return j.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
