#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/str.h"

static enum log_level	least = LOG_INFO;
static enum log_format	format = LOG_TEXT;
static int		out_fd = STDERR_FILENO;
static char		request[80];

static const char *const	level_names[] = { "debug", "info", "warn", "error" };

void
log_init(enum log_level l, enum log_format f, int fd)
{
	least = l;
	format = f;
	out_fd = fd;
}

void
log_request(const char *id)
{
	str_copy(request, sizeof(request), str_of(id));
}

/* Ends of lines beside LF, and marks that turn the direction in which a line is read. */
static bool
is_layout(uint32_t c)
{
	return c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069);
}

/* Control characters and what is not UTF-8 cannot break a line or a terminal. */
static void
add_escaped(struct buf *b, const char *s, bool json)
{
	size_t	n = strlen(s);

	for (size_t i = 0, was; i < n;) {
		uint32_t	c;

		was = i;
		c = utf8_next(s, n, &i);
		if (c == 0xfffd && i - was == 1)
			buf_addf(b, json ? "\\u00%02x" : "\\x%02x", (unsigned char)s[was]);
		else if (is_layout(c))
			buf_addf(b, "\\u%04x", (unsigned)c);
		else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			buf_addf(b, json ? "\\u%04x" : "\\x%02x", (unsigned)c);
		else if (json && (c == '"' || c == '\\'))
			buf_addf(b, "\\%c", (char)c);
		else
			buf_add(b, s + was, i - was);
	}
}

void
log_line(enum log_level level, const char *what, const char *fmt, ...)
{
	char		ts[CLOCK_RFC3339_SIZE], detail[1024];
	struct buf	b;
	va_list		ap;
	int		saved = errno;
	ssize_t		put;

	if (level < least)
		return;
	va_start(ap, fmt);
	vsnprintf(detail, sizeof(detail), fmt, ap);
	va_end(ap);
	clock_rfc3339(ts);
	buf_init(&b);
	if (format == LOG_JSON) {
		buf_addf(&b, "{\"level\":\"%s\",\"ts\":\"%s\",\"pid\":%ld", level_names[level], ts,
		    (long)getpid());
		if (request[0] != '\0') {
			buf_adds(&b, ",\"req\":\"");
			add_escaped(&b, request, true);
			buf_addc(&b, '"');
		}
		buf_addf(&b, ",\"what\":\"%s\",\"detail\":\"", what);
		add_escaped(&b, detail, true);
		buf_adds(&b, "\"}\n");
	} else {
		buf_addf(&b, "%s %s %ld ", level_names[level], ts, (long)getpid());
		if (request[0] != '\0') {
			buf_adds(&b, "req=");
			add_escaped(&b, request, false);
			buf_addc(&b, ' ');
		}
		buf_addf(&b, "%s: ", what);
		add_escaped(&b, detail, false);
		buf_addc(&b, '\n');
	}
	/* One write a line, so that processes don't mix theirs.  A full disk must not stop us. */
	if (buf_ok(&b))
		do
			put = write(out_fd, b.p, b.len);
		while (put == -1 && errno == EINTR);
	buf_fini(&b);
	errno = saved;
}
