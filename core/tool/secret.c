#include "config.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/tool/secret.h"

#define SECRET_MOST	4096	/* bytes of a file with a password */

static void
first_line(struct buf *b)
{
	if (b->len > 0) {
		b->len = strcspn(b->p, "\r\n");
		b->p[b->len] = '\0';
	}
}

enum rc
secret_read(const char *file, struct buf *out, struct err *e)
{
	enum rc	rc;

	buf_init(out);
	rc = file_read(strcmp(file, "-") == 0 ? "/dev/stdin" : file, SECRET_MOST, out, e);
	if (rc == RC_OK)
		first_line(out);
	return rc;
}

enum rc
secret_ask(const char *prompt, struct buf *out, struct err *e)
{
	struct termios	was, quiet;
	FILE		*tty = fopen("/dev/tty", "r+");
	char		line[SECRET_MOST];
	bool		read;

	buf_init(out);
	if (tty == NULL || tcgetattr(fileno(tty), &was) == -1) {
		if (tty != NULL)
			fclose(tty);
		return err_set(e, RC_INVAL, "there is no terminal to ask for the password: "
		    "--password-file says where it stands");
	}
	setvbuf(tty, NULL, _IONBF, 0);
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	fputs(prompt, tty);
	tcsetattr(fileno(tty), TCSAFLUSH, &quiet);
	read = fgets(line, sizeof(line), tty) != NULL;
	tcsetattr(fileno(tty), TCSAFLUSH, &was);
	fputs("\n", tty);
	fclose(tty);
	if (read)
		buf_adds(out, line);
	first_line(out);
	explicit_bzero(line, sizeof(line));
	return read ? RC_OK : err_set(e, RC_INVAL, "no password was typed");
}

void
secret_fini(struct buf *b)
{
	if (b->p != NULL)
		explicit_bzero(b->p, b->cap);
	buf_fini(b);
}
