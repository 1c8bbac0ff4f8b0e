/*
 * The log: lines for an operator on stderr (or a file descriptor given), as text
 *   level ts pid req=... what: detail
 * or as JSON lines with the same fields.  Bytes from outside are escaped here, so callers
 * pass them as they are; tokens, passwords and feature rows never.
 */
#ifndef CORE_BASE_LOG_H
#define CORE_BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
enum log_format { LOG_TEXT, LOG_JSON };

void	log_init(enum log_level least, enum log_format format, int fd);
/* The request that lines belong to from here on; NULL for none.  Copied. */
void	log_request(const char *id);
/* what: a short stable name, e.g. "model", "login".  errno is kept. */
void	log_line(enum log_level level, const char *what, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
#define log_debug(...)	log_line(LOG_DEBUG, __VA_ARGS__)
#define log_info(...)	log_line(LOG_INFO, __VA_ARGS__)
#define log_warn(...)	log_line(LOG_WARN, __VA_ARGS__)
#define log_error(...)	log_line(LOG_ERROR, __VA_ARGS__)

#endif
